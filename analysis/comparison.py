"""What differs between groups of statements, always with counts and an interval.

A group is whatever a column names: article, actor, side, outlet, month. Little text makes wide
intervals; nothing here hides that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import intervals, scores
from analysis.counts import Counts, count
from analysis.differences import differences
from analysis.errors import UserError
from analysis.grouping import UNKNOWN
from analysis.intervals import CONFIDENCE, Accuracy, Cases, percent
from analysis.markdown import Markdown, escape, table
from analysis.measures import CONFLICT, COOPERATION, MOVES, VOICES, Measure

__all__ = ["CONFLICT", "COOPERATION", "MOVES", "VOICES", "Comparison", "compare"]

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
        return Markdown("\n\n".join([_shown_groups(self), _shown_moves(self), *_shown_notes(self)]))


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
    Intervals are Jeffreys' (Brown, Cai and DasGupta 2001); `reports/docs/method.md` has the rest.

    >>> from analysis.statements import annotate
    >>> result = compare(annotate("Iran refused talks. France offered talks."))
    >>> result.moves[["group", "move", "count", "of"]].values.tolist()
    [['France', 'openness', 1, 1], ['Iran', 'refusal', 1, 1]]
    """
    if not 0.5 <= confidence < 1:
        raise UserError(f"confidence is {confidence}; it must be from 0.5 to below 1")
    return of_counts(count(statements, by), by, baseline, confidence, errors)


def of_counts(
    counted: Counts,
    by: str,
    baseline: str = "",
    confidence: float = CONFIDENCE,
    errors: Sequence[Accuracy] | None = None,
) -> Comparison:
    """Compare groups by what `counts.count` counted of them; see `compare`."""
    names, base = counted.names, counted.base
    if baseline and baseline not in {*names, *base.index}:
        raise UserError(f"no group {baseline!r} in {by!r}; there are {listed(names)}")
    wrong = _errors(by) if errors is None else tuple(errors)
    groups = counted.groups
    moves = _moves(counted.move, base, counted.made, wrong, confidence)
    return Comparison(
        by, baseline, confidence, counted.unit,
        _groups(groups, names),
        _voices(counted.voice, confidence),
        moves,
        _toward(moves, base, counted.made, wrong, confidence),
        counted.targets.unstack("target_side", fill_value=0),
        _tone(groups, counted, confidence),
        differences([counted.move, counted.voice, *counted.tones], baseline, wrong, confidence),
        _notes(groups, names, counted.made),
    )  # fmt: skip


def _shown_groups(result: Comparison) -> Markdown:
    groups = result.groups
    counts = {"Articles": groups.articles, "Statements": groups.statements, "Words": groups.words}
    shares = {
        name: groups[voice].map(percent)
        for name, voice in {
            "Quoted": "direct",
            "Reported": "indirect",
            "Reporter’s own": "reporter",
        }.items()
    }
    shown = pd.DataFrame({result.by.capitalize(): groups.group, **counts, **shares})
    return table(shown, right=[*counts, *shares])


def _shown_moves(result: Comparison) -> Markdown:
    moves = result.moves
    numbers = {
        "Statements": [f"{row.count} of {row.of}" for row in moves.itertuples()],
        "Share": moves.share.map(percent),
        "Corrected": moves.estimate.map(percent),
        f"{percent(result.confidence)} interval": [
            f"{100 * row.low:.0f} to {percent(row.high)}" for row in moves.itertuples()
        ],
    }
    labels = {result.by.capitalize(): moves.group, "Move": moves.move.str.replace("_", " ")}
    return table(pd.DataFrame({**labels, **numbers}), right=list(numbers))


def _shown_notes(result: Comparison) -> list[Markdown]:
    about = "Corrected and interval take the labels’ measured errors into account."
    return list(map(escape, [about, *result.notes]))


