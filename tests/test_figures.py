"""Figures are tested through the data that they draw and the alt text that they carry."""

import io

import matplotlib as mpl
import pandas as pd
import pytest

from analysis import comparison, figures


def groups(number: int = 2) -> pd.DataFrame:
    names = [f"Group {n}" for n in range(number)]
    return pd.DataFrame(
        {"group": names, "words": 1200, "direct": 0.25, "indirect": 0.75, "reporter": 0.0}
    )


MOVES = pd.DataFrame(
    {
        "group": ["Russia", "Russia", "Denmark"],
        "move": ["threat", "openness", "refusal"],
        "count": [2, 1, 3],
    }
)
STATEMENTS = pd.DataFrame(
    {
        "group": ["a", "a", "b"], "polarity": [0.5, 0.0, -0.2], "scored": [True, False, True],
        "actor": ["Ann", "", "Ann"], "voice": ["direct", "reporter", "indirect"], "words": [10, 5, 20],
    }
)  # fmt: skip


def test_voices_draw_each_share():
    axes = figures.voices(groups(1))
    assert [round(bar.get_width()) for bar in axes.patches] == [25, 75, 0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Group 0\n1,200 words"]
    assert axes.figure.alt_text == (
        "Stacked bars of the share of words in each voice."
        " Group 0: 25 % quoted, 75 % reported, 0 % the reporter’s own."
    )


def test_moves_stand_where_their_conflict_or_cooperation_puts_them():
    axes = figures.moves(MOVES)
    drawn = {
        (int(dot.get_offsets()[0][0]), int(dot.get_offsets()[0][1])) for dot in axes.collections
    }
    at = comparison.MOVES.index
    sides = [label.get_text() for label in axes.get_yticklabels()]
    expected = {
        (at(move), sides.index(side)) for side, move in zip(MOVES.group, MOVES.move, strict=True)
    }
    assert drawn == expected
    assert sorted(text.get_text() for text in axes.texts) == ["1", "2", "3"]
    assert "Russia: threat 2, openness 1" in axes.figure.alt_text


def test_tone_draws_only_what_is_scored():
    axes = figures.tone(STATEMENTS, by="group")
    assert sorted(x for dots in axes.collections for x, _ in dots.get_offsets()) == [-0.2, 0.5]
    assert "a: median +0.50, 1 of 2 statements scored" in axes.figure.alt_text


def test_course_goes_through_the_article():
    axes = figures.course(STATEMENTS)
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(0, 10), (10, 5), (15, 20)]
    assert axes.figure.alt_text.endswith("the reporter 5, Ann 30.")


@pytest.mark.parametrize("number", [0, 1, 40])
def test_nothing_is_clipped(number):
    axes = figures.voices(groups(number))
    figure = axes.figure
    figure.savefig(io.BytesIO())  # lays it out
    frame = figure.bbox
    for label in [*axes.get_yticklabels(), axes.xaxis.label]:
        box = label.get_window_extent()
        assert box.x0 >= frame.x0 - 1
        assert box.y0 >= frame.y0 - 1
        assert box.y1 <= frame.y1 + 1


def test_empty_frames_draw_and_say_so():
    assert "No move was found" in figures.moves(MOVES.iloc[:0]).figure.alt_text
    assert figures.svg(figures.course(STATEMENTS.iloc[:0])).startswith("<?xml")


def test_the_same_data_gives_the_same_bytes_whatever_the_users_style():
    first = figures.svg(figures.moves(MOVES))
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.hashsalt": None}):
        assert figures.svg(figures.moves(MOVES)) == first


def test_labels_of_many_scripts_have_letters(recwarn):
    words = ("Зеленський", "中国外交部", "وزارة الخارجية", "한국", "Đặng")
    groups = pd.DataFrame(
        {"group": words, "words": 9, "direct": 1.0, "indirect": 0.0, "reporter": 0.0}
    )
    figures.svg(figures.voices(groups))
    assert not [warning for warning in recwarn if "missing from font" in str(warning.message)]
