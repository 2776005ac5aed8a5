"""The set-up's decisions; that it works is what the README's commands show end to end."""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from threading import Thread

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


def test_of_two_set_ups_at_once_one_waits(bootstrap, capsys):
    order = []
    with bootstrap.turn():
        other = Thread(target=lambda: take_turn(bootstrap, order))
        other.start()
        other.join(0.2)
        order.append("first")
    other.join()
    assert order == ["first", "second"]
    assert "another set-up is at work" in capsys.readouterr().out


def take_turn(bootstrap, order: list[str]) -> None:
    with bootstrap.turn():
        order.append("second")


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


# ---- the lock's hashes


def wheel(folder: Path, name: str) -> str:
    """Write a package of one empty module; return its SHA-256."""
    info = f"{name}-1.dist-info"
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    path = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in (files | {f"{info}/RECORD": record}).items():
            archive.writestr(member, content)
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def empty(bootstrap, tmp_path):
    """A bootstrap with an empty environment, and a folder in the place of the package index."""
    if not (uv := shutil.which("uv", path=str(Path(sys.executable).parent))):
        pytest.skip("uv is not in this environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bootstrap.VENV], check=True)
    (bootstrap.VENV / "bin" / "uv").symlink_to(uv)
    return bootstrap


def installed(bootstrap, name: str) -> bool:
    return bool(list(bootstrap.VENV.rglob(f"{name}.py")))


@pytest.mark.parametrize("is_tampered", [False, True])
def test_what_has_not_the_locks_hash_is_not_installed(empty, tmp_path, is_tampered):
    digest = wheel(tmp_path, "tiny")
    pinned = "0" * 64 if is_tampered else digest
    empty.LOCK.write_text(
        f"--no-index\n--find-links {tmp_path}\ntiny==1 \\\n    --hash=sha256:{pinned}\n"
    )
    if is_tampered:
        with pytest.raises(subprocess.CalledProcessError, match="uv") as raised:
            empty.install_lock()
        assert "Hash mismatch" in raised.value.stderr
    else:
        empty.install_lock()
    assert installed(empty, "tiny") is not is_tampered


def test_what_has_no_hash_in_the_lock_is_not_installed(empty, tmp_path):
    wheel(tmp_path, "tiny")
    empty.LOCK.write_text(f"--no-index\n--find-links {tmp_path}\ntiny==1\n")
    with pytest.raises(subprocess.CalledProcessError):
        empty.install_lock()
    assert not installed(empty, "tiny")


@pytest.mark.parametrize("is_tampered", [False, True])
def test_the_installer_itself_is_installed_by_its_hash(empty, tmp_path, monkeypatch, is_tampered):
    if subprocess.run([sys.executable, "-m", "pip", "--version"], check=False).returncode:
        pytest.skip("pip is not in this environment")
    digest = wheel(tmp_path, "uv")
    empty.LOCK.write_text(f"uv==1 \\\n    --hash=sha256:{'0' * 64 if is_tampered else digest}\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    if is_tampered:
        with pytest.raises(subprocess.CalledProcessError) as raised:
            empty.install_uv()
        assert "DO NOT MATCH THE HASHES" in raised.value.stderr
    else:
        empty.install_uv()
    assert installed(empty, "uv") is not is_tampered
