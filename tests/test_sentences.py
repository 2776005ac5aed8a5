"""Sentences: their borders, datelines left out, nothing lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sentences import LONGEST, dateline, split


def _texts(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split(text)]


@pytest.mark.parametrize("text", ["", " \n\n ", "\n"])
def test_no_sentences(text: str) -> None:
    assert split(text) == []


@pytest.mark.parametrize("text", ["word", "?!.", "Das ist gut.", "他说。"])
def test_one_sentence(text: str) -> None:
    assert _texts(text) == [text]


@pytest.mark.parametrize(
    "line",
    ["MOSCOW: ", "WASHINGTON (AP) — ", "DAVOS, Switzerland, Jan. 21 (Reuters) - ", "NEW YORK – "],
)
def test_a_dateline_is_no_part_of_a_sentence(line: str) -> None:
    assert _texts(line + "Talks began. They ended.") == ["Talks began.", "They ended."]
    assert line[: dateline(line + "Talks")].strip() == line.strip()


def test_a_reporting_clause_stays_with_its_question() -> None:
    for text in ("“Why now?” Ann Lee asked.", "“Stop!” the minister told Rome.", '"Why?" he said.'):
        assert _texts(text) == [text]


def test_another_sentence_after_a_question_stands_alone() -> None:
    assert _texts("“Why now?” Nobody knew.") == ["“Why now?”", "Nobody knew."]


def test_a_quotation_begins_a_sentence_of_its_own() -> None:
    assert _texts("He left. “We go,” he said.") == ["He left.", "“We go,” he said."]


def test_abbreviations_end_no_sentence() -> None:
    assert len(split("Sen. Tim Kaine met Dr. Lee of the U.S. Army on Jan. 5 in Rome.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Then U.S. Secretary of State Ann Lee left.",
        "He (R-Tenn.), one of them, left.",
        "“Why now?” Ann Lee quipped.",
    ],
)
def test_no_sentence_is_cut(text: str) -> None:
    assert _texts(text) == [text]


def test_a_sentence_may_end_in_initials() -> None:
    assert _texts("He flew to the U.S. The visit was short.") == [
        "He flew to the U.S.",
        "The visit was short.",
    ]


def test_paragraphs_are_numbered() -> None:
    assert [s.paragraph for s in split("He left. She left.\n\nWe left.\r\n\r\nAll left.")] == [
        0,
        0,
        1,
        2,
    ]


@given(st.text(alphabet='aB .?!”“"\n:—,', max_size=80))
def test_sentences_lie_in_order_and_leave_only_white_space(text: str) -> None:
    found = split(text)
    assert all(s.start < s.end for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in found)
    if not any(dateline(line) for line in text.splitlines()):
        kept = "".join(text[s.start : s.end] for s in found)
        assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "piece", ["and ", "x", "Russia threatens Ukraine and ", "“no", " " * 4000 + "a"]
)
def test_what_goes_on_without_a_stop_is_cut_and_nothing_lost(piece):
    text = ("Russia said no. " + piece * (4 * LONGEST // len(piece) + 1)).strip()
    spans = split(text)
    assert all(0 < span.end - span.start <= LONGEST for span in spans)
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())
    assert {span.paragraph for span in spans} == {0}
