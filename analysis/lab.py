"""JupyterLab on `explore.ipynb`: offline, with this environment's kernel, and without pop-ups."""

import json
import os
import secrets
import socket
import sys
import uuid
import webbrowser
from collections.abc import Mapping
from getpass import getuser
from pathlib import Path

from analysis.errors import UserError
from analysis.programs import folder_for_sockets, say

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "build" / "lab"  # settings and open tabs of this project's JupyterLab
NOTEBOOK = "notebooks/explore.ipynb"
PORTS = range(8888, 8908)  # Jupyter's usual port, and those tried after it
HOST = "127.0.0.1"
SETTINGS = {
    # what it would ask at its first start: news, and whether to look for a newer one
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # what controls say comes in the order of the clicks: over subshells, in two threads, it may not
    "@jupyterlab/apputils-extension:kernels-settings": {"commsOverSubshells": "disabled"},
}


def start(port: str = "") -> None:
    """Open JupyterLab and stay until it is stopped; UserError where the port can't be had."""
    from jupyterlab.labapp import LabApp  # noqa: PLC0415 (slow to import)

    number, token = choose_port(port), os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(24)
    here = can_open(os.environ)
    for line in told(number, token, here, os.environ):
        say(line)
    with folder_for_sockets(len(f"kernel-{uuid.uuid4()}-ipc-1")) as sockets:
        # no kernel of the same name from elsewhere
        os.environ |= {"JUPYTER_PREFER_ENV_PATH": "1", "JUPYTER_RUNTIME_DIR": sockets}
        LabApp.launch_instance(argv=arguments(settings(number, token, here)))


def arguments(chosen: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Settings as Jupyter's command line has them: handed over here, and seen in no process list.

    >>> arguments({"ServerApp": {"port": 8888}})
    ['--ServerApp.port=8888']
    """
    return [
        f"--{owner}.{name}={value}"
        for owner, values in chosen.items()
        for name, value in values.items()
    ]


def choose_port(wanted: str = "") -> int:
    """The port to use: the one that is wanted, or else the first of PORTS that is free."""
    if not wanted:
        if (free := next(filter(is_free, PORTS), None)) is None:
            raise UserError(f"ports {PORTS[0]} to {PORTS[-1]} are taken: name a free one, PORT=…")
        return free
    if not (wanted.isascii() and wanted.isdigit() and 1024 <= int(wanted) <= 65535):
        raise UserError(f"PORT={wanted}: a port is a number from 1024 to 65535")
    if not is_free(int(wanted)):
        raise UserError(
            f"port {wanted} is taken: name another, or leave PORT away to have one found"
        )
    return int(wanted)


def is_free(port: int) -> bool:
    """Whether nothing listens on a port of this machine."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError:
            return False
    return True


def is_remote(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is on another machine than the person."""
    return any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))


def can_open(environment: Mapping[str, str]) -> bool:
    """Whether a browser can be opened from here."""
    if is_remote(environment):
        return False
    if sys.platform.startswith("linux") and not any(
        environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    ):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def told(port: int, token: str, here: bool, environment: Mapping[str, str]) -> list[str]:
    """What to say at the start: the address, with its token, and what to do with it."""
    url = f"http://localhost:{port}/lab/tree/{NOTEBOOK}?token={token}"
    lines = [f"JupyterLab is at {url}", "Ctrl-C stops it"]
    if is_remote(environment):
        name = f"{getuser()}@{socket.gethostname()}"
        lines.insert(
            1,
            f"from your own machine: ssh -L {port}:localhost:{port} {name}, then open that address",
        )
    elif not here:
        lines.insert(1, "no browser is found here: open that address in one")
    return lines


def settings(port: int, token: str, here: bool) -> dict[str, dict]:
    """The server's configuration; writes JupyterLab's own settings beside its open tabs."""
    (OWN / "settings").mkdir(parents=True, exist_ok=True)
    (OWN / "settings" / "overrides.json").write_text(json.dumps(SETTINGS, indent=1), "utf-8")
    return {
        "ServerApp": {
            "ip": HOST,
            "port": port,
            "port_retries": 0,
            "root_dir": str(ROOT),
            "open_browser": here,
            "answer_yes": True,  # Ctrl-C asks nothing
            "allow_root": True,  # as whom one is in a container; it listens to this machine only
            "log_level": "ERROR",
        },
        "IdentityProvider": {"token": token},
        "KernelManager": {"transport": "ipc"},  # no port that another user could read
        "LabApp": {
            "default_url": f"/lab/tree/{NOTEBOOK}",
            "news_url": None,
            "check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
            "app_settings_dir": str(OWN / "settings"),
            "workspaces_dir": str(OWN / "workspaces"),
            "log_level": "ERROR",
        },
    }
