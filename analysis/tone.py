"""Tone of a sentence: TextBlob's polarity and subjectivity, VADER's compound as second opinion.

Each gives 0 where it knows no word of a sentence: that is not a neutral sentence but an unscored
one. Both measure the tone of words, not a side's position.
"""

import re
from functools import cache
from typing import NamedTuple

from textblob.en import sentiment
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

# VADER's own bounds of a positive and a negative text (Hutto and Gilbert 2014, README)
VADER_NEUTRAL = 0.05
# VADER strips no marks but these from a word
_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "«": '"', "»": '"', "…": "."})


class Tone(NamedTuple):
    """`polarity` from -1 to 1, `subjectivity` from 0 to 1, and the `words` they come from.

    `scored` is false, and both are 0, where TextBlob's lexicon knows no word of the sentence.
    `vader` is VADER's compound score from -1 to 1, `vader_scored` and `vader_words` likewise.
    """

    polarity: float
    subjectivity: float
    scored: bool
    words: tuple[str, ...]
    vader: float
    vader_scored: bool
    vader_words: tuple[str, ...]

    @property
    def disagrees(self) -> bool:
        """Whether both score the sentence, one as positive and the other as negative."""
        opposed = self.polarity * self.vader < 0 and abs(self.vader) >= VADER_NEUTRAL
        return self.scored and self.vader_scored and opposed


def tone(sentence: str) -> Tone:
    """Score a sentence with TextBlob's pattern lexicon (De Smedt and Daelemans 2012) and VADER.

    Needs no download: of TextBlob only this lexicon is used, with what `sentiment` calls once and
    `TextBlob.sentiment_assessments` twice; VADER (Hutto and Gilbert 2014) brings its own along.

    >>> tone("The talks were good.").polarity
    0.7
    >>> tone("Russia rejected the ultimatum.").scored
    False
    >>> tone("Russia rejected the ultimatum.").vader_words
    ('rejected',)
    """
    found = sentiment(sentence)
    words = tuple(" ".join(chunk) for chunk, *_ in found.assessments)
    plain = sentence.translate(_PLAIN)
    known = tuple(w for w in re.findall(r"[\w'-]+", plain) if w.lower() in _vader().lexicon)
    compound = _vader().polarity_scores(plain)["compound"] if known else 0.0
    return Tone(*found, bool(words), words, compound, bool(known), known)


@cache
def _vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
