"""Speeches: texts whose author is an actor, so that what nobody else says is the author's own."""

import re
from typing import Any

from analysis.gazetteer import place_at
from analysis.people import Roster
from analysis.words import words

# told without a doer, a move made by saying so is the speaker's; one that others may make only
# where "we" or "I" does it; the rest wherever the sentence is in the first person
_SAID = frozenset(("demand", "blame", "justification", "red_line", "precondition", "openness"))
_DONE = frozenset(("threat", "refusal", "concession", "back_down"))
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|us|[Oo]urs?|[Oo]urselves|I|[Mm]e|[Mm]y|[Mm]yself)\b")
_DOES = r"\b(?:we|i)\b(?:\W+\w+){0,4}\W+"  # before the words of a move


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

    The speaker is also "we" and "I".
    """
    actor, side = who
    own: dict[str, Any] = {}
    if not row["actor"] or _is_first_person(row["actor"]):
        own = {"speaker": row["speaker"] or author, "actor": actor, "side": side}
    personal = is_personal(row["text"])
    if (personal and not row["source"]) or _is_first_person(row["source"]):
        own |= {"source": actor, "source_side": side}
    makers = tuple(
        side if _is_first_person(maker) or (not maker and _makes(row, move, personal)) else maker
        for move, maker in zip(row["moves"], row["makers"], strict=True)
    )
    return row | own | {"makers": makers}


def is_personal(text: str) -> bool:
    """Whether a sentence is in the first person.

    >>> is_personal("Our patience ends."), is_personal("US patience ends.")
    (True, False)
    """
    return bool(_FIRST_PERSON.search(text))


def _makes(row: dict[str, Any], move: str, personal: bool) -> bool:
    """Whether a move that the text gives to nobody is the speaker's."""
    if move not in _DONE:
        return personal or move in _SAID
    words = "|".join(map(re.escape, row["evidence"].get(move, ())))
    return bool(re.search(f"{_DOES}(?:{words})", row["text"], re.IGNORECASE))


def _is_first_person(name: str) -> bool:
    return bool(_FIRST_PERSON.fullmatch(name))
