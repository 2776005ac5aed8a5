"""The project's notebooks, run in this process on articles that no file could hold."""

import os
import sys
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import new_output

import analysis
from analysis.corpus import Article

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


def executed(
    folder: Path, articles: Sequence[Article], monkeypatch, title: str = ""
) -> dict[str, Path]:
    """Run the notebooks on `articles` as papermill does; the executed copies by page name."""
    corpus = folder / "corpus"
    for article in articles:
        (corpus / article.source_file).parent.mkdir(parents=True, exist_ok=True)
        (corpus / article.source_file).write_text(article.text, "utf-8")
    monkeypatch.setattr(analysis, "read", lambda path: list(articles), raising=False)
    plain = {"corpus": os.fspath(corpus)}
    books = {"briefing": ("compare", plain | {"title": title})}
    books |= {f"articles/{a.id}": ("article", plain | {"article": a.id}) for a in articles}
    return {
        name: _run(notebook, parameters, folder / "executed" / f"{name}.ipynb")
        for name, (notebook, parameters) in books.items()
    }


def _run(name: str, parameters: dict[str, str], target: Path) -> Path:
    book = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    main = sys.modules["__main__"]  # which a shell takes the place of
    shell = InteractiveShell.instance()  # `display` knows no other
    shell.reset()
    with chdir(NOTEBOOKS):
        for cell in book.cells:
            if cell.cell_type == "code":
                cell.outputs = _outputs(shell, cell.source)
                if "parameters" in cell.metadata.get("tags", []):
                    shell.push(parameters)
    InteractiveShell.clear_instance()
    sys.modules["__main__"] = main
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, target)
    return target


def _outputs(shell: InteractiveShell, source: str) -> list[nbformat.NotebookNode]:
    with capture_output() as captured:
        shell.run_cell(source).raise_error()
    return [
        new_output("display_data", data=output.data, metadata=output.metadata)
        for output in captured.outputs
    ]
