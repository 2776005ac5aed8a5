"""Named terms and scare quotes, told from quoted speech.

A term is a short quoted noun phrase that no verb of saying introduces: the “special military
operation”. Quotation marks there name or distance a word, they do not report an utterance
(Quirk et al. 1985, III.21).
"""

import pandas as pd

from analysis import cues, marks
from analysis.words import Word, listed, words

# A term is at most this long: longer quoted stretches without a verb are clipped speech.
_WORDS, _CHARACTERS = 6, 80
_CONTEXT = 40
# What is named, not said, after these: the term “genocide”.
_NAMES = listed(
    "term word phrase label name title concept notion slogan hashtag expression epithet nickname "
    "so-called codenamed nicknamed dubbed"
)


def named_terms(text: str) -> pd.DataFrame:
    """Scare quotes and named terms, a frame with `start`, `end`, `text` (marks left out).

    >>> named_terms("He defended the “special military operation” again.")["text"].tolist()
    ['special military operation']
    """
    spans = [inside(text, q) for q in marks.scan(text) if is_term(text, q)]
    return pd.DataFrame(
        {
            "start": pd.Series([a for a, _ in spans], dtype="int64"),
            "end": pd.Series([b for _, b in spans], dtype="int64"),
            "text": pd.Series([text[a:b] for a, b in spans], dtype="object"),
        }
    )


def inside(text: str, q: marks.Quotation) -> tuple[int, int]:
    """A quotation without its marks, edge spaces and closing comma."""
    start, end = q.start, q.end
    while start < end and (text[start] in marks.SIGNS or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in marks.SIGNS or text[end - 1] in " ,"):
        end -= 1
    return start, end


def is_term(text: str, q: marks.Quotation) -> bool:
    """Whether a quotation is a short noun phrase that nobody is said to utter."""
    start, end = inside(text, q)
    if end - start > _CHARACTERS or q.doubtful or q.goes_on:
        return False
    inner, before = words(text, start, end), _before(text, q.start)
    if before and before[-1].low in _NAMES:
        return True
    if before and before[-1].tag != ":" and _is_title(inner):
        return not cues.is_cue(before[-1].low)
    if text[end : end + 1] == "," and (not before or _is_said(text, q.end)):
        return False
    return _is_noun_phrase(inner, before) and not _is_introduced(before)


def _is_noun_phrase(inner: list[Word], before: list[Word]) -> bool:
    """Whether a few words without a verb end in a noun, or are one word behind an article."""
    noun = bool(before) and before[-1].tag in "DAS"
    if noun and inner and inner[-1].low == ".":
        inner = inner[:-1]  # American style sets the full stop inside: a “framework.”
    if not inner or inner[0].low in ("a", "an"):
        return False  # “a grave mistake” judges, it does not name
    if len(inner) > _WORDS or any(word.tag in "VMO." for word in inner[:-1]):
        return False
    return inner[-1].tag in "NP" or (len(inner) == 1 and noun)


def _is_introduced(before: list[Word]) -> bool:
    """Whether a comma, a colon or a verb of saying leads up to a quotation."""
    if not before:
        return False
    named = any(word.low == "what" for word in before[-4:])  # "what he calls “red lines”"
    return before[-1].tag in ",:" or (cues.is_cue(before[-1].low) and not named)


def _is_said(text: str, end: int) -> bool:
    """Whether a verb of saying stands shortly after a quotation: “…,” the minister said."""
    return any(cues.is_cue(word.low) for word in words(text, end, end + _CONTEXT, False)[:4])


def _is_title(inner: list[Word]) -> bool:
    """Whether all but small words are capitals, as in the title of a book or a broadcast."""
    long = [word for word in inner if len(word.text) > 3]
    spoken = any(word.tag in "VMO" and word.text[0].islower() for word in inner)
    return (
        not spoken and len(long) > 1 and all(word.text[0].isupper() for word in (inner[0], *long))
    )


def _before(text: str, start: int) -> list[Word]:
    """Words of the same sentence shortly before a quotation."""
    left = max(0, start - _CONTEXT)
    left = max(left, text.rfind("\n", left, start) + 1)
    found = words(text, left, start)
    return [] if found and found[-1].tag == "." else found
