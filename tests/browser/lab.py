"""`make lab` in a real browser: each control used, a label saved, and a briefing made with it.

`make test-browser` runs this file. It needs Playwright (tests/browser/requirements.txt) and a
Chromium, which BROWSER may name.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest

from analysis import labels

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "build" / "browser"  # in JupyterLab's folder, and not in the repository
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SECONDS = 60_000  # milliseconds for the slowest step: all cells run


@pytest.fixture(scope="module")
def browser_program() -> str:
    found = os.environ.get("BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip("no Chromium here: apt-get install chromium, or BROWSER=/path/to/one")
    return found


@pytest.fixture(scope="module")
def corpus() -> Path:
    """A corpus of the test's own, with explore.ipynb beside it, set to it and never run."""
    shutil.rmtree(PLACE, ignore_errors=True)
    shutil.copytree(ROOT / "seeds", PLACE / "corpus")
    book = nbformat.read(ROOT / "notebooks" / "explore.ipynb", as_version=4)
    for cell in book.cells:
        cell.source = cell.source.replace('"../seeds"', '"corpus"').replace('who: str = ""', 'who: str = "Ann"')
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
    yield re.search(r"http\S+", said)[0].replace("notebooks/explore", "build/browser/explore")
    server.send_signal(signal.SIGINT)
    assert server.wait(30) == 0


@pytest.fixture(scope="module")
def page(browser_program, address):
    """The notebook, all of its cells run; what the page asks of which host is kept in `hosts`."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only here is it installed)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        page.set_default_timeout(SECONDS)
        page.hosts = set()
        page.on("request", lambda request: page.hosts.add(urlsplit(request.url).hostname))
        for attempt in range(60):
            try:
                page.goto(address)
                break
            except Exception:
                if attempt == 59:
                    raise
                page.wait_for_timeout(500)
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        page.wait_for_selector("text=Python 3 (ipykernel) | Idle")
        page.popups = page.locator(".jp-Dialog, .jp-toastContainer .Toastify__toast").count()
        page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
        page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()
        page.wait_for_selector("text=each labels the same statements")
        yield page
        browser.close()


def test_look(page):
    page.wait_for_timeout(3000)
    page.screenshot(path="/tmp/w8lab1.png")
    (ROOT / "build/browser/dom.html").write_text(page.content())
    print(page.hosts, page.popups)
