"""Whose act an event is, and toward whom: the actors around its verb."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from analysis.actors import Mention
from analysis.clauses import is_verbal
from analysis.events import Event
from analysis.lexicon import rows, speech_forms
from analysis.patterns import CLAUSE_MARKS
from analysis.words import Word, listed

# "X and Y agreed": each is the other's target
_JOINT = ("AGREE", "CONSULT", "COOPERATE", "FIGHT", "SUPPORT")
_NOBODY = ("", "")
REACH = 12  # words back to what opens a relative clause
_CALENDAR = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december christmas ramadan easter"
)
# names of what is no actor
_THINGS = listed(
    "agenda goals excellency highness majesty convention charter protocol treaty accord agreement "
    "declaration resolution memorandum act law constitution report programme program plan strategy "
    "framework initiative forum process conference session summit anniversary day week year "
    "bridge river sea ocean strait island peninsula road street square airport prize award "
    "development security peace war wars cold islam christianity sharia hurricane decade century "
    "mr mrs ms dr sir madam it we i our my us you"
)
_PARTY = re.compile(r"[A-Z]-[A-Z]")  # "D-Virginia"
_WHERE = listed("in at outside inside")


class Arguments(NamedTuple):
    """Source and target of an event, each an actor and a side; "" where the text does not tell."""

    source: tuple[str, str]
    target: tuple[str, str]


@cache
def _people() -> dict[str, str]:
    """Nouns for people, with their kind: a group, a person, or a means (troops that are sent)."""
    return {row["noun"]: row["kind"] for row in rows("people_nouns")}


def everyone(tokens: Sequence[Word], mentions: Sequence[Mention]) -> list[Mention]:
    """The actors of a sentence: mentions, with other names and groups of people between them.

    A nationality and the name or group that it stands before are one actor: "Nigerian" and
    "Dubem Oniya" in "Nigerian junior minister Dubem Oniya".
    """
    joined: list[Mention] = []
    for mention in sorted([*mentions, *_others(tokens, mentions)]):
        if joined and _is_one(tokens, joined[-1], mention):
            joined[-1] = _as_one(tokens, joined[-1], mention)
        else:
            joined.append(mention)
    return joined


def _others(tokens: Sequence[Word], mentions: Sequence[Mention]) -> Iterable[Mention]:
    """Names and groups that are no mention, such as "Darfur rebels" or "La Prensa"."""
    taken = [(m.start, m.end) for m in mentions]
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and tokens[end].tag in "PAN" and _is_free(tokens[end], taken):
            end += 1
        if named := _named_part(tokens[at:end]):
            kind = "group" if named[-1].low in _people() else "name"
            text = " ".join(word.text for word in named)
            yield Mention(named[0].start, named[-1].end, text, "", kind)
        at = max(end, at + 1)


def _named_part(run: Sequence[Word]) -> Sequence[Word]:
    """The part of some adjectives and nouns that ends in a group's head, else the last name."""
    ends = [
        i
        for i, word in enumerate(run, 1)
        if word.low in _people() and (i > 1 or word.low.endswith("s"))
    ]
    if ends:
        return run[: ends[-1]]
    last = max((i for i, word in enumerate(run, 1) if word.tag == "P"), default=0)
    first = last
    while first and run[first - 1].tag == "P":
        first -= 1
    return run[first:last]


def _as_one(tokens: Sequence[Word], one: Mention, other: Mention) -> Mention:
    words = [word.text for word in tokens if one.start <= word.start < other.end]
    actor = " ".join(words) if other.kind == "group" else other.actor or one.actor
    return Mention(one.start, other.end, actor, other.side or one.side, other.kind)


def _is_free(word: Word, taken: Sequence[tuple[int, int]]) -> bool:
    covered = any(start <= word.start < end for start, end in taken)
    compound = "-" in word.text and word.text.rpartition("-")[2].islower()  # "US-led"
    other = _PARTY.match(word.text) or word.low in _CALENDAR or word.low in _THINGS
    return not (covered or compound or other)


def _is_one(tokens: Sequence[Word], one: Mention, other: Mention) -> bool:
    """Whether only adjectives and nouns part a nationality or institution from what it modifies."""
    between = [word for word in tokens if one.end <= word.start < other.start]
    modifies = one.kind in ("demonym", "country", "organisation", "metonym", "name", "role")
    return (
        modifies
        and other.kind in ("person", "name", "group")
        and len(between) <= 3
        and all(word.tag in "AN" for word in between)
    )


