"""Reporting cues within a sentence: the verb, who speaks, and what is said.

Rules over words, after the templates of reporting clauses in Quirk et al. (1985, 14.28-34) and
the cue-source-content scheme of Pareti (2012): a cue is a verb of `lexicons/reporting_verbs.csv`
(or "according to", or a colon); its source is the noun phrase before it, or after it where the
clause is inverted; its content is a quotation or clause beside it.
"""

from functools import cache
from typing import NamedTuple

from analysis.gazetteer import is_title, place_at
from analysis.lexicon import rows
from analysis.people import ORGANISATION_WORDS
from analysis.phrases import (
    AUXILIARIES,
    BE,
    QUANTIFIERS,
    SUBORDINATORS,
    WH_CLAUSE,
    before_verb,
    has_verb,
    phrase_after,
    phrase_before,
    skip_adverbs,
)
from analysis.words import Word, listed

# What carries words for someone: in "issued a statement saying" the issuer speaks.
_VEHICLES = listed("statement letter memo tweet email e-mail post message note speech interview")
_POSSESSIVES = listed("his her their its my our your")
_AFTER = listed("to in on at when as while with after before during from")
# Participles that report without a speaker (Quirk et al. 1985, 16.28 and 16.50).
_ASKED = listed("asked told informed warned reminded")
_OVERHEARD = listed("quoted cited reported heard seen shown overheard filmed recorded")
_HELD = listed(
    "expected believed said reported alleged thought known rumored rumoured feared understood"
)
_RELATIVES = listed("who which whom that whose")
_OBJECTS = listed("her him them us me you")
# How long a phrase between a quotation and its verb may be.
_PHRASE = 14
# Endings of nouns for those who act, and nouns for bodies that act as one.
_DOERS = ("er", "or", "ist", "ian", "crat", "can", "al", "ic", "ee", "ant", "ent", "man", "men")
_BODIES = ORGANISATION_WORDS | listed("people group opposition side capital press regime state")
# How many words back a subject is looked for: keeps long sentences linear.
_REACH = 60


class Verb(NamedTuple):
    """A reporting verb as listed: its stance, kind and the complements it takes."""

    lemma: str
    stance: str
    kind: str
    frames: frozenset[str]


class Cue(NamedTuple):
    """A cue with its source, as positions in the list of words; `source` may be empty."""

    first: int
    last: int
    verb: Verb
    source: tuple[int, int]
    shape: str  # "before" its source, "after" it, "shared" source, "relative", "free" (no source)


_COLON = Verb(":", "neutral", "speech", frozenset({"clause", "quote"}))
_ANY = Verb("", "neutral", "speech", frozenset({"quote"}))
GOVERNS = Verb("", "neutral", "act", frozenset({"clause", "quote", "object", "infinitive"}))
_ACCORDING = Verb("according to", "neutral", "speech", frozenset({"clause", "quote"}))


def find(tokens: list[Word]) -> list[Cue]:
    """Cues of one sentence with their sources, in order, none overlapping."""
    found: list[Cue] = []
    for at, word in enumerate(tokens):
        cue = None
        if word.low == "according" and at + 1 < len(tokens) and tokens[at + 1].low == "to":
            source = phrase_after(tokens, at + 2)
            cue = Cue(at, at + 1, _ACCORDING, source, "before")
        elif word.low in _forms():
            cue = _verb_cue(tokens, at, found) or _noun_cue(tokens, at)
        elif word.tag in ":-":
            cue = _mark_cue(tokens, at)
        if cue is None and word.tag in "VEN" and at:
            cue = _any_verb_cue(tokens, at)
        if cue and not (found and cue.first <= found[-1].last):
            found.append(cue)
    return found


def is_cue(low: str) -> bool:
    """Whether a lower-case word is a form of a listed verb."""
    return low in _forms()


