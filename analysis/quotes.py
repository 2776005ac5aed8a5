"""Who says what, in which voice: quotations, reported speech, speakers and sides.

An attribution has a cue, a source (the speaker) and a content (Pareti 2012; Newell et al. 2018).
Quotation marks are matched first; then each sentence, its quotations folded into one word each,
is searched for reporting clauses; then quotations without a cue go to the speaker they continue.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from analysis import cues, marks, reports
from analysis.actors import Mention, Roster, mentions
from analysis.actors import roster as build_roster
from analysis.sentences import Sentence, split
from analysis.words import Word, words

COLUMNS = (
    "voice", "content_start", "content_end", "cue_start", "cue_end", "speaker_start",
    "speaker_end", "speaker", "actor", "side", "cue", "cue_stance", "cue_kind", "doubtful",
    "content_spans",
)  # fmt: skip
_INTEGERS = [name for name in COLUMNS if name.endswith(("_start", "_end"))]
_NONE = (-1, -1)
# A quoted phrase of up to this many words, without a verb or a full stop, is a term, not speech.
_TERM_WORDS = 6


class Unit(NamedTuple):
    """Sentences that one quotation ties together, their words, and their quotations."""

    start: int
    end: int
    paragraph: int
    tokens: list[Word]
    quotations: list[marks.Quotation]


@dataclass
class _Row:
    """An attribution while it is being built."""

    content: list[tuple[int, int]]
    cue: tuple[int, int] = _NONE
    source: tuple[int, int] = _NONE
    kind: str = "speech"
    stance: str = ""
    follows: int = -1  # row whose speaker goes on speaking
    doubtful: bool = False
    paragraph: int = -1


def quotations(article_or_text: object, roster: Roster | None = None) -> pd.DataFrame:
    """Attributions of an article, one row each, in the order of the text.

    `voice` is direct (the content is quoted), indirect (it is not) or mixed; `content_start` to
    `content_end` is its whole stretch, `content_spans` its parts where a cue parts it; `cue_*`
    and `speaker_*` are offsets too, -1 where there is no such span. `speaker` is as written,
    `actor` resolved, `side` "" where unknown; several are joined by "; ". `cue_stance` is
    neutral, assertive, doubting, conceding or ""; `cue_kind` speech, thought, evidence or act. `doubtful` marks a missing quotation mark or a
    speaker taken from the neighbouring text. Offsets are into `Article.text`.

    >>> frame = quotations("“We are ready,” Kremlin spokesman Dmitry Peskov said.")
    >>> frame[["voice", "speaker", "actor", "side"]].values.tolist()
    [['direct', 'Kremlin spokesman Dmitry Peskov', 'Dmitry Peskov', 'Russia']]
    """
    text = article_or_text if isinstance(article_or_text, str) else article_or_text.text
    known = roster if roster is not None else build_roster(article_or_text)
    scanned = marks.scan(text)
    rows = _attribute(text, scanned)
    return _frame(text, rows, scanned, known)


def named_terms(text: str) -> pd.DataFrame:
    """Scare quotes and named terms, a frame with `start`, `end`, `text` (marks left out).

    A quoted noun phrase that no verb of saying introduces, such as the “special operation”.

    >>> named_terms("He defended the “special military operation” again.")["text"].tolist()
    ['special military operation']
    """
    found = [q for q in marks.scan(text) if _is_term(text, q)]
    inner = [_inside(text, q) for q in found]
    return pd.DataFrame(
        {
            "start": pd.Series([a for a, _ in inner], dtype="int64"),
            "end": pd.Series([b for _, b in inner], dtype="int64"),
            "text": pd.Series([text[a:b] for a, b in inner], dtype="object"),
        }
    )


def voices(
    text: str, sentences: Sequence[Sentence], quotations: pd.DataFrame
) -> list[tuple[str, int]]:
    """For each sentence its voice and the row of the attribution it belongs to (-1 if none).

    direct: over half of its words are quoted speech, or all that it attributes is quoted in
    whole sentences; indirect: reported speech with few or no quoted words; reporter: the rest.
    """
    quoted = [q for q in marks.scan(text) if q.level == 0]
    spans = sorted(
        (start, end, number)
        for number, (parts, kind) in enumerate(
            zip(quotations["content_spans"], quotations["cue_kind"], strict=True)
        )
        for start, end in parts
        if kind != "act"  # "agreed to meet" is the reporter's account of a deed
    )
    frames = {
        number: (row.voice, row.speaker_start)
        for number, row in enumerate(quotations[["voice", "speaker_start"]].itertuples(index=False))
    }
    return [_voice(text, sentence, quoted, spans, frames) for sentence in sentences]


# Units


def _units(text: str, scanned: list[marks.Quotation]) -> list[Unit]:
    """Sentences, joined where a quotation runs across their border."""
    outer = [q for q in scanned if q.level == 0]
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
        units.append(_unit(text, start, sentence.end, sentence.paragraph, outer))
        start = -1
    return units


def _unit(text: str, start: int, end: int, paragraph: int, outer: list[marks.Quotation]) -> Unit:
    first = bisect_left(outer, start, key=lambda q: q.start)
    last = bisect_left(outer, end, key=lambda q: q.start)
    inside = outer[first:last]
    tokens: list[Word] = []
    at = start
    for q in inside:
        tokens += words(text, at, q.start)
        tag = "N" if _is_term(text, q) else "Q"  # a quoted term is a noun like another
        tokens.append(Word(q.start, q.end, "“”", tag, text[q.start : q.end]))
        at = max(at, q.end)
    tokens += words(text, at, end)
    return Unit(start, end, paragraph, tokens, inside)


# Attribution


def _attribute(text: str, scanned: list[marks.Quotation]) -> list[_Row]:
    """All rows of a text, speakers as spans."""
    rows: list[_Row] = []
    units = _units(text, scanned)
    for number, unit in enumerate(units):
        found = reports.attributions(unit.tokens)
        fresh = [
            _Row(list(f.content), f.cue, f.source, f.kind, f.verb.stance, paragraph=unit.paragraph)
            for f in found
        ]
        loose = _loose(text, unit, fresh)
        _adopt(text, unit, loose, fresh, rows)
    return rows


def _loose(text: str, unit: Unit, rows: list[_Row]) -> list[marks.Quotation]:
    """Quotations of speech that no cue has claimed."""
    return [
        q
        for q in unit.quotations
        if not any(a <= q.start < b for row in rows for a, b in row.content)
        and not any(row.source[0] <= q.start < row.source[1] for row in rows)
        and _is_speech(text, q)
    ]


def _adopt(
    text: str, unit: Unit, loose: list[marks.Quotation], fresh: list[_Row], rows: list[_Row]
) -> None:
    """Give each loose quotation to the attribution it continues, or a row of its own."""
    before = rows[-1] if rows else None
    for q in loose:
        span = (q.start, q.end)
        same = before is not None and before.paragraph == unit.paragraph
        near = [row for row in fresh if _quotes(text, row)]
        if near:
            _extend(near[-1] if q.start > near[0].content[0][0] else near[0], span)
        elif (same and _quotes(text, before)) or (
            before is not None and _runs_on(text, before, span)
        ):
            _extend(before, span)
        else:
            index = len(rows) - 1 if before is not None and _is_alone(unit, q) else -1
            row = _Row(
                [span], follows=index, doubtful=q.doubtful or index < 0, paragraph=unit.paragraph
            )
            rows.append(row)
            before = row
    rows.extend(fresh)
    rows.sort(key=lambda row: 0)


def _extend(row: _Row, span: tuple[int, int]) -> None:
    row.content = sorted([*row.content, span])


def _quotes(text: str, row: _Row) -> bool:
    """Whether a row's content ends or begins with a quotation."""
    return any(text[a] in marks.SIGNS or text[b - 1] in marks.SIGNS for a, b in row.content)


