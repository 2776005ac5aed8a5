"""Intervals against published values, by simulation, and at the edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import intervals

GOOD = intervals.Accuracy(right=90, given=100, found=80, true=100)


def test_a_share_has_jeffreys_interval():
    # 2.5 and 97.5 % of Beta(0.5, 5.5) and of Beta(2.5, 8.5)
    assert round(intervals.share(0, 5).high, 3) == 0.379
    found = intervals.share(2, 10)
    assert (round(found.low, 3), round(found.high, 3)) == (0.044, 0.503)


@pytest.mark.parametrize("of", [10, 40, 200])
def test_shares_are_covered_as_often_as_they_say(of):
    chance = np.random.default_rng(3)
    true = chance.uniform(0, 1, 4000)
    counts = chance.binomial(of, true)
    covered = [
        share in intervals.share(int(count), of) for share, count in zip(true, counts, strict=True)
    ]
    assert 0.93 <= np.mean(covered) <= 0.97


def test_errors_of_measurement_shift_a_share_and_widen_it():
    plain, corrected = intervals.share(40, 200), intervals.share(40, 200, (GOOD,))
    assert corrected.value == pytest.approx(0.2 * 0.9 / 0.8)
    assert corrected.high - corrected.low > plain.high - plain.low


def test_a_true_share_is_covered_when_labels_err_as_was_measured():
    chance, covered = np.random.default_rng(5), 0
    for _ in range(300):
        true = chance.binomial(300, 0.3)
        given_rightly = chance.binomial(true, 0.8)
        given = given_rightly + round(given_rightly * 0.1 / 0.9)
        measured = intervals.Accuracy(
            chance.binomial(100, 0.9), 100, chance.binomial(100, 0.8), 100
        )
        covered += 0.3 in intervals.share(given, 300, (measured,))
    assert covered / 300 >= 0.93


def test_a_difference_survives_only_where_it_is_large():
    assert 0 not in intervals.difference((40, 50), (10, 50))
    assert 0 in intervals.difference((3, 5), (1, 5))
    weak = intervals.Accuracy(5, 10, 5, 10)
    assert 0 in intervals.difference((15, 50), (6, 50), (weak,))
    assert 0 not in intervals.difference((15, 50), (5, 50))


@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_means_are_covered_as_often_as_they_say(level):
    chance = np.random.default_rng(4)
    values = np.where(chance.random(2000) < 0.3, 0, chance.normal(0.1, 0.3, 2000)).clip(-1, 1)
    covered = [
        values.mean() in intervals.mean(chance.choice(values, 15), confidence=level)
        for _ in range(2000)
    ]
    assert abs(np.mean(covered) - level) <= 0.02


def test_cases_that_come_in_bunches_count_for_fewer():
    bunched = intervals.cases(np.array([[20], [0]] * 10), np.array([20] * 20))
    spread = intervals.cases(np.array([[9], [11]] * 10), np.array([20] * 20))
    assert intervals.effective(bunched)[0] < 25
    assert intervals.effective(spread)[0] == 400


def test_units_that_are_the_same_can_be_given_once():
    counts, of, times = np.array([[20], [2], [0]]), np.array([20, 20, 9]), np.array([8, 3, 20])
    once = intervals.cases(counts, of, times)
    each = intervals.cases(np.repeat(counts, times, axis=0), np.repeat(of, times))
    assert (once.table.tolist(), once.squares) == (each.table.tolist(), each.squares)
    numbers = [intervals.effective(one)[0] for one in (once, each)]
    assert numbers[0] == pytest.approx(numbers[1], rel=0.15)  # other units were drawn


def test_units_that_are_all_the_same_vary_in_nothing():
    found = intervals.cases(np.array([[2]]), np.array([5]), np.array([4]))
    assert (found.drawn == [8, 20]).all()


def test_cases_that_are_units_by_themselves_count_in_full():
    assert intervals.effective(intervals.Cases(np.array([3.0, 40.0]), 40))[0] == 40


def test_one_bunch_counts_for_one_case():
    assert intervals.effective(intervals.cases(np.array([[5]]), np.array([30])))[0] == 1


def test_cases_add_up():
    one = intervals.cases(np.array([[1], [2]]), np.array([4, 5]))
    other = intervals.cases(np.array([[3]]), np.array([6]), seed=1)
    both = one + other
    assert (both.count[0], both.of) == (6, 15)
    assert both.units == pytest.approx(15**2 / (16 + 25 + 36))
    assert (both - other).table.tolist() == one.table.tolist()


def test_a_difference_of_means_is_welchs():
    found = intervals.difference_of_means([1, 2, 3, 4, 5], [0, 0, 1, 1, 2, 2])
    assert found.value == 2
    assert (round(found.low, 3), round(found.high, 3)) == (
        0.058,
        3.942,
    )  # t of 6.07 degrees of freedom is 2.44
    assert np.isnan(intervals.difference_of_means([1, 2], [1, 2, 3, 4, 5]).low)


def test_of_nothing_there_is_no_difference():
    assert 0 in intervals.difference((0, 0), (3, 5))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusted_p_values_are_larger_and_keep_their_order(values):
    p = np.array(values)
    q = intervals.false_discovery(p)
    assert (q >= p - 1e-12).all()
    assert (q <= 1).all()
    assert (np.diff(q[np.argsort(p, kind="stable")]) >= -1e-12).all()


def test_with_nothing_counted_everything_is_possible():
    found = intervals.share(0, 0)
    assert np.isnan(found.value)
    assert (found.low, found.high) == (0, 1)
    assert np.isnan(intervals.mean([]).value)
    assert np.isnan(intervals.mean([0.5, 0.1, 0.2, 0.3]).low)


@given(st.lists(st.floats(-1, 1), min_size=5, max_size=30))
def test_a_means_interval_holds_it_within_the_scale_and_is_the_same_each_time(values):
    found = intervals.mean(values)
    assert -1 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1
    assert intervals.mean(values) == found


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_shares_interval_holds_it(count, more):
    found = intervals.share(count, count + more)
    assert 0 <= found.low <= found.high <= 1
    assert count + more == 0 or found.value in found
