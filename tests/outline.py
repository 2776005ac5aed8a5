"""What a reader meets in a rendered page, in order: the same whoever rendered it."""

from html.parser import HTMLParser
from pathlib import Path

from pypdf import PdfReader

WITHIN = {"h1", "h2", "h3", "p", "li", "td", "th", "figcaption", "caption", "title"}
SKIPPED = {"style", "script"}


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.open: list[list[str]] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "img":
            self.found.append(("img", attributes.get("alt") or ""))
        if tag in WITHIN or (tag == "a" and "href" in attributes):
            self.open.append([tag, "", attributes.get("href") or ""])
        self.skipping += tag in SKIPPED

    def handle_endtag(self, tag: str) -> None:
        self.skipping -= tag in SKIPPED
        if not self.open or self.open[-1][0] != tag:
            return
        name, text, href = self.open.pop()
        shown = " ".join(text.split())
        if self.open:
            self.open[-1][1] += text
        name = "caption" if name == "figcaption" else name
        if name == "a":
            self.found.append((f"a {href}", shown))
        elif not self.open and shown:
            self.found.append((name, shown))

    def handle_data(self, data: str) -> None:
        if self.open and not self.skipping:
            self.open[-1][1] += data


def html_outline(page: Path) -> list[tuple[str, str]]:
    """Headings, paragraphs, cells, captions, alt texts and links of an HTML page."""
    parser = _Outline()
    parser.feed(page.read_text("utf-8"))
    return parser.found


def pdf_tags(page: Path) -> list[tuple[str, str]]:
    """The tags of a PDF in reading order, each with its alt text."""
    root = PdfReader(page).trailer["/Root"]["/StructTreeRoot"]
    return list(_tags(root))


def _tags(node):
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]).strip("/"), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _tags(node["/K"])


def pdf_text(page: Path) -> str:
    """The text of a PDF, its white space made single."""
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(page).pages).split())


def pdf_links(page: Path) -> list[str]:
    """The addresses that a PDF leads to."""
    notes = [note.get_object() for sheet in PdfReader(page).pages for note in sheet.get("/Annots", [])]
    return [note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})]
