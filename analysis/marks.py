"""Quotation marks: which opens, which closes, which is an apostrophe."""

import re
from typing import NamedTuple

# Of three straight single marks after a word the first closes an inner quotation.
_MARK = re.compile(r"=\"[^\"\n]*\"|(?<=\S)'(?=''(?!'))|“|”|„|‟|«|»|‹|›|\"|``|''|‘‘|’’|‘|’|'|`")
_LINE = re.compile(r"[^\n\r]+")
_KIND = {
    **dict.fromkeys(("“", "”", "„", "‟", '"', "``", "''", "‘‘", "’’"), "double"),
    **dict.fromkeys(("«", "»"), "angle"),
    **dict.fromkeys(("‹", "›"), "angle single"),
    **dict.fromkeys(("‘", "’", "'", "`"), "single"),
}
# Every character that can be part of a mark.
SIGNS = frozenset("“”„‟«»‹›\"‘’`'")
_OPENS = set("“„«‹‘`") | {"``", "‘‘"}
_CLOSES = set("”»›’‟") | {"’’"}
# Words that begin with an apostrophe: not a quotation.
_ELIDED = re.compile(r"['’‘](?:\d\ds?|em|til|tis|twas|cause|bout|n)\b", re.IGNORECASE)


# Quotations within quotations stop here; deeper ones are runs of stray marks.
_DEEPEST = 4


class Quotation(NamedTuple):
    """A stretch between marks, marks included.

    `level` is 0 for outermost; `doubtful` where a mark is missing; `goes_on` where the next
    paragraph opens with a mark again, so that this one rightly has no closing mark.
    """

    start: int
    end: int
    level: int
    kind: str
    doubtful: bool
    goes_on: bool


class _Mark(NamedTuple):
    start: int
    end: int
    kind: str
    opens: bool
    closes: bool


def scan(text: str) -> list[Quotation]:
    """All quotations of a text, in order of their start; linear in its length.

    >>> text = "“It isn’t ‘war’,” he said."
    >>> [(text[q.start : q.end], q.level) for q in scan(text)]
    [('“It isn’t ‘war’,”', 0), ('‘war’', 1)]
    """
    found: list[Quotation] = []
    lines = [line for line in _LINE.finditer(text) if line.group().strip()]
    for number, line in enumerate(lines):
        following = lines[number + 1].group().lstrip() if number + 1 < len(lines) else ""
        found += _in_line(text, line.start(), line.end(), following)
    return sorted(found)


def _in_line(text: str, start: int, end: int, following: str) -> list[Quotation]:
    """Match opening with closing marks in one paragraph."""
    found: list[Quotation] = []
    open_marks: list[_Mark] = []

    def close(mark: _Mark, at: int, doubtful: bool = False, goes_on: bool = False) -> None:
        if at - mark.start > 2:
            level = len(open_marks)
            found.append(Quotation(mark.start, at, level, mark.kind, doubtful, goes_on))

    def unwind(depth: int, at: int) -> None:
        while len(open_marks) > depth:
            mark = open_marks.pop()
            if mark.kind != "single":
                close(mark, _trimmed(text, mark.start, at), doubtful=True)

    paired = _marks(text, start, end)
    for mark, spare in zip(paired, _spare_closers(paired), strict=True):
        depth = _depth(open_marks, mark.kind)
        if depth is not None and mark.closes:
            unwind(depth + 1, mark.start)
            close(open_marks.pop(), mark.end)
        elif depth is not None and mark.opens:
            if spare < 2 or len(open_marks) > _DEEPEST:
                unwind(depth, mark.start)  # else it is nested: “He said “no” twice”
            open_marks.append(mark)
        elif mark.opens:
            open_marks.append(mark)
        elif not open_marks and not found and mark.kind == "double" and mark.start > start:
            close(_Mark(start, start, mark.kind, True, False), mark.end, doubtful=True)
    if open_marks and following.startswith(text[open_marks[0].start : open_marks[0].end]):
        del open_marks[1:]
        close(open_marks.pop(), _trimmed(text, start, end), goes_on=True)
    unwind(0, end)
    return found


def _spare_closers(paired: list[_Mark]) -> list[int]:
    """For each mark, how many more marks after it only close than only open."""
    spare, total = [], 0
    for mark in reversed(paired):
        spare.append(total)
        total += (mark.closes and not mark.opens) - (mark.opens and not mark.closes)
    return spare[::-1]


def _depth(open_marks: list[_Mark], kind: str) -> int | None:
    """Where a mark of this kind stands open; nesting is shallow, so the search is short."""
    for depth in range(len(open_marks) - 1, -1, -1):
        if open_marks[depth].kind == kind:
            return depth
    return None


def _trimmed(text: str, start: int, end: int) -> int:
    """`end` moved back over white space, reading no further than `start`."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    """Marks of a paragraph with what each can do, apostrophes left out."""
    swapped = _swapped(text[start:end])
    marks = [
        _mark(text, match, start, end, swapped)
        for match in _MARK.finditer(text, start, end)
        if match.group() in _KIND  # what else matches is an attribute of some left-over mark-up
    ]
    return _without_apostrophes(text, [mark for mark in marks if mark.opens or mark.closes])


def _swapped(paragraph: str) -> frozenset[str]:
    """Marks that here stand for the other end: „German“ and »German« style."""
    low = "“" if "„" in paragraph else ""
    closing, opening = paragraph.find("»"), paragraph.find("«")
    return frozenset(low + ("«»" if -1 < closing < opening else ""))


def _mark(text: str, match: re.Match[str], start: int, end: int, swapped: frozenset[str]) -> _Mark:
    """What a mark can do, from its shape and its neighbours."""
    mark, left, right = match.group(), match.start(), match.end()
    before = text[left - 1] if left > start else " "
    after = text[right] if right < end else " "
    at_left = before.isspace() or before in "([{—–-/“\"‘'«:"
    kind = _KIND[mark]
    if mark in swapped:
        return _Mark(left, right, kind, mark == "»", mark != "»")
    if mark in _OPENS and mark != "‘":
        return _Mark(left, right, kind, True, False)
    if mark in _CLOSES and mark != "’":
        return _Mark(left, right, kind, False, True)
    if kind == "double":
        opens = at_left and not after.isspace()
        return _Mark(left, right, kind, opens or before.isspace(), not opens)
    opens = mark != "’" and at_left and after.isalnum() and not _ELIDED.match(text, left)
    closes = mark != "‘" and not before.isspace() and not after.isalnum()
    return _Mark(left, right, kind, opens, closes)


def _without_apostrophes(text: str, marks: list[_Mark]) -> list[_Mark]:
    """Drop single marks that pair with none: "the allies’ view", "‘em"."""
    keep: list[_Mark] = []
    closer = False  # a single closing mark stands further right
    for mark in reversed(marks):
        if mark.kind != "single":
            keep.append(mark)
        elif mark.closes:
            plural = text[mark.start - 1] == "s" and text[mark.end : mark.end + 1] == " "
            if not (plural and closer):
                keep.append(mark)
            closer = True
        elif closer:
            keep.append(mark)
            closer = False
    return keep[::-1]
