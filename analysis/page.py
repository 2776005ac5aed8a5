"""Scraped text to articles: each line gets a role, and each article its head and body.

Scraping may leave a headline before its text or after it, so of all ways to give the stretches
between the headlines away the one is taken in which the headlines' words are best found where
news has them, in the first paragraphs.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from math import log
from typing import NamedTuple

from analysis import lines
from analysis.headlines import LEAD, Head, Words, content, contrast, heads, information, odds
from analysis.headlines import likely as headlines
from analysis.sentences import DATELINE

# In shares of a headline's words that its text's first paragraphs have; tuned as the weights of
# `headlines` are.
SWITCH = 0.2  # one headline before its text, and the next after its own
ORPHAN = 0.6  # a text without a headline, or a headline without a text
JOINED = 0.25  # a subtitle
ALIKE = 0.2  # each nat that the contrast of a cut stretch's halves lacks to PARTED
PARTED = 3.0
# in nats of likelihood, where a stretch is cut
TITLED = 30.0  # the second half's first paragraphs have all the words of its headline
DATELINED = 20.0  # it begins with a dateline
WORDLESS = frozenset({"url", "boilerplate", "byline", "date"})  # shapes that tell no topic

_Title = dict[str, float]  # a headline's words, each with its weight


class Line(NamedTuple):
    """A line of a page: number from 1, role, the part that it belongs to (-1: none), text."""

    number: int
    role: str
    part: int
    text: str


class Part(NamedTuple):
    """One article of a page; strings are "" where the page does not tell."""

    title: str
    url: str
    standfirst: tuple[str, ...]
    byline: str
    date: str
    paragraphs: tuple[str, ...]


class Page(NamedTuple):
    """The articles of a page in their order, and all its lines that are not blank."""

    parts: list[Part]
    lines: list[Line]


class _Owned(NamedTuple):
    """An article's head, None where it has none, and the lines of its text."""

    head: Head | None
    start: int
    end: int


def split(text: str) -> Page:
    r"""The articles of a page's normalised text, and each line's role.

    >>> page = split("Talks begin\nThey met in Oslo.")
    >>> page.parts[0].title, page.parts[0].paragraphs
    ('Talks begin', ('They met in Oslo.',))
    >>> [line.role for line in page.lines]
    ['title', 'body']
    """
    numbered = [(n, line) for n, raw in enumerate(text.split("\n"), 1) if (line := raw.strip())]
    groups = lines.unwrapped(numbered)
    texts = [" ".join(line for _, line in group) for group in groups]
    shapes = lines.shapes(texts)
    words = worded(texts, shapes)
    found = heads(texts, shapes)
    roles = [shape if shape == "boilerplate" else "unassigned" for shape in shapes]
    owners = [-1] * len(texts)
    parts: list[Part] = []
    for owned in _owned(headlines(found, texts, words), texts, words):
        own = _roles(_headed(owned, found), texts, shapes)
        if "body" in own.values():
            for i, role in own.items():
                roles[i], owners[i] = role, len(parts)
            parts.append(_part([(own[i], texts[i]) for i in sorted(own)]))
    rows = zip(groups, roles, owners, strict=True)
    return Page(parts, [Line(n, role, part, line) for g, role, part in rows for n, line in g])


def worded(texts: Sequence[str], shapes: Sequence[str]) -> list[list[str]]:
    """The telling words of each line; none of links, names, dates and furniture."""
    return [[] if s in WORDLESS else content(t) for t, s in zip(texts, shapes, strict=True)]


# ---- whose each stretch is


def _owned(
    found: Sequence[Head], texts: Sequence[str], words: Sequence[Sequence[str]]
) -> list[_Owned]:
    """The articles that the headlines and the stretches between them make, in the page's order."""
    weights = _weights(words)
    while True:
        titles = [{word: weights(word) for word in _lower(texts[head.title])} for head in found]
        gaps = _gaps(found, titles, texts, words)
        leads = _leads(titles, gaps)
        kept = [head for i, head in enumerate(found) if not gaps[i + leads[i]].is_bare]
        if len(kept) == len(found):
            return _shared_out(*_joined(found, leads, gaps))
        found = kept


