"""A folder of files to articles, with every line accounted for and nothing dropped in silence."""

import csv
import difflib
import hashlib
import io
import os
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from analysis import columns, copies, formats, labels, store
from analysis.articles import Article, Item, Line, of_record
from analysis.decoding import Refused, decode
from analysis.errors import UserError
from analysis.formats import Refusal
from analysis.lexicon import OPEN, beside
from analysis.people import read_actors
from analysis.progress import bar

MANIFEST = "manifest.csv"
ACTORS = "actors.csv"
# a corpus's own files beside its articles: what its manifest, its settings, its coders and its
# additions to the lexicons say
OWN = {MANIFEST, ACTORS, columns.SETTINGS, labels.LABELS, *(f"{name}.csv" for name in OPEN)}
OWN_BYTES = 20_000_000  # the manifest of 100,000 files
ALL = "all"
REFUSED = "refused"
FIELD = 5_000  # characters of a title, an address and so on; the longest summaries have 1,000
NAMED = 8  # files that are not read are named up to this many, then counted


class Corpus(NamedTuple):
    """What a path holds: articles, lines with their roles, refused items, and files not read.

    `repeats` are items refused because the same article was read before; `unread` names files of
    unknown types and links that lead out of the folder; `unused` the labels that fit no article.
    """

    articles: list[Article]
    lines: list[Line]
    refusals: list[Refusal]
    repeats: list[Refusal]
    unread: list[str]
    unused: list[str]


class RefusedItem(UserWarning):
    """An item of a corpus that can't be read; its text is file, line and reason."""


# ---- reading


def read(path: str | Path) -> list[Article]:
    """Return the articles of a file, or of every file in a folder, in the files' order.

    An item that can't be read is left out with one RefusedItem warning that names it. Raises
    UserError where there is no such path, where a file differs from its checksum in
    `manifest.csv`, where `corpus.toml` is broken, and where there is no article to be found.

    >>> [article.label for article in read("seeds")][0]
    'Kremlin: Vladimir Putin is open to talks on Ukraine'
    """
    found = load(path, with_lines=False)
    require_articles(found, path)
    for refusal in found.refusals:
        warnings.warn(str(refusal), RefusedItem, stacklevel=2)
    return found.articles


def load(path: str | Path, with_lines: bool = True) -> Corpus:
    """Return all of a corpus, the refused included, also where there is no article.

    An article that is there twice, to the letter, is read once; one that copies another is marked.
    Raises UserError as `read` does, but not where no article is found.
    """
    path = Path(path)
    articles, *others = store.kept(
        "corpus",
        lambda: [str(path.resolve()), with_lines, fingerprints(path)],
        lambda: _as_json(_load(path, with_lines)),
    )
    lines, refusals, repeats, unread, unused = others
    return Corpus(
        list(map(_article, articles)),
        [Line(*line) for line in lines],
        [Refusal(*refusal) for refusal in refusals],
        [Refusal(*repeat) for repeat in repeats],
        list(unread),
        list(unused),
    )


def find(path: str | Path, name: str) -> Article:
    """Return one article of a corpus, by its id; see `read` and `pick` for the errors.

    The others are not read where the store has it: `keep` puts it there.

    >>> find("seeds", "kremlin").title
    'Kremlin: Vladimir Putin is open to talks on Ukraine'
    """
    path = Path(path)
    (found,) = store.kept(
        "corpus",
        lambda: [str(path.resolve()), name, _state(path)],
        lambda: [_plain(one) for one in pick(read(path), [name])],
    )
    return _article(found)


def keep(path: Path, articles: Iterable[Article]) -> None:
    """Have the store keep each of a corpus's articles, for `find`."""
    place, state = str(path.resolve()), _state(path)
    for one in articles:
        store.kept("corpus", partial(list, [place, one.id, state]), partial(list, [_plain(one)]))


def _state(path: Path) -> str:
    """Hash of the fingerprints of a corpus's files."""
    return hashlib.sha256(repr(fingerprints(path)).encode()).hexdigest()


def _plain(article: Article) -> dict[str, Any]:
    """An article in JSON's types."""
    return {**vars(article), "metadata": dict(article.metadata)}


