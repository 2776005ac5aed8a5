"""Counts of parts are, merged, those of the whole."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import comparison, counts, measures
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


# article, side, voice, words, moves, polarity (none where it was not scored), target
ROWS = [
    ("x", "Iran", "direct", 10, ("demand",), 0.5, "Oman; Qatar"),
    ("x", "Iran", "direct", 10, ("demand",), 0.5, "Oman"),
    ("x", "Iran", "reporter", 4, (), None, ""),
    ("y", "Iran", "indirect", 6, ("demand", "threat"), 0.1, ""),
    ("y", "Oman; Iran", "direct", 2, ("support",), -0.3, "Qatar"),
    ("y", "", "reporter", 9, (), 0.0, ""),
    ("y", "", "reporter", 0, (), 0.0, "Oman"),
]


def corpus() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "article_id": article, "statement_id": f"s{number}", "words": words, "voice": voice,
            "moves": moves, "makers": (side,) * len(moves), "actor": side, "side": side,
            "source": side, "source_side": side, "target": "", "target_side": target,
            "polarity": score or 0.0, "scored": score is not None,
        }
        for number, (article, side, voice, words, moves, score, target) in enumerate(ROWS)
    )  # fmt: skip


def rows_of(measure: measures.Measure) -> list[tuple]:
    """A measure's rows without the labels that no unit has."""
    table = measure.table
    used = [name for name in table if name in ("of", "times") or table[name].any()]
    return list(table[used].round(9).itertuples(name=None))


def test_groups_are_counted_in_articles_statements_and_words():
    groups = counts.count(corpus(), "side").groups
    assert list(groups) == ["articles", "statements", "words", "spoken", *VOICES]
    assert groups.T.to_dict("list") == {
        "Iran": [2, 5, 32, 4, 22, 6, 4],
        "Oman": [1, 1, 2, 1, 2, 0, 0],
        "unknown": [1, 2, 9, 0, 0, 0, 9],
    }


def test_what_moves_are_shares_of_and_whom_they_go_toward():
    found = counts.count(corpus(), "side")
    assert (found.unit, found.names) == ("statements", ["Iran", "Oman", "unknown"])
    assert found.base.T.to_dict("list") == {"Iran": [5, 32], "Oman": [1, 2], "unknown": [2, 9]}
    assert list(found.base) == ["statements", "words"]
    assert found.made.values.tolist() == [
        ["Iran", "Oman; Qatar", "demand", "s0"], ["Iran", "Oman", "demand", "s1"],
        ["Iran", "", "demand", "s3"], ["Iran", "", "threat", "s3"],
        ["Oman", "Qatar", "support", "s4"], ["Iran", "Qatar", "support", "s4"],
    ]  # fmt: skip
    assert list(found.made) == ["group", "toward", "move", "statement_id"]
    assert found.targets.to_dict() == {
        ("Iran", "Oman"): 2, ("Iran", "Qatar"): 2, ("Oman", "Qatar"): 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "voice", "move", "tone"),
    [
        (
            "statements",
            # direct, indirect, reporter, of, times
            [
                ("Iran", 0, 0, 4, 4, 1), ("Iran", 0, 6, 0, 6, 1), ("Iran", 2, 0, 0, 2, 1),
                ("Iran", 10, 0, 0, 10, 2), ("Oman", 2, 0, 0, 2, 1), ("unknown", 0, 0, 9, 9, 1),
            ],
            # threat, demand, support, of, times
            [
                ("Iran", 0, 0, 0, 1, 1), ("Iran", 0, 0, 1, 1, 1), ("Iran", 0, 1, 0, 1, 2),
                ("Iran", 1, 1, 0, 1, 1), ("Oman", 0, 0, 1, 1, 1), ("unknown", 0, 0, 0, 1, 2),
            ],
            [
                ("Iran", -0.3, 1, 1), ("Iran", 0.1, 1, 1), ("Iran", 0.5, 1, 2),
                ("Oman", -0.3, 1, 1), ("unknown", 0, 1, 2),
            ],
        ),
        (
            "articles",
            [
                ("Iran", 2, 6, 0, 8, 1), ("Iran", 20, 0, 4, 24, 1), ("Oman", 2, 0, 0, 2, 1),
                ("unknown", 0, 0, 9, 9, 1),
            ],
            [
                ("Iran", 0, 2, 0, 3, 1), ("Iran", 1, 1, 1, 2, 1), ("Oman", 0, 0, 1, 1, 1),
                ("unknown", 0, 0, 0, 2, 1),
            ],
            [("Iran", -0.1, 1, 1), ("Iran", 0.5, 1, 1), ("Oman", -0.3, 1, 1), ("unknown", 0, 1, 1)],
        ),
    ],
    ids=["statements", "articles"],
)  # fmt: skip
def test_units_that_are_alike_have_one_row_with_their_number(unit, voice, move, tone):
    found = counts.count(corpus(), "side", unit)
    assert rows_of(found.voice) == voice
    assert rows_of(found.move) == move
    assert [rows_of(one) for one in found.tones] == [tone]
    assert [measure.name for measure in (found.voice, found.move, *found.tones)] == [
        "voice", "move", "tone",
    ]  # fmt: skip
    assert found.voice.labels == list(VOICES)
    assert found.move.labels == list(MOVES)
    assert found.tones[0].labels == ["TextBlob"]
    assert len(found.scores) == (unit == "articles")
    assert found.move.alone == (unit == "statements")
    assert not found.voice.alone


