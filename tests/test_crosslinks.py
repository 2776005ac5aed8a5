"""Every number in a briefing leads to its sentence, and from there back."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis import crosslinks

BRIEFING = (
    "[1.4](articles/an-id.html#s4), [1.4](articles/an-id.html#s4), [title](articles/an-id.html)"
)
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
    assert written.startswith(
        "[1.4](articles/an-id.html#s4){#an-id-s4}, [1.4](articles/an-id.html#s4),"
    )
    assert "{#" not in shown


def test_notes_of_statements_that_are_not_cited_lead_nowhere():
    assert joined(PAGE, "html")[0] == "Note. [briefing](../briefing.html#an-id-s4){.back} Other."


def test_a_pdfs_links_lead_to_its_named_places():
    written, shown = joined(BRIEFING, "pdf")
    assert written == (
        "[1.4](articles/an-id.pdf#nameddest=s4){#an-id-s4},"
        " [1.4](articles/an-id.pdf#nameddest=s4), [title](articles/an-id.pdf)"
    )
    assert "{#" not in shown
    assert joined(PAGE, "pdf")[0] == (
        "Note. [briefing](../briefing.pdf#nameddest=an-id-s4){.back} Other."
    )


def test_a_word_processors_links_lead_to_its_pages():
    assert joined(BRIEFING, "docx")[0] == (
        "[1.4](articles/an-id.docx), [1.4](articles/an-id.docx), [title](articles/an-id.docx)"
    )
    assert joined(PAGE, "docx")[0] == "Note. [briefing](../briefing.docx){.back} Other."


def test_escaped_text_that_looks_like_a_link_is_left_alone():
    text = r"\[1\.4\](articles/an\-id\.html\#s4)"
    assert joined(text, "pdf")[0] == text
