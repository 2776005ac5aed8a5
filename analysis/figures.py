"""Figures of a comparison, each drawn from one of its tables.

Each function takes a frame and returns the axes it drew on; `show` displays them as SVG.
"""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import CONFLICT, MOVES, TONES, VOICES, tones_of
from analysis.posture import ANY
from analysis.style import (
    BLUE,
    INK,
    MOST,
    RULE,
    RUST,
    SOFT,
    VOICE_NAMES,
    in_style,
    new_axes,
    phrase,
    say_empty,
    shorten,
    show,
    signed,
    with_alt,
)  # fmt: skip

__all__ = ["show"]

VOICE_STYLE = {
    "direct": {"facecolor": BLUE, "hatch": ""},
    "indirect": {"facecolor": "#e6b04a", "hatch": "///"},
    "reporter": {"facecolor": "#dfe3e8", "hatch": ""},
}
CROWD = 150  # values; more are drawn as their spread, since dots would hide each other
COLUMNS = 12  # targets that a matrix has room for
WORDS = 16  # of a word shift


# ---- voices


@in_style
def voices(groups: pd.DataFrame) -> Axes:
    """Bars of each group's words by voice, in percent (`Comparison.groups`)."""
    shown = groups.head(MOST)
    axes = new_axes(len(shown), 0.34, margin=0.7)
    rows = shown.iloc[::-1]
    left = np.zeros(len(rows))
    for voice in VOICES:
        share = 100 * rows[voice].to_numpy(float)
        axes.barh(
            np.arange(len(rows)), share, left=left, height=0.66, edgecolor="white",
            **VOICE_STYLE[voice],
        )  # fmt: skip
        _label_shares(axes, voice, left, share)
        left += share
    axes.set_yticks(range(len(rows)), _labels(rows))
    axes.set(xlim=(0, 100), ylim=(-0.6, max(1, len(rows)) - 0.4), xlabel="share of words, %")
    _voice_key(axes)
    return with_alt(axes, _voices_alt(shown), len(groups) - len(shown))


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
        handles=handles, ncols=3, frameon=False, loc="lower left", bbox_to_anchor=(0, 1),
        borderaxespad=0,
    )  # fmt: skip


def _voices_alt(groups: pd.DataFrame) -> str:
    parts = [
        f"{row.group}: "
        + ", ".join(f"{100 * getattr(row, voice):.0f} % {VOICE_NAMES[voice]}" for voice in VOICES)
        for row in groups.itertuples()
    ]
    return "Stacked bars of the share of words in each voice. " + "; ".join(parts) + "."


# ---- moves


@in_style
def moves(firmness: pd.DataFrame, most: int = MOST) -> Axes:
    """Each group's moves from conflict to cooperation, and how many are conditional and hedged.

    From `posture.firmness`: circles with the number of statements, ringed where any of them is on
    a condition of the group's own; squares at the right count these and the hedged ones. At most
    `most` groups, those with most statements.
    """
    of_any = firmness[firmness.move == ANY].set_index("group")["count"]
    ranked = sorted(of_any.index, key=lambda name: (-of_any[name], name))
    groups = ranked[:most]
    axes = new_axes(len(groups), 0.26, margin=1.3)
    if not groups:
        return say_empty(axes, "No move was found.")
    for row in firmness[firmness.group.isin(groups)].itertuples():
        y = len(groups) - 1 - groups.index(row.group)
        if row.move == ANY:
            _firm(axes, len(MOVES) + 0.4, y, row.conditional)
            _firm(axes, len(MOVES) + 1.4, y, row.hedged)
        else:
            _move(axes, MOVES.index(row.move), y, row)
    _move_ticks(axes, groups, of_any)
    return with_alt(axes, _moves_alt(firmness, groups), len(ranked) - len(groups))


def _move(axes: Axes, x: int, y: int, row: tuple) -> None:
    """A circle for one move of one group."""
    ring = {"edgecolor": INK, "linewidth": 2.2} if row.conditional else {"linewidth": 0}
    size = 150 + 60 * min(4.0, np.log(row.count))
    axes.scatter(x, y, s=size, color=_posture_colour(x), zorder=2, **ring)
    axes.text(x, y, f"{row.count}", ha="center", va="center_baseline", color="white",
              weight="bold", zorder=3, size=8 if row.count < 100 else 6)  # fmt: skip