def _article(told: Mapping[str, Any]) -> Article:
    given = tuple(labels.Label(*one) for one in told["labels"])
    return Article(**{**told, "metadata": dict(told["metadata"]), "labels": given})


def _as_json(found: Corpus) -> list[Any]:
    return [list(map(_plain, found.articles)), *found[1:]]


def fingerprints(path: Path) -> list[tuple[str, str]]:
    """Name and SHA-256 of each file that a corpus's reading depends on; of a link, its target."""
    if path.is_dir():
        found = sorted(path.rglob("*"))
    else:
        found = [path, *sorted(file for own in OWN if (file := path.parent / own).exists())]
    return [(_printable(file.relative_to(path.parent)), _fingerprint(file)) for file in found]


def _fingerprint(file: Path) -> str:
    try:
        if file.is_symlink():
            return str(file.readlink())
        return digest(file) if file.is_file() else oct(file.stat().st_mode)
    except OSError as error:
        return str(error.strerror)


def _load(path: Path, with_lines: bool) -> Corpus:
    articles: dict[str, Article] = {}
    found = Corpus([], [], [], [], unread_files(path) if path.is_dir() else [], [])
    for item in bar(_items(path), "reading", "article"):
        if isinstance(item, Refusal):
            found.refusals.append(item)
            continue
        article, lines = item
        if article and article.id in articles:
            first = articles[article.id].source_file
            found.repeats.append(
                Refusal(article.source_file, lines[0].number, f"repeats {article.id} of {first}")
            )
        elif article:
            articles[article.id] = article
        found.lines.extend(lines if with_lines else ())
    unused = labels.unused(path, {name: article.text for name, article in articles.items()})
    return found._replace(articles=_with_copies(list(articles.values())), unused=unused)


def stream(path: str | Path) -> Iterator[Article]:
    """Yield the articles of a corpus one by one, in memory that does not grow with it.

    Refused items are left out with a warning, as by `read`; copies and repeats are not looked for.

    >>> sum(1 for article in stream("seeds"))
    2
    """
    for item in _items(Path(path)):
        if isinstance(item, Refusal):
            warnings.warn(str(item), RefusedItem, stacklevel=2)
        elif item[0]:
            yield item[0]


def audit(path: str | Path) -> list[Line]:
    """Return every line of the corpus with its role; see `load` for the errors."""
    return load(path).lines


def require_articles(found: Corpus, path: str | Path) -> None:
    """Raise UserError where a corpus holds no article."""
    if found.articles:
        return
    if first := next(iter(found.refusals), None):
        more = f" ({len(found.refusals) - 1} more refused)" if len(found.refusals) > 1 else ""
        raise UserError(f"no article in {path}: {first}{more}")
    known = ", ".join(sorted(s for s in formats.READERS if not s.endswith(".gz")))
    raise UserError(
        f"no article in {path}: it holds no file with text of a type that is read ({known})"
    )


def _with_copies(articles: list[Article]) -> list[Article]:
    found = copies.copies([(a.id, a.published, a.text) for a in articles])
    return [replace(a, copy_of=found[a.id]) if a.id in found else a for a in articles]


def report(found: Corpus) -> list[str]:
    """One line for each thing of a corpus that is not counted, with the reason.

    A line that begins with REFUSED names an item that should have been read and was not. Files
    that are not read are named each where they are few, and else counted by their type.
    """
    _, left = counted(found.articles)
    return [
        *(f"{REFUSED}: {refusal}" for refusal in found.refusals),
        *(f"read once: {repeat}" for repeat in found.repeats),
        *(f"left out unless named: {article.id}: {why}" for article, why in left),
        *(f"not read: {line}" for line in _grouped(found.unread)),
        *(f"not used: {line}" for line in found.unused),
    ]


def _grouped(unread: list[str]) -> list[str]:
    if len(unread) <= NAMED:
        return unread
    kinds = Counter(
        (formats.suffix(Path(name)) or "no suffix", why)
        for name, _, why in (line.rpartition(": ") for line in unread)
    )
    return [f"{count} × {kind}: {why}" for (kind, why), count in sorted(kinds.items())]


