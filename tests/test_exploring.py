"""Choosing, words in context, and a person's changes, without a browser."""

import threading
from functools import cache

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import exploring, labels, widgets
from analysis.errors import UserError
from analysis.exploring import Desk, choose, kwic

ONE = (
    "Russia rejects an ultimatum\n\n"
    "MOSCOW: Russia rejected the ultimatum of *Kyiv*. “We will never withdraw,” Russian spokesman "
    "Dmitry Peskov said.\n"
)
TWO = (
    "Ukraine is open to talks\n\n"
    "KYIV: Ukrainian President Volodymyr Zelenskyy said Ukraine is open to talks. It demanded that "
    "Russia withdraw its troops from the whole of the country at once.\n"
)


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "a.txt").write_text(ONE, "utf-8")
    (tmp_path / "b.txt").write_text(TWO, "utf-8")
    return tmp_path


@pytest.fixture
def desk(corpus) -> Desk:
    return Desk(corpus, analysis.read(corpus))


def begins(rows: pd.DataFrame) -> list[str]:
    return [" ".join(text.split()[:2]) for text in rows.text]


# ---- choosing


def test_nothing_named_is_no_choice(desk):
    pd.testing.assert_frame_equal(choose(desk.statements), desk.statements)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"sides": ["Russia"]}, ["Russia rejected", "“We will"]),
        ({"moves": ["demand"]}, ["It demanded"]),
        ({"moves": ["openness", "demand"]}, ["Ukrainian President", "It demanded"]),
        ({"words": "TALKS"}, ["Ukrainian President"]),
        ({"words": "[", "moves": ["demand"]}, []),
        ({"sides": ["Iran"], "moves": ["demand"], "words": "talks"}, []),
        ({"articles": ["none"], "sides": ["Russia"], "moves": ["demand"]}, []),
        ({"order": "longest first", "words": "withdraw"}, ["It demanded", "“We will"]),
    ],
)
def test_statements_are_chosen(desk, asked, found):
    assert begins(choose(desk.statements, **asked)) == found


def test_an_unknown_order_is_refused(desk):
    with pytest.raises(UserError, match="no order 'mood'; there are as they stand"):
        choose(desk.statements, order="mood")


@cache
def few() -> pd.DataFrame:
    return analysis.annotate(["Russia rejected the ultimatum. It will never yield.", "#", ""])


@given(st.lists(st.sampled_from(list(exploring.ORDERS)), min_size=1), st.text(max_size=3))
def test_a_choice_is_part_of_what_there_is(orders, words):
    for order in orders:
        found = choose(few(), words=words, order=order)
        assert set(found.statement_id) <= set(few().statement_id)
        assert found.statement_id.is_unique


# ---- words in context


def test_a_word_is_found_in_its_contexts(desk):
    found = kwic(desk.statements, "withdr*", around=12)
    assert found[["before", "word", "after"]].to_numpy().tolist() == [
        ["…will never", "withdraw", ",” Russian…"],
        ["…that Russia", "withdraw", "its troops…"],
    ]


@pytest.mark.parametrize("words", ["", " ", "*", "nowhere", "with"])
def test_what_is_no_word_is_not_found(desk, words):
    assert kwic(desk.statements, words).empty


def test_marks_in_a_word_are_letters(desk):
    assert kwic(desk.statements, "(talks").empty
    assert len(kwic(desk.statements, "open  to talks")) == 1


# ---- a person's changes


def test_a_label_changes_the_comparison_at_once(desk):
    seen = []
    desk.watchers.append(lambda: seen.append(len(desk.labels)))
    (row,) = choose(desk.statements, words="demanded").itertuples()
    desk.label(row.statement_id, "moves", ["blame"], "Ann")
    found = exploring.changes(desk.saved, desk.statements).set_index(["side", "move"])
    assert set(found.index) == {("Ukraine", "demand"), ("Ukraine", "blame")}
    assert found.after["Ukraine", "demand"] == found.before["Ukraine", "blame"] == "none"
    assert seen == [1]


