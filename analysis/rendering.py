"""Executed notebooks to HTML and PDF, with Quarto or with the embedded Pandoc and Typst.

Both read the same stage: a copy of `reports/` (a Quarto project) with the notebooks in it.
"""

import contextlib
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import nbformat
import pypandoc
import typst
import yaml

from analysis.errors import UserError
from analysis.markdown import DOCUMENT, escape
from analysis.rendered import render_changed

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "reports"
SOURCES = ("_quarto.yml", "*.css", "*.typ", "*.lua")
FORMATS = {"html": "html", "pdf": "typst"}  # what a user asks for: Quarto's format that makes it
QUARTO_MINIMUM = (1, 6)
SECONDS = 600  # a renderer that takes longer hangs
HIDDEN = {"parameters", "injected-parameters", "notebook-only"}  # cells' tags
# links between pages, as the notebooks write them: `](articles/some-id.html#s4)`
PAGE_LINK = re.compile(r"\]\(((?:\.\./)*(?:articles/)?[a-z0-9-]+)\.html(?:#[a-z0-9-]+)?\)")
FIGURES = {"image/svg+xml": "svg", "image/png": "png"}


@dataclass(frozen=True)
class Renderer:
    """A program that renders a staged project: `render(stage, notebooks, format)`."""

    name: str
    version: str
    render: Callable[[Path, list[Path], str], None]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def choose(wanted: str = "", quarto: str = "") -> Renderer:
    """Return the renderer to use: `wanted` ("quarto", "embedded"), or Quarto where it is found.

    `quarto` is the path of Quarto's program; by default the one on the PATH.
    Raises UserError for an unknown name, and where a Quarto asked for is missing or too old.
    """
    if wanted not in ("", "quarto", "embedded"):
        raise UserError(f"RENDERER={wanted}: there are `quarto` and `embedded`")
    if wanted == "embedded":
        return _embedded()
    program = shutil.which(quarto if quarto and quarto != "no" else "quarto")
    version = quarto_version(program) if program else ()
    if version >= QUARTO_MINIMUM:
        return Renderer("Quarto", ".".join(map(str, version)), _QuartoProgram(program))
    if wanted == "quarto" or quarto not in ("", "no"):
        raise UserError(_quarto_missing(quarto, program, version))
    return _embedded()


def quarto_version(program: str) -> tuple[int, ...]:
    """The version that a Quarto program says it has; () where it says none."""
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    numbers = re.match(r"(\d+)\.(\d+)\.(\d+)", said.stdout.strip())
    return tuple(map(int, numbers.groups())) if numbers else ()


def stage_project(stage: Path, notebooks: dict[str, Path], extension: str) -> list[Path]:
    """Copy `reports/` to the folder `stage` and put prepared copies of the notebooks in it.

    `notebooks` maps a page's name ("briefing", "articles/some-id") to its executed notebook.
    `extension` is what the links between pages shall end in.
    """
    for pattern in SOURCES:
        for source in sorted(PROJECT.glob(pattern)):
            shutil.copy(source, stage)
    pages = []
    for name, source in notebooks.items():
        page = stage / f"{name}.ipynb"
        page.parent.mkdir(parents=True, exist_ok=True)
        prepared = prepare(nbformat.read(source, as_version=4), name, extension)
        nbformat.write(prepared, page)
        pages.append(page)
    return pages


