"""Tone of a sentence: TextBlob's polarity and subjectivity, and whether it knew any word.

TextBlob scores words of its lexicon and gives 0 where it knows none: that is not a neutral
sentence but an unscored one. It measures the tone of words, not a side's position.
"""

from typing import NamedTuple

from textblob import TextBlob


class Tone(NamedTuple):
    """`polarity` from -1 to 1, `subjectivity` from 0 to 1, and the `words` they come from.

    `scored` is false, and both are 0, where the lexicon knows no word of the sentence.
    """

    polarity: float
    subjectivity: float
    scored: bool
    words: tuple[str, ...]


def tone(sentence: str) -> Tone:
    """Score a sentence with TextBlob's pattern lexicon (De Smedt and Daelemans 2012).

    Needs no download: only `.sentiment_assessments` is used.

    >>> tone("The talks were good.").polarity
    0.7
    >>> tone("Russia rejected the ultimatum.").scored
    False
    """
    found = TextBlob(sentence).sentiment_assessments
    words = tuple(" ".join(chunk) for chunk, *_ in found.assessments)
    return Tone(found.polarity, found.subjectivity, bool(words), words)
