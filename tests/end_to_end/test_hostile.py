"""Articles by an enemy, through reading, notebooks and both renderers: nothing comes of them.

Each payload asks, in one program's language, for an address of a server that listens here, for a
file that holds a secret, or for a file to be written. No request comes, the secret is in no page,
and no file is there but the report's own.
"""

import csv
import html
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]
QUARTO = shutil.which(os.environ.get("QUARTO") or "quarto")
SECRET = "the-secret-that-no-page-may-show"
# URL, FILE (the secret's) and OWNED (what would be written) are filled in
PAYLOADS = {
    "script": "<script>fetch('URL/script')</script><img src='URL/img' onerror=\"location='URL'\">",
    "tags": "<iframe src='URL/f'></iframe><object data='URL/o'></object><base href='URL/'>",
    "style": "<style>@import url(URL/css);</style><link rel=stylesheet href='URL/link'>",
    "svg": "<svg><image href='URL/svg'/><use href='FILE#x'/></svg>",
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file://FILE">]><x>&e;</x>',
    "markdown": "![x](URL/md) ![x](FILE) ![y][z] <URL/auto>",
    "reference": "[z]: URL/reference",
    "fence": "```{=html}\n<img src='URL/raw'>\n```",
    "code": "```{python}\nopen('OWNED', 'w')\n```",
    "inline": "`{python} open('OWNED', 'w')` `#read(\"FILE\")`{=typst}",
    "metadata": "---\ninclude-before-body: FILE\nheader-includes: <img src='URL/yaml'>\n---",
    "div": "::: {.cell execute=true}\n<img src='URL/div'>\n:::",
    "include": "{{< include FILE >}} {{< embed FILE >}} {{< video URL/v >}} {{< env SECRET >}}",
    "typst": '#read("FILE") #image("FILE") #import "@preview/evil:1.0.0": * #eval("1") $x^2$',
    "latex": r"\input{FILE} \includegraphics{FILE} $$\input{FILE}$$ \href{URL/tex}{x}",
    "jinja": "{{ cycler.__init__.__globals__.os.system('touch OWNED') }} {% include 'FILE' %}",
    "shell": "!touch OWNED",
    "magic": "%%bash\ntouch OWNED",
    "capture": "%run FILE ; $(touch OWNED) `touch OWNED` && touch OWNED | touch OWNED",
    "object": '!!python/object/apply:os.system ["touch OWNED"]',
    "python": "\"\"\"); __import__('os').system('touch OWNED') # ' \\\" {corpus} %s",
    "formula": "=HYPERLINK(\"URL/x\") @SUM(1) +cmd|' /C touch OWNED'!A0",
    "unseen": "safe\u202egpj\u2066.exe \u200b\x1b]0;owned\x07 \ufffe \U0001f54a \U00020000",
}
pytestmark = pytest.mark.end_to_end


class _Asked(BaseHTTPRequestHandler):
    """Remembers what it is asked for."""

    paths: list[str] = []  # noqa: RUF012 (of the one server that runs)

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_error(404)

    do_HEAD = do_POST = do_GET

    def log_message(self, *_) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def url():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Asked)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def article(payload: str, name: str) -> dict[str, str]:
    """A table's row with the payload in each field, told apart from others by its name."""
    text = (
        f"Russia's minister said: “We reject {payload} in {name} and open talks.”\n"
        f"{payload}\nUkraine demanded {payload} from Moscow, and may call it “{payload}” again."
    )
    fields = ("title", "author", "outlet", "url", "date", "subtitle", "section")
    return {field: f"{payload} {name} {field}" for field in fields} | {"text": text}


