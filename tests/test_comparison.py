"""Comparison over frames small enough to work out by hand."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import comparison, intervals, scores
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

# what every table below is worked out from
TALKS = statements(
    ("Iran", "direct", 10, ("refusal", "openness"), -0.5, "France"),
    ("Iran", "indirect", 20, ("refusal",), 0.0, "France"),
    ("Iran", "reporter", 10, (), None, ""),
    ("France", "direct", 5, ("openness", "back_down"), 0.4, "Iran; Oman"),
    ("France", "direct", 15, (), 0.2, ""),
    ("", "reporter", 40, ("support",), 0.1, ""),
).assign(article_id=list("aabbbc"))
TABLES = {
    "groups": (
        "group articles statements words direct indirect reporter few",
        ("Iran", 2, 3, 40, 0.25, 0.5, 0.25, True),
        ("unknown", 1, 1, 40, 0, 0, 1, True),
        ("France", 1, 2, 20, 1, 0, 0, True),
    ),
    "voices": (
        "group voice words of share",
        ("France", "direct", 20, 20, 1), ("France", "indirect", 0, 20, 0),
        ("France", "reporter", 0, 20, 0), ("Iran", "direct", 10, 40, 0.25),
        ("Iran", "indirect", 20, 40, 0.5), ("Iran", "reporter", 10, 40, 0.25),
        ("unknown", "direct", 0, 40, 0), ("unknown", "indirect", 0, 40, 0),
        ("unknown", "reporter", 40, 40, 1),
    ),
    "moves": (
        "group move count of effective share estimate per_1000 statement_ids",
        ("France", "back_down", 1, 2, 2, 1 / 2, 1 / 2, 50, ["a#s4"]),
        ("France", "openness", 1, 2, 2, 1 / 2, 1 / 2, 50, ["a#s4"]),
        ("Iran", "refusal", 2, 3, 3, 2 / 3, 2 / 3, 50, ["a#s1", "a#s2"]),
        ("Iran", "openness", 1, 3, 3, 1 / 3, 1 / 3, 25, ["a#s1"]),
        ("unknown", "support", 1, 1, 1, 1, 1, 25, ["a#s6"]),
    ),
    "toward": (
        "group target move count of share estimate per_1000 statement_ids",
        ("France", "Iran; Oman", "back_down", 1, 2, 1 / 2, 1 / 2, 50, ["a#s4"]),
        ("France", "Iran; Oman", "openness", 1, 2, 1 / 2, 1 / 2, 50, ["a#s4"]),
        ("Iran", "France", "openness", 1, 3, 1 / 3, 1 / 3, 25, ["a#s1"]),
        ("Iran", "France", "refusal", 2, 3, 2 / 3, 2 / 3, 50, ["a#s1", "a#s2"]),
        ("unknown", "unknown", "support", 1, 1, 1, 1, 25, ["a#s6"]),
    ),
    "tone": (
        "group measure statements scored mean q25 median q75",
        ("France", "TextBlob", 2, 2, 0.3, 0.25, 0.3, 0.35),
        ("Iran", "TextBlob", 3, 2, -0.25, -0.375, -0.25, -0.125),
        ("unknown", "TextBlob", 1, 1, 0.1, 0.1, 0.1, 0.1),
    ),
}  # fmt: skip
RATES = ["share", "estimate", "low", "high", "per_1000", "low_per_1000", "high_per_1000"]
COLUMNS = {
    "groups": "group articles statements words direct indirect reporter few".split(),
    "voices": "group voice words of share low high".split(),
    "moves": ["group", "move", "count", "of", "effective", *RATES, "statement_ids"],
    "toward": ["group", "target", "move", "count", "of", *RATES, "statement_ids"],
    "tone": "group measure statements scored mean low high q25 median q75".split(),
    "differences": "measure label group against value value_against difference low high p q "
    "differs".split(),
}


def bunched() -> pd.DataFrame:
    """Six articles a side, each of 1 to 6 statements that are all alike."""
    alike = {True: ("direct", 8, ("demand",)), False: ("indirect", 8, ())}
    rows = {
        (article, side, number): (side, *alike[article % 2 == 1], (number + (side == "Iran")) / 10, "")
        for article in range(6)
        for side in ("Iran", "France")
        for number in range(article + 1)
    }  # fmt: skip
    return statements(*rows.values()).assign(article_id=[f"a{article}" for article, *_ in rows])


@pytest.mark.parametrize("name", TABLES)
def test_a_table_worked_out_by_hand(name):
    columns, *rows = TABLES[name]
    found = getattr(comparison.compare(TALKS, errors=()), name)[columns.split()]
    expected = pd.DataFrame(rows, columns=columns.split())
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


@pytest.mark.parametrize("frame", [TALKS, TALKS.iloc[:0]], ids=["talks", "nothing"])
@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_its_columns_in_their_order_also_without_rows(name, frame):
    assert list(getattr(comparison.compare(frame), name)) == COLUMNS[name]


def test_targets_are_a_table_of_sides_without_gaps():
    targets = comparison.compare(TALKS).targets
    assert targets.to_dict("index") == {
        "France": {"France": 0, "Iran": 1, "Oman": 1}, "Iran": {"France": 2, "Iran": 0, "Oman": 0},
    }  # fmt: skip


def test_a_comparison_knows_how_it_was_made():
    result = comparison.compare(TALKS, "article", baseline="b", confidence=0.9)
    assert (result.by, result.baseline, result.confidence) == ("article", "b", 0.9)
    assert set(result.differences.against) == {"b"}
    usual = comparison.compare(TALKS)
    assert (usual.by, usual.baseline, usual.confidence) == ("side", "", 0.95)


def sizes_of(toward: pd.DataFrame, moves: pd.DataFrame) -> list[float]:
    effective = {(row.group, row.move): row.effective for row in moves.itertuples()}
    return [effective[row.group, row.move] for row in toward.itertuples()]


@pytest.mark.parametrize("errors", [(), (Accuracy(30, 50, 45, 60),)], ids=["none", "weak"])
@pytest.mark.parametrize("confidence", [0.5, 0.95])
@pytest.mark.parametrize("frame", [TALKS, bunched()], ids=["statements", "articles"])
def test_a_moves_interval_is_that_of_the_statements_it_counts_for(frame, confidence, errors):
    """Toward a target they count for as many, and the target must be right too."""
    result = comparison.compare(frame, confidence=confidence, errors=errors)
    target = scores.errors(scores.TARGET) if errors else ()
    words = result.groups.set_index("group").words
    for table, sizes, wrong in (
        (result.moves, result.moves.effective, errors),
        (result.toward, sizes_of(result.toward, result.moves), (*errors, *target)),
    ):
        assert len(table)
        for (_, row), size in zip(table.iterrows(), sizes, strict=True):
            found = intervals.share(row.share * size, size, wrong, confidence)
            assert [row.estimate, row.low, row.high] == pytest.approx(
                [found.value, found.low, found.high]
            )
            per = 1000 * row["of"] / words[row.group]
            assert [row.per_1000, row.low_per_1000, row.high_per_1000] == pytest.approx(
                [row.share * per, row.low * per, row.high * per]
            )


def test_statements_that_come_in_bunches_count_for_fewer():
    found = comparison.compare(bunched(), errors=())
    assert found.unit == "articles"
    assert found.moves["of"].tolist() == [21, 21]
    assert found.moves["count"].tolist() == [12, 12]
    assert found.moves.effective.between(1, 6).all()
    direct = found.voices.query("voice == 'direct'")
    assert direct.share.tolist() == pytest.approx([12 / 21] * 2)
    # its words come in the same bunches, so that they tell hardly more
    assert direct.low.tolist() == pytest.approx(found.moves.low.tolist(), abs=0.02)
    assert direct.high.tolist() == pytest.approx(found.moves.high.tolist(), abs=0.02)


def test_where_articles_are_the_units_tone_is_the_mean_of_their_means():
    """Of an article's statements, scored 0, 0.1 …, the means are 0, 0.05 … to 0.25."""
    tone = comparison.compare(bunched()).tone.set_index("group").loc["France"]
    means = intervals.mean([0, 0.05, 0.1, 0.15, 0.2, 0.25])
    assert [tone["mean"], tone.low, tone.high] == pytest.approx(
        [means.value, means.low, means.high]
    )
    assert (tone.statements, tone.scored) == (21, 21)
    assert [tone.q25, tone["median"], tone.q75] == pytest.approx([0, 0.1, 0.3])


