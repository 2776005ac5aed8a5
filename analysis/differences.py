"""Which differences between groups survive both chance and the errors of measurement."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, reduce
from operator import add

import numpy as np
import pandas as pd

from analysis import intervals, measures, permutation
from analysis.grouping import UNKNOWN
from analysis.intervals import Accuracy, Cases, Interval
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
    tables = [_of_measure(measure, baseline, errors, confidence) for measure in found]
    return pd.concat(tables, ignore_index=True).astype({"differs": bool})


def pairs(names: Sequence[str], baseline: str) -> tuple[list[str], str]:
    """The groups to compare, and with what: the baseline, the one other group, or the rest."""
    known = [name for name in names if name != UNKNOWN]
    if not baseline and len(known) == 2:
        baseline = known[1]
    if len(known) < 2 or (baseline and baseline not in known):
        return [], baseline
    return [name for name in known if name != baseline], baseline or REST


def _of_measure(
    measure: Measure, baseline: str, errors: Sequence[Accuracy], confidence: float
) -> pd.DataFrame:
    groups, against = pairs(measure.groups, baseline)
    labels, named, numbers = [], [], array("d")  # of an archive's many groups no objects are kept
    for group, label, found in _rows(measure, groups, against, errors, confidence):
        named.append(group)
        labels.append(label)
        numbers.extend(found)
    table = pd.DataFrame(np.reshape(numbers, (-1, 6)), columns=list(COLUMNS[4:10]))
    table = table.assign(measure=measure.name, label=labels, group=named, against=against)
    q = intervals.false_discovery(table.p.to_numpy())
    chance = (table.low <= 0) & (table.high >= 0)
    return table.assign(q=q, differs=(q <= LEVEL) & ~chance)[list(COLUMNS)]


def _rows(
    measure: Measure, groups: Sequence[str], against: str, errors: Sequence[Accuracy],
    confidence: float,
) -> Iterator[tuple[str, str, tuple[float, ...]]]:  # fmt: skip
    """A group, a label, and the numbers from `value` to `p`."""
    if not groups:
        return
    known = measure.table[measure.table.index != UNKNOWN]
    units = measures.repeated(known)
    p = permutation.shares_p(units.to_numpy(), units.index, "" if against == REST else against)
    if measure.name == "tone":
        interval = _of_means(measure, groups, against, confidence)
    else:
        errors = errors if measure.name == "move" else ()
        interval = _of_shares(measure, groups, against, errors, confidence)
    sums = measure.sums().drop(UNKNOWN, errors="ignore")
    total = sums.sum()
    for group, own in sums.loc[groups].iterrows():
        other = sums.loc[against] if against != REST else total - own
        for i, label in enumerate(measure.labels):
            if own[label] or other[label]:
                shares = own[label] / own["of"], other[label] / other["of"]
                found = interval(group, i)
                yield group, label, (*shares, found.value, found.low, found.high, p[group][i])


def _of_shares(
    measure: Measure, groups: Sequence[str], against: str, errors: Sequence[Accuracy],
    confidence: float,
) -> Callable[[str, int], Interval]:  # fmt: skip
    """The interval of a group's difference in the label of a number."""
    cases = measure.cases()
    total = reduce(add, (cases[name] for name in groups))

    @lru_cache(maxsize=1)  # a group's labels come one after another
    def numbers(group: str) -> list[tuple[Cases, np.ndarray]]:
        own = cases[group]
        other = total - own if against == REST else cases[against]
        return [(one, intervals.effective(one, confidence)) for one in (own, other)]

    def interval(group: str, i: int) -> Interval:
        first, second = (
            (one.count[i] / one.of * number[i], number[i]) for one, number in numbers(group)
        )
        return intervals.difference(first, second, errors, confidence)

    return interval


def _of_means(
    measure: Measure, groups: Sequence[str], against: str, confidence: float
) -> Callable[[str, int], Interval]:
    """The interval of a group's difference in mean tone."""
    own = {
        name: measure.units(name).iloc[:, 0].to_numpy()
        for name in [*groups, against]
        if name != REST
    }

    def interval(group: str, _: int) -> Interval:
        others = [values for name, values in own.items() if name != group]
        rest = np.concatenate(others) if against == REST else own[against]
        return intervals.difference_of_means(own[group], rest, confidence)

    return interval
