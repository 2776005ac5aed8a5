"""Countries, organisations and titles: the lists, and where an entry stands in a text.

`places.csv` was drawn from two packages once, so that a reader can open and mend it and no
further package is needed at run time: territory names are those of CLDR in Babel, capitals and
demonyms those of countryinfo; shorter and former names in common use ("Britain", "Soviet Union")
and cities of datelines were added by hand. The source column tells which; a test holds the
names to Babel's, where Babel is installed. A state's sides are plain English short names.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from analysis.lexicon import rows
from analysis.words import Word, words


class Place(NamedTuple):
    """An entry of the country and organisation lists."""

    name: str
    side: str
    kind: str


def is_title(low: str) -> bool:
    """Whether a lower-case word is, or ends, a listed title.

    >>> is_title("spokesman"), is_title("table")
    (True, False)
    """
    return low in _last_words()


def title_at(tokens: Sequence[Word], at: int) -> tuple[tuple[str, ...], dict[str, str]] | None:
    """The longest title that begins here: its words, and its row of the list."""
    for entry in titles().get(tokens[at].low, ()) if at < len(tokens) else ():
        if _stands(tokens, at, entry[0]):
            return entry
    return None


def place_at(tokens: Sequence[Word], at: int) -> tuple[int, Place] | None:
    """The longest country or organisation that begins here, with its number of words."""
    for key, place in places().get(tokens[at].text, ()) if at < len(tokens) else ():
        if all(at + n < len(tokens) and tokens[at + n].text == part for n, part in enumerate(key)):
            return len(key), place
    return None


def place_ending(tokens: Sequence[Word], last: int) -> Place | None:
    """The country or organisation whose last word stands here."""
    for first in range(max(0, last - 4), last + 1):
        found = place_at(tokens, first)
        if found and first + found[0] == last + 1:
            return found[1]
    return None


@cache
def _last_words() -> frozenset[str]:
    return frozenset(row["title"].split()[-1] for row in rows("titles"))


@cache
def places() -> dict[str, list[tuple[tuple[str, ...], Place]]]:
    """Countries and organisations by their first word, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], Place]]] = {}
    for row in (*rows("organisations"), *rows("places")):
        for name in _spelt(_variants(row["name"], row["kind"])):
            key = tuple(word.text for word in words(name))
            index.setdefault(key[0], []).append((key, Place(row["name"], row["side"], row["kind"])))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _variants(name: str, kind: str) -> list[str]:
    """A demonym also in the plural: "Russians"; an acronym also as a word: "Nato"."""
    if name.isupper() and len(name) > 3:
        return [name, name.title()]
    plural = kind == "demonym" and not name.endswith(("s", "sh", "ch", "ese"))
    return [name, name + "s"] if plural else [name]


def _spelt(names: list[str]) -> list[str]:
    """Names with either apostrophe: "People's Republic", "People’s Republic"."""
    return [*names, *(name.replace("'", "’") for name in names if "'" in name)]


@cache
def titles() -> dict[str, list[tuple[tuple[str, ...], dict[str, str]]]]:
    """Titles by their first word, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = {}
    for row in rows("titles"):
        for title in _with_plural(row["title"]):
            key = tuple(title.split())
            index.setdefault(key[0], []).append((key, row | {"title": title}))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _with_plural(title: str) -> list[str]:
    """A title of office also in the plural: "foreign ministers"."""
    office = title.endswith(("minister", "president", "leader", "senator", "secretary-general"))
    return [title, title + "s"] if office else [title]


def _stands(tokens: Sequence[Word], at: int, key: tuple[str, ...]) -> bool:
    return all(at + n < len(tokens) and tokens[at + n].low == part for n, part in enumerate(key))
