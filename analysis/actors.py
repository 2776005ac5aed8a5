"""Mentions of actors in a text: people, roles, places, organisations, groups and pronouns."""

from collections.abc import Sequence
from typing import NamedTuple

from analysis import people
from analysis.gazetteer import Place, is_title, place_at, title_at
from analysis.lexicon import speech_forms
from analysis.people import (
    FILLERS,
    ORGANISATION_WORDS,
    Person,
    Roster,
    is_private,
    roster,
)
from analysis.words import Word, listed, of_text

__all__ = ["Mention", "Person", "Roster", "is_title", "mentions", "roster"]

_PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f",
    "they": "", "them": "", "their": "",
}  # fmt: skip
_PLURAL_ROLES = listed(
    "officials ministers leaders lawmakers diplomats allies senators governors spokesmen "
    "negotiators envoys presidents forces troops authorities republicans democrats soldiers "
    "ambassadors"
)


# Nouns that stand for an institution named before, and those that fit any of them: "the bloc".
_GENERIC = listed("agency alliance bloc organisation organization body group movement union")
_BODIES = _GENERIC | ORGANISATION_WORDS


class Mention(NamedTuple):
    """A stretch of text that names an actor; `side` is "" where the text does not tell."""

    start: int
    end: int
    actor: str
    side: str
    kind: str


def is_officer(low: str) -> bool:
    """Whether a lower-case noun names someone, or a body, that speaks for another.

    >>> is_officer("spokesman"), is_officer("ministry"), is_officer("critics"), is_officer("expert")
    (True, True, False, False)
    """
    titled = is_title(low) or is_title(low.removesuffix("s"))
    private = any(is_private(word) for word in (low, low.removesuffix("s")))
    return (titled and not private) or low in _PLURAL_ROLES or low in ORGANISATION_WORDS


# titles before a name, at most ("former Foreign Minister"): text may repeat one without end
_TITLES = 4
_UNNAMED = Mention(-1, -1, "", "", "role")


def mentions(text: str, roster: Roster | None = None) -> list[Mention]:
    """Mentions of actors in order, none overlapping.

    People, roles, places, organisations, groups and pronouns; see `Mention`.

    >>> [(m.actor, m.side, m.kind) for m in mentions("The Kremlin warned Danish officials.")]
    [('Kremlin', 'Russia', 'metonym'), ('Danish officials', 'Denmark', 'group')]
    """
    tokens = of_text(text)
    known = roster if roster is not None else people.roster(text)
    found: list[Mention] = []
    at = 0
    memory = _Memory()
    while at < len(tokens):
        mention, after = _mention_at(tokens, at, known, memory)
        if mention:
            found.append(mention)
            acts = after < len(tokens) and tokens[after].tag in "VM"
            if _is_spoken_for(tokens, at, after, acts):
                memory.forget()
            else:
                memory.note(mention, acts)
        at = after
        memory.pass_word(tokens, at)
    return found


def _is_spoken_for(tokens: Sequence[Word], at: int, after: int, acts: bool) -> bool:
    """Whether another is the subject, unnamed: "an aide to Putin said", "Putin’s spokesman"."""
    governed = at > 0 and tokens[at - 1].low in ("of", "to", "for") and acts
    owner = after + 1 < len(tokens) and tokens[after].tag == "S"
    return governed or (owner and is_officer(tokens[after + 1].low))


# Who was named lately


class _Memory:
    """Who was named lately: the ground for pronouns and bare roles."""

    def __init__(self) -> None:
        self.recent: list[Mention] = []
        self.subject: Mention | None = None
        self.institution: Mention | None = None
        self.fresh = True  # no subject yet in this sentence
        self.opens = True  # nothing named yet in this sentence

    def note(self, mention: Mention, acts: bool) -> None:
        """Remember a person; who opens a sentence, or stands before a verb, is its subject."""
        if mention.kind in ("organisation", "metonym", "country") and (self.opens or acts):
            self.institution = mention
        if mention.kind in ("person", "role") and mention.actor:
            self.recent.append(mention)
            if self.fresh or acts:
                self.subject, self.fresh = mention, False
        self.opens = False

    def forget(self) -> None:
        """Someone unnamed is the subject now: "he" is nobody known."""
        self.subject, self.fresh, self.opens = _UNNAMED, False, False

    def pass_word(self, tokens: Sequence[Word], at: int) -> None:
        if at < len(tokens) and at and tokens[at - 1].tag == ".":
            self.fresh = self.opens = True

    def last(self, gender: str, roster: Roster) -> Mention | None:
        """The subject of the last sentence, else the person named last."""
        for mention in (self.subject, *self.recent[-1:-4:-1]):
            if mention and _fits(mention, gender, roster):
                return mention
        return None


def _fits(mention: Mention, gender: str, roster: Roster) -> bool:
    known = {person.gender for person in roster.named(mention.actor)}
    return not gender or not known - {""} or gender in known


# One mention


def _mention_at(
    tokens: Sequence[Word], at: int, roster: Roster, memory: _Memory
) -> tuple[Mention | None, int]:
    """The mention that begins at this word, if any, and where to go on."""
    word = tokens[at]
    if word.low in _PRONOUNS:
        known = memory.last(_PRONOUNS[word.low], roster) if _PRONOUNS[word.low] else None
        actor, side = (known.actor, known.side) if known else ("", "")
        return Mention(word.start, word.end, actor, side, "pronoun"), at + 1
    if word.low == "it" and at + 1 < len(tokens) and tokens[at + 1].low in speech_forms():
        said = memory.institution  # "it said": an institution speaks
        actor, side = (said.actor, said.side) if said else ("", "")
        return Mention(word.start, word.end, actor, side, "pronoun"), at + 1
    return (
        _person_mention(tokens, at, roster)
        or _place_mention(tokens, at, roster, memory)
        or _role_mention(tokens, (at, at), [], roster, memory)
        or _body_mention(tokens, at, memory)
        or (None, at + 1)
    )