def _runs_on(text: str, row: _Row, span: tuple[int, int]) -> bool:
    """Whether a row's last quotation was left open for the next paragraph."""
    start, end = row.content[-1]
    return (
        text[start] in marks.SIGNS
        and text[end - 1] not in marks.SIGNS
        and not text[end : span[0]].strip()
    )


def _is_alone(unit: Unit, q: marks.Quotation) -> bool:
    """Whether a sentence is nothing but quotations."""
    return all(word.tag in "Q.,-" for word in unit.tokens)


def _inside(text: str, q: marks.Quotation) -> tuple[int, int]:
    """A quotation without its marks and edge spaces."""
    start, end = q.start, q.end
    while start < end and (text[start] in marks.SIGNS or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in marks.SIGNS or text[end - 1] in " ,"):
        end -= 1
    return start, end


def _is_speech(text: str, q: marks.Quotation) -> bool:
    return q.level == 0 and not _is_term(text, q)


def _is_term(text: str, q: marks.Quotation) -> bool:
    """A short quoted noun phrase that nobody is said to utter."""
    start, end = _inside(text, q)
    if end - start > 80 or q.doubtful or q.goes_on:
        return False
    if text[q.end - 2 : q.end - 1] in tuple(",.?!") and text[end - 1 : end] in tuple("?!."):
        return False
    inner = words(text, start, end)
    if not inner or len(inner) > _TERM_WORDS or any(w.tag in "VMO." for w in inner[:-1]):
        return False
    before = words(text, max(0, q.start - 40), q.start)
    if not before or before[-1].tag in ",:" or cues.is_cue(before[-1].low):
        return False
    return inner[-1].tag in "NP" or (len(inner) == 1 and before[-1].tag in "DAS")


