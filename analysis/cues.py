"""Reporting cues within a sentence: the verb, who speaks, and what is said.

Rules over words, after the templates of reporting clauses in Quirk et al. (1985, 14.28-34) and
the cue-source-content scheme of Pareti (2012): a cue is a verb of `lexicons/reporting_verbs.csv`
(or "according to", or a colon); its source is the noun phrase before it, or after it where the
clause is inverted; its content is a quotation or clause beside it.
"""

from functools import cache
from typing import NamedTuple

from analysis.gazetteer import is_title
from analysis.lexicon import rows
from analysis.phrases import (
    BE,
    QUANTIFIERS,
    SUBORDINATORS,
    WH_CLAUSE,
    before_verb,
    has_verb,
    phrase_after,
    phrase_before,
    skip_adverbs,
)
from analysis.words import Word


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


_ACCORDING = Verb("according to", "neutral", "speech", frozenset({"clause", "quote"}))


def find(tokens: list[Word]) -> list[Cue]:
    found: list[Cue] = []
    for at, word in enumerate(tokens):
        cue = None
        if word.low == "according" and at + 1 < len(tokens) and tokens[at + 1].low == "to":
            source = phrase_after(tokens, at + 2)
            cue = Cue(at, at + 1, _ACCORDING, source, "before")
        elif word.low in _forms():
            cue = _verb_cue(tokens, at, found)
        if cue and not (found and cue.first <= found[-1].last):
            found.append(cue)
    return found


def is_cue(low: str) -> bool:
    """Whether a lower-case word is a form of a listed verb."""
    return low in _forms()


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
    before = skip_adverbs(tokens, at - 1)
    tag = tokens[before].tag if before >= 0 else ""
    low = tokens[before].low if before >= 0 else ""
    if word.tag == "P":
        return False
    if low in QUANTIFIERS:
        return word.tag == "V"
    if low == "to" or tag in ("D", "S", "A", "#") or (tag == "I" and low not in SUBORDINATORS):
        return False
    if low in BE and not word.low.endswith("ing"):
        return False
    if word.tag in "NA" and not word.low.endswith("ed"):
        follows = tokens[last + 1] if last + 1 < len(tokens) else None
        clausal = follows is not None and (follows.low in WH_CLAUSE or follows.tag in "DOPQ,:")
        return clausal and (tag in "OPQM" or (tag == "N" and low.endswith("s")) or low == "who")
    return True


def _with_source(
    tokens: list[Word], at: int, last: int, verb: Verb, earlier: list[Cue]
) -> Cue | None:
    """Where the source of a verb stands: after it, before it, shared with an earlier verb."""
    before = before_verb(tokens, at - 1)
    if not tokens[at].low.endswith("ing") and _inverts(tokens, before, last):
        return Cue(at, last, verb, phrase_after(tokens, last + 1), "before")
    if before < 0:
        return None if not tokens[at].low.endswith("ing") else Cue(at, last, verb, (0, 0), "free")
    word = tokens[before]
    if word.low in ("who", "which") or (
        word.low == "that" and before and tokens[before - 1].tag in "N"
    ):
        source = phrase_before(tokens, before - 1 - (tokens[before - 1].tag == ","))
        source = source if source[1] > source[0] else (before, before + 1)
        return Cue(at, last, verb, source, "relative")
    if tokens[at].low.endswith("ing") and not _progressive(tokens, at) and word.tag not in "NPO":
        return Cue(at, last, verb, _shared(tokens, at, earlier), "shared")
    if word.tag == "C":
        return Cue(at, last, verb, _shared(tokens, before, earlier), "shared")
    source = phrase_before(tokens, before) if word.tag != "," else _around_aside(tokens, before)
    if source[1] <= source[0] or (verb.kind == "act" and not _is_agent(tokens, source)):
        return None
    return Cue(at, last, verb, source, "after")


def _is_agent(tokens: list[Word], source: tuple[int, int]) -> bool:
    """Whether a noun phrase can act: a name, a pronoun for people, a noun for a doer."""
    return any(
        word.tag == "P"
        or (word.tag == "O" and word.low not in ("it", "this", "that"))
        or (
            word.tag == "N"
            and word.low.rstrip("s").endswith(("er", "or", "ist", "ian", "crat", "can", "al"))
        )
        or is_title(word.low)
        for word in tokens[slice(*source)]
    )


def _progressive(tokens: list[Word], at: int) -> bool:
    before = skip_adverbs(tokens, at - 1)
    return before >= 0 and tokens[before].low in BE


def _inverts(tokens: list[Word], before: int, last: int) -> bool:
    """“…,” said Peskov: a quotation or comma before, a name and no clause after."""
    if last + 1 >= len(tokens) or tokens[last + 1].tag not in "PDNAO#":
        return False
    if before < 0 or tokens[before].tag not in ("Q", ",", "-", "."):
        return False
    if not any(word.tag == "Q" for word in tokens[max(0, before - 1) : before + 1]):
        if tokens[before].tag != "," or not has_verb(tokens, 0, before):
            return False
    if tokens[last + 1].tag == "O" and tokens[last + 1].low not in ("he", "she", "they", "it", "i"):
        return False
    end = phrase_after(tokens, last + 1)[1]
    return end >= len(tokens) or tokens[end].tag not in "VM"


def _shared(tokens: list[Word], at: int, earlier: list[Cue]) -> tuple[int, int]:
    """Source of a verb without a subject of its own: that of the verb before, or the clause's."""
    for cue in reversed(earlier):
        if cue.source[1] > cue.source[0]:
            return cue.source
    start = 0
    while start < at and tokens[start].tag in "QICR,.-W":
        start += 1
    source = phrase_after(tokens, start)
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
        source = phrase_before(tokens, at - 1)
        if source[1] > source[0] and (source[0] == 0 or tokens[source[0] - 1].tag in ",QCI-:W"):
            best = source
        at -= 1
    if best == (0, 0) and at <= 0:
        return (0, 0)
    return best
