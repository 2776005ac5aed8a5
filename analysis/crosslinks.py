"""Links between a report's pages: from the briefing to each statement cited, and back.

The notebooks write them for HTML, `[1.4](articles/some-id.html#s4)`. A PDF's places are named
destinations, to which its readers go by a fragment of their own (RFC 8118); a word processor's
document has none, so there links lead to the page.
"""

import re
from collections.abc import Callable, Iterable

import nbformat

# article text is escaped (`\]`, `\.`), so that none of it can look like these
STATEMENT = re.compile(r"\]\(articles/([a-z0-9-]+)\.html#(s\d+)\)(?!\{)")
BACK = re.compile(r" \[[^]]*\]\(\.\./briefing\.html#([a-z0-9-]+)\)\{\.back\}")
PAGE = re.compile(r"\]\(((?:\.\./)*(?:articles/)?[a-z0-9-]+)\.html(?:#([a-z0-9-]+))?\)")


def cited(notebooks: Iterable[nbformat.NotebookNode]) -> set[str]:
    """The statements that pages lead to, as "some-id-s4"."""
    found: set[str] = set()
    for notebook in notebooks:
        _rewrite(notebook, lambda text: found.update(map(_place, STATEMENT.finditer(text))) or text)
    return found


def join(notebook: nbformat.NotebookNode, cited: set[str], extension: str) -> None:
    """Make the first link to each statement a place to come back to, and drop ways back to none."""
    seen: set[str] = set()

    def landing(link: re.Match[str]) -> str:
        place = _place(link)
        mark = "" if place in seen else f"{{#{place}}}"
        seen.add(place)
        return link[0] + mark

    _rewrite(notebook, lambda text: BACK.sub(lambda m: m[0] if m[1] in cited else "", text))
    if extension != "docx":
        _rewrite(notebook, lambda text: STATEMENT.sub(landing, text))
    if extension != "html":
        _rewrite(notebook, lambda text: PAGE.sub(lambda m: _to_page(m, extension), text))


def _to_page(link: re.Match[str], extension: str) -> str:
    """The target of a link to a page in a format, and to its place where the format has such."""
    to_place = f"#nameddest={link[2]}" if link[2] and extension == "pdf" else ""
    return f"]({link[1]}.{extension}{to_place})"


def _place(link: re.Match[str]) -> str:
    return f"{link[1]}-{link[2]}"


def _rewrite(notebook: nbformat.NotebookNode, change: Callable[[str], str]) -> None:
    """Change a notebook's Markdown, written or shown."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = change(cell.source)
        for output in cell.get("outputs", []):
            if text := output.get("data", {}).get("text/markdown"):
                output.data["text/markdown"] = change(text)
