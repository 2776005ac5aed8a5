"""Figures are tested through the data that they draw and the alt text that they carry."""

import io

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from analysis import figures, measures, style
from analysis.posture import ANY


def groups(number: int = 2) -> pd.DataFrame:
    names = [f"Group {n} with a name of some length" for n in range(number)]
    return pd.DataFrame(
        {"group": names, "words": 1200, "direct": 0.25, "indirect": 0.75, "reporter": 0.0}
    )


def firmness(number: int = 2) -> pd.DataFrame:
    """Each group threatens twice, once on a condition, and is open once, hedged."""
    rows = [
        (f"Group {n} with a name of some length", *rest)
        for n in range(number)
        for rest in (("threat", 2, 1, 0), ("openness", 1, 0, 1), (ANY, 3, 1, 1))
    ]
    return pd.DataFrame(rows, columns=["group", "move", "count", "conditional", "hedged"])


def statements(number: int = 2, each: int = 3) -> pd.DataFrame:
    rows = [
        (f"Group {n} with a name of some length", 0.1 * k, k != 1, "Ann" if k else "", "direct", 10)
        for n in range(number)
        for k in range(each)
    ]
    columns = ["group", "polarity", "scored", "actor", "voice", "words"]
    return pd.DataFrame(rows, columns=columns)


def matrix(number: int = 2) -> pd.DataFrame:
    names = [f"Side {n} of a long name" for n in range(number)]
    return pd.DataFrame(np.arange(number**2).reshape(number, number), index=names, columns=names)


def acts(number: int = 2) -> pd.DataFrame:
    rows = [
        (
            f"Group {n} with a name of some length",
            "a",
            f"a#s{n}",
            5 * n,
            (-1) ** n * 0.5,
            n % 3 == 0,
            n % 4 == 0,
        )
        for n in range(number)
    ]
    columns = ["group", "article_id", "statement_id", "at", "posture", "hedged", "conditional"]
    return pd.DataFrame(rows, columns=columns)


def articles(number: int = 1) -> pd.DataFrame:
    return pd.DataFrame(
        {"article_id": ["a", *(f"b{n}" for n in range(number - 1))],
         "label": "An article with a title that is far too long for its place", "words": 300}
    )  # fmt: skip


def differences(number: int = 2) -> pd.DataFrame:
    rows = [
        (
            "move",
            "threat",
            f"Group {n} with a name of some length",
            "the rest",
            0.2,
            0.05,
            0.35,
            0.01 * n,
            n == 0,
        )
        for n in range(number)
    ]
    columns = ["measure", "label", "group", "against", "difference", "low", "high", "q", "differs"]
    return pd.DataFrame(rows, columns=columns)


def over_time(number: int = 2) -> pd.DataFrame:
    rows = [
        (
            f"Group {n} with a name of some length",
            f"2022-{m:02}",
            0.1 * m,
            0.1 * m - 0.2,
            0.1 * m + 0.2,
        )
        for n in range(number)
        for m in (1, 2, 4)
    ]
    return pd.DataFrame(rows, columns=["group", "period", "mean", "low", "high"])


def shift(number: int = 2) -> pd.DataFrame:
    rows = [(f"word{n}", 3, 1, 0.1 / (n + 1) * (-1) ** n, "warm word, more") for n in range(number)]
    return pd.DataFrame(rows, columns=["word", "count", "count_against", "contribution", "kind"])


DRAWN = {
    "voices": lambda n: figures.voices(groups(n)),
    "moves": lambda n: figures.moves(firmness(n)),
    "targets": lambda n: figures.targets(matrix(n)),
    "tone": lambda n: figures.tone(statements(n), by="group"),
    "tones": lambda n: figures.tone(statements(n).assign(vader=0.1, vader_scored=True), by="group"),
    "posture": lambda n: figures.posture(acts(n), articles(max(1, n))),
    "differences": lambda n: figures.differences(differences(n)),
    "over_time": lambda n: figures.over_time(over_time(n)),
    "word_shift": lambda n: figures.word_shift(shift(n), "one group of a long name", "another"),
    "course": lambda n: figures.course(statements(1, n)),
}


@pytest.mark.parametrize("number", [0, 1, 2, 12, 40, 60])
@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_clipped(name, number):
    axes = DRAWN[name](number)
    figure = axes.figure
    figure.savefig(io.BytesIO())  # lays it out
    frame = figure.bbox.padded(1)
    shown = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    for text in shown:
        box = text.get_window_extent()
        inside = (
            frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
        )
        assert inside or not _is_drawn(text, axes), text.get_text()
    assert figure.alt_text
    assert figure.alt_text.endswith(".")


def _is_drawn(text: Text, axes) -> bool:
    """Ticks outside the limits have labels that are never drawn."""
    ticks = [
        (a, t)
        for a in axes.figure.axes
        for x in (a.xaxis, a.yaxis)
        for t in x.get_major_ticks()
        for a in (x,)
    ]
    for axis, tick in ticks:
        if text in (tick.label1, tick.label2):
            low, high = sorted(axis.get_view_interval())
            return low <= tick.get_loc() <= high
    return True


@pytest.mark.parametrize("name", ["voices", "moves", "tone", "differences", "over_time", "posture"])
def test_what_is_not_drawn_is_said(name):
    figure = DRAWN[name](60).figure
    assert "20 more are not drawn" in figure.alt_text
    assert "20 more are not drawn" in figure.get_supxlabel()


