"""Reporting verbs and their sources within a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import cues, reports
from analysis.words import FOLDED, Word, words


def _tokens(text: str) -> list[Word]:
    """Words of a sentence; Q stands for a quotation."""
    return [
        word._replace(tag="Q", low=FOLDED, text="“Yes.”") if word.text == "Q" else word
        for word in words(text)
    ]


def _cues(text: str) -> list[tuple[str, str, str]]:
    tokens = _tokens(text)
    return [
        (cue.verb.lemma, " ".join(w.text for w in tokens[slice(*cue.source)]), cue.shape)
        for cue in cues.find(tokens)
    ]


SOURCES = {
    "subject": ("Ann Lee said he left.", ("say", "Ann Lee", "after")),
    "inverted": ("Q said Ann Lee.", ("say", "Ann Lee", "before")),
    "auxiliaries": ("Ann Lee has not yet said so.", ("say", "Ann Lee", "after")),
    "a date between": ("Ann Lee on Friday said so.", ("say", "Ann Lee", "after")),
    "aside": ("Ann Lee, who left, said so.", ("say", "Ann Lee", "after")),
    "apposition": ("Bo Ray, a minister, said so.", ("say", "Bo Ray", "after")),
    "after a phrase of place": ("In Rome, Ann Lee said so.", ("say", "Ann Lee", "after")),
    "long phrase": (
        "Q a spokesman for the group said.", ("say", "a spokesman for the group", "after")),
    "relative": ("He met Ann Lee, who said so.", ("say", "who", "relative")),
    "shared": ("Ann Lee left and said so.", ("say", "Ann Lee", "shared")),
    "gerund": ("Ann Lee left, saying she knew.", ("say", "Ann Lee", "shared")),
    "issued a statement": (
        "The town issued a statement saying so.", ("say", "The town", "shared")),
    "object control": ("It led her to declare that he left.", ("declare", "her", "shared")),
    "before a relative clause": (
        "The man who met him in Rome said so.", ("say", "The man", "after")),
    "before a participle": (
        "A source speaking to the agency said so.", ("say", "A source", "after")),
    "any verb after a quotation": ("Q the minister snapped.", ("", "the minister", "after")),
    "noun of saying": ("He knew of her claim that he left.", ("claim", "her", "noun")),
    "any verb before a quotation": ("He jokes, Q", ("joke", "He", "after")),
    "quoted as saying": ("Q Ann Lee is quoted as saying.", ("say", "Ann Lee", "after")),
    "shared over a relative clause": (
        "When asked what she saw, Ann Lee smiled and said Q", ("say", "Ann Lee", "shared")),
    "shared over a reported clause": (
        "Ann Lee said he left and added Q", ("add", "Ann Lee", "shared")),
    "gerund behind a closed clause": (
        "He will go, Ann Lee said, adding Q", ("add", "Ann Lee", "shared")),
    "a pronoun in a relative clause": (
        "He is the man who left when she said Q", ("say", "she", "after")),
    "a date without a preposition": (
        "The ministry two weeks ago said that he left.", ("say", "The ministry", "after")),
    "passive": ("They were told that he left.", ("tell", "", "passive")),
    "according to": ("According to Ann Lee, he left.", ("according to", "Ann Lee", "before")),
    "quantifier": ("Many said that he left.", ("say", "Many", "after")),
    "noun form": ("The paper notes that he left.", ("note", "The paper", "after")),
}  # fmt: skip


@pytest.mark.parametrize("name", SOURCES)
def test_source_of_a_cue(name: str) -> None:
    text, expected = SOURCES[name]
    assert expected in _cues(text)


@pytest.mark.parametrize(
    "text",
    ["", "?!.", "The claims were many.", "The said plan failed.", "A State Department aide left."],
)
def test_no_cue(text: str) -> None:
    assert _cues(text) == []


@given(
    st.lists(
        st.sampled_from(
            ["Q", "Ann", "said", "who", "that", ",", ".", ":", "-", "and", "to", "saying", "told",
             "the", "group", "in", "is", "asked", "according", "she", "he", "claims"]
        ),
        max_size=25,
    ).map(" ".join)
)  # fmt: skip
def test_attributions_lie_within_the_sentence(text: str) -> None:
    tokens = _tokens(text)
    for found in reports.attributions(tokens):
        for start, end in (found.cue, *found.content):
            assert 0 <= start < end <= len(text)
        assert found.source == (-1, -1) or 0 <= found.source[0] < found.source[1] <= len(text)
