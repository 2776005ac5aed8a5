"""How far people who label the same statements agree, beyond what chance would give."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from nltk.metrics.agreement import AnnotationTask

from analysis.errors import UserError
from analysis.intervals import CONFIDENCE, SEED
from analysis.labels import AGREED, FIELDS, Label, frame
from analysis.markdown import Markdown, escape, table

RESAMPLES = 1000
FEW = 10  # statements; a bootstrap of fewer says more than they can show
LEAST = 0.95  # of the resamples must have an alpha; else there is too little text for an interval
WHOLE = "all"  # the row on the whole label; of moves, on the whole set of them
RELIABLE, TENTATIVE = 0.8, 0.667  # Krippendorff (2019), section 12.4: what conclusions may rest on
COLUMNS = ("label", "statements", "agree", "percent", "alpha", "low", "high")


@dataclass(frozen=True)
class Agreement:
    """How far labellers agree on one field.

    `table`: one row a label, and first "all": `label statements agree percent alpha low high`;
    `statements` are those that two or more people labelled, `agree` those on which all of these
    say the same, `percent` their share from 0 to 100. `alpha` is Krippendorff's, 1 for perfect
    agreement and 0 for chance, with the ends of its interval; missing where all labels are alike,
    and an interval also where there is too little text for one.
    `disputed`: one row a statement on which they differ, `statement_id` and a column a person,
    missing where that person has no label.
    """

    field: str
    who: tuple[str, ...]
    table: pd.DataFrame
    disputed: pd.DataFrame

    def __repr__(self) -> str:
        whole = self.table.iloc[0]
        return (
            f"{self.field} by {', '.join(self.who)}: {whole.agree} of {whole.statements} statements"
            f" alike, alpha {_number(whole.alpha)} ({_interval(whole)})"
        )

    def _repr_markdown_(self) -> Markdown:
        return Markdown(f"{escape(self)}\n\n{table(shown(self.table), right=NUMBERS)}")


NUMBERS = ("Statements", "Alike", "Percent", "Alpha", "95 % interval")


def agreement(labels: pd.DataFrame | Iterable[Label], field: str = "moves") -> Agreement:
    """How far the people agree who gave `labels` (of `labels.read`, or a frame of them).

    Percentage agreement, and Krippendorff's alpha for nominal data (Krippendorff 2019, chapter
    12), which allows for any number of people and for statements that not all have labelled; its
    interval is a bootstrap over statements (Zapf et al. 2016, 10.1186/s12874-016-0200-9). Moves,
    of which a statement may have several, are also taken one by one, as there or not there. What
    they `labels.AGREED` on afterwards is no one's label.

    Raises UserError for a field that there is not, and where no statement has labels by two.

    >>> one = Label("article#s1", 0, 12, "", "voice", "direct", "Ann")
    >>> agreement([one, one._replace(value="indirect", who="Bo")], "voice")
    voice by Ann, Bo: 0 of 1 statements alike, alpha 0.00 (no interval)
    """
    if field not in FIELDS:
        raise UserError(f"no field {field!r}; there are {', '.join(FIELDS)}")
    grid = _grid(labels if isinstance(labels, pd.DataFrame) else frame(labels), field)
    if grid.empty:
        raise UserError(f"no statement has {field} by two people")
    rows = [_row(WHOLE, grid)]
    if field == "moves":
        named = sorted({move for moves in grid.stack().dropna() for move in moves.split()})
        rows += [_row(move, _binary(grid, move)) for move in named]
    differ = grid[grid.nunique(axis="columns") > 1]
    disputed = differ.rename_axis(index="statement_id", columns=None).reset_index()
    return Agreement(
        field, tuple(grid.columns), pd.DataFrame(rows, columns=list(COLUMNS)), disputed
    )


def _grid(labels: pd.DataFrame, field: str) -> pd.DataFrame:
    """Statements that two or more labelled, by person; missing where one did not."""
    own = labels[(labels.field == field) & (labels.who != AGREED)]
    if field == "moves":
        own = own.assign(value=own.value.map(lambda moves: " ".join(sorted(moves.split()))))
    own = own.drop_duplicates(["statement_id", "sha256", "who"], keep="last")
    keys = ["statement_id", "sha256"]
    order = pd.MultiIndex.from_frame(own[keys].drop_duplicates())
    grid = own.set_index([*keys, "who"]).value.unstack("who").reindex(order).droplevel("sha256")
    return grid[grid.notna().sum(axis="columns") > 1].dropna(axis="columns", how="all")


def _binary(grid: pd.DataFrame, move: str) -> pd.DataFrame:
    """For each label, whether it holds a move."""
    return grid.map(lambda moves: move in moves.split() if isinstance(moves, str) else moves)


def _row(name: str, grid: pd.DataFrame) -> list:
    alike = int((grid.nunique(axis="columns") == 1).sum())
    counts = _counts(grid)
    return [name, len(grid), alike, 100 * alike / len(grid), _alpha(counts), *_ends(counts)]


def _counts(grid: pd.DataFrame) -> np.ndarray:
    """Statements x values: how many people gave each."""
    values = pd.unique(grid.stack().dropna())
    return np.column_stack([(grid == value).sum(axis="columns") for value in values])


def _alpha(counts: np.ndarray) -> float:
    """Krippendorff's alpha; missing where only one value was given, of which it is 0 over 0."""
    counts = counts[:, counts.any(axis=0)]
    if counts.shape[1] < 2:
        return np.nan
    labels = [
        (person, statement, value)
        for statement, row in enumerate(counts)
        for person, value in enumerate(np.repeat(np.arange(len(row)), row))
    ]
    return float(AnnotationTask(labels).alpha())