def _firm(axes: Axes, x: float, y: int, count: int) -> None:
    """A hollow square with a number; nothing for none."""
    if count:
        axes.scatter(x, y, s=190, marker="s", facecolor="white", edgecolor=INK, zorder=2)
        axes.text(x, y, count, ha="center", va="center_baseline", color=INK, zorder=3,
                  size=8 if count < 100 else 6)  # fmt: skip


def _move_ticks(axes: Axes, groups: Sequence[str], of_any: pd.Series) -> None:
    labels = [f"{shorten(name, 26)} ({of_any[name]})" for name in reversed(groups)]
    axes.set_yticks(range(len(groups)), labels)
    axes.set_xticks(
        [*range(len(MOVES)), len(MOVES) + 0.4, len(MOVES) + 1.4],
        [*map(phrase, MOVES), "on condition", "hedged"], rotation=45, ha="right",
        rotation_mode="anchor",
    )  # fmt: skip
    axes.set(xlim=(-0.6, len(MOVES) + 1.95), ylim=(-0.6, len(groups) - 0.4))
    axes.grid(axis="both", color=RULE, linewidth=0.5, zorder=0)
    axes.axvline(len(MOVES) - 0.3, color=SOFT, linewidth=0.8)
    axes.secondary_xaxis("top").set_xticks(
        [2.5, 9, len(MOVES) + 0.9], ["← conflict", "cooperation →", "of these"]
    )
    axes.set_title(
        "number of statements that make the move (in all)", size=8, color=SOFT, loc="left"
    )


def _posture_colour(position: int) -> str:
    return RUST if MOVES[position] in CONFLICT else SOFT if position == 6 else BLUE


def _moves_alt(firmness: pd.DataFrame, groups: Sequence[str]) -> str:
    parts = []
    for group in groups:
        own = firmness[firmness.group == group]
        said = [f"{phrase(row.move)} {row.count}" for row in own.itertuples() if row.move != ANY]
        every = own[own.move == ANY].iloc[0]
        firm = (
            f"{every['count']} statements, {every.conditional} on a condition,"
            f" {every.hedged} hedged"
        )
        parts.append(f"{group}: {', '.join(said)} ({firm})")
    lead = "Chart of the number of moves of each side, from conflict to cooperation. "
    return lead + "; ".join(parts) + "."


@in_style
def targets(matrix: pd.DataFrame) -> Axes:
    """Who acts toward whom: a matrix of statements (`Comparison.targets`), shaded by number."""
    columns = matrix.sum().sort_values(ascending=False, kind="stable").index[:COLUMNS]
    acting = matrix[columns].sum(axis=1)
    rows = acting[acting > 0].sort_values(ascending=False, kind="stable").index[:MOST]
    shown = matrix.loc[rows, columns]
    axes = new_axes(len(rows), 0.3, margin=1.35)
    if shown.empty:
        return say_empty(axes, "No act of one side toward another was found.")
    top = shown.to_numpy().max()
    axes.imshow(shown, cmap="Blues", vmin=0, vmax=1.4 * top, aspect="auto")
    for (y, x), count in np.ndenumerate(shown.to_numpy()):
        if count:
            axes.text(
                x, y, count, ha="center", va="center", color="white" if count > 0.85 * top else INK
            )
    axes.set_yticks(range(len(rows)), [shorten(name, 26) for name in rows])
    axes.set_xticks(range(len(columns)), [shorten(name, 18) for name in columns], rotation=45,
                    ha="right", rotation_mode="anchor")  # fmt: skip
    axes.set(
        ylabel="whose act", xlabel=f"toward whom (n = {int(matrix.to_numpy().sum())} statements)"
    )
    hidden = len(matrix) - len(rows) + len(matrix.columns) - len(columns)
    parts = [
        f"{row} toward {column} {shown.loc[row, column]}"
        for row in rows for column in columns if shown.loc[row, column]
    ]  # fmt: skip
    return with_alt(axes, f"Matrix of statements by source and target. {'; '.join(parts)}.", hidden)


# ---- posture


