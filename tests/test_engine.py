"""Warm kernels: a clean state for each run, plain kernels' outputs, and no process left behind."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from analysis import engine, runs

NAME = "demarche-warm"
SPOIL = """
import os, random, sys, json, warnings, matplotlib, numpy, pandas
spoiled = json.spoiled = 1
matplotlib.rcParams["font.size"] = 99
pandas.set_option("display.max_rows", 7)
random.seed(1); numpy.random.seed(1)
os.environ["SPOILED"] = "1"
sys.path.append("spoiled")
import analysis.statements
analysis.statements.COLUMNS = ()
warnings.filterwarnings("ignore", "spoiled")
os.chdir("/")
"""
STATE = """
import json, locale, os, signal, sys, warnings, matplotlib, pandas, analysis.statements
print(json.dumps({
    "variables": sorted(name for name in globals() if not name.startswith("_")),
    "modules": [hasattr(json, "spoiled"), len(analysis.statements.COLUMNS)],
    "rcParams": {name: str(matplotlib.rcParams[name]) for name in sorted(matplotlib.rcParams)},
    "options": [pandas.get_option("display.max_rows"), "spoiled" in repr(warnings.filters)],
    "folder": [os.getcwd(), sys.path, sys.argv[0]],
    "locale": [locale.setlocale(locale.LC_ALL), str(signal.getsignal(signal.SIGINT))[:20]],
    "environment": {k: v for k, v in sorted(os.environ.items()) if k != "JPY_PARENT_PID"},
}))
"""
DRAW = "import random, numpy\nprint(random.random(), numpy.random.random())"


@pytest.fixture(scope="module", autouse=True)
def _closed():
    yield
    engine.close()


def book(folder: Path, *sources: str) -> Path:
    cells = [new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources)]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "book.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": spec}), path)
    return path


def run(path: Path, name: str | None = NAME, **parameters: object) -> nbformat.NotebookNode:
    return papermill.execute_notebook(
        path, path.with_suffix(".out.ipynb"), parameters=parameters, engine_name=name,
        cwd=path.parent, kernel_name="python3", progress_bar=False,
    )  # fmt: skip


def printed(folder: Path, *sources: str, name: str | None = NAME) -> str:
    return run(book(folder, *sources), name).cells[-1].outputs[0].text


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def await_end(processes: list[psutil.Process], seconds: float = 20) -> list[psutil.Process]:
    """The processes that are alive after so many seconds; [] as soon as there is none."""
    deadline = time.monotonic() + seconds
    while alive(processes) and time.monotonic() < deadline:
        time.sleep(0.05)
    return alive(processes)


# ---- a clean state


def test_a_run_starts_as_in_a_plain_kernel_whatever_ran_before(tmp_path):
    run(book(tmp_path, SPOIL))
    warm = json.loads(printed(tmp_path, STATE))
    plain = json.loads(printed(tmp_path, STATE, name=None))
    for what in plain:
        assert warm[what] == plain[what], what


def test_random_numbers_differ_from_run_to_run(tmp_path):
    first, second = (printed(tmp_path, DRAW).split() for _ in range(2))
    assert not set(first) & set(second)


def test_kernels_with_other_environments_are_told_apart(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    first = printed(tmp_path, "print(hash('a'))")
    monkeypatch.setenv("PYTHONHASHSEED", "2")
    assert first != printed(tmp_path, "print(hash('a'))")


def test_a_folders_own_files_are_not_hidden_by_what_is_imported_already(tmp_path):
    command = [*engine.LAUNCHER, "-f", "kernel.json"]
    assert engine.can_stand_for(command, tmp_path)
    assert engine.can_stand_for(command, engine.PACKAGE.parent)
    assert not engine.can_stand_for(["R", *command[1:]], tmp_path)
    for name in ("pandas.py", "matplotlibrc", "analysis.py"):
        (tmp_path / name).write_text("")
        assert not engine.can_stand_for(command, tmp_path), name
        (tmp_path / name).unlink()
    (tmp_path / "pandas.py").write_text("own = 'mine'")
    assert printed(tmp_path, "import pandas; print(pandas.own)") == "mine\n"


# ---- outputs


def test_outputs_are_a_plain_kernels(tmp_path):
    notebook = runs.NOTEBOOKS / "article.ipynb"
    written = []
    for name in (NAME, None):
        executed = papermill.execute_notebook(
            notebook, tmp_path / "out.ipynb", parameters={"corpus": "../seeds"}, engine_name=name,
            cwd=notebook.parent, kernel_name="python3", progress_bar=False,
        )  # fmt: skip
        del executed.metadata["papermill"]
        for number, cell in enumerate(executed.cells):
            cell.id = str(number)  # the injected cell's is random
            cell.metadata = {}
        written.append(nbformat.writes(executed))
    assert written[0] == written[1]


def test_papermills_command_knows_the_engine(tmp_path):
    path = book(tmp_path, "print('here')")
    command = [sys.executable, "-m", "papermill", "--engine", NAME, "--no-progress-bar"]
    subprocess.run([*command, path, tmp_path / "out.ipynb"], check=True, capture_output=True)
    assert nbformat.read(tmp_path / "out.ipynb", 4).cells[0].outputs[0].text == "here\n"


# ---- no process left behind


def test_a_killed_kernel_is_an_error_and_others_go_on(tmp_path):
    with pytest.raises(DeadKernelError):
        run(book(tmp_path, "import os\nos.kill(os.getpid(), 9)"))
    assert printed(tmp_path, "print(1)") == "1\n"


def test_nothing_is_left_when_the_engine_is_closed(tmp_path):
    engine.close()
    before = set(psutil.Process().children(recursive=True))  # those of other tests
    run(book(tmp_path, "1"))
    family = [p for p in psutil.Process().children(recursive=True) if p not in before]
    assert family
    engine.close()
    assert await_end(family) == []


def test_a_kernel_ends_by_itself_when_its_run_is_over(tmp_path):
    ended = tmp_path / "ended"
    write = f"import atexit, pathlib\natexit.register(pathlib.Path({str(ended)!r}).touch)"
    for _ in range(8):
        run(book(tmp_path, write))
        assert ended.exists()
        ended.unlink()


SLEEPING = """
import signal, sys
from pathlib import Path
from analysis import runs
from analysis.__main__ import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a background job ignores
runs.make_report = lambda request: runs.in_threads(
    lambda page: runs.execute(page, page.notebook.with_suffix(".out.ipynb")),
    [runs.Page("page", Path(sys.argv[1]), {})],
)
sys.exit(main(["report"]))
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "killed"])
def test_nothing_is_left_of_an_interrupted_run(tmp_path, how):
    started = tmp_path / "started"
    path = book(
        tmp_path,
        f"import pathlib, subprocess, time\nchild = subprocess.Popen(['sleep', '600'])\n"
        f"pathlib.Path({str(started)!r}).write_text('')\ntime.sleep(600)",
    )
    temporary = Path(tempfile.mkdtemp(prefix="t"))  # short: sockets lie in it
    script = subprocess.Popen(
        [sys.executable, "-c", SLEEPING, path], stderr=subprocess.PIPE, text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not started.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    family = psutil.Process(script.pid).children(recursive=True)
    assert len(family) == 3  # the warm process, the kernel, and what the kernel started
    script.send_signal(how)
    _, said = script.communicate(timeout=60)
    assert await_end(family) == []
    temporary.rmdir()  # it is empty
    if how == signal.SIGINT:
        assert script.returncode == 130
        assert "interrupted" in said.splitlines()[-1]
