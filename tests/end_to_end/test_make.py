"""The README's commands, run as a user runs them, and their outputs read as a reader would."""

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]
KREMLIN = "kremlin-vladimir-putin-is-open-to-talks"
GREENLAND = "rubio-says-technical-talks-with-denmark-greenland"
TITLES = (
    "Kremlin: Vladimir Putin is open to talks on Ukraine",
    "Rubio says technical talks with Denmark, Greenland officials over Arctic security have begun",
)
# read off the two articles by hand: who says which words
QUOTATIONS = {
    KREMLIN: (
        ("Dmitry Peskov", "“The president of the Russian Federation has always been, is and remains open to negotiations in order to ensure our interests,”"),
        ("Dmitry Peskov", "“In essence, that’s what Biden said. He said that negotiations are possible only after Putin leaves Ukraine.”"),
        ("Dmitry Peskov", "“But at the same time — it is very important to give this in conjunction – President Putin has been, is and remains open for contacts, for negotiations. Of course, the most preferable way to achieve our interests is through peaceful, diplomatic means.”"),
    ),
    GREENLAND: (
        ("Marco Rubio", "“It begins today and it will be a regular process,”"),
        ("Marco Rubio", "“We’re going to try to do it in a way that isn’t like a media circus every time these conversations happen, because we think that creates more flexibility on both sides to arrive at a positive outcome.”"),
        ("Danish Foreign Ministry", "“how we can address US concerns about security in the Arctic while respecting the red lines of the Kingdom.”"),
        ("Marco Rubio", "“We’ve got a little bit of work to do, but I think we’re going to wind up in a good place, and I think you’ll hear the same from our colleagues in Europe very shortly,”"),
        ("Marco Rubio", "“Yeah, he meant to say Greenland, but I think we’re all familiar with presidents that have verbal stumbles,”"),
        ("Marco Rubio", "“We’ve had presidents like that before. Some made a lot more than this one.”"),
    ),
}  # fmt: skip

pytestmark = pytest.mark.end_to_end


