"""Executed notebooks become HTML, PDF and DOCX, or one clear line says why not."""

import os
import re
import shutil
import stat
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from outline import html_outline, pdf_links, pdf_tags, pdf_text
from pages import executed
from pypdf import PdfReader
from pypdfium2 import PdfDocument

import analysis
from analysis import rendering
from analysis.errors import UserError
from analysis.markdown import DOCUMENT
from analysis.staging import Style

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><rect width="9" height="9"/></svg>'


def code(
    source: str, *outputs: dict, tags: tuple[str, ...] = (), **metadata
) -> nbformat.NotebookNode:
    cell = new_code_cell(source, metadata={"tags": list(tags)})
    cell.outputs = [new_output("display_data", data=data, metadata=metadata) for data in outputs]
    return cell


def report() -> nbformat.NotebookNode:
    """One of each thing that a report may hold."""
    title = {DOCUMENT: {"title": "A <b>bold</b> claim", "subtitle": "2 articles", "date": ""}}
    cells = [
        code("corpus = 'private/place'", tags=("parameters",)),
        code("title_page()", title | {"text/markdown": "# A claim"}),
        new_markdown_cell(
            "## Findings\n\nSee @fig-a, @tbl-b and @fig-c, [there](articles/x-y.html#s4)."
        ),
        code(
            '#| label: fig-a\n#| fig-cap: "A figure"\nsecret_code()',
            {"image/svg+xml": SVG},
            alt='One "square"',
        ),
        code(
            '#| label: tbl-b\n#| tbl-cap: "A table"',
            {"text/markdown": "| side | n |\n|:---|--:|\n| Russia | 3 |\n| [Ukraine](#s1) | 4 |"},
        ),
        new_markdown_cell(
            "### Limits\n\n- one\n- [two]{.direct}\n\nText with *emphasis*.\n\n> Said so."
        ),
        code(
            '#| label: fig-c\n#| fig-cap: "Another, see @tbl-b"',
            {"image/svg+xml": SVG},
            alt="Two squares",
        ),
        new_markdown_cell(
            "::: {.callout-note title='Beware'}\nFew words.\n:::\n\n[Sentence.]{#s1}"
        ),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


# what a reader meets in that report's HTML, in order
HTML = [
    ("title", "A <b>bold</b> claim"),
    ("h1", "A <b>bold</b> claim"),
    ("p", "2 articles"),
    ("h2", "Findings"),
    ("a #fig-a", "Figure 1"),
    ("a #tbl-b", "Table 1"),
    ("a #fig-c", "Figure 2"),
    ("a articles/x-y.html#s4", "there"),
    ("p", "See Figure 1, Table 1 and Figure 2, there."),
    ("img", 'One "square"'),
    ("caption", "Figure 1: A figure"),
    ("caption", "Table 1: A table"),
    ("th", "side"),
    ("th", "n"),
    ("td", "Russia"),
    ("td", "3"),
    ("a #s1", "Ukraine"),
    ("td", "Ukraine"),
    ("td", "4"),
    ("h3", "Limits"),
    ("li", "one"),
    ("li", "two"),
    ("p", "Text with emphasis."),
    ("p", "Said so."),
    ("img", "Two squares"),
    ("a #tbl-b", "Table 1"),
    ("caption", "Figure 2: Another, see Table 1"),
    ("p", "Beware"),
    ("p", "Few words."),
    ("p", "Sentence."),
    ("h2", "How to cite"),
    ("p", f"“A <b>bold</b> claim”. 2 articles. Briefing made with Demarche {version('demarche')}."),
]
PDF_TEXT = [
    "A <b>bold</b> claim", "2 articles", "Findings",
    "See Figure 1, Table 1 and Figure 2, there.", "Figure 1: A figure", "Table 1: A table",
    "side", "Russia", "Ukraine", "Limits", "one", "two", "Text with emphasis.", "Said so.",
    "Figure 2: Another, see Table 1", "Beware", "Few words.", "Sentence.", "How to cite", "“A <b>bold</b> claim”. 2 articles. Briefing made with",
]  # fmt: skip


def quarto() -> str | None:
    return shutil.which(os.environ.get("QUARTO") or "quarto")


NO_QUARTO = pytest.mark.skipif(not quarto(), reason="no Quarto on the PATH or in $QUARTO")


@pytest.fixture(scope="module", params=["embedded", pytest.param("quarto", marks=NO_QUARTO)])
def made(request, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp(request.param)
    source = folder / "executed.ipynb"
    nbformat.write(report(), source)
    pages = {"briefing": source, "articles/x-y": source}
    renderer = rendering.choose(request.param, quarto() or "" if request.param == "quarto" else "")
    return rendering.render_all(pages, ("html", "pdf", "docx"), renderer, folder)


# ---- the same from both renderers


def test_html_holds_all_of_the_report_in_order(made):
    assert html_outline(made["briefing.html"]) == HTML


def test_html_hides_code_parameters_and_the_run(made):
    page = made["briefing.html"].read_text("utf-8")
    for hidden in ("secret_code", "private/place", "papermill"):
        assert hidden not in page


def test_html_is_one_file_with_one_script(made):
    page = made["articles/x-y.html"].read_text("utf-8")
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert not re.findall(r"<link\b(?![^>]*data:)", page)
    assert re.findall(r"<script\b[^>]*>", page) == ["<script>"]


def test_html_has_its_landmarks_and_language(made):
    page = made["briefing.html"].read_text("utf-8")
    assert re.search(r'<html[^>]* lang="en"', page)
    assert page.count("<main>") == page.count("</main>") == 1


def test_pdf_holds_all_of_the_report_in_order(made):
    text, at = pdf_text(made["briefing.pdf"]).replace("\u00a0", " "), 0
    for wanted in PDF_TEXT:
        at = text.index(wanted, at)


def test_pdf_is_tagged_for_screen_readers(made):
    pdf = PdfReader(made["briefing.pdf"])
    assert pdf.metadata.title == "A <b>bold</b> claim"
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert "pdfuaid:part" in pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert [item.title for item in pdf.outline if not isinstance(item, list)] == [
        "Findings",
        "How to cite",
    ]
    tags = pdf_tags(made["briefing.pdf"])
    assert [alt for tag, alt in tags if tag == "Figure"] == ['One "square"', "Two squares"]
    kinds = [tag for tag, _ in tags]
    assert [kinds.count(kind) for kind in ("Table", "TH", "TD", "LI", "Caption")] == [1, 2, 4, 2, 3]


def test_pdf_links_lead_to_the_places_in_pdfs(made):
    assert pdf_links(made["briefing.pdf"]) == ["articles/x-y.pdf#nameddest=s4"]
    place = PdfReader(made["articles/x-y.pdf"]).named_destinations["s1"]
    text = PdfDocument(made["articles/x-y.pdf"])[0].get_textpage()
    at, _ = text.search("Sentence.").get_next()
    _, _, _, top = text.get_charbox(at)
    assert 0 < place.top - top < 20  # it stands above the line, and by less than another


def test_what_gives_a_pdfs_places_their_names_is_not_read_or_shown(made):
    assert "x-y-s4" in PdfReader(made["briefing.pdf"]).named_destinations
    assert "x-y-s4" not in pdf_text(made["briefing.pdf"])
    kinds = [tag for tag, _ in pdf_tags(made["briefing.pdf"])]
    assert [kind for kind in kinds if kind.startswith("H")] == ["H1", "H2", "H1"]


def test_a_pdfs_tags_are_in_the_order_of_the_page(made):
    kinds = [tag for tag, _ in pdf_tags(made["briefing.pdf"])]
    wanted = "P P H1 Link Figure Table TH TD H2 LI BlockQuote Figure P H1 P".split()
    at = 0
    for kind in wanted:
        at = kinds.index(kind, at) + 1


def test_what_has_no_caption_takes_no_number(tmp_path):
    book = report()
    bare = code("x", {"text/markdown": "| a |\n|:--|\n| b |"})
    book.cells.insert(4, bare)
    nbformat.write(book, tmp_path / "bare.ipynb")
    stage = tmp_path / "stage"
    stage.mkdir()
    made = rendering.render_all(
        {"briefing": tmp_path / "bare.ipynb"}, ["pdf"], rendering.choose("embedded"), stage
    )
    assert "Table 1: A table" in pdf_text(made["briefing.pdf"]).replace("\u00a0", " ")


def test_docx_holds_text_tables_and_alt_texts(made):
    with ZipFile(made["briefing.docx"]) as file:
        document = file.read("word/document.xml").decode()
        names = file.namelist()
    text = " ".join(re.sub(r"<[^>]+>", "", document).split())
    for wanted in ("Findings", "Figure\u00a01: A figure", "Table\u00a01: A table", "Few words."):
        assert wanted in text or wanted.replace("\u00a0", " ") in text
    assert 'descr="One &quot;square&quot;"' in document
    assert "<w:tbl>" in document
    assert [name for name in names if name.startswith("word/media/")]


@NO_QUARTO
def test_the_seeds_pages_are_the_same_from_both(tmp_path, monkeypatch):
    notebooks = executed(tmp_path, analysis.read("seeds"), monkeypatch)
    found = []
    for name in ("embedded", "quarto"):
        (tmp_path / name).mkdir()
        renderer = rendering.choose(name, quarto() if name == "quarto" else "")
        files = rendering.render_all(notebooks, ("html", "pdf"), renderer, tmp_path / name)
        found.append({page: met(files[page]) for page in files})
    for page in found[0]:
        assert found[0][page] == found[1][page], page


def met(page: Path) -> list[tuple[str, str]]:
    """What a reader meets; of a PDF the tags that have a meaning of their own, and the links.

    A table's head stands for it: where pages break decides whether Typst opens the table before
    or after its caption.
    """
    if page.suffix == ".html":
        return html_outline(page)
    left_out = ("P", "Div", "NonStruct", "Table")
    tags = [(tag, alt) for tag, alt in pdf_tags(page) if tag not in left_out]
    return tags + [("link", link) for link in pdf_links(page)]


# ---- paper, and the same bytes


def sizes(files: dict[str, Path]) -> tuple[list[float], bool]:
    box = PdfReader(files["page.pdf"]).pages[0].mediabox
    with ZipFile(files["page.docx"]) as file:
        document = file.read("word/document.xml").decode()
    return [round(float(side)) for side in (box.width, box.height)], 'w:w="12240"' in document


@pytest.mark.parametrize("renderer", ["embedded", pytest.param("quarto", marks=NO_QUARTO)])
@pytest.mark.parametrize(
    ("paper", "wanted"), [("a4", ([595, 842], False)), ("us-letter", ([612, 792], True))]
)
def test_paper(renderer, paper, wanted, tmp_path):
    source = tmp_path / "executed.ipynb"
    nbformat.write(report(), source)
    chosen = rendering.choose(renderer, quarto() or "" if renderer == "quarto" else "")
    files = rendering.render_all({"page": source}, ("pdf", "docx"), chosen, tmp_path, Style(paper))
    assert sizes(files) == wanted


@pytest.mark.parametrize("which", ["embedded", pytest.param("quarto", marks=NO_QUARTO)])
def test_same_notebook_gives_the_same_bytes(which, tmp_path):
    source = tmp_path / "executed.ipynb"
    nbformat.write(report(), source)
    renderer = rendering.choose(which, quarto() or "" if which == "quarto" else "")
    both = []
    for name in ("one", "another place"):
        folder = tmp_path / name
        folder.mkdir()
        files = rendering.render_all(
            {"briefing": source}, ("html", "pdf", "docx"), renderer, folder
        )
        both.append({name: path.read_bytes() for name, path in files.items()})
    for name, content in both[0].items():
        assert both[1][name] == content, name


# ---- what the embedded renderer can't do is an error that names the cell


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        (
            new_markdown_cell("See @fig-none."),
            "page, cell 2: no figure or table is labelled fig-none",
        ),
        (new_markdown_cell("See @sec-method."), "page, cell 2: .* the reference @sec-method"),
        (new_markdown_cell("{{< video x.mp4 >}}"), "page, cell 2: .* shortcodes"),
        (new_markdown_cell("::: {.panel-tabset}\n## A\n:::"), r"page, cell 2: .*\.panel-tabset"),
        (new_markdown_cell("[a]{.aside}"), r"page, cell 2: .*\.aside"),
        (new_markdown_cell("::: {layout-ncol=2}\na\n:::"), "page, cell 2: .*layout-ncol"),
        (new_markdown_cell("::: {#fig-panel}\na\n\nb\n:::"), "page, cell 2: .*fig-panel"),
        (new_markdown_cell("::: {.callout-danger}\na\n:::"), "page, cell 2: .*callout-danger"),
        (new_markdown_cell("Made <b>bold</b>"), "page, cell 2: .* HTML"),
        (new_markdown_cell("![a](https://example.org/a.png)"), "page, cell 2: .*from the network"),
        (code("#| layout-ncol: 2\nx"), "page, cell 2: .*cell option `layout-ncol`"),
    ],
)
def test_what_only_quarto_does_names_its_cell(cell, line, tmp_path):
    source = tmp_path / "executed.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("First."), cell]), source)
    with pytest.raises(UserError, match=line) as raised:
        rendering.render_all({"page": source}, ("pdf",), rendering.choose("embedded"), tmp_path)
    assert "\n" not in str(raised.value)


