"""Political events of a sentence: PLOVER's types, from a lexicon and the clause around each match.

A match's own type is turned by what governs it: negation, modals, the future, and verbs that
only carry a noun ("held talks", "dropped the threat"): "will attack" threatens, "would not pull
out" rejects, "ended the talks" sanctions. Types and quad classes are PLOVER's (Open Event Data
Alliance 2018).
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from analysis.clauses import Clause, clause, is_own_wish, is_verbal
from analysis.lexicon import Lexicons
from analysis.patterns import CLAUSE_MARKS, GAP, Pattern, index, match_end
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
# acts that are promised where they are yet to come, and acts that are threatened
_PROMISED = frozenset("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT INVESTIGATE".split())
_THREATENED = frozenset("SANCTION MOBILIZE COERCE ASSAULT FIGHT PROTEST".split())
# what it is to end an act
_ENDED = {
    "THREATEN": "CONCEDE", "DEMAND": "CONCEDE", "REJECT": "CONCEDE", "DISAPPROVE": "CONCEDE",
    "SANCTION": "CONCEDE", "COERCE": "CONCEDE", "PROTEST": "RETREAT", "MOBILIZE": "RETREAT",
    "ASSAULT": "RETREAT", "FIGHT": "RETREAT", "AGREE": "REJECT", "CONCEDE": "REJECT",
    "RETREAT": "REJECT", "INVESTIGATE": "REJECT", "CONSULT": "SANCTION", "SUPPORT": "SANCTION",
    "COOPERATE": "SANCTION", "AID": "SANCTION",
}  # fmt: skip
_MILITARY = re.compile(
    r"\b(?:troops?|army|armed forces|soldiers?|military|aircraft|warplanes?|planes?|jets?|tanks?|"
    r"artillery|mortars?|rockets?|missiles?|helicopters?|gunships?|navy|naval|forces|battle\w*|"
    r"air force|shells?|shelling|drones?|fighters|warships?)\b",
    re.IGNORECASE,
)
# arms that armies have: what they do is fighting, also to civilians
_HEAVY_ARMS = re.compile(
    r"\b(?:warplanes?|gunships?|(?:military|russian|government) aircraft|fighter jets?|tanks?|"
    r"artillery|mortars?|shells?|shelling|air ?(?:strikes?|raids?)|warships?|missiles?|bombers)\b",
    re.IGNORECASE,
)


_LOWER = 0.1  # how much less a noun inside another's phrase weighs


class Event(NamedTuple):
    """An event in a sentence: the words from `at` up to `end`, and its type as used there.

    `base` is the type that the lexicon gives; `operator` says what turned it ("", "not",
    "future", "obliged", "stop", "hinder"); `part` is its lexicon entry's (verb, noun or phrase);
    `passive` where its grammatical subject is the target; `weight` says how much it is what the
    sentence is about.
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


class _Scene(NamedTuple):
    """What the matches of a sentence share: its words, whether arms are named, its lexicons."""

    tokens: Sequence[Word]
    military: bool
    heavy: bool
    listed: dict[str, tuple[Pattern, ...]]
    operators: dict[str, tuple[Pattern, ...]]


def events(tokens: list[Word], text: str, lexicons: Lexicons = ()) -> list[Event]:
    """The events of one sentence's words, in order; `text` is the sentence."""
    scene = _Scene(
        tokens,
        bool(_MILITARY.search(text)),
        bool(_HEAVY_ARMS.search(text)),
        index("events", "event_type", lexicons),
        index("operators", "effect"),
    )
    places = [
        at for at, word in enumerate(tokens)
        if word.low in scene.listed or word.low in scene.operators
    ]  # fmt: skip
    found = [_event_at(scene, at, strict=True) for at in places]
    if not any(found):  # a word whose part of speech we misread is better than no word
        found = [_event_at(scene, at, strict=False) for at in places]
    kept = [event for event in found if event]
    told = [one for one in kept if not any(_carries(other, one) for other in kept)]
    return [_beneath(tokens, one, told) for one in told]


def main_event(found: Iterable[Event]) -> Event | None:
    """The event that a sentence is about: verbs before nouns, main clauses first, specific ones."""
    return max(found, key=lambda event: (event.weight, -event.at), default=None)


def _carries(other: Event, one: Event) -> bool:
    """Whether a noun is the one that another event's verb carries: the talks in "held talks"."""
    return not one.is_verb and other.at < one.at and one.end <= other.end


def _beneath(tokens: Sequence[Word], one: Event, found: Sequence[Event]) -> Event:
    """An event weighed less than the noun it is "of": the calls in "the rejection of calls"."""
    over = [other.weight for other in found if other.end <= one.at and _is_of(tokens, other, one)]
    return one._replace(weight=min([one.weight, *(weight - _LOWER for weight in over)]))


def _is_of(tokens: Sequence[Word], other: Event, one: Event) -> bool:
    between = tokens[other.end - 1 : one.at]
    ties = [word.low for word in between[:2] if word.tag == "I"]
    noun = not other.is_verb and "of" in ties
    return noun and all(
        word.tag in "DANPS#T" or word.low == "of" or not is_verbal(tokens, place)
        for place, word in enumerate(between, other.end - 1)
    )


def _event_at(scene: _Scene, at: int, strict: bool) -> Event | None:
    pattern, end = _listed_at(scene, at, strict)
    if end - at > 1 and pattern:
        return _composed(scene, at, end, pattern)
    if carried := _carried_at(scene, at):
        return carried
    return _composed(scene, at, end, pattern) if pattern else None


