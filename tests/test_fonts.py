"""Pages carry the letters that they show, and no more."""

import io
import re
from base64 import b64decode
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import fonts, store


def faces(text: str) -> dict[str, list[TTFont]]:
    found: dict[str, list[TTFont]] = {}
    rule = r'font-family: "([^"]+)".*?base64,([^)]+)\)'
    for family, data in re.findall(rule, fonts.style_sheet(text)):
        found.setdefault(family, []).append(TTFont(io.BytesIO(b64decode(data))))
    return found


def test_latin_text_carries_one_family_in_roman_and_italic():
    found = faces("Talks – “soon”")
    assert list(found) == ["Literata"]
    assert len(found["Literata"]) == 2
    for font in found["Literata"]:
        assert set(font.getBestCmap()) == set(map(ord, "Talks – “soon”"))
        assert [axis.axisTag for axis in font["fvar"].axes] == ["wght"]


def test_each_script_is_carried_by_the_font_that_has_it():
    found = faces("Мир العربية 中文")
    assert list(found) == ["Literata", "Amiri", "Noto Sans CJK SC"]
    assert set(map(ord, "العربية")) <= set(found["Amiri"][0].getBestCmap())
    assert set(map(ord, "中文")) == set(found["Noto Sans CJK SC"][0].getBestCmap())


def test_no_text_carries_no_font():
    assert fonts.style_sheet("") == ""


def test_the_same_letters_give_the_same_bytes():
    fonts._rule.cache_clear()
    first = fonts.style_sheet("abc – أب")
    fonts._rule.cache_clear()
    assert fonts.style_sheet("بأ – cba") == first


def test_typst_is_given_folders_that_hold_fonts():
    for folder in map(Path, fonts.folders()):
        assert [file for file in folder.iterdir() if file.suffix in (".ttf", ".ttc", ".otf")]


@settings(max_examples=15)
@given(st.text(max_size=12))
def test_any_text_is_taken(text):
    sheet = fonts.style_sheet(text)
    assert sheet.isascii()
    assert "</" not in sheet


def test_what_was_picked_out_of_the_fonts_is_kept(tmp_path, monkeypatch):
    monkeypatch.setenv(store.VARIABLE, str(tmp_path))
    first = fonts.style_sheet("Talks")
    monkeypatch.setattr(fonts, "_rule", None)
    assert fonts.style_sheet("kTlas") == first
    with pytest.raises(TypeError):
        fonts.style_sheet("Other talks")
