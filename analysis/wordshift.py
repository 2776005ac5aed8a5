"""Which words make one group's tone differ from another's.

A word shift after Gallagher, Frank, Mitchell, Schwartz, Reagan, Danforth and Dodds (2021),
"Generalized word shift graphs", equation 9: the difference of two averages, shared out over words.
"""

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import tone
from analysis.errors import UserError
from analysis.grouping import grouped

COLUMNS = ("word", "score", "count", "count_against", "contribution", "kind")
# what a contribution comes from: a word above or below the reference, used more or less
KINDS = {
    (True, True): "warm word, more", (True, False): "warm word, less",
    (False, True): "cold word, more", (False, False): "cold word, less",
}  # fmt: skip


def scored_words(statements: pd.DataFrame) -> Counter[str]:
    """How often each word or phrase that TextBlob scored occurs ("not good" is one)."""
    return Counter(
        word.lower() for evidence in statements.evidence for word in evidence.get("tone", ())
    )


def between(statements: pd.DataFrame, by: str, group: str, against: str = "") -> pd.DataFrame:
    """The word shift of the group's tone against that of `against` (all others when empty).

    Raises UserError for a group that there is not. See `shift` for the columns.
    """
    frame = grouped(statements, by)
    known = set(frame.group)
    if missing := [name for name in (group, against) if name and name not in known]:
        raise UserError(f"no group {missing[0]!r} in {by!r}")
    own = frame.group == group
    other = frame.group == against if against else ~own
    left, right = scored_words(frame[own]), scored_words(frame[other])
    scores = {word: tone.tone(word).polarity for word in left | right}
    return shift(left, right, scores)


def shift(left: Counter[str], right: Counter[str], scores: Mapping[str, float]) -> pd.DataFrame:
    """Share the difference of two mean word scores (left less right) out over the words.

    One row a word, the largest contribution first: `word score count count_against contribution
    kind`. A contribution is (p_left - p_right) x (score - mean score on the right), p the word's
    share of the scored words; their sum is the difference. Empty where either has no word.
    """
    words = sorted(left | right)
    if not (left and right):
        return pd.DataFrame(columns=list(COLUMNS))
    counts = np.array([[left[word], right[word]] for word in words], dtype=float)
    score = np.array([scores[word] for word in words])
    p = counts / counts.sum(axis=0)
    above, more = score - (p[:, 1] @ score), p[:, 0] - p[:, 1]
    frame = pd.DataFrame(
        {
            "word": words, "score": score, "count": counts[:, 0].astype(int),
            "count_against": counts[:, 1].astype(int), "contribution": above * more,
            "kind": [KINDS[bool(a >= 0), bool(m >= 0)] for a, m in zip(above, more, strict=True)],
        }
    )  # fmt: skip
    order = frame.contribution.abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[order].reset_index(drop=True)
