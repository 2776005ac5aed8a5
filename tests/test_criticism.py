"""How likely a sentence criticises, by which words, and whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis.criticism import APPRAISALS, CRITICISES, criticism, weights
from analysis.lexicon import rows


@pytest.mark.parametrize(
    ("harsh", "mild"),
    [
        ("It was a flagrant violation of the treaty.", "The ministers met in Oslo."),
        ("Russia’s claims are lies and propaganda.", "Russia’s claims are in the report."),
        ("You have failed to keep your word.", "We welcome the progress that was made."),
    ],
)
def test_words_that_judge_raise_the_score(harsh, mild):
    assert criticism(harsh).score > criticism(mild).score


@given(st.text(st.sampled_from("lie failed to -*.,“” illegal")))
def test_a_score_is_a_probability_and_its_words_stand_in_the_sentence(text):
    found = criticism(text)
    assert 0 < found.score < 1
    assert all(text[start:end].lower() in found.words for start, end in found.spans)


def test_each_feature_has_a_weight():
    assert {name for name, _ in criticism("It was a lie.").reasons} == set(weights()) - {
        "intercept"
    }
    assert set(APPRAISALS) <= {row["class"] for row in rows("criticism")}


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("We condemn Russia’s illegal and brutal invasion of Ukraine.", "Russia"),
        ("Iran must stop its reckless and illegal attacks on Iraq.", "Iran"),
        ("The shameful lies told by Syria about Jordan are an outrage.", "Syria"),
        ("The brutal and illegal attacks against Ukraine are an outrage.", ""),
    ],
)
def test_who_is_criticised_is_who_acts(text, side):
    row = analysis.annotate(text).iloc[0]
    assert row.criticism >= CRITICISES
    assert row.criticised == side


def test_explain_says_what_speaks_for_it():
    row = analysis.annotate("We condemn Russia’s illegal and brutal invasion of Ukraine.").iloc[0]
    said = analysis.explain(row)
    assert "criticism of Russia" in said
    assert row.criticism_reasons[0][0] in said
