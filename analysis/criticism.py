"""How far a sentence criticises: the words of negative appraisal in it, weighed.

Appraisal of conduct, propriety and veracity in Martin and White's sense (2005, 52-56), in the
vocabulary of diplomacy: `lexicons/criticism.csv`, where a `*` stands for any ending and the
weight runs from 1 (conflict is the topic) to 3 (an accusation in one word).
"""

import re
from functools import cache
from typing import NamedTuple

from analysis.lexicon import rows

# what one word of each weight adds; tuned on half of UNSCon's speeches
_ADDS = {"1": 0.3, "2": 0.8, "3": 1.0}
ACCUSES = 1.1  # from here on a sentence counts as criticism


class Criticism(NamedTuple):
    """`score` from 0 up, and the `words` that it comes from."""

    score: float
    words: tuple[str, ...]


@cache
def _patterns() -> tuple[tuple[float, re.Pattern[str]], ...]:
    by_weight: dict[str, list[str]] = {}
    for row in rows("criticism"):
        stem = re.escape(row["pattern"]).replace(r"\*", r"[\w-]*").replace(r"\ ", r"\s+")
        by_weight.setdefault(row["weight"], []).append(stem)
    for stems in by_weight.values():
        stems.sort(key=len, reverse=True)  # the longest of those that begin alike
    return tuple(
        (_ADDS[weight], re.compile(rf"\b(?:{'|'.join(stems)})\b", re.IGNORECASE))
        for weight, stems in sorted(by_weight.items(), reverse=True)
    )


def criticism(sentence: str) -> Criticism:
    """Weigh the words of a sentence that criticise.

    >>> criticism("It was a flagrant violation of the treaty.").words
    ('flagrant', 'violation')
    >>> criticism("The ministers met in Oslo.").score
    0.0
    """
    found = [
        (match[0].lower(), adds)
        for adds, pattern in _patterns()
        for match in pattern.finditer(sentence)
    ]
    distinct = dict(found)
    score = round(sum(distinct.values()), 2)
    return Criticism(float(score), tuple(word for word in distinct if distinct[word] > _ADDS["1"]))
