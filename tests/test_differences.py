"""What survives chance: permutations against exact values, and simulated groups of one text."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import differences, permutation
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
