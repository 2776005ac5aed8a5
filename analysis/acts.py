"""What a statement does: its event, its moves and who makes them, its condition, its certainty."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from analysis import arguments, conditions, events, moves, tone
from analysis.actors import Mention
from analysis.certainty import certainty
from analysis.criticism import CRITICISES, Around, Criticism, criticism
from analysis.lexicon import Lexicons
from analysis.sentences import Sentence
from analysis.words import Word, words

# how much of posture the other events, the tone of words and criticism make up
_BESIDE, _TONE, _CRITICISM = 0.15, 0.1, 0.8
_NOBODY = ("", "")


class Act(NamedTuple):
    """What one statement does; strings are "" and tuples empty where there is nothing.

    `posture` runs from -1 (conflict) to 1 (cooperation), `criticism` from 0 to 1; `criticised` is
    the side that a critical statement turns on; `makers` names the side (else the actor) that
    makes each of the `moves`, not always the speaker's ("calls that Denmark rejected");
    `condition_span` and `depends_span` are offsets into the sentence of a precondition and of what
    hangs on it; `evidence` gives the words behind each label.
    """

    event_type: str
    quad_class: str
    source: str
    source_side: str
    target: str
    target_side: str
    posture: float
    criticism: float
    criticised: str
    moves: tuple[str, ...]
    makers: tuple[str, ...]
    condition_span: tuple[int, int]
    depends_span: tuple[int, int]
    certainty: str
    evidence: dict[str, tuple[str, ...]]


class _Scene(NamedTuple):
    """A sentence as it is read: its words, who is in it, who speaks, its events."""

    sentence: str
    tokens: list[Word]
    mentions: Sequence[Mention]
    speaker: tuple[str, str]
    found: Sequence[events.Event]
    main: events.Event | None
    against: Criticism
    tone: tone.Tone


def acts(
    text: str,
    spans: Sequence[Sentence],
    speakers: Sequence[tuple[str, str, str]],
    mentions: Sequence[Mention],
    tones: Sequence[tone.Tone] | None = None,
    lexicons: Lexicons = (),
) -> list[Act]:
    """What each sentence of a text does; `speakers` gives each one's (speaker, actor, side).

    >>> text = "Russia rejected the ultimatum."
    >>> (act,) = acts(text, [Sentence(0, len(text), 0)], [("", "", "")], [])
    >>> act.event_type, act.moves, act.evidence["refusal"]
    ('REJECT', ('refusal',), ('rejected',))
    """
    starts = [mention.start for mention in mentions]
    tones = tones or [tone.tone(text[span.start : span.end]) for span in spans]
    return [
        _act(
            _scene(
                text[span.start : span.end],
                [
                    m._replace(start=m.start - span.start, end=m.end - span.start)
                    for m in mentions[
                        bisect_left(starts, span.start) : bisect_left(starts, span.end)
                    ]
                ],
                (actor, side),
                heard,
                lexicons,
            ),
            lexicons,
        )
        for span, (_, actor, side), heard in zip(spans, speakers, tones, strict=True)
    ]


def _scene(
    sentence: str,
    mentions: Sequence[Mention],
    speaker: tuple[str, str],
    heard: tone.Tone,
    lexicons: Lexicons,
) -> _Scene:
    tokens = words(sentence)
    found = events.events(tokens, sentence, lexicons)
    main = events.main_event(found)
    against = criticism(sentence, around_of(found, mentions, heard), lexicons)
    everyone = arguments.everyone(tokens, mentions)
    return _Scene(sentence, tokens, everyone, speaker, found, main, against, heard)


def around_of(
    found: Sequence[events.Event], mentions: Sequence[Mention], heard: tone.Tone
) -> Around:
    """What bears on whether a sentence criticises, besides its words."""
    return Around(
        sum(bool(mention.side) for mention in mentions),
        posture_of(events.main_event(found), found),
        heard.vader,
        frozenset(event.event_type for event in found),
    )


def posture_of(main: events.Event | None, found: Sequence[events.Event]) -> float:
    """The main event's weight, moved a little by those beside it; -1 to 1."""
    beside = [events.POSTURE[event.event_type] for event in found] or [0.0]
    weight = events.POSTURE[main.event_type] if main else 0.0
    return (1 - _BESIDE) * weight + _BESIDE * sum(beside) / len(beside)


