"""Nothing after the set-up needs a network: the README's commands where there is none at all."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUARTO = shutil.which(os.environ.get("QUARTO") or "quarto")
ALONE = ("unshare", "--map-root-user", "--net")  # its own network, in which there is nothing


def can_be_alone() -> bool:
    try:
        return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(not can_be_alone(), reason="no network namespace may be made here"),
]


def make_alone(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run make without a network and without what earlier runs kept."""
    settings = {
        key: value for key, value in os.environ.items() if key not in ("MAKEFLAGS", "MAKELEVEL")
    }
    return subprocess.run(
        [*ALONE, "make", "--no-print-directory", *arguments], cwd=ROOT,
        env=settings | environment, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip


def test_there_is_no_network_at_all():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        ask = f"import socket; socket.create_connection({address}, timeout=5)"
        assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0
        alone = [*ALONE, sys.executable, "-c", ask]
        asked = subprocess.run(alone, capture_output=True, text=True, check=False)
        assert "Network is unreachable" in asked.stderr


@pytest.mark.parametrize(
    ("renderer", "quarto"),
    [
        ("embedded", "no"),
        pytest.param(
            "quarto", QUARTO, marks=pytest.mark.skipif(not QUARTO, reason="no Quarto here")
        ),
    ],
)
def test_a_report_is_made_without_a_network(tmp_path, renderer, quarto):
    made = make_alone(
        "report", f"OUT={tmp_path}/out", f"RENDERER={renderer}", "FORMATS=html pdf docx",
        QUARTO=quarto, DEMARCHE_STORE=str(tmp_path / "store"),
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "running notebooks" in made.stderr
    assert len(list((tmp_path / "out").rglob("*.*"))) == 9


def test_a_page_can_not_be_added_without_a_network(tmp_path):
    made = make_alone(
        "add", f"CORPUS={tmp_path}/corpus", "SRC=https://news.example/talks", QUARTO="no"
    )
    assert made.returncode != 0
    assert "there is no host news.example" in made.stderr
    assert not (tmp_path / "corpus").exists()
