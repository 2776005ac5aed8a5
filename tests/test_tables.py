"""What a report shows: a reader's words, each row leading to its evidence."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import analysis
from analysis import tables

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
STATEMENTS = pd.DataFrame(
    {
        "article_id": ["b", "b", "a"], "statement_id": ["b#s1", "b#s2", "a#s1"], "text": ["One.", "Two.", "Three."],
        "words": [10, 5, 20], "actor": ["Ann", "", "Bob"], "side": ["Russia", "", ""],
        "voice": ["direct", "reporter", "indirect"], "moves": [("threat", "openness"), (), ("red_line", "refusal")],
        "makers": [("Russia", "Russia"), (), ("", "NATO; Poland")],
        "source": ["Ann", "", "Bob"], "source_side": ["Russia", "", ""], "target": ["", "", "NATO"], "target_side": ["Denmark", "", "NATO"],
        "polarity": [-0.5, 0.0, 0.0], "subjectivity": [0.5, 0.0, 0.25], "scored": [True, False, True],
    }
)  # fmt: skip


@pytest.fixture
def numbered() -> pd.DataFrame:
    return tables.numbered(STATEMENTS)


def test_a_place_is_article_and_statement(numbered):
    assert list(numbered.place) == ["1.1", "1.2", "2.1"]


def test_speakers_come_with_most_words_first_and_lead_to_their_statements(numbered):
    frame = tables.speakers(numbered)
    assert list(frame.Speaker) == ["Bob", "Ann"]
    assert list(frame.For) == ["unknown", "Russia"]
    assert frame.Statements[0] == "[2.1](articles/a.html#s1)"


def test_moves_show_only_what_is_wanted(numbered):
    frame = tables.moves(numbered)
    assert list(frame.Who) == ["Ann", "NATO, Poland"]
    assert list(frame.Move) == ["threat", "refusal"]
    assert list(frame.Toward) == ["Denmark", "NATO"]
    assert tables.moves(numbered, ["openness"]).Move.tolist() == ["openness"]


def test_a_score_that_is_none_is_not_called_zero(numbered):
    frame = tables.statements(numbered)
    assert list(frame.Polarity) == ["−0.50", "not scored", "+0.00"]
    assert list(frame.Speaker) == ["Ann", "the reporter", "Bob"]


def test_quotations_keep_the_parts_that_a_cue_parts():
    article = SimpleNamespace(text="“Yes,” Ann said, “now.” Bob agreed.")
    found = pd.DataFrame(
        {
            "voice": ["direct", "indirect"], "actor": ["Ann", "Bob"], "side": ["", ""], "cue": ["said", "agreed"],
            "content_spans": [[(0, 6), (17, 23)], [(24, 27)]],
        }
    )  # fmt: skip
    assert tables.quotations(article, found).to_numpy().tolist() == [
        ["Ann", "unknown", "said", "“Yes,” … “now.”"]
    ]


def test_titles_replace_ids_in_the_articles_order():
    chosen = [SimpleNamespace(id="b", label="Second"), SimpleNamespace(id="a", label="First")]
    frame = tables.titled(pd.DataFrame({"group": ["a", "b"], "n": [1, 2]}), "group", chosen)
    assert frame.to_numpy().tolist() == [["Second", 2], ["First", 1]]


def test_sources_carry_the_checksum_that_is_in_the_manifest():
    chosen = analysis.read(SEEDS)
    (row,) = tables.sources(chosen, SEEDS).to_dict("records")
    assert row["Articles"] == 2
    assert row["SHA-256"] in (SEEDS / "manifest.csv").read_text("utf-8")
