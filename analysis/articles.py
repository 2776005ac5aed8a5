"""What a file holds, to articles: parted, with what is known of each, and each line's role."""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis import metadata, page
from analysis.decoding import normalise
from analysis.formats import Record
from analysis.labels import Label
from analysis.lexicon import Lexicons
from analysis.markdown import escape, external
from analysis.sentences import DATELINE

ID_WORDS = 7
# articles of one page that may tell who a name in the others is; a file with more is an archive,
# and what each would keep of the others grows with the square
SIBLINGS = 10
ID_HASH = 6  # characters, 30 bits: among 30,000 articles of one title two fall together


@dataclass(frozen=True, repr=False)
class Article:
    """One article. `text` is its body: paragraphs joined by a blank line; offsets count in it.

    Strings are "" where the source does not tell; `published` is an ISO date and `published_from`
    how it was found; `dateline` is the place as printed, `language` an ISO 639-1 code. `metadata`
    holds what else the source tells (a table's other columns, front matter), by name. `page` is
    the text of the other articles on the same scraped page, which may tell who a name is;
    `actors` the rows (name, actor, side) of the corpus's `actors.csv`, `lexicons` the rows that
    the corpus adds to the word lists, `labels` what its `labels.csv` says of this article.
    `copy_of` is the id of the article that this one copies.
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
    lexicons: Lexicons = field(default=(), repr=False)
    labels: tuple[Label, ...] = field(default=(), repr=False)
    copy_of: str = ""

    @property
    def label(self) -> str:
        """What to call it in print: its title, or the beginning of a text that has none."""
        words = self.text.split()
        cut = "…" if len(words) > ID_WORDS else ""
        return self.title or f"“{' '.join(words[:ID_WORDS])}{cut}”"

    def __repr__(self) -> str:
        """The article in a line: id, words, and where and when it was published."""
        told = [f"{len(self.text.split())} words", self.outlet, self.published]
        return f"Article({self.id}: {', '.join(filter(None, told))})"

    def _repr_markdown_(self) -> str:
        """The article as a notebook shows it: title, source, standfirst and text."""
        source = [escape(part) for part in (self.outlet, self.author, self.published) if part]
        source += [external(self.url)] if self.url else []
        parts = [f"### {escape(self.label)}", " · ".join(source)]
        parts += ["\n".join(f"- {escape(line)}" for line in self.standfirst)]
        parts += [escape(paragraph) for paragraph in self.text.split("\n\n")]
        return "\n\n".join(filter(None, parts))


class Line(NamedTuple):
    """A line of a source file (or its row), its role, and the article that it belongs to."""

    file: str
    number: int
    role: str
    article_id: str
    text: str


Item = tuple[Article | None, list[Line]]  # None: lines that belong to no article


def of_record(record: Record, file: str, url: str = "") -> Iterator[Item]:
    """The articles of a record, each with its lines, and last the lines that belong to none.

    `url` is where a file came from, for an article that does not tell.
    """
    read = _with_words({"page": _page, "one": _one, "none": _row}[record.parting](record))
    bodies = ["\n\n".join(part.paragraphs) for part in read.parts]
    lines: dict[int, list[page.Line]] = {}
    for line in read.lines:
        lines.setdefault(line.part, []).append(line)
    for n, part in enumerate(read.parts):
        others = "\n\n".join(bodies[:n] + bodies[n + 1 :]) if len(bodies) <= SIBLINGS else ""
        own = lines.get(n, [])
        article = _article(part, record, file, url, others, own)
        yield article, _lines(own, file, article.id)
    if left := lines.get(-1):
        yield None, _lines(left, file, "")


def _with_words(read: page.Page) -> page.Page:
    """A page's articles that have a word; the lines of others belong to none."""
    kept = [
        n for n, part in enumerate(read.parts) if any(map(str.isalpha, "".join(part.paragraphs)))
    ]
    number = {old: new for new, old in enumerate(kept)} | {-1: -1}
    lines = [
        line._replace(part=number[line.part])
        if line.part in number
        else line._replace(part=-1, role="unassigned")
        for line in read.lines
    ]
    return page.Page([read.parts[n] for n in kept], lines)


def _lines(found: list[page.Line], file: str, name: str) -> list[Line]:
    return [Line(file, line.number, line.role, name, line.text) for line in found]


# ---- parting


def _page(record: Record) -> page.Page:
    """The articles of a page, its lines numbered as in the file."""
    read = page.split("\n".join(_clean(text) for _, text in record.lines))
    numbers = [number for number, _ in record.lines]
    return page.Page(
        read.parts, [line._replace(number=numbers[line.number - 1]) for line in read.lines]
    )


