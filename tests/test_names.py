"""Contested names: who calls what by which name, and how the text shows it."""

from pathlib import Path

import pytest

import analysis
from analysis import names

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def found(text: str) -> list[tuple[str, str, str, str]]:
    frame = names.contested(analysis.annotate(text))
    return [(row.thing, row.name, row.user, row.marking) for row in frame.itertuples()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyiv called it a sham referendum.", ("vote", "sham referendum", "Kyiv", "calls it")),
        ("Israel built what Palestinians call an apartheid wall.", ("barrier", "apartheid wall", "Palestine", "what X calls")),
        ("China condemned the so-called Republic of China.", ("republic of china", "Republic of China", "the reporter", "so-called")),
        ("Moscow spoke of the “new territories” again.", ("taken territory", "new territories", "the reporter", "scare quotes")),
    ],
)  # fmt: skip
def test_a_marked_name_has_its_thing_and_its_user(text, expected):
    assert expected in found(text)


@pytest.mark.parametrize("text", ["", "#", "The ministers met in Oslo.", "The Cold War ended."])
def test_nothing_is_contested_where_nothing_is_marked(text):
    assert found(text) == []


def test_plain_names_count_once_a_thing_is_contested():
    text = "Moscow denounced the sanctions as economic terrorism."
    assert [row[1:] for row in found(text)] == [
        ("sanctions", "the reporter", "plain use"),
        ("economic terrorism", "Moscow", "calls it"),
    ]


def test_the_seed_names_the_war_twice_and_the_land_twice():
    statements = analysis.annotate(analysis.read(SEEDS))
    frame = names.contested(statements)
    texts = {article.id: article.text for article in analysis.read(SEEDS)}
    assert all(texts[r.article_id][r.start : r.end] == r.name for r in frame.itertuples())
    uses = {(row.thing, row.name, row.user_side) for row in names.rivals(frame).itertuples()}
    assert uses >= {
        ("armed conflict", "special military operation", "Russia"),
        ("armed conflict", "imperial-style war of occupation", "Ukraine; West"),
        ("taken territory", "the new territories", "Russia"),
        ("taken territory", "annexations", ""),
    }
