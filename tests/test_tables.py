"""What a report shows: a reader's words, each row leading to its evidence."""

import re
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import parallels, tables, validation
from analysis.markdown import table as as_markdown

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
STATEMENTS = pd.DataFrame(
    {
        "article_id": ["b", "b", "a"], "statement_id": ["b#s1", "b#s2", "a#s1"], "text": ["One.", "Two.", "Three."],
        "words": [10, 5, 20], "actor": ["Ann", "", "Bob"], "side": ["Russia", "", ""],
        "voice": ["direct", "reporter", "indirect"], "moves": [("threat", "openness"), (), ("red_line", "refusal")],
        "makers": [("Russia", "Russia"), (), ("", "NATO; Poland")],
        "source": ["Ann", "", "Bob"], "source_side": ["Russia", "", ""], "target": ["", "", "NATO"], "target_side": ["Denmark", "", "Norway"],
        "polarity": [-0.5, 0.0, 0.0], "subjectivity": [0.5, 0.0, 0.25], "scored": [True, False, True],
        "condition": "", "depends": "", "evidence": [{"threat": ("one",)}, {}, {}],
    }
)  # fmt: skip


@pytest.fixture
def numbered() -> pd.DataFrame:
    return tables.numbered(STATEMENTS)


def test_a_place_is_article_and_statement(numbered):
    assert list(numbered.place) == ["1.1", "1.2", "2.1"]


def test_of_many_articles_the_last_row_counts_the_others(numbered):
    chosen = [
        SimpleNamespace(id=name, label=name, outlet="", dateline="", published="")
        for name in ("b", "a", "c", "d")
    ]
    frame = tables.articles(chosen, numbered, most=3, see="@tbl-all")
    assert list(frame["No."]) == [1, 2, ""]
    assert frame.Article[2] == "2 more: @tbl-all"
    assert list(frame.Words) == ["15", "20", ""]
    assert len(tables.articles(chosen, numbered)) == 4


def test_speakers_come_with_most_words_first_and_lead_to_their_statements(numbered):
    frame = tables.speakers(numbered)
    assert list(frame.Speaker) == ["Bob", "Ann"]
    assert list(frame.For) == ["unknown", "Russia"]
    assert frame.Statements[0] == "[2.1](articles/a.html#s1)"
    assert tables.speakers(numbered.assign(actor="we")).empty


def test_of_each_move_some_rows_are_kept_of_different_makers_first():
    whom = ["A → x", "A → y", "D → x", "B → x", "B → x", "C → x"]
    frame = pd.DataFrame({"Move": ["threat"] * 4 + ["refusal"] * 2, "Who → whom": whom})
    few = tables.few_moves(frame, 2, "@tbl-all")
    assert few["Who → whom"].tolist() == ["A → x", "B → x", "B → x", "C → x", ""]
    assert few.Move.iloc[-1] == "2 more: @tbl-all"
    assert tables.few_moves(frame, 4).equals(frame)


def test_moves_show_only_what_is_wanted_in_its_order(numbered):
    frame = tables.moves(numbered, ["refusal", "threat"])
    assert list(frame.Move) == ["refusal", "threat"]
    assert list(frame["Who → whom"]) == ["NATO, Poland → Norway", "Ann → Denmark"]
    assert tables.moves(numbered, ["openness"]).Move.tolist() == ["openness"]


def test_toward_has_a_row_a_side_with_its_targets(numbered):
    frame = tables.toward(numbered)
    assert list(frame.Who) == ["Russia", "NATO", "Poland"]
    link = "[1.1](articles/b.html#s1)"
    assert frame.iloc[0, 1] == f"**Denmark:** threat {link}; openness {link}"
    twice = pd.concat([numbered, numbered.assign(statement_id="c#s1", target_side="Chad")])
    cell = tables.toward(twice, targets=1, see="@tbl-x").iloc[0, 1]
    assert cell.startswith("**Chad:**")
    assert cell.endswith(" · 1 more: @tbl-x")


def test_links_are_cut_and_counted(numbered):
    many = pd.concat([numbered] * 3)
    assert tables.links(many).count("](") == tables.LINKS
    assert tables.links(many).endswith(" and 3 more")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["never accept"], "… will never accept it, he …"),
        (["We met"], "We met at noon and they will …"),
        ([], "We met at noon and they will …"),
        (["he said"], "… will never accept it, he said."),
    ],
)
def test_an_excerpt_holds_the_words_that_show_the_move(words, shown):
    text = "We met at noon and they will never accept it, he said."
    assert tables.excerpt(text, words, 30) == shown


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=10), max_size=3))
def test_an_excerpt_is_short_and_of_the_text(text, words):
    shown = tables.excerpt(text, words, 60)
    assert shown.removeprefix("… ").removesuffix(" …") in " ".join(text.split())
    assert len(shown) <= 64


def test_a_score_that_is_none_is_not_called_zero(numbered):
    frame = tables.statements(numbered)
    assert list(frame.Polarity) == ["−0.50", "not scored", "+0.00"]
    assert list(frame.Speaker) == ["Ann", "the reporter", "Bob"]


def test_contested_names_lead_to_where_they_are_used(numbered):
    uses = pd.DataFrame(
        [("war", "*operation*", "Russia", "scare quotes", "b#s1"), ("war", "war", "", "", "a#s1")],
        columns=["thing", "name", "user_side", "marking", "statement_id"],
    )
    frame = tables.contested(parallels.names_aligned(uses), numbered)
    assert list(frame.Thing) == ["war", ""]
    assert list(frame.Who) == ["Russia", "the reporter"]
    assert frame["Calls it"][0] == r"“\*operation\*” (scare quotes, [1.1](articles/b.html#s1))"
    assert frame["Calls it"][1] == "“war” ([2.1](articles/a.html#s1))"


def test_parallels_show_both_sides(numbered):
    found = pd.DataFrame(
        [(0.5, 0.3, "b#s1", "One.", "Ann", ("threat",), "a#s1", "Three.", "Bob", ())],
        columns=list(parallels.COLUMNS),
    )
    row = tables.parallels(found, numbered).iloc[0]
    assert row.tolist() == [
        r"One\. ([1.1](articles/b.html#s1), threat)",
        r"Three\. ([2.1](articles/a.html#s1), no move)",
        "0.50",
    ]


def test_agreement_reads_as_shares_of_cases():
    found = validation.agreement([["red_line"], []], [["red_line"], ["red_line"]])
    row = tables.agreement(found).iloc[0]
    assert row.Label == "red line"
    assert row.Recall == "1 of 2 (6 to 94 %)"
    wrong = tables.mistakes(validation.mistakes([[]], [["red_line"]], ["Never."]))
    assert wrong.iloc[0].tolist() == ["Never.", "red line", ""]


def test_article_text_stays_text(numbered):
    hostile = numbered.assign(text="<script>|x|</script> *a* [b](javascript:c)", actor="<b>|`$x$")
    for frame in (tables.moves(hostile), tables.speakers(hostile), tables.toward(hostile)):
        shown = as_markdown(frame)
        assert not re.search(r"(?<!\\)[<`$]", shown)
        assert not re.search(r"(?<!\\)\]\(javascript", shown)


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