# ---- which renderer


def fake_quarto(folder: Path, says: str) -> str:
    program = folder / "quarto"
    program.write_text(f"#!/bin/sh\n{says}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


def test_quarto_serves_where_it_is_found(tmp_path):
    chosen = rendering.choose("", fake_quarto(tmp_path, "echo 1.7.31"))
    assert str(chosen) == "Quarto 1.7.31"


def test_quarto_on_the_path_is_found(tmp_path, monkeypatch):
    fake_quarto(tmp_path, "echo 1.7.31")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert str(rendering.choose()) == "Quarto 1.7.31"


@pytest.mark.parametrize("wanted", ["", "embedded"])
def test_the_embedded_default_serves_without_quarto(wanted, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert rendering.choose(wanted).name == "embedded Pandoc"


@pytest.mark.parametrize(
    ("says", "line"),
    [
        ("echo 1.3.450", "Quarto 1.3.450 is too old; 1.6 or newer is needed: .conda install"),
        ("exit 3", "does not say which version"),
    ],
)
def test_a_forced_quarto_that_will_not_do_says_how_to_get_one(says, line, tmp_path):
    with pytest.raises(UserError, match=line):
        rendering.choose("quarto", fake_quarto(tmp_path, says))


def test_a_forced_quarto_that_is_missing_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="Quarto was not found; .*RENDERER=embedded"):
        rendering.choose("quarto")


def test_an_unknown_renderer_is_refused():
    with pytest.raises(UserError, match="RENDERER=latex"):
        rendering.choose("latex")


# ---- letters of all kinds

LETTERS = {
    "Cyrillic": "Володимир Зеленський",
    "Greek": "Ελλάδα",
    "Arabic": "وزارة الخارجية",
    "Hebrew": "שלום",
    "Chinese": "中国外交部发言人",
    "Japanese": "にほん",
    "Korean": "한국",
    "accents": "Erdoğan, Łukasz Żółć, Tổng thống Việt Nam, Şimşek",
    "dashes": "“quoted” ‘single’ – — … €",
}


def letters_report(folder: Path, *texts: str) -> Path:
    source = folder / "executed.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("\n\n".join(texts))]), source)
    return source


def test_letters_of_many_scripts_have_fonts_in_both_formats(tmp_path, capsys):
    source = letters_report(tmp_path, *LETTERS.values())
    files = rendering.render_all(
        {"page": source}, ("html", "pdf"), rendering.choose("embedded"), tmp_path
    )
    text = pdf_text(files["page.pdf"])
    for script in ("Cyrillic", "Greek", "Chinese", "Japanese", "Korean", "accents", "dashes"):
        assert LETTERS[script] in text, script
    assert "no font has" not in capsys.readouterr().err
    page = files["page.html"].read_text("utf-8")
    assert set(re.findall(r'font-family: "([^"]+)"', page)) >= {
        "Literata",
        "Amiri",
        "Noto Sans CJK SC",
    }


@pytest.mark.parametrize("renderer", ["embedded", pytest.param("quarto", marks=NO_QUARTO)])
def test_a_letter_that_no_font_has_is_said_and_shown_as_a_box(renderer, tmp_path, capsys):
    source = letters_report(tmp_path, "## One", "Ethiopic: ሰላም")
    chosen = rendering.choose(renderer, quarto() or "" if renderer == "quarto" else "")
    files = rendering.render_all({"page": source}, ("pdf",), chosen, tmp_path)
    assert "no font has" in capsys.readouterr().err
    assert "Ethiopic" in pdf_text(files["page.pdf"])


def test_a_dot_behind_a_mark_is_text(tmp_path):
    source = letters_report(
        tmp_path, "**evil**.example", "[said]{.direct}.so", "| a |\n|---|\n| *b*.c |"
    )
    files = rendering.render_all({"page": source}, ("pdf",), rendering.choose("embedded"), tmp_path)
    text = pdf_text(files["page.pdf"])
    assert all(word in text for word in ("evil.example", "said.so", "b.c"))


# ---- tables stay on the page


def test_long_words_break_inside_their_cells(tmp_path):
    word, address = "x" * 90, "https://example.org/" + "long-path/" * 12
    rows = f"| n | a | b |\n|:--|:------|:------|\n| 3 | {address} | {word} |"
    source = letters_report(tmp_path, rows)
    files = rendering.render_all({"page": source}, ("pdf",), rendering.choose("embedded"), tmp_path)
    reader = PdfReader(files["page.pdf"])
    edges: list[float] = []
    reader.pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: edges.append(
            cm[4] + tm[4] + 0.45 * size * len(text.strip())
        )
    )
    assert max(edges) < float(reader.pages[0].mediabox.width)
    assert address in pdf_text(files["page.pdf"]).replace(" ", "")
