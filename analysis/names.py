"""Contested names: what each side, and the reporter, calls the same thing.

Found where the text marks a name as somebody's: scare quotes, "so-called", "what X calls", "cast
as". What a name is a name of is told by `lexicons/rival_names.csv` (names that sides give to one
thing: "special military operation", "war of occupation"), else by the text ("cast the vote as a
sham"). Once a thing is contested in an article, its names in plain use count too.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis import actors, terms
from analysis.lexicon import rows
from analysis.patterns import find, index
from analysis.phrases import phrase_after
from analysis.words import Word, words

COLUMNS = (
    "article_id", "statement_id", "start", "end", "thing", "name", "user", "user_side", "marking",
    "cue",
)  # fmt: skip
REPORTER = "the reporter"
MARKINGS = ("what X calls", "calls it", "so-called", "scare quotes", "plain use")

_VERB = (
    r"(?:call|cast|describ|term|label|brand|refer|regard|consider|view|portray|denounc|dub|"
    r"characteri[sz]|present|depict|hail|dismiss|condemn|paint|frame)"
)
_SAYS = rf"(?:\w+ )?{_VERB}\w*(?: to)?(?: as)?"
_WHAT_X_CALLS = re.compile(rf"\bwhat (?P<who>[^,;:.“”]{{1,60}}?) (?P<cue>{_SAYS}) (?=\S)", re.I)
_CAST_AS = re.compile(
    rf"\b(?P<cue>{_VERB}\w*(?: to)?) (?P<what>[^,;:.“”]{{1,60}}?) as (?=\S)", re.IGNORECASE
)
_CALLS_IT = re.compile(
    r"\b(?P<cue>(?:call|dub|brand|label|term)(?:s|ed|led|bed|ing|ling|bing|med)?) "
    r"(?P<what>it|this|that|them|the [\w’' -]{1,40}?) (?=an? |“|the )",
    re.IGNORECASE,
)
_SO_CALLED = re.compile(
    r"[“\"‘]?\b(?P<cue>so[-‑ ]called|self-(?:proclaimed|styled|declared|described))[”\"’]? (?=\S)",
    re.I,
)
_PATTERNS = (("what X calls", _WHAT_X_CALLS), ("calls it", _CAST_AS), ("calls it", _CALLS_IT),
             ("so-called", _SO_CALLED))  # fmt: skip
_PRONOUNS = frozenset("he she they it we you i who which that".split())
_NEAR = 25  # characters between a subject and its verb
_MARKS = "“”\"‘’'«»„ ,"


class _Name(NamedTuple):
    """A name in a sentence: offsets into it, how it is marked, by which words, of what, by whom."""

    start: int
    end: int
    marking: str
    cue: str
    what: str
    who: str


def contested(statements: pd.DataFrame) -> pd.DataFrame:
    """The names that statements contest, one row a use, with the columns COLUMNS.

    `start` and `end` count characters of the article's text; `thing` groups names of the same
    thing, `user` and `user_side` say who uses the name (REPORTER, "" where the article itself
    does), `marking` how the text shows it (one of MARKINGS), and `cue` by which words.

    >>> from analysis.statements import annotate
    >>> found = contested(annotate("Ukraine fights what Russia calls a special operation."))
    >>> found[["name", "user", "marking"]].values.tolist()
    [['special operation', 'Russia', 'what X calls']]
    """
    marked = [row for said in statements.itertuples() for row in _marked(said)]
    open_things = {(row["article_id"], row["thing"]) for row in marked}
    taken = {(row["statement_id"], place) for row in marked for place in _places(row)}
    plain = [
        row
        for said in statements.itertuples()
        for row in _plain(said)
        if (row["article_id"], row["thing"]) in open_things
        and not any((row["statement_id"], place) in taken for place in _places(row))
    ]
    frame = pd.DataFrame([*marked, *plain], columns=list(COLUMNS))
    order = {name: number for number, name in enumerate(statements.statement_id)}
    return frame.sort_values(
        ["statement_id", "start"], key=lambda c: c.map(order) if c.name == "statement_id" else c
    ).reset_index(drop=True)


def rivals(names: pd.DataFrame) -> pd.DataFrame:
    """Things that go by two names or more: one row a thing, name and user.

    With `uses`, how often, and `statements`, the ids of where; from what `contested` gives.
    """
    grouped = (
        names.assign(name=names.name.str.lower())
        .groupby(["thing", "name", "user", "user_side"], sort=False)
        .agg(
            uses=("statement_id", "size"),
            markings=("marking", lambda kinds: tuple(dict.fromkeys(kinds))),
            statements=("statement_id", lambda ids: tuple(dict.fromkeys(ids))),
        )
        .reset_index()
    )
    several = grouped.groupby("thing").name.transform("nunique") > 1
    return grouped[several].reset_index(drop=True)


def _places(row: dict[str, object]) -> range:
    return range(row["start"], row["end"])


def _row(said: tuple, name: _Name, thing: str, user: tuple[str, str]) -> dict[str, object]:
    return {
        "article_id": said.article_id,
        "statement_id": said.statement_id,
        "start": said.start + name.start,
        "end": said.start + name.end,
        "thing": thing,
        "name": said.text[name.start : name.end],
        "user": user[0] or user[1] or REPORTER,
        "user_side": user[1],
        "marking": name.marking,
        "cue": name.cue,
    }


# ---- names that the text marks


def _marked(said: tuple) -> Iterator[dict[str, object]]:
    """The marked names of one statement; where two patterns meet, the first one tells."""
    seen: list[_Name] = []
    for name in sorted(_found(said.text), key=lambda n: MARKINGS.index(n.marking)):
        if not any(name.start < other.end and other.start < name.end for other in seen):
            seen.append(name)
    things: list[str] = []
    for name in sorted(seen):
        text = said.text[name.start : name.end]
        thing = _thing(text) or _referent(name.what, things) or text.lower()
        things.append(thing)
        yield _row(said, name, thing, _user(said, name))


def _found(text: str) -> Iterable[_Name]:
    for marking, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = _phrase(text, match.end())
            if start < end:
                given = match.groupdict()
                who = given.get("who") or _subject(text, match.start("cue"), marking)
                yield _Name(start, end, marking, match["cue"], given.get("what") or "", who)
    for term in terms.named_terms(text).itertuples():
        yield _Name(term.start, term.end, "scare quotes", "“ ”", "", "")


def _subject(text: str, cue: int, marking: str) -> str:
    """The actor right before a verb of calling: "Kyiv called it a sham"."""
    named = [m for m in actors.mentions(text) if m.end <= cue and marking == "calls it"]
    near = (
        named
        and cue - named[-1].end <= _NEAR
        and not re.search(r"[,;:]", text[named[-1].end : cue])
    )
    return text[named[-1].start : named[-1].end] if near else ""


def _phrase(text: str, start: int) -> tuple[int, int]:
    """The name that begins at `start`: what is quoted there, else a noun phrase."""
    owned = re.compile(r"(?:[A-Z][\w.’' ]*?[’']s )?[“\"‘](?P<inner>[^”\"’]{2,80})[”\"’]")
    if quoted := owned.match(text, start):
        return quoted.span("inner")
    tokens = words(text, start, first=False)
    _, end = phrase_after(tokens, 0)
    while end and tokens[end - 1].tag in "DCI":
        end -= 1
    first = next((i for i in range(end) if tokens[i].tag != "D"), end)
    return (tokens[first].start, tokens[end - 1].end) if first < end else (start, start)


def _user(said: tuple, name: _Name) -> tuple[str, str]:
    """Who uses a name: whom the text says calls it so, else who speaks, else the reporter."""
    if name.who and name.who.lower().split()[0] not in _PRONOUNS:
        named = [m for m in actors.mentions(name.who) if m.actor or m.side]
        if named:
            return _joined(m.actor for m in named), _joined(m.side for m in named)
        return name.who, ""
    return said.actor, said.side


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _referent(what: str, things: list[str]) -> str:
    """What a name is said to be a name of: "it" is what was named last."""
    if what.lower() in ("it", "this", "that", "them"):
        return things[-1] if things else ""
    return _thing(what) or re.sub(r"^(?:the|an?|his|her|its|their) ", "", what.lower()).strip()


# ---- names of a thing in plain use


@cache
def _lookup() -> dict[str, str]:
    return {row["phrase"]: row["thing"] for row in rows("rival_names")}


def _thing(name: str) -> str:
    """The thing that a name is listed for, by the longest phrase in it."""
    found = find(words(name.lower().strip(_MARKS), first=False), index("rival_names", "thing"))
    return max(found, key=lambda one: one.end - one.at).label if found else ""


def _plain(said: tuple) -> Iterator[dict[str, object]]:
    """Listed names in a statement's text that are no part of a proper name ("Cold War")."""
    tokens = words(said.text)
    for one in find(tokens, index("rival_names", "thing")):
        if not _is_proper(tokens, one.at, one.end):
            place = tokens[one.at].start, tokens[one.end - 1].end
            yield _row(
                said, _Name(*place, "plain use", "", "", ""), one.label, (said.actor, said.side)
            )


def _is_proper(tokens: list[Word], at: int, end: int) -> bool:
    """Whether a name is in capitals within a sentence, or a word of a compound: "war crimes"."""
    capital = at > 0 and tokens[at].text[0].isupper()
    after = tokens[end] if end < len(tokens) else None
    return capital or (after is not None and after.tag == "N")