def prepare(notebook: nbformat.NotebookNode, name: str, extension: str) -> nbformat.NotebookNode:
    """Return an executed notebook as either renderer wants it; see the helpers for what changes.

    Raises UserError, naming the cell, for a failed cell and for output that can't be rendered.
    """
    cells, front = [], {}
    for position, cell in enumerate(notebook.cells, 1):
        if HIDDEN & set(cell.metadata.get("tags", [])):
            continue
        if cell.cell_type == "code":
            where = f"{name}, cell {position}"
            cell.outputs = [output for output in cell.outputs if _is_shown(output, where)]
            front |= _lift_title(cell)
            _lift_alt_text(cell)
        cell.id = f"cell-{position}"
        cell.metadata = {}  # papermill's notes tell the hour and the machine
        _retarget_links(cell, extension)
        cells.append(cell)
    notebook.metadata = {
        key: notebook.metadata[key] for key in ("kernelspec",) if key in notebook.metadata
    }
    notebook.cells = [_front_matter(front), *cells]
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
    # JSON is YAML, and quotes what article titles hold; Pandoc reads the values as Markdown
    values = {key: str(escape(value)) for key, value in front.items()}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return nbformat.v4.new_raw_cell("\n".join(["---", *lines, "---"]), id="front-matter")


def _lift_alt_text(cell: Any) -> None:
    """Write a figure's alt text, made from its data, as the cell's `fig-alt` option."""
    alts = [
        output.metadata["alt"] for output in cell.outputs if "alt" in output.get("metadata", {})
    ]
    if alts:
        cell.source = f"#| fig-alt: {json.dumps(alts[0], ensure_ascii=False)}\n{cell.source}"


def _retarget_links(cell: Any, extension: str) -> None:
    """Point links between pages, written for HTML, to the pages of this format."""
    if extension == "html":
        return
    if cell.cell_type == "markdown":
        cell.source = PAGE_LINK.sub(rf"](\1.{extension})", cell.source)
    for output in cell.get("outputs", []):
        text = output.get("data", {}).get("text/markdown")
        if text:
            output.data["text/markdown"] = PAGE_LINK.sub(rf"](\1.{extension})", text)


# ---- Quarto


def _quarto_missing(asked: str, program: str | None, version: tuple[int, ...]) -> str:
    if not program:
        found = f"no Quarto at {asked}" if asked not in ("", "no") else "Quarto was not found"
    elif not version:
        found = f"{program} does not say which version of Quarto it is"
    else:
        found = f"Quarto {'.'.join(map(str, version))} is too old"
    wanted = ".".join(map(str, QUARTO_MINIMUM))
    return (
        f"{found}; {wanted} or newer is needed: `conda install -c conda-forge quarto`, or see"
        " quarto.org; or run with RENDERER=embedded"
    )


@dataclass(frozen=True)
class _QuartoProgram:
    program: str

    def __call__(self, stage: Path, pages: list[Path], format_: str) -> None:
        """Render the staged project; the pages' outputs land beside them."""
        said = run_program([self.program, "render", ".", "--to", FORMATS[format_]], stage)
        if lost := re.search(r"Unable to resolve crossref @?(\S+)", said):
            raise UserError(f"Quarto: no figure or table is labelled {lost[1]}")
        for page in pages:
            made = page.with_suffix(f".{format_}").relative_to(stage)
            (stage / "_output" / made).replace(stage / made)


def run_program(command: list[str], folder: Path) -> str:
    """Run a renderer in `folder` and return what it said.

    Raises UserError with its last words when it fails or hangs.
    """
    name = Path(command[0]).name
    environment = os.environ | {"SOURCE_DATE_EPOCH": "0"}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, text=True, errors="replace", start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise UserError(f"{name} was still running after {SECONDS} seconds; stopped it") from None
    finally:
        _end(process)
    if process.returncode:
        raise UserError(f"{name} failed (exit code {process.returncode}): {_last_words(said)}")
    return said


