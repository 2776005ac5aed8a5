"""Toward whom an act is: the actors around its verb, ranked by what governs them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from analysis.actors import Mention
from analysis.events import Event
from analysis.parties import is_means
from analysis.patterns import CLAUSE_MARKS
from analysis.words import Word, listed

NOBODY = ("", "")
REACH = 12  # words back to what opens a relative clause
_WHERE = listed("in at outside inside")  # what they govern is where something happens
# prepositions (and "that") that mark whom an act is toward: Co-Agent of meet-36.3 and fight-36.4,
# Source of banish-10.2 and order-58.3, Theme of judgment-33 (VerbNet 3.4)
_MARKED = {
    "AGREE": ("with",), "CONSULT": ("with",), "COOPERATE": ("with",), "FIGHT": ("with", "against"),
    "SANCTION": ("on", "against"), "DEMAND": ("from", "that"),
    "DISAPPROVE": ("against", "about", "from"),
}  # fmt: skip


def is_mutual(tokens: Sequence[Word], event: Event) -> bool:
    """Whether an act is done to "each other"."""
    pairs = pairwise(word.low for word in tokens[event.at : event.end + REACH])
    return not {("each", "other"), ("one", "another")}.isdisjoint(pairs)


def direct(
    tokens: Sequence[Word], event: Event, after: Sequence[Mention], source: tuple[str, str]
) -> tuple[str, str] | None:
    """Who is the verb's own object, not just the owner of it: "warned Iran that …"."""
    if not after or event.part != "verb" or is_same(after[0], source):
        return None
    before = [w for w in tokens[event.at + 1 :] if w.start < after[0].start]
    follows = next((w for w in tokens if w.start >= after[0].end), None)
    heads = after[0].kind != "demonym" and (follows is None or follows.tag not in "SNGAP")
    adjacent = all(word.tag in "DAR#" for word in before)
    return name_of(after[0]) if heads and adjacent else None


def is_sent(event: Event, mention: Mention) -> bool:
    """Whether a mention is what an act sends or takes away, not whom it is done to."""
    moved = event.base in ("RETREAT", "MOBILIZE", "AID", "SANCTION")
    return moved and is_means(mention)


def nearest_object(
    tokens: Sequence[Word], event: Event, after: Sequence[Mention], source: tuple[str, str]
) -> tuple[str, str]:
    """The verb's own object; else who is named first, places and mere means last."""
    if not after:
        return NOBODY
    between = [word for word in tokens[event.end :] if word.start < after[0].start]
    if all(word.tag in "DAN#SE" for word in between) and _distance(tokens, event, after[0]) < 1:
        return other(after, source) if is_same(after[0], source) else name_of(after[0])
    return other(sorted(after, key=lambda m: _distance(tokens, event, m)), source)


def _distance(tokens: Sequence[Word], event: Event, mention: Mention) -> int:
    """How far a mention is from whom the act is toward: -1 where a preposition marks it as that.

    1 for where it happens ("in Seoul"), 2 for what is sent ("troops") and for the body that hears
    a complaint of another.
    """
    governor = governor_of(tokens, mention)
    hears = event.base == "DISAPPROVE" and mention.kind == "organisation" and governor == "to"
    if hears or is_means(mention):
        return 2
    marked = governor in _MARKED.get(event.base, ())
    around = governor in _WHERE and mention.kind != "group"
    return around - marked + _is_apart(tokens, event.end, mention)


def _is_apart(tokens: Sequence[Word], end: int, mention: Mention) -> bool:
    """Whether a mention stands in a later clause: "…, prompting Iran to …", "… after Iran …"."""
    between = [word for word in tokens[end:] if word.start < mention.start]
    return any(
        (one.low in CLAUSE_MARKS and one.low != "that") or (one.tag == "," and two.tag == "G")
        for one, two in pairwise(between)
    )


def governor_of(tokens: Sequence[Word], mention: Mention) -> str:
    """The preposition that governs the noun phrase of a mention; "of" leads on to its noun's."""
    before = [word for word in tokens if word.start < mention.start]
    for place in range(len(before) - 1, -1, -1):
        word = before[place]
        if word.tag in "IT" and word.low != "of":
            return word.low
        named = word.tag == "V" and place and before[place - 1].tag in "DAS#"  # "the call of"
        if not (word.low == "of" or named or word.tag in "DANPS#CE"):
            return ""
    return ""


def is_same(mention: Mention, source: tuple[str, str]) -> bool:
    """Whether a mention is the source itself, or only its country."""
    own = not mention.actor or mention.actor in source or source[0] in mention.actor.split("; ")
    whole = mention.kind in ("country", "demonym", "pronoun", "metonym")
    return own or (whole and mention.side in source[1].split("; "))


def name_of(mention: Mention | None) -> tuple[str, str] | None:
    """A mention's actor and side; None where it has neither."""
    return (mention.actor, mention.side) if mention and (mention.actor or mention.side) else None


def other(mentions: Iterable[Mention], source: tuple[str, str]) -> tuple[str, str]:
    """The first actor that is not of the source's side."""
    actors, sides = (set(part.split("; ")) for part in source)
    for m in mentions:
        if (m.actor or m.side) and m.actor not in actors and (not m.side or m.side not in sides):
            return m.actor, m.side
    return NOBODY
