"""Article text is data: whatever it holds is shown, and does nothing."""

import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from outline import html_outline, pdf_links, pdf_text
from pages import executed

from analysis import rendering
from analysis.corpus import Article
from analysis.markdown import visible

QUARTO = shutil.which(os.environ.get("QUARTO") or "quarto")
HOSTILE = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "</script></style><b>bold</b>",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    '#import "@preview/evil:1.0.0" #set page(width: 1pt) $x^2$',
    "`code` {{< include /etc/passwd >}} {{ jinja }} {% raw %}",
    "::: {.callout-note} @fig-moves [@key] ^sup^ ~sub~ \\(x\\)",
    "---\ntitle: evil\n---",
    "| a | b |\n|---|---|",
    "safe\u202egpj.exe",  # an override of direction: shown by its name
    '=HYPERLINK("https://evil.example")',
)


def hostile_article(number: int, payload: str) -> Article:
    """An article with a payload in each field, told apart by the field's name."""
    said = f"Russia's minister said: “We reject {payload} text{number} and open talks.”"
    return Article(
        id=f"article-{number}",
        title=f"{payload} title{number}",
        url=f"javascript:alert({number}) {payload} url{number}",
        outlet=f"{payload} outlet{number}",
        author=f"{payload} author{number}",
        published=f"2026-01-{number:02} {payload} published{number}",
        dateline=f"{payload} dateline{number}",
        standfirst=(f"{payload} standfirst{number}",),
        text=f"{said} He may be a “{payload[:20]}” name.\n\nUkraine demanded {payload} too.",
        source_file=f"file{number}.txt",
    )


def letters(text: str) -> str:
    """Text without white space and what breaks lines, which renderers add and drop."""
    return re.sub(r"[\s\u00ad\u200b\u2010-]+", "", text)


@pytest.fixture(
    scope="module",
    params=[
        "embedded",
        pytest.param("quarto", marks=pytest.mark.skipif(not QUARTO, reason="no Quarto here")),
    ],
)
def files(request, tmp_path_factory) -> dict[str, Path]:
    """A report on one article for each payload, whose title holds them all."""
    folder = tmp_path_factory.mktemp("hostile")
    articles = [hostile_article(number, payload) for number, payload in enumerate(HOSTILE, 1)]
    with pytest.MonkeyPatch.context() as patch:
        notebooks = executed(folder, articles, patch, title=" ".join(HOSTILE))
    renderer = rendering.choose(request.param, QUARTO if request.param == "quarto" else "")
    return rendering.render_all(notebooks, ("html", "pdf"), renderer, folder)


class _Handlers(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [name for name, _ in attrs if name.startswith("on")]


def handlers(source: str) -> list[str]:
    """The attributes of a page that would run a script."""
    parser = _Handlers()
    parser.feed(source)
    return parser.found


def html_text(page: Path) -> str:
    return letters(" ".join(text for kind, text in html_outline(page) if not kind.startswith("a ")))


@pytest.fixture(scope="module")
def briefings(files) -> dict[str, str]:
    return {
        "html": html_text(files["briefing.html"]),
        "pdf": letters(pdf_text(files["briefing.pdf"])),
    }


@pytest.mark.parametrize("number", range(1, len(HOSTILE) + 1))
@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_every_field_is_shown_as_it_is(files, briefings, number, kind):
    payload, page = HOSTILE[number - 1], files[f"articles/article-{number}.{kind}"]
    shown = letters(" ".join(visible(payload).split()))
    text = html_text(page) if kind == "html" else letters(pdf_text(page))
    for field in ("title", "outlet", "published", "url"):
        assert f"{shown}{field}{number}" in briefings[kind], field
    assert shown in briefings[kind][: 3 * len("".join(HOSTILE))], "the briefing's title"
    for field in ("title", "url", "outlet", "author", "published", "standfirst"):
        assert f"{shown}{field}{number}" in text, field
    for line in visible(payload).splitlines():  # each line of the text is a statement of its own
        assert letters(line) in text, line


def test_no_mark_up_of_theirs_is_left_in_html(files):
    for name, page in files.items():
        if name.endswith(".html"):
            source = page.read_text("utf-8")
            assert source.count("<script") == 1, name
            body = source[source.index("<body") :]
            tags = set(
                re.findall(r"<([a-zA-Z][\w-]*)", re.sub(r"(?s)<script>.*?</script>", "", body))
            )
            assert not tags & {"b", "iframe", "object", "form", "style", "link", "base"}, name
            assert not handlers(source), name
            assert "\u202e" not in source, name


def test_links_lead_to_pages_and_the_web_only(files):
    for name, page in files.items():
        if name.endswith(".html"):
            links = [kind[2:] for kind, _ in html_outline(page) if kind.startswith("a ")]
        else:
            links = pdf_links(page)
        for link in links:
            assert re.fullmatch(r"#[\w-]+|(\.\./)?[\w/-]+\.(html|pdf)(#[\w=-]+)?", link), (
                name,
                link,
            )
