"""Which group a statement and its moves belong to."""

import pandas as pd
import pytest

from analysis import grouping
from analysis.errors import UserError

FRAME = pd.DataFrame(
    {
        "article_id": ["a", "a", "b"], "statement_id": ["a#s1", "a#s2", "b#s1"],
        "side": ["Russia", "Denmark; Greenland", None], "actor": ["Peskov", "Ann; Bob", ""],
        "source": ["Peskov", "", "Trump"], "source_side": ["Russia", "", "United States"],
        "target": ["", "Oslo", ""], "target_side": ["Ukraine", "", "Denmark"],
        "moves": [("openness", "refusal"), ("refusal",), ("refusal",)],
        "makers": [("Russia", "United States"), ("Denmark; Greenland",), ("we",)],
        "published": ["2022-12-02", "2022-12-02", ""], "title": ["Talks; at last", "x", "x"],
    }
)  # fmt: skip


def test_a_joint_side_is_in_each_of_its_groups():
    frame = grouping.grouped(FRAME, "side")
    assert list(frame.group) == ["Russia", "Denmark", "Greenland", "unknown"]


def test_only_columns_of_names_are_joint():
    assert grouping.names_of(FRAME, "title") == ["Talks; at last", "x"]


def test_articles_months_and_years_can_be_groups():
    assert grouping.names_of(FRAME, "article") == ["a", "b"]
    assert grouping.names_of(FRAME, "month") == ["2022-12", "unknown"]
    assert grouping.names_of(FRAME, "year") == ["2022", "unknown"]
    with pytest.raises(UserError, match="no column 'month'"):
        grouping.names_of(FRAME.drop(columns="published"), "month")


def test_categories_keep_their_order_and_their_empty_ones():
    frame = FRAME.assign(side=pd.Categorical(["b", "a", None], ["b", "c", "a"]))
    assert grouping.names_of(frame, "side") == ["b", "c", "a", "unknown"]


def test_a_move_is_its_makers_and_an_answer_goes_back_to_the_source():
    made = grouping.moves_made(FRAME)
    found = list(zip(made.move, made.maker, made.toward, strict=True))
    assert found == [
        ("openness", "Russia", "Ukraine"),
        ("refusal", "United States", "Russia"),
        ("refusal", "Denmark", "Oslo"),
        ("refusal", "Greenland", "Oslo"),
        ("refusal", "", "United States"),  # "we" names no one
    ]


def test_a_side_is_never_its_own_target():
    frame = FRAME.head(1).assign(target_side="Russia")
    assert grouping.moves_made(frame).toward[0] == ""
    joint = FRAME.iloc[[1]].assign(target_side="Greenland; Norway")
    assert set(grouping.moves_made(joint).toward) == {"Norway"}


def test_an_actors_move_is_its_own_only_where_it_makes_it():
    made, base = grouping.made_by(FRAME.head(1), "actor")
    assert list(zip(made.move, made.group, strict=True)) == [
        ("openness", "Peskov"),
        ("refusal", "United States"),
    ]
    assert sorted(base.group) == ["Peskov", "United States"]


def test_by_article_a_move_is_its_statements():
    made, base = grouping.made_by(FRAME, "article")
    assert list(zip(made.group, made.move, strict=True)) == [
        ("a", "openness"), ("a", "refusal"), ("a", "refusal"), ("b", "refusal"),
    ]  # fmt: skip
    assert len(base) == 3
