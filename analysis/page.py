"""Scraped text to articles: each line gets a role, and each article its head and body.

A page's lines are heads (titles, links, standfirst bullets) and bodies (paragraphs). Scraping
may leave a body before or after its head, so each head goes to the neighbouring body that
shares more of its words.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from analysis.sentences import DATELINE

# longer lines, and those that end as sentences do, are paragraphs and not titles
TITLE_CHARACTERS = 160
_URL = re.compile(r"(?:https?://|www\.)\S+$")
_BULLET = re.compile(r"[-•*–]\s+")
_SENTENCE_END = re.compile(r"[.?!…]['’\"”)\]]*$")


class Line(NamedTuple):
    """A line of a page: its number from 1, its role and its text."""

    number: int
    role: str
    text: str


class Part(NamedTuple):
    """One article of a page; strings are "" where the page does not tell."""

    title: str
    url: str
    standfirst: tuple[str, ...]
    paragraphs: tuple[str, ...]
    lines: tuple[Line, ...]


def parts(text: str) -> list[Part]:
    r"""The articles of a page's normalised text, in the order of their bodies.

    >>> [(p.title, p.paragraphs) for p in parts("Talks begin\nThey met.")]
    [('Talks begin', ('They met.',))]
    """
    return [_part(head, bodies) for head, bodies in _matched(_blocks(text.split("\n")))]


@dataclass
class _Block:
    """Lines that stand together: a body's paragraphs, or one head."""

    is_head: bool
    lines: list[Line]

    def text(self, *roles: str) -> list[str]:
        """The lines with these roles."""
        return [line.text for line in self.lines if line.role in roles]


def _role(line: str) -> str:
    if _URL.match(line):
        return "url"
    if _BULLET.match(line):
        return "standfirst"
    looks_like_title = len(line) <= TITLE_CHARACTERS and not _SENTENCE_END.search(line)
    return "title" if looks_like_title else "body"


def _blocks(lines: list[str]) -> list[_Block]:
    """Bodies and heads in the order of the page; a dateline opens a new body."""
    blocks: list[_Block] = []
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line:
            continue
        role = _role(line)
        is_head = role != "body"
        if not blocks or blocks[-1].is_head != is_head or _opens(blocks[-1], role, line):
            blocks.append(_Block(is_head, []))
        blocks[-1].lines.append(Line(number, role, line))
    return blocks


def _opens(block: _Block, role: str, line: str) -> bool:
    """Whether a line starts a new block of the same kind as the one before it."""
    if role == "title":
        return bool(block.text("title")) and line not in block.text("title")
    return role == "body" and bool(DATELINE.match(line))


def _matched(blocks: list[_Block]) -> list[tuple[_Block | None, list[_Block]]]:
    """Pair each head with its bodies; headless bodies go on with the article before them."""
    pairs: list[tuple[_Block | None, list[_Block]]] = []
    heads = _heads_of(blocks)
    for position, block in enumerate(blocks):
        if block.is_head:
            continue
        head = heads[position]
        starts = bool(DATELINE.match(block.lines[0].text))
        if head is None and pairs and not starts:
            pairs[-1][1].append(block)
        else:
            pairs.append((head, [block]))
    return pairs


def _heads_of(blocks: list[_Block]) -> dict[int, _Block | None]:
    """The head of each body: of the assignments that use no head twice, the one that fits best."""
    best: dict[int, tuple[float, dict[int, _Block | None]]] = {-1: (0.0, {})}
    for position, block in enumerate(blocks):
        if block.is_head:
            continue
        reached: dict[int, tuple[float, dict[int, _Block | None]]] = {}
        for used, (score, chosen) in best.items():
            for head in (None, position - 1, position + 1):
                if head is not None and not _is_free(blocks, head, used):
                    continue
                fit = score + (_fit(blocks[head], block) if head is not None else 0)
                last = used if head is None else head
                if last not in reached or fit > reached[last][0]:
                    reached[last] = (
                        fit,
                        chosen | {position: None if head is None else blocks[head]},
                    )
        best = reached
    return max(best.values(), key=lambda found: found[0])[1]


def _is_free(blocks: list[_Block], head: int, used: int) -> bool:
    return used < head < len(blocks) and blocks[head].is_head and bool(blocks[head].text("title"))


def _fit(head: _Block, body: _Block) -> float:
    """How much of a head's words its body has, plus a little for being beside it at all."""
    words = _content_words(" ".join(head.text("title", "standfirst")))
    return 0.1 + len(words & _content_words(" ".join(body.text("body")))) / max(1, len(words))


def _content_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 3}


def _part(head: _Block | None, bodies: list[_Block]) -> Part:
    paragraphs = tuple(line.text for body in bodies for line in body.lines)
    lines = sorted(line for block in [*bodies, *([head] if head else [])] for line in block.lines)
    return Part(
        title=head.text("title")[0] if head else paragraphs[0][:80],
        url=next(iter(head.text("url")), "") if head else "",
        standfirst=tuple(
            _BULLET.sub("", text) for text in (head.text("standfirst") if head else ())
        ),
        paragraphs=paragraphs,
        lines=tuple(lines),
    )
