"""Rendered pages come from the store while nothing that they were rendered from has changed."""

from pathlib import Path

import pytest

from analysis import rendered, store


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "store"))
    return tmp_path / "store"


class Renderer:
    """Writes each page's text in capitals, and the project's settings, beside it."""

    def __init__(self) -> None:
        self.made = []

    def __call__(self, pages: list[Path]) -> None:
        for page in pages:
            self.made.append(page.stem)
            settings = (page.parent / "settings.yml").read_text()
            page.with_suffix(".html").write_text(page.read_text().upper() + settings)


def render(stage: Path, texts: dict[str, str], settings: str = "", name: str = "Pandoc 3") -> list:
    stage.mkdir()
    (stage / "settings.yml").write_text(settings)
    for page, text in texts.items():
        (stage / f"{page}.ipynb").write_text(text)
    pages = [stage / f"{page}.ipynb" for page in texts]
    renderer = Renderer()
    rendered.render_changed(renderer, name, stage, pages, "html")
    for page, text in zip(pages, texts.values(), strict=True):
        assert page.with_suffix(".html").read_text() == text.upper() + settings
    return renderer.made


def test_a_page_is_rendered_once(folder, tmp_path):
    assert render(tmp_path / "1", {"a": "x", "b": "y"}) == ["a", "b"]
    assert render(tmp_path / "2", {"a": "x", "b": "y"}) == []
    assert render(tmp_path / "3", {"a": "x", "b": "z"}) == ["b"]


def test_settings_and_renderer_count(folder, tmp_path):
    render(tmp_path / "1", {"a": "x"})
    assert render(tmp_path / "2", {"a": "x"}, settings="paper") == ["a"]
    assert render(tmp_path / "3", {"a": "x"}, name="Quarto 1.6") == ["a"]


def test_without_a_store_all_is_rendered(tmp_path, monkeypatch):
    monkeypatch.delenv(store.VARIABLE, raising=False)
    assert [render(tmp_path / n, {"a": "x"}) for n in "12"] == [["a"], ["a"]]


def test_a_renderer_that_changes_the_project_is_not_kept(folder, tmp_path):
    def changing(pages: list[Path]) -> None:
        (pages[0].parent / "settings.yml").write_text("changed")
        pages[0].with_suffix(".html").write_text("made otherwise")

    stage = tmp_path / "stage"
    stage.mkdir()
    (stage / "settings.yml").write_text("")
    (stage / "a.ipynb").write_text("x")
    rendered.render_changed(changing, "Pandoc 3", stage, [stage / "a.ipynb"], "html")
    assert not [path for path in folder.rglob("*") if path.is_file()]
