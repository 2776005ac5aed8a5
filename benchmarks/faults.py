"""Kill `make report` at random moments and look at what is left, and at what the next run makes.

    python benchmarks/faults.py [--kills 100] [--signals 20] [--seed 10]

Each trial has a finished report of one text, puts another text in its place, starts `make report`
and kills it: by SIGKILL its whole process group, or one of all its processes; by SIGINT (Ctrl-C)
or SIGTERM the group. What must hold: the output folder has the earlier report's bytes or the new
one's, no process is left; and then that the next run succeeds with the bytes of an undisturbed
one, and no temporary file is left anywhere. Linux only.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

from analysis import runs, store

ROOT = Path(__file__).resolve().parent.parent
END_SECONDS = 30.0  # in which what a killed run left behind has to end by itself
RUN_SECONDS = 600.0
TEXTS = {
    "earlier": "Russia rejects the plan\n\nMoscow rejected it. “We will not talk,” Putin said.",
    "new": "Kyiv opens talks\n\nUkraine offered talks. “We demand a ceasefire,” Zelenskyy said.",
}
# what the store knows of the new text: nothing, its executed notebooks, or the pages too
STORES = ("cold", "executed", "rendered")


class Ground:
    """A corpus, an output folder, a store and a folder for temporary files, in a place."""

    def __init__(self, place: Path) -> None:
        """Make the report of each text, and keep all that there is afterwards."""
        self.place = place
        self.corpus, self.out, self.store = place / "corpus", place / "out", place / "store"
        self.temporary = Path(tempfile.mkdtemp(prefix="t"))  # short: sockets lie in it
        self.corpus.mkdir()
        self.build = runs.run_folder(runs.Request(self.corpus, self.out))
        self.environment = os.environ | {
            store.VARIABLE: str(self.store), "TMPDIR": str(self.temporary), "QUARTO": "no",
            "MAKEFLAGS": "",
        }  # fmt: skip
        self.reports, self.seconds = {}, {}
        for name in TEXTS:
            self.write(name)
            started = time.monotonic()
            self.require(self.run(), name)
            self.seconds["cold"] = time.monotonic() - started
            self.reports[name] = contents(self.out)
            self.copy(name)
        self.seconds |= {"executed": self.seconds["cold"], "rendered": self.seconds["cold"]}

    def write(self, name: str) -> None:
        """Put a text in the corpus."""
        (self.corpus / "article.txt").write_text(TEXTS[name], "utf-8")

    def copy(self, name: str) -> None:
        """Keep the output folder, the run's folder and the store under a name."""
        for folder in (self.out, self.build, self.store):
            shutil.copytree(folder, self.place / name / folder.name)

    def restore(self, knows: str) -> None:
        """Bring back the earlier report, with what the store shall know of the new one."""
        self.write("new")
        for folder in (self.out, self.build, self.store):
            shutil.rmtree(folder, ignore_errors=True)
            known = "earlier" if knows == "cold" or folder != self.store else "new"
            shutil.copytree(self.place / known / folder.name, folder)
        if knows == "executed":
            shutil.rmtree(self.store / "rendered")

    def start(self) -> subprocess.Popen:
        """Start `make report` in a process group of its own."""
        with (self.place / "said").open("wb") as said:
            return subprocess.Popen(
                ["make", "report", f"CORPUS={self.corpus}", f"OUT={self.out}"],
                cwd=ROOT, env=self.environment, stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip

    def run(self) -> int:
        """Make the report; return the exit code."""
        return self.start().wait(RUN_SECONDS)

    def said(self) -> str:
        """What the last run printed."""
        return (self.place / "said").read_text("utf-8", "replace")

    def require(self, code: int, name: str) -> None:
        """Stop where a report can't even be made undisturbed."""
        if code:
            raise SystemExit(f"the {name} report could not be made: {self.said()}")

    def family(self) -> list[psutil.Process]:
        """All processes of a run, whatever their group or parent: those with its store."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            ended = process.status() == psutil.STATUS_ZOMBIE
            return not ended and process.environ().get(store.VARIABLE) == str(self.store)
        except psutil.Error:
            return False


def contents(folder: Path) -> dict[str, bytes]:
    """Each file below a folder, hidden ones too."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


# ---- one trial

KINDS = {
    "kill -9, the group": (signal.SIGKILL, True),
    "kill -9, one process": (signal.SIGKILL, False),
    "Ctrl-C": (signal.SIGINT, True),
    "SIGTERM": (signal.SIGTERM, True),
}


def trial(ground: Ground, kind: str, knows: str, chance: random.Random) -> list[str] | None:
    """Disturb a run and make the report again; return what is wrong, None where it ended before."""
    ground.restore(knows)
    for left in ground.temporary.iterdir():
        shutil.rmtree(left)
    moment, started = chance.uniform(0, ground.seconds[knows]), time.monotonic()
    process = ground.start()
    time.sleep(moment)
    if process.poll() is not None:
        ground.seconds[knows] = time.monotonic() - started
        return None
    hit = strike(ground, process, *KINDS[kind], chance)
    wrong = after(ground, process, END_SECONDS if KINDS[kind][1] else RUN_SECONDS)
    wrong += next_run(ground, ground.run())
    return [f"{problem} [{kind}, {knows}, {moment:.2f} s, {hit}]" for problem in wrong]


def strike(
    ground: Ground, process: subprocess.Popen, number: int, whole: bool, chance: random.Random
) -> str:
    """Send the signal to the group of `make`, or to one process of the run; tell to whom."""
    family = [] if whole else ground.family()
    if not family:
        os.killpg(process.pid, number)
        return "group"
    victim = chance.choice(family)
    try:
        name = " ".join(victim.cmdline()[:4])
        victim.send_signal(number)
    except psutil.Error:
        return "nobody: it had just ended"
    return name


def after(ground: Ground, process: subprocess.Popen, seconds: float) -> list[str]:
    """What is wrong after a disturbed run, whose processes have so many seconds to end."""
    wrong = []
    try:
        process.wait(RUN_SECONDS)
    except subprocess.TimeoutExpired:
        return ["it hangs"]
    deadline = time.monotonic() + seconds
    while (left := ground.family()) and time.monotonic() < deadline:
        time.sleep(0.05)
    wrong += [f"left running: {' '.join(process.cmdline()[:4])}" for process in left]
    found = contents(ground.out)
    if "Traceback" in ground.said():
        wrong.append(f"a traceback: {ground.said().splitlines()[-1]}")
    if not whole(found, ground.reports["earlier"]) and not whole(found, ground.reports["new"]):
        wrong.append("neither the earlier report nor the new one")
    return wrong


def whole(found: dict[str, bytes], report: dict[str, bytes]) -> bool:
    """Whether a report's files are there as they shall be, and no other that a reader sees."""
    return {name: made for name, made in found.items() if not name.startswith(".")} == report


def next_run(ground: Ground, code: int) -> list[str]:
    """What is wrong after the next run."""
    wrong = [] if code == 0 else [f"the next run failed: {ground.said().splitlines()[-1]}"]
    if contents(ground.out) != ground.reports["new"]:
        wrong.append("the next run made other bytes")
    left = [*ground.temporary.iterdir(), *ground.build.glob("stage-*")]
    return wrong + [f"left behind: {path.name}" for path in left]


# ---- all of them


def main() -> None:
    """Run the trials and print a table and each finding."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--signals", type=int, default=20)
    parser.add_argument("--seed", type=int, default=10)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    kinds = list(KINDS)
    order = [kinds[n % 2] for n in range(options.kills)]
    order += [kinds[2 + n % 2] for n in range(options.signals)]
    with tempfile.TemporaryDirectory(prefix="faults-") as place:
        ground = Ground(Path(place))
        try:
            print_table(run_all(ground, order, chance))
        finally:
            shutil.rmtree(ground.temporary, ignore_errors=True)
            shutil.rmtree(ground.build, ignore_errors=True)


def run_all(ground: Ground, order: list[str], chance: random.Random) -> dict[str, Counter]:
    """The trials' outcomes by kind; each finding is printed when it is found."""
    outcomes = {kind: Counter() for kind in order}
    for number, kind in enumerate(order):
        wrong = None
        while wrong is None:
            wrong = trial(ground, kind, STORES[number // 2 % len(STORES)], chance)
            outcomes[kind]["ended before"] += wrong is None
        outcomes[kind]["disturbed"] += 1
        outcomes[kind]["with a finding"] += bool(wrong)
        print(*wrong, sep="\n", end="\n" if wrong else "", flush=True)
        print(f"{number + 1} of {len(order)}", file=sys.stderr, flush=True)
    return outcomes


def print_table(outcomes: dict[str, Counter]) -> None:
    """Print outcomes as a Markdown table."""
    columns = ("disturbed", "with a finding")
    print(f"| | {' | '.join(columns)} |\n|:--|{'--:|' * len(columns)}")
    for kind, counts in outcomes.items():
        print(f"| {kind} | {' | '.join(str(counts[column]) for column in columns)} |")


if __name__ == "__main__":
    main()
