"""Executed notebooks to a staged Quarto project that either renderer reads.

What a reader should not see is taken out of them: code, parameters, warnings, and whatever
papermill noted of the machine and the hour.
"""

import hashlib
import json
import shutil
import string
from base64 import b64encode
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
import typst
import yaml

from analysis import crosslinks, docx, fonts
from analysis.errors import UserError
from analysis.markdown import DOCUMENT, escape, visible

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "reports"
SOURCES = ("_quarto.yml", "*.css", "*.typ", "*.lua", "*.html", "*.xml")
HIDDEN = {"parameters", "injected-parameters", "notebook-only"}  # cells' tags
FIGURES = {"image/svg+xml": "svg", "image/png": "png"}
BRIEFING = "briefing"  # the page that a reader cites
HEAD = ".head.html"  # ending of the file with what a page's head holds of its own
SCRIPT = "script.html"  # the one script that pages hold
DOTS_PER_INCH = 220  # of figures in a word processor's document, which takes no SVG
POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline';"
    " script-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True)
class Style:
    """What a user sets of the pages' look: the paper, and the page that leads to all briefings."""

    paper: str = "a4"
    home: str = ""


def stage_project(
    stage: Path, notebooks: dict[str, Path], extension: str, style: Style
) -> list[Path]:
    """Copy `reports/` to the folder `stage` and put prepared copies of the notebooks in it.

    `notebooks` maps a page's name ("briefing", "articles/some-id") to its executed notebook.
    `extension` is the format's, and what the links between pages shall end in.
    """
    for pattern in SOURCES:
        for source in sorted(PROJECT.glob(pattern)):
            shutil.copy(source, stage)
    _write_settings(stage / "_quarto.yml", style)
    if extension == "docx":
        styles = (stage / "docx-styles.xml").read_text("utf-8")
        docx.write_reference(stage / "reference.docx", style.paper, styles)
    books = {name: nbformat.read(path, as_version=4) for name, path in notebooks.items()}
    cited = crosslinks.cited(books.values())
    pages = []
    for name, book in books.items():
        page = stage / f"{name}.ipynb"
        page.parent.mkdir(parents=True, exist_ok=True)
        prepared = prepare(book, name, extension)
        crosslinks.join(prepared, cited, extension)
        if extension == "html":
            _lead_home(prepared, name, style.home)
            _write_head(page, prepared)
        nbformat.write(prepared, page)
        pages.append(page)
    return pages


def _write_settings(file: Path, style: Style) -> None:
    """Set the paper and the fonts in the staged project's settings."""
    settings = yaml.safe_load(file.read_text("utf-8"))
    typst_settings = settings["format"]["typst"]
    typst_settings |= {"papersize": style.paper, "font-paths": fonts.folders()}
    file.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")


def allow_boxes(stage: Path) -> None:
    """Let a PDF show a box for a character that no font has, which PDF/UA-1 does not."""
    file = stage / "_quarto.yml"
    settings = yaml.safe_load(file.read_text("utf-8"))
    settings["format"]["typst"].pop("pdf-standard", None)
    file.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")


def prepare(notebook: nbformat.NotebookNode, name: str, extension: str) -> nbformat.NotebookNode:
    """Return an executed notebook as either renderer wants it; see the helpers for what changes.

    Raises UserError, naming the cell, for a failed cell and for output that can't be rendered.
    """
    cells, front = [], {"title": name}
    for position, cell in enumerate(notebook.cells, 1):
        if HIDDEN & set(cell.metadata.get("tags", [])):
            continue
        if cell.cell_type == "code":
            where = f"{name}, cell {position}"
            cell.outputs = [output for output in cell.outputs if _is_shown(output, where)]
            front |= _lift_title(cell)
            _lift_alt_text(cell)
            if extension == "docx":
                _draw_in_dots(cell)
        cell.id = f"cell-{position}"
        cell.metadata = {}  # papermill's notes tell the hour and the machine
        cells.append(cell)
    notebook.metadata = {
        key: notebook.metadata[key] for key in ("kernelspec",) if key in notebook.metadata
    }
    cite = [_citation(front)] if name == BRIEFING else []
    notebook.cells = [_front_matter(front), *cells, *cite]
    return notebook


