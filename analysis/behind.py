"""Each figure's numbers as a table, for those who can't see it or want more than it shows."""

from collections.abc import Callable

import pandas as pd

from analysis.comparison import Comparison
from analysis.grouping import UNKNOWN
from analysis.intervals import percent
from analysis.markdown import Markdown, statement_link
from analysis.measures import VOICES
from analysis.posture import ANY
from analysis.style import VOICE_NAMES, phrase, signed
from analysis.tables import capped, score_cells

MARKS = 24  # of a figure's row that a cell lists


def moves(result: Comparison, firmness: pd.DataFrame, most: int = 0) -> pd.DataFrame:
    """One row a group and move: its count, rate and share, and what it may be in truth.

    `firmness` (from `posture.firmness`) adds how many of these statements are on a condition and
    hedged, and a row for any move. Groups with most statements come first, unknown last; at most
    `most` rows (0: no limit).
    """
    found = firmness.merge(result.moves.drop(columns="count"), "left", ["group", "move"])
    total = firmness[firmness.move == ANY].set_index("group")["count"]
    found = found.assign(total=found.group.map(total), unknown=found.group == UNKNOWN)
    found = found.sort_values(["unknown", "total"], ascending=[True, False], kind="stable")
    of = found.groupby("group").of.transform("max")
    frame = pd.DataFrame(
        {
            "Who": found.group,
            "Move": found.move.map(phrase),
            "Statements": [
                f"{count:,} of {of:,.0f}" for count, of in zip(found["count"], of, strict=True)
            ],
            "On a condition": found.conditional,
            "Hedged": found.hedged,
            "Per 1,000 words": _known(found.per_1000, "{:.1f}".format),
            "Share": _known(found.share, percent),
            "Corrected": _known(found.estimate, percent),
            f"{100 * result.confidence:.0f} % interval": [
                "" if pd.isna(low) else f"{100 * low:.0f} to {100 * high:.0f} %"
                for low, high in zip(found.low, found.high, strict=True)
            ],
        }
    )
    return capped(frame.reset_index(drop=True), most)


def _known(values: pd.Series, form: Callable[[float], str]) -> list[str]:
    """Numbers as text, nothing where there is none."""
    return ["" if pd.isna(value) else form(value) for value in values]


def voices(groups: pd.DataFrame) -> pd.DataFrame:
    """One row a group: its words, and the share of them in each voice (`Comparison.groups`)."""
    shares = {VOICE_NAMES[voice].capitalize(): groups[voice].map(percent) for voice in VOICES}
    return pd.DataFrame({"Group": groups.group, "Words": groups.words.map("{:,}".format), **shares})


def acts(found: pd.DataFrame, numbered: pd.DataFrame, most: int = 0) -> pd.DataFrame:
    """One row a group, most acts first: its acts, each with its posture, and how firm they are.

    `found` comes from `posture.acts`; at most `most` rows (0: no limit).
    """
    place = dict(zip(numbered.statement_id, numbered.place, strict=True))
    rows = [
        {
            "Who": group,
            "Acts": len(own),
            "Cooperation": int((own.posture > 0).sum()),
            "Conflict": int((own.posture < 0).sum()),
            "Mean": signed(own.posture.mean()),
            "Hedged": int(own.hedged.sum()),
            "On a condition": int(own.conditional.sum()),
            "Statements": _postures(own, place),
        }
        for group, own in found.groupby("group")
    ]
    columns = [
        "Who", "Acts", "Cooperation", "Conflict", "Mean", "Hedged", "On a condition", "Statements",
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.sort_values(["Acts", "Who"], ascending=[False, True], ignore_index=True)
    return capped(frame, most)


def _postures(own: pd.DataFrame, place: dict[str, str]) -> Markdown:
    """Each act's statement with its posture; of many the first, and how many more there are."""
    more = f" and {len(own) - MARKS} more" if len(own) > MARKS else ""
    shown = own.head(MARKS)
    listed = (
        f"{statement_link(name, place[name])} ({signed(value, '+.1f')})"
        for name, value in zip(shown.statement_id, shown.posture, strict=True)
    )
    return Markdown(", ".join(listed) + more)


def tone(result: Comparison) -> pd.DataFrame:
    """One row a group and measure: mean tone with its interval, and how much was scored."""
    found = result.tone
    return pd.DataFrame(
        {
            "Group": found.group,
            "Measure": found.measure,
            "Scored": [
                f"{scored:,} of {of:,}"
                for scored, of in zip(found.scored, found.statements, strict=True)
            ],
            "Median": score_cells(found["median"], found.scored > 0, "+.2f"),
            "Mean": score_cells(found["mean"], found.scored > 0, "+.2f"),
            f"{100 * result.confidence:.0f} % interval": [
                f"{signed(low)} to {signed(high)}" if pd.notna(low) else "too few"
                for low, high in zip(found.low, found.high, strict=True)
            ],
        }
    )
