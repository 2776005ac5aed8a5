"""How well dumps of several articles are told apart, on articles whose parts are known.

    python benchmarks/reading.py ARTICLES.jsonl [--fit]

ARTICLES.jsonl is the development half of the News Article Extraction Benchmark (Apache-2.0): real
articles with title, text and link. Dumps join 2 to 4 of them at random. The weights in
`analysis/headlines.py` are fitted on dumps with the titles first, last and mixed; the figures are
by cross-validation, each half of the articles scored with weights fitted on the other, in these
orders and in one that is never fitted on: heads with byline and date, set apart by a site's
furniture. Lines that look like a title in an article's text are subheadings, captions or list
items; further rows leave out the articles with many of them, and use only the first lines of each.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment, minimize

from analysis import headlines, lines, page
from analysis.decoding import normalise

DUMPS = 200  # of each order
FEW = 3  # title-like lines of an article, as most news has
PENALTY = 0.5
ROUNDS = 3
MISSED = 3.0  # a title missed costs as much as two subheadings taken for one: these come in groups
NOISE = ("Read more", "Share this article", "Advertisement", "Photo: Getty Images")
Record = dict[str, Any]
Order = Callable[[Record, random.Random], list[str]]
Joined = Callable[[list[Record], random.Random], list[list[str]]]


def main(arguments: list[str]) -> int:
    """Print one row for each order; 1 with one line where the data is not there."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("articles", type=Path)
    options.add_argument("--fit", action="store_true", help="print weights fitted on all articles")
    given = options.parse_args(arguments)
    if not given.articles.is_file():
        print(f"benchmarks/reading.py: no file {given.articles}", file=sys.stderr)
        return 1
    read = [json.loads(line) for line in given.articles.open(encoding="utf-8")]
    records = [record for record in read if len(lines_of(record)) > 2]
    if given.fit:
        print(settled(records))
        return 0
    found: Counter[tuple[str, str]] = Counter()
    for half in (0, 1):
        headlines.WEIGHTS = settled(records[1 - half :: 2])
        for name, of, joined in rows(records[half::2]):
            for what, number in scores(of, joined).items():
                found[name, what] += number
    print("| order | articles | titles right | paragraphs in the right article |")
    print("|:--|--:|--:|--:|")
    for name, _, _ in rows(records):
        titles = found[name, "titles"] / found[name, "articles"]
        paragraphs = found[name, "right"] / found[name, "paragraphs"]
        print(f"| {name} | {found[name, 'articles']} | {titles:.3f} | {paragraphs:.3f} |")
    return 0


def rows(records: list[Record]) -> Iterator[tuple[str, list[Record], Joined]]:
    """Each row's name, articles and order."""
    plain = [record for record in records if subheadings(record) <= FEW]
    short = briefs(records, random.Random(2))
    for kind, of in (("", records), ("; few subheadings", plain), ("; first lines only", short)):
        for name, joined in ORDERS.items():
            yield name + kind, of, joined


def subheadings(record: Record) -> int:
    """How many lines of an article look like a title."""
    return sum(lines.shape(line) == "title" for line in lines_of(record))


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


def briefs(records: list[Record], rng: random.Random) -> list[Record]:
    """Only the first lines of each article, as agencies send briefs."""
    return [r | {"text": "\n".join(lines_of(r)[: rng.randint(3, 8)])} for r in records]


def uniform(order: Order) -> Joined:
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


def scores(records: list[Record], joined: Joined) -> dict[str, int]:
    """Counts of articles, of titles that are right, and of paragraphs, all and in the right one."""
    rng = random.Random(1)
    found: Counter[str] = Counter()
    for _ in range(DUMPS):
        chosen = rng.sample(records, rng.randint(2, 4))
        blank = rng.choice(["\n", "\n\n"])
        dump = blank.join(line for part in joined(chosen, rng) for line in part)
        for record, part in zip(chosen, matched(chosen, page.split(dump).parts), strict=True):
            own = lines_of(record)
            found["articles"] += 1
            found["paragraphs"] += len(own)
            if part:
                found["titles"] += " ".join(part.title.split()) == title_of(record)
                found["right"] += sum(line in part.paragraphs for line in own)
    return found


def matched(records: list[Record], parts: list[page.Part]) -> list[page.Part | None]:
    """For each article the part that holds most of its paragraphs; no part serves two."""
    shared = np.array([[len(set(lines_of(r)) & set(p.paragraphs)) for p in parts] for r in records])
    pairs = dict(zip(*linear_sum_assignment(-shared), strict=True))
    return [parts[pairs[i]] if i in pairs else None for i in range(len(records))]


# ---- the weights of analysis/headlines.py


def settled(records: list[Record]) -> dict[str, float]:
    """The weights that fitting comes to when the weights found decide on the examples."""
    for _ in range(ROUNDS):
        headlines.WEIGHTS = fitted(records)
    return headlines.WEIGHTS


def fitted(records: list[Record]) -> dict[str, float]:
    """Logistic regression (L2 on standardised features) of headlines against other lines.

    Examples are the candidates of dumps, as they were when the weights in force decided on them.
    """
    found, labels = zip(*examples(records), strict=True)
    names = list(headlines.WEIGHTS)
    given = np.array([sum(headlines.MARKS.get(name, 0) for name in row) for row in found])
    x = np.array([[float(row.get(name, 0)) for name in names] for row in found])
    y = np.array(labels)
    mean, scale = x.mean(0), np.where(x.std(0) > 0, x.std(0), 1)
    mean[names.index("constant")] = 0
    z = (x - mean) / scale

    def loss(w: np.ndarray) -> float:
        errors = np.where(y, MISSED, 1) * np.logaddexp(0, np.where(y, -1, 1) * (z @ w + given))
        return errors.sum() + PENALTY * (w[1:] ** 2).sum()

    w = minimize(loss, np.zeros(len(names)), method="L-BFGS-B").x / scale
    w[names.index("constant")] -= (w * mean).sum()
    return dict(zip(names, w.round(2).tolist(), strict=True))


def examples(records: list[Record]) -> Iterator[tuple[dict[str, float], bool]]:
    """The title-like lines of dumps in the orders tuned on: features, and whether titles."""
    rng = random.Random(5)
    for joined in (uniform(title_first), uniform(title_last), mixed):
        for _ in range(DUMPS):
            chosen = rng.sample(records, rng.randint(1, 4))
            chosen = briefs(chosen, rng) if rng.random() < 0.5 else chosen
            texts = [line for part in joined(chosen, rng) for line in part]
            shapes = lines.shapes(texts)
            found = headlines.Candidates(
                headlines.heads(texts, shapes), texts, page.worded(texts, shapes)
            )
            titles = {title_of(record) for record in chosen}
            found.likely()
            for i, head in enumerate(found.heads):
                features = found.dropped[i] if i in found.dropped else found.features(i)
                if features:
                    yield features, texts[head.title] in titles


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
