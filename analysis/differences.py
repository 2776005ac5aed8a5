"""Which differences between groups survive both chance and the errors of measurement."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add

import numpy as np
import pandas as pd

from analysis import intervals, measures, permutation
from analysis.grouping import UNKNOWN
from analysis.intervals import Accuracy, Interval
from analysis.measures import Measure

LEVEL = 0.05  # false-discovery rate
REST = "the rest"
COLUMNS = tuple(
    "measure label group against value value_against difference low high p q differs".split()
)


def differences(
    found: Sequence[Measure], baseline: str, errors: Sequence[Accuracy], confidence: float
) -> pd.DataFrame:
    """One row a measure, label and group: what it differs by from all others, or the baseline.

    Columns COLUMNS. `low` and `high` hold both kinds of error, `p` is by permutation of the
    units, `q` the same after Benjamini and Hochberg (1995) within the measure; `differs` where q
    is at most LEVEL and the interval leaves out 0. `errors` are those of a move's labels. A label
    that neither has, and a group without units, have no row.
    """
    rows = [
        row for measure in found for row in _with_q(_rows(measure, baseline, errors, confidence))
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"differs": bool})


def pairs(names: Sequence[str], baseline: str) -> tuple[list[str], str]:
    """The groups to compare, and with what: the baseline, the one other group, or the rest."""
    known = [name for name in names if name != UNKNOWN]
    if not baseline and len(known) == 2:
        baseline = known[1]
    if len(known) < 2 or (baseline and baseline not in known):
        return [], baseline
    return [name for name in known if name != baseline], baseline or REST


def _rows(
    measure: Measure, baseline: str, errors: Sequence[Accuracy], confidence: float
) -> list[dict]:
    groups, against = pairs(measure.groups, baseline)
    if not groups:
        return []
    known = measure.table[measure.table.index.get_level_values("group") != UNKNOWN]
    labels = known.index.get_level_values("group").to_numpy(str)
    p = permutation.shares_p(known.to_numpy(), labels, "" if against == REST else against)
    if measure.name == "tone":
        interval = _of_means(measure, groups, against, confidence)
    else:
        errors = errors if measure.name == "move" else ()
        interval = _of_shares(measure, groups, against, errors, confidence)
    sums = known.groupby(level="group").sum()
    rows = []
    for group in groups:
        rest = sums.loc[against] if against != REST else sums.drop(group).sum()
        for i, label in enumerate(measure.labels):
            if sums.loc[group, label] or rest[label]:
                value, other = (
                    sums.loc[group, label] / sums.loc[group, "of"],
                    rest[label] / rest["of"],
                )
                between = interval(group, i)
                rows.append(
                    dict(zip(COLUMNS, (measure.name, label, group, against, value, other,
                         between.value, between.low, between.high, p[group][i]), strict=False))
                )  # fmt: skip
    return rows


def _of_shares(
    measure: Measure, groups: Sequence[str], against: str, errors: Sequence[Accuracy],
    confidence: float,
) -> Callable[[str, int], Interval]:  # fmt: skip
    """The interval of a group's difference in the label of a number."""
    cases = measure.cases()
    total = reduce(add, (cases[name] for name in groups))
    pairs_of = {
        name: (cases[name], total - cases[name] if against == REST else cases[against])
        for name in groups
    }
    numbers = {
        name: tuple(intervals.effective(one, confidence) for one in pair)
        for name, pair in pairs_of.items()
    }

    def interval(group: str, i: int) -> Interval:
        first, second = (
            (one.count[i] / one.of * number[i], number[i])
            for one, number in zip(pairs_of[group], numbers[group], strict=True)
        )
        return intervals.difference(first, second, errors, confidence)

    return interval


def _of_means(
    measure: Measure, groups: Sequence[str], against: str, confidence: float
) -> Callable[[str, int], Interval]:
    """The interval of a group's difference in mean tone."""
    own = {name: measures.values(measure, name) for name in {*groups, against} - {REST}}

    def interval(group: str, _: int) -> Interval:
        others = [values for name, values in own.items() if name != group]
        rest = np.concatenate(others) if against == REST else own[against]
        return intervals.difference_of_means(own[group], rest, confidence)

    return interval


def _with_q(rows: list[dict]) -> list[dict]:
    """The rows with their false-discovery rate, and whether the difference survives."""
    q = intervals.false_discovery(np.array([row["p"] for row in rows]))
    return [
        row | {"q": rate, "differs": bool(rate <= LEVEL and not row["low"] <= 0 <= row["high"])}
        for row, rate in zip(rows, q, strict=True)
    ]
