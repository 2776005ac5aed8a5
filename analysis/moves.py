"""What a statement does: its event, its negotiating moves, its condition and its certainty.

Moves come from phrases (`lexicons/moves.csv`) and from the sentence's events; a phrase inside a
longer one does not count, so that a threat that is dropped is a back-down and no threat.
Certainty comes from hedges and boosters (Hyland 2005).
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from analysis import arguments, criticism, events
from analysis.actors import Mention
from analysis.patterns import find, index
from analysis.sentences import Sentence
from analysis.words import Word, words

# the event types that are moves by themselves, when their words are the speaker's own act
_EVENT_MOVES = {
    "REJECT": "refusal", "DEMAND": "demand", "THREATEN": "threat", "DISAPPROVE": "blame",
    "SUPPORT": "support", "CONCEDE": "concession",
}  # fmt: skip
_CONDITION = re.compile(
    r"\b(?:only (?:after|if|when|once)|unless|not until|on (?:the )?condition that|provided that|"
    r"(?:as|so) long as|if and only if)\b",
    re.IGNORECASE,
)
_IF = re.compile(r"\bif\b(?! (?:not|necessary|any|ever)\b)", re.IGNORECASE)
_PROMISE = re.compile(r"\b(?:would|will|could|can|ready|prepared|willing)\b", re.IGNORECASE)
_ONLY_WAY = re.compile(
    r"\bthe only way (?:to|of) (?P<end>.+?) (?:is|was|would be) (?:for |to |by )?", re.IGNORECASE
)
CRITICISM = 0.2  # how far one point of criticism moves posture toward conflict
_EDGES = " ,;:.—–-“”\"’‘'"


class Act(NamedTuple):
    """What one statement does; strings are "" and tuples empty where there is nothing.

    `posture` runs from -1 (conflict) to 1 (cooperation); `makers` names the side (else the actor)
    that makes each of the `moves`, not always the speaker's ("calls that Denmark rejected");
    `condition` and `depends` are the words of a precondition and of what hangs on it; `evidence`
    gives the words behind each label.
    """

    event_type: str
    quad_class: str
    source: str
    source_side: str
    target: str
    target_side: str
    posture: float
    moves: tuple[str, ...]
    makers: tuple[str, ...]
    condition: str
    depends: str
    certainty: str
    evidence: dict[str, tuple[str, ...]]


class Phrase(NamedTuple):
    """A phrase found: its words from `at` up to `end`, and what it shows."""

    at: int
    end: int
    label: str


def acts(
    text: str,
    spans: Sequence[Sentence],
    speakers: Sequence[tuple[str, str, str]],
    mentions: Sequence[Mention],
) -> list[Act]:
    """What each sentence of a text does; `speakers` gives each one's (speaker, actor, side).

    >>> text = "Russia rejected the ultimatum."
    >>> (act,) = acts(text, [Sentence(0, len(text), 0)], [("", "", "")], [])
    >>> act.event_type, act.moves, act.evidence["refusal"]
    ('REJECT', ('refusal',), ('rejected',))
    """
    starts = [mention.start for mention in mentions]
    return [
        _act(
            text[span.start : span.end],
            (actor, side),
            [
                m._replace(start=m.start - span.start, end=m.end - span.start)
                for m in mentions[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            ],
        )
        for span, (_, actor, side) in zip(spans, speakers, strict=True)
    ]


def _act(sentence: str, speaker: tuple[str, str], mentions: Sequence[Mention]) -> Act:
    tokens = words(sentence)
    found = events.events(tokens, sentence)
    main = events.main_event(found)
    condition, depends = precondition(sentence)
    shown = _moves(tokens, main, condition)
    against = criticism.criticism(sentence)
    mentions = arguments.everyone(tokens, mentions)
    (source, target), kind = _event(main, "blame" in shown, tokens, mentions, speaker)
    makers = _makers(shown, tokens, mentions, speaker, source)
    certainty, why = _certainty(sentence, tokens)
    evidence = {
        move: tuple(dict.fromkeys(_words(sentence, tokens, *place) for place in shown[move]))
        for move in makers
    }
    evidence |= {"certainty": why} if why else {}
    evidence |= {"event": (_words(sentence, tokens, main.at, main.end),)} if main and kind else {}
    posture = _posture(kind, found, against.score)
    return Act(
        kind, events.QUAD_CLASS.get(kind, ""), *source, *target, posture,
        tuple(makers), tuple(makers.values()), condition, depends, certainty, evidence,
    )  # fmt: skip


def _between_states(found: arguments.Arguments, mentions: Sequence[Mention]) -> bool:
    """Whether one country acts on another: its force is then the conventional kind."""
    countries = {mention.side for mention in mentions if mention.kind == "country"}
    return {found.source[1], found.target[1]} <= countries


def _makers(
    shown: dict[str, list[tuple[int, int]]],
    tokens: Sequence[Word],
    mentions: Sequence[Mention],
    speaker: tuple[str, str],
    source: tuple[str, str],
) -> dict[str, str]:
    """Each move with the side (else the actor) that makes it; a mere mention is left out."""
    makers = {}
    for move, places in shown.items():
        made = (arguments.maker(place, tokens, mentions, speaker, source) for place in places)
        if (first := next((one for one in made if one), None)) is not None:
            actor, side = first
            makers[move] = side or actor
    return makers


def _event(
    main: events.Event | None,
    blames: bool,
    tokens: Sequence[Word],
    mentions: Sequence[Mention],
    speaker: tuple[str, str],
) -> tuple[arguments.Arguments, str]:
    """Source, target and type of a statement's event; speech that blames is DISAPPROVE."""
    if blames and any(speaker) and not (main and events.QUAD_CLASS[main.base] == "verbal conflict"):
        return arguments.Arguments(speaker, arguments.other(mentions, speaker)), "DISAPPROVE"
    if main:
        found = arguments.arguments(main, tokens, mentions, speaker)
        kind = main.event_type if main.is_verb or any(found.source) else ""
        return found, "FIGHT" if kind == "ASSAULT" and _between_states(found, mentions) else kind
    return arguments.Arguments(
        speaker, arguments.other(mentions, speaker) if any(speaker) else speaker
    ), ""


