"""The statements table: one row a sentence, who says it, in which voice, doing what, toward whom.

Joins what `quotes`, `acts` and `tone` find; adds nothing of its own.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from analysis import actors, acts, cluster, labels, quotes, sentences, store, tone
from analysis.articles import Article
from analysis.corpus import counted
from analysis.criticism import CRITICISES
from analysis.errors import UserError
from analysis.workers import spread

Input = Article | str | Iterable[Article | str]

SPEAKER = ("speaker", "actor", "side", "cue", "cue_stance")
ACT = (
    "event_type", "quad_class", "source", "source_side", "target", "target_side", "posture",
    "criticism", "criticised", "criticism_reasons", "moves", "makers", "certainty",
)  # fmt: skip
CONDITION = (
    "condition", "condition_start", "condition_end", "depends", "depends_start", "depends_end",
)  # fmt: skip
TONE = ("polarity", "subjectivity", "scored", "vader", "vader_scored", "tones_disagree")
COLUMNS = (
    "article_id", "statement_id", "start", "end", "text", "words", "quoted_words", "voice",
    *SPEAKER, *ACT, *CONDITION, *TONE, "evidence", "outlet", "published",
)  # fmt: skip


def annotate(articles: Input, every: bool = False, workers: int = 1) -> pd.DataFrame:
    """Return the statements of one or more articles, or of plain strings.

    One row a sentence, in order, with the columns COLUMNS: `start` and `end` count characters
    of the article's text, as do the spans of a precondition (`condition_start` and so on, -1 where
    there is none); `words` and `quoted_words` count words; `moves` is a tuple; `speaker`, `cue`
    and the other strings are "" where there is none; `posture`, `polarity` and `vader` run from
    -1 to 1, `criticism` and `subjectivity` from 0 to 1; `evidence` is a dict of the words behind
    each label. `outlet` and `published` are the article's, and so is each further column: its
    `metadata` by name, where that is no column already, "" for an article without it. A plain
    string counts as an article of its own, "text-1" and so on.

    Articles that are not English, and copies of another one given, are left out with a warning
    unless `every`. Rows of an article's `lexicons` (see `lexicon.beside`) add to the word lists, or
    take the place of their rows for the same phrase; its `labels` (see `labels.read`) take the
    place of what the rules say. `workers` are the processes to use: worth it from some 50,000 words
    on. Raises UserError, naming the article that can't be annotated.

    >>> list(annotate("Russia rejected the ultimatum.").voice)
    ['reporter']
    """
    chosen = _counted(as_list(articles), every)
    found = [row for one in rows(chosen, workers) for row in one]
    more = [name for article in chosen for name in _metadata(article) if name not in COLUMNS]
    frame = pd.DataFrame(found, columns=[*COLUMNS, *dict.fromkeys(more)])
    return frame.fillna(dict.fromkeys(more, ""))


def _metadata(article: Article | str) -> dict[str, str]:
    """What an article tells of itself beside its text: outlet, date and metadata."""
    if isinstance(article, str):
        return {"outlet": "", "published": ""}
    return {**article.metadata, "outlet": article.outlet, "published": article.published}


def rows(
    articles: Iterable[Article | str], workers: int = 1, scheduler: str = ""
) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of each article, with COLUMNS and the article's metadata as
    keys; articles are taken as needed.

    `scheduler` is the address of a Dask cluster's, to be used instead of own processes.
    """
    numbered = enumerate(articles, 1)
    if scheduler:
        return cluster.spread(_labelled, numbered, scheduler, _length)
    return spread(_labelled, numbered, workers, _length)


def as_list(articles: Input) -> list[Article | str]:
    """One article or many, as a list."""
    return [articles] if isinstance(articles, (Article, str)) else list(articles)


def _counted(given: list[Article | str], every: bool) -> list[Article | str]:
    _, left = counted([] if every else [one for one in given if isinstance(one, Article)])
    for article, why in left:
        warnings.warn(f"{article.id} is left out: {why}; every=True keeps it", stacklevel=3)
    out = {article.id for article, _ in left}
    return [one for one in given if isinstance(one, str) or one.id not in out]


