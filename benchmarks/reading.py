"""How well dumps of several articles are told apart, on articles whose parts are known.

    python benchmarks/reading.py ARTICLES.jsonl [--half tune]

ARTICLES.jsonl is the development half of the News Article Extraction Benchmark (Apache-2.0): real
articles with title, text and link. Dumps join 2 to 4 of them at random. The code was tuned on dumps
of every second article with the title always first or always last; the figures are those of the
other articles, in these orders and in two that it was not tuned on: title first and last mixed in
one dump, and heads with a byline and date, or a standfirst, set apart by noise.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from analysis import page
from analysis.decoding import normalise

DUMPS = 150  # of each order
NOISE = ("Read more", "Share this article", "Advertisement", "Photo: Getty Images")
Record = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Print one row for each order; 1 with one line where the data is not there."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("articles", type=Path)
    options.add_argument("--half", choices=("tune", "report"), default="report")
    given = options.parse_args(arguments)
    if not given.articles.is_file():
        print(f"benchmarks/reading.py: no file {given.articles}", file=sys.stderr)
        return 1
    records = [json.loads(line) for line in given.articles.open(encoding="utf-8")]
    records = [r for r in records[given.half == "report" :: 2] if len(lines_of(r)) > 2]
    print("| order | dumps | articles | titles right | paragraphs in the right article |")
    print("|:--|--:|--:|--:|--:|")
    for name, joined in ORDERS.items():
        print(f"| {name} | " + " | ".join(scores(records, joined)) + " |")
    return 0


def lines_of(record: Record) -> list[str]:
    """The paragraphs of an article, as they are after reading."""
    return [line.strip() for line in normalise(record["text"]).split("\n") if line.strip()]


def title_of(record: Record) -> str:
    """The title on one line."""
    return " ".join(normalise(record["title"]).split())


def head(record: Record, rng: random.Random) -> list[str]:
    """A title as scraping leaves it: with and without the link, once or twice, with bullets."""
    lines = [title_of(record)]
    if rng.random() < 0.5:
        lines.append(rng.choice([record["link"], f"https://short.link/{rng.randrange(10**5)}"]))
        lines += lines[:1] if rng.random() < 0.3 else []
    if rng.random() < 0.5:
        marks = rng.choice(["- ", "• ", "* "])
        sentences = re.split(r"(?<=[.!?])\s+", " ".join(lines_of(record)))
        lines += [marks + s for s in rng.sample(sentences, min(len(sentences), rng.randint(1, 3)))]
    return lines


def title_first(record: Record, rng: random.Random) -> list[str]:
    """Head, then body."""
    return head(record, rng) + lines_of(record)


def title_last(record: Record, rng: random.Random) -> list[str]:
    """Body, then head."""
    return lines_of(record) + head(record, rng)


def bylined(record: Record, rng: random.Random) -> list[str]:
    """Title, noise, byline and date, body."""
    name = rng.choice(["Jane Doe", "ALI KHAN and MARIA LOPEZ", "The Associated Press"])
    date = rng.choice(["December 3, 2022", "Published: 3 Dec 2022 10:15 GMT", "2022-12-03"])
    lines = [title_of(record), rng.choice(NOISE), f"By {name}", date]
    return lines + lines_of(record) + [rng.choice(NOISE)]


Order = Callable[[Record, random.Random], list[str]]


def uniform(order: Order) -> Callable[[list[Record], random.Random], list[list[str]]]:
    """Every article of a dump in the same order."""
    return lambda records, rng: [order(record, rng) for record in records]


def mixed(records: list[Record], rng: random.Random) -> list[list[str]]:
    """Each article of a dump in an order of its own."""
    return [rng.choice([title_first, title_last])(record, rng) for record in records]


ORDERS = {
    "title first": uniform(title_first),
    "body first": uniform(title_last),
    "mixed in one dump": mixed,
    "byline, date, noise": uniform(bylined),
}


def scores(
    records: list[Record], joined: Callable[[list[Record], random.Random], list[list[str]]]
) -> list[str]:
    """Counts of dumps and articles, shares of titles and paragraphs that are right."""
    rng = random.Random(1)
    titles, paragraphs, articles = 0, [0, 0], 0
    for _ in range(DUMPS):
        chosen = rng.sample(records, rng.randint(2, 4))
        blank = rng.choice(["\n", "\n\n"])
        parts = page.split(blank.join(line for lines in joined(chosen, rng) for line in lines)).parts
        for record, part in zip(chosen, matched(chosen, parts), strict=True):
            own = lines_of(record)
            titles += " ".join(part.title.split()) == title_of(record) if part else 0
            paragraphs[0] += sum(line in part.paragraphs for line in own) if part else 0
            paragraphs[1] += len(own)
        articles += len(chosen)
    right = f"{titles / articles:.3f}", f"{paragraphs[0] / paragraphs[1]:.3f}"
    return [str(DUMPS), str(articles), *right]


def matched(records: list[Record], parts: list[page.Part]) -> list[page.Part | None]:
    """For each article the part that holds most of its paragraphs; no part serves two."""
    shared = np.array([[len(set(lines_of(r)) & set(p.paragraphs)) for p in parts] for r in records])
    pairs = dict(zip(*linear_sum_assignment(-shared), strict=True))
    return [parts[pairs[i]] if i in pairs else None for i in range(len(records))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
