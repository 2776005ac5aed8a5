"""The forms of English verbs: rules of spelling, and a list of the irregular ones."""

import re
from functools import cache

from analysis.lexicon import rows


@cache
def forms(verb: str) -> tuple[str, ...]:
    """The forms of a verb.

    >>> forms("carry")
    ('carry', 'carries', 'carried', 'carrying')
    >>> forms("withdraw")
    ('withdraw', 'withdraws', 'withdrew', 'withdrawn', 'withdrawing')
    """
    past = tuple(dict.fromkeys(_irregular().get(verb, ()))) or _pasts(verb)
    return tuple(dict.fromkeys((verb, _third(verb), *past, *_gerunds(verb))))


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {
        row["verb"]: (*row["past"].split(), *row["participle"].split())
        for row in rows("irregular_verbs")
    }


def _third(verb: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh|o)$", verb):
        return verb + "es"
    return verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s"


def _pasts(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return (verb + "d",)
    if re.search(r"[^aeiou]y$", verb):
        return (verb[:-1] + "ied",)
    return (verb + "ed", *([verb + verb[-1] + "ed"] if _doubles(verb) else []))


def _gerunds(verb: str) -> tuple[str, ...]:
    stem = verb[:-1] if re.search(r"[^eoy]e$", verb) else verb
    return (stem + "ing", *([verb + verb[-1] + "ing"] if _doubles(verb) else []))


def _doubles(verb: str) -> bool:
    """Whether a last consonant may be doubled; both spellings are then listed."""
    return bool(re.search(r"[^aeiou][aeiou][bdglmnprt]$", verb))
