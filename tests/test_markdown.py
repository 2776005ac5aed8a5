"""Markdown that shows article text as text, whatever it holds."""

import html
import json
import re
import subprocess

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import embedded, markdown

HOSTILE = (
    "<script>alert(1)</script>",
    "{{< include secrets.txt >}} {{ jinja }} ${x} `code` ~~~",
    "# not a heading",
    "| a | b |\n|---|---|",
    "![x](http://evil/x.png) [y](javascript:alert(1))",
    "#set page(width: 1pt) $x^2$ \\(y\\) *b* _i_ @fig-x",
    "--- ... \"quotes\" 'single'",
    "1. list - item + item",
    "&lt; &#92; \\ \\\\ \\* &amp;",
    "http://example.org/a_b?c=d",
    ":::{.callout-note}",
)


def shown(source: str) -> str:
    """The text that a reader of this Markdown sees, according to Pandoc."""
    made = subprocess.run(
        [embedded.pandoc(), "--from", "markdown", "--to", "json"],
        input=source, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return "".join(_texts(json.loads(made.stdout)["blocks"]))


def _texts(node):
    if isinstance(node, list):
        for child in node:
            yield from _texts(child)
    elif isinstance(node, dict):
        kind = node.get("t")
        assert kind in {None, "Para", "Str", "Space", "SoftBreak"}, f"{kind} out of plain text"
        if kind == "Str":
            yield node["c"]
        elif kind in ("Space", "SoftBreak"):
            yield " "
        else:
            yield from _texts(node.get("c", []))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(text):
    assert shown(markdown.escape(text)) == " ".join(text.split())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cf"]),
        min_size=1,
    )
)
def test_any_text_is_shown_as_it_is(text):
    assert shown("x" + markdown.escape(text) + "x") == "x" + text + "x"


def test_markdown_is_not_escaped_twice():
    once = markdown.escape("*a*")
    assert markdown.escape(once) is once


def test_table_has_one_line_a_row_and_keeps_pipes_inside_cells():
    frame = pd.DataFrame({"text": ["a|b\nc", ""], "n": [1, 2]})
    lines = markdown.table(frame, right=["n"]).splitlines()
    assert len(lines) == 4
    assert lines[2] == r"| a\|b c | 1 |"


def test_table_of_no_rows_says_so():
    lines = markdown.table(pd.DataFrame({"a": [], "b": []})).splitlines()
    assert (lines[0], lines[2]) == ("| a | b |", "| none found |  |")


def test_no_column_is_too_narrow_for_its_number():
    frame = pd.DataFrame({"text": ["word " * 80], "n": [1000]})
    rule = markdown.table(frame, right=["n"], wide=["text"]).splitlines()[1]
    assert all(len(part) >= 6 for part in rule.strip("|").split("|"))


def test_reading_page_keeps_every_word_and_marks_the_quoted_ones():
    text = "Ann [x] said: “No *way*.” He left.\n\nNext day."
    statements = pd.DataFrame(
        {
            "statement_id": ["a#s1", "a#s2", "a#s3"],
            "start": [0, 26, 36],
            "end": [25, 34, 45],
            "actor": ["Ann", "", ""],
            "moves": [("red_line",), (), ()],
        }
    )
    quotations = pd.DataFrame({"content_spans": [[(14, 25)]], "voice": ["direct"]})
    source = markdown.reading(text, statements, quotations)
    made = subprocess.run(
        [embedded.pandoc(), "--from", "markdown", "--to", "html", "--wrap=none"],
        input=source, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert '<span class="direct">“No *way*.”</span>' in made
    assert [f'id="s{n}"' in made for n in (1, 2, 3)] == [True] * 3
    plain = html.unescape(re.sub(r"<[^>]+>", "", made)).split()
    assert plain == "1 Ann [x] said: “No *way*.” [Ann · red line] 2 He left. 3 Next day.".split()