def test_voices_draw_each_share():
    axes = figures.voices(groups(1).assign(group="Russia"))
    assert [round(bar.get_width()) for bar in axes.patches] == [25, 75, 0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Russia\n1,200 words"]
    assert axes.figure.alt_text == (
        "Stacked bars of the share of words in each voice."
        " Russia: 25 % quoted, 75 % reported, 0 % the article’s own."
    )


def test_moves_stand_where_their_conflict_or_cooperation_puts_them():
    axes = figures.moves(firmness(1).assign(group="Russia"))
    drawn = {tuple(dot.get_offsets()[0]) for dot in axes.collections}
    last = len(measures.MOVES)
    assert drawn == {(0, 0), (last - 1, 0), (last + 0.4, 0), (last + 1.4, 0)}
    numbers = {text.get_position()[0]: text.get_text() for text in axes.texts}
    assert numbers == {0: "2", last - 1: "1", last + 0.4: "1", last + 1.4: "1"}
    assert axes.get_yticklabels()[0].get_text() == "Russia (3)"
    assert (
        "Russia: threat 2, openness 1 (3 statements, 1 on a condition, 1 hedged)"
        in axes.figure.alt_text
    )


def test_a_ring_marks_what_is_on_a_condition():
    axes = figures.moves(firmness(1))
    rings = {dot.get_offsets()[0][0]: dot.get_linewidth()[0] > 0 for dot in axes.collections[:2]}
    assert rings == {0: True, len(measures.MOVES) - 1: False}


def test_moves_can_be_those_of_few_groups():
    assert len(figures.moves(firmness(12), most=8).get_yticks()) == 8


def test_targets_count_in_their_cells():
    axes = figures.targets(pd.DataFrame([[0, 4], [1, 0]], index=["a", "b"], columns=["a", "b"]))
    rows = [label.get_text() for label in axes.get_yticklabels()]
    columns = [label.get_text() for label in axes.get_xticklabels()]
    drawn = {
        (rows[t.get_position()[1]], columns[t.get_position()[0]]): t.get_text() for t in axes.texts
    }
    assert drawn == {("a", "b"): "4", ("b", "a"): "1"}
    assert "n = 5 statements" in axes.get_xlabel()


def test_tone_draws_only_what_is_scored():
    axes = figures.tone(statements(1), by="group")
    assert sorted(x for dots in axes.collections for x, _ in dots.get_offsets()) == [0, 0.2]
    assert "median +0.10, 2 of 3 statements scored" in axes.figure.alt_text


def test_a_crowd_is_drawn_as_its_spread():
    crowd = pd.DataFrame({"group": "a", "polarity": np.linspace(-1, 1, 201), "scored": True})
    axes = figures.tone(crowd, by="group")
    ends = [
        segment[:, 0].round(2).tolist()
        for part in axes.collections
        for segment in part.get_segments()
    ]
    assert ends == [[-0.9, 0.9], [-0.5, 0.5]]


def test_posture_goes_through_the_articles():
    two = pd.concat([acts(2), acts(1).assign(article_id="b0")])
    axes = figures.posture(two, articles(2))
    drawn = {tuple(np.round(dots.get_offsets()[0], 3)) for dots in axes.collections[1:]}
    assert drawn == {(0, 1.21), (5, -0.21), (300, 1.21)}  # the first group is the upper row
    assert "2 acts, mean +0.50, 2 hedged, 2 on a condition" in axes.figure.alt_text


def test_differences_are_filled_where_they_survive():
    axes = figures.differences(differences(2))
    dots = axes.collections[1]
    assert dots.get_offsets()[:, 0].tolist() == [20, 20]
    assert [mpl.colors.to_hex(colour) for colour in dots.get_facecolor()] == ["#ffffff", "#0072b2"]
    assert "1 survive" in axes.figure.alt_text
    assert "+20 (+5 to +35)" in axes.figure.alt_text


def test_over_time_keeps_periods_in_order():
    axes = figures.over_time(over_time(1))
    assert axes.lines[0].get_xdata().tolist() == [0, 1, 2]
    assert np.diff(axes.lines[0].get_ydata()).min() > 0
    assert "2022-01 +0.10, 2022-02 +0.20, 2022-04 +0.40" in axes.figure.alt_text


def test_word_shift_draws_contributions_with_their_counts():
    axes = figures.word_shift(shift(2), "a", "b")
    assert [round(bar.get_width(), 3) for bar in axes.patches] == [-5, 10]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["word1 (3:1)", "word0 (3:1)"]
    assert "word0 +10.0 (warm word, more); word1 −5.0" in axes.figure.alt_text


def test_course_goes_through_the_article():
    axes = figures.course(statements(1))
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(0, 10), (10, 10), (20, 10)]
    assert axes.figure.alt_text.endswith("the reporter 10, Ann 20.")


def test_names_are_taken_as_they_are():
    axes = figures.voices(groups(1).assign(group="a $100 deal for $x_1$"))
    axes.figure.savefig(io.BytesIO())
    assert axes.get_yticklabels()[0].get_text().startswith("a $100 deal for $x_1$")


def test_the_same_data_gives_the_same_bytes_whatever_the_users_style():
    first, picture = style.svg(figures.moves(firmness())), style.png(figures.moves(firmness()))
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.hashsalt": None}):
        assert style.svg(figures.moves(firmness())) == first
        assert style.png(figures.moves(firmness())) == picture
    assert picture.startswith(b"\x89PNG")


def test_labels_of_many_scripts_have_letters(recwarn):
    words = ("Зеленський", "中国外交部", "وزارة الخارجية", "한국", "Đặng")
    groups = pd.DataFrame(
        {"group": words, "words": 9, "direct": 1.0, "indirect": 0.0, "reporter": 0.0}
    )
    style.svg(figures.voices(groups))
    assert not [warning for warning in recwarn if "missing from font" in str(warning.message)]
