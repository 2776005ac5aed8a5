"""Who says what, in which voice: quotations, reported speech, speakers and sides.

An attribution has a cue, a source (the speaker) and a content (Pareti 2012; Newell et al. 2018).
Quotation marks are matched first; then each sentence, its quotations folded into one word each,
is searched for reporting clauses; then quotations without a cue go to the speaker they continue.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from analysis import cues, marks, reports
from analysis.actors import Mention, Roster, is_officer, mentions
from analysis.actors import roster as build_roster
from analysis.contents import is_whole
from analysis.sentences import Sentence, split
from analysis.terms import is_term, named_terms
from analysis.voices import PHRASE, content_voice, count, quoted_spans, scan, voices
from analysis.words import FOLDED, Word, of_text, untitled, words

__all__ = ["COLUMNS", "attributions", "named_terms", "quotations", "quoted_spans", "voices"]


class Attributed(NamedTuple):
    """A row of `quotations`, but for its article's id."""

    voice: str
    content_start: int
    content_end: int
    cue_start: int
    cue_end: int
    speaker_start: int
    speaker_end: int
    speaker: str
    actor: str
    side: str
    cue: str
    cue_stance: str
    cue_kind: str
    doubtful: bool
    content_spans: tuple[tuple[int, int], ...]


COLUMNS = (*Attributed._fields, "article_id")
_INTEGERS = [name for name in COLUMNS if name.endswith(("_start", "_end"))]
_NONE = (-1, -1)
# How far back a quotation looks for the words it continues, in attributions.
_RECENT = 6
# What makes a name the owner of what follows.
_OWNS = re.compile(r"['’]s?\s")
# What makes it belong to what stands before.
_PREPOSITIONS = "of|for|in|at|to|from|with|by|against|near|behind|under|on"
_BELONGS = re.compile(rf"\s(?:{_PREPOSITIONS})\s(?:(?:the|a|an)\s)?$")
# How verbs begin whose question another answers.
_ASKING = ("ask", "press", "question", "quer", "inquir", "wonder", "demand")


class Unit(NamedTuple):
    """Sentences that one quotation ties together, their words, and their quotations."""

    start: int
    end: int
    paragraph: int
    tokens: list[Word]
    quotations: list[marks.Quotation]


@dataclass(eq=False)
class _Row:
    """An attribution while it is being built."""

    content: list[tuple[int, int]]
    cue: tuple[int, int] = _NONE
    source: tuple[int, int] = _NONE
    named: tuple[int, int] = _NONE  # where the source is named: it may be "who"
    kind: str = "speech"
    stance: str = ""
    doubtful: bool = False
    paragraph: int = -1


def quotations(article_or_text: object, roster: Roster | None = None) -> pd.DataFrame:
    """Attributions of an article, a plain string or a list of these, in the order of the text.

    `voice` is direct (the content is quoted), indirect (it is not) or mixed; `content_start` to
    `content_end` is its whole stretch, `content_spans` its parts where a cue parts it; `cue_*`
    and `speaker_*` are offsets too, -1 where there is no such span. `speaker` is as written,
    `actor` resolved, `side` "" where unknown; several are joined by "; ". `cue_stance` is
    neutral, assertive, doubting, conceding or ""; `cue_kind` speech, thought, evidence or act.
    `doubtful` marks a missing quotation mark, a quotation that nothing gives a speaker, and one
    that only a verb of doing governs. A quotation without a cue that carries on what someone said
    has that speaker. An attribution can lie within another: what Biden said, as Peskov tells it.
    Offsets are into `Article.text`; `article_id` tells which, "text-1" and so on for strings.

    >>> frame = quotations("“We are ready,” Kremlin spokesman Dmitry Peskov said.")
    >>> frame[["voice", "speaker", "actor", "side"]].values.tolist()
    [['direct', 'Kremlin spokesman Dmitry Peskov', 'Dmitry Peskov', 'Russia']]
    """
    if isinstance(article_or_text, (list, tuple)):
        frames = [_quotations(one, roster, n) for n, one in enumerate(article_or_text, 1)]
        return pd.concat(frames or [_quotations("", roster, 1)], ignore_index=True)
    return _quotations(article_or_text, roster, 1)


