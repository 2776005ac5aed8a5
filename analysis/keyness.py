"""Words and phrases that one group of statements uses more than another, beyond chance.

Log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008), tested against a
permutation null: group labels are dealt out again to whole articles, or to statements where
there are few articles, since words of one text come in bursts and are no independent draws.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from analysis.intervals import false_discovery
from analysis.progress import bar

PRIOR = 500.0  # strength of the prior, in words: about that of a short article
PERMUTATIONS = 200
SEED = 20260101
LEVEL = 0.05  # false-discovery rate
LEAST = 3  # occurrences in all; rarer words can't differ beyond chance
FEW_ARTICLES = 5  # articles a group; with fewer, labels are dealt to statements
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STOP = re.compile(r"[.,;:!?()\[\]“”\"—–]")
COLUMNS = (
    "group", "term", "count", "of", "count_rest", "of_rest", "log_odds", "z", "p", "q",
    "distinctive",
)  # fmt: skip


@dataclass(frozen=True)
class Keyness:
    """`terms`: one row a group and term (COLUMNS); `expected`: terms that chance alone would give.

    `expected` is the mean number of terms with |z| of at least 1.96 when labels are dealt out at
    random, `found` the number with the labels as they are; `unit` is what labels are dealt to.
    """

    terms: pd.DataFrame
    found: int
    expected: float
    unit: str


def keyness(
    statements: pd.DataFrame, by: str = "side", baseline: str = "", longest: int = 2
) -> Keyness:
    """Compare the words and phrases (up to `longest` words) of each group with the others'.

    Or with those of the group `baseline` alone. `count` of `of` words stand in the group,
    `count_rest` of `of_rest` outside; `z` is the log-odds over its standard error; `p` its
    permutation p value; `q` the same after Benjamini and Hochberg (1995); `distinctive` where q
    is at most 0.05 and the group uses the term more.
    """
    known = statements[statements[by].notna() & (statements[by] != "")]
    names = sorted(known[by].unique())
    terms, matrix = count_terms(known.text, longest)
    labels = known[by].map(names.index).to_numpy(int)
    units, unit = _units(known, by)
    if len(names) < 2 or len(terms) < 2:
        return Keyness(
            pd.DataFrame(columns=list(COLUMNS)).astype({"distinctive": bool}), 0, 0.0, unit
        )
    grouped = _sum_by(units, matrix)
    first = np.unique(units, return_index=True)[1]
    return _test(grouped, labels[first], names, terms[1:], unit, baseline)


def count_terms(texts: Iterable[str], longest: int = 2) -> tuple[list[str], csr_array]:
    """The terms that occur often enough, sorted, and a matrix of texts x terms with counts.

    The first column is the term "", which counts all words of the text.
    """
    rows = [Counter(terms_of(text, longest)) for text in texts]
    total = Counter[str]()
    for row in rows:
        row[""] = sum(count for term, count in row.items() if " " not in term)
        total.update(row)
    terms = sorted(term for term, count in total.items() if count >= LEAST or not term)
    column = {term: number for number, term in enumerate(terms)}
    cells = [
        (number, column[term], count)
        for number, row in enumerate(rows)
        for term, count in row.items()
        if term in column
    ]
    at, to, counts = np.array(cells, dtype=int).reshape(-1, 3).T
    return terms, csr_array((counts, (at, to)), shape=(len(rows), len(terms)))


def terms_of(text: str, longest: int = 2) -> list[str]:
    """The words of a text and its phrases, none across a punctuation mark, in small letters.

    >>> terms_of("Open talks, now")
    ['open', 'talks', 'now', 'open talks']
    """
    clauses = [_WORD.findall(clause.lower()) for clause in _STOP.split(text)]
    return [
        " ".join(words[i : i + length])
        for length in range(1, longest + 1)
        for words in clauses
        for i in range(len(words) - length + 1)
    ]


def _units(statements: pd.DataFrame, by: str) -> tuple[np.ndarray, str]:
    """What labels are dealt to: articles, if each has one group and each group has enough."""
    articles = statements.groupby("article_id")[by].nunique()
    a_group = statements.groupby(by).article_id.nunique()
    if len(articles) and articles.max() == 1 and a_group.min() >= FEW_ARTICLES:
        return pd.factorize(statements.article_id)[0], "articles"
    return np.arange(len(statements)), "statements"


def _sum_by(units: np.ndarray, matrix: csr_array) -> csr_array:
    deal = csr_array((np.ones(len(units)), (units, np.arange(len(units)))))
    return csr_array(deal @ matrix)


def log_odds(
    count: np.ndarray, rest: np.ndarray, prior: np.ndarray, of: float, of_rest: float
) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds ratio of each term in two groups under a Dirichlet prior, and its z score.

    Monroe, Colaresi and Quinn (2008), equations 16, 20 and 22: positive where the first group
    uses the term more. `count` and `rest` are occurrences of each term, `of` and `of_rest` the
    groups' words, `prior` pseudo-counts of the terms.
    """
    strength = prior.sum()
    left = np.log((count + prior) / (of + strength - count - prior))
    right = np.log((rest + prior) / (of_rest + strength - rest - prior))
    delta = left - right
    return delta, delta / np.sqrt(1 / (count + prior) + 1 / (rest + prior))


