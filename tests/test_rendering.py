"""Executed notebooks become HTML and PDF, or one clear line says why not."""

import json
import re
import stat
import subprocess
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from pypdf import PdfReader

from analysis import rendering
from analysis.errors import UserError
from analysis.markdown import DOCUMENT, Markdown

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><rect width="9" height="9"/></svg>'


def code(
    source: str, *outputs: dict, tags: tuple[str, ...] = (), **metadata
) -> nbformat.NotebookNode:
    cell = new_code_cell(source, metadata={"tags": list(tags)})
    cell.outputs = [new_output("display_data", data=data, metadata=metadata) for data in outputs]
    return cell


def report() -> nbformat.NotebookNode:
    title = {DOCUMENT: {"title": "A <b>bold</b> claim", "subtitle": "", "date": ""}}
    return new_notebook(
        cells=[
            code("corpus = 'private/place'", tags=("parameters",)),
            code("title_page()", title | {"text/markdown": "# A claim"}),
            new_markdown_cell(
                "## Findings\n\nSee @fig-a and @tbl-b, [there](articles/x-y.html#s4)."
            ),
            code(
                '#| label: fig-a\n#| fig-cap: "A figure"\nsecret_code()',
                {"image/svg+xml": SVG},
                alt='One "square"',
            ),
            code(
                '#| label: tbl-b\n#| tbl-cap: "A table"',
                {"text/markdown": "| side |\n|---|\n| Russia |"},
            ),
            new_markdown_cell("::: {.callout-note title='Limits'}\nFew words.\n:::"),
        ]
    )


@pytest.fixture
def made(tmp_path) -> dict[str, Path]:
    source = tmp_path / "executed.ipynb"
    nbformat.write(report(), source)
    pages = {"briefing": source, "articles/x-y": source}
    return rendering.render_all(pages, ("html", "pdf"), rendering.choose("embedded"), tmp_path)


def test_html_shows_all_and_hides_code_and_parameters(made):
    page = made["briefing.html"].read_text("utf-8")
    for wanted in (
        "A &lt;b&gt;bold&lt;/b&gt; claim",
        'href="#fig-a">Figure 1<',
        'href="#tbl-b">Table 1<',
        "Figure 1. A figure",
        "Table 1. A table",
        "Limits",
        'href="articles/x-y.html#s4"',
        'alt="One &quot;square&quot;"',
    ):
        assert wanted in page
    assert "secret_code" not in page
    assert "private/place" not in page


def test_html_is_one_file(made):
    page = made["articles/x-y.html"].read_text("utf-8")
    assert "<style" in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert not re.findall(r"<(?:script|link)\b(?![^>]*data:)", page)


def test_pdf_has_its_text_title_and_links(made):
    pdf = PdfReader(made["briefing.pdf"])
    text = " ".join(pdf.pages[0].extract_text().split())
    for wanted in (
        "A <b>bold</b> claim",
        "Figure 1",
        "A figure",
        "Table 1",
        "Russia",
        "Few words.",
    ):
        assert wanted in text
    assert pdf.metadata.title == "A <b>bold</b> claim"
    links = [note.get_object().get("/A", {}).get("/URI") for note in pdf.pages[0]["/Annots"]]
    assert "articles/x-y.pdf" in links


def test_same_notebook_gives_the_same_bytes(tmp_path):
    source = tmp_path / "executed.ipynb"
    nbformat.write(report(), source)
    both = []
    for name in ("one", "another place"):
        folder = tmp_path / name
        folder.mkdir()
        files = rendering.render_all(
            {"briefing": source}, ("html", "pdf"), rendering.choose("embedded"), folder
        )
        both.append([path.read_bytes() for path in files.values()])
    assert both[0] == both[1]


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        (code("df", {"text/html": "<table>", "text/plain": "df"}), r"page, cell 1: .*text/html"),
        (code("x", {"application/json": {}}), r"page, cell 1: .*application/json"),
    ],
)
def test_output_that_cannot_be_rendered_names_its_cell(cell, line):
    with pytest.raises(UserError, match=line):
        rendering.prepare(new_notebook(cells=[cell]), "page", "html")


def test_a_failed_cell_is_named():
    cell = new_code_cell("1/0")
    cell.outputs = [new_output("error", ename="ZeroDivisionError", evalue="division by zero")]
    with pytest.raises(UserError, match="page, cell 1: ZeroDivisionError: division by zero"):
        rendering.prepare(new_notebook(cells=[cell]), "page", "html")


def test_warnings_are_left_out_and_prints_kept():
    cell = new_code_cell("f()")
    cell.outputs = [
        new_output("stream", name="stderr", text="Warning"),
        new_output("stream", name="stdout", text="a ``` b"),
    ]
    prepared = rendering.prepare(new_notebook(cells=[cell]), "page", "html")
    assert rendering.to_markdown(prepared, Path("page.ipynb")).endswith("````\na ``` b\n````\n")


def test_a_reference_to_nothing_is_an_error(tmp_path):
    source = tmp_path / "executed.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("See @fig-none.")]), source)
    with pytest.raises(UserError, match="fig-none"):
        rendering.render_all({"page": source}, ("html",), rendering.choose("embedded"), tmp_path)


def test_front_matter_cannot_break_out_of_its_value():
    title = 'x"\n---\nlang: evil # ['
    cell = code("t()", {DOCUMENT: {"title": title}, "text/markdown": "# x"})
    front = rendering.prepare(new_notebook(cells=[cell]), "page", "html").cells[0]
    assert front.cell_type == new_raw_cell("").cell_type
    lines = front.source.splitlines()
    assert lines[0] == lines[-1] == "---"
    assert len(lines) == 3
    assert json.loads(lines[1].removeprefix("title: ")) == Markdown(rendering.escape(title))


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


def test_a_failing_program_is_quoted(tmp_path):
    program = fake_quarto(tmp_path, "echo first; echo the cause >&2; exit 4")
    with pytest.raises(UserError, match=r"quarto failed \(exit code 4\): first / the cause"):
        rendering.run_program([program], tmp_path)


def test_a_hanging_program_is_stopped_with_all_that_it_started(tmp_path, monkeypatch):
    monkeypatch.setattr(rendering, "SECONDS", 0.5)
    program = fake_quarto(tmp_path, "sleep 60 & echo $! > child; wait")
    with pytest.raises(UserError, match="still running after 0.5 seconds"):
        rendering.run_program([program], tmp_path)
    child = (tmp_path / "child").read_text().strip()
    assert any(not is_running(child) or time.sleep(0.1) for _ in range(50))


def is_running(process: str) -> bool:
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", process], capture_output=True, text=True, check=False
    ).stdout
    return bool(state.strip()) and not state.startswith("Z")