def _one(record: Record) -> page.Page:
    """One article: the lines before its body keep their roles, all others are its body."""
    title = _line(record.fields.get("title", ""))
    read = _page(record)
    lines, in_head = [], True
    for line in read.lines:
        role = line.role
        if title and line.text == title:
            role = "title"
        elif role != "boilerplate" and (not in_head or role in ("title", "unassigned")):
            is_title = in_head and role == "title" and not title
            role, title = ("title", line.text) if is_title else ("body", title)
        in_head = in_head and role != "body"
        lines.append(line._replace(role=role, part=0))
    return page.Page([_part(lines, title)] if _texts(lines, "body") else [], lines)


def _part(lines: list[page.Line], title: str) -> page.Part:
    first = {role: next(iter(_texts(lines, role)), "") for role in ("url", "byline", "date")}
    return page.Part(
        title, first["url"], _texts(lines, "standfirst"), first["byline"], first["date"],
        _texts(lines, "body"),
    )  # fmt: skip


def _texts(lines: list[page.Line], role: str) -> tuple[str, ...]:
    return tuple(line.text for line in lines if line.role == role)


def _row(record: Record) -> page.Page:
    """The article of a table's row or of a page already read: no line is parted."""
    told = {name: _line(record.fields.get(name, "")) for name in ("title", "url", "date", "author")}
    roles = {"title": "title", "url": "url", "date": "date", "author": "byline"}
    head = [page.Line(record.line, roles[name], 0, text) for name, text in told.items() if text]
    standfirst = _line(record.fields.get("standfirst", ""))
    head += [page.Line(record.line, "standfirst", 0, standfirst)] if standfirst else []
    body = [
        page.Line(number, "body", 0, text)
        for number, line in record.lines
        if (text := _clean(line))
    ]
    body = body[1:] if len(body) > 1 and body[0].text == told["title"] else body
    return page.Page([_part([*head, *body], told["title"])] if body else [], [*head, *body])


def _clean(line: str) -> str:
    """A line of a text that a reader gave, by the rule that offsets count in."""
    return normalise(line).replace("\n", " ").strip()


def _line(text: str) -> str:
    """A field on one line."""
    return " ".join(normalise(text).split())


# ---- what is known of an article


def _article(
    part: page.Part, record: Record, file: str, url: str, others: str, lines: list[page.Line]
) -> Article:
    told = record.fields
    text = "\n\n".join(part.paragraphs)
    link = part.url or _line(told.get("url", "")) or url
    published, published_from = _published(part, record, link, lines)
    return Article(
        id=article_id(part.title, link, text),
        title=part.title,
        text=text,
        url=link,
        outlet=_line(told.get("outlet", "")) or metadata.outlet(link),
        author=_line(told.get("author", "")) or metadata.author(part.byline),
        published=published,
        published_from=published_from,
        dateline=_dateline(part.paragraphs[0]),
        standfirst=part.standfirst,
        source_file=file,
        language=metadata.language(text, told.get("language", "")),
        metadata={_line(name): _line(value) for name, value in record.metadata.items()},
        page=others,
    )


def _published(
    part: page.Part, record: Record, url: str, lines: list[page.Line]
) -> tuple[str, str]:
    """The day an article was published, and how it was found."""
    if day := metadata.column_date(record.fields.get("date", "")):
        return day, record.fields.get("date_from", "")
    if day := metadata.iso_date(part.date):
        number = next(line.number for line in lines if line.text == part.date)
        return day, f"line {number}"
    if day := metadata.url_date(url):
        return day, "url"
    day = metadata.iso_date(_printed_dateline(part.paragraphs[0]))
    return day, "dateline" if day else ""


def _printed_dateline(paragraph: str) -> str:
    found = DATELINE.match(paragraph)
    return found[0] if found else ""


def _dateline(paragraph: str) -> str:
    """The place of a dateline: what stands before its first mark."""
    return re.split(r"[:,(—–]| -", _printed_dateline(paragraph))[0].strip()


def article_id(title: str, url: str, text: str) -> str:
    """A readable id: the title's first words, and a hash of title, address and text.

    It depends on nothing else: not on the machine, the file's name or the other files.

    >>> article_id("Kremlin: Vladimir Putin is open to talks on Ukraine", "", "MOSCOW: President")
    'kremlin-vladimir-putin-is-open-to-talks-2hmv25'
    """
    content = hashlib.sha256("\0".join((title, url, text)).encode()).digest()
    return f"{slug(title or text[:200])}-{base64.b32encode(content).decode().lower()[:ID_HASH]}"


def slug(title: str) -> str:
    """The first words of a title, for addresses and file names.

    >>> slug("Kremlin: Vladimir Putin is open to talks on Ukraine")
    'kremlin-vladimir-putin-is-open-to-talks'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower())[:ID_WORDS]) or "article"
