"""Speeches: texts whose author is an actor, so that what nobody else says is the author's own."""

import re
from typing import Any

from analysis.gazetteer import place_at
from analysis.people import Roster
from analysis.words import words

# moves that are made by saying so: told without a doer they are the speaker's
_SAID = frozenset(("demand", "blame", "justification", "red_line", "precondition", "openness"))
_FIRST_PERSON = re.compile(r"\b(?:we|us|our|ours|ourselves|i|me|my|mine|myself)\b", re.IGNORECASE)


def speaker(author: str, roster: Roster) -> tuple[str, str]:
    """Actor and side of an author who is a country, an organisation or a person with a side.

    ("", "") for any other, such as a journalist.

    >>> speaker("France", Roster()), speaker("Ann Lee", Roster())
    (('France', 'France'), ('', ''))
    """
    tokens = words(author)
    found = place_at(tokens, 0) if tokens else None
    if found and found[0] == len(tokens) and found[1].side:
        return found[1].side, found[1].side
    actor, side = roster.given.get(author) or roster.resolve(author) or ("", "")
    return (actor, side) if side else ("", "")


def as_own(row: dict[str, Any], author: str, who: tuple[str, str]) -> dict[str, Any]:
    """A statement's row, with what nobody else says or does in it given to its speaker.

    The speaker is also "we" and "I". An act without a doer is the speaker's only in the first
    person, or where it is done by saying so: a demand, but not a threat that is told of.
    """
    actor, side = who
    personal = bool(_FIRST_PERSON.search(row["text"]))
    own = {}
    if not row["actor"] or _is_first_person(row["actor"]):
        own = {"speaker": row["speaker"] or author, "actor": actor, "side": side}
    if (personal and not row["source"]) or _is_first_person(row["source"]):
        own |= {"source": actor, "source_side": side}
    makers = tuple(
        side if _is_first_person(maker) or (not maker and (personal or move in _SAID)) else maker
        for move, maker in zip(row["moves"], row["makers"], strict=True)
    )
    return row | own | {"makers": makers}


def _is_first_person(name: str) -> bool:
    return bool(_FIRST_PERSON.fullmatch(name))
