"""A bar shows where somebody looks, and the items are the same with it."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch, stream: io.StringIO) -> str:
    monkeypatch.setattr(progress, "SECONDS", 0)
    monkeypatch.setattr("sys.stderr", stream)
    assert list(progress.bar("abc", "reading", "letter", 3)) == ["a", "b", "c"]
    return stream.getvalue()


def test_a_terminal_shows_what_is_done(monkeypatch):
    assert re.search(r"reading: .*/3 ", shown(monkeypatch, Terminal()))


def test_a_log_shows_nothing(monkeypatch):
    assert shown(monkeypatch, io.StringIO()) == ""


@given(st.lists(st.integers()), st.sampled_from([0, 1000]))
def test_no_item_is_lost(items, seconds):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress, "SECONDS", seconds)
        assert list(progress.bar(iter(items), "counting", "number")) == items
