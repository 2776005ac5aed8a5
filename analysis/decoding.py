"""Bytes to the text that offsets count in: encodings, and the one rule of normalisation."""

import codecs
import io
import re
import unicodedata
from collections.abc import Iterator
from typing import BinaryIO

SAMPLE = 65_536  # bytes that an encoding is guessed from: charset-normalizer itself needs less
# share of control characters and NUL bytes from which on content is not text: `file` allows none,
# scraped pages hold a few
BINARY_SHARE = 0.05
NUL_SHARE = 0.4  # share of NULs in every other byte that tells UTF-16: Latin text has nearly 1
# share of a guess's letters outside the Latin script from which on it is believed over
# Windows-1252: charset-normalizer takes short Western text for Romanian, Farsi and others
NOT_LATIN = 0.3
FEW = 10  # letters that are no ground for a guess: “Café” alone is taken for UTF-16

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or Office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"PAR1", "a Parquet file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# controls; soft hyphens; zero-width and bidi marks; the byte-order mark; half of a pair
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_ESCAPED = re.compile("[\udc80-\udcff]")
_CUT = re.compile(r"[\udcc2-\udcf4][\udc80-\udcbf]{0,2}\Z")  # a file cut within a character
_LINE_END = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")


class Refused(ValueError):
    """Why an item can't be read; its text is the reason."""


def decode(content: bytes) -> str:
    r"""The text of a file's bytes: by its mark, as UTF-8, or as what it most likely is.

    Without a mark and where it is not UTF-8, text is UTF-16 where every other byte is NUL, the
    guess of charset-normalizer where that is not in Latin script, and else Windows-1252. In UTF-8
    text the bytes of another encoding are read as Windows-1252. Raises Refused for what is no text.

    >>> decode("Café".encode("cp1252")), decode("\ufeffTalks".encode("utf-16-le"))
    ('Café', 'Talks')
    """
    encoding = encoding_of(content)
    if encoding == "utf-8":
        return _repair(_CUT.sub("", content.decode("utf-8", "surrogateescape")))
    return content.decode(encoding, "replace")


def encoding_of(content: bytes) -> str:
    """The name of the encoding of bytes, or of the first of them; Refused for what is no text."""
    if what := signature(content):
        raise Refused(f"{what} by its content, not text")
    for mark, name in _BOMS:
        if content.startswith(mark):
            return name
    sample = content[:SAMPLE]
    if wide := _wide(sample):
        return wide
    if len(_CONTROL.findall(sample)) > BINARY_SHARE * len(sample):
        raise Refused("binary content, not text")
    return "utf-8" if _is_utf8(sample) else _single_byte(sample)


def signature(content: bytes) -> str:
    """What a file is by its first bytes, "" where they tell nothing."""
    return next((what for mark, what in _SIGNATURES if content.startswith(mark)), "")


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: in Latin text one byte of each two is NUL."""
    half = len(sample) // 2
    for name, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        nuls, others = sample[high::2].count(0), sample[low::2].count(0)
        if half and nuls > NUL_SHARE * half and others <= BINARY_SHARE * half:
            return name
    return ""


def _is_utf8(sample: bytes) -> bool:
    """Whether most of the bytes beyond ASCII are whole UTF-8 characters."""
    text = sample.decode("utf-8", "surrogateescape")
    escaped = len(_ESCAPED.findall(text))
    return escaped <= sum(not c.isascii() for c in text) - escaped


def _single_byte(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 (slow to import)

    if guess := from_bytes(sample).best():
        letters = [c for c in str(guess) if c.isalpha()]
        foreign = sum("LATIN" not in unicodedata.name(c, "") for c in letters)
        if foreign > max(NOT_LATIN * len(letters), FEW):
            return guess.encoding
    return "cp1252"


def _repair(line: str) -> str:
    """Text with its escaped bytes, which are not UTF-8, read as Windows-1252."""
    if line.isascii():
        return line
    return _ESCAPED.sub(lambda byte: bytes([ord(byte[0]) & 0xFF]).decode("cp1252", "replace"), line)


def lines(stream: BinaryIO, limit: int, newline: str = "\n") -> Iterator[str | None]:
    """The lines of a stream of bytes, in constant memory; None for one of over `limit` characters.

    `newline` is that of `open`. Raises Refused for what is no text.
    """
    buffered = io.BufferedReader(stream, SAMPLE)
    encoding = encoding_of(buffered.peek(SAMPLE)[:SAMPLE])
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    text = io.TextIOWrapper(buffered, encoding, errors, newline=newline)
    try:
        while line := text.readline(limit + 1):
            if len(line) <= limit:
                yield _repair(line)
                continue
            while line and not line.endswith(("\n", "\r")):
                line = text.readline(limit)
            yield None
    finally:
        text.detach().detach()  # the stream is its owner's to close


def normalise(text: str) -> str:
    r"""The text that offsets count in: NFC, line feeds, plain spaces, nothing invisible.

    Every kind of line end becomes a line feed and every other white space a space; controls, soft
    hyphens, zero-width and bidirectional marks go; quotation marks stay. Doing it twice changes
    nothing more. The original file is never changed.

    >>> normalise("a\u00a0b\r\nc\u200b")
    'a b\nc'
    """
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    return re.sub(r"[^\S\n]", " ", unicodedata.normalize("NFC", text))
