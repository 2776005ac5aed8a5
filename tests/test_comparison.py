"""Comparison over frames small enough to work out by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import comparison


def statements(*rows: tuple) -> pd.DataFrame:
    """Statements of (side, voice, words, moves, polarity or None, target side)."""
    return pd.DataFrame(
        [
            {
                "article_id": "a", "statement_id": f"a#s{number}", "side": side, "source_side": side,
                "voice": voice, "words": words, "moves": moves, "makers": (side,) * len(moves), "polarity": polarity or 0.0,
                "scored": polarity is not None, "target_side": target,
            }
            for number, (side, voice, words, moves, polarity, target) in enumerate(rows, 1)
        ],
        columns=["article_id", "statement_id", "side", "source_side", "voice", "words", "moves", "makers",
                 "polarity", "scored", "target_side"],
    )  # fmt: skip


FOUR = statements(
    ("Russia", "direct", 10, ("openness", "refusal"), 0.5, "Ukraine"),
    ("Russia", "indirect", 30, ("openness",), None, "Ukraine"),
    ("Denmark; Greenland", "direct", 5, ("refusal",), -0.2, "United States"),
    ("", "reporter", 15, (), 0.1, ""),
)


def test_groups_count_words_and_voices():
    groups = comparison.compare(FOUR).groups.set_index("group")
    assert list(groups.index) == ["Russia", "unknown", "Denmark", "Greenland"]
    assert groups.words.to_dict() == {"Russia": 40, "unknown": 15, "Denmark": 5, "Greenland": 5}
    assert groups.loc["Russia", list(comparison.VOICES)].tolist() == [0.25, 0.75, 0]
    assert groups.few.all()


def test_moves_lead_back_to_their_statements():
    moves = comparison.compare(FOUR).moves.set_index(["group", "move"])
    row = moves.loc[("Russia", "openness")]
    assert (row["count"], row["of"], row.share) == (2, 2, 1.0)
    assert row.per_1000 == 50
    assert row.low < row.share <= row.high
    assert row.statement_ids == ["a#s1", "a#s2"]
    assert ("unknown", "openness") not in moves.index


def test_tone_leaves_out_what_is_not_scored():
    tone = comparison.compare(FOUR).tone.set_index("group")
    assert (tone.loc["Russia", "statements"], tone.loc["Russia", "scored"]) == (2, 1)
    assert tone.loc["Russia", "mean"] == 0.5
    assert np.isnan(tone.loc["Russia", "low"])


def test_targets_count_each_side_of_a_joint_act():
    targets = comparison.compare(FOUR).targets
    assert targets.loc["Russia", "Ukraine"] == 2
    assert targets.loc["Denmark", "United States"] == targets.loc["Greenland", "United States"] == 1
    assert targets.to_numpy().sum() == 4


def test_no_statements_give_empty_tables():
    result = comparison.compare(statements())
    assert [len(table) for table in (result.groups, result.moves, result.tone, result.targets)] == [
        0
    ] * 4


def test_an_unknown_column_is_named():
    with pytest.raises(KeyError, match="no column 'outlet'"):
        comparison.compare(FOUR, by="outlet")


@given(st.permutations(range(4)))
def test_the_order_of_statements_changes_nothing(order):
    result, shuffled = comparison.compare(FOUR), comparison.compare(FOUR.iloc[list(order)])
    pd.testing.assert_frame_equal(result.groups, shuffled.groups)
    pd.testing.assert_frame_equal(result.targets, shuffled.targets)