def _length(numbered: tuple[int, Article | str]) -> int:
    article = numbered[1]
    return len(article if isinstance(article, str) else article.text)


def _labelled(numbered: tuple[int, Article | str]) -> list[dict[str, Any]]:
    """An article's rows with the labels that people gave in place of the rules'."""
    decided, _ = labels.decided(getattr(numbered[1], "labels", ()))
    return [labels.corrected(row, decided) for row in _annotate_kept(numbered)]


def _annotate_kept(numbered: tuple[int, Article | str]) -> list[dict[str, Any]]:
    """An article's rows as the rules have them, from the store where they are kept.

    Strings are not kept.
    """
    position, article = numbered
    try:
        if isinstance(article, str):
            return _annotate_one(article, position)
        return store.kept(
            "statements", lambda: _read_of(article), lambda: _annotate_one(article, position)
        )
    except Exception as error:
        name = f"text-{position}" if isinstance(article, str) else article.id
        why = f"{type(error).__name__}: {error}"
        raise UserError(f"{name} can't be annotated: {why}") from error


def are_kept(article: Article) -> bool:
    """Whether the store holds the article's statements."""
    return store.holds("statements", lambda: _read_of(article))


def _read_of(article: Article) -> dict[str, Any]:
    """All of an article that the rules read: not its labels, nor what a copy of it would change."""
    other = {"source_file": "", "copy_of": "", "labels": ()}
    return {**vars(article), "metadata": dict(article.metadata), **other}


def _annotate_one(article: Article | str, position: int) -> list[dict[str, Any]]:
    text = article if isinstance(article, str) else article.text
    name = f"text-{position}" if isinstance(article, str) else article.id
    roster = actors.roster(article)
    said = quotes.quotations(article, roster)
    spans = sentences.split(text)
    voices = quotes.voices(text, spans, said)
    attributions = said.to_dict("records")
    speakers = [_speaker(attributions, attribution) for _, attribution in voices]
    quoted = quotes.quoted_spans(text)
    tones = [tone.tone(text[span.start : span.end]) for span in spans]
    found = acts.acts(
        text,
        spans,
        [(who["speaker"], who["actor"], who["side"]) for who in speakers],
        actors.mentions(text, roster),
        tones,
        getattr(article, "lexicons", ()),
    )
    return [
        _metadata(article)
        | {
            "article_id": name,
            "statement_id": f"{name}#s{number}",
            **_place(text, span, quoted),
            "voice": voice,
            **speaker,
            **{column: getattr(act, column) for column in ACT},
            **_condition(text, span.start, act),
            **_tone(heard, act.evidence),
        }
        for number, (span, (voice, _), speaker, act, heard) in enumerate(
            zip(spans, voices, speakers, found, tones, strict=True), 1
        )
    ]


def _condition(text: str, start: int, act: acts.Act) -> dict[str, Any]:
    """The spans of a precondition, and their words."""
    row: dict[str, Any] = {}
    for name, (left, right) in (("condition", act.condition_span), ("depends", act.depends_span)):
        there = left >= 0
        row[name] = text[start + left : start + right] if there else ""
        row[f"{name}_start"] = start + left if there else -1
        row[f"{name}_end"] = start + right if there else -1
    return row


def _place(text: str, span: sentences.Sentence, quoted: list[tuple[int, int]]) -> dict[str, Any]:
    sentence = text[span.start : span.end]
    return {
        "start": span.start,
        "end": span.end,
        "text": sentence,
        "words": count_words(sentence),
        "quoted_words": _quoted_words(sentence, span.start, quoted),
    }


def count_words(text: str) -> int:
    """Number of words: stretches between spaces that hold a letter or digit.

    >>> count_words("open – for talks")
    3
    """
    return len(_words(text))


def _words(text: str) -> list[tuple[int, int]]:
    return [word.span() for word in re.finditer(r"\S+", text) if any(map(str.isalnum, word[0]))]


