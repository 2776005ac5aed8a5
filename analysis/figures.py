"""Figures in one house style: direct labels, colours that survive grey print, alt text from data.

Each function takes a frame and returns the axes it drew on; `show` displays them as SVG.
"""

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import fonts
from analysis.comparison import MOVES, VOICES

WIDTH = 6.5  # inches: the text column of an A4 or Letter page
INK, SOFT, RULE = "#1c2530", "#4a5563", "#c9d0d8"
# Okabe and Ito's colours (2008) for colour-blind readers; hatches tell them apart in grey
VOICE_STYLE = {
    "direct": {"facecolor": "#0072b2", "hatch": ""},
    "indirect": {"facecolor": "#e6b04a", "hatch": "///"},
    "reporter": {"facecolor": "#dfe3e8", "hatch": ""},
}
VOICE_NAMES = {"direct": "quoted", "indirect": "reported", "reporter": "the reporter’s own"}
STYLE = {
    "font.family": ["DejaVu Sans", *fonts.register_for_figures()],
    "font.size": 8.5,
    "text.color": INK,
    "axes.edgecolor": RULE,
    "axes.labelcolor": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "ytick.major.size": 0,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "path",  # no reader lacks the font
    "svg.hashsalt": "demarche",  # element names do not change from run to run
}


def in_style(draw: Callable[..., Axes]) -> Callable[..., Axes]:
    """Draw in the house style, whatever a user's matplotlibrc says."""

    @wraps(draw)
    def styled(*arguments: Any, **options: Any) -> Axes:
        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update(STYLE)
            return draw(*arguments, **options)

    return styled


def new_axes(rows: int, row_height: float = 0.34) -> Axes:
    """Axes of the text's width, as high as `rows` lines of content need."""
    figure = Figure(figsize=(WIDTH, 0.75 + row_height * max(1, rows)), layout="constrained")
    return figure.add_subplot()


@in_style
def voices(groups: pd.DataFrame) -> Axes:
    """Bars of each group's words by voice, in percent (`Comparison.groups`)."""
    axes = new_axes(len(groups), 0.42)
    rows = groups.iloc[::-1]
    left = np.zeros(len(rows))
    for voice in VOICES:
        share = 100 * rows[voice].to_numpy(float)
        axes.barh(
            _labels(rows), share, left=left, height=0.66, edgecolor="white", **VOICE_STYLE[voice]
        )
        _label_shares(axes, voice, left, share)
        left += share
    axes.set(xlim=(0, 100), xlabel="share of words, %")
    _voice_key(axes)
    return _with_alt(axes, _voices_alt(groups))


def _label_shares(axes: Axes, voice: str, left: np.ndarray, share: np.ndarray) -> None:
    """Write each share that is wide enough into its part of the bar."""
    ground = {"facecolor": VOICE_STYLE[voice]["facecolor"], "edgecolor": "none", "pad": 1}
    ink = "white" if voice == "direct" else INK
    for y, (start, width) in enumerate(zip(left, share, strict=True)):
        if width >= 7:
            at = (start + width / 2, y)
            axes.text(*at, f"{width:.0f}", ha="center", va="center", color=ink, bbox=ground)


def _labels(groups: pd.DataFrame) -> list[str]:
    return [
        f"{shorten(name)}\n{words:,} words"
        for name, words in zip(groups.group, groups.words, strict=True)
    ]


def _voice_key(axes: Axes) -> None:
    handles = [
        mpl.patches.Patch(label=VOICE_NAMES[voice], **VOICE_STYLE[voice]) for voice in VOICES
    ]
    axes.legend(
        handles=handles,
        ncols=3,
        frameon=False,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        borderaxespad=0,
    )


def _voices_alt(groups: pd.DataFrame) -> str:
    parts = [
        f"{row.group}: "
        + ", ".join(f"{100 * getattr(row, voice):.0f} % {VOICE_NAMES[voice]}" for voice in VOICES)
        for row in groups.itertuples()
    ]
    return "Stacked bars of the share of words in each voice. " + "; ".join(parts) + "."


@in_style
def moves(table: pd.DataFrame) -> Axes:
    """Circles for each group's moves, from conflict to cooperation (`Comparison.moves`)."""
    counts = table.pivot_table(index="group", columns="move", values="count", aggfunc="sum")
    counts = counts.reindex(columns=list(MOVES)).fillna(0).astype(int)
    counts = counts.loc[counts.sum(axis=1).sort_values(kind="stable").index]
    axes = new_axes(len(counts), 0.42)
    for y, group in enumerate(counts.index):
        for x, move in enumerate(MOVES):
            if count := counts.loc[group, move]:
                axes.scatter(x, y, s=130 + 90 * np.sqrt(count), color=_posture_colour(x), zorder=2)
                axes.text(
                    x, y, count, ha="center", va="center", color="white", weight="bold", zorder=3
                )
    axes.set_yticks(range(len(counts)), [shorten(name, 28) for name in counts.index])
    axes.set_xticks(
        range(len(MOVES)), [move.replace("_", " ") for move in MOVES], rotation=45, ha="right"
    )
    axes.set(xlim=(-0.6, len(MOVES) - 0.4), ylim=(-0.6, len(counts) - 0.4))
    axes.grid(axis="both", color=RULE, linewidth=0.5, zorder=0)
    axes.set_title(
        "← conflict          number of statements that make the move          cooperation →",
        size=8,
        color=SOFT,
    )
    return _with_alt(axes, _moves_alt(counts))


