"""Scraped text to articles: each line gets a role, and each article its head and body.

A page is parted where its words change: of all ways to part it, the one in which each article's
words are likeliest under a vocabulary of its own (Utiyama and Isahara 2001), titles among them,
since scraping may leave a title before or after its body.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import log
from typing import NamedTuple

from analysis.lexicon import rows
from analysis.sentences import DATELINE

# longer lines, and those that end as sentences do, are paragraphs and not titles
TITLE_CHARACTERS = 200
LEAD = 6  # paragraphs in which a title's words are looked for: news tells the main thing first
# Weights, in nats; tuned on half of benchmarks/reading.py's articles
ARTICLE = 18.0  # each further article has to explain its words so much better
FIT = 30.0  # what a title gains all of whose words stand in its article's lead
UNTITLED = 12.0
STRAY = 14.0  # a head's line that belongs to no article
SHORT = 4.0  # for each word that a title has less than four
LINKED = 6.0
# a page of more lines than this is parted in stretches, so that time stays linear
STRETCH = 1200

_URL = re.compile(r"(?:https?://|www\.)\S+$")
_BULLET = re.compile(r"[-•*–▪◦●]\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.:,;…]['’\"”)\]]*$")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}} {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:(?:first |last |originally )?(?:published|updated|posted|modified|date)\b[^.]{0,40}|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?[:|•· -]*$",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    r"(?:T?[\d:., |•·()-]|at|on|a\.?m\.?|p\.?m\.?|[A-Z]{2,4}\b|updated|published|min(?:ute)?s? read|"
    rf"{DATE.pattern})*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:by|written by|reported by|from|author:)\s+(?P<names>[A-Z][\w.’'-]*(?:[ ,&|/]+(?:and |in )?[A-Z][\w.’'-]*){0,9})"
    r"(?P<rest>[ ,|•·-].{0,60})?$",
    re.IGNORECASE,
)
_HEAD = ("title", "url", "standfirst", "date", "byline", "boilerplate")


class Line(NamedTuple):
    """A line of a page: its number from 1, its role, the part it belongs to (-1: none), its text."""

    number: int
    role: str
    part: int
    text: str


class Part(NamedTuple):
    """One article of a page; strings are "" where the page does not tell."""

    title: str
    url: str
    standfirst: tuple[str, ...]
    byline: str
    date: str
    paragraphs: tuple[str, ...]


class Page(NamedTuple):
    """The articles of a page in their order, and all its lines that are not blank."""

    parts: list[Part]
    lines: list[Line]


class _Segment(NamedTuple):
    """Lines from `start` up to `end`; `title` is the line with its title, -1 where there is none."""

    start: int
    end: int
    title: int
    is_article: bool = True


def split(text: str) -> Page:
    r"""The articles of a page's normalised text, and each line's role.

    >>> page = split("Talks begin\nThey met in Oslo.")
    >>> page.parts[0].title, page.parts[0].paragraphs
    ('Talks begin', ('They met in Oslo.',))
    >>> [line.role for line in page.lines]
    ['title', 'body']
    """
    numbered = [(n, line) for n, raw in enumerate(text.split("\n"), 1) if (line := raw.strip())]
    texts = [line for _, line in numbered]
    shapes = [shape(line) for line in texts]
    roles: list[tuple[str, int]] = []
    parts: list[Part] = []
    for segment in _segments(texts, shapes):
        found = _roles(texts, shapes, segment)
        if "body" in found:
            roles += [(role, len(parts)) for role in found]
            parts.append(_part(texts[segment.start : segment.end], found))
        else:
            roles += [(role if role == "boilerplate" else "unassigned", -1) for role in found]
    lines = [
        Line(number, role, part, line)
        for (number, line), (role, part) in zip(numbered, roles, strict=True)
    ]
    return Page(parts, lines)


# ---- what a line looks like


def shape(line: str) -> str:
    """The role that a line's looks suggest: title, url, date, byline, standfirst and so on."""
    if _URL.match(line):
        return "url"
    if _is_boilerplate(line):
        return "boilerplate"
    if _BULLET.match(line):
        return "standfirst"
    if len(line) > TITLE_CHARACTERS:
        return "body"
    if _is_date(line):
        return "date"
    if (by := _BYLINE.match(line)) and _are_names(by["names"]):
        return "byline"
    if (place := DATELINE.match(line + " ")) and place.end() >= len(line):
        return "dateline"
    is_title = not _SENTENCE_END.search(line) and any(map(str.isalpha, line))
    return "title" if is_title and not DATELINE.match(line) else "body"