def _ends(counts: np.ndarray, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The ends of alpha's interval, by drawing the statements again."""
    number = len(counts)
    if number < FEW or np.isnan(_alpha(counts)):
        return np.nan, np.nan
    chance = np.random.default_rng(SEED)
    drawn = alphas(counts, chance.multinomial(number, np.full(number, 1 / number), RESAMPLES))
    if np.isfinite(drawn).mean() < LEAST:
        return np.nan, np.nan
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(drawn, [tail, 1 - tail])
    return float(low), float(high)


def alphas(counts: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Alpha of each resample, in which a statement comes so many `times` (resamples x statements).

    What the library computes of one, for many at once: one minus the pairs of labels that differ
    within statements over those that would in all.
    """
    people = counts.sum(axis=1)
    differ = (counts * (people[:, None] - counts)).sum(axis=1) / (people - 1)
    given_so, total = times @ counts, times @ people
    expected = (given_so * (total[:, None] - given_so)).sum(axis=1) / (total - 1)
    return 1 - (times @ differ) / np.where(expected > 0, expected, np.nan)


# ---- for a reader


def shown(found: pd.DataFrame) -> pd.DataFrame:
    """An agreement's table as a reader reads it."""
    return pd.DataFrame(
        {
            "Label": found.label.str.replace("_", " "),
            "Statements": found.statements,
            "Alike": found.agree,
            "Percent": found.percent.map("{:.0f}".format),
            "Alpha": found.alpha.map(_number),
            "95 % interval": [_interval(row) for row in found.itertuples()],
        }
    )


def verdict(found: Agreement) -> str:
    """What may rest on the labels, by Krippendorff's customary bounds and alpha's lower end."""
    whole = found.table.iloc[0]
    low = whole.low
    if np.isnan(low):
        return "There is too little text to say how reliable the labels are."
    for bound, what in ((RELIABLE, "reliable"), (TENTATIVE, "good for tentative conclusions")):
        if low >= bound:
            return f"The labels are {what}: alpha is at least {bound} in all likelihood."
    return f"No conclusion should rest on these labels alone: alpha may be below {TENTATIVE}."


def _number(value: float) -> str:
    return "not defined" if np.isnan(value) else f"{value:.2f}"


def _interval(row: Sequence) -> str:
    return "no interval" if np.isnan(row.low) else f"{row.low:.2f} to {row.high:.2f}"


def said(labels: Iterable[Label], statements: pd.DataFrame, field: str = "moves") -> Markdown:
    """Agreement and disputes as a notebook shows them; a line that says what to do without any.

    `statements` are those of `annotate`, for the disputed ones' text.
    """
    try:
        found = agreement(labels, field)
    except UserError as error:
        return Markdown(
            f"{escape(error)}: each labels the same statements under a name of their own."
        )
    parts = [found._repr_markdown_(), escape(verdict(found)), "**Disputed:**"]
    return Markdown("\n\n".join([*parts, table(disputes(found, statements), wide=["Statement"])]))


def disputes(found: Agreement, statements: pd.DataFrame) -> pd.DataFrame:
    """One row a disputed statement as a reader reads it: its text, and what each person says."""
    texts = dict(zip(statements.statement_id, statements.text, strict=True))
    shown = found.disputed.assign(
        Statement=[texts.get(one, one) for one in found.disputed.statement_id]
    )
    for person in found.who:
        shown[person] = [_value(one, found.field) for one in found.disputed[person]]
    return shown[["Statement", *found.who]]


def _value(label: str | float, field: str) -> str:
    if not isinstance(label, str):
        return "not labelled"
    return (", ".join(label.split()).replace("_", " ") if field == "moves" else label) or "none"
