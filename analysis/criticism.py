"""How likely a sentence criticises: words of negative appraisal, and a regression over them.

Appraisal and engagement in Martin and White's sense (2005), in the vocabulary of diplomacy:
`lexicons/criticism.csv`, by class; a `*` stands for any ending. The weights of the features
(`lexicons/criticism_weights.csv`) are of a ridge logistic regression over UNSCon's sentences
(Zaczynska, Bourgonje and Stede 2024, CC BY-SA), fitted by `benchmarks/criticism.py`.
"""

import math
import re
from functools import cache
from typing import NamedTuple

from analysis.lexicon import Lexicons, rows

# classes that judge; the others say what surrounds a judgement
APPRAISALS = ("veracity", "violation", "judgement", "failure", "charge")
WRONGS = ("veracity", "violation", "judgement")
AROUND = ("topic", "contrast", "denial", "demand", "praise", "procedure", "self")
CRITICISES = 0.55  # from here on a sentence counts as criticism; tuned on half of UNSCon's speeches
_AT_MOST = 4  # words of one class that count
# whom a speech turns to without a name
_UNNAMED = re.compile(
    r"\b(?:colleagues?|certain|some (?:members?|states|countries|delegations|governments)|"
    r"members? of (?:this|the) council|(?:that|those) countr(?:y|ies)|neighbou?rs?|"
    r"permanent member|sponsors|authorities|regime|leadership|government|those who|one member|"
    r"the west|western|separatists?|representative of)\b",
    re.IGNORECASE,
)


class Criticism(NamedTuple):
    """`score` from 0 to 1, the probability that a sentence criticises, and what it comes from.

    `words` are those that judge, with their offsets in `spans`, of which `judging` are those that
    say or name a wrong, with their class; `reasons` are the features, each with what it adds to
    the log odds, the strongest first.
    """

    score: float
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    judging: tuple[tuple[tuple[int, int], str], ...]
    reasons: tuple[tuple[str, float], ...]


class _Words(NamedTuple):
    """Patterns of one class and weight as one expression."""

    name: str
    weight: float
    expression: re.Pattern[str]


@cache
def _listed(lexicons: Lexicons = ()) -> tuple[_Words, ...]:
    groups: dict[tuple[str, str], list[str]] = {}
    for row in rows("criticism", lexicons):
        stem = re.escape(row["pattern"]).replace(r"\*", r"[\w-]*").replace(r"\ ", r"\s+")
        stem = stem.replace(r"\-", r"\s?-\s?")
        groups.setdefault((row["class"], row["weight"]), []).append(stem)
    return tuple(
        _Words(name, float(weight), _any_of(stems)) for (name, weight), stems in groups.items()
    )


def _any_of(stems: list[str]) -> re.Pattern[str]:
    stems = sorted(stems, key=len, reverse=True)  # the longest of those that begin alike
    return re.compile(rf"\b(?:{'|'.join(stems)})\b", re.IGNORECASE)


@cache
def weights() -> dict[str, tuple[float, float]]:
    """Each feature's weight and the scale that its values are divided by; "intercept" too."""
    return {
        row["feature"]: (float(row["weight"]), float(row["scale"]))
        for row in rows("criticism_weights")
    }


class Around(NamedTuple):
    """What else of a sentence bears on whether it criticises.

    `states` counts mentions of countries; `posture` is that of the sentence's events and `tone`
    VADER's compound score, both from -1 to 1; `kinds` are the types of its events.
    """

    states: int = 0
    posture: float = 0.0
    tone: float = 0.0
    kinds: frozenset[str] = frozenset()


def features(
    sentence: str, around: Around, lexicons: Lexicons = ()
) -> tuple[dict[str, float], dict[tuple[int, int], str]]:
    """What the regression reads, and the places of the words that judge, with their class.

    Classes of words count as log(1 + n), n the different words up to four.
    """
    counts: dict[str, set[str]] = {}
    weighed: dict[str, float] = {}
    places: dict[tuple[int, int], str] = {}
    for group in _listed(lexicons):
        for match in group.expression.finditer(sentence):
            counts.setdefault(group.name, set()).add(match[0].lower())
            if group.name in APPRAISALS:
                weighed[match[0].lower()] = group.weight
                places[match.span()] = group.name
    found = {
        name: math.log1p(min(len(counts.get(name, ())), _AT_MOST))
        for name in (*APPRAISALS, *AROUND)
    }
    someone = around.states > 0 or bool(_UNNAMED.search(sentence))
    appraisal = math.log1p(sum(weighed.values()))
    found |= {
        "appraisal": appraisal,
        "appraisal of someone": appraisal * someone,
        "demand of someone": found["demand"] * someone,
        "states named": math.log1p(min(around.states, _AT_MOST)),
        "someone unnamed": float(bool(_UNNAMED.search(sentence))),
        "length": math.log(max(3, sentence.count(" ") + 1)),
        "question": float("?" in sentence),
        "demand among the events": float("DEMAND" in around.kinds),
        "refusal among the events": float("REJECT" in around.kinds),
        "conflict of events": -around.posture,
        "negative tone": -around.tone,
    }
    return found, dict(sorted(places.items()))


_ALONE = Around()


def criticism(sentence: str, around: Around = _ALONE, lexicons: Lexicons = ()) -> Criticism:
    """How likely a sentence criticises; see `features` for what it reads.

    >>> found = criticism("It was a flagrant violation of the treaty.")
    >>> found.words
    ('flagrant', 'violation')
    >>> found.score > criticism("The ministers met in Oslo.").score
    True
    """
    found, places = features(sentence, around, lexicons)
    adds = {name: weights()[name][0] * value / weights()[name][1] for name, value in found.items()}
    odds = weights()["intercept"][0] + sum(adds.values())
    return Criticism(
        1 / (1 + math.exp(-odds)),
        tuple(dict.fromkeys(sentence[start:end].lower() for start, end in places)),
        tuple(places),
        tuple((span, name) for span, name in places.items() if name in WRONGS),
        tuple(sorted(((n, a) for n, a in adds.items() if a), key=lambda one: -abs(one[1]))),
    )
