"""The documentation is true: its commands give its outputs, its tables are the code's."""

import doctest
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pandas import DataFrame

import analysis
from analysis import (
    docs,
    hearing,
    keyness,
    labels,
    parallels,
    posture,
    reliability,
    trends,
    wordshift,
)

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KREMLIN = "“We are open to talks,” Kremlin spokesman Dmitry Peskov said."


def page(name: str) -> str:
    return (docs.SOURCES / f"{name}.md").read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    return [body for kind, body in BLOCK.findall(page(name)) if kind == language]


# ---- the tutorial


def commands(block: str) -> list[tuple[str, str]]:
    """Each command of a console block, its further lines put together, with its output."""
    found: list[tuple[str, str]] = []
    for line in block.splitlines():
        command, output = found[-1] if found else ("", "")
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif line.startswith(">"):
            found[-1] = (f"{command}\n{line[1:].removeprefix(' ')}", output)
        else:
            found[-1] = (command, f"{output}{line}\n")
    return found


def matches(said: str, expected: str) -> bool:
    """Whether an output is the expected one, in which … stands for anything."""
    pattern = ".*".join(re.escape(part) for part in expected.split("…"))
    return re.fullmatch(pattern, said, re.DOTALL) is not None


@pytest.mark.end_to_end
def test_the_tutorials_commands_give_its_outputs(tmp_path):
    settings = {
        key: value for key, value in os.environ.items() if key not in ("MAKEFLAGS", "MAKELEVEL")
    }
    settings |= {"QUARTO": "no", "RENDERER": "embedded"}
    here = str(tmp_path / "my-")
    for command, expected in [
        one for block in blocks("tutorial", "console") for one in commands(block)
    ]:
        done = subprocess.run(
            ["bash", "-c", command.replace("my-", here)],
            cwd=ROOT, env=settings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert matches(done.stdout, expected.replace("my-", here)), done.stdout
    text = "\n".join(blocks("tutorial", "python")).replace("my-", here)
    assert failures(text) == 0


def failures(text: str) -> int:
    test = doctest.DocTestParser().get_doctest(text, {}, "docs", None, 0)
    flags = doctest.ELLIPSIS
    assert test.examples
    return doctest.DocTestRunner(optionflags=flags).run(test).failed


def test_the_examples_of_scale_are_right(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert sum(map(failures, blocks("scale", "python"))) == 0


# ---- adding a measure


def test_the_measure_that_is_added_works_as_it_stands(tmp_path):
    for block in [*blocks("extending", "csv"), *blocks("extending", "python")]:
        name, _, content = block.partition("\n")
        (tmp_path / name.removeprefix("# ")).write_text(content, "utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {
        "urgency.csv",
        "urgency.py",
        "test_urgency.py",
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "7 passed" in done.stdout, done.stdout


# ---- the data dictionary


def documented(table: str) -> list[str]:
    """The columns that the dictionary has of a table, in order."""
    section = page("data").partition(f"\n## {table}\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


def columns() -> dict[str, list[str]]:
    """The columns of each table, as the code has them."""
    statements = analysis.annotate(KREMLIN)
    result = analysis.compare(statements)
    over_time = trends.moves(statements)
    return {
        "statements": list(statements),
        "quotations": list(analysis.quotations(KREMLIN)),
        **{
            name: list(table)
            for name, table in vars(result).items()
            if isinstance(table, DataFrame)
        },
        "targets": [result.targets.index.name, result.targets.columns.name],
        "contested": list(analysis.contested(statements)),
        "parallels": list(parallels.parallels(statements)),
        "keyness": list(keyness.keyness(statements).terms),
        "heard": list(hearing.heard(statements)),
        "stance": list(hearing.stance(statements)),
        "posture": list(posture.summary(statements)),
        "firmness": list(posture.firmness(statements)),
        "trends": list(over_time),
        "directions": list(trends.directions(over_time)),
        "shift": list(wordshift.shift(Counter(good=1), Counter(bad=1), {"good": 0.7, "bad": -0.7})),
        "labels.csv": list(labels.COLUMNS),
        "actors.csv": list(labels.ACTOR_COLUMNS),
        "agreement": list(reliability.COLUMNS),
    }


@pytest.mark.parametrize("table", list(columns()))
def test_the_dictionary_has_each_column(table):
    assert set(documented(table)) == set(columns()[table])


def test_each_table_of_the_dictionary_is_checked():
    assert re.findall(r"^## (\S+)$", page("data"), re.MULTILINE) == list(columns())


# ---- the pages


def test_every_page_is_listed_and_every_link_leads_to_one():
    assert {path.stem for path in docs.SOURCES.glob("*.md")} == set(docs.PAGES)
    for name in docs.PAGES:
        for target in re.findall(r"\]\(([^)]+)\)", page(name)):
            assert target.removesuffix(".html") in docs.PAGES


def test_a_page_has_its_title_and_its_generated_tables():
    book = docs.notebook(page("method"))
    assert book.cells[0].outputs[0].data[docs.DOCUMENT] == {"title": "Method"}
    body = book.cells[1].source
    assert "<!--" not in body
    assert all(path.stem.replace("_", r"\_") in body for path in docs.FOLDER.glob("*.csv"))
