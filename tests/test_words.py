"""Words, their offsets and coarse parts of speech."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.words import listed, words


def _tags(text: str) -> str:
    return " ".join(f"{w.text}/{w.tag}" for w in words(text))


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ("", ""),
        ("?!", "?/. !/."),
        ("Putin left.", "Putin/P left/E ./."),
        ("he’s here", "he/O ’s/V here/R"),
        ("Russia’s army", "Russia/P ’s/S army/N"),
        ("they’re not", "they/O ’re/V not/R"),
        ("It didn’t", "It/O didn’t/M"),
        ("U.S. Sen. Lee", "U.S./P Sen./P Lee/P"),
        ("1,100-mile", "1,100-mile/#"),
    ],
)
def test_words_and_tags(text: str, tagged: str) -> None:
    assert _tags(text) == tagged


def test_a_capital_tells_a_name_only_within_a_sentence() -> None:
    assert _tags("Will Rogers met Will.").startswith("Will/M")
    assert _tags("Will Rogers met Will.").endswith("Will/P ./.")


def test_listed_parts_words() -> None:
    assert listed(" a  b\nc ") == {"a", "b", "c"}


@given(st.text(max_size=60), st.integers(0, 20))
def test_words_are_stretches_of_the_text(text: str, start: int) -> None:
    found = words(text, start)
    assert all(text[w.start : w.end] == w.text and w.start >= start for w in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join(w.text for w in found) == "".join(text[start:].split()) or "_" in text
