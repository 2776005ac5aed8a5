"""Files to records: one reader a suffix, each a generator, so that large tables are streamed."""

import csv
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from analysis import columns, documents
from analysis.decoding import Refused, decode, lines, normalise

HELD = 50_000_000  # bytes of a text or JSON file, which is held in memory: 25 novels
LINE = 10_000_000  # characters of a table's line: the longest speeches have some 200,000
PARAGRAPH = 1_000_000  # characters of a page's line: no paragraph comes near
# Markdown's time grows with the square of a block: two seconds for this one at worst
BLOCK = 50_000  # characters between blank lines: 40 pages of a novel
MARKDOWN = 5_000_000  # characters: three novels
FRONT = 100_000  # characters of front matter, which YAML reads in a second or two
RATIO = 200  # of unpacked to packed bytes: text packs at 3 to 20, a bomb at 1,000
RATIO_FROM = 10_000_000  # unpacked bytes from which on the ratio counts
GROUP_BYTES = 2_000_000_000  # of a Parquet file's row group, unpacked
UNITS = {".json": "item", ".json.gz": "item", ".parquet": "row"}  # what is counted, if not lines
BATCH = 256  # rows of a Parquet file that are held at a time, or fewer that could be large:
BATCH_BYTES = 100_000_000  # a value is stored once for all rows that hold it


class Record(NamedTuple):
    """What a file holds at a line: an article, or a page of several.

    `fields` are those of `columns.NAMES` but the text, with `date_from`; `lines` the text's, with
    their numbers. `parting` says how articles are found in them: "page" may hold several, "one"
    begins with a head and is one article, "none" is the text alone.
    """

    line: int
    fields: Mapping[str, str]
    metadata: Mapping[str, str]
    lines: list[tuple[int, str]]
    parting: str


class Refusal(NamedTuple):
    """An item that can't be read: its file, its line (0 where there is none) and why."""

    file: str
    line: int
    reason: str
    unit: str = "line"

    def __str__(self) -> str:
        """One line: what, where, why."""
        return f"{self.file}{f', {self.unit} {self.line}' if self.line else ''}: {self.reason}"


class Row(NamedTuple):
    """A table's row with its line, or its number where the format has no lines."""

    line: int
    values: Any


class _Source(NamedTuple):
    """A file to read: its path, its name in the corpus, and how its columns are named."""

    path: Path
    name: str
    named: Mapping[str, str]

    def refusal(self, line: int, reason: str, unit: str = "") -> Refusal:
        return Refusal(self.name, line, reason, unit or UNITS.get(suffix(self.path), "line"))


Found = Iterator[Record | Refusal]


def suffix(path: Path) -> str:
    """A file's type, as its name tells: the suffix, with .gz where that comes after."""
    ends = [end.lower() for end in path.suffixes[-2:]]
    if ends[-1:] == [".gz"]:
        return "".join(ends)
    return ends[-1] if ends else ""


def is_known(path: Path) -> bool:
    """Whether there is a reader for a file's type."""
    return suffix(path) in READERS