def _posture_colour(position: int) -> str:
    return "#b5482f" if position < 6 else SOFT if position == 6 else "#0072b2"


def _moves_alt(counts: pd.DataFrame) -> str:
    parts = [
        f"{group}: " + ", ".join(f"{move.replace('_', ' ')} {n}" for move, n in row.items() if n)
        for group, row in counts.iloc[::-1].iterrows()
        if row.sum()
    ]
    return "Chart of the number of moves of each side, from conflict to cooperation. " + (
        "; ".join(parts) + "." if parts else "No move was found."
    )


@in_style
def tone(statements: pd.DataFrame, by: str = "article") -> Axes:
    """A dot for each scored statement's TextBlob polarity, by group, with the median as a bar."""
    groups = list(dict.fromkeys(statements[by]))[::-1]
    axes = new_axes(len(groups), 0.55)
    labels = []
    for y, group in enumerate(groups):
        rows = statements[statements[by] == group]
        values = rows.polarity[rows.scored].sort_values().to_numpy()
        offsets = 0.22 * np.sin(np.arange(len(values)) * 2.4)  # spread dots that would coincide
        axes.scatter(values, y + offsets, s=16, color="#0072b2", alpha=0.7, linewidths=0)
        if len(values):
            axes.plot([np.median(values)] * 2, [y - 0.36, y + 0.36], color=INK, linewidth=1.6)
        labels.append(f"{shorten(group)}\n{len(values)} of {len(rows)} scored")
    axes.axvline(0, color=RULE, linewidth=0.8, zorder=0)
    axes.set_yticks(range(len(groups)), labels)
    axes.set(
        xlim=(-1.05, 1.05),
        ylim=(-0.6, len(groups) - 0.4),
        xlabel="TextBlob polarity (−1 to 1); bar: median",
    )
    return _with_alt(axes, _tone_alt(statements, by, groups[::-1]))


def _tone_alt(statements: pd.DataFrame, by: str, groups: list[str]) -> str:
    parts = []
    for group in groups:
        rows = statements[statements[by] == group]
        values = rows.polarity[rows.scored]
        middle = f"median {values.median():+.2f}, " if len(values) else ""
        parts.append(f"{group}: {middle}{len(values)} of {len(rows)} statements scored")
    return "Dot plot of the TextBlob polarity of statements. " + "; ".join(parts) + "."


@in_style
def course(statements: pd.DataFrame) -> Axes:
    """One article from its first statement to its last: whose voice each stands in."""
    speakers = list(
        dict.fromkeys(
            ["the reporter", *statements.actor.where(statements.actor != "", "the reporter")]
        )
    )
    rows = {name: y for y, name in enumerate(reversed(speakers))}
    axes = new_axes(len(rows), 0.3)
    start = 0
    for row in statements.itertuples():
        name = row.actor or "the reporter"
        axes.barh(
            rows[name],
            row.words,
            left=start,
            height=0.7,
            edgecolor="white",
            **VOICE_STYLE[row.voice],
        )
        start += row.words
    axes.set_yticks(range(len(rows)), [shorten(name, 30) for name in reversed(speakers)])
    axes.set(xlim=(0, max(1, start)), xlabel="words into the article")
    _voice_key(axes)
    return _with_alt(axes, _course_alt(statements, speakers))


def _course_alt(statements: pd.DataFrame, speakers: list[str]) -> str:
    who = statements.actor.where(statements.actor != "", "the reporter")
    words = statements.words.groupby(who).sum()
    parts = ", ".join(f"{name} {words.get(name, 0)}" for name in speakers)
    return f"Timeline of who speaks in the article, in words: {parts}."


def shorten(name: str, length: int = 34) -> str:
    """A label that fits beside a figure; what was cut is shown by an ellipsis.

    >>> shorten("Ukraine", 5)
    'Ukra…'
    """
    return name if len(name) <= length else name[: length - 1].rstrip() + "…"


def _with_alt(axes: Axes, text: str) -> Axes:
    axes.figure.alt_text = text
    return axes


def svg(axes: Axes) -> str:
    """The figure as SVG, byte-identical for the same data."""
    with mpl.rc_context(STYLE), io.StringIO() as file:
        axes.figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
        return file.getvalue()


def show(axes: Axes) -> None:
    """Display a figure in a notebook as SVG, with its alt text."""
    alt = axes.figure.alt_text
    display({"image/svg+xml": svg(axes), "text/plain": alt}, metadata={"alt": alt}, raw=True)
