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
from functools import cache
from pathlib import Path
from typing import NamedTuple

from analysis.errors import UserError
from analysis.lexicon import rows
from analysis.words import Word, words

# How strong the evidence for a side is: an explicit title beats the dateline.
_TITLE, _APPOSITION, _OFFICE, _DATELINE = 8, 4, 2, 1
# Words between a country and a title that belong to neither: "Russian Foreign Ministry spokeswoman".
_FILLERS = frozenset(
    "former acting deputy senior top chief then new ex late current outgoing incoming interim foreign"
    " defense defence interior finance economy trade prime vice ministry department office senate"
    " house state special national security press general old chancellor-in-waiting first".split()
)
_ORGANISATION_WORDS = frozenset(
    "ministry department committee council commission party agency authority union association"
    " university institute court parliament senate congress house bank group foundation service"
    " force forces army navy government administration office bureau center centre times post news"
    " journal network television tv radio magazine company corporation inc corp llc league"
    " federation organization organisation society club campaign board assembly embassy church"
    " college school hospital coalition alliance front movement brigade corps command fund team"
    " caucus".split()
)
_NOT_NAMES = _ORGANISATION_WORDS | frozenset(
    "street treaty war crisis summit conference forum airport city county state river sea ocean"
    " island islands avenue road square building hall palace tower day week act project plan deal"
    " agreement".split()
)
_CONNECTORS = frozenset("de la van von der den bin ibn al el da dos du le di".split())
_SUFFIXES = frozenset("jr. sr. jr sr ii iii iv".split())
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december jan. feb. aug. sept. oct. nov. dec.".split()
)
_PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f",
    "they": "", "them": "", "their": "",
}  # fmt: skip
_GENDER = {
    "mr.": "m", "mr": "m", "sir": "m", "lord": "m", "king": "m", "spokesman": "m", "congressman": "m",
    "chairman": "m", "prince": "m", "mrs.": "f", "mrs": "f", "ms.": "f", "ms": "f", "queen": "f",
    "lady": "f", "spokeswoman": "f", "congresswoman": "f", "chairwoman": "f", "princess": "f",
    "miss": "f", "first lady": "f",
}  # fmt: skip
# Ranks that speak for their state when a title stands bare; an expert or a voter does not.
_STATE_RANKS = frozenset("leader deputy minister spokesperson lawmaker official diplomat adviser".split())


class Mention(NamedTuple):
    """A stretch of text that names an actor; `side` is "" where the text does not tell."""

    start: int
    end: int
    actor: str
    side: str
    kind: str


class Place(NamedTuple):
    """An entry of the country and organisation lists."""

    name: str
    side: str
    kind: str


