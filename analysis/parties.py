"""Who is in a sentence: its mentions of actors, and other names and groups of people."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import zip_longest

from analysis.actors import Mention
from analysis.lexicon import rows
from analysis.words import Word, listed

_CALENDAR = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december jan feb mar apr jun jul aug sep sept oct "
    "nov dec christmas ramadan easter"
)
# names of what is no actor
_THINGS = listed(
    "agenda goals convention charter protocol treaty accord agreement "
    "declaration resolution memorandum act law constitution report programme program plan strategy "
    "framework initiative forum process conference session summit anniversary day week year "
    "strip bank heights bridge river sea ocean strait island peninsula road street square airport "
    "prize award "
    "development security peace war wars cold islam christianity sharia hurricane decade century "
    "terrorism extremism conflict"
)
_PLACES = ("country", "metonym", "demonym")
_TITLES = listed("mr mrs ms dr sir madam excellency highness majesty it we i our my us you")
# what "of" ties to the country that it is of
_BODIES = listed(
    "republic kingdom state government people peoples federation union commonwealth principality "
    "sultanate presidency parliament army authorities leadership delegation office embassy ministry"
)
_THAT_COUNTRY = re.compile(r"\bthat country\b", re.IGNORECASE)
_PARTY = re.compile(r"[A-Z]-[A-Z]")  # "D-Virginia"


@cache
def _people() -> dict[str, str]:
    """Nouns for people, with their kind: a group, a person, or a means (troops that are sent)."""
    return {row["noun"]: row["kind"] for row in rows("people_nouns")}


def recalled(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of a text, with those of "that country": the country named last before it."""
    found = list(mentions)
    for match in _THAT_COUNTRY.finditer(text):
        countries = [m for m in mentions if m.kind == "country" and m.end <= match.start()]
        if countries:
            found.append(countries[-1]._replace(start=match.start(), end=match.end()))
    return sorted(found)


def everyone(tokens: Sequence[Word], mentions: Sequence[Mention]) -> list[Mention]:
    """The actors of a sentence: mentions, with other names and groups of people between them.

    A nationality and the name or group that it stands before are one actor: "Nigerian" and
    "Dubem Oniya" in "Nigerian junior minister Dubem Oniya".
    """
    return _with_places(tokens, _merged(tokens, mentions))


def _merged(tokens: Sequence[Word], mentions: Sequence[Mention]) -> list[Mention]:
    joined: list[Mention] = []
    for mention in sorted([*mentions, *_others(tokens, mentions)]):
        if joined and _is_one(tokens, joined[-1], mention):
            joined[-1] = _as_one(tokens, joined[-1], mention)
        else:
            joined.append(mention)
    return joined


def _with_places(tokens: Sequence[Word], found: list[Mention]) -> list[Mention]:
    """Groups without a country get that of the place that follows: "rebels in Sri Lanka"."""
    placed = []
    for mention, after in zip_longest(found, found[1:]):
        near = after is not None and after.kind in _PLACES and _is_in(tokens, mention, after)
        takes = near and mention.kind == "group" and not mention.side
        placed.append(mention._replace(side=after.side) if takes else mention)
    return placed


def _is_in(tokens: Sequence[Word], mention: Mention, place: Mention) -> bool:
    between = [word for word in tokens if mention.end <= word.start < place.start]
    return (
        bool(between)
        and between[0].low in ("in", "of", "from")
        and all(word.tag in "IDA" for word in between)
    )


def _others(tokens: Sequence[Word], mentions: Sequence[Mention]) -> Iterable[Mention]:
    """Names and groups that are no mention, such as "Darfur rebels" or "La Prensa"."""
    taken = [(m.start, m.end) for m in mentions]
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and tokens[end].tag in "PAN" and _is_free(tokens[end], taken):
            end += 1
        if end > at and (named := _named_part(tokens[at:end])):
            kind = "group" if any(word.low in _people() for word in named) else "name"
            text = " ".join(word.text for word in named)
            yield Mention(named[0].start, named[-1].end, text, "", kind)
        at = max(end, at + 1)


def _named_part(run: Sequence[Word]) -> Sequence[Word]:
    """The part of some adjectives and nouns that ends in a group's head, else the last name."""
    ends = [
        i
        for i, word in enumerate(run, 1)
        if word.low in _people() and (i > 1 or word.low.endswith("s"))
    ]
    if ends:
        end = ends[-1]
        while end < len(run) and run[end].tag == "P":  # "the newspaper La Prensa"
            end += 1
        return run[:end]
    last = max((i for i, word in enumerate(run, 1) if word.tag == "P"), default=0)
    first = last
    while first and run[first - 1].tag == "P":
        first -= 1
    named = run[first:last]
    return [] if {word.low for word in named} & _THINGS else named


def _as_one(tokens: Sequence[Word], one: Mention, other: Mention) -> Mention:
    words = [word.text for word in tokens if one.start <= word.start < other.end]
    actor = " ".join(words) if other.kind == "group" else other.actor or one.actor
    return Mention(one.start, other.end, actor, other.side or one.side, other.kind)


def _is_free(word: Word, taken: Sequence[tuple[int, int]]) -> bool:
    covered = any(start <= word.start < end for start, end in taken)
    compound = "-" in word.text and word.text.rpartition("-")[2].islower()  # "US-led"
    other = _PARTY.match(word.text) or word.low in _CALENDAR or word.low in _TITLES
    return not (covered or compound or other)


def _is_one(tokens: Sequence[Word], one: Mention, other: Mention) -> bool:
    """Whether only adjectives and nouns part a nationality or institution from what it modifies."""
    between = [word for word in tokens if one.end <= word.start < other.start]
    of = [word.low for word in between if word.low != "the"] == ["of"]
    if of and other.kind == "country" and one.actor.split()[-1:]:
        return one.kind in ("name", "group") and one.actor.split()[-1].lower() in _BODIES
    modifies = one.kind in ("demonym", "country", "organisation", "metonym", "name", "role")
    return (
        modifies
        and other.kind in ("person", "name", "group")
        and len(between) <= 3
        and all(word.tag in "AN" for word in between)
    )


def is_means(mention: Mention) -> bool:
    """Whether a mention is what an act uses or sends (troops, police), not somebody's people."""
    head = mention.actor.split()[-1:] if mention.kind == "group" and not mention.side else []
    return any(_people().get(word.lower()) == "means" for word in head)
