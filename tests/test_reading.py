"""A reading page keeps every word, marks what the tables hold, and notes each mark."""

import html
import re
import subprocess

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis import reading
from analysis.corpus import Article
from analysis.programs import pandoc


def rendered(source: str) -> str:
    return subprocess.run(
        [pandoc(), "--from", "markdown", "--to", "html", "--wrap=none"],
        input=source, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


def plain(source: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", source)).split())


def page(text: str, **options) -> str:
    return rendered(
        reading.page(text, analysis.annotate(text), analysis.quotations(text), **options)
    )


def article_text(made: str) -> str:
    """The article's words as the page shows them: no legend, no notes, numbers or ways back."""
    made = re.sub(r'(?s)<a[^>]*class="back"[^>]*>.*?</a>', "", made)
    body = made[made.index('class="reading"') :].partition(">")[2]
    body = re.sub(r'(?s)<div class="notes">.*?</div>', "", body)
    body = re.sub(r'<(a|span)[^>]*class="number"[^>]*>\d+</\1>', "", body)
    return plain(body)


TEXT = (
    "KYIV: Ann Lee, the British minister, said: “We *may* open talks, but only if Russia"
    " withdraws.” Russia rejected her “peace plan” on Monday.\n\nIt will never negotiate [now]."
)


SENTENCES = (
    "Ann Lee, the British minister, said: “We *may* open talks, but only if Russia withdraws.”",
    "Russia rejected her “peace plan” on Monday.",
    "It will never negotiate [now].",
)


def statements() -> pd.DataFrame:
    """Three statements whose labels were made by hand."""
    rows = [
        ("a#s1", "Ann Lee", "United Kingdom", "direct", ("openness", "precondition"),
         ("United Kingdom",) * 2, "hedged", "Russia",
         {"openness": ("open talks",), "precondition": ("only if",), "certainty": ("may",)}),
        ("a#s2", "", "", "reporter", ("refusal",), ("Russia",), "plain", "",
         {"refusal": ("rejected",)}),
        ("a#s3", "", "", "reporter", (), (), "categorical", "", {"certainty": ("never",)}),
    ]  # fmt: skip
    names = "statement_id actor side voice moves makers certainty target_side evidence"
    frame = pd.DataFrame(rows, columns=names.split()).assign(text=SENTENCES, article_id="a")
    start = frame.text.map(TEXT.index)
    return frame.assign(start=start, end=start + frame.text.str.len())


@pytest.fixture(scope="module")
def made() -> str:
    quotations = pd.DataFrame(
        {
            "content_spans": [[(TEXT.index(" “We"), TEXT.index(" Russia rejected"))]],
            "voice": ["direct"],
        }
    )
    return rendered(reading.page(TEXT, statements(), quotations))


def test_every_word_is_there_in_order(made):
    assert article_text(made) == " ".join(TEXT.split())


def test_words_carry_their_marks(made):
    for kind, words in (
        ("hedge", "may"), ("move", "open talks"), ("move", "only if"), ("move", "rejected"),
        ("booster", "never"), ("contested", "peace plan"),
    ):  # fmt: skip
        assert f'<span class="{kind}">{words}</span>' in made, words
    assert '<span class="direct">“We *<span class="hedge">may</span>*' in made


def test_statements_can_be_filtered_by_kind_and_speaker(made):
    assert (
        '<span id="s1" class="statement" data-kinds="direct hedge move openness precondition" data-who="p1">'
        in made
    )
    assert '<span id="s2" class="statement" data-kinds="move contested refusal">' in made
    assert '<span id="s3" class="statement" data-kinds="booster">' in made


def test_each_mark_has_its_note(made):
    notes = [plain(note) for note in re.findall(r"<li>(.*?)</li>", made)]
    assert notes == [
        "1 Ann Lee (United Kingdom), quoted, toward Russia; openness “open talks”;"
        " precondition “only if”; hedged “may”. briefing",
        "2 refusal by Russia “rejected”; contested name “peace plan”. briefing",
        "3 categorical “never”. briefing",
    ]


def test_notes_and_statements_lead_to_each_other(made):
    assert re.findall(r'href="#(n\d)"', made) == ["n1", "n2", "n3"]
    assert re.findall(r'href="#(s\d)"', made) == ["s1", "s2", "s3"]
    assert 'href="../briefing.html#a-s2" class="back"' in made


def test_the_legend_counts_statements(made):
    legend = plain(made[: made.index('class="reading"')])
    assert (
        "quoted words 1, words that make a move 2, hedges 1, words of certainty 1, contested names 1"
        in legend
    )
    assert "Moves: openness 1, precondition 1, refusal 1" in legend
    assert "Speakers: Ann Lee 1" in legend
    assert made.count('class="filter"') == 9


def test_adjoining_marks_are_one_and_spaces_stand_outside():
    rows = statements().assign(
        evidence=[{"openness": ("open talks", "talks, but only")}, {}, {}],
        certainty="plain",
    )
    quotations = pd.DataFrame({"content_spans": [], "voice": []})
    made = rendered(reading.page(TEXT, rows, quotations))
    assert '<span class="move">open talks, but only</span> if' in made


def test_a_known_language_is_told_to_screen_readers():
    assert '<div class="reading" lang="uk"' in page("Слава.", language="uk")
    assert "lang=" not in page("Glory.", language="en")
    assert "lang=" not in page("Glory.", language='x" onload="y')


@pytest.mark.parametrize(
    "text", ["#", "Word", "…", "Слово. Ещё одно слово.", "和平。", ":::\n\n- a\n\n| b |"]
)
def test_edge_cases_keep_their_text(text):
    assert article_text(page(text)).split() == text.split()


@settings(max_examples=25)
@given(
    st.lists(
        st.sampled_from(
            ["Russia", " said", ": “We", " may", " reject", "”", ". ", "\n\n", " *a*", "[b]{.x}", " only if", " ’", "– "]
        ),
        min_size=1, max_size=14,
    )
)  # fmt: skip
def test_any_text_keeps_its_letters(parts):
    text = "".join(parts).strip() or "x"
    letters = "".join(text.split())
    assert "".join(article_text(page(text)).split()) == letters


def test_source_links_to_the_web_only():
    article = Article("a", "T", "Text.", url="https://example.org/a_b", outlet="An *outlet*")
    assert (
        reading.source(article)
        == r"An \*outlet\* · [https\://example\.org/a\_b](<https://example.org/a_b>)"
    )
    assert "](" not in reading.source(Article("a", "T", "Text.", url="javascript:alert(1)"))


def test_a_speechs_sentences_have_a_note_only_where_there_is_more_than_its_speaker():
    article = Article(id="a", title="", text="It rained. We demand talks.", author="Fiji")
    shown = reading.page(article.text, analysis.annotate(article), analysis.quotations(article))
    assert "#n2 .note" in shown
    assert "#n1 .note" not in shown
    assert "**Fiji**" in shown