@pytest.mark.parametrize("name", ["voices", "moves", "toward", "tone", "differences"])
def test_more_confidence_widens_every_interval(name):
    frame = bunched()
    sure, unsure = (getattr(comparison.compare(frame, confidence=c), name) for c in (0.99, 0.5))
    wide, narrow = (table.high - table.low for table in (sure, unsure))
    assert len(wide) == len(narrow)
    assert (wide >= narrow).all()
    assert (wide > narrow).any()


def test_a_comparison_shows_its_groups_moves_and_notes():
    weak = [Accuracy(30, 50, 45, 60)]
    shown = comparison.compare(TALKS, confidence=0.6, errors=weak)._repr_markdown_()
    assert re.sub("-+", "-", shown) == SHOWN


def test_a_comparison_is_named_in_three_lines():
    assert repr(comparison.compare(TALKS)) == (
        "Comparison by side, with statements: Iran (3), unknown (1), France (2)\n"
        "Tables: groups, voices, moves, toward, targets, tone, differences\n"
        "Groups with fewer than 10 statements: France, Iran."
    )


SHOWN = r"""
| Side | Articles | Statements | Words | Quoted | Reported | Reporter’s own |
|:-|-:|-:|-:|-:|-:|-:|
| Iran | 2 | 3 | 40 | 25 % | 50 % | 25 % |
| unknown | 1 | 1 | 40 | 0 % | 0 % | 100 % |
| France | 1 | 2 | 20 | 100 % | 0 % | 0 % |

| Side | Move | Statements | Share | Corrected | 60 % interval |
|:-|:-|-:|-:|-:|-:|
| France | back down | 1 of 2 | 50 % | 40 % | 19 to 59 % |
| France | openness | 1 of 2 | 50 % | 40 % | 19 to 59 % |
| Iran | refusal | 2 of 3 | 67 % | 53 % | 33 to 67 % |
| Iran | openness | 1 of 3 | 33 % | 27 % | 14 to 47 % |
| unknown | support | 1 of 1 | 100 % | 80 % | 41 to 80 % |

Corrected and interval take the labels’ measured errors into account\.

Groups with fewer than 10 statements\: France, Iran\.
""".strip()


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
    groups = "no group 'France' in 'side'; there are Denmark, Greenland, Russia, unknown$"
    with pytest.raises(UserError, match=groups):
        comparison.compare(FOUR, baseline="France")


