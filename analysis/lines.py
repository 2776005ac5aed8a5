"""What a line of a scraped page looks like: title, link, date, byline, bullet or paragraph."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from analysis.lexicon import rows
from analysis.sentences import DATELINE

# longer lines, and those that end as sentences do, are paragraphs and not titles
TITLE_CHARACTERS = 160
DATE_CHARACTERS = 100
WRAPPED = 120  # characters of a line of a page that is broken at a width, at most
BROKEN = 0.2  # the share of its lines that begin in small letters, at least
HALF_LINE = 40  # a shorter line was not broken for want of room
SHAPES = ("title", "url", "date", "byline", "dateline", "standfirst", "body", "boilerplate")

_BELOW = ("url", "byline", "date")
BULLET = re.compile(r"[-•*–▪◦●]\s+(?=\S)")
_URL = re.compile(r"(?:https?://|www\.)\S+$")
_SENTENCE_END = re.compile(r"[.:,;…]['’\"”)\]]*$|[?!]['’\"”)\]]+$")
_SENTENCE_BREAK = re.compile(r"[.!?:;…]['’\"”)\]]*$")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d(?:T\S{{4,20}})?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})\b",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(
    r"(?:(?:first |last |originally )?(?:published|updated|posted|modified|date|on)\b[^.]{0,40}|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?[:|•· -]*$",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    r"(?:T?[\d:., |•·()-]|at|on|a\.?m\.?|p\.?m\.?|[A-Z]{2,4}\b|updated|published|"
    rf"\d+ (?:minute|min|hour|day|week)s? ago|min(?:ute)?s? read|{_DATE.pattern}){{0,60}}$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:(?:written|reported|posted) by|by|from|author:)\s+"
    r"(?P<names>[A-Z][\w.’'-]*(?:[ ,&|/]+(?:and |in )?[A-Z][\w.’'-]*){0,9})"
    r"(?:[ ,|•·-].{0,60})?$",
    re.IGNORECASE,
)


def unwrapped(numbered: Sequence[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Numbered lines in groups, each a paragraph whose lines were broken at the page's width.

    >>> unwrapped([(1, "The envoys met in the harbour of Oslo to"), (2, "talk about mackerel.")])
    [[(1, 'The envoys met in the harbour of Oslo to'), (2, 'talk about mackerel.')]]
    """
    width = _width([text for _, text in numbered])
    groups: list[list[tuple[int, str]]] = []
    for number, text in numbered:
        if groups and number == groups[-1][-1][0] + 1 and _goes_on(groups[-1][-1][1], text, width):
            groups[-1].append((number, text))
        else:
            groups.append([(number, text)])
    return groups


def _width(texts: Sequence[str]) -> int:
    """The width that a page's lines are broken at; 0 where they are not."""
    broken = [len(text) for text, below in pairwise(texts) if _begins_small(below)]
    is_wrapped = len(broken) > len(texts) * BROKEN and max(broken) <= WRAPPED
    return max(broken) if is_wrapped else 0


def _begins_small(text: str) -> bool:
    return text.lstrip("“\"‘'(")[:1].islower() and shape(text) != "url"


def _goes_on(line: str, below: str, width: int) -> bool:
    """Whether a line goes on in the one below: its sentence does, or the next word had no room."""
    if BULLET.match(below) or "url" in (shape(line), shape(below)):
        return False
    if width:
        return len(line) + len(below.split(maxsplit=1)[0]) >= width
    return _begins_small(below) and len(line) >= HALF_LINE and not _SENTENCE_BREAK.search(line)


def shapes(texts: Sequence[str]) -> list[str]:
    """The shape of each line; a short sentence above a link, a byline or a date may be a title."""
    found = [shape(text) for text in texts]
    for i, (text, below) in enumerate(pairwise(texts)):
        is_short = found[i] == "body" and len(text) <= TITLE_CHARACTERS
        is_dressed = found[i + 1] in _BELOW and found[i + 2 : i + 3] != ["title"]
        if is_short and not DATELINE.match(text) and (is_dressed or text == below):
            found[i] = "title"
    return found


@cache
def shape(line: str) -> str:
    """The role that a line's looks suggest, one of `SHAPES`.

    >>> [shape(line) for line in ("Talks begin in Oslo", "By Ann Lee", "3 Dec 2022", "They met.")]
    ['title', 'byline', 'date', 'body']
    """
    if _URL.match(line):
        return "url"
    if is_boilerplate(line):
        return "boilerplate"
    if BULLET.match(line):
        return "standfirst"
    if len(line) > TITLE_CHARACTERS:
        return "body"
    if is_date(line):
        return "date"
    if is_byline(line):
        return "byline"
    place = DATELINE.match(line + " ")
    if place:
        return "dateline" if place.end() >= len(line) else "body"
    return "title" if any(map(str.isalpha, line)) and not _SENTENCE_END.search(line) else "body"


def is_boilerplate(line: str) -> bool:
    """Whether a line is a site's own furniture: share buttons, cookie text, captions, menus."""
    return len(line) <= 2 * TITLE_CHARACTERS and bool(_boilerplate().match(line))


@cache
def _boilerplate() -> re.Pattern[str]:
    patterns = "|".join(row["pattern"] for row in rows("boilerplate"))
    return re.compile(rf"\W{{0,4}}(?:{patterns})\W{{0,4}}$", re.IGNORECASE)


def is_date(line: str) -> bool:
    """Whether a line holds a date and nothing else that tells."""
    if len(line) > DATE_CHARACTERS or not (found := _DATE.search(line)):
        return False
    before, after = line[: found.start()], line[found.end() :]
    return bool(_BEFORE_DATE.match(before) and _AFTER_DATE.match(after))


def is_byline(line: str) -> bool:
    """Whether a line names its writers."""
    found = _BYLINE.match(line)
    words = re.findall(r"[\w’'.-]+", found["names"]) if found else []
    return bool(words) and all(w[0].isupper() or w.lower() in ("and", "in") for w in words)
