"""A page is fetched politely, within limits, and never from inside the own network."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
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
    "/%D0%9A%D0%B8%D1%97%D0%B2?q=%D1%8F": (200, {"Content-Type": "text/html"}, PAGE),
    "/kyiv": (302, {"Location": "/Київ?q=я".encode().decode("latin-1")}, b""),
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


def serve(handler: type, tls: ssl.SSLContext | None = None) -> tuple[ThreadingHTTPServer, str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(scope="module")
def site():
    server, url = serve(Site)
    yield url
    server.shutdown()


def test_a_page_comes_with_its_last_address_and_type(site):
    assert web.fetch(f"{site}/old", allow_private=True) == (f"{site}/talks", "text/html", PAGE)


@pytest.mark.parametrize("path", ["/Київ?q=я", "/kyiv"])
def test_an_address_may_be_in_any_script(site, path):
    assert web.fetch(site + path, allow_private=True).content == PAGE


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
        "100.64.0.1",  # shared by a provider's customers
        "224.0.0.1",
        "[fec0::1]",
        "[fd00::1]",
        "[::10.0.0.1]",
        "[::ffff:0:10.0.0.1]",
        "[64:ff9b::10.0.0.1]",  # translated to IPv4 on its way (NAT64)
        "[2002:a00:1::]",  # wraps 10.0.0.1 (6to4)
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


@pytest.mark.parametrize("number", ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::808:808"])
def test_public_addresses_are_not_refused(monkeypatch, number):
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        web.fetch("http://news.example/page")


def test_a_redirect_that_leads_inside_is_refused(site, monkeypatch):
    """The first address passes for a public one; what it redirects to does not."""
    inside = web._is_public
    monkeypatch.setattr(web, "_is_public", lambda number: number == "127.0.0.1" or inside(number))
    monkeypatch.setitem(ROUTES, "/old", (302, {"Location": "http://169.254.169.254/latest"}, b""))
    with pytest.raises(UserError, match=r"169\.254\.169\.254 is a private address"):
        web.fetch(f"{site}/old")


# ---- how long a server may take: it sends a byte now and then, and never ends


def dripping(before: bytes, drip: bytes) -> Iterator[str]:
    """A server that says `before` and then drips until its reader has gone."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drop() -> None:
            while True:
                try:
                    link, _ = listening.accept()
                except OSError:
                    return
                with link:
                    try:
                        link.recv(9999)
                        link.sendall(before)
                        while True:
                            link.sendall(drip)
                            time.sleep(0.05)
                    except OSError:
                        continue

        threading.Thread(target=drop, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/page"


@pytest.mark.parametrize(
    ("before", "drip"),
    [
        (b"", b""),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"y"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\ny\r\n"),
        (b"HTTP/1.1 302 Found\r\nLocation: /robots.txt\r\nContent-Length: 999\r\n\r\n", b"y"),
    ],
    ids=["silence", "headers", "a header", "a body", "chunks", "a redirect"],
)
def test_a_server_that_drips_is_left_in_time(monkeypatch, before, drip):
    monkeypatch.setattr(web, "SECONDS", 0.5)
    for url in dripping(before, drip):
        with pytest.raises(UserError, match="not read within 0.5 seconds|can't be fetched: Line"):
            web.fetch(url, allow_private=True)


def test_a_page_that_is_cut_short_is_refused(monkeypatch):
    class Short(Site):
        def do_GET(self):
            self.send_response(200 if self.path == "/page" else 404)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half")
            self.close_connection = True

    server, url = serve(Short)
    with pytest.raises(UserError, match="cut short"):
        web.fetch(f"{url}/page", allow_private=True)
    server.shutdown()


# ---- certificates


@pytest.fixture(scope="module")
def certified(tmp_path_factory) -> Iterator[Callable[[str], tuple[str, str]]]:
    """A server with a certificate for a name that signs itself: its address and the certificate."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl here to make a certificate with")
    servers = []

    def certify(name: str) -> tuple[str, str]:
        folder = tmp_path_factory.mktemp("tls")
        subprocess.run(
            [
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
                "-addext", f"subjectAltName=DNS:{name}", "-days", "2", "-keyout", "key", "-out", "cert",
            ],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(folder / "cert", folder / "key")
        server, url = serve(Site, tls)
        servers.append(server)
        return url.replace("http://127.0.0.1", "https://localhost"), str(folder / "cert")

    yield certify
    for server in servers:
        server.shutdown()


def test_a_certificate_is_verified(certified, monkeypatch):
    url, trusted = certified("localhost")
    with pytest.raises(UserError, match="self-signed certificate"):
        web.fetch(f"{url}/talks", allow_private=True)
    monkeypatch.setenv("SSL_CERT_FILE", trusted)
    assert web.fetch(f"{url}/talks", allow_private=True).content == PAGE


def test_a_certificate_for_another_name_is_refused(certified, monkeypatch):
    url, trusted = certified("other.example")
    monkeypatch.setenv("SSL_CERT_FILE", trusted)
    with pytest.raises(UserError, match="[Hh]ostname mismatch"):
        web.fetch(f"{url}/talks", allow_private=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://name:word@a.example/",
        "ftp://a.example",
        "http://",
        "http://a:b/",
        "http://[x",
        "http://a b",
    ],
)
def test_what_is_no_web_address_is_one_line(url):
    with pytest.raises(UserError, match="no web address|only http and https"):
        web.fetch(url)
