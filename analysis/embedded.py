"""The embedded renderer: a staged project through Pandoc and Typst, to what Quarto makes of it.

It does the part of Quarto that our reports use, and says so, naming the cell, where a notebook
asks for more.
"""

import itertools
import json
import os
import re
from base64 import b64decode
from importlib import metadata
from pathlib import Path
from typing import Any

import nbformat
import typst
import yaml

from analysis.errors import UserError
from analysis.programs import ProgramFailed, pandoc, run_program
from analysis.staging import FIGURES

# Quarto's cell options that this renderer follows, or may leave alone since no code is shown
OPTIONS = {
    "label", "fig-cap", "fig-alt", "tbl-cap", "include", "output",
    "echo", "eval", "warning", "error", "message",
}  # fmt: skip
SHORTCODE = "{{<"  # article text is escaped, and holds none
ANCHOR = "demarche-cell"  # class of the block around a cell, by which an error names it


def version() -> str:
    """Pandoc's and Typst's versions."""
    said = run_program([pandoc(), "--version"], Path.cwd())
    return f"{said.split()[1]}, Typst {metadata.version('typst')}"


def render(stage: Path, pages: list[Path], format_: str) -> None:
    """Render a staged project; the pages' outputs land beside them."""
    settings = yaml.safe_load((stage / "_quarto.yml").read_text("utf-8"))
    for page in pages:
        source = page.with_suffix(".md")
        source.write_text(to_markdown(nbformat.read(page, as_version=4), page), "utf-8")
        WRITERS[format_](stage, source, settings)


# ---- a notebook as Markdown


def to_markdown(notebook: nbformat.NotebookNode, page: Path) -> str:
    """Return a prepared notebook as Pandoc's Markdown; its figures are written beside `page`.

    Raises UserError, naming the cell, for a cell option that only Quarto follows.
    """
    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "raw":
            parts.append(cell.source)
            continue
        where = f"{page.stem}, {cell.id.replace('-', ' ')}"
        inner = _cell_markdown(cell, page, where) if cell.cell_type == "code" else [cell.source]
        if any(SHORTCODE in part for part in inner):
            _refuse(where, "shortcodes")
        parts += [f"::: {{.{ANCHOR} where={json.dumps(where)}}}", *inner, ":::"]
    return "\n\n".join(parts) + "\n"


def _refuse(where: str, what: str) -> None:
    raise UserError(f"{where}: the embedded renderer can't do {what}; Quarto may")


def _cell_markdown(cell: Any, page: Path, where: str) -> list[str]:
    options = _cell_options(cell.source)
    if unknown := sorted(options.keys() - OPTIONS):
        _refuse(where, f"the cell option `{unknown[0]}`")
    if options.get("include") is False or options.get("output") is False:
        return []
    return [
        _output_markdown(output, options, page.with_name(f"{page.stem}-{cell.id}-{i}"))
        for i, output in enumerate(cell.outputs)
    ]


def _cell_options(source: str) -> dict[str, Any]:
    """Quarto's cell options: the YAML in the `#|` lines at a cell's head."""
    lines = itertools.takewhile(lambda line: line.startswith("#|"), source.splitlines())
    return yaml.safe_load("\n".join(line[2:].removeprefix(" ") for line in lines)) or {}


def _output_markdown(output: Any, options: dict[str, Any], stem: Path) -> str:
    data = output.get("data", {})
    if "text/markdown" in data:
        return data["text/markdown"] + _table_caption(options)
    for kind, extension in FIGURES.items():
        if kind in data:
            file = stem.with_name(f"{stem.name}.{extension}")
            file.write_bytes(b64decode(data[kind]) if extension == "png" else data[kind].encode())
            return _figure(file.name, options)
    return _verbatim(output.get("text", data.get("text/plain", "")))


def _table_caption(options: dict[str, Any]) -> str:
    if "tbl-cap" not in options:
        return ""
    return f"\n\n: {options['tbl-cap']} {{#{options['label']}}}"


def _figure(file: str, options: dict[str, Any]) -> str:
    label = f"#{options['label']} " if "label" in options else ""
    alt = json.dumps(options.get("fig-alt", ""), ensure_ascii=False)
    return f"![{options.get('fig-cap', '')}]({file}){{{label}fig-alt={alt}}}"


def _verbatim(text: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


# ---- Markdown to the formats


def _run_pandoc(stage: Path, source: Path, settings: dict[str, Any], *arguments: str) -> None:
    filters = ["embedded.lua", *(entry["path"] for entry in settings["filters"])]
    command = [
        pandoc(), source.name, "--from", "markdown", "--standalone", "--fail-if-warnings",
        *(f"--lua-filter={stage / name}" for name in filters),
        f"--metadata=lang:{settings['lang']}", *arguments,
    ]  # fmt: skip
    run_program(command, source.parent)


def _html(stage: Path, source: Path, settings: dict[str, Any]) -> None:
    own = settings["format"]["html"]
    _run_pandoc(
        stage, source, settings, "--to", "html5", "--mathml", "--embed-resources",
        "--metadata=document-css:false",
        f"--css={os.path.relpath(stage / own['css'], source.parent)}",
        f"--include-in-header={stage / own['include-in-header']}",
        f"--include-after-body={stage / own['include-after-body']}",
        "--output", source.with_suffix(".html").name,
    )  # fmt: skip


def _docx(stage: Path, source: Path, settings: dict[str, Any]) -> None:
    reference = stage / settings["format"]["docx"]["reference-doc"]
    _run_pandoc(
        stage, source, settings, "--to", "docx", f"--reference-doc={reference}",
        "--output", source.with_suffix(".docx").name,
    )  # fmt: skip


def _pdf(stage: Path, source: Path, settings: dict[str, Any]) -> None:
    own = settings["format"]["typst"]
    written = source.with_suffix(".typ")
    _run_pandoc(
        stage, source, settings, "--to", "typst", f"--template={stage / 'embedded.typ'}",
        "--shift-heading-level-by=-1",  # as Quarto does: PDF/UA wants level 1 first
        f"--variable=papersize:{own['papersize']}", "--output", written.name,
    )  # fmt: skip
    try:
        typst.compile(
            str(written), output=str(source.with_suffix(".pdf")), root=str(stage),
            font_paths=own["font-paths"], ignore_system_fonts=True, timestamp=0,
            pdf_standards=own.get("pdf-standard", []),
        )  # fmt: skip
    except typst.TypstError as error:
        raise ProgramFailed(f"Typst: {source.stem}", str(error)) from None


WRITERS = {"html": _html, "pdf": _pdf, "docx": _docx}
