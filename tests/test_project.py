"""The project's own files agree with each other."""

import csv
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
# names that differ between PyPI and conda-forge, and what Quarto's conda package stands in for
CONDA_NAMES = {"matplotlib": "matplotlib-base"}


def requirement(text: str) -> tuple[str, str]:
    name, bound = re.match(r"([\w.-]+)(.*)", text).groups()
    return name.replace("_", "-").lower(), bound.strip()


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def environment() -> list:
    return yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]


def test_environment_yml_is_in_step_with_pyproject(project, environment):
    pip = next(entry["pip"] for entry in environment if isinstance(entry, dict))
    conda = [entry for entry in environment if isinstance(entry, str) and entry != "pip"]
    theirs = dict(map(requirement, [*conda, *pip]))
    ours = {"python": project["requires-python"]} | dict(map(requirement, project["dependencies"]))
    ours = {CONDA_NAMES.get(name, name): bound for name, bound in ours.items()}
    quarto = theirs.pop("quarto")
    assert theirs == ours
    assert quarto.startswith(">=")


def test_every_package_that_the_user_named_is_there(environment):
    names = {requirement(entry)[0] for entry in environment if isinstance(entry, str)}
    assert names >= {
        "jupyterlab",
        "papermill",
        "pandas",
        "matplotlib-base",
        "textblob",
        "nbval",
        "quarto",
    }


def test_the_lock_pins_every_dependency_by_hash_and_names_no_registry(project):
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = {requirement(line)[0] for line in lock.splitlines() if re.match(r"[\w.-]+==", line)}
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    assert {requirement(line)[0] for line in [*project["dependencies"], *extras]} <= pinned
    blocks = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"https?://|index-url", lock)


def test_the_citation_is_of_this_version_under_this_licence(project):
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= citation.keys()
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]


def test_make_help_names_each_target_and_variable():
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()) - {
        "environment"
    }
    listed = {line.split()[0] for line in said.splitlines() if line.startswith("  ")}
    assert listed >= targets | {"CORPUS", "ARTICLES", "TITLE", "FORMATS", "RENDERER", "OUT"}
    assert all(
        len(line.split(maxsplit=1)) == 2 for line in said.splitlines() if line.startswith("  ")
    )


def test_modules_import_only_those_above_them():
    readme = (ROOT / "README.md").read_text("utf-8")
    order = re.findall(r"^ {8}(\w+)\.py ", readme, re.MULTILINE)
    assert set(order) == {path.stem for path in (ROOT / "analysis").glob("*.py")} - {
        "__init__",
        "__main__",
    }
    for position, name in enumerate(order):
        source = (ROOT / "analysis" / f"{name}.py").read_text("utf-8")
        found = re.findall(r"^ *from analysis\.(\w+) import", source, re.MULTILINE)
        for line in re.findall(r"^ *from analysis import ([\w, ]+)", source, re.MULTILINE):
            found += re.findall(r"\w+", line.partition("#")[0])
        assert set(found) <= set(order[:position]), f"{name}.py imports what stands below it"


def test_the_scores_that_a_briefing_prints_are_those_of_the_benchmarks():
    results = (ROOT / "benchmarks" / "RESULTS.md").read_text("utf-8")
    with (ROOT / "analysis" / "scores.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = re.findall(r"(?<=\| )0\.\d+(?= \|)", results)
            assert row["value"] in {f"{float(value):.2f}" for value in values}, row["measure"]


def test_each_promise_of_security_names_tests_that_there_are():
    rows = re.findall(
        r"^\| (.+) \| (.+) \|$", (ROOT / "SECURITY.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) > 10
    for promise, tests in rows[1:]:
        named = re.findall(r"`(tests/[\w/]+\.py)`", tests)
        assert named, promise
        assert all((ROOT / name).is_file() for name in named), promise
