"""What the project stands on: each package's licence and, with a network, known vulnerabilities.

    python benchmarks/audit.py

Packages are those of requirements.lock. Licences are what the packages themselves state;
vulnerabilities are those that pip-audit finds in PyPI's advisories; without a network it says that
they were not looked up. Ends with 1 where a vulnerability is known or a licence is not stated.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
TOOLS = ROOT / "build" / "audit"  # apart from the environment, which holds what the lock does
ABSENT = "(not installed on this system)"
UNSTATED = "(not stated)"


class Package(NamedTuple):
    """A package of the lock with the licence that it states."""

    name: str
    version: str
    licence: str


class Vulnerability(NamedTuple):
    """A known vulnerability of a package, and the versions that mend it."""

    package: str
    name: str
    mended: str


def main() -> int:
    """Print what was found; 1 where there is something to do."""
    packages = list(locked(LOCK.read_text("utf-8")))
    print_table(Package._fields, packages)
    unstated = [package.name for package in packages if package.licence == UNSTATED]
    found, not_asked = vulnerabilities()
    print()
    print_table(Vulnerability._fields, found)
    print(f"vulnerabilities known: {len(found)}")
    for reason in not_asked:
        print(f"vulnerabilities not looked up: {reason}")
    for name in unstated:
        print(f"licence not stated: {name}")
    return int(bool(found or unstated))


def print_table(names: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print rows as a Markdown table."""
    for cells in (names, ["---"] * len(names), *rows):
        print(f"| {' | '.join(cells)} |")


# ---- licences


def locked(lock: str) -> Iterator[Package]:
    """The packages that a lock pins: one that is pinned for several Pythons as it is here."""
    for name, version in dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE)).items():
        try:
            told = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            yield Package(name, version, ABSENT)
        else:
            yield Package(name, told.version, licence(told.metadata))


def licence(told: metadata.PackageMetadata) -> str:
    """The licence that a package's metadata state: an expression, or what came before those."""
    if expression := told.get("License-Expression"):
        return expression
    listed = [
        entry.rpartition(" :: ")[2]
        for entry in told.get_all("Classifier") or ()
        if entry.startswith("License :: ") and entry != "License :: OSI Approved"
    ]
    text = (told.get("License") or "").strip().splitlines()
    return "; ".join(listed) or (text[0] if text else UNSTATED)


# ---- vulnerabilities


def vulnerabilities() -> tuple[list[Vulnerability], list[str]]:
    """Known vulnerabilities of the lock's packages, and what could not be looked up, and why."""
    uv = Path(sys.executable).parent / "uv"
    wanted = ROOT / "requirements-audit.txt"
    got = run(uv, "pip", "install", "--quiet", "--require-hashes", "--target", TOOLS, "-r", wanted)
    if got.returncode:
        return [], [last_line(got.stderr)]
    asked = run(
        sys.executable, "-m", "pip_audit", "--requirement", LOCK, "--require-hashes",
        "--disable-pip", "--progress-spinner", "off", "--format", "json",
    )  # fmt: skip
    try:
        answer = json.loads(asked.stdout)["dependencies"]
    except ValueError:
        return [], [last_line(asked.stderr)]
    return list(known(answer)), [one["skip_reason"] for one in answer if "skip_reason" in one]


def known(answer: list[dict]) -> Iterator[Vulnerability]:
    """The vulnerabilities in pip-audit's answer."""
    for package in answer:
        for entry in package.get("vulns", ()):
            mended = ", ".join(entry["fix_versions"]) or "in no version yet"
            yield Vulnerability(f"{package['name']} {package['version']}", entry["id"], mended)


def run(*command: object) -> subprocess.CompletedProcess:
    """Run a command with the audit's own tools at hand."""
    environment = os.environ | {"PYTHONPATH": str(TOOLS)}
    return subprocess.run(
        list(map(str, command)), env=environment, capture_output=True, text=True, check=False
    )


def last_line(said: str) -> str:
    """The last line that a failed command said."""
    return next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "no reason")


if __name__ == "__main__":
    sys.exit(main())
