"""Mentions of actors at the edges of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import actors


@pytest.mark.parametrize("text", ["", "the president of", "Foreign Minister", "Mr.", "U.S."])
def test_a_text_may_end_anywhere(text):
    assert all(0 <= m.start < m.end <= len(text) for m in actors.mentions(text))


@given(
    st.lists(
        st.sampled_from("the President of Russia Mr. Ann Lee said and , U.S. minister".split()),
        max_size=8,
    )
)
def test_mentions_stand_in_the_text_in_order(words):
    text = " ".join(words)
    end = 0
    for mention in actors.mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
