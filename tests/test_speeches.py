"""Speeches: what nobody else says in a text is its author's, where the author is an actor."""

from dataclasses import replace

import pytest

import analysis
from analysis import articles, people, speeches

TEXT = (
    "We condemn the attack on our ships. Iran must stop. Iran threatened Fiji."
    " Peace is threatened everywhere. Chad's president, Ann Lee, said: “We refuse.”"
)


def _of(author: str, text: str = TEXT):
    return analysis.annotate(articles.Article(id="a", title="", text=text, author=author))


@pytest.mark.parametrize(
    ("author", "who"),
    [
        ("France", ("France", "France")),
        ("Ann Lee", ("Ann Lee", "Chad")),
        ("Bo Ray", ("Bo Ray", "Peru")),
        ("Cy Fox, Reuters", ("", "")),
        ("France 24", ("", "")),
        ("", ("", "")),
    ],
)
def test_an_author_who_is_an_actor_speaks(author, who):
    text = "Chad's president, Ann Lee, left. Cy Fox said so."
    roster = people.roster(text, extra=[("Bo Ray", "Bo Ray", "Peru")])
    assert speeches.speaker(author, roster) == who


def test_what_nobody_else_says_is_the_authors():
    rows = _of("Fiji")
    assert rows.actor.tolist() == ["Fiji", "Fiji", "Fiji", "Fiji", "Ann Lee"]
    assert rows.side.tolist()[-1] == "Chad"
    assert rows.voice.tolist() == [*["reporter"] * 4, "direct"]


def test_what_is_said_is_the_speakers_and_what_is_told_its_doers():
    rows = _of("Fiji")
    made = [dict(zip(row.moves, row.makers, strict=True)) for row in rows.itertuples()]
    assert made[0]["blame"] == "Fiji"
    assert made[1]["demand"] == "Fiji"
    assert made[2]["threat"] == "Iran"
    assert made[3].get("threat", "") != "Fiji"
    assert made[4]["refusal"] == "Chad"


def test_a_journalists_text_is_the_reporters():
    told, own = _of(""), _of("Cy Fox")
    columns = ["actor", "side", "makers", "source", "voice"]
    assert told[columns].equals(own[columns])


def test_explaining_a_speech_names_its_author():
    article = articles.Article(id="a", title="", text="We welcome the talks.", author="Fiji")
    said = analysis.explain(analysis.annotate(article).iloc[0])
    assert "Fiji (“Fiji”)" in said
    assert analysis.annotate(replace(article, text="")).empty
