"""Noun phrases, dates and circumstances in a list of words: where each begins and ends.

Rules over coarse parts of speech, after the grammar of the noun phrase in Quirk et al. (1985, 17).
Positions count words; a phrase is [start, end), empty where none stands.
"""

from analysis.gazetteer import is_title
from analysis.words import Word, listed

AUXILIARIES = listed(
    "has have had is are was were be been being am do does did will would could should may "
    "might can must shall ’s 's ’d 'd ’ve 've ’re 're ’ll 'll ’m 'm not "
    "n’t didn’t didn't doesn’t doesn't don’t "
    "don't hasn’t hasn't haven’t haven't won’t won't wouldn’t wouldn't isn’t isn't wasn’t "
    "wasn't"
)
BE = listed("is are was were be been being am ’s 's ’re 're ’m 'm")
TIME = listed(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow "
    "tonight week month year weeks months years days hours minutes weekend morning afternoon "
    "evening night recently ago earlier "
    "later then now january february march april may june july august september october "
    "november december"
)
_BEFORE_TIME = TIME | listed(
    "this last next earlier late early on the same in a less more than two three four several few"
)
_PHRASE_PREPOSITIONS = listed("of for from in at on with to behind against near under")
SUBORDINATORS = listed(
    "while as after when although though whereas before because since if once until unless"
)
QUANTIFIERS = listed("many some others several most few both all another two three four none one")
WH_CLAUSE = listed("that how why whether if what who where when which")
NOMINAL = frozenset("NPO#DAQ")


def skip_adverbs(tokens: list[Word], at: int) -> int:
    while at >= 0 and tokens[at].tag == "R":
        at -= 1
    return at


def before_verb(tokens: list[Word], at: int) -> int:
    """Step left over auxiliaries, adverbs and dates that part a verb from its subject."""
    while at >= 0:
        word = tokens[at]
        if word.low in AUXILIARIES or word.tag in "RM":
            at -= 1
        elif word.low in TIME and at and (skip := _time_start(tokens, at)) > 0:
            at = skip - 1
        else:
            break
    return at


def _time_start(tokens: list[Word], at: int) -> int:
    """Where "on Friday", "this month", "late last week" begins; -1 if it is no such phrase."""
    start = at
    while start > 0 and tokens[start - 1].low in _BEFORE_TIME:
        start -= 1
    return start if start < at or tokens[at].low in TIME else -1


def phrase_before(tokens: list[Word], last: int) -> tuple[int, int]:
    """The noun phrase that ends at `last`, as [start, end); empty where none does."""
    at = last
    if at < 0 or tokens[at].tag not in "NPO#SGEA)D" or tokens[at].low in WH_CLAUSE:
        return (0, 0)
    if tokens[at].tag == "G" and at and tokens[at - 1].tag == "S":
        at -= 1  # "a source familiar with his thinking"
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
    right = tokens[at + 1].tag if at < last else ""
    left = tokens[at - 1].tag if at else "none"
    if word.low in TIME and right:
        return False
    if word.tag in "NP#AS":
        full_name = right == "P" and at + 2 <= last and tokens[at + 2].tag == "P"
        return _fits_nominal(word, right, full_name)
    return {
        "D": right != "D",
        "E": right in tuple("NPA") and left in tuple("DNPA"),
        "G": right in tuple("NPA") and left in tuple("DNPA"),
        "T": right in tuple("DP") and left in tuple("NP"),
        "I": word.low in _PHRASE_PREPOSITIONS and left in tuple("NP#A"),
        "C": word.low in ("and", "or", "&") and left in tuple("NP#"),
        ",": joined and left in tuple("NP") and right in tuple("PNAD"),
    }.get(word.tag, False)


def _fits_nominal(word: Word, right: str, full_name: bool) -> bool:
    """Whether a noun, name, number or adjective goes with what stands to its right, by its tag."""
    if right == "P" and word.tag == "N" and not is_title(word.low):
        # "his friend Ann Lee", "Agent Lee" against "the people Lee met", where two phrases meet
        return word.text[0].isupper() or (full_name and not word.low.endswith("s"))
    return right in ("", *"NP#ASICEGT,(") or (right == "D" and word.low in ("all", "both"))


def phrase_after(tokens: list[Word], first: int) -> tuple[int, int]:
    """The noun phrase that begins at `first`, as [start, end)."""
    at = first
    while at < len(tokens):
        word = tokens[at]
        left = tokens[at - 1] if at > first else None
        if word.tag == "O":
            at += 1 if at == first else 0
            break
        if word.low in TIME and left is not None and left.tag != "A":
            break
        if word.tag in "DNPA#S" or (word.tag == "E" and left is not None and left.tag in "DA"):
            if word.tag == "D" and left is not None and left.tag not in "IC":
                break
            at += 1
        elif (
            word.tag == "I"
            and word.low in ("of", "for", "from", "at", "in")
            and _joins(tokens, at, first)
        ) or (word.tag == "C" and _joins(tokens, at, first)):
            at += 1
        else:
            break
    return (first, at)


def _joins(tokens: list[Word], at: int, first: int) -> bool:
    """Whether a preposition or "and" links two nominals, and opens no statement of place."""
    if at == first or at + 1 >= len(tokens) or tokens[at - 1].tag not in "NP#":
        return False
    after = tokens[at + 1]
    if tokens[at].low in ("in", "at") and after.low in (
        "a",
        "an",
        "his",
        "her",
        "their",
        "response",
    ):
        return False
    return after.tag in "NPDA" and after.low not in TIME


def after_phrase(tokens: list[Word], at: int) -> int:
    """End of a prepositional phrase or of a clause of time that begins at `at`."""
    if tokens[at].low in SUBORDINATORS:
        while at < len(tokens) and tokens[at].tag not in ",.;:-Q":
            at += 1
        return at
    at += 1
    end = phrase_after(tokens, at)[1]
    if end == at:
        while end < len(tokens) and tokens[end].tag not in ",.;:-QIT" and tokens[end].low != "that":
            end += 1
    return max(end, at)


def has_verb(tokens: list[Word], start: int, end: int) -> bool:
    return any(word.tag in "VM" for word in tokens[start:end])
