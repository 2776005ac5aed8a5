"""Articles, statements and comparisons as a notebook shows them, and marked text as HTML there."""

import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from IPython.display import display

from analysis import markdown, reading
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


def show(thing: Any, **options: Any) -> None:
    """Display something as a reader reads it, in a notebook.

    An article with its marks, statements or another frame as a table (`options` are those of
    `markdown.table`), a comparison with its tables, a string as Markdown.
    """
    if isinstance(thing, Article):
        show_marked(marked(thing))
    elif isinstance(thing, pd.DataFrame):
        is_statements = set(COLUMNS) <= set(thing.columns)
        options = {"wide": ["Statement"]} | options if is_statements else options
        markdown.show(statements(thing) if is_statements else thing, **options)
    elif isinstance(thing, str):
        markdown.write(thing)
    else:
        display(thing)


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


def show_marked(text: Markdown) -> None:
    """Display marked Markdown in a notebook."""
    display(bundle(text), raw=True)


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


@cache
def styles() -> str:
    """The briefing's colours and the reading page's marks, for nothing but our own output."""
    sheet = STYLES.read_text("utf-8")
    palette = yaml.safe_load(BRAND.read_text("utf-8"))["color"]["palette"]
    brand = "".join(f"--brand-{name}: {value}; " for name, value in palette.items())
    own = re.search(r"(?s):root \{(.*?)\}", sheet)[1].replace("light dark", "light")
    marks = re.search(r"(?s)/\* a reading page: .*?\*/(.*?)/\* what a filter", sheet)[1]
    ground = "background: var(--paper); color: var(--ink); padding: .1em .8em;"
    return f"<style>.demarche {{{brand}{own}{ground}{marks}}}</style>"
