"""Other programs, run to their end or stopped whole, with one line for a failure."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from pathlib import Path
from typing import IO

from analysis.errors import UserError

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# a program's own traces (Deno's, Lua's, Haskell's) are no help to whom its notebook failed
_TRACE = re.compile(
    r"at (?:async )?\S+ \(|at (?:async )?file:|stack trace(?:back)?:|Error running filter |"
    r"\[C\]: in |\S+\.lua:\d+: in |\(\.\.\.tail calls|"
    r"HasCallStack backtrace:|\S+, called at ",
    re.IGNORECASE,
)
SECONDS = 600  # a renderer that takes longer hangs
END_SECONDS = 2  # for the last words of a program that has ended
ADDRESS = 103  # characters of a socket's address, on macOS; Linux has some more
CHUNK = 1 << 16
SAID_BYTES = 16 * CHUNK  # kept of what a program says: one that says too much fills no memory
# Its standard input is a pipe that only we hold: when it closes, however we end, the shell's other
# child ends the program's whole group. The program itself has no input.
GUARDED = 'exec 3<&0 </dev/null; { read _ <&3; kill -KILL 0; } >/dev/null 2>&1 & exec 3<&- "$@"'


class ProgramFailed(UserError):
    """A renderer failed; `said` is all that it said of it."""

    def __init__(self, name: str, said: str) -> None:
        super().__init__(f"{name}: {_last_words(said)}")
        self.said = said


def pandoc() -> str:
    """The Pandoc that came with pypandoc_binary, or (in conda) the one on the PATH."""
    import pypandoc  # noqa: PLC0415 (this module is light to import)

    bundled = Path(pypandoc.__file__).parent / "files" / "pandoc"
    return str(bundled) if bundled.exists() else pypandoc.get_pandoc_path()


def say(line: str) -> None:
    """Print a line of progress at once, without what a terminal would obey."""
    print(f"demarche: {tame(line)}", file=sys.stderr, flush=True)


def tame(line: str) -> str:
    r"""Text that no terminal obeys: colours left out, other controls by their number.

    >>> tame("\x1b[31mno file \x1b]0;title\x07")
    'no file \\x1b]0;title\\x07'
    """
    line = _COLOURS.sub("", line)
    return "".join(c if c.isprintable() or c in "\n\t" else ascii(c)[1:-1] for c in line)


def folder_for_sockets(name: int) -> tempfile.TemporaryDirectory:
    """A new folder in which sockets may have names of so many characters below it.

    In the usual folder for temporary files, or in the system's where the usual one has a long
    path. Raises UserError where neither will do.
    """
    prefix, usual = "demarche-", tempfile.gettempdir()
    most = ADDRESS - len(f"/{prefix}12345678/") - name
    for folder in (usual, "/tmp", "/var/tmp"):
        if len(os.fsencode(folder)) <= most and os.access(folder, os.W_OK):
            return tempfile.TemporaryDirectory(prefix=prefix, dir=folder)
    raise UserError(f"{usual} has too long a path for kernels' sockets; name a shorter: TMPDIR=…")


def run_program(command: list[str], folder: Path, seconds: float = 0, **environment: str) -> str:
    """Run a program in `folder` and return the end of what it said, at most SAID_BYTES.

    Raises ProgramFailed with its last words when it fails, UserError when it takes longer than
    `seconds` (by default SECONDS). It ends with all that it started, also when we are killed.
    """
    name, limit = Path(command[0]).name, seconds or SECONDS
    process = subprocess.Popen(
        ["/bin/sh", "-c", GUARDED, name, *command],
        cwd=folder, env=os.environ | {"SOURCE_DATE_EPOCH": "0"} | environment,
        start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    said = deque(maxlen=SAID_BYTES // CHUNK)
    reader = threading.Thread(target=_read_to_end, args=(process.stdout, said), daemon=True)
    reader.start()
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        raise UserError(f"{name} was still running after {limit} seconds; stopped it") from None
    finally:
        _end(process)
        reader.join(END_SECONDS)
    text = b"".join(tuple(said)).decode(errors="replace")
    if process.returncode:
        raise ProgramFailed(f"{name} failed (exit code {process.returncode})", text)
    return text


def _read_to_end(stream: IO[bytes], said: deque[bytes]) -> None:
    while part := stream.read(CHUNK):
        said.append(part)


def _end(process: subprocess.Popen) -> None:
    """End a program and all that it started, also when we are interrupted."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdin.close()


def _last_words(said: str) -> str:
    """The last lines of what a program said, where it names the cause of a failure."""
    lines = [line.strip() for line in _COLOURS.sub("", said).splitlines()]
    lines = [line for line in lines if line and not _TRACE.match(line)]
    return " / ".join(lines[-3:]) or "it said nothing"
