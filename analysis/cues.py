"""Reporting cues within a sentence: the verb, who speaks, and what is said.

Rules over words, after the templates of reporting clauses in Quirk et al. (1985, 14.28-34) and
the cue-source-content scheme of Pareti (2012): a cue is a verb of `lexicons/reporting_verbs.csv`
(or "according to", or a colon); its source is the noun phrase before it, or after it where the
clause is inverted; its content is a quotation or clause beside it.
"""

from functools import cache
from typing import NamedTuple

from analysis.actors import is_title
from analysis.lexicon import rows
from analysis.words import Word

_AUXILIARIES = frozenset(
    "has have had is are was were be been being am do does did will would could should may might can"
    " must shall ’s 's ’d 'd ’ve 've not n’t didn’t didn't doesn’t doesn't don’t don't hasn’t hasn't"
    " haven’t haven't won’t won't wouldn’t wouldn't isn’t isn't wasn’t wasn't".split()
)
_BE = frozenset("is are was were be been being am ’s 's".split())
_TIME = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight"
    " week month year weekend morning afternoon evening night recently ago earlier later then now"
    " january february march april may june july august september october november december".split()
)
_BEFORE_TIME = _TIME | frozenset("this last next earlier late early on the same in a".split())
_PHRASE_PREPOSITIONS = frozenset("of for from in at on with to behind against near under".split())
_CIRCUMSTANCE = frozenset(
    "in on at during after before by from through via for to while when as about of with amid since"
    " following over outside inside ahead".split()
)
_SUBORDINATORS = frozenset(
    "while as after when although though whereas before because since if once until unless".split()
)
_WH_CLAUSE = frozenset("that how why whether if what who where when which".split())
_NOMINAL = frozenset("NPO#DAQ")
_END = 10**9


class Verb(NamedTuple):
    """A reporting verb as listed: its stance, kind and the complements it takes."""

    lemma: str
    stance: str
    kind: str
    frames: frozenset[str]


class Cue(NamedTuple):
    """A cue with its source, as positions in the list of words; `source` is empty if none stands."""

    first: int
    last: int
    verb: Verb
    source: tuple[int, int]
    shape: str  # "before" its source, "after" it, "shared" source, "relative", "free" (no source)


class Attribution(NamedTuple):
    """Character spans: the cue, its source, and the parts of the content in order."""

    cue: tuple[int, int]
    source: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    verb: Verb
    kind: str  # the verb's; "act" where it takes a noun or an infinitive: "agreed to meet"


_NONE = (-1, -1)
_ACCORDING = Verb("according to", "neutral", "speech", frozenset({"clause", "quote"}))
_COLON = Verb(":", "neutral", "speech", frozenset({"clause", "quote"}))
_OTHER = Verb("", "neutral", "speech", frozenset({"quote"}))


