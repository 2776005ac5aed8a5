"""The statements table: one row a sentence, who says it, in which voice, doing what, toward whom.

Joins what `quotes`, `moves` and `tone` find; adds nothing of its own.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis import quotes, sentences, tone
from analysis.corpus import Article

Input = Article | str | Iterable[Article | str]

COLUMNS = (
    "article_id", "statement_id", "start", "end", "text", "words", "quoted_words",
    "voice", "speaker", "actor", "side", "cue", "cue_stance",
    "polarity", "subjectivity", "scored", "evidence",
)  # fmt: skip


def annotate(articles: Input) -> pd.DataFrame:
    """Return the statements of one or more articles, or of plain strings.

    One row a sentence, in order, with the columns COLUMNS: `start` and `end` count characters
    of the article's text; `words` and `quoted_words` count words; `speaker`, `cue` and the
    other strings are "" where there is none; `evidence` is a dict of the words behind a label.
    A plain string counts as an article of its own, "text-1" and so on.

    >>> list(annotate("Russia rejected the ultimatum.").voice)
    ['reporter']
    """
    rows = [
        row
        for position, article in enumerate(as_list(articles), 1)
        for row in _annotate_one(article, position)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def as_list(articles: Input) -> list[Article | str]:
    """One article or many, as a list."""
    return [articles] if isinstance(articles, (Article, str)) else list(articles)


def _annotate_one(article: Article | str, position: int) -> list[dict[str, Any]]:
    text = article if isinstance(article, str) else article.text
    name = f"text-{position}" if isinstance(article, str) else article.id
    said = quotes.quotations(article)
    spans = sentences.split(text)
    voices = quotes.voices(text, spans, said)
    return [
        {
            "article_id": name,
            "statement_id": f"{name}#s{number}",
            "start": span.start,
            "end": span.end,
            "text": text[span.start : span.end],
            "words": count_words(text[span.start : span.end]),
            "quoted_words": _quoted_words(text, span, said),
            "voice": voice,
            **_speaker(text, said, attribution),
            **_tone(text[span.start : span.end]),
        }
        for number, (span, (voice, attribution)) in enumerate(zip(spans, voices, strict=True), 1)
    ]


def count_words(text: str) -> int:
    """Number of words: stretches between spaces that hold a letter or digit.

    >>> count_words("open – for talks")
    3
    """
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _quoted_words(text: str, span: sentences.Sentence, said: pd.DataFrame) -> int:
    """How many of a sentence's words stand in direct or mixed quotations' own marks."""
    return sum(
        count_words(text[max(start, span.start) : min(end, span.end)])
        for row in said.itertuples()
        if row.voice == "direct"
        for start, end in row.content_spans
    )


def _speaker(text: str, said: pd.DataFrame, attribution: int) -> dict[str, str]:
    """Who speaks in a statement, from the attribution that it belongs to."""
    if attribution < 0:
        return dict.fromkeys(("speaker", "actor", "side", "cue", "cue_stance"), "")
    row = said.iloc[attribution]
    return {name: row[name] for name in ("speaker", "actor", "side", "cue", "cue_stance")}


def _tone(sentence: str) -> dict[str, Any]:
    found = tone.tone(sentence)
    return {
        "polarity": found.polarity,
        "subjectivity": found.subjectivity,
        "scored": found.scored,
        "evidence": {"tone": found.words} if found.words else {},
    }


def explain(row: pd.Series) -> str:
    """Say why a statement has its labels, with the words that gave them, one line each.

    >>> print(explain(annotate("“The talks were good,” Ann Lee said.").iloc[0]))
    voice: direct, 4 of 7 words quoted; Ann Lee (“Ann Lee”, cue “said”, neutral)
    tone: polarity +0.70, subjectivity 0.60, from “good”
    """
    voice = f"voice: {row.voice}, {row.quoted_words} of {row.words} words quoted"
    if row.speaker or row.actor:
        side = f", for {row.side}" if row.side else ""
        cue = f", cue “{row.cue}”, {row.cue_stance}" if row.cue else ""
        voice += f"; {row.actor or 'unknown'} (“{row.speaker}”{cue}){side}"
    if not row.scored:
        return f"{voice}\ntone: not scored, the lexicon knows none of its words"
    words = ", ".join(f"“{word}”" for word in row.evidence["tone"])
    return f"{voice}\ntone: polarity {row.polarity:+.2f}, subjectivity {row.subjectivity:.2f}, from {words}"
