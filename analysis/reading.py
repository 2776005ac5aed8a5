"""The reading page: an article's whole text with its marks, and a note beside each.

Marks are spans of Markdown: `.direct` and `.indirect` speech, and inside them the words that make a
`.move`, a `.hedge` or a `.booster`, and `.contested` names. Each statement says in `kinds` and `who`
what a reader can filter it by.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import pandas as pd
from IPython.display import display

from analysis import terms
from analysis.comparison import members
from analysis.corpus import Article
from analysis.markdown import STATEMENTS, Markdown, escape, external

VOICES = {"direct": "quoted words", "indirect": "reported words"}
WORDS = {
    "move": "words that make a move",
    "hedge": "hedges",
    "booster": "words of certainty",
    "contested": "contested names",
}
CERTAINTY = {"hedged": "hedge", "categorical": "booster"}
SAID = {"direct": "quoted", "indirect": "reported", "reporter": ""}


class Span(NamedTuple):
    """A stretch of the article's text and the mark that it carries."""

    start: int
    end: int
    kind: str


class Passage(NamedTuple):
    """What the pieces of a page are made from: a text, its marks, and who is who in the legend."""

    text: str
    speech: list[Span]
    words: list[Span]
    speakers: dict[str, str]


def page(text: str, statements: pd.DataFrame, quotations: pd.DataFrame, language: str = "") -> Markdown:
    """Return the legend and then the text, paragraph by paragraph with its notes.

    Statement "article#s4" gets the anchor `s4` and its note `n4`. `language` is the text's own
    (ISO 639-1), where it is known and not English.
    """
    marked = _marked(text, statements, quotations)
    body = [_passage(rows, marked) for rows in _paragraphs(text, statements)]
    spoken = f' lang="{language}"' if re.fullmatch("[a-z]{2,3}", language) and language != "en" else ""
    return Markdown("\n\n".join([_legend(statements, marked), f"::: {{.reading{spoken}}}", *body, ":::"]))


def excerpts(text: str, statements: pd.DataFrame, quotations: pd.DataFrame) -> Markdown:
    """Return some of a text's statements, each marked and with its note, as `page` has them."""
    marked = _marked(text, statements, quotations)
    return Markdown("\n\n".join(_passage([(row, "")], marked) for row in statements.itertuples()))


def show(article: Article, statements: pd.DataFrame, quotations: pd.DataFrame) -> None:
    """Display an article's text with its marks; beside it, unseen, what a site can search."""
    rows = [
        {"place": _anchor(row), "text": row.text, "who": _plain(row.actor), "moves": _moved(row)}
        for row in statements.itertuples()
    ]
    shown = page(article.text, statements, quotations, article.language)
    display({"text/markdown": str(shown), STATEMENTS: rows}, raw=True)


def source(article: Article) -> Markdown:
    """Where an article is from: outlet, author, date and address, as far as they are known."""
    parts = [escape(part) for part in (article.outlet, article.author, article.published) if part]
    parts += [external(article.url)] if article.url else []
    return Markdown(" · ".join(parts))


# ---- marks


def _marked(text: str, statements: pd.DataFrame, quotations: pd.DataFrame) -> Passage:
    speech = [
        Span(start, end, "indirect" if voice == "indirect" else "direct")
        for spans, voice in zip(quotations.content_spans, quotations.voice, strict=True)
        for start, end in spans
    ]
    named = terms.named_terms(text)
    words = [Span(*place, "contested") for place in zip(named.start, named.end, strict=True)]
    for row in statements.itertuples():
        words += _evidence(text, row)
    actors = dict.fromkeys(actor for actor in statements.actor if actor)
    speakers = {actor: f"p{number}" for number, actor in enumerate(actors, 1)}
    return Passage(text, sorted(speech), sorted(words), speakers)


def _evidence(text: str, row: Any) -> list[Span]:
    """Where in a statement the words stand that gave it its labels."""
    found = [(word, "move") for move in row.moves for word in row.evidence.get(move, ())]
    if kind := CERTAINTY.get(row.certainty):
        found += [(word, kind) for word in row.evidence.get("certainty", ())]
    return [
        Span(row.start + place.start(), row.start + place.end(), kind)
        for word, kind in found
        for place in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", row.text)
    ]


