"""Statements in Parquet are those of `annotate`, whatever their number, and whole or not there."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import analysis
from analysis import archive
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
    with pytest.warns(UserWarning, match="f is left out: not English"):
        archive.write([french, articles[0]], tmp_path / "out")
    assert set(pq.read_table(tmp_path / "out")["article_id"].to_pylist()) == {articles[0].id}


def test_the_command_says_what_it_wrote(tmp_path, capsys):
    out = tmp_path / "statements.parquet"
    assert main(["annotate", "--corpus", str(SEEDS), "--out", str(out), "--workers", "1"]) == 0
    said = capsys.readouterr()
    assert said.out.strip() == str(out)
    assert f"{pq.read_metadata(out).num_rows} statements written" in said.err
