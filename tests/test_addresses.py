"""Files at any address are read and written alike, and are there only when they are whole."""

import sys

import fsspec
import pytest

from analysis import addresses
from analysis.errors import UserError


@pytest.fixture(params=["local", "memory"])
def home(request, tmp_path) -> str:
    return str(tmp_path) if request.param == "local" else f"memory://{tmp_path}"


def test_what_is_written_can_be_read_and_listed(home):
    for name in ("b", "a", "a"):
        with addresses.writing(f"{home}/in/{name}.txt") as file:
            file.write(name.encode())
    assert addresses.files(f"{home}/in") == [f"{home}/in/{name}.txt" for name in "ab"]
    assert addresses.files(f"{home}/in/b.txt") == [f"{home}/in/b.txt"]
    with addresses.reading(f"{home}/in/a.txt") as file:
        assert file.read() == b"a"


def test_a_failure_leaves_the_earlier_file_and_no_other(home):
    with addresses.writing(f"{home}/a.txt") as file:
        file.write(b"earlier")
    with pytest.raises(KeyboardInterrupt):
        _interrupted(f"{home}/a.txt")
    assert addresses.files(home) == [f"{home}/a.txt"]
    with addresses.reading(f"{home}/a.txt") as file:
        assert file.read() == b"earlier"


def test_each_failure_is_one_line(home, monkeypatch):
    with pytest.raises(UserError, match=f"^can't read {home}/nowhere: "):
        addresses.files(f"{home}/nowhere")
    with pytest.raises(UserError, match=f"^can't read {home}/nowhere: "):
        addresses.reading(f"{home}/nowhere").__enter__()
    with pytest.raises(UserError, match="^nothing://x can't be reached: "):
        addresses.files("nothing://x")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(UserError, match="^s3://x can't be reached: .*pip install demarche"):
        addresses.files("s3://x")


def test_a_path_needs_no_further_package(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    assert addresses.files(str(tmp_path)) == []
    assert fsspec.filesystem("memory")


def _interrupted(address: str) -> None:
    with addresses.writing(address) as file:
        file.write(b"half")
        raise KeyboardInterrupt
