"""Which title-like lines of a scraped page are headlines.

All title-like lines are candidates. The least likely is dropped and the texts on its two sides are
joined, until every one that is left is likelier a headline than not: subheadings go first, since
the words on their two sides are alike. The odds are a logistic regression of a few features; that
of the words is the likelihood gained by giving each side a vocabulary of its own, as texts are
parted by Utiyama and Isahara (2001).
"""

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from math import inf, log
from typing import NamedTuple

from analysis.sentences import DATELINE

LEAD = 6  # paragraphs in which a headline's words are looked for: news tells the main thing first
LONG = 12  # words of a headline; more make it less likely again
# log-odds; fitted by `benchmarks/reading.py --fit` on half of its articles
WEIGHTS = {
    "constant": -9.52,
    "words": 0.38,
    "more words": -0.2,
    "numbered": -4.74,
    "question": -1.3,
    "room": 1.01,
    "lead": 2.25,
    "edge": 5.06,
    "gain": 0.57,
    "length": 0.34,
    "gain x length": 0.46,
    "names": 5.28,
    "names x length": -3.73,
}
# set by hand: scraping dresses headlines with these, and seldom subheadings
MARKS = {
    "url": 5.0,
    "twice": 4.0,
    "dateline": 4.0,
    "standfirst": 3.0,
    "byline": 2.0,
    "date": 2.0,
}
APART = 8  # heads without a text between; more are a list or a menu
# words of every text, cut as `content` cuts: they tell no topic
COMMON = frozenset(
    "about after again also although always among another around away back because been before"
    " being between both came come could did does doing done down during each even ever every from"
    " give given going have having here however into itself just know known last later less like"
    " made make many might more most much must need never next often once only other over"
    " perhaps rather said same says shall should since some still such take than that their them"
    " then there these they thing things think this those though through time today told under"
    " until upon very want well went were what when where whether which while whom whose will with"
    " within without would year years your yours yours".split()
)
_NUMBERED = re.compile(r"\d{1,3}[.):]\s")


class Head(NamedTuple):
    """A title-like line and the lines of its head: from `start` up to `end`; `title` is its own."""

    start: int
    end: int
    title: int
    marks: frozenset[str] = frozenset()


def content(text: str) -> list[str]:
    """A text's telling words, cut to six letters so that inflected forms fall together.

    >>> content("The UN says talks on Greenland have begun")
    ['UN', 'talks', 'Greenl', 'begun']
    """
    words = re.findall(r"[^\W_]{2,}", text)
    return [w[:6] for w in words if (len(w) > 3 or w.isupper()) and w.lower() not in COMMON]


class Words:
    """A stretch of text: its first paragraphs' words, and how often each word stands in it all."""

    def __init__(self, paragraphs: Iterable[Sequence[str]] = ()) -> None:
        listed = [words for words in paragraphs if words]
        self.lead = [{word.lower() for word in words} for words in listed[:LEAD]]
        self.counts = Counter(word.lower() for words in listed for word in words)
        self.names = {word.lower() for words in listed for word in words if word[0].isupper()}
        self.total = self.counts.total()

    def joined(self, other: "Words") -> "Words":
        """The stretch that goes on with another; both are used up."""
        small, large = sorted((self, other), key=lambda side: len(side.counts))
        large.counts.update(small.counts)
        both = Words()
        both.lead = (self.lead + other.lead)[:LEAD]
        both.counts, both.total = large.counts, self.total + other.total
        both.names = self.names | other.names
        return both

    def share(self, title: Mapping[str, float]) -> float:
        """The share of a title's words, by their weights, that the first paragraphs have."""
        found = set().union(*self.lead)
        return sum(w for word, w in title.items() if word in found) / (sum(title.values()) or 1)


def gain(left: Words, right: Words) -> float:
    """Nats gained by parting two stretches, for each word of the shorter; lower is more alike."""
    small, large = sorted((left.counts, right.counts), key=len)
    both = [(count, other) for word, count in small.items() if (other := large.get(word))]
    vocabulary = len(small) + len(large) - len(both)
    shared = sum(information(a) + information(b) - information(a + b) for a, b in both)
    n, m = left.total, right.total
    apart = sum(k * log(k + vocabulary) * sign for k, sign in ((n + m, 1), (n, -1), (m, -1)))
    return (shared + apart) / max(1, min(n, m))


def information(count: int) -> float:
    return count * log(count + 1)


def features(
    title: str, left: Words, right: Words, room: int, marks: Iterable[str] = ()
) -> dict[str, float]:
    """What tells a headline between two stretches of text from a subheading; keys of `WEIGHTS`.

    `room` is the number of paragraphs, on the side with more, without a title-like line; `marks`
    are those of `Head`.
    """
    words = {word.lower(): 1.0 for word in content(title)}
    found = {
        "constant": 1.0,
        "words": min(len(title.split()), LONG),
        "more words": max(0, len(title.split()) - LONG),
        "numbered": bool(_NUMBERED.match(title)),
        "question": title.rstrip().endswith("?"),
        "room": log(1 + room),
        "lead": abs(right.share(words) - left.share(words)),
        **dict.fromkeys(marks, 1.0),
    }
    return found | (contrast(left, right) if left.total and right.total else {"edge": 1.0})


def contrast(left: Words, right: Words) -> dict[str, float]:
    """What tells two texts from two stretches of one; keys of `WEIGHTS`."""
    parted, length = gain(left, right), log(1 + min(left.total, right.total))
    names = len(left.names & right.names) / max(1, min(len(left.names), len(right.names)))
    return {
        "gain": parted,
        "length": length,
        "gain x length": parted * length,
        "names": names,
        "names x length": names * length,
    }


def odds(found: Mapping[str, float]) -> float:
    """The log-odds that features, by their weights, add up to."""
    return sum((WEIGHTS | MARKS)[name] * value for name, value in found.items())


