"""How likely a sentence criticises: words of negative appraisal, and a regression over them.

Appraisal and engagement in Martin and White's sense (2005), in the vocabulary of diplomacy:
`lexicons/criticism.csv`, by class; a `*` stands for any ending. The weights of the features
(`lexicons/criticism_weights.csv`) are of a ridge logistic regression over UNSCon's sentences
(Zaczynska, Bourgonje and Stede 2024, CC BY-SA), fitted by `benchmarks/criticism.py`.
"""

import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.lexicon import Lexicons, rows

# classes that judge; the others say what surrounds a judgement
APPRAISALS = ("veracity", "violation", "judgement", "failure", "charge")
WRONGS = ("veracity", "violation", "judgement")
AROUND = ("topic", "contrast", "denial", "demand", "praise", "procedure", "self")
CRITICISES = 0.55  # from here on a sentence counts as criticism; tuned on half of UNSCon's speeches
_KEY = 4  # first letters that patterns are looked up by
_STARTS = re.compile(r"\b\w")
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
    the log odds, those that speak most for criticism first.
    """

    score: float
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    judging: tuple[tuple[tuple[int, int], str], ...]
    reasons: tuple[tuple[str, float], ...]


class _Word(NamedTuple):
    """A pattern of the list: its class, its weight, and its expression."""

    name: str
    weight: float
    expression: re.Pattern[str]


@cache
def _listed(lexicons: Lexicons = ()) -> dict[str, tuple[_Word, ...]]:
    """The patterns by their first letters (_KEY of them, or the whole of a short word)."""
    found: dict[str, list[_Word]] = {}
    for row in rows("criticism", lexicons):
        pattern = row["pattern"].lower()
        stem = re.escape(pattern).replace(r"\*", r"[\w-]*").replace(r"\ ", r"\s+")
        stem = stem.replace(r"\-", r"\s?-\s?")
        word = _Word(row["class"], float(row["weight"]), re.compile(rf"{stem}\b", re.IGNORECASE))
        key = re.match(r"[^*\s-]*", pattern)[0][:_KEY]
        found.setdefault(key, []).append(word)
    return {key: tuple(words) for key, words in found.items()}


@lru_cache(maxsize=1 << 14)
def _beginning(letters: str, lexicons: Lexicons) -> tuple[_Word, ...]:
    """The patterns that a word with these first letters may begin."""
    by_key = _listed(lexicons)
    return tuple(
        word for size in range(1, len(letters) + 1) for word in by_key.get(letters[:size], ())
    )


def _matches(sentence: str, lexicons: Lexicons) -> Iterator[tuple[int, int, _Word]]:
    """Where patterns stand in a sentence: at each word the longest one of each class."""
    for start in (match.start() for match in _STARTS.finditer(sentence)):
        longest: dict[str, tuple[int, int, _Word]] = {}
        for word in _beginning(sentence[start : start + _KEY].lower(), lexicons):
            match = word.expression.match(sentence, start)
            if match and match.end() > longest.get(word.name, (0, 0))[1]:
                longest[word.name] = (start, match.end(), word)
        yield from longest.values()


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
    for start, end, word in _matches(sentence, lexicons):
        text = sentence[start:end].lower()
        counts.setdefault(word.name, set()).add(text)
        if word.name in APPRAISALS:
            weighed[text] = word.weight
            places[start, end] = word.name
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
        tuple(sorted(((n, round(a, 2)) for n, a in adds.items()), key=lambda one: -one[1])),
    )
