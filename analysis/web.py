"""One page from the web: politely, within limits, and never from inside the own network.

An article's link may come from anyone. Each address on the way, redirects too, is looked up and
checked before it is asked, and asked by its number, so that DNS can't change its answer between.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import string
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from analysis.errors import UserError

AGENT = "Demarche/0.1 (research reader of single pages)"
SECONDS = 20  # for all of a visit: robots.txt, redirects and the page
BYTES = 20_000_000  # a page that is larger is no article
REDIRECTS = 5  # as many as RFC 9309 asks for in reading robots.txt
MOVED = (301, 302, 303, 307, 308)
GLOBAL = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Page(NamedTuple):
    """What stands at an address: its last address, its content type, its bytes."""

    url: str
    kind: str
    content: bytes


class _Visit(NamedTuple):
    """What a visit may: until when (`time.monotonic`), and whether inside the own network."""

    deadline: float
    allow_private: bool


class _Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def fetch(url: str, *, allow_private: bool = False) -> Page:
    """The page at an address, redirects followed, within SECONDS in all.

    robots.txt is asked for each address on the way. Raises UserError where it forbids one, where
    an address is private (unless `allow_private`), where the certificate is wrong, and where the
    server does not answer, sends an error, or sends too much or too slowly.
    """
    visit = _Visit(time.monotonic() + SECONDS, allow_private)
    url, answer = _follow(url, visit, polite=True)
    if answer.status != 200:
        raise UserError(f"{url}: the server answered {answer.status}")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Page(url, kind, answer.body)


def _follow(url: str, visit: _Visit, polite: bool) -> tuple[str, _Answer]:
    """The last address and its answer."""
    for _ in range(REDIRECTS + 1):
        if polite:
            _require_allowed(url, visit)
        answer = _get(url, visit)
        if answer.status not in MOVED:
            return url, answer
        location = answer.headers.get("location", "")  # of bytes, which are read as Latin-1
        url = urljoin(url, quote(location, safe=string.punctuation, encoding="latin-1"))
    raise UserError(f"{url}: more than {REDIRECTS} redirects")


def _require_allowed(url: str, visit: _Visit) -> None:
    """Ask the site's robots.txt: none allows all, one that fails allows nothing (RFC 9309)."""
    parts = _parts(url)
    site = f"{parts.scheme}://{parts.netloc}/robots.txt"
    _, answer = _follow(site, visit, polite=False)
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
        or "@" in parts.netloc
        or re.search(r"[\s\x00-\x1f]", url)
    ):
        raise UserError(f"{url}: only http and https addresses without a name can be fetched")
    return parts


# ---- one request


def _get(url: str, visit: _Visit) -> _Answer:
    """The answer of one request, no redirect followed."""
    parts = _parts(url)
    target = quote(
        urlunsplit(("", "", parts.path or "/", parts.query, "")), safe=string.punctuation
    )
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"}
    try:
        with _connected(url, visit) as link, _ended_at(visit.deadline, link):
            asked = http.client.HTTPConnection(parts.netloc)
            asked.sock = link
            asked.request("GET", target, headers=headers)
            answer = asked.getresponse()
            body = _body(url, answer)
            _left(url, visit)  # what was cut off at the deadline may look whole
            if answer.length:
                raise UserError(f"{url}: cut short, {answer.length} bytes before its end")
    except (http.client.HTTPException, OSError, UnicodeError) as error:
        _left(url, visit)
        raise UserError(f"{url}: can't be fetched: {_why(error)}") from None
    return _Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, body)


def _why(error: Exception) -> str:
    return getattr(error, "verify_message", "") or type(error).__name__


def _left(url: str, visit: _Visit) -> float:
    """The seconds that a visit has left; UserError where it has none."""
    if (left := visit.deadline - time.monotonic()) <= 0:
        raise UserError(f"{url}: not read within {SECONDS} seconds")
    return left


def _body(url: str, answer: Any) -> bytes:
    """The bytes of an answer, none of them packed: a packed page could unpack to anything."""
    if answer.getheader("content-encoding", "identity") != "identity":
        raise UserError(f"{url}: the server sends it packed although asked not to")
    body = answer.read(BYTES + 1)
    if len(body) > BYTES:
        raise UserError(f"{url}: larger than {BYTES // 1_000_000} MB")
    return body


def _connected(url: str, visit: _Visit) -> socket.socket:
    """A connection to the one number that was checked; certificates are verified by name."""
    parts = _parts(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    number = _number(url, parts.hostname, port, visit.allow_private)
    link = socket.create_connection((number, port), timeout=_left(url, visit))
    if parts.scheme == "http":
        return link
    link.settimeout(_left(url, visit))
    return ssl.create_default_context().wrap_socket(link, server_hostname=parts.hostname)


@contextmanager
def _ended_at(deadline: float, link: socket.socket) -> Iterator[None]:
    """Shut a connection down at the deadline: a timeout alone begins anew with each byte."""

    def shut_down() -> None:
        with suppress(OSError):
            socket.socket.shutdown(link, socket.SHUT_RDWR)  # TLS's own would first say goodbye

    timer = threading.Timer(deadline - time.monotonic(), shut_down)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


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
    """Whether an address is one of the internet's, also where it wraps one of IPv4.

    Of IPv6 only 2000::/3 is given out (IANA, IPv6 Global Unicast Address Assignments).
    """
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or _translated(address)
        if not inner and address not in GLOBAL:
            return False
        address = inner or address
    return address.is_global and not address.is_multicast


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address within one of NAT64 (RFC 6052), if it is one."""
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None