def make(*arguments: object, **environment: str) -> subprocess.CompletedProcess:
    """Run make with the embedded renderer, whatever the surroundings hold."""
    settings = {
        key: value for key, value in os.environ.items() if key not in ("MAKEFLAGS", "MAKELEVEL")
    }
    return subprocess.run(
        ["make", "--no-print-directory", *map(str, arguments)],
        cwd=ROOT, env=settings | {"QUARTO": "no"} | environment, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("a folder with spaces") / "out"


@pytest.fixture(scope="module")
def run(out) -> subprocess.CompletedProcess:
    return make("report", f"OUT={out}", "RENDERER=embedded")


def article_page(out: Path, article: str, suffix: str) -> Path:
    """The page of the article whose id begins so."""
    (page,) = (out / "articles").glob(f"{article}-*.{suffix}")
    return page


def page_text(page: Path) -> str:
    """The text of an HTML page, markup and styles left out."""
    body = re.sub(r"<(style|script|head)\b.*?</\1>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def pdf_text(page: Path) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(page).pages).split())


def letters(text: str) -> str:
    """Text without spaces and hyphens, which line breaks in a PDF add and drop."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def test_the_run_says_what_it_did_and_where(run, out):
    assert run.returncode == 0, run.stderr
    assert f"{out}/briefing.html" in run.stdout
    assert f"{out}/briefing.pdf" in run.stdout
    assert "rendered with embedded Pandoc" in run.stderr
    assert "Traceback" not in run.stderr + run.stdout


@pytest.mark.parametrize("read", [page_text, pdf_text])
def test_the_briefing_names_both_articles(run, out, read):
    text = letters(read(out / f"briefing.{'html' if read is page_text else 'pdf'}"))
    for title in TITLES:
        assert letters(title) in text
    assert "Traceback" not in text


@pytest.mark.parametrize("article", [KREMLIN, GREENLAND])
def test_every_quotation_stands_beside_its_speaker(run, out, article):
    rows = re.findall(
        r"<tr\b.*?</tr>", article_page(out, article, "html").read_text("utf-8"), re.DOTALL
    )
    rows = [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]
    for speaker, quotation in QUOTATIONS[article]:
        assert any(quotation in row and speaker in row for row in rows), quotation


@pytest.mark.parametrize("article", [KREMLIN, GREENLAND])
def test_the_pdf_pages_hold_every_quotation(run, out, article):
    text = letters(pdf_text(article_page(out, article, "pdf")))
    for _, quotation in QUOTATIONS[article]:
        assert letters(quotation) in text


def test_figures_are_there_and_not_empty(run, out):
    page = (out / "briefing.html").read_text("utf-8")
    images = re.findall(r'<img\b[^>]*src="data:image/svg\+xml;base64,([^"]+)"[^>]*>', page)
    alts = re.findall(r'<img\b[^>]*alt="([^"]+)"', page)
    assert len(images) == len(alts) >= 3
    assert min(map(len, images)) > 4000


def test_pages_are_single_files_that_ask_for_nothing(run, out):
    for page in out.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "<script" not in text
        assert not re.search(
            r'(?:src|href)="(?!data:|#|https?://|(?:\.\./)?(?:articles/)?[\w-]+\.html)', text
        )
        assert not re.search(r'<(?:img|link|iframe)\b[^>]*(?:src|href)="https?:', text)


def test_links_lead_to_places_that_exist(run, out):
    for page in out.rglob("*.html"):
        for target, anchor in re.findall(r'href="([^":#]*)#([^"]+)"', page.read_text("utf-8")):
            file = page if not target else page.parent / target
            assert f'id="{anchor}"' in file.read_text("utf-8"), f"{page.name}: {target}#{anchor}"


def test_no_code_or_local_path_is_in_sight(run, out):
    for page in out.rglob("*.*"):
        text = page_text(page) if page.suffix == ".html" else pdf_text(page)
        assert str(ROOT) not in text
        assert "analysis." not in text
        assert "import " not in text


def test_a_second_run_does_no_work(run, out):
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.*")}
    again = make("report", f"OUT={out}", "RENDERER=embedded")
    assert "nothing has changed" in again.stderr
    assert "running notebooks" not in again.stderr
    assert f"{out}/briefing.pdf" in again.stdout
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.*")} == before


def test_the_same_inputs_give_the_same_bytes_elsewhere(run, out, tmp_path):
    again = make("report", f"OUT={tmp_path}", "RENDERER=embedded", TZ="Asia/Tokyo", LC_ALL="C")
    assert again.returncode == 0, again.stderr
    files = [path.relative_to(out) for path in out.rglob("*.*")]
    assert len(files) == 6
    for name in files:
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes(), name


def test_articles_are_listed(run):
    listed = make("articles").stdout
    for article, title in zip((KREMLIN, GREENLAND), TITLES, strict=True):
        assert re.search(rf"^{article}\S*\s.*{re.escape(title)}", listed, re.MULTILINE)


# ---- what a user can do wrong: one line, a non-zero exit, nothing lost


def refused(*arguments: object, **environment: str) -> str:
    made = make(*arguments, **environment)
    assert made.returncode != 0
    said = [line for line in made.stderr.splitlines() if not line.startswith("make:")]
    assert len(said) == 1, said
    assert "Traceback" not in said[0]
    return said[0]


def test_no_corpus():
    assert "there is no corpus at nowhere" in refused("report", "CORPUS=nowhere")


def test_an_empty_corpus(tmp_path):
    assert "no article" in refused("report", f"CORPUS={tmp_path}", f"OUT={tmp_path / 'out'}")
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_a_file_that_is_refused_does_not_stop_the_report(tmp_path):
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    corpus.mkdir()
    shutil.copy(next((ROOT / "seeds").glob("*.txt")), corpus)
    (corpus / "cut.jsonl").write_text('{"title": "cut')
    for _ in range(2):  # the second run makes nothing and says the same
        made = make("report", f"CORPUS={corpus}", f"OUT={out}", "FORMATS=html", "ARTICLES=kremlin")
        assert made.returncode != 0
        assert "refused: cut.jsonl, line 1: broken JSON" in made.stderr
        assert "1 item was refused, the report is made from the rest" in made.stderr
        assert "Traceback" not in made.stderr
    assert TITLES[0] in page_text(out / "briefing.html")


def test_an_unknown_article(run, out):
    before = (out / "briefing.html").read_bytes()
    line = refused("report", f"OUT={out}", "ARTICLES=kremlin-putin")
    assert f"no article has the id 'kremlin-putin'; the nearest are: {KREMLIN}" in line
    assert (out / "briefing.html").read_bytes() == before


def test_an_unwritable_folder(tmp_path):
    (tmp_path / "file").write_text("")
    assert "can't write reports to" in refused("report", f"OUT={tmp_path / 'file'}")


def test_a_forced_quarto_that_is_missing(tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(sys._base_executable)
    for name in ("sh", "make"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    line = refused("report", f"OUT={tmp_path}", "RENDERER=quarto", PATH=str(tmp_path / "bin"))
    assert "Quarto was not found" in line


def test_no_python_of_the_right_version(tmp_path):
    for name in ("python3", "python"):
        old = tmp_path / name
        old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
        old.chmod(0o755)
    for name in ("sh", "make", "sed"):
        (tmp_path / name).symlink_to(shutil.which(name))
    line = refused("report", PATH=str(tmp_path))
    assert "Python 3.11 or newer is needed" in line
    assert "3.9.2" in line


def test_a_title_is_taken_as_it_is(tmp_path):
    title = 'It\'s "50 %": $HOME; `ls` <b>\\'
    made = make("report", f"OUT={tmp_path}", "FORMATS=html", TITLE=title, MAKEFLAGS="-e")
    assert made.returncode == 0, made.stderr
    assert title in page_text(tmp_path / "briefing.html")
    assert not list(tmp_path.rglob("*.pdf"))
