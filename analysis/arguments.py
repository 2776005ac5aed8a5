"""Whose act an event is, and toward whom: the actors around its verb."""

from collections.abc import Sequence
from typing import NamedTuple

from analysis.actors import Mention
from analysis.clauses import BE, clause, is_verbal
from analysis.events import Event
from analysis.inflection import forms
from analysis.lexicon import speech_forms
from analysis.patterns import CLAUSE_MARKS
from analysis.targets import (
    NOBODY,
    REACH,
    direct,
    governor_of,
    is_mutual,
    is_same,
    is_sent,
    name_of,
    nearest_object,
    other,
)
from analysis.words import Word, listed

# "X and Y agreed": each is the other's target
_JOINT = ("AGREE", "CONSULT", "COOPERATE", "FIGHT", "SUPPORT")
# acts that turn on what somebody else did
_OF_DOERS = ("DISAPPROVE", "PROTEST", "REJECT", "INVESTIGATE")
_ACCUSING = frozenset(
    form
    for verb in "urge ask tell accuse blame condemn denounce criticize criticise warn".split()
    for form in forms(verb)
)
_ITS = listed("it they he she you")
_TELLING = frozenset(
    form for verb in "tell warn remind inform assure promise notify".split() for form in forms(verb)
)
# before those to whom, about whom or where something is done
_TOWARD = listed("of in against to on around across into toward towards with between for at within")


class Arguments(NamedTuple):
    """Source and target of an event, each an actor and a side; "" where the text does not tell."""

    source: tuple[str, str]
    target: tuple[str, str]


def arguments(
    event: Event, tokens: Sequence[Word], mentions: Sequence[Mention], speaker: tuple[str, str]
) -> Arguments:
    """The source and target of an event among the actors of its sentence.

    The subject acts on what follows the verb, in a passive the other way round. What a modal asks
    ("must", "should") is asked by the speaker, of the subject.
    """
    start = tokens[event.at].start
    before = [m for m in mentions if m.end <= start]
    after = [
        m
        for m in mentions
        if m.start >= start
        and not (_is_teller(tokens, m) or _is_audience(tokens, m) or is_sent(event, m))
    ]
    subject = _subject(tokens, event.at, before)
    if not event.is_verb or (event.part == "phrase" and event.base == "DEMAND"):
        return _of_noun(tokens, event, before, after, speaker)
    if event.passive:
        return Arguments(
            name_of(_by(tokens, event.at, after)) or NOBODY, name_of(subject) or NOBODY
        )
    if event.operator == "obliged" or _asks_of_subject(tokens, event):
        asked = _addressee(tokens, event.at, before) or subject
        return Arguments(_asker(tokens, event.at, before, speaker), name_of(asked) or NOBODY)
    source = name_of(subject or _holder(tokens, event, after)) or speaker
    asked = [m for m in after if _is_asked(tokens, m)] if event.base == "DEMAND" else []
    if (pair := _partner(tokens, event, subject, before)) is not None:
        return Arguments(source, pair)
    target = (
        direct(tokens, event, after, source)
        or _blamed(tokens, event, after, source)
        or nearest_object(tokens, event, [*asked, *after], source)
    )
    if target == NOBODY and event.base in _JOINT and "; " in source[1]:
        return Arguments(source, ("", source[1].partition("; ")[2]))  # "the two presidents met"
    if target == NOBODY:
        target = other([m for m in before if not _is_teller(tokens, m)], source)
    return Arguments(source, target if target != NOBODY else _at_home(after, source))


def together(
    event: Event, tokens: Sequence[Word], mentions: Sequence[Mention], source: tuple[str, str]
) -> tuple[str, str]:
    """The source with those that "and" joins it to: "the West and Ukraine say they …"."""
    before = [m for m in mentions if m.end <= tokens[event.at].start]
    subject = _subject(tokens, event.at, before)
    if subject is None or name_of(subject) != source:
        return source
    everyone = [
        subject,
        *(m for m in before if (m.actor or m.side) and _joined(tokens, m, subject)),
    ]
    return tuple(
        "; ".join(dict.fromkeys(filter(None, parts)))
        for parts in zip(*((m.actor, m.side) for m in everyone), strict=True)
    )


def _holder(tokens: Sequence[Word], event: Event, after: Sequence[Mention]) -> Mention | None:
    """Whose the noun of a light verb is: "to express Norway's support for Iraq"."""
    inside = [m for m in after[:1] if m.end < tokens[event.end - 1].end]
    owned = inside and any(w.start == inside[0].end and w.tag == "S" for w in tokens)
    return inside[0] if owned and event.operator == "" else None


def _partner(
    tokens: Sequence[Word], event: Event, subject: Mention | None, before: Sequence[Mention]
) -> tuple[str, str] | None:
    """Who acts together with the subject: "Iran and Iraq agreed"."""
    if subject is None or not (event.base in _JOINT or is_mutual(tokens, event)):
        return None
    joined = [m for m in before if _joined(tokens, m, subject)]
    named = other(joined, name_of(subject) or NOBODY)
    return named if any(named) else None


