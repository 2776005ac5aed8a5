"""Quarto, where it is found: which one, whether it will do, and a staged project through it."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import UserError
from analysis.programs import run_program

FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}  # Quarto's format that makes each
MINIMUM = (1, 6)


@dataclass(frozen=True)
class QuartoProgram:
    """Renders a staged project with Quarto's program at `path`."""

    path: str

    def __call__(self, stage: Path, pages: list[Path], format_: str) -> None:
        """Render; the pages' outputs land beside them."""
        said = run_program([self.path, "render", ".", "--to", FORMATS[format_]], stage)
        if lost := re.search(r"Unable to resolve crossref @?(\S+)", said):
            raise UserError(f"Quarto: no figure or table is labelled {lost[1]}")
        for page in pages:
            made = page.with_suffix(f".{format_}").relative_to(stage)
            (stage / "_output" / made).replace(stage / made)


def find(asked: str = "") -> tuple[str | None, tuple[int, ...]]:
    """The Quarto that is asked for, by default the one on the PATH, and its version."""
    program = shutil.which(asked if asked and asked != "no" else "quarto")
    return program, version(program) if program else ()


def version(program: str) -> tuple[int, ...]:
    """The version that a Quarto program says it has; () where it says none."""
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    numbers = re.match(r"(\d+)\.(\d+)\.(\d+)", said.stdout.strip())
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
