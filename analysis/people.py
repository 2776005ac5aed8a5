"""Who is named in an article, and for which side each stands.

People, their titles and their sides are read off the article itself: titles ("French President
Emmanuel Macron"), appositions ("Tim Kaine, D-Virginia"), demonyms, metonyms and the dateline.
Lists hold countries, institutions and titles only, never office holders, so that an article of
any year works. A reader corrects or extends the result with `extra` (`name,actor,side`).
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from analysis.errors import UserError
from analysis.gazetteer import Place, place_at, place_ending, places, title_at
from analysis.lexicon import rows, speech_forms
from analysis.words import Word, listed, of_text, words

# How strong the evidence for a side is: an explicit title beats the dateline.
_TITLE, _APPOSITION, _OFFICE, _DATELINE = 8, 4, 2, 1


# Words between a country and a title: "Russian Foreign Ministry spokeswoman".
FILLERS = listed(
    "former acting deputy senior top chief then new ex late current outgoing incoming interim "
    "foreign policy defense defence interior finance economy trade prime vice ministry department "
    "office senate house state special national security press general old "
    "chancellor-in-waiting first"
)
ORGANISATION_WORDS = listed(
    "ministry department committee council commission party agency authority union "
    "association university institute court parliament senate congress house bank group "
    "foundation service force forces army navy government administration office bureau center "
    "centre times post news journal network television tv radio magazine company corporation "
    "inc corp llc league federation organization organisation society club campaign board "
    "assembly embassy church college school hospital coalition alliance front movement "
    "brigade corps command fund team caucus guard guards cabinet presidency secretariat police "
    "tribunal watchdog mission delegation"
)
NOT_NAMES = ORGANISATION_WORDS | listed(
    "street treaty war crisis summit conference forum airport city county state river sea "
    "ocean island islands avenue road square building hall palace tower day week act project "
    "plan deal agreement"
)
# First words of places that look like names of people: "New Hampshire", "San Marino".
_PLACE_STARTS = listed(
    "new north south east west san santa los las saint st. mount lake fort port cape"
)
CONNECTORS = listed("de la van von der den bin ibn al el da dos du le di")
_SUFFIXES = listed("jr. sr. jr sr ii iii iv")
_CALENDAR = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december jan. feb. aug. sept. oct. nov. "
    "dec."
)
_GENDER = {
    "mr.": "m", "mr": "m", "sir": "m", "lord": "m", "king": "m", "spokesman": "m",
    "congressman": "m", "chairman": "m", "prince": "m", "mrs.": "f", "mrs": "f", "ms.": "f",
    "ms": "f", "queen": "f", "lady": "f", "spokeswoman": "f", "congresswoman": "f",
    "chairwoman": "f", "princess": "f", "miss": "f", "first lady": "f",
}  # fmt: skip


# Letters of the longest Arabic article before a name, "ash-".
_PREFIX = 3
# How many words behind a name its apposition may take.
_REACH = 15
# What a title is about, not whom it speaks for.
_THEMES = listed("on to about against")
# Ranks that speak for nobody but themselves.
_PRIVATE_RANKS = listed("expert journalist citizen")
# Ranks that speak for their state when a title stands bare; an expert or a voter does not.
_STATE_RANKS = listed("leader deputy minister spokesperson lawmaker official diplomat adviser")


def is_private(low: str) -> bool:
    """Whether a lower-case title is one of those that speak for nobody but themselves."""
    return any(row["title"] == low and row["rank"] in _PRIVATE_RANKS for row in rows("titles"))


@dataclass
class Person:
    """A person of the article: full name, title and rank as last given, side and its evidence."""

    name: str
    titles: set[str] = field(default_factory=set)
    ranks: set[str] = field(default_factory=set)
    gender: str = ""
    evidence: Counter[str] = field(default_factory=Counter)
    acts: bool = False

    @property
    def surname(self) -> str:
        return _surname(self.name)

    @property
    def ends(self) -> list[str]:
        """What the person can be called: the full name and each last part of it."""
        parts = self.name.split(" ")
        return [" ".join(parts[first:]) for first in range(len(parts))]

    @property
    def side(self) -> str:
        """The side with the strongest evidence; ties go to the first in the alphabet."""
        return min(self.evidence, key=lambda side: (-self.evidence[side], side), default="")


@dataclass
class Roster:
    """Everybody an article names.

    `people` in order of first appearance; `given` the rows of `actors.csv`, which win;
    `home` the country of the dateline, "" if none.
    """

    people: tuple[Person, ...] = ()
    given: dict[str, tuple[str, str]] = field(default_factory=dict)
    home: str = ""

    def __post_init__(self) -> None:
        self._by_name: dict[str, list[Person]] = {}
        self._by_part: dict[str, list[Person]] = {}
        self._by_title: dict[str, list[Person]] = {}
        for person in self.people:
            for name in person.ends:
                self._by_name.setdefault(name.lower(), []).append(person)
            for part in dict.fromkeys(person.name.split(" ")):
                self._by_part.setdefault(part.lower(), []).append(person)
            for title in sorted(person.titles | person.ranks):
                self._by_title.setdefault(title, []).append(person)

    def named(self, name: str) -> list[Person]:
        """People a full name, a surname, a last part or else any part can mean: "Xi", "Lula"."""
        return self._by_name.get(name.lower()) or self._by_part.get(name.lower(), [])

    def bearing(self, title: str) -> list[Person]:
        """People who bear a title or a rank."""
        return self._by_title.get(title, [])

    def resolve(self, name: str) -> tuple[str, str] | None:
        """Actor and side of a name, None if no one person of the roster bears it."""
        found = self.named(name)
        actor = found[0].name if len(found) == 1 else ""
        for key in (name, actor):
            if key in self.given:
                return self.given[key]
        return (actor, found[0].side) if actor else None


def roster(
    article_or_text: object,
    extra: str | Path | Iterable[Sequence[str]] | None = None,
    background: Roster | None = None,
) -> Roster:
    """People of an article with their sides.

    `extra` is a CSV file with the columns name, actor, side, or such rows; it wins over the
    article, and so do the rows of `article.actors`. What the article leaves open is filled from
    `background`, another roster, and from `article.page`, the text around it on its page.
    Raises UserError where the file cannot be read or lacks a column.

    >>> roster("Kremlin spokesman Dmitry Peskov left.").resolve("Peskov")
    ('Dmitry Peskov', 'Russia')
    """
    tokens, home = _reading(article_or_text)
    given = _given(getattr(article_or_text, "actors", None)) | _given(extra)
    page = getattr(article_or_text, "page", "")
    people = _people(tokens, _joined(tokens, list(_sightings(tokens, home))))
    for source in (background, roster(page) if page else None):
        _fill_sides(people, source)
    return Roster(tuple(people), given, home)


def _given(extra: str | Path | Iterable[Sequence[str]] | None) -> dict[str, tuple[str, str]]:
    """Rows of `actors.csv` by name."""
    if not extra:
        return {}
    if isinstance(extra, (str, Path)):
        extra = read_actors(Path(extra))
    return {name: (actor or name, side) for name, actor, side in extra}


def read_actors(path: Path) -> list[tuple[str, str, str]]:
    """The rows of an `actors.csv`: name, actor, side.

    Raises UserError, naming the file, where it can't be read or lacks a column.
    """
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            columns = ("name", "actor", "side")
            return [tuple(row[c] or "" for c in columns) for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path}: cannot be read as a CSV file in UTF-8 ({error})") from None
    except KeyError as error:
        raise UserError(
            f"{path}: column {error} is missing; needed are name, actor, side"
        ) from None


def _reading(article_or_text: object) -> tuple[list[Word], str]:
    """The words to search (of title and standfirst too), and the dateline's country."""
    if isinstance(article_or_text, str):
        return list(of_text(article_or_text)), _home(article_or_text)
    body = getattr(article_or_text, "text", "")
    parts = [getattr(article_or_text, "title", ""), *getattr(article_or_text, "standfirst", ())]
    dateline = getattr(article_or_text, "dateline", "") or ""
    head = "\n\n".join([*filter(None, parts), ""])
    return [*words(head), *of_text(body)], _home(body) or _home(dateline)


