"""What articles, statements, comparisons and figures show of themselves, rich and plain."""

import re

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import analysis
from analysis import figures, showing
from analysis.articles import Article

TEXT = "Russia rejected the *ultimatum*. “We will never withdraw,” Dmitry Peskov said."
ARTICLE = Article("a-1", "Talks <b>fail</b>", TEXT, outlet="Example News", published="2026-01-02")


def test_an_article_is_marked_and_its_text_stays_text():
    shown = showing.kinds(ARTICLE)
    assert set(shown) == {"text/html", "text/markdown", "text/plain"}
    assert shown["text/plain"] == f"Talks <b>fail</b>\n\n{TEXT}"
    assert "&lt;b&gt;fail" in shown["text/html"]
    assert re.search(r'class="direct"[^>]*>“We', shown["text/html"])
    assert r"the \*ultimatum\*" in shown["text/markdown"]


def test_marks_have_their_colours_and_lead_nowhere():
    html = showing.html(showing.marked(ARTICLE))
    used = set(re.findall(r"var\(--([\w-]+)\)", html))
    assert used <= set(re.findall(r"--([\w-]+):", html))
    assert not re.search(r'\b(id|href)="', html)


def test_statements_have_readable_columns_and_another_frame_its_own():
    rows = analysis.annotate(TEXT)
    assert showing.kinds(rows)["text/markdown"].startswith("| Speaker | Side | Voice | Moves |")
    assert showing.kinds(pd.DataFrame({"side": ["Iran"]}))["text/plain"] == "side\nIran"


def test_a_comparison_and_a_figure_show_themselves():
    result = analysis.compare(analysis.annotate(TEXT))
    assert "| Russia | refusal |" in showing.kinds(result)["text/markdown"]
    drawn = showing.kinds(figures.voices(result.groups))
    assert drawn["image/svg+xml"].lstrip().startswith("<?xml")
    assert drawn["text/plain"].startswith("Stacked bars")
    assert 'alt="Stacked bars' in showing.figure(figures.voices(result.groups))


@pytest.mark.parametrize("thing", ["", "#", analysis.annotate(""), analysis.annotate("#")])
def test_nothing_can_be_shown(thing):
    assert "text/plain" in showing.kinds(thing)


def test_a_terminal_gets_plain_text(capsys, monkeypatch):
    monkeypatch.setattr(InteractiveShell, "initialized", staticmethod(lambda: False))
    analysis.show(ARTICLE)
    assert capsys.readouterr().out == f"Talks <b>fail</b>\n\n{TEXT}\n"


def test_an_article_is_a_line_in_a_terminal():
    assert repr(ARTICLE) == "Article(a-1: 11 words, Example News, 2026-01-02)"
    assert "\\<b\\>fail" in ARTICLE._repr_markdown_()
