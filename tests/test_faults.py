"""An earlier report survives whatever ends a run, and the next run makes the new one whole."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis import outputs, programs, quarto, rendering, runs, store
from analysis.errors import UserError
from analysis.markdown import DOCUMENT

EARLIER = "Russia rejects the plan\n\nMoscow rejected it. “We will not talk,” Putin said."
NEW = "Kyiv opens talks\n\nUkraine offered talks. “We demand a ceasefire,” Zelenskyy said."

# runs the command line, and sends itself a signal when a function is called
STRUCK = """
import importlib, os, signal, sys
from analysis import __main__ as command
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a background job ignores
module, name, number, *arguments = sys.argv[1:]
if module:
    owner = importlib.import_module(module)
    function = getattr(owner, name)
    def struck(*given, **options):
        os.kill(os.getpid(), int(number))
        return function(*given, **options)
    setattr(owner, name, struck)
command.end_in_order()
sys.exit(command.main(arguments))
"""
STAGES = (
    ("papermill", "execute_notebook"),
    ("analysis.embedded", "run_program"),
    ("analysis.rendering", "render_all"),
    ("analysis.outputs", "_require_place"),
)


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder that a reader sees."""
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {
        str(name): path.read_bytes()
        for name, path in files.items()
        if not name.parts[0].startswith(".")
    }


class Ground:
    """A corpus of one article, its report, and a store of its own."""

    def __init__(self, folder: Path) -> None:
        self.corpus, self.out = folder / "corpus", folder / "out"
        self.corpus.mkdir()
        self.build = runs.run_folder(runs.Request(self.corpus, self.out))
        self.environment = os.environ | {store.VARIABLE: str(folder / "store")}

    def write(self, text: str) -> None:
        (self.corpus / "article.txt").write_text(text, "utf-8")

    def start(
        self, module: str = "", name: str = "", number: int = 0, out: Path | None = None,
        small: Path | None = None,
    ):  # fmt: skip
        """Start a report into `out`, struck in a module, or with a small disk at `small`."""
        report = ("report", "--corpus", self.corpus, "--out", out or self.out)
        return subprocess.Popen(
            [*(with_disk(small, "size=256k") if small else ()),
             sys.executable, "-c", STRUCK, module, name, str(int(number)), *report,
             "--formats", "html", "--renderer", "embedded"],
            cwd=runs.ROOT, env=self.environment, stderr=subprocess.PIPE, text=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def run(self, *struck: object, **options: Path) -> tuple[int, str]:
        process = self.start(*struck, **options)
        said = process.communicate(timeout=300)[1]
        return process.returncode, said

    def processes(self) -> list[psutil.Process]:
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            ended = process.status() == psutil.STATUS_ZOMBIE
            kept = process.environ().get(store.VARIABLE)
        except psutil.Error:
            return False
        return not ended and kept == self.environment[store.VARIABLE]


@pytest.fixture
def ground(tmp_path):
    ground = Ground(tmp_path)
    yield ground
    shutil.rmtree(ground.build, ignore_errors=True)


def test_an_earlier_report_survives_and_the_next_run_makes_the_new_one(ground, tmp_path):
    ground.write(EARLIER)
    assert ground.run()[0] == 0
    earlier = contents(ground.out)
    ground.write(NEW)
    for number, (module, name) in enumerate(STAGES):
        how = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)[number % 3]
        code, said = ground.run(module, name, how)
        assert code == (-how if how == signal.SIGKILL else 130), (name, said)
        assert contents(ground.out) == earlier, name
        if how != signal.SIGKILL:
            assert said.splitlines()[-1] == "demarche: interrupted; no report is left half-made"
        assert any(not ground.processes() or time.sleep(0.1) for _ in range(200)), name
    assert ground.run()[0] == 0
    assert ground.run(out=tmp_path / "undisturbed")[0] == 0
    assert contents(ground.out) == contents(tmp_path / "undisturbed") != earlier
    assert [path.name for path in ground.out.iterdir() if path.name.startswith(".")] == []
    assert list(ground.build.glob("stage-*")) == []
    shutil.rmtree(runs.run_folder(runs.Request(ground.corpus, tmp_path / "undisturbed")))


