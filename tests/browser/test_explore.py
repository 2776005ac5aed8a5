"""`make lab` in a real browser: each control used, a label saved, and a briefing made with it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest

from analysis import labels

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "build" / "browser"  # in JupyterLab's folder, and not in the repository
MILLISECONDS = 60_000  # for the slowest step: all cells run


@pytest.fixture(scope="module")
def corpus() -> Path:
    """A corpus of the test's own, with explore.ipynb beside it, set to it and never run."""
    shutil.rmtree(PLACE, ignore_errors=True)
    shutil.copytree(ROOT / "seeds", PLACE / "corpus")
    book = nbformat.read(ROOT / "notebooks" / "explore.ipynb", as_version=4)
    for cell in book.cells:
        cell.source = cell.source.replace('"../seeds"', '"corpus"').replace(
            'who: str = ""', 'who: str = "Ann"'
        )
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(book, PLACE / "explore.ipynb")
    return PLACE / "corpus"


@pytest.fixture(scope="module")
def address(corpus) -> str:
    """Where JupyterLab, as `make lab` starts it, shows that notebook."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "analysis", "lab", "--port", port],
        cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={key: value for key, value in os.environ.items() if key not in ("BROWSER", "DISPLAY")},
    )  # fmt: skip
    said = ""
    while "http" not in said and server.poll() is None:
        said += server.stderr.readline()
    wait_until_it_listens(int(port))
    yield re.search(r"http\S+", said)[0].replace("notebooks/explore", "build/browser/explore")
    server.send_signal(signal.SIGINT)
    assert server.wait(30) == 0


@pytest.fixture(scope="module")
def page(browser, address):
    """The notebook, all of its cells run; what the page asks of which host is kept in `hosts`."""
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(MILLISECONDS)
    page.hosts = set()
    page.on("request", lambda request: page.hosts.add(urlsplit(request.url).hostname))
    page.goto(address)
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
    page.wait_for_selector("text=Python 3 (ipykernel) | Idle")
    page.popups = page.locator(".jp-Dialog, .jp-toastContainer .Toastify__toast").count()
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()
    page.wait_for_selector("text=each labels the same statements")
    yield page
    page.close()


def wait_until_it_listens(port: int) -> None:
    for _ in range(120):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise AssertionError(f"nothing listens on port {port}")


def control(page, name: str):
    """The control of that name: a text, a list or a list to choose several from."""
    return page.locator(f'.jupyter-widgets:has(> label:text-is("{name}")) >> css=input,select')


def press(page, name: str) -> None:
    page.locator("button.jupyter-button", has_text=re.compile(f"^{name}$")).click()


def wait_for(page, text: str) -> None:
    page.locator(".jp-OutputArea-output", has_text=text).first.wait_for()


def test_it_opens_without_a_popup_and_asks_no_other_host(page):
    assert page.popups == 0
    assert page.hosts == {"localhost"}


def test_no_cell_fails(page):
    assert page.locator(".jp-RenderedText[data-mime-type*=stderr]").count() == 0


def test_statements_are_marked_in_their_text(page):
    wait_for(page, "33 of 33 statements")
    quoted = page.locator(".demarche .direct", has_text="open to negotiations").first
    assert quoted.evaluate("e => getComputedStyle(e).borderBottomStyle") == "solid"


def test_sides_moves_words_and_articles_can_be_chosen(page):
    control(page, "Sides").first.select_option("Russia")
    control(page, "Moves").first.select_option("red line")
    wait_for(page, "0 of 33 statements")
    control(page, "Moves").first.select_option("refusal")
    control(page, "With words").fill("Ukraine")
    control(page, "With words").press("Enter")
    control(page, "Order").select_option("longest first")
    page.locator(
        ".jp-OutputArea-output", has_text=re.compile(r"(?<!\d)[1-9] of 33 statements")
    ).wait_for()
    control(page, "Articles").select_option(index=1)
    wait_for(page, "0 of 33 statements")


def test_a_word_is_shown_in_its_contexts(page):
    control(page, "Word").fill("media circus")
    control(page, "Word").press("Enter")
    wait_for(page, "isn’t like a")


def test_a_label_changes_the_comparison_and_is_saved(page, corpus):
    control(page, "Statement").select_option(index=0)
    control(page, "Moves").last.select_option("threat")
    press(page, "Label")
    wait_for(page, "1.1: moves threat, by Ann")
    press(page, "Take back")
    wait_for(page, "No label is waiting to be saved.")
    control(page, "Moves").last.select_option("threat")
    press(page, "Label")
    wait_for(page, "1.1: moves threat, by Ann")
    press(page, "Save")
    wait_for(page, "saved in corpus/labels.csv")
    (saved,) = labels.read(corpus)
    assert (saved.field, saved.value, saved.who) == ("moves", "threat", "Ann")


def test_a_name_that_is_given_a_side_is_saved(page, corpus):
    control(page, "Name").fill("Emmanuel Macron")
    control(page, "Is").fill("Emmanuel Macron")
    control(page, "Side").last.fill("France")
    press(page, "Name")
    wait_for(page, "Emmanuel Macron is Emmanuel Macron, for France")
    press(page, "Save")
    wait_for(page, "saved in corpus/actors.csv")
    assert "Emmanuel Macron,Emmanuel Macron,France" in (corpus / labels.ACTORS).read_text("utf-8")


def test_the_briefing_has_what_was_saved(page, corpus, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "report", "--corpus", str(corpus), "--formats", "html",
         "--renderer", "embedded", "--out", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    briefing = re.sub(r"\s+", " ", (tmp_path / "briefing.html").read_text("utf-8"))
    assert "Labels given by hand (by Ann): 1 in place of the rules" in briefing
    (reading,) = (tmp_path / "articles").glob("kremlin-*.html")
    first = reading.read_text("utf-8").partition('id="s1"')[2].partition(">")[0]
    assert "threat" in first
