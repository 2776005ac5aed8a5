"""What is said: the content of each reporting cue, left of its clause, right of it, or both."""

from typing import NamedTuple

from analysis import cues
from analysis.cues import Cue, Verb
from analysis.phrases import (
    NOMINAL,
    SUBORDINATORS,
    TIME,
    WH_CLAUSE,
    after_phrase,
    before_verb,
    has_verb,
    phrase_after,
)
from analysis.words import FOLDED, Word, listed

CIRCUMSTANCE = listed(
    "in on at during after before by from through via for to while when as about of with amid "
    "since following over outside inside ahead"
)


_RELATIVES = listed("what which who whom that")
_ASKED = listed("asked pressed questioned quizzed queried")


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
# How many cues ahead may bound a content, and how many words it may have: long lists of clauses
# are read in linear time.
_AHEAD, _LONGEST = 8, 150
# The frames of plain verbs of saying: after these a noun opens a clause, not an object.
_SAYS = frozenset({"clause", "quote"})


def attributions(tokens: list[Word]) -> list[Attribution]:
    """Attributions of one sentence, in the order of their cues.

    Quotations stand in `tokens` as single words with the tag "Q". An attribution may lie within
    the content of another: what Biden said, as Peskov tells it.
    """
    listed = cues.find(tokens)
    found: list[Attribution] = []
    claimed: list[tuple[int, int]] = []
    at = 0
    done = 0  # words before this belong to an attribution already
    while at < len(listed):
        cue = listed[at]
        at += 1
        limit = _limit(tokens, listed, at, cue)
        if cue.first < done:
            nested = _nested(tokens, cue, min(done, limit))
            found += [_attribution(tokens, cue, [nested])] if nested else []
            continue
        if _main_follows(tokens, listed, at, done):
            continue
        parts = _content(tokens, cue, _floor(cue, claimed, done), limit)
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
    part = _right_part(tokens, cue, cue.last + 1, limit, None)
    return part if part and _is_statement(tokens, cue, [part]) else None


def _governed(tokens: list[Word], claimed: list[tuple[int, int]]) -> list[Attribution]:
    """Attributions of quotations that no listed cue claims, to the verb or colon before them."""
    found = []
    taken = {at for part in claimed for at in range(*part)}
    floor = 0
    for at, word in enumerate(tokens):
        if word.tag == "Q" and at not in taken:
            cue = cues.governing(tokens, at, floor)
            part = _right_part(tokens, cue, cue.last + 1, len(tokens), None) if cue else None
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
    if not parts or (_is_trailing(tokens, cue) and cue.verb.kind == "speech"):
        return True
    first = tokens[parts[0][0]]
    if cue.verb.kind == "speech" and cue.verb.frames == _SAYS and first.tag in NOMINAL:
        return True
    said = [word for start, end in parts for word in tokens[start:end]]
    if any(word.tag == "Q" for word in said):
        return True
    return first.tag != "T" and (first.low in WH_CLAUSE or has_verb(said, 0, len(said)))


# Where a content begins and ends


def _main_follows(tokens: list[Word], listed: list[Cue], at: int, done: int) -> bool:
    """Whether a later cue closes the sentence and takes all before it as its content."""
    for later in listed[at : at + _AHEAD]:
        start = min(later.first, later.source[0]) if later.source[1] else later.first
        parted = start > done and _is_parted(tokens, later, start - 1)
        if parted and _is_trailing(tokens, later):
            between = tokens[listed[at - 1].last + 1 : start]
            if not any(w.tag == ":" or (w.tag == "Q" and is_whole(w.text)) for w in between):
                return len(between) > 1
    return False


def _is_parted(tokens: list[Word], cue: Cue, at: int) -> bool:
    """A comma, or a quoted phrase with its comma inside: saw them as “a relic,” Ann Lee said."""
    word = tokens[at]
    if word.tag == ",":
        return "clause" in cue.verb.frames
    return word.tag == "Q" and _ends_with(word, ",?!") and not is_whole(word.text)


def _ends_with(quotation: Word, signs: str) -> bool:
    """Whether the last character within the marks is one of these."""
    return quotation.text.rstrip("”\"’'» ")[-1:] in tuple(signs)


def _is_trailing(tokens: list[Word], cue: Cue) -> bool:
    """“…, Peskov said on Friday.”: nothing but circumstance stands after cue and source."""
    if cue.shape not in ("after", "before") or cue.source[1] <= cue.source[0]:
        return False
    after = _skip_circumstance(tokens, max(cue.last + 1, cue.source[1]), cue)
    return after >= len(tokens) or tokens[after].tag in ".,;"


def _limit(tokens: list[Word], listed: list[Cue], at: int, cue: Cue) -> int:
    """Where the content of a cue must end, since a clause with its own cue begins."""
    for later in listed[at : at + _AHEAD]:
        start = _clause_start(tokens, later, cue)
        if later.shape == "after" and later.source[1] <= cue.first < start:
            return start  # the cue lies in an aside of the later one's clause
        part = _right_part(tokens, later, later.last + 1, len(tokens), None)
        quoted = any(word.tag == "Q" for word in tokens[start : start + 2])
        if start > cue.last and (part or quoted):
            return start
        if part and _outranks(tokens, later, cue, part):
            return later.source[0] if later.shape == "after" else later.first
    return len(tokens)


