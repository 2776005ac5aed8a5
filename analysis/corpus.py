"""Files to articles: scraped text is split into articles, and each line gets a role.

A page's lines are heads (titles, links, standfirst bullets) and bodies (paragraphs). Scraping
may leave a body before or after its head, so each head goes to the neighbouring body that
shares more of its words.
"""

import csv
import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from analysis.errors import UserError
from analysis.people import read_actors
from analysis.sentences import DATELINE

SUFFIXES = (".txt", ".md")
ID_WORDS = 7
MANIFEST = "manifest.csv"
ACTORS = "actors.csv"
# longer lines, and those that end as sentences do, are paragraphs and not titles
TITLE_CHARACTERS = 160
_URL = re.compile(r"(?:https?://|www\.)\S+$")
_BULLET = re.compile(r"[-•*–]\s+")
_SENTENCE_END = re.compile(r"[.?!…]['’\"”)\]]*$")
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f]"
)


@dataclass(frozen=True)
class Article:
    """One article. `text` is its body: paragraphs joined by a blank line; offsets count in it.

    Strings are "" where the source does not tell; `dateline` is the place as printed. `page` is
    the text of the other articles on the same scraped page, which may tell who a name is;
    `actors` the rows (name, actor, side) of the corpus's `actors.csv`.
    """

    id: str
    title: str
    text: str
    url: str = ""
    outlet: str = ""
    author: str = ""
    published: str = ""
    dateline: str = ""
    standfirst: tuple[str, ...] = ()
    source_file: str = ""
    page: str = field(default="", repr=False)
    actors: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)


class Line(NamedTuple):
    """A line of a source file, its role, and the article that it belongs to."""

    file: str
    number: int
    role: str
    article_id: str
    text: str


@dataclass
class _Block:
    """Lines that stand together: a body's paragraphs, or one head."""

    is_head: bool
    lines: list[tuple[int, str, str]]  # number, role, text

    def text(self, *roles: str) -> list[str]:
        """The lines with these roles."""
        return [text for _, role, text in self.lines if role in roles]


def read(path: str | Path) -> list[Article]:
    """Return the articles of a file, or of every text file in a folder, in the files' order.

    Raises UserError where there is no such path, where a file differs from its checksum in
    `manifest.csv`, and where there is no article to be found.
    """
    return [article for article, _ in _read(Path(path))]


def audit(path: str | Path) -> list[Line]:
    """Return every line of the corpus with its role; see `read` for the errors."""
    return [line for _, lines in _read(Path(path)) for line in lines]


def pick(articles: Sequence[Article], wanted: Iterable[str]) -> list[Article]:
    """Return the wanted articles in the order asked for; all of them when none is named.

    Raises UserError, naming the nearest ids, for one that there is not.
    """
    known = {article.id: article for article in articles}
    for name in wanted:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3, cutoff=0.3) or list(known)[:3]
            raise UserError(f"no article has the id {name!r}; the nearest are: {', '.join(near)}")
    return [known[name] for name in dict.fromkeys(wanted)] or list(articles)


def _read(path: Path) -> list[tuple[Article, list[Line]]]:
    if not path.exists():
        raise UserError(f"there is no corpus at {path}; name a folder or file: CORPUS=…")
    folder = path if path.is_dir() else path.parent
    verify(folder)
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if _is_text(p))
    given = tuple(read_actors(folder / ACTORS)) if (folder / ACTORS).exists() else ()
    found = [
        (replace(article, actors=given), lines)
        for file in files
        for article, lines in _with_page(articles_in(file, folder))
    ]
    if not found:
        raise UserError(f"no article in {path}: it holds no {' or '.join(SUFFIXES)} file with text")
    return found


def _with_page(
    found: list[tuple[Article, list[Line]]],
) -> Iterable[tuple[Article, list[Line]]]:
    """The articles of one page, each with the text of the others."""
    for number, (article, lines) in enumerate(found):
        others = [other.text for other, _ in (*found[:number], *found[number + 1 :])]
        yield replace(article, page="\n\n".join(others)), lines


def _is_text(path: Path) -> bool:
    return path.is_file() and path.suffix in SUFFIXES and not path.name.startswith((".", "README"))


def verify(folder: Path) -> None:
    """Raise UserError where a file is not as `manifest.csv` has it."""
    manifest = folder / MANIFEST
    if not manifest.exists():
        return
    with manifest.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            listed = folder / row["file"]
            if not listed.is_file():
                raise UserError(f"{manifest}: {row['file']} is listed and is not there")
            if hashlib.sha256(listed.read_bytes()).hexdigest() != row["sha256"]:
                raise UserError(f"{listed} is not what {manifest} lists: its SHA-256 differs")


def articles_in(file: Path, folder: Path) -> list[tuple[Article, list[Line]]]:
    """The articles of one text file, each with its lines and their roles."""
    try:
        content = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{file}: not UTF-8 text (byte {error.start})") from None
    blocks = _blocks(normalise(content).split("\n"))
    name = file.relative_to(folder).as_posix()
    return [_article(head, bodies, name) for head, bodies in _matched(blocks)]


def normalise(text: str) -> str:
    r"""The text that offsets count in: NFC, line feeds, plain spaces, nothing invisible.

    >>> normalise("a\u00a0b\r\nc\u200b")
    'a b\nc'
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return re.sub(r"[^\S\n]", " ", re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text))


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
        blocks[-1].lines.append((number, role, line))
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
        starts = bool(DATELINE.match(block.lines[0][2]))
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


def _article(head: _Block | None, bodies: list[_Block], file: str) -> tuple[Article, list[Line]]:
    paragraphs = [text for body in bodies for _, _, text in body.lines]
    title = head.text("title")[0] if head else paragraphs[0][:80]
    url = next(iter(head.text("url")), "") if head else ""
    dateline = DATELINE.match(paragraphs[0])
    article = Article(
        id=article_id(title),
        title=title,
        text="\n\n".join(paragraphs),
        url=url,
        outlet=urlsplit(url).netloc.removeprefix("www."),
        dateline=re.split(r"[:,(—–]| -", dateline[0])[0].strip() if dateline else "",
        standfirst=tuple(
            _BULLET.sub("", text) for text in (head.text("standfirst") if head else ())
        ),
        source_file=file,
    )
    lines = sorted(line for block in [*bodies, *([head] if head else [])] for line in block.lines)
    return article, [Line(file, number, role, article.id, text) for number, role, text in lines]


def article_id(title: str) -> str:
    """A readable id: the title's first words.

    >>> article_id("Kremlin: Vladimir Putin is open to talks on Ukraine")
    'kremlin-vladimir-putin-is-open-to-talks'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:ID_WORDS]) or "article"
