"""Who says what, in which voice: quotations, reported speech, speakers and sides.

An attribution has a cue, a source (the speaker) and a content (Pareti 2012; Newell et al. 2018).
Quotation marks are matched first; then each sentence, its quotations folded into one word each,
is searched for reporting clauses; then quotations without a cue go to the speaker they continue.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis import cues, marks, reports
from analysis.actors import Mention, Roster, mentions
from analysis.actors import roster as build_roster
from analysis.lexicon import speech_forms
from analysis.sentences import Sentence, split
from analysis.terms import inside, is_term, named_terms
from analysis.words import FOLDED, Word, untitled, words

__all__ = ["COLUMNS", "named_terms", "quotations", "quoted_spans", "voices"]

COLUMNS = (
    "voice", "content_start", "content_end", "cue_start", "cue_end", "speaker_start",
    "speaker_end", "speaker", "actor", "side", "cue", "cue_stance", "cue_kind", "doubtful",
    "content_spans", "article_id",
)  # fmt: skip
_INTEGERS = [name for name in COLUMNS if name.endswith(("_start", "_end"))]
_NONE = (-1, -1)
# Quoted words that do not yet make a sentence direct speech: a phrase.
_PHRASE = 3
# How far back a quotation looks for the words it continues, in attributions.
_RECENT = 6
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
    `doubtful` marks a missing quotation mark, and a quotation that nothing gives a speaker.
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
    scanned = _scan(text)
    return _frame(text, _attribute(text, scanned), scanned, known).assign(article_id=name)


def voices(
    text: str, sentences: Sequence[Sentence], quotations: pd.DataFrame
) -> list[tuple[str, int]]:
    """For each sentence its voice and the row of the attribution it belongs to (-1 if none).

    direct: over half of its words are quoted speech, or all that it attributes is quoted in
    whole sentences; indirect: reported speech with few or no quoted words; reporter: the rest.
    """
    quoted = quoted_spans(text)
    said = sorted(
        (start, end, number)
        for number, (parts, kind) in enumerate(
            zip(quotations["content_spans"], quotations["cue_kind"], strict=True)
        )
        for start, end in parts
        if kind != "act"  # "agreed to meet" is the reporter's account of a deed
    )
    rows = list(quotations[["voice", "speaker_start"]].itertuples(index=False, name=None))
    pairs = zip(_within(said, sentences), _within(quoted, sentences), strict=True)
    return [
        _voice(text, sentence, contents, speech, rows)
        for sentence, (contents, speech) in zip(sentences, pairs, strict=True)
    ]


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Quoted speech: (start, end) of each outermost quotation, marks left out, terms left out.

    >>> text = "He called the “plan” a “grave and dangerous error that we reject.”"
    >>> [text[start:end] for start, end in quoted_spans(text)]
    ['grave and dangerous error that we reject.']
    """
    return [inside(text, q) for q in _scan(text) if q.level == 0 and not is_term(text, q)]


def _scan(text: str) -> list[marks.Quotation]:
    """Quotations; one without a closing mark ends before a reporting clause: “No, he said."""
    return [
        q._replace(end=clause.start() + 1)
        if q.doubtful and q.level == 0 and (clause := _clause().search(text, q.start, q.end))
        else q
        for q in marks.scan(text)
    ]


@cache
def _clause() -> re.Pattern[str]:
    """A comma with a reporting clause behind it: a name or pronoun, a verb of speech."""
    verbs = "|".join(sorted(speech_forms()))
    named = r"[A-Z][\w.’'-]{0,30}(?: [A-Z][\w.’'-]{0,30}){0,4}"
    return re.compile(
        rf",[”\"’']?\s(?=(?:he|she|they|the \w{{2,20}}|{named}) (?:{verbs})\b"
        rf"|(?:said|says) (?:the \w|[A-Z]))"
    )


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
    return frozenset(word.text for word in words(text) if word.tag == "P")


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
    alone = _is_alone(unit)
    recent = list(_recent(rows, unit.paragraph))
    talk = next((row for row in recent if _quotes(text, row)), None)
    if talk is None and alone and recent and _adjoins(before, recent[0]):
        talk = recent[0]  # He says that he is ready. “I am ready.”
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
        elif announced is not None and _follows(before, unit, q) and not fresh:
            talk = replace(announced, content=[span], paragraph=unit.paragraph)
            rows.append(talk)
        elif alone and rows and _goes_on(text, rows[-1], before):
            talk = rows[-1]
            if _quotes(text, talk):
                _extend(talk, span)
                talk.paragraph = unit.paragraph
            else:
                talk = replace(talk, content=[span], paragraph=unit.paragraph)
                rows.append(talk)
        else:
            talk = _Row([span], doubtful=True, paragraph=unit.paragraph)
            rows.append(talk)
    rows.extend(fresh)


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
    speech = reports.is_whole(quoted) or _count(quoted, 0, len(quoted)) > _PHRASE
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


# The frame


