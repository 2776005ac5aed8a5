"""How a verb is used: negated, asked for, yet to come, passive, and how deep in its sentence.

Read from the verb group before it (Quirk et al. 1985, 3.52-57 and 4.49-66) and from what opens
its clause, not from a parse.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from analysis.patterns import CLAUSE_MARKS
from analysis.words import Word, listed

NEGATIONS = listed("not never no neither nor cannot without hardly barely scarcely")
_NOBODY = listed("no nobody none neither nothing few")
BE = listed("am is are was were be been being get gets got ’re 're ’m 'm")
_AUXILIARY = BE | listed("has have had do does did having ’ve 've")
_FUTURE = listed("will would shall ’ll 'll wo going")
_POSSIBLE = listed("may might could can")
_OBLIGED = listed("must should ought")
# "have to", "plans to": words that with "to" do a modal's work
_SEMI_OBLIGED = listed("have has had need needs needed ought obliged required bound")
_SEMI_FUTURE = listed(
    "going plan plans planned planning due set scheduled expected intend intends intended about "
    "aim aims aimed hope hopes hoped hoping poised"
)
_SEMI = _SEMI_OBLIGED | _SEMI_FUTURE
_BEFORE_VERB = frozenset(
    "am is are was were be been being get gets got has have had do does did having not never "
    "neither nor cannot without".split()
)
_GROUP = 7  # words of a verb group before its verb
_SUBJECT = 6  # words of a subject that may open with "no"


class Clause(NamedTuple):
    """The clause of one verb.

    `start` is the first word of its verb group; `modality` is "", "future", "possible" or
    "obliged"; `form` is "finite", "infinitive", "gerund" or "participle"; `depth` counts the
    words before it that open a clause other than the main one; `conditional` where "if" or
    "unless" opens its clause.
    """

    start: int
    negated: bool
    modality: str
    passive: bool
    form: str
    depth: int
    conditional: bool


def clause(tokens: Sequence[Word], at: int) -> Clause:
    """Read the clause of the verb at `at`.

    >>> from analysis.words import words
    >>> clause(words("Russia would not pull out."), 3)[:3]
    (1, True, 'future')
    """
    start = _group_start(tokens, at)
    lows = [_without_not(word.low) for word in tokens[start:at]]
    opener = _opener(tokens, start)
    return Clause(
        start,
        is_negated(tokens, start, at)
        or _nobody_does(tokens, start, opener)
        or _is_nothing_to(tokens, at),
        _modality(lows),
        _is_passive(tokens, at, lows),
        _form(tokens, at, lows),
        sum(word.low in CLAUSE_MARKS for word in tokens[:at]),
        opener >= 0 and tokens[opener].low in ("if", "unless"),
    )


def _without_not(low: str) -> str:
    """A contraction's modal or auxiliary: "would" of "wouldn’t", "wo" of "won’t"."""
    return low.removesuffix("n’t").removesuffix("n't")


def is_verbal(tokens: Sequence[Word], at: int) -> bool:
    """Whether a word is used as a verb, by the word before it."""
    word = tokens[at]
    if not at:
        return word.tag in "VGE"
    before = tokens[at - 1]
    if at > 1 and before.tag == "R" and tokens[at - 2].tag in "MT":
        before = tokens[at - 2]  # "to abruptly drop"
    if before.low in BE and word.tag == "A":
        return word.low.endswith("ed")
    if before.low.endswith(("n’t", "n't")) or before.tag in "MTO" or before.low in _BEFORE_VERB:
        return not (before.low == "to" and word.tag == "N" and word.low.endswith("s"))
    if before.tag in "DAS#":
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        is_past = word.tag in "VE" and word.low.endswith(("ed", "wn", "ook", "ent", "ught"))
        return before.tag in "A#" and is_past and (after is None or after.tag not in "NP")
    if before.tag == "I" and before.low not in ("that", "than", "as"):
        return word.tag == "G"
    if before.tag in "VEG" and word.low.endswith("s"):
        return False  # "rejected calls"
    # "Israel demands", "rebels attack": listed as nouns, but after a name or plural
    plural = before.tag == "N" and before.low.endswith("s")
    follows_actor = before.tag in "NPR" and plural != word.low.endswith("s")
    return word.tag in "VGEM" or follows_actor


