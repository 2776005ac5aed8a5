"""Attributions of a sentence: which cues report, and where the content of each ends.

A content ends where another clause with a cue of its own begins.
"""

from typing import NamedTuple

from analysis import contents, cues
from analysis.cues import Cue, Verb
from analysis.phrases import (
    NOMINAL,
    SUBORDINATORS,
    WH_CLAUSE,
    before_verb,
    has_verb,
)
from analysis.words import Word


class Attribution(NamedTuple):
    """Character spans: the cue, its source, and the parts of the content in order.

    `named` is where the source is named: before "who", else the source itself.
    """

    cue: tuple[int, int]
    source: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    verb: Verb
    named: tuple[int, int]
    kind: str  # the verb's; "act" where it takes a noun or an infinitive: "agreed to meet"


_NONE = (-1, -1)
# How many cues ahead may bound a content: long lists of clauses are read in linear time.
_AHEAD = 8


def attributions(tokens: list[Word]) -> list[Attribution]:
    """Attributions of one sentence, in the order of their cues.

    Quotations stand in `tokens` as single words with the tag "Q". An attribution may lie within
    the content of another: what Biden said, as Peskov tells it.
    """
    listed = cues.find(tokens)
    found: list[Attribution] = []
    claimed: list[tuple[int, int]] = []
    done = 0  # words before this belong to an attribution already
    for at, cue in enumerate(listed, 1):
        limit = _limit(tokens, listed, at, cue)
        border = done if cue.first < done else _main_follows(tokens, listed, at, done)
        if border:
            nested = _nested(tokens, cue, min(limit, border))
            found += [_attribution(tokens, cue, [nested])] if nested else []
            continue
        parts = contents.content(tokens, cue, _floor(cue, claimed, done), limit)
        if parts:
            found.append(_attribution(tokens, cue, parts))
            claimed += [*parts, cue.source]
            done = max(parts[-1][1], cue.last + 1, cue.source[1])
    return found + _governed(tokens, claimed)


def _floor(cue: Cue, claimed: list[tuple[int, int]], done: int) -> int:
    """Where the content left of a cue may begin: an aside behind its source is passed over."""
    if cue.shape != "after" or cue.source[0] >= done:
        return done
    return max((end for _, end in claimed[-_AHEAD:] if end <= cue.source[0]), default=0)


def _nested(tokens: list[Word], cue: Cue, limit: int) -> tuple[int, int] | None:
    """What a verb of saying within another's content reports, up to the end of that.

    Not of "said he said": the speaker quotes himself.
    """
    first, last = cue.source
    himself = last - first == 1 and tokens[first].tag == "O" and tokens[first - 1].tag in "VEGN"
    if cue.verb.kind != "speech" or cue.shape not in ("after", "noun") or himself:
        return None
    part = contents.right_part(tokens, cue, max(cue.last + 1, last), limit, None)
    return part if part and _is_statement(tokens, cue, [part]) else None


def _governed(tokens: list[Word], claimed: list[tuple[int, int]]) -> list[Attribution]:
    """Attributions of quotations that no listed cue claims, to the verb or colon before them."""
    found = []
    taken = {at for part in claimed for at in range(*part)}
    floor = 0
    for at, word in enumerate(tokens):
        if word.tag == "Q" and at not in taken:
            cue = cues.governing(tokens, at, floor)
            end = len(tokens)
            part = contents.right_part(tokens, cue, cue.last + 1, end, None) if cue else None
            if part and part[0] <= at < part[1]:
                found.append(_attribution(tokens, cue, [part]))
                taken.update(range(*part))
        floor = at + 1 if at in taken else floor
    return found


def announcement(tokens: list[Word]) -> Attribution | None:
    """The cue of a sentence that announces a quotation: it ends in a colon, or in "X agreed.".

    The content is empty.
    """
    if not tokens or tokens[-1].low not in (":", "."):
        return None
    closing = [cue for cue in cues.find(tokens[:-1]) if cue.source[1] > cue.source[0]]
    if tokens[-1].low == ":":
        cue = closing[-1] if closing else cues.introducing(tokens, len(tokens) - 1, 0)
        return _attribution(tokens, cue, []) if cue else None
    ends = closing and closing[-1].last == len(tokens) - 2
    return _attribution(tokens, closing[-1], []) if ends else None


def _attribution(tokens: list[Word], cue: Cue, parts: list[tuple[int, int]]) -> Attribution:
    content = tuple((tokens[a].start, tokens[b - 1].end) for a, b in parts)
    named = cue.source
    if cue.shape == "relative":
        named = cues.antecedent(tokens, cue)
    kind = cue.verb.kind if _is_statement(tokens, cue, parts) else "act"
    return Attribution(
        (tokens[cue.first].start, tokens[cue.last].end),
        _characters(tokens, cue.source),
        content,
        cue.verb,
        _characters(tokens, named),
        kind,
    )


def _characters(tokens: list[Word], phrase: tuple[int, int]) -> tuple[int, int]:
    """Character span of a phrase, (-1, -1) where it is empty."""
    first, last = phrase
    return (tokens[first].start, tokens[last - 1].end) if last > first else _NONE


def _is_statement(tokens: list[Word], cue: Cue, parts: list[tuple[int, int]]) -> bool:
    """Whether a content is a clause or a quotation, not a noun or an infinitive."""
    if not parts or (contents.is_trailing(tokens, cue) and cue.verb.kind == "speech"):
        return True
    first = tokens[parts[0][0]]
    if cue.verb.kind == "speech" and cue.verb.frames == contents.SAYS and first.tag in NOMINAL:
        return True
    said = [word for start, end in parts for word in tokens[start:end]]
    if any(word.tag == "Q" for word in said):
        return True
    return first.tag != "T" and (first.low in WH_CLAUSE or has_verb(said, 0, len(said)))


