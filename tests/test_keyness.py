"""Distinctive words: the formula by hand, the null by simulation, the edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import keyness


def statements(**groups: list[str]) -> pd.DataFrame:
    rows = [(group, text) for group, texts in groups.items() for text in texts]
    frame = pd.DataFrame(rows, columns=["side", "text"])
    return frame.assign(article_id=frame.side)


def test_log_odds_worked_out_by_hand():
    # y = 3 of 10 against 1 of 10, one pseudo-count each of 4 words
    delta, z = keyness.log_odds(np.array([3.0]), np.array([1.0]), np.array([1.0]), 10, 10)
    assert delta[0] == pytest.approx(np.log(4 / 7) - np.log(2 / 9))
    assert z[0] == pytest.approx(delta[0] / np.sqrt(1 / 4 + 1 / 2))


def test_a_word_of_one_group_is_found_and_led_by_it():
    frame = statements(
        a=["peace talks now"] * 15 + ["we met today"] * 15,
        b=["war and steel"] * 15 + ["we met today"] * 15,
    )
    found = keyness.keyness(frame).terms
    mine = found[(found.group == "a") & found.distinctive].term
    assert {"peace", "talks", "peace talks"} <= set(mine)
    assert "met" not in set(mine)
    row = found[(found.group == "a") & (found.term == "peace")].iloc[0]
    assert (row["count"], row.of, row.count_rest, row.of_rest) == (15, 90, 0, 90)


def test_groups_drawn_from_one_text_differ_in_nothing():
    words = np.array("we they talks peace war border treaty army today always".split())
    chance = np.random.default_rng(7)
    discoveries = 0
    for _ in range(20):
        texts = [" ".join(chance.choice(words, 8)) for _ in range(60)]
        frame = statements(a=texts[:30], b=texts[30:])
        discoveries += bool(keyness.keyness(frame, longest=1).terms.distinctive.any())
    assert discoveries <= 3  # 1 is expected at a rate of 5 %; more than 3 has a chance of 2 %


def test_labels_are_dealt_to_articles_where_there_are_enough():
    frame = statements(a=["talks"] * 5, b=["war"] * 5)
    assert keyness.keyness(frame).unit == "statements"
    assert keyness.keyness(frame.assign(article_id=range(10))).unit == "articles"


def test_a_baseline_is_compared_with_and_not_listed():
    frame = statements(a=["talks"] * 5, b=["war"] * 5, c=["peace"] * 5)
    found = keyness.keyness(frame, baseline="c").terms
    assert set(found.group) == {"a", "b"}
    assert set(found.of_rest) == {5}


@pytest.mark.parametrize(
    "frame", [statements(), statements(a=["talks now"] * 9), statements(a=[""], b=["…"])]
)
def test_with_nothing_to_compare_there_are_no_terms(frame):
    assert keyness.keyness(frame).terms.empty


def test_the_same_statements_give_the_same_scores():
    frame = statements(a=["peace talks"] * 4, b=["war talks"] * 4)
    pd.testing.assert_frame_equal(keyness.keyness(frame).terms, keyness.keyness(frame).terms)


@given(st.text(max_size=60))
def test_terms_are_words_of_the_text(text):
    for term in keyness.terms_of(text, 3):
        assert all(word in text.lower() for word in term.split())
