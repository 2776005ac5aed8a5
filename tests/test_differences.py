"""What survives chance: permutations against exact values, and simulated groups of one text."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import differences, intervals, permutation
from analysis.intervals import Accuracy
from analysis.measures import Measure


def test_permutation_gives_the_exact_p():
    # of the 6 ways to deal two marked units of four, 2 part them as clearly as this
    table = np.array([[1, 1], [1, 1], [0, 1], [0, 1]])
    p = permutation.shares_p(table, list("aabb"))
    assert p["a"][0] == pytest.approx(1 / 3, abs=0.03)
    assert p["a"][0] == p["b"][0]


def test_against_one_group_the_others_do_not_count():
    table = np.array([[1, 1]] * 8 + [[0, 1]] * 8 + [[1, 1]] * 8)
    labels = ["a"] * 8 + ["b"] * 8 + ["c"] * 8
    found = permutation.shares_p(table, labels, against="b")
    assert set(found) == {"a", "c"}
    assert found["a"][0] < 0.01


def test_a_group_without_cases_differs_in_nothing():
    found = permutation.shares_p(np.array([[0, 0], [1, 2], [0, 2]]), ["a", "b", "b"])
    assert found["a"][0] == 1


def test_the_units_order_changes_no_p_by_more_than_the_draws():
    table, labels = np.array([[1, 1]] * 6 + [[0, 1]] * 6), np.array(["a", "b"] * 6)
    order = np.random.default_rng(1).permutation(12)
    one, other = (permutation.shares_p(table[o], labels[o])["a"][0] for o in (np.arange(12), order))
    assert abs(one - other) < 0.05


def measure(marked: np.ndarray, groups: np.ndarray) -> Measure:
    table = pd.DataFrame({"demand": marked.astype(float), "of": 1.0, "times": 1}, index=groups)
    return Measure("move", table.rename_axis("group").sort_index(kind="stable"), alone=True)


def test_groups_drawn_from_one_text_seldom_differ():
    chance, called = np.random.default_rng(11), 0
    for _ in range(60):
        marked, groups = chance.random(80) < 0.2, chance.choice(list("abcd"), 80)
        found = differences.differences([measure(marked, groups)], "", (), 0.95)
        called += bool(found.differs.any())
    assert called <= 7  # 3 are expected at a rate of 5 %; more than 7 has a chance of 1 %


def test_pairs_leave_the_unknown_out_and_two_groups_are_compared_once():
    assert differences.pairs(["a", "b", "unknown"], "") == (["a"], "b")
    assert differences.pairs(["a", "b", "c"], "") == (["a", "b", "c"], differences.REST)
    assert differences.pairs(["a", "b", "c"], "c") == (["a", "b"], "c")
    assert differences.pairs(["a", "unknown"], "")[0] == []


@given(st.lists(st.booleans(), min_size=4, max_size=30), st.integers(0, 5))
@settings(max_examples=20, deadline=None)
def test_values_are_the_shares_themselves(marked, seed):
    groups = np.random.default_rng(seed).choice(["a", "b"], len(marked))
    found = differences.differences([measure(np.array(marked), groups)], "", (), 0.95)
    for row in found.itertuples():
        assert row.value == np.mean(np.array(marked)[groups == "a"])
        assert row.value_against == np.mean(np.array(marked)[groups == "b"])
        assert 0 < row.p <= row.q <= 1


COLUMNS = "measure label group against value value_against difference low high p q differs".split()
WEAK = [Accuracy(30, 50, 45, 60)]


def counted(name: str, labels: str, *rows: tuple, alone: bool = False) -> Measure:
    """A measure of rows of group, cases of each label, of, times."""
    columns = ["group", *labels.split(), "of", "times"]
    return Measure(name, pd.DataFrame(rows, columns=columns).set_index("group"), alone)


# shares of demand and of threat: a 2/4 and 0/4, b 1/2 and 0/2, c 0/2 and 2/2, unknown 0/9
MOVES = counted(
    "move", "blame demand threat",
    ("a", 0, 0, 0, 1, 2), ("a", 0, 1, 0, 1, 2), ("b", 0, 0, 0, 1, 1), ("b", 0, 1, 0, 1, 1),
    ("c", 0, 0, 1, 1, 2), ("unknown", 1, 0, 0, 1, 9),
    alone=True,
)  # fmt: skip
# words of articles: a 10 of 40, b 60 of 80, c 30 of 30
VOICES = counted(
    "voice", "direct",
    ("a", 10, 20, 1), ("a", 0, 10, 2), ("b", 20, 20, 2), ("b", 10, 20, 2), ("c", 10, 10, 3),
)  # fmt: skip
# means: a 0.2, b -0.2, c 0
TONE = counted(
    "tone", "TextBlob",
    *[("a", score, 1, 1) for score in (0.0, 0.1, 0.2, 0.3, 0.4)],
    *[("b", score, 1, 2) for score in (-0.5, -0.1, 0.0)],
    *[("c", score, 1, 3) for score in (-0.1, 0.1)],
    ("unknown", 0.9, 1, 5),
)  # fmt: skip
SCORES = {
    "a": [0.0, 0.1, 0.2, 0.3, 0.4], "b": [-0.5, -0.5, -0.1, -0.1, 0.0, 0.0],
    "c": [-0.1, -0.1, -0.1, 0.1, 0.1, 0.1],
}  # fmt: skip


def test_each_group_is_compared_with_all_known_others():
    found = differences.differences([MOVES, VOICES], "", (), 0.95)
    assert list(found) == COLUMNS
    assert found.index.tolist() == list(range(9))
    assert found.iloc[:, :6].values.tolist() == [
        ["move", "demand", "a", "the rest", 2 / 4, 1 / 4],
        ["move", "threat", "a", "the rest", 0 / 4, 2 / 4],
        ["move", "demand", "b", "the rest", 1 / 2, 2 / 6],
        ["move", "threat", "b", "the rest", 0 / 2, 2 / 6],
        ["move", "demand", "c", "the rest", 0 / 2, 3 / 6],
        ["move", "threat", "c", "the rest", 2 / 2, 0 / 6],
        ["voice", "direct", "a", "the rest", 10 / 40, 90 / 110],
        ["voice", "direct", "b", "the rest", 60 / 80, 40 / 70],
        ["voice", "direct", "c", "the rest", 30 / 30, 70 / 120],
    ]
    assert found.differs.dtype == bool


def test_with_a_baseline_each_group_is_compared_with_it_alone():
    found = differences.differences([MOVES, TONE], "c", (), 0.95)
    assert found.iloc[:, :4].values.tolist() == [
        ["move", "demand", "a", "c"], ["move", "threat", "a", "c"],
        ["move", "demand", "b", "c"], ["move", "threat", "b", "c"],
        ["tone", "TextBlob", "a", "c"], ["tone", "TextBlob", "b", "c"],
    ]  # fmt: skip
    assert found.value.tolist() == pytest.approx([0.5, 0, 0.5, 0, 0.2, -0.2])
    assert found.value_against.tolist() == pytest.approx([0, 1, 0, 1, 0, 0])


@pytest.mark.parametrize("baseline", ["nobody", "unknown"])
def test_without_a_baselines_units_there_is_nothing_to_compare(baseline):
    found = differences.differences([MOVES, VOICES, TONE], baseline, (), 0.95)
    assert list(found) == COLUMNS
    assert found.empty


@pytest.mark.parametrize("confidence", [0.5, 0.95])
@pytest.mark.parametrize("errors", [(), WEAK], ids=["none", "weak"])
@pytest.mark.parametrize("baseline", ["", "b"])
def test_a_difference_has_the_interval_of_its_two_shares(baseline, errors, confidence):
    """The errors are those of a move's label; no voice has any."""
    moves, voices = (
        differences.differences([one], baseline, errors, confidence).set_index(["group", "label"])
        for one in (MOVES, VOICES)
    )
    row = moves.loc[("a", "demand")]
    found = intervals.difference((2, 4), (1, 2) if baseline else (1, 4), errors, confidence)
    assert [row.difference, row.low, row.high] == [found.value, found.low, found.high]
    row, cases = voices.loc[("a", "direct")], VOICES.cases()
    other = cases["b"] if baseline else cases["b"] + cases["c"]
    (own,), (against,) = (intervals.effective(one, confidence) for one in (cases["a"], other))
    assert own < 40
    found = intervals.difference(
        (row.value * own, own), (row.value_against * against, against), (), confidence
    )
    assert [row.difference, row.low, row.high] == pytest.approx(
        [found.value, found.low, found.high]
    )


