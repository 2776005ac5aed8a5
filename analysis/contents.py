"""What a cue reports: the quotation, clause or object left of its clause, right of it, or both.

Positions count words; a content is a list of [start, end), empty where the cue reports nothing.
"""

from analysis.cues import Cue
from analysis.phrases import (
    NOMINAL,
    TIME,
    WH_CLAUSE,
    after_phrase,
    has_verb,
    phrase_after,
)
from analysis.words import FOLDED, Word, listed

CIRCUMSTANCE = listed(
    "in on at during after before by from through via for to while when as about of with amid "
    "since following over outside inside ahead"
)
# The frames of plain verbs of saying: after these a noun opens a clause, not an object.
SAYS = frozenset({"clause", "quote"})
_RELATIVES = listed("what which who whom that")
_ASKED = listed("asked pressed questioned quizzed queried")
# How many words a content may have: long lists of clauses are read in linear time.
_LONGEST = 150


def content(tokens: list[Word], cue: Cue, done: int, limit: int) -> list[tuple[int, int]]:
    """Parts of what is said, as word ranges: left of the clause, right of it, or both."""
    if cue.verb.lemma == ":":
        return _beside_mark(tokens, cue, done, limit)
    left_end = min(cue.first, cue.source[0]) if cue.source[1] else cue.first
    if cue.shape in ("shared", "free", "relative", "passive", "noun"):
        left_end = done
    if cue.shape == "before" and cue.first == 0 and cue.verb.kind == "speech" and cue.last == 0:
        quoted = [at for at in range(cue.source[1], limit) if tokens[at].tag == "Q"]
        return [(quoted[0], quoted[0] + 1)] if quoted else []  # Said Ann Lee, who was there: “…”
    relative = _relativizer(tokens, cue, done)
    left = relative or _left_part(tokens, cue, done, left_end)
    if not left and cue.verb.lemma == "according to" and done:
        left = _left_part(tokens, cue, 0, left_end)  # “…,” he said, according to the agency
    after = max(cue.last + 1, cue.source[1])
    right = right_part(tokens, cue, after, limit, left)
    if relative:
        return [relative, right] if right else []
    if left and right and not _resumes(tokens, cue, left, right, after):
        quoted = tokens[left[1] - 1].tag == "Q"
        return [left] if quoted or cue.shape == "before" else [right]
    return [part for part in (left, right) if part]


def right_part(
    tokens: list[Word], cue: Cue, after: int, limit: int, left: tuple[int, int] | None
) -> tuple[int, int] | None:
    """The quotation, clause, infinitive or object after a reporting clause."""
    start = _skip_circumstance(tokens, after, cue)
    recipient = "recipient" in cue.verb.frames and start < limit and tokens[start].tag == "T"
    if recipient and start > after and tokens[after].tag in "NPODA":
        start = after  # "asked Denmark to wait": the request names who is to act
    while start < limit and tokens[start].tag in ",:-":
        start += 2 if [word.tag for word in tokens[start + 1 : start + 3]] == ["R", ","] else 1
    end = min(limit, start + _LONGEST)
    while end > start and tokens[end - 1].tag in ".,;C-":
        end -= 1
    end = _cut(tokens, start, end)
    named = start + 1 < end and tokens[start].low == FOLDED and tokens[start + 1].tag in "VM"
    if named and _relativizer(tokens, cue, 0):
        end = start + 1  # what they call “a relic” is dear to others
    if start >= end:
        return None
    return (start, end) if _takes(tokens, cue, after, (start, end), bool(left)) else None


def is_trailing(tokens: list[Word], cue: Cue) -> bool:
    """“…, Peskov said on Friday.”: nothing but circumstance stands after cue and source."""
    if cue.shape not in ("after", "before") or cue.source[1] <= cue.source[0]:
        return False
    after = _skip_circumstance(tokens, max(cue.last + 1, cue.source[1]), cue)
    return after >= len(tokens) or tokens[after].tag in ".,;"


def is_quoting(tokens: list[Word], at: int) -> bool:
    """Whether a quotation stands here, perhaps behind a comma or colon."""
    at += at < len(tokens) and tokens[at].tag in ",:"
    return at < len(tokens) and tokens[at].tag == "Q"