# ---- choosing


def counted(articles: Sequence[Article]) -> tuple[list[Article], list[tuple[Article, str]]]:
    """The articles that measures count, and those that they do not, each with the reason.

    Left out are articles that are not English, which the lexicons can't read, and copies of
    another that is there.
    """
    ids = {article.id for article in articles}
    left = [(article, why) for article in articles if (why := _why_left_out(article, ids))]
    out = {article.id for article, _ in left}
    return [article for article in articles if article.id not in out], left


def _why_left_out(article: Article, ids: set[str]) -> str:
    if article.language not in ("", "en"):
        return f"not English ({article.language})"
    return f"a copy of {article.copy_of}" if article.copy_of in ids else ""


def pick(articles: Sequence[Article], wanted: Iterable[str] = ()) -> list[Article]:
    """Return the wanted articles in the order asked for; those that count when none is named.

    The beginning of an id will do where no other begins so; "all" names all, also those that are
    not English or copies. Raises UserError, naming the nearest ids, for one that there is not.

    >>> pick(read("seeds"), ["rubio"])
    [Article(rubio-says-technical-talks-with-denmark-greenland-myp4wm: 490 words)]
    """
    wanted = list(wanted)
    if wanted == [ALL]:
        return list(articles)
    if not wanted:
        kept, left = counted(articles)
        if not kept and left:
            raise UserError(
                f"no article counts: {left[0][0].id} is {left[0][1]}; ARTICLES=all takes all"
            )
        return kept
    known = {article.id: article for article in articles}
    return list({name: known[name] for name in (_full_id(name, known) for name in wanted)}.values())


def _full_id(name: str, known: Mapping[str, Article]) -> str:
    begin = [one for one in known if one.startswith(name)]
    if name in known or len(begin) == 1:
        return name if name in known else begin[0]
    if begin:
        raise UserError(f"{len(begin)} articles' ids begin with {name!r}: {', '.join(begin[:3])}")
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.3) or list(known)[:3]
    raise UserError(f"no article has the id {name!r}; the nearest are: {', '.join(near)}")


# ---- files


def files(path: Path) -> list[Path]:
    """The files of a corpus that are read, in order."""
    return [path] if path.is_file() else [file for file, why in _walk(path) if not why]


def by_name(path: Path) -> dict[str, Path]:
    """The files of a corpus that are read, by the names that articles and refusals give them."""
    folder = path if path.is_dir() else path.parent
    return {_printable(file.relative_to(folder)): file for file in files(path)}


def unread_files(folder: Path) -> list[str]:
    """What a folder holds and is not read, with the reason; hidden and own files left out."""
    return [f"{_printable(file.relative_to(folder))}: {why}" for file, why in _walk(folder) if why]


