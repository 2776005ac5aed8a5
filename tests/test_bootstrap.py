"""The set-up's decisions; that it works is what the README's commands show end to end."""

import importlib.util
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("ROOT", "VENV", "PYTHON", "LOCK", "STAMP", "QUARTO_TRIED"):
        path = tmp_path / getattr(module, name).relative_to(ROOT)
        monkeypatch.setattr(module, name, path)
    (tmp_path / "requirements.lock").write_text("uv==1 \\\n    --hash=sha256:00\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.delenv("QUARTO", raising=False)
    monkeypatch.delenv("RENDERER", raising=False)
    return module


def finished(module) -> None:
    module.PYTHON.parent.mkdir(parents=True)
    module.PYTHON.touch()
    module.STAMP.write_text(module.stamp())


def test_a_finished_environment_is_left_alone_until_the_lock_changes(bootstrap):
    assert not bootstrap.up_to_date()
    finished(bootstrap)
    assert bootstrap.up_to_date()
    bootstrap.LOCK.write_text("uv==2 \\\n    --hash=sha256:00\n")
    assert not bootstrap.up_to_date()


def test_an_environment_without_a_stamp_is_built_again(bootstrap):
    finished(bootstrap)
    bootstrap.STAMP.unlink()
    assert not bootstrap.up_to_date()


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, True),
        ({"QUARTO": "no"}, False),
        ({"QUARTO": "/opt/quarto"}, False),
        ({"RENDERER": "embedded"}, False),
    ],
)
def test_quarto_is_tried_unless_told_not_to(bootstrap, monkeypatch, variables, wanted):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert bootstrap.wants_quarto() is wanted


def test_quarto_is_tried_once(bootstrap, monkeypatch, capsys):
    def fails(*_, **__):
        raise subprocess.CalledProcessError(1, ["uv", "pip"])

    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)
    monkeypatch.setattr(bootstrap, "uv", fails)
    bootstrap.VENV.mkdir()
    bootstrap.try_quarto()
    assert capsys.readouterr().out.count("\n") == 1
    assert not bootstrap.wants_quarto()


def test_a_failure_is_one_line(bootstrap, monkeypatch, capsys):
    def fails(*command, **_):
        raise subprocess.CalledProcessError(1, list(command), "", "a\nno such index\n")

    monkeypatch.setattr(bootstrap, "run", fails)
    assert bootstrap.main() == 1
    assert capsys.readouterr().out.splitlines()[-1].endswith("no such index")
