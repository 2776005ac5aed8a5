"""Bytes of any encoding become one text; what is no text is refused with the reason."""

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import decoding
from analysis.decoding import Refused, decode, normalise

TALKS = "The envoy said “no” – that’s it. The café talks in Zürich were over, he added."


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_text_comes_back_from_every_encoding(encoding):
    assert decode(TALKS.encode(encoding)) == TALKS


@pytest.mark.parametrize("text", ["Café", "Zürich", "naïve talks", "“No,” he said"])
def test_short_western_text_is_windows_1252(text):
    assert decode(text.encode("cp1252")) == text


def test_latin_1_is_read_as_windows_1252_which_holds_it():
    assert decode("Zürich: café".encode("latin-1")) == "Zürich: café"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_other_scripts_are_guessed(encoding):
    text = "Министр иностранных дел заявил, что переговоры завершены."
    assert decode(text.encode(encoding)) == text


def test_stray_bytes_in_utf8_text_are_windows_1252():
    content = "Café in Zürich\n".encode() + b"He said \x93no\x94\n"
    assert decode(content) == "Café in Zürich\nHe said “no”\n"


def test_a_file_cut_within_a_character_loses_only_that():
    assert decode("Café in Zürich, naïve".encode()[: -len("ve") - 1]) == "Café in Zürich, na"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x00\x01\x02\x03 words \x04\x05", "binary content"),
        (b"Caf\xe9 \x00\xff\xfe", "binary content"),
        (b"%PDF-1.7\n", "a PDF file by its content"),
        (b"PK\x03\x04....", "a ZIP archive or Office file"),
        (b"\x1f\x8b\x08....", "a gzip file"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_what_is_no_text_is_refused(content, reason):
    with pytest.raises(Refused, match=reason):
        decode(content)


def test_a_few_nuls_do_not_make_text_binary():
    assert normalise(decode(b"The talks\x00 in Oslo are over, the minister said.")) == (
        "The talks in Oslo are over, the minister said."
    )


def test_normalising_is_one_rule():
    text = "a\u00a0b\r\nc\u200bd\re\u2028f\u00adg\tz\u202eh e\u0301 “q” 'r'\ufeff"
    assert normalise(text) == "a b\ncd\ne\nfg zh é “q” 'r'"


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_utf8_comes_back_whole(text):
    content = text.encode()
    try:
        assert decode(content) == text.removeprefix("\ufeff")
    except Refused:
        assert decoding.signature(content) or any(ord(c) < 32 or c == "\x7f" for c in text)


@given(st.binary())
def test_any_bytes_are_text_or_refused(content):
    try:
        text = normalise(decode(content))
    except Refused:
        return
    assert "\0" not in text
    text.encode()  # no half of a pair is left


@given(st.lists(st.text(st.characters(categories=["L", "N", "Zs"]), max_size=30), max_size=8))
def test_lines_are_those_of_the_whole_text(texts):
    content = "\n".join(texts).encode()
    found = list(decoding.lines(io.BytesIO(content), limit=100))
    assert "".join(found) == content.decode()


def test_a_line_that_is_too_long_is_none_and_the_rest_is_read():
    content = b"one\n" + b"x" * 1000 + b"\ncaf\xe9\n"
    assert list(decoding.lines(io.BytesIO(content), limit=20)) == ["one\n", None, "café\n"]
