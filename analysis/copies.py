"""Syndicated copies: the same wire story in several outlets, found by MinHash (Broder 1997)."""

from collections.abc import Sequence

WORDS = 5  # words of a shingle: long enough not to be shared by chance
# Jaccard similarity of shingles from which on two articles are copies; two reports on one event
# share less than 0.1, a story cut by a third has 0.67. The estimate's standard error is 0.044.
ALIKE = 0.5
PERMUTATIONS = 128


def copies(articles: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """Map the id of each copy to that of its original, from (id, date published, text) of each.

    Articles that share at least half of their five-word sequences are copies, so that a story that
    an outlet shortened or gave another title is found, and two reports on one event are not. The
    original is the earliest published, or else the first by id: the order of files is indifferent.
    """
    if len(articles) < 2:
        return {}
    from datasketch import MinHashLSH  # noqa: PLC0415 (slow to import)

    index = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS, weights=(0.1, 0.9))
    found: dict[str, str] = {}
    kept = {}
    for name, _, text in sorted(articles, key=lambda one: (one[1] or "9999", one[0])):
        sketch = _sketch(text)
        near = [one for one in index.query(sketch) if sketch.jaccard(kept[one]) >= ALIKE]
        if near:
            found[name] = max(near, key=lambda one: (sketch.jaccard(kept[one]), one))
        else:
            kept[name] = sketch
            index.insert(name, sketch)
    return found


def _sketch(text: str):
    from datasketch import MinHash  # noqa: PLC0415

    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    shingles = {" ".join(words[i : i + WORDS]) for i in range(max(1, len(words) - WORDS + 1))}
    sketch = MinHash(num_perm=PERMUTATIONS)
    sketch.update_batch([shingle.encode() for shingle in sorted(shingles)])
    return sketch
