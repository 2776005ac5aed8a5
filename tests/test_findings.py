"""Sentences are true of the tables they are made from, and say so where there is nothing to say."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis import comparison, findings, intervals, scores
from analysis.keyness import Keyness

ARTICLES = [
    SimpleNamespace(id="a", title="*One*", outlet="Wire", published="2022-12-02"),
    SimpleNamespace(id="b", title="Two", outlet="", published="2022-12-05"),
]


def statements(*rows: tuple) -> pd.DataFrame:
    """Statements of (side, moves, actor, words)."""
    frame = pd.DataFrame(rows, columns=["side", "moves", "actor", "words"])
    numbers = [str(number) for number in range(1, len(frame) + 1)]
    return frame.assign(
        makers=[(side,) * len(moves) for side, moves in zip(frame.side, frame.moves, strict=True)],
        article_id="a", statement_id=[f"a#s{number}" for number in numbers],
        place=[f"1.{number}" for number in numbers], source=frame.side, source_side=frame.side,
        target="", target_side="", condition="", voice="direct", cue="said", cue_stance="neutral",
        outlet="Wire", polarity=0.1, scored=True,
    )  # fmt: skip


BOTH = statements(
    ("Russia", ("openness", "refusal"), "Ann", 10),
    ("Russia", ("openness",), "Ann", 10),
    ("Denmark; Greenland", ("refusal",), "Bob", 5),
    ("", ("threat",), "", 7),
)


@pytest.fixture(autouse=True)
def measured(monkeypatch):
    """Moves are right in 0.75 of cases, their makers in 0.8."""
    known = {
        scores.MOVES: intervals.Accuracy(75, 100, 75, 100),
        scores.MAKER: intervals.Accuracy(80, 100, 80, 100),
    }
    monkeypatch.setattr(scores, "accuracy", known.get)


def test_title_names_the_two_sides_with_most_moves():
    assert findings.title(ARTICLES, BOTH) == "Russia shows openness and refuses; Denmark refuses"


def test_title_gives_a_name_its_article():
    one = BOTH.head(2).replace("Russia", "United States")
    one = one.assign(makers=[("United States",) * len(m) for m in one.moves])
    assert findings.title(ARTICLES, one) == "The United States shows openness and refuses"


def test_title_without_moves_names_who_is_heard():
    silent = statements(("", (), "Ann", 10), ("", (), "", 30))
    assert findings.title(ARTICLES, silent) == "Ann speaks in 2 articles"
    assert findings.title(ARTICLES, statements(("", (), "", 3))) == "No one is quoted in 2 articles"


def test_bottom_line_leads_to_each_statement_and_says_how_sure_it_is():
    lines = findings.bottom_line(BOTH).splitlines()
    assert len(lines) == 3
    assert lines[0] == (
        "- **Russia** is open and firm at once: it shows openness (very likely:"
        " [1.1](articles/a.html#s1), [1.2](articles/a.html#s2)) and refuses (likely:"
        " [1.1](articles/a.html#s1)). *Confidence is low: 2 statements in 1 article, 2 in its"
        " own words.*"
    )
    assert lines[2].startswith("- **Greenland** refuses (likely: [1.3](articles/a.html#s3)).")


def test_a_condition_is_given_in_its_own_words():
    frame = BOTH.assign(
        moves=[("precondition",), (), (), ()], makers=[("Russia",), (), (), ()],
        condition=["*troops* leave", "", "", ""], condition_start=[13, -1, -1, -1], start=10,
        text="If *troops* leave, talks.",
    )  # fmt: skip
    assert r"sets a condition, “If \*troops\* leave” (likely" in findings.bottom_line(frame)


def test_both_kinds_of_moves_are_told_then_conditions():
    made = dict.fromkeys(["blame", "refusal", "demand", "openness", "precondition"])
    assert findings.told(made) == ["blame", "openness", "precondition"]


@pytest.mark.parametrize(
    ("labels", "word"), [(1, "likely"), (2, "very likely"), (4, "almost certain")]
)
def test_likelihood_grows_with_the_labels(labels, word):
    # right 0.75 x 0.8 = 0.6: 0.6, 0.84, 0.974
    assert findings.likelihood(labels) == word


def test_likelihood_is_not_told_where_it_was_not_measured(monkeypatch):
    monkeypatch.setattr(scores, "accuracy", lambda _: None)
    assert findings.likelihood(3) == ""
    assert "it shows openness ([1.1]" in findings.bottom_line(BOTH)


def test_confidence_needs_statements_articles_and_outlets():
    many = pd.DataFrame({"article_id": list("abc") * 4, "outlet": ["Wire", "Post", ""] * 4})
    assert findings.confidence(many) == "high"
    assert findings.confidence(many.assign(outlet="Wire")) == "moderate"
    assert findings.confidence(many.head(4)) == "low"
    assert findings.confidence(many.assign(article_id="a")) == "low"


def test_bottom_line_without_moves_says_so():
    said = findings.bottom_line(statements(("", (), "Ann", 10)))
    assert said == "No negotiating move was found in these articles. Those heard most are Ann."


def test_subtitle_counts():
    assert (
        findings.subtitle(ARTICLES, BOTH)
        == "2 articles · 32 words · Wire · 2022-12-02 to 2022-12-05"
    )


def test_differences_are_told_only_where_they_survive():
    two = statements(
        *[("Russia", ("openness",) if n < 16 else (), "Ann", 10) for n in range(20)],
        *[("Ukraine", ("openness",) if n < 2 else (), "Bob", 10) for n in range(20)],
    )
    said = findings.differences(comparison.compare(two, errors=()), two)
    assert said.startswith("1 of 1 difference in how often groups make a move survives both chance")
    assert "**Russia** shows openness in 80 % of its statements, Ukraine in 10 %" in said
    assert "[1.1](articles/a.html#s1)" in said
    none = findings.differences(comparison.compare(BOTH), BOTH)
    assert "none survives" in none
    one = BOTH.head(2)
    assert "no two groups" in findings.differences(comparison.compare(one), one)


def test_who_is_not_heard_is_named_with_the_places():
    frame = BOTH.assign(target_side=["Ukraine", "", "", ""])
    said = findings.unheard(frame)
    assert "Talked about without being heard: Ukraine ([1.1](articles/a.html#s1))." in said
    assert "All 4 reporting verbs" in findings.unheard(frame.assign(side="Russia"))
    assert "is also heard" in findings.unheard(BOTH)
    doubting = findings.unheard(frame.assign(cue="claimed", cue_stance="doubting"))
    assert "Russia 2 of 2 doubting (“claimed”)" in doubting


TITLES = {"a": "*One*", "b": "Two"}


def toned(*values: float, of: str = "ab", **columns) -> pd.DataFrame:
    frame = statements(*[("", (), "", 5) for _ in range(10 * len(values))])
    polarity = [value + 0.01 * n for value in values for n in range(10)]
    return frame.assign(
        article_id=[name for name in of[: len(values)] for _ in range(10)],
        polarity=polarity, **columns,
    )  # fmt: skip


def test_tone_differs_only_beyond_chance():
    frame = toned(0.503, -0.103)
    said = findings.tone(comparison.compare(frame, by="article"), frame, TITLES)
    assert r"by TextBlob “\*One\*” is warmer than “Two” (mean +0.55 against −0.06)" in said
    close = toned(0.1, 0.1)
    said = findings.tone(comparison.compare(close, by="article"), close, TITLES)
    assert "does not differ beyond chance" in said


def test_tone_says_what_was_not_scored_and_where_the_measures_disagree():
    frame = toned(0.5, 0.4, scored=[True] * 15 + [False] * 5, vader=-0.5, vader_scored=True,
                  tones_disagree=[True] * 14 + [False] * 6)  # fmt: skip
    said = findings.tone(comparison.compare(frame, by="article"), frame, TITLES)
    assert "no word of 5 of 20 statements (25 %)" in said
    assert "Of 15 statements that TextBlob and VADER both score, 14 have a warm" in said


def test_tone_of_too_little_text_is_not_compared():
    frame = toned(0.5).head(2)
    said = findings.tone(comparison.compare(frame, by="article"), frame, TITLES)
    assert said.startswith("There is too little scored text")


def test_parallels_are_counted_and_their_absence_told():
    two = BOTH.assign(article_id=list("aabb"))
    assert "No statement of one article" in findings.parallels(pd.DataFrame(), two)
    assert "only one article" in findings.parallels(pd.DataFrame(), BOTH)
    found = pd.DataFrame({"similarity": [0.62], "chance": [0.31]})
    assert findings.parallels(found, two).startswith(
        "1 pair of statements from different articles is"
    )


def test_words_that_differ_are_counted_beside_what_chance_gives():
    terms = pd.DataFrame({"term": ["peace", "peace", "war"], "distinctive": [True, False, False]})
    said = findings.words(Keyness(terms, 5, 4.0, "articles"))
    assert said.startswith("1 of the 2 words and phrases that occur at least 3 times differs")
    assert "5 have a z score beyond ±1.96, where chance gives 4 (200 permutations of" in said
    none = Keyness(terms.assign(distinctive=False), 5, 4.0, "articles")
    assert findings.words(none).startswith("None of the 2 words and phrases")
    assert "too little text" in findings.words(Keyness(terms.iloc[:0], 0, 0.0, "articles"))


def test_names_of_one_thing_are_counted():
    aligned = pd.DataFrame(
        {"thing": ["war", "war", "land"], "side": ["A", "B", "A"], "names": [[]] * 3}
    )
    assert findings.names(aligned).startswith("2 things go by several names")
    assert findings.names(aligned.iloc[:0]).startswith("No thing was found")