def _words(sentence: str, tokens: Sequence[Word], at: int, end: int) -> str:
    return sentence[tokens[at].start : tokens[end - 1].end]


def _posture(kind: str, found: Sequence[events.Event], against: float) -> float:
    """The main event's weight, moved a little by those beside it and by words that criticise."""
    beside = [events.POSTURE[event.event_type] for event in found] or [0.0]
    score = 0.85 * events.POSTURE.get(kind, 0.0) + 0.15 * sum(beside) / len(beside)
    return round(max(-1.0, min(1.0, score - CRITICISM * min(against, 4))), 3)


# ---- moves


def _phrases(tokens, name, label):
    return find(tokens, index(name, label))


def _moves(
    tokens: Sequence[Word], main: events.Event | None, condition: str
) -> dict[str, list[tuple[int, int]]]:
    """Each move with the places of the words that show it."""
    shown: dict[str, list[tuple[int, int]]] = {}
    for phrase in _phrases(tokens, "moves", "move"):
        shown.setdefault(phrase.label, []).append((phrase.at, phrase.end))
    move = _EVENT_MOVES.get(main.event_type) if main else None
    if move and move not in shown and not (move == "concession" and "back_down" in shown):
        shown[move] = [(main.at, main.end)]
    if condition and "precondition" not in shown:
        at = next(
            i
            for i, word in enumerate(tokens)
            if word.low in ("if", "unless", "only", "as", "so", "not", "provided", "on")
        )
        shown["precondition"] = [(at, at + 1)]
    return dict(sorted(shown.items()))


def precondition(sentence: str) -> tuple[str, str]:
    """The words of a condition and of what depends on it; two empty strings where there is none.

    >>> precondition("He said that negotiations are possible only after Putin leaves Ukraine.")
    ('Putin leaves Ukraine', 'negotiations are possible')
    """
    if only := _ONLY_WAY.search(sentence):
        return _clause(sentence[only.end() :]), only["end"].strip(_EDGES)
    if (mark := _CONDITION.search(sentence)) or (mark := _promised_if(sentence)):
        return _around(sentence, mark)
    return "", ""


def _promised_if(sentence: str) -> re.Match[str] | None:
    """An "if" that something promised hangs on."""
    mark = _IF.search(sentence)
    return mark if mark and _PROMISE.search(sentence) else None


def _around(sentence: str, mark: re.Match[str]) -> tuple[str, str]:
    condition = _clause(sentence[mark.end() :])
    before = re.split(r"\bthat\b|\bsaid\b|[;:]", sentence[: mark.start()])[-1].strip(_EDGES)
    if not before or before.lower() in ("and", "but"):
        rest = sentence[mark.end() :].partition(condition)[2]
        return condition, _clause(rest.lstrip(" ,").removeprefix("then "))
    return condition, before


def _clause(text: str) -> str:
    """A text up to the end of its first clause."""
    return re.split(r"[,;.”]|\bthen\b| and that ", text.strip(_EDGES), maxsplit=1)[0].strip(_EDGES)


# ---- certainty


def _certainty(sentence: str, tokens: Sequence[Word]) -> tuple[str, tuple[str, ...]]:
    """Hedged, plain or categorical, with the words that make it so; hedges win over boosters."""
    found = [Phrase(*f) for f in find(tokens, index("certainty", "class"))]
    for label, name in (("hedge", "hedged"), ("booster", "categorical")):
        if shown := [p for p in found if p.label == label]:
            return name, tuple(_words(sentence, tokens, p.at, p.end) for p in shown)
    return "plain", ()
