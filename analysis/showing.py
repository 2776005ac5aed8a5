"""Articles, statements and comparisons as a notebook shows them, and marked text as HTML there."""

import re
import subprocess
from base64 import b64encode
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from matplotlib.axes import Axes

from analysis import markdown, reading, style
from analysis.articles import Article
from analysis.grouping import UNKNOWN
from analysis.markdown import Markdown
from analysis.programs import pandoc
from analysis.quotes import quotations
from analysis.statements import COLUMNS, annotate
from analysis.style import VOICE_NAMES
from analysis.tables import move_names

REPORTS = Path(__file__).resolve().parent.parent / "reports"
STYLES = REPORTS / "briefing.css"
BRAND = REPORTS / "_brand.yml"
FILTER = REPORTS / "notebook.lua"
# the ground that the marks are made for, also in JupyterLab's dark theme; underlines are for pages
# that take styles away
PAGE = """
background: var(--paper); color: var(--ink); padding: .1em .8em; line-height: 1.5;
td, th { padding: .25em .6em; vertical-align: top; }
.contested u { text-decoration: none; }
"""


def show(thing: Any, **options: Any) -> None:
    """Display something as a reader reads it: rich in a notebook, plain text in a terminal.

    An article with its marks, statements or another frame as a table (`options` are those of
    `markdown.table`), a comparison with its tables, a figure, a string as Markdown.

    >>> from analysis.comparison import compare
    >>> show(compare(annotate("Iran said it refused talks. France said it offered talks.")))
    Comparison by side, with statements: France (1), Iran (1)
    Tables: groups, voices, moves, toward, targets, tone, differences
    Groups with fewer than 10 statements: France, Iran.
    """
    shown = kinds(thing, **options)
    if InteractiveShell.initialized():
        display(shown, raw=True)
    else:
        print(shown["text/plain"])


def kinds(thing: Any, **options: Any) -> dict[str, str]:
    """Something for each kind of page that may show it, by MIME type."""
    if isinstance(thing, Article):
        return bundle(marked(thing)) | {"text/plain": f"{thing.label}\n\n{thing.text}"}
    if isinstance(thing, Axes):
        return {"image/svg+xml": style.svg(thing), "text/plain": thing.figure.alt_text}
    if isinstance(thing, pd.DataFrame):
        if set(COLUMNS) <= set(thing.columns):
            thing, options = statements(thing), {"wide": ["Statement"]} | options
        text = markdown.table(thing, **options)
        return {"text/markdown": str(text), "text/plain": thing.to_string(index=False)}
    if isinstance(thing, str):
        return {"text/markdown": str(thing), "text/plain": str(thing)}
    rich = getattr(thing, "_repr_markdown_", thing.__repr__)()
    return {"text/markdown": str(rich), "text/plain": repr(thing)}


def marked(article: Article) -> Markdown:
    """An article's text with its marks and notes, as its reading page has it."""
    title = f"### {markdown.escape(article.label)}\n\n{reading.source(article)}\n\n"
    found = annotate(article, every=True)
    return Markdown(title + reading.page(article.text, found, quotations(article)))


def statements(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a statement: who says or does what, toward whom, and how firmly."""
    speaker = rows.actor.where(rows.actor != "", rows.speaker)
    return pd.DataFrame(
        {
            "Speaker": speaker.where(speaker != "", "the reporter"),
            "Side": rows.side.where(rows.side != "", UNKNOWN),
            "Voice": rows.voice.map(VOICE_NAMES),
            "Moves": [", ".join(move_names(moves)) for moves in rows.moves],
            "Toward": rows.target_side,
            "Certainty": rows.certainty,
            "Statement": rows.text,
        }
    )


# ---- marked text as HTML


def bundle(text: Markdown) -> dict[str, str]:
    """Marked Markdown for each kind of page that shows notebooks: HTML, and as it is."""
    return {"text/html": html(text), "text/markdown": str(text)}


def html(text: Markdown) -> str:
    """Marked Markdown as HTML with its styles, through the same Pandoc as the reading page."""
    command = [pandoc(), "--from", "markdown", "--to", "html5", f"--lua-filter={FILTER}"]
    done = subprocess.run(
        command, input=str(text), capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return f'<div class="demarche">{styles()}\n{done.stdout}</div>'


def figure(axes: Axes) -> str:
    """A figure as HTML, with its alt text."""
    image = b64encode(style.svg(axes).encode()).decode()
    alt = escape(axes.figure.alt_text)
    return f'<img alt="{alt}" src="data:image/svg+xml;base64,{image}" style="max-width: 100%">'


@cache
def styles() -> str:
    """The briefing's colours and the reading page's marks, for nothing but our own output."""
    sheet = STYLES.read_text("utf-8")
    palette = yaml.safe_load(BRAND.read_text("utf-8"))["color"]["palette"]
    brand = "".join(f"--brand-{name}: {value}; " for name, value in palette.items())
    own = re.search(r"(?s):root \{(.*?)\}", sheet)[1].replace("light dark", "light")
    marks = re.search(r"(?s)/\* a reading page: .*?\*/(.*?)/\* what a filter", sheet)[1]
    return f"<style>.demarche {{{brand}{own}{PAGE}{marks}}}</style>"
