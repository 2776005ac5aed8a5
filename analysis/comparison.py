"""What differs between groups of statements, always with counts and an interval.

A group is whatever a column names: article, actor, side, voice. Little text makes wide
intervals; nothing here hides that.
"""

from dataclasses import dataclass

import pandas as pd

from analysis import intervals

# from conflict to cooperation: the order of PLOVER's quad classes, applied to negotiating moves
MOVES = (
    "threat", "red_line", "refusal", "blame", "demand", "precondition", "justification",
    "back_down", "concession", "reassurance", "support", "openness",
)  # fmt: skip
CONFLICT, COOPERATION = frozenset(MOVES[:6]), frozenset(MOVES[7:])
VOICES = ("direct", "indirect", "reporter")
UNKNOWN = "unknown"  # where the article does not tell
FEW = 10  # statements; below this a share's 95 % interval is wider than half the scale


@dataclass(frozen=True)
class Comparison:
    """Tables of one comparison; each a tidy frame.

    `groups`: one row a group: `group articles statements words direct indirect reporter few`.
    `moves`: one row a group and move: `group move count of share low high per_1000 statement_ids`,
    with `of` the group's statements and `per_1000` the rate in 1,000 of its words.
    `tone`: one row a group: `group statements scored mean low high`.
    `targets`: source side x target side, counts of statements.
    """

    by: str
    groups: pd.DataFrame
    moves: pd.DataFrame
    tone: pd.DataFrame
    targets: pd.DataFrame


def compare(statements: pd.DataFrame, by: str = "side") -> Comparison:
    """Compare the groups of statements that the column `by` names.

    Statements with no value there (an unknown side) make the group "unknown"; one of several
    sides at once ("Denmark; Greenland") counts for each. Raises KeyError where the frame has no
    such column.
    """
    if by not in statements:
        raise KeyError(f"statements have no column {by!r}; they have {', '.join(statements)}")
    group = statements[by].fillna("").astype(str).map(lambda value: members(value) or [UNKNOWN])
    grouped = statements.assign(group=group).explode("group").groupby("group", sort=True)
    return Comparison(by, _groups(grouped), _moves(grouped), _tone(grouped), targets(statements))


def members(value: str) -> list[str]:
    """The single actors or sides of a joint one.

    >>> members("Denmark; Greenland")
    ['Denmark', 'Greenland']
    """
    return [name for name in value.split("; ") if name]


def _groups(grouped: pd.api.typing.DataFrameGroupBy) -> pd.DataFrame:
    rows = [
        {
            "group": name,
            "articles": rows.article_id.nunique(),
            "statements": len(rows),
            "words": rows.words.sum(),
            **voice_shares(rows),
            "few": len(rows) < FEW,
        }
        for name, rows in grouped
    ]
    frame = pd.DataFrame(rows, columns=["group", "articles", "statements", "words", *VOICES, "few"])
    return frame.sort_values(["words", "group"], ascending=[False, True], ignore_index=True)


def voice_shares(statements: pd.DataFrame) -> dict[str, float]:
    """The share of words in each voice, from 0 to 1."""
    words = statements.groupby("voice").words.sum()
    total = max(1, words.sum())
    return {voice: words.get(voice, 0) / total for voice in VOICES}


def _moves(grouped: pd.api.typing.DataFrameGroupBy) -> pd.DataFrame:
    rows = [
        {"group": name, "move": move, **_share(len(made), rows), "statement_ids": made}
        for name, rows in grouped
        for move in MOVES
        if (made := list(rows.statement_id[[move in moves for moves in rows.moves]]))
    ]
    columns = ["group", "move", "count", "of", "share", "low", "high", "per_1000", "statement_ids"]
    return pd.DataFrame(rows, columns=columns)


def _share(count: int, rows: pd.DataFrame) -> dict[str, float]:
    found = intervals.share(count, len(rows))
    return {
        "count": count, "of": len(rows), "share": found.value, "low": found.low,
        "high": found.high, "per_1000": 1000 * count / max(1, rows.words.sum()),
    }  # fmt: skip


def _tone(grouped: pd.api.typing.DataFrameGroupBy) -> pd.DataFrame:
    rows = [
        {
            "group": name,
            "statements": len(rows),
            "scored": int(rows.scored.sum()),
            **_mean(rows.polarity[rows.scored]),
        }
        for name, rows in grouped
    ]
    return pd.DataFrame(rows, columns=["group", "statements", "scored", "mean", "low", "high"])


def _mean(values: pd.Series) -> dict[str, float]:
    found = intervals.mean(values)
    return {"mean": found.value, "low": found.low, "high": found.high}


def targets(statements: pd.DataFrame) -> pd.DataFrame:
    """Count statements by the side whose act it is and the side toward which it is.

    One row a source side, one column a target side, both sorted by name; statements without
    either are not in it.
    """
    pairs = statements[["source_side", "target_side"]].map(members)
    pairs = pairs.explode("source_side").explode("target_side").dropna()
    return pd.crosstab(pairs.source_side, pairs.target_side)
