"""The fonts that pages carry, so that every reader sees the same letters.

Libertinus (in the PDF) comes with Typst; Literata (in HTML), Amiri for Arabic and Noto Sans CJK for
Chinese, Japanese and Korean are packages of their own, all under the SIL Open Font License. HTML
pages hold of each font only the characters that they show.
"""

import io
import logging
from base64 import b64encode
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import store

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

READING_SIZE = 14  # points: the optical size that Literata is set in
ASCENT = "ascent-override: 90%; descent-override: 28%;"  # so that lines above words stay close
LAYOUT = ("kern", "liga", "mark", "mkmk", "ccmp", "locl", "init", "medi", "fina", "rlig", "calt")


class Face(NamedTuple):
    """One font file, and how a style sheet names it."""

    family: str
    style: str
    weight: str
    package: str
    file: str
    number: int = -1  # which font of a collection


# in the order of the style sheet's font-family: a character is taken from the first that has it
FACES = (
    Face("Literata", "normal", "400 700", "fontpkg_literata", "Literata[opsz,wght].ttf"),
    Face("Literata", "italic", "400 700", "fontpkg_literata", "Literata-Italic[opsz,wght].ttf"),
    Face("Amiri", "normal", "400", "fontpkg_amiri", "Amiri-Regular.ttf"),
    Face("Amiri", "normal", "700", "fontpkg_amiri", "Amiri-Bold.ttf"),
    Face("Noto Sans CJK SC", "normal", "400", "noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc", 2),
)


def folders() -> list[str]:
    """The folders of the fonts that Typst needs beside its own."""
    return sorted({str(_path(face).parent) for face in FACES if face.family != "Literata"})


def register_for_figures() -> list[str]:
    """Make known to matplotlib what its own fonts lack; return the families to fall back on."""
    from matplotlib.font_manager import fontManager  # noqa: PLC0415 (slow to import)

    # it has one weight, and matplotlib would say so of each bold label
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    fontManager.addfont(_path(FACES[-1]))
    return [FACES[-1].family]


def style_sheet(text: str) -> str:
    """`@font-face` rules with the characters of `text`, each font as WOFF in a data: address.

    The same characters give the same bytes. They are kept: picking letters out takes long.
    """
    shown = sorted({ord(character) for character in text if character.isprintable()})
    (sheet,) = store.kept("fonts", lambda: [shown, _sizes()], lambda: [_style_sheet(set(shown))])
    return sheet


def _sizes() -> dict[str, int]:
    """The fonts' files with their bytes, which tell one release from another."""
    return {face.file: _path(face).stat().st_size for face in FACES}


def _style_sheet(left: set[int]) -> str:
    rules = []
    for family in dict.fromkeys(face.family for face in FACES):
        faces = [face for face in FACES if face.family == family]
        wanted = left & _characters(faces[0])
        left -= wanted
        rules += [_rule(face, frozenset(wanted)) for face in faces if wanted]
    return "\n".join(rules)


def _path(face: Face) -> Path:
    """Where a font lies: `fontpkg` packages keep theirs in a folder `files`."""
    folder = Path(find_spec(face.package).origin).parent
    return (folder / "files" if (folder / "files").is_dir() else folder) / face.file


def _open(face: Face) -> "TTFont":
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (slow to import)

    return TTFont(_path(face), fontNumber=face.number, recalcTimestamp=False, lazy=True)


@cache
def _characters(face: Face) -> frozenset[int]:
    """The characters that a font has."""
    with _open(face) as font:
        return frozenset(font.getBestCmap())


@cache
def _rule(face: Face, wanted: frozenset[int]) -> str:
    data = b64encode(_subset(face, wanted)).decode()
    return (
        f'@font-face {{ font-family: "{face.family}"; font-style: {face.style};'
        f" font-weight: {face.weight}; {ASCENT} src: url(data:font/woff;base64,{data}) }}"
    )


def _subset(face: Face, wanted: frozenset[int]) -> bytes:
    """A font's wanted characters, as WOFF."""
    from fontTools import subset  # noqa: PLC0415 (slow to import)
    from fontTools.varLib import instancer  # noqa: PLC0415

    options = subset.Options(
        layout_features=list(LAYOUT), notdef_outline=True, ignore_missing_unicodes=True
    )
    options.drop_tables += ["meta", "STAT"]
    with _open(face) as font, io.BytesIO() as file:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        if "fvar" in font and any(axis.axisTag == "opsz" for axis in font["fvar"].axes):
            instancer.instantiateVariableFont(font, {"opsz": READING_SIZE}, inplace=True)
        font.flavor = "woff"
        font.save(file)
        return file.getvalue()
