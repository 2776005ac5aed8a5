"""A static site from a corpus: a briefing for each of its folders, an index, and a search.

The search's data lies in the index itself, so that it works from the disk.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis import rendering, runs, staging
from analysis.articles import slug
from analysis.corpus import files
from analysis.errors import UserError
from analysis.findings import count
from analysis.markdown import DOCUMENT, STATEMENTS, escape
from analysis.outputs import create, put_in_place, remove_stale, scratch, turn

INDEX = "index"


class Briefing(NamedTuple):
    """One briefing of a site: its folder there, and its executed notebooks by page name."""

    folder: str
    notebooks: dict[str, Path]
    formats: tuple[str, ...]

    def read(self) -> dict[str, nbformat.NotebookNode]:
        """The executed notebooks themselves."""
        return {name: nbformat.read(path, as_version=4) for name, path in self.notebooks.items()}


def make_site(request: runs.Request) -> Path:
    """Make a briefing for each topic of the corpus and the site's index; return the index's path.

    The site is written to the folder `site` in `request.out`; a topic is a folder of the corpus
    that holds articles, or the whole corpus where it has none. Briefings that have not changed are
    left as they are. Raises UserError with the one line to show.
    """
    runs.require(request.corpus)
    out = request.out / "site"
    create(out)
    with turn(request.out):
        return _make(request, out)


def _make(request: runs.Request, out: Path) -> Path:
    stamp = runs.run_folder(request) / "site.json"
    formats = tuple(dict.fromkeys(("html", *request.formats)))
    briefings, files = [], []
    for name, corpus in topics(request.corpus).items():
        asked = replace(
            request, corpus=corpus, out=out / name, title="", formats=formats, home="../index.html"
        )
        files += runs.make_report(asked)
        briefings.append(Briefing(name, _executed(asked), formats))
    index = _render_index(request, briefings, out)
    remove_stale(runs.made_before(stamp), [*files, index])
    runs.write_stamp(stamp, "", [*files, index])
    return index


def topics(corpus: Path) -> dict[str, Path]:
    """What a corpus's briefings are made of, by the name of each in the site.

    Raises UserError where articles lie loose beside folders of articles.
    """
    if corpus.is_file():
        return {slug(corpus.stem): corpus}
    folders = [place for place in sorted(corpus.iterdir()) if place.is_dir() and files(place)]
    if not folders:
        return {slug(corpus.resolve().name): corpus}
    if loose := [file for file in files(corpus) if file.parent == corpus]:
        raise UserError(
            f"{loose[0]} lies beside folders of articles; each folder becomes a briefing:"
            " put it in one"
        )
    return {slug(folder.name): folder for folder in folders}


def _executed(request: runs.Request) -> dict[str, Path]:
    """A report's executed notebooks by page name, the briefing first."""
    folder = runs.run_folder(request) / "notebooks"
    pages = ("briefing", *(page.removesuffix(".html") for page in _article_pages(request)))
    return {page: folder / f"{page}.ipynb" for page in pages}


def _article_pages(request: runs.Request) -> list[str]:
    made = runs.made_before(runs.run_folder(request) / "stamp.json")
    pages = [path.relative_to(request.out.resolve()).as_posix() for path in made]
    return [page for page in pages if page.startswith("articles/") and page.endswith(".html")]


# ---- the index


def _render_index(request: runs.Request, briefings: Sequence[Briefing], out: Path) -> Path:
    renderer = rendering.choose(request.renderer, request.quarto)
    with scratch(runs.run_folder(request)) as stage:
        source = stage / "executed.ipynb"
        nbformat.write(index(request.title or request.corpus.resolve().name, briefings), source)
        style = staging.Style(request.paper)
        files = rendering.render_all({INDEX: source}, ("html",), renderer, stage, style)
        return put_in_place(files, out)[0]


def index(title: str, briefings: Sequence[Briefing]) -> nbformat.NotebookNode:
    """The index as a notebook: each briefing with its articles, and every statement to search."""
    books = [(briefing, briefing.read()) for briefing in briefings]
    articles = sum(len(pages) - 1 for _, pages in books)
    subtitle = f"{count(len(briefings), 'briefing')} · {count(articles, 'article')}"
    front = new_code_cell("")
    front.outputs = [
        new_output("display_data", data={DOCUMENT: {"title": title, "subtitle": subtitle}})
    ]
    listed = [_listed(briefing, pages) for briefing, pages in books]
    rows = [row for briefing, pages in books for row in _rows(briefing, pages)]
    cells = ["## Briefings", *listed, "## Search", _search(rows)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(
        cells=[front, *map(new_markdown_cell, cells)], metadata={"kernelspec": kernel}
    )


def _listed(briefing: Briefing, pages: dict[str, nbformat.NotebookNode]) -> str:
    """A briefing's title, its formats and its articles, each a link."""
    front = _found(pages["briefing"], DOCUMENT)
    formats = ", ".join(
        f"[{name.upper()}]({briefing.folder}/briefing.{name})" for name in briefing.formats
    )
    articles = [
        f"- [{escape(_found(page, DOCUMENT)['title'])}]({briefing.folder}/{name}.html)"
        for name, page in pages.items()
        if name != "briefing"
    ]
    heading = f"### [{escape(front['title'])}]({briefing.folder}/briefing.html)"
    return "\n\n".join([heading, f"{escape(front['subtitle'])} · {formats}", "\n".join(articles)])


def _rows(briefing: Briefing, pages: dict[str, nbformat.NotebookNode]) -> list[dict[str, str]]:
    """Each statement of a briefing's articles, with the link to it."""
    return [
        {
            "text": row["text"],
            "who": row["who"],
            "moves": row["moves"],
            "article": _found(page, DOCUMENT)["title"],
            "link": f"{briefing.folder}/{name}.html#{row['place']}",
        }
        for name, page in pages.items()
        if name != "briefing"
        for row in _found(page, STATEMENTS)
    ]


def _found(notebook: nbformat.NotebookNode, kind: str) -> Any:
    """What a notebook's first output of a kind holds."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return next(o.data[kind] for o in outputs if kind in o.get("data", {}))


def _search(rows: Sequence[dict[str, str]]) -> str:
    """A place for the search's box, and its data, in which no mark-up can begin."""
    data = json.dumps(rows, ensure_ascii=False).replace("<", r"\u003c")
    block = f'<script type="application/json" id="statements">{data}</script>'
    what = f"Every one of the {len(rows):,} statements, by its words, speaker, move or article."
    return f"::: {{.search}}\n{what}\n:::\n\n```{{=html}}\n{block}\n```"
