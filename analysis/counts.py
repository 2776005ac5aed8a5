"""What a comparison counts, without any text: counts of parts of a corpus merge into the whole's.

A part holds whole articles. Merged, the counts of parts are those of all of them, to the last
digit.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import measures
from analysis.grouping import UNKNOWN, each_once, grouped, made_by, members, names_of
from analysis.measures import VOICES, Measure

# columns of statements that are counted, beside the one that `by` names
COLUMNS = (
    "article_id", "statement_id", "words", "voice", "moves", "makers", "actor", "side", "source",
    "source_side", "target", "target_side", "polarity", "scored", "vader", "vader_scored",
)  # fmt: skip
FEW_ARTICLES = 5  # articles a group; with fewer, statements are the units


@dataclass(frozen=True)
class Counts:
    """Counts of statements by group, with measures by articles or by statements (`unit`).

    `names`: the groups, in order; `groups`: by group `articles statements words spoken` and the
    words in each voice, `spoken` the statements that are speech; `base`: by group the `statements`
    in which it speaks or makes a move, and their `words`; `made`: one row a move with its `group
    toward move statement_id`; `targets`: by source and target side, the statements; `voice`,
    `move` and `tones`: the measures; `scores`: where the tones are of articles, those of their
    statements.
    """

    unit: str
    names: list[str]
    groups: pd.DataFrame
    base: pd.DataFrame
    made: pd.DataFrame
    targets: pd.Series
    voice: Measure
    move: Measure
    tones: list[Measure]
    scores: list[Measure]


def count(statements: pd.DataFrame, by: str, unit: str = "") -> Counts:
    """Count the statements of the groups that the column `by` names; see `comparison.compare`.

    `unit` is what is taken for drawn at random: that of `unit_of` where it is not given.
    """
    groups = sizes(statements, by)
    unit = unit or unit_of(groups)
    statements = statements.assign(
        articles=pd.factorize(statements.article_id)[0],
        statements=pd.factorize(statements.statement_id)[0],
    )
    frame = grouped(statements, by)
    made, base = made_by(statements, by)
    tones = measures.tones_of(frame)
    return Counts(
        unit,
        names_of(statements, by),
        groups,
        base.groupby("group").agg(statements=("words", "size"), words=("words", "sum")),
        made[["group", "toward", "move", "statement_id"]],
        _targets(statements),
        measures.voices(frame, unit),
        measures.moves(made, base, unit),
        [measures.tone(frame, name, unit) for name in tones],
        [measures.tone(frame, name, "statements") for name in tones if unit != "statements"],
    )


def merge(parts: Iterable[Counts]) -> Counts:
    """The counts of all parts together; they were counted with one unit."""
    kept: dict[str, list[Any]] = {name: [] for name in _MERGED}
    for part in parts:
        for name, values in kept.items():
            values.append(getattr(part, name))
    # one after another, so that of no two fields both the parts' and the whole's are in memory
    return Counts(**{name: merged(kept.pop(name)) for name, merged in _MERGED.items()})


def sizes(statements: pd.DataFrame, by: str) -> pd.DataFrame:
    """How large the groups are that the column `by` names: `Counts.groups`."""
    frame = grouped(statements, by)
    frame = frame.assign(spoken=frame.voice != "reporter")
    found = frame.groupby("group").agg(
        articles=("article_id", "nunique"), statements=("words", "size"),
        words=("words", "sum"), spoken=("spoken", "sum"),
    )  # fmt: skip
    voiced = [
        frame[frame.voice == voice].groupby("group").words.sum().rename(voice) for voice in VOICES
    ]
    return found.join(voiced).fillna(0).astype(int)


def total(parts: Iterable[pd.DataFrame | pd.Series]) -> pd.DataFrame | pd.Series:
    """The sum of tables with one index, sorted; of `sizes` too, as parts hold whole articles."""
    joined = pd.concat(list(parts))
    return joined.groupby(level=list(range(joined.index.nlevels))).sum()


def unit_of(groups: pd.DataFrame) -> str:
    """What is drawn at random: articles where each known group of `sizes` has enough."""
    articles = groups.articles.drop(UNKNOWN, errors="ignore")
    return "articles" if len(articles) and articles.min() >= FEW_ARTICLES else "statements"


def _targets(statements: pd.DataFrame) -> pd.Series:
    pairs = statements[["source_side", "target_side"]]
    pairs = pairs.apply(each_once, function=members)
    pairs = pairs.explode("source_side").explode("target_side").dropna()
    return pairs.groupby(["source_side", "target_side"]).size()


def _each(parts: Sequence[Sequence[Measure]]) -> list[Measure]:
    return [measures.merge(own) for own in zip(*parts, strict=True)]


def _concat(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True)


_MERGED: dict[str, Callable[[list[Any]], Any]] = {
    "unit": lambda units: units[0],
    "names": lambda parts: sorted({name for names in parts for name in names}),
    "groups": total, "base": total, "made": _concat, "targets": total,
    "voice": measures.merge, "move": measures.merge, "tones": _each, "scores": _each,
}  # fmt: skip
