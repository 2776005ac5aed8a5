"""Whether groups differ by more than chance: their labels dealt out again at random.

Exact where the units are exchangeable, however few they are and however unevenly what is counted
is spread over them; an interval from a formula is neither (Good 2005, chapter 2).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.progress import bar

PERMUTATIONS = 1999  # p down to 1 in 2,000
SEED = 20260101


def shares_p(table: np.ndarray, labels: Sequence[str], against: str = "") -> dict[str, np.ndarray]:
    """Two-sided p values, by group, of the difference of each share to all other groups' share.

    Or to that of the group `against` alone. `table` has one row a unit: its cases of each label,
    and last the cases in all, of which these are shares; `labels` are the units' groups. Where a
    group has no case p is 1.
    """
    group, names = pd.factorize(np.asarray(labels, dtype=object), sort=True)
    order = np.argsort(group, kind="stable")
    rows = np.asarray(table)[order]
    starts = np.searchsorted(group[order], np.arange(len(names)))
    base = list(names).index(against) if against else -1
    true = np.abs(_differences(rows, starts, base))
    chance, as_large = np.random.default_rng(SEED), np.zeros_like(true)
    for _ in bar(range(PERMUTATIONS), "permuting", "permutation", PERMUTATIONS):
        dealt = np.abs(_differences(chance.permutation(rows), starts, base))
        as_large += ~(dealt < true - 1e-12)
    p = (1 + as_large) / (1 + PERMUTATIONS)
    return {name: p[number] for number, name in enumerate(names) if number != base}


def _differences(rows: np.ndarray, starts: np.ndarray, base: int) -> np.ndarray:
    """Each group's shares less those it is compared with, groups x labels; none is missing."""
    sums = np.add.reduceat(rows, starts, dtype=float)
    rest = sums.sum(axis=0) - sums if base < 0 else sums[base]
    with np.errstate(invalid="ignore", divide="ignore"):
        return sums[:, :-1] / sums[:, -1:] - rest[..., :-1] / rest[..., -1:]
