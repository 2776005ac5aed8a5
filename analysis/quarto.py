"""Quarto, where it is found: which one, whether it will do, and a staged project through it."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import UserError
from analysis.programs import run_program

FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}  # Quarto's format that makes each
MINIMUM = (1, 6)
VERSION_SECONDS = 60  # in which it says its version, also from a slow disk


@dataclass(frozen=True)
class QuartoProgram:
    """Renders a staged project with Quarto's program at `path`."""

    path: str

    def __call__(self, stage: Path, pages: list[Path], format_: str) -> None:
        """Render; the pages' outputs land beside them."""
        temporary = stage.with_name("temporary")  # goes with the stage, even when it is killed
        temporary.mkdir(exist_ok=True)
        command = [self.path, "render", ".", "--to", FORMATS[format_]]
        said = run_program(command, stage, TMPDIR=str(temporary.resolve()))
        if lost := re.search(r"Unable to resolve crossref @?(\S+)", said):
            raise UserError(f"Quarto: no figure or table is labelled {lost[1]}")
        for page in pages:
            made = page.with_suffix(f".{format_}").relative_to(stage)
            if not (stage / "_output" / made).is_file():
                raise UserError(f"Quarto did not fail, and made no {made}")
            (stage / "_output" / made).replace(stage / made)


def find(asked: str = "") -> tuple[str | None, tuple[int, ...]]:
    """The Quarto that is asked for, by default the one on the PATH, and its version."""
    program = shutil.which(asked if asked and asked != "no" else "quarto")
    program = program and os.path.abspath(program)  # it runs in another folder
    return program, version(program) if program else ()


def version(program: str) -> tuple[int, ...]:
    """The version that a Quarto program says it has; () where it says none."""
    try:
        said = run_program([program, "--version"], Path.cwd(), VERSION_SECONDS)
    except UserError:
        return ()
    numbers = re.search(r"^(\d+)\.(\d+)\.(\d+)", said, re.MULTILINE)
    return tuple(map(int, numbers.groups())) if numbers else ()


def missing(asked: str, program: str | None, found: tuple[int, ...]) -> str:
    """Why there is no Quarto that will do, and how to get one."""
    if not program:
        why = f"no Quarto at {asked}" if asked not in ("", "no") else "Quarto was not found"
    elif not found:
        why = f"{program} does not say which version of Quarto it is"
    else:
        why = f"Quarto {'.'.join(map(str, found))} is too old"
    wanted = ".".join(map(str, MINIMUM))
    return (
        f"{why}; {wanted} or newer is needed: `conda install -c conda-forge quarto`, or see"
        " quarto.org; or run with RENDERER=embedded"
    )