def _home(text: str) -> str:
    """Country of the place in capitals that opens a text, "" if there is none.

    >>> _home("MOSCOW: Talks began.")
    'Russia'
    """
    opening = text[:80].replace("(", ":").replace("—", ":").replace("–", ":").partition(":")[0]
    city = opening.partition(",")[0].strip()
    if not city.isupper() or len(city) < 4:
        return ""
    for entries in places().values():
        for key, place in entries:
            if place.kind in ("capital", "city") and " ".join(key).upper() == city:
                return place.side
    return ""


# Reading people off the text


class _Sighting(NamedTuple):
    """One naming of a person, with what stands around it."""

    start: int
    end: int
    name: str
    title: str
    rank: str
    sides: tuple[tuple[str, int], ...]
    acts: bool


def _sightings(tokens: list[Word], home: str) -> Iterator[_Sighting]:
    at = 0
    while at < len(tokens):
        sighting, after = _sighting_at(tokens, at, home)
        if sighting:
            yield sighting
        at = max(after, at + 1)


def _sighting_at(tokens: list[Word], at: int, home: str) -> tuple[_Sighting | None, int]:
    """A title with a name, or a name of two words and more, that begins here."""
    title = title_at(tokens, at)
    start = at + len(title[0]) if title else at
    place, start = _of_place(tokens, start) if title else (None, start)
    if title and start < len(tokens) and tokens[start].text == ",":
        start += 1  # "Ukraine's foreign minister, Dmytro Kuleba"
    end = _name_end(tokens, start)
    alone = end - start == 1 and not title and not _speaks_alone(tokens, at)
    if end == start or alone:
        return None, at + (len(title[0]) if title else 1)
    name = " ".join(word.text for word in tokens[start:end])
    row = title[1] if title else None
    sides = ((place.side, _TITLE),) if place else tuple(_sides(tokens, at, end, row, home))
    if not row and tokens[end : end + 1] and tokens[end].text == ",":
        row = _title_in_apposition(tokens, end + 1, end + _REACH)
    rank, label = (row["rank"], row["title"]) if row else ("", "")
    return _Sighting(at, end, name, label, rank, sides, _acts(tokens, at, end)), end


