"""The statements table over short texts and over the seeds."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis import comparison, corpus, statements

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
QUOTED = "“We are ready for talks with anybody,” Kremlin spokesman Dmitry Peskov said. He left."


@pytest.fixture(scope="module")
def seeds() -> pd.DataFrame:
    return analysis.annotate(analysis.read(SEEDS))


def test_a_row_says_who_speaks_and_in_which_voice():
    said, left = analysis.annotate(QUOTED).itertuples()
    assert (said.voice, said.actor, said.side, said.cue) == (
        "direct",
        "Dmitry Peskov",
        "Russia",
        "said",
    )
    assert (left.voice, left.actor, left.side, left.cue) == ("reporter", "", "", "")
    assert (said.statement_id, left.statement_id) == ("text-1#s1", "text-1#s2")


def test_words_within_quotation_marks_are_counted():
    assert list(analysis.annotate(QUOTED).quoted_words) == [7, 0]
    mixed = analysis.annotate("The ministry said it was “deeply concerned” by the attack.")
    assert list(mixed.quoted_words) == [2]


@pytest.mark.parametrize("text", ["", " \n\n ", "#", "word", "…", "Это не по-английски."])
def test_little_or_strange_text_has_the_same_columns(text):
    frame = analysis.annotate(text)
    assert list(frame.columns) == list(statements.COLUMNS)
    assert len(frame) <= 1


def test_no_article_is_an_empty_frame():
    assert list(analysis.annotate([]).columns) == list(statements.COLUMNS)
    assert analysis.annotate([]).empty


@given(st.text(st.sampled_from("ab “”\"'.,\nRussia said")))
def test_statements_are_in_order_and_inside_their_text(text):
    end = 0
    for row in analysis.annotate(text).itertuples():
        assert end <= row.start < row.end <= len(text)
        assert row.text == text[row.start : row.end]
        assert 0 <= row.quoted_words <= row.words
        assert row.voice in comparison.VOICES
        end = row.end


def test_each_seed_statement_stands_where_it_says(seeds):
    texts = {article.id: article.text for article in analysis.read(SEEDS)}
    assert all(texts[row.article_id][row.start : row.end] == row.text for row in seeds.itertuples())
    assert seeds.statement_id.is_unique


def test_an_articles_statements_do_not_depend_on_the_others(seeds):
    first, second = analysis.read(SEEDS)
    reversed_order = analysis.annotate([second, first])
    alone = analysis.annotate(first)
    both = seeds[seeds.article_id == first.id].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, both)
    swapped = reversed_order[reversed_order.article_id == first.id].reset_index(drop=True)
    pd.testing.assert_frame_equal(swapped, both)


_PARTS = st.sampled_from(
    ["President Ann Lee", "“We go,”", " said. ", "Russia", " warned Kyiv", " unless ", "it",
     " rejected the plan. ", "\n\n", "MOSCOW: ", "He", " may", "the so-called “plan” ", "’"]
)  # fmt: skip
_TEXTS = st.lists(_PARTS, min_size=1, max_size=12).map("".join)


@settings(max_examples=30)
@given(_TEXTS, _TEXTS)
def test_no_article_changes_anothers_statements(one, other):
    first = corpus.Article("a", "One", one)
    alone = analysis.annotate([first])
    both = analysis.annotate([corpus.Article("b", "Other", other), first])
    own = both[both.article_id == "a"].reset_index(drop=True)
    assert own.to_dict("records") == alone.to_dict("records")


_TABLES = """
import sys, analysis
articles = analysis.read(sys.argv[1])
statements = analysis.annotate(articles)
result = analysis.compare(statements)
for table in (statements, analysis.quotations(articles), analysis.contested(statements),
              result.moves, result.toward, result.voices, result.tone, result.differences):
    sys.stdout.buffer.write(table.to_csv(index=False).encode())
"""


def test_another_process_with_another_hash_seed_gives_the_same_bytes():
    first, second = (
        subprocess.run(
            [sys.executable, "-c", _TABLES, str(SEEDS)], cwd=SEEDS.parent, check=True,
            capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    )  # fmt: skip
    assert first
    assert first == second


def test_a_sentence_without_a_known_word_is_not_scored():
    row = analysis.annotate("Russia rejected the ultimatum.").iloc[0]
    assert not row.scored
    assert "not scored" in analysis.explain(row)


def test_each_label_is_explained_by_words_of_the_sentence(seeds):
    for _, row in seeds.iterrows():
        said = analysis.explain(row)
        assert all(move.replace("_", " ") in said for move in row.moves)
        for words in row.evidence.values():
            assert all(part in row.text.lower() for word in words for part in word.lower().split())


def test_outlet_date_and_metadata_are_columns():
    articles = [
        corpus.Article(
            "a", "One", "Russia refused. It will talk.", outlet="Wire", published="2022-12-02",
            metadata={"continent": "Europe", "side": "no column of ours", "desk": "World"},
        ),
        corpus.Article("b", "Two", "Denmark agreed.", metadata={"continent": "Americas"}),
    ]  # fmt: skip
    frame = analysis.annotate([*articles, "A plain string."])
    assert list(frame.outlet) == ["Wire", "Wire", "", ""]
    assert list(frame.published) == ["2022-12-02", "2022-12-02", "", ""]
    assert list(frame.continent) == ["Europe", "Europe", "Americas", ""]
    assert list(frame.desk) == ["World", "World", "", ""]
    assert "no column of ours" not in set(frame.side)
    assert list(frame.columns) == [*statements.COLUMNS, "continent", "desk"]
    assert set(analysis.compare(frame, by="continent").groups.group) >= {"Europe", "unknown"}
