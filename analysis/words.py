"""Words with offsets and a coarse part of speech.

The parts of speech come from Brill's lexicon (1992), which TextBlob ships; it lists the most
frequent tag of 94,000 word forms. That is enough to find where a noun phrase ends, at a
hundredth of the cost of a parser.
"""

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

# Order matters: abbreviations keep their full stop, a possessive is a word of its own.
_WORD = re.compile(
    r"(?:[A-Z]\.){2,}"
    r"|(?:Mrs?|Ms|Dr|Sens?|Reps?|Gov|Gen|Lt|Col|St|Jr|Sr|Prof|Rev|Adm|Sgt|Capt|Maj|Hon|Inc|[A-Z])\.(?=\s|,)"
    r"|['’](?:s|d|m|re|ve|ll)\b"
    r"|\w+(?:(?:['’](?!(?:s|d|m|re|ve|ll)\b)|[-–‑]|[.,](?=\d))\w+)*"
    r"|\.{2,}|[^\w\s]"
)

_COARSE = {
    "DT": "D", "PDT": "D", "PRP$": "D", "WP$": "W", "JJ": "A", "JJR": "A", "JJS": "A",
    "NN": "N", "NNS": "N", "NNP": "P", "NNPS": "P", "PRP": "O", "EX": "O",
    "VB": "V", "VBD": "V", "VBP": "V", "VBZ": "V", "VBG": "G", "VBN": "E", "MD": "M",
    "IN": "I", "TO": "T", "RB": "R", "RBR": "R", "RBS": "R", "RP": "R", "CC": "C",
    "WDT": "W", "WP": "W", "WRB": "W", "CD": "#", "POS": "S",
}  # fmt: skip

# Words whose most frequent tag in Brown and the Journal misleads on today's news.
_FIXED = {
    "that": "I", "’s": "S", "'s": "S", "no": "D", "all": "D", "both": "D", "some": "D",
    "many": "A", "others": "N", "another": "D", "such": "A", "most": "A", "several": "A",
    "few": "A", "more": "A",
    "'": "S", "’": "S", "us": "O", "like": "I", "aides": "N", "officials": "N", "allies": "N",
    "–": "-", "—": "-", "--": "-", "[": "(", "]": ")", "…": ".", "?": ".", "!": ".", "...": ".",
    "north": "A", "south": "A", "east": "A", "west": "A", "&": "C", "$": "#", "%": "N",
    "spokesperson": "N", "spokeswoman": "N", "ambassador": "N",
    "’d": "M", "'d": "M", "’ll": "M", "'ll": "M", "’ve": "V", "'ve": "V", "’re": "V",
    "'re": "V", "’m": "V", "'m": "V",
}  # fmt: skip


_BEFORE_IS = frozenset({"that", "there", "here"})
_OPENING = frozenset('“‘"«„')


# Long words that all have capitals: from this number on it is a headline in title case.
_HEADLINE = 4
# The lower-case form of a word that stands for a whole quotation.
FOLDED = "“”"


class Word(NamedTuple):
    """A token: character offsets, its lower-case form, and a coarse part of speech.

    Tags: D determiner, A adjective, N noun, P proper noun, O pronoun, V finite or base verb,
    G -ing form, E past participle, M modal, I preposition or conjunction, T "to", R adverb,
    C coordinator, W wh-word, S possessive, # number, Q quotation, else the punctuation itself.
    """

    start: int
    end: int
    low: str
    tag: str
    text: str


def listed(text: str) -> frozenset[str]:
    """The words of a string, parted by spaces, as a set.

    >>> sorted(listed("of from"))
    ['from', 'of']
    """
    return frozenset(text.split())


@cache
def _lexicon() -> dict[str, str]:
    """Most frequent coarse tag of each lower-case word form in Brill's lexicon."""
    spec = find_spec("textblob")
    path = Path(spec.submodule_search_locations[0]) / "en" / "en-lexicon.txt"
    tags: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, tag = line.partition(" ")
        if tag in _COARSE and word[:1].islower():
            tags[word] = _COARSE[tag]
    return tags | _FIXED


@cache
def _by_shape(low: str) -> str:
    """A guess for words outside the lexicon."""
    if not any(map(str.isalnum, low)):
        return low
    if low[0].isdigit():
        return "#"
    if low.endswith(("n’t", "n't")):
        return "M"
    for ending, tag in (("ing", "G"), ("ed", "E"), ("ly", "R"), ("ous", "A"), ("ive", "A")):
        if low.endswith(ending):
            return tag
    return "A" if "-" in low and low.rsplit("-", 1)[1] in ("based", "led", "backed") else "N"


def untitled(tokens: list[Word]) -> list[Word]:
    """Words of a headline in title case with the tags they would have in lower case.

    >>> [w.tag for w in untitled(words("Kremlin Spokesman Says Talks Will Go On Friday"))][:4]
    ['P', 'P', 'V', 'P']
    """
    long = [word.text for word in tokens if len(word.text) > 3 and word.text[0].isalpha()]
    if len(long) < _HEADLINE or not all(word[0].isupper() for word in long):
        return tokens
    tags = [_lexicon().get(word.low, "") for word in tokens]
    return [
        word._replace(tag=tag) if word.tag == "P" and tag in tuple("VMIR") else word
        for word, tag in zip(tokens, tags, strict=True)
    ]


@lru_cache(maxsize=1 << 16)
def tag_of(text: str, first: bool) -> str:
    """Coarse tag of a word; `first` in its sentence, where a capital tells nothing."""
    low = text.lower()
    known = _lexicon().get(low)
    if text[0].isupper() and text != "I":
        if not first and known not in ("D", "O", "I", "C", "W", "T"):
            return "P"
        return known or "P"
    return known or _by_shape(low)


@lru_cache(maxsize=2)
def of_text(text: str) -> tuple[Word, ...]:
    """Words of a whole text, for all who read one text one after another."""
    return tuple(words(text))


def is_common(low: str) -> bool:
    """Whether a lower-case word is a noun or an adjective of the lexicon.

    >>> is_common("secretary"), is_common("the")
    (True, False)
    """
    return _lexicon().get(low, "") in ("N", "A")


def words(text: str, start: int = 0, end: int | None = None, first: bool = True) -> list[Word]:
    """Words of `text[start:end]`, offsets into `text`; `first` if a sentence begins at `start`.

    >>> [(w.text, w.tag) for w in words("Peskov said so.")]
    [('Peskov', 'P'), ('said', 'V'), ('so', 'R'), ('.', '.')]
    """
    found = []
    before = start
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        word, left = match.group(), match.start()
        first = first or text.find("\n", before, left) >= 0
        tag = tag_of(word, first)
        if tag == "S" and found and (found[-1].tag in "OW" or found[-1].low in _BEFORE_IS):
            tag = "V"  # "he’s", "that’s"
        before = match.end()
        found.append(Word(left, before, word.lower(), tag, word))
        first = tag in ".:" or (first and not word[0].isalnum()) or word in _OPENING
    return found
