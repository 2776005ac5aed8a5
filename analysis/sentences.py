"""Sentences with offsets: nupunkt within each line, datelines left out."""

import re
from typing import NamedTuple

import nupunkt

# "MOSCOW:", "WASHINGTON (AP) —", "DAVOS, Switzerland, Jan. 21 (Reuters) -": a place in capitals,
# then perhaps a region, a date and an agency, then a mark. Bounded, so it cannot backtrack far.
DATELINE = re.compile(
    r"[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]*){0,3}(?:, ?[A-Z][\w.]{1,20}(?: [A-Z\d][\w.]{0,15}){0,2}){0,2}"
    r"(?: ?\([A-Za-z/ ]{2,30}\))?(?::| ?(?:—|–|--)| -)(?=\s)"
)
# nupunkt leaves a quotation joined to the sentence before it: "He left. “Why?” she asked."
_BEFORE_QUOTE = re.compile(r"[.!?]['’\"”]?\s+(?=[“\"‘][A-Z])")
_LINE = re.compile(r"[^\n\r]+")


class Sentence(NamedTuple):
    """Character offsets of a sentence, and the number of its paragraph (from 0)."""

    start: int
    end: int
    paragraph: int


def dateline(line: str) -> int:
    """Length of the dateline a line opens with, 0 if none.

    >>> dateline("MOSCOW: Talks began.")
    7
    """
    match = DATELINE.match(line)
    return match.end() if match else 0


def split(text: str) -> list[Sentence]:
    """Sentences in order, none across a line break.

    >>> text = "MOSCOW: He left. “Why?” she asked."
    >>> [text[s.start : s.end] for s in split(text)]
    ['He left.', '“Why?” she asked.']
    """
    found: list[Sentence] = []
    paragraph = -1
    for line in _LINE.finditer(text):
        if not line.group().strip():
            continue
        paragraph += 1
        skip = dateline(line.group())
        found += [
            Sentence(line.start() + skip + start, line.start() + skip + end, paragraph)
            for start, end in _spans(line.group()[skip:])
        ]
    return found


def _spans(line: str) -> list[tuple[int, int]]:
    """Trimmed sentence spans of one line."""
    spans = []
    for start, end in nupunkt.sent_spans(line):
        cuts = [match.end() for match in _BEFORE_QUOTE.finditer(line, start, end)]
        for left, right in zip([start, *cuts], [*cuts, end], strict=True):
            part = line[left:right]
            if part.strip():
                lead = len(part) - len(part.lstrip())
                spans.append((left + lead, left + len(part.rstrip())))
    return spans