def records(path: Path, name: str, named: Mapping[str, str]) -> Found:
    """What a file holds, read as its suffix says; what can't be read is a Refusal.

    `named` maps fields to the columns that a `corpus.toml` names for them.
    """
    source = _Source(path, name, named)
    try:
        if not path.stat().st_size:
            raise Refused("empty")
        yield from READERS[suffix(path)](source)
    except (Refused, EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield source.refusal(0, str(error))
    except RecursionError:
        yield source.refusal(0, "nested too deep")
    except OSError as error:
        yield source.refusal(0, error.strerror or str(error))
    except Exception as error:  # whatever the libraries raise for a broken file
        reason = f"broken: {type(error).__name__}: {' '.join(str(error).split())[:100]}"
        yield source.refusal(0, reason)


# ---- bytes


class _Unpacked(gzip.GzipFile):
    """A packed file that is refused where it unpacks to more than text can."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "rb")
        self.most = _most(path)

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; Refused when they are too many."""
        content = super().read(size)
        _require_text(self.tell(), self.most)
        return content


def _most(path: Path) -> int:
    """How many bytes a packed file of text can unpack to."""
    return max(RATIO_FROM, RATIO * path.stat().st_size)


def _require_text(unpacked: int, most: int) -> None:
    if unpacked > most:
        raise Refused(f"unpacks to over {RATIO} times its size, which no text does")


def _opened(path: Path) -> BinaryIO:
    """A file's bytes, unpacked where it is packed."""
    return _Unpacked(path) if path.suffix.lower() == ".gz" else path.open("rb")


def _content(path: Path) -> bytes:
    """The bytes of a file that is held in memory."""
    with _opened(path) as file:
        content = file.read(HELD + 1)
    if len(content) > HELD:
        raise Refused(f"larger than {HELD // 10**6} MB; tables of articles (.jsonl) may be larger")
    return content


# ---- text


def _text(source: _Source) -> Found:
    text = normalise(decode(_content(source.path)))
    if text[:1000].lstrip().lower().startswith(("<!doctype html", "<html")):
        raise Refused("HTML by its content, not text; name it .html")
    found = list(enumerate(text.split("\n"), 1))
    if long := next((n for n, line in found if len(line) > PARAGRAPH), 0):
        yield source.refusal(long, f"a line of more than {PARAGRAPH:,} characters is no paragraph")
    else:
        yield Record(1, {}, {}, found, "page")


def _markdown(source: _Source) -> Found:
    """A Markdown file; front matter tells its title, date and so on."""
    text = normalise(decode(_content(source.path)))
    front, offset, text = _front_matter(text)
    fields, metadata = columns.sort(front, columns.guess(front, {}), "front matter")
    if len(text) > MARKDOWN or max(map(len, re.split(r"\n\s*\n", text))) > BLOCK:
        raise Refused(f"longer than {MARKDOWN:,} characters, or {BLOCK:,} without a blank line")
    blocks = [b._replace(number=b.number + offset) for b in _markdown_blocks(text)]
    if fields.get("title"):
        blocks = [block._replace(level=9) for block in blocks]
    for found in documents.sections(blocks, metadata):
        parting = "one" if fields.get("title") else found["parting"]
        told = {**found["fields"], **fields}
        line = found["lines"][0][0] if found["lines"] else 1
        yield Record(line, told, metadata, found["lines"], parting)


def _front_matter(text: str) -> tuple[dict[str, Any], int, str]:
    """A file's YAML head, the number of its lines, and the rest."""
    found = re.match(r"---[ ]*\n(.*?\n)(?:---|\.\.\.)[ ]*(?:\n|\Z)", text, re.DOTALL)
    if not found:
        return {}, 0, text
    if len(found[1]) > FRONT:
        raise Refused(f"front matter of more than {FRONT:,} characters")
    import yaml  # noqa: PLC0415 (slow to import)

    try:
        front = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError) as error:
        raise Refused(f"front matter: {' '.join(str(error).split())[:100]}") from None
    if not isinstance(front, dict):
        return {}, 0, text
    front = {str(key): value for key, value in front.items()}
    return front, found[0].count("\n"), text[found.end() :]


def _markdown_blocks(text: str) -> Iterator[documents.Block]:
    """Headings and paragraphs, without their marks."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 (slow to import)

    level = 9
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "inline":
            plain = "".join(_plain(child) for child in token.children or ())
            for line in filter(str.strip, plain.split("\n")):
                yield documents.Block(token.map[0] + 1, level, line.strip())
            level = 9
        elif token.type in ("fence", "code_block"):
            yield documents.Block(token.map[0] + 1, 9, " ".join(token.content.split()))


def _plain(token: Any) -> str:
    if token.type in ("text", "code_inline"):
        return token.content
    return {"hardbreak": "\n", "softbreak": " "}.get(token.type, "")


def _document(source: _Source) -> Found:
    for found in documents.read(source.path):
        fields, metadata = found["fields"], found["metadata"]
        told = {name: value for name, value in fields.items() if value}
        kept = {name: value for name, value in metadata.items() if value}
        numbered = [(number, text) for number, text in found["lines"]]
        yield Record(numbered[0][0], told, kept, numbered, found["parting"])


# ---- tables


def _json(source: _Source) -> Found:
    """A list of articles, one article, or an object that holds a list of articles."""
    try:
        content = json.loads(decode(_content(source.path)))
    except ValueError as error:
        if isinstance(error, Refused):
            raise
        line = getattr(error, "lineno", 0)
        more = "; one object a line is .jsonl" if "Extra data" in str(error) else ""
        yield source.refusal(line, f"broken JSON: {getattr(error, 'msg', error)}{more}", "line")
        return
    yield from _rows(source, (Row(n, row) for n, row in enumerate(_items(content), 1)))


def _items(content: Any) -> list[Any]:
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        raise Refused("JSON without an article: neither a list nor an object")
    lists = [v for v in content.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
    is_article = "text" in columns.guess(content, {})
    return [content] if is_article or not lists else max(lists, key=len)


def _jsonl(source: _Source) -> Found:
    with _opened(source.path) as file:
        for number, line in enumerate(lines(file, LINE), 1):
            if line is None:
                yield source.refusal(number, f"a line of more than {LINE:,} characters")
            elif line.strip(" \t\r\n\ufeff\0"):
                yield from _json_line(source, number, line)


def _json_line(source: _Source, number: int, line: str) -> Found:
    try:
        row = json.loads(line.strip("\ufeff\0"))
    except RecursionError:
        yield source.refusal(number, "broken JSON: nested too deep")
    except ValueError as error:
        yield source.refusal(number, f"broken JSON: {getattr(error, 'msg', error)}")
    else:
        yield _row(source, Row(number, row))


def _csv(source: _Source) -> Found:
    """A table with a head; commas, semicolons, tabs or bars between columns, whichever part it."""
    with _opened(source.path) as file:
        csv.field_size_limit(LINE)
        read = lines(file, LINE, newline="")
        head = next(read, None) or ""
        skipped: list[int] = []
        kept = (line for n, line in enumerate(read, 2) if line is not None or skipped.append(n))
        # strict: a quotation mark that is not closed would swallow rows in silence
        reader = csv.reader(chain([head], kept), delimiter=_delimiter(head), strict=True)
        names = [normalise(name).strip() for name in next(reader, [])]
        _require_columns(names, source.named)
        yield from _rows(source, _csv_rows(source, reader, names))
        yield from (source.refusal(n, f"a line of more than {LINE:,} characters") for n in skipped)


def _delimiter(head: str) -> str:
    """The mark between columns: the one that parts a table's head into most names."""
    return max(",;\t|", key=lambda mark: len(next(csv.reader([head], delimiter=mark), [])))


