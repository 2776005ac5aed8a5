"""Syndicated copies: the same wire story in several outlets, found by MinHash (Broder 1997)."""

from collections.abc import Sequence

from analysis.corpus import Article

WORDS = 5  # words of a shingle: long enough not to be shared by chance
ALIKE = 0.5  # Jaccard similarity of shingles from which on two articles are copies
PERMUTATIONS = 128


def copies(articles: Sequence[Article]) -> dict[str, str]:
    """Map the id of each copy to the id of the article that it copies, the first of its kind.

    Articles that share at least half of their five-word sequences are copies, so that a story that
    an outlet shortened or gave another title is found, and two reports on one event are not.
    """
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 (slow to import)

    index = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS)
    found: dict[str, str] = {}
    kept: dict[str, set[str]] = {}
    for article in articles:
        shingles = _shingles(article.text)
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in sorted(shingles)])
        near = [name for name in index.query(sketch) if _alike(shingles, kept[name])]
        if near:
            found[article.id] = min(near, key=list(kept).index)
        else:
            kept[article.id] = shingles
            index.insert(article.id, sketch)
    return found


def originals(articles: Sequence[Article]) -> list[Article]:
    """The articles without those that copy an earlier one."""
    found = copies(articles)
    return [article for article in articles if article.id not in found]


def _shingles(text: str) -> set[str]:
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    return {" ".join(words[i : i + WORDS]) for i in range(max(1, len(words) - WORDS + 1))}


def _alike(first: set[str], second: set[str]) -> bool:
    """Whether two sets of shingles are alike: MinHash only guesses."""
    return len(first & second) >= ALIKE * len(first | second)