def _blamed(
    tokens: Sequence[Word], event: Event, after: Sequence[Mention], source: tuple[str, str]
) -> tuple[str, str] | None:
    """Who did what is condemned or asked for: "the killing of a cleric by Saudi Arabia"."""
    if event.base not in _OF_DOERS:
        return None
    previous = {word.end: word.low for word in tokens if word.low == "by"}
    doers = [m for m in after if any(0 < m.start - end < 8 for end in previous)]
    named = other(doers, source)
    return (
        named if any(named) else next((name_of(m) for m in doers if not is_same(m, source)), None)
    )


def _tells(word: Word) -> bool:
    """Whether a word is a finite verb of saying ("said"), not a noun like it ("a UN demand")."""
    return word.low in speech_forms() and word.low.endswith(("d", "s"))


def _is_teller(tokens: Sequence[Word], mention: Mention) -> bool:
    """Whether a mention stands before a verb of saying: "…, the White House said"."""
    following = [word for word in tokens if word.start >= mention.end][:5]
    told = next((i for i, w in enumerate(following) if _tells(w)), None)
    if told is None or any(word.tag not in "NRSA" for word in following[:told]):
        return False
    if following[told].tag != "N":
        return True
    verb = tokens.index(following[0])  # "UN demand", "rejection of US demands" tell nothing
    before = [word for word in tokens if word.start < mention.start][-1:]
    governed = any(word.tag == "I" and word.low != "that" for word in before)
    return not told and not governed and is_verbal(tokens, verb)


def _is_audience(tokens: Sequence[Word], mention: Mention) -> bool:
    """Whether somebody without a country is only told of it: "…,” he told reporters"."""
    before = [word.low for word in tokens if word.end <= mention.start][-1:]
    return mention.kind == "group" and not mention.side and before[:1] == ["told"]


def _at_home(after: Sequence[Mention], source: tuple[str, str]) -> tuple[str, str]:
    """Somebody else of the source's own country: rebels and their president."""
    return next((name_of(m) for m in after if not is_same(m, source)), None) or NOBODY


def _asks_of_subject(tokens: Sequence[Word], event: Event) -> bool:
    asking = ("must", "should", "need", "needs", "has", "have")
    return event.base == "DEMAND" and tokens[event.at].low in asking


def _addressee(tokens: Sequence[Word], at: int, before: Sequence[Mention]) -> Mention | None:
    """Who is told that they must: "Britain told Iran it must …"."""
    subject = clause(tokens, at).start - 1
    if subject < 1 or tokens[subject].low not in _ITS:
        return None
    end = subject - (tokens[subject - 1].low == "that")
    told = next((m for m in before if m.end == tokens[end - 1].end), None)
    verb = next(
        (w for w in reversed(tokens[:end]) if told and w.end <= told.start and w.tag not in "DA"),
        None,
    )
    return told if verb and verb.low in _TELLING else None


def _asker(
    tokens: Sequence[Word], at: int, before: Sequence[Mention], speaker: tuple[str, str]
) -> tuple[str, str]:
    """Who says that somebody must: the speaker, else the subject of the verb of saying before."""
    if any(speaker):
        return speaker
    for verb in range(at - 1, 0, -1):
        if tokens[verb].low in speech_forms():
            subject = _subject(tokens, verb, [m for m in before if m.end <= tokens[verb].start])
            return name_of(subject) or speaker
    return speaker


def _of_noun(
    tokens: Sequence[Word],
    event: Event,
    before: Sequence[Mention],
    after: Sequence[Mention],
    speaker: tuple[str, str],
) -> Arguments:
    """Of a noun: "Trump's threats to annex Greenland", "talks between the US and Denmark"."""
    source = name_of(_owner(tokens, event.at, event.end, before, after)) or speaker
    if source == NOBODY and not (_is_ours(tokens, event.at) or _is_reached(tokens, after)):
        source = name_of(next(iter(after), None)) or NOBODY
    asked = [m for m in after if _is_asked(tokens, m)] if event.base == "DEMAND" else []
    return Arguments(source, other([*asked, *after], source))


def _is_ours(tokens: Sequence[Word], at: int) -> bool:
    """Whether a noun is the speaker's own: "our unwavering support"."""
    return any(word.low in ("our", "my") for word in tokens[max(0, at - 5) : at])


