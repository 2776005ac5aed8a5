"""How well files are read: encodings, languages, copies, PDF paragraphs, memory in streaming.

    python benchmarks/formats.py ARTICLES.jsonl

ARTICLES.jsonl is the development half of the News Article Extraction Benchmark (Apache-2.0). The
rules for PDF were tuned on articles among the first TUNED; the figures are those of the others.
"""

import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import typst

from analysis import copies, documents, metadata
from analysis.decoding import decode, normalise

TUNED = 60
SET = 40  # articles set as PDF, in each layout
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")
LAYOUTS = {
    "space between paragraphs": "#set par(justify: true)",
    "indented first lines": "#set par(justify: true, first-line-indent: 1.5em, spacing: 0.65em)",
    "ragged, no hyphens": "#set text(hyphenate: false)",
    "two columns": "#set page(columns: 2)\n#set text(size: 9pt)\n#set par(justify: true)",
}
# reads a file in a process of its own and prints rows and peak memory in MB, as Linux tells it
PEAK = """
import re, sys
from pathlib import Path
from analysis import formats
rows = sum(1 for _ in formats.records(Path(sys.argv[1]), "x", {}))
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
print(rows, int(peak) // 1024)
"""
Row = tuple[str, str, str]


def main(arguments: list[str]) -> int:
    """Print one row for each measure; 1 with one line where the data is not there."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("usage: python benchmarks/formats.py ARTICLES.jsonl", file=sys.stderr)
        return 1
    lines = Path(arguments[0]).read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines[TUNED:]]
    texts = [normalise(record["text"]) for record in records]
    print("| measure | of | right |\n|:--|--:|--:|")
    for measure in (encodings, languages, altered_copies, pdf, streaming):
        for name, of, right in measure(texts):
            print(f"| {name} | {of} | {right} |")
    return 0


def encodings(texts: list[str]) -> Iterator[Row]:
    """Articles whose text comes back whole from an encoding."""
    for name in ENCODINGS:
        known = [text.encode(name, "ignore") for text in texts]
        right = sum(decode(content) == content.decode(name) for content in known)
        yield f"texts whole from {name}", str(len(known)), _share(right, len(known))


def languages(texts: list[str]) -> Iterator[Row]:
    """English stretches that are not taken for another language."""
    english = [text.split() for text in texts if metadata.language(text) == "en"]
    for words in (20, 50):
        parts = [t[i : i + words] for t in english for i in range(0, len(t) - words, words)]
        wrong = sum(metadata.language(" ".join(part)) not in ("en", "") for part in parts)
        yield (
            f"English stretches of {words} words not flagged as another language",
            str(len(parts)),
            _share(len(parts) - wrong, len(parts)),
        )


def altered_copies(texts: list[str]) -> Iterator[Row]:
    """Copies found that an outlet cut, or reworded; and articles that are no copies."""
    rng = random.Random(0)
    long = [text for text in texts if len(text.split()) > 100]
    for name, alter in (
        ("cut to 80 %", lambda words: words[: len(words) * 8 // 10]),
        ("cut to 50 %", lambda words: words[: len(words) // 2]),
        ("every 30th word changed", lambda words: _reworded(words, 30)),
        ("every 10th word changed", lambda words: _reworded(words, 10)),
    ):
        found = sum(_is_found(text, alter) for text in long)
        yield f"copies found, {name}", str(len(long)), _share(found, len(long))
    rng.shuffle(long)
    taken = copies.copies([(str(n), "", text) for n, text in enumerate(long)])
    pairs = len(long) * (len(long) - 1) // 2
    yield (
        "pairs of different articles not taken for copies",
        str(pairs),
        _share(pairs - len(taken), pairs),
    )


def _is_found(text: str, alter: Callable[[list[str]], list[str]]) -> bool:
    return bool(copies.copies([("a", "", text), ("b", "", " ".join(alter(text.split())))]))


def _reworded(words: list[str], each: int) -> list[str]:
    return [f"other{n}" if n % each == 0 else word for n, word in enumerate(words)]


def pdf(texts: list[str]) -> Iterator[Row]:
    """Paragraphs that come back whole from a PDF, marks and spaces left out."""
    with tempfile.TemporaryDirectory() as name:
        for layout, setting in LAYOUTS.items():
            whole = of = 0
            for text in texts[:SET]:
                paragraphs = [line for line in text.split("\n") if line.strip()]
                found = {_letters(line) for line in _set(Path(name), setting, paragraphs)}
                whole += sum(_letters(paragraph) in found for paragraph in paragraphs)
                of += len(paragraphs)
            yield f"paragraphs whole from PDF, {layout}", str(of), _share(whole, of)


def _set(folder: Path, setting: str, paragraphs: list[str]) -> list[str]:
    """The paragraphs that are read from a PDF of these."""
    escaped = [re.sub(r"([^\w\s])", r"\\\1", paragraph) for paragraph in paragraphs]
    head = '#set page(margin: 2cm, numbering: "1")\n#set text(lang: "en")\n'
    (folder / "a.typ").write_text(head + setting + "\n\n" + "\n\n".join(escaped), "utf-8")
    typst.compile(str(folder / "a.typ"), output=str(folder / "a.pdf"))
    return [line for _, line in documents.read(folder / "a.pdf")[0]["lines"]]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def streaming(texts: list[str]) -> Iterator[Row]:
    """Peak memory of reading a JSONL file, which should not grow with it."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "a.jsonl")
        rows = "".join(json.dumps({"title": "T", "text": text}) + "\n" for text in texts)
        for megabytes in (10, 100, 1000):
            with file.open("w") as out:
                while out.tell() < megabytes * 1_000_000:
                    out.write(rows)
            command = [sys.executable, "-c", PEAK, str(file)]
            said = subprocess.run(
                command, capture_output=True, text=True, check=True
            ).stdout.split()
            yield (
                f"peak memory in streaming {megabytes} MB of JSONL",
                f"{said[0]} rows",
                f"{said[1]} MB",
            )


def _share(right: int, of: int) -> str:
    return f"{right / of:.3f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