def _quotations(article_or_text: object, roster: Roster | None, number: int) -> pd.DataFrame:
    """Attributions of one article or string, the `number`th."""
    is_text = isinstance(article_or_text, str)
    text = article_or_text if is_text else article_or_text.text
    name = f"text-{number}" if is_text else getattr(article_or_text, "id", "")
    known = roster if roster is not None else build_roster(article_or_text)
    found = attributions(text, mentions(text, known))
    frame = pd.DataFrame(found, columns=list(Attributed._fields))
    types = dict.fromkeys(_INTEGERS, "int64") | {"doubtful": bool}
    return frame.astype(types).assign(article_id=name)


def attributions(text: str, mentions: Sequence[Mention]) -> list[Attributed]:
    """What `quotations` tells of a text with these mentions of actors."""
    scanned = scan(text)
    outer = [q for q in scanned if q.level == 0]
    doubtful = [q.start for q in outer if q.doubtful]
    actor = side = ""
    found = []
    for row in _attribute(text, scanned):
        actor, side = _speaker(text, row, mentions, (actor, side))
        start, end = row.content[0][0], max(b for _, b in row.content)
        found.append(
            Attributed(
                content_voice(text, row.content, outer), start, end, *row.cue, *row.source,
                text[slice(*row.source)] if row.source != _NONE else "", actor, side,
                text[slice(*row.cue)] if row.cue != _NONE else "", row.stance,
                row.kind, row.doubtful or bisect_left(doubtful, start) < bisect_left(doubtful, end),
                tuple(row.content),
            )
        )  # fmt: skip
    return found


# Units


def _units(text: str, scanned: list[marks.Quotation]) -> list[Unit]:
    """Sentences, joined where a quotation runs across their border."""
    outer = [q for q in scanned if q.level == 0]
    names = _names(text)
    units: list[Unit] = []
    at = 0
    start = -1
    sentences = split(text)
    for number, sentence in enumerate(sentences):
        start = sentence.start if start < 0 else start
        while at < len(outer) and outer[at].end <= sentence.end:
            at += 1
        last = number + 1 == len(sentences) or sentences[number + 1].paragraph != sentence.paragraph
        if not last and at < len(outer) and outer[at].start < sentence.end:
            continue
        units.append(_unit(text, sentence._replace(start=start), outer, names))
        start = -1
    return units


def _names(text: str) -> frozenset[str]:
    """Words with a capital within a sentence: names where they open one too ("Trump said")."""
    return frozenset(word.text for word in of_text(text) if word.tag == "P")


def _unit(
    text: str, stretch: Sentence, outer: list[marks.Quotation], names: frozenset[str]
) -> Unit:
    """One unit's words, its quotations folded into one word each."""
    start, end, paragraph = stretch
    first = bisect_left(outer, start, key=lambda q: q.start)
    last = bisect_left(outer, end, key=lambda q: q.start)
    inside = outer[first:last]
    tokens: list[Word] = []
    at, first = start, True
    for q in inside:
        tokens += words(text, at, q.start, first)
        tag = "N" if is_term(text, q) else "Q"  # a quoted term is a noun like another
        tokens.append(Word(q.start, q.end, FOLDED, tag, text[q.start : q.end]))
        at = max(at, q.end)
        first = text[at - 2 : at - 1] in tuple(".?!")
    tokens += words(text, at, end, first)
    tokens = [w._replace(tag="P") if w.tag in "NVAGER" and w.text in names else w for w in tokens]
    tokens = untitled(tokens)
    return Unit(start, end, paragraph, tokens, inside)


# Attribution


def _attribute(text: str, scanned: list[marks.Quotation]) -> list[_Row]:
    """All rows of a text in its order, speakers as spans."""
    rows: list[_Row] = []
    announced: _Row | None = None
    before: Unit | None = None
    for unit in _units(text, scanned):
        fresh = [_row(found, unit) for found in reports.attributions(unit.tokens)]
        _take_up(text, rows, fresh)
        _adopt(text, unit, fresh, rows, before, announced)
        opening = reports.announcement(unit.tokens)
        announced = _row(opening, unit) if opening else None
        before = unit
    return sorted(rows, key=lambda row: row.content)


def _row(found: reports.Attribution, unit: Unit) -> _Row:
    """A row from an attribution of a sentence."""
    return _Row(
        list(found.content),
        found.cue,
        found.source,
        found.named,
        found.kind,
        found.verb.stance,
        doubtful=found.verb is cues.GOVERNS,
        paragraph=unit.paragraph,
    )


