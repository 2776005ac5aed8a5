"""Sentences with offsets: nupunkt within each line, datelines left out."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import nupunkt

from analysis.lexicon import rows, speech_forms
from analysis.words import is_common

# "MOSCOW:", "WASHINGTON (AP) —", "DAVOS, Switzerland, Jan. 21 (Reuters) -": a place in capitals,
# then perhaps a region, a date and an agency, then a mark. Bounded, so it cannot backtrack far.
DATELINE = re.compile(
    r"[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]*){0,3}"
    r"(?:, ?[A-Z\d][\w.]{0,20}(?: [A-Z\d][\w.]{0,15}){0,2}){0,2}"
    r"(?: ?\([A-Za-z/ ]{2,30}\))?(?::| ?(?:—|–|--)| -)(?=\s)"
)
# nupunkt leaves a quotation joined to the sentence before it: "He left. “Why?” she asked."
_BEFORE_QUOTE = re.compile(r"[.!?]['’\"”]?\s+(?=[“\"‘][A-Z])")
_ENDS_IN_QUOTE = re.compile(r"[?!…][”\"’']+$")
# nupunkt ends a sentence at "U.S." before a capital: it goes on where a common noun follows,
# as in "U.S. Secretary of State".
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}$")
_LETTERS = re.compile(r"\w*")
_LINE = re.compile(r"[^\n\r]+")
_INK = re.compile(r"\S")
# Characters of a sentence: the longest of 26,000 in news and speeches has under 1,000. What goes on
# without a full stop is cut, since the time of rules and of VADER grows with a sentence's square.
LONGEST = 3_000


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
    """Sentences in order, none across a line break, none longer than LONGEST.

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
    spans: list[tuple[int, int]] = []
    for start, end in nupunkt.sent_spans(line):
        cuts = [match.end() for match in _BEFORE_QUOTE.finditer(line, start, end)]
        for left, right in zip([start, *cuts], [*cuts, end], strict=True):
            part = line[left:right]
            if part.strip():
                lead = len(part) - len(part.lstrip())
                _append(line, spans, left + lead, left + len(part.rstrip()))
    return [piece for span in spans for piece in _pieces(line, *span)]


def _pieces(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A span in pieces of at most LONGEST characters, cut at a space where there is one."""
    while end - start > LONGEST:
        space = line.rfind(" ", start, start + LONGEST)
        cut = space if space > 0 else start + LONGEST
        yield start, start + len(line[start:cut].rstrip())
        start = _INK.search(line, cut).start()
    yield start, end


def _append(line: str, spans: list[tuple[int, int]], start: int, end: int) -> None:
    """Add a span, joined to the one before where it is that one's reporting clause."""
    before = line[max(spans[-1][0], start - 6) : spans[-1][1]] if spans else ""
    goes_on = line[start].islower() or _reporting_clause().match(line, start, end)
    initials = _INITIALS.search(before) and is_common(_LETTERS.match(line, start)[0].lower())
    cut = bool(spans) and line[start] in "),;]"
    if cut or initials or (goes_on and _ENDS_IN_QUOTE.search(before)):
        start = spans.pop()[0]
    spans.append((start, end))


@cache
def _reporting_clause() -> re.Pattern[str]:
    """The clause in “Why?” Ann Lee asked: a short name or phrase, a verb of speech, no content."""
    listed = [row for row in rows("reporting_verbs") if row["kind"] == "speech"]
    plain = speech_forms()
    telling = {
        form for row in listed if "recipient" in row["frames"] for form in row["forms"].split()
    }
    telling |= {"asked", "asks"}
    return re.compile(
        r"(?:(?:[A-Z][\w.’'-]{0,30}|the|of|and|for|de|van|al),? ){1,8}(?:later |then |also )?"
        rf"(?:[a-z]{{2,20}}ed(?=[.,;]|$)|(?:{'|'.join(sorted(telling))})\b(?! that| whether| if)"
        rf"|(?:{'|'.join(sorted(plain))})(?=[.,:;]|$| (?:to|in|on|at|of|with|when|as|while|after"
        r"|before|during|from|through|by|about|this|last|via|[a-z]+ly|[A-Z][a-z]+day)\b))"
    )
