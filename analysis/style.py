"""The house style of figures: one width, direct labels, colours that survive grey print.

A figure is drawn by a function that returns its axes; `show` displays it as SVG, `svg` and `png`
give its bytes, the same for the same data whatever the machine's fonts and settings.
"""

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

import matplotlib as mpl
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import fonts

WIDTH = 6.5  # inches: the text column of an A4 or Letter page
MOST = 40  # rows of a figure; more are cut, and the figure says so
INK, SOFT, RULE = "#1c2530", "#4a5563", "#c9d0d8"
# Okabe and Ito's colours (2008) for colour-blind readers; shapes or hatches tell them apart in grey
BLUE, RUST = "#0072b2", "#b5482f"
VOICE_NAMES = {"direct": "quoted", "indirect": "reported", "reporter": "the reporter’s own"}
STYLE = {
    "font.family": ["DejaVu Sans", *fonts.register_for_figures()],
    "font.size": 8.5,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
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


def new_axes(rows: int, row_height: float = 0.34, columns: int = 1, margin: float = 0.75) -> Any:
    """Axes of the text's width, as high as `rows` lines of content need; an array for columns.

    `margin` is the height of what stands above and below them, in inches.
    """
    size = (WIDTH, margin + row_height * max(1, rows))
    figure = Figure(figsize=size, layout="constrained")
    return figure.subplots(1, columns, sharey=columns > 1)


def with_alt(axes: Axes, text: str, hidden: int = 0) -> Axes:
    """Give the figure its alt text, and say on it how many rows were cut."""
    axes.figure.alt_text = text
    if hidden:
        axes.figure.alt_text += f" {hidden} more are not drawn."
        axes.figure.supxlabel(
            f"{hidden} more are not drawn", size=7.5, color=SOFT, x=0.99, ha="right"
        )
    return axes


def say_empty(axes: Axes, text: str) -> Axes:
    """A figure without data says so in words."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, text, ha="center", va="center", transform=axes.transAxes, color=SOFT)
    return with_alt(axes, text)


def shorten(name: object, length: int = 34) -> str:
    """A label that fits beside a figure; what was cut is shown by an ellipsis.

    >>> shorten("Ukraine", 5)
    'Ukra…'
    """
    name = str(name)
    return name if len(name) <= length else name[: length - 1].rstrip() + "…"


def phrase(move: str) -> str:
    """A label of the data as a reader reads it.

    >>> phrase("red_line")
    'red line'
    """
    return move.replace("_", " ")


def signed(value: float, form: str = "+.2f") -> str:
    """A number with a real minus sign.

    >>> signed(-0.5)
    '−0.50'
    """
    return f"{value:{form}}".replace("-", "−")


def svg(axes: Axes) -> str:
    """The figure as SVG, byte-identical for the same data."""
    with mpl.rc_context(STYLE), io.StringIO() as file:
        axes.figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
        return file.getvalue()


def png(axes: Axes, dots: int = 200) -> bytes:
    """The figure as PNG, `dots` to the inch."""
    with mpl.rc_context(STYLE), io.BytesIO() as file:
        axes.figure.savefig(file, format="png", dpi=dots, metadata={"Software": None})
        return file.getvalue()


def show(axes: Axes) -> None:
    """Display a figure in a notebook as SVG, with its alt text."""
    alt = axes.figure.alt_text
    display({"image/svg+xml": svg(axes), "text/plain": alt}, metadata={"alt": alt}, raw=True)
