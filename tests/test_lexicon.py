"""The word lists: readable, without doubles, each row with its source."""

import pytest

import analysis
from analysis.corpus import Article
from analysis.errors import UserError
from analysis.lexicon import FOLDER, OPEN, beside, rows

KEYS = {
    "boilerplate": ("pattern",),
    "certainty": ("phrase",),
    "criticism": ("pattern",),
    "criticism_weights": ("feature",),
    "events": ("phrase", "part_of_speech", "context"),
    "irregular_verbs": ("verb",),
    "moves": ("move", "phrase", "part_of_speech", "context"),
    "operators": ("phrase",),
    "organisations": ("name", "kind"),
    "people_nouns": ("noun",),
    "places": ("name", "kind"),
    "reporting_nouns": ("noun",),
    "reporting_verbs": ("verb",),
    "rival_names": ("phrase",),
    "titles": ("title",),
}


@pytest.mark.parametrize("name", KEYS)
def test_each_row_has_its_source_and_stands_once(name: str) -> None:
    listed = rows(name)
    assert all(row["source"].strip() for row in listed)
    keys = [tuple(row[column] for column in KEYS[name]) for row in listed]
    assert len(set(keys)) == len(keys)


def test_classes_of_the_verbs() -> None:
    verbs = rows("reporting_verbs")
    assert {row["stance"] for row in verbs} == {"neutral", "assertive", "doubting", "conceding"}
    assert {row["kind"] for row in verbs} == {"speech", "thought", "evidence", "act"}
    frames = {frame for row in verbs for frame in row["frames"].split()}
    assert frames == {"clause", "quote", "object", "infinitive", "recipient"}
    assert all(row["forms"].split()[0] == row["verb"].split()[0] for row in verbs)


def test_kinds_of_places() -> None:
    kinds = {row["kind"] for row in rows("places")}
    assert kinds == {"country", "territory", "capital", "city", "demonym"}


def test_no_title_names_a_person() -> None:
    assert all(row["title"] == row["title"].lower() for row in rows("titles"))


def test_each_side_of_a_title_is_a_country_or_an_organisation() -> None:
    known = {row["side"] for row in (*rows("places"), *rows("organisations"))}
    assert {row["side"] for row in rows("titles")} - {""} <= known


def test_lists_are_utf8_with_plain_line_ends() -> None:
    for path in sorted(FOLDER.glob("*.csv")):
        if path.stem in KEYS:
            assert b"\r" not in path.read_bytes()
            path.read_text("utf-8")


def with_lexicons(text: str, **lexicons: tuple[tuple[str, ...], ...]):
    article = Article(id="a", title="A", text=text)
    object.__setattr__(article, "lexicons", tuple(lexicons.items()))
    return analysis.annotate(article).iloc[0]


def test_every_list_is_checked() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(KEYS)


def test_a_user_can_add_a_row() -> None:
    text = "Norway gave Iran the cold fish."
    own = (("refusal", "give ~ cold fish", "verb", "", "mine"),)
    assert "refusal" not in with_lexicons(text).moves
    assert "refusal" in with_lexicons(text, moves=own).moves


def test_a_users_row_takes_the_place_of_the_built_in_ones() -> None:
    text = "Denmark rejected the offer."
    own = (("SUPPORT", "reject", "verb", "", "mine"),)
    assert with_lexicons(text).event_type == "REJECT"
    assert with_lexicons(text, events=own).event_type == "SUPPORT"
    assert with_lexicons("Perhaps.", certainty=(("none", "perhaps", "", ""),)).certainty == "plain"


def test_lexicons_of_a_folder_are_read(tmp_path) -> None:
    assert beside(tmp_path) == ()
    (tmp_path / "moves.csv").write_text("move,phrase\nthreat,red button\n", "utf-8")
    assert beside(tmp_path) == (("moves", (("threat", "red button", "", "", ""),)),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("move\nthreat\n", "line 2: nothing in the column 'phrase'"),
        ("move,phrase\nthreta,red button\n", "line 2: move 'threta' is none of"),
    ],
)
def test_a_wrong_row_is_told_by_its_line(tmp_path, content, said) -> None:
    (tmp_path / "moves.csv").write_text(content, "utf-8")
    with pytest.raises(UserError, match=said):
        beside(tmp_path)


def test_each_open_list_has_the_columns_that_a_user_needs() -> None:
    for name, columns in OPEN.items():
        assert set(columns) <= set(rows(name)[0])
