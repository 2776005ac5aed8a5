"""Coverage-guided fuzzing of reading, quotations and moves.

    python benchmarks/fuzz.py TARGET [libFuzzer's options, such as -max_total_time=600]

Needs atheris (`pip install atheris`, Linux only), which is no dependency of the project. Each
target says what must hold of any input, beside that nothing but a refusal is raised. A dictionary
of the lexicons' words and the seeds' own sentences let inputs reach deep. A failing input is left
in `build/fuzz/`; its cause becomes an ordinary test.
"""

import csv
import sys
from collections.abc import Callable
from itertools import islice, pairwise
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit("fuzz.py needs atheris: pip install atheris")

with atheris.instrument_imports(include=["analysis"]):
    import analysis
    from analysis import (
        corpus,
        decoding,
        events,
        lines,
        marks,
        measures,
        page,
        quotes,
        reading,
        sentences,
    )  # fmt: skip

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "fuzz"
MOST = 2_000  # bytes of an input
SUFFIXES = (".txt", ".md", ".csv", ".tsv", ".json", ".jsonl")  # read without another process
NOT_PARTED = {"unassigned", "boilerplate"}


def fuzz_decoding(content: bytes) -> None:
    """Bytes are text or refused; text is normal after one pass, whole or by lines."""
    try:
        text = decoding.normalise(decoding.decode(content))
    except decoding.Refused:
        return
    assert decoding.normalise(text) == text
    text.encode("utf-8")