def test_a_measures_sums_and_units_are_those_of_all_units():
    voice = counts.count(corpus(), "side").voice
    assert voice.groups == ["Iran", "Oman", "unknown"]
    assert voice.sums().T.to_dict("list") == {
        "Iran": [22, 6, 4, 32], "Oman": [2, 0, 0, 2], "unknown": [0, 0, 9, 9],
    }  # fmt: skip
    assert list(voice.sums()) == [*VOICES, "of"]
    assert voice.units("Iran").values.tolist() == [
        [0, 0, 4, 4], [0, 6, 0, 6], [2, 0, 0, 2], [10, 0, 0, 10], [10, 0, 0, 10],
    ]  # fmt: skip
    assert voice.units("Peru").empty


def test_cases_of_single_statements_need_no_drawing_and_those_of_bunches_do():
    found = counts.count(corpus(), "side")
    single, bunches = found.move.cases()["Iran"], found.voice.cases()
    assert single.table[[MOVES.index("demand"), -1]].tolist() == [3, 5]
    assert (single.of, single.squares, single.units, single.drawn) == (5, 5, 5, None)
    iran = bunches["Iran"]
    assert iran.table.tolist() == [22, 6, 4, 32]
    assert iran.squares == 16 + 36 + 4 + 100 + 100
    assert iran.drawn.mean(axis=0) == pytest.approx(iran.table, rel=0.1)


def test_groups_that_are_alike_are_drawn_each_by_itself():
    frame = corpus()
    twin = frame.assign(side="Peru", statement_id=frame.statement_id + "b")
    one = frame.assign(side="Chad")
    cases = counts.count(pd.concat([one, twin]), "side").voice.cases()
    assert (cases["Chad"].table == cases["Peru"].table).all()
    assert (cases["Chad"].drawn != cases["Peru"].drawn).any()


@pytest.mark.parametrize("known", [True, False], ids=["marked", "by its score"])
def test_tone_counts_what_was_scored(known):
    frame = corpus().assign(vader=[0.2, None, 0.4, 0.4, None, 0.1, 0.1])
    if known:
        frame = frame.assign(vader=frame.vader.fillna(0), vader_scored=frame.vader.notna())
    _, vader = counts.count(frame, "side").tones
    assert vader.labels == ["VADER"]
    assert rows_of(vader) == [("Iran", 0.2, 1, 1), ("Iran", 0.4, 1, 2), ("unknown", 0.1, 1, 2)]


@pytest.mark.parametrize("unit", ["statements", "articles"])
def test_articles_counted_one_by_one_have_merged_the_counts_of_all(unit):
    parts = [counts.count(own, "side", unit) for _, own in corpus().groupby("article_id")]
    merged, whole = counts.merge(parts), counts.count(corpus(), "side", unit)
    assert (merged.unit, merged.names) == (whole.unit, whole.names)
    for name in ("groups", "base", "made"):
        pd.testing.assert_frame_equal(getattr(merged, name), getattr(whole, name))
    pd.testing.assert_series_equal(merged.targets, whole.targets)
    for ours, theirs in zip(
        [merged.voice, merged.move, *merged.tones, *merged.scores],
        [whole.voice, whole.move, *whole.tones, *whole.scores],
        strict=True,
    ):
        assert (ours.name, ours.alone) == (theirs.name, theirs.alone)
        pd.testing.assert_frame_equal(ours.table, theirs.table)
