"""Political events of a sentence: PLOVER's types, from a lexicon and the clause around each match.

A match's own type is turned by what governs it: negation, modals, the future, operators such as
"threaten to" and "call on": "will attack" threatens, "would not pull out" rejects, "agreed to
meet" agrees. Types and quad classes are PLOVER's (Open Event Data Alliance 2018).
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from analysis.lexicon import rows
from analysis.words import Word

QUAD_CLASSES = {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material cooperation": ("COOPERATE", "AID", "RETREAT", "INVESTIGATE"),
    "verbal conflict": ("DEMAND", "DISAPPROVE", "REJECT", "THREATEN", "SANCTION"),
    "material conflict": ("PROTEST", "MOBILIZE", "COERCE", "ASSAULT", "FIGHT"),
}
QUAD_CLASS = {kind: quad for quad, kinds in QUAD_CLASSES.items() for kind in kinds}
CONFLICT = frozenset(QUAD_CLASSES["verbal conflict"] + QUAD_CLASSES["material conflict"])
# Goldstein's (1992) weights of the nearest WEIS categories, over 10
POSTURE = {
    "AGREE": 0.5, "CONSULT": 0.3, "SUPPORT": 0.4, "CONCEDE": 0.4, "COOPERATE": 0.6, "AID": 0.7,
    "RETREAT": 0.5, "INVESTIGATE": 0.1, "DEMAND": -0.4, "DISAPPROVE": -0.3, "REJECT": -0.4,
    "THREATEN": -0.6, "SANCTION": -0.6, "PROTEST": -0.6, "MOBILIZE": -0.7, "COERCE": -0.7,
    "ASSAULT": -0.9, "FIGHT": -1.0,
}  # fmt: skip
REACH = 8  # words that a phrase's gap may hold
_GROUP = 5  # words of a verb group before its verb
_NOT = frozenset("not n't never no neither nor cannot without".split())
_FUTURE = frozenset("will would shall ’ll 'll may might could can".split())
_BE = frozenset("is are was were be been being get gets got".split())
_AUXILIARY = _BE | frozenset("has have had do does did having to".split())
_MILITARY = re.compile(
    r"\b(?:troops?|army|armed forces|soldiers?|military|aircraft|warplanes?|planes?|jets?|tanks?|"
    r"artillery|mortars?|rockets?|missiles?|helicopters?|gunships?|navy|naval|forces|battle\w*|"
    r"air force|shells?|shelling|drones?|fighters|warships?)\b",
    re.IGNORECASE,
)
# what opens a clause that is not the sentence's main one
_CLAUSE_MARKS = frozenset(
    "after because since while who which whose where when although though before unless until if "
    "that".split()
)
_GROUP_WORDS = frozenset("going ready willing able".split())


class Entry(NamedTuple):
    """A phrase of the lexicon: what follows its first word, and what it means."""

    rest: tuple[str, ...]
    event_type: str
    part: str  # verb, noun, or phrase (as it stands)
    context: str

    @property
    def is_verb(self) -> bool:
        """Whether the phrase can carry a clause."""
        return self.part != "noun"


class Event(NamedTuple):
    """An event in a sentence: the words from `at` up to `end`, and its type as used there.

    `part` is its lexicon entry's: verb, noun or phrase.

    `base` is the type that the lexicon gives; `operator` says what turned it ("", "not",
    "future"); `passive` where its grammatical subject is the target.
    """

    at: int
    end: int
    event_type: str
    base: str
    operator: str
    passive: bool
    part: str
    weight: float

    @property
    def is_verb(self) -> bool:
        """Whether its words carry a clause."""
        return self.part != "noun"


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {
        row["verb"]: (*row["past"].split(), *row["participle"].split())
        for row in rows("irregular_verbs")
    }


@cache
def forms(verb: str) -> tuple[str, ...]:
    """The forms of a verb.

    >>> forms("carry")
    ('carry', 'carries', 'carried', 'carrying')
    >>> forms("withdraw")
    ('withdraw', 'withdraws', 'withdrew', 'withdrawn', 'withdrawing')
    """
    past = tuple(dict.fromkeys(_irregular().get(verb, ()))) or _pasts(verb)
    return tuple(dict.fromkeys((verb, _third(verb), *past, *_gerunds(verb))))


def _third(verb: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh|o)$", verb):
        return verb + "es"
    return verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s"


def _pasts(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return (verb + "d",)
    if re.search(r"[^aeiou]y$", verb):
        return (verb[:-1] + "ied",)
    return (verb + "ed", *([verb + verb[-1] + "ed"] if _doubles(verb) else []))


def _gerunds(verb: str) -> tuple[str, ...]:
    stem = verb[:-1] if re.search(r"[^eoy]e$", verb) else verb
    return (stem + "ing", *([verb + verb[-1] + "ing"] if _doubles(verb) else []))


def _doubles(verb: str) -> bool:
    """Whether a last consonant may be doubled; both spellings are then listed."""
    return bool(re.search(r"[^aeiou][aeiou][bdglmnprt]$", verb))


@cache
def _index(extra: tuple[tuple[str, str, str, str], ...] = ()) -> dict[str, tuple[Entry, ...]]:
    """The lexicon by each form of a phrase's first word, the longest phrases first."""
    listed = [
        (r["event_type"], r["phrase"], r["part_of_speech"], r["context"]) for r in rows("events")
    ]
    index: dict[str, list[Entry]] = {}
    for event_type, phrase, part, context in (*extra, *listed):
        first, *rest = phrase.split()
        entry = Entry(tuple(rest), event_type, part, context)
        for form in forms(first) if part == "verb" else (first,):
            index.setdefault(form, []).append(entry)
    return {
        form: tuple(sorted(entries, key=lambda e: (-len(e.rest), not e.context)))
        for form, entries in index.items()
    }