def _of_place(tokens: list[Word], at: int) -> tuple[Place | None, int]:
    """The place in "(president) of France, (Ann Lee)" and where its comma stands; else None."""
    if at + 1 < len(tokens) and tokens[at].text == "of":
        start = at + 1 + (tokens[at + 1].low == "the")
        found = place_at(tokens, start)
        end = start + found[0] if found else at
        if found and end < len(tokens) and tokens[end].text == ",":
            return found[1], end
    return None, at


def _speaks_alone(tokens: list[Word], at: int) -> bool:
    """Whether a surname without title or first name stands as one who speaks: "Lavrov said"."""
    before = tokens[at - 1] if at else None
    bare = before is None or before.tag in ".,C" or before.low in ("“", "”")
    named = tokens[at].tag == "P" and len(tokens[at].text) > 2
    return bare and named and (_acts(tokens, at, at + 1) or _joins_speaker(tokens, at + 1))


def _joins_speaker(tokens: list[Word], at: int) -> bool:
    """Whether "and" and another surname that speaks stand here."""
    joined = at + 1 < len(tokens) and tokens[at].low == "and" and tokens[at + 1].tag == "P"
    return joined and _acts(tokens, at + 1, at + 2)


def _joined(tokens: list[Word], sightings: list[_Sighting]) -> list[_Sighting]:
    """Let "and" hand on what the name after it does: "Ann Lee and Bob Ray said"."""
    joined: list[_Sighting] = []
    for sighting in reversed(sightings):
        after = joined[-1] if joined else None
        linked = after is not None and after.start == sighting.end + 1
        if linked and tokens[sighting.end].low in ("and", ","):
            joined.append(sighting._replace(acts=sighting.acts or after.acts))
        else:
            joined.append(sighting)
    return joined[::-1]