def _is_shown(output: Any, where: str) -> bool:
    """Whether a reader sees this output; UserError where neither renderer could show it."""
    if output.output_type == "error":
        raise UserError(f"{where}: {output.ename}: {output.evalue}")
    if output.output_type == "stream":
        return output.name == "stdout"
    if not {"text/markdown", "text/plain", DOCUMENT, *FIGURES} & _kinds(output):
        raise UserError(f"{where}: output of kind {sorted(output.data)} can't be rendered")
    return True


def _kinds(output: Any) -> set[str]:
    """The kinds of an output's data; plain text beside HTML stands for the HTML."""
    kinds = set(output.get("data", {}))
    return kinds - {"text/plain"} if "text/html" in kinds else kinds


def _lift_title(cell: Any) -> dict[str, str]:
    """Take the title page out of a cell's outputs, as front matter."""
    front: dict[str, str] = {}
    for output in list(cell.outputs):
        if DOCUMENT in output.get("data", {}):
            front |= {key: value for key, value in output.data[DOCUMENT].items() if value}
            cell.outputs.remove(output)
    return front


def _front_matter(front: dict[str, str]) -> nbformat.NotebookNode:
    # JSON is YAML, and quotes what article titles hold; Pandoc reads the values as Markdown, in
    # which Quarto finds shortcodes even where they are escaped: an empty span parts their braces
    values = {
        key: escape(value).replace(r"\{\{", r"\{[]{}\{").replace(r"\}\}", r"\}[]{}\}")
        for key, value in front.items()
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return nbformat.v4.new_raw_cell("\n".join(["---", *lines, "---"]), id="front-matter")


def _citation(front: dict[str, str]) -> nbformat.NotebookNode:
    """How to cite a briefing: its title, what it was made from, and with what."""
    parts = [f"“{front['title']}”", *(front[key] for key in ("subtitle", "date") if key in front)]
    made = f"Briefing made with Demarche {version('demarche')}"
    text = f"## How to cite\n\n{escape('. '.join([*parts, made]))}."
    return nbformat.v4.new_markdown_cell(text, id="citation")


def _write_head(page: Path, notebook: nbformat.NotebookNode) -> None:
    """Write what an HTML page's head holds of its own: its policy, and its characters' fonts."""
    head = page.with_suffix(HEAD)
    sheet = fonts.style_sheet(nbformat.writes(notebook) + string.printable)
    head.write_text(f"{_policy()}\n<style>\n{sheet}\n</style>\n", "utf-8")
    front = notebook.cells[0]
    front.source = f"---\ninclude-in-header: {head.name}\n" + front.source.removeprefix("---\n")


def _policy() -> str:
    """What a page may do, for a browser to hold it to: run our script, and ask for nothing."""
    script = (PROJECT / SCRIPT).read_text("utf-8")
    text = script[script.index("<script>") + len("<script>") : script.rindex("</script>")]
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(digest)}">'


def _lift_alt_text(cell: Any) -> None:
    """Write a figure's alt text, made from its data, as the cell's `fig-alt` option."""
    alts = [
        output.metadata["alt"] for output in cell.outputs if "alt" in output.get("metadata", {})
    ]
    if alts:
        # an attribute's value can't be escaped: what would be Quarto's shortcode is parted
        alt = json.dumps(visible(alts[0]).replace("{{", "{ {"), ensure_ascii=False)
        cell.source = f"#| fig-alt: {alt}\n{cell.source}"


def _draw_in_dots(cell: Any) -> None:
    """Draw a cell's SVG figures as PNG."""
    for output in cell.outputs:
        if svg := output.get("data", {}).pop("image/svg+xml", None):
            output.data["image/png"] = b64encode(_png(svg)).decode()


def _png(svg: str) -> bytes:
    code = "#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg))"
    return typst.compile(
        code.encode(), sys_inputs={"svg": svg}, format="png", ppi=DOTS_PER_INCH,
        ignore_system_fonts=True,
    )  # fmt: skip


def _lead_home(notebook: nbformat.NotebookNode, name: str, home: str) -> None:
    """Put a link to the page of all briefings at a page's head."""
    if home:
        way = "../" * name.count("/") + home
        link = nbformat.v4.new_markdown_cell(f"[All briefings]({way})", id="home")
        notebook.cells.insert(1, link)
