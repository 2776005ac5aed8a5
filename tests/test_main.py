"""The commands `articles` and `add`: what they print, and their exit codes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.__main__ import REFUSED, main

ROOT = Path(__file__).resolve().parent.parent
TALKS = "The envoys met in Oslo to talk about the fishing treaty that both of the fleets want."
STORM = "A storm closed the harbour of Riga on Monday and on Tuesday, and the port said it was the worst."
FRENCH = "Le ministre a déclaré que les négociations étaient terminées et qu’il ne reviendrait pas à la table sans garanties écrites."


def table(folder: Path, *texts: str) -> Path:
    rows = [{"title": f"Title {n}", "text": text} for n, text in enumerate(texts, 1)]
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


def test_articles_are_listed_with_what_is_known(tmp_path, capsys):
    code, out, err = run(capsys, "articles", "--corpus", table(tmp_path, TALKS, STORM))
    assert (code, err) == (0, "")
    first, second = out.splitlines()
    assert re.fullmatch(r"title-1-\w{6}\t17 words\t-\t-\t-\tTitle 1", first)
    assert second.endswith("\tTitle 2")


def test_what_is_refused_is_listed_and_the_code_says_so(tmp_path, capsys):
    table(tmp_path, TALKS)
    (tmp_path / "b.jsonl").write_text("{broken\n")
    (tmp_path / "empty.txt").write_text("")
    code, out, err = run(capsys, "articles", "--corpus", tmp_path)
    assert code == REFUSED
    assert "Title 1" in out
    assert "refused: b.jsonl, line 1: broken JSON" in out
    assert "refused: empty.txt: empty" in out
    assert err == "demarche: 2 items were refused, the rest is read (exit code 3)\n"


def test_all_that_is_refused_is_listed_where_nothing_is_left(tmp_path, capsys):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("")
    code, out, err = run(capsys, "articles", "--corpus", tmp_path)
    assert code == 1
    assert out.splitlines() == ["refused: a.txt: empty", "refused: b.txt: empty"]
    assert "no article in " in err


def test_unknown_types_are_listed_and_are_no_failure(tmp_path, capsys):
    (table(tmp_path, TALKS) / "talk.mp3").write_text("x")
    code, out, _ = run(capsys, "articles", "--corpus", tmp_path)
    assert code == 0
    assert "not read: talk.mp3: of a type that is not read" in out


def test_what_does_not_count_is_flagged(tmp_path, capsys):
    long = " ".join(f"{TALKS} It was day {n} of the talks." for n in range(20))
    code, out, _ = run(
        capsys, "articles", "--corpus", table(tmp_path, FRENCH, long, f"OSLO: {long}")
    )
    assert code == 0
    listed = {line.split("\t")[5]: line for line in out.splitlines() if "\t" in line}
    assert listed["Title 1"].endswith("[not English (fr)]")
    assert re.search(r"\[a copy of title-[23]-\w{6}\]", listed["Title 2"] + listed["Title 3"])


def test_what_is_left_out_is_one_line(tmp_path, capsys):
    table(tmp_path, "Russia refused talks, the ministry said.", FRENCH)
    code, _, said = run(capsys, "annotate", "--corpus", tmp_path, "--out", tmp_path / "a.parquet")
    (line,) = [line for line in said.splitlines() if "left out" in line]
    assert code == 0
    assert re.fullmatch(r"demarche: title-2-\w{6} is left out: not English \(fr\)", line)


def test_what_an_archive_cannot_be_compared_by_is_told_before_it_is_read(tmp_path, capsys):
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    corpus.mkdir()
    table(corpus, "Russia refused talks, the ministry said.")
    code, _, said = run(capsys, "archive", "--corpus", corpus, "--out", out, "--by", "continent")
    assert code == 1
    assert said.startswith("demarche: statements have no column 'continent'; they have ")
    assert "side" in said
    assert not out.exists()
    for by in ("side", "month"):
        assert run(capsys, "archive", "--corpus", corpus, "--out", out, "--by", by)[0] == 0


def test_an_audit_names_the_role_of_every_line(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(f"Fishing treaty is close\n\nOSLO: {TALKS}\n")
    _, out, _ = run(capsys, "articles", "--corpus", tmp_path, "--audit", "1")
    cells = [line.split("\t") for line in out.split("\n\n")[0].splitlines()]
    assert [(cell[0], cell[1], cell[3]) for cell in cells] == [
        ("a.txt:1", "title", "Fishing treaty is close"),
        ("a.txt:3", "body", f"OSLO: {TALKS}"),
    ]


@pytest.mark.parametrize("corpus", ["nowhere", "."])
def test_no_corpus_and_an_empty_one_are_one_line(tmp_path, capsys, corpus):
    code, out, err = run(capsys, "articles", "--corpus", tmp_path / corpus)
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_a_file_is_added_once(tmp_path, capsys):
    table(tmp_path, TALKS)
    arguments = ("add", "--corpus", tmp_path / "corpus", "--source", tmp_path / "a.jsonl")
    code, out, _ = run(capsys, *arguments)
    assert code == 0
    assert out.strip().endswith("a.jsonl")
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (0, "")
    assert "holds it already; nothing is changed" in err
    assert run(capsys, "articles", "--corpus", tmp_path / "corpus")[0] == 0


@pytest.mark.parametrize("source", ["", "nowhere", "http://127.0.0.1/x"])
def test_what_cannot_be_added_is_one_line(tmp_path, capsys, source):
    code, out, err = run(capsys, "add", "--corpus", tmp_path / "c", "--source", source)
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_a_title_is_printed_in_any_encoding(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"title": "Київ", "text": TALKS}))
    listed = subprocess.run(
        [sys.executable, "-m", "analysis", "articles", "--corpus", tmp_path],
        env=os.environ | {"PYTHONIOENCODING": "latin-1"}, cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    assert listed.stdout.endswith(rb"\u041a\u0438\u0457\u0432" + b"\n")