# The frame


def _frame(
    text: str, rows: list[_Row], scanned: list[marks.Quotation], known: Roster
) -> pd.DataFrame:
    """The rows as a frame, with voices, speakers and sides."""
    named = mentions(text, known) if rows else []
    outer = [q for q in scanned if q.level == 0]
    doubtful = [q for q in outer if q.doubtful]
    resolved: list[tuple[str, str]] = []
    records = []
    for row in rows:
        actor, side = _speaker(text, row, named, resolved)
        resolved.append((actor, side))
        start, end = row.content[0][0], max(b for _, b in row.content)
        records.append(
            (
                _row_voice(text, row, outer), start, end, *row.cue, *row.source,
                text[slice(*row.source)] if row.source != _NONE else "", actor, side,
                text[slice(*row.cue)] if row.cue != _NONE else "", row.stance,
                row.kind, row.doubtful or any(start <= q.start < end for q in doubtful), tuple(row.content),
            )
        )  # fmt: skip
    frame = pd.DataFrame(records, columns=list(COLUMNS))
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
            if not _is_term(text, q) or (q.start <= start and q.end >= end - 1):
                quoted += _count(text, max(start, q.start), min(end, q.end))
    if not quoted:
        return "indirect"
    return "direct" if quoted >= inside else "mixed"


def _count(text: str, start: int, end: int) -> int:
    """Number of words."""
    return sum(part.strip("“”\"'‘’.,—–-?!«»…:;").strip() != "" for part in text[start:end].split())


def _speaker(
    text: str, row: _Row, named: list[Mention], resolved: list[tuple[str, str]]
) -> tuple[str, str]:
    """Actor and side of a row's speaker; that of the row it continues where none is written."""
    if row.source == _NONE:
        return resolved[row.follows] if row.follows >= 0 else ("", "")
    start, end = row.source
    first = bisect_left(named, start, key=lambda m: m.start)
    inside = []
    for mention in named[first:]:
        if mention.start >= end:
            break
        inside.append(mention)
    if not inside:
        return _plain(text[start:end]), ""
    chosen = _joint(text, inside, start)
    actors = list(dict.fromkeys(m.actor for m in chosen if m.actor))
    sides = list(dict.fromkeys(m.side for m in chosen if m.side))
    if not actors and chosen[0].kind == "pronoun" and row.follows < 0 and resolved:
        return ("", "")
    return "; ".join(actors), "; ".join(sides)


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
    """A speaker nobody lists: the phrase itself without its article."""
    head, _, rest = source.partition(" ")
    return rest if head.lower() in ("the", "a", "an") and rest else source


# Voices


def _voice(
    text: str,
    sentence: Sentence,
    quoted: list[marks.Quotation],
    spans: list[tuple[int, int, int]],
    frames: dict[int, tuple[str, int]],
) -> tuple[str, int]:
    """Voice of one sentence, and the row that holds most of its words."""
    said: dict[int, int] = {}
    for start, end, number in _overlapping(spans, sentence):
        said[number] = said.get(number, 0) + _count(text, start, end)
    if not said:
        return "reporter", -1
    row = max(said, key=lambda number: (said[number], -number))
    total = _count(text, sentence.start, sentence.end)
    speech = sum(
        _count(text, max(q.start, sentence.start), min(q.end, sentence.end))
        for q in _within(quoted, sentence)
        if not _is_term(text, q)
    )
    attributed = sum(said.values())
    if 2 * speech > total or (
        frames[row][0] == "direct" and speech >= attributed and _full(speech)
    ):
        return "direct", row
    leads = frames[row][1] == sentence.start  # the main clause reports, however long its tail
    return ("indirect", row) if leads or 3 * attributed > total else ("reporter", -1)


def _full(quoted_words: int) -> bool:
    """Whether a quotation is long enough to carry the sentence: a phrase of three words is not."""
    return quoted_words > 3


def _overlapping(
    spans: list[tuple[int, int, int]], sentence: Sentence
) -> list[tuple[int, int, int]]:
    """Parts of contents within a sentence, cut to it."""
    return [
        (max(start, sentence.start), min(end, sentence.end), number)
        for start, end, number in spans
        if start < sentence.end and end > sentence.start
    ]


def _within(quoted: list[marks.Quotation], sentence: Sentence) -> list[marks.Quotation]:
    return [q for q in quoted if q.start < sentence.end and q.end > sentence.start]
