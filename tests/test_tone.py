"""Tone: TextBlob and VADER, each silent where it knows no word."""

import pytest

import analysis
from analysis.tone import tone


@pytest.mark.parametrize("text", ["", "#", "Oslo.", "Переговоры начались."])
def test_no_known_word_is_not_scored(text):
    found = tone(text)
    assert (found.scored, found.vader_scored) == (False, False)
    assert (found.polarity, found.vader) == (0, 0)


def test_each_opinion_has_its_words():
    found = tone("The good talks ended in war.")
    assert found.words == ("good",)
    assert set(found.vader_words) == {"good", "war"}


def test_the_two_disagree_only_where_both_have_scored():
    rows = analysis.annotate(
        ["The first war was very good for nobody killed.", "Russia rejected it.", "It was good."]
    )
    assert list(rows.tones_disagree) == [True, False, False]
    assert "the two disagree" in analysis.explain(rows.iloc[0])
    assert "tone: not scored" in analysis.explain(rows.iloc[1])


def test_nothing_is_looked_up_on_the_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("the network was used")

    monkeypatch.setattr("socket.socket.connect", refuse)
    assert tone("It was a good and peaceful day.").scored