def _noun_cue(tokens: list[Word], at: int) -> Cue | None:
    """A noun of saying with its possessor: "her claim that", "Lavrov’s warning that"."""
    word, before = tokens[at], tokens[at - 1] if at else None
    if word.tag != "N" or before is None or not _introduces(tokens, at + 1):
        return None
    source = phrase_before(tokens, at - 2) if before.tag == "S" else (at - 1, at)
    opens = source[0] == 0 and tokens[at + 1].tag != "Q"  # its clause would run into the main verb
    if opens or (before.tag != "S" and before.low not in _POSSESSIVES):
        return None
    verb = next((verb for rest, verb in _forms()[word.low] if not rest), None)
    return Cue(at, at, verb, source, "noun") if verb and "clause" in verb.frames else None


def _any_verb_cue(tokens: list[Word], at: int) -> Cue | None:
    """Any verb that has nothing but a quotation with it: “No!” the minister snapped.

    It closes the clause after a quotation, with its subject on either side of it, or leads up to
    one: He jokes, “No.”
    """
    word, before = tokens[at], tokens[at - 1]
    ending = ("ed", "s") if before.tag in "PO" else "ed"
    plural = before.tag in "NP" and before.low.endswith("s")  # “…,” the delegates state.
    inflected = word.tag == "V" or word.low.endswith(ending) or (word.tag == "N" and plural)
    if not inflected or word.low in AUXILIARIES:
        return None
    if _ends_inside(before) and (cue := _inverted(tokens, at)):
        return cue
    subject = before_verb(tokens, at - 1)
    if subject < 0 or tokens[subject].tag not in "NPO":
        return None
    source = phrase_before(tokens, subject)
    closes = source[0] > 0 and _ends_inside(tokens[source[0] - 1]) and _closes(tokens, at + 1)
    inner = source[0] > 0 and tokens[source[0] - 1].low in SUBORDINATORS
    leads = _leads(tokens, at + 1) and not inner and not (plural and word.tag == "N")
    if (closes or leads) and _is_agent(tokens, source):
        return Cue(at, at, _ANY, source, "after")
    return None


def _inverted(tokens: list[Word], at: int) -> Cue | None:
    """“No!” snapped the minister."""
    source = phrase_after(tokens, at + 1)
    named = source[1] > source[0] and _is_agent(tokens, source) and _closes(tokens, source[1])
    return Cue(at, at, _ANY, source, "before") if named else None


def _closes(tokens: list[Word], at: int) -> bool:
    """Whether a clause ends here, or goes on with when, where and how."""
    after = tokens[at] if at < len(tokens) else None
    return after is None or after.tag in ".,;RC" or after.low in _AFTER


def _leads(tokens: list[Word], at: int) -> bool:
    """Whether a comma or colon and a quotation like a sentence stand here."""
    return at + 1 < len(tokens) and tokens[at].tag in ",:" and tokens[at + 1].tag == "Q"


def _mark_cue(tokens: list[Word], at: int) -> Cue | None:
    """A colon or dash that stands for a verb: "Kremlin: talks are on", "Talks are on – Kremlin".

    Only beside a bare name or title at the edge of the sentence: a headline, or a script. A
    country before a colon is a topic ("Ukraine: the war goes on") unless a quotation follows.
    """
    if tokens[at].tag == ":" and at + 1 < len(tokens):
        first = max((n + 1 for n in range(max(0, at - 8), at) if tokens[n].tag in "-."), default=0)
        topic = tokens[at + 1].tag != "Q" and _is_country(tokens, first, at)
        if first < at <= first + 6 and not topic and _is_bare_name(tokens, first, at):
            return Cue(at, at, _COLON, (first, at), "after")
    end = len(tokens) - (tokens[-1].low == ".")
    if not (at and 0 < end - at - 1 <= 5 and _is_bare_name(tokens, at + 1, end)):
        return None
    headline = tokens[-1].tag != "." and at > 2 and not _is_country(tokens, at + 1, end)
    if (headline and any(w.tag in "VMAEGT" for w in tokens[:at])) or tokens[at - 1].tag == "Q":
        return Cue(at, at, _COLON, (at + 1, end), "before")
    return None


def _is_country(tokens: list[Word], start: int, end: int) -> bool:
    """Whether nothing but a country stands here."""
    found = place_at(tokens, start)
    return bool(found) and start + found[0] == end and found[1].kind in ("country", "territory")


