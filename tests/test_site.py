"""A site has a briefing for each folder, an index of all, and a search that works from the disk."""

import json
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from analysis import runs, site
from analysis.errors import UserError
from analysis.markdown import DOCUMENT, STATEMENTS


def corpus(folder, *files):
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Title\n\nText.")
    return folder


def test_each_folder_of_articles_is_a_briefing(tmp_path):
    corpus(tmp_path, "Gaza talks/a.txt", "arctic/deep/b.md", "empty/README.md", "README.md")
    (tmp_path / "notes.csv").write_text("")
    assert site.topics(tmp_path) == {
        "gaza-talks": tmp_path / "Gaza talks",
        "arctic": tmp_path / "arctic",
    }


def test_a_folder_without_folders_is_one_briefing(tmp_path):
    folder = corpus(tmp_path / "UN 2017", "a.txt")
    assert site.topics(folder) == {"un-2017": folder}
    assert site.topics(folder / "a.txt") == {"a": folder / "a.txt"}


def test_loose_articles_beside_folders_are_refused(tmp_path):
    corpus(tmp_path, "a.txt", "arctic/b.txt")
    with pytest.raises(UserError, match=r"a\.txt lies beside folders of articles; .*put it in one"):
        site.topics(tmp_path)


def executed(folder, name, title, rows=()):
    cell = new_code_cell("x")
    front = {"title": title, "subtitle": "2 *articles*"}
    cell.outputs = [new_output("display_data", data={DOCUMENT: front, STATEMENTS: list(rows)})]
    path = folder / f"{name.replace('/', '-')}.ipynb"
    nbformat.write(new_notebook(cells=[cell]), path)
    return path


@pytest.fixture
def index(tmp_path) -> list[str]:
    row = {"place": "s2", "text": "No </script><b>way</b>.", "who": "Ann", "moves": "refusal"}
    pages = {
        "briefing": executed(tmp_path, "briefing", "A [claim]"),
        "articles/one": executed(tmp_path, "articles/one", "One", [row]),
    }
    book = site.index("All <of it>", [site.Briefing("arctic", pages, ("html", "pdf"))])
    assert book.cells[0].outputs[0].data[DOCUMENT] == {
        "title": "All <of it>",
        "subtitle": "1 briefing · 1 article",
    }
    return [cell.source for cell in book.cells[1:]]


def test_the_index_lists_briefings_articles_and_formats(index):
    assert index[1] == (
        r"### [A \[claim\]](arctic/briefing.html)"
        "\n\n"
        r"2 \*articles\* · [HTML](arctic/briefing.html), [PDF](arctic/briefing.pdf)"
        "\n\n- [One](arctic/articles/one.html)"
    )


def test_the_index_holds_every_statement_as_data(index):
    block = re.search(r'<script type="application/json" id="statements">(.*)</script>\n```', index[3])
    assert "<" not in block[1]
    assert json.loads(block[1]) == [
        {
            "text": "No </script><b>way</b>.",
            "who": "Ann",
            "moves": "refusal",
            "article": "One",
            "link": "arctic/articles/one.html#s2",
        }
    ]


@pytest.mark.end_to_end
def test_a_site_of_two_topics(tmp_path):
    folder = tmp_path / "corpus"
    for name, said in (("arctic", "Denmark rejected the plan."), ("gaza", "Egypt demanded a truce.")):
        (folder / name).mkdir(parents=True)
        (folder / name / "a.txt").write_text(f"{name.title()} talks\n\nCAIRO: {said} It was late.")
    request = runs.Request(folder, tmp_path / "out", formats=("html",), renderer="embedded")
    made = site.make_site(request)
    assert made == tmp_path / "out" / "site" / "index.html"
    pages = {path.relative_to(made.parent).as_posix() for path in made.parent.rglob("*.html")}
    links = set(re.findall(r'href="([^"#]+)"', made.read_text("utf-8")))
    assert links == pages - {"index.html"}
    assert len(pages) == 5
    for page in pages - {"index.html"}:
        home = re.search(r'href="([./]*index\.html)"', (made.parent / page).read_text("utf-8"))[1]
        assert ((made.parent / page).parent / home).resolve() == made.resolve()
    again = site.make_site(request)
    assert again.read_bytes() == made.read_bytes()
