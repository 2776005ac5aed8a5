"""The reading page: an article's whole text with its marks, and a note beside each.

Marks are spans of Markdown: `.direct` and `.indirect` speech, and inside them the words that make
a `.move`, a `.hedge` or a `.booster`, and `.contested` names. Each statement says in `kinds` and
`who` what a reader can filter it by.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import pandas as pd
from IPython.display import display

from analysis.comparison import members
from analysis.corpus import Article
from analysis.markdown import STATEMENTS, Markdown, escape, external
from analysis.names import contested

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


class Marked(NamedTuple):
    """A statement with the marks in it and, where it has a speaker, the speaker's key."""

    row: Any
    text: str
    speech: list[Span]
    words: list[Span]
    who: str


def page(
    text: str, statements: pd.DataFrame, quotations: pd.DataFrame, language: str = ""
) -> Markdown:
    """Return the legend and then the text, paragraph by paragraph with its notes.

    Statement "article#s4" gets the anchor `s4` and its note `n4`. `language` is the text's own
    (ISO 639-1), where it is known and not English.
    """
    marked = _marked(text, statements, quotations)
    body = [_passage(said) for said in _paragraphs(text, marked)]
    is_foreign = language != "en" and re.fullmatch("[a-z]{2,3}", language)
    start = f'::: {{.reading lang="{language}"}}' if is_foreign else "::: {.reading}"
    return Markdown("\n\n".join([_legend(marked), start, *body, ":::"]))


def excerpts(text: str, statements: pd.DataFrame, quotations: pd.DataFrame) -> Markdown:
    """Return some of a text's statements, each marked and with its note, as `page` has them."""
    return Markdown(
        "\n\n".join(_passage([(one, "")]) for one in _marked(text, statements, quotations))
    )


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


def _marked(text: str, statements: pd.DataFrame, quotations: pd.DataFrame) -> list[Marked]:
    rows = list(statements.itertuples())
    actors = dict.fromkeys(row.actor for row in rows if row.actor)
    keys = {actor: f"p{number}" for number, actor in enumerate(actors, 1)}
    speech = _cut(_speech(quotations), rows)
    words = _cut([*_names(statements), *(span for row in rows for span in _evidence(row))], rows)
    return [
        Marked(row, text, said, marks, keys.get(row.actor, ""))
        for row, said, marks in zip(rows, speech, words, strict=True)
    ]


def _speech(quotations: pd.DataFrame) -> list[Span]:
    return [
        Span(start, end, "indirect" if voice == "indirect" else "direct")
        for spans, voice in zip(quotations.content_spans, quotations.voice, strict=True)
        for start, end in spans
    ]


def _names(statements: pd.DataFrame) -> list[Span]:
    found = contested(statements)
    return [Span(*place, "contested") for place in zip(found.start, found.end, strict=True)]


def _evidence(row: Any) -> list[Span]:
    """Where in a statement the words stand that gave it its labels."""
    found = [(word, "move") for move in row.moves for word in row.evidence.get(move, ())]
    if kind := CERTAINTY.get(row.certainty):
        found += [(word, kind) for word in row.evidence.get("certainty", ())]
    return [
        Span(row.start + place.start(), row.start + place.end(), kind)
        for word, kind in found
        for place in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", row.text)
    ]


def _cut(spans: Iterable[Span], rows: Sequence[Any]) -> list[list[Span]]:
    """The parts of spans that lie in each statement, in order."""
    starts, ends = [row.start for row in rows], [row.end for row in rows]
    parts: list[list[Span]] = [[] for _ in rows]
    for start, end, kind in sorted(spans):
        for at in range(bisect_right(ends, start), bisect_left(starts, end)):
            parts[at].append(Span(max(start, starts[at]), min(end, ends[at]), kind))
    return parts


# ---- text


def _paragraphs(text: str, marked: Iterable[Marked]) -> list[list[tuple[Marked, str]]]:
    """The statements of each paragraph, each with the text that stands before it."""
    paragraphs: list[list[tuple[Marked, str]]] = []
    end = 0
    for statement in marked:
        between = text[end : statement.row.start]
        if not paragraphs or "\n" in between:
            paragraphs.append([])
        paragraphs[-1].append((statement, between))
        end = statement.row.end
    return paragraphs