@pytest.mark.parametrize("confidence", [0.49, 1, 1.5, 95])
def test_a_confidence_out_of_bounds_is_named(confidence):
    said = f"^confidence is {confidence}; it must be from 0.5 to below 1$"
    with pytest.raises(UserError, match=said):
        comparison.compare(FOUR, confidence=confidence)
    assert comparison.compare(FOUR, confidence=0.5).confidence == 0.5


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("", "none"),
        ("a", "a"),
        ("abcdefgh", "a, b, c, d, e, f, g, h"),
        ("abcdefghij", "a, b, c, d, e, f, g, h and 2 more"),
    ],
)
def test_a_long_list_of_names_is_cut(names, said):
    assert comparison.listed(list(names)) == said


def told(side: str, times: int, voice: str = "direct", moves: tuple = ("demand",)) -> list[tuple]:
    return [(side, voice, 10, moves, None, "")] * times


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        ([], ["There is no statement to compare."]),
        (told("", 12), ["No statement has a known group: nothing can be compared."]),
        (
            told("Iran", 10) + told("", 1),
            ["There is one known group, Iran: nothing to compare it with."],
        ),
        (told("Iran", 10) + told("Oman", 10) + told("", 1, "reporter"), []),
        (
            told("Iran", 9) + told("Oman", 1),
            ["Groups with fewer than 10 statements: Iran, Oman."],
        ),
        (
            told("Oman", 10, "reporter") + told("Iran", 11, "reporter") + told("Qatar", 10),
            ["Groups without any quoted or reported speech: Iran, Oman."],
        ),
        (
            told("Iran", 10, moves=()) + told("Oman", 10, moves=()),
            ["No negotiating move was found."],
        ),
    ],
)
def test_notes_say_what_tables_cannot_show(rows, notes):
    assert comparison.compare(statements(*rows)).notes == tuple(notes)


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
    assert result.notes == ("Groups without any statement: France.",)
    france = result.tone.set_index("group").loc["France"]
    assert (france.statements, france.scored) == (0, 0)
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


@pytest.mark.parametrize(("words", "share"), [(0, 0), (1, 1)])
def test_a_group_of_one_word_or_none_has_its_share_and_rate(words, share):
    result = comparison.compare(statements(("Oman", "direct", words, ("demand",), None, "")))
    assert result.groups.loc[0, ["direct", "indirect", "reporter"]].tolist() == [share, 0, 0]
    assert result.moves.loc[0, "per_1000"] == result.toward.loc[0, "per_1000"] == 1000


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
