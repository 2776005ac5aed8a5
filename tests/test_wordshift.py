"""The word shift: formula by hand, the sum, the edges."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import wordshift
from analysis.errors import UserError

SCORES = {"good": 0.5, "bad": -0.5, "fine": 0.25}


def test_contributions_worked_out_by_hand():
    # left: good 3/4, bad 1/4; right: good 1/4, bad 3/4 with the mean -0.25
    found = wordshift.shift(Counter(good=3, bad=1), Counter(good=1, bad=3), SCORES)
    rows = found.set_index("word")
    assert rows.loc["good", "contribution"] == pytest.approx((0.75 - 0.25) * (0.5 + 0.25))
    assert rows.loc["bad", "contribution"] == pytest.approx((0.25 - 0.75) * (-0.5 + 0.25))
    assert rows.kind.to_dict() == {"good": "warm word, more", "bad": "cold word, less"}
    assert found.contribution.sum() == pytest.approx(0.25 - -0.25)


counts = st.dictionaries(st.sampled_from(sorted(SCORES)), st.integers(1, 9), min_size=1)


@given(counts, counts)
def test_the_sum_is_the_difference_of_the_means(left, right):
    found = wordshift.shift(Counter(left), Counter(right), SCORES)
    means = [sum(SCORES[w] * n for w, n in c.items()) / sum(c.values()) for c in (left, right)]
    assert found.contribution.sum() == pytest.approx(means[0] - means[1], abs=1e-9)


def test_between_groups_of_statements():
    frame = pd.DataFrame(
        {"side": ["a", "b"], "evidence": [{"tone": ("good", "not good")}, {"tone": ("Bad",)}]}
    )
    found = wordshift.between(frame, "side", "a").set_index("word")
    assert found.loc["not good", "score"] == pytest.approx(-0.35)  # TextBlob's -0.5 x 0.7
    assert found.loc["bad", "count_against"] == 1
    with pytest.raises(UserError, match="no group 'c' in 'side'"):
        wordshift.between(frame, "side", "c")


def test_without_scored_words_there_is_no_shift():
    assert wordshift.shift(Counter(), Counter(good=1), SCORES).empty