def _act(scene: _Scene, lexicons: Lexicons) -> Act:
    condition = conditions.precondition(scene.sentence)
    shown = moves.moves(
        moves.Scene(scene.sentence, scene.tokens, scene.main, condition, scene.mentions, lexicons)
    )
    criticises = scene.against.score >= CRITICISES
    implied = _judging(scene, shown) if criticises and "blame" not in shown else []
    if implied:
        shown["blame"] = implied
    criticised = _criticised(scene) if criticises or "blame" in shown else _NOBODY
    (source, target), kind = _event(scene, shown.get("blame", ()), bool(implied), criticised)
    target = _asked(scene, condition, kind, source) or target
    makers = _makers(dict(sorted(shown.items())), scene, source)
    if implied:  # words that judge are the critic's, whoever is named beside them
        makers = dict(sorted((makers | {"blame": _critic(scene, source, criticised)}).items()))
    firmness = certainty(scene.tokens, lexicons)
    return Act(
        kind,
        events.QUAD_CLASS.get(kind, ""),
        *source,
        *target,
        _posture(kind, scene),
        round(scene.against.score, 3),
        criticised[1],
        tuple(makers),
        tuple(makers.values()),
        condition.condition if condition else (-1, -1),
        condition.depends if condition else (-1, -1),
        firmness.label,
        _evidence(scene, {move: shown[move] for move in makers}, firmness.places, kind),
    )


def _posture(kind: str, scene: _Scene) -> float:
    """The event's weight, less for criticism, moved a little by the tone of the words."""
    main = scene.main._replace(event_type=kind) if scene.main and kind else None
    score = posture_of(main, scene.found) if main else events.POSTURE.get(kind, 0.0)
    against = max(0.0, scene.against.score - CRITICISES / 2)
    score += _TONE * scene.tone.vader - _CRITICISM * against
    return round(max(-1.0, min(1.0, score)), 3)


def _evidence(
    scene: _Scene,
    shown: moves.Places,
    firmness: Sequence[tuple[int, int]],
    kind: str,
) -> dict[str, tuple[str, ...]]:
    """The words behind each label."""
    labelled: dict[str, Sequence[tuple[int, int]]] = {**shown, "certainty": firmness}
    if scene.main and kind:
        labelled["event"] = [(scene.main.at, scene.main.end)]
    found = {
        label: tuple(dict.fromkeys(_words(scene, *place) for place in places))
        for label, places in labelled.items()
        if places
    }
    if scene.against.score >= CRITICISES and scene.against.words:
        found["criticism"] = scene.against.words
    return found


def _words(scene: _Scene, at: int, end: int) -> str:
    return scene.sentence[scene.tokens[at].start : scene.tokens[end - 1].end]


def _place(tokens: Sequence[Word], span: tuple[int, int]) -> tuple[int, int]:
    """Numbers of the words that a stretch of characters covers."""
    inside = [i for i, word in enumerate(tokens) if word.start < span[1] and span[0] < word.end]
    return inside[0], inside[-1] + 1


def _makers(shown: moves.Places, scene: _Scene, source: tuple[str, str]) -> dict[str, str]:
    """Each move with the side (else the actor) that makes it; a mere mention is left out."""
    makers = {}
    for move, places in shown.items():
        made = (
            arguments.maker(place, scene.tokens, scene.mentions, scene.speaker, source)
            for place in places
        )
        if (first := next((one for one in made if one), None)) is not None:
            actor, side = first
            makers[move] = side or actor
    return makers


def _asked(
    scene: _Scene, condition: conditions.Precondition | None, kind: str, source: tuple[str, str]
) -> tuple[str, str] | None:
    """Who is to meet a condition, or to heed a threat: who is named in it first."""
    span = condition.condition if condition else None
    if kind == "THREATEN":
        span = span or conditions.if_clause(scene.sentence)
    if span is None:
        return None
    named = arguments.other([m for m in scene.mentions if span[0] <= m.start < span[1]], source)
    return named if any(named) else None


