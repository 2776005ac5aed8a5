"""Comparison over frames small enough to work out by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import comparison, scores
from analysis.errors import UserError
from analysis.intervals import Accuracy

SIDES = ("Russia", "Ukraine", "Denmark; Greenland", "")


def statements(*rows: tuple) -> pd.DataFrame:
    """Statements of (side, voice, words, moves, polarity or None, target side)."""
    return pd.DataFrame(
        [
            {
                "article_id": "a", "statement_id": f"a#s{number}", "side": side, "actor": side,
                "source": side, "source_side": side, "voice": voice, "words": words, "moves": moves,
                "makers": (side,) * len(moves), "polarity": polarity or 0.0,
                "scored": polarity is not None, "target": "", "target_side": target,
            }
            for number, (side, voice, words, moves, polarity, target) in enumerate(rows, 1)
        ],
        columns=["article_id", "statement_id", "side", "actor", "source", "source_side", "voice",
                 "words", "moves", "makers", "polarity", "scored", "target", "target_side"],
    )  # fmt: skip


FOUR = statements(
    ("Russia", "direct", 10, ("openness", "refusal"), 0.5, "Ukraine"),
    ("Russia", "indirect", 30, ("openness",), None, "Ukraine"),
    ("Denmark; Greenland", "direct", 5, ("refusal",), -0.2, "United States"),
    ("", "reporter", 15, (), 0.1, ""),
)
# twenty statements each: openness in 16 of Russia's and in 2 of Ukraine's
TWO = statements(
    *[("Russia", "direct", 10, ("openness",) if n < 16 else (), 0.5, "Ukraine") for n in range(20)],
    *[("Ukraine", "direct", 10, ("openness",) if n < 2 else (), -0.5, "") for n in range(20)],
)


def test_groups_count_words_and_voices():
    groups = comparison.compare(FOUR).groups.set_index("group")
    assert list(groups.index) == ["Russia", "unknown", "Denmark", "Greenland"]
    assert groups.words.to_dict() == {"Russia": 40, "unknown": 15, "Denmark": 5, "Greenland": 5}
    assert groups.loc["Russia", list(comparison.VOICES)].tolist() == [0.25, 0.75, 0]
    assert groups.few.all()


def test_moves_lead_back_to_their_statements():
    moves = comparison.compare(FOUR, errors=()).moves.set_index(["group", "move"])
    row = moves.loc[("Russia", "openness")]
    assert (row["count"], row["of"], row.share) == (2, 2, 1.0)
    assert row.per_1000 == 50
    assert row.low < row.share <= row.high
    assert row.low_per_1000 == pytest.approx(row.low * 50)
    assert row.statement_ids == ["a#s1", "a#s2"]
    assert ("unknown", "openness") not in moves.index


def test_measured_errors_correct_a_share_and_widen_its_interval():
    plain = comparison.compare(TWO, errors=()).moves.iloc[0]
    weak = comparison.compare(TWO, errors=[Accuracy(30, 50, 45, 60)]).moves.iloc[0]
    assert weak.share == plain.share == 0.8
    assert weak.estimate == pytest.approx(0.8 * (30 / 50) / (45 / 60))
    assert weak.high - weak.low > plain.high - plain.low


def test_moves_go_toward_their_target():
    toward = comparison.compare(FOUR).toward.set_index(["group", "target", "move"])
    assert toward.loc[("Russia", "Ukraine", "openness"), "count"] == 2
    assert toward.loc[("Denmark", "United States", "refusal"), "statement_ids"] == ["a#s3"]


def test_tone_leaves_out_what_is_not_scored():
    tone = comparison.compare(FOUR).tone.set_index("group")
    assert (tone.loc["Russia", "statements"], tone.loc["Russia", "scored"]) == (2, 1)
    assert tone.loc["Russia", "mean"] == tone.loc["Russia", "median"] == 0.5
    assert np.isnan(tone.loc["Russia", "low"])


def test_a_second_measure_of_tone_stands_beside_the_first():
    both = TWO.assign(vader=-TWO.polarity, vader_scored=True)
    tone = comparison.compare(both).tone.set_index(["group", "measure"])
    assert tone.loc[("Russia", "VADER"), "mean"] == -0.5
    assert len(tone) == 4


def test_targets_count_each_side_of_a_joint_act():
    targets = comparison.compare(FOUR).targets
    assert targets.loc["Russia", "Ukraine"] == 2
    assert targets.loc["Denmark", "United States"] == targets.loc["Greenland", "United States"] == 1
    assert targets.to_numpy().sum() == 4


def test_a_large_difference_is_one_and_a_small_one_is_not():
    found = comparison.compare(TWO, errors=()).differences.set_index(["measure", "label"])
    row = found.loc[("move", "openness")]
    assert (row.group, row.against) == ("Russia", "Ukraine")
    assert (row.value, row.value_against) == (0.8, 0.1)
    assert row.differs
    assert row.low < 0.7 < row.high
    assert found.loc[("tone", "TextBlob"), "differs"]
    assert not found.loc[("voice", "direct"), "differs"]
    assert not comparison.compare(FOUR).differences.differs.any()


def test_a_difference_that_labels_might_make_by_their_errors_is_none():
    unsure = Accuracy(3, 5, 3, 5)
    row = comparison.compare(TWO, errors=[unsure] * 3).differences.iloc[0]
    assert row.label == "openness"
    assert row.q < 0.05
    assert not row.differs


def test_differences_are_to_the_baseline():
    three = pd.concat([TWO, statements(("Denmark", "direct", 10, ("refusal",), 0.1, ""))])
    found = comparison.compare(three, baseline="Ukraine").differences
    assert set(found.against) == {"Ukraine"}
    assert set(found.group) == {"Russia", "Denmark"}
    assert set(comparison.compare(three).differences.against) == {"the rest"}


def test_an_unknown_column_or_baseline_is_named():
    with pytest.raises(UserError, match="no column 'continent'"):
        comparison.compare(FOUR, by="continent")
    with pytest.raises(UserError, match="no group 'France' in 'side'; there are Denmark"):
        comparison.compare(FOUR, baseline="France")
    with pytest.raises(UserError, match="confidence is 95"):
        comparison.compare(FOUR, confidence=95)


# ---- little or strange input: a clear result, or a clear line


def test_no_statements_give_empty_tables_and_say_so():
    result = comparison.compare(statements())
    tables = (result.groups, result.voices, result.moves, result.toward, result.tone,
              result.targets, result.differences)  # fmt: skip
    assert [len(table) for table in tables] == [0] * 7
    assert result.notes == ("There is no statement to compare.",)


def test_one_article_is_described_and_not_compared():
    result = comparison.compare(FOUR, by="article")
    assert list(result.groups.group) == ["a"]
    assert result.differences.empty
    assert "There is one known group, a: nothing to compare it with." in result.notes


def test_a_category_without_statements_is_an_empty_group():
    side = pd.Categorical(TWO.side, ["Ukraine", "France", "Russia"])
    result = comparison.compare(TWO.assign(continent=side), by="continent")
    row = result.groups.set_index("group").loc["France"]
    assert (row.statements, row.words) == (0, 0)
    assert "Groups without any statement: France." in result.notes
    assert set(result.differences.group) == {"Russia"}


def test_a_group_without_quotations_is_named():
    told = TWO.assign(voice=TWO.voice.where(TWO.side == "Russia", "reporter"))
    notes = comparison.compare(told).notes
    assert "Groups without any quoted or reported speech: Ukraine." in notes


def test_without_any_date_there_is_nothing_to_compare_by_month():
    result = comparison.compare(TWO.assign(published=""), by="month")
    assert list(result.groups.group) == ["unknown"]
    assert result.differences.empty
    assert "No statement has a known group: nothing can be compared." in result.notes


def test_months_are_those_of_publication():
    dates = ["2022-12-02"] * 20 + ["2023-01-31"] * 20
    result = comparison.compare(TWO.assign(published=dates), by="month")
    assert list(result.groups.group) == ["2022-12", "2023-01"]


def test_a_group_without_words_has_no_shares():
    frame = pd.concat([TWO, statements(("France", "reporter", 0, (), None, ""))])
    result = comparison.compare(frame.assign(statement_id=range(len(frame))))
    assert "France" not in set(result.voices.group)
    assert result.differences.notna().all().loc[["value", "value_against", "p", "q"]].all()


def test_five_hundred_groups_give_five_hundred_rows():
    many = pd.concat([TWO] * 25, ignore_index=True)
    many = many.assign(group_of=[f"g{n % 500}" for n in range(1000)])
    many = many.assign(statement_id=[f"a#s{n}" for n in range(1000)])
    result = comparison.compare(many, by="group_of")
    assert len(result.groups) == 500
    assert result.groups.few.all()
    assert not result.differences.differs.any()


def test_articles_are_the_units_where_there_are_enough():
    six = pd.concat([TWO.assign(article_id=f"a{n}") for n in range(6)], ignore_index=True)
    six = six.assign(statement_id=[f"a#s{n}" for n in range(len(six))])
    assert comparison.compare(six).unit == "articles"
    assert comparison.compare(TWO).unit == "statements"


@given(st.permutations(range(4)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_statements_changes_nothing(order):
    result, shuffled = comparison.compare(FOUR), comparison.compare(FOUR.iloc[list(order)])
    pd.testing.assert_frame_equal(result.groups, shuffled.groups)
    pd.testing.assert_frame_equal(result.targets, shuffled.targets)
    pd.testing.assert_frame_equal(
        result.moves.drop(columns="statement_ids"), shuffled.moves.drop(columns="statement_ids")
    )


@given(st.lists(st.sampled_from(SIDES), min_size=4, max_size=12))
@settings(max_examples=25, deadline=None)
def test_names_of_two_groups_change_only_the_sign(sides):
    frame = statements(
        *[
            (side, "direct", 10, ("demand",) if n % 3 else (), 0.1 * n, "")
            for n, side in enumerate(sides)
        ]
    )
    swapped = {"Russia": "Ukraine", "Ukraine": "Russia"}
    other = frame.replace({"side": swapped, "actor": swapped, "source_side": swapped})
    other = other.assign(makers=[tuple(swapped.get(m, m) for m in own) for own in other.makers])
    ours, theirs = (
        comparison.compare(f).moves.set_index(["group", "move"]) for f in (frame, other)
    )
    for (group, move), row in ours.iterrows():
        twin = theirs.loc[(swapped.get(group, group), move)]
        assert (row["count"], row["of"], row.low) == (twin["count"], twin["of"], twin.low)


@pytest.mark.parametrize("by", ["side", "actor", "voice"])
def test_a_move_counts_where_its_label_is_right_and_where_makers_are_groups_its_maker(by):
    measured = (scores.MOVES, scores.MAKER) if by != "voice" else (scores.MOVES,)
    given = comparison.compare(TWO, by=by, errors=scores.errors(*measured)).moves
    usual, other = (comparison.compare(TWO, by=by, errors=e).moves for e in (None, ()))
    pd.testing.assert_frame_equal(usual, given)
    assert not usual[["low", "high"]].equals(other[["low", "high"]])
