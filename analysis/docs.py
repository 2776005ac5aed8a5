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
from analysis.outputs import put_in_place, require_writable, scratch, turn

SOURCES = staging.PROJECT / "docs"
PAGES = ("tutorial", "data", "method", "extending", "scale")  # in the order to read them
GENERATED = re.compile(r"^<!-- table: (\w+) -->$", re.MULTILINE)
MOST = 6  # sources named of one lexicon


def make_docs(request: runs.Request) -> list[Path]:
    """Render the documentation into the folder `docs` in `request.out`; return the files' paths.

    Raises UserError with the one line to show.
    """
    require_writable(request.out)
    renderer = rendering.choose(request.renderer, request.quarto)
    with turn(request.out), scratch(runs.run_folder(request)) as stage:
        books = {}
        for name in PAGES:
            books[name] = stage / f"{name}.executed.ipynb"
            nbformat.write(notebook(name), books[name])
        style = staging.Style(request.paper)
        files = rendering.render_all(books, request.formats, renderer, stage, style)
        return put_in_place(files, request.out / "docs")


def notebook(name: str) -> nbformat.NotebookNode:
    """A page as a notebook that the renderers read: title, ways to the other pages, the rest."""
    title, body = source(name)
    front = new_code_cell("")
    front.outputs = [new_output("display_data", data={DOCUMENT: {"title": title}})]
    body = GENERATED.sub(lambda found: TABLES[found[1]](), body)
    cells = [front, new_markdown_cell(others(name)), new_markdown_cell(body)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def source(name: str) -> tuple[str, str]:
    """A page's title and its Markdown below that."""
    heading, _, body = (SOURCES / f"{name}.md").read_text("utf-8").partition("\n")
    return heading.removeprefix("# ").strip(), body.strip()


def others(name: str) -> str:
    """Links to the other pages, in their order."""
    return " · ".join(f"[{source(one)[0]}]({one}.html)" for one in PAGES if one != name)


def lexicons() -> Markdown:
    """Each lexicon with its number of rows and the sources that most of them have."""
    found = []
    for path in sorted(FOLDER.glob("*.csv")):
        listed = rows(path.stem)
        sources = Counter(one for row in listed for one in row["source"].split("; "))
        named = "; ".join(source for source, _ in sources.most_common(MOST))
        more = f"; and {len(sources) - MOST} more" if len(sources) > MOST else ""
        found.append({"Lexicon": path.stem, "Rows": f"{len(listed):,}", "Sources": named + more})
    return table(pd.DataFrame(found), right=["Rows"], wide=["Sources"])


def scores() -> Markdown:
    """How often each measure is right, as a briefing has it."""
    return table(tables.scores_of_measures(), wide=["On"])


TABLES: dict[str, Callable[[], Markdown]] = {"lexicons": lexicons, "scores": scores}
