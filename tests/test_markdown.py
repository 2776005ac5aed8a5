"""Markdown that shows article text as text, whatever it holds."""

import json
import subprocess

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import markdown
from analysis.programs import pandoc

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
        [pandoc(), "--from", "markdown", "--to", "json"],
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


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://example.org/a_b?c=d&e=f#g", True),
        ("http://пример.рф/статья", True),
        ("javascript:alert(1)", False),
        ("https://example.org/> [x](javascript:alert(1))", False),
        ("data:text/html,<script>", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url, leads):
    made = markdown.external(url)
    assert ("](<" in made) == leads
    if not leads:
        assert made == markdown.escape(url)


def test_what_turns_or_hides_text_is_shown_by_name():
    assert markdown.visible("a\u202eb\x00c") == "a[U+202E]b[U+0000]c"
    assert markdown.visible("مرحبا – 你好\n") == "مرحبا – 你好\n"


def test_an_address_that_no_renderer_takes_leads_nowhere():
    address = "https://a.example/" + "“" * 5_000
    assert markdown.external(address) == markdown.escape(address)