def is_whole(quotation: str) -> bool:
    """Whether a quotation opens like a sentence."""
    opening = quotation.lstrip("“\"‘'«„`")[:1]
    return opening.isupper() or not opening.isalpha()


def ends_with(quotation: Word, signs: str) -> bool:
    """Whether the last character within the marks is one of these."""
    return quotation.text.rstrip("”\"’'» ")[-1:] in tuple(signs)


def _relativizer(tokens: list[Word], cue: Cue, done: int) -> tuple[int, int] | None:
    """The "what" or "which" that a verb says something of: "what they called “a relic”"."""
    at = cue.source[0] - 1
    stands = cue.shape == "after" and at >= done and tokens[at].low in _RELATIVES
    return (at, at + 1) if stands else None


def _beside_mark(tokens: list[Word], cue: Cue, done: int, limit: int) -> list[tuple[int, int]]:
    """What a colon or dash parts from a name, all of it."""
    start, end = (cue.last + 1, limit) if cue.shape == "after" else (done, cue.first)
    while end > start and tokens[end - 1].tag in ".,":
        end -= 1
    said = any(word.tag in "VMQEGT" for word in tokens[start:end])
    return [(start, end)] if said else []


def _resumes(
    tokens: list[Word], cue: Cue, left: tuple[int, int], right: tuple[int, int], after: int
) -> bool:
    """“…,” he said, “…”, and "The Kremlin, he said, could not": the content goes on."""
    quoted = tokens[left[1] - 1].tag == "Q"
    if quoted:
        return tokens[right[0]].tag == "Q"
    if cue.shape == "before" and tokens[right[0]].tag not in "VM" and has_verb(tokens, *left):
        return False  # It failed, said Ann Lee, director of the project
    if after >= len(tokens) or tokens[after].tag not in ",-":
        return False
    opening = tokens[right[0]]
    return opening.tag != "Q" or not is_whole(opening.text)


def _left_part(tokens: list[Word], cue: Cue, done: int, end: int) -> tuple[int, int] | None:
    """The quotation or clause before a reporting clause."""
    end -= end > done and tokens[end - 1].low == "as"  # “…,” as the minister said
    at = end - 1
    while at >= done and tokens[at].tag in ",-":
        at -= 1
    if at < done:
        return None
    if tokens[at].tag == "Q":
        led = at > done and tokens[at - 1].tag == ","  # "If it passes, “I will go,” he said."
        mixed = led or not is_whole(tokens[at].text)
        return (_start_of_mixed(tokens, done, at) if mixed else at, at + 1)
    start = _start_of_mixed(tokens, done, at)
    parted = tokens[end - 1].tag in ",-" and tokens[at].tag not in ".:"
    return (start, at + 1) if parted and _may_open(tokens, cue, start, at) else None


def _may_open(tokens: list[Word], cue: Cue, start: int, at: int) -> bool:
    """Whether a clause before a reporting clause is said, not when or why it is said."""
    word = tokens[start]
    if start + 1 < at and word.low in _ASKED:
        return False  # "Asked why it failed, he said": the question is not his
    if word.low not in CIRCUMSTANCE and word.tag not in "GE":
        return True
    after = max(cue.last + 1, cue.source[1])
    aside = after < len(tokens) and tokens[after].tag == "," and word.tag == "I"
    return aside or (is_trailing(tokens, cue) and has_verb(tokens, start, at + 1))


def _start_of_mixed(tokens: list[Word], done: int, at: int) -> int:
    """Where a clause that ends in a quoted phrase begins."""
    start = done
    while start < at and tokens[start].tag in ",.C-":
        start += 1
    return start


def _cut(tokens: list[Word], start: int, end: int) -> int:
    """Where a content ends that a quotation closes: “…,” drawing cheers; “…?” when asked."""
    for at in range(start, end - 1):
        if tokens[at].low != FOLDED:
            continue
        last = tokens[at].text.rstrip("”\"’'» ")[-1:]
        following = tokens[at + 1 + (tokens[at + 1].tag == ",")]
        parted = last == "," or tokens[at + 1].tag == ","
        if (parted and following.tag in "GWD-") or (last in ".?!" and following.tag in "WI"):
            return at + 1
        if end - at < 5 and _is_date(tokens, at + 1, end):
            return at + 1
    return end


