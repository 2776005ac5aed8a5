"""What differs between groups of statements, always with counts and an interval.

A group is whatever a column names: article, actor, side, outlet, month. Little text makes wide
intervals; nothing here hides that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import intervals, measures, scores
from analysis.differences import differences
from analysis.errors import UserError
from analysis.grouping import UNKNOWN, grouped, made_by, members, names_of
from analysis.intervals import CONFIDENCE, Accuracy, Cases, percent
from analysis.markdown import Markdown, escape, table
from analysis.measures import CONFLICT, COOPERATION, MOVES, TONES, VOICES, Measure

__all__ = ["CONFLICT", "COOPERATION", "MOVES", "VOICES", "Comparison", "compare"]

MOVE_COLUMNS = ("group", "move", "count", "of", "share", "interval")  # that a notebook shows
GROUP_NUMBERS = ("articles", "statements", "words", *VOICES)
FEW = 10  # statements; below this a share's 95 % interval is wider than half the scale


@dataclass(frozen=True)
class Comparison:
    """Tables of one comparison; each a tidy frame. `low` and `high` end an interval.

    `groups`: one row a group: `group articles statements words direct indirect reporter few`.
    `voices`: one row a group and voice: `group voice words of share low high`.
    `moves`: one row a group and move: `group move count of effective share estimate low high
    per_1000 low_per_1000 high_per_1000 statement_ids`; a side's moves are those that it makes,
    also where others tell of them; `of` is the statements in which the group speaks or makes a
    move, `effective` what they count for where articles are the units; `share` is as counted,
    `estimate` with its interval as the labels' measured precision and recall correct it, and
    `per_1000` the rate in words.
    `toward`: the same a group, target and move.
    `targets`: source side x target side, counts of statements.
    `tone`: one row a group and measure: `group measure statements scored mean low high q25 median
    q75`; where articles are the units, the mean of their means.
    `differences`: one row a measure, label and group: `measure label group against value
    value_against difference low high p q differs`. Intervals and p hold both kinds of error;
    `q` is p after Benjamini and Hochberg (1995) within the measure, and `differs` is true where
    q is at most 0.05 and the interval leaves out 0.

    `unit` is what is taken for drawn at random, "articles" where each group has enough of them,
    else "statements"; `notes` are sentences on what the tables cannot show.
    """

    by: str
    baseline: str
    confidence: float
    unit: str
    groups: pd.DataFrame
    voices: pd.DataFrame
    moves: pd.DataFrame
    toward: pd.DataFrame
    targets: pd.DataFrame
    tone: pd.DataFrame
    differences: pd.DataFrame
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        """The comparison in a few lines: its groups, and the names of its tables."""
        listed_groups = [f"{row.group} ({row.statements})" for row in self.groups.itertuples()]
        return "\n".join(
            [
                f"Comparison by {self.by}, with statements: {listed(listed_groups)}",
                "Tables: groups, voices, moves, toward, targets, tone, differences",
                *self.notes,
            ]
        )

    def _repr_markdown_(self) -> Markdown:
        """The comparison as a notebook shows it: groups, moves with intervals, and notes."""
        shares = dict.fromkeys(VOICES, percent)
        moves = self.moves.assign(
            move=self.moves.move.str.replace("_", " "),
            interval=[
                f"{percent(row.low)} to {percent(row.high)}" for row in self.moves.itertuples()
            ],
        )
        tables = [
            table(_printed(self.groups.drop(columns="few"), shares), right=GROUP_NUMBERS),
            table(_printed(moves[list(MOVE_COLUMNS)], {"share": percent}), right=MOVE_COLUMNS[2:]),
        ]
        return Markdown("\n\n".join([*tables, *map(escape, self.notes)]))


def compare(
    statements: pd.DataFrame,
    by: str = "side",
    baseline: str = "",
    confidence: float = CONFIDENCE,
    errors: Sequence[Accuracy] | None = None,
) -> Comparison:
    """Compare the groups of statements that the column `by` names.

    `by` may also be "article", or "month" or "year" of publication. Statements with no value
    there make the group "unknown", which differences leave out; one of several sides at once
    ("Denmark; Greenland") counts for each; a categorical column's unused categories are empty
    groups. Differences are to the group `baseline`, or to all others together. `errors` are the
    accuracies of a move's label (those of `scores.csv` when None, none when empty). Raises
    UserError for a column or baseline that there is not, and a confidence not within 0.5 to 1.
    """
    if not 0.5 <= confidence < 1:
        raise UserError(f"confidence is {confidence}; it must be from 0.5 to below 1")
    names, frame = names_of(statements, by), grouped(statements, by)
    made, base = made_by(statements, by)
    if baseline and baseline not in {*names, *base.group}:
        raise UserError(f"no group {baseline!r} in {by!r}; there are {listed(names)}")
    unit = measures.unit_of(frame)
    wrong = _errors(by) if errors is None else tuple(errors)
    voice, move = measures.voices(frame, unit), measures.moves(made, base, unit)
    tones = [measures.tone(frame, name, unit) for name in measures.tones_of(frame)]
    return Comparison(
        by, baseline, confidence, unit,
        _groups(frame, names),
        _voices(voice, confidence),
        _moves(move, base, made, wrong, confidence),
        _toward(base, made, wrong, confidence),
        targets(statements),
        _tone(frame, names, tones, confidence),
        differences([move, voice, *tones], baseline, wrong, confidence),
        _notes(frame, names, made),
    )  # fmt: skip


def _printed(frame: pd.DataFrame, forms: dict[str, Callable[[float], str]]) -> pd.DataFrame:
    return frame.assign(**{name: frame[name].map(form) for name, form in forms.items()})


def listed(names: Sequence[str], most: int = 8) -> str:
    """Names as an error message lists them."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(map(str, names[:most])) + more if len(names) else "none"


