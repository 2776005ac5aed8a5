"""Copies of one story are found; two stories on one matter are not."""

from itertools import permutations

import pytest

from analysis.copies import copies

STORY = " ".join(
    f"The envoy of country {n} said that talks number {n} had begun." for n in range(30)
)
OTHER = " ".join(f"Talks number {n} began, the minister of country {n} told us." for n in range(30))


def test_a_copy_is_known_by_its_words():
    shortened = STORY[: int(len(STORY) * 0.8)]
    given = [("a", "", STORY), ("b", "", OTHER), ("c", "", f"LONDON: {shortened}")]
    assert copies(given) == {"c": "a"}


@pytest.mark.parametrize("given", list(permutations((name, "", STORY) for name in "abc")))
def test_copies_lead_to_the_first_whatever_the_order(given):
    assert copies(given) == {"b": "a", "c": "a"}


def test_the_earliest_is_the_original():
    given = [("a", "", STORY), ("b", "2022-12-04", STORY), ("c", "2022-12-03", STORY)]
    assert copies(given) == {"a": "c", "b": "c"}


def test_case_and_marks_do_not_count():
    assert copies([("a", "", STORY), ("b", "", STORY.upper().replace(".", " –"))]) == {"b": "a"}


def test_short_and_empty_texts_are_no_copies_of_longer_ones():
    assert copies([("a", "", STORY), ("b", "", ""), ("c", "", "The envoy")]) == {}


@pytest.mark.parametrize("given", [[], [("a", "", STORY)]])
def test_one_article_copies_nothing(given):
    assert copies(given) == {}
