"""A page is fetched politely, within limits, and never from inside the own network."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from analysis import web
from analysis.errors import UserError

PAGE = b"<html><body><article><h1>A title</h1><p>The envoys met.</p></article></body></html>"
ROBOTS = b"User-agent: *\nDisallow: /private/\n"
ROUTES = {
    "/robots.txt": (302, {"Location": "/robots"}, b""),
    "/robots": (200, {}, ROBOTS),
    "/talks": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE),
    "/old": (302, {"Location": "/talks"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/inside": (302, {"Location": "file:///etc/passwd"}, b""),
    "/away": (302, {"Location": "/private/page"}, b""),
    "/huge": (200, {}, b"x" * 2000),
    "/packed": (200, {"Content-Encoding": "gzip"}, b"x"),
}


class Site(BaseHTTPRequestHandler):
    """Pages, redirects and a robots.txt, which is redirected itself."""

    def do_GET(self):
        """Answer as ROUTES says; slowly for /slow."""
        status, headers, body = ROUTES.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "9000" if self.path == "/slow" else str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        if self.path == "/slow":
            for _ in range(50):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)

    def log_message(self, *_):
        """Stay silent."""


def serve(handler: type) -> tuple[ThreadingHTTPServer, str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(scope="module")
def site():
    server, url = serve(Site)
    yield url
    server.shutdown()


def test_a_page_comes_with_its_last_address_and_type(site):
    assert web.fetch(f"{site}/old", allow_private=True) == (f"{site}/talks", "text/html", PAGE)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/private/page", "robots.txt does not allow it"),
        ("/away", "robots.txt does not allow it"),
        ("/missing", "the server answered 404"),
        ("/loop", "more than 5 redirects"),
        ("/inside", "only http and https"),
        ("/packed", "the server sends it packed"),
    ],
)
def test_what_may_not_or_cannot_be_fetched(site, path, reason):
    with pytest.raises(UserError, match=reason):
        web.fetch(site + path, allow_private=True)


def test_a_page_that_is_too_large_is_refused(site, monkeypatch):
    monkeypatch.setattr(web, "BYTES", 1000)
    with pytest.raises(UserError, match="larger than"):
        web.fetch(f"{site}/huge", allow_private=True)


def test_a_page_that_comes_too_slowly_is_refused(site, monkeypatch):
    monkeypatch.setattr(web, "SECONDS", 0.5)
    monkeypatch.setitem(ROUTES, "/slow", (200, {}, b""))
    with pytest.raises(UserError, match=r"not read within|can't be fetched"):
        web.fetch(f"{site}/slow", allow_private=True)


def test_a_robots_txt_that_fails_allows_nothing(site, monkeypatch):
    monkeypatch.setitem(ROUTES, "/robots", (503, {}, b"x"))
    with pytest.raises(UserError, match="the server answered 503, so nothing may be read"):
        web.fetch(f"{site}/talks", allow_private=True)


def test_a_site_without_robots_txt_allows_all(site, monkeypatch):
    monkeypatch.setitem(ROUTES, "/robots", (404, {}, b"x"))
    assert web.fetch(f"{site}/talks", allow_private=True).content == PAGE


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "[fe80::1]",
        "0.0.0.0",
        "2130706433",
    ],
)
def test_private_addresses_are_refused(host):
    with pytest.raises(UserError, match="is a private address|there is no host"):
        web.fetch(f"http://{host}/page")


def test_a_public_name_that_leads_inside_is_refused(monkeypatch):
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (n, 80)) for n in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    with pytest.raises(UserError, match="rebind.example is a private address"):
        web.fetch("http://rebind.example/page")


def test_the_address_that_was_checked_is_the_one_that_is_asked(site, monkeypatch):
    port = int(site.rpartition(":")[2])
    asked = []

    def once(host, *_, **__):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(web.socket, "getaddrinfo", once)
    page = web.fetch(f"http://news.example:{port}/talks", allow_private=True)
    assert page.content == PAGE
    assert page.url == f"http://news.example:{port}/talks"


@pytest.mark.parametrize(
    "url", ["ftp://a.example", "http://", "http://a:b/", "http://[x", "http://a b"]
)
def test_what_is_no_web_address_is_one_line(url):
    with pytest.raises(UserError, match="no web address|only http and https"):
        web.fetch(url)
