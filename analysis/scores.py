"""How good each measure is: its scores on hand-labelled data, from `scores.csv`.

The rows come from the commands in benchmarks/; `of` counts the labels that a share is of.
"""

from functools import cache
from pathlib import Path

import pandas as pd

from analysis.intervals import Accuracy

SCORES = Path(__file__).parent / "scores.csv"
# the rows that other modules ask for
MOVE, MAKER, TARGET = "negotiating move", "whose act it is", "toward whom"


@cache
def table() -> pd.DataFrame:
    """The scores: `measure score value data of`; `of` is 0 where it was not recorded."""
    frame = pd.read_csv(SCORES)
    of = frame["of"] if "of" in frame else pd.Series(0, frame.index)
    return frame.assign(of=of.fillna(0).astype(int))


def accuracy(measure: str) -> Accuracy | None:
    """Precision and recall of a measure with their numbers; None where they are not recorded.

    A measure that gives every case one label ("right") has the one share for both.
    """
    rows = table().query("measure == @measure and of > 0").set_index("score")
    scored = {score: (round(row.value * row.of), row.of) for score, row in rows.iterrows()}
    if "right" in scored:
        return Accuracy(*scored["right"], *scored["right"])
    if {"precision", "recall"} <= set(scored):
        return Accuracy(*scored["precision"], *scored["recall"])
    return None


def errors(*measures: str) -> tuple[Accuracy, ...]:
    """The recorded accuracies of the measures that must all be right."""
    return tuple(found for measure in measures if (found := accuracy(measure)))
