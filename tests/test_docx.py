"""The document that word processors' briefings take their styles from."""

from zipfile import ZipFile

import pytest

from analysis import docx


@pytest.mark.parametrize(("paper", "size"), [("a4", "11906"), ("us-letter", "12240")])
def test_it_has_the_paper_and_the_marks(paper, size, tmp_path):
    docx.write_reference(tmp_path / "reference.docx", paper, "<w:style>ours</w:style>")
    with ZipFile(tmp_path / "reference.docx") as made:
        assert made.testzip() is None
        assert f'<w:pgSz w:w="{size}"' in made.read("word/document.xml").decode()
        styles = made.read("word/styles.xml").decode()
        assert styles.count("<w:style>ours</w:style></w:styles>") == 1
        assert f'<w:rPr><w:sz w:val="{docx.TABLE}" /></w:rPr><w:tblPr>' in styles
        assert b'<a:latin typeface="Times New Roman"' in made.read("word/theme/theme1.xml")


def test_it_is_the_same_each_time(tmp_path):
    for name in ("a", "b"):
        docx.write_reference(tmp_path / name, "a4", "")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