def _listed_at(scene: _Scene, at: int, strict: bool) -> tuple[Pattern | None, int]:
    """The longest phrase of the lexicon that begins here, the nearest of equals, and its end."""
    best: tuple[Pattern | None, int] = (None, at)
    for pattern in scene.listed.get(scene.tokens[at].low, ()):
        if best[0] and len(pattern.rest) < len(best[0].rest):
            break
        named = at > 0 and scene.tokens[at].tag == "P" and pattern.part == "verb"
        own = pattern.label == "DEMAND" and is_own_wish(scene.tokens, at)
        end = match_end(scene.tokens, at, pattern.rest)
        if not end or named or own or (pattern.context == "military" and not scene.military):
            continue
        fits = pattern.part == "phrase" or (pattern.part != "noun") == is_verbal(scene.tokens, at)
        after_preposition = at > 0 and scene.tokens[at - 1].tag == "I" and pattern.part == "verb"
        usable = fits or not (strict or after_preposition)
        if usable and (best[0] is None or end < best[1]):
            best = pattern, end
    return best


def _carried_at(scene: _Scene, at: int) -> Event | None:
    """A verb with the noun that names the act: "held talks", "the talks were called off"."""
    tokens = scene.tokens
    operators = scene.operators.get(tokens[at].low, ())
    is_main = operators and is_verbal(tokens, at) and not _is_auxiliary(tokens, at)
    for operator in operators if is_main else ():
        end = match_end(tokens, at, operator.rest)
        if not end:
            continue
        around = clause(tokens, at)
        place = None if around.passive else _noun_after(scene, end)
        if around.passive or (place is None and operator.label == "stop" and end == at + 1):
            place = _noun_before(scene, around.start)  # "the bombing was halted", "would stop"
        if place is None:
            continue
        noun, stop = _listed_at(scene, place, strict=True)
        kind = {"light": noun.label, "stop": _ENDED[noun.label]}.get(operator.label, "REJECT")
        effect = "" if operator.label == "light" else operator.label
        carried = Pattern((frozenset(), *noun.rest), kind, "verb", noun.context)
        return _composed(scene, at, max(end, stop), carried, effect)
    return None


def _noun_after(scene: _Scene, end: int) -> int | None:
    """The first noun or gerund after a verb that names an act, within its clause."""
    for place in range(end, min(len(scene.tokens), end + GAP)):
        if scene.tokens[place].tag in ".;:,MT" or scene.tokens[place].low in CLAUSE_MARKS:
            return None
        if _names_act(scene, place):
            return place
    return None


def _noun_before(scene: _Scene, start: int) -> int | None:
    """The noun that names an act and is the subject of a passive."""
    for place in range(start - 1, max(-1, start - GAP - 3), -1):
        if scene.tokens[place].tag in ".;:,M" or scene.tokens[place].low in CLAUSE_MARKS:
            return None
        if _names_act(scene, place):
            return place
    return None


def _names_act(scene: _Scene, place: int) -> bool:
    noun, _ = _listed_at(scene, place, strict=True)
    return noun is not None and (noun.part == "noun" or scene.tokens[place].tag == "G")


def _is_auxiliary(tokens: Sequence[Word], at: int) -> bool:
    """Whether "have" helps another verb: "had halted"."""
    after = tokens[at + 1 : at + 3]
    has = tokens[at].low in ("have", "has", "had", "having")
    return has and any(word.tag in "EV" or word.low in ("been", "to") for word in after)


def _composed(scene: _Scene, at: int, end: int, pattern: Pattern, effect: str = "") -> Event:
    is_verb = pattern.part != "noun"
    around = clause(scene.tokens, at)
    negated = around.negated if is_verb else at > 0 and scene.tokens[at - 1].low == "no"
    kind, operator = compose(pattern.label, negated, around.modality if is_verb else "")
    if kind == "ASSAULT" and scene.heavy:
        kind = "FIGHT"
    return Event(
        at, end, kind, pattern.label, operator or effect,
        pattern.part == "verb" and around.passive, pattern.part,
        _weight(pattern, around, at),
    )  # fmt: skip


def compose(base: str, negated: bool, modality: str) -> tuple[str, str]:
    """The type that an event has when it is denied, asked for or yet to come, and what turned it.

    >>> compose("FIGHT", negated=False, modality="future")
    ('THREATEN', 'future')
    >>> compose("RETREAT", negated=True, modality="future")
    ('REJECT', 'not')
    >>> compose("RETREAT", negated=False, modality="obliged")
    ('DEMAND', 'obliged')
    """
    if modality == "obliged" and base != "DEMAND":
        return "DEMAND", "obliged"
    if negated:
        denies_conflict = base in CONFLICT and base != "DEMAND"
        return ("AGREE" if denies_conflict else "REJECT"), "not"
    if modality and base in _PROMISED:
        return "AGREE", "future"
    if modality and base in _THREATENED:
        return "THREATEN", "future"
    return base, ""


def _weight(pattern: Pattern, around: Clause, at: int) -> float:
    """How much an event is what its sentence is about; tuned on half of PLOVER's sentences.

    Verbs and long phrases count more, subordinate clauses, infinitives and bare participles less,
    and of equals the first wins.
    """
    weight = 2.0 if pattern.part != "noun" else 0.8
    weight += min(0.4, 0.15 * sum(map(bool, pattern.rest))) + (0.2 if pattern.context else 0)
    weight -= 0.7 * min(2, around.depth) + (0.8 if around.conditional else 0)
    weight -= {"infinitive": 0.6, "gerund": 0.4, "participle": 0.4}.get(around.form, 0)
    return weight - 0.03 * at