@dataclass
class Person:
    """A person of the article: full name, title and rank as last given, side and its evidence."""

    name: str
    titles: set[str] = field(default_factory=set)
    ranks: set[str] = field(default_factory=set)
    gender: str = ""
    evidence: Counter[str] = field(default_factory=Counter)

    @property
    def surname(self) -> str:
        return _surname(self.name)

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

    people: list[Person] = field(default_factory=list)
    given: dict[str, tuple[str, str]] = field(default_factory=dict)
    home: str = ""

    def named(self, name: str) -> list[Person]:
        """People a full name, a surname or a last part of a name can mean."""
        return [p for p in self.people if p.name == name or p.name.endswith(" " + name)]

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
    article. `background`, the roster of the whole corpus, fills sides that this article leaves
    open. Raises UserError where the file cannot be read or lacks a column.

    >>> roster("Kremlin spokesman Dmitry Peskov left.").resolve("Peskov")
    ('Dmitry Peskov', 'Russia')
    """
    text, home = _reading(article_or_text)
    built = Roster(given=_given(extra), home=home)
    tokens = words(text)
    for sighting in sorted(_sightings(tokens, home), key=lambda s: " " not in s.name):
        _record(built, sighting)
    _settle(built, tokens, background)
    return built


def mentions(text: str, roster: Roster | None = None) -> list[Mention]:
    """Mentions of actors in order, none overlapping: people, roles, places, organisations, pronouns.

    >>> [(m.actor, m.side, m.kind) for m in mentions("The Kremlin warned Danish officials.")]
    [('Kremlin', 'Russia', 'metonym'), ('Danish officials', 'Denmark', 'group')]
    """
    tokens = words(text)
    known = roster if roster is not None else globals()["roster"](text)
    found: list[Mention] = []
    at = 0
    memory = _Memory()
    while at < len(tokens):
        mention, after = _mention_at(tokens, at, known, memory)
        if mention:
            found.append(mention)
            memory.note(mention, acts=after < len(tokens) and tokens[after].tag in "VM")
        at = after
        memory.pass_word(tokens, at)
    return found


def is_title(low: str) -> bool:
    """Whether a lower-case word is, or ends, a listed title.

    >>> is_title("spokesman"), is_title("table")
    (True, False)
    """
    return low in _last_words()


# Reading the lists


@cache
def _last_words() -> frozenset[str]:
    return frozenset(row["title"].split()[-1] for row in rows("titles"))


@cache
def _places() -> dict[str, list[tuple[tuple[str, ...], Place]]]:
    """Countries and organisations by their first word, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], Place]]] = {}
    for row in (*rows("organisations"), *rows("places")):
        for name in _variants(row["name"], row["kind"]):
            key = tuple(word.text for word in words(name))
            index.setdefault(key[0], []).append((key, Place(row["name"], row["side"], row["kind"])))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _variants(name: str, kind: str) -> list[str]:
    """A demonym also in the plural: "Russians"."""
    plural = kind == "demonym" and not name.endswith(("s", "sh", "ch", "ese"))
    return [name, name + "s"] if plural else [name]


@cache
def _titles() -> dict[str, list[tuple[tuple[str, ...], dict[str, str]]]]:
    """Titles by their first word, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = {}
    for row in rows("titles"):
        key = tuple(row["title"].split())
        index.setdefault(key[0], []).append((key, row))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _given(extra: str | Path | Iterable[Sequence[str]] | None) -> dict[str, tuple[str, str]]:
    """Rows of `actors.csv` by name."""
    if extra is None:
        return {}
    if isinstance(extra, (str, Path)):
        extra = _read_given(Path(extra))
    return {name: (actor or name, side) for name, actor, side in extra}


def _read_given(path: Path) -> list[tuple[str, str, str]]:
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return [(row["name"], row["actor"], row["side"]) for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: cannot be read as a CSV file in UTF-8 ({error})") from None
    except KeyError as error:
        raise UserError(f"{path}: column {error} is missing; needed are name, actor, side") from None


def _reading(article_or_text: object) -> tuple[str, str]:
    """The text to search (title and standfirst too), and the dateline's country."""
    if isinstance(article_or_text, str):
        return article_or_text, _home(article_or_text)
    body = getattr(article_or_text, "text", "")
    parts = [getattr(article_or_text, "title", ""), *getattr(article_or_text, "standfirst", ())]
    text = "\n\n".join(part for part in (*parts, body) if part)
    return text, _home(body) or _home(getattr(article_or_text, "dateline", "") or "")


def _home(text: str) -> str:
    """Country of the place in capitals that opens a text, "" if there is none.

    >>> _home("MOSCOW: Talks began.")
    'Russia'
    """
    opening = text[:80].replace("(", ":").replace("—", ":").replace("–", ":").partition(":")[0]
    city = opening.partition(",")[0].strip()
    if not city.isupper() or len(city) < 4:
        return ""
    for entries in _places().values():
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


def _sightings(tokens: list[Word], home: str) -> Iterator[_Sighting]:
    at = 0
    while at < len(tokens):
        sighting, after = _sighting_at(tokens, at, home)
        if sighting:
            yield sighting
        at = max(after, at + 1)


def _sighting_at(tokens: list[Word], at: int, home: str) -> tuple[_Sighting | None, int]:
    """A title with a name, or a name of two words and more, that begins here."""
    title = _title_at(tokens, at)
    start = at + len(title[0]) if title else at
    if title and start < len(tokens) and tokens[start].text == ",":
        start += 1  # "Ukraine's foreign minister, Dmytro Kuleba"
    end = _name_end(tokens, start)
    if end == start or not (title or end - start > 1):
        return None, at + (len(title[0]) if title else 1)
    name = " ".join(word.text for word in tokens[start:end])
    sides = tuple(_sides(tokens, at, start, end, title[1] if title else None, home))
    rank = title[1]["rank"] if title else ""
    return _Sighting(at, end, name, title[1]["title"] if title else "", rank, sides), end