@cache
def _forms() -> dict[str, list[tuple[tuple[str, ...], Verb]]]:
    """Listed verbs by each of their forms, with the words that must follow, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], Verb]]] = {}
    for row in rows("reporting_verbs"):
        rest = tuple(row["verb"].split()[1:])
        verb = Verb(row["verb"], row["stance"], row["kind"], frozenset(row["frames"].split()))
        for form in row["forms"].split():
            index.setdefault(form, []).append((rest, verb))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def attributions(tokens: list[Word]) -> list[Attribution]:
    """Attributions of one sentence, in the order of their cues.

    Quotations stand in `tokens` as single words with the tag "Q".
    """
    cues = _cues(tokens)
    found: list[Attribution] = []
    at = 0
    done = 0  # words before this belong to an attribution already
    while at < len(cues):
        cue = cues[at]
        at += 1
        if cue.first < done:
            continue
        if _main_follows(tokens, cues, at, done):
            continue
        limit = _limit(tokens, cues, at, cue)
        parts = _content(tokens, cue, done, limit)
        if parts:
            found.append(_attribution(tokens, cue, parts))
            done = max(parts[-1][1], cue.last + 1, cue.source[1])
    return found


def _attribution(tokens: list[Word], cue: Cue, parts: list[tuple[int, int]]) -> Attribution:
    spans = tuple((tokens[a].start, tokens[b - 1].end) for a, b in parts)
    first, last = cue.source
    source = (tokens[first].start, tokens[last - 1].end) if last > first else _NONE
    kind = cue.verb.kind if _is_statement(tokens, parts) else "act"
    return Attribution(
        (tokens[cue.first].start, tokens[cue.last].end), source, spans, cue.verb, kind
    )


def _is_statement(tokens: list[Word], parts: list[tuple[int, int]]) -> bool:
    """Whether a content is a clause or a quotation, not a noun or an infinitive."""
    first = tokens[parts[0][0]]
    said = [word for start, end in parts for word in tokens[start:end]]
    if any(word.tag == "Q" for word in said):
        return True
    return first.tag != "T" and (first.low in _WH_CLAUSE or _has_verb(said, 0, len(said)))


# Finding cues and their sources


def _cues(tokens: list[Word]) -> list[Cue]:
    found: list[Cue] = []
    for at, word in enumerate(tokens):
        cue = None
        if word.low == "according" and at + 1 < len(tokens) and tokens[at + 1].low == "to":
            source = _phrase_after(tokens, at + 2)
            cue = Cue(at, at + 1, _ACCORDING, source, "before")
        elif word.low in _forms():
            cue = _verb_cue(tokens, at, found)
        if cue and not (found and cue.first <= found[-1].last):
            found.append(cue)
    return found


def _verb_cue(tokens: list[Word], at: int, earlier: list[Cue]) -> Cue | None:
    for rest, verb in _forms()[tokens[at].low]:
        if tuple(word.low for word in tokens[at + 1 : at + 1 + len(rest)]) == rest:
            last = at + len(rest)
            if not _is_verb(tokens, at, last):
                return None
            return _with_source(tokens, at, last, verb, earlier)
    return None


def _is_verb(tokens: list[Word], at: int, last: int) -> bool:
    """Whether a form that may be a noun ("claims", "the said plan") is a verb here."""
    word = tokens[at]
    before = _skip_adverbs(tokens, at - 1)
    tag = tokens[before].tag if before >= 0 else ""
    low = tokens[before].low if before >= 0 else ""
    if low == "to" or tag in ("D", "S", "A", "#") or (tag == "I" and low not in _SUBORDINATORS):
        return False
    if low in _BE and not word.low.endswith("ing"):
        return False
    if word.tag in "NA" and not word.low.endswith("ed"):
        follows = tokens[last + 1] if last + 1 < len(tokens) else None
        clausal = follows is not None and (follows.low in _WH_CLAUSE or follows.tag in "DOPQ,:")
        return clausal and (tag in "OPQM" or (tag == "N" and low.endswith("s")) or low == "who")
    return True


def _skip_adverbs(tokens: list[Word], at: int) -> int:
    while at >= 0 and tokens[at].tag == "R":
        at -= 1
    return at


def _with_source(tokens: list[Word], at: int, last: int, verb: Verb, earlier: list[Cue]) -> Cue | None:
    """Where the source of a verb stands: after it, before it, shared with an earlier verb."""
    before = _before_verb(tokens, at - 1)
    if not tokens[at].low.endswith("ing") and _inverts(tokens, before, last):
        return Cue(at, last, verb, _phrase_after(tokens, last + 1), "before")
    if before < 0:
        return None if not tokens[at].low.endswith("ing") else Cue(at, last, verb, (0, 0), "free")
    word = tokens[before]
    if word.low in ("who", "which") or (word.low == "that" and before and tokens[before - 1].tag in "N"):
        source = _phrase_before(tokens, before - 1 - (tokens[before - 1].tag == ","))
        source = source if source[1] > source[0] else (before, before + 1)
        return Cue(at, last, verb, source, "relative")
    if tokens[at].low.endswith("ing") and not _progressive(tokens, at) and word.tag not in "NPO":
        return Cue(at, last, verb, _shared(tokens, at, earlier), "shared")
    if word.tag == "C":
        return Cue(at, last, verb, _shared(tokens, before, earlier), "shared")
    source = _phrase_before(tokens, before) if word.tag != "," else _around_aside(tokens, before)
    if source[1] <= source[0] or (verb.kind == "act" and not _is_agent(tokens, source)):
        return None
    return Cue(at, last, verb, source, "after")


def _is_agent(tokens: list[Word], source: tuple[int, int]) -> bool:
    """Whether a noun phrase can act: a name, a pronoun for people, a noun for a doer."""
    return any(
        word.tag == "P"
        or (word.tag == "O" and word.low not in ("it", "this", "that"))
        or (word.tag == "N" and word.low.rstrip("s").endswith(("er", "or", "ist", "ian", "crat", "can", "al")))
        or is_title(word.low)
        for word in tokens[slice(*source)]
    )


def _progressive(tokens: list[Word], at: int) -> bool:
    before = _skip_adverbs(tokens, at - 1)
    return before >= 0 and tokens[before].low in _BE


def _before_verb(tokens: list[Word], at: int) -> int:
    """Step left over auxiliaries, adverbs and dates that part a verb from its subject."""
    while at >= 0:
        word = tokens[at]
        if word.low in _AUXILIARIES or word.tag in "RM":
            at -= 1
        elif word.low in _TIME and at and (skip := _time_start(tokens, at)) > 0:
            at = skip - 1
        else:
            break
    return at


def _time_start(tokens: list[Word], at: int) -> int:
    """Where "on Friday", "this month", "late last week" begins; -1 if it is no such phrase."""
    start = at
    while start > 0 and tokens[start - 1].low in _BEFORE_TIME:
        start -= 1
    return start if start < at or tokens[at].low in _TIME else -1


def _inverts(tokens: list[Word], before: int, last: int) -> bool:
    """“…,” said Peskov: a quotation or comma before, a name and no clause after."""
    if last + 1 >= len(tokens) or tokens[last + 1].tag not in "PDNAO#":
        return False
    if before < 0 or tokens[before].tag not in ("Q", ",", "-", "."):
        return False
    if not any(word.tag == "Q" for word in tokens[max(0, before - 1) : before + 1]):
        if tokens[before].tag != "," or not _has_verb(tokens, 0, before):
            return False
    if tokens[last + 1].tag == "O" and tokens[last + 1].low not in ("he", "she", "they", "it", "i"):
        return False
    end = _phrase_after(tokens, last + 1)[1]
    return end >= len(tokens) or tokens[end].tag not in "VM"


def _shared(tokens: list[Word], at: int, earlier: list[Cue]) -> tuple[int, int]:
    """Source of a verb without a subject of its own: that of the verb before, or the clause's."""
    for cue in reversed(earlier):
        if cue.source[1] > cue.source[0]:
            return cue.source
    start = 0
    while start < at and tokens[start].tag in "QICR,.-W":
        start += 1
    source = _phrase_after(tokens, start)
    return source if source[1] <= at else (0, 0)


