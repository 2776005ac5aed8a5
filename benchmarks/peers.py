"""Distinctive words and word shifts beside the packages that their authors' readers use.

    python benchmarks/peers.py SPEECHES

In an environment that also has `convokit` and `shifterator`, which the project does not need and
so are imported only where they are called.
SPEECHES is as in `benchmarks/comparison.py`; African and European speeches are compared.
"""

import collections
import sys
from collections import Counter
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import keyness, tone, wordshift

GROUPS = ("Africa", "Europe")
PRIOR = 0.1  # of each word, as ConvoKit's default has it


def main(arguments: list[str]) -> int:
    """Print how far the numbers of both lie apart; 1 with one line where the data is not there."""
    if not arguments or not Path(arguments[0]).is_file():
        print("benchmarks/peers.py: name the file of speeches", file=sys.stderr)
        return 1
    frame = pd.read_csv(arguments[0])
    texts = [list(frame.text[frame.continent == name]) for name in GROUPS]
    print("| peer | numbers compared | largest distance |\n|:--|--:|--:|")
    for name, ours, theirs in (fighting_words(*texts), shift(*texts)):
        print(f"| {name} | {len(ours):,} | {np.abs(np.array(ours) - np.array(theirs)).max():.1e} |")
    return 0


def fighting_words(left: list[str], right: list[str]) -> tuple[str, list[float], list[float]]:
    """ConvoKit's z scores with a flat prior, and ours of the same counts and prior."""
    from convokit import Corpus, FightingWords, Speaker, Utterance  # noqa: PLC0415
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    terms = sorted(set(chain.from_iterable(map(words_of, left + right))))
    utterances = [
        Utterance(id=str(number), speaker=Speaker(id=name), text=text, conversation_id=str(number))
        for number, (name, text) in enumerate([("l", t) for t in left] + [("r", t) for t in right])
    ]
    model = FightingWords(
        cv=CountVectorizer(analyzer=words_of, vocabulary=terms),
        text_func=lambda utterance: utterance.text,
        prior=PRIOR,
    )
    model.fit(
        Corpus(utterances=utterances),
        class1_func=lambda utterance: utterance.speaker.id == "l",
        class2_func=lambda utterance: utterance.speaker.id == "r",
    )
    theirs = model.get_ngram_zscores()["z-score"]
    counts = [Counter(chain.from_iterable(map(words_of, texts))) for texts in (left, right)]
    y = np.array([[count[term] for term in terms] for count in counts], dtype=float)
    _, z = keyness.log_odds(*y, np.full(len(terms), PRIOR), *y.sum(axis=1))
    return "ConvoKit's FightingWords, z", list(z), list(theirs[terms])


def words_of(text: str) -> list[str]:
    """The single words of a text."""
    return keyness.terms_of(text, 1)


def shift(left: list[str], right: list[str]) -> tuple[str, list[float], list[float]]:
    """Shifterator's weighted-average shift, and ours, of TextBlob's word scores."""
    collections.Mapping = Mapping  # shifterator 0.3 asks for the name that Python 3.10 dropped
    from shifterator import WeightedAvgShift  # noqa: PLC0415

    ours, theirs = (
        Counter(word for text in texts for word in tone.tone(text).words) for texts in (left, right)
    )
    scores = {word: tone.tone(word).polarity for word in ours | theirs}
    mean = sum(scores[word] * n for word, n in theirs.items()) / theirs.total()
    peer = WeightedAvgShift(
        dict(theirs), dict(ours), scores, scores, reference_value=mean, normalization=None
    )
    found = wordshift.shift(ours, theirs, scores).set_index("word").contribution
    peers = peer.get_shift_scores(details=False)
    words = sorted(found.index)
    return "shifterator's WeightedAvgShift", [found[w] for w in words], [peers[w] for w in words]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