def _counts(grouped: csr_array, labels: np.ndarray, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Occurrences, groups x terms, and the words of each group."""
    places = (labels, np.arange(len(labels)))
    deal = csr_array((np.ones(len(labels)), places), shape=(groups, len(labels)))
    counts = (deal @ grouped).toarray()
    return counts[:, 1:], counts[:, 0]


def _z(counts: np.ndarray, of: np.ndarray, baseline: int) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds and z of each group against the rest (or the baseline), groups x terms."""
    total, words = counts.sum(axis=0), of.sum()
    prior = PRIOR * total / words
    rest = total - counts if baseline < 0 else np.broadcast_to(counts[baseline], counts.shape)
    of_rest = words - of if baseline < 0 else np.full(len(counts), of[baseline])
    found = [
        log_odds(*row[:2], prior, *row[2:]) for row in zip(counts, rest, of, of_rest, strict=True)
    ]
    return np.array([delta for delta, _ in found]), np.array([z for _, z in found])


def _test(
    grouped: csr_array,
    labels: np.ndarray,
    names: list[str],
    terms: list[str],
    unit: str,
    baseline: str,
) -> Keyness:
    base = names.index(baseline) if baseline else -1
    tested = [number for number in range(len(names)) if number != base]
    counts, of = _counts(grouped, labels, len(names))
    delta, z = _z(counts, of, base)
    null = _null(grouped, labels, len(names), base)[:, tested]
    drawn = _studentised(np.concatenate([z[None, tested], null]))
    p = _pooled_p(drawn[0], drawn)
    q = false_discovery(p.ravel()).reshape(p.shape)
    of = of.astype(int)
    rest = counts.sum(axis=0) - counts if base < 0 else np.broadcast_to(counts[base], counts.shape)
    of_rest = of.sum() - of if base < 0 else np.full(len(names), of[base])
    rows = [
        pd.DataFrame(
            {
                "group": names[g], "term": terms, "count": counts[g].astype(int), "of": of[g],
                "count_rest": rest[g].astype(int), "of_rest": of_rest[g], "log_odds": delta[g],
                "z": z[g], "p": p[i], "q": q[i], "distinctive": (q[i] <= LEVEL) & (z[g] > 0),
            }
        )
        for i, g in enumerate(tested)
    ]  # fmt: skip
    frame = pd.concat(rows).sort_values(["group", "z", "term"], ascending=[True, False, True])
    found = int((np.abs(z[tested]) >= 1.96).sum())
    expected = float((np.abs(null) >= 1.96).sum(axis=(1, 2)).mean())
    return Keyness(frame.reset_index(drop=True), found, expected, unit)


def _null(grouped: csr_array, labels: np.ndarray, groups: int, baseline: int) -> np.ndarray:
    """Scores with labels dealt out at random: permutations x groups x terms."""
    chance = np.random.default_rng(SEED)
    return np.array(
        [
            _z(*_counts(grouped, chance.permutation(labels), groups), baseline)[1]
            for _ in bar(range(PERMUTATIONS), "comparing words", "permutation", PERMUTATIONS)
        ]
    )


def _studentised(z: np.ndarray) -> np.ndarray:
    """Each term's scores, the true one among them, in units of that term's own spread.

    A word of few texts scores high by chance more often than one of many; its spread says so.
    """
    spread = z.std(axis=0)
    return np.abs(z - z.mean(axis=0)) / np.where(spread > 0, spread, 1)


def _pooled_p(scores: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """The share of all terms' scores, permuted or true, that are as large."""
    pooled = np.sort(drawn.ravel())
    return (len(pooled) - np.searchsorted(pooled, scores, side="left")) / len(pooled)
