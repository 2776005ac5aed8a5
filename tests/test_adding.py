"""Adding files and pages: origin and checksum are kept, nothing twice, nothing from inside."""

import csv
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from analysis import adding, corpus
from analysis.errors import UserError

PAGE = b"<html><body><article><h1>A title</h1><p>The envoys met.</p></article></body></html>"


class Site(BaseHTTPRequestHandler):
    """Pages, redirects and a robots.txt."""

    def do_GET(self):
        routes = {
            "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private/\n"),
            "/talks": (200, {}, PAGE),
            "/old": (302, {"Location": "/talks"}, b""),
            "/loop": (302, {"Location": "/loop"}, b""),
            "/inside": (302, {"Location": "file:///etc/passwd"}, b""),
            "/huge": (200, {}, b"x" * 2000),
        }
        status, headers, body = routes.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Stay silent."""


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def manifest(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_file_is_stored_once_with_its_checksum(tmp_path):
    source = tmp_path / "page.txt"
    source.write_text("A title\nThe envoys met in Oslo.\n")
    (new,) = adding.add(str(source), tmp_path / "corpus")
    assert new.read_bytes() == source.read_bytes()
    assert adding.add(str(source), tmp_path / "corpus") == []
    (row,) = manifest(tmp_path / "corpus")
    assert (row["file"], row["origin"]) == ("page.txt", "file")
    assert corpus.read(tmp_path / "corpus")[0].title == "A title"


def test_another_file_of_the_same_name_gets_its_own(tmp_path):
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "page.txt").write_text(f"Title {number}\nThe envoys met.\n")
        adding.add(str(folder), tmp_path / "corpus")
    assert [row["file"] for row in manifest(tmp_path / "corpus")] == ["page.txt", "page-2.txt"]


def test_a_page_is_stored_with_its_address(tmp_path, site):
    (new,) = adding.add(f"{site}/old", tmp_path, allow_private=True)
    assert new.read_bytes() == PAGE
    (row,) = manifest(tmp_path)
    assert row["url"] == f"{site}/talks"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/private/page", "robots.txt does not allow it"),
        ("/missing", "the server answered 404"),
        ("/loop", "more than 5 redirects"),
        ("/inside", "only http and https"),
    ],
)
def test_what_may_not_or_cannot_be_fetched(tmp_path, site, path, reason):
    with pytest.raises(UserError, match=reason):
        adding.add(site + path, tmp_path, allow_private=True)
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_is_too_large_is_refused(tmp_path, site, monkeypatch):
    monkeypatch.setattr(adding, "BYTES", 1000)
    with pytest.raises(UserError, match="larger than"):
        adding.add(f"{site}/huge", tmp_path, allow_private=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "[::1]", "169.254.169.254"])
def test_private_addresses_are_refused(tmp_path, host):
    with pytest.raises(UserError, match="is a private address"):
        adding.add(f"http://{host}/page", tmp_path)


def test_a_missing_source_is_one_line(tmp_path):
    with pytest.raises(UserError, match="there is no file, folder or address 'nowhere'"):
        adding.add("nowhere", tmp_path)