def _around_aside(tokens: list[Word], comma: int) -> tuple[int, int]:
    """Subject before an aside: "Biden, speaking beside Macron, said"; () empty if there is none."""
    at = comma - 1
    best = (0, 0)
    for _ in range(4):
        while at >= 0 and tokens[at].tag not in (",", "Q", ":", "-"):
            at -= 1
        if at <= 0 or tokens[at].tag != ",":
            break
        source = _phrase_before(tokens, at - 1)
        if source[1] > source[0] and (source[0] == 0 or tokens[source[0] - 1].tag in ",QCI-:W"):
            best = source
        at -= 1
    if best == (0, 0) and at <= 0:
        return (0, 0)
    return best


def _phrase_before(tokens: list[Word], last: int) -> tuple[int, int]:
    """The noun phrase that ends at `last`, as [start, end); empty where none does."""
    at = last
    if at < 0 or tokens[at].tag not in "NPO#SGEA)D" or tokens[at].low in _WH_CLAUSE:
        return (0, 0)
    if tokens[at].tag == ")":
        while at > 0 and tokens[at].tag != "(" and last - at < 8:
            at -= 1
        at -= 1
    if at >= 0 and tokens[at].tag == "O":
        return (at, last + 1)
    joined = False
    while at >= 0 and _continues(tokens, at, last, joined):
        joined = joined or tokens[at].tag == "C"
        at -= 1
    start = at + 1
    while start <= last and tokens[start].tag in "ICS,R":
        start += 1
    return (start, last + 1) if start <= last and tokens[start].tag not in "V" else (0, 0)


def _continues(tokens: list[Word], at: int, last: int, joined: bool) -> bool:
    """Whether the word at `at` still belongs to the noun phrase to its right."""
    word = tokens[at]
    right = tokens[at + 1] if at < last else None
    left = tokens[at - 1] if at else None
    if word.low in _TIME and right is not None:
        return False
    if word.tag in "D":
        return right is None or right.tag not in "D"
    if word.tag in "NP#AS":
        if right is None or right.tag in "NP#ASICEG,(":
            parted = word.tag == "N" and right is not None and right.tag == "P" and not is_title(word.low)
            return not parted
        return right.tag == "D" and word.low in ("all", "both")
    if word.tag in "EG":
        return right is not None and right.tag in "NPA" and left is not None and left.tag in "DNPA"
    if word.tag == "O":
        return False
    if word.tag == "I":
        return word.low in _PHRASE_PREPOSITIONS and left is not None and left.tag in "NP#A"
    if word.tag == "C":
        return word.low in ("and", "or", "&") and left is not None and left.tag in "NP#"
    if word.tag == ",":
        return joined and left is not None and left.tag in "NP" and right is not None and right.tag in "PNAD"
    return False


