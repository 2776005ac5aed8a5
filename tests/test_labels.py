"""Labels by hand: read, applied to the words they were given to, counted, and saved."""

import csv
import threading
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import corpus, labels
from analysis.errors import UserError
from analysis.labels import AGREED, COLUMNS

TEXT = (
    "MOSCOW: Russia rejected the ultimatum. “We will never withdraw,” Dmitry Peskov said.\n\n"
    "Ukraine might agree to talks, Ukrainian President Volodymyr Zelenskyy said.\n"
)
HEAD = ",".join(COLUMNS)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "news.txt").write_text(f"Russia rejects an ultimatum\n\n{TEXT}", "utf-8")
    return tmp_path


@pytest.fixture
def statements(folder):
    return analysis.annotate(analysis.read(folder))


def again(folder) -> pd.DataFrame:
    """The statements as a later run has them."""
    return analysis.annotate(analysis.read(folder))


def row_with(statements: pd.DataFrame, words: str) -> pd.Series:
    (found,) = (row for _, row in statements.iterrows() if words in row.text)
    return found


# ---- applied


def test_a_saved_label_takes_the_place_of_the_rules_in_every_later_run(folder, statements):
    row = row_with(statements, "ultimatum")
    labels.save(folder, [labels.label(row, "moves", ["threat", "refusal"], "Ann")])
    found = row_with(again(folder), "ultimatum")
    assert found.moves == ("refusal", "threat")
    assert found.makers == ("Russia", "Russia")
    assert "corrected: moves: refusal → refusal threat, by Ann" in analysis.explain(found)
    others = again(folder).text != row.text
    pd.testing.assert_frame_equal(again(folder)[others], statements[others])


def test_the_comparison_changes_with_a_label(folder, statements):
    row = row_with(statements, "talks")
    labels.save(folder, [labels.label(row, "moves", "threat", "Ann")])
    counts = analysis.compare(again(folder)).moves.set_index(["group", "move"])["count"]
    assert counts["Ukraine", "threat"] == 1
    assert ("Ukraine", "openness") not in counts


def test_who_speaks_for_another_side_takes_its_moves_along(statements):
    row = row_with(statements, "ultimatum")
    spoken = statements[statements.statement_id == row.statement_id].assign(
        side="Russia",
        source_side="Russia",
        moves=[("demand", "refusal")],
        makers=[("Iran", "Russia")],
    )
    found = labels.apply(spoken, [labels.label(row, "side", "Belarus", "Ann")]).iloc[0]
    assert (found.side, found.source_side, found.makers) == (
        "Belarus",
        "Belarus",
        ("Iran", "Belarus"),
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("certainty", "categorical"),
        ("voice", "indirect"),
        ("actor", "Ann Lee"),
        ("target_side", "Iran"),
    ],
)
def test_each_field_can_be_labelled(statements, field, value):
    row = statements.iloc[0]
    found = labels.apply(statements, [labels.label(row, field, value, "Ann")])
    assert found.iloc[0][field] == value
    pd.testing.assert_frame_equal(found.iloc[1:], statements.iloc[1:])


def test_no_moves_at_all_is_a_label_too(statements):
    row = row_with(statements, "ultimatum")
    found = labels.apply(statements, [labels.label(row, "moves", "", "Ann")])
    assert row_with(found, "ultimatum").moves == ()


def test_a_label_of_other_words_is_not_applied(folder, statements):
    row = row_with(statements, "ultimatum")
    one = labels.label(row, "moves", "support", "Ann")
    for other in (
        one._replace(sha256=labels.digest("other words")),
        one._replace(start=row.start + 1),
    ):
        pd.testing.assert_frame_equal(labels.apply(statements, [other]), statements)
        assert labels.tally(statements, [other]).unfit == 1


def test_a_changed_article_gets_no_label_and_the_corpus_says_so(folder, statements):
    labels.save(folder, [labels.label(statements.iloc[0], "moves", "support", "Ann")])
    news = folder / "news.txt"
    news.write_text(news.read_text("utf-8").replace("ultimatum.", "ultimatum on Monday."), "utf-8")
    assert "support" not in {move for moves in again(folder).moves for move in moves}
    (line,) = (line for line in corpus.report(corpus.load(folder)) if line.startswith("not used"))
    assert "there is no such article" in line


# ---- several people


def votes(statements, **said: str) -> list[labels.Label]:
    return [labels.label(statements.iloc[0], "voice", value, who) for who, value in said.items()]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ({"Ann": "direct", "Bo": "direct"}, "direct"),
        ({"Ann": "direct", "Bo": "indirect", "Cy": "direct"}, "direct"),
        ({"Ann": "direct", "Bo": "indirect"}, "reporter"),
        ({"Ann": "direct", "Bo": "direct", AGREED: "indirect"}, "indirect"),
    ],
)
def test_most_decide_and_what_was_agreed_decides_first(statements, said, value):
    statements = statements.assign(voice="reporter")
    assert labels.apply(statements, votes(statements, **said)).voice[0] == value


def test_labels_are_counted(statements):
    first, second, third = (row for _, row in statements.assign(voice="reporter").iterrows())
    given_ = [
        labels.label(first, "voice", "direct", "Ann"),
        labels.label(second, "voice", "reporter", "Ann"),
        labels.label(third, "voice", "direct", "Ann"),
        labels.label(third, "voice", "indirect", "Bo"),
        labels.label(first, "actor", "Ann Lee", "Ann")._replace(sha256="0"),
        labels.label(first, "actor", "Ann Lee", "Ann")._replace(statement_id="other#s1"),
    ]
    statements = labels.apply(statements.assign(voice="reporter"), given_)
    assert labels.tally(statements, given_) == (1, 1, 1, 1, 1, ("Ann", "Bo"))
    assert labels.note(statements, given_) == (
        "Labels given by hand (by Ann, Bo): 1 in place of the rules'; 1 as the rules give them; "
        "1 in dispute, where the rules' are kept; 1 not used, since the text has changed; "
        "1 for articles that are not here."
    )
    assert labels.note(statements, []) == ""