def _passage(said: Sequence[tuple[Marked, str]]) -> str:
    """A paragraph and the notes to its statements."""
    shown = " ".join(f"{_escaped(between).lstrip()}{_sentence(one)}" for one, between in said)
    notes = [note for one, _ in said if (note := _note(one))]
    listed = "\n\n::: {.notes}\n" + "\n".join(notes) + "\n:::" if notes else ""
    return f"::: {{.passage}}\n{shown}{listed}\n:::"


def _sentence(one: Marked) -> str:
    """A statement with its number and its marks."""
    number = _number(one.row)
    shown = f"[{number}](#n{number}){{.number}}" if _note(one) else f"[{number}]{{.number}}"
    pieces, at = [], one.row.start
    for span in one.speech:
        start = max(at, span.start)
        if start < span.end:
            said = _words(one, start, span.end)
            pieces += [_words(one, at, start), _span(said, span.kind)]
            at = span.end
    pieces.append(_words(one, at, one.row.end))
    body = "".join(pieces).strip() + ("" if _note(one) else _back(one.row))
    return f"[{shown} {body}]{{#s{number} .statement{_filters(one)}}}"


def _words(one: Marked, start: int, end: int) -> str:
    """A stretch of a statement with the marks of single words; a word may carry several."""
    inner = {place for span in one.words for place in span[:2] if start < place < end}

    def kinds(place: tuple[int, int]) -> list[str]:
        covering = {s.kind for s in one.words if s.start <= place[0] and place[1] <= s.end}
        return [kind for kind in WORDS if kind in covering]

    pieces = []
    for carried, places in groupby(pairwise(sorted({start, end} | inner)), key=kinds):
        (left, _), *_, (_, right) = [*places] * 2
        pieces.append(_span(_escaped(one.text[left:right]), *carried))
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


def _note(one: Marked) -> str:
    """What a statement's marks mean: who speaks, toward whom, each move with its words."""
    parts = [*_voice(one.row), *_moves(one.row), *_certainty(one.row), *_contested(one)]
    if not parts:
        return ""
    number = _number(one.row)
    note = f"[{number}](#s{number}){{.number}} {'; '.join(parts)}.{_back(one.row)}"
    return f"- [{note}]{{#n{number} .note{_filters(one)}}}"


def _back(row: Any) -> str:
    """The way back to where the briefing cites a statement; dropped where it does not."""
    article, _, number = row.statement_id.rpartition("#s")
    return f" [briefing](../briefing.html#{article}-s{number}){{.back}}"


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


def _contested(one: Marked) -> list[str]:
    names = [one.text[span.start : span.end] for span in one.words if span.kind == "contested"]
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


def _kinds(one: Marked) -> list[str]:
    """What marks a statement holds: its speech, its words' and its moves."""
    return list(dict.fromkeys([*(span.kind for span in (*one.speech, *one.words)), *one.row.moves]))


def _filters(one: Marked) -> str:
    kinds = " ".join(_kinds(one))
    return (f' kinds="{kinds}"' if kinds else "") + (f' who="{one.who}"' if one.who else "")


def _legend(marked: Sequence[Marked]) -> str:
    """What each mark means and how many statements carry it; a script makes these into filters."""
    kinds = Counter(kind for one in marked for kind in _kinds(one))
    speakers = Counter((_name(one.row.actor), one.who) for one in marked if one.who)
    groups = {
        "Marks": [
            _key(f"[{name}]{{.{kind}}}", kind, kinds[kind])
            for kind, name in (VOICES | WORDS).items()
            if kinds[kind]
        ],
        "Moves": [
            _key(move.replace("_", " "), move, kinds[move])
            for move in sorted(set(kinds) - set(VOICES) - set(WORDS))
        ],
        "Speakers": [_key(name, who, count) for (name, who), count in speakers.items()],
    }
    lines = [f"**{name}:** {', '.join(keys)}" for name, keys in groups.items() if keys]
    return "::: {.legend}\nNumbers count statements.\n\n" + "\n\n".join(lines) + "\n:::"


def _key(name: str, key: str, count: int) -> str:
    return f'[{name} {count}]{{.filter show="{key}"}}'