def test_an_actor_changes_all_that_he_says(desk):
    desk.name("Dmitry Peskov", "Dmitry Peskov", "Belarus")
    (row,) = choose(desk.statements, words="never withdraw").itertuples()
    assert row.side == "Belarus"
    desk.take_back()
    pd.testing.assert_frame_equal(desk.statements, desk.saved)


def test_what_is_saved_is_there_in_a_later_run(desk, corpus):
    (row,) = choose(desk.statements, words="ultimatum").itertuples()
    desk.label(row.statement_id, "certainty", "categorical", "Ann")
    desk.name("Dmitry Peskov", "D. Peskov", "Kremlin")
    assert [path.name for path in desk.save()] == [labels.LABELS, labels.ACTORS]
    assert desk.changes == []
    assert desk.save() == []
    later = analysis.annotate(analysis.read(corpus))
    pd.testing.assert_frame_equal(later, desk.statements)
    assert exploring.changes(desk.saved, later).empty
    assert (later.certainty[0], later.side[1]) == ("categorical", "Kremlin")


def test_the_next_statement_is_one_that_a_person_has_not_labelled(desk):
    first, second, third, last = desk.statements.statement_id
    for one in (first, third):
        desk.label(one, "moves", "", "Ann")
    assert desk.labelled("moves", "Ann") == {first, third}
    assert desk.next_for(second, "moves", "Ann") == last
    assert desk.next_for(last, "moves", "Ann") == second
    assert desk.next_for(second, "moves", "Bo") == third
    for one in (second, last):
        desk.label(one, "moves", "", "Ann")
    assert desk.next_for(second, "moves", "Ann") == second


def test_what_is_labelled_is_known_after_saving(desk):
    first, second, *_ = desk.statements.statement_id
    desk.label(first, "moves", "", "Ann")
    desk.save()
    desk.label(second, "moves", "", "Ann")
    assert desk.labelled("moves", "Ann") == {first, second}


def test_an_unknown_statement_or_label_changes_nothing(desk):
    for act in (
        lambda: desk.label("none#s1", "moves", "", "Ann"),
        lambda: desk.label(desk.statements.statement_id[0], "moves", "beg", "Ann"),
        lambda: desk.name("", "Ann", "Iran"),
    ):
        with pytest.raises(UserError):
            act()
    assert desk.changes == []


def test_article_text_stays_text(desk):
    shown = desk.marked(choose(desk.statements, words="Kyiv"))
    assert r"\*Kyiv\*" in shown
    assert desk.marked(desk.statements.iloc[:0]) == "No statement is like that."
    assert "… and 3 more." in desk.marked(desk.statements, most=1)


# ---- the controls, without a browser


def test_a_view_shows_the_same_without_widgets(desk, monkeypatch):
    monkeypatch.setattr(widgets, "w", None)
    for view in (
        widgets.statements(desk),
        widgets.words(desk, "talks"),
        widgets.compared(desk),
        widgets.labelling(desk, ""),
    ):
        shown = view._repr_mimebundle_()
        assert set(shown) == {"text/html", "text/markdown", "text/plain"}


def test_a_view_has_controls_where_there_are_widgets(desk):
    assert widgets.WIDGET in widgets.statements(desk)._repr_mimebundle_()


def test_the_comparison_follows_a_label_and_what_it_is_by(desk):
    box = widgets._comparison(desk)
    by, chart, table = box.children
    assert "blame" not in table.children[0].value
    (row,) = choose(desk.statements, words="demanded").itertuples()
    desk.label(row.statement_id, "moves", ["blame"], "Ann")
    assert "blame" in table.children[0].value
    assert "blame 1," in chart.value
    by.value = "actor"
    assert "Dmitry Peskov" in table.children[0].value
    by.value = "article"
    assert "Russia rejects an ultimatum" in table.children[0].value


