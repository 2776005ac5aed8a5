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
    `moves`: one row a group and move: `group move count of share low high per_1000
    statement_ids`; a side's moves are those that it makes, also where others tell of them; `of` is
    the statements in which the group speaks or makes a move, `per_1000` the rate in their words.
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
    return Comparison(
        by, _groups(grouped), _moves(statements, by), _tone(grouped), targets(statements)
    )


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


def moves_made(statements: pd.DataFrame) -> pd.DataFrame:
    """One row a move of a statement, with the columns `move` and `maker`, the side that makes it.

    A move of several sides at once has a row for each; `maker` is "" where the text does not tell.
    """
    made = statements.assign(move=statements.moves, maker=statements.makers)
    made = made.explode(["move", "maker"]).dropna(subset="move")
    return made.assign(maker=made.maker.map(lambda side: members(side) or [""])).explode("maker")


def _moves(statements: pd.DataFrame, by: str) -> pd.DataFrame:
    """Moves by who makes them where sides are compared, else by the statement's group."""
    made = moves_made(statements)
    made = made.assign(group=made.maker if by == "side" else made[by]).replace(
        {"group": {"": UNKNOWN}}
    )
    rows = [
        {
            "group": group,
            "move": move,
            **_share(len(own), base),
            "statement_ids": list(own.statement_id),
        }
        for group, of_group in made.groupby("group", sort=True)
        for base in [_base(statements, of_group, by)]
        for move in MOVES
        if len(own := of_group[of_group.move == move])
    ]
    columns = ["group", "move", "count", "of", "share", "low", "high", "per_1000", "statement_ids"]
    return pd.DataFrame(rows, columns=columns)


def _base(statements: pd.DataFrame, made: pd.DataFrame, by: str) -> pd.DataFrame:
    """The statements in which a group speaks or makes a move: what its shares are of."""
    group = made.group.iloc[0]
    value = "" if group == UNKNOWN else group
    belongs = statements[by].map(lambda name: value in (members(name) or [""]))
    return statements[belongs | statements.statement_id.isin(made.statement_id)]


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
