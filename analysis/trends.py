"""How often each move is made over time, and whether that rises or falls."""

import numpy as np
import pandas as pd
from scipy.stats import kendalltau

from analysis import intervals
from analysis.comparison import compare
from analysis.differences import LEVEL
from analysis.grouping import UNKNOWN
from analysis.measures import MOVES

LEAST = 4  # periods; fewer can't have a trend that chance would not give


def moves(statements: pd.DataFrame, every: str = "month") -> pd.DataFrame:
    """Each move's share of the statements by period ("month" or "year"), with intervals.

    One row a move that occurs and period with any statement: `move period count of share estimate
    low high`. Statements without a date are left out.
    """
    found = compare(statements, by=every)
    dated = found.groups[found.groups.group != UNKNOWN]
    known = found.moves.rename(columns={"group": "period"}).set_index(["move", "period"])
    rows = []
    for move in [move for move in MOVES if move in known.index.get_level_values("move")]:
        for period, of in sorted(zip(dated.group, dated.statements, strict=True)):
            if (move, period) in known.index:
                row = known.loc[move, period]
                rows.append(
                    [move, period, *row[["count", "of", "share", "estimate", "low", "high"]]]
                )
            else:
                none = intervals.share(0, of)
                rows.append([move, period, 0, of, 0.0, 0.0, none.low, none.high])
    columns = ["move", "period", "count", "of", "share", "estimate", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def directions(trend: pd.DataFrame) -> pd.DataFrame:
    """Whether each move of `moves` becomes more or less frequent.

    One row a move: `move periods tau p q trend`: Kendall's rank correlation of share and time
    (Mann 1945), its p value, the same after Benjamini and Hochberg, and "rising", "falling" or
    "none shown". Below LEAST periods none is shown.
    """
    rows = []
    for move, own in trend.groupby("move", sort=False):
        enough = len(own) >= LEAST and own.share.nunique() > 1
        found = kendalltau(np.arange(len(own)), own.share) if enough else None
        rows.append(
            [move, len(own), *((found.statistic, found.pvalue) if found else (np.nan, 1.0))]
        )
    frame = pd.DataFrame(rows, columns=["move", "periods", "tau", "p"])
    q = intervals.false_discovery(frame.p.to_numpy(float))
    way = np.where(frame.tau > 0, "rising", "falling")
    return frame.assign(q=q, trend=np.where(q <= LEVEL, way, "none shown"))