def test_articles_with_one_title_are_told_by_their_ids(corpus):
    (corpus / "c.txt").write_text(ONE.replace("KYIV", "Kyiv").replace("*Kyiv*", "Kyiv"), "utf-8")
    desk = Desk(corpus, analysis.read(corpus))
    (first, third) = [one.id for one in desk.articles if one.label.startswith("Russia")]
    title = "Russia rejects an ultimatum"
    assert set(desk.titled().article) == {
        f"{title} ({first})", f"{title} ({third})", "Ukraine is open to talks"
    }  # fmt: skip


def test_show_all_takes_every_choice_back(desk):
    controls = widgets._statements(desk).children
    sides, moves = controls[1].children
    words, order, every = controls[2].children
    sides.value, moves.value, words.value = ("Russia",), ("demand",), "troops"
    order.value = "longest first"
    assert controls[3].value == "0 of 4 statements"
    every.click()
    assert controls[3].value == "4 of 4 statements"
    assert (sides.value, moves.value, words.value, order.value) == ((), (), "", "as they stand")


def test_the_controls_label_and_say_what_was_done(desk, corpus):
    controls = widgets.Labelling(desk, "Ann")
    controls.values["moves"].value = ("threat",)
    controls.say(controls._label)
    assert controls.status.value == "Ann has labelled moves of 1 of 4"
    assert "threat" in controls.changed.value
    controls.say(controls._save)
    assert [one.value for one in labels.read(corpus)] == ["threat"]


def test_the_controls_say_what_stands_in_the_way(desk):
    controls = widgets.Labelling(desk, "")
    controls.say(controls._label)
    assert controls.status.value == "<b>label: who gave the label is missing</b>"


def test_who_labels_blind_sees_no_label(desk):
    controls = widgets.Labelling(desk, "Ann")
    controls.blind.value = True
    assert "voice:" not in controls.text.value
    assert "ultimatum" in controls.text.value
    assert controls.values["moves"].value == ()
    controls.field.value = "certainty"
    assert controls.values["certainty"].value is None
    controls.say(controls._label)
    assert controls.status.value.startswith("<b>label: no certainty &#x27;&#x27;")


def test_what_two_threads_change_is_shown_as_it_is_in_the_end(desk, monkeypatch):
    controls = widgets.Labelling(desk, "Ann")
    begun, changed, explain = threading.Event(), threading.Event(), widgets.explain

    def slow(row):
        begun.set()
        changed.wait(0.5)  # not longer: the other thread is to wait for this one
        return explain(row)

    def hide():
        controls.blind.value = True
        changed.set()

    monkeypatch.setattr(widgets, "explain", slow)
    threads = [threading.Thread(target=setattr, args=(controls.field, "value", "certainty"))]
    threads[0].start()
    begun.wait()
    threads.append(threading.Thread(target=hide))
    threads[1].start()
    for thread in threads:
        thread.join()
    assert "voice:" not in controls.text.value


def test_statements_to_label_can_be_looked_for(desk):
    controls = widgets.Labelling(desk, "Ann")
    controls.find.value = "TALKS"
    ((place, only),) = controls.statement.options
    assert place.startswith("2.1 Ukrainian President")
    assert "Ukrainian President" in controls.text.value
    controls.say(controls._next)
    assert controls.statement.value == only
    controls.find.value = "<nothing>"
    assert controls.status.value == "<b>no statement has &lt;nothing&gt;</b>"
    assert len(controls.statement.options) == 1
    controls.find.value = ""
    assert len(controls.statement.options) == 4


def test_what_was_given_to_one_statement_is_no_hint_for_the_next(desk):
    controls = widgets.Labelling(desk, "Ann")
    controls.blind.value = True
    controls.values["moves"].value = ("threat",)
    controls.say(controls._label)
    controls.say(controls._next)
    assert controls.statement.value == desk.statements.statement_id[1]
    assert controls.values["moves"].value == ()


def test_each_field_has_a_control_that_takes_what_the_statement_has(desk):
    controls = widgets.Labelling(desk, "Ann")
    for field in labels.FIELDS:
        controls.field.value = field
        assert controls.values[field].value == desk.statements[field][0]
