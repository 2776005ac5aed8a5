"""Which group a statement, and each move in it, belongs to."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis.errors import UserError
from analysis.words import tag_of

UNKNOWN = "unknown"  # where the article does not tell
# columns whose value can name several at once
JOINT = frozenset({"side", "actor", "source", "source_side", "target", "target_side"})
# what `by` may name that is no column, and how many characters of a date it keeps
PERIODS = {"year": 4, "month": 7}


def members(value: str) -> list[str]:
    """The single actors or sides of a joint one.

    >>> members("Denmark; Greenland")
    ['Denmark', 'Greenland']
    """
    return [name for name in value.split("; ") if name]


def column_of(statements: pd.DataFrame, by: str) -> pd.Series:
    """The values that `by` names: a column, "article", or the "month" or "year" of publication.

    Raises UserError where the statements have no such column.
    """
    if by in statements:
        return statements[by]
    if by == "article":
        return statements.article_id
    if by in PERIODS and "published" in statements:
        return statements.published.fillna("").astype(str).str[: PERIODS[by]]
    raise UserError(f"statements have no column {by!r}; they have {', '.join(statements)}")


def grouped(statements: pd.DataFrame, by: str) -> pd.DataFrame:
    """The statements with their `group`; one of several groups has a row for each."""
    return statements.assign(group=_groups(statements, by)).explode("group", ignore_index=True)


def _groups(statements: pd.DataFrame, by: str) -> pd.Series:
    """A list of groups for each statement."""
    values = column_of(statements, by)
    values = values.astype(object).where(values.notna(), "").astype(str)
    split = members if by in JOINT else lambda value: [value] if value else []
    return each_once(values, lambda value: split(value) or [UNKNOWN])


def each_once(values: pd.Series, function: Callable[[str], Any]) -> pd.Series:
    """The function of each value, computed once for those that are the same."""
    return values.map({value: function(value) for value in values.unique()})


def names_of(statements: pd.DataFrame, by: str) -> list[str]:
    """The groups' names, sorted; a categorical column's categories, in their order."""
    values = column_of(statements, by)
    found = {name for names in _groups(statements, by) for name in names}
    if isinstance(values.dtype, pd.CategoricalDtype):
        names = [str(name) for name in values.cat.categories if str(name)]
        return [*names, *([UNKNOWN] if UNKNOWN in found - set(names) else [])]
    return sorted(found)


def moves_made(statements: pd.DataFrame) -> pd.DataFrame:
    """One row a move of a statement, with the columns `move`, `maker` and `toward`.

    A move of several sides at once has a row for each; `maker` is "" where the text does not
    tell, and so is `toward`, the side that the move is directed at.
    """
    made = statements.assign(move=statements.moves, maker=statements.makers)
    made = made.explode(["move", "maker"], ignore_index=True).dropna(subset="move")
    toward = [_toward(row) for row in made.itertuples()]
    made = made.assign(toward=toward, maker=each_once(made.maker, lambda side: named(side) or [""]))
    return made.explode("maker", ignore_index=True)


def named(value: str) -> list[str]:
    """The members that have a name; "we" and "all" are no one's.

    >>> named("Denmark; we")
    ['Denmark']
    """
    return [name for name in members(value) if tag_of(name.lower(), True) not in ("O", "D", "W")]


def _toward(row: object) -> str:
    """The target of a move; where the move answers the statement's act, the act's source.

    Never one of those who make the move.
    """
    whose = {row.source_side, row.source, row.actor}
    answers = bool(row.source_side) and row.maker not in whose
    target = row.source_side if answers else row.target_side or row.target
    makers = members(row.maker)
    return "; ".join(name for name in members(target) if name not in makers)


def made_by(statements: pd.DataFrame, by: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The moves with the `group` that makes them, and the statements that these are shares of.

    Where sides are compared a move is its maker's, where actors are, the actor's if the maker is
    the actor or its side, and else the maker's; with any other grouping it is its statement's.
    The second frame has one row a group and statement in which it speaks or makes a move.
    """
    made = moves_made(statements)
    if by == "side":
        made = made.assign(group=made.maker.replace("", UNKNOWN))
    elif by == "actor":
        made = grouped(made.assign(actor=_own(made)), by)
    else:
        made = grouped(made, by)
    made = made.drop_duplicates(["group", "statement_id", "move"])
    base = pd.concat([grouped(statements, by), made])
    return made, base.drop_duplicates(["group", "statement_id"])


def _own(made: pd.DataFrame) -> pd.Series:
    """The actor whose move it is: the speaker, or the maker of whom the speaker tells."""
    its_own = [
        maker in (members(actor) + members(side))
        for maker, actor, side in zip(made.maker, made.actor, made.side, strict=True)
    ]
    return made.actor.where(its_own, made.maker)
