"""Who is heard, with which reporting verbs, and who is only talked about."""

import pandas as pd

from analysis import intervals
from analysis.grouping import UNKNOWN, grouped, members

STANCES = ("neutral", "assertive", "doubting")


def stance(statements: pd.DataFrame, by: str = "side") -> pd.DataFrame:
    """What the reporting verbs of each group imply: neutral, assertive or doubting.

    One row a group and stance that occurs: `group stance count of share low high verbs
    statement_ids`; `of` is the group's statements with a reporting verb, `verbs` those verbs, the
    most frequent first. The interval is Jeffreys'.
    """
    rows = []
    for group, own in grouped(statements[statements.cue != ""], by).groupby("group"):
        for kind in STANCES:
            such = own[own.cue_stance == kind]
            if such.empty:
                continue
            found = intervals.share(len(such), len(own))
            verbs = such.cue.str.lower().value_counts(sort=False).sort_index()
            rows.append(
                [group, kind, len(such), len(own), found.value, found.low, found.high,
                 list(verbs.sort_values(ascending=False, kind="stable").index),
                 list(such.statement_id)]
            )  # fmt: skip
    columns = "group stance count of share low high verbs statement_ids".split()
    return pd.DataFrame(rows, columns=columns)


def heard(statements: pd.DataFrame) -> pd.DataFrame:
    """Who speaks and who is only talked about, side by side with most statements first.

    One row a side: `side spoken words told heard statement_ids`. `spoken` counts the statements
    in which it speaks, quoted or reported, and `words` theirs; `told` those in which it acts, is
    acted on or makes a move while another speaks or the reporter tells; `heard` is false where it
    never speaks. The ids are of both kinds.
    """
    spoken: dict[str, list[str]] = {}
    told: dict[str, list[str]] = {}
    words: dict[str, int] = {}
    for row in statements.itertuples():
        speaks = set(members(row.side))
        for side in speaks:
            spoken.setdefault(side, []).append(row.statement_id)
            words[side] = words.get(side, 0) + row.words
        for side in _involved(row) - speaks:
            told.setdefault(side, []).append(row.statement_id)
    rows = [
        [side, len(spoken.get(side, [])), words.get(side, 0), len(told.get(side, [])),
         side in spoken, [*spoken.get(side, []), *told.get(side, [])]]
        for side in sorted({*spoken, *told})
    ]  # fmt: skip
    frame = pd.DataFrame(
        rows, columns=["side", "spoken", "words", "told", "heard", "statement_ids"]
    )
    order = (frame.spoken + frame.told).sort_values(ascending=False, kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def _involved(row: object) -> set[str]:
    """The sides that a statement's act and moves involve."""
    named = [row.source_side, row.target_side, *row.makers]
    return {side for value in named for side in members(value)} - {UNKNOWN}
