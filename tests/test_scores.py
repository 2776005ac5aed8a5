"""The measures' scores as other modules read them."""

import pandas as pd
import pytest

from analysis import scores
from analysis.intervals import Accuracy


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Make the scores those of a file with these rows."""

    def write(*rows: tuple) -> None:
        columns = ["measure", "score", "value", "data", "of"][: len(rows[0])]
        pd.DataFrame(rows, columns=columns).to_csv(tmp_path / "scores.csv", index=False)
        monkeypatch.setattr(scores, "SCORES", tmp_path / "scores.csv")
        scores.table.cache_clear()

    yield write
    scores.table.cache_clear()


def test_precision_and_recall_become_counts(written):
    written(("moves", "precision", 0.6, "x", 50), ("moves", "recall", 0.75, "x", 40))
    assert scores.accuracy("moves") == Accuracy(30, 50, 30, 40)


def test_a_share_that_is_right_is_both(written):
    written(("maker", "right", 0.8, "x", 10))
    assert scores.accuracy("maker") == Accuracy(8, 10, 8, 10)
    assert scores.errors("maker", "nothing") == (Accuracy(8, 10, 8, 10),)


def test_what_was_not_counted_gives_no_error(written):
    written(("maker", "right", 0.8, "x"))
    assert scores.accuracy("maker") is None
    written(("maker", "AUC", 0.8, "x", 10))
    assert scores.accuracy("maker") is None


def test_the_measures_that_intervals_ask_for_are_recorded():
    assert scores.accuracy(scores.MOVES)
    assert scores.accuracy(scores.MAKER)
    assert scores.accuracy(scores.TARGET)
