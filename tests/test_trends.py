"""Trends over months: a rising move is found, an even one is not."""

import pandas as pd
import pytest

from analysis import trends


def months(*openness: int, of: int = 20) -> pd.DataFrame:
    """Statements of successive months; so many of each show openness, and one makes a demand."""
    rows = [
        {
            "article_id": f"a{month}", "statement_id": f"a{month}#s{n}", "side": "Russia",
            "published": f"2022-{month:02}-15", "voice": "direct", "words": 10, "actor": "",
            "moves": ("openness",) * (n < count) + ("demand",) * (n == 0), "polarity": 0.0,
            "scored": True, "source": "", "source_side": "", "target": "", "target_side": "",
        }
        for month, count in enumerate(openness, 1)
        for n in range(of)
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.assign(makers=[("Russia",) * len(moves) for moves in frame.moves])


def test_shares_by_month_include_months_without_the_move():
    found = trends.moves(months(0, 5)).set_index(["move", "period"])
    assert found.loc[("openness", "2022-01"), ["count", "of", "share"]].tolist() == [0, 20, 0.0]
    assert found.loc[("openness", "2022-02"), "share"] == 0.25
    assert found.loc[("openness", "2022-01"), "high"] > 0


def test_a_rising_move_is_told_from_an_even_one():
    found = trends.directions(trends.moves(months(1, 3, 5, 7, 9, 11, 13))).set_index("move")
    assert found.loc["openness", "trend"] == "rising"
    assert found.loc["openness", "tau"] == pytest.approx(1)
    assert found.loc["demand", "trend"] == "none shown"


def test_few_periods_show_no_trend():
    found = trends.directions(trends.moves(months(1, 10, 19)))
    assert set(found.trend) == {"none shown"}


def test_without_dates_there_is_no_trend():
    undated = trends.moves(months(1, 3).assign(published=""))
    assert undated.empty
    assert trends.directions(undated).empty
