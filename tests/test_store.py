"""What is kept is what would be made, and is made anew whenever anything it depends on changed."""

import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import corpus, statements, store

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture(scope="module")
def articles() -> list:
    return analysis.read(SEEDS)


def entries(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def made(count: list) -> list:
    count.append(1)
    return [{"moves": ("a", ("b", 1.5)), "none": None}]


# ---- any result


def test_a_result_is_made_once_and_comes_back_as_it_was(folder):
    count = []
    first = store.kept("errors", lambda: "key", lambda: made(count))
    again = store.kept("errors", lambda: "key", lambda: made(count))
    assert first == again == made([])
    assert len(count) == 1
    store.kept("errors", lambda: "another", lambda: made(count))
    assert len(count) == 2


def test_nothing_is_kept_without_a_folder(tmp_path, monkeypatch):
    monkeypatch.delenv(store.VARIABLE, raising=False)
    count = []
    for _ in range(2):
        store.kept("errors", lambda: "key", lambda: made(count))
    assert len(count) == 2
    assert not store.holds("errors", lambda: "key")


@pytest.mark.parametrize(
    "broken",
    [b"", b"no gzip", gzip.compress(b"no json"), gzip.compress(b"1"), gzip.compress(b"[1]")[:-5]],
    ids=["empty", "not gzip", "not JSON", "no list", "cut off"],
)
def test_a_broken_entry_is_made_anew(folder, broken):
    store.kept("errors", lambda: "key", lambda: made([]))
    (entry,) = entries(folder)
    entry.write_bytes(broken)
    assert store.kept("errors", lambda: "key", lambda: made([])) == made([])
    assert json.loads(gzip.decompress(entry.read_bytes()))


def test_two_that_write_one_entry_leave_one_whole_file(folder):
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda _: store.kept("errors", lambda: 0, lambda: made([])), range(64))
        )
    assert found == [made([])] * 64
    assert len(entries(folder)) == 1


def test_a_new_form_of_entries_reads_no_old_one(folder, monkeypatch):
    store.kept("errors", lambda: "key", lambda: made([]))
    monkeypatch.setattr(store, "VERSION", store.VERSION + 1)
    assert not store.holds("errors", lambda: "key")


# ---- the code that a result was made by


def test_a_modules_version_follows_it_what_it_imports_and_the_lexicons(tmp_path, monkeypatch):
    (tmp_path / "lexicons").mkdir()
    monkeypatch.setattr(store, "PACKAGE", tmp_path)
    (tmp_path / "top.py").write_text("from analysis import (\n    middle,\n)\n")
    (tmp_path / "middle.py").write_text("def f():\n    from analysis.low import thing\n")
    (tmp_path / "low.py").write_text("import re")
    (tmp_path / "other.py").write_text("from analysis import top")
    assert {path.stem for path in store.imported("top")} == {"top", "middle", "low"}
    seen = set()
    for name in ("top.py", "middle.py", "low.py", "lexicons/words.csv"):
        with (tmp_path / name).open("a") as file:
            file.write("\n# changed")
        store.code_version.cache_clear()
        seen.add(store.code_version("top"))
    (tmp_path / "other.py").write_text("# changed")
    store.code_version.cache_clear()
    seen.add(store.code_version("top"))
    assert len(seen) == 4
    store.code_version.cache_clear()


def test_the_annotating_modules_do_not_depend_on_what_shows_their_results():
    names = {path.stem for path in store.imported("statements")}
    assert {"statements", "quotes", "moves", "tone", "lexicon"} <= names
    assert not {"figures", "rendering", "runs", "comparison"} & names


# ---- statements and articles


def test_kept_statements_are_those_that_would_be_made(folder, articles):
    first, again = (analysis.annotate(articles, every=True) for _ in range(2))
    kept = len(entries(folder))
    for path in entries(folder):
        path.unlink()
    pd.testing.assert_frame_equal(first, again)
    assert kept == len(articles)
    for ours, others in zip(first.itertuples(), again.itertuples(), strict=True):
        assert ours == others
        assert isinstance(others.moves, tuple)
        assert all(isinstance(words, tuple) for words in others.evidence.values())


def test_a_changed_article_is_annotated_anew_and_no_other(folder, articles):
    first, second = articles
    analysis.annotate(articles, every=True)
    for change in ("text", "title", "page"):
        assert not statements.are_kept(replace(first, **{change: "Russia rejected it."})), change
    assert not statements.are_kept(replace(first, standfirst=("Biden said no.",)))
    assert not statements.are_kept(replace(first, actors=(("Ann Lee", "Ann Lee", "Norway"),)))
    assert statements.are_kept(replace(first, source_file="elsewhere.txt"))
    assert statements.are_kept(second)


def test_a_corpus_is_read_again_when_any_of_its_files_changed(folder, tmp_path):
    home = tmp_path / "corpus"
    home.mkdir()
    (home / "a.txt").write_text("A title of it\n\nRussia rejected the ultimatum on Monday.\n")
    before = corpus.load(home)
    assert corpus.load(home) == before
    assert [type(line) for line in corpus.load(home).lines] == [type(line) for line in before.lines]
    (home / "actors.csv").write_text("name,actor,side\nAnn Lee,Ann Lee,Norway\n")
    assert corpus.load(home).articles[0].actors
    (home / "b.pdf").write_bytes(b"no pdf")
    assert len(corpus.load(home).refusals) == 1
    (home / "a.txt").write_text("A title of it\n\nRussia accepted the ultimatum on Monday.\n")
    assert "accepted" in corpus.load(home).articles[0].text


def test_rows_of_a_kept_article_can_be_changed_without_harm(folder, articles):
    frame = analysis.annotate(articles[0], every=True)
    frame.loc[0, "voice"] = "changed"
    assert analysis.annotate(articles[0], every=True).voice[0] != "changed"