def governing(tokens: list[Word], at: int, floor: int) -> Cue | None:
    """The verb with an acting subject, whatever it means, that a quotation depends on.

    Looked for from the quotation at `at` back to `floor`: "They waved it off as “a dead end”".
    """
    if at > floor and tokens[at - 1].tag == ":":
        return introducing(tokens, at - 1, floor)
    for verb in range(at - 1, max(floor - 1, at - _REACH), -1):
        word = tokens[verb]
        if word.tag == ";":
            return None
        if word.tag in "VEG" and word.low not in AUXILIARIES:
            cue = _with_source(tokens, verb, verb, GOVERNS, [])
            if cue and cue.source[1] > cue.source[0] and cue.source[0] >= floor:
                return cue
    return None


def introducing(tokens: list[Word], colon: int, floor: int) -> Cue | None:
    """The colon at this place as a cue, with whoever its clause is about; None where nobody is."""
    source = _before_colon(tokens, colon, floor)
    return Cue(colon, colon, _COLON, source, "after") if source[1] > source[0] else None


def _before_colon(tokens: list[Word], colon: int, floor: int) -> tuple[int, int]:
    """Whose words a colon introduces: "From the report: “…”", "He went back to his lines: “…”"."""
    for at in range(colon - 1, max(floor - 1, colon - _PHRASE), -1):
        if tokens[at].low in ("from", "by", "-", "–", "—") or tokens[at].tag in ".;":
            name = phrase_after(tokens, at + 1)
            if name[1] == colon:
                return name
    return _main_subject(tokens[:colon], colon)


def _is_bare_name(tokens: list[Word], start: int, end: int) -> bool:
    """Whether nothing but a name, a place or a title stands here."""
    named = False
    for at in range(start, end):
        word = tokens[at]
        place = place_at(tokens, at)
        if not (word.tag in "PS#&" or place or is_title(word.low) or word.low in ("the", "of")):
            return False
        named = named or word.tag == "P" or bool(place) or is_title(word.low)
    return named


