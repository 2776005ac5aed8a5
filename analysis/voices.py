"""In whose voice a sentence and a content stand: direct, indirect, mixed or the reporter's."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from analysis import marks
from analysis.contents import is_whole
from analysis.lexicon import speech_forms
from analysis.sentences import Sentence
from analysis.terms import inside, is_term

# Quoted words that do not yet make a sentence direct speech: a phrase.
PHRASE = 3


def voices(
    text: str, sentences: Sequence[Sentence], attributions: Sequence[Any]
) -> list[tuple[str, int]]:
    """For each sentence its voice and the number of the attribution it belongs to (-1 if none).

    `attributions` are those of `quotes.attributions`, or the rows of `quotes.quotations`.
    direct: over half of its words are quoted speech, or all that it attributes is quoted in
    whole sentences; indirect: reported speech with few or no quoted words; reporter: the rest.
    """
    quoted = quoted_spans(text)
    said = [
        (start, end, number)
        for number, one in enumerate(attributions)
        for start, end in one.content_spans
        if one.cue_kind != "act"  # "agreed to meet" is the reporter's account of a deed
    ]
    rows = [(one.voice, one.speaker_start) for one in attributions]
    relayed = {n for n, one in enumerate(attributions) if one.cue.lower() == "according to"}
    pairs = zip(
        _within(_outermost(said, relayed), sentences), _within(quoted, sentences), strict=True
    )
    return [
        _voice(text, sentence, contents, speech, rows)
        for sentence, (contents, speech) in zip(sentences, pairs, strict=True)
    ]


def _outermost(said: list[tuple[int, int, int]], relayed: set[int]) -> list[tuple[int, int, int]]:
    """Contents, in order, that lie in no other: a quoted quotation is told by who quotes it.

    Not by who relays it: in "Ann Lee said so, according to the agency" she speaks.
    """
    kept: list[tuple[int, int, int]] = []
    for content in sorted(said, key=lambda part: (part[0], -part[1])):
        if not kept or content[1] > kept[-1][1]:
            kept.append(content)
        elif kept[-1][2] in relayed:
            kept[-1] = content
    return kept


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Quoted speech: (start, end) of each outermost quotation, marks left out, terms left out.

    >>> text = "He called the “plan” a “grave and dangerous error that we reject.”"
    >>> [text[start:end] for start, end in quoted_spans(text)]
    ['grave and dangerous error that we reject.']
    """
    return [inside(text, q) for q in scan(text) if q.level == 0 and not is_term(text, q)]


def scan(text: str) -> list[marks.Quotation]:
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


def content_voice(
    text: str, content: Sequence[tuple[int, int]], outer: list[marks.Quotation]
) -> str:
    """direct, indirect or mixed, by how much of the content stands in quotation marks."""
    inside = quoted = 0
    for start, end in content:
        inside += count(text, start, end)
        first = bisect_right(outer, start, key=lambda q: q.end)
        last = bisect_left(outer, end, key=lambda q: q.start)
        quoted += sum(
            count(text, max(start, q.start), min(end, q.end))
            for q in outer[first:last]
            if not is_term(text, q) or (q.start <= start and q.end >= end - 1)
        )
    if not quoted:
        return "indirect"
    return "direct" if quoted >= inside else "mixed"


def count(text: str, start: int, end: int) -> int:
    """Number of words."""
    return sum(part.strip("“”\"'‘’.,—–-?!«»…:;").strip() != "" for part in text[start:end].split())


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
        said[number] += count(text, max(start, sentence.start), min(end, sentence.end))
    if not said:
        return "reporter", -1
    row = max(said, key=lambda number: (said[number], -number))
    total, attributed = count(text, sentence.start, sentence.end), said.total()
    quoted = sum(count(text, max(a, sentence.start), min(b, sentence.end)) for a, b in speech)
    opens = any(is_whole(text[start:end]) for start, end, number in contents if number == row)
    spoken = quoted > PHRASE or (opens and quoted)
    whole = rows[row][0] == "direct" and attributed <= quoted and spoken
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
