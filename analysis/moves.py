"""Negotiating moves of a sentence, each with the words that show it.

Moves come from phrases (`lexicons/moves.csv`), read in their clause, and from the sentence's main
event. A phrase inside a longer one does not count, so that a threat that is dropped is a
back-down and no threat; one that is denied counts as what denying it is ("does not support"
refuses); one in an if-clause, or one that is only somebody's aim, does not count.
"""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from analysis.actors import Mention
from analysis.clauses import Clause, clause, is_negated, is_own_wish, is_verbal
from analysis.conditions import Precondition
from analysis.events import Event
from analysis.lexicon import Lexicons
from analysis.patterns import Found, find, index
from analysis.words import Word, listed

# the event types that are moves by themselves, when their words are the speaker's own act
_EVENT_MOVES = {
    "REJECT": "refusal", "DEMAND": "demand", "THREATEN": "threat", "DISAPPROVE": "blame",
}  # fmt: skip
# what it is to deny a move; those that are not here are then no move
_DENIED = {
    "openness": "refusal", "support": "refusal", "concession": "refusal", "back_down": "refusal",
    "threat": "reassurance",
}  # fmt: skip
# moves that a verb makes only when it is asserted: "in order to support" supports nothing
_ASSERTED = frozenset("support blame threat refusal concession reassurance demand".split())
# what one side asks of the other in a condition
_GRANTED = ("concession", "support", "reassurance", "back_down")
_GRANTING = listed("lifting easing releasing granting yielding ceding relaxing")
# before "to": the speaker does it by saying so ("I would like to thank")
_PERFORMS = listed(
    "like want wish wishes pleased happy proud honoured honored glad delighted me opportunity "
    "pleasure us join begin continue continues privilege honour honor compelled bound ready "
    "threatened vowed pledged sworn promised refused agreed decided failed eager keen anxious "
    "determined seek seeks sought try tries tried trying moved rushed prepared willing"
)
# before "to": what the speaker will not do ("refused to drop its threats")
_REFUSES = listed("refuse refuses refused refusing decline declines declined declining")
# what nobody does by will: "will not succeed" refuses nothing
_UNWILLED = listed(
    "be become succeed happen occur work last suffice exist remain seem appear matter mean come "
    "fall rise die suffer need have know see hear find get lose win fail materialize disappear "
    "change improve end begin start stop help prevent lead result bring solve disappoint survive "
    "only always solely merely just simply also depend belong emerge endure prosper thrive"
)
_PERSONS = listed("i we he she they")
_ACTOR_KINDS = ("person", "role", "country", "organisation", "metonym", "group", "pronoun")


class Scene(NamedTuple):
    """What the moves of a sentence are read from."""

    sentence: str
    tokens: Sequence[Word]
    main: Event | None
    condition: Precondition | None
    mentions: Sequence[Mention]
    lexicons: Lexicons = ()


Places = dict[str, list[tuple[int, int]]]


def moves(scene: Scene) -> Places:
    """Each move with the places of the words that show it, as numbers of words.

    >>> from analysis.words import words
    >>> said = "They dropped their threats."
    >>> moves(Scene(said, words(said), None, None, ()))
    {'back_down': [(1, 4)]}
    """
    shown: Places = {}
    read = find(scene.tokens, index("moves", "move", scene.lexicons))
    for found in read:
        move = _counts_as(scene.tokens, found)
        if move and not (move in _GRANTED and _is_condition(scene, found)):
            shown.setdefault(move, []).append((found.at, found.end))
    for place in _refusals(scene, shown):
        shown.setdefault("refusal", []).append(place)
    _add_event(scene, shown, read)
    _add_condition(scene, shown)
    return dict(sorted(shown.items()))


def _is_condition(scene: Scene, found: Found) -> bool:
    """Whether a phrase stands in the condition: what is asked there, nobody has granted."""
    if scene.condition is None:
        return False
    start, end = scene.condition.condition
    return start <= scene.tokens[found.at].start < end


