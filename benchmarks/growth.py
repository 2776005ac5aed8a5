"""How the time of each stage grows with its worst inputs.

    python benchmarks/growth.py [STAGE …]

Each stage is given each kind of hostile input at doubling sizes, until it takes ENOUGH seconds or
the input is LARGEST. Printed is the growth over the last two doublings, as the exponent of a power
law: 1 is linear, 2 quadratic. Seconds are of the processor, the best of a few runs.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from math import log2
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import pandas as pd

import analysis
from analysis import (
    copies,
    corpus,
    decoding,
    documents,
    keyness,
    markdown,
    marks,
    names,
    page,
    parallels,
    quotes,
    reading,
    sentences,
)  # fmt: skip
from analysis.gazetteer import places, titles

SMALLEST, LARGEST = 4_000, 1_024_000  # characters
ENOUGH = 2.0  # seconds of one run, from which on the size isn't doubled further
RUNS = 2
BRIEF = 0.1  # seconds; growth of briefer runs is noise and isn't told
STEEP = 1.4  # exponents from here on are printed in bold: more than linear and noise

Maker = Callable[[int], Any]


def repeated(*parts: str) -> Maker:
    """A maker of texts that repeat some parts in turn up to a number of characters."""
    whole = "".join(parts)
    return lambda size: (whole * (size // len(whole) + 1))[:size]


def numbered(pattern: str) -> Maker:
    """A maker of texts in which a pattern's `{}` is another number each time."""

    def make(size: int) -> str:
        return "".join(pattern.format(n) for n in range(size // len(pattern) + 1))[:size]

    return make


def _names(size: int) -> str:
    """All titles with all places, each with a person: the roster of a very long article."""
    pairs = zip(cycle(titles()), cycle(places()), range(size // 40), strict=False)
    return "".join(
        f"{place} {title} A{letters(n)} B{letters(n)} said no. " for title, place, n in pairs
    )


def letters(number: int) -> str:
    """A number as a word: names have no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _people(size: int) -> str:
    return "".join(f"Ann L{letters(n)} met Bo R{letters(n)}. " for n in range(size // 22))


def _nested(size: int) -> str:
    return "“He said ‘" * (size // 20) + "’”" * (size // 20)


SENTENCE = "Russia warned that it would not accept the plan unless Ukraine agreed to talks. "
TEXTS: dict[str, Maker] = {
    "plain sentences": repeated(SENTENCE),
    "plain paragraphs": repeated(SENTENCE * 3 + "\n"),
    "one long word": repeated("a"),
    "one long number": repeated("1,"),
    "hyphens": repeated("a-"),
    "apostrophes": repeated("a’"),
    "capital letters": repeated("A"),
    "capitalised words": repeated("Aa "),
    "initials": repeated("U.S. "),
    "full stops": repeated("."),
    "blanks": repeated(" "),
    "blank lines": repeated("\n"),
    "one-word lines": repeated("word\n"),
    "small-letter lines": repeated("the envoys met in the harbour of oslo to talk of fish\n"),
    "and": repeated("and "),
    "that": repeated("that "),
    "said": repeated("said "),
    "he said that": repeated("he said that "),
    "said,": repeated("Ann Lee, who spoke, said, "),
    "commas": repeated("a, "),
    "of the": repeated("the king of the "),
    "will not": repeated("will not "),
    "if": repeated("Russia will talk only if "),
    "threats": repeated("Russia threatens Ukraine and "),
    "to": repeated("ready to "),
    "adverbs": repeated("very "),
    "titles": repeated("foreign minister "),
    "places": repeated("Russia, "),
    "dashes": repeated("— no "),
    "colons": repeated("Kremlin: "),
    "unmatched opening marks": repeated("“no "),
    "unmatched closing marks": repeated("no” "),
    "straight marks": repeated('"'),
    "spaced straight marks": repeated('" '),
    "single marks": repeated("'a "),
    "angle marks": repeated("«a»"),
    "quoted words": repeated("“no” "),
    "quoted sentences": repeated("“We will go.” "),
    "quoted paragraphs": repeated("“We will go.”\n\n"),
    "open quoted paragraphs": repeated("“We will go.\n\n"),
    "quotations with commas": repeated("“We go,” "),
    "nested marks": _nested,
    "marks and cues": repeated("“No,” he said, “no,” "),
    "terms": repeated("the so-called “plan” "),
    "what he calls": repeated("what he calls "),
    "calls it a": repeated("Kyiv called it a "),
    "brackets": repeated("("),
    "nested brackets": lambda size: "(a " * (size // 5) + ")" * (size // 5),
    "square brackets": repeated("["),
    "links": repeated("https://a.example/b "),
    "one long link": lambda size: "https://a.example/" + "b/" * (size // 2),
    "link lines": repeated("https://a.example/b\n"),
    "headlines": repeated("Talks begin in Oslo\n"),
    "different headlines": numbered("Talks on treaty {} begin in Oslo\n"),
    "headlines with texts": numbered(
        "Talks on treaty {0} begin\n\nEnvoys met for treaty {0} today.\n\nThey agreed on it.\n\n"
    ),
    "headlines with links": numbered(
        "https://a.example/{0}\nTalks on treaty {0} begin\nEnvoys met for treaty {0} today.\n"
    ),
    "bullets": repeated("• Talks begin\n"),
    "bylines": repeated("By Ann Lee\n"),
    "one byline": repeated("By Ann Lee and "),
    "dates": repeated("3 December 2022\n"),
    "dates in one line": repeated("3 December 2022 "),
    "datelines": repeated("MOSCOW: Talks began.\n"),
    "one dateline": repeated("MOSCOW, A "),
    "furniture": repeated("Advertisement\n"),
    "different people": _people,
    "different officers": _names,
    "pronouns": repeated("He met him. "),
    "one person": repeated("President Ann Lee met Bo Ray. "),
    "accents": repeated("é"),
    "combining marks": repeated("\u0301"),
    "letters with marks": repeated("e\u0301\u0323"),
    "Chinese": repeated("俄罗斯"),
    "emphasis": repeated("*a_"),
    "backticks": repeated("`"),
    "block quotes": repeated(">"),
    "list marks": repeated("- "),
    "tags": repeated("<a>"),
    "open tags": repeated("<"),
    "entities": repeated("&amp;"),
}


def _loaded(suffix: str) -> Callable[[str], Any]:
    """A stage that reads a text as a file of a type."""

    def load(text: str) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"file{suffix}")
            path.write_text(text, "utf-8", newline="")
            return corpus.load(path)

    return load


def _html(text: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file.html")
        path.write_text(text, "utf-8")
        try:
            return documents.html(path)
        except decoding.Refused:
            return []


def _bytes(text: str) -> Any:
    """Reading bytes of no known encoding."""
    try:
        return decoding.normalise(decoding.decode(text.encode("utf-8") + b"\xe9\xff "))
    except decoding.Refused:
        return ""


def _reading(text: str) -> Any:
    return reading.page(text, analysis.annotate(text), analysis.quotations(text))


def _contested(text: str) -> Any:
    row = {"article_id": "a", "statement_id": "a#s1", "start": 0, "text": text}
    return names.contested(pd.DataFrame([row | {"actor": "", "side": ""}]))


def _around(opens: str, closes: str) -> Maker:
    half = len(opens + closes)
    return lambda size: opens * (size // half) + "Talks began. " + closes * (size // half)


HTML: dict[str, Maker] = {
    "deep nesting": _around("<div>", "</div>"),
    "deep tables": _around("<table><tr><td>", "</td></tr></table>"),
    "deep emphasis": _around("<b><i>", "</i></b>"),
    "unclosed tags": repeated("<p><b>Talks began."),
    "paragraphs": repeated(f"<p>{SENTENCE}</p>"),
    "attributes": lambda size: "<p " + "a=b " * (size // 4) + ">Talks began.</p>",
    "comments": repeated("<!-- a"),
    "links": repeated("<a href='https://a.example/b'>Talks</a> "),
    "list items": repeated("<li>Talks began."),
    "entities": repeated("&amp;&#x1F600;"),
}
TABLES: dict[str, Maker] = {
    "rows": lambda size: "title,text\n" + repeated(f"Talks,{SENTENCE}\n")(size),
    "different rows": lambda size: "title,text\n" + numbered("Talks {0},Treaty {0} fails.\n")(size),
    "one field": lambda size: 'title,text\nTalks,"' + repeated(SENTENCE)(size) + '"\n',
    "one field of lines": lambda size: 'title,text\nTalks,"' + repeated("A word.\n")(size) + '"\n',
    "one open field": lambda size: 'title,text\nTalks,"' + repeated("A word.\n")(size),
    "marks": lambda size: 'title,text\nTalks,"' + repeated('""')(size) + '"\n',
    "commas": lambda size: "title,text\n" + repeated(",")(size) + "\n",
    "columns": lambda size: repeated("a,")(size) + "text\n" + repeated("1,")(size) + "Talks began.",
    "different columns": lambda size: numbered("a{},")(size) + "text\n",
}
JSON: dict[str, Maker] = {
    "nested lists": _around("[", "]"),
    "one text": lambda size: '[{"text": "' + repeated(SENTENCE)(size) + '"}]',
    "keys": lambda size: (
        "{" + numbered('"k{}": 1, ')(size - 9).rsplit(",", 1)[0] + ', "text": "No."}'
    ),
}


def _copies(kind: Maker) -> Maker:
    """A maker of many articles out of one text, a sentence each."""
    return lambda size: [
        (f"id{n:06}", "", text) for n, text in enumerate(kind(size).split(". ")) if text
    ]


STATEMENTS = pd.DataFrame(
    list(islice(cycle(analysis.annotate([SENTENCE, "Ukraine rejected the threat. He said no."])
                      .to_dict("records")), 200))
)  # fmt: skip


def _statements(size: int) -> pd.DataFrame:
    """Statements of a few sides and very many articles."""
    frame = pd.concat([STATEMENTS] * max(1, size // 2_000), ignore_index=True)
    number = frame.index.astype(str)
    return frame.assign(
        article_id="a" + (frame.index // 20).astype(str), statement_id="a#s" + number,
        text=frame.text + " treaty" + (frame.index // 5).astype(str),
        side=pd.Series(frame.index % 3).map({0: "Russia", 1: "Ukraine", 2: ""}),
    )  # fmt: skip


FRAMES: dict[str, Maker] = {
    "different": _statements,
    "identical": lambda size: _statements(size).assign(text=SENTENCE),
    "of as many sides": lambda size: (f := _statements(size)).assign(side="s" + f.article_id),
}


class Stage(NamedTuple):
    """What is timed, and on which inputs."""

    run: Callable[[Any], Any]
    kinds: dict[str, Maker]


STAGES: dict[str, Stage] = {
    "decoding": Stage(_bytes, TEXTS),
    "page": Stage(page.split, TEXTS),
    "sentences": Stage(sentences.split, TEXTS),
    "marks": Stage(marks.scan, TEXTS),
    "quotations": Stage(quotes.quotations, TEXTS),
    "annotate": Stage(analysis.annotate, TEXTS),
    "contested names": Stage(_contested, TEXTS),
    "reading page": Stage(_reading, TEXTS),
    "escape": Stage(markdown.escape, TEXTS),
    "text file": Stage(_loaded(".txt"), TEXTS),
    "Markdown file": Stage(_loaded(".md"), TEXTS),
    "HTML file": Stage(_html, HTML | TEXTS),
    "CSV file": Stage(_loaded(".csv"), TABLES),
    "JSON file": Stage(_loaded(".json"), JSON),
    "copies": Stage(
        copies.copies,
        {"identical": _copies(repeated(SENTENCE)),
         "different": _copies(numbered("Treaty {0} of {0} fails in {0}. "))},
    ),
    "parallels": Stage(parallels.parallels, FRAMES),
    "comparison": Stage(analysis.compare, FRAMES),
    "distinctive words": Stage(keyness.keyness, FRAMES),
}  # fmt: skip


def seconds(run: Callable[[Any], Any], given: Any) -> float:
    """The time of the quickest of a few runs."""
    times = []
    for _ in range(RUNS):
        start = process_time()
        run(given)
        times.append(process_time() - start)
        if times[-1] > ENOUGH / 2:
            break
    return min(times)


class Growth(NamedTuple):
    """The largest size that was run, its seconds, and the exponent that led there."""

    size: int
    seconds: float
    exponent: float


def growth(stage: Stage, make: Maker) -> Growth:
    """Run a stage on doubling inputs; the exponent is the last two doublings' mean."""
    sizes, times = [SMALLEST], [seconds(stage.run, make(SMALLEST))]
    while sizes[-1] < LARGEST and times[-1] < ENOUGH:
        sizes.append(sizes[-1] * 2)
        times.append(seconds(stage.run, make(sizes[-1])))
    first = max(0, len(times) - 3)
    told = times[-1] >= BRIEF and first < len(times) - 1
    exponent = log2(times[-1] / max(times[first], 1e-6)) / (len(times) - 1 - first) if told else 0.0
    return Growth(sizes[-1], times[-1], exponent)


def table(wanted: list[str]) -> Iterator[str]:
    """Rows of the table, each as soon as it is known."""
    yield "| stage | input | characters | seconds | exponent |\n|:--|:--|--:|--:|--:|"
    for name, stage in STAGES.items():
        for kind, make in stage.kinds.items() if not wanted or name in wanted else ():
            size, time, exponent = growth(stage, make)
            told = f"{exponent:.1f}" if exponent else "–"
            shown = f"**{told}**" if exponent >= STEEP else told
            yield f"| {name} | {kind} | {size:,} | {time:.2f} | {shown} |"


def main(arguments: list[str]) -> int:
    """Print the table; 1 with one line for a stage that there is not."""
    if unknown := [name for name in arguments if name not in STAGES]:
        print(f"no stage {unknown[0]!r}; there are {', '.join(STAGES)}", file=sys.stderr)
        return 1
    for row in table(arguments):
        print(row, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
