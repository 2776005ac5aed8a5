"""Results kept on disk by the hash of all that they were made from.

The environment variable DEMARCHE_STORE names the folder (`make` sets it, below `build/`); without
it nothing is kept. What is kept can be deleted at any time: it is made anew.
"""

import gzip
import hashlib
import importlib.metadata
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

VARIABLE = "DEMARCHE_STORE"
VERSION = 1  # of the entries' form
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
        write(entry, gzip.compress(json.dumps(found).encode(), LEVEL, mtime=0))
    return found


def holds(module: str, made_from: Callable[[], Any]) -> bool:
    """Whether there is an entry for this; see `kept`."""
    place = folder()
    return bool(place) and (place / module / _name(module, made_from())).is_file()


def folder() -> Path | None:
    """The store's folder, where there is one."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def _name(module: str, made_from: Any) -> str:
    said = json.dumps([VERSION, code_version(module), made_from], sort_keys=True)
    digest = hashlib.sha256(said.encode()).hexdigest()
    return f"{digest[:2]}/{digest[2:]}.json.gz"


def _read(entry: Path) -> Any:
    """What an entry holds; None where there is none, or it is broken (gzip has a checksum)."""
    try:
        return list(map(_with_tuples, json.loads(gzip.decompress(entry.read_bytes()))))
    except (OSError, EOFError, ValueError, TypeError):
        return None


def _with_tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_with_tuples, value))
    if isinstance(value, dict):
        return {name: _with_tuples(inner) for name, inner in value.items()}
    return value


def write(entry: Path, content: bytes) -> None:
    """Write a file beside its place and rename it, so that no one reads half of it."""
    entry.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=entry.parent, delete=False) as new:
        new.write(content)
    os.replace(new.name, entry)


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