def _name_end(tokens: list[Word], at: int) -> int:
    """Where a person's name that begins here ends; `at` itself if none does."""
    end = at
    while end < len(tokens) and end - at < 5:
        word = tokens[end]
        joined = word.low in _CONNECTORS and end > at and _is_name_word(tokens, end + 1)
        if not (joined or _is_name_word(tokens, end) or (end > at and word.low in _SUFFIXES)):
            break
        end += 1
    named = tokens[at:end]
    if any(word.low in _NOT_NAMES for word in named) or _place_at(tokens, at):
        return at
    return end if named and len(named[-1].text) > 1 else at


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
        and not _title_at(tokens, at)
        and not (word.tag != "P" and at + 1 < len(tokens) and tokens[at + 1].tag != "P")
    )


def _title_at(tokens: list[Word], at: int) -> tuple[tuple[str, ...], dict[str, str]] | None:
    return next(
        (entry for entry in _titles().get(tokens[at].low, ()) if _stands(tokens, at, entry[0])), None
    )


def _stands(tokens: list[Word], at: int, key: tuple[str, ...]) -> bool:
    return all(
        at + n < len(tokens) and tokens[at + n].low == part for n, part in enumerate(key)
    )


def _place_at(tokens: list[Word], at: int) -> tuple[int, Place] | None:
    """The longest country or organisation that begins here, with its number of words."""
    for key, place in _places().get(tokens[at].text, ()):
        if all(at + n < len(tokens) and tokens[at + n].text == part for n, part in enumerate(key)):
            return len(key), place
    return None


def _sides(
    tokens: list[Word], at: int, start: int, end: int, title: dict[str, str] | None, home: str
) -> Iterator[tuple[str, int]]:
    """Sides that stand around a name, with the weight of each."""
    before = _side_before(tokens, at) if title else ""
    if before:
        yield before, _TITLE
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
        place = _place_ending(tokens, back)
        if place:
            return place.side
        word = tokens[back]
        if word.low not in _FILLERS and word.tag != "S":
            return ""
        back -= 1
    return ""


def _place_ending(tokens: list[Word], last: int) -> Place | None:
    """The country or organisation whose last word stands here."""
    for first in range(max(0, last - 4), last + 1):
        found = _place_at(tokens, first)
        if found and first + found[0] == last + 1:
            return found[1]
    return None


def _side_after(tokens: list[Word], end: int) -> str:
    """Side named after a name: ", D-Virginia", "(R-Texas)", "of Russia", ", the Kremlin spokesman,"."""
    if end + 1 >= len(tokens) or tokens[end].text not in (",", "(", "of"):
        return ""
    nearby = tokens[end + 1 : end + 15]
    if nearby[0].text.startswith(("D-", "R-", "I-")):
        return "United States"
    if tokens[end].text == "of":
        found = _place_at(tokens, end + 1)
        return found[1].side if found else ""
    return _side_in_apposition(tokens, end + 1, end + 1 + len(nearby))


def _side_in_apposition(tokens: list[Word], start: int, end: int) -> str:
    """Side within a phrase up to the next comma, if the phrase holds a title."""
    side, titled = "", False
    for at in range(start, end):
        word = tokens[at]
        if word.tag in "V,)." or word.tag == "W":
            break
        found = _place_at(tokens, at)
        side = side or (found[1].side if found else "")
        titled = titled or bool(_title_at(tokens, at))
    return side if titled else ""


def _record(built: Roster, sighting: _Sighting) -> None:
    """Add a sighting to the person it names; full names come first."""
    name = sighting.name
    if " " in name:
        person = next((p for p in built.people if p.name == name), None)
    else:
        same = built.named(name)
        person = same[0] if same else None
    if person is None:
        person = Person(name)
        built.people.append(person)
    if sighting.title:
        person.titles.add(sighting.title)
        person.ranks.add(sighting.rank)
        person.gender = person.gender or _GENDER.get(sighting.title, "")
    for side, weight in sighting.sides:
        person.evidence[side] += weight


