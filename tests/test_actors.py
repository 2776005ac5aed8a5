"""Who is named, and for whom each stands: titles, appositions, demonyms, metonyms, pages."""

from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.actors import mentions, roster
from analysis.errors import UserError

SIDES = {
    "title with a demonym": ("French President Ann Lee left.", "Ann Lee", "France"),
    "title with an institution": ("Kremlin spokesman Ann Lee left.", "Ann Lee", "Russia"),
    "ministry": ("Chinese Foreign Ministry spokeswoman Ann Lee left.", "Ann Lee", "China"),
    "organisation": ("NATO Secretary-General Ann Lee left.", "Ann Lee", "NATO"),
    "possessive": ("Turkey’s foreign minister, Ann Lee, left.", "Ann Lee", "Turkey"),
    "apposition": ("Ann Lee, the Danish prime minister, left. Lee sang.", "Ann Lee", "Denmark"),
    "title of": ("Ann Lee of Norway left. Lee sang.", "Ann Lee", "Norway"),
    "party tag": ("Ann Lee, D-Virginia, left.", "Ann Lee", "United States"),
    "party tag in brackets": ("Sen. Ann Lee (R-Texas) left.", "Ann Lee", "United States"),
    "an office of one country": ("Secretary of State Ann Lee left.", "Ann Lee", "United States"),
    "dateline": ("MOSCOW: Foreign Minister Ann Lee left.", "Ann Lee", "Russia"),
    "an expert does not stand for the dateline": ("MOSCOW: Analyst Ann Lee left.", "Ann Lee", ""),
    "nothing told": ("Ann Lee said no.", "Ann Lee", ""),
}


@pytest.mark.parametrize("name", SIDES)
def test_side_of_a_person(name: str) -> None:
    text, actor, side = SIDES[name]
    assert roster(text).resolve(actor) == (actor, side)


def test_a_surname_means_the_one_who_bears_it() -> None:
    people = roster("French President Ann Lee met Danish Prime Minister Bo Ray.")
    assert people.resolve("Lee") == ("Ann Lee", "France")
    assert people.resolve("Ray") == ("Bo Ray", "Denmark")
    assert people.resolve("Nobody") is None


def test_a_surname_that_two_bear_means_neither() -> None:
    people = roster("French President Ann Lee met Danish Prime Minister Bo Lee.")
    assert people.resolve("Lee") is None


def test_the_strongest_evidence_wins() -> None:
    text = "PARIS: Minister Ann Lee sang. German Minister Ann Lee left."
    assert roster(text).resolve("Ann Lee") == ("Ann Lee", "Germany")


def test_rows_of_the_corpus_win() -> None:
    text = "French President Ann Lee left. Lee sang."
    people = roster(text, extra=[("Ann Lee", "Anna Lee", "Spain")])
    assert people.resolve("Lee") == ("Anna Lee", "Spain")
    article = SimpleNamespace(text=text, actors=(("Ann Lee", "", "Spain"),))
    assert roster(article).resolve("Ann Lee") == ("Ann Lee", "Spain")


def test_the_page_fills_only_what_the_article_leaves_open() -> None:
    page = "German Chancellor Ann Lee met Italian Premier Bo Ray."
    article = SimpleNamespace(text="Ann Lee said no. French Minister Bo Ray said yes.", page=page)
    people = roster(article)
    assert people.resolve("Lee") == ("Ann Lee", "Germany")
    assert people.resolve("Ray") == ("Bo Ray", "France")


def test_a_file_of_actors(tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    path.write_text("name,actor,side\nLee,Ann Lee,Spain\n", "utf-8")
    assert roster("Lee said no.", extra=path).resolve("Lee") == ("Ann Lee", "Spain")


def test_a_file_without_its_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    path.write_text("name,side\nLee,Spain\n", "utf-8")
    with pytest.raises(UserError, match="actor"):
        roster("Lee said no.", extra=path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="absent"):
        roster("Lee said no.", extra=tmp_path / "absent.csv")


MENTIONS = {
    "metonym": ("The Kremlin left.", ("Kremlin", "Russia", "metonym")),
    "country": ("Ukraine left.", ("Ukraine", "Ukraine", "country")),
    "demonym": ("Danish troops left.", ("Danish troops", "Denmark", "group")),
    "capital": ("Ankara left.", ("Ankara", "Turkey", "metonym")),
    "institution": ("The Danish Foreign Ministry left.",
        ("Danish Foreign Ministry", "Denmark", "organisation")),
    "role": ("The Russian president left.", ("Russian president", "Russia", "role")),
    "bloc": ("The West left.", ("West", "West", "group")),
    "two sides": ("The foreign ministers of Denmark and Greenland left.",
        ("foreign ministers of Denmark and Greenland", "Denmark; Greenland", "role")),
}  # fmt: skip


@pytest.mark.parametrize("name", MENTIONS)
def test_mention(name: str) -> None:
    text, expected = MENTIONS[name]
    found = mentions(text)
    assert [(m.actor, m.side, m.kind) for m in found] == [expected]


def test_roles_and_pronouns_mean_the_person_named() -> None:
    text = (
        "Russian President Ann Lee arrived. The Kremlin chief sang. She left. The president slept."
    )
    assert {m.actor for m in mentions(text)} == {"Ann Lee"}


def test_a_pronoun_of_the_other_gender_means_somebody_else() -> None:
    text = "Mr. Bo Ray met Ms. Ann Lee. She left."
    assert mentions(text)[-1].actor == "Ann Lee"


@pytest.mark.parametrize("text", ["", "word", "?!.", "Das ist alles sehr gut.", "俄罗斯"])
def test_nobody_named(text: str) -> None:
    assert mentions(text) == []


_PIECES = st.sampled_from(
    ["Ann Lee", "President", "the", "Kremlin", "Danish", "minister", "of", "and", "Russia", "he",
     "she", "it", "said", ",", ".", "D-Texas", "’s", "\n\n", "MOSCOW:", "spokesman", "é"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=30).map(" ".join))
def test_mentions_lie_in_order_and_apart(text: str) -> None:
    found = mentions(text)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert found == mentions(text)


@pytest.mark.parametrize("text", ["the president of", "Foreign Minister", "Mr.", "U.S.", "burmese"])
def test_a_text_may_end_anywhere(text: str) -> None:
    assert all(0 <= m.start < m.end <= len(text) for m in mentions(text))