def _errors(by: str) -> tuple[Accuracy, ...]:
    """What must be right for a move to count: its label, and its maker where makers are groups."""
    maker = (scores.MAKER,) if by in ("side", "actor") else ()
    return scores.errors(scores.MOVES, *maker)


# ---- groups and voices


def _groups(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    by_group = dict(list(frame.groupby("group")))
    rows = [
        {
            "group": name,
            "articles": own.article_id.nunique(),
            "statements": len(own),
            "words": int(own.words.sum()),
            **voice_shares(own),
            "few": len(own) < FEW,
        }
        for name in names
        for own in [by_group.get(name, frame.iloc[:0])]
    ]
    table = pd.DataFrame(rows, columns=["group", "articles", "statements", "words", *VOICES, "few"])
    return table.sort_values(["words", "group"], ascending=[False, True], ignore_index=True)


def voice_shares(statements: pd.DataFrame) -> dict[str, float]:
    """The share of words in each voice, from 0 to 1."""
    words = statements.groupby("voice").words.sum()
    total = max(1, words.sum())
    return {voice: words.get(voice, 0) / total for voice in VOICES}


def _voices(measure: Measure, confidence: float) -> pd.DataFrame:
    rows = [
        [group, voice, int(count), int(found.of), one.value, one.low, one.high]
        for group, found in measure.cases().items()
        for voice, count, one in zip(
            VOICES, found.count, _shares(found, (), confidence), strict=True
        )
    ]
    return pd.DataFrame(rows, columns=["group", "voice", "words", "of", "share", "low", "high"])


def _shares(
    found: Cases, errors: Sequence[Accuracy], confidence: float
) -> list[intervals.Interval]:
    """Each label's share with its interval."""
    numbers = intervals.effective(found, confidence)
    return [
        intervals.share(count / found.of * number, number, errors, confidence)
        for count, number in zip(found.count, numbers, strict=True)
    ]


# ---- moves


def _moves(
    measure: Measure,
    base: pd.DataFrame,
    made: pd.DataFrame,
    errors: Sequence[Accuracy],
    confidence: float,
) -> pd.DataFrame:
    ids = made.groupby(["group", "move"]).statement_id.agg(list)
    words = base.groupby("group").words.sum()
    rows = [
        {
            "group": group, "move": move, "count": int(count), "of": int(found.of),
            "effective": number, "share": count / found.of, "estimate": one.value,
            "low": one.low, "high": one.high, **_rates(count, found.of, one, words[group]),
            "statement_ids": ids[group, move],
        }
        for group, found in measure.cases().items()
        for move, count, number, one in zip(
            MOVES, found.count, intervals.effective(found, confidence),
            _shares(found, errors, confidence), strict=True,
        )
        if count
    ]  # fmt: skip
    columns = [
        "group", "move", "count", "of", "effective", "share", "estimate", "low", "high",
        "per_1000", "low_per_1000", "high_per_1000", "statement_ids",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _rates(count: float, of: float, interval: intervals.Interval, words: int) -> dict[str, float]:
    """A count in a thousand words; its interval is that of the share, of as many statements."""
    per = 1000 / max(1, words)
    return {
        "per_1000": count * per,
        "low_per_1000": interval.low * of * per,
        "high_per_1000": interval.high * of * per,
    }


def _toward(
    base: pd.DataFrame, made: pd.DataFrame, errors: Sequence[Accuracy], confidence: float
) -> pd.DataFrame:
    """Moves by who makes them and toward whom; the target too must be right."""
    words, sizes = base.groupby("group").words.sum(), base.groupby("group").size()
    errors = [*errors, *(scores.errors(scores.TARGET) if errors else ())]
    rows = []
    for (group, target, move), own in made.groupby(["group", "toward", "move"], sort=True):
        count, of = len(own), int(sizes[group])
        found = intervals.share(count, of, errors, confidence)
        rates = _rates(count, of, found, words[group])
        rows.append(
            [group, target or UNKNOWN, move, count, of, count / of, found.value, found.low,
             found.high, *rates.values(), list(own.statement_id)]
        )  # fmt: skip
    columns = [
        "group", "target", "move", "count", "of", "share", "estimate", "low", "high", "per_1000",
        "low_per_1000", "high_per_1000", "statement_ids",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def targets(statements: pd.DataFrame) -> pd.DataFrame:
    """Count statements by the side whose act it is and the side toward which it is.

    One row a source side, one column a target side, both sorted by name; statements without
    either are not in it.
    """
    pairs = statements[["source_side", "target_side"]].map(members)
    pairs = pairs.explode("source_side").explode("target_side").dropna()
    return pd.crosstab(pairs.source_side, pairs.target_side)


# ---- tone


def _tone(
    frame: pd.DataFrame, names: Sequence[str], tones: Sequence[Measure], confidence: float
) -> pd.DataFrame:
    of = frame.groupby("group").size()
    rows = []
    for measure in tones:
        (name,) = measure.labels
        scored = measures.scored_by(frame, name).set_index("group")[TONES[name][0]]
        scored = scored.astype(float).groupby(level=0)
        quarters, number = scored.quantile([0.25, 0.5, 0.75]).unstack(), scored.size()
        for group in names:
            found = intervals.mean(measures.values(measure, group), confidence=confidence)
            spread = quarters.loc[group] if group in quarters.index else [np.nan] * 3
            rows.append(
                [group, name, of.get(group, 0), number.get(group, 0), found.value, found.low,
                 found.high, *spread]
            )  # fmt: skip
    columns = "group measure statements scored mean low high q25 median q75".split()
    return pd.DataFrame(rows, columns=columns)


def _notes(frame: pd.DataFrame, names: Sequence[str], made: pd.DataFrame) -> tuple[str, ...]:
    """What cannot be shown, one sentence each."""
    known = [name for name in names if name != UNKNOWN]
    sizes = frame.groupby("group").size()
    empty = [name for name in known if not sizes.get(name, 0)]
    few = [name for name in known if 0 < sizes.get(name, 0) < FEW]
    silent = set(known) - set(frame.group[frame.voice != "reporter"]) - set(empty)
    said = {
        "There is no statement to compare.": frame.empty,
        "No statement has a known group: nothing can be compared.": not known and len(frame) > 0,
        f"There is one known group, {listed(known)}: nothing to compare it with.": len(known) == 1,
        f"Groups without any statement: {listed(empty)}.": bool(empty),
        f"Groups with fewer than {FEW} statements: {listed(few)}.": bool(few),
        f"Groups without any quoted or reported speech: {listed(sorted(silent))}.": bool(silent),
        "No negotiating move was found.": made.empty and len(frame) > 0,
    }
    return tuple(sentence for sentence, holds in said.items() if holds)
