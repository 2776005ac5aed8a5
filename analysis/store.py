"""Results kept on disk by the hash of all that they were made from.

The environment variable DEMARCHE_STORE names the folder (`make` sets it, below `build/`); without
it nothing is kept. What is kept can be deleted at any time, and is made anew; several runs can
share a folder. Each entry is a file that appears whole and never changes, packed by gzip, whose
checksum tells a broken one.
"""

import contextlib
import gzip
import hashlib
import importlib.metadata
import json
import os
import re
import stat
import sys
import uuid
import warnings
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import UserError

VARIABLE = "DEMARCHE_STORE"
VERSION = 2  # of the entries' form
MARK = "version"  # the file that tells a store's
LIMIT = 2 << 30  # bytes that a store holds after a run: the statements of some 200,000 articles
LEVEL = 1  # of gzip: a tenth of the size for a tenth of the time that making a result takes
PACKAGE = Path(__file__).resolve().parent
_OWN = re.compile(
    r"^\s*(?:from analysis import (\([^)]*\)|[^#\n]*)|(?:from|import) analysis\.(\w+))",
    re.MULTILINE,
)
_FOREIGN = re.compile(r"^\s*(?:from|import) (\w+)", re.MULTILINE)


def kept(module: str, made_from: Callable[[], Any], make: Callable[[], Any]) -> Any:
    """Return what `make` returns, from the store where it was kept before.

    `module` is the module of this package whose code makes it, and `made_from` gives all else
    that it depends on. Both give JSON's types; the result is a list, with tuples for the sequences
    in it.
    """
    if not (place := folder()):
        return make()
    entry = place / module / _name(module, made_from())
    found = _read(entry)
    if found is None:
        found = make()
        put(entry, json.dumps(found).encode())
    return found


def holds(module: str, made_from: Callable[[], Any]) -> bool:
    """Whether there is an entry for this; see `kept`."""
    place = folder()
    return bool(place) and (place / module / _name(module, made_from())).is_file()


def folder() -> Path | None:
    """The store's folder, where there is one; UserError where a newer program's results are in it.

    An older program's are not read, and make way in time.
    """
    named = os.environ.get(VARIABLE)
    return _opened(Path(named)) if named else None


@cache
def _opened(place: Path) -> Path:
    try:
        version = int((place / MARK).read_text())
    except (OSError, ValueError):
        version = 0
    if version > VERSION:
        raise UserError(
            f"this Demarche is too old for the results kept in {place} (version {version}, it knows"
            f" {VERSION}): update it, or name another folder: {VARIABLE}=…"
        )
    if version < VERSION:
        _write(place / MARK, str(VERSION).encode())
    return place


def _name(module: str, made_from: Any) -> str:
    said = json.dumps([VERSION, code_version(module), made_from], sort_keys=True)
    digest = hashlib.sha256(said.encode()).hexdigest()
    return f"{digest[:2]}/{digest[2:]}.json.gz"


def _read(entry: Path) -> Any:
    """The list that an entry holds; None where there is none."""
    found = fetch(entry)
    try:
        return None if found is None else list(map(_with_tuples, json.loads(found)))
    except (ValueError, TypeError):
        return None


def _with_tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_with_tuples, value))
    if isinstance(value, dict):
        return {name: _with_tuples(inner) for name, inner in value.items()}
    return value


def fetch(entry: Path) -> bytes | None:
    """What an entry holds, which counts as its use; None where there is none, or it is broken."""
    try:
        found = gzip.decompress(entry.read_bytes())
    except (OSError, EOFError, zlib.error):
        return None
    with contextlib.suppress(OSError):  # pruned meanwhile, or another user's
        os.utime(entry)
    return found


def put(entry: Path, content: bytes) -> None:
    """Keep an entry; where that can't be done, warn."""
    _write(entry, gzip.compress(content, LEVEL, mtime=0))


def _write(entry: Path, content: bytes) -> None:
    """Write a file beside its place and rename it, so that no one reads half of it."""
    new = entry.with_name(uuid.uuid4().hex)
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(content)
        new.replace(entry)
    except OSError as error:
        warnings.warn(f"can't keep results in {entry.parent}: {error.strerror}", stacklevel=2)
        with contextlib.suppress(OSError):
            new.unlink()


def prune(limit: int = LIMIT) -> None:
    """Delete what was used longest ago, until the store holds no more than so many bytes.

    Other runs may go on meanwhile: they make what they no longer find.
    """
    held = 0
    for _, size, entry in sorted(_entries(), reverse=True):
        held += size
        if held > limit:
            entry.unlink(missing_ok=True)


def _entries() -> Iterator[tuple[int, int, Path]]:
    """When each file of the store was used last, its bytes, and the file."""
    place = folder()
    for entry in place.rglob("*") if place else ():
        with contextlib.suppress(FileNotFoundError):  # another run has deleted it
            told = entry.stat()
            if stat.S_ISREG(told.st_mode) and entry != place / MARK:
                yield told.st_mtime_ns, told.st_size, entry


# ---- what code made it


@cache
def code_version(module: str) -> str:
    """Hash of a module, of those that it imports and so on, the lexicons, and the libraries."""
    files = [*sorted(imported(module)), *sorted((PACKAGE / "lexicons").glob("*.csv"))]
    digest = hashlib.sha256(sys.version.encode())
    foreign: set[str] = set()
    for file in files:
        content = file.read_bytes()
        digest.update(f"\0{file.name}\0{hashlib.sha256(content).hexdigest()}".encode())
        if file.suffix == ".py":
            foreign.update(_FOREIGN.findall(content.decode()))
    for name in sorted(foreign - sys.stdlib_module_names - {PACKAGE.name}):
        digest.update(f"\0{name}\0{_version(name)}".encode())
    return digest.hexdigest()


def imported(module: str) -> set[Path]:
    """The files of a module and of all modules of this package that it needs."""
    files: set[Path] = set()
    waiting = [module]
    while waiting:
        file = PACKAGE / f"{waiting.pop()}.py"
        if file.is_file() and file not in files:
            files.add(file)
            for several, one in _OWN.findall(file.read_text("utf-8")):
                waiting += [one] if one else re.findall(r"\w+", several)
    return files


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return ""
