"""Counts of parts are, merged, those of the whole."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import comparison, counts
from analysis.measures import MOVES, VOICES

SIDES = ("Russia", "Denmark; Greenland", "Ukraine", "")


@st.composite
def corpora(draw) -> list[pd.DataFrame]:
    """Parts of a corpus, each of whole articles."""
    number = 0
    parts = []
    for part in range(draw(st.integers(1, 4))):
        rows = []
        for article in range(draw(st.integers(1, 3))):
            for _ in range(draw(st.integers(1, 4))):
                number += 1
                moves = tuple(draw(st.lists(st.sampled_from(MOVES[:3]), unique=True, max_size=2)))
                side, score = draw(st.sampled_from(SIDES)), draw(st.integers(-9, 9)) / 9
                rows.append(
                    {
                        "article_id": f"{part}-{article}", "statement_id": f"s{number:03}",
                        "words": draw(st.integers(1, 9)), "voice": draw(st.sampled_from(VOICES)),
                        "moves": moves, "makers": (side,) * len(moves), "actor": side, "side": side,
                        "source": side, "source_side": side, "target": "Ann Lee",
                        "target_side": draw(st.sampled_from(SIDES)), "polarity": score,
                        "scored": bool(score), "vader": -score, "vader_scored": True,
                    }
                )  # fmt: skip
        parts.append(pd.DataFrame(rows))
    return parts


@settings(max_examples=30, deadline=None)
@given(corpora(), st.sampled_from(["side", "article", "actor"]))
def test_merged_parts_give_the_tables_of_the_whole(parts, by):
    whole = pd.concat(parts, ignore_index=True)
    for unit in ("articles", "statements"):
        merged = counts.merge([counts.count(part, by, unit) for part in parts])
        expected = comparison.of_counts(counts.count(whole, by, unit), by)
        found = comparison.of_counts(merged, by)
        for name, table in vars(expected).items():
            if isinstance(table, pd.DataFrame):
                pd.testing.assert_frame_equal(
                    getattr(found, name), table, check_exact=True, obj=f"{name} by {unit}"
                )
        assert found.notes == expected.notes


def test_articles_are_the_units_where_each_known_group_has_enough():
    def groups(**articles: int) -> pd.DataFrame:
        return pd.DataFrame({"articles": articles})

    few, enough = counts.FEW_ARTICLES - 1, counts.FEW_ARTICLES
    assert counts.unit_of(groups(a=enough, b=enough, unknown=1)) == "articles"
    assert counts.unit_of(groups(a=enough, b=few)) == "statements"
    assert counts.unit_of(groups(unknown=enough)) == "statements"
