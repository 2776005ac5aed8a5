"""The documentation: Markdown in `reports/docs/`, through the same renderer as a briefing."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis import rendering, runs, staging, tables
from analysis.lexicon import FOLDER, rows
from analysis.markdown import DOCUMENT, Markdown, table

SOURCES = staging.PROJECT / "docs"
PAGES = ("tutorial", "data", "method", "extending", "scale")  # in the order to read them
GENERATED = re.compile(r"^<!-- table: (\w+) -->$", re.MULTILINE)
MOST = 6  # sources named of one lexicon


def make_docs(request: runs.Request) -> list[Path]:
    """Render the documentation into the folder `docs` in `request.out`; return the files' paths.

    Raises UserError with the one line to show.
    """
    runs.require_writable(request.out)
    renderer = rendering.choose(request.renderer, request.quarto)
    with runs.scratch(runs.BUILD / "docs") as stage:
        books = {}
        for name in PAGES:
            books[name] = stage / f"{name}.executed.ipynb"
            nbformat.write(notebook((SOURCES / f"{name}.md").read_text("utf-8")), books[name])
        style = staging.Style(request.paper)
        files = rendering.render_all(books, request.formats, renderer, stage, style)
        return runs.put_in_place(files, request.out / "docs")


def notebook(text: str) -> nbformat.NotebookNode:
    """A page's Markdown as a notebook that the renderers read: its title, then the rest."""
    heading, _, body = text.partition("\n")
    front = new_code_cell("")
    title = heading.removeprefix("# ").strip()
    front.outputs = [new_output("display_data", data={DOCUMENT: {"title": title}})]
    body = GENERATED.sub(lambda found: TABLES[found[1]](), body).strip()
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=[front, new_markdown_cell(body)], metadata={"kernelspec": kernel})


def lexicons() -> Markdown:
    """Each lexicon with its number of rows and the sources that most of them have."""
    found = []
    for path in sorted(FOLDER.glob("*.csv")):
        listed = rows(path.stem)
        sources = Counter(row["source"] for row in listed)
        named = "; ".join(source for source, _ in sources.most_common(MOST))
        more = f"; and {len(sources) - MOST} more" if len(sources) > MOST else ""
        found.append({"Lexicon": path.stem, "Rows": len(listed), "Sources": named + more})
    return table(pd.DataFrame(found), right=["Rows"], wide=["Sources"])


def scores() -> Markdown:
    """How often each measure is right, as a briefing has it."""
    return table(tables.scores_of_measures(), wide=["On"])


TABLES: dict[str, Callable[[], Markdown]] = {"lexicons": lexicons, "scores": scores}