@cache
def _forms() -> dict[str, list[tuple[tuple[str, ...], Verb]]]:
    """Listed verbs by each of their forms, with the words that must follow, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], Verb]]] = {}
    for row in rows("reporting_verbs"):
        rest = tuple(row["verb"].split()[1:])
        verb = Verb(row["verb"], row["stance"], row["kind"], frozenset(row["frames"].split()))
        for form in row["forms"].split():
            index.setdefault(form, []).append((rest, verb))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _verb_cue(tokens: list[Word], at: int, earlier: list[Cue]) -> Cue | None:
    for rest, verb in _forms()[tokens[at].low]:
        if tuple(word.low for word in tokens[at + 1 : at + 1 + len(rest)]) == rest:
            last = at + len(rest)
            if not _is_verb(tokens, at, last):
                return None
            return _with_source(tokens, at, last, verb, earlier)
    return None


def _is_verb(tokens: list[Word], at: int, last: int) -> bool:
    """Whether a form that may be a noun ("claims", "the said plan") is a verb here."""
    word = tokens[at]
    before = skip_adverbs(tokens, at - 1)
    tag, low = (tokens[before].tag, tokens[before].low) if before >= 0 else ("", "")
    gerund = word.low.endswith("ing")
    if word.tag in "PIDOCW":
        return False
    if low in BE:
        reports = word.tag != "N" or any(w.low in WH_CLAUSE for w in tokens[last + 1 : last + 2])
        return (gerund and reports) or _is_passive_report(tokens, word, last + 1)
    if low in QUANTIFIERS or tag == "#":
        return word.tag == "V" or (word.low.endswith("ed") and _introduces(tokens, last + 1))
    if low == "to" or (tag == "I" and low not in SUBORDINATORS):
        return _introduces(tokens, last + 1) and (low == "to" or gerund)
    noun = word.tag in "NA" and not word.low.endswith("ed")
    if tag == "A":
        return word.tag == "V"
    return tag not in tuple("DS#") and (not noun or _is_verb_by_context(tokens, at, last))


def _is_verb_by_context(tokens: list[Word], at: int, last: int) -> bool:
    """Whether a form listed as a noun is a verb, by its neighbours: "the paper notes that"."""
    word = tokens[at]
    before = skip_adverbs(tokens, at - 1)
    tag, low = (tokens[before].tag, tokens[before].low) if before >= 0 else ("", "")
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    ends = after is None or (after.tag in ".," and not _leads(tokens, last + 1))
    if word.low.endswith("s") and ends:
        source = phrase_before(tokens, before)  # “…,” the author notes.
        return source[0] > 0 and (
            tokens[source[0] - 1].tag == "Q"
            or (tokens[source[0] - 1].tag == "," and any(w.tag == "P" for w in tokens[slice(*source)]))
        )
    if word.low.endswith("s") and tag == "N" and after.tag in "DOI":
        return after.tag != "I" or after.low == "that"
    clausal = after is not None and (after.low in WH_CLAUSE or after.tag in "DOPQ,:")
    return clausal and (tag in tuple("OPQM") or (tag == "N" and low.endswith("s")) or low == "who")


def _is_passive_report(tokens: list[Word], word: Word, after: int) -> bool:
    """Whether a participle reports without naming who speaks: "is said to", "was asked whether"."""
    if after >= len(tokens):
        return False
    follows = tokens[after]
    return (word.low in _ASKED and (follows.low in WH_CLAUSE or _introduces(tokens, after))) or (
        word.low in _HELD and (follows.tag == "T" or follows.low == "that")
    )


def _introduces(tokens: list[Word], at: int) -> bool:
    """Whether "that" or a quotation stands here: what an infinitive or a gerund can report."""
    at += at < len(tokens) and tokens[at].tag in ",:"
    return at < len(tokens) and (tokens[at].tag == "Q" or tokens[at].low == "that")


def _with_source(
    tokens: list[Word], at: int, last: int, verb: Verb, earlier: list[Cue]
) -> Cue | None:
    """Where the source of a verb stands: after it, before it, shared with an earlier verb."""
    gerund = tokens[at].low.endswith("ing")
    if not gerund and at and tokens[skip_adverbs(tokens, at - 1)].low in BE:
        return Cue(at, last, verb, (0, 0), "passive")
    if gerund and (heard := _heard(tokens, at)) > 0:
        source = phrase_before(tokens, before_verb(tokens, heard))
        return Cue(at, last, verb, source, "after") if source[1] > source[0] else None
    before = before_verb(tokens, at - 1)
    if not gerund and verb.lemma != "tell" and _inverts(tokens, before, last):
        return Cue(at, last, verb, phrase_after(tokens, last + 1), "before")
    if before < 0:
        return Cue(at, last, verb, (0, 0), "free") if gerund else None
    low = tokens[before].low
    if low in ("who", "which") or (low == "that" and tokens[before - 1].tag in "N"):
        return Cue(at, last, verb, (before, before + 1), "relative")
    shared = _shared_source(tokens, at, before, earlier)
    if shared is not None:
        return Cue(at, last, verb, shared, "shared")
    source = _subject(tokens, before)
    quotes = any(word.tag == "Q" for word in tokens[last + 1 : last + _PHRASE])
    acts = source[1] > source[0] and (verb.kind != "act" or quotes or _is_agent(tokens, source))
    return Cue(at, last, verb, source, "after") if acts else None


def _heard(tokens: list[Word], at: int) -> int:
    """The auxiliary of "is quoted as" or "can be heard" before a gerund; -1 if none."""
    at -= 1 + (at > 1 and tokens[at - 1].low == "as")
    heard = at > 0 and tokens[at].low in _OVERHEARD and tokens[at - 1].low in BE
    return at - 1 if heard else -1


def _shared_source(
    tokens: list[Word], at: int, before: int, earlier: list[Cue]
) -> tuple[int, int] | None:
    """Source of a verb that leans on another: after "and", "to", "by", or a loose gerund."""
    word = tokens[before]
    loose = tokens[at].low.endswith("ing") and not _progressive(tokens, at)
    if word.tag == "T" and tokens[before - 1].low in _OBJECTS:
        return (before - 1, before)  # "led her to declare that"
    if loose and word.tag == ",":
        closed = earlier[-1] if earlier and _is_closed(tokens, earlier[-1], before) else None
        source = closed.source if closed else _main_subject(tokens, before)
        if source[1] > source[0]:
            return source
    if word.tag in "CTI" or (loose and (word.tag not in "NPO" or word.low in _VEHICLES)):
        return _shared(tokens, before if word.tag == "C" else at, earlier)
    return None


def _is_closed(tokens: list[Word], cue: Cue, comma: int) -> bool:
    """Whether a reporting clause ends at a comma: Ann Lee said on Friday, adding."""
    start = max(cue.last + 1, cue.source[1])
    return (
        cue.source[1] > 0
        and start <= comma
        and not any(word.tag in "VMEGQ," for word in tokens[start:comma])
    )


def _subject(tokens: list[Word], before: int) -> tuple[int, int]:
    """The noun phrase before a verb, over an aside or what modifies it if need be."""
    if tokens[before].tag in ",-":
        return _around_aside(tokens, before)
    source = phrase_before(tokens, before)
    return _modified(tokens, source) or _after_quotation(tokens, source) or source


def _modified(tokens: list[Word], source: tuple[int, int]) -> tuple[int, int] | None:
    """The head of a phrase whose modifier ends in `source`, None if there is no such modifier.

    "the aides who wrote to her say", "a source speaking to the agency said".
    """
    verbal = False
    for at in range(source[0] - 1, max(0, source[0] - _PHRASE), -1):
        word = tokens[at]
        if word.tag in ",Q:;-C":
            return None
        if word.low in ("who", "which") or (word.tag == "G" and tokens[at - 1].tag in "NP"):
            head = phrase_before(tokens, at - 1)
            verbal = verbal or (word.tag == "G" and tokens[source[0] - 1].tag in "IT")
            return head if verbal and head[1] > head[0] else None
        verbal = verbal or word.tag in "VME"
    return None


def antecedent(tokens: list[Word], cue: Cue) -> tuple[int, int]:
    """What the relative pronoun of a relative cue stands for."""
    last = cue.source[0] - 1
    return phrase_before(tokens, last - (last >= 0 and tokens[last].tag in ",-"))


def _is_agent(tokens: list[Word], source: tuple[int, int]) -> bool:
    """Whether a noun phrase can act: a name, a pronoun for people, a noun for a doer."""
    return any(
        word.tag == "P"
        or (word.tag == "O" and word.low not in ("it", "this", "that"))
        or (
            word.tag == "N"
            and (word.low.rstrip("s").endswith(_DOERS) or word.low.rstrip("s") in _BODIES)
        )
        or is_title(word.low)
        for word in tokens[slice(*source)]
    )


def _progressive(tokens: list[Word], at: int) -> bool:
    before = skip_adverbs(tokens, at - 1)
    return before >= 0 and tokens[before].low in BE


def _inverts(tokens: list[Word], before: int, last: int) -> bool:
    """“…,” said Peskov: a quotation or comma before, a name and no clause after."""
    if last + 1 >= len(tokens) or tokens[last + 1].tag not in "PDNAO#":
        return False
    if before < 0:  # Said Ann Lee, who was there: “…”
        return tokens[last].text.istitle() and any(word.tag == "Q" for word in tokens[last:])
    if tokens[before].tag not in ("Q", ",", "-", "."):
        return False
    quoted = any(word.tag == "Q" for word in tokens[max(0, before - 1) : before + 1])
    said = has_verb(tokens, 0, before) or any(word.tag == "Q" for word in tokens[:before])
    if not quoted and (tokens[before].tag != "," or not said):
        return False
    if not quoted and _around_aside(tokens, before) != (0, 0):
        return False
    if tokens[last + 1].tag == "O" and tokens[last + 1].low not in ("he", "she", "they", "it", "i"):
        return False
    end = phrase_after(tokens, last + 1)[1]
    return end >= len(tokens) or tokens[end].tag not in "VM"


def _shared(tokens: list[Word], at: int, earlier: list[Cue]) -> tuple[int, int]:
    """Source of a verb without a subject of its own: that of the verb before it.

    A subject behind "when" or "who" is passed over, and of "he" in "Ann Lee said he knew and
    added" it is the one who said so.
    """
    for verb in range(at - 1, max(-1, at - _REACH), -1):
        if _is_finite(tokens, verb):
            source = _subject_of(tokens, verb)
            left = tokens[source[0] - 1] if source[0] else None
            if source[1] <= source[0] or (left and left.low in SUBORDINATORS | _RELATIVES):
                continue
            outer = [cue for cue in earlier if cue.source[1] and _reports(tokens, cue, source[0])]
            return outer[0].source if outer else source
    return next((cue.source for cue in reversed(earlier) if cue.source[1]), (0, 0))


def _reports(tokens: list[Word], cue: Cue, at: int) -> bool:
    """Whether what stands at `at` opens what a cue reports: "said (that) he"."""
    that = cue.last + 1 < at and tokens[cue.last + 1].low == "that"
    return cue.last + 1 + that == at


def _is_finite(tokens: list[Word], at: int) -> bool:
    """Whether a word can be the verb of a clause: a participle only right after its subject."""
    before = skip_adverbs(tokens, at - 1)
    follows = before >= 0 and tokens[before].tag in "NPO,"
    return tokens[at].tag in "VM" or (tokens[at].tag == "E" and follows)


def _subject_of(tokens: list[Word], verb: int) -> tuple[int, int]:
    """The noun phrase before a verb, over an aside if need be; empty where none stands there."""
    before = before_verb(tokens, verb - 1)
    if before < 0:
        return (0, 0)
    return (_around_aside if tokens[before].tag in ",-" else phrase_before)(tokens, before)


def _main_subject(tokens: list[Word], end: int) -> tuple[int, int]:
    """Subject of the first clause that no subordinator opens, up to `end`."""
    for at in range(max(0, end - _REACH), end):
        if _is_finite(tokens, at):
            source = _subject_of(tokens, at)
            left = tokens[source[0] - 1] if source[0] else None
            if source[1] > source[0] and (left is None or left.tag not in "IWV"):
                return source
    return (0, 0)


def _after_quotation(tokens: list[Word], source: tuple[int, int]) -> tuple[int, int] | None:
    """All that stands between a closed quotation and a verb that ends the clause, if no verb does.

    "“…,” a spokesman for the members of the group said": the longest phrase is the speaker.
    """
    for at in range(source[0] - 1, max(-1, source[0] - 1 - _PHRASE), -1):
        word = tokens[at]
        if word.tag == "Q":
            opens = at + 1 < source[0] and tokens[at + 1].tag in "DANP#"
            return (at + 1, source[1]) if opens and _ends_inside(word) else None
        if word.tag not in "DANP#ISCGE":
            return None
    return None


def _ends_inside(quotation: Word) -> bool:
    """Whether a quotation has its closing comma or stop within its marks."""
    return quotation.tag == "Q" and quotation.text.rstrip("”\"’'» ")[-1:] in tuple(",.?!—")


def _around_aside(tokens: list[Word], mark: int) -> tuple[int, int]:
    """Subject before an aside: "Biden, speaking beside Macron, said"; (0, 0) if there is none."""
    best, right = (0, 0), mark
    for at in range(mark - 1, max(0, mark - _REACH), -1):
        if tokens[at].tag in ("Q", ":", ";"):
            break
        if tokens[at].tag != tokens[mark].tag:
            continue  # a dash closes what a dash opened
        if not _is_aside(tokens, at + 1, right):
            break
        source = phrase_before(tokens, at - 1)
        left = tokens[source[0] - 1].tag if source[0] else ","
        if (source[1] > source[0] and left in tuple(",QC-:W")) or (left == "I" and best == (0, 0)):
            best = source
        right = at
    return best


def _is_aside(tokens: list[Word], start: int, end: int) -> bool:
    """Whether a stretch between commas is no clause of its own: "who met him", "a Democrat"."""
    if start >= end:
        return False
    relative = next((at for at in range(start, end) if tokens[at].tag == "W"), end)
    bare = all(
        word.tag not in "VM" or tokens[at - 1].tag == "T"
        for at, word in enumerate(tokens[start:relative], start)
    )
    return bare or tokens[start].tag in "WGIE" or tokens[start].low in _ASKED
