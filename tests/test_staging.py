"""What is taken out of an executed notebook before it is rendered, and what is put in."""

import base64
import hashlib
import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis import embedded, staging
from analysis.errors import UserError
from analysis.markdown import DOCUMENT, escape

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><rect width="9" height="9"/></svg>'


def shown(source: str, data: dict, **metadata) -> nbformat.NotebookNode:
    cell = new_code_cell(source)
    cell.outputs = [new_output("display_data", data=data, metadata=metadata)]
    return cell


def prepared(*cells: nbformat.NotebookNode, name: str = "page", extension: str = "html"):
    return staging.prepare(new_notebook(cells=list(cells)), name, extension)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ({"text/html": "<table>", "text/plain": "df"}, r"page, cell 1: .*text/html"),
        ({"application/json": {}}, r"page, cell 1: .*application/json"),
    ],
)
def test_output_that_cannot_be_rendered_names_its_cell(data, line):
    with pytest.raises(UserError, match=line):
        prepared(shown("x", data))


def test_a_failed_cell_is_named():
    cell = new_code_cell("1/0")
    cell.outputs = [new_output("error", ename="ZeroDivisionError", evalue="division by zero")]
    with pytest.raises(UserError, match="page, cell 1: ZeroDivisionError: division by zero"):
        prepared(cell)


def test_warnings_are_left_out_and_prints_kept():
    cell = new_code_cell("f()")
    cell.outputs = [
        new_output("stream", name="stderr", text="Warning"),
        new_output("stream", name="stdout", text="a ``` b"),
    ]
    source = embedded.to_markdown(prepared(cell), Path("page.ipynb"))
    assert "Warning" not in source
    assert "````\na ``` b\n````" in source


def test_nothing_of_the_run_is_kept():
    cell = new_markdown_cell("Text.", metadata={"papermill": {"start_time": "now"}})
    book = new_notebook(cells=[cell], metadata={"papermill": {"input_path": "/home/me"}})
    assert "papermill" not in nbformat.writes(staging.prepare(book, "page", "html"))


def test_front_matter_cannot_break_out_of_its_value():
    title = 'x"\n---\nlang: evil # ['
    front = prepared(shown("t()", {DOCUMENT: {"title": title}, "text/markdown": "# x"})).cells[0]
    assert front.cell_type == "raw"
    lines = front.source.splitlines()
    assert lines[0] == lines[-1] == "---"
    assert len(lines) == 3
    assert json.loads(lines[1].removeprefix("title: ")) == escape(title)


def test_a_page_without_a_title_has_its_name():
    assert 'title: "page"' in prepared(new_markdown_cell("Text.")).cells[0].source


def test_only_a_briefing_says_how_to_cite_it():
    title = shown("t()", {DOCUMENT: {"title": "A *claim*", "subtitle": "2 articles"}})
    cite = prepared(title, name="briefing").cells[-1].source
    assert cite.startswith("## How to cite\n\n“A \\*claim\\*”\\. 2 articles\\. Briefing made with")
    page = prepared(new_markdown_cell("Text."), name="articles/a")
    assert [cell.source for cell in page.cells[1:]] == ["Text."]


def test_figures_keep_their_lines_but_in_a_word_processor():
    page = prepared(shown("f()", {"image/svg+xml": SVG}, alt="Bars"))
    assert set(page.cells[1].outputs[0].data) == {"image/svg+xml"}
    dots = prepared(shown("f()", {"image/svg+xml": SVG}, alt="Bars"), extension="docx")
    image = base64.b64decode(dots.cells[1].outputs[0].data["image/png"])
    assert image.startswith(b"\x89PNG")
    assert dots.cells[1].source.startswith('#| fig-alt: "Bars"\n')


def test_a_page_lets_a_browser_run_our_script_and_fetch_nothing(tmp_path):
    book = tmp_path / "executed.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("Text.")]), book)
    staging.stage_project(tmp_path, {"page": book}, "html", staging.Style())
    head = (tmp_path / "page.head.html").read_text("utf-8")
    script = (tmp_path / "script.html").read_text("utf-8")
    script = script.removeprefix("<script>").rstrip().removesuffix("</script>")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in head
    assert "default-src 'none'" in head


def test_a_page_of_a_site_leads_home(tmp_path):
    book = tmp_path / "executed.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("Text.")]), book)
    pages = {"briefing": book, "articles/a": book}
    staged = staging.stage_project(tmp_path, pages, "html", staging.Style(home="../index.html"))
    cells = [nbformat.read(page, as_version=4).cells[1].source for page in staged]
    assert cells == ["[All briefings](../index.html)", "[All briefings](../../index.html)"]
