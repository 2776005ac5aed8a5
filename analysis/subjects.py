"""Who a verb's subject is: the noun phrase before it, over asides, modifiers and dates.

Rules over coarse parts of speech, after the clause patterns of Quirk et al. (1985, 2.3 and 17.65).
Positions count words; a phrase is [start, end), empty where none stands.
"""

from analysis.gazetteer import is_title
from analysis.people import ORGANISATION_WORDS
from analysis.phrases import before_verb, phrase_before, skip_adverbs
from analysis.words import Word, listed

# How long a phrase between a quotation and its verb may be.
PHRASE = 14
# How many words back a subject is looked for: keeps long sentences linear.
REACH = 60
# Participles that open an aside: "Putin, asked about it, said".
ASKED = listed("asked told informed warned reminded")
# Endings of nouns for those who act, and nouns for bodies that act as one.
_DOERS = ("er", "or", "ist", "ian", "crat", "can", "al", "ic", "ee", "ant", "ent", "man", "men")
_BODIES = ORGANISATION_WORDS | listed("people group opposition side capital press regime state")


def subject(tokens: list[Word], before: int) -> tuple[int, int]:
    """The noun phrase before a verb, over an aside or what modifies it if need be."""
    if tokens[before].tag in ",-":
        return around_aside(tokens, before)
    source = phrase_before(tokens, before)
    if tokens[before].tag == "O":
        return source
    return _modified(tokens, source) or _after_quotation(tokens, source) or source


def _modified(tokens: list[Word], source: tuple[int, int]) -> tuple[int, int] | None:
    """The head of a phrase whose modifier ends in `source`, None if there is no such modifier.

    "the aides who wrote to her say", "a source speaking to the agency said".
    """
    verbal = False
    for at in range(source[0] - 1, max(0, source[0] - PHRASE), -1):
        word = tokens[at]
        if word.tag in ",Q:;-C":
            return None
        if word.low in ("who", "which") or (word.tag == "G" and tokens[at - 1].tag in "NP"):
            head = phrase_before(tokens, at - 1)
            verbal = verbal or (word.tag == "G" and tokens[source[0] - 1].tag in "IT")
            return head if verbal and head[1] > head[0] else None
        verbal = verbal or word.tag in "VME"
    return None


def is_agent(tokens: list[Word], source: tuple[int, int]) -> bool:
    """Whether a noun phrase can act: a name, a pronoun for people, a noun for a doer."""
    return any(
        word.tag == "P"
        or (word.tag == "O" and word.low not in ("it", "this", "that"))
        or (
            word.tag == "N"
            and (word.low.rstrip("s").endswith(_DOERS) or word.low.rstrip("s") in _BODIES)
        )
        or is_title(word.low)
        for word in tokens[slice(*source)]
    )


def is_finite(tokens: list[Word], at: int) -> bool:
    """Whether a word can be the verb of a clause: a participle only right after its subject."""
    before = skip_adverbs(tokens, at - 1)
    follows = before >= 0 and tokens[before].tag in "NPO,"
    return tokens[at].tag in "VM" or (tokens[at].tag == "E" and follows)


def subject_of(tokens: list[Word], verb: int) -> tuple[int, int]:
    """The noun phrase before a verb, over an aside if need be; empty where none stands there."""
    before = before_verb(tokens, verb - 1)
    if before < 0:
        return (0, 0)
    return (around_aside if tokens[before].tag in ",-" else phrase_before)(tokens, before)


def main_subject(tokens: list[Word], end: int) -> tuple[int, int]:
    """Subject of the first clause that no subordinator opens, up to `end`."""
    for at in range(max(0, end - REACH), end):
        if is_finite(tokens, at):
            source = subject_of(tokens, at)
            left = tokens[source[0] - 1] if source[0] else None
            if source[1] > source[0] and (left is None or left.tag not in "IWV"):
                return source
    return (0, 0)


def _after_quotation(tokens: list[Word], source: tuple[int, int]) -> tuple[int, int] | None:
    """All that stands between a closed quotation and a verb that ends the clause, if no verb does.

    "“…,” a spokesman for the members of the group said": the longest phrase is the speaker.
    """
    for at in range(source[0] - 1, max(-1, source[0] - 1 - PHRASE), -1):
        word = tokens[at]
        if word.tag == "Q":
            opens = at + 1 < source[0] and tokens[at + 1].tag in "DANP#"
            return (at + 1, source[1]) if opens and ends_inside(word) else None
        if word.tag not in "DANP#ISCGE":
            return None
    return None


def ends_inside(quotation: Word) -> bool:
    """Whether a quotation has its closing comma or stop within its marks."""
    return quotation.tag == "Q" and quotation.text.rstrip("”\"’'» ")[-1:] in tuple(",.?!—")


def around_aside(tokens: list[Word], mark: int) -> tuple[int, int]:
    """Subject before an aside: "Biden, speaking beside Macron, said"; (0, 0) if there is none."""
    best, right = (0, 0), mark
    for at in range(mark - 1, max(0, mark - REACH), -1):
        if tokens[at].tag in ("Q", ":", ";"):
            break
        if tokens[at].tag != tokens[mark].tag:
            continue  # a dash closes what a dash opened
        if not _is_aside(tokens, at + 1, right):
            break
        source = phrase_before(tokens, at - 1)
        left = tokens[source[0] - 1].tag if source[0] else ","
        if (source[1] > source[0] and left in tuple(",QC-:W")) or (left == "I" and best == (0, 0)):
            best = source
        right = at
    return best


def _is_aside(tokens: list[Word], start: int, end: int) -> bool:
    """Whether a stretch between commas is no clause of its own: "who met him", "a Democrat"."""
    if start >= end:
        return False
    relative = next((at for at in range(start, end) if tokens[at].tag == "W"), end)
    bare = all(
        word.tag not in "VM" or tokens[at - 1].tag == "T"
        for at, word in enumerate(tokens[start:relative], start)
    )
    return bare or tokens[start].tag in "WGIE" or tokens[start].low in ASKED