def _quoted_words(sentence: str, start: int, quoted: list[tuple[int, int]]) -> int:
    """How many of a sentence's words stand in quotation marks; `start` is its own offset."""
    near = [(a - start, b - start) for a, b in quoted if a < start + len(sentence) and start < b]
    return sum(
        any(left < end and begin < right for left, right in near) for begin, end in _words(sentence)
    )


def _speaker(attributions: list[dict[str, Any]], attribution: int) -> dict[str, str]:
    """Who speaks in a statement, from the attribution that it belongs to."""
    if attribution < 0:
        return dict.fromkeys(SPEAKER, "")
    return {name: attributions[attribution][name] for name in SPEAKER}


def _tone(heard: tone.Tone, evidence: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    known = {"tone": heard.words, "vader": heard.vader_words}
    return {
        "polarity": heard.polarity,
        "subjectivity": heard.subjectivity,
        "scored": heard.scored,
        "vader": heard.vader,
        "vader_scored": heard.vader_scored,
        "tones_disagree": heard.disagrees,
        "evidence": evidence | {name: words for name, words in known.items() if words},
    }


def explain(row: pd.Series) -> str:
    """Say why a statement has its labels, with the words that gave them, one line each.

    >>> print(explain(annotate("“The talks were good,” Ann Lee said.").iloc[0]))
    voice: direct, 4 of 7 words quoted; Ann Lee (“Ann Lee”, cue “said”, neutral)
    event: CONSULT (verbal cooperation), by Ann Lee, from “talks”
    tone: polarity +0.70, subjectivity 0.60, from “good”
    second opinion: VADER +0.44, from “good”
    """
    notes = [f"corrected: {note}" for note in row.evidence.get("corrected", ())]
    return "\n".join([_explain_voice(row), *_explain_act(row), *_explain_tone(row), *notes])


def _explain_voice(row: pd.Series) -> str:
    voice = f"voice: {row.voice}, {row.quoted_words} of {row.words} words quoted"
    if not (row.speaker or row.actor):
        return voice
    cue = f", cue “{row.cue}”, {row.cue_stance}" if row.cue else ""
    side = f", for {row.side}" if row.side else ""
    return f"{voice}; {row.actor or 'unknown'} (“{row.speaker}”{cue}){side}"


def _explain_act(row: pd.Series) -> list[str]:
    lines = []
    if row.event_type:
        toward = f" toward {row.target or row.target_side}" if row.target or row.target_side else ""
        whose = f", by {row.source or row.source_side}" if row.source or row.source_side else ""
        lines.append(
            f"event: {row.event_type} ({row.quad_class}){whose}{toward}{_from(row, 'event')}"
        )
    lines += [f"move: {move.replace('_', ' ')}{_from(row, move)}" for move in row.moves]
    if row.condition:
        lines.append(f"condition: “{row.condition}”, for “{row.depends}”")
    if row.criticism >= CRITICISES:
        toward = f" of {row.criticised}" if row.criticised else ""
        why = ", ".join(f"{name} {adds:+.2f}" for name, adds in row.criticism_reasons)
        lines.append(
            f"criticism{toward}: {row.criticism:.2f}{_from(row, 'criticism')}; most for it: {why}"
        )
    if row.certainty != "plain":
        lines.append(f"certainty: {row.certainty}{_from(row, 'certainty')}")
    return lines


def _explain_tone(row: pd.Series) -> list[str]:
    if row.scored:
        numbers = f"polarity {row.polarity:+.2f}, subjectivity {row.subjectivity:.2f}"
        first = f"tone: {numbers}{_from(row, 'tone')}"
    else:
        first = "tone: not scored, the lexicon knows none of its words"
    if not row.vader_scored:
        return [first, "second opinion: not scored"]
    opposed = "; the two disagree" if row.tones_disagree else ""
    return [first, f"second opinion: VADER {row.vader:+.2f}{_from(row, 'vader')}{opposed}"]


def _from(row: pd.Series, label: str) -> str:
    words = ", ".join(f"“{word}”" for word in row.evidence.get(label, ()))
    return f", from {words}" if words else ""
