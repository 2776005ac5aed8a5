"""Several processes give what one gives, in its order, and their errors."""

import os
import sys
import types
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import workers
from analysis.errors import UserError

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def double(text: str) -> str:
    if text == "fail":
        raise ValueError("no such thing")
    if text == "die":
        os._exit(1)
    return text * 2


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(workers, "BATCH", 10)


def test_results_come_in_the_items_order(small_batches):
    items = [str(n) for n in range(50)]
    assert list(workers.spread(double, items, 2, len)) == [item * 2 for item in items]
    assert list(workers.spread(double, [], 2, len)) == []


def test_items_are_taken_as_they_are_needed(small_batches):
    taken = []
    items = (taken.append(n) or str(n) for n in range(10_000))
    found = workers.spread(double, items, 2, len)
    assert next(found) == "00"
    found.close()
    assert len(taken) < 100


def test_an_error_in_a_worker_is_raised_here(small_batches):
    with pytest.raises(ValueError, match="no such thing"):
        list(workers.spread(double, ["a", "fail", "b"], 2, len))


def test_a_worker_that_ends_is_one_line(small_batches):
    with pytest.raises(UserError, match="^a worker process ended before its work was done"):
        list(workers.spread(double, ["a", "die", "b"], 2, len))


def test_a_main_module_that_ipython_has_reset_will_do(small_batches, monkeypatch):
    main = types.ModuleType("__main__")
    del main.__spec__  # as `%reset` does
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert list(workers.spread(double, ["a"], 2, len)) == ["aa"]


@given(st.lists(st.text(max_size=30)), st.integers(1, 60))
def test_batches_hold_all_items_in_order(items, size):
    before, workers.BATCH = workers.BATCH, size
    try:
        batches = list(workers.in_batches(items, len))
    finally:
        workers.BATCH = before
    assert [item for batch in batches for item in batch] == items
    assert all(sum(map(len, batch[:-1])) < size for batch in batches)


def test_annotating_in_processes_gives_the_same_frame():
    articles = [*analysis.read(SEEDS), "Russia rejected the ultimatum.", ""]
    one = analysis.annotate(articles, every=True)
    pd.testing.assert_frame_equal(one, analysis.annotate(articles, every=True, workers=2))


@pytest.mark.parametrize("processes", [1, 2])
def test_an_article_that_can_not_be_annotated_is_named(processes):
    broken = analysis.Article(id="broken-one", title="", text="Russia said no.", standfirst=(1,))
    with pytest.raises(UserError, match=r"^broken-one can't be annotated: \w+Error: "):
        analysis.annotate(["Fine.", broken], every=True, workers=processes)
