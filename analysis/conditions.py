"""Preconditions: the words of a condition, and of what is made to depend on it.

A condition is a commitment that holds only if something else does (Schelling 1960): "only after",
"unless", "the only way to … is", or an "if" on which something granted or withheld hangs.
"""

import re
from typing import NamedTuple

# what one may grant or withhold: the other side of an "if"
_GRANTS = re.compile(
    r"\b(?:ready|prepared|willing|open to|(?:will|would|can|could|’ll|'ll) (?:be |then |only )*"
    r"(?:talk|speak|meet|negotiate|discuss|agree|accept|sign|lift|ease|release|withdraw|return|"
    r"support|join|help|provide|give|offer|consider|recogni[sz]e|resume|stop|end|halt|cease|"
    r"cooperate|work|allow|grant|reciprocate|respond positively|come back|sit down|restore|"
    r"welcome|pay|open|drop|suspend|pull|free)\w*|"
    r"(?:will|would|can|could) not|won[’']t|wouldn[’']t|cannot|"
    r"no (?:talks|deal|peace|agreement))\b",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:only (?:after|if|when|once|by|on condition)|unless(?: and until)?|(?:not|n[’']t) until|"
    r"on (?:the )?condition that|provided (?:that)?|providing that|(?:as|so) long as|"
    r"if and only if|contingent (?:on|upon)|condition(?:al|ed) (?:on|upon)|in exchange for|"
    r"in return for|depends? (?:on|upon)|subject to)\b",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if|once)\b(?! (?:not|necessary|any|ever|possible|only|again|more|and)\b)", re.IGNORECASE
)
_ONLY_WAY = re.compile(
    r"\bthe only way (?:to|of) (?P<end>.+?) (?:is|was|would be) (?:for |to |by )?", re.IGNORECASE
)
# "There can be no peace without justice"
_WITHOUT = re.compile(
    r"\b(?:there (?:can|will|could) be no (?P<end>[^,;.]+?)|"
    r"no (?P<none>[\w ]+?) (?:is|are) possible)"
    r" (?:without|before|until|unless) ",
    re.IGNORECASE,
)
# "Only when the siege ends will we talk": the verb before its subject
_INVERTED = re.compile(
    r"\b(?:will|can|would|could|shall) (?:we|i|he|she|they|it|there|the|[A-Z]\w+)\b"
)
_OPENS_CLAUSE = re.compile(r"\bthat\b|\b(?:said|says|say|told \w+)\b|[;:—–“]")
_ENDS_CLAUSE = re.compile(r"[,;.”—–!?]|\bthen\b|\band that\b")
_EDGES = " ,;:.—–-“”\"’‘'?!"


class Precondition(NamedTuple):
    """Offsets of a condition and of what depends on it, and of the words that tie the two."""

    condition: tuple[int, int]
    depends: tuple[int, int]
    mark: tuple[int, int]


def precondition(sentence: str) -> Precondition | None:
    """The precondition that a sentence sets, if it sets one.

    >>> said = "He said that negotiations are possible only after Putin leaves Ukraine."
    >>> found = precondition(said)
    >>> [said[start:end] for start, end in found]
    ['Putin leaves Ukraine', 'negotiations are possible', 'only after']
    """
    if way := _ONLY_WAY.search(sentence):
        condition = _clause(sentence, way.end())
        return _found(condition, _trim(sentence, way.span("end")), (way.start(), way.start("end")))
    if bare := _WITHOUT.search(sentence):
        depends = bare.span("end") if bare["end"] else bare.span("none")
        mark = (depends[1], bare.end())
        return _found(_clause(sentence, bare.end()), depends, _trim(sentence, mark))
    if mark := _ONLY.search(sentence):
        return _around(sentence, mark.span())
    for mark in _IF.finditer(sentence):
        found = _around(sentence, mark.span())
        if found and _GRANTS.search(sentence, *found.depends):
            return found
    return None


def if_clause(sentence: str) -> tuple[int, int] | None:
    """Offsets of the first clause that "if" or "unless" opens."""
    mark = re.search(r"\b(?:if|unless)\b", sentence, re.IGNORECASE)
    return _clause(sentence, mark.end()) if mark else None


def _around(sentence: str, mark: tuple[int, int]) -> Precondition | None:
    """What stands on both sides of "if"; where it opens its clause, what follows the condition."""
    condition = _clause(sentence, mark[1])
    opened = [match.end() for match in _OPENS_CLAUSE.finditer(sentence, 0, mark[0])]
    before = _trim(sentence, (opened[-1] if opened else 0, mark[0]))
    inverted = _INVERTED.search(sentence, mark[1])
    if before[0] == before[1] and inverted and not sentence[condition[1] :].strip(_EDGES):
        return _found(
            _trim(sentence, (mark[1], inverted.start())), _clause(sentence, inverted.start()), mark
        )
    if sentence[before[0] : before[1]].lower() in ("", "and", "but", "or", "yet", "so"):
        before = _clause(sentence, condition[1])
    return _found(condition, before, mark)


def _found(
    condition: tuple[int, int], depends: tuple[int, int], mark: tuple[int, int]
) -> Precondition | None:
    whole = condition[0] < condition[1] and depends[0] < depends[1]
    return Precondition(condition, depends, mark) if whole else None


def _clause(sentence: str, start: int) -> tuple[int, int]:
    """A clause from `start` on, without the comma or "then" before it."""
    lead = re.compile(r"[\s,]*(?:then\b\s*)?").match(sentence, start).end()
    stop = _ENDS_CLAUSE.search(sentence, lead)
    return _trim(sentence, (lead, stop.start() if stop else len(sentence)))


def _trim(sentence: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and sentence[start] in _EDGES:
        start += 1
    while end > start and sentence[end - 1] in _EDGES:
        end -= 1
    return start, end
