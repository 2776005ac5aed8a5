"""Add pages to a corpus: files, folders or web addresses, each with its origin in the manifest."""

import csv
import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from analysis import corpus, formats, web
from analysis.errors import UserError
from analysis.labels import FORMULA

COLUMNS = ("file", "origin", "url", "received", "licence", "sha256")
NAME = 100  # characters of a file's name: file systems take 255 bytes
# what pages are sent as, and the suffix that says how to read them
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
}


class _New(NamedTuple):
    """What is to be stored: a file or its bytes, its name, and where it comes from."""

    content: Path | bytes
    name: str
    origin: str
    url: str

    def digest(self) -> str:
        if isinstance(self.content, Path):
            return corpus.digest(self.content)
        return hashlib.sha256(self.content).hexdigest()

    def write(self, target: Path) -> None:
        if isinstance(self.content, Path):
            shutil.copyfile(self.content, target)
        else:
            target.write_bytes(self.content)


def add(source: str, folder: Path, *, allow_private: bool = False) -> list[Path]:
    """Store a file, the files of a folder, or the page at a web address; return the new files.

    Each is listed in the corpus's `manifest.csv` with origin, address, time (UTC) and SHA-256.
    What the corpus holds already, by content or by address, is not stored again. Either all is
    stored or nothing is. Raises UserError where there is nothing to read at the source, and where
    a page can't or may not be fetched (see `web.fetch`).
    """
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; pages are added to a folder: CORPUS=…")
    rows = corpus.manifest_rows(folder)
    if re.match(r"https?://", source, re.IGNORECASE):
        if source in {row.get("url") for row in rows}:
            return []
        new = [_page(source, allow_private)]
    else:
        new = list(_files(Path(source)))
    return _store(folder, rows, new)


def _files(path: Path) -> Iterator[_New]:
    if not path.exists():
        raise UserError(f"there is no file, folder or address {str(path)!r} to add")
    if path.is_file() and not formats.is_known(path):
        raise UserError(f"{path} is of a type that is not read")
    files = corpus.files(path)
    if not files:
        raise UserError(f"{path} holds no file of a type that is read")
    for file in files:
        yield _New(file, _harmless(file.name), "file", "")


def _harmless(name: str) -> str:
    """A name that can stand in a table: no control in it, and no formula (CWE-1236).

    >>> _harmless("=cmd|' /C calc'!A0.txt")
    "cmd|' /C calc'!A0.txt"
    """
    printable = "".join(c if c.isprintable() else "-" for c in name)
    kept = printable.lstrip("".join((*FORMULA, " ")))
    return kept if kept.strip(".") and not kept.startswith(".") else f"file{kept}"


def _page(url: str, allow_private: bool) -> _New:
    page = web.fetch(url, allow_private=allow_private)
    if page.kind not in SUFFIXES:
        raise UserError(f"{url}: it is {page.kind or 'of no stated type'}, not a page, text or PDF")
    origin = _harmless(urlsplit(page.url).netloc)
    return _New(page.content, _file_name(url, SUFFIXES[page.kind]), origin, url)


def _file_name(url: str, suffix: str) -> str:
    """A page's file name, from its address; a query counts by its hash.

    >>> _file_name("https://www.a.example/world/talks.aspx?id=7", ".html")
    'a-example-world-talks-aspx-f422c8.html'
    """
    parts = urlsplit(url)
    words = re.findall(r"[a-z0-9]+", f"{parts.netloc.removeprefix('www.')} {parts.path}".lower())
    if words[-1:] == [suffix[1:]]:
        words.pop()
    name = "-".join(words)[:NAME].strip("-")
    query = hashlib.sha256(parts.query.encode()).hexdigest()[:6]
    return f"{name}-{query}{suffix}" if parts.query else f"{name}{suffix}"


# ---- the store


def _store(folder: Path, rows: Sequence[dict[str, str]], new: Sequence[_New]) -> list[Path]:
    """Put new files in place and list them; on a failure the folder is as it was."""
    held = {row["sha256"] for row in rows}
    if folder.exists():
        held |= {corpus.digest(file) for file in corpus.files(folder)}
    written: list[Path] = []
    listed = list(rows)
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for one in new:
            digest = one.digest()
            if digest in held:
                continue
            held.add(digest)
            target = _free(folder / one.name)
            written.append(target)
            one.write(target)
            received = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            values = (target.name, one.origin, one.url, received, "not stated", digest)
            listed.append(dict(zip(COLUMNS, values, strict=True)))
        if written:
            _write_rows(folder / corpus.MANIFEST, listed)
    except BaseException:
        for file in written:
            file.unlink(missing_ok=True)
        if is_new:
            folder.rmdir()
        raise
    return written


def _free(file: Path) -> Path:
    """A name that the corpus does not have yet."""
    stem, _, suffix = file.name.partition(".")
    number, free = 2, file
    while os.path.lexists(free):  # a link would be followed out of the corpus
        free = file.with_name(f"{stem}-{number}.{suffix}")
        number += 1
    return free


def _write_rows(manifest: Path, rows: list[dict[str, str]]) -> None:
    columns = list(dict.fromkeys([*(rows[0] if rows else ()), *COLUMNS]))
    new = manifest.with_name(f".{manifest.name}.new")
    new.unlink(missing_ok=True)  # what a killed run left, or a link
    with new.open("x", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
    new.replace(manifest)