def _loose(unit: Unit, rows: list[_Row]) -> list[marks.Quotation]:
    """Quotations of speech that no cue has claimed."""
    speech = {word.start for word in unit.tokens if word.tag == "Q"}
    taken = sorted([*(span for row in rows for span in row.content), *(row.source for row in rows)])
    loose = []
    at, reach = 0, -1
    for q in unit.quotations:
        while at < len(taken) and taken[at][0] <= q.start:
            reach = max(reach, taken[at][1])
            at += 1
        if q.start >= reach and q.start in speech:
            loose.append(q)
    return loose


def _take_up(text: str, rows: list[_Row], fresh: list[_Row]) -> None:
    """Let a cue claim the paragraphs before it that its quotation continues."""
    if rows and fresh and rows[-1].cue == _NONE and _runs_on(text, rows[-1], fresh[0].content[0]):
        fresh[0].content = [*rows.pop().content, *fresh[0].content]


def _adopt(
    text: str,
    unit: Unit,
    fresh: list[_Row],
    rows: list[_Row],
    before: Unit | None,
    announced: _Row | None,
) -> None:
    """Give each loose quotation to the attribution it continues, or a row of its own."""
    near = [row for row in fresh if _quotes(text, row)]
    talk = _talk(text, unit, rows, before)
    alone = _is_alone(unit)
    for q in _loose(unit, fresh):
        span = (q.start, q.end)
        joins = alone or _is_apart(text, unit, q)
        if near and joins:
            _extend(near[-1] if q.start > near[0].content[0][0] else near[0], span)
        elif talk is not None and joins:
            _extend(talk, span)
        elif rows and _runs_on(text, rows[-1], span):
            talk = rows[-1]
            _extend(talk, span)
            talk.paragraph = unit.paragraph
        else:
            model = announced if not fresh and _follows(before, unit, q) else None
            if model is None and rows and alone and _goes_on(text, rows[-1], before):
                model = rows[-1]
            talk = _started(text, unit, span, model)
            if talk is not model:
                rows.append(talk)
    rows.extend(fresh)


def _talk(text: str, unit: Unit, rows: list[_Row], before: Unit | None) -> _Row | None:
    """The row that speaks in this paragraph so far: it quotes, or a quotation alone follows it."""
    recent = list(_recent(rows, unit.paragraph))
    quoting = next((row for row in recent if _quotes(text, row)), None)
    if quoting is None and recent and _is_alone(unit) and _adjoins(before, recent[0]):
        return recent[0]  # He says that he is ready. “I am ready.”
    return quoting


def _started(text: str, unit: Unit, span: tuple[int, int], model: _Row | None) -> _Row:
    """The row of a quotation: the one it carries on, a new one like it, or nobody's."""
    if model is None:
        return _Row([span], doubtful=True, paragraph=unit.paragraph)
    if model.content and _quotes(text, model):
        _extend(model, span)
        model.paragraph = unit.paragraph
        return model
    own = replace(model, content=[span], paragraph=unit.paragraph)
    return replace(own, cue=_NONE, stance="") if model.content else own


def _follows(before: Unit | None, unit: Unit, q: marks.Quotation) -> bool:
    """Whether a quotation opens the sentence after its announcement.

    Without a colon it stands alone, in the same paragraph.
    """
    if before is None or q.start != unit.start:
        return False
    same = unit.paragraph == before.paragraph and _is_alone(unit)
    return same or before.tokens[-1].low == ":"


def _is_apart(text: str, unit: Unit, q: marks.Quotation) -> bool:
    """Whether a quotation opens like a sentence or is long, at an edge of its sentence."""
    quoted = text[q.start : q.end]
    speech = is_whole(quoted) or count(quoted, 0, len(quoted)) > PHRASE
    return speech and (q.start == unit.start or q.end >= unit.end - 1)


def _goes_on(text: str, row: _Row, before: Unit | None) -> bool:
    """Whether a paragraph that is all quotation carries on a row of the sentence `before` it.

    Not after a question: there another answers.
    """
    question = text[slice(*row.content[-1])].rstrip("”\"’'» ").endswith("?")
    asked = question and (row.cue == _NONE or text[slice(*row.cue)].lower().startswith(_ASKING))
    return _adjoins(before, row) and not asked and row.kind == "speech"


