"""Outputs appear whole, and two runs that write to one folder take turns."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from analysis import outputs
from analysis.errors import UserError

HOLD = """
import sys, time
from pathlib import Path
from analysis import outputs
with outputs.turn(Path(sys.argv[1])):
    print("holds it", flush=True)
    time.sleep(600)
"""


def test_files_are_put_in_place_and_no_scratch_is_left(tmp_path):
    source = tmp_path / "made"
    source.write_text("new")
    out = tmp_path / "out"
    (out / "articles").mkdir(parents=True)
    (out / "articles" / "a.html").write_text("old")
    paths = outputs.put_in_place({"briefing.html": source, "articles/a.html": source}, out)
    assert [path.read_text() for path in paths] == ["new", "new"]
    assert sorted(path.name for path in out.rglob("*.*")) == ["a.html", "briefing.html"]


def test_a_missing_file_leaves_the_earlier_report_as_it_was(tmp_path):
    source, out = tmp_path / "made", tmp_path / "out"
    source.write_text("new")
    out.mkdir()
    (out / "briefing.html").write_text("old")
    with pytest.raises(FileNotFoundError):
        outputs.put_in_place({"briefing.html": source, "briefing.pdf": tmp_path / "missing"}, out)
    assert [path.read_text() for path in out.iterdir()] == ["old"]


def test_stale_pages_go_and_others_stay(tmp_path):
    for name in ("old.html", "new.html", "users-own.html"):
        (tmp_path / name).write_text(name)
    outputs.remove_stale([tmp_path / "old.html", tmp_path / "new.html"], [tmp_path / "new.html"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.html", "users-own.html"]


def test_an_output_folder_that_is_a_file_is_one_line(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(UserError, match="can't write reports to .*out: .*; name another: OUT=…"):
        outputs.create(tmp_path / "out")


def test_what_a_killed_run_left_in_its_scratch_folder_goes(tmp_path):
    (tmp_path / "stage-killed").mkdir()
    with outputs.scratch(tmp_path) as stage:
        assert list(tmp_path.iterdir()) == [stage]
    assert list(tmp_path.iterdir()) == []


def test_a_second_run_says_so_and_waits_until_the_first_has_ended_or_is_killed(tmp_path, capfd):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"holds it\n"
    order: list[str] = []
    waiting = threading.Thread(target=_take_turn, args=(tmp_path, order))
    waiting.start()
    waiting.join(0.3)
    assert order == []
    order.append("killed")
    holder.send_signal(signal.SIGKILL)
    waiting.join(60)
    holder.communicate()
    assert order == ["killed", "my turn"]
    assert f"another run is writing to {tmp_path}; this one waits" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_runs_in_different_folders_do_not_wait(tmp_path, capfd):
    (tmp_path / "within").mkdir()
    with outputs.turn(tmp_path), outputs.turn(tmp_path / "within"):
        pass
    with outputs.turn(tmp_path):
        pass
    assert "another run" not in capfd.readouterr().err


def _take_turn(folder: Path, order: list[str]) -> None:
    with outputs.turn(folder):
        order.append("my turn")
