"""A papermill engine with warm kernels: `papermill --engine demarche-warm in.ipynb out.ipynb`.

Starting a kernel and importing pandas, matplotlib and this package takes longer than most
notebooks. Here one process does it once (`forks`), and each run gets a fork of it: nothing of
another run can be in it, since no run ever happened in the process it was forked from. A run that
a fork can't serve faithfully (another interpreter, a folder whose files would be imported in
place of the modules that are there already, another system than Linux) gets a plain kernel.
"""

import asyncio
import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import default

from analysis import forks
from analysis.errors import UserError
from analysis.programs import folder_for_sockets

PACKAGE = Path(__file__).resolve().parent
PREPARE = f"from {__package__} import forks; forks.main({{}}, {{}}, {{!r}})"
# a kernel's command as IPython's own kernel specification gives it, before its arguments
LAUNCHER = [sys.executable, "-m", "ipykernel_launcher"]
SHADOWING = {"matplotlibrc", *(name.partition(".")[0] for name in forks.LIBRARIES)}
CONNECTION = "kernel.json"  # of a kernel; its sockets are kernel-ipc-1 and so on
EXIT_SECONDS = 2.5  # what jupyter_client waits for a kernel before it sends SIGTERM
POLL_SECONDS = 0.005
# macOS has forks, but its own libraries do not survive them (see the docs of multiprocessing)
FORKS = sys.platform == "linux"
SAVE_SECONDS = 2.0


class WarmEngine:
    """Papermill's own engine, with kernels that are forked from a warm process.

    It asks that engine instead of inheriting from it: papermill loads this module, as an entry
    point, while it is being imported itself.
    """

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Execute a notebook with papermill's and nbclient's options; return it executed."""
        return _engine().execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """The kernel that a notebook asks for, or else `name`."""
        return _engine().nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """The language that a notebook is written in, or else `language`."""
        return _engine().nb_language(nb, language)


@cache
def _engine() -> type:
    from papermill.engines import NBClientEngine  # noqa: PLC0415
    from papermill.log import logger  # noqa: PLC0415
    from papermill.utils import remove_args  # noqa: PLC0415

    from analysis.client import LimitedClient  # noqa: PLC0415 (imports papermill)

    class Engine(NBClientEngine):
        @classmethod
        def execute_managed_notebook(
            cls,
            nb_man: Any,
            kernel_name: str,
            start_timeout: int = 60,
            execution_timeout: int | None = None,
            **options: Any,
        ) -> Any:
            client = LimitedClient(
                nb_man, kernel_name=kernel_name, kernel_manager_class=WarmKernelManager,
                startup_timeout=start_timeout, log=logger,
                timeout=execution_timeout or options.get("timeout"),
                **remove_args(["input_path", "timeout", "startup_timeout"], **options),
            )  # fmt: skip
            with saved_sparingly(nb_man):
                return client.execute()

    return Engine


@contextlib.contextmanager
def saved_sparingly(manager: Any) -> Iterator[None]:
    """Let papermill write the notebook once in SAVE_SECONDS: it would at each cell's ends."""
    save, saved = manager.save, time.monotonic()

    def save_now_and_then(**options: Any) -> None:
        nonlocal saved
        if time.monotonic() - saved > SAVE_SECONDS:
            save(**options)
            saved = time.monotonic()

    manager.save = save_now_and_then
    try:
        yield
    finally:
        manager.save = save


class WarmKernelManager(AsyncKernelManager):
    """Kernels over sockets in a folder of their own: no port that another run could take."""

    @default("transport")
    def _over_sockets(self) -> str:
        return "ipc" if hasattr(os, "fork") else "tcp"

    @default("connection_file")
    def _own_folder(self) -> str:
        self.sockets = tempfile.TemporaryDirectory(dir=_temporary().name)
        return os.path.join(self.sockets.name, CONNECTION)

    async def start_kernel(self, **options: Any) -> None:
        """Start a kernel, provided by WarmProvisioner."""
        self.kernel_id = self.kernel_id or str(uuid.uuid4())
        self.provisioner = self.provisioner or WarmProvisioner(
            kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
        )
        await super().start_kernel(**options)


class WarmProvisioner(LocalProvisioner):
    """Provides a fork where it can stand for the kernel asked for, and that kernel elsewhere."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> dict[str, Any]:
        """Start the kernel that `cmd` would start; return how to connect to it."""
        cwd = options.get("cwd") or os.getcwd()
        if not can_stand_for(cmd, Path(cwd)):
            return await super().launch_kernel(cmd, **options)
        self.process = source(options["env"]).fork(cmd[len(LAUNCHER) :], cwd)
        self.pid = self.pgid = self.process.pid
        self.cwd = cwd
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel; a kernel that is being shut down has no cell to interrupt."""
        if not (signum == signal.SIGINT and self.parent.shutting_down):
            await super().send_signal(signum)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Wait for the end of a kernel that was told to end: jupyter_client looks each 0.1 s."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(EXIT_SECONDS):
                while await self.poll() is None:
                    await asyncio.sleep(POLL_SECONDS)


