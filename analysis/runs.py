"""A report from a corpus: which notebooks to run, papermill over them, and outputs put in place.

Kept light to import: a run that has nothing to do reads only the inputs' bytes.
"""

import hashlib
import json
import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import store
from analysis.docx import PAPERS
from analysis.errors import UserError
from analysis.outputs import create, put_in_place, remove_stale, require_writable, scratch, turn
from analysis.programs import say

if TYPE_CHECKING:
    from analysis.corpus import Article

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "build"
FORMATS = ("html", "pdf", "docx")
# a widget's view, which without the kernel that made it shows nothing
WIDGET = "application/vnd.jupyter.widget-view+json"
CELL_SECONDS = 600  # a cell that takes longer hangs
# what outputs are made from, beside the corpus and the request
CODE = ("analysis/**/*.py", "analysis/**/*.csv", "requirements.lock")
PROGRAM = (*CODE, "notebooks/*.ipynb", "reports/*.*")
# the kernel's surroundings: nothing of the user's or the machine's own may reach the outputs
KERNEL = {
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "JUPYTER_PREFER_ENV_PATH": "1",
    "OPENBLAS_NUM_THREADS": "1",  # sums in one order, and pages share the cores
    "PYTHONWARNINGS": "ignore",
    "TQDM_DISABLE": "1",
}
ENGINE = "demarche-warm"
BULK = 300_000  # characters of text that is new from which on processes annotate it at once


@dataclass(frozen=True)
class Request:
    """What a user asks for: `make report`'s variables."""

    corpus: Path
    out: Path
    articles: tuple[str, ...] = ()
    title: str = ""
    formats: tuple[str, ...] = ("html", "pdf")
    paper: str = "a4"
    home: str = ""  # from the briefing to the page of all briefings
    renderer: str = ""
    quarto: str = ""

    def __post_init__(self) -> None:
        """Refuse formats and papers that there are not, and names that are no text."""
        if unknown := [name for name in self.formats if name not in FORMATS]:
            raise UserError(f"FORMATS: no format {unknown[0]!r}; there are {', '.join(FORMATS)}")
        if not self.formats:
            raise UserError(f"FORMATS is empty; there are {', '.join(FORMATS)}")
        if self.paper not in PAPERS:
            raise UserError(f"PAPER: no paper {self.paper!r}; there are {', '.join(PAPERS)}")
        for name, value in (
            ("CORPUS", self.corpus.resolve()), ("OUT", self.out.resolve()), ("TITLE", self.title),
        ):  # fmt: skip
            if re.search("[\ud800-\udfff]", str(value)):
                raise UserError(f"{name}: {value} is not in UTF-8")


@dataclass(frozen=True)
class Page:
    """One notebook to run: its page's name, its source, its parameters and what it reads."""

    name: str
    notebook: Path
    parameters: dict[str, Any]
    made_from: Any = None


def make_report(request: Request) -> list[Path]:
    """Make the report that is asked for; return the paths of its files.

    Runs nothing when the same request, inputs and program have made these files before; waits for
    another run that writes to the same folder. Raises UserError with the one line to show; earlier
    reports stay as they were.
    """
    require(request.corpus)
    create(request.out)
    with turn(request.out):
        return _make(request)


def _make(request: Request) -> list[Path]:
    folder = run_folder(request)
    stamp = folder / "stamp.json"
    key = fingerprint(request)
    if unchanged(stamp, key):
        say("nothing has changed since this report was made")
        return made_before(stamp)
    require_writable(request.out)
    with scratch(folder) as stage, surroundings(stage):
        from analysis import corpus  # noqa: PLC0415 (slow to import)

        read = corpus.load(request.corpus, with_lines=False)
        corpus.require_articles(read, request.corpus)
        chosen = corpus.pick(read.articles, request.articles)
        pages = plan(request, chosen)
        warm_up(pages)
        from analysis import rendering, staging  # noqa: PLC0415 (slow to import, and kernels do meanwhile)

        renderer = rendering.choose(request.renderer, request.quarto)
        corpus.keep(request.corpus, chosen)
        annotate_new(chosen)
        announce(
            stamp,
            (request.out / f"{page.name}.{kind}" for page in pages for kind in request.formats),
        )
        executed = execute_all(pages, folder / "notebooks")
        style = staging.Style(request.paper, request.home)
        files = rendering.render_all(executed, request.formats, renderer, stage, style)
        say(f"rendered with {renderer}")
        paths = put_in_place(files, request.out)
    remove_stale(made_before(stamp), paths)
    write_stamp(stamp, key, paths, corpus.report(read))
    return paths


