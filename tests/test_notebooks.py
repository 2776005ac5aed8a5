"""The committed notebooks: clean, thin, and right with other parameters than their own."""

import csv
import json
import re
from pathlib import Path

import nbformat
import pytest

from analysis import corpus, runs
from analysis.markdown import DOCUMENT, STATEMENTS
from analysis.runs import NOTEBOOKS, Page

ALL = sorted(NOTEBOOKS.glob("*.ipynb"))
# kinds of outputs in which Jupyter runs nothing, HTML without what RUNS finds: SVG is a picture there
STILL = {
    "text/plain", "text/markdown", "text/html", "image/svg+xml", "image/png", DOCUMENT, STATEMENTS,
}  # fmt: skip
RUNS = re.compile(
    r"<(?:script|iframe|object|embed|link|meta|form|base|svg|img|video|audio)\b"
    r"|<[^<>]*\son\w+\s*=|javascript:|@import|url\(",
    re.IGNORECASE,
)
COUNTRIES = ("Russia", "Ukraine", "France", "China")
SAID = (
    "{who} is open to talks on {topic} and ready to meet.",
    "We will never accept a settlement on {topic} that is made over our heads.",
    "{who} demands that work on {topic} stops at once.",
    "Perhaps our partners might consider what we have proposed on {topic}.",
    "If {topic} is touched again, there will be grave consequences.",
    "Our delegation has withdrawn its objections about {topic}.",
    "Nobody can doubt that {topic} is a matter for us alone.",
    "They are to blame for the failure of the conference on {topic}.",
    "We support the mediators, who know what {topic} means to millions.",
    "A visit could be arranged once {topic} is on the agenda.",
    "Let me reassure our neighbours: {topic} threatens none of them.",
    "We refuse to sign anything that leaves {topic} out.",
)
TOPICS = (
    "grain shipping", "fishing grounds", "the gas pipeline", "prisoner lists", "the airspace",
    "river dams", "rare metals", "the observers' mission", "the northern border", "customs duties",
    "nuclear fuel", "the undersea cable",
)  # fmt: skip


def cells(path: Path, kind: str = "code") -> list:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


# ---- clean


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_notebook_holds_nothing_of_the_machine_or_the_run(path):
    book = json.loads(path.read_text("utf-8"))
    assert set(book["metadata"]) <= {"kernelspec", "language_info"}
    assert set(book["metadata"]["language_info"]) == {"name"}
    assert all(set(cell["metadata"]) <= {"tags"} for cell in book["cells"])
    assert all(
        runs.WIDGET not in output.get("data", {}) for cell in cells(path) for output in cell.outputs
    )


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_nothing_in_a_notebook_runs_when_it_is_opened(path):
    """Jupyter runs HTML, JavaScript and widgets that are stored in a trusted notebook."""
    data = [output.get("data", {}) for cell in cells(path) for output in cell.outputs]
    assert set().union(*data) <= STILL
    texts = [cell.source for cell in cells(path, "markdown")]
    texts += [one.get(kind, "") for one in data for kind in ("text/markdown", "text/html")]
    for text in texts:
        assert not RUNS.search(text)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_cells_are_counted_in_their_order_as_make_notebooks_leaves_them(path):
    counts = [cell.execution_count for cell in cells(path)]
    assert counts == list(range(1, len(counts) + 1))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_notebook_is_thin(path):
    for cell in cells(path):
        assert "def " not in cell.source
        assert len(cell.source.splitlines()) <= 15, cell.source


# ---- with other parameters


def speech(number: int) -> str:
    """A speech of our own making: a headline, a date, and a few moves in another order each."""
    who = COUNTRIES[number % len(COUNTRIES)]
    topic = TOPICS[number % len(TOPICS)]
    order = [(number + place) % len(SAID) for place in (0, 1, 4, 9)]
    said = [SAID[position].format(who=who, topic=topic) for position in order]
    head = f"---\ntitle: Speech {number} of {who}\ndate: 2026-01-{number:02}\noutlet: News {number % 3}\n---\n"
    quoted = " ".join(said)
    return f"{head}\nThe foreign minister of {who} spoke about {topic} on Monday.\n\n“{quoted}” the minister said.\n"


@pytest.fixture(scope="module")
def speeches(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("twelve speeches")
    for number in range(1, 13):
        (folder / f"{number:02}.md").write_text(speech(number), "utf-8")
    return folder


@pytest.fixture(scope="module")
def labelled(speeches, tmp_path_factory) -> Path:
    """Labels of the speeches in the form of tests/data."""
    folder = tmp_path_factory.mktemp("labels")
    begins = "The foreign minister of France"
    tables = {
        "seed_speakers.csv": {"sentence": begins, "voice": "reporter", "side": ""},
        "seed_moves.csv": {"begins": begins, "moves": "", "certainty": "plain"},
    }
    for name, row in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, row)
            writer.writeheader()
            writer.writerow(row)
    return folder


def texts(path: Path) -> str:
    """All that a notebook's cells put out, as text."""
    shown = [output for cell in cells(path) for output in cell.outputs]
    assert not [output for output in shown if output.output_type == "error"]
    data = [output.get("text", output.get("data", {}).get("text/markdown", "")) for output in shown]
    return "\n".join(data)


@pytest.fixture(scope="module")
def twelve(speeches, labelled, tmp_path_factory) -> dict[str, str]:
    """What each notebook says of the twelve speeches, or of one of them."""
    where = {"corpus": str(speeches)}
    first = corpus.read(speeches)[0].id
    pages = [
        Page("compare", NOTEBOOKS / "compare.ipynb", where | {"title": "Twelve speeches"}),
        Page("explore", NOTEBOOKS / "explore.ipynb", where | {"word": "accept", "who": "Ann"}),
        Page("article", NOTEBOOKS / "article.ipynb", where | {"article": first}),
        Page("validation", NOTEBOOKS / "validation.ipynb", where | {"labels": str(labelled)}),
    ]
    run = runs.execute_all(pages, tmp_path_factory.mktemp("executed"))
    return {name: texts(path) for name, path in run.items()}


def test_every_notebook_is_run_with_other_parameters(twelve):
    assert set(twelve) == {path.stem for path in ALL}


def test_twelve_speeches_are_compared(twelve):
    assert "Twelve speeches" in twelve["compare"]
    assert all(country in twelve["compare"] for country in COUNTRIES)


def test_twelve_speeches_are_explored(twelve):
    assert all(f"Speech {number} of" in twelve["explore"] for number in range(1, 13))
    assert "| **accept** |" in twelve["explore"]
    assert "No label by hand is saved." in twelve["explore"]


def test_one_of_them_is_read(twelve):
    assert "Speech 1 of Ukraine" in twelve["article"]


def test_one_article_alone_will_do_for_every_notebook(speeches, labelled, tmp_path):
    alone = str(speeches / "02.md")
    (article,) = corpus.read(alone)
    others = {"article": {"article": article.id}, "validation": {"labels": str(labelled)}}
    pages = [Page(path.stem, path, {"corpus": alone} | others.get(path.stem, {})) for path in ALL]
    said = {name: texts(path) for name, path in runs.execute_all(pages, tmp_path).items()}
    assert all("Speech 2 of France" in said[name] for name in ("article", "compare", "explore"))
    assert "Speech 1 of" not in said["explore"]
    assert "1 of 1" in said["validation"]