def can_stand_for(command: list[str], cwd: Path) -> bool:
    """Whether a fork is what this command would start in this folder."""
    names = {entry.name.removesuffix(".py") for entry in cwd.iterdir()}
    own = (cwd / PACKAGE.name).resolve() == PACKAGE
    shadowing = SHADOWING if own else SHADOWING | {PACKAGE.name}
    return FORKS and command[: len(LAUNCHER)] == LAUNCHER and not names & shadowing


# ---- the process that forks, and its forks

_sources: dict[str, "Source"] = {}
_one_at_a_time = threading.Lock()
_one_folder = threading.Lock()


def source(environment: dict[str, str]) -> "Source":
    """The warm process for this environment and the package's files as they are now.

    An environment is read when a process starts (PYTHONHASHSEED, MPLBACKEND, LC_ALL, ...), so
    that kernels with different ones can't come from one process.
    """
    own = {name: value for name, value in environment.items() if name != "JPY_PARENT_PID"}
    files = sorted(path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".csv"))
    key = json.dumps([sorted(own.items()), [(str(f), f.stat().st_mtime_ns) for f in files]])
    with _one_at_a_time:
        if key not in _sources or _sources[key].process.poll() is not None:
            _sources[key] = Source(own)
        return _sources[key]


def _temporary() -> tempfile.TemporaryDirectory:
    """A folder for kernels' sockets, gone when this process ends; if it is killed, its sources."""
    with _one_folder:  # `cache` alone would make two for two threads, and lose one
        return _new_temporary()


@cache
def _new_temporary() -> tempfile.TemporaryDirectory:
    return folder_for_sockets(len("tmp12345678/kernel-ipc-1"))


def prepare() -> None:
    """Start the warm process for kernels with this process's environment, before one is needed."""
    if FORKS:
        source(dict(os.environ))


def close() -> None:
    """End all warm processes, all kernels that came from them, and what connected them."""
    with _one_at_a_time:
        while _sources:
            _sources.popitem()[1].close()
        _temporary().cleanup()
        _new_temporary.cache_clear()


class Source:
    """A process that has imported what notebooks import, and forks a kernel when asked."""

    def __init__(self, environment: dict[str, str]) -> None:
        """Start it; it is ready when the first fork is asked for, or later."""
        self.orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.ready = False
        self.lock = threading.Lock()
        with theirs:
            code = PREPARE.format(theirs.fileno(), os.getpid(), _temporary().name)
            self.process = subprocess.Popen(
                [sys.executable, "-c", code],
                cwd=PACKAGE.parent, env=environment,
                # kernels repeat what they print to where it would go without them
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()], start_new_session=True,
            )  # fmt: skip
        atexit.register(self.close)

    def fork(self, arguments: list[str], cwd: str) -> "Fork":
        """A new kernel with these arguments in the folder `cwd`.

        Raises UserError where the process could not start or is gone.
        """
        with self.lock:
            try:
                self.ready = self.ready or self.orders.recv(len(b"ready")) == b"ready"
                self.orders.sendall(json.dumps({"arguments": arguments, "cwd": cwd}).encode())
                pid, (pipe,), *_ = socket.recv_fds(self.orders, 32, 1)
            except (OSError, ValueError):
                raise UserError("the process that notebooks' kernels come from is gone") from None
        return Fork(int(pid), pipe)

    def close(self) -> None:
        """End the process, and with it all of its forks."""
        atexit.unregister(self.close)
        if not self.ready:  # it has forked nothing yet, and may still be importing
            self.process.kill()
        self.orders.close()
        self.process.wait()


class Fork:
    """A forked kernel: as much of `subprocess.Popen` as a provisioner asks for."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, pipe: int) -> None:
        """Know a process by its id, and its end by its pipe's."""
        self.pid = pid
        self.pipe = os.fdopen(pipe, "rb", buffering=0)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """None while it runs, then 0: the exit code is known to its parent only."""
        if self.returncode is None and select.select([self.pipe], [], [], 0)[0]:
            self.returncode = 0
            self.pipe.close()
        return self.returncode

    def wait(self) -> int:
        """Wait for its end."""
        if self.returncode is None:
            select.select([self.pipe], [], [])
        return self.poll() or 0

    def send_signal(self, signum: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)
