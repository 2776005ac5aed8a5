"""Set up `.venv` from `requirements.lock`; the Makefile runs this with any bare Python >= 3.11.

Standard library only. Does nothing while the environment's stamp equals the lock's.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows without WSL has none
    fcntl = None

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
QUARTO_PIN = ROOT / "requirements-quarto.txt"
STAMP = VENV / "lock.sha256"
QUARTO_TRIED = VENV / "quarto.tried"
QUARTO_SECONDS = 300  # Quarto's release is about 130 MB


def main() -> int:
    """Bring the environment up to date; 0 when it is, 1 with one line when it can't be."""
    try:
        if not up_to_date() or wants_quarto():
            with turn():
                bring_up_to_date()
    except subprocess.CalledProcessError as error:
        say(f"set-up failed at `{Path(error.cmd[0]).name} {error.cmd[1]} …`: {last_line(error)}")
        return 1
    except OSError as error:
        say(f"set-up failed: {error}")
        return 1
    except KeyboardInterrupt:
        say("set-up interrupted; the next run starts it again")
        return 130
    return 0


def bring_up_to_date() -> None:
    """Do what is still to be done once it is our turn."""
    if not up_to_date():
        build_environment()
    if wants_quarto():
        try_quarto()


@contextmanager
def turn() -> Iterator[None]:
    """Hold this folder: of two set-ups at once one waits. The lock ends when we do, however."""
    held = os.open(ROOT, os.O_RDONLY)
    try:
        if fcntl:
            wait_for(held)
        yield
    finally:
        os.close(held)


def wait_for(held: int) -> None:
    """Lock an open folder; where the file system has no locks, go on without."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("another set-up is at work; this one waits for it")
        fcntl.flock(held, fcntl.LOCK_EX)
    except OSError:
        return


def up_to_date() -> bool:
    """Whether the environment was built whole, from this lock, in this folder."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == stamp()


def stamp() -> str:
    """What an environment is built from: the lock, the package and the folder it stands in."""
    sources = (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), os.fsencode(ROOT))
    return hashlib.sha256(b"\0".join(sources)).hexdigest()


def build_environment() -> None:
    """Install the lock into a new `.venv`; the stamp comes last, so a broken build is redone."""
    say("setting up .venv from requirements.lock (once; about a minute)")
    make_venv()
    install_uv()
    install_lock()
    uv("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(stamp())


def make_venv() -> None:
    """Create `.venv`, also where the system's Python came without ensurepip (Debian's does)."""
    if VENV.exists():
        shutil.rmtree(VENV)
    try:
        run(sys.executable, "-m", "venv", str(VENV))
    except subprocess.CalledProcessError:
        run(sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV))


def install_uv() -> None:
    """Install the lock's own uv, by its hash."""
    pin = VENV / "uv.txt"
    pin.write_text(re.search(r"^uv==(?:.*\\\n)*.*$", LOCK.read_text(), re.MULTILINE)[0] + "\n")
    run(*pip(), "install", "--quiet", "--require-hashes", "--no-deps", "-r", str(pin))


def install_lock() -> None:
    """Install what the lock names; a file whose hash is not there stops it."""
    uv("sync", "--require-hashes", "--compile-bytecode", str(LOCK))


def pip() -> list[str]:
    """The environment's pip, or else the system's, told to install into the environment."""
    own = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode == 0:
        return own
    return [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(PYTHON)]


def wants_quarto() -> bool:
    """Whether to try Quarto's package: not when told not to, when tried, or when there is one."""
    told_not_to = os.environ.get("QUARTO") or os.environ.get("RENDERER") == "embedded"
    return not (told_not_to or QUARTO_TRIED.exists() or shutil.which("quarto"))


def try_quarto() -> None:
    """Add the pinned quarto-cli, whose build downloads Quarto; go on without it where it can't."""
    pinned = ("--no-deps", "--no-build-isolation", "--require-hashes", "-r", str(QUARTO_PIN))
    try:
        uv("install", *pinned, timeout=QUARTO_SECONDS)
        outcome = "installed"
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        outcome = "not to be had here; reports use the embedded Pandoc and Typst"
    say(f"Quarto: {outcome}")
    QUARTO_TRIED.write_text(outcome)


def run(*command: str, **options: object) -> None:
    """Run a command of the set-up, its output kept for the one line that a failure gives."""
    subprocess.run(command, check=True, capture_output=True, text=True, **options)


def uv(*arguments: str, timeout: "float | None" = None) -> None:
    """Run uv on the environment, with the package index and certificates that pip is set to."""
    settings = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    for name, variable in (("index-url", "UV_DEFAULT_INDEX"), ("cert", "SSL_CERT_FILE")):
        if value := pip_setting(name):
            settings.setdefault(variable, value)
    run(str(VENV / "bin" / "uv"), "pip", *arguments, "--quiet", env=settings, timeout=timeout)


def pip_setting(name: str) -> str:
    """What pip's configuration says of `name` ("" where it says nothing)."""
    asked = subprocess.run([*pip(), "config", "list"], capture_output=True, text=True, check=False)
    found = re.search(rf"^(?:global|install|:env:)\.{name}='(.*)'$", asked.stdout, re.MULTILINE)
    return found[1] if found else ""


def last_line(error: subprocess.CalledProcessError) -> str:
    """The last line that a failed command said, which is where installers name the cause."""
    lines = [line.strip() for line in f"{error.stdout}\n{error.stderr}".splitlines()]
    said = next((line for line in reversed(lines) if line), f"exit code {error.returncode}")
    if "No module named" in said:
        said += " (on Debian or Ubuntu: apt install python3-venv)"
    return said


def say(line: str) -> None:
    """Print a line of progress at once."""
    print(f"demarche: {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
