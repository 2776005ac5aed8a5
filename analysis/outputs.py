"""A report's files put in their place, whole, and by one run at a time."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import UserError
from analysis.programs import say

try:
    import fcntl
except ImportError:  # Windows without WSL has none
    fcntl = None

# folders in `out` while a report is put in place: its files until they are all there, and then
GATHERED = ".demarche-new"
READY = ".demarche-ready"


def create(out: Path) -> None:
    """Make the folder `out`, if it is not there; raise UserError where it can't be."""
    with _written_to(out):
        out.mkdir(parents=True, exist_ok=True)


def require_writable(out: Path) -> None:
    """Make the folder `out`, and raise UserError where no file can be written in it."""
    create(out)
    with _written_to(out), tempfile.TemporaryFile(dir=out):
        pass


@contextmanager
def _written_to(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(
            f"can't write reports to {out}: {error.strerror}; name another: OUT=…"
        ) from None


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that is gone afterwards, at the latest with the next."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("stage-*"):  # by a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="stage-", dir=folder) as name:
        yield Path(name)


def put_in_place(files: dict[str, Path], out: Path) -> list[Path]:
    """Move finished files to `out`: all, or none and UserError; return their places.

    They are gathered in a folder in `out`, whose renaming is the moment from which on the report
    is the new one: what ends this process later can't stop `settle`, at the latest the next run's.
    """
    new, ready = out / GATHERED, out / READY
    settle(out)
    try:
        for name, source in files.items():
            content = source.read_bytes()
            with _written_to(out):
                _require_place(out / name)
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).write_bytes(content)
        new.rename(ready)
        settle(out)
    finally:  # also on Ctrl-C
        settle(out)
    return [out / name for name in files]


def settle(out: Path) -> None:
    """Move to their places what a run had ready for `out`; delete what it had only gathered."""
    ready = out / READY
    for source in sorted(ready.rglob("*")):
        if source.is_file():
            source.replace(out / source.relative_to(ready))
    for left in (ready, out / GATHERED):
        if left.exists():
            shutil.rmtree(left)


def _require_place(target: Path) -> None:
    """Raise UserError where no file can be renamed to `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() or not os.access(target.parent, os.W_OK):
        why = "it is a folder" if target.is_dir() else f"{target.parent} can't be written to"
        raise UserError(f"can't write {target}: {why}")


def remove_stale(before: Iterable[Path], now: Iterable[Path]) -> None:
    """Remove what an earlier run of this report wrote and this one did not."""
    kept = {path.resolve() for path in now}
    for path in before:
        if path.resolve() not in kept:
            path.unlink(missing_ok=True)


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Hold a folder, settled; whoever asks for it meanwhile says so and waits.

    The lock is on the folder itself, and the system takes it from a
    process that ends, however it ends. Raises OSError where there is no such folder.
    """
    held = os.open(folder, os.O_RDONLY)
    try:
        if fcntl:
            _wait(held, folder)
        settle(folder)
        yield
    finally:
        os.close(held)


def _wait(held: int, folder: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say(f"another run is writing to {folder}; this one waits for it")
        fcntl.flock(held, fcntl.LOCK_EX)
    except OSError:
        return  # a file system without locks
