"""What is counted of a group: its moves, its voices and its tone, by the unit they come in.

A unit is what may be taken for drawn at random: articles where each group has enough of them,
else statements, since words and moves of one text come in bunches. The columns "articles" and
"statements" number them, in the corpus's order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import intervals
from analysis.intervals import Cases

# from conflict to cooperation: the order of PLOVER's quad classes, applied to negotiating moves
MOVES = (
    "threat", "red_line", "refusal", "blame", "demand", "precondition", "justification",
    "back_down", "concession", "reassurance", "support", "openness",
)  # fmt: skip
CONFLICT, COOPERATION = frozenset(MOVES[:6]), frozenset(MOVES[7:])
VOICES = ("direct", "indirect", "reporter")
# measures of tone with their columns: the score, and whether there is one
TONES = {"TextBlob": ("polarity", "scored"), "VADER": ("vader", "vader_scored")}
COUNT = "int32"  # of a unit: an archive has millions


@dataclass(frozen=True)
class Measure:
    """Cases of each label, one row a unit: `table` has the labels' columns, and last `of`.

    Its index is the group, sorted, and within it the corpus's order. `alone` where each unit is
    one case by itself.
    """

    name: str
    table: pd.DataFrame
    alone: bool = False

    @property
    def labels(self) -> list[str]:
        """What is counted."""
        return list(self.table.columns[:-1])

    @property
    def groups(self) -> list[str]:
        """The groups that have any unit, sorted."""
        return sorted(self.table.index.unique())

    def cases(self) -> dict[str, Cases]:
        """Each group's cases, with what intervals need."""
        if self.alone:
            sums = self.table.groupby(level="group").sum()
            return {
                name: Cases(row.to_numpy(float), float(row["of"])) for name, row in sums.iterrows()
            }
        return {
            name: intervals.cases(own.iloc[:, :-1].to_numpy(), own["of"].to_numpy(), seed)
            for seed, (name, own) in enumerate(self.table.groupby(level="group"))
        }


def voices(frame: pd.DataFrame, unit: str) -> Measure:
    """Words in each voice, of all words."""
    words = frame.groupby(["group", unit, "voice"]).words.sum().unstack("voice", fill_value=0)
    words = words.reindex(columns=list(VOICES), fill_value=0)
    words = words.assign(of=words.sum(axis=1))
    return Measure("voice", _by_group(words[words["of"] > 0]).astype(COUNT))


def moves(made: pd.DataFrame, base: pd.DataFrame, unit: str) -> Measure:
    """Statements that make each move, of those in which a group speaks or makes one."""
    of = base.groupby(["group", unit]).size()
    counts = made.groupby(["group", unit, "move"]).size().unstack("move")
    counts = counts.reindex(index=of.index, columns=list(MOVES)).fillna(0).assign(of=of)
    alone = unit == "statements"
    return Measure("move", _by_group(counts).astype("uint8" if alone else COUNT), alone)


def tone(frame: pd.DataFrame, name: str, unit: str) -> Measure:
    """The sum of a tone's scores; of the scored statements, or of articles with their means."""
    column = TONES[name][0]
    means = scored_by(frame, name).groupby(["group", unit])[[column]].mean()
    means = means.set_axis([name], axis=1).astype(float)
    return Measure("tone", _by_group(means.assign(of=1)))


def merge(parts: Sequence[Measure]) -> Measure:
    """The measure of all parts of a corpus, which hold whole units and are in its order."""
    table = pd.concat([part.table for part in parts]).sort_index(kind="stable")
    return Measure(parts[0].name, table, parts[0].alone)


def _by_group(table: pd.DataFrame) -> pd.DataFrame:
    """Rows by group and unit, of which only the group is kept."""
    return table.droplevel(1)


def tones_of(frame: pd.DataFrame) -> list[str]:
    """The measures of tone that the statements carry."""
    return [name for name, (column, _) in TONES.items() if column in frame]


def scored_by(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The statements that a measure of tone could score."""
    column, scored = TONES[name]
    known = frame[scored].astype(bool) if scored in frame else frame[column].notna()
    return frame[known]


def values(measure: Measure, group: str) -> np.ndarray:
    """A tone's scores of one group, one a unit."""
    own = measure.table[measure.table.index == group]
    return own.iloc[:, 0].to_numpy(float)
