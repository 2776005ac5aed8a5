"""Other programs are run to their end or stopped whole, and a failure is one line."""

import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from analysis import programs
from analysis.errors import UserError


def fake(folder: Path, says: str) -> str:
    program = folder / "renderer"
    program.write_text(f"#!/bin/sh\n{says}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


def test_a_failing_program_is_quoted(tmp_path):
    program = fake(tmp_path, "echo first; echo the cause >&2; exit 4")
    with pytest.raises(UserError, match=r"renderer failed \(exit code 4\): first / the cause"):
        programs.run_program([program], tmp_path)


def test_traces_and_colours_are_left_out(tmp_path):
    says = r"printf '\033[31mERROR: the cause\nStack trace:\n    at run (file.js:1)\nstack traceback:\nHasCallStack backtrace:\n  f, called at src/F.hs:1\n'; exit 1"
    with pytest.raises(programs.ProgramFailed) as raised:
        programs.run_program([fake(tmp_path, says)], tmp_path)
    assert str(raised.value) == "renderer failed (exit code 1): ERROR: the cause"
    assert "at run" in raised.value.said


def test_a_hanging_program_is_stopped_with_all_that_it_started(tmp_path, monkeypatch):
    monkeypatch.setattr(programs, "SECONDS", 0.5)
    program = fake(tmp_path, "sleep 60 & echo $! > child; wait")
    with pytest.raises(UserError, match="still running after 0.5 seconds"):
        programs.run_program([program], tmp_path)
    child = (tmp_path / "child").read_text().strip()
    assert any(not is_running(child) or time.sleep(0.1) for _ in range(50))


def test_what_is_said_commands_no_terminal(capsys):
    programs.say("\x1b[31mno file\x1b[0m \x1b]0;owned\x07\x9b2J\rname\ud800\nnext")
    assert capsys.readouterr().err == (
        "demarche: no file \\x1b]0;owned\\x07\\x9b2J\\rname\\ud800\nnext\n"
    )


def is_running(process: str) -> bool:
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", process], capture_output=True, text=True, check=False
    ).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_arguments_arrive_as_they_are_and_there_is_no_input(tmp_path):
    program = fake(tmp_path, 'printf "[%s]" "$@"; cat')
    assert programs.run_program([program, "a b", "$HOME;'\"", "-n"], tmp_path) == (
        "[a b][$HOME;'\"][-n]"
    )


@pytest.mark.parametrize("content", ["", "\x7fELF"], ids=["empty", "not-executable"])
def test_a_file_that_is_no_program_fails_in_one_line(tmp_path, content):
    program = tmp_path / "renderer"
    program.write_text(content)
    with pytest.raises(programs.ProgramFailed, match=r"^renderer failed \(exit code 12[67]\): "):
        programs.run_program([str(program)], tmp_path)


def test_of_a_program_that_says_too_much_the_end_is_kept(tmp_path):
    program = fake(tmp_path, "yes | head -c 100000000; echo the cause; exit 1")
    with pytest.raises(programs.ProgramFailed, match="y / the cause") as raised:
        programs.run_program([program], tmp_path)
    assert len(raised.value.said) <= programs.SAID_BYTES


KILLED = """
import sys
from pathlib import Path
from analysis import programs
programs.run_program([sys.argv[1]], Path(sys.argv[2]))
"""


def test_a_program_ends_with_us_when_we_are_killed(tmp_path):
    program = fake(tmp_path, "sleep 600 & echo $! > new; mv new child; wait")
    ours = subprocess.Popen([sys.executable, "-c", KILLED, program, tmp_path])
    child = tmp_path / "child"
    assert any(child.exists() or time.sleep(0.1) for _ in range(200))
    ours.kill()
    ours.wait()
    assert any(not is_running(child.read_text().strip()) or time.sleep(0.1) for _ in range(50))


def test_sockets_have_a_folder_with_a_short_path(tmp_path, monkeypatch):
    long = tmp_path / ("a" * 90)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with programs.folder_for_sockets(30) as folder:
        assert len(folder) + 1 + 30 <= programs.ADDRESS
        assert Path(folder).stat().st_mode & 0o077 == 0
    with pytest.raises(UserError, match=r"a+ has too long a path .*name a shorter: TMPDIR=…"):
        programs.folder_for_sockets(90)
