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

    Each part of `rest` is the set of words that may stand there, empty for a gap.
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
            tuple(frozenset() if word == "~" else frozenset(word.split("|")) for word in rest),
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


def match_end(tokens: Sequence[Word], at: int, rest: Sequence[frozenset[str]]) -> int:
    """Where a phrase that starts at `at` ends; 0 where it is not there."""
    place, gap = at + 1, 0
    for options in rest:
        if not options:
            gap = GAP
            continue
        hit = _next(tokens, place, gap, options)
        if hit is None:
            return 0
        place, gap = hit + 1, 0
    return place


def _next(tokens: Sequence[Word], place: int, gap: int, options: frozenset[str]) -> int | None:
    for i in range(place, min(len(tokens), place + gap + 1)):
        if _is_one_of(tokens[i].low, options):
            return _last_of(tokens, i, options) if gap else i
        if tokens[i].tag in ".;:M" or tokens[i].low in CLAUSE_MARKS:
            return None
    return None


def _last_of(tokens: Sequence[Word], at: int, options: frozenset[str]) -> int:
    """The last of adjacent words that all fit: of "tariff threats" the second."""
    while at + 1 < len(tokens) and _is_one_of(tokens[at + 1].low, options):
        at += 1
    return at


def _is_one_of(low: str, options: frozenset[str]) -> bool:
    return low in options or (low.endswith("s") and low[:-1] in options)


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
