"""The names that a user calls: typed, documented, with an example that is a test."""

import inspect
from typing import get_type_hints

import pytest

import analysis

CALLS = [name for name in analysis.__all__ if inspect.isfunction(getattr(analysis, name))]


def test_these_are_the_names():
    assert {"agreement", "annotate", "compare", "explain", "quotations", "read", "show"} <= set(
        CALLS
    )
    assert dir(analysis) == analysis.__all__


@pytest.mark.parametrize("name", CALLS)
def test_a_call_says_what_it_takes_and_gives(name):
    call = getattr(analysis, name)
    assert set(get_type_hints(call)) == {*inspect.signature(call).parameters, "return"}
    assert ">>> " in inspect.getdoc(call)