def _weights(words: Sequence[Sequence[str]]) -> Callable[[str], float]:
    """How much a word tells: the more, the fewer lines have it."""
    lines = Counter(word for line in words for word in {word.lower() for word in line})
    return lambda word: log(1 + len(words) / max(1, lines[word]))


def _lower(title: str) -> list[str]:
    return [word.lower() for word in content(title)]


def _gaps(
    found: Sequence[Head],
    titles: Sequence[_Title],
    texts: Sequence[str],
    words: Sequence[Sequence[str]],
) -> list["_Gap"]:
    """The stretches before, between and after the headlines."""
    starts = [0, *(head.end for head in found)]
    ends = [*(head.start for head in found), len(texts)]
    last = len(found)
    return [
        _Gap(bounds, after, texts, words, is_edge=i in (0, last))
        for i, (*bounds, after) in enumerate(zip(starts, ends, [*titles, {}], strict=True))
    ]


def _shared_out(claims: Sequence[tuple[Head, bool]], gaps: Sequence["_Gap"]) -> list[_Owned]:
    """Each stretch with its headline; one with two is cut, one without is its own article."""
    owned: list[_Owned] = []
    befores, afters = [(None, False), *claims], [*claims, (None, True)]
    for (before, leads), gap, (after, follows) in zip(befores, gaps, afters, strict=True):
        first, last = before if leads else None, None if follows else after
        cut = gap.cut if first and last else gap.end if first else gap.start
        if first or not last:
            owned.append(_Owned(first, gap.start, cut if first else gap.end))
        if last:
            owned.append(_Owned(last, cut, gap.end))
    return owned


def _joined(
    found: Sequence[Head], leads: Sequence[bool], gaps: Sequence["_Gap"]
) -> tuple[list[tuple[Head, bool]], list["_Gap"]]:
    """Headlines with whether they lead, subtitles joined to theirs; stretches around them."""
    claims: list[tuple[Head, bool]] = []
    between = [gaps[0]]
    for head, lead, before, after in zip(found, leads, gaps, gaps[1:], strict=False):
        if claims and claims[-1][1] == lead and not before.whole.total:
            claims[-1] = (claims[-1][0]._replace(end=head.end), lead)
            between[-1] = after
        else:
            claims.append((head, lead))
            between.append(after)
    return claims, between


def _headed(owned: _Owned, found: Sequence[Head]) -> _Owned:
    """An article without a head with the title-like line that it begins with, or else ends with."""
    if owned.head is None:
        for head in found:
            if head.start == owned.start and head.end < owned.end:
                return _Owned(head, head.end, owned.end)
        for head in found:
            if head.end == owned.end and head.start > owned.start:
                return _Owned(head, owned.start, head.start)
    return owned


def _leads(titles: Sequence[_Title], gaps: Sequence["_Gap"]) -> list[bool]:
    """For each headline whether it leads its text (True) or follows it; the best of all ways."""
    scores = {False: 0.0}  # of the best way up to here, by whether the last headline leads
    steps: list[dict[bool, bool]] = []  # for each headline: its choice to the one before it
    for before, gap, after in zip([None, *titles], gaps, [*titles, None], strict=True):
        reached, step = {}, {}
        for leads in (True, False) if after is not None else (True,):
            claim = None if leads else after
            ways = {
                led: score + gap.worth(before if led else None, claim)
                for led, score in scores.items()
            }
            step[leads] = max(ways, key=lambda led: ways[led])
            reached[leads] = ways[step[leads]]
        scores = reached
        steps.append(step)
    choices = [True]
    for step in reversed(steps):
        choices.append(step[choices[-1]])
    return choices[-2:0:-1]


