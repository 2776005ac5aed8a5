"""Certainty: hedges and boosters count only where they bear on what the sentence says."""

import pytest

import analysis

LABELS = {
    "Perhaps the talks may begin soon.": "hedged",
    "The talks could begin on Monday.": "hedged",
    "We think that it is over.": "hedged",
    "It is unlikely to work.": "hedged",
    "The war is not always lost.": "hedged",
    "“In essence, that is what he said,” Ann Lee said.": "hedged",
    "We will definitely win.": "categorical",
    "There is no doubt that it would help.": "categorical",
    "Ukraine says it will fight until the last soldier has left.": "categorical",
    "Turkey will under no circumstances agree.": "categorical",
    "The talks began on Monday.": "plain",
    # a modal that is denied, an attribute, a number, another's thought, another clause
    "Russia could not accept that.": "plain",
    "They spoke of a possible settlement.": "plain",
    "Almost 100 towns were built.": "plain",
    "Putin believes in a solution.": "plain",
    "He resigned over concerns that the plan could fail.": "plain",
    "We use the generally accepted rules.": "plain",
    "": None,
    "#": "plain",
}


@pytest.mark.parametrize("text", LABELS)
def test_certainty(text):
    found = analysis.annotate(text)
    assert (found.certainty[0] if len(found) else None) == LABELS[text]


def test_the_words_behind_it_are_kept():
    assert analysis.annotate("Perhaps it may rain.").evidence[0]["certainty"] == ("Perhaps", "may")
