"""Every number in a briefing leads to its sentence, and from there back."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis import crosslinks

BRIEFING = "[1.4](articles/an-id.html#s4), [1.4](articles/an-id.html#s4), [title](articles/an-id.html)"
PAGE = "Note. [briefing](../briefing.html#an-id-s4){.back} Other. [briefing](../briefing.html#an-id-s5){.back}"


def book(text: str):
    shown = new_code_cell("x")
    shown.outputs = [new_output("display_data", data={"text/markdown": text})]
    return new_notebook(cells=[new_markdown_cell(text), shown])


def joined(text: str, extension: str) -> list[str]:
    notebook = book(text)
    crosslinks.join(notebook, crosslinks.cited([book(BRIEFING)]), extension)
    return [notebook.cells[0].source, notebook.cells[1].outputs[0].data["text/markdown"]]


def test_cited_statements_are_found_where_they_are_written_and_shown():
    assert crosslinks.cited([book(BRIEFING), book(PAGE)]) == {"an-id-s4"}


def test_the_first_link_to_a_statement_is_where_its_note_leads_back_to():
    written, shown = joined(BRIEFING, "html")
    assert written.startswith("[1.4](articles/an-id.html#s4){#an-id-s4}, [1.4](articles/an-id.html#s4),")
    assert "{#" not in shown


def test_notes_of_statements_that_are_not_cited_lead_nowhere():
    assert joined(PAGE, "html")[0] == "Note. [briefing](../briefing.html#an-id-s4){.back} Other."


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_other_formats_lead_to_their_own_pages(extension):
    assert joined(BRIEFING, extension)[0] == (
        f"[1.4](articles/an-id.{extension}), [1.4](articles/an-id.{extension}),"
        f" [title](articles/an-id.{extension})"
    )
    assert joined(PAGE, extension)[0] == f"Note. [briefing](../briefing.{extension}){{.back}} Other."


def test_escaped_text_that_looks_like_a_link_is_left_alone():
    text = r"\[1\.4\](articles/an\-id\.html\#s4)"
    assert joined(text, "pdf")[0] == text
