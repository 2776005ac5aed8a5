"""Parallel statements: what is alike is found, what is not is not."""

from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import parallels

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
FILLERS = (
    "Farmers in the valley expect a late harvest of barley this autumn.",
    "The museum bought three paintings by a forgotten Flemish master.",
    "Rail engineers closed the northern tunnel for repairs overnight.",
    "A chess tournament drew four hundred players to the old town hall.",
    "Doctors warned of an unusual rise in pollen allergies among children.",
)


def article(name: str, *texts: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "article_id": name, "statement_id": [f"{name}#s{n}" for n in range(1, len(texts) + 1)],
            "text": texts, "actor": "", "moves": [()] * len(texts),
        }
    )  # fmt: skip


ONE = article(
    "a", "The ministers agreed to inspect the disputed border crossing weekly.", *FILLERS[:3]
)
OTHER = article(
    "b",
    *FILLERS[3:],
    "Weekly, inspectors will visit the disputed border crossing, the ministers agreed.",
)


def test_a_statement_on_the_same_matter_is_found():
    (row,) = parallels.parallels(pd.concat([ONE, OTHER])).itertuples()
    assert (row.statement_id, row.statement_id_2) == ("a#s1", "b#s3")
    assert row.chance < row.similarity <= 1


def test_the_seeds_are_about_different_matters():
    assert parallels.parallels(analysis.annotate(analysis.read(SEEDS))).empty


def test_each_statement_is_in_its_best_pair_only():
    twice = pd.concat([OTHER, article("c", OTHER.text[2], *FILLERS[:1])])
    found = parallels.parallels(pd.concat([ONE, twice]))
    ids = [*found.statement_id, *found.statement_id_2]
    assert len(ids) == len(set(ids))
    assert found.similarity[0] == pytest.approx(1)


@pytest.mark.parametrize(
    "frame", [ONE, ONE.iloc[:0], pd.concat([article("a", "Yes."), article("b", "#")])]
)
def test_one_article_or_a_few_words_have_no_parallel(frame):
    assert parallels.parallels(frame).empty


def test_the_same_statements_give_the_same_pairs():
    frame = pd.concat([ONE, OTHER])
    pd.testing.assert_frame_equal(parallels.parallels(frame), parallels.parallels(frame))


def test_names_of_one_thing_stand_side_by_side():
    names = pd.DataFrame(
        [
            ("the war", "special military operation", "Russia", "scare quotes", "a#s5"),
            ("the war", "war of occupation", "Ukraine", "cast as", "a#s6"),
            ("the war", "conflict", "", "", "a#s1"),
            ("the war", "conflict", "", "", "a#s15"),
            ("the land", "new territories", "Russia", "scare quotes", "a#s9"),
        ],
        columns=["thing", "name", "user_side", "marking", "statement_id"],
    )
    found = parallels.names_aligned(names)
    assert list(zip(found.thing, found.side, strict=True)) == [
        ("the war", "Russia"), ("the war", "Ukraine"), ("the war", "the reporter"),
    ]  # fmt: skip
    assert found.names[2] == [("conflict", "", ["a#s1", "a#s15"])]
    assert parallels.names_aligned(names.iloc[:0]).empty
