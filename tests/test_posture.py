"""Posture, conditions and hedges over statements worked out by hand."""

import pandas as pd

from analysis import posture

FRAME = pd.DataFrame(
    {
        "article_id": ["a", "a", "a", "b"],
        "statement_id": ["a#s1", "a#s2", "a#s3", "b#s1"],
        "words": [10, 20, 30, 5],
        "side": ["Russia", "Russia", "", "Ukraine"], "actor": ["Peskov", "Peskov", "", "Kuleba"],
        "source": ["Peskov", "Biden", "", "Kuleba"],
        "source_side": ["Russia", "United States", "", "Ukraine"],
        "target": "", "target_side": "", "event_type": ["AGREE", "CONSULT", "", ""],
        "posture": [0.5, 0.3, 0.0, -0.6], "certainty": ["hedged", "plain", "plain", "categorical"],
        "condition": ["the siege ends", "Putin leaves", "", ""],
        "moves": [("openness", "precondition"), ("precondition",), (), ("threat",)],
        "makers": [("Russia", "Russia"), ("United States",), (), ("Ukraine",)],
        "published": ["2022-01-03", "2022-01-03", "2022-01-03", "2022-02-01"],
    }
)  # fmt: skip


def test_acts_are_those_of_the_side_that_acts():
    acts = posture.acts(FRAME).set_index("statement_id")
    assert acts.group.to_dict() == {"a#s1": "Russia", "a#s2": "United States", "b#s1": "Ukraine"}
    assert acts["at"].to_dict() == {"a#s1": 0, "a#s2": 10, "b#s1": 0}


def test_a_condition_is_its_makers_and_not_that_of_who_tells_of_it():
    acts = posture.acts(FRAME).set_index("group")
    assert acts.conditional.to_dict() == {"Russia": True, "United States": True, "Ukraine": False}
    firm = posture.firmness(FRAME).set_index(["group", "move"])
    assert firm.loc[("Russia", "openness"), ["count", "conditional", "hedged"]].tolist() == [
        1,
        1,
        1,
    ]
    assert firm.loc[("United States", "precondition"), "conditional"] == 1
    assert firm.loc[("Ukraine", "threat"), ["conditional", "categorical"]].tolist() == [0, 1]


def test_any_counts_each_statement_once():
    firm = posture.firmness(FRAME).set_index(["group", "move"])
    assert firm.loc[("Russia", posture.ANY), "count"] == 1
    assert firm.loc[("Russia", posture.ANY), "statement_ids"] == ["a#s1"]


def test_summary_counts_both_ways():
    found = posture.summary(FRAME).set_index("group")
    assert found.loc["Ukraine", ["acts", "cooperation", "conflict"]].tolist() == [1, 0, 1]
    assert found.loc["Russia", "hedged"] == 1


def test_over_time_has_a_row_a_period_and_leaves_the_undated_out():
    found = posture.over_time(FRAME)
    assert list(zip(found.group, found.period, strict=True)) == [
        ("Russia", "2022-01"), ("Ukraine", "2022-02"), ("United States", "2022-01"),
    ]  # fmt: skip
    assert posture.over_time(FRAME.assign(published="")).empty


def test_actors_can_be_the_groups():
    assert set(posture.acts(FRAME, "actor").group) == {"Peskov", "Biden", "Kuleba"}


def test_no_statements_give_empty_tables():
    none = FRAME.iloc[:0]
    assert posture.acts(none).empty
    assert posture.summary(none).empty
    assert posture.firmness(none).empty
    assert posture.over_time(none).empty