def is_own_wish(tokens: Sequence[Word], at: int) -> bool:
    """Whether a wish is for the wisher's own act: "want to thank", not "want Iran to stop"."""
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return tokens[at].low in ("want", "wants", "wanted", "wanting") and after == "to"


def is_negated(tokens: Sequence[Word], start: int, at: int) -> bool:
    """Whether a verb group is negated; "not only" denies nothing, two negations cancel out."""
    count = sum(
        (word.low in NEGATIONS or word.low.endswith(("n’t", "n't")))
        and tokens[place + 1].low not in ("only", "just", "merely")
        for place, word in enumerate(tokens[start:at], start)
    )
    return count % 2 == 1


def _group_start(tokens: Sequence[Word], at: int) -> int:
    """The first of the auxiliaries, modals, adverbs and negations before a verb."""
    start = at
    while start > max(0, at - _GROUP) and _in_group(tokens, start - 1):
        start -= 1
    return start


def _in_group(tokens: Sequence[Word], place: int) -> bool:
    word = tokens[place]
    if word.low == "to":
        return place > 0 and tokens[place - 1].low in _SEMI
    if word.low in _SEMI and tokens[place + 1].low == "to":
        return True
    known = word.low in _AUXILIARY or word.low in NEGATIONS or word.low in _OBLIGED
    return known or word.tag in "MR" or word.low in ("longer", "going")


def _nobody_does(tokens: Sequence[Word], start: int, opener: int) -> bool:
    """Whether the subject is "no country", "none of them"."""
    first = max(opener + 1, start - _SUBJECT)
    return any(word.low in _NOBODY for word in tokens[first : min(first + 2, start)])


def _is_nothing_to(tokens: Sequence[Word], at: int) -> bool:
    """Whether a verb depends on a denied noun: "no reason to talk", "no intention of talking"."""
    tied = at > 2 and tokens[at - 1].low in ("to", "of")
    return tied and tokens[at - 3].low in ("no", "any") and _denies(tokens, at - 3)


def _denies(tokens: Sequence[Word], place: int) -> bool:
    """Whether "no" or, after a negation, "any" denies its noun: "has not any plan to"."""
    return tokens[place].low == "no" or is_negated(tokens, max(0, place - 3), place)


def _opener(tokens: Sequence[Word], start: int) -> int:
    """The word or mark that opens the clause of a verb group; -1 for the sentence's start."""
    for place in range(start - 1, -1, -1):
        if tokens[place].tag in ",;:-.(" or tokens[place].low in CLAUSE_MARKS:
            return place
    return -1


def _modality(lows: Sequence[str]) -> str:
    pairs = {one for one, other in pairwise(lows) if other == "to"}
    if set(lows) & _OBLIGED or pairs & _SEMI_OBLIGED:
        return "obliged"
    if set(lows) & _FUTURE or pairs & _SEMI_FUTURE:
        return "future"
    if pairs and set(lows) & BE:  # "is to visit"
        return "future"
    return "possible" if set(lows) & _POSSIBLE else ""


def _is_passive(tokens: Sequence[Word], at: int, group: Sequence[str]) -> bool:
    """A participle after a form of "be", or before "by"."""
    word = tokens[at]
    if word.tag == "G" or not word.low.endswith(("d", "n", "t")):
        return False
    by = next((other.low == "by" for other in tokens[at + 1 : at + 4] if other.tag != "R"), False)
    return bool(BE & set(group)) or (by and word.tag in "EV" and not group)


def _form(tokens: Sequence[Word], at: int, group: Sequence[str]) -> str:
    if at and tokens[at - 1].low == "to" and "to" not in group:
        return "infinitive"
    if group:
        return "finite"
    if tokens[at].tag == "G":
        return "gerund"
    follows_noun = at > 0 and tokens[at - 1].tag in "NP,"
    by = at + 1 < len(tokens) and tokens[at + 1].low in ("by", "in", "for", "with", "on")
    return "participle" if tokens[at].tag == "E" and follows_noun and by else "finite"
