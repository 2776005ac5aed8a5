"""Agreement between labellers, against published values and worked by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from analysis import labels
from analysis.errors import UserError
from analysis.reliability import agreement, alphas, disputes, said, verdict

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", C: nominal data, two observers,
# no missing data; and D: any number of observers, missing data (0.743)
TWO = ["a a b b d c c c e d d a", "b a b b b c c c e d d d"]
FOUR = [
    "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .",
]  # fmt: skip


def frame(columns: list[str], field: str = "actor") -> pd.DataFrame:
    """Labels of as many statements as a row has cells, "." for none; a person a row."""
    rows = [
        [f"a#s{number}", 0, 1, "h", field, value.replace("-", " ").strip(), f"person {person}", ""]
        for person, cells in enumerate(columns, 1)
        for number, value in enumerate(cells.split(), 1)
        if value != "."
    ]
    return pd.DataFrame(rows, columns=list(labels.COLUMNS))


@pytest.mark.parametrize(("columns", "alpha"), [(TWO, 0.692), (FOUR, 0.743)])
def test_alpha_is_the_published_one(columns, alpha):
    found = agreement(frame(columns), "actor").table.iloc[0]
    assert found.alpha == pytest.approx(alpha, abs=0.0005)
    assert found.low < found.alpha < found.high


def test_statements_are_counted_by_hand():
    found = agreement(frame(TWO), "actor")
    assert found.table.iloc[0][["statements", "agree"]].tolist() == [12, 9]
    assert found.table.iloc[0].percent == 75
    assert found.disputed.statement_id.tolist() == ["a#s1", "a#s5", "a#s12"]
    assert found.disputed.iloc[0].tolist() == ["a#s1", "a", "b"]


def test_moves_are_a_set_each_taken_by_itself():
    # "-" stands between the moves of one statement
    found = agreement(
        frame(["demand-openness demand - openness", "openness-demand refusal - demand"], "moves"),
        "moves",
    )
    table = found.table.set_index("label")
    assert list(table.index) == ["all", "demand", "openness", "refusal"]
    assert table.agree.to_dict() == {"all": 2, "demand": 2, "openness": 3, "refusal": 3}
    # demand: 4 of 8 labels have it, and two statements of four differ
    assert table.alpha["demand"] == pytest.approx(1 - (4 / 8) / (2 * 4 * 4 / (8 * 7)))


def test_labels_all_alike_have_no_alpha():
    found = agreement(frame(["a a a", "a a a"]), "actor")
    assert np.isnan(found.table.alpha[0])
    assert "not defined" in repr(found)
    assert "too little" in verdict(found)


def test_what_was_agreed_on_later_is_nobodys_label():
    later = frame(["a a"]).assign(who=labels.AGREED)
    found = agreement(pd.concat([frame(["a b", "a c"]), later]), "actor")
    assert found.who == ("person 1", "person 2")


def test_the_last_word_of_a_person_counts():
    found = agreement(pd.concat([frame(["a", "b"]), frame(["b"])]), "actor")
    assert found.table.agree[0] == 1


def test_words_that_changed_are_not_the_same_statement():
    rows = frame(["a b", "a b"])
    rows.loc[rows.who.eq("person 2") & rows.statement_id.eq("a#s2"), "sha256"] = "other"
    assert agreement(rows, "actor").table.statements[0] == 1


@pytest.mark.parametrize("columns", [["a b"], ["a .", ". a"]])
def test_one_person_alone_agrees_with_nobody(columns):
    with pytest.raises(UserError, match="no statement has actor by two people"):
        agreement(frame(columns), "actor")


def test_an_unknown_field_is_refused():
    with pytest.raises(UserError, match="no field 'mood'; there are moves"):
        agreement(frame(TWO), "mood")


def test_the_verdict_follows_the_lower_end():
    perfect = agreement(frame(["a b c d " * 10, "a b c d " * 10]), "actor")
    assert verdict(perfect).startswith("The labels are reliable")
    assert verdict(agreement(frame(TWO), "actor")).startswith("No conclusion should rest")


@given_by(st.lists(st.tuples(*[st.sampled_from("abc")] * 2), min_size=2, max_size=9))
def test_who_is_first_does_not_matter(pairs):
    one, two = (" ".join(values) for values in zip(*pairs, strict=True))
    first, second = (agreement(frame(order), "actor").table for order in ([one, two], [two, one]))
    pd.testing.assert_frame_equal(first, second)
    assert first.agree[0] == sum(a == b for a, b in pairs)


@given_by(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=4), min_size=2, max_size=8))
def test_resamples_have_the_librarys_alpha(units):
    counts = np.array([np.bincount(values, minlength=4) for values in units])
    (ours,) = alphas(counts, np.ones((1, len(units)), dtype=int))
    labels = [
        (who, unit, int(one)) for unit, row in enumerate(units) for who, one in enumerate(row)
    ]
    if len({value for *_, value in labels}) < 2:
        assert np.isnan(ours)
    else:
        assert ours == pytest.approx(AnnotationTask(labels).alpha())


def test_disputes_are_shown_with_their_text_and_what_each_says():
    given = frame(["red_line threat", "- threat", "threat ."], field="moves")
    statements = pd.DataFrame({"statement_id": ["a#s1", "a#s2"], "text": ["Never.", "Or else."]})
    assert disputes(agreement(given), statements).to_dict("records") == [
        {"Statement": "Never.", "person 1": "red line", "person 2": "none", "person 3": "threat"}
    ]
    assert "| Never\\. |" in said(given, statements)


def test_who_has_no_label_is_said_so():
    given = frame(["threat .", "blame threat", ". threat"], field="moves")
    nothing = pd.DataFrame({"statement_id": [], "text": []})
    shown = disputes(agreement(given, "moves"), nothing)
    assert shown.to_numpy().tolist() == [["a#s1", "threat", "blame", "not labelled"]]
