"""Copies of one story are found; two stories on one matter are not."""

from analysis.copies import copies, originals
from analysis.corpus import Article

STORY = " ".join(
    f"The envoy of country {n} said that talks number {n} had begun." for n in range(30)
)
OTHER = " ".join(f"Talks number {n} began, the minister of country {n} told us." for n in range(30))


def article(name: str, text: str) -> Article:
    return Article(name, name, text)


def test_a_copy_is_known_by_its_words():
    shortened = STORY[: int(len(STORY) * 0.8)]
    found = copies([article("a", STORY), article("b", OTHER), article("c", f"LONDON: {shortened}")])
    assert found == {"c": "a"}


def test_copies_of_copies_lead_to_the_first():
    assert copies([article(name, STORY) for name in "abc"]) == {"b": "a", "c": "a"}


def test_originals_keep_their_order():
    chosen = [article("a", STORY), article("b", STORY), article("c", OTHER)]
    assert [one.id for one in originals(chosen)] == ["a", "c"]


def test_short_and_empty_texts_are_no_copies_of_longer_ones():
    assert copies([article("a", STORY), article("b", ""), article("c", "The envoy")]) == {}