def _counts_as(tokens: Sequence[Word], found: Found) -> str:
    """The move that a phrase makes in its clause; "" where it makes none."""
    around = clause(tokens, found.at)
    inverted = tokens[found.at].low == "should" and _is_inverted(tokens, found.at)
    if inverted or (found.label == "demand" and is_own_wish(tokens, found.at)):
        return ""
    if found.context == "negated":
        return found.label if around.negated and around.modality else ""
    if found.context == "future":
        return found.label if around.modality else ""
    if found.part != "verb":
        return _denied(found.label) if _is_denied(tokens, found) else found.label
    if not is_verbal(tokens, found.at) or around.conditional:
        return ""
    if around.negated or _is_refused(tokens, found.at):
        return _denied(found.label)
    if around.modality == "obliged":
        return "demand"
    if found.label in _ASSERTED and not _is_asserted(tokens, found.at, around):
        return ""
    return found.label


def _is_inverted(tokens: Sequence[Word], at: int) -> bool:
    """Whether "should" stands before its subject: "should the drills", "should innocent lives"."""
    follows = at > 0 and tokens[at - 1].tag in "NPO"  # "we should all"
    return not follows and at + 1 < len(tokens) and tokens[at + 1].tag in "DPOA"


def _denied(move: str) -> str:
    return _DENIED.get(move, "")


def _is_denied(tokens: Sequence[Word], found: Found) -> bool:
    """Whether a phrase that holds no negation itself stands after one: "not open to"."""
    words = [word.low for word in tokens[found.at : found.end]]
    holds = set(words) & {"not", "no", "never", "cannot"}
    return not holds and is_negated(tokens, max(0, found.at - 2), found.at)


def _is_refused(tokens: Sequence[Word], at: int) -> bool:
    """Whether an infinitive is what somebody refuses to do."""
    before = [word.low for word in tokens[max(0, at - 3) : at] if word.tag != "R"]
    return len(before) > 1 and before[-1] == "to" and before[-2] in _REFUSES


def _is_asserted(tokens: Sequence[Word], at: int, around: Clause) -> bool:
    """Whether a verb is done, not only aimed at: no bare infinitive, no gerund after a noun."""
    if around.form == "infinitive":
        before = next((word for word in reversed(tokens[: at - 1]) if word.tag not in "R,"), None)
        return before is not None and before.low in _PERFORMS
    if around.form == "gerund":
        if at == 0:
            return tokens[at].low not in _GRANTING
        return tokens[at - 1].tag in ",“:C" or tokens[at - 1].low in _PERFORMS | {"while"}
    return True


# ---- refusals that no verb of refusing shows: "Russia would not pull out"


def _refusals(scene: Scene, shown: Places) -> list[tuple[int, int]]:
    """Acts that an actor says will not be done, unless another move tells what that means."""
    taken = {at for places in shown.values() for start, end in places for at in range(start, end)}
    return [
        (around.start, at + 1)
        for at in range(1, len(scene.tokens))
        if at not in taken and scene.tokens[at].tag in "VNE" and scene.tokens[at - 1].tag in "MRT"
        for around in [clause(scene.tokens, at)]
        if around.negated
        and around.form == "finite"
        and around.modality == "future"
        and not around.passive
        and not around.conditional
        and scene.tokens[at].low not in _UNWILLED
        and not taken & set(range(around.start, at))
        and _has_actor(scene, around.start)
    ]


def _has_actor(scene: Scene, start: int) -> bool:
    """Whether the subject of a verb group is somebody who can will: "we", "Russia", "he"."""
    before = scene.tokens[start - 1] if start else None
    if before is None:
        return False
    named = any(m.start <= before.start < m.end and m.kind in _ACTOR_KINDS for m in scene.mentions)
    return named or before.low in _PERSONS


# ---- what the event and the condition show


def _add_event(scene: Scene, shown: Places, read: Sequence[Found]) -> None:
    """The main event's own move, where its words show no other, nor that they do not make it."""
    main = scene.main
    move = _EVENT_MOVES.get(main.event_type, "") if main and main.is_verb else ""
    if not move or move in shown or main.operator == "not":
        return
    weighed = [(found.at, found.end) for found in read if found.label == move]
    places = [*weighed, *chain.from_iterable(shown.values())]
    covered = any(start < main.end and main.at < end for start, end in places)
    if not covered and not clause(scene.tokens, main.at).conditional:
        shown[move] = [(main.at, main.end)]


def _add_condition(scene: Scene, shown: Places) -> None:
    if scene.condition and "precondition" not in shown:
        start, end = scene.condition.mark
        inside = [i for i, word in enumerate(scene.tokens) if word.start < end and start < word.end]
        shown["precondition"] = [(inside[0], inside[-1] + 1)]
