"""Phrases of a lexicon found among words.

A phrase is words parted by spaces: `|` parts words that may stand in one place, `~` is a gap of up
to GAP words. Where its row says `verb`, its first word stands for all forms of that verb; the
words after it match their plurals too.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from analysis.inflection import forms
from analysis.lexicon import Lexicons, rows
from analysis.words import Word

GAP = 6
# what opens a clause: no gap reaches over it
CLAUSE_MARKS = frozenset(
    "after because since while who which whose where when although though before unless until if "
    "that what whether".split()
)


class Pattern(NamedTuple):
    """A phrase of a lexicon: what follows its first word, and what its row says of it.

    Each part of `rest` is the set of words that may stand there, empty for a gap of words.
    """

    rest: tuple[frozenset[str], ...]
    label: str
    part: str
    context: str


class Found(NamedTuple):
    """A phrase found: its words from `at` up to `end`, and what its row says of it."""

    at: int
    end: int
    label: str
    part: str = ""
    context: str = ""


@cache
def index(
    name: str, label: str, lexicons: Lexicons = (), part_of_speech: str = "part_of_speech"
) -> dict[str, tuple[Pattern, ...]]:
    """A lexicon by each form of its phrases' first words, the longest phrases first."""
    found: dict[str, list[Pattern]] = {}
    for row in rows(name, lexicons):
        first, *rest = row["phrase"].split()
        part = row.get(part_of_speech, "")
        pattern = Pattern(
            tuple(map(_options, rest)),
            row[label],
            part,
            row.get("context", ""),
        )
        for form in forms(first) if part == "verb" else (first,):
            found.setdefault(form, []).append(pattern)
    return {
        form: tuple(sorted(patterns, key=lambda p: (-len(p.rest), not p.context)))
        for form, patterns in found.items()
    }


def _options(word: str) -> frozenset[str]:
    """The words that fit one place of a phrase, and their plurals; none for a gap."""
    listed = [] if word == "~" else word.split("|")
    return frozenset(listed).union(one + "s" for one in listed)


def match_end(tokens: Sequence[Word], at: int, rest: Sequence[frozenset[str]]) -> int:
    """Where a phrase that starts at `at` ends; 0 where it is not there."""
    place, gap = at + 1, False
    for options in rest:
        if not options:
            gap = True
            continue
        hit = (_within if gap else _adjacent)(tokens, place, options)
        if hit is None:
            return 0
        place, gap = hit + 1, False
    return place


def _adjacent(tokens: Sequence[Word], place: int, options: frozenset[str]) -> int | None:
    """The next word, if it fits; adverbs may stand before it: "call yet again for"."""
    last = len(tokens) - 1
    while place < last and tokens[place].tag == "R" and tokens[place].low not in options:
        place += 1
    return place if place <= last and tokens[place].low in options else None


def _within(tokens: Sequence[Word], place: int, options: frozenset[str]) -> int | None:
    """The first word that fits, up to GAP words on and in the same clause."""
    for i in range(place, min(len(tokens), place + GAP + 1)):
        if tokens[i].low in options:
            return _last_of(tokens, i, options)
        if tokens[i].tag in ".;:M" or tokens[i].low in CLAUSE_MARKS:
            return None
    return None


def _last_of(tokens: Sequence[Word], at: int, options: frozenset[str]) -> int:
    """The last of adjacent words that all fit: of "tariff threats" the second."""
    while at + 1 < len(tokens) and tokens[at + 1].low in options:
        at += 1
    return at


def find(tokens: Sequence[Word], patterns: dict[str, tuple[Pattern, ...]]) -> list[Found]:
    """The phrases found, in order, those left out that a longer one holds.

    >>> from analysis.words import words
    >>> find(words("They dropped their threats."), index("moves", "move"))
    [Found(at=1, end=4, label='back_down', part='verb', context='')]
    """
    found = [
        Found(at, end, pattern.label, pattern.part, pattern.context)
        for at, word in enumerate(tokens)
        for pattern in patterns.get(word.low, ())
        if (end := match_end(tokens, at, pattern.rest))
    ]
    return [one for one in found if not any(_holds(other, one) for other in found)]


def _holds(other: Found, one: Found) -> bool:
    longer = other.end - other.at > one.end - one.at
    return longer and other.at <= one.at and one.end <= other.end