def _outranks(tokens: list[Word], later: Cue, cue: Cue, part: tuple[int, int]) -> bool:
    """Whether a verb of saying has the quotation that a deed or thought before it would take."""
    if cue.verb.kind == "speech" or later.verb.kind != "speech" or later.source[0] <= cue.last + 1:
        return False
    quoted = [at for at in range(cue.last, part[1]) if tokens[at].tag == "Q"]
    return bool(quoted) and quoted[0] > later.last


def _clause_start(tokens: list[Word], later: Cue, cue: Cue) -> int:
    """Start of a later cue's own clause, -1 where it is part of the content."""
    if later.shape == "shared":
        before = before_verb(tokens, later.first - 1)
        joined = tokens[before].tag == "C" and (
            later.source == cue.source or _is_quoting(tokens, later.last + 1)
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
        _is_quoting(tokens, later.last + 1) or _is_subordinate(tokens, cue)
    )
    if left.tag in ";-:" or (left.tag == "," and (cue.shape == "free" or opens)):
        return 1
    if left.tag == "C" or left.low in SUBORDINATORS:
        return 1 + comma if comma or second == "Q" else 0
    return int(left.tag == "Q" and later.shape == "after")


def _closes_quotation(tokens: list[Word], later: Cue, start: int) -> bool:
    """Whether a whole quotation with a clause of its own begins: that is: “…,” he said."""
    quoted = start >= 2 and tokens[start - 1].tag == "Q" and is_whole(tokens[start - 1].text)
    ends = quoted and _ends_with(tokens[start - 1], ",?!")
    return ends and tokens[start - 2].tag in ":-.," and _is_trailing(tokens, later)


def _is_subordinate(tokens: list[Word], cue: Cue) -> bool:
    """Whether a cue stands in a clause of time or reason that opens the sentence."""
    first = min(cue.source[0], cue.first) if cue.source[1] else cue.first
    for at in range(first - 1, max(-1, first - 4), -1):
        if tokens[at].low in SUBORDINATORS or tokens[at].low in ("despite", "by"):
            return True
        if tokens[at].tag in ",.;:-QC":
            return False
    return False


# The content


def _is_quoting(tokens: list[Word], at: int) -> bool:
    """Whether a quotation stands here, perhaps behind a comma or colon."""
    at += at < len(tokens) and tokens[at].tag in ",:"
    return at < len(tokens) and tokens[at].tag == "Q"


def _content(tokens: list[Word], cue: Cue, done: int, limit: int) -> list[tuple[int, int]]:
    """Parts of what is said, as word ranges: left of the clause, right of it, or both."""
    if cue.verb.lemma == ":":
        return _beside_mark(tokens, cue, done, limit)
    left_end = min(cue.first, cue.source[0]) if cue.source[1] else cue.first
    if cue.shape in ("shared", "free", "relative", "passive", "noun"):
        left_end = done
    relative = _relativizer(tokens, cue, done)
    left = relative or _left_part(tokens, cue, done, left_end)
    after = max(cue.last + 1, cue.source[1] if cue.shape == "before" else 0)
    right = _right_part(tokens, cue, after, limit, left)
    if relative:
        return [relative, right] if right else []
    if left and right and not _resumes(tokens, cue, left, right, after):
        quoted = tokens[left[1] - 1].tag == "Q"
        return [left] if quoted or cue.shape == "before" else [right]
    return [part for part in (left, right) if part]


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
    return aside or (_is_trailing(tokens, cue) and has_verb(tokens, start, at + 1))


def is_whole(quotation: str) -> bool:
    """Whether a quotation opens like a sentence."""
    opening = quotation.lstrip("“\"‘'«„`")[:1]
    return opening.isupper() or not opening.isalpha()


def _start_of_mixed(tokens: list[Word], done: int, at: int) -> int:
    """Where a clause that ends in a quoted phrase begins."""
    start = done
    while start < at and tokens[start].tag in ",.C-":
        start += 1
    return start


def _right_part(
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
    saying = cue.verb.kind == "speech" and frames == _SAYS
    verbs = "VMEQ" if tokens[-1].tag == "." else "VMEQAT"  # a headline drops "is"
    verbal = any(other.tag in verbs for other in tokens[start + 1 : end])
    return saying and verbal and word.tag in "NPO#DAG"


def _takes_phrase(tokens: list[Word], cue: Cue, part: tuple[int, int]) -> bool:
    """Whether an infinitive, an object or a phrase with a quotation is what a verb takes."""
    word, frames = tokens[part[0]], cue.verb.frames
    if word.tag == "T" and ("infinitive" in frames or cue.shape == "passive"):
        return True
    if "object" in frames:
        return word.tag in NOMINAL or word.tag in "GW"
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
    """Where "that" opens the content after times and places: "said in Davos, Switzerland, that"."""
    for ahead in range(at, min(at + 14, len(tokens))):
        if tokens[ahead].low == "that":
            return ahead if ahead == at or tokens[ahead - 1].tag in "NP,)#" else 0
        if tokens[ahead].tag not in "NPID,#SA()":
            return 0
    return 0


def _after_recipient(tokens: list[Word], at: int) -> int:
    return phrase_after(tokens, at)[1]
