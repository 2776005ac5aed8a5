"""Quotations and reported speech against a corpus in brat stand-off format (PolNeAR's layout).

    python benchmarks/quotes.py FOLDER [--half tune|report|all] [--textacy] [--errors N]

FOLDER holds `text/*.txt` and `attributions/*.ann` with Source, Cue and Content entities. Files
are split in halves by a hash of their name: rules are tuned on one, reported on the other.
Measures, over all files: an attribution is found where its content overlaps one of the other
side's by a word; "exact" where both ends agree but for punctuation and marks at the edge.
"""

import argparse
import hashlib
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from analysis import quotes

_QUOTED = re.compile("[\"“”«»]|''|``")
_EDGE = " \t\n.,;:?!\"“”‘’'«»`—–-()[]"


class Gold(NamedTuple):
    """One attribution: the whole stretch of its content and of its source, and their parts."""

    content: tuple[tuple[int, int], ...]
    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]


def half_of(name: str) -> str:
    """The half a file belongs to, by a hash of its name."""
    return ("tune", "report")[int(hashlib.sha1(name.encode()).hexdigest(), 16) % 2]


def read_brat(path: Path) -> list[Gold]:
    """Attributions of one stand-off file; those without content are left out."""
    spans: dict[str, list[tuple[int, int]]] = {}
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, rest = line.partition("\t")
        if key.startswith("T"):
            places = rest.split("\t")[0].split(" ", 1)[1]
            spans[key] = [tuple(map(int, place.split())) for place in places.split(";")]
        elif key.startswith("E"):
            parts: dict[str, list[tuple[int, int]]] = {}
            for part in rest.split():
                role, _, target = part.partition(":")
                parts.setdefault(role.rstrip("0123456789"), []).extend(spans.get(target, []))
            if parts.get("Content"):
                roles = ("Content", "Source", "Cue")
                found.append(Gold(*(tuple(sorted(parts.get(role, []))) for role in roles)))
    return found


def articles(folder: Path, half: str) -> Iterator[tuple[str, str, list[Gold]]]:
    """Name, text and gold attributions of each file; the first annotator where there are several."""
    for path in sorted((folder / "text").glob("*.txt")):
        if half in ("all", half_of(path.name)):
            notes = sorted((folder / "attributions").glob(path.stem.replace("[", "[[]") + "_*.ann"))
            if notes:
                yield path.name, path.read_bytes().decode("utf-8"), read_brat(notes[0])


def predicted(text: str) -> list[Gold]:
    """Our attributions in the same form."""
    frame = quotes.quotations(text)
    return [
        Gold(
            row.content_spans,
            ((row.speaker_start, row.speaker_end),) if row.speaker_start >= 0 else (),
            ((row.cue_start, row.cue_end),) if row.cue_start >= 0 else (),
        )
        for row in frame.itertuples()
    ]


def is_quoted(text: str, gold: Gold) -> bool:
    return any(_QUOTED.search(text[a:b]) for a, b in gold.content)


def overlap(ours: tuple[tuple[int, int], ...], theirs: tuple[tuple[int, int], ...]) -> int:
    """Characters two lists of spans share."""
    return sum(max(0, min(b, d) - max(a, c)) for a, b in ours for c, d in theirs)


def edges(text: str, content: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """First and last character of a content but for punctuation at the edge."""
    start, end = content[0][0], max(b for _, b in content)
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def best(one: Gold, others: list[Gold]) -> Gold | None:
    """The other attribution whose content shares most with this one's."""
    shared = [(overlap(one.content, other.content), -n) for n, other in enumerate(others)]
    most = max(shared, default=(0, 0))
    return others[-most[1]] if most[0] > 2 else None


def pairs(ours: list[Gold], golds: list[Gold]) -> list[tuple[Gold, Gold]]:
    """One-to-one pairs, those that share most first."""
    scored = sorted(
        (
            (overlap(o.content, g.content), -i, -j)
            for i, o in enumerate(ours)
            for j, g in enumerate(golds)
        ),
        reverse=True,
    )
    used_o: set[int] = set()
    used_g: set[int] = set()
    matched = []
    for shared, i, j in scored:
        if shared > 2 and i not in used_o and j not in used_g:
            used_o.add(i)
            used_g.add(j)
            matched.append((ours[-i], golds[-j]))
    return matched


class Score:
    """Running counts of one measure."""

    def __init__(self) -> None:
        self.ours = self.golds = self.hit_ours = self.hit_golds = 0
        self.pairs = self.exact = self.speakers = self.speaker_known = 0

    def add(
        self,
        text: str,
        ours: list[Gold],
        golds: list[Gold],
        all_ours: list[Gold],
        all_golds: list[Gold],
    ) -> None:
        self.ours += len(ours)
        self.golds += len(golds)
        self.hit_ours += sum(best(o, all_golds) is not None for o in ours)
        self.hit_golds += sum(best(g, all_ours) is not None for g in golds)
        matched = pairs(ours, golds)
        self.pairs += len(matched)
        for our, gold in matched:
            self.exact += edges(text, our.content) == edges(text, gold.content)
            if gold.source:
                self.speaker_known += 1
                self.speakers += overlap(our.source, gold.source) > 0

    def row(self) -> str:
        p, r = _ratio(self.hit_ours, self.ours), _ratio(self.hit_golds, self.golds)
        p1, r1 = _ratio(self.pairs, self.ours), _ratio(self.pairs, self.golds)
        pe, re_ = _ratio(self.exact, self.ours), _ratio(self.exact, self.golds)
        return (
            f"{p:.3f} {r:.3f} {_f(p, r):.3f} | {p1:.3f} {r1:.3f} {_f(p1, r1):.3f} | "
            f"{_f(pe, re_):.3f} | {_ratio(self.speakers, self.speaker_known):.3f} | {self.golds} {self.ours}"
        )


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--half", default="report", choices=("tune", "report", "all"))
    given = options.parse_args()
    if not (given.folder / "text").is_dir():
        print(f"{given.folder}: no folder text/ there; give the path of a split in brat format")
        return 2
    quoted, every = Score(), Score()
    count, spent = 0, 0.0
    for _, text, golds in articles(given.folder, given.half):
        began = time.perf_counter()
        ours = predicted(text)
        spent += time.perf_counter() - began
        count += len(text.split())
        ours_q = [o for o in ours if is_quoted(text, o)]
        golds_q = [g for g in golds if is_quoted(text, g)]
        quoted.add(text, ours_q, golds_q, ours, golds)
        every.add(text, ours, golds, ours, golds)
    print("         overlap P R F1    | one-to-one P R F1 | exact F1 | speaker | gold ours")
    print("quoted  ", quoted.row())
    print("all     ", every.row())
    print(f"{count} words in {spent:.1f} s: {count / spent:,.0f} words a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
