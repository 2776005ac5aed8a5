"""What `make lab` decides before JupyterLab starts; tests/browser/ uses JupyterLab itself."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from analysis import lab
from analysis.errors import UserError

ROOT = Path(__file__).resolve().parent.parent
# what a user's own settings of Jupyter may open up, and `make lab` does not
OPEN = {
    "ServerApp": {"ip": "0.0.0.0", "token": "", "disable_check_xsrf": True},
    "IdentityProvider": {"token": ""},
}


@pytest.fixture
def taken():
    with socket.socket() as server:
        server.bind((lab.HOST, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_passed_over(taken, monkeypatch):
    monkeypatch.setattr(lab, "PORTS", range(taken, taken + 20))
    assert taken < lab.choose_port() < taken + 20


def test_a_taken_port_that_was_asked_for_is_refused(taken):
    with pytest.raises(UserError, match=f"port {taken} is taken: name another"):
        lab.choose_port(str(taken))


def test_no_free_port_at_all_says_what_to_do(taken, monkeypatch):
    monkeypatch.setattr(lab, "PORTS", range(taken, taken + 1))
    with pytest.raises(UserError, match="are taken: name a free one, PORT="):
        lab.choose_port()


@pytest.mark.parametrize("port", ["http", "80", "99999", "-1", "८८८८"])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(UserError, match="a port is a number from 1024 to 65535"):
        lab.choose_port(port)


@pytest.mark.parametrize(
    ("environment", "hint"),
    [
        ({"SSH_CONNECTION": "1"}, "ssh -L 8888:localhost:8888"),
        ({}, "no browser is found here: open that address in one"),
    ],
)
def test_where_no_browser_opens_it_says_what_to_do(environment, hint):
    lines = lab.told(8888, "secret", False, environment)
    assert hint in lines[1]
    assert sum("secret" in line for line in lines) == 1


def test_where_a_browser_opens_only_the_address_is_said():
    assert len(lab.told(8888, "secret", True, {"DISPLAY": ":0"})) == 2


def test_no_browser_is_opened_on_another_machine():
    assert not lab.can_open({"SSH_TTY": "/dev/pts/0", "DISPLAY": ":0"})


def test_it_asks_the_network_for_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "OWN", tmp_path)
    found = lab.arguments(lab.settings(8888, "secret", False))
    assert "--LabApp.news_url=None" in found
    assert any("NeverCheckForUpdate" in one for one in found)
    written = json.loads((tmp_path / "settings" / "overrides.json").read_text("utf-8"))
    assert written["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


# ---- who can reach it


@pytest.fixture(scope="module")
def started(tmp_path_factory) -> tuple[psutil.Process, int]:
    """JupyterLab's process and port, for a user whose own settings let everyone in."""
    home = tmp_path_factory.mktemp("home")
    (home / "jupyter_server_config.json").write_text(json.dumps(OPEN))
    with socket.socket() as free:
        free.bind((lab.HOST, 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis", "lab", "--port", str(port)], cwd=ROOT,
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(home), "JUPYTER_TOKEN": "secret", "SSH_TTY": "x"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    for _ in range(1800):
        if not lab.is_free(port) or process.poll() is not None:
            break
        time.sleep(0.1)
    yield psutil.Process(process.pid), port
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_it_listens_to_this_machine_only(started):
    process, port = started
    listening = [c.laddr for c in process.net_connections("inet") if c.status == "LISTEN"]
    assert listening == [(lab.HOST, port)]


@pytest.mark.parametrize(
    "path", ["api/contents", "api/terminals", "api/kernels", "files/README.md"]
)
def test_it_answers_no_one_without_the_token(started, path):
    assert status(started[1], path) in (302, 403)  # 302: to where the token is asked for
    assert status(started[1], path, Authorization="token secret") == 200


def status(port: int, path: str, **headers: str) -> int:
    asked = http.client.HTTPConnection(lab.HOST, port, timeout=60)
    asked.request("GET", f"/{path}", headers=headers)
    return asked.getresponse().status
