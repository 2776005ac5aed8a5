"""Agreement with labels, worked out by hand."""

import pandas as pd

from analysis import validation

GIVEN, TRUE = [["threat"], ["threat", "demand"], []], [["threat"], ["demand"], ["refusal"]]


def test_agreement_counts_each_label_and_all():
    found = validation.agreement(GIVEN, TRUE).set_index("label")
    assert found.loc["threat", ["right", "given", "true", "precision"]].tolist() == [1, 2, 1, 0.5]
    assert found.loc["all", ["right", "given", "true"]].tolist() == [2, 3, 3]
    assert found.loc["refusal", "recall"] == 0
    assert found.loc["all", "recall_low"] < 2 / 3 < found.loc["all", "recall_high"]


def test_mistakes_say_what_is_missed_and_needless():
    found = validation.mistakes(GIVEN, TRUE, ["one", "two", "three"])
    assert found.to_numpy().tolist() == [["two", "", "threat"], ["three", "refusal", ""]]


def test_labels_are_matched_by_how_a_statement_begins():
    statements = pd.DataFrame({"text": ["Yes, they said.", "No."], "voice": ["direct", ""]})
    labels = pd.DataFrame({"begins": ["Yes, they", "Maybe"], "voice": ["indirect", "direct"]})
    found = validation.matched(statements, labels, "begins")
    assert found.labels.tolist() == ["1 of 2"]
    assert validation.single(found, "voice") == ([["direct"]], [["indirect"]])


def test_nothing_labelled_agrees_with_nothing():
    assert validation.agreement([], []).label.tolist() == ["all"]
