"""The word lists: readable, without doubles, each row with its source."""

import pytest

from analysis.lexicon import FOLDER, rows

KEYS = {
    "organisations": ("name", "kind"),
    "places": ("name", "kind"),
    "reporting_verbs": ("verb",),
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