@in_style
def posture(acts: pd.DataFrame, articles: pd.DataFrame, most: int = MOST) -> Axes:
    """Each group's acts through the articles: up is cooperation, down is conflict.

    `acts` from `posture.acts`, `articles` one row an article in order with `article_id label
    words`. Filled marks are plain, hollow ones hedged, diamonds on a condition. At most `most`
    groups, those with most acts.
    """
    sizes = acts.groupby("group").size()
    ranked = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    groups = ranked[:most]
    axes = new_axes(len(groups), 0.5, margin=0.9)
    if not groups:
        return say_empty(axes, "No act was found.")
    starts = articles.words.cumsum() - articles.words
    offset = dict(zip(articles.article_id, starts, strict=True))
    axes.hlines(range(len(groups)), 0, articles.words.sum(), color=RULE, linewidth=0.6, zorder=0)
    for row in acts[acts.group.isin(groups)].itertuples():
        y = len(groups) - 1 - groups.index(row.group)
        _act(axes, offset[row.article_id] + row.at, y, row, 26 if len(acts) < CROWD else 8)
    _article_rules(axes, articles, starts)
    axes.set_yticks(
        range(len(groups)), [f"{shorten(g, 24)} ({sizes[g]})" for g in reversed(groups)]
    )
    axes.set(xlim=(-0.01 * articles.words.sum(), 1.01 * articles.words.sum()),
             ylim=(-0.6, len(groups) - 0.4))  # fmt: skip
    axes.set_xlabel("words (up: cooperation, down: conflict)", loc="left")
    _posture_key(axes)
    return with_alt(axes, _posture_alt(acts, groups), len(ranked) - len(groups))


def _act(axes: Axes, x: float, y: int, row: tuple, size: int) -> None:
    colour = RUST if row.posture < 0 else BLUE if row.posture > 0 else SOFT
    top = y + 0.42 * row.posture
    axes.plot([x, x], [y, top], color=colour, linewidth=1.2, zorder=1)
    axes.scatter(x, top, s=size, marker="D" if row.conditional else "o",
                 facecolor="white" if row.hedged else colour, edgecolor=colour,
                 zorder=2)  # fmt: skip


def _article_rules(axes: Axes, articles: pd.DataFrame, starts: pd.Series) -> None:
    """A line where each article begins, with its number and, where there is room, its title."""
    numbered = zip(starts, articles.label, articles.words, strict=True)
    for number, (start, label, words) in enumerate(numbered, 1):
        if start:
            axes.axvline(start, color=SOFT, linewidth=0.8)
        room = int(75 * words / articles.words.sum())  # characters beside each other
        if room >= len(str(number)):
            said = shorten(f"{number} {label}", room) if room >= 12 else number
            axes.annotate(said, (start, 1), xycoords=("data", "axes fraction"),
                          xytext=(3, 3), textcoords="offset points", size=7.5,
                          color=SOFT)  # fmt: skip


def _posture_key(axes: Axes) -> None:
    marks = [("o", SOFT, "plain"), ("o", "white", "hedged"), ("D", SOFT, "on a condition")]
    handles = [
        mpl.lines.Line2D([], [], marker=mark, linestyle="", markerfacecolor=fill,
                         markeredgecolor=SOFT, markersize=5, label=label)
        for mark, fill, label in marks
    ]  # fmt: skip
    below = -0.24 / (axes.figure.get_figheight() - 0.75)  # inches, as a part of the axes
    axes.legend(handles=handles, ncols=3, frameon=False, loc="upper right", borderaxespad=0,
                bbox_to_anchor=(1, below), handletextpad=0.2, columnspacing=1.2)  # fmt: skip


def _posture_alt(acts: pd.DataFrame, groups: Sequence[str]) -> str:
    parts = []
    for group in groups:
        own = acts[acts.group == group]
        parts.append(
            f"{group}: {len(own)} acts, mean {signed(own.posture.mean())}, {int(own.hedged.sum())}"
            f" hedged, {int(own.conditional.sum())} on a condition"
        )
    return f"Posture of acts from −1 (conflict) to +1 (cooperation). {'; '.join(parts)}."