@cache
def _boilerplate() -> re.Pattern[str]:
    whole = [r["pattern"] for r in rows("boilerplate")]
    return re.compile(rf"(?:{'|'.join(whole)})$", re.IGNORECASE)


def _is_boilerplate(line: str) -> bool:
    return len(line) <= 2 * TITLE_CHARACTERS and bool(_boilerplate().match(line))


def _is_date(line: str) -> bool:
    """Whether a line holds a date and nothing else that counts."""
    if len(line) > 100 or not (found := DATE.search(line)):
        return False
    return bool(_DATED.match(line[: found.start()]) and _AFTER_DATE.match(line[found.end() :]))


def _are_names(text: str) -> bool:
    words = re.findall(r"[\w’'.-]+", text)
    return all(word[0].isupper() or word.lower() in ("and", "in") for word in words)


# ---- where articles begin and end


def _segments(texts: Sequence[str], shapes: Sequence[str]) -> list[_Segment]:
    """The best parting of the lines, stretch by stretch."""
    found: list[_Segment] = []
    for start in range(0, len(texts), STRETCH):
        part = _Parting(texts[start : start + STRETCH], shapes[start : start + STRETCH]).best()
        found += [
            _Segment(s.start + start, s.end + start, s.title + start if s.title >= 0 else -1, s.is_article)
            for s in part
        ]
    return found


