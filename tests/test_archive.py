"""Statements in Parquet are those of `annotate`, whatever their number, and whole or not there."""

import json
from dataclasses import replace
from pathlib import Path

import fsspec
import pandas as pd
import pyarrow.parquet as pq
import pytest

import analysis
from analysis import archive, comparison
from analysis.__main__ import main
from analysis.errors import UserError

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture(scope="module")
def articles() -> list:
    return analysis.read(SEEDS)


def same(kept: object, made: object) -> bool:
    """Whether Parquet gives back what went in, as lists for tuples and pairs for a dict."""
    if isinstance(made, dict):
        return [(name, tuple(words)) for name, words in kept] == list(made.items())
    if isinstance(made, tuple) and isinstance(kept, str):
        return json.loads(kept) == json.loads(json.dumps(made))
    return (tuple(kept) if isinstance(made, tuple) else kept) == made


@pytest.mark.parametrize("rows", [1, 10, archive.ROWS])
def test_the_file_holds_the_table(articles, tmp_path, monkeypatch, rows):
    monkeypatch.setattr(archive, "ROWS", rows)
    made = analysis.annotate(articles).to_dict("records")
    assert archive.write(iter(articles), tmp_path / "new" / "out.parquet") == len(made)
    kept = pq.read_table(tmp_path / "new" / "out.parquet").to_pylist()
    for ours, theirs in zip(kept, made, strict=True):
        assert list(ours) == list(theirs)
        assert [name for name in ours if not same(ours[name], theirs[name])] == []
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["out.parquet"]


def test_processes_write_the_same_bytes(articles, tmp_path):
    for workers in (1, 2):
        archive.write(articles, tmp_path / f"{workers}", workers)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_what_has_no_type_becomes_json():
    rows = [{"reasons": (("word", 0.5),), "none": (), "nothing": None, "text": ""}]
    types = archive.schema(rows)
    assert [str(kind) for kind in types.types] == [
        "string",
        *["list<item: string>"],
        "string",
        "string",
    ]
    assert archive._as_arrow(rows, types)[0]["reasons"] == '[["word", 0.5]]'


def test_a_failure_leaves_the_earlier_file_and_nothing_beside_it(articles, tmp_path):
    out = tmp_path / "out.parquet"
    out.write_text("earlier")

    def breaking():
        yield articles[0]
        raise UserError("no more")

    with pytest.raises(UserError, match="no more"):
        archive.write(breaking(), out)
    with pytest.raises(UserError, match="no statement to write"):
        archive.write([], out)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["earlier"]
    with pytest.raises(UserError, match="can't write .*out.parquet.x: "):
        archive.write(articles, out / "x")


def test_articles_that_are_not_english_are_left_out_with_a_warning(articles, tmp_path):
    french = analysis.Article(id="f", title="", text="Le ministre a parlé.", language="fr")
    with pytest.warns(UserWarning, match=r"^f is left out: not English \(fr\)$"):
        archive.write([french, articles[0]], tmp_path / "out")
    with pytest.warns(UserWarning, match=r"^f is left out: not English \(fr\) \(and 2 more\)$"):
        archive.write([french, french, articles[0], french], tmp_path / "out")
    assert set(pq.read_table(tmp_path / "out")["article_id"].to_pylist()) == {articles[0].id}


# ---- what they come to


def tables(found: comparison.Comparison) -> dict[str, pd.DataFrame]:
    return {name: one for name, one in vars(found).items() if isinstance(one, pd.DataFrame)}


def assert_same(found: comparison.Comparison, expected: comparison.Comparison) -> None:
    assert (found.unit, found.notes) == (expected.unit, expected.notes)
    for name, table in tables(expected).items():
        pd.testing.assert_frame_equal(tables(found)[name], table, check_exact=True, obj=name)


@pytest.mark.parametrize("by", ["side", "article", "voice"])
@pytest.mark.parametrize("copies", [1, 6])  # of which six are enough to make articles the units
def test_the_comparison_is_that_of_the_statements(articles, tmp_path, monkeypatch, by, copies):
    monkeypatch.setattr(archive, "ROWS", 1)  # each article a row group
    many = [replace(one, id=f"{one.id}-{n}") for n in range(copies) for one in articles]
    archive.write(many, tmp_path / "s.parquet")
    expected = comparison.compare(analysis.annotate(many), by)
    assert_same(archive.compare(tmp_path / "s.parquet", by), expected)
    assert_same(archive.compare(tmp_path / "s.parquet", by, workers=2), expected)


def test_a_corpus_and_its_statements_may_lie_at_any_address(articles, tmp_path):
    system = fsspec.filesystem("memory")
    for file in [*SEEDS.glob("*.txt"), *SEEDS.glob("*.csv")]:
        system.pipe(f"/corpus/{file.name}", file.read_bytes())
    system.pipe("/corpus/deep/actors.csv", b"name,actor,side\n")
    found = list(archive.read("memory://corpus"))
    assert [one.id for one in found] == [one.id for one in articles]
    archive.write(found, "memory://out/statements.parquet")
    archive.write(articles, tmp_path / "local.parquet")
    assert system.cat("/out/statements.parquet") == (tmp_path / "local.parquet").read_bytes()
    compared = archive.compare("memory://out/statements.parquet")
    assert_same(compared, archive.compare(tmp_path / "local.parquet"))
    written = archive.write_tables(compared, "memory://out/by-side/")
    assert sorted(system.ls("/out/by-side", detail=False)) == sorted(
        f"/{path.removeprefix('memory://')}" for path in written
    )


def test_what_is_no_file_of_statements_or_a_newer_ones_is_one_line(articles, tmp_path, monkeypatch):
    (tmp_path / "a.parquet").write_text("no table")
    with pytest.raises(UserError, match=r"a.parquet is no file of statements: "):
        archive.compare(tmp_path / "a.parquet")
    with pytest.raises(UserError, match="can't read .*nowhere"):
        archive.compare(tmp_path / "nowhere")
    monkeypatch.setattr(archive, "VERSION", 2)
    archive.write(articles, tmp_path / "a.parquet")
    monkeypatch.setattr(archive, "VERSION", 1)
    with pytest.raises(UserError, match=r"too old for .*a.parquet \(version 2, it knows 1\)"):
        archive.compare(tmp_path / "a.parquet")
    monkeypatch.setattr(archive, "VERSION", 3)
    with pytest.raises(UserError, match=r"a.parquet is no file of statements, or an old one"):
        archive.compare(tmp_path / "a.parquet")
    monkeypatch.setattr(archive, "VERSION", 2)
    with pytest.raises(UserError, match="statements have no column 'colour'"):
        archive.compare(tmp_path / "a.parquet", "colour")


def test_the_archive_command_writes_statements_and_tables(tmp_path, capsys):
    command = ["archive", "--corpus", str(SEEDS), "--out", str(tmp_path), "--by", "article"]
    assert main([*command, "--workers", "1"]) == 0
    printed = capsys.readouterr().out.split()
    assert {str(path) for path in tmp_path.rglob("*.parquet")} == set(printed)
    moves = pd.read_parquet(tmp_path / "by-article" / "moves.parquet")
    assert moves["count"].sum() == sum(map(len, analysis.annotate(analysis.read(SEEDS)).moves))


def test_the_command_says_what_it_wrote(tmp_path, capsys):
    out = tmp_path / "statements.parquet"
    assert main(["annotate", "--corpus", str(SEEDS), "--out", str(out), "--workers", "1"]) == 0
    said = capsys.readouterr()
    assert said.out.strip() == str(out)
    assert f"{pq.read_metadata(out).num_rows} statements written" in said.err