def _phrase_after(tokens: list[Word], first: int) -> tuple[int, int]:
    """The noun phrase that begins at `first`, as [start, end)."""
    at = first
    while at < len(tokens):
        word = tokens[at]
        left = tokens[at - 1] if at > first else None
        if word.tag == "O":
            at += 1 if at == first else 0
            break
        if word.low in _TIME and left is not None and left.tag != "A":
            break
        if word.tag in "DNPA#S" or (word.tag == "E" and left is not None and left.tag in "DA"):
            if word.tag == "D" and left is not None and left.tag not in "IC":
                break
            at += 1
        elif word.tag == "I" and word.low in ("of", "for", "from", "at", "in") and _joins(tokens, at, first):
            at += 1
        elif word.tag == "C" and _joins(tokens, at, first):
            at += 1
        else:
            break
    return (first, at)


def _joins(tokens: list[Word], at: int, first: int) -> bool:
    """Whether a preposition or "and" links two nominals, and opens no statement of place."""
    if at == first or at + 1 >= len(tokens) or tokens[at - 1].tag not in "NP#":
        return False
    after = tokens[at + 1]
    if tokens[at].low in ("in", "at") and after.low in ("a", "an", "his", "her", "their", "response"):
        return False
    return after.tag in "NPDA" and after.low not in _TIME


# What is said


def _has_verb(tokens: list[Word], start: int, end: int) -> bool:
    return any(word.tag in "VM" for word in tokens[start:end])


def _main_follows(tokens: list[Word], cues: list[Cue], at: int, done: int) -> bool:
    """Whether a later cue closes the sentence and takes all before it as its content."""
    for later in cues[at:]:
        start = min(later.first, later.source[0]) if later.source[1] else later.first
        if _is_trailing(tokens, later) and start > done and tokens[start - 1].tag in ",":
            between = tokens[cues[at - 1].last + 1 : start - 1]
            if not any(word.tag in "Q:" for word in between):
                return len(between) > 1
    return False


def _is_trailing(tokens: list[Word], cue: Cue) -> bool:
    """“…, Peskov said on Friday.”: nothing but circumstance stands after cue and source."""
    if cue.shape not in ("after", "before") or cue.source[1] <= cue.source[0]:
        return False
    after = _skip_circumstance(tokens, max(cue.last + 1, cue.source[1]), cue)
    return after >= len(tokens) or tokens[after].tag in ".,;"


def _limit(tokens: list[Word], cues: list[Cue], at: int, cue: Cue) -> int:
    """Where the content of a cue must end, since a clause with its own cue begins."""
    for later in cues[at:]:
        start = _clause_start(tokens, later, cue)
        if start > cue.last and _right_part(tokens, later, later.last + 1, len(tokens), None):
            return start
    return len(tokens)


def _clause_start(tokens: list[Word], later: Cue, cue: Cue) -> int:
    """Start of a later cue's own clause, -1 where it is part of the content."""
    if later.shape == "shared":
        before = _before_verb(tokens, later.first - 1)
        if tokens[before].tag == "," or (tokens[before].tag == "C" and later.source == cue.source):
            return before
        return -1
    if later.shape == "relative" and later.source[0] > cue.last:
        return -1
    start = later.source[0] if later.shape == "after" else later.first
    if start <= cue.last + 1:
        return -1
    left = tokens[start - 1]
    comma = start >= 2 and tokens[start - 2].tag in ",-"
    if left.tag in ";-:":
        return start - 1
    if left.tag == "C" or left.low in _SUBORDINATORS:
        return start - 1 - comma if comma or tokens[start - 2].tag in "Q" else -1
    if left.tag == "Q" and later.shape == "after":
        return start - 1
    return -1


