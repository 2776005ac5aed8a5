"""Bytes to the text that offsets count in."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f]"
)


def normalise(text: str) -> str:
    r"""The text that offsets count in: NFC, line feeds, plain spaces, nothing invisible.

    >>> normalise("a\u00a0b\r\nc\u200b")
    'a b\nc'
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return re.sub(r"[^\S\n]", " ", re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text))