def _printable(name: Path) -> str:
    """A file's name on one line, whatever bytes it has."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name.as_posix())


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each file of a folder with the reason for not reading it, "" for those that are read."""
    home = folder.resolve()
    closed: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=lambda e: closed.append(Path(e.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [*folders, *sorted(names)]:
            file = Path(place, name)
            if name in folders and not file.is_symlink():
                continue
            if not _is_own(file, folder):
                yield file, _why_unread(file, home)
    yield from ((one, "a folder that can't be opened") for one in closed)


def _is_own(file: Path, folder: Path) -> bool:
    beside = file.parent == folder and file.name in OWN
    return beside or file.name.startswith((".", "README"))


def _why_unread(file: Path, home: Path) -> str:
    if not _is_within(file, home):
        return "a link that leads out of the folder"
    if file.is_dir():
        return "a link to a folder"
    if not file.is_file():
        return "no regular file"
    if not formats.is_known(file):
        return "of a type that is not read"
    return "part of a saved page" if _is_part_of_page(file, home) else ""


def _is_part_of_page(file: Path, home: Path) -> bool:
    """Whether a browser stored a file beside the page that it saved: page.html, page_files/."""
    folders = [folder for folder in file.parents if folder.name.endswith("_files")]
    pages = (folder.with_name(folder.name.removesuffix("_files")) for folder in folders)
    return any(
        _is_within(page, home) and Path(f"{page}{suffix}").is_file()
        for page in pages
        for suffix in (".html", ".htm")
    )


def require_own_files(folder: Path) -> None:
    """Raise UserError where what a corpus says of itself is not a file of its own.

    A link could lead to any file of the reader's, and a device has no end.
    """
    home = folder.resolve()
    for file in (folder / name for name in sorted(OWN)):
        if not os.path.lexists(file):
            continue
        if not _is_within(file, home):
            raise UserError(f"{file} is a link that leads out of the folder")
        if not file.is_file():
            raise UserError(f"{file} is no regular file")
        if file.stat().st_size > OWN_BYTES:
            raise UserError(f"{file} is larger than {OWN_BYTES // 10**6} MB")


def _is_within(file: Path, home: Path) -> bool:
    """Whether a path leads into a folder, links followed; one in a circle leads to itself."""
    return Path(os.path.realpath(file)).is_relative_to(home)


def manifest_rows(folder: Path) -> list[dict[str, str]]:
    """The rows of a corpus's `manifest.csv`, if it has one; UserError where it is broken."""
    manifest = folder / MANIFEST
    require_own_files(folder)
    if not manifest.exists():
        return []
    try:
        rows = list(csv.DictReader(io.StringIO(decode(manifest.read_bytes()), newline="")))
    except (OSError, Refused, csv.Error) as error:
        raise UserError(f"{manifest}: can't be read: {error}") from None
    for row in rows:
        if not row.get("file") or not row.get("sha256"):
            raise UserError(f"{manifest}: each row needs a file and its sha256")
        if "\0" in row["file"] or not _is_within(folder / row["file"], folder.resolve()):
            raise UserError(f"{manifest}: {row['file']} lies outside the folder")
    return rows


def verify(folder: Path) -> None:
    """Raise UserError where a file is not as `manifest.csv` has it."""
    manifest = folder / MANIFEST
    for row in manifest_rows(folder):
        listed = folder / row["file"]
        if not listed.is_file():
            raise UserError(f"{manifest}: {row['file']} is listed and is not there")
        if digest(listed) != row["sha256"]:
            raise UserError(f"{listed} is not what {manifest} lists: its SHA-256 differs")


def digest(file: Path) -> str:
    """A file's SHA-256, in hexadecimal, in constant memory."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


# ---- records to articles


def _items(path: Path) -> Iterator[Item | Refusal]:
    """Each article of a corpus with its lines, and each refusal, file by file."""
    if not path.exists():
        raise UserError(f"there is no corpus at {path}; name a folder or file: CORPUS=…")
    folder = path if path.is_dir() else path.parent
    verify(folder)
    named = columns.settings(folder)
    given = tuple(read_actors(folder / ACTORS)) if (folder / ACTORS).exists() else ()
    lexicons = beside(folder)
    said = labels.by_article(folder)
    urls = {row["file"]: row.get("url") or "" for row in manifest_rows(folder)}
    for file in files(path):
        name = _printable(file.relative_to(folder))
        if not formats.is_known(file):
            yield Refusal(name, 0, "of a type that is not read")
            continue
        for item in _in_file(
            file, name, named.get("", {}) | named.get(name, {}), urls.get(name, "")
        ):
            if isinstance(item, Refusal) or item[0] is None:
                yield item
            else:
                article, lines = item
                own = said.get(article.id, ())
                yield replace(article, actors=given, lexicons=lexicons, labels=own), lines


def _in_file(file: Path, name: str, named: Mapping[str, str], url: str) -> Iterator[Item | Refusal]:
    found = False
    for record in formats.records(file, name, named):
        found = True
        if isinstance(record, Refusal):
            yield record
            continue
        if long := [field for field, value in record.fields.items() if len(value) > FIELD]:
            yield Refusal(name, record.line, f"its {long[0]} has more than {FIELD:,} characters")
            continue
        items = list(of_record(record, name, url if record.parting != "page" else ""))
        yield from items
        if not any(article for article, _ in items):
            yield Refusal(name, record.line if record.parting == "none" else 0, "no article in it")
    if not found:
        yield Refusal(name, 0, "empty")