@in_style
def over_time(table: pd.DataFrame, value: str = "mean", group: str = "group") -> Axes:
    """A line for each group over the periods, with its intervals.

    From `posture.over_time`, or from `trends.moves` with `value="estimate", group="move"`.
    """
    periods = sorted(table.period.unique())
    groups = list(dict.fromkeys(table[group]))
    shown = groups[:MOST]
    axes = new_axes(len(shown), 0.5)
    if not shown:
        return say_empty(axes, "No article has a date.")
    for number, name in enumerate(shown):
        own, y = table[table[group] == name], len(shown) - 1 - number
        low, high = _ends(own, value, table)
        scale = [
            (own[c].to_numpy(float) - low) / (high - low) * 0.8 + y - 0.4
            for c in (value, "low", "high")
        ]
        x = [periods.index(period) for period in own.period]
        axes.vlines(x, scale[1], scale[2], color=RULE, linewidth=2.5)
        axes.plot(x, scale[0], color=BLUE, marker="o", markersize=3.5, linewidth=1.2)
        axes.axhline(y - 0.4 - low / (high - low) * 0.8, color=RULE, linewidth=0.6, zorder=0)
        top = f"{100 * high:.0f} %" if value != "mean" else signed(high, "+.1f")
        axes.text(len(periods) - 0.4, y + 0.4, top, size=7, color=SOFT, va="top")
    axes.set_yticks(range(len(shown)), [shorten(phrase(name), 26) for name in reversed(shown)])
    step = max(1, len(periods) // 12)
    axes.set_xticks(range(0, len(periods), step), periods[::step], rotation=45, ha="right")
    unit = "mean posture" if value == "mean" else "share of statements"
    axes.set(ylim=(-0.55, len(shown) - 0.45), xlim=(-0.5, len(periods) + 0.3),
             xlabel=f"{unit}, each row to the number at its right; bars: intervals")  # fmt: skip
    parts = [
        f"{phrase(name)}: " + ", ".join(f"{row.period} {signed(getattr(row, value))}" for row in
                                table[table[group] == name].itertuples())
        for name in shown
    ]  # fmt: skip
    return with_alt(axes, f"Lines over time. {'; '.join(parts)}.", len(groups) - len(shown))


def _ends(own: pd.DataFrame, value: str, table: pd.DataFrame) -> tuple[float, float]:
    """The ends of a row's scale: all rows' alike about 0 for posture, each its own for shares."""
    if value != "mean":
        return 0.0, max(0.01, float(own.high.max()))
    most = np.nanmax(np.abs(table[["mean", "low", "high"]].to_numpy(float)))
    return -(most or 1.0), most or 1.0


# ---- differences


@in_style
def differences(table: pd.DataFrame) -> Axes:
    """Differences of shares with their intervals (`Comparison.differences` of moves and voices).

    Filled marks are those that survive chance and the errors of measurement.
    """
    known = table[table.measure.isin(["move", "voice"])].dropna(subset="difference")
    ranked = known.sort_values(["q", "group", "label"], kind="stable")
    shown = ranked.head(MOST).iloc[::-1]
    axes = new_axes(len(shown), 0.26)
    if shown.empty:
        return say_empty(axes, "There are no two groups to compare.")
    y = np.arange(len(shown))
    colours = [BLUE if differs else "white" for differs in shown.differs]
    axes.hlines(y, 100 * shown.low, 100 * shown.high, color=SOFT, linewidth=1.2)
    axes.scatter(100 * shown.difference, y, s=26, color=colours, edgecolor=BLUE, zorder=2)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_yticks(y, [f"{shorten(r.group, 20)}: {_label(r.label)}" for r in shown.itertuples()])
    against = shorten(shown.against.iloc[0], 24)
    axes.set(
        ylim=(-0.6, len(shown) - 0.4),
        xlabel=f"percentage points more than {against}; filled: beyond chance and error",
    )
    parts = [
        f"{r.group} {_label(r.label)} {signed(100 * r.difference, '+.0f')}"
        f" ({signed(100 * r.low, '+.0f')} to {signed(100 * r.high, '+.0f')})"
        for r in shown.iloc[::-1].itertuples()
    ]
    lead = (
        f"Differences in percentage points against {against}; {int(known.differs.sum())} survive."
    )
    return with_alt(axes, f"{lead} {'; '.join(parts)}.", len(ranked) - len(shown))


def _label(name: str) -> str:
    """A move or voice as a reader reads it."""
    return VOICE_NAMES.get(name, phrase(name))


# ---- tone


@in_style
def tone(statements: pd.DataFrame, by: str = "article") -> Axes:
    """Each scored statement's tone by group, a panel a measure, the median as a bar.

    Of more than CROWD statements, the range of the middle 90 % and, thicker, the middle half.
    """
    groups = list(dict.fromkeys(statements[by]))
    shown, measures = groups[:MOST][::-1], tones_of(statements)
    panels = np.atleast_1d(new_axes(len(shown), 0.5, max(1, len(measures))))
    if not shown:
        return say_empty(panels[0], "There is no statement.")
    for axes, measure in zip(panels, measures, strict=True):
        column, scored = TONES[measure]
        for y, group in enumerate(shown):
            rows = statements[statements[by] == group]
            known = rows[scored].astype(bool) if scored in rows else rows[column].notna()
            _spread(axes, y, rows[column][known].sort_values().to_numpy())
        axes.axvline(0, color=RULE, linewidth=0.8, zorder=0)
        axes.set(xlim=(-1.05, 1.05), ylim=(-0.6, len(shown) - 0.4), xlabel=f"{measure}, −1 to 1")
    panels[0].set_yticks(
        range(len(shown)), [_scored_label(statements, by, group) for group in shown]
    )
    return with_alt(panels[0], _tone_alt(statements, by, shown[::-1]), len(groups) - len(shown))


def _spread(axes: Axes, y: int, values: np.ndarray) -> None:
    if len(values) > CROWD:
        ends = np.quantile(values, [0.05, 0.25, 0.75, 0.95])
        axes.hlines(y, ends[0], ends[3], color=BLUE, linewidth=1)
        axes.hlines(y, ends[1], ends[2], color=BLUE, linewidth=5)
    else:
        offsets = 0.2 * np.sin(np.arange(len(values)) * 2.4)  # spread dots that would coincide
        axes.scatter(values, y + offsets, s=14, color=BLUE, alpha=0.7, linewidths=0)
    if len(values):
        axes.plot([np.median(values)] * 2, [y - 0.36, y + 0.36], color=INK, linewidth=1.6)


def _scored_label(statements: pd.DataFrame, by: str, group: str) -> str:
    rows = statements[statements[by] == group]
    return f"{shorten(group, 30)}\n{int(rows.scored.sum())} of {len(rows)} scored"


def _tone_alt(statements: pd.DataFrame, by: str, groups: Sequence[str]) -> str:
    parts = []
    for group in groups:
        rows = statements[statements[by] == group]
        values = rows.polarity[rows.scored]
        middle = f"median {signed(values.median())}, " if len(values) else ""
        parts.append(f"{group}: {middle}{len(values)} of {len(rows)} statements scored")
    return "Dot plot of the TextBlob polarity of statements. " + "; ".join(parts) + "."


@in_style
def word_shift(shift: pd.DataFrame, group: str, against: str) -> Axes:
    """The words that move tone most (`wordshift.between`): right, they make `group` warmer."""
    shown = shift.head(WORDS).iloc[::-1]
    axes = new_axes(len(shown), 0.24)
    if shown.empty:
        return say_empty(axes, "No word was scored.")
    total = shift.contribution.sum()
    colours = [BLUE if value > 0 else RUST for value in shown.contribution]
    hatches = ["///" if kind.endswith("less") else "" for kind in shown.kind]
    axes.barh(np.arange(len(shown)), 100 * shown.contribution, color=colours, hatch=hatches,
              edgecolor="white", height=0.7)  # fmt: skip
    axes.set_yticks(
        range(len(shown)),
        [f"{shorten(r.word, 20)} ({r.count}:{r.count_against})" for r in shown.itertuples()],
    )
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set(
        ylim=(-0.6, len(shown) - 0.4),
        xlabel=(
            f"hundredths of the scale; all words {signed(100 * total, '+.1f')};"
            " in brackets: uses here : there"
        ),
    )
    axes.set_title(f"{shorten(group, 40)}, against {shorten(against, 40)}\n"
                   "right: warmer; hatched: used less here",
                   size=8, color=SOFT, loc="left")  # fmt: skip
    parts = [
        f"{r.word} {signed(100 * r.contribution, '+.1f')} ({r.kind})"
        for r in shown.iloc[::-1].itertuples()
    ]
    return with_alt(
        axes, f"Word shift of tone, {group} against {against}, in hundredths: {'; '.join(parts)}."
    )


# ---- one article


@in_style
def course(statements: pd.DataFrame) -> Axes:
    """One article from its first statement to its last: whose voice each stands in."""
    who = statements.actor.where(statements.actor != "", "the reporter")
    speakers = list(dict.fromkeys(["the reporter", *who]))
    rows = {name: y for y, name in enumerate(reversed(speakers))}
    axes = new_axes(len(rows), 0.3)
    start = 0
    for name, row in zip(who, statements.itertuples(), strict=True):
        axes.barh(rows[name], row.words, left=start, height=0.7, edgecolor="white",
                  **VOICE_STYLE[row.voice])  # fmt: skip
        start += row.words
    axes.set_yticks(range(len(rows)), [shorten(name, 30) for name in reversed(speakers)])
    axes.set(xlim=(0, max(1, start)), xlabel="words into the article")
    _voice_key(axes)
    words = statements.words.groupby(who).sum()
    parts = ", ".join(f"{name} {words.get(name, 0)}" for name in speakers)
    return with_alt(axes, f"Timeline of who speaks in the article, in words: {parts}.")