def _require_columns(names: Sequence[str], named: Mapping[str, str]) -> None:
    """Refuse a table without a column for the text, or without one that `corpus.toml` names."""
    if not any(names):
        raise Refused("empty: no line with the names of the columns")
    if missing := [column for column in named.values() if column not in names]:
        raise Refused(f"no column {missing[0]!r}, which {columns.SETTINGS} names")
    if "text" not in columns.guess(names, named):
        raise Refused(_no_text_among(names))


def _no_text_among(names: Iterable[str]) -> str:
    listed = ", ".join(str(name)[:40] for name in islice(names, 12))
    return f"no column for the text among {listed}; name it in {columns.SETTINGS}"


def _csv_rows(source: _Source, reader: Any, names: list[str]) -> Iterator[Row | Refusal]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield source.refusal(line, f"broken CSV: {error}")
            continue
        if not any(map(str.strip, cells)):
            continue  # a blank line, or a spreadsheet's blank row
        if len(cells) == len(names):
            yield Row(line, dict(zip(names, cells, strict=True)))
        else:
            reason = f"a row of {len(cells)} cells where the head has {len(names)}"
            yield source.refusal(line, reason)


def _parquet(source: _Source) -> Found:
    """A Parquet file, read by row groups."""
    import pyarrow  # noqa: PLC0415 (slow to import)
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415

    try:
        with ParquetFile(source.path) as file:
            groups = map(file.metadata.row_group, range(file.num_row_groups))
            largest = max((group.total_byte_size for group in groups), default=0)
            if largest > GROUP_BYTES:
                raise Refused(f"a row group of more than {GROUP_BYTES // 10**9} GB")
            _require_columns(file.schema_arrow.names, source.named)
            rows = _parquet_rows(
                file, max(1, min(BATCH, BATCH_BYTES // (largest + 1))), source.path
            )
            yield from _rows(source, (Row(n, row) for n, row in enumerate(rows, 1)))
    except (pyarrow.ArrowException, UnicodeDecodeError) as error:
        raise Refused(f"broken Parquet: {' '.join(str(error).split())[:100]}") from None


def _parquet_rows(file: Any, count: int, path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file, read `count` at a time."""
    unpacked = 0
    for batch in file.iter_batches(batch_size=count):
        unpacked += batch.nbytes
        _require_text(unpacked, _most(path))
        yield from batch.to_pylist()


def _rows(source: _Source, rows: Iterable[Row | Refusal]) -> Found:
    """The article of each row; a row that has none is refused."""
    for row in rows:
        yield row if isinstance(row, Refusal) else _row(source, row)


def _row(source: _Source, row: Row) -> Record | Refusal:
    if not isinstance(row.values, dict):
        return source.refusal(row.line, "not an object with named fields")
    found = columns.guess(row.values, source.named)
    if "text" not in found:
        return source.refusal(row.line, _no_text_among(row.values))
    fields, metadata = columns.sort(row.values, found)
    text = normalise(fields.pop("text", ""))
    paragraphs = [(row.line, line) for line in text.split("\n") if line.strip()]
    if not paragraphs:
        return source.refusal(row.line, "no text")
    return Record(row.line, fields, metadata, paragraphs, "none")


READERS: dict[str, Callable[[_Source], Found]] = {
    ".txt": _text, ".txt.gz": _text, ".md": _markdown,
    ".html": _document, ".htm": _document, ".docx": _document, ".pdf": _document,
    ".json": _json, ".json.gz": _json, ".jsonl": _jsonl, ".jsonl.gz": _jsonl,
    ".ndjson": _jsonl, ".ndjson.gz": _jsonl, ".csv": _csv, ".csv.gz": _csv,
    ".tsv": _csv, ".tsv.gz": _csv, ".parquet": _parquet,
}  # fmt: skip