class _Gap:
    """A stretch between two headlines, lines from `start` up to `end`, and where it may be cut."""

    def __init__(
        self,
        bounds: Sequence[int],
        after: _Title,
        texts: Sequence[str],
        words: Sequence[Sequence[str]],
        *,
        is_edge: bool,
    ) -> None:
        self.start, self.end = bounds
        self.cut = _cut(*bounds, after, texts, words)
        self.whole = Words(words[self.start : self.end])
        self.left = Words(words[self.start : self.cut])
        self.right = Words(words[self.cut : self.end])
        parted = odds(contrast(self.left, self.right)) if self.right.total else 0
        self.alike = ALIKE * max(0, PARTED - parted)
        self.is_inner = not is_edge
        self.is_bare = is_edge and not self.whole.total

    def worth(self, before: _Title | None, after: _Title | None) -> float:
        """How well it goes with the headlines (as words) that claim it from before and after it."""
        if before is None and after is None:
            return -SWITCH - ORPHAN * bool(self.whole.total)
        if before is not None and after is not None:
            return _fit(before, self.left) + _fit(after, self.right) - SWITCH - self.alike
        if self.is_inner and not self.whole.total:
            return -JOINED
        return _fit(before if after is None else after, self.whole)


def _fit(title: _Title, stretch: Words) -> float:
    return stretch.share(title) if stretch.total else -ORPHAN


def _cut(
    start: int, end: int, after: _Title, texts: Sequence[str], words: Sequence[Sequence[str]]
) -> int:
    """Where a stretch falls into two: by their words, and those of the headline after them."""
    filled = [i for i in range(start, end) if words[i]]
    if len(filled) < 2:
        return end
    vocabulary = len({word.lower() for line in words[start:end] for word in line})
    forth = _likelihoods([words[i] for i in filled], vocabulary)
    back = _likelihoods([words[i] for i in reversed(filled)], vocabulary)[::-1]

    def score(k: int) -> float:
        lead = Words(words[i] for i in filled[k : k + LEAD])
        is_dated = bool(DATELINE.match(texts[filled[k]]))
        return forth[k - 1] + back[k] + DATELINED * is_dated + TITLED * lead.share(after)

    return filled[max(range(1, len(filled)), key=score)]


def _likelihoods(paragraphs: Sequence[Sequence[str]], vocabulary: int) -> list[float]:
    """The log-likelihood of the first paragraph, the first two, and so on, under their own mix."""
    counts: dict[str, int] = {}
    found, known, total = [], 0.0, 0
    for paragraph in paragraphs:
        for word in map(str.lower, paragraph):
            seen = counts.get(word, 0)
            counts[word] = seen + 1
            known += information(seen + 1) - information(seen)
        total += len(paragraph)
        found.append(known - total * log(total + vocabulary))
    return found


# ---- roles


def _roles(owned: _Owned, texts: Sequence[str], shapes: Sequence[str]) -> dict[int, str]:
    """The role of each line of an article, by its index; a head's shapes count only in its head."""
    roles: dict[int, str] = {}
    if owned.head:
        title = texts[owned.head.title]
        for i in range(owned.head.start, owned.head.end):
            is_subtitle = shapes[i] == "title" and texts[i] != title
            roles[i] = "standfirst" if is_subtitle else shapes[i]
    for i in range(owned.start, owned.end):
        roles[i] = "body" if shapes[i] in ("title", "standfirst") else shapes[i]
    return roles


def _part(assigned: Sequence[tuple[str, str]]) -> Part:
    """An article from its lines with their roles."""

    def all_of(role: str) -> list[str]:
        return [text for found, text in assigned if found == role]

    return Part(
        title=next(iter(all_of("title")), ""),
        url=next(iter(all_of("url")), ""),
        standfirst=tuple(lines.BULLET.sub("", text) for text in all_of("standfirst")),
        byline=next(iter(all_of("byline")), ""),
        date=next(iter(all_of("date")), ""),
        paragraphs=tuple(all_of("body")),
    )
