"""Frames and article text as Markdown that is safe to render: article text stays text.

Rendered notebooks show Markdown only: Quarto, Pandoc and Jupyter all read it, and none of
them needs a script for it.
"""

import re
from collections.abc import Iterable, Sequence

import pandas as pd
from IPython.display import display

# else pandas keeps cells in pyarrow's strings, where that is installed, and what is Markdown in a
# frame is plain text when it comes out
pd.set_option("mode.string_storage", "python")

DOCUMENT = "application/vnd.demarche.document+json"  # what a report's title block is made from
STATEMENTS = "application/vnd.demarche.statements+json"  # what a site's search is made from
NARROW = 15  # characters; what is longer wraps, so that wide columns have room
NOTHING = "none found"  # what a table without rows says
LINE_WIDTH = 105  # dashes under a table's head, shared out as its columns' widths: what A4 has
ADDRESS = 2_000  # bytes of an address that is a link: Typst takes 8,000, each byte as up to three
GAP = 3  # characters between two columns
# every mark that Markdown (of Pandoc, Quarto or Jupyter) reads as more than itself; a backslash
# becomes an entity, since Jupyter takes `\\(` for the start of a formula
_ESCAPES = str.maketrans(
    {mark: "\\" + mark for mark in r"""!"#$&'*+-.:<=>@[]^_`{|}~"""} | {"\\": "&#92;"}
)


# characters that turn the direction of what follows, or that a document can't hold: shown by name
_UNSEEN = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\ud800-\udfff\ufffe\uffff]"
)


class Markdown(str):
    """Text that is Markdown already, and so is not escaped."""

    __slots__ = ()


def escape(text: object) -> Markdown:
    r"""Return `text` as Markdown that shows just that text, on one line.

    >>> print(escape("*Stop* <b>[now]</b>"))
    \*Stop\* \<b\>\[now\]\</b\>
    """
    if isinstance(text, Markdown):
        return text
    return Markdown(" ".join(visible(str(text)).split()).translate(_ESCAPES))


def visible(text: str) -> str:
    r"""Return `text` with each character that turns or hides others shown by its name.

    >>> visible("\u202eabc")
    '[U+202E]abc'
    """
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def external(url: str) -> Markdown:
    r"""Return a web address as a link; what is no http(s) address is shown and leads nowhere.

    >>> print(external("https://example.org/a"), external("javascript:x"))
    [https\://example\.org/a](<https://example.org/a>) javascript\:x
    """
    if not re.fullmatch(r"https?://[^\s<>\\\x00-\x1f]+", url) or len(url.encode()) > ADDRESS:
        return escape(url)
    return Markdown(f"[{escape(url)}](<{url}>)")


def table(frame: pd.DataFrame, right: Iterable[str] = (), wide: Sequence[str] = ()) -> Markdown:
    r"""Return `frame` as a Markdown pipe table, without its index.

    Columns named in `right` are aligned right; those in `wide` share the room that the others
    leave. Cells are escaped unless they are `Markdown`. A table without rows says so.

    >>> print(table(pd.DataFrame({"side": ["Russia"], "moves": [3]}), right=["moves"]))
    | side | moves |
    |:--------|-------:|
    | Russia | 3 |
    """
    right = set(right)
    cells = [[escape(cell) for cell in row] for row in frame.itertuples(index=False)]
    cells = cells or [[escape(NOTHING), *[""] * (len(frame.columns) - 1)]]
    rules = [
        "-" * (width - 1) + ":" if name in right else ":" + "-" * (width - 1)
        for name, width in zip(frame.columns, _widths(frame, cells, wide), strict=True)
    ]
    head = [escape(name) for name in frame.columns]
    lines = [_row(head), "|" + "|".join(rules) + "|", *map(_row, cells)]
    return Markdown("\n".join(lines))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _widths(frame: pd.DataFrame, cells: list[list[str]], wide: Sequence[str]) -> list[int]:
    """Share LINE_WIDTH out: narrow columns what they need up to NARROW, wide ones the rest."""
    columns = list(frame.columns)
    needs = [
        max([len(str(name)), *(len(_shown(row[i])) for row in cells)]) + GAP
        for i, name in enumerate(columns)
    ]
    if not wide:
        return needs
    needs = [
        min(need, max(NARROW, len(name)) + GAP) for need, name in zip(needs, columns, strict=True)
    ]
    rest = LINE_WIDTH - sum(
        need for name, need in zip(columns, needs, strict=True) if name not in wide
    )
    share = max(24, rest // len(wide))
    return [share if name in wide else need for name, need in zip(columns, needs, strict=True)]


def _shown(cell: str) -> str:
    """A cell as the reader sees it: links without their addresses."""
    return re.sub(r"\[([^]]*)\](\([^)]*\)|\{[^}]*\})", r"\1", cell).replace("\\", "")


def show(frame: pd.DataFrame, right: Iterable[str] = (), wide: Sequence[str] = ()) -> None:
    """Display `frame` in a notebook as a Markdown table (see `table`)."""
    write(table(frame, right, wide))


def write(text: str) -> None:
    """Display Markdown in a notebook."""
    display({"text/markdown": str(text)}, raw=True)


def title_page(title: str, subtitle: str = "", date: str = "") -> None:
    """Display a report's title; rendering makes its title block from it."""
    block = {"title": title, "subtitle": subtitle, "date": date}
    heading = f"# {escape(title)}\n\n{escape(subtitle)}"
    display({DOCUMENT: block, "text/markdown": heading}, raw=True)


def statement_link(statement_id: str, place: str, folder: str = "articles/") -> Markdown:
    """Return a link to a statement on its article's page, shown as its place ("1.4")."""
    article, _, anchor = statement_id.partition("#")
    return Markdown(f"[{place}]({folder}{article}.html#{anchor})")