def arguments(
    event: Event, tokens: Sequence[Word], mentions: Sequence[Mention], speaker: tuple[str, str]
) -> Arguments:
    """The source and target of an event among the actors of its sentence.

    The subject acts on what follows the verb, in a passive the other way round. What a modal asks
    ("must", "should") is asked by the speaker, of the subject.
    """
    start = tokens[event.at].start
    before = [m for m in mentions if m.end <= start]
    after = [m for m in mentions if m.start >= start and not _is_teller(tokens, m)]
    subject = _subject(tokens, event.at, before)
    if not event.is_verb or (event.part == "phrase" and event.base == "DEMAND"):
        return _of_noun(tokens, event, before, after, speaker)
    if event.passive:
        return Arguments(
            _named(_by(tokens, event.at, after)) or _NOBODY, _named(subject) or _NOBODY
        )
    if event.operator == "obliged" or _asks_of_subject(tokens, event):
        return Arguments(_asker(tokens, event.at, before, speaker), _named(subject) or _NOBODY)
    source = _named(subject) or speaker
    asked = [m for m in after if _is_asked(tokens, m)] if event.base == "DEMAND" else []
    reached = [m for m in (*asked, *after) if event.base not in _JOINT or not _aside(tokens, m)]
    target = _object(tokens, event.end, reached, source)
    if target == _NOBODY and event.base in _JOINT and subject:
        target = other(reversed([m for m in before if _joined(tokens, m, subject)]), source)
    target = target if target != _NOBODY else other(after, source)
    if target == _NOBODY:
        target = other([m for m in before if not _is_teller(tokens, m)], source)
    return Arguments(source, target if target != _NOBODY else _at_home(after, source))


def _object(
    tokens: Sequence[Word], end: int, after: Sequence[Mention], source: tuple[str, str]
) -> tuple[str, str]:
    """The verb's own object; else who is named first, places and mere means last."""
    if not after:
        return _NOBODY
    between = [word for word in tokens[end:] if word.start < after[0].start]
    if all(word.tag in "DAN#SE" for word in between):
        return other(after, source) if _is_same(after[0], source) else _named(after[0])
    return other(sorted(after, key=lambda m: _aside(tokens, m)), source)


def _aside(tokens: Sequence[Word], mention: Mention) -> int:
    """0 for who is acted on, 1 for where it happens ("in Seoul"), 2 for what is sent ("troops")."""
    if mention.kind == "group":
        means = _people().get(mention.actor.split()[-1].lower()) == "means"
        return 2 if means and not mention.side else 0
    before = [word for word in tokens if word.start < mention.start][-2:]
    return int(any(word.low in _WHERE for word in before))


def _is_teller(tokens: Sequence[Word], mention: Mention) -> bool:
    """Whether a mention stands before a verb of saying: "…, the White House said"."""
    following = [word for word in tokens if word.start >= mention.end][:5]
    told = next((i for i, w in enumerate(following) if w.low in speech_forms()), None)
    return told is not None and all(word.tag in "NRSA" for word in following[:told])


def _is_same(mention: Mention, source: tuple[str, str]) -> bool:
    """Whether a mention is the source itself, or only its country."""
    own = not mention.actor or mention.actor in source or source[0] in mention.actor.split("; ")
    whole = mention.kind in ("country", "demonym", "pronoun", "metonym")
    return own or (whole and mention.side in source[1].split("; "))


def _at_home(after: Sequence[Mention], source: tuple[str, str]) -> tuple[str, str]:
    """Somebody else of the source's own country: rebels and their president."""
    return next((_named(m) for m in after if not _is_same(m, source)), None) or _NOBODY


def _asks_of_subject(tokens: Sequence[Word], event: Event) -> bool:
    asking = ("must", "should", "need", "needs", "has", "have")
    return event.base == "DEMAND" and tokens[event.at].low in asking