def _critic(scene: _Scene, source: tuple[str, str], criticised: tuple[str, str]) -> str:
    """The side (else the actor) that criticises: the speaker, else whose act is told."""
    actor, side = scene.speaker if any(scene.speaker) else source
    return "" if side and side == criticised[1] else side or actor


def _criticised(scene: _Scene) -> tuple[str, str]:
    """Whom a statement criticises: not the speaker, nor who is told to say something."""
    critic, main = scene.speaker, scene.main
    if not any(critic) and main and events.QUAD_CLASS[main.base].startswith("verbal"):
        critic = _told(scene)[0].source
    places = [_place(scene.tokens, span) for span in scene.against.spans]
    return arguments.criticised(places, scene.tokens, scene.mentions, critic)


def _event(
    scene: _Scene, blamed: Sequence[tuple[int, int]], implied: bool, criticised: tuple[str, str]
) -> tuple[arguments.Arguments, str]:
    """Source, target and type of a statement's event; `blamed` are the places of blame.

    A speaker who blames somebody for an act disapproves of whose act it is; blame that comes
    after what the sentence is about, or that is only implied, does not change the event.
    """
    main, speaker = scene.main, scene.speaker
    found, kind = _told(scene)
    own = _is_own(scene)
    voiced = (any(speaker) and (own or not implied)) or (own and implied)
    if not (blamed and voiced and _is_about(main, blamed)):
        return found, kind
    another = any(found.source) and not _shares(found.source, speaker)
    whose = found.source if another and main and main.base in events.CONFLICT else _NOBODY
    options = (criticised, whose, arguments.other(scene.mentions, speaker))
    return arguments.Arguments(speaker, next(filter(any, options), _NOBODY)), "DISAPPROVE"


def _is_about(main: events.Event | None, blamed: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence is about the blame in it, and not about another verb's event."""
    if main is None or not main.is_verb:
        return True
    overlaps = any(start < main.end and main.at < end for start, end in blamed)
    verbal_conflict = events.QUAD_CLASS[main.base] == "verbal conflict"
    return overlaps or (not verbal_conflict and min(blamed)[0] < main.at)


def _shares(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two actors are the same or of one side."""
    return any(a and a in b.split("; ") for a, b in zip(one, other, strict=True))


def _told(scene: _Scene) -> tuple[arguments.Arguments, str]:
    """Source, target and type of the main event."""
    main, speaker = scene.main, scene.speaker
    if main:
        found = arguments.arguments(main, scene.tokens, scene.mentions, speaker)
        kind = main.event_type if main.is_verb or any(found.source) else ""
        between_states = kind == "ASSAULT" and _between_states(found, scene.mentions)
        return found, "FIGHT" if between_states else kind
    target = arguments.other(scene.mentions, speaker) if any(speaker) else speaker
    return arguments.Arguments(speaker, target), ""


def _judging(scene: _Scene, shown: moves.Places) -> list[tuple[int, int]]:
    """Places of the words that say or name a wrong and show no other move.

    In a reporter's account only those that evaluate count.
    """
    told = not any(scene.speaker) and not _is_own(scene)
    taken = [place for places in shown.values() for place in places]
    found = [
        _place(scene.tokens, span)
        for span, name in scene.against.judging
        if not (told and name == "violation")
    ]
    return [
        (start, end)
        for start, end in found
        if not any(left < end and start < right for left, right in taken)
    ]


def _is_own(scene: _Scene) -> bool:
    """Whether a sentence is in the first person: a speech, not a report."""
    return any(word.low in ("we", "our", "i", "my") or word.text == "us" for word in scene.tokens)


def _between_states(found: arguments.Arguments, mentions: Sequence[Mention]) -> bool:
    """Whether one country acts on another: its force is then the conventional kind."""
    countries = {mention.side for mention in mentions if mention.kind == "country"}
    return {found.source[1], found.target[1]} <= countries