def write_corpus(folder: Path, payloads: dict[str, str]) -> None:
    """Payloads in tables and pages, in their names, and in what a corpus says of itself."""
    folder.mkdir()
    listed = list(payloads.items())
    for number, part in enumerate(listed[at : at + 3] for at in range(0, len(listed), 3)):
        name, payload = "-".join(name for name, _ in part), " ".join(text for _, text in part)
        row = article(payload, name)
        write = WRITERS[number % len(WRITERS)]
        write(folder, f"{number} {payload.replace('/', '').replace(chr(10), ' ')[:60]}", row)
    with (folder / "actors.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["name", "actor", "side"])
        table.writerows([f"Boris {name.title()}", text, text] for name, text in listed)


def write_json(folder: Path, name: str, row: dict[str, str]) -> None:
    (folder / f"{name}.json").write_text(json.dumps(row))


def write_csv(folder: Path, name: str, row: dict[str, str]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, row)
        table.writeheader()
        table.writerow(row)


def write_text(folder: Path, name: str, row: dict[str, str]) -> None:
    (folder / f"{name}.txt").write_text(f"{row['title']}\n\n{row['text']}\n")


def write_html(folder: Path, name: str, row: dict[str, str]) -> None:
    text = "</p><p>".join(map(html.escape, row["text"].split("\n")))
    page = f"<title>{html.escape(row['title'])}</title><article><p>{text}</p></article>"
    (folder / f"{name}.html").write_text(f"<html>{page}</html>")


def write_markdown(folder: Path, name: str, row: dict[str, str]) -> None:
    front = f"---\ntitle: {json.dumps(row['title'])}\n---\n"
    (folder / f"{name}.md").write_text(f"{front}\n# {row['title']}\n\n{row['text']}\n")


WRITERS = (write_json, write_csv, write_text, write_html, write_markdown)


@pytest.fixture(
    scope="module",
    params=[
        "embedded",
        pytest.param("quarto", marks=pytest.mark.skipif(not QUARTO, reason="no Quarto here")),
    ],
)
def made(request, tmp_path_factory, url) -> Path:
    """A folder with a report on hostile articles below `out`, and all that its making left."""
    folder = tmp_path_factory.mktemp(request.param)
    for name in ("home", "tmp", "here"):
        (folder / name).mkdir()
    (folder / "secret").write_text(SECRET)
    filled = {
        name: payload.replace("URL", url)
        .replace("FILE", str(folder / "secret"))
        .replace("OWNED", str(folder / "here" / "owned"))
        for name, payload in PAYLOADS.items()
    }
    write_corpus(folder / "a {corpus} '$(touch owned)' \"!ls", filled)
    _Asked.paths.clear()
    run = subprocess.run(
        [
            sys.executable, "-m", "analysis", "report", "--corpus", next(folder.glob("a *")),
            "--title", " ".join(filled.values()), "--articles", "all", "--out", folder / "out",
            "--renderer", request.param, "--quarto", QUARTO or "no", "--formats", "html pdf docx",
        ],
        cwd=folder / "here", capture_output=True, text=True, check=False, timeout=900,
        env=os.environ | {
            "HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "SECRET": SECRET,
            "DEMARCHE_STORE": str(folder / "store"), "PYTHONPATH": str(ROOT),
        },
    )  # fmt: skip
    (folder / "said").write_text(run.stdout + run.stderr)
    assert run.returncode in (0, 3), run.stderr
    return folder


def test_no_request_is_sent(made):
    assert _Asked.paths == []


def test_the_secret_is_in_no_page(made):
    for page in (made / "out").rglob("*.*"):
        assert SECRET not in shown(page), page.name


def shown(page: Path) -> str:
    """All that a page holds, unpacked."""
    if page.suffix == ".pdf":
        return "".join(sheet.extract_text() for sheet in PdfReader(page).pages)
    if page.suffix == ".docx":
        with zipfile.ZipFile(page) as archive:
            return "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    return page.read_text("utf-8")


def test_no_file_is_written_but_the_reports_own(made):
    assert list((made / "here").iterdir()) == []
    assert list((made / "tmp").iterdir()) == []
    assert not list(made.rglob("owned"))
    assert not (ROOT / "owned").exists()
    assert not (ROOT / "notebooks" / "owned").exists()


def test_pages_have_plain_names(made):
    for page in (made / "out").rglob("*.*"):
        assert page.name.replace("-", "").replace(".", "").isalnum(), page.name
        assert page.parent in (made / "out", made / "out" / "articles")


def test_a_terminal_is_told_nothing(made):
    assert "\x1b" not in (made / "said").read_text()