def _acts(tokens: list[Word], start: int, end: int) -> bool:
    """Whether a name stands as a person's does: beside a verb of speech, or before another verb."""
    if end < len(tokens) and tokens[end].tag == "V":
        return tokens[start].low not in _PLACE_STARTS
    after = end + (end < len(tokens) and tokens[end].text == ",")  # "their man, Bo Ray, said"
    if after > end and tokens[after : after + 1] and tokens[after].low in ("who", "whose"):
        return True
    beside = [*tokens[max(0, start - 1) : start], *tokens[after : after + 1]]
    return any(word.low in speech_forms() and word.tag != "P" for word in beside)


def _name_end(tokens: list[Word], at: int) -> int:
    """Where a person's name that begins here ends; `at` itself if none does."""
    end = at
    while end < len(tokens) and end - at < 5:
        word = tokens[end]
        inside = end > at and (is_prefixed(word.text) or word.low in _SUFFIXES)
        joined = end > at and _joins_names(tokens, end)
        if not (joined or inside or _is_name_word(tokens, end)):
            break
        end += 1
    named = tokens[at:end]
    if not named or any(word.low in NOT_NAMES for word in named) or place_at(tokens, at):
        return at
    if named[0].tag != "P" and place_ending(tokens, end - 1):
        return at  # "Is Israel", the start of a question
    return end if len(named[-1].text) > 1 else at


def _joins_names(tokens: list[Word], at: int) -> bool:
    """Whether small words that join parts of a name, and its next part, stand here: "von der"."""
    end = at
    while end < len(tokens) and tokens[end].low in CONNECTORS and end - at < _PREFIX:
        end += 1
    return end > at and _is_name_word(tokens, end)


def is_prefixed(word: str) -> bool:
    """Whether a word is a name behind a small prefix: "al-Sharaa", "el-Sisi"."""
    small, _, rest = word.partition("-")
    return small.islower() and len(small) <= _PREFIX and rest[:1].isupper()


def _is_name_word(tokens: list[Word], at: int) -> bool:
    """A capitalised word that is neither a title nor a place, a day or the start of a sentence."""
    if at >= len(tokens):
        return False
    word = tokens[at]
    return (
        word.text[0].isupper()
        and (word.tag == "P" or word.tag in "NAVGE")
        and (not word.text.isupper() or len(word.text) < 3 or word.text.endswith("."))
        and word.low not in _CALENDAR
        and not title_at(tokens, at)
        and not (word.tag != "P" and at + 1 < len(tokens) and tokens[at + 1].tag != "P")
    )


def _sides(
    tokens: list[Word], at: int, end: int, title: dict[str, str] | None, home: str
) -> Iterator[tuple[str, int]]:
    """Sides that stand around a name, with the weight of each."""
    if title and title["rank"] in _PRIVATE_RANKS:
        return
    before = _side_before(tokens, at) if title else ""
    if before:
        yield before, _TITLE
    owner = place_ending(tokens, at - 2) if at > 1 and tokens[at - 1].tag == "S" else None
    if owner and not title:
        yield owner.side, _OFFICE  # "Brazil’s Lula"
    after = _side_after(tokens, end)
    if after:
        yield after, _APPOSITION
    if title and not before and not after:
        if title["side"]:
            yield title["side"], _OFFICE
        elif home and title["rank"] in _STATE_RANKS:
            yield home, _DATELINE


