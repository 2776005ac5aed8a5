"""The statements table: one row a sentence, who says it, in which voice, doing what, toward whom.

Joins what `quotes`, `moves` and `tone` find; adds nothing of its own.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis import actors, moves, quotes, sentences, tone
from analysis.corpus import Article

Input = Article | str | Iterable[Article | str]

COLUMNS = (
    "article_id", "statement_id", "start", "end", "text", "words", "quoted_words",
    "voice", "speaker", "actor", "side", "cue", "cue_stance",
    "event_type", "quad_class", "source", "source_side", "posture",
    "moves", "target", "target_side", "condition", "certainty",
    "polarity", "subjectivity", "scored", "vader", "vader_scored", "evidence",
)  # fmt: skip


def annotate(articles: Input) -> pd.DataFrame:
    """Return the statements of one or more articles, or of plain strings.

    One row a sentence, in order, with the columns COLUMNS: `start` and `end` count characters
    of the article's text; `words` and `quoted_words` count words; `speaker`, `cue` and the
    other strings are "" where there is none; `moves` and `evidence` are a list and a dict.
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
    roster = actors.roster(article)
    spans = sentences.split(text)
    said = quotes.quotations(article)
    voices = quotes.voices(text, spans, said)
    return [
        {
            "article_id": name,
            "statement_id": f"{name}#s{number}",
            "start": span.start,
            "end": span.end,
            **_one(text[span.start : span.end], span, voice, attribution, said, text, roster),
        }
        for number, (span, (voice, attribution)) in enumerate(zip(spans, voices, strict=True), 1)
    ]