# ---- what there is to do


def require(corpus: Path) -> None:
    """Raise UserError where there is no such corpus."""
    if not corpus.exists():
        raise UserError(f"there is no corpus at {corpus}; name a folder or file: CORPUS=…")


def plan(request: Request, articles: "list[Article]") -> list[Page]:
    """The notebooks to run: the comparison first, then each article's page."""
    corpus = relative_to_notebooks(request.corpus)
    ids = [article.id for article in articles]
    briefing = {"corpus": corpus, "articles": ids, "title": request.title}
    files = [(str(path), sha256(path)) for path in corpus_files(request.corpus)]
    return [
        Page("briefing", NOTEBOOKS / "compare.ipynb", briefing, files),
        *(
            Page(
                f"articles/{article.id}",
                NOTEBOOKS / "article.ipynb",
                {"corpus": corpus, "article": article.id},
                repr(vars(article)),
            )
            for article in articles
        ),
    ]


def annotate_new(articles: "list[Article]") -> None:
    """Annotate the articles whose statements are not kept, where they are many, on all cores.

    Few are better left to the notebooks, which run at once.
    """
    if sum(len(article.text) for article in articles) < BULK:
        return
    from analysis import statements  # noqa: PLC0415 (slow to import)

    new = [article for article in articles if not statements.are_kept(article)]
    if sum(len(article.text) for article in new) > BULK:
        say(f"annotating {len(new)} articles")
        statements.annotate(new, every=True, workers=os.cpu_count() or 1)


def relative_to_notebooks(path: Path) -> str:
    """A path as the notebooks, which run in their own folder, name it."""
    path = path.resolve()
    return os.path.relpath(path, NOTEBOOKS) if path.is_relative_to(ROOT) else str(path)


# ---- whether anything has changed


def run_folder(request: Request) -> Path:
    """The corpus and output folder's own place under `build/`."""
    place = f"{request.corpus.resolve()}\0{request.out.resolve()}"
    name = re.sub(r"\W+", "-", request.corpus.resolve().stem).strip("-") or "corpus"
    return BUILD / f"{name}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"


def fingerprint(request: Request) -> str:
    """Hash all that the outputs depend on: corpus, program, renderer and request."""
    digest = hashlib.sha256(json.dumps(asdict(request), default=str, sort_keys=True).encode())
    quarto = shutil.which(request.quarto or "quarto")
    digest.update(f"{sys.version} {quarto} {quarto and os.stat(quarto).st_mtime_ns}".encode())
    return files_digest(digest, [*program_files(PROGRAM), *corpus_files(request.corpus)])


def program_files(patterns: Iterable[str]) -> list[Path]:
    """The program's own files."""
    return [path for pattern in patterns for path in ROOT.glob(pattern)]


def program_digest() -> str:
    """Hash of the code that notebooks run."""
    return files_digest(hashlib.sha256(sys.version.encode()), program_files(CODE))


def files_digest(digest: "hashlib._Hash", files: Iterable[Path]) -> str:
    """Add files' paths and content to a digest, and give it in hexadecimal."""
    for path in sorted(files):
        content = sha256(path) if os.access(path, os.R_OK) else "not readable"
        digest.update(f"\0{path.resolve()}\0{content}".encode())
    return digest.hexdigest()


def corpus_files(corpus: Path) -> list[Path]:
    """Every file of a corpus; beside a file that is one, what may say how to read it."""
    if corpus.is_dir():
        found = corpus.rglob("*")
    else:
        found = [corpus, *corpus.parent.glob("*.csv"), *corpus.parent.glob("*.toml")]
    return [path for path in found if path.is_file() and not path.is_symlink()]


def unchanged(stamp: Path, key: str) -> bool:
    """Whether the stamp's run had this key and its files still are as it wrote them."""
    made_with, files = read_stamp(stamp)
    return made_with == key and all(
        Path(path).is_file() and sha256(Path(path)) == digest for path, digest in files.items()
    )


