"""The two seed articles, sentence by sentence, against labels written by hand before the code."""

import csv
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis import quotes, sentences

LABELS = Path(__file__).parent / "data" / "seed_speakers.csv"
DATELINES = {"kremlin": "MOSCOW: ", "greenland": "WASHINGTON: "}


def _labels() -> list[dict[str, str]]:
    with open(LABELS, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _body(name: str) -> str:
    """The body of an article, put together from its labelled sentences."""
    rows = [row for row in _labels() if row["article"] == name]
    paragraphs = [
        " ".join(row["sentence"] for row in group)
        for _, group in groupby(rows, key=lambda row: row["paragraph"])
    ]
    return DATELINES[name] + "\n\n".join(paragraphs)


def _article(name: str) -> SimpleNamespace:
    """An article with the other one on its page: Biden's side stands in one of them only."""
    page = "\n\n".join(_body(other) for other in DATELINES if other != name)
    return SimpleNamespace(
        title="", standfirst=(), dateline="", text=_body(name), page=page, actors=()
    )


@pytest.mark.parametrize("name", DATELINES)
def test_every_sentence(name: str) -> None:
    article = _article(name)
    frame = quotes.quotations(article)
    found = sentences.split(article.text)
    voices = quotes.voices(article.text, found, list(frame.itertuples()))
    labels = [row for row in _labels() if row["article"] == name]
    assert [article.text[s.start : s.end] for s in found] == [row["sentence"] for row in labels]
    for (voice, row), label in zip(voices, labels, strict=True):
        got = frame.iloc[row] if row >= 0 else None
        actual = (voice, *(("", "", "") if got is None else (got.speaker, got.actor, got.side)))
        expected = tuple(label[key] for key in ("voice", "speaker", "actor", "side"))
        assert actual == expected, label["sentence"]


@pytest.mark.parametrize("name", DATELINES)
def test_every_direct_quotation(name: str) -> None:
    article = _article(name)
    frame = quotes.quotations(article)
    contents = [article.text[start:end] for spans in frame.content_spans for start, end in spans]
    for label in _labels():
        for quoted in filter(None, label["quotes"].split(" | ")):
            if label["article"] == name:
                assert any(quoted in content for content in contents), quoted


def test_the_ministry_is_quoted_within_reported_speech() -> None:
    frame = quotes.quotations(_article("greenland"))
    row = frame[frame.actor == "Danish Foreign Ministry"].iloc[0]
    assert (row.voice, row.side, row.cue) == ("mixed", "Denmark", "said")


def test_alone_the_kremlin_story_does_not_tell_whom_biden_stands_for() -> None:
    frame = quotes.quotations(_body("kremlin"))
    assert set(frame[frame.actor == "Joe Biden"].side) == {""}


def test_named_terms_are_not_speech() -> None:
    terms = [quotes.named_terms(_body(name))["text"].tolist() for name in DATELINES]
    assert terms == [["special military operation", "the new territories"], ["framework"]]