def heads(texts: Sequence[str], shapes: Sequence[str]) -> list[Head]:
    """The title-like lines of a page, each with the links, dates and bullets that stand by it."""
    found: list[Head] = []
    for start, end in _runs(shapes):
        titles = [i for i in range(start, end) if shapes[i] == "title"]
        fresh = [i for n, i in enumerate(titles) if not n or texts[i] != texts[titles[n - 1]]]
        begins = _begins(texts, shapes, start, fresh)
        for begin, stop, title in zip(begins, [*begins[1:], end], fresh, strict=False):
            found.append(Head(begin, stop, title, _marks(texts, shapes, begin, stop, title)))
    return found


def _begins(
    texts: Sequence[str], shapes: Sequence[str], start: int, titles: Sequence[int]
) -> list[int]:
    """Where the head of each title of a run begins: at its link, where that stands before it."""
    linked = [title > start and shapes[title - 1] == "url" for title in titles]
    begins = []
    for n, title in enumerate(titles):
        before = texts[titles[n - 1]] if n else ""
        own = linked[n] and _is_link_of(texts[title - 1], texts[title], before, leads=linked[0])
        begins.append(title - own)
    return begins


def _runs(shapes: Sequence[str]) -> Iterable[tuple[int, int]]:
    """The stretches of lines that are no paragraphs."""
    start = 0
    for is_body, run in groupby(shapes, key=lambda shape: shape == "body"):
        end = start + len(list(run))
        if not is_body:
            yield start, end
        start = end


def _is_link_of(link: str, title: str, before: str, *, leads: bool) -> bool:
    """Whether a link leads to the title after it, not to that before it: its words may tell.

    `leads` says whether links stand before their titles on this page.
    """
    slug = set(content(re.sub(r"[\W_]", " ", link).title()))
    own, other = (len(slug & set(content(text.title()))) for text in (title, before))
    return leads if own == other else own > other


def _marks(
    texts: Sequence[str], shapes: Sequence[str], start: int, end: int, title: int
) -> frozenset[str]:
    marks = {shapes[i] for i in range(start, end)} - {"title", "boilerplate"}
    if any(texts[i] == texts[title] for i in range(title + 1, end)):
        marks.add("twice")
    if end < len(texts) and DATELINE.match(texts[end]):
        marks.add("dateline")
    return frozenset(marks)


def likely(
    found: Sequence[Head], texts: Sequence[str], words: Sequence[Sequence[str]]
) -> list[Head]:
    """Those heads that are likelier a headline's than not; `words` are each line's."""
    return Candidates(found, texts, words).likely()


class Candidates:
    """Heads that may be headlines, each between two stretches of text, linked to the next ones."""

    def __init__(
        self, heads: Sequence[Head], texts: Sequence[str], words: Sequence[Sequence[str]]
    ) -> None:
        self.heads, self.texts = heads, texts
        edges = [0, *(edge for head in heads for edge in (head.start, head.end)), len(texts)]
        bounds = list(pairwise(edges))[::2]
        self.stretches = [Words(words[start:end]) for start, end in bounds]
        self.rooms = [max(a, b) for a, b in pairwise(end - start for start, end in bounds)]
        self.words = words
        # the stretch after candidate i is i + 1; those of dropped candidates join to the left
        self.before = list(range(-1, len(heads) - 1))
        self.after = list(range(1, len(heads) + 1))
        self.version = [0] * len(heads)
        self.dropped: dict[int, dict[str, float] | None] = {}  # with their features at that time

    def likely(self) -> list[Head]:
        """Drop the least likely until all that are left are likely."""
        queue = [(self.odds(i), i, 0) for i in range(len(self.heads))]
        heapq.heapify(queue)
        while queue:
            odds, i, version = heapq.heappop(queue)
            if i in self.dropped or version != self.version[i]:
                continue
            if odds >= 0:
                break
            self.dropped[i] = self.features(i)
            for near in self._drop(i):
                self.version[near] += 1
                heapq.heappush(queue, (self.odds(near), near, self.version[near]))
        return [head for i, head in enumerate(self.heads) if i not in self.dropped]

    def _drop(self, i: int) -> list[int]:
        """Join a candidate's words and the stretches beside it; return the candidates beside it."""
        before, after, head = self.before[i], self.after[i], self.heads[i]
        own = Words(self.words[head.start : head.end])
        joined = self.stretches[before + 1].joined(own).joined(self.stretches[i + 1])
        self.stretches[before + 1] = joined
        if before >= 0:
            self.after[before] = after
        if after < len(self.heads):
            self.before[after] = before
        return [near for near in (before, after) if 0 <= near < len(self.heads)]

    def odds(self, i: int) -> float:
        """The log-odds that a candidate is a headline, as things stand."""
        found = self.features(i)
        return odds(found) if found else -inf

    def features(self, i: int) -> dict[str, float] | None:
        """What tells a candidate from a subheading, as things stand; None within a list."""
        head, left, right = self.heads[i], self._left(i), self._right(i)
        if left is None or right is None:
            return None
        return features(self.texts[head.title], left, right, self.rooms[i], head.marks)

    def _left(self, i: int) -> Words | None:
        """The text before a candidate, a few other heads between; None where it is too far."""
        for _ in range(APART):
            if i < 0:
                return Words()
            stretch = self.stretches[self.before[i] + 1]
            if stretch.total:
                return stretch
            i = self.before[i]
        return None

    def _right(self, i: int) -> Words | None:
        """The text after a candidate; as `_left`."""
        for _ in range(APART):
            if i == len(self.heads):
                return Words()
            stretch = self.stretches[i + 1]
            if stretch.total:
                return stretch
            i = self.after[i]
        return None