def fuzz_page(content: bytes) -> None:
    """Each line that isn't blank has one role, and each part its paragraphs."""
    text = _text(content)
    found = page.split(text)
    written = [(n, line.strip()) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    assert [(line.number, line.text) for line in found.lines] == written
    for line in found.lines:
        assert line.role in {*lines.SHAPES, "unassigned"}
        assert -1 <= line.part < len(found.parts)
        assert (line.part >= 0) or line.role in NOT_PARTED
    for number, part in enumerate(found.parts):
        own = [line.text for line in found.lines if (line.part, line.role) == (number, "body")]
        assert own
        assert " ".join(part.paragraphs) == " ".join(own)
    assert page.split(text) == found


def fuzz_formats(content: bytes) -> None:
    """A file of each type gives articles and refusals; its lines are in order, its ids its own."""
    suffix = SUFFIXES[content[0] % len(SUFFIXES)] if content else ".txt"
    file = BUILD / "corpus" / f"file{suffix}"
    file.write_bytes(content[1:])
    try:
        found = corpus.load(file)
    except analysis.UserError:
        return
    finally:
        file.unlink()
    assert found.articles or found.refusals
    assert len({article.id for article in found.articles}) == len(found.articles)
    for article in found.articles:
        assert article.text == decoding.normalise(article.text).strip()
        assert any(map(str.isalpha, article.text))
        assert "\n" not in article.title
    known = {article.id for article in found.articles}
    assert all(line.article_id in known or not line.article_id for line in found.lines)


def fuzz_quotes(content: bytes) -> None:
    """Offsets point to the text; quotations nest; attributions come in order."""
    text = _text(content)
    found = marks.scan(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    outer = [q for q in found if q.level == 0]
    assert all(a.end <= b.start for a, b in pairwise(outer))
    said = quotes.quotations(text)
    for row in said.itertuples():
        for name in ("cue", "speaker"):
            start, end = getattr(row, f"{name}_start"), getattr(row, f"{name}_end")
            assert (start, end) == (-1, -1) or 0 <= start < end <= len(text)
            assert getattr(row, name) == (text[start:end] if start >= 0 else "")
        assert row.voice in ("direct", "indirect", "mixed")
        assert row.content_start == row.content_spans[0][0]
        assert row.content_end == max(end for _, end in row.content_spans)
        assert all(0 <= start < end <= len(text) for start, end in row.content_spans)
        assert all(a[1] <= b[0] for a, b in pairwise(row.content_spans))
    assert said.content_start.is_monotonic_increasing


def fuzz_moves(content: bytes) -> None:
    """Statements stand in order and hold their evidence; each label is one of the scheme's."""
    text = _text(content)
    frame = analysis.annotate(text)
    ends = [0, *frame.end]
    for before, row in zip(ends, frame.itertuples(), strict=False):
        assert before <= row.start < row.end <= len(text)
        assert row.text == text[row.start : row.end]
        assert 0 <= row.quoted_words <= row.words
        assert row.voice in measures.VOICES
        assert set(row.moves) <= set(measures.MOVES)
        assert len(row.moves) == len(row.makers) == len(set(row.moves))
        assert row.event_type in {"", *events.QUAD_CLASS}
        assert -1 <= row.posture <= 1
        assert 0 <= row.criticism <= 1
        assert all(row.evidence[move] for move in row.moves)
        for name in ("condition", "depends"):
            start, end = getattr(row, f"{name}_start"), getattr(row, f"{name}_end")
            assert getattr(row, name) == (text[start:end] if start >= 0 else "")
            assert start == end == -1 or row.start <= start < end <= row.end
    left = text[: frame.start.iloc[0]] if len(frame) else text
    assert not any(map(str.isalnum, left)) or sentences.dateline(left.lstrip())
    for _, row in islice(frame.iterrows(), 3):
        assert analysis.explain(row)


def fuzz_reading(content: bytes) -> None:
    """A reading page holds the whole text, and each statement's anchor once."""
    text = _text(content)
    frame, said = analysis.annotate(text), analysis.quotations(text)
    shown = reading.page(text, frame, said)
    for number in range(1, len(frame) + 1):
        assert shown.count(f"#s{number} ") + shown.count(f"#s{number}}}") == 1


def _text(content: bytes) -> str:
    return decoding.normalise(content.decode("utf-8", "ignore"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    name.removeprefix("fuzz_"): target
    for name, target in list(globals().items())
    if name.startswith("fuzz_")
}


def words() -> list[str]:
    """What the lexicons, titles, places and marks offer, a space before each word."""
    listed = {"\n", "\n\n", ". ", ", ", ": ", " — ", "MOSCOW: ", "http://a.b/c\n", "By Ann Lee\n"}
    listed |= marks.SIGNS
    for path in (ROOT / "analysis" / "lexicons").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                first = next(iter(row.values()))
                listed |= {f" {part}" for part in first.replace("|", " ").replace("~", " ").split()}
                listed |= {f" {form}" for form in row.get("forms", "").split()}
    return sorted(listed)


def dictionary() -> Path:
    """The words as a file that libFuzzer reads: bytes in quotation marks, escaped."""
    path = BUILD / "words.dict"
    entries = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words())
    path.write_text("".join(f'"{entry}"\n' for entry in entries if len(entry) < 4 * 60), "ascii")
    return path


def seeds(name: str) -> Path:
    """A folder with inputs to begin with: the seeds' lines, whole pages for reading."""
    folder = BUILD / name
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted((ROOT / "seeds").glob("*.txt")):
        text = file.read_text("utf-8")
        parts = [text[:MOST]] if name in ("page", "decoding") else text.split("\n")
        lead = [""] if name != "formats" else map(chr, range(len(SUFFIXES)))
        for start in lead:
            for number, part in enumerate(filter(str.strip, parts)):
                seed = folder / f"{file.stem}-{ord(start or '0')}-{number}"
                seed.write_bytes((start + part).encode()[:MOST])
    return folder


def main(arguments: list[str]) -> int:
    """Fuzz a target until libFuzzer's limits; 1 with one line for one that there is not."""
    if not arguments or arguments[0] not in TARGETS:
        print(f"usage: python benchmarks/fuzz.py {'|'.join(TARGETS)} [-OPTION …]", file=sys.stderr)
        return 1
    name, *options = arguments
    (BUILD / "corpus").mkdir(parents=True, exist_ok=True)
    given = [f"-dict={dictionary()}", f"-max_len={MOST}", f"-artifact_prefix={BUILD}/{name}-"]
    atheris.Setup([sys.argv[0], *given, *options, str(seeds(name))], TARGETS[name])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