def _end(process: subprocess.Popen) -> None:
    """End a program and all that it started, also when we are interrupted."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _last_words(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return " / ".join(lines[-3:]) or "it said nothing"


# ---- Pandoc and Typst


def _embedded() -> Renderer:
    said = subprocess.run([_pandoc(), "--version"], capture_output=True, text=True, check=True)
    version = f"{said.stdout.split()[1]}, Typst {metadata.version('typst')}"
    return Renderer("embedded Pandoc", version, _render_embedded)


def _pandoc() -> str:
    """The Pandoc that came with pypandoc_binary, or (in conda) the one on the PATH."""
    bundled = Path(pypandoc.__file__).parent / "files" / "pandoc"
    return str(bundled) if bundled.exists() else pypandoc.get_pandoc_path()


def _render_embedded(stage: Path, pages: list[Path], format_: str) -> None:
    settings = yaml.safe_load((stage / "_quarto.yml").read_text("utf-8"))
    for page in pages:
        source = page.with_suffix(".md")
        source.write_text(to_markdown(nbformat.read(page, as_version=4), page), "utf-8")
        if format_ == "html":
            _pandoc_html(stage, source, settings)
        else:
            _typst_pdf(stage, source, settings)


def to_markdown(notebook: nbformat.NotebookNode, page: Path) -> str:
    """Return a prepared notebook as Pandoc's Markdown; its figures are written beside `page`."""
    parts = []
    for position, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code":
            parts += _cell_markdown(cell, page, position)
        else:
            parts.append(cell.source)
    return "\n\n".join(parts) + "\n"


def _cell_markdown(cell: Any, page: Path, position: int) -> list[str]:
    options = _cell_options(cell.source)
    if options.get("include") is False or options.get("output") is False:
        return []
    return [
        _output_markdown(output, options, page.with_name(f"{page.stem}-{position}-{i}"))
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


def _pandoc_arguments(source: Path, settings: dict[str, Any], stage: Path) -> list[str]:
    filters = ["embedded.lua", *settings.get("filters", [])]
    return [
        _pandoc(), source.name, "--from", "markdown", "--standalone", "--fail-if-warnings",
        *(f"--lua-filter={stage / name}" for name in filters),
        f"--metadata=lang:{settings['lang']}",
    ]  # fmt: skip


def _pandoc_html(stage: Path, source: Path, settings: dict[str, Any]) -> None:
    css = settings["format"]["html"]["css"]
    run_program(
        [
            *_pandoc_arguments(source, settings, stage), "--to", "html5", "--mathml",
            "--embed-resources", "--metadata=document-css:false",
            f"--css={os.path.relpath(stage / css, source.parent)}",
            "--output", source.with_suffix(".html").name,
        ],
        source.parent,
    )  # fmt: skip


def _typst_pdf(stage: Path, source: Path, settings: dict[str, Any]) -> None:
    typst_source = source.with_suffix(".typ")
    run_program(
        [
            *_pandoc_arguments(source, settings, stage), "--to", "typst",
            f"--template={stage / 'embedded.typ'}",
            f"--variable=papersize:{settings['format']['typst']['papersize']}",
            "--output", typst_source.name,
        ],
        source.parent,
    )  # fmt: skip
    try:
        typst.compile(
            str(typst_source), output=str(source.with_suffix(".pdf")), root=str(stage),
            ignore_system_fonts=True, timestamp=0,
        )  # fmt: skip
    except typst.TypstError as error:
        raise UserError(f"Typst: {source.stem}: {_last_words(str(error))}") from None


# ---- both


def render_all(
    notebooks: dict[str, Path], formats: tuple[str, ...], renderer: Renderer, folder: Path
) -> dict[str, Path]:
    """Render executed notebooks in each format, in `folder`.

    Returns the files made, by the name each shall have ("briefing.pdf").
    """
    files = {}
    for extension in formats:
        stage = folder / extension
        stage.mkdir()
        pages = stage_project(stage, notebooks, extension)
        render_changed(
            partial(_render, renderer, stage, extension), str(renderer), stage, pages, extension
        )
        for name in notebooks:
            files[f"{name}.{extension}"] = stage / f"{name}.{extension}"
    return files


def _render(renderer: Renderer, stage: Path, extension: str, pages: list[Path]) -> None:
    renderer.render(stage, pages, extension)
