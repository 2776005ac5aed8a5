"""Intervals: how sure a share or a mean is, by sampling and by errors of measurement.

The same numbers give the same interval on every run.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from scipy.stats import beta, t

CONFIDENCE = 0.95
DRAWS = 4000
RESAMPLES = 1000  # of a bootstrap that only a variance is taken from
BLOCK = 1 << 22  # numbers drawn at once, 32 MB
LEAST = 5  # values; the coverage of a mean's interval was not checked below
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
    """An estimate with the ends of its interval."""

    value: float
    low: float
    high: float

    def __contains__(self, number: float) -> bool:
        """Whether the interval holds a number."""
        return self.low <= number <= self.high


@dataclass(frozen=True)
class Cases:
    """How many of some cases bear each label: `table` is one count a label, then of how many.

    Cases come in units; `squares` is the sum of the units' squared numbers of cases, and `drawn`
    (resamples x labels + 1) the table with the units drawn again, None where each case is a unit
    by itself, which needs no drawing. Cases of different units add up.
    """

    table: np.ndarray
    squares: float
    drawn: np.ndarray | None = None

    @property
    def count(self) -> np.ndarray:
        """Cases of each label."""
        return self.table[:-1]

    @property
    def of(self) -> float:
        """Cases in all."""
        return float(self.table[-1])

    @property
    def units(self) -> float:
        """How many units of one size would weigh as much (Kish 1965)."""
        return self.of**2 / self.squares if self.squares else 0.0

    def __add__(self, other: "Cases") -> "Cases":
        """Both together."""
        drawn = None if self.drawn is None else self.drawn + other.drawn
        return Cases(self.table + other.table, self.squares + other.squares, drawn)

    def __sub__(self, other: "Cases") -> "Cases":
        """These without those, which are among them."""
        drawn = None if self.drawn is None else self.drawn - other.drawn
        return Cases(self.table - other.table, self.squares - other.squares, drawn)


def share(
    count: float, of: float, errors: Sequence[Accuracy] = (), confidence: float = CONFIDENCE
) -> Interval:
    """A share from 0 to 1; with `errors`, of the true labels, and as wide as the errors make it.

    Without, Jeffreys' interval, which for few cases covers nearest to what it says (Brown, Cai
    and DasGupta 2001). With, the share times precision over recall of each thing that must be
    right (after Rogan and Gladen 1978), by simulation. `of` may be an effective number
    (`effective`), `count` with it.

    >>> found = share(2, 10)
    >>> found.value, round(found.low, 2), round(found.high, 2)
    (0.2, 0.04, 0.5)
    """
    if not of:
        return Interval(np.nan, 0.0, 1.0)
    if not errors:
        return Interval(count / of, *_jeffreys(count, of, confidence))
    return _corrected(count, of, tuple(errors), confidence)


@lru_cache(maxsize=1 << 16)  # in a large table most counts are small, and many are the same
def _corrected(
    count: float, of: float, errors: tuple[Accuracy, ...], confidence: float
) -> Interval:
    drawn = _true_shares(count, of, errors, SEED)
    return Interval(_true_share(count, of, errors), *_ends(drawn, confidence))


def difference(
    first: tuple[float, float],
    second: tuple[float, float],
    errors: Sequence[Accuracy] = (),
    confidence: float = CONFIDENCE,
) -> Interval:
    """How much larger the first share is than the second, each a count and what it is of.

    Errors of measurement are drawn for each group by itself: nothing says that they are the same.
    A difference survives both kinds of error where the interval leaves out 0. Of nothing, the
    widest interval.
    """
    if not (first[1] and second[1]):
        return Interval(np.nan, -1.0, 1.0)
    errors = tuple(errors)
    drawn = _true_shares(*first, errors, SEED) - _true_shares(*second, errors, SEED + 1)
    value = _true_share(*first, errors) - _true_share(*second, errors)
    return Interval(value, *_ends(drawn, confidence))


def cases(
    counts: np.ndarray, of: np.ndarray, times: np.ndarray | None = None, seed: int = 0
) -> Cases:
    """Cases that come in units, articles or sentences, and the same units drawn again.

    `counts` (rows x labels) are the labels' cases among the `of` cases of a unit, and `times` how
    many units are like it, one when None. Drawing the units again, a bootstrap (Efron 1979), shows
    how much shares vary that come in bunches.
    """
    table = np.column_stack([counts, of]).astype(float)
    times = np.ones(len(table), int) if times is None else np.asarray(times)
    units = int(times.sum())
    whole, squares = times @ table, float(times @ table[:, -1] ** 2)
    if len(table) == 1:  # all units are the same: as are those of many a group of an archive
        return Cases(whole, squares, np.broadcast_to(whole, (RESAMPLES, len(whole))))
    chance = np.random.default_rng([SEED, seed])
    blocks = pairwise([*range(0, RESAMPLES, 1 + BLOCK // max(1, len(table))), RESAMPLES])
    shares = times / max(1, units)
    drawn = [chance.multinomial(units, shares, end - start) @ table for start, end in blocks]
    return Cases(whole, squares, np.concatenate(drawn))


def effective(found: Cases, confidence: float = CONFIDENCE) -> np.ndarray:
    """How many cases drawn singly would tell as much as these, which come in bunches.

    One number a label: that with the variance of its resampled shares, lowered for few units
    (Korn and Graubard 1998), and never more than there are cases. A label without variance has
    the middle one of the others' numbers, as many as there are units where no other has one.
    """
    total = float(found.of)
    if found.drawn is None or not found.units:
        return np.full(len(found.count), total)
    if found.units < 1.5 or total < 2:
        return np.ones(len(found.count))
    of = found.drawn[:, -1:]
    shares = found.drawn[:, :-1] / np.where(of, of, np.nan)
    variance = np.nanvar(shares, axis=0) * found.units / (found.units - 1)
    mean, varies = found.count / total, variance > 0
    tail = (1 - confidence) / 2
    few = (t.isf(tail, total - 1) / t.isf(tail, found.units - 1)) ** 2
    number = np.clip(few * mean * (1 - mean) / np.where(varies, variance, 1), 1.0, total)
    usual = np.median(number[varies]) if varies.any() else min(total, found.units)
    return np.where(varies, number, usual)


def mean(
    values: Iterable[float],
    bounds: tuple[float, float] = (-1.0, 1.0),
    confidence: float = CONFIDENCE,
) -> Interval:
    """A mean with Student's interval, cut at the scale's `bounds`; none below LEAST values."""
    values = np.asarray(list(values), dtype=float)
    if len(values) < LEAST:
        return Interval(values.mean() if len(values) else np.nan, np.nan, np.nan)
    half = t.isf((1 - confidence) / 2, len(values) - 1) * _error(values)
    middle = float(values.mean())
    return Interval(middle, max(bounds[0], middle - half), min(bounds[1], middle + half))


def difference_of_means(
    first: Iterable[float], second: Iterable[float], confidence: float = CONFIDENCE
) -> Interval:
    """How much larger the first mean is than the second, with Welch's (1947) interval.

    Below LEAST values in either there is none.
    """
    left, right = (np.asarray(list(values), dtype=float) for values in (first, second))
    if min(len(left), len(right)) < LEAST:
        return Interval(np.nan, np.nan, np.nan)
    parts = np.array([_error(left) ** 2, _error(right) ** 2])
    value, spread = float(left.mean() - right.mean()), float(np.sqrt(parts.sum()))
    if not spread:
        return Interval(value, value, value)
    degrees = parts.sum() ** 2 / (parts**2 / [len(left) - 1, len(right) - 1]).sum()
    half = t.isf((1 - confidence) / 2, degrees) * spread
    return Interval(value, value - half, value + half)


def false_discovery(p: np.ndarray) -> np.ndarray:
    """Benjamini and Hochberg's (1995) adjusted p values.

    >>> false_discovery(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    order = np.argsort(p)[::-1]
    ranks = np.arange(len(p), 0, -1)
    adjusted = np.minimum.accumulate(np.minimum(1, p[order] * len(p) / ranks))
    out = np.empty_like(adjusted)
    out[order] = adjusted
    return out


def _error(values: np.ndarray) -> float:
    """The standard error of a mean."""
    return float(values.std(ddof=1) / np.sqrt(len(values)))


def _jeffreys(count: float, of: float, confidence: float) -> tuple[float, float]:
    tail, shape = (1 - confidence) / 2, (count + 0.5, of - count + 0.5)
    low = beta.ppf(tail, *shape) if count else 0.0
    high = beta.isf(tail, *shape) if count < of else 1.0
    return float(low), float(high)


def _true_share(count: float, of: float, errors: Sequence[Accuracy]) -> float:
    return min(1.0, count / of * math.prod(one.precision / one.recall for one in errors))


@lru_cache(maxsize=256)  # 8 MB; many groups of an archive have the same few statements
def _true_shares(count: float, of: float, errors: tuple[Accuracy, ...], seed: int) -> np.ndarray:
    """Draws of a share, made true shares by draws of its labels' precision and recall."""
    drawn = np.random.default_rng(seed).beta(count + 0.5, of - count + 0.5, DRAWS)
    return np.minimum(1, drawn * _corrections(errors, seed)) if errors else drawn


@cache
def _corrections(errors: tuple[Accuracy, ...], seed: int) -> np.ndarray:
    """Draws of precision over recall, by Jeffreys' priors."""
    chance, ratio = np.random.default_rng([seed, 1]), np.ones(DRAWS)
    for one in errors:
        ratio *= chance.beta(one.right + 0.5, one.given - one.right + 0.5, DRAWS)
        ratio /= chance.beta(one.found + 0.5, one.true - one.found + 0.5, DRAWS)
    return ratio


def _ends(draws: np.ndarray, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    return float(low), float(high)


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage.

    >>> percent(0.256)
    '26 %'
    """
    return f"{100 * share:.0f} %"
