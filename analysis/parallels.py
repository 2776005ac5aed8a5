"""Passages of different articles on the same matter, and what sides call the same thing.

Statements are alike as far as they share rare words (the cosine of TF-IDF vectors, Salton and
Buckley 1988). How alike chance makes them is measured, not assumed: each article's words are
dealt out to its statements again, and only pairs more alike than the best of all such dealings
count. So articles on different matters have no parallels, and of 20 such corpora one is wrong.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array

from analysis.progress import bar
from analysis.words import listed, words

DEALINGS = 19  # the best of 19 and the true one: 1 in 20 (Barnard 1963)
SEED = 20260101
LEAST_WORDS = 5  # different content words; shorter statements are alike by accident
SHARED = 3  # content words that a pair must share; one or two rare ones make an accident
CONTENT = frozenset("NPAVGE#")  # parts of speech that say what a statement is about (`words`)
LIGHT = listed(
    "be is are was were been being am have has had having do does did done doing say says said"
    " saying go goes going gone went come comes coming came get gets getting got make makes making"
    " made take takes taking took taken give gives giving gave given see sees seeing saw seen know"
    " knows knew known want wants wanted think thinks thought look looks looking looked set put"
    " tell tells told ask asked use used more most many much such own other same one two first last"
    " new good time way thing things people year years day days today lot"
)  # the commonest of these in English of any kind (Brown corpus, Kucera and Francis 1967)
MOST = 20_000  # pairs of one dealing that are looked at, the best first
REPORTER = "the reporter"
BLOCK = 2000  # statements compared at once
# statements that have a word, from which on it tells none of them apart and is left out: without
# a limit the pairs that share a word, and so the time, grow with the square of the statements
COMMON = 500
COLUMNS = (
    "similarity", "chance", "statement_id", "text", "speaker", "moves",
    "statement_id_2", "text_2", "speaker_2", "moves_2",
)  # fmt: skip


def parallels(statements: pd.DataFrame, most: int = 20) -> pd.DataFrame:
    """The pairs of statements of different articles that are more alike than chance makes any.

    One row a pair (COLUMNS), the most alike first, at most `most`, each statement in its best
    pair only: `similarity` from 0 to 1; `chance` the greatest similarity that dealing each
    article's words out again gave; then of either statement its id, text, speaker and moves.
    """
    content = [content_words(text) for text in statements.text]
    enough = [len(set(found)) >= LEAST_WORDS for found in content]
    known = statements[np.array(enough, dtype=bool)]
    if known.article_id.nunique() < 2:
        return pd.DataFrame(columns=list(COLUMNS))
    texts = [found for found, is_enough in zip(content, enough, strict=True) if is_enough]
    article = pd.factorize(known.article_id)[0]
    dealings = bar(range(DEALINGS), "looking for parallels", "dealing", DEALINGS)
    chance = max(_best(_dealt(texts, article, seed), article)[0] for seed in dealings)
    pairs = _pairs(_vectors(texts), article, chance)
    return _rows(known, _best_first(pairs), chance).head(most)


def content_words(text: str) -> list[str]:
    """The words of a text that say what it is about, in small letters.

    >>> content_words("He said that talks with Russia are possible.")
    ['talks', 'russia', 'possible']
    """
    return [word.low for word in words(text) if word.tag in CONTENT and word.low not in LIGHT]


def _best(texts: Sequence[Sequence[str]], article: np.ndarray) -> tuple[float, ...]:
    pairs = _pairs(_vectors(texts), article, 0.0, 1)
    return tuple(value for value, _, _ in pairs) or (0.0,)


def _dealt(texts: Sequence[Sequence[str]], article: np.ndarray, seed: int) -> list[list[str]]:
    """The statements with the words of each article dealt out again, their lengths kept."""
    chance = np.random.default_rng([SEED, seed])
    dealt: list[list[str]] = [[] for _ in texts]
    for number in range(article.max() + 1):
        own = np.flatnonzero(article == number)
        words = chance.permutation(np.array([word for i in own for word in texts[i]], dtype=object))
        ends = np.cumsum([len(texts[i]) for i in own])
        for i, part in zip(own, np.split(words, ends[:-1]), strict=True):
            dealt[i] = list(part)
    return dealt


def _vectors(texts: Sequence[Sequence[str]]) -> csr_array:
    """Rows of length 1, a word's weight its count's logarithm times its rarity."""
    column: dict[str, int] = {}
    cells = [
        (row, column.setdefault(word, len(column)), 1 + np.log(count))
        for row, words in enumerate(texts)
        for word, count in Counter(words).items()
    ]
    at, to, weight = (np.array(part) for part in zip(*cells, strict=True))
    seen = np.bincount(to.astype(int))[to.astype(int)]
    keep = seen <= COMMON
    cell = (weight * np.log(len(texts) / seen))[keep], (at[keep], to[keep])
    matrix = csr_array(cell, shape=(len(texts), len(column)))
    length = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    return csr_array(diags_array(1 / np.where(length > 0, length, 1)) @ matrix)


def _pairs(
    vectors: csr_array, article: np.ndarray, above: float, most: int = MOST
) -> list[tuple[float, int, int]]:
    """The pairs of different articles more alike than `above`, the most alike first."""
    found, marks = [], vectors.astype(bool).astype(np.int32)
    for start in range(0, vectors.shape[0], BLOCK):
        rows, rest = slice(start, start + BLOCK), slice(start, None)
        like, shared = (
            (one[rows] @ one[rest].T).sorted_indices() for one in (vectors, marks)
        )  # both have their numbers in the same places
        like = like.tocoo()
        row, column = like.row + start, like.col + start
        keep = (row < column) & (like.data > above) & (shared.data >= SHARED)
        keep &= article[row] != article[column]
        found.append(np.array([like.data[keep], row[keep], column[keep]]))
    value, row, column = np.concatenate(found, axis=1)
    order = np.lexsort((column, row, -value.round(12)))[:most]
    return [(float(value[i]), int(row[i]), int(column[i])) for i in order]


def _best_first(pairs: Sequence[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """The pairs of which neither statement is in a better one."""
    taken: set[int] = set()
    kept = []
    for value, one, other in pairs:
        if not taken & {one, other}:
            taken |= {one, other}
            kept.append((value, one, other))
    return kept


def _rows(
    known: pd.DataFrame, pairs: Sequence[tuple[float, int, int]], chance: float
) -> pd.DataFrame:
    rows = [
        [value, chance, *_side(known.iloc[one]), *_side(known.iloc[other])]
        for value, one, other in pairs
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _side(row: pd.Series) -> list:
    return [row.statement_id, row.text, row.actor, row.moves]


def names_aligned(names: pd.DataFrame) -> pd.DataFrame:
    """What each side calls the same thing: one row a thing that has two names or more, and side.

    `names` comes from `names.contested`; its `user_side` is "" for the reporter. Columns
    `thing side names`: `names` lists the names that the side uses, each a tuple (name, marking,
    statement_ids). Things that more sides name come first, the reporter last among the sides.
    """
    several = names.name.str.lower().groupby(names.thing).transform("nunique") > 1
    uses = names[several].assign(side=names.user_side.replace("", REPORTER))
    found: dict[tuple[str, str], list[tuple[str, str, list[str]]]] = {}
    for (thing, side, name, marking), own in uses.groupby(["thing", "side", "name", "marking"]):
        use = (name, marking, list(dict.fromkeys(own.statement_id)))
        found.setdefault((thing, side), []).append(use)
    sides = Counter(thing for thing, _ in found)
    order = sorted(found, key=lambda key: (-sides[key[0]], key[0], key[1] == REPORTER, key[1]))
    rows = [[thing, side, found[thing, side]] for thing, side in order]
    return pd.DataFrame(rows, columns=["thing", "side", "names"])