def _adjoins(before: Unit | None, row: _Row) -> bool:
    """Whether a row reaches into the sentence before."""
    return before is not None and max(row.content[-1][1], row.cue[1]) > before.start


def _recent(rows: list[_Row], paragraph: int) -> Iterator[_Row]:
    """The last few rows of a paragraph, last first."""
    for row in rows[: -_RECENT - 1 : -1]:
        if row.paragraph != paragraph:
            return
        yield row


def _extend(row: _Row, span: tuple[int, int]) -> None:
    insort(row.content, span)


def _quotes(text: str, row: _Row) -> bool:
    """Whether a row's content ends or begins with a quotation."""
    return any(text[a] in marks.SIGNS or text[b - 1] in marks.SIGNS for a, b in row.content)


def _runs_on(text: str, row: _Row, span: tuple[int, int]) -> bool:
    """Whether a row's last quotation was left open for the next paragraph."""
    start, end = row.content[-1]
    return (
        text[start] in marks.SIGNS
        and text[span[0]] == text[start]
        and text[end - 1] not in marks.SIGNS
        and not text[end : span[0]].strip()
    )


def _is_alone(unit: Unit) -> bool:
    """Whether a sentence is nothing but quotations."""
    return all(word.tag in "Q.,-" for word in unit.tokens)


# Speakers


def _speaker(
    text: str, row: _Row, named: Sequence[Mention], before: tuple[str, str]
) -> tuple[str, str]:
    """Actor and side of a row's speaker; "they" are the joint speakers of the row `before`."""
    if row.named == _NONE:
        return "", ""
    start, end = row.named
    if text[start:end].lower() == "they" and "; " in before[0]:
        return before
    first = bisect_left(named, start, key=lambda m: m.start)
    last = bisect_left(named, end, key=lambda m: m.start)
    inside, owners = _speaking(text, (start, end), named[first:last], named[last : last + 1])
    if not inside:
        return _plain(text[start:end]), owners[0].side if owners else ""
    chosen = _joint(text, inside, start)
    actors = list(dict.fromkeys(m.actor for m in chosen if m.actor))
    sides = list(dict.fromkeys(m.side for m in chosen if m.side))
    if not sides and owners:
        sides = [owners[0].side]
    return "; ".join(actors), "; ".join(sides)


def _speaking(
    text: str, source: tuple[int, int], inside: Sequence[Mention], following: Sequence[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """The mentions that speak in a phrase, and those whose officer speaks for them.

    "Putin’s spokesman" and "critics of Putin" are not Putin; where a name follows, "their man, Bo
    Ray", it speaks.
    """
    start, end = source
    owners = [
        m for m in inside
        if _OWNS.match(text, m.end, end) or _BELONGS.search(text[start : m.start])
    ]  # fmt: skip
    heads = [m for m in inside if m not in owners]
    named = [m for m in following if m.kind == "person" and text[end : m.start] == ", "]
    named = [m for m in named if text[m.end : m.end + 1] in (",", ".", "")]
    if named and not any(m.kind == "person" for m in heads):
        heads = named
    return heads, owners if is_officer(_head(text[start:end])) else []


def _head(phrase: str) -> str:
    """The noun that speaks: the last one before a preposition, in lower case."""
    words = re.split(rf"\s(?:{_PREPOSITIONS})\s", phrase, maxsplit=1)[0].split()
    return words[-1].lower() if words else ""


def _joint(text: str, inside: list[Mention], start: int) -> list[Mention]:
    """The mentions that speak: people first, else those joined by "and" from the first on."""
    people = [m for m in inside if m.kind in ("person", "role")]
    pool = people or inside
    chosen = pool[:1]
    for mention in pool[1:]:
        between = text[chosen[-1].end : mention.start].strip().lower()
        if between not in ("and", ",", "and the", "or", "&"):
            break
        chosen.append(mention)
    return chosen


def _plain(source: str) -> str:
    """A speaker nobody lists: the phrase itself without its article; joint names parted."""
    head, _, rest = source.partition(" ")
    source = rest if head.lower() in ("the", "a", "an") and rest else source
    names = re.split(r",? and (?:the )?|, ", source)
    return "; ".join(names) if all(name[:1].isupper() for name in names) else source
