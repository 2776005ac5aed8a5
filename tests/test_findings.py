"""Sentences are true of the tables they are made from, and say so where there is nothing to say."""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from analysis import findings
from analysis.keyness import Keyness

ARTICLES = [
    SimpleNamespace(id="a", title="*One*", outlet="Wire", published="2022-12-02"),
    SimpleNamespace(id="b", title="Two", outlet="", published="2022-12-05"),
]


def statements(*rows: tuple) -> pd.DataFrame:
    """Statements of (source side, moves, actor, words)."""
    frame = pd.DataFrame(rows, columns=["source_side", "moves", "actor", "words"])
    numbers = [str(number) for number in range(1, len(frame) + 1)]
    makers = [
        (side,) * len(moves) for side, moves in zip(frame.source_side, frame.moves, strict=True)
    ]
    return frame.assign(
        makers=makers,
        statement_id=[f"a#s{number}" for number in numbers],
        place=[f"1.{number}" for number in numbers],
    )


BOTH = statements(
    ("Russia", ("openness", "refusal"), "Ann", 10),
    ("Russia", ("openness",), "Ann", 10),
    ("Denmark; Greenland", ("refusal",), "Bob", 5),
    ("", ("threat",), "", 7),
)


def test_title_names_the_two_sides_with_most_moves():
    assert findings.title(ARTICLES, BOTH) == "Russia shows openness and refuses; Denmark refuses"


def test_title_without_moves_names_who_is_heard():
    silent = statements(("", (), "Ann", 10), ("", (), "", 30))
    assert findings.title(ARTICLES, silent) == "Ann speaks in 2 articles"
    assert findings.title(ARTICLES, statements(("", (), "", 3))) == "No one is quoted in 2 articles"


def test_bottom_line_leads_to_each_statement_it_counts():
    lines = findings.bottom_line(BOTH).splitlines()
    assert len(lines) == 3
    assert lines[0] == (
        "- **Russia** is open and firm at once: it shows openness ([1.1](articles/a.html#s1),"
        " [1.2](articles/a.html#s2)) and refuses ([1.1](articles/a.html#s1))."
    )
    assert lines[2] == "- **Greenland** refuses ([1.3](articles/a.html#s3))."


def test_bottom_line_without_moves_says_so():
    said = findings.bottom_line(statements(("", (), "Ann", 10)))
    assert said == "No negotiating move was found in these articles. Those heard most are Ann."


def test_subtitle_counts():
    assert (
        findings.subtitle(ARTICLES, BOTH)
        == "2 articles · 32 words · Wire · 2022-12-02 to 2022-12-05"
    )


def tone(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["group", "statements", "scored", "mean", "low", "high"])


TITLES = {"a": "*One*", "b": "Two"}


def test_tone_differs_only_where_intervals_are_apart():
    apart = findings.tone(tone(("a", 10, 8, 0.5, 0.4, 0.6), ("b", 10, 10, -0.1, -0.2, 0.1)), TITLES)
    assert r"“\*One\*” is warmer than that of “Two”" in apart
    assert "no word of 2 of 20 statements (10 %)" in apart
    close = findings.tone(tone(("a", 9, 9, 0.5, 0.0, 0.6), ("b", 9, 9, 0.1, -0.2, 0.2)), TITLES)
    assert "do not differ" in close


def test_tone_of_too_little_text_is_not_compared():
    few = findings.tone(
        tone(("a", 2, 2, 0.5, np.nan, np.nan), ("b", 0, 0, np.nan, np.nan, np.nan)), TITLES
    )
    assert few.startswith("There is too little scored text")


def test_method_says_when_there_is_little_text():
    assert "4 statements in all" in findings.method(BOTH)
    assert "in all" not in findings.method(pd.concat([BOTH] * 60))


def test_colophon_gives_the_command():
    assert 'make report CORPUS=seeds ARTICLES="a b"' in findings.colophon("../seeds", ARTICLES)


def test_words_that_differ_are_counted():
    terms = pd.DataFrame({"term": ["peace", "peace", "war"], "distinctive": [True, False, False]})
    said = findings.words(Keyness(terms, 5, 4.0, "articles"))
    assert said.startswith(
        "1 word or phrase of 2 that occur at least 3 times differs beyond chance"
    )
    none = Keyness(terms.assign(distinctive=False), 5, 4.0, "articles")
    assert "No word or phrase differs" in findings.words(none)