class _Parting:
    """The dynamic programme over a stretch of lines."""

    def __init__(self, texts: Sequence[str], shapes: Sequence[str]) -> None:
        self.texts, self.shapes = texts, shapes
        self.words = [_content(text) if s not in ("url", "boilerplate", "byline", "date") else [] for text, s in zip(texts, shapes, strict=True)]
        self.sets = [set(w) for w in self.words]
        self.slugs = [_content(re.sub(r"\W|_", " ", t)) if s == "url" else [] for t, s in zip(texts, shapes, strict=True)]
        self.vocabulary = len(set().union(*self.sets)) or 1
        self.is_head = [s in _HEAD for s in shapes]
        self.edges = self._edges()

    def _edges(self) -> list[int]:
        """Where a segment may begin or end: beside a head's line, and at a dateline."""
        inner = [
            i
            for i in range(1, len(self.texts))
            if self.is_head[i] or self.is_head[i - 1] or DATELINE.match(self.texts[i])
        ]
        return [0, *inner, len(self.texts)]

    def best(self) -> list[_Segment]:
        """The segments that together score best."""
        best: dict[int, tuple[float, _Segment | None]] = {0: (0.0, None)}
        for at, start in enumerate(self.edges[:-1]):
            if start not in best:
                continue
            for score, segment in self._from(start, at):
                total = best[start][0] + score
                if segment.end not in best or total > best[segment.end][0]:
                    best[segment.end] = (total, segment)
        found: list[_Segment] = []
        end = len(self.texts)
        while end and (segment := best[end][1]):
            found.append(segment)
            end = segment.start
        return found[::-1]

    def _from(self, start: int, at: int):
        """Score every segment that begins at a line."""
        if self.is_head[start]:
            words = len(self.words[start])
            alone = words * log(words + self.vocabulary)
            yield -STRAY * (self.shapes[start] != "boilerplate") - alone, _Segment(start, start + 1, -1, False)
        counts: dict[str, int] = {}
        gain, total = 0.0, 0
        first = self._head(range(start, len(self.texts)))
        has_body = False
        lead: set[str] = set()
        leads = 0
        for line, end in pairwise(self.edges[at:]):
            for i in range(line, end):
                for word in self.words[i]:
                    seen = counts.get(word, 0)
                    counts[word] = seen + 1
                    gain += _gain(seen)
                total += len(self.words[i])
                if not self.is_head[i]:
                    has_body = True
                    if leads < LEAD:
                        leads += 1
                        lead |= self.sets[i]
            if not has_body:
                continue
            lexical = gain - total * log(total + self.vocabulary) - ARTICLE
            yield lexical + self._title(start, end, first, lead)[0], _Segment(start, end, self._title(start, end, first, lead)[1])

    def _title(self, start: int, end: int, first: int, lead: set[str]) -> tuple[float, int]:
        """The title of a segment, before its body or after it, and what it is worth."""
        options = [(-UNTITLED, -1)]
        last = self._head(range(end - 1, start - 1, -1))
        for title in {first, last} - {-1}:
            if start <= title < end:
                options.append((self._fit(title, lead), title))
        return max(options)

    def _head(self, lines: range) -> int:
        """The one title among the head's lines that a segment begins or ends with."""
        title = -1
        for i in lines:
            if not self.is_head[i]:
                break
            if self.shapes[i] == "title":
                if title >= 0 and self.texts[i] != self.texts[title]:
                    break
                title = i
        return title

    def _fit(self, title: int, lead: set[str]) -> float:
        words = self.sets[title]
        fit = FIT * len(words & lead) / max(1, len(words)) - FIT / 2
        fit -= SHORT * max(0, 4 - len(self.texts[title].split()))
        beside = [i for i in (title - 1, title + 1) if 0 <= i < len(self.texts) and self.shapes[i] == "url"]
        return fit + LINKED * bool(beside)


def _gain(seen: int) -> float:
    """What one more occurrence of a word adds to Σ f·log(f + 1)."""
    return (seen + 1) * log(seen + 2) - seen * log(seen + 1)


def _content(text: str) -> list[str]:
    """A text's words of four letters and more, cut to six: inflected forms fall together."""
    return [word[:6] for word in re.findall(r"[^\W_]+", text.lower()) if len(word) > 3]


# ---- roles


def _roles(texts: Sequence[str], shapes: Sequence[str], segment: _Segment) -> list[str]:
    """The role of each line of a segment: a head's lines count only beside its title."""
    lines = range(segment.start, segment.end)
    if not segment.is_article:
        return [shapes[i] for i in lines]
    return [_role(texts, shapes, segment, i) for i in lines]


def _role(texts, shapes, segment: _Segment, i: int) -> str:
    if shapes[i] == "boilerplate":
        return "boilerplate"
    if segment.title >= 0 and texts[i] == texts[segment.title] and shapes[i] == "title":
        return "title"
    if shapes[i] in ("url", "date", "byline", "dateline"):
        return shapes[i]
    if shapes[i] == "standfirst" and segment.title >= 0:
        low, high = sorted((i, segment.title))
        if all(shapes[j] in _HEAD for j in range(low, high)):
            return "standfirst"
    return "body"


def _part(texts: Sequence[str], roles: Sequence[str]) -> Part:
    def all_of(role: str) -> list[str]:
        return [text for text, found in zip(texts, roles, strict=True) if found == role]

    return Part(
        title=next(iter(all_of("title")), ""),
        url=next(iter(all_of("url")), ""),
        standfirst=tuple(_BULLET.sub("", text) for text in all_of("standfirst")),
        byline=next(iter(all_of("byline")), ""),
        date=next(iter(all_of("date")), ""),
        paragraphs=tuple(all_of("body")),
    )