def events(tokens: list[Word], text: str) -> list[Event]:
    """The events of one sentence's words, in order; `text` is the sentence."""
    military = bool(_MILITARY.search(text))
    found = [_event_at(tokens, at, military, strict=True) for at in range(len(tokens))]
    if not any(found):  # a word whose part of speech we misread is better than no word
        found = [_event_at(tokens, at, military, strict=False) for at in range(len(tokens))]
    return [event for event in found if event]


def main_event(found: Iterable[Event]) -> Event | None:
    """The event that a sentence is about: verbs before nouns, main clauses first, specific ones."""
    return max(found, key=lambda event: (event.weight, -event.at), default=None)


def _event_at(tokens: list[Word], at: int, military: bool, strict: bool) -> Event | None:
    for entry in _index().get(tokens[at].low, ()):
        if entry.context == "military" and not military:
            continue
        end = match_end(tokens, at, entry.rest)
        if end and (
            not strict or entry.part == "phrase" or entry.is_verb == _is_verbal(tokens, at)
        ):
            return _composed(tokens, at, end, entry)
    return None


def match_end(tokens: list[Word], at: int, rest: tuple[str, ...]) -> int:
    """Where a phrase that starts at `at` ends; 0 where it is not there."""
    place, gap = at + 1, 0
    for part in rest:
        if part == "~":
            gap = REACH
            continue
        options = part.split("|")
        limit = min(len(tokens), place + gap + 1)
        hit = next((i for i in range(place, limit) if tokens[i].low in options), None)
        if hit is None or any(word.tag in ".;:" for word in tokens[place:hit]):
            return 0
        place, gap = hit + 1, 0
    return place


def _is_verbal(tokens: list[Word], at: int) -> bool:
    """Whether a word is used as a verb, by the word before it."""
    word = tokens[at]
    if not at:
        return word.tag in "VGE"
    before = tokens[at - 1]
    if before.low in _AUXILIARY or before.tag in "MTO" or before.low in _NOT - {"no"}:
        return not (before.low == "to" and word.tag == "N" and word.low.endswith("s"))
    if before.tag in "DAS#":
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        is_past = word.tag in "VE" and word.low.endswith(("ed", "wn", "ook", "ent", "ught"))
        return before.tag in "A#" and is_past and (after is None or after.tag not in "NP")
    if before.tag == "I" and before.low not in ("that", "than", "as"):
        return word.tag == "G"
    # "Israel demands", "rebels attack": listed as nouns, but after a name or plural
    follows_actor = before.tag in "NPR" and "s" in (word.low[-1], before.low[-1])
    return word.tag in "VGEM" or follows_actor


def _composed(tokens: list[Word], at: int, end: int, entry: Entry) -> Event:
    group = _verb_group(tokens, at) if entry.is_verb else []
    lows = {word.low for word in group}
    negated = bool(lows & _NOT) or (not entry.is_verb and at > 0 and tokens[at - 1].low == "no")
    future = bool(lows & _FUTURE) or "going" in lows
    kind, operator = compose(entry.event_type, negated, future)
    passive = entry.is_verb and _is_passive(tokens, at, lows)
    weight = _weight(tokens, at, entry, bool(group))
    return Event(at, end, kind, entry.event_type, operator, passive, entry.part, weight)


def compose(base: str, negated: bool, future: bool) -> tuple[str, str]:
    """The type that an event has when it is denied or yet to come, and what turned it.

    >>> compose("FIGHT", negated=False, future=True)
    ('THREATEN', 'future')
    >>> compose("RETREAT", negated=True, future=True)
    ('REJECT', 'not')
    """
    if negated:
        if base in ("REJECT", "DISAPPROVE"):
            return "AGREE", "not"
        return ("AGREE" if base in CONFLICT and base != "DEMAND" else "REJECT"), "not"
    if future and base in (
        "COOPERATE",
        "AID",
        "CONSULT",
        "SUPPORT",
        "RETREAT",
        "INVESTIGATE",
        "CONCEDE",
    ):
        return "AGREE", "future"
    if future and base in ("SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "FIGHT", "PROTEST"):
        return "THREATEN", "future"
    return base, ""


def _verb_group(tokens: list[Word], at: int) -> list[Word]:
    """The auxiliaries, modals, adverbs and negations before a verb."""
    group: list[Word] = []
    for word in reversed(tokens[max(0, at - _GROUP) : at]):
        if word.tag not in "MTR" and word.low not in _AUXILIARY | _NOT | _FUTURE | _GROUP_WORDS:
            break
        group.append(word)
    return group


def _is_passive(tokens: list[Word], at: int, group: set[str]) -> bool:
    """A participle after a form of "be", or before "by"."""
    word = tokens[at]
    if word.tag == "G" or not word.low.endswith(("d", "n", "t")):
        return False
    by = any(other.low == "by" for other in tokens[at + 1 : at + 5])
    return bool(group & _BE) or (by and word.tag == "E")


def _weight(tokens: list[Word], at: int, entry: Entry, in_group: bool) -> float:
    """How much an event is what its sentence is about; tuned on half of PLOVER's sentences.

    Verbs and long phrases count more, subordinate clauses, infinitives and bare participles less,
    and of equals the first wins.
    """
    weight = 2.0 if entry.is_verb else 0.8
    weight += 0.25 * len(entry.rest) + (0.2 if entry.context else 0)
    weight -= 0.7 * min(2, sum(word.low in _CLAUSE_MARKS for word in tokens[:at]))
    weight -= 0.5 if entry.is_verb and at and tokens[at - 1].low == "to" else 0
    weight -= 0.4 if tokens[at].tag == "G" and not in_group else 0
    return weight - 0.03 * at