def _settle(built: Roster, tokens: list[Word], background: Roster | None) -> None:
    """Keep those who are surely people; fill open sides from the background."""
    alone = Counter(
        word.text
        for before, word in zip([None, *tokens], tokens, strict=False)
        if not (before and before.text[0].isupper() and before.tag == "P")
    )
    built.people = [p for p in built.people if p.titles or alone[p.surname]]
    for person in built.people:
        known = background.resolve(person.name) if background and not person.evidence else None
        if known and known[1]:
            person.evidence[known[1]] += _DATELINE


def _surname(name: str) -> str:
    parts = [part for part in name.split() if part.lower() not in _SUFFIXES]
    return parts[-1] if parts else name


# Mentions


class _Memory:
    """Who was named lately: the ground for pronouns and bare roles."""

    def __init__(self) -> None:
        self.recent: list[Mention] = []
        self.subject: Mention | None = None
        self.fresh = True

    def note(self, mention: Mention, acts: bool) -> None:
        """Remember a person; who opens a sentence, or stands before a verb, is its subject."""
        if mention.kind in ("person", "role") and mention.actor:
            self.recent.append(mention)
            if self.fresh or acts:
                self.subject, self.fresh = mention, False

    def pass_word(self, tokens: list[Word], at: int) -> None:
        if at < len(tokens) and at and tokens[at - 1].tag == ".":
            self.fresh = True

    def last(self, gender: str, roster: Roster) -> Mention | None:
        """The subject of the last sentence, else the person named last."""
        for mention in (self.subject, *self.recent[-1:-4:-1]):
            if mention and _fits(mention, gender, roster):
                return mention
        return None


def _fits(mention: Mention, gender: str, roster: Roster) -> bool:
    known = {person.gender for person in roster.named(mention.actor)}
    return not gender or not known - {""} or gender in known


def _mention_at(
    tokens: list[Word], at: int, roster: Roster, memory: _Memory
) -> tuple[Mention | None, int]:
    """The mention that begins at this word, if any, and where to go on."""
    word = tokens[at]
    if word.low in _PRONOUNS:
        known = memory.last(_PRONOUNS[word.low], roster) if _PRONOUNS[word.low] else None
        actor, side = (known.actor, known.side) if known else ("", "")
        return Mention(word.start, word.end, actor, side, "pronoun"), at + 1
    return (
        _person_mention(tokens, at, roster)
        or _place_mention(tokens, at, roster, memory)
        or _role_mention(tokens, at, at, [], roster, memory)
        or (None, at + 1)
    )


def _person_mention(tokens: list[Word], at: int, roster: Roster) -> tuple[Mention, int] | None:
    """A name, with the titles before it."""
    start = at
    while (title := _title_at(tokens, start)) and start + len(title[0]) < len(tokens):
        start += len(title[0])
    for end in range(min(start + 5, len(tokens)), start, -1):
        if not tokens[start].text[0].isupper():
            break
        name = " ".join(word.text for word in tokens[start:end])
        known = roster.resolve(name)
        if known:
            return Mention(tokens[at].start, tokens[end - 1].end, *known, "person"), end
    return None


def _place_mention(
    tokens: list[Word], at: int, roster: Roster, memory: _Memory
) -> tuple[Mention, int] | None:
    """A country or organisation; with what follows it may be an institution, a role or a person."""
    found = _place_at(tokens, at)
    if not found:
        return None
    length, place = found
    after = at + length
    sides = [place.side]
    while after < len(tokens) and (
        tokens[after].low in _FILLERS or tokens[after].tag == "S"
    ) and not _title_at(tokens, after):
        after += 1
    person = _person_mention(tokens, after, roster) if after < len(tokens) and _title_at(tokens, after) else None
    if person:
        return person[0]._replace(start=tokens[at].start), person[1]
    role = _role_mention(tokens, at, after, sides, roster, memory)
    if role:
        return role
    end = _institution_end(tokens, at + length)
    if end > at + length:
        name = _spoken(tokens, at, end)
        actor, side = roster.given.get(name, (name, place.side))
        return Mention(tokens[at].start, tokens[end - 1].end, actor, side, "organisation"), end
    return _plain_place(tokens, at, length, place, roster)


