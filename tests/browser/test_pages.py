"""The pages as a browser shows them: to all readers, by keyboard, and with nothing of theirs run."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
pytest.importorskip("playwright", reason="`make test-browser` installs playwright")

from axe_playwright_python.sync_playwright import Axe
from pages import executed
from playwright.sync_api import Browser, Page
from test_safety import HOSTILE, hostile_article

from analysis import rendering, runs, site

KREMLIN = "seeds/articles/kremlin-*.html"  # its id ends in a hash
PAGES = ("index.html", "seeds/briefing.html", KREMLIN)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A site of the seeds."""
    out = tmp_path_factory.mktemp("site")
    request = runs.Request(runs.ROOT / "seeds", out, formats=("html",), renderer="embedded")
    return site.make_site(request).parent


def named(folder: Path, pattern: str) -> Path:
    (file,) = folder.glob(pattern)
    return file


def opened(browser: Browser, file: Path, anchor: str = "", **options) -> Page:
    page = browser.new_context(**options).new_page()
    page.goto(file.as_uri() + anchor)
    return page


# ---- for all readers


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "medium"), [(1200, "screen"), (320, "screen"), (800, "print")])
def test_axe_finds_no_violation(browser, made, name, scheme, width, medium):
    page = opened(
        browser, named(made, name), viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page.emulate_media(media=medium, color_scheme=scheme)
    found = Axe().run(page, options={"runOnly": RULES})
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found.response["violations"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_but_tables_and_figures_scrolls_sideways_on_a_phone(browser, made, name):
    page = opened(browser, named(made, name), viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_page_is_whole_without_scripts(browser, made):
    page = opened(browser, named(made, KREMLIN), java_script_enabled=False)
    text = page.inner_text("main")
    for wanted in ("open to talks on a possible settlement", "quoted words 5", "Dmitry Peskov 8"):
        assert wanted in text
    assert page.locator(".passage .note").count() == page.locator(".note:visible").count() > 10
    assert page.locator("button").count() == 0


def test_reading_order_is_text_then_its_notes(browser, made):
    page = opened(browser, named(made, KREMLIN))
    order = page.eval_on_selector_all(".statement, .note", "all => all.map(one => one.id)")
    assert order[:4] == ["s1", "n1", "s2", "n2"]


# ---- by keyboard


def focus(page: Page, selector: str, text: str = "") -> None:
    """Press Tab until what is wanted has the focus."""
    is_there = "([wanted, text]) => { const one = document.activeElement; return one.matches(wanted) && one.textContent.includes(text); }"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(is_there, [selector, text]):
            return
    raise AssertionError(f"Tab does not reach {selector} {text}")


def full(page: Page) -> list[str]:
    return page.eval_on_selector_all(".statement:not(.unmatched)", "all => all.map(one => one.id)")


def test_filters_work_by_keyboard(browser, made):
    page = opened(browser, named(made, KREMLIN))
    every = full(page)
    focus(page, '[data-show="refusal"]')
    page.keyboard.press("Space")
    refusals = full(page)
    assert (
        page.inner_text(".status") == f"{len(refusals)} of {len(every)} statements shown in full."
    )
    held = page.eval_on_selector_all(
        '[data-kinds~="refusal"].statement', "all => all.map(one => one.id)"
    )
    assert refusals == held
    assert page.locator(".note:visible").count() == len(refusals)
    focus(page, ".filter", "Dmitry Peskov")
    page.keyboard.press("Enter")
    assert set(full(page)) < set(refusals)
    focus(page, ".filter", "Show all")
    page.keyboard.press("Enter")
    assert full(page) == every


def test_search_works_from_the_disk(browser, made):
    page = opened(browser, made / "index.html")
    focus(page, "#search-words")
    page.keyboard.type("PESKOV refusal")
    assert re.match(r"[1-9]\d* statements found", page.inner_text(".search .status"))
    focus(page, ".results a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/seeds/articles/*.html#s*")
    assert "Peskov" in page.inner_text(".statement:target")


def test_citations_lead_to_their_sentence_and_back(browser, made):
    page = opened(browser, made / "seeds/briefing.html")
    link = page.locator('a[href*="articles/kremlin"][href*="#s"]').first
    place = link.get_attribute("href").rpartition("#")[2]
    link.click()
    page.wait_for_url(f"**#{place}")
    assert page.locator(".statement:target").get_attribute("id") == place
    page.locator(f"#n{place[1:]} a.back").click()
    page.wait_for_url("**/briefing.html#*")
    assert page.locator(":target").get_attribute("href").endswith(f"#{place}")


# ---- what articles hold does nothing


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    articles = [hostile_article(number, payload) for number, payload in enumerate(HOSTILE, 1)]
    with pytest.MonkeyPatch.context() as patch:
        notebooks = executed(folder, articles, patch, title=" ".join(HOSTILE))
    return rendering.render_all(notebooks, ("html",), rendering.choose("embedded"), folder)


def test_no_script_of_theirs_runs_and_no_request_leaves(browser, hostile):
    for name, file in hostile.items():
        asked, dialogs, said = [], [], []
        page = browser.new_context().new_page()
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("dialog", lambda dialog, dialogs=dialogs: (dialogs.append(1), dialog.dismiss()))
        page.on("console", lambda message, said=said: said.append(message.text))
        page.goto(file.as_uri())
        for link in page.locator('a[href^="javascript"], a[href^="data"]').all():
            link.click()
        page.wait_for_timeout(100)
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == [], name
        assert (dialogs, said) == ([], []), name
        assert page.title() != "owned", name


def test_the_policy_stops_a_script_that_slipped_through(browser, made, tmp_path):
    page = named(made, KREMLIN).read_text("utf-8")
    slipped = tmp_path / "page.html"
    theirs = "<script>document.title = 'owned'</script><img src='https://evil.example/x.png'>"
    slipped.write_text(page.replace("</main>", f"{theirs}</main>"), "utf-8")
    asked: list[str] = []
    shown = browser.new_context().new_page()
    shown.on("requestfinished", lambda request: asked.append(request.url))
    shown.goto(slipped.as_uri())
    assert shown.title() != "owned"
    assert [url for url in asked if "evil" in url] == []
    assert shown.locator("button.filter").count() > 5  # our own script still runs