def test_of_two_runs_at_once_on_one_folder_one_waits(ground):
    ground.write(NEW)
    both = [ground.start(), ground.start()]
    said = [process.communicate(timeout=300)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("another run is writing to" in one for one in said) == 1
    assert sum("nothing has changed" in one for one in said) == 1


# ---- the moment from which on the report is the new one

PLACED = """
import os, sys
from pathlib import Path
from analysis import outputs
source, out, calls = Path(sys.argv[1]), Path(sys.argv[2]), iter(range(99))
def killing(move):
    def struck(*given):
        if next(calls) == int(sys.argv[3]):
            os.kill(os.getpid(), 9)
        return move(*given)
    return struck
Path.rename, Path.replace = killing(Path.rename), killing(Path.replace)
outputs.put_in_place({name: source for name in ("a.html", "articles/b.html", "c.html")}, out)
"""


@pytest.mark.parametrize("moment", range(4))
def test_a_kill_while_files_are_moved_leaves_one_report(tmp_path, moment):
    source, out = tmp_path / "source", tmp_path / "out"
    source.write_text("new")
    (out / "articles").mkdir(parents=True)
    for name in ("a.html", "articles/b.html"):
        (out / name).write_text("earlier")
    killed = subprocess.run([sys.executable, "-c", PLACED, source, out, str(moment)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with outputs.turn(out):  # what the next run does first
        found = contents(out)
    earlier = {"a.html": b"earlier", "articles/b.html": b"earlier"}
    new = dict.fromkeys(("a.html", "articles/b.html", "c.html"), b"new")
    assert found == (new if moment else earlier)
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []


def test_a_place_that_is_taken_by_a_folder_changes_nothing(tmp_path):
    source, out = tmp_path / "source", tmp_path / "out"
    source.write_text("new")
    (out / "b.html").mkdir(parents=True)
    (out / "a.html").write_text("earlier")
    with pytest.raises(UserError, match=r"can't write .*b.html: it is a folder"):
        outputs.put_in_place({"a.html": source, "b.html": source}, out)
    assert contents(out) == {"a.html": b"earlier"}


FULL = """
import sys
from pathlib import Path
from analysis import outputs
source, out = Path(sys.argv[1]), Path(sys.argv[2])
(out / "a.html").write_text("earlier")
try:
    outputs.put_in_place({name: source for name in ("a.html", "b.html", "c.html")}, out)
except outputs.UserError as error:
    left = sorted(path.name for path in out.rglob("*"))
    print(error, left, (out / "a.html").read_text(), sep="|")
"""
OWN_MOUNTS = ("unshare", "--map-root-user", "--mount")


def may_mount() -> bool:
    return (
        bool(shutil.which("unshare"))
        and not subprocess.run([*OWN_MOUNTS, "true"], check=False, capture_output=True).returncode
    )


@pytest.mark.skipif(not may_mount(), reason="no mounts of one's own here")
def test_a_full_disk_changes_nothing(tmp_path):
    source, out = tmp_path / "source", tmp_path / "out"
    source.write_bytes(b"new" * 30_000)
    out.mkdir()
    said = mounted(out, "size=256k", FULL, source)
    why = f"can't write reports to {out}: No space left on device; name another: OUT=…"
    assert said == f"{why}|['a.html']|earlier\n"


READ_ONLY = """
import sys
from pathlib import Path
from analysis import outputs
out = Path(sys.argv[2])
outputs.create(out)
with outputs.turn(out):
    try:
        outputs.require_writable(out)
    except outputs.UserError as error:
        print(error)
"""


@pytest.mark.skipif(not may_mount(), reason="no mounts of one's own here")
def test_a_read_only_folder_is_one_line(tmp_path):
    said = mounted(tmp_path, "ro", READ_ONLY, tmp_path)
    assert (
        said == f"can't write reports to {tmp_path}: Read-only file system; name another: OUT=…\n"
    )


def mounted(place: Path, options: str, script: str, argument: Path) -> str:
    """What a Python script prints that runs with a small disk of its own at `place`."""
    command = [*with_disk(place, options), sys.executable, "-c", script, argument, place]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def with_disk(place: Path, options: str) -> list[str | Path]:
    """What to put before a command that is to find a disk of its own at `place`."""
    mount = f'mount -t tmpfs -o {options} none "$1" && shift && exec "$@"'
    return [*OWN_MOUNTS, "sh", "-c", mount, "sh", place]


@pytest.mark.skipif(not may_mount(), reason="no mounts of one's own here")
def test_a_disk_that_fills_leaves_the_earlier_report_or_makes_the_new_one(ground, tmp_path):
    kept, temporary = tmp_path / "store", tmp_path / "tmp"
    temporary.mkdir()
    ground.environment["TMPDIR"] = str(temporary)
    reports = {}
    for text in (NEW, EARLIER):
        ground.write(text)
        assert ground.run()[0] == 0
        reports[text] = contents(ground.out)
    for place, text in ((kept, NEW), (temporary, EARLIER), (ground.build, NEW)):
        ground.write(text)
        before = contents(ground.out)
        code, said = ground.run(small=place)
        assert contents(ground.out) == (before if code else reports[text]), place
        assert code == 0 or "No space left on device" in said.splitlines()[-1], said


# ---- a Quarto that does not do its work, each named for what it does

VERSION = 'if [ "$1" = --version ]; then echo 1.9.0; exit; fi\n'
QUARTOS = {
    "fails": (f"{VERSION}echo 'ERROR: the cause' >&2; exit 4", r"quarto failed \(exit code 4\): ERROR: the cause"),
    "hangs": (f"{VERSION}sleep 600", "quarto was still running after 1 seconds; stopped it"),
    "endless": (f"{VERSION}yes", "quarto was still running after 1 seconds; stopped it"),
    "forks": (f"{VERSION}sleep 600 & exit 3", r"quarto failed \(exit code 3\): it said nothing"),
    "idle": (f"{VERSION}exit 0", "Quarto did not fail, and made no page.html"),
    "broken": (f"{VERSION}if then", r"quarto failed \(exit code 2\): .*yntax error"),
    "mute": ("exit 0", "does not say which version of Quarto it is"),
    "asleep": ("sleep 600", "does not say which version of Quarto it is"),
}  # fmt: skip


@pytest.mark.parametrize("name", QUARTOS)
def test_a_quarto_that_does_not_do_its_work_is_told_and_ended(tmp_path, monkeypatch, name):
    monkeypatch.setattr(programs, "SECONDS", 1)
    monkeypatch.setattr(quarto, "VERSION_SECONDS", 1 if name == "asleep" else 60)
    monkeypatch.setenv("DEMARCHE_TEST", str(tmp_path))
    program = tmp_path / "quarto"
    program.write_text(f"#!/bin/sh\n{QUARTOS[name][0]}\n")
    program.chmod(0o755)
    front = new_code_cell("")
    front.outputs = [new_output("display_data", data={DOCUMENT: {"title": "A page"}})]
    page = tmp_path / "page.ipynb"
    nbformat.write(new_notebook(cells=[front, new_markdown_cell("Text.")]), page)
    with pytest.raises(UserError, match=QUARTOS[name][1]):
        render(str(program), page)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.ipynb", "quarto"]
    for _ in range(100):  # what is killed takes a moment to end
        if not (left := [p for p in psutil.process_iter() if is_ours(p, tmp_path)]):
            break
        time.sleep(0.1)
    assert left == []


def render(program: str, page: Path) -> None:
    with outputs.scratch(page.parent) as stage:
        renderer = rendering.choose("quarto", program)
        rendering.render_all({page.stem: page}, ("html",), renderer, stage)


def is_ours(process: psutil.Process, folder: Path) -> bool:
    try:
        if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
            return False
        return process.environ().get("DEMARCHE_TEST") == str(folder)
    except psutil.Error:
        return False
