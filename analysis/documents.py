"""HTML, Word and PDF files to text, in a process of its own that has little time and memory.

Such files come from strangers, and a broken or hostile one can make any parser run for hours or
take all memory. `read` asks a helper (`python -m analysis.documents`) that is stopped when a file
takes too much; the next file gets a new one.
"""

import atexit
import json
import re
import select
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from analysis.decoding import Refused, decode, normalise, signature

SECONDS = 60  # for one file; a report of 500 pages takes about 5
MEMORY = 2_000_000_000  # bytes of the helper; a PDF of 500 pages takes about a tenth
HTML_BYTES = 20_000_000  # the longest pages of news sites have 5 MB
DOCX_BYTES = 200_000_000  # unpacked: a zip bomb unpacks to much more, a book with pictures to less
PDF_PAGES = 500  # longer ones are books
PDF_CHARACTERS = 5_000_000  # of 500 full pages
# A PDF has no paragraphs. A line opens one where its distance from the line above is larger than
# usual, or where it is indented, or larger or smaller, or where the line above had room for its
# first word; all as shares of the line's height. Tuned on articles set in four layouts.
GAP, INDENT, SIZE, ROOM = 0.2, 0.5, 0.15, 1.0

Found = dict[str, Any]  # fields, metadata, lines ([number, text]) and parting, as formats.Record


class Block(NamedTuple):
    """A paragraph: its number or line, its level as a heading (0 title, 9 none), its text."""

    number: int
    level: int
    text: str


# ---- asking the helper