def read_stamp(stamp: Path) -> tuple[str, dict[str, str]]:
    """A run's key and its files with their SHA-256; nothing where there is no whole stamp."""
    try:
        written = json.loads(stamp.read_text("utf-8"))
        return written["key"], dict(written["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", {}


def made_before(stamp: Path) -> list[Path]:
    """The files that the stamp's run wrote."""
    return [Path(path) for path in read_stamp(stamp)[1]]


def left_out(request: Request) -> list[str]:
    """The lines of `corpus.report` on what the report that stands was made without."""
    try:
        return list(json.loads((run_folder(request) / "stamp.json").read_text("utf-8"))["left_out"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def announce(stamp: Path, paths: Iterable[Path]) -> None:
    """Record, before anything is overwritten, what may be there after a run that is not finished.

    Until `write_stamp` no report counts as made, and the next run knows all files of this one.
    """
    known = [*made_before(stamp), *(path.resolve() for path in paths)]
    _write(stamp, {"key": "", "files": {str(path): "" for path in known}, "left_out": []})


def write_stamp(stamp: Path, key: str, paths: Iterable[Path], left_out: Iterable[str] = ()) -> None:
    """Record what was made from what, and what was left out."""
    files = {str(path.resolve()): sha256(path) for path in paths}
    _write(stamp, {"key": key, "files": files, "left_out": list(left_out)})


def _write(stamp: Path, written: dict[str, Any]) -> None:
    new = stamp.with_suffix(".new")
    new.write_text(json.dumps(written, indent=1), "utf-8")
    new.replace(stamp)


def sha256(path: Path) -> str:
    """A file's SHA-256, in hexadecimal, in constant memory."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


# ---- running the notebooks


@contextmanager
def surroundings(scratch: Path) -> Iterator[None]:
    """Give kernels their surroundings and a store; end what is left of them, prune the store.

    What they leave behind lands in the folder `scratch`.
    """
    # jsonschema would import a grammar of addresses for a second, and nothing here checks one
    sys.modules.setdefault("rfc3987_syntax", None)
    before = dict(os.environ)
    os.environ.update(KERNEL, IPYTHONDIR=str(scratch.resolve() / "ipython"))
    os.environ.setdefault(store.VARIABLE, str(BUILD / "store"))
    try:
        yield
        store.prune()
    finally:
        if engine := sys.modules.get(f"{__package__}.engine"):
            engine.close()
        os.environ.clear()
        os.environ.update(before)


def warm_up(pages: list[Page]) -> None:
    """Begin to warm up kernels where a page is to be run."""
    program = program_digest()
    if not all(kept_copy(page, program).is_file() for page in pages):
        from analysis import engine  # noqa: PLC0415 (slow to import)

        engine.prepare()


def execute_all(pages: list[Page], folder: Path) -> dict[str, Path]:
    """Run the pages that the store does not hold, as many at once as there are cores.

    Returns each page's executed copy by its name. All are run, also when one fails; then raises
    UserError with the first that failed, after a line and a traceback for each.
    """
    copies = {page.name: folder / f"{page.name}.ipynb" for page in pages}
    program = program_digest()
    changed = []
    for page in pages:
        copies[page.name].parent.mkdir(parents=True, exist_ok=True)
        if (kept := store.fetch(kept_copy(page, program))) is None:
            changed.append(page)
        else:
            copies[page.name].write_bytes(kept)

    def run(page: Page) -> None:
        execute(page, copies[page.name])
        store.put(kept_copy(page, program), copies[page.name].read_bytes())

    failures = in_threads(run, changed)
    raise_first(failures, len(changed))
    return copies


def kept_copy(page: Page, program: str) -> Path:
    """Where the store has a page's executed copy, by the hash of all that it depends on."""
    parts = (program, sha256(page.notebook), page.parameters, page.made_from)
    key = hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()
    return (store.folder() or BUILD / "store") / "notebooks" / f"{key}.ipynb.gz"


def in_threads(run: Callable[[Page], None], pages: list[Page]) -> dict[str, Exception]:
    """Run each page, as many at once as there are cores; return the exceptions by page's name."""
    if not pages:
        return {}
    from analysis import engine  # noqa: PLC0415 (slow to import)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(run, page): page for page in pages}
        ended = (running[future] for future in as_completed(running))
        try:
            list(progress(ended, "running notebooks", len(pages)))
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            engine.close()  # a run that has lost its kernel ends
            raise
    return {page.name: error for future, page in running.items() if (error := future.exception())}


def raise_first(failures: dict[str, Exception], count: int) -> None:
    """Tell every failure and raise the first; an error that is no UserError is one of ours."""
    for error in failures.values():
        if not isinstance(error, UserError):
            raise error
        if error.__cause__:
            say(f"{error}\n{error.__cause__}")
    if failures:
        first = next(iter(failures.values()))
        others = f" ({len(failures)} of {count} notebooks failed)" if len(failures) > 1 else ""
        raise UserError(f"{first}{others}")


def execute(page: Page, output: Path) -> None:
    """Run one notebook; UserError names the cell that failed and the copy that shows it."""
    import papermill  # noqa: PLC0415 (slow to import)
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415

    logging.getLogger("papermill").addHandler(logging.NullHandler())  # its failures are told below
    check_parameters(page)
    output.parent.mkdir(parents=True, exist_ok=True)
    try:
        papermill.execute_notebook(
            unformatted(page.notebook), unformatted(output), parameters=page.parameters,
            kernel_name="python3", engine_name=ENGINE, progress_bar=False,
            execution_timeout=CELL_SECONDS,
            # papermill's own `cwd` would move this whole process, and other runs with it
            resources={"metadata": {"path": str(page.notebook.parent)}},
        )  # fmt: skip
    except PapermillExecutionError as error:
        own = error.ename == "UserError"
        what = error.evalue if own else f"{error.ename}: {error.evalue or printed_last(output)}"
        raise UserError(
            f"{page.notebook.name}, cell {error.cell_index + 1}: {what} (see {shown(output)})"
        ) from (None if own else error)
    except (RuntimeError, TimeoutError) as error:  # nbclient's, of a kernel that did not live
        what = str(error).strip().splitlines()[0]
        raise UserError(f"{page.notebook.name}, {what} (see {shown(output)})") from None


def unformatted(path: Path) -> str:
    """A path for papermill, which would put parameters in the place of {names} in it."""
    return str(path).replace("{", "{{").replace("}", "}}")


def printed_last(executed: Path) -> str:
    """The last line that a notebook printed: a magic that fails says there, and only there, why."""
    import nbformat  # noqa: PLC0415 (slow to import)

    cells = nbformat.read(executed, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    lines = "".join(output.get("text", "") for output in outputs).strip().splitlines()
    return lines[-1] if lines else ""


def check_parameters(page: Page) -> None:
    """Raise UserError for a parameter that the notebook does not have: papermill only warns."""
    import papermill  # noqa: PLC0415

    try:
        known = papermill.inspect_notebook(unformatted(page.notebook))
    except (ValueError, AttributeError):  # nbformat's, for what is no JSON, or no object
        raise UserError(f"{page.notebook} is no notebook: broken, or cut short") from None
    if unknown := [name for name in page.parameters if name not in known]:
        raise UserError(
            f"{page.notebook.name} has no parameter {unknown[0]!r}; it has {', '.join(known)}"
        )


def store_outputs(notebook: Path) -> None:
    """Run a committed notebook with its defaults and keep its outputs, but no trace of the run.

    Cells are counted in their order: nbval takes a cell without a count for one that never ran.
    """
    import nbformat  # noqa: PLC0415 (slow to import)

    with (
        tempfile.TemporaryDirectory(prefix="demarche-") as folder,
        surroundings(Path(folder)),
    ):
        copy = Path(folder, notebook.name)
        execute(Page(notebook.stem, notebook, {}), copy)
        executed = nbformat.read(copy, as_version=4)
    source = nbformat.read(notebook, as_version=4)
    cells = [(a, b) for a, b in zip(source.cells, executed.cells, strict=True) if "outputs" in a]
    for number, (cell, ran) in enumerate(cells, 1):
        cell.outputs, cell.execution_count = ran.outputs, number
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET, None)
            if "execution_count" in output:
                output.execution_count = number
    nbformat.write(source, notebook)


# ---- progress


def progress(pages: Iterable[Page], what: str, count: int) -> Iterator[Page]:
    """Yield `count` pages, with a bar on a terminal and plain lines in a log."""
    if sys.stderr.isatty():
        from tqdm import tqdm  # noqa: PLC0415

        yield from tqdm(pages, desc=what, unit="notebook", leave=False, total=count)
    else:
        for position, page in enumerate(pages, 1):
            say(f"{what}: {position} of {count}, {page.name}")
            yield page


def shown(path: Path) -> str:
    """A path as a user would type it: relative where it lies below here."""
    path = path.resolve()
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