def _frame(
    text: str, rows: list[_Row], scanned: list[marks.Quotation], known: Roster
) -> pd.DataFrame:
    """The rows as a frame, with voices, speakers and sides."""
    named = mentions(text, known) if rows else []
    outer = [q for q in scanned if q.level == 0]
    doubtful = [q.start for q in outer if q.doubtful]
    actor = side = ""
    records = []
    for row in rows:
        actor, side = _speaker(text, row, named, (actor, side))
        start, end = row.content[0][0], max(b for _, b in row.content)
        records.append(
            (
                _row_voice(text, row, outer), start, end, *row.cue, *row.source,
                text[slice(*row.source)] if row.source != _NONE else "", actor, side,
                text[slice(*row.cue)] if row.cue != _NONE else "", row.stance,
                row.kind, row.doubtful or bisect_left(doubtful, start) < bisect_left(doubtful, end),
                tuple(row.content),
            )
        )  # fmt: skip
    frame = pd.DataFrame(records, columns=list(COLUMNS[:-1]))
    return frame.astype(dict.fromkeys(_INTEGERS, "int64") | {"doubtful": bool})


def _row_voice(text: str, row: _Row, outer: list[marks.Quotation]) -> str:
    """direct, indirect or mixed, by how much of the content stands in quotation marks."""
    inside = quoted = 0
    for start, end in row.content:
        inside += _count(text, start, end)
        first = bisect_right(outer, start, key=lambda q: q.end)
        for q in outer[first:]:
            if q.start >= end:
                break
            if not is_term(text, q) or (q.start <= start and q.end >= end - 1):
                quoted += _count(text, max(start, q.start), min(end, q.end))
    if not quoted:
        return "indirect"
    return "direct" if quoted >= inside else "mixed"


def _count(text: str, start: int, end: int) -> int:
    """Number of words."""
    return sum(part.strip("“”\"'‘’.,—–-?!«»…:;").strip() != "" for part in text[start:end].split())


def _speaker(
    text: str, row: _Row, named: list[Mention], before: tuple[str, str]
) -> tuple[str, str]:
    """Actor and side of a row's speaker; "they" are the joint speakers of the row `before`."""
    if row.named == _NONE:
        return "", ""
    start, end = row.named
    if text[start:end].lower() == "they" and "; " in before[0]:
        return before
    first = bisect_left(named, start, key=lambda m: m.start)
    last = bisect_left(named, end, key=lambda m: m.start)
    inside = _apposed(text, end, named[first:last], named[last : last + 1])
    if not inside:
        return _plain(text[start:end]), ""
    chosen = _joint(text, inside, start)
    actors = list(dict.fromkeys(m.actor for m in chosen if m.actor))
    sides = list(dict.fromkeys(m.side for m in chosen if m.side))
    return "; ".join(actors), "; ".join(sides)


def _apposed(text: str, end: int, inside: list[Mention], following: list[Mention]) -> list[Mention]:
    """The mentions of a speaker; where it names nobody, the name behind it: "their man, Bo Ray"."""
    if any(m.kind == "person" for m in inside):
        return inside
    named = [m for m in following if m.kind == "person" and text[end : m.start] == ", "]
    return [m for m in named if text[m.end : m.end + 1] in (",", ".", "")] or inside


def _joint(text: str, inside: list[Mention], start: int) -> list[Mention]:
    """The mentions that speak: people first, else those joined by "and" from the first on."""
    people = [m for m in inside if m.kind in ("person", "role")]
    pool = people or inside
    chosen = pool[:1]
    for mention in pool[1:]:
        between = text[chosen[-1].end : mention.start].strip().lower()
        if between not in ("and", ",", ", and", "and the", ", and the", "or", "&"):
            break
        chosen.append(mention)
    return chosen


def _plain(source: str) -> str:
    """A speaker nobody lists: the phrase itself without its article; joint names parted."""
    head, _, rest = source.partition(" ")
    source = rest if head.lower() in ("the", "a", "an") and rest else source
    names = re.split(r",? and (?:the )?|, ", source)
    return "; ".join(names) if all(name[:1].isupper() for name in names) else source


# Voices


def _voice(
    text: str,
    sentence: Sentence,
    contents: list[tuple[int, int, int]],
    speech: list[tuple[int, int]],
    rows: list[tuple[str, int]],
) -> tuple[str, int]:
    """Voice of one sentence, and the row that holds most of its words."""
    said: Counter[int] = Counter()
    for start, end, number in contents:
        said[number] += _count(text, max(start, sentence.start), min(end, sentence.end))
    if not said:
        return "reporter", -1
    row = max(said, key=lambda number: (said[number], -number))
    total, attributed = _count(text, sentence.start, sentence.end), said.total()
    quoted = sum(_count(text, max(a, sentence.start), min(b, sentence.end)) for a, b in speech)
    whole = rows[row][0] == "direct" and attributed <= quoted > _PHRASE
    if 2 * quoted > total or whole:
        return "direct", row
    leads = rows[row][1] == sentence.start  # the main clause reports, however long its tail
    return ("indirect", row) if leads or 3 * attributed > total else ("reporter", -1)


def _within(
    spans: Sequence[tuple[int, ...]], sentences: Sequence[Sentence]
) -> Iterator[list[tuple[int, ...]]]:
    """For each sentence the spans that overlap it; both sorted by their start."""
    first = 0
    for sentence in sentences:
        while first < len(spans) and spans[first][1] <= sentence.start:
            first += 1
        last = first
        while last < len(spans) and spans[last][0] < sentence.end:
            last += 1
        yield [span for span in spans[first:last] if span[1] > sentence.start]
