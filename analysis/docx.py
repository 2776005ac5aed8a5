"""The document that word processors' briefings take their styles and paper from.

It is Pandoc's own reference document with our marks' styles and the paper's size put in.
"""

import io
import re
import subprocess
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from analysis.programs import pandoc

# width and height in twentieths of a point (ISO 216, ANSI Y14.1), margins of 2 cm
PAPERS = {"a4": (11906, 16838), "us-letter": (12240, 15840)}
MARGIN = 1134
FONT = b"Times New Roman"  # a document carries no fonts: one that every reader's machine has
TEXT, TABLE = 20, 17  # sizes in half points
NOTHING_DATED = (1980, 1, 1, 0, 0, 0)  # the earliest hour that a ZIP file can hold


def write_reference(target: Path, paper: str, styles: str) -> None:
    """Write the reference document for a paper, with more `styles` (WordprocessingML)."""
    command = [pandoc(), "--print-default-data-file", "reference.docx"]
    default = subprocess.run(command, capture_output=True, check=True).stdout
    with ZipFile(io.BytesIO(default)) as source, ZipFile(target, "w") as made:
        for name in source.namelist():
            content = _changed(name, source.read(name), paper, styles)
            made.writestr(ZipInfo(name, NOTHING_DATED), content)


def _styles(default: bytes, more: str) -> bytes:
    """The style sheet with smaller text, smaller still in tables, and more styles."""
    smaller = default.replace(b'<w:sz w:val="24" />', f'<w:sz w:val="{TEXT}" />'.encode(), 1)
    in_table = f'<w:rPr><w:sz w:val="{TABLE}" /></w:rPr><w:tblPr>'.encode()
    smaller = smaller.replace(b"<w:tblPr>", in_table, 1)
    return smaller.replace(b"</w:styles>", more.encode() + b"</w:styles>")


def _changed(name: str, content: bytes, paper: str, styles: str) -> bytes:
    if name == "word/styles.xml":
        return _styles(content, styles)
    if name == "word/theme/theme1.xml":
        return re.sub(rb'(?<=<a:latin typeface=")[^"]*', FONT, content)
    if name == "word/document.xml":
        return content.replace(b"</w:sectPr>", _page(paper).encode() + b"</w:sectPr>")
    return content


def _page(paper: str) -> str:
    width, height = PAPERS[paper]
    sides = " ".join(f'w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'<w:pgSz w:w="{width}" w:h="{height}" />'
        f'<w:pgMar {sides} w:header="567" w:footer="567" w:gutter="0" />'
    )
