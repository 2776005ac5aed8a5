"""Countries, organisations and titles, and the package that the countries come from."""

import pytest

from analysis.gazetteer import is_title, place_at, place_ending, places, title_at
from analysis.lexicon import rows
from analysis.words import words

# Two-letter codes that name no inhabited territory with a foreign policy, or are reserved.
NO_COUNTRY = {
    "AC", "AQ", "BV", "CC", "CP", "CQ", "CX", "DG", "EA", "EU", "EZ", "GS", "HM", "IC", "IO", "QO",
    "TA", "TF", "UM", "UN", "XA", "XB", "ZZ",
}  # fmt: skip


def test_every_country_of_cldr_is_known() -> None:
    babel = pytest.importorskip("babel")
    territories = babel.Locale("en").territories
    names = {
        name.replace("&", "and").replace("’", "'").replace("St. ", "Saint ")
        for code, name in territories.items()
        if len(code) == 2 and code not in NO_COUNTRY
    }
    listed = {row["name"].replace("St. ", "Saint ") for row in rows("places")}
    sides = {row["side"] for row in rows("places")}
    assert {name for name in names if name not in listed | sides and "(" not in name} <= {
        "Congo - Brazzaville",
        "Congo - Kinshasa",
        "Hong Kong SAR China",
        "Macao SAR China",
    }


def test_every_place_leads_to_a_country_that_is_listed() -> None:
    countries = {row["side"] for row in rows("places") if row["kind"] in ("country", "territory")}
    others = {row["side"] for row in rows("places")} - countries
    assert others <= {"European Union", "Kurds"}


def test_the_longest_name_is_taken() -> None:
    length, place = place_at(words("the South Korean army"), 1)
    assert (length, place.side, place.kind) == (2, "South Korea", "demonym")


def test_a_name_that_ends_here() -> None:
    tokens = words("the United States left")
    assert place_ending(tokens, 2).side == "United States"
    assert place_ending(tokens, 3) is None


def test_titles() -> None:
    tokens = words("deputy foreign minister")
    assert title_at(tokens, 0)[1]["rank"] == "deputy"
    assert title_at(words("foreign ministers"), 0)[1]["title"] == "foreign ministers"
    assert is_title("envoy")
    assert not is_title("table")


def test_beyond_the_last_word_there_is_nothing() -> None:
    assert title_at([], 0) is None
    assert place_at([], 0) is None


def test_no_name_is_empty() -> None:
    assert all(key and all(key) for entries in places().values() for key, _ in entries)
