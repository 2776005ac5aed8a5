"""How firmly a sentence is said: hedged, plain or categorical.

Hedges and boosters are Hyland's (2005) classes, in `lexicons/certainty.csv`. Only those count
whose scope is what the sentence says: not one inside a relative or adverbial clause ("over
concerns that it could fail"), an attribute of a noun ("a possible deal"), a modal that is denied
("could not accept"), nor a verb of thinking of somebody else's ("Putin believes in").
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from analysis.clauses import NEGATIONS
from analysis.lexicon import Lexicons, rows, speech_forms
from analysis.patterns import CLAUSE_MARKS, Found, find, index
from analysis.words import Word, listed

_FIRST = listed("i we")
_THOUGHTS = listed("view opinion belief conviction assessment understanding impression hope")
_SPEAKERS_OWN = 4  # words back to the subject of "we (do firmly) believe"
_SEGMENTS = frozenset(":;“„«—–")
# a booster that is denied hedges: "not always"
_DENIED = {"booster": "hedge", "hedge": ""}


class Certainty(NamedTuple):
    """`label` is hedged, plain or categorical; `places` are the words that make it so."""

    label: str
    places: tuple[tuple[int, int], ...]


def certainty(tokens: Sequence[Word], lexicons: Lexicons = ()) -> Certainty:
    """The certainty of a sentence; hedges win over boosters.

    >>> from analysis.words import words
    >>> certainty(words("Perhaps the talks may begin soon.")).label
    'hedged'
    >>> certainty(words("Russia could not accept that.")).label
    'plain'
    """
    found = [
        (one, label)
        for one in find(tokens, index("certainty", "class", lexicons))
        if (label := _counts_as(tokens, one, lexicons))
    ]
    for label, name in (("hedge", "hedged"), ("booster", "categorical")):
        if shown := tuple((one.at, one.end) for one, counted in found if counted == label):
            return Certainty(name, shown)
    return Certainty("plain", ())


@cache
def _scopes(lexicons: Lexicons) -> dict[str, set[str]]:
    scopes: dict[str, set[str]] = {}
    for row in rows("certainty", lexicons):
        scopes.setdefault(row["phrase"].lower(), set()).add(row.get("scope", ""))
    return scopes


def _counts_as(tokens: Sequence[Word], found: Found, lexicons: Lexicons) -> str:
    """The class that a phrase counts as where it stands; "" where it is out of scope."""
    phrase = " ".join(word.low for word in tokens[found.at : found.end])
    scope = _scopes(lexicons).get(phrase, {""})
    if _is_subordinate(tokens, found.at):
        return ""
    before = tokens[found.at - 1].low if found.at else ""
    after = tokens[found.end] if found.end < len(tokens) else None
    if before in NEGATIONS or before.endswith(("n’t", "n't")):
        return _DENIED[found.label]
    if scope == {"modal"}:
        denied = after is not None and (after.low in NEGATIONS)
        return "" if denied or tokens[found.at].tag != "M" else found.label
    if scope == {"first"}:
        near = tokens[max(0, found.at - _SPEAKERS_OWN) : found.at]
        return found.label if any(word.low in _FIRST for word in near) else ""
    return "" if _modifies_phrase(tokens, found) else found.label


def _modifies_phrase(tokens: Sequence[Word], found: Found) -> bool:
    """Whether an adverb bears on a number, or on a participle within a noun phrase.

    "Almost 100 towns", "the generally accepted frameworks"; "rather" before a comma ties sentences.
    """
    after = tokens[found.end] if found.end < len(tokens) else None
    before = tokens[found.at - 1] if found.at else None
    if after is None:
        return False
    attributive = before is not None and before.tag in "DS" and after.tag in "EAGVN"
    links = tokens[found.at].low == "rather" and after.tag == ","
    return attributive or links or (after.tag == "#" and found.label == "hedge")


def _is_subordinate(tokens: Sequence[Word], at: int) -> bool:
    """Whether a clause that is neither the main one nor what somebody says holds the word."""
    for place in range(at - 1, -1, -1):
        word = tokens[place]
        if word.tag in _SEGMENTS or (word.low in ("and", "but") and _opens_main(tokens, place)):
            return False
        if word.low in CLAUSE_MARKS and not _is_reported(tokens, place):
            return not _is_over(tokens, place, at)
    return False


def _opens_main(tokens: Sequence[Word], place: int) -> bool:
    """Whether a coordinator stands after a comma: a new main clause."""
    return place > 0 and tokens[place - 1].tag == ","


def _is_reported(tokens: Sequence[Word], place: int) -> bool:
    """Whether "that" opens what is said or thought, as against a relative clause."""
    before = tokens[place - 1] if place else None
    return tokens[place].low == "that" and (
        before is None or before.low in speech_forms() | _THOUGHTS or before.tag in "VGEMO,CAI.R"
    )


def _is_over(tokens: Sequence[Word], place: int, at: int) -> bool:
    """Whether a clause that opens the sentence has ended at a comma: "If …, we may …"."""
    opens = place == 0 or tokens[place - 1].tag in ",“"
    return opens and any(word.tag == "," for word in tokens[place + 1 : at])
