"""One page from the web: politely, within limits, and never from inside the own network.

An article's link may come from anyone. Each address on the way, redirects too, is looked up and
checked before it is asked, and asked by its number, so that DNS can't change its answer between.
"""

import ipaddress
import os
import re
import socket
import time
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from analysis.errors import UserError

AGENT = "Demarche/0.1 (research reader of single pages)"
SECONDS = 20  # for one address, from the first byte asked to the last one read
BYTES = 20_000_000  # a page that is larger is no article
REDIRECTS = 5  # as many as RFC 9309 asks for in reading robots.txt
MOVED = (301, 302, 303, 307, 308)
CHUNK = 65_536


class Page(NamedTuple):
    """What stands at an address: its last address, its content type, its bytes."""

    url: str
    kind: str
    content: bytes


class _Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def fetch(url: str, *, allow_private: bool = False) -> Page:
    """The page at an address, redirects followed.

    robots.txt is asked for each address on the way. Raises UserError where it forbids one, where
    an address is private (unless `allow_private`), where the certificate is wrong, and where the
    server does not answer, sends an error, or sends too much or too slowly.
    """
    url, answer = _follow(url, allow_private, polite=True)
    if answer.status != 200:
        raise UserError(f"{url}: the server answered {answer.status}")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Page(url, kind, answer.body)


def _follow(url: str, allow_private: bool, polite: bool) -> tuple[str, _Answer]:
    """The last address and its answer."""
    for _ in range(REDIRECTS + 1):
        if polite:
            _require_allowed(url, allow_private)
        answer = _get(url, allow_private)
        if answer.status not in MOVED:
            return url, answer
        url = urljoin(url, answer.headers.get("location", ""))
    raise UserError(f"{url}: more than {REDIRECTS} redirects")


def _require_allowed(url: str, allow_private: bool) -> None:
    """Ask the site's robots.txt: none allows all, one that fails allows nothing (RFC 9309)."""
    parts = _parts(url)
    site = f"{parts.scheme}://{parts.netloc}/robots.txt"
    _, answer = _follow(site, allow_private, polite=False)
    if answer.status >= 500:
        raise UserError(f"{site}: the server answered {answer.status}, so nothing may be read")
    robots = RobotFileParser()
    lines = answer.body.decode("utf-8", "replace").splitlines() if answer.status == 200 else []
    robots.parse(lines)
    if not robots.can_fetch(AGENT, url):
        raise UserError(f"{url}: the site's robots.txt does not allow it; save the page and add it")


def _parts(url: str) -> Any:
    """The parts of an address, a port among them; UserError where it is no web address."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (raises where it is no number)
    except ValueError as error:
        raise UserError(f"{url}: no web address: {error}") from None
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or re.search(r"[\s\x00-\x1f]", url)
    ):
        raise UserError(f"{url}: only http and https addresses can be fetched")
    return parts


def _get(url: str, allow_private: bool) -> _Answer:
    """The answer of one request, no redirect followed."""
    import urllib3  # noqa: PLC0415 (slow to import)

    parts = _parts(url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    host = parts.netloc.rpartition("@")[2]
    headers = {"User-Agent": AGENT, "Host": host, "Accept-Encoding": "identity"}
    deadline = time.monotonic() + SECONDS
    with _pool(url, allow_private) as pool:
        try:
            answer = pool.request(
                "GET", target, headers=headers, redirect=False, retries=False,
                timeout=urllib3.Timeout(total=SECONDS), preload_content=False,
            )  # fmt: skip
            body = _body(url, answer, deadline)
        except (urllib3.exceptions.HTTPError, OSError, UnicodeError) as error:
            raise UserError(f"{url}: can't be fetched: {type(error).__name__}") from None
    return _Answer(answer.status, {k.lower(): v for k, v in answer.headers.items()}, body)


def _body(url: str, answer: Any, deadline: float) -> bytes:
    """The bytes of an answer, none of them packed: a packed page could unpack to anything."""
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise UserError(f"{url}: the server sends it packed although asked not to")
    body = b""
    while chunk := answer.read1(CHUNK):
        body += chunk
        if len(body) > BYTES:
            raise UserError(f"{url}: larger than {BYTES // 1_000_000} MB")
        if time.monotonic() > deadline:
            raise UserError(f"{url}: not read within {SECONDS} seconds")
    return body


def _pool(url: str, allow_private: bool) -> Any:
    """A connection pool for the one number that was checked, certificates verified by name."""
    import urllib3  # noqa: PLC0415

    parts = _parts(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    number = _number(url, parts.hostname, port, allow_private)
    if parts.scheme == "http":
        return urllib3.HTTPConnectionPool(number, port)
    return urllib3.HTTPSConnectionPool(
        number, port, server_hostname=parts.hostname, assert_hostname=parts.hostname,
        ca_certs=os.environ.get("SSL_CERT_FILE"), cert_reqs="CERT_REQUIRED",
    )  # fmt: skip


def _number(url: str, host: str, port: int, allow_private: bool) -> str:
    """The numerical address of a host; UserError where it has none, or one inside a network."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UserError(f"{url}: there is no host {host}") from None
    numbers = [str(entry[4][0]) for entry in found]
    if not allow_private and not all(_is_public(number) for number in numbers):
        raise UserError(f"{url}: {host} is a private address; save the page and add the file")
    return numbers[0]


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return mapped.is_global and address.is_global and not mapped.is_multicast
