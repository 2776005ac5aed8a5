"""Rendered pages, kept by the hash of what they were rendered from."""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from analysis import store


def render_changed(
    render: Callable[[list[Path]], None],
    renderer: str,
    stage: Path,
    pages: list[Path],
    extension: str,
) -> None:
    """Have `render` make those of the staged pages that the store does not hold.

    All outputs, with the suffix `extension`, land beside the pages. A page depends on its own files
    (`name.*`), on the project's other files and on the renderer, named with its version.
    """
    if not (folder := store.folder()):
        render(pages)
        return
    project = _project(stage, pages)
    asked = _files(project)
    kept = {
        page: folder / "rendered" / f"{_digest(asked, renderer, _own(page))}.{extension}"
        for page in pages
    }
    known = [page for page in pages if kept[page].is_file()]
    changed = [page for page in pages if page not in known]
    for page in known:
        shutil.copyfile(kept[page], page.with_suffix(f".{extension}"))
        page.unlink()  # what is not in the project is not rendered
    if changed:
        render(changed)
    if _files(project) == asked:  # else the renderer made something else than was asked for
        for page in changed:
            store.write(kept[page], page.with_suffix(f".{extension}").read_bytes())


def _project(stage: Path, pages: list[Path]) -> list[Path]:
    """A stage's files but those of the pages."""
    own = {file for page in pages for file in page.parent.glob(f"{page.stem}.*")}
    return [file for file in sorted(stage.rglob("*")) if file.is_file() and file not in own]


def _own(page: Path) -> str:
    return _files(page.parent.glob(f"{page.stem}.*"))


def _files(files: Iterable[Path]) -> str:
    return _digest(*(f"{file.name} {_digest(file.read_bytes())}" for file in sorted(files)))


def _digest(*parts: str | bytes) -> str:
    joined = b"\0".join(part if isinstance(part, bytes) else part.encode() for part in parts)
    return hashlib.sha256(joined).hexdigest()