# Where a content begins and ends


def _main_follows(tokens: list[Word], listed: list[Cue], at: int, done: int) -> int:
    """Where the clause of a later cue starts that takes all before it as its content; 0 if none."""
    for later in listed[at : at + _AHEAD]:
        start = min(later.first, later.source[0]) if later.source[1] else later.first
        parted = start > done and _is_parted(tokens, later, start - 1)
        if parted and contents.is_trailing(tokens, later):
            between = tokens[listed[at - 1].last + 1 : start]
            own = any(w.tag == ":" or (w.tag == "Q" and contents.is_whole(w.text)) for w in between)
            if not own:
                return start if len(between) > 1 else 0
    return 0


def _is_parted(tokens: list[Word], cue: Cue, at: int) -> bool:
    """A comma, or a quoted phrase with its comma inside: saw them as “a relic,” Ann Lee said."""
    word = tokens[at]
    if word.tag == ",":
        return "clause" in cue.verb.frames
    return word.tag == "Q" and contents.ends_with(word, ",?!") and not contents.is_whole(word.text)


def _limit(tokens: list[Word], listed: list[Cue], at: int, cue: Cue) -> int:
    """Where the content of a cue must end, since a clause with its own cue begins."""
    for later in listed[at : at + _AHEAD]:
        start = _clause_start(tokens, later, cue)
        if later.shape == "after" and later.source[1] <= cue.first < start:
            return start  # the cue lies in an aside of the later one's clause
        part = contents.right_part(tokens, later, later.last + 1, len(tokens), None)
        quoted = any(word.tag == "Q" for word in tokens[start : start + 2])
        if start > cue.last and (part or quoted):
            return start
        if part and (start := _outranks(tokens, later, cue, part)) > 0:
            return start
    return len(tokens)


def _outranks(tokens: list[Word], later: Cue, cue: Cue, part: tuple[int, int]) -> int:
    """Where the clause of a later cue starts that has the quotation both could take; -1 if none.

    That is where a comma parts the two, or where only the later one is a verb of saying.
    """
    if later.verb.kind in ("thought", "evidence"):
        return -1
    own = later.shape in ("after", "relative") and later.source[0] > cue.last
    start = later.source[0] if own else before_verb(tokens, later.first - 1) + 1
    if start <= cue.last + 1:
        return -1
    quoted = [at for at in range(cue.last, part[1]) if tokens[at].tag == "Q"]
    parted = tokens[start - 1].tag == "," or (later.verb.kind == "speech" != cue.verb.kind)
    return start if parted and quoted and quoted[0] > later.last else -1


def _clause_start(tokens: list[Word], later: Cue, cue: Cue) -> int:
    """Start of a later cue's own clause, -1 where it is part of the content."""
    if later.shape == "shared":
        before = before_verb(tokens, later.first - 1)
        joined = tokens[before].tag == "C" and (
            later.source == cue.source or contents.is_quoting(tokens, later.last + 1)
        )
        return before if joined or tokens[before].tag == "," else -1
    if later.shape == "after" and later.source[1] <= cue.first:
        return before_verb(tokens, later.first - 1) + 1  # the main verb, after an aside
    start = later.source[0] if later.shape == "after" else later.first
    if _closes_quotation(tokens, later, start):
        return start - 1 - (tokens[start - 2].tag in ":,-")
    inner = later.shape == "relative" and later.source[0] > cue.last
    width = 0 if inner or start <= cue.last + 1 else _border(tokens, later, cue, start)
    return start - width if width else -1


def _border(tokens: list[Word], later: Cue, cue: Cue, start: int) -> int:
    """How many words before `start` part it from the clause before; 0 if none do."""
    left, second = tokens[start - 1], tokens[start - 2].tag if start >= 2 else ""
    comma = second in tuple(",-")
    opens = later.shape == "after" and (
        contents.is_quoting(tokens, later.last + 1) or _is_subordinate(tokens, cue)
    )
    if left.tag in ";-:" or (left.tag == "," and (cue.shape == "free" or opens)):
        return 1
    if left.tag == "C" or left.low in SUBORDINATORS:
        return 1 + comma if comma or second == "Q" else 0
    return int(left.tag == "Q" and later.shape == "after")


def _closes_quotation(tokens: list[Word], later: Cue, start: int) -> bool:
    """Whether a whole quotation with a clause of its own begins: that is: “…,” he said."""
    quoted = (
        start >= 2 and tokens[start - 1].tag == "Q" and contents.is_whole(tokens[start - 1].text)
    )
    ends = quoted and contents.ends_with(tokens[start - 1], ",?!")
    return ends and tokens[start - 2].tag in ":-.," and contents.is_trailing(tokens, later)


def _is_subordinate(tokens: list[Word], cue: Cue) -> bool:
    """Whether a cue stands in a clause of time or reason that opens the sentence."""
    first = min(cue.source[0], cue.first) if cue.source[1] else cue.first
    for at in range(first - 1, max(-1, first - 4), -1):
        if tokens[at].low in SUBORDINATORS or tokens[at].low in ("despite", "by"):
            return True
        if tokens[at].tag in ",.;:-QC":
            return False
    return False