@pytest.mark.parametrize("confidence", [0.5, 0.95])
@pytest.mark.parametrize("baseline", ["", "c"])
def test_a_difference_in_tone_has_the_interval_of_its_two_means(baseline, confidence):
    row = differences.differences([TONE], baseline, WEAK, confidence).set_index("group").loc["a"]
    others = SCORES["c"] if baseline else [*SCORES["b"], *SCORES["c"]]
    found = intervals.difference_of_means(SCORES["a"], others, confidence)
    assert [row.difference, row.low, row.high] == pytest.approx(
        [found.value, found.low, found.high]
    )
    assert (row.value, row.value_against) == pytest.approx((0.2, np.mean(others)))


@pytest.mark.parametrize("baseline", ["", "c"])
def test_p_is_that_of_all_known_units_and_q_is_adjusted_within_the_measure(baseline):
    rows = (
        [[0, 0, 0, 1]] * 2 + [[0, 1, 0, 1]] * 2 + [[0, 0, 0, 1], [0, 1, 0, 1]] + [[0, 0, 1, 1]] * 2
    )
    p = permutation.shares_p(np.array(rows), list("aaaabbcc"), baseline)
    found = differences.differences([MOVES, VOICES], baseline, (), 0.95)
    found = found[found.measure == "move"]
    expected = [
        p[row.group][["blame", "demand", "threat"].index(row.label)] for row in found.itertuples()
    ]
    assert found.p.tolist() == expected
    assert found.q.tolist() == intervals.false_discovery(np.array(expected)).tolist()


@pytest.mark.parametrize(
    ("cases", "errors", "differs"),
    [
        ((18, 2), (), True),
        ((2, 18), (), True),
        ((11, 9), (), False),
        ((18, 2), [Accuracy(3, 5, 3, 5)] * 3, False),
    ],
    ids=["more", "fewer", "by chance", "by wrong labels"],
)
def test_what_differs_survives_chance_and_wrong_labels(cases, errors, differs):
    one, other = cases
    both = counted(
        "move", "demand",
        ("a", 0, 1, 20 - one), ("a", 1, 1, one), ("b", 0, 1, 20 - other), ("b", 1, 1, other),
        alone=True,
    )  # fmt: skip
    (row,) = differences.differences([both], "", errors, 0.95).itertuples()
    assert (row.value, row.value_against) == (one / 20, other / 20)
    assert row.differs == differs
