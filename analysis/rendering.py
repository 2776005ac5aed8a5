"""Executed notebooks to HTML, PDF and DOCX, with Quarto or with the embedded Pandoc and Typst.

Both read the same stage: a copy of `reports/` (a Quarto project) with the notebooks in it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from analysis import embedded, quarto
from analysis.errors import UserError
from analysis.programs import ProgramFailed, say
from analysis.rendered import render_changed
from analysis.staging import Style, allow_boxes, stage_project

# what Typst says of a character that no font has
NO_FONT = re.compile(r"the text `?(\S+?)`? could not be displayed")


@dataclass(frozen=True)
class Renderer:
    """A program that renders a staged project: `render(stage, pages, format)`."""

    name: str
    version: str
    render: Callable[[Path, list[Path], str], None]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def choose(wanted: str = "", program: str = "") -> Renderer:
    """Return the renderer to use: `wanted` ("quarto", "embedded"), or Quarto where it is found.

    `program` is the path of Quarto's program; by default the one on the PATH.
    Raises UserError for an unknown name, and where a Quarto asked for is missing or too old.
    """
    if wanted not in ("", "quarto", "embedded"):
        raise UserError(f"RENDERER={wanted}: there are `quarto` and `embedded`")
    if wanted != "embedded":
        found, version = quarto.find(program)
        if version >= quarto.MINIMUM:
            return Renderer("Quarto", ".".join(map(str, version)), quarto.QuartoProgram(found))
        if wanted == "quarto" or program not in ("", "no"):
            raise UserError(quarto.missing(program, found, version))
    return Renderer("embedded Pandoc", embedded.version(), embedded.render)


def render_all(
    notebooks: dict[str, Path],
    formats: Sequence[str],
    renderer: Renderer,
    folder: Path,
    style: Style = Style(),  # noqa: B008 (frozen)
) -> dict[str, Path]:
    """Render executed notebooks in each format, in `folder`.

    Returns the files made, by the name each shall have ("briefing.pdf").
    Raises UserError, naming the page and cell, for what can't be rendered.
    """
    files = {}
    for extension in formats:
        stage = folder / extension
        stage.mkdir()
        pages = stage_project(stage, notebooks, extension, style)
        render_changed(
            partial(_render, renderer, stage, extension), str(renderer), stage, pages, extension
        )
        for name in notebooks:
            files[f"{name}.{extension}"] = stage / f"{name}.{extension}"
    return files


def _render(renderer: Renderer, stage: Path, extension: str, pages: list[Path]) -> None:
    """Render; where no font has a character, once more without the PDF/UA-1 that forbids boxes."""
    try:
        renderer.render(stage, pages, extension)
    except ProgramFailed as error:
        if not (lost := NO_FONT.search(error.said)):
            raise
        say(f"no font has {lost[1]}: boxes stand for such letters, and the PDF is not PDF/UA-1")
        allow_boxes(stage)
        renderer.render(stage, pages, extension)
