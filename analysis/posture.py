"""Posture: from conflict to cooperation, with the conditions and the hedges beside it.

A side can be open and conditional at once: cooperation under a condition is not yet cooperation.
"""

import pandas as pd

from analysis import intervals
from analysis.grouping import UNKNOWN, column_of, grouped, made_by, members
from analysis.measures import MOVES

ANY = "any"  # of the moves
# whose posture a statement's is: the side, or the actor, whose act it tells
WHOSE = {"side": "source_side", "actor": "source"}


def acts(statements: pd.DataFrame, by: str = "side") -> pd.DataFrame:
    """One row an act: `group article_id statement_id at posture hedged conditional`.

    An act is a statement with an event or a move; `group` whose it is (`by` as in `compare`);
    `at` the words of the article before it, `posture` from -1 (conflict) to 1 (cooperation).
    """
    told = statements.assign(
        at=statements.groupby("article_id").words.cumsum() - statements.words,
        hedged=statements.certainty == "hedged",
    )
    told = told[(told.event_type != "") | (told.moves.map(len) > 0)]
    frame = grouped(told, WHOSE.get(by, by))
    frame = frame.assign(conditional=[_sets_condition(row, by) for row in frame.itertuples()])
    columns = ["group", "article_id", "statement_id", "at", "posture", "hedged", "conditional"]
    return frame[frame.group != UNKNOWN][columns].reset_index(drop=True)


def _sets_condition(row: object, by: str) -> bool:
    """Whether the statement's precondition is the group's own, not one that it tells of."""
    makers = [
        maker for move, maker in zip(row.moves, row.makers, strict=True) if move == "precondition"
    ]
    own = {row.group} if by == "side" else {row.source_side, row.source}
    return any(own & set(members(maker)) for maker in makers)


def summary(statements: pd.DataFrame, by: str = "side") -> pd.DataFrame:
    """One row a group, the one with most acts first.

    Columns `group acts cooperation conflict mean low high hedged conditional statement_ids`: the
    acts with a posture above and below 0, the mean posture with its interval, and how many of the
    acts are hedged and on a condition.
    """
    rows = [
        [group, *_of(own), list(own.statement_id)]
        for group, own in acts(statements, by).groupby("group")
    ]
    columns = (
        "group acts cooperation conflict mean low high hedged conditional statement_ids".split()
    )
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["acts", "group"], ascending=[False, True], ignore_index=True)


def firmness(statements: pd.DataFrame, by: str = "side") -> pd.DataFrame:
    """How firmly each group makes its moves: one row a group and move, in the order of moves.

    Columns `group move count conditional hedged categorical statement_ids`: the statements that
    make the move, and how many of them state a precondition of the group's own, are hedged, and
    are categorical. The move "any" counts each statement once, whatever its moves.
    """
    made, _ = made_by(statements, by)
    sets = made[made.move == "precondition"].groupby("group").statement_id.agg(set)
    each = made.drop_duplicates(["group", "statement_id"]).assign(move=ANY)
    rows = [
        [group, move, len(own), int(own.statement_id.isin(sets.get(group, set())).sum()),
         int((own.certainty == "hedged").sum()), int((own.certainty == "categorical").sum()),
         list(own.statement_id)]
        for (group, move), own in pd.concat([made, each]).groupby(["group", "move"])
    ]  # fmt: skip
    columns = "group move count conditional hedged categorical statement_ids".split()
    frame = pd.DataFrame(rows, columns=columns)
    order = frame.move.map([*MOVES, ANY].index)
    return frame.assign(order=order).sort_values(["group", "order"], ignore_index=True)[columns]


def over_time(statements: pd.DataFrame, by: str = "side", every: str = "month") -> pd.DataFrame:
    """Posture by group and period of publication ("month" or "year"); undated articles left out.

    Columns `group period acts cooperation conflict mean low high hedged conditional`, as those of
    `summary`.
    """
    period = (
        statements.assign(period=column_of(statements, every).to_numpy())
        .set_index("statement_id")
        .period
    )
    frame = acts(statements, by)
    frame = frame.assign(period=frame.statement_id.map(period))
    frame = frame[frame.period != ""]
    rows = [[*names, *_of(own)] for names, own in frame.groupby(["group", "period"])]
    columns = "group period acts cooperation conflict mean low high hedged conditional".split()
    return pd.DataFrame(rows, columns=columns)


def _of(own: pd.DataFrame) -> list[float]:
    found = intervals.mean(own.posture)
    return [
        len(own), int((own.posture > 0).sum()), int((own.posture < 0).sum()),
        found.value, found.low, found.high, int(own.hedged.sum()), int(own.conditional.sum()),
    ]  # fmt: skip
