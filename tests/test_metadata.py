"""Dates, outlets, authors and languages are found or missing, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import metadata


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-12-03", "2022-12-03"),
        ("2022-12-03T23:30:00+02:00", "2022-12-03"),
        ("3 December 2022", "2022-12-03"),
        ("Published: Dec. 3rd, 2022, 14:05 GMT | 5 min read", "2022-12-03"),
        ("Sat, 03 Dec 2022 10:00:00 GMT", "2022-12-03"),
        ("20221203", "2022-12-03"),
        ("31.12.2022", "2022-12-31"),
        ("12/31/2022", "2022-12-31"),
        ("05/05/2022", "2022-05-05"),
        ("Published 5 December 2022 Updated 3 January 2023", "2022-12-05"),
        # not sure: missing
        ("03/12/2022", ""),
        ("December 2022", ""),
        ("3 December", ""),
        ("2022-13-40", ""),
        ("yesterday", ""),
        ("may 22", ""),
        ("", ""),
    ],
)
def test_dates(text, day):
    assert metadata.iso_date(text) == day


@pytest.mark.parametrize(
    ("value", "day"),
    [("1670025600", "2022-12-03"), ("1670025600000", "2022-12-03"), ("17", ""), ("n/a", "")],
)
def test_dates_of_columns(value, day):
    assert metadata.column_date(value) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2022/12/03/talks", "2022-12-03"),
        ("https://a.example/world/2022/dec/03/talks", "2022-12-03"),
        ("https://a.example/talks-20221203.html", "2022-12-03"),
        ("https://a.example/world-63832101", ""),
        ("https://a.example/2022/12/talks", ""),
    ],
)
def test_dates_of_addresses(url, day):
    assert metadata.url_date(url) == day


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.paper.example/x", "paper.example"),
        ("https://arab.news/2ekaw", "arab.news"),
        ("www.paper.example/x", "paper.example"),
        ("https://bit.ly/3x", ""),
        ("https://web.archive.org/web/20221203000000/https://www.paper.example/x", "paper.example"),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_outlets(url, outlet):
    assert metadata.outlet(url) == outlet


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("by ANN LEE in Moscow", "ANN LEE"),
        ("Written by Jean-Luc O’Hara – 3 May 2022", "Jean-Luc O’Hara"),
        ("By Ann Lee and Bo Ek for The Paper", "Ann Lee and Bo Ek"),
        ("By Ann Lee (Reuters)", "Ann Lee"),
        ("", ""),
    ],
)
def test_authors(byline, author):
    assert metadata.author(byline) == author


ENGLISH = "The minister of foreign affairs said that the talks in Geneva were over, and that he would not return to the table."
FRENCH = "Le ministre des affaires étrangères a déclaré que les négociations à Genève étaient terminées et qu’il ne reviendrait pas."
SPANISH = "El ministro de asuntos exteriores dijo que las negociaciones en Ginebra habían terminado y que no volvería a la mesa."
RUSSIAN = "Министр иностранных дел заявил, что переговоры в Женеве завершены и что он не вернется за стол переговоров, пока противник не отведет свои войска и не снимет все требования."
CHINESE = "外交部长表示，日内瓦的谈判已经结束，在对方撤军并放弃全部要求之前，他不会重返谈判桌。双方没有达成任何协议，谈判何时恢复尚不清楚。"


@pytest.mark.parametrize(
    ("text", "code"),
    [(ENGLISH, "en"), (FRENCH, "fr"), (SPANISH, "es"), (RUSSIAN, "ru"), (CHINESE, "zh")],
)
def test_languages(text, code):
    assert metadata.language(text) == code


@pytest.mark.parametrize("text", ["", "#", "No.", "Le ministre a dit non."])
def test_too_little_text_has_no_language(text):
    assert metadata.language(text) == ""


def test_the_source_tells_the_language_of_a_short_text():
    assert metadata.language("Non.", told="fr-FR") == "fr"
    assert metadata.language("Non.", told="French") == ""


@given(st.text())
def test_any_text_is_taken(text):
    assert metadata.iso_date(text) == "" or len(metadata.iso_date(text)) == 10
    assert isinstance(metadata.author(text), str)
    assert isinstance(metadata.outlet(text), str)