def _asker(
    tokens: Sequence[Word], at: int, before: Sequence[Mention], speaker: tuple[str, str]
) -> tuple[str, str]:
    """Who says that somebody must: the speaker, else the subject of the verb of saying before."""
    if any(speaker):
        return speaker
    for verb in range(at - 1, 0, -1):
        if tokens[verb].low in speech_forms():
            subject = _subject(tokens, verb, [m for m in before if m.end <= tokens[verb].start])
            return _named(subject) or speaker
    return speaker


def _of_noun(
    tokens: Sequence[Word],
    event: Event,
    before: Sequence[Mention],
    after: Sequence[Mention],
    speaker: tuple[str, str],
) -> Arguments:
    """Of a noun: "Trump's threats to annex Greenland", "talks between the US and Denmark"."""
    source = _named(_owner(tokens, event.at, event.end, before, after)) or speaker
    source = source if source != _NOBODY else _named(next(iter(after), None)) or _NOBODY
    asked = [m for m in after if _is_asked(tokens, m)] if event.base == "DEMAND" else []
    return Arguments(source, other([*asked, *after], source))


def _is_asked(tokens: Sequence[Word], mention: Mention) -> bool:
    """Whether a mention stands in "for … to": whom a demand is made of."""
    inside = [i for i, w in enumerate(tokens) if mention.start <= w.start < mention.end]
    first, last = inside[0], inside[-1] + 1
    return tokens[first - 1].low == "for" and last < len(tokens) and tokens[last].low == "to"


def _owner(
    tokens: Sequence[Word],
    at: int,
    end: int,
    before: Sequence[Mention],
    after: Sequence[Mention],
) -> Mention | None:
    """Whose a noun is: "Trump's threats", "the refusal of the United States"."""
    if before and _owns(tokens, before[-1], at):
        return before[-1]
    follows = tokens[end : end + 3]
    if after and follows and follows[0].low in ("of", "by") and after[0].start <= follows[-1].start:
        return after[0]
    return None


def _doer(
    tokens: Sequence[Word],
    at: int,
    end: int,
    before: Sequence[Mention],
    after: Sequence[Mention],
) -> Mention | None:
    """Who does what a noun names: "Russia's invasion of Georgia", "the invasion by Russia"."""
    if before and _owns(tokens, before[-1], at):
        return before[-1]
    by = next((word.end for word in tokens[end : end + 4] if word.low == "by"), None)
    return after[0] if after and by is not None and after[0].start - by < 6 else None


def maker(
    place: tuple[int, int],
    tokens: Sequence[Word],
    mentions: Sequence[Mention],
    speaker: tuple[str, str],
    source: tuple[str, str],
) -> tuple[str, str] | None:
    """Who makes a move that the words of `place` show, as actor and side; None for a mere mention.

    The speaker (or whom the speaker tells of), or in the reporter's voice the event's source,
    unless the words are another's: a noun with its owner, or a relative clause ("calls that
    Denmark rejected"). A noun that the reporter uses and nobody owns is nobody's move.
    """
    at, end = place
    told = _NOBODY if _is_own(tokens, at) else source
    usual = _teller(tokens, at, mentions, speaker) if any(speaker) else told
    before = [m for m in mentions if m.end <= tokens[at].start]
    after = [m for m in mentions if m.start >= tokens[end - 1].end]
    if tokens[at].tag in "NA" and not is_verbal(tokens, at):
        owner = _named(_owner(tokens, at, end, before, after))
        return owner or (usual if any(speaker) or tokens[at].tag == "A" else None)
    opening = _relative(tokens, at)
    if opening is None:
        return usual
    own = [m for m in before if m.start > tokens[opening].start]
    return _joint(tokens, own or before) or usual


def _is_own(tokens: Sequence[Word], at: int) -> bool:
    """Whether "we" or "I" stands shortly before a word: whose it is, the text does not tell."""
    return any(word.low in ("we", "i") for word in tokens[max(0, at - 5) : at + 1])


def _teller(
    tokens: Sequence[Word], at: int, mentions: Sequence[Mention], speaker: tuple[str, str]
) -> tuple[str, str]:
    """Who says what stands at `at`: the subject of the last verb of saying before it.

    The speaker may be telling what another said: "He said that talks are possible only after …".
    """
    for verb in range(at - 1, 0, -1):
        if tokens[verb].low in speech_forms():
            named = next((_named(m) for m in mentions if m.end == tokens[verb - 1].end), None)
            is_speaker = named is None or named[0] in speaker[0].split("; ")
            return speaker if is_speaker else named
    return speaker