def listed(names: Sequence[str], most: int = 8) -> str:
    """Names as an error message lists them."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(map(str, names[:most])) + more if len(names) else "none"


def _errors(by: str) -> tuple[Accuracy, ...]:
    """What must be right for a move to count: its label, and its maker where makers are groups."""
    maker = (scores.MAKER,) if by in ("side", "actor") else ()
    return scores.errors(scores.MOVES, *maker)


# ---- groups and voices


def _groups(groups: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    found = groups.reindex(names, fill_value=0).rename_axis("group").reset_index()
    spoken = found[list(VOICES)].sum(axis=1).clip(lower=1)
    shares = {voice: found[voice] / spoken for voice in VOICES}
    table = found.assign(**shares, few=found.statements < FEW)
    table = table[["group", "articles", "statements", "words", *VOICES, "few"]]
    return table.sort_values(["words", "group"], ascending=[False, True], ignore_index=True)


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
    rows = [
        {
            "group": group, "move": move, "count": int(count), "of": int(found.of),
            "effective": number, "share": count / found.of, "estimate": one.value,
            "low": one.low, "high": one.high, **_rates(count, found.of, one, base.words[group]),
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
    moves: pd.DataFrame, base: pd.DataFrame, made: pd.DataFrame, errors: Sequence[Accuracy],
    confidence: float,
) -> pd.DataFrame:  # fmt: skip
    """Moves by who makes them and toward whom; the target too must be right.

    A group's statements count for as many as they do for the move toward anyone.
    """
    effective = moves.set_index(["group", "move"]).effective
    errors = [*errors, *(scores.errors(scores.TARGET) if errors else ())]
    rows = []
    for (group, target, move), own in made.groupby(["group", "toward", "move"], sort=True):
        count, of = len(own), int(base.statements[group])
        number = effective[group, move]
        found = intervals.share(count / of * number, number, errors, confidence)
        rates = _rates(count, of, found, base.words[group])
        rows.append(
            [group, target or UNKNOWN, move, count, of, count / of, found.value, found.low,
             found.high, *rates.values(), list(own.statement_id)]
        )  # fmt: skip
    columns = [
        "group", "target", "move", "count", "of", "share", "estimate", "low", "high", "per_1000",
        "low_per_1000", "high_per_1000", "statement_ids",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


# ---- tone


def _tone(groups: pd.DataFrame, counted: Counts, confidence: float) -> pd.DataFrame:
    of = groups.statements
    rows = []
    for measure, single in zip(counted.tones, counted.scores or counted.tones, strict=True):
        (name,) = measure.labels
        for group in counted.names:
            found = intervals.mean(measure.units(group)[name], confidence=confidence)
            scores = single.units(group)[name]
            quarters = scores.quantile([0.25, 0.5, 0.75])
            rows.append(
                [group, name, of.get(group, 0), len(scores), found.value, found.low, found.high,
                 *quarters]
            )  # fmt: skip
    columns = "group measure statements scored mean low high q25 median q75".split()
    return pd.DataFrame(rows, columns=columns)


def _notes(groups: pd.DataFrame, names: Sequence[str], made: pd.DataFrame) -> tuple[str, ...]:
    """What cannot be shown, one sentence each."""
    known = [name for name in names if name != UNKNOWN]
    sizes = groups.statements
    empty = [name for name in known if not sizes.get(name, 0)]
    few = [name for name in known if 0 < sizes.get(name, 0) < FEW]
    silent = set(known) - set(groups.index[groups.spoken > 0]) - set(empty)
    said = {
        "There is no statement to compare.": groups.empty,
        "No statement has a known group: nothing can be compared.": not known and len(groups) > 0,
        f"There is one known group, {listed(known)}: nothing to compare it with.": len(known) == 1,
        f"Groups without any statement: {listed(empty)}.": bool(empty),
        f"Groups with fewer than {FEW} statements: {listed(few)}.": bool(few),
        f"Groups without any quoted or reported speech: {listed(sorted(silent))}.": bool(silent),
        "No negotiating move was found.": made.empty and len(groups) > 0,
    }
    return tuple(sentence for sentence, holds in said.items() if holds)
