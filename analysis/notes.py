"""A report's back matter: how its labels are made, what they can't show, how to make it again."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from analysis import labels, scores, speeches
from analysis.comparison import FEW, Comparison
from analysis.corpus import Article
from analysis.findings import CONFIDENCE, LIKELIHOOD, count
from analysis.intervals import percent
from analysis.keyness import LEVEL
from analysis.markdown import Markdown, escape
from analysis.style import VOICE_NAMES

MANY = 0.1  # of the statements


def method() -> Markdown:
    """How the labels are made, each with its measured score."""
    lines = (
        "**Statements** are sentences; *quoted* where over half of one stands in quotation marks,"
        f" *reported* where a speaker is named for it, else *{VOICE_NAMES['reporter']}*"
        f"{_scored('quotations found', 'reported speech too')}.",
        "**Speakers** are the reporting verbs’ subjects, resolved within the article; sides come"
        " from titles, demonyms and places. What nobody else says in a text by a country, an"
        " organisation or one of their people is its author’s. What is not told stays unknown"
        f"{_scored('speaker of a quotation')}.",
        "**Moves** come from word lists and the clause they stand in (negation, modality,"
        f" condition); each keeps the words that gave it{_scored(scores.MOVES)}. Who makes a move"
        f"{_scored(scores.MAKER)} and toward whom{_scored(scores.TARGET)} come from that clause.",
        "**Posture** runs from conflict to cooperation by PLOVER’s classes of events"
        f"{_scored('cooperation or conflict')}.",
        "**Tone** is TextBlob’s polarity, with VADER beside it: of words, not of positions.",
        "**Intervals** hold the sampling of statements, or of articles where there are enough, and"
        " the measured errors of the labels. A difference is called one only if it survives both,"
        f" at a false-discovery rate of {percent(LEVEL)}.",
        "**Likelihood** is the probability that at least one of a move’s labels is right, in the"
        f" words of ICD 203: {_scale()}.",
        f"**Confidence** is {_levels()}.",
    )
    return Markdown("\n".join(f"- {line}" for line in lines))


def _levels() -> str:
    """What each level of confidence needs."""
    said = [
        f"{level} from {statements} statements in {articles} articles of {count(outlets, 'outlet')}"
        for level, (statements, articles, outlets) in CONFIDENCE.items()
    ]
    return f"{', '.join(said)}, else low"


def _scored(*measures: str) -> str:
    """The scores of measures in brackets; nothing where there are none."""
    table = scores.table()
    rows = table[table.measure.isin(measures)]
    said = [f"{row.score} {row.value:.2f}" for row in rows.itertuples()]
    return f" ({', '.join(said)})" if said else ""


def _scale() -> str:
    ends = [0.0, *LIKELIHOOD.values()]
    return ", ".join(
        f"{word} {100 * low:.0f}–{100 * high:.0f} %"
        for word, low, high in zip(LIKELIHOOD, ends, ends[1:], strict=False)
    )


def limits(result: Comparison, statements: pd.DataFrame) -> Markdown:
    """What this much text can and cannot show."""
    few = (
        f"These are {count(len(statements), 'statement')} in"
        f" {count(statements.article_id.nunique(), 'article')}; a group of fewer than {FEW} has"
        " intervals wider than half the scale."
    )
    lines = [
        "Labels are made by rules and are wrong at times; read the sentence.",
        few,
        *map(escape, result.notes),
        *_unspoken(statements),
        "Articles also differ by genre, length and what their reporters chose to quote: a"
        " difference between them need not be one between the sides.",
        "In PDFs numbers lead to their sentences in web browsers and readers that follow RFC 8118;"
        " others open the article at its beginning.",
    ]
    return Markdown("\n".join(f"- {line}" for line in lines))


def _unspoken(statements: pd.DataFrame) -> list[str]:
    """That speeches' speakers are not known, where they are many."""
    own = (statements.side == "") & statements.text.map(speeches.is_personal)
    if own.sum() <= MANY * len(statements):
        return []
    return [
        f"In {own.sum():,} of {count(len(statements), 'statement')} somebody who is not named says"
        " “we” or “I”: these are nobody’s, and so are most of their moves. A speech’s speaker is"
        " known where its source names a country or one of its people as the author."
    ]


def by_hand(statements: pd.DataFrame, corpus: str) -> Markdown:
    """How many labels are people's, where any are."""
    return escape(labels.note(statements, labels.read(corpus)))


def colophon(corpus: str, chosen: Sequence[Article]) -> Markdown:
    """The version and the command that make this report again."""
    name = Path(corpus).resolve().name
    ids = " ".join(article.id for article in chosen)
    command = f'make report CORPUS={name} ARTICLES="{ids}"'
    return Markdown(
        f"Made by Demarche {version('demarche')}, TextBlob {version('textblob')} and pandas"
        f" {version('pandas')}. The same again: `{command}`"
    )