def test_ones_last_word_counts(statements):
    first, last = votes(statements, Ann="direct") + votes(statements, Ann="indirect")
    assert labels.frame([first, last]).value.tolist() == ["indirect"]
    assert labels.apply(statements, [first, last]).voice[0] == "indirect"


# ---- refused


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("a#s1,0,9,h,mood,calm,Ann,", "line 2: no field 'mood'; there are moves, certainty"),
        ("a#s1,0,9,h,moves,demand beg,Ann,", "line 2: no moves 'beg'; there are back_down, blame"),
        ("a#s1,0,9,h,voice,loud,Ann,", "line 2: no voice 'loud'"),
        ("a#s1,x,9,h,voice,direct,Ann,", "line 2: start is 'x', which is no number"),
        ("a#s1,0,,h,voice,direct,Ann,", "line 2: end is '', which is no number"),
        ("a#s1,0,9,h,voice,direct,,", "line 2: who gave the label is missing"),
        ("a#s1,0,9,h,actor,=1+1,Ann,", "line 2: '=1\\+1' is no name"),
        ('a#s1,0,9,h,actor,"Ann\u202eLee",Ann,', "line 2: .* is no name"),
        ("a#s1,0,9,h", "line 2: no field ''"),
    ],
)
def test_a_broken_row_is_named_by_its_line(folder, row, why):
    (folder / labels.LABELS).write_text(f"{HEAD}\n{row}\n", "utf-8")
    with pytest.raises(UserError, match=why):
        analysis.read(folder)


@pytest.mark.parametrize("content", [b"statement_id\nx\n", b"\xff\xfe\x00", b""])
def test_a_file_that_is_no_table_of_labels_is_refused(folder, content):
    (folder / labels.LABELS).write_bytes(content)
    with pytest.raises(UserError, match=r"labels\.csv: (column|cannot be read)"):
        labels.read(folder)


def test_an_actor_without_a_name_is_refused(folder):
    with pytest.raises(UserError, match="the name as it is written is missing"):
        labels.save_actors(folder, [(" ", "Ann Lee", "Iran")])


# ---- saved


def test_an_actor_that_was_saved_speaks_in_every_later_run(folder):
    labels.save_actors(folder, [("Dmitry Peskov", "D. Peskov", "Belarus")])
    labels.save_actors(folder, [("Dmitry Peskov", "Dmitry Peskov", "Kremlin")])
    found = row_with(again(folder), "withdraw")
    assert (found.actor, found.side) == ("Dmitry Peskov", "Kremlin")


def test_what_is_there_stays_as_it_is(folder, statements):
    before = f"note,{HEAD}\r\nmine,{statements.statement_id[0]},0,9,h,actor,Ann,Bo,".encode()
    path = folder / labels.LABELS
    path.write_bytes(before)
    labels.save(folder, [labels.label(statements.iloc[0], "voice", "direct", "Ann", "2026-01-02")])
    assert path.read_bytes().startswith(before)
    with path.open(encoding="utf-8", newline="") as file:
        last = list(csv.DictReader(file))[-1]
    assert (last["note"], last["value"], last["date"]) == ("", "direct", "2026-01-02")
    assert len(labels.read(folder)) == 2


def test_two_who_save_at_once_lose_nothing(folder, statements):
    each = [
        threading.Thread(
            target=labels.save,
            args=(folder, [labels.label(statements.iloc[0], "voice", "direct", f"person {n}")]),
        )
        for n in range(12)
    ]
    for thread in each:
        thread.start()
    for thread in each:
        thread.join()
    assert {one.who for one in labels.read(folder)} == {f"person {n}" for n in range(12)}
    assert {path.name for path in folder.iterdir()} == {"news.txt", labels.LABELS}


def test_a_folder_that_there_is_not_is_one_line(tmp_path):
    with pytest.raises(UserError, match=r"can't write .*labels\.csv: No such file"):
        labels.save(tmp_path / "none", [])


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1).filter(
    lambda name: not name.startswith(labels.FORMULA)
)


@given(value=NAMES, who=NAMES, start=st.integers(0, 9999))
def test_what_is_saved_is_read(tmp_path_factory, value, who, start):
    folder = tmp_path_factory.mktemp("corpus")
    one = labels.Label("a, “b”#s1", start, start + 5, "0" * 16, "actor", value, who)
    labels.save(folder, [one])
    labels.save(folder, [one])
    assert labels.read(folder) == [one, one]


def test_an_article_carries_its_labels(folder, statements):
    labels.save(folder, [labels.label(statements.iloc[0], "voice", "direct", "Ann")])
    (article,) = analysis.read(folder)
    assert [one.field for one in article.labels] == ["voice"]
    pd.testing.assert_frame_equal(analysis.annotate(replace(article, labels=())), statements)


def test_labels_serve_as_the_truth_for_the_rules(statements):
    row = row_with(statements, "ultimatum")
    given_ = [
        labels.label(row, "moves", "threat refusal", "Ann"),
        labels.label(row, "actor", "Iran", "Ann"),
    ]
    found = labels.truth(statements, given_, "moves")
    assert found[["statement_id", "given", "true"]].to_numpy().tolist() == [
        [row.statement_id, row.moves, ("refusal", "threat")]
    ]
    assert labels.truth(statements, given_, "actor")["given"].tolist() == [("none",)]
    assert labels.truth(statements, given_, "voice").empty
