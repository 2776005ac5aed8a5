"""Add pages to a corpus: files, folders or web addresses, each with its origin in the manifest."""

import csv
import hashlib
import ipaddress
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from analysis.corpus import MANIFEST
from analysis.errors import UserError

COLUMNS = ("file", "origin", "url", "received", "licence", "sha256")
AGENT = "Demarche/0.1 (research reader of single pages)"
SECONDS = 20
BYTES = 20_000_000  # a page that is larger is no article
REDIRECTS = 5


def add(source: str, corpus: Path, *, allow_private: bool = False) -> list[Path]:
    """Store a file, the files of a folder, or the page at a web address; return the new files.

    Each is listed in the corpus's `manifest.csv` with origin, address, time (UTC) and SHA-256;
    what the corpus holds already is not stored again. Raises UserError where there is no such
    file, and where a page can't or may not be fetched: robots.txt forbids it, its address is
    private (unless `allow_private`), or it is too large.
    """
    corpus.mkdir(parents=True, exist_ok=True)
    if re.match(r"https?://", source):
        content, url = fetch(source, allow_private=allow_private)
        return _store(corpus, _file_name(url), content, origin=urlsplit(url).netloc, url=url)
    path = Path(source)
    if not path.exists():
        raise UserError(f"there is no file, folder or address {source!r} to add")
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    files = [file for file in files if not file.name.startswith(".") and file.name != MANIFEST]
    return [
        new
        for file in files
        for new in _store(corpus, file.name, file.read_bytes(), origin="file", url="")
    ]


# ---- the manifest


def _store(corpus: Path, name: str, content: bytes, origin: str, url: str) -> list[Path]:
    digest = hashlib.sha256(content).hexdigest()
    rows = _rows(corpus / MANIFEST)
    present = {hashlib.sha256(p.read_bytes()).hexdigest() for p in corpus.rglob("*") if p.is_file()}
    if digest in present or digest in {row["sha256"] for row in rows}:
        return []
    file = _free(corpus / name)
    received = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    row = (file.name, origin, url, received, "not stated", digest)
    _write(file, content)
    _write_rows(corpus / MANIFEST, [*rows, dict(zip(COLUMNS, row, strict=True))])
    return [file]


def _free(file: Path) -> Path:
    """A name that the corpus does not have yet."""
    number, free = 2, file
    while free.exists():
        free = file.with_name(f"{file.stem}-{number}{file.suffix}")
        number += 1
    return free


def _rows(manifest: Path) -> list[dict[str, Any]]:
    if not manifest.exists():
        return []
    with manifest.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write_rows(manifest: Path, rows: list[dict[str, Any]]) -> None:
    columns = list(dict.fromkeys([*(rows[0] if rows else ()), *COLUMNS]))
    new = manifest.with_name(f".{manifest.name}.new")
    with new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
    new.replace(manifest)


def _write(file: Path, content: bytes) -> None:
    new = file.with_name(f".{file.name}.new")
    try:
        new.write_bytes(content)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _file_name(url: str) -> str:
    """A page's file name, from its address."""
    parts = urlsplit(url)
    words = re.findall(r"[a-z0-9]+", f"{parts.netloc.removeprefix('www.')} {parts.path}".lower())
    return "-".join(words)[:100].strip("-") + ".html"


# ---- the web


def fetch(url: str, *, allow_private: bool = False) -> tuple[bytes, str]:
    """The page at an address and the address that it came from, redirects followed.

    Every address on the way is checked, and robots.txt asked, before it is read.
    """
    for _ in range(REDIRECTS + 1):
        _require_allowed(url, allow_private)
        status, headers, body = _get(url, allow_private)
        if status not in (301, 302, 303, 307, 308):
            break
        url = urljoin(url, headers.get("location", ""))
    else:
        raise UserError(f"{url}: more than {REDIRECTS} redirects")
    if status != 200:
        raise UserError(f"{url}: the server answered {status}")
    return body, url


def _require_allowed(url: str, allow_private: bool) -> None:
    """Ask the site's robots.txt; a site without one allows all."""
    parts = urlsplit(url)
    status, _, body = _get(f"{parts.scheme}://{parts.netloc}/robots.txt", allow_private)
    robots = RobotFileParser()
    robots.parse(body.decode("utf-8", "replace").splitlines() if status == 200 else [])
    if not robots.can_fetch(AGENT, url):
        raise UserError(f"{url}: the site's robots.txt does not allow it; save the page and add it")


def _get(url: str, allow_private: bool) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (small letters) and body of one request, no redirect followed."""
    import urllib3  # noqa: PLC0415 (slow to import)

    parts = urlsplit(url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    headers = {"User-Agent": AGENT, "Host": parts.netloc}
    with _only_public(url, allow_private) as pool:
        try:
            answer = pool.request(
                "GET", target, headers=headers, redirect=False, retries=False,
                timeout=urllib3.Timeout(total=SECONDS), preload_content=False,
            )  # fmt: skip
            body = answer.read(BYTES + 1, decode_content=True)
        except urllib3.exceptions.HTTPError as error:
            raise UserError(f"{url}: {type(error).__name__}: can't be fetched") from None
    if len(body) > BYTES:
        raise UserError(f"{url}: larger than {BYTES // 1_000_000} MB")
    return answer.status, {name.lower(): value for name, value in answer.headers.items()}, body


@contextmanager
def _only_public(url: str, allow_private: bool) -> Iterator[Any]:
    """A connection pool for the one address that was checked: DNS can't change its answer."""
    import urllib3  # noqa: PLC0415

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UserError(f"{url}: only http and https addresses can be fetched")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _address(url, parts.hostname, port, allow_private)
    if parts.scheme == "http":
        pool = urllib3.HTTPConnectionPool(address, port)
    else:
        certificates = os.environ.get("SSL_CERT_FILE")
        pool = urllib3.HTTPSConnectionPool(
            address, port, server_hostname=parts.hostname, assert_hostname=parts.hostname,
            ca_certs=certificates, cert_reqs="CERT_REQUIRED",
        )  # fmt: skip
    try:
        yield pool
    finally:
        pool.close()


def _address(url: str, host: str, port: int, allow_private: bool) -> str:
    """The numerical address of a host; UserError where it has none or a private one."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise UserError(f"{url}: there is no host {host}") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private and not all(ipaddress.ip_address(a).is_global for a in addresses):
        raise UserError(f"{url}: {host} is a private address; save the page and add the file")
    return addresses[0]
