"""The process that warm kernels are forked from: heavy modules imported once, nothing else run.

Started by `engine`, with a socket. For each order that comes it forks a child that becomes an
IPython kernel, and answers with the child's id and a pipe that closes when the child ends. When
the socket closes, for whatever reason, it ends the children that are left and itself.
"""

import contextlib
import gc
import importlib.util
import io
import json
import os
import pkgutil
import shutil
import signal
import socket
import sys
from functools import partial
from typing import Any

ORDER_BYTES = 65536  # one order: a kernel's arguments and its folder
LIBRARIES = ("matplotlib.pyplot", "pandas", "scipy.stats")
# what ipykernel and IPython import while a kernel starts
KERNEL = (
    "ipykernel.kernelapp", "tornado.platform.asyncio", "tornado.queues",
    "IPython.core.completerlib", "IPython.extensions.storemagic",
)  # fmt: skip
# what a kernel sets before any notebook can import matplotlib (ipykernel.kernelapp)
BACKEND = "module://matplotlib_inline.backend_inline"
FLUSH_SECONDS = 2.0
# modules that run notebooks, and so are never imported by one
OUTSIDE = {"__main__", "client", "engine", "runs", "rendering", "site", "adding"}
SENTENCE = "Russia rejected the ultimatum."  # annotating it reads all lexicons


def main(descriptor: int, owner: int, temporary: str) -> None:
    """Serve orders on the socket; in a child, become the kernel that was ordered.

    A child returns from `serve` too: so it ends as any Python does, `atexit` functions and all.
    Where the process `owner`, which started this one, was killed, its folder `temporary` goes.
    """
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # a kernel without its parent ends itself
    sys.path[:] = [entry for entry in sys.path if entry]
    preload()
    if order := serve(socket.socket(fileno=descriptor)):
        become_kernel(**order)
    elif os.getppid() != owner:
        shutil.rmtree(temporary, ignore_errors=True)


def preload() -> None:
    """Import what notebooks use, read the lexicons and the fonts; start no thread, keep nothing."""
    os.environ.setdefault("MPLBACKEND", BACKEND)
    package = importlib.import_module(__package__)
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)} - OUTSIDE
    with contextlib.redirect_stderr(io.StringIO()):  # the debugger warns when it is imported
        importlib.import_module("ipykernel.debugger")
    for name in (*KERNEL, *LIBRARIES, *(f"{__package__}.{module}" for module in sorted(modules))):
        importlib.import_module(name)
    package.annotate(SENTENCE)
    figure = importlib.import_module("matplotlib.figure").Figure()  # unknown to pyplot
    figure.subplots().set_title(SENTENCE)
    figure.savefig(io.BytesIO(), format="svg")
    gc.collect()
    gc.freeze()  # the collector shall not touch, and so copy, the memory that children share


def serve(orders: socket.socket) -> dict[str, Any] | None:
    """Fork a child for each order; return the order in the child, None when the socket closes.

    An order is a JSON object: `arguments` of the kernel and `cwd`, its folder.
    """
    children: set[int] = set()
    with contextlib.suppress(ConnectionError):  # whoever started this is gone already
        orders.sendall(b"ready")
    while message := orders.recv(ORDER_BYTES):
        children -= set(filter(has_ended, children))
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            orders.close()
            os.close(reading)
            os.register_at_fork(after_in_child=partial(os.close, writing))
            return json.loads(message)
        _lead_group(child)
        children.add(child)
        os.close(writing)
        with contextlib.suppress(ConnectionError):  # it has gone meanwhile
            socket.send_fds(orders, [str(child).encode()], [reading])
        os.close(reading)
    end(children)
    return None


def has_ended(child: int) -> bool:
    """Whether a child has ended; then it is also forgotten by the system."""
    return os.waitpid(child, os.WNOHANG) != (0, 0)


def end(children: set[int]) -> None:
    """End children and what they started."""
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)


def become_kernel(arguments: list[str], cwd: str) -> None:
    """Run an IPython kernel in this process until it is shut down."""
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 (imported by preload)

    _lead_group(0)
    os.chdir(cwd)
    sys.modules["numpy"].random.seed()  # `random` reseeds itself after a fork, numpy does not
    launcher = importlib.util.find_spec("ipykernel_launcher").origin
    sys.argv = [launcher, *arguments, "--HistoryManager.enabled=False"]
    IPKernelApp.launch_instance()
    # still flushing what Python's exit is about to stop, it would wait for ten seconds
    IPKernelApp.instance().control_thread.join(FLUSH_SECONDS)


def _lead_group(child: int) -> None:
    """Give a child a process group of its own; parent and child both do, whoever comes first."""
    with contextlib.suppress(ProcessLookupError):
        os.setpgid(child, child)