def _content(tokens: list[Word], cue: Cue, done: int, limit: int) -> list[tuple[int, int]]:
    """Parts of what is said, as word ranges: left of the clause, right of it, or both."""
    left_end = min(cue.first, cue.source[0]) if cue.source[1] else cue.first
    if cue.shape in ("shared", "free", "relative"):
        left_end = done
    left = _left_part(tokens, cue, done, left_end)
    after = max(cue.last + 1, cue.source[1] if cue.shape == "before" else 0)
    right = _right_part(tokens, cue, after, limit, left)
    if left and right and not _resumes(tokens, left, right, after):
        quoted = tokens[left[1] - 1].tag == "Q"
        return [left] if quoted or cue.shape == "before" else [right]
    return [part for part in (left, right) if part]


def _resumes(tokens: list[Word], left: tuple[int, int], right: tuple[int, int], after: int) -> bool:
    """“…,” he said, “…”, and "The Kremlin, he said, could not": the content goes on."""
    quoted = tokens[left[1] - 1].tag == "Q"
    if quoted:
        return tokens[right[0]].tag == "Q"
    return after < len(tokens) and tokens[after].tag in ",-" and tokens[left[0]].tag != "I"


def _left_part(tokens: list[Word], cue: Cue, done: int, end: int) -> tuple[int, int] | None:
    """The quotation or clause before a reporting clause."""
    if end <= done:
        return None
    at = end - 1
    while at >= done and tokens[at].tag in ",-":
        at -= 1
    if at < done:
        return None
    if tokens[at].tag == "Q":
        start = at
        if not _is_whole(tokens[at]):
            start = _start_of_mixed(tokens, done, at)
        return (start, at + 1)
    if tokens[end - 1].tag not in ",-" or tokens[at].tag in ".:":
        return None
    start = done
    while start <= at and tokens[start].tag in ",.C-":
        start += 1
    if tokens[start].low in _CIRCUMSTANCE or tokens[start].tag in "GE":
        return None
    return (start, at + 1) if at >= start else None


def _is_whole(word: Word) -> bool:
    """A quotation that opens like a sentence."""
    opening = word.text.lstrip("“\"‘'«„`")[:1]
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
    while start < limit and tokens[start].tag in ",:-":
        start += 1
    end = limit
    while end > start and tokens[end - 1].tag in ".,;C-":
        end -= 1
    if start >= end:
        return None
    return (start, end) if _takes(tokens, cue, after, start, end, bool(left)) else None


def _takes(tokens: list[Word], cue: Cue, after: int, start: int, end: int, left: bool) -> bool:
    """Whether a verb takes what stands at `start` as its content."""
    frames, word = cue.verb.frames, tokens[start]
    if word.tag == "Q" or (tokens[start - 1].tag == ":" and start > after):
        return True
    if start > after and tokens[start - 1].tag == "," and (left or word.tag in "GE"):
        return not left or word.tag not in "GEIW"
    if "clause" in frames and (word.low in _WH_CLAUSE or _is_clause(tokens, start, end)):
        return True
    if "infinitive" in frames and word.tag == "T":
        return True
    if "object" in frames:
        return word.tag in _NOMINAL or word.tag in "GW"
    return any(w.tag == "Q" for w in tokens[start:end])


def _is_clause(tokens: list[Word], start: int, end: int) -> bool:
    """A subject with its verb, before any comma: "Putin has no justification"."""
    if tokens[start].tag not in _NOMINAL and tokens[start].low not in ("there", "if"):
        return False
    for word in tokens[start + 1 : end]:
        if word.tag in "VM":
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
        if word.tag == "R" or (word.low in _TIME and following not in "SNP"):
            at += 1
        elif word.tag in "I" and word.low in _CIRCUMSTANCE:
            at = _after_phrase(tokens, at)
        elif word.tag == "T" and "infinitive" not in cue.verb.frames:
            at = _after_phrase(tokens, at)
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
    return _phrase_after(tokens, at)[1]


def _after_phrase(tokens: list[Word], at: int) -> int:
    """End of a prepositional phrase or of a clause of time that begins at `at`."""
    if tokens[at].low in _SUBORDINATORS:
        while at < len(tokens) and tokens[at].tag not in ",.;:-Q":
            at += 1
        return at
    at += 1
    end = _phrase_after(tokens, at)[1]
    if end == at:
        while end < len(tokens) and tokens[end].tag not in ",.;:-QIT" and tokens[end].low != "that":
            end += 1
    return max(end, at)


def is_cue(low: str) -> bool:
    """Whether a lower-case word is a form of a listed verb."""
    return low in _forms()