class _Helper:
    """The process that reads files; started when first asked, and again when it was stopped."""

    process: "subprocess.Popen[bytes] | None" = None

    def ask(self, path: Path) -> list[Found]:
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "analysis.documents"], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                cwd=Path(__file__).resolve().parent.parent,
            )  # fmt: skip
        self.process.stdin.write(json.dumps(str(path.resolve())).encode() + b"\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], SECONDS)
        answer = self.process.stdout.readline() if ready else b""
        if not answer:
            self.stop()
            raise Refused(
                "its reader ended: broken, or needs too much memory"
                if ready
                else f"not read within {SECONDS} seconds"
            )
        found = json.loads(answer)
        if isinstance(found, str):
            raise Refused(found)
        return found

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


_helper = _Helper()
atexit.register(_helper.stop)


def read(path: Path) -> list[Found]:
    """The articles of an HTML, Word or PDF file; Refused, with the reason, where it has none."""
    return _helper.ask(path)


def serve(requests: Iterable[str], answers: Any) -> None:
    """Answer each path, a line of JSON, with what is found there, or the reason for nothing."""
    for line in requests:
        answers.write(json.dumps(_answer(Path(json.loads(line)))) + "\n")
        answers.flush()


def _answer(path: Path) -> list[Found] | str:
    try:
        return READERS[path.suffix.lower()](path)
    except (Refused, OSError) as error:
        return str(getattr(error, "strerror", None) or error)
    except MemoryError:
        return f"needs more than {MEMORY // 10**9} GB of memory"
    except Exception as error:  # whatever the libraries raise for a broken file
        return f"broken: {type(error).__name__}: {' '.join(str(error).split())[:100]}"


# ---- HTML


def html(path: Path) -> list[Found]:
    """The one article of a page, by trafilatura."""
    import trafilatura  # noqa: PLC0415

    content = path.read_bytes()
    if len(content) > HTML_BYTES:
        raise Refused(f"larger than {HTML_BYTES // 10**6} MB, too large for a page")
    text = _decode_html(content)
    if "<" not in text:
        raise Refused("not HTML: no tag in it")
    page = trafilatura.bare_extraction(
        text, include_comments=False, with_metadata=True,
        date_extraction_params={  # nothing relative to the clock, nothing guessed from the text
            "original_date": True, "extensive_search": False, "max_date": "2199-12-31",
        },
    )  # fmt: skip
    if not (page and page.text):
        raise Refused("no article in the page")
    lines = list(enumerate(page.text.split("\n"), 1))
    fields = {
        "title": page.title, "author": page.author, "url": page.url, "outlet": page.sitename,
        "date": page.date, "date_from": "page markup" if page.date else "",
        "language": _declared_language(text),
    }  # fmt: skip
    metadata = {"description": page.description, "tags": ", ".join(page.tags or ())}
    return [{"fields": fields, "metadata": metadata, "lines": lines, "parting": "none"}]


def _decode_html(content: bytes) -> str:
    """A page's text: in the encoding that it declares, where it keeps to it."""
    declared = re.search(rb"<meta[^>]{1,200}?charset=[\"']?([\w-]+)", content[:4096], re.IGNORECASE)
    if declared and not signature(content):
        try:
            return content.decode(declared[1].decode("ascii"))
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(content)


def _declared_language(text: str) -> str:
    found = re.search(r"<html[^>]{0,500}?\blang=[\"']?([\w-]+)", text[:10_000], re.IGNORECASE)
    return found[1] if found else ""


# ---- headings and paragraphs


def sections(blocks: list[Block], metadata: dict[str, str]) -> Iterator[Found]:
    """The articles of a text with headings: each of the highest level opens one.

    Where there is no title and no heading of the first level, the text is a dump of lines.
    """
    top = min((block.level for block in blocks), default=9)
    if top > 1:
        lines = [(block.number, block.text) for block in blocks]
        yield {"fields": {}, "metadata": metadata, "lines": lines, "parting": "page"}
        return
    current: Found | None = None
    before: list[tuple[int, str]] = []
    for block in blocks:
        if block.level == top and (current is None or len(current["lines"]) > current["head"]):
            if current:
                yield current
            lines = [*before, (block.number, block.text)]
            current = {
                "fields": {"title": block.text}, "metadata": metadata, "lines": lines,
                "parting": "one", "head": len(lines),
            }  # fmt: skip
            before = []
        else:
            (current["lines"] if current else before).append((block.number, block.text))
    if current:
        yield current


def docx(path: Path) -> list[Found]:
    """The articles of a Word file: each title, or heading of the first level, opens one."""
    import zipfile  # noqa: PLC0415

    from docx import Document  # noqa: PLC0415

    if not zipfile.is_zipfile(path):
        raise Refused("not a Word file (.docx): broken, or of another kind")
    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > DOCX_BYTES:
            raise Refused(f"unpacks to more than {DOCX_BYTES // 10**6} MB")
    blocks = list(_docx_blocks(Document(str(path))))
    if not blocks:
        raise Refused("no text in it")
    return list(sections(blocks, {}))


def _docx_blocks(document: Any) -> Iterator[Block]:
    for number, part in enumerate(document.iter_inner_content(), 1):
        rows = getattr(part, "rows", None)
        texts = [part.text] if rows is None else [c.text for row in rows for c in row.cells]
        level = 9 if rows is not None else _level(part.style.name if part.style else "")
        for text in texts:
            yield from (
                Block(number, level, line) for line in normalise(text).split("\n") if line.strip()
            )


def _level(style: str) -> int:
    if style == "Title":
        return 0
    return int(style[-1]) if re.fullmatch(r"Heading \d", style) else 9


# ---- PDF


class _Row(NamedTuple):
    """A line of a page: the page's number, text, and its box in points, from below."""

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def above(self, other: "_Row") -> bool:
        """Whether another line stands close below in the same column."""
        return self.page == other.page and 0 < self.bottom - other.bottom < 3 * self.height

    def first_word(self) -> float:
        """About how wide the first word is."""
        return (self.right - self.left) * len(self.text.split()[0]) / len(self.text)


def pdf(path: Path) -> list[Found]:
    """The one article of a PDF file that has text."""
    import pypdfium2  # noqa: PLC0415

    if path.read_bytes()[:1024].find(b"%PDF-") < 0:
        raise Refused("not a PDF file, whatever its name says")
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        reason = "needs a password" if "password" in str(error).lower() else "broken, or cut short"
        raise Refused(reason) from None
    if len(document) > PDF_PAGES:
        raise Refused(f"more than {PDF_PAGES} pages")
    rows = _without_running_heads(list(_rows(document)))
    if not rows:
        raise Refused("no text in it: a scanned page needs text recognition (OCR) first")
    lines = list(enumerate(_paragraphs(rows), 1))
    return [{"fields": {}, "metadata": {}, "lines": lines, "parting": "one"}]


def _rows(document: Any) -> Iterator[_Row]:
    """The lines of all pages; one that ends in a broken word ends in U+FFFE, PDFium's sign."""
    total = 0
    for number, page in enumerate(document):
        content = page.get_textpage()
        total += content.count_chars()
        if total > PDF_CHARACTERS:
            raise Refused(f"more than {PDF_CHARACTERS // 10**6} million characters")
        text = content.get_text_range()
        for line in re.finditer("[^\r\n\ufffe]*[^\\s\ufffe][^\r\n\ufffe]*\ufffe?", text):
            left, bottom, _, top = content.get_charbox(line.start(), loose=True)
            last = line.start() + len(line[0].rstrip("\ufffe").rstrip()) - 1
            right = content.get_charbox(last, loose=True)[2]
            yield _Row(number, line[0].strip(), left, bottom, right, top)


def _without_running_heads(rows: list[_Row]) -> list[_Row]:
    """The lines without page numbers, and without what stands on several pages' first or last."""
    edges = [
        i
        for i, row in enumerate(rows)
        if i in (0, len(rows) - 1) or row.page != rows[i - 1].page or row.page != rows[i + 1].page
    ]
    same = Counter(re.sub(r"\d+", "", rows[i].text) for i in edges)
    running = {
        i for i in edges
        if not (words := re.sub(r"\d+", "", rows[i].text)).strip(" -–—/|")
        or (same[words] > 2 and len(rows) > same[words])
        or re.fullmatch(r"(?i)page +of *|page *", words)
    }  # fmt: skip
    return [row for i, row in enumerate(rows) if i not in running]


def _paragraphs(rows: list[_Row]) -> list[str]:
    """The lines joined to paragraphs, words that a line's end broke put together."""
    pairs = [(above, row) for above, row in pairwise(rows) if above.above(row)]
    pitches = Counter(round(above.bottom - row.bottom) for above, row in pairs)
    usual = pitches.most_common(1)[0][0] if pitches else 0
    found = [rows[0].text]
    for (above, row), margin in zip(pairwise(rows), _margins(rows), strict=False):
        if _opens(above, row, usual, margin):
            found.append(row.text)
        elif found[-1].endswith("\ufffe"):
            found[-1] = found[-1][:-1] + row.text
        else:
            found[-1] += f" {row.text}"
    return [text.replace("\ufffe", "") for text in found]


def _margins(rows: list[_Row]) -> list[float]:
    """How far to the right the lines of each line's column go."""
    columns = [[rows[0]]]
    for above, row in pairwise(rows):
        if above.above(row):
            columns[-1].append(row)
        else:
            columns.append([row])
    return [max(row.right for row in column) for column in columns for _ in column]


def _opens(above: _Row, row: _Row, usual: float, margin: float) -> bool:
    """Whether a line opens a paragraph; at the top of a page or column, after a full stop."""
    if not above.above(row):
        return not re.search("[\\w,;\ufffe-]$", above.text)
    return (
        above.bottom - row.bottom > usual + GAP * above.height
        or row.left - above.left > INDENT * above.height
        or abs(row.height - above.height) > SIZE * above.height
        or margin - above.right > row.first_word() + ROOM * above.height
    )


READERS = {".html": html, ".htm": html, ".docx": docx, ".pdf": pdf}


def _main() -> None:
    import resource  # noqa: PLC0415 (not on Windows)

    answers, sys.stdout = sys.stdout, sys.stderr  # a library that prints does not answer
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    serve(sys.stdin, answers)


if __name__ == "__main__":
    _main()
