"""A folder of files to articles, with every line accounted for."""

import csv
import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from analysis import page
from analysis.errors import UserError
from analysis.people import read_actors
from analysis.sentences import DATELINE

SUFFIXES = (".txt", ".md")
ID_WORDS = 7
MANIFEST = "manifest.csv"
ACTORS = "actors.csv"
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f]"
)


@dataclass(frozen=True)
class Article:
    """One article. `text` is its body: paragraphs joined by a blank line; offsets count in it.

    Strings are "" where the source does not tell; `published` is an ISO date and `published_from`
    how it was found; `dateline` is the place as printed, `language` an ISO 639-1 code. `metadata`
    holds what else the source tells (a table's other columns, front matter), by name. `page` is
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
    published_from: str = ""
    dateline: str = ""
    standfirst: tuple[str, ...] = ()
    source_file: str = ""
    language: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    page: str = field(default="", repr=False)
    actors: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)


class Line(NamedTuple):
    """A line of a source file, its role, and the article that it belongs to."""

    file: str
    number: int
    role: str
    article_id: str
    text: str


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
    name = file.relative_to(folder).as_posix()
    return [_article(part, name) for part in page.parts(normalise(content))]


def normalise(text: str) -> str:
    r"""The text that offsets count in: NFC, line feeds, plain spaces, nothing invisible.

    >>> normalise("a\u00a0b\r\nc\u200b")
    'a b\nc'
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return re.sub(r"[^\S\n]", " ", re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text))


def _article(part: page.Part, file: str) -> tuple[Article, list[Line]]:
    dateline = DATELINE.match(part.paragraphs[0])
    article = Article(
        id=article_id(part.title),
        title=part.title,
        text="\n\n".join(part.paragraphs),
        url=part.url,
        outlet=urlsplit(part.url).netloc.removeprefix("www."),
        dateline=re.split(r"[:,(—–]| -", dateline[0])[0].strip() if dateline else "",
        standfirst=part.standfirst,
        source_file=file,
    )
    return article, [Line(file, *line[:2], article.id, line.text) for line in part.lines]


def article_id(title: str) -> str:
    """A readable id: the title's first words.

    >>> article_id("Kremlin: Vladimir Putin is open to talks on Ukraine")
    'kremlin-vladimir-putin-is-open-to-talks'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:ID_WORDS]) or "article"