def _body_mention(tokens: Sequence[Word], at: int, memory: _Memory) -> tuple[Mention, int] | None:
    """The institution named last, if it can be called so: "the agency", "the ministry"."""
    word, known = tokens[at], memory.institution
    definite = at > 0 and tokens[at - 1].low == "the" and word.low in _BODIES
    whole = definite and (at + 1 == len(tokens) or tokens[at + 1].tag not in "NPAIS")
    if not whole or known is None or known.kind != "organisation":
        return None
    last = known.actor.split(" ")[-1].lower()
    fits = last == word.low or (word.low in _GENERIC and last not in ORGANISATION_WORDS)
    return (known._replace(start=word.start, end=word.end), at + 1) if fits else None


def _person_mention(tokens: Sequence[Word], at: int, roster: Roster) -> tuple[Mention, int] | None:
    """A name, with the titles before it."""
    start = at
    for _ in range(_TITLES):
        if not (title := title_at(tokens, start)) or start + len(title[0]) >= len(tokens):
            break
        start += len(title[0])
    for end in range(min(start + 5, len(tokens)), start, -1):
        if not (tokens[start].text[0].isupper() or people.is_prefixed(tokens[start].text)):
            break
        name = " ".join(word.text for word in tokens[start:end])
        known = roster.resolve(name)
        if known:
            return Mention(tokens[at].start, tokens[end - 1].end, *known, "person"), end
    return None


def _place_mention(
    tokens: Sequence[Word], at: int, roster: Roster, memory: _Memory
) -> tuple[Mention, int] | None:
    """A country or organisation; with what follows it may be an institution, a role or a person."""
    found = place_at(tokens, at)
    if not found:
        return None
    length, place = found
    after = at + length
    sides = [place.side]
    while (
        after < len(tokens)
        and (tokens[after].low in FILLERS or tokens[after].tag == "S")
        and not title_at(tokens, after)
    ):
        after += 1
    person = (
        _person_mention(tokens, after, roster)
        if after < len(tokens) and title_at(tokens, after)
        else None
    )
    if person:
        return person[0]._replace(start=tokens[at].start), person[1]
    role = _role_mention(tokens, (at, after), sides, roster, memory)
    if role:
        return role
    end = _institution_end(tokens, at + length)
    if end > at + length:
        name = _spoken(tokens, at, end)
        actor, side = roster.given.get(name, (name, place.side))
        return Mention(tokens[at].start, tokens[end - 1].end, actor, side, "organisation"), end
    return _plain_place(tokens, at, length, place, roster)


def _plain_place(
    tokens: Sequence[Word], at: int, length: int, place: Place, roster: Roster
) -> tuple[Mention, int]:
    kind = {"capital": "metonym", "city": "metonym", "territory": "country"}.get(
        place.kind, place.kind
    )
    actor = place.side if place.kind in ("country", "demonym", "territory") else place.name
    actor, side = roster.given.get(place.name, (actor, place.side))
    end = at + length
    return Mention(tokens[at].start, tokens[end - 1].end, actor, side, kind), end


def _institution_end(tokens: Sequence[Word], after: int) -> int:
    """End of "(Danish) Foreign Ministry", "(Russian) Defense Ministry"; `after` if none follows."""
    end = after
    while (
        end < len(tokens)
        and end - after < 4
        and (tokens[end].tag == "S" or tokens[end].text[0].isupper() or tokens[end].low in FILLERS)
    ):
        end += 1
    while end > after and tokens[end - 1].low not in ORGANISATION_WORDS:
        end -= 1
    if (
        end == after
        and end < len(tokens)
        and tokens[end].low in ("government", "officials", "army")
    ):
        end += 1
    return end


def _spoken(tokens: Sequence[Word], start: int, end: int) -> str:
    return (
        " ".join(word.text for word in tokens[start:end]).replace(" ’s", "’s").replace(" 's", "'s")
    )


def _role_mention(
    tokens: Sequence[Word],
    places: tuple[int, int],
    sides: list[str],
    roster: Roster,
    memory: _Memory,
) -> tuple[Mention, int] | None:
    """A title without a name: "the Kremlin chief", "the president", "Danish officials".

    `places`: where the mention begins, and where its title does.
    """
    at, after = places
    title = title_at(tokens, after) if after < len(tokens) else None
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


def _sides_of(tokens: Sequence[Word], at: int, sides: list[str], end: int) -> tuple[list[str], int]:
    """Sides in "(ministers) of Denmark and Greenland", "(president) of the Russian Federation"."""
    sides = list(sides)
    while at < len(tokens):
        if tokens[at].low in ("the", "and", ","):
            at += 1
            continue
        found = place_at(tokens, at)
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
    bears, ranks = roster.bearing(title["title"]), roster.bearing(title["rank"])
    pool = bears or (ranks if sides else [])
    if sides:
        pool = [p for p in pool if p.side == sides[0]] or [p for p in ranks if p.side == sides[0]]
    if len(pool) < 2:
        return pool[0] if pool else None
    names = {p.name: p for p in pool}
    return next((names[m.actor] for m in reversed(memory.recent) if m.actor in names), None)