def _within(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """The parts of spans that lie between two places."""
    cut = (Span(max(span.start, start), min(span.end, end), span.kind) for span in spans)
    return [span for span in cut if span.start < span.end]


# ---- text


def _paragraphs(text: str, statements: pd.DataFrame) -> list[list[tuple[Any, str]]]:
    """The statements of each paragraph, each with the text that stands before it."""
    paragraphs: list[list[tuple[Any, str]]] = []
    end = 0
    for row in statements.itertuples():
        between = text[end : row.start]
        if not paragraphs or "\n" in between:
            paragraphs.append([])
        paragraphs[-1].append((row, between))
        end = row.end
    return paragraphs


def _passage(rows: Sequence[tuple[Any, str]], marked: Passage) -> str:
    """A paragraph and the notes to its statements."""
    said = " ".join(f"{_escaped(between).lstrip()}{_sentence(row, marked)}" for row, between in rows)
    notes = [note for row, _ in rows if (note := _note(row, marked))]
    listed = "\n\n::: {.notes}\n" + "\n".join(notes) + "\n:::" if notes else ""
    return f"::: {{.passage}}\n{said}{listed}\n:::"


def _sentence(row: Any, marked: Passage) -> str:
    """A statement with its number and its marks."""
    number = _number(row)
    shown = f"[{number}](#n{number}){{.number}}" if _note(row, marked) else f"[{number}]{{.number}}"
    pieces, at = [], row.start
    for span in _within(marked.speech, row.start, row.end):
        start = max(at, span.start)
        if start < span.end:
            said = _words(start, span.end, marked)
            pieces += [_words(at, start, marked), _span(said, span.kind)]
            at = span.end
    pieces.append(_words(at, row.end, marked))
    body = "".join(pieces).strip()
    return f"[{shown} {body}]{{#s{number} .statement{_filters(row, marked)}}}"


def _words(start: int, end: int, marked: Passage) -> str:
    """A stretch of text with the marks of single words; a word may carry several."""
    spans = _within(marked.words, start, end)
    edges = sorted({start, end, *(span.start for span in spans), *(span.end for span in spans)})

    def kinds(place: tuple[int, int]) -> list[str]:
        covering = {s.kind for s in spans if s.start <= place[0] and place[1] <= s.end}
        return [kind for kind in WORDS if kind in covering]

    pieces = []
    for carried, places in groupby(pairwise(edges), key=kinds):
        (left, _), *_, (_, right) = [*places] * 2
        pieces.append(_span(_escaped(marked.text[left:right]), *carried))
    return "".join(pieces)


def _escaped(text: str) -> str:
    """Escape a piece of a sentence; where it begins or ends in white space, one space stays."""
    if not text.strip():
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{escape(text)}{' ' * text[-1].isspace()}"


def _span(content: str, *kinds: str) -> str:
    """Mark a piece of Markdown; its outer spaces stand outside the mark."""
    body = content.strip()
    if not (body and kinds):
        return content
    marks = " ".join(f".{kind}" for kind in kinds)
    return content.replace(body, f"[{body}]{{{marks}}}", 1)


# ---- notes


def _note(row: Any, marked: Passage) -> str:
    """What a statement's marks mean: who speaks, toward whom, each move with its words."""
    parts = [*_voice(row), *_moves(row), *_certainty(row), *_names(row, marked)]
    if not parts:
        return ""
    number = _number(row)
    article = row.statement_id.rpartition("#")[0]
    back = f" [briefing](../briefing.html#{article}-s{number}){{.back}}"
    note = f"[{number}](#s{number}){{.number}} {'; '.join(parts)}.{back}"
    return f"- [{note}]{{#n{number} .note{_filters(row, marked)}}}"


def _voice(row: Any) -> list[str]:
    if not row.actor:
        return []
    side = f" ({_name(row.side)})" if row.side and row.side != row.actor else ""
    said = f", {SAID[row.voice]}" if SAID[row.voice] else ""
    toward = f", toward {_name(row.target_side)}" if row.target_side else ""
    return [f"**{_name(row.actor)}**{side}{said}{toward}"]


def _moves(row: Any) -> list[str]:
    """Each move, with whose it is where that is not the speaker's, and its words."""
    return [
        f"{move.replace('_', ' ')}{_maker(row, maker)}{_quoted(row.evidence.get(move, ()))}"
        for move, maker in zip(row.moves, row.makers, strict=True)
    ]


def _maker(row: Any, maker: str) -> str:
    return "" if not maker or maker in (row.side, row.actor) else f" by {_name(maker)}"


def _certainty(row: Any) -> list[str]:
    words = row.evidence.get("certainty", ())
    return [f"{row.certainty}{_quoted(words)}"] if words else []


def _names(row: Any, marked: Passage) -> list[str]:
    spans = _within(marked.words, row.start, row.end)
    names = [marked.text[span.start : span.end] for span in spans if span.kind == "contested"]
    return [f"contested name{_quoted(names)}"] if names else []


def _quoted(words: Iterable[str]) -> str:
    shown = ", ".join(f"“{escape(word)}”" for word in words)
    return f" {shown}" if shown else ""


def _plain(names: str) -> str:
    """One actor or side, or several, as a reader reads them."""
    return ", ".join(members(names))


def _name(names: str) -> Markdown:
    return escape(_plain(names))


def _moved(row: Any) -> str:
    return ", ".join(move.replace("_", " ") for move in row.moves)


def _anchor(row: Any) -> str:
    return row.statement_id.rpartition("#")[2]


def _number(row: Any) -> str:
    return row.statement_id.rpartition("#s")[2]


# ---- what a reader can filter by


def _kinds(row: Any, marked: Passage) -> list[str]:
    """What marks a statement holds: its speech, its words' and its moves."""
    spans = _within([*marked.speech, *marked.words], row.start, row.end)
    return list(dict.fromkeys([*(span.kind for span in spans), *row.moves]))


def _filters(row: Any, marked: Passage) -> str:
    kinds = " ".join(_kinds(row, marked))
    who = marked.speakers.get(row.actor, "")
    return (f' kinds="{kinds}"' if kinds else "") + (f' who="{who}"' if who else "")


def _legend(statements: pd.DataFrame, marked: Passage) -> str:
    """What each mark means and how many statements carry it; a script makes these into filters."""
    rows = list(statements.itertuples())
    kinds = Counter(kind for row in rows for kind in _kinds(row, marked))
    spoken = Counter(row.actor for row in rows if row.actor)
    moves = sorted(set(kinds) - set(VOICES) - set(WORDS))
    marks = [_key(f"[{name}]{{.{kind}}}", kind, kinds[kind]) for kind, name in (VOICES | WORDS).items() if kinds[kind]]
    groups = {
        "Marks": marks,
        "Moves": [_key(move.replace("_", " "), move, kinds[move]) for move in moves],
        "Speakers": [
            _key(_name(name), marked.speakers[name], count) for name, count in spoken.items()
        ],
    }
    lines = [f"**{name}:** {', '.join(keys)}" for name, keys in groups.items() if keys]
    return "::: {.legend}\nNumbers count statements.\n\n" + "\n\n".join(lines) + "\n:::"


def _key(name: str, key: str, count: int) -> str:
    return f'[{name} {count}]{{.filter show="{key}"}}'
