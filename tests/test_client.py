"""Notebooks that stop: told by their cell, ended whole, nothing left behind."""

import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis import client, engine, runs
from analysis.errors import UserError

# a notebook for each way to fail, named for it: its second cell's source, and what is said of it
FAILURES = {
    "broken": ("1 / 0", "ZeroDivisionError: division by zero"),
    "missing-magic": ("%nowhere", "CellExecutionError: UsageError: Line magic function"),
    "out-of-memory": ("x = bytearray(1 << 60)", "MemoryError"),
    "sysexit1": ("import sys; sys.exit(1)", "SystemExit: 1"),
    "osexit3": ("import os; os._exit(3)", "Kernel died"),
    "killed": ("import os; os.kill(os.getpid(), 9)", "Kernel died"),
    "crashes": ("import ctypes; ctypes.string_at(0)", "Kernel died"),
    "hangs": ("import time; time.sleep(600)", "A cell timed out .* after 2 seconds"),
    "deaf": (
        "import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, {2, 15})\ntime.sleep(600)",
        "A cell timed out .* after 2 seconds",
    ),
    "endless": (
        "while True: print('x' * 999)",
        "it printed more than 50 million characters; stopped it",
    ),
    "huge": ("print('x' * 10**7)", "it printed more than 50 million characters; stopped it"),
    "bypasses": (
        "import os\nfor _ in range(1000): os.write(1, b'x' * 999 + b'\\n')",
        "it printed more than 50 million characters; stopped it",
    ),
    "figures": (
        "from IPython.display import Markdown, display\nwhile True: display(Markdown('x' * 999))",
        "it printed more than 50 million characters; stopped it",
    ),
    "orphans": (
        "import subprocess, os\nsubprocess.Popen(['sleep', '600'])\nos._exit(1)",
        "Kernel died",
    ),
}


def notebook(folder: Path, name: str) -> Path:
    cells = [new_code_cell(source) for source in ("x = 1", FAILURES[name][0], "print(x)")]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


@pytest.mark.parametrize("name", FAILURES)
def test_a_notebook_that_fails_is_told_by_its_cell_and_leaves_nothing(tmp_path, monkeypatch, name):
    engine.close()
    temporary = tempfile.mkdtemp(prefix="t")
    monkeypatch.setattr(client, "OUTPUT", 100_000)
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # with it IPython does not look at descriptors
    monkeypatch.setattr(runs, "CELL_SECONDS", 2 if name in ("hangs", "deaf") else 60)
    before = set(psutil.Process().children(recursive=True))
    with monkeypatch.context() as patch, runs.surroundings(tmp_path):
        patch.setattr(tempfile, "tempdir", temporary)
        with pytest.raises(
            UserError, match=rf"^{name}.ipynb, cell 2: {FAILURES[name][1]}.*\(see .*"
        ):
            runs.execute(runs.Page(name, notebook(tmp_path, name), {}), tmp_path / "out.ipynb")
    assert not [p for p in psutil.Process().children(recursive=True) if p not in before]
    assert [p for p in psutil.process_iter() if is_ours(p, tmp_path)] == []
    Path(temporary).rmdir()  # it is empty
    written = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert sum(client.size(cell.get("outputs")) for cell in written.cells) < 200_000


def is_ours(process: psutil.Process, folder: Path) -> bool:
    """Whether a process has this run's surroundings."""
    try:
        ended = process.status() == psutil.STATUS_ZOMBIE
        return not ended and process.environ().get("IPYTHONDIR", "").startswith(str(folder))
    except psutil.Error:
        return False


def test_what_is_printed_is_counted_over_all_cells(tmp_path, monkeypatch):
    monkeypatch.setattr(client, "OUTPUT", 1000)
    monkeypatch.setitem(FAILURES, "adds", ("print('x' * 600); print('y' * 600)", ""))
    with (
        runs.surroundings(tmp_path),
        pytest.raises(UserError, match="cell 2: it printed more than 50 million"),
    ):
        runs.execute(runs.Page("adds", notebook(tmp_path, "adds"), {}), tmp_path / "out.ipynb")


REPORT = """
import sys
from pathlib import Path
from analysis import runs
from analysis.__main__ import main

def make_report(request):
    with runs.surroundings(folder):
        runs.execute_all([runs.Page("page", Path(sys.argv[1]), {})], folder)

folder = Path(sys.argv[1]).parent
runs.CELL_SECONDS = 2
runs.make_report = make_report
sys.exit(main(["report"]))
"""


@pytest.mark.parametrize("name", ["hangs", "killed", "missing-magic"])
def test_a_command_says_nothing_beside_the_line(tmp_path, name):
    command = [sys.executable, "-c", REPORT, notebook(tmp_path, name)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=runs.ROOT)
    begun, *_, told = ran.stderr.splitlines()
    assert (ran.returncode, ran.stdout) == (1, "")
    assert begun == "demarche: running notebooks: 1 of 1, page"
    assert told.startswith(f"demarche: {name}.ipynb, cell 2: ")
    if name != "missing-magic":  # of an exception the trace is shown too
        assert len(ran.stderr.splitlines()) == 2, ran.stderr


@pytest.mark.parametrize("content", ["", "{", "[]", "no notebook"])
def test_a_file_that_is_no_notebook_is_told(tmp_path, content):
    path = tmp_path / "cut.ipynb"
    path.write_text(content)
    with pytest.raises(UserError, match=r"cut\.ipynb is no notebook"):
        runs.execute(runs.Page("cut", path, {}), tmp_path / "out.ipynb")