def _is_reached(tokens: Sequence[Word], after: Sequence[Mention]) -> bool:
    """Whether the first actor after a noun is whom it is toward: "relations with Somalia"."""
    governor = governor_of(tokens, after[0]) if after else ""
    return governor in ("with", "to", "against", "on", "for")


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
    if (
        after
        and follows
        and follows[0].low in ("of", "by", "from")
        and after[0].start <= follows[-1].start
    ):
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
    told = NOBODY if _is_own(tokens, at) else source
    usual = _teller(tokens, at, mentions, speaker) if any(speaker) else told
    before = [m for m in mentions if m.end <= tokens[at].start]
    after = [m for m in mentions if m.start >= tokens[end - 1].end]
    if tokens[at].tag in "NA" and not is_verbal(tokens, at):
        owner = name_of(_owner(tokens, at, end, before, after))
        if owner and not owner[1] and any(speaker):
            owner = None  # a body that is no known actor ("the Kingdom"): the speaker's own
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
            named = next((name_of(m) for m in mentions if m.end == tokens[verb - 1].end), None)
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
            names = tokens[place].low == "that" and noun.tag == "P"  # "warned Iran that it …"
            fits = noun.tag in "NP," or noun.low.endswith("s")
            return place if place and fits and not names else None
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
    """The first actor of the clause part nearest before the verb that names one.

    None where "we" or "I" is the subject: that is the speaker.
    """
    segments: list[list[Mention]] = [[]]
    left = {m.start: m for m in before if m.actor or m.side}
    for word in tokens[:at]:
        if _opens_part(word):
            segments.append([])
        if word.start in left:
            segments[-1].append(left[word.start])
    if at and tokens[at - 1].tag == "," and len(segments) > 2:
        del segments[-2:]  # an apposition: "Ann Lee, Chad's envoy, said"
    opens = max((i for i, word in enumerate(tokens[:at]) if _opens_part(word)), default=-1)
    if not segments[-1] and any(w.low in ("we", "i") for w in tokens[opens + 1 : at]):
        return None
    filled = [part for part in segments if part]
    return filled[-1][0] if filled else None


def _opens_part(word: Word) -> bool:
    return word.tag in ",;:-(" or word.low in CLAUSE_MARKS


def _by(tokens: Sequence[Word], at: int, after: Sequence[Mention]) -> Mention | None:
    """The agent of a passive."""
    by = next((word.end for word in tokens[at + 1 :] if word.low == "by"), None)
    return next((m for m in after if by is not None and m.start >= by), None)


def _joined(tokens: Sequence[Word], mention: Mention, subject: Mention) -> bool:
    """Whether a mention is coordinated with the subject."""
    between = [word for word in tokens if subject.end <= word.start < mention.start]
    together = all(word.tag in ",CDANPS" for word in between)
    return together and any(word.low == "and" for word in between)


def criticised(
    places: Sequence[tuple[int, int]],
    tokens: Sequence[Word],
    mentions: Sequence[Mention],
    speaker: tuple[str, str],
) -> tuple[str, str]:
    """Whom the words of criticism at some places turn on, as actor and side.

    Who acts ("Russia must …", "the failure by Russia"), not to whom or where ("against Ukraine",
    "in Crimea"), and whose the words of criticism are ("Russian aggression"); never the speaker's
    own side. Nobody where only who is hurt is named.
    """
    named = [m for m in mentions if m.side and m.side not in speaker[1].split("; ")]
    votes: dict[str, float] = {}
    for mention in named:
        votes[mention.side] = votes.get(mention.side, 0) + _agency(tokens, mention)
    for at, end in places:
        before = [m for m in named if m.end <= tokens[at].start]
        after = [m for m in named if m.start >= tokens[end - 1].end]
        if doer := _doer(tokens, at, end, before, after):
            votes[doer.side] += 2
    side = max(votes, key=votes.get, default="")
    if not side or votes[side] < 0:
        return NOBODY
    return name_of(next(m for m in named if m.side == side))


def _agency(tokens: Sequence[Word], mention: Mention) -> float:
    """How much a mention stands as one who acts: above 0 a subject or agent, below 0 a victim."""
    before = [word for word in tokens if word.start < mention.start and word.tag not in "DA"]
    after = [word for word in tokens if word.start >= mention.end and word.tag != "R"]
    last = before[-1] if before else None
    if last and (last.low in ("by", "from") or _turns_on(before)):
        return 2.0
    if last and _is_acted_on(last, mention):
        return -1.0
    noun = next((i for i, word in enumerate(after) if word.tag not in "SNAP"), len(after))
    acts = noun <= 4 and noun < len(after) and after[noun].tag in "VM"
    opens = last is None or last.tag in ",;:-"
    return 2.0 * acts + 0.5 * opens - (1.0 if mention.kind == "organisation" else 0.0)


def _turns_on(before: Sequence[Word]) -> bool:
    """Whether a verb of demanding or accusing takes what follows as its object."""
    low = before[-1].low
    calls = low in ("on", "upon") and len(before) > 1 and before[-2].low.startswith("call")
    return calls or low in _ACCUSING


def _is_acted_on(last: Word, mention: Mention) -> bool:
    if mention.kind == "demonym":  # "in the Russian position": an attribute, no place
        return last.low in ("against", "toward", "towards", "into", "-")
    return last.low in _TOWARD or (last.tag in "VGE" and last.low not in BE)