def _is_date(tokens: list[Word], start: int, end: int) -> bool:
    """Whether nothing but a date stands here: "on Monday", "this week"."""
    return start < end and tokens[end - 1].low in TIME and tokens[start].tag in "IPADR"


def _takes(tokens: list[Word], cue: Cue, after: int, part: tuple[int, int], left: bool) -> bool:
    """Whether a verb takes a stretch to its right as its content."""
    start = part[0]
    word, before = tokens[start], tokens[start - 1].tag if start > after else ""
    if word.tag == "Q" or before == ":":
        return True
    if before == "," and (left or word.tag in "GE"):
        return left and word.tag not in "GEIW"
    return _takes_clause(tokens, cue, part) or _takes_phrase(tokens, cue, part)


def _takes_clause(tokens: list[Word], cue: Cue, part: tuple[int, int]) -> bool:
    """Whether a verb that reports clauses has one here."""
    start, end = part
    word, frames = tokens[start], cue.verb.frames
    if "clause" not in frames:
        return False
    if word.low in WH_CLAUSE or _is_clause(tokens, start, end):
        return True
    if word.tag in "VME" and _relative_before(tokens, cue):
        return True
    saying = cue.verb.kind == "speech" and frames == SAYS
    verbs = "VMEQ" if tokens[-1].tag == "." else "VMEQAT"  # a headline drops "is"
    verbal = any(other.tag in verbs for other in tokens[start + 1 : end])
    return saying and verbal and word.tag in "NPO#DAG"


def _takes_phrase(tokens: list[Word], cue: Cue, part: tuple[int, int]) -> bool:
    """Whether an infinitive, an object or a phrase with a quotation is what a verb takes."""
    word, frames = tokens[part[0]], cue.verb.frames
    if word.tag == "T" and ("infinitive" in frames or cue.shape == "passive"):
        return True
    if "object" in frames:
        return word.tag in NOMINAL or word.tag in "GW" or word.low in WH_CLAUSE
    return any(other.tag == "Q" for other in tokens[slice(*part)])


def _relative_before(tokens: list[Word], cue: Cue) -> bool:
    """Whether a relative pronoun stands before the source: "which critics said was unfair"."""
    return _relativizer(tokens, cue, 0) is not None


def _is_clause(tokens: list[Word], start: int, end: int) -> bool:
    """A subject with its verb, before any comma: "Putin has no justification"."""
    if tokens[start].tag not in NOMINAL and tokens[start].low not in ("there", "if"):
        return False
    for word in tokens[start + 1 : end]:
        if word.tag in "VM" or (word.tag == "Q" and not is_whole(word.text)):
            return True
        if word.tag in ",;:-":
            return False
    return False


def _skip_circumstance(tokens: list[Word], at: int, cue: Cue) -> int:
    """Step over whom one tells, and over when, where and how one says it."""
    if "recipient" in cue.verb.frames and at < len(tokens) and tokens[at].tag in "NPODA":
        at = _after_recipient(tokens, at)
    if "clause" in cue.verb.frames and (that := _that_ahead(tokens, at)):
        return that
    while at < len(tokens):
        word = tokens[at]
        following = tokens[at + 1].tag if at + 1 < len(tokens) else "."
        if word.tag == "R" or (word.low in TIME and following not in "SNP"):
            at += 1
        elif (word.tag in "I" and word.low in CIRCUMSTANCE) or (
            word.tag == "T" and "infinitive" not in cue.verb.frames
        ):
            at = after_phrase(tokens, at)
        else:
            break
    return at


def _that_ahead(tokens: list[Word], at: int) -> int:
    """Where "that" opens the content after times and places: "said in Davos, Switzerland, that".

    Not where it opens a relative clause: "said the plan that failed".
    """
    for ahead in range(at, min(at + 14, len(tokens))):
        if tokens[ahead].low == "that":
            relative = ahead + 1 < len(tokens) and tokens[ahead + 1].tag in "VMS"
            opens = ahead == at or (tokens[ahead - 1].tag in "NP,)#" and not relative)
            return ahead if opens else 0
        if tokens[ahead].tag not in "NPID,#SA()":
            return 0
    return 0


def _after_recipient(tokens: list[Word], at: int) -> int:
    return phrase_after(tokens, at)[1]