def _side_before(tokens: list[Word], at: int) -> str:
    """Side named before a title: "Russian Foreign Ministry spokeswoman"."""
    back = at - 1
    while back >= 0 and at - back < 8:
        place = place_ending(tokens, back)
        if place:
            return place.side
        word = tokens[back]
        if word.low not in FILLERS and word.tag != "S":
            return ""
        back -= 1
    return ""


def _side_after(tokens: list[Word], end: int) -> str:
    """Side named after a name: ", D-Virginia", "(R-Texas)", "of Russia", ", the NATO chief"."""
    if end + 1 >= len(tokens) or tokens[end].text not in (",", "(", "of"):
        return ""
    if tokens[end + 1].text.startswith(("D-", "R-", "I-")):
        return "United States"
    if tokens[end].text == "of":
        found = place_at(tokens, end + 1)
        return found[1].side if found else ""
    return _side_in_apposition(tokens, end + 1, end + _REACH)


def _side_in_apposition(tokens: list[Word], start: int, end: int) -> str:
    """Side within a phrase up to the next comma, if the phrase holds a title of a state's.

    Not what the title is about or sent to: "an expert on Russia", "ambassador to Syria".
    """
    side = ""
    for at in range(start, _apposition_end(tokens, start, end)):
        found = place_at(tokens, at)
        theme = any(word.low in _THEMES for word in tokens[max(start, at - 2) : at])
        side = side or (found[1].side if found and not theme else "")
    title = _title_in_apposition(tokens, start, end)
    return side if title and title["rank"] not in _PRIVATE_RANKS else ""


def _title_in_apposition(tokens: list[Word], start: int, end: int) -> dict[str, str] | None:
    """The first title within a phrase behind a name: "Ann Lee, the Danish foreign minister"."""
    for at in range(start, _apposition_end(tokens, start, end)):
        if title := title_at(tokens, at):
            return title[1]
    return None


def _apposition_end(tokens: list[Word], start: int, end: int) -> int:
    """Where the phrase behind a name ends: at a comma, a bracket, a verb, a stop."""
    for at in range(start, min(end, len(tokens))):
        if tokens[at].tag in "V,).W":
            return at
    return min(end, len(tokens))


def _people(tokens: list[Word], sightings: list[_Sighting]) -> list[Person]:
    """One person a name, in order of their full names; only those who are surely people."""
    people: dict[str, Person] = {}
    by_end: dict[str, Person] = {}
    for sighting in sorted(sightings, key=lambda s: " " not in s.name):
        person = people.get(sighting.name) or by_end.get(sighting.name.lower())
        if person is None:
            person = people[sighting.name] = Person(sighting.name)
            for name in (*person.ends, *person.name.split(" ")):
                by_end.setdefault(name.lower(), person)
        _record(person, sighting)
    alone = Counter(
        word.text
        for before, word in zip([None, *tokens], tokens, strict=False)
        if not (before and before.text[0].isupper() and before.tag == "P")
    )
    return [p for p in people.values() if p.titles or p.acts or p.evidence or alone[p.surname]]


def _record(person: Person, sighting: _Sighting) -> None:
    """Add what a sighting tells of a person."""
    person.acts = person.acts or sighting.acts
    if sighting.title:
        person.titles.add(sighting.title)
        person.ranks.add(sighting.rank)
        person.gender = person.gender or _GENDER.get(sighting.title, "")
    for side, weight in sighting.sides:
        person.evidence[side] += weight


def _fill_sides(people: list[Person], background: Roster | None) -> None:
    """Take sides that an article leaves open from another roster."""
    for person in people:
        known = background.resolve(person.name) if background and not person.evidence else None
        if known and known[1]:
            person.evidence[known[1]] += _DATELINE


def _surname(name: str) -> str:
    parts = [part for part in name.split() if part.lower() not in _SUFFIXES]
    return parts[-1] if parts else name