def _relative(tokens: Sequence[Word], at: int) -> int | None:
    """The "that", "which" or "who" after a noun that opens a word's clause, if one does."""
    for place in range(at - 1, max(0, at - REACH), -1):
        if tokens[place].tag in ".;:-":
            return None
        if tokens[place].low in ("that", "which", "who"):
            noun = tokens[place - 1]
            return place if place and (noun.tag in "NP," or noun.low.endswith("s")) else None
    return None


def _joint(tokens: Sequence[Word], mentions: Sequence[Mention]) -> tuple[str, str] | None:
    """The last of some mentions, with those that a list joins it to."""
    listed_last = [m for m in mentions if m.actor or m.side][-1:]
    for m in reversed(list(mentions)[:-1]):
        between = [w for w in tokens if listed_last and m.end <= w.start < listed_last[0].start]
        if not listed_last or not all(word.tag in ",CDA#" for word in between):
            break
        listed_last.insert(0, m)
    if not listed_last:
        return None
    return tuple(
        "; ".join(dict.fromkeys(part for part in parts if part))
        for parts in zip(*((m.actor, m.side) for m in listed_last), strict=True)
    )


def _owns(tokens: Sequence[Word], mention: Mention, at: int) -> bool:
    """Whether only a possessive and adjectives part a mention from the noun at `at`."""
    between = [word for word in tokens[:at] if word.start >= mention.end]
    return len(between) <= 3 and all(word.tag in "SANGE" for word in between)


def _subject(tokens: Sequence[Word], at: int, before: Sequence[Mention]) -> Mention | None:
    """The first actor of the clause part nearest before the verb that names one."""
    segments: list[list[Mention]] = [[]]
    left = {m.start: m for m in before if m.actor or m.side}
    for word in tokens[:at]:
        if word.tag in ",;:-(" or word.low in CLAUSE_MARKS:
            segments.append([])
        if word.start in left:
            segments[-1].append(left[word.start])
    filled = [part for part in segments if part]
    return filled[-1][0] if filled else None


def _by(tokens: Sequence[Word], at: int, after: Sequence[Mention]) -> Mention | None:
    """The agent of a passive."""
    by = next((word.end for word in tokens[at + 1 :] if word.low == "by"), None)
    return next((m for m in after if by is not None and m.start >= by), None)


def _joined(tokens: Sequence[Word], mention: Mention, subject: Mention) -> bool:
    """Whether a mention is coordinated with the subject."""
    return mention.start > subject.start and any(
        word.low == "and" for word in tokens if subject.end <= word.start < mention.start
    )


def _named(mention: Mention | None) -> tuple[str, str] | None:
    return (mention.actor, mention.side) if mention and (mention.actor or mention.side) else None


def other(mentions: Iterable[Mention], source: tuple[str, str]) -> tuple[str, str]:
    """The first actor that is not of the source's side."""
    actors, sides = (set(part.split("; ")) for part in source)
    for m in mentions:
        if (m.actor or m.side) and m.actor not in actors and (not m.side or m.side not in sides):
            return m.actor, m.side
    return _NOBODY


def criticised(
    places: Sequence[tuple[int, int]],
    tokens: Sequence[Word],
    mentions: Sequence[Mention],
    speaker: tuple[str, str],
) -> tuple[str, str]:
    """Whom the words of criticism at some places turn on, as actor and side.

    Whose the word is ("Russian aggression", "violations by Russia"), else the subject of the
    clause that it stands in, else who is named first; never the speaker's own side.
    """
    named = [m for m in mentions if m.side and m.side not in speaker[1].split("; ")]
    if not named:
        return _NOBODY
    votes: dict[str, float] = {}
    for at, end in places:
        before = [m for m in named if m.end <= tokens[at].start]
        after = [m for m in named if m.start >= tokens[end - 1].end]
        owner = _doer(tokens, at, end, before, after)
        if chosen := owner or _subject(tokens, at, before):
            votes[chosen.side] = votes.get(chosen.side, 0) + (2 if owner else 1)
    side = max(votes, key=votes.get) if votes else named[0].side
    return _named(next(m for m in named if m.side == side))
