"""What is counted of a group: its moves, its voices and its tone, by the unit they come in.

A unit is what may be taken for drawn at random: articles where each group has enough of them,
else statements, since words and moves of one text come in bunches. The columns "articles" and
"statements" number them.
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


@dataclass(frozen=True)
class Measure:
    """Cases of each label, by unit; of the units of a group that are the same there is one row.

    `table`: the labels' columns, `of` the cases in all, and `times` that a unit is like this; its
    index is the group, sorted. `alone` where each unit is one case by itself.
    """

    name: str
    table: pd.DataFrame
    alone: bool = False

    @property
    def labels(self) -> list[str]:
        """What is counted."""
        return list(self.table.columns[:-2])

    @property
    def groups(self) -> list[str]:
        """The groups that have any unit, sorted."""
        return sorted(self.table.index.unique())

    def sums(self) -> pd.DataFrame:
        """Cases of each label, and `of`, by group."""
        cases = self.table.drop(columns="times").mul(self.table.times, axis=0)
        return cases.groupby(level="group").sum()

    def units(self, group: str) -> pd.DataFrame:
        """The units of one group, each with a row: cases of each label, and `of`."""
        return repeated(self.table.loc[group:group])

    def cases(self) -> dict[str, Cases]:
        """Each group's cases, with what intervals need."""
        if self.alone:
            return {
                name: Cases(row.to_numpy(float), float(row["of"]))
                for name, row in self.sums().iterrows()
            }
        return {
            name: intervals.cases(own[self.labels].to_numpy(), own["of"], own.times, seed)
            for seed, (name, own) in enumerate(self.table.groupby(level="group"))
        }


def voices(frame: pd.DataFrame, unit: str) -> Measure:
    """Words in each voice, of all words."""
    words = frame.groupby(["group", unit, "voice"]).words.sum().unstack("voice", fill_value=0)
    words = words.reindex(columns=list(VOICES), fill_value=0)
    words = words.assign(of=words.sum(axis=1))
    return Measure("voice", _gathered(words[words["of"] > 0]))


def moves(made: pd.DataFrame, base: pd.DataFrame, unit: str) -> Measure:
    """Statements that make each move, of those in which a group speaks or makes one."""
    of = base.groupby(["group", unit]).size()
    counts = made.groupby(["group", unit, "move"]).size().unstack("move")
    counts = counts.reindex(index=of.index, columns=list(MOVES)).fillna(0).astype(int)
    return Measure("move", _gathered(counts.assign(of=of)), alone=unit == "statements")


def tone(frame: pd.DataFrame, name: str, unit: str) -> Measure:
    """The sum of a tone's scores; of the scored statements, or of articles with their means."""
    column = TONES[name][0]
    means = scored_by(frame, name).groupby(["group", unit])[[column]].mean()
    means = means.set_axis([name], axis=1).astype(float)
    return Measure("tone", _gathered(means.assign(of=1)))


def merge(parts: Sequence[Measure]) -> Measure:
    """The measure of all parts of a corpus, which hold whole units."""
    return Measure(parts[0].name, _gathered(pd.concat([p.table for p in parts])), parts[0].alone)


def repeated(table: pd.DataFrame) -> pd.DataFrame:
    """A row for each unit of a measure's table, without `times`."""
    return table.iloc[np.repeat(np.arange(len(table)), table.times), :-1]


def _gathered(units: pd.DataFrame) -> pd.DataFrame:
    """One row for all units of a group that are the same, with their number, `times`."""
    units = units if "times" in units else units.assign(times=1)
    cases = list(units.columns.drop("times"))
    return units.groupby(["group", *cases]).times.sum().reset_index(cases)


def tones_of(frame: pd.DataFrame) -> list[str]:
    """The measures of tone that the statements carry."""
    return [name for name, (column, _) in TONES.items() if column in frame]


def scored_by(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The statements that a measure of tone could score."""
    column, scored = TONES[name]
    known = frame[scored].astype(bool) if scored in frame else frame[column].notna()
    return frame[known]