def _plain_place(
    tokens: list[Word], at: int, length: int, place: Place, roster: Roster
) -> tuple[Mention, int]:
    kind = {"capital": "metonym", "city": "metonym", "territory": "country"}.get(place.kind, place.kind)
    actor = place.side if place.kind in ("country", "demonym", "territory") else place.name
    actor, side = roster.given.get(place.name, (actor, place.side))
    end = at + length
    return Mention(tokens[at].start, tokens[end - 1].end, actor, side, kind), end


def _institution_end(tokens: list[Word], after: int) -> int:
    """End of "(Danish) Foreign Ministry", "(Russian) Defense Ministry"; `after` if none follows."""
    end = after
    while end < len(tokens) and end - after < 4 and (
        tokens[end].tag == "S" or tokens[end].text[0].isupper() or tokens[end].low in _FILLERS
    ):
        end += 1
    while end > after and tokens[end - 1].low not in _ORGANISATION_WORDS:
        end -= 1
    if end == after and end < len(tokens) and tokens[end].low in ("government", "officials", "army"):
        end += 1
    return end


def _spoken(tokens: list[Word], start: int, end: int) -> str:
    return " ".join(word.text for word in tokens[start:end]).replace(" ’s", "’s").replace(" 's", "'s")


_PLURAL_ROLES = frozenset(
    "officials ministers leaders lawmakers diplomats allies senators governors spokesmen negotiators"
    " envoys presidents forces troops authorities republicans democrats soldiers ambassadors".split()
)


def _role_mention(
    tokens: list[Word],
    at: int,
    after: int,
    sides: list[str],
    roster: Roster,
    memory: _Memory,
) -> tuple[Mention, int] | None:
    """A title without a name: "the Kremlin chief", "the president", "Danish officials"."""
    title = _title_at(tokens, after) if after < len(tokens) else None
    if not title:
        plural = after < len(tokens) and tokens[after].low in _PLURAL_ROLES and sides
        if not plural:
            return None
        span = Mention(
            tokens[at].start, tokens[after].end, _spoken(tokens, at, after + 1), sides[0], "group"
        )
        return span, after + 1
    end = after + len(title[0])
    if end < len(tokens) and tokens[end].text == "of" and end + 1 < len(tokens):
        sides, end = _sides_of(tokens, end + 1, sides, end)
    definite = at > 0 and tokens[at - 1].low == "the"
    if not sides and not definite:
        return None
    person = _role_holder(title[1], sides, roster, memory)
    side = person.side if person else "; ".join(dict.fromkeys(sides))
    actor = person.name if person else (_spoken(tokens, at, end) if sides else "")
    if person and person.name in roster.given:
        actor, side = roster.given[person.name]
    return Mention(tokens[at].start, tokens[end - 1].end, actor, side, "role"), end


def _sides_of(
    tokens: list[Word], at: int, sides: list[str], end: int
) -> tuple[list[str], int]:
    """Sides in "(ministers) of Denmark and Greenland", "(president) of the Russian Federation"."""
    sides = list(sides)
    while at < len(tokens):
        if tokens[at].low in ("the", "and", ","):
            at += 1
            continue
        found = _place_at(tokens, at)
        if not found:
            break
        sides.append(found[1].side)
        at = end = at + found[0]
    return sides, end


def _role_holder(
    title: dict[str, str], sides: list[str], roster: Roster, memory: _Memory
) -> Person | None:
    """The one person who bears a title, or a rank on a side; the one named last if several do."""
    if len(set(sides)) > 1 or title["title"].endswith("s"):
        return None
    bears = [p for p in roster.people if title["title"] in p.titles]
    ranks = [p for p in roster.people if title["rank"] in p.ranks]
    pool = bears or (ranks if sides else [])
    if sides:
        pool = [p for p in pool if p.side == sides[0]] or [
            p for p in ranks if p.side == sides[0]
        ]
    if len(pool) < 2:
        return pool[0] if pool else None
    names = {p.name: p for p in pool}
    return next((names[m.actor] for m in reversed(memory.recent) if m.actor in names), None)
