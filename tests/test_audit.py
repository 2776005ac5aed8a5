"""The audit of what the project stands on."""

import importlib.util
import json
import re
from email.message import Message
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VULNERABLE = [
    {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2", "3"]}]},
    {"name": "b", "version": "1", "vulns": []},
    {"name": "c", "skip_reason": "c is not on PyPI"},
]


@pytest.fixture
def audit(monkeypatch):
    spec = importlib.util.spec_from_file_location("audit", ROOT / "benchmarks" / "audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "run", lambda *_: pytest.fail("no network in tests"))
    return module


def answering(monkeypatch, audit, *answers: tuple[int, str, str]) -> None:
    """Have the commands that the audit runs end so, one after the other."""
    ends = iter(answers)
    monkeypatch.setattr(
        audit, "run", lambda *command: audit.subprocess.CompletedProcess(command, *next(ends))
    )


def test_every_package_of_the_lock_is_listed_and_states_its_licence(audit, monkeypatch, capsys):
    answering(monkeypatch, audit, (1, "", "error: a\n  cause: no such host\n"))
    code = audit.main()
    said = capsys.readouterr().out
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE):
        assert re.search(rf"^\| {re.escape(name)} \| \S+ \| .+ \|$", said, re.MULTILINE), name
    assert audit.UNSTATED not in said
    assert code == 0
    assert "vulnerabilities not looked up: cause: no such host" in said


def test_known_vulnerabilities_are_listed_and_the_rest_is_told(audit, monkeypatch, capsys):
    answer = json.dumps({"dependencies": VULNERABLE})
    answering(monkeypatch, audit, (0, "", ""), (1, answer, "Found 1 known vulnerability"))
    assert audit.main() == 1
    said = capsys.readouterr().out
    assert "| a 1 | PYSEC-1 | 2, 3 |" in said
    assert "vulnerabilities known: 1" in said
    assert "vulnerabilities not looked up: c is not on PyPI" in said


def test_a_failing_pip_audit_is_no_clean_bill(audit, monkeypatch):
    answering(monkeypatch, audit, (0, "", ""), (1, "", "ERROR: it broke\n"))
    assert audit.vulnerabilities() == ([], ["ERROR: it broke"])


@pytest.mark.parametrize(
    ("headers", "licence"),
    [
        ({"License-Expression": "MIT"}, "MIT"),
        ({"Classifier": "License :: OSI Approved :: BSD License"}, "BSD License"),
        ({"Classifier": "License :: OSI Approved", "License": "Apache 2.0\ntext"}, "Apache 2.0"),
        ({"Classifier": "Topic :: Text"}, "(not stated)"),
    ],
)
def test_a_licence_is_found_wherever_it_is_stated(audit, headers, licence):
    told = Message()
    for name, value in headers.items():
        told[name] = value
    assert audit.licence(told) == licence
