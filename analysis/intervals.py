"""Intervals: how sure a share, a rate or a mean is, by sampling and by errors of measurement.

All are 95 % intervals, and the same numbers give the same interval on every run.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta, gamma

CONFIDENCE = 0.95
TAIL = (1 - CONFIDENCE) / 2
DRAWS = 4000
SEED = 20260101  # any fixed number


@dataclass(frozen=True)
class Accuracy:
    """How often a label was right on hand-labelled data.

    `right` of the `given` labels were true (precision); `found` of the `true` ones were given
    (recall).
    """

    right: int
    given: int
    found: int
    true: int

    @property
    def precision(self) -> float:
        """Share of the labels given that were true; missing where none was given."""
        return self.right / self.given if self.given else np.nan

    @property
    def recall(self) -> float:
        """Share of the true labels that were given; missing where there was none."""
        return self.found / self.true if self.true else np.nan


@dataclass(frozen=True)
class Interval:
    """An estimate with the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    def __contains__(self, number: float) -> bool:
        """Whether the interval holds a number."""
        return self.low <= number <= self.high


def share(count: int, of: int, accuracy: Accuracy | None = None) -> Interval:
    """A share from 0 to 1; with `accuracy`, of the true labels, and as wide as its errors make it.

    Without, Jeffreys' interval, which for few cases covers nearest to what it says (Brown, Cai
    and DasGupta 2001). With, the share times precision over recall (after Rogan and Gladen
    1978), by simulation.

    >>> found = share(2, 10)
    >>> found.value, round(found.low, 2), round(found.high, 2)
    (0.2, 0.04, 0.5)
    """
    if not of:
        return Interval(np.nan, 0.0, 1.0)
    if accuracy is None:
        return Interval(count / of, *_jeffreys(count, of))
    value = min(1.0, count / of * accuracy.precision / accuracy.recall)
    return Interval(value, *_ends(_true_shares(count, of, accuracy, SEED)))


def difference(
    first: tuple[int, int], second: tuple[int, int], accuracy: Accuracy | None = None
) -> Interval:
    """How much larger the first share is than the second, each a count and what it is of.

    Errors of measurement are drawn for each group by itself: nothing says that they are the same.
    A difference survives both kinds of error where the interval leaves out 0.
    """
    left = _true_shares(*first, accuracy, SEED)
    right = _true_shares(*second, accuracy, SEED + 1)
    value = first[0] / max(1, first[1]) - second[0] / max(1, second[1])
    return Interval(value, *_ends(left - right))


def rate(count: int, words: int, per: int = 1000) -> Interval:
    """Occurrences in `per` words with Jeffreys' interval of a Poisson rate."""
    if not words:
        return Interval(np.nan, 0.0, np.inf)
    low = gamma.ppf(TAIL, count + 0.5) if count else 0.0
    ends = (count, low, gamma.ppf(1 - TAIL, count + 0.5))
    return Interval(*(float(per * end / words) for end in ends))


def mean(values: Iterable[float]) -> Interval:
    """A mean with its percentile bootstrap interval (Efron 1979); no interval below 3 values."""
    values = np.asarray(list(values), dtype=float)
    if len(values) < 3:
        return Interval(values.mean() if len(values) else np.nan, np.nan, np.nan)
    draws = np.random.default_rng(SEED).choice(values, (DRAWS, len(values))).mean(axis=1)
    return Interval(values.mean(), *_ends(draws))


def _jeffreys(count: int, of: int) -> tuple[float, float]:
    low = beta.ppf(TAIL, count + 0.5, of - count + 0.5) if count else 0.0
    high = beta.ppf(1 - TAIL, count + 0.5, of - count + 0.5) if count < of else 1.0
    return float(low), float(high)


def _true_shares(count: int, of: int, accuracy: Accuracy | None, seed: int) -> np.ndarray:
    """Draws of a share, of precision and of recall (Jeffreys' priors) made into true shares."""
    chance = np.random.default_rng(seed)
    drawn = chance.beta(count + 0.5, of - count + 0.5, DRAWS)
    if accuracy is None:
        return drawn
    precision = chance.beta(accuracy.right + 0.5, accuracy.given - accuracy.right + 0.5, DRAWS)
    recall = chance.beta(accuracy.found + 0.5, accuracy.true - accuracy.found + 0.5, DRAWS)
    return np.minimum(1, drawn * precision / recall)


def _ends(draws: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(draws, [TAIL, 1 - TAIL])
    return float(low), float(high)
