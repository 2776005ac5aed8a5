"""Who is heard and with which verbs, over statements worked out by hand."""

import pandas as pd

from analysis import hearing

FRAME = pd.DataFrame(
    {
        "statement_id": ["a#s1", "a#s2", "a#s3"], "words": [10, 20, 30],
        "side": ["Russia", "Russia", ""], "cue": ["said", "Claimed", ""],
        "cue_stance": ["neutral", "doubting", ""], "source_side": ["Russia", "", "Denmark; Greenland"],
        "target_side": ["Ukraine", "", "Russia"], "makers": [("Ukraine",), (), ("",)],
    }
)  # fmt: skip


def test_stance_counts_verbs_with_their_statements():
    found = hearing.stance(FRAME).set_index("stance")
    assert found.loc["doubting", ["group", "count", "of", "share"]].tolist() == [
        "Russia",
        1,
        2,
        0.5,
    ]
    assert found.loc["doubting", "verbs"] == ["claimed"]
    assert found.loc["doubting", "statement_ids"] == ["a#s2"]
    assert found.loc["doubting", "low"] < 0.5 < found.loc["doubting", "high"]


def test_who_acts_without_speaking_is_told_and_not_heard():
    found = hearing.heard(FRAME).set_index("side")
    assert found.loc["Russia", ["spoken", "words", "told", "heard"]].tolist() == [2, 30, 1, True]
    assert found.loc["Ukraine", ["spoken", "told", "heard"]].tolist() == [0, 1, False]
    assert found.loc["Greenland", "statement_ids"] == ["a#s3"]
    assert found.index[0] == "Russia"


def test_no_statements_give_empty_tables():
    assert hearing.heard(FRAME.iloc[:0]).empty
    assert hearing.stance(FRAME.iloc[:0]).empty
