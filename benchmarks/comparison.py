"""Do intervals cover, do chance differences stay out, are parallels and speeches read well?

    python benchmarks/comparison.py SPEECHES [NEWS]

SPEECHES is the UN General Debate Corpus (Baturo, Dasandi and Mikhaylov 2017) as a CSV file with the
columns iso3, country, continent, year and text; NEWS a file with one JSON object a line, each a
news article with `title` and `text` on a matter of its own. Nothing of either is kept. Takes about
ten minutes.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

import analysis
from analysis import intervals, keyness, parallels
from analysis.corpus import Article
from analysis.intervals import Accuracy

LEVELS = (0.90, 0.95, 0.99)
RUNS = 2000


def main(arguments: list[str]) -> int:
    """Print the tables; 1 with one line where the data is not there."""
    if missing := [name for name in arguments or [""] if not Path(name).is_file()]:
        print(f"benchmarks/comparison.py: no file {missing[0]!r}", file=sys.stderr)
        return 1
    articles = speeches(Path(arguments[0]))
    start = time.perf_counter()
    statements = analysis.annotate(articles)
    annotated = time.perf_counter()
    result = analysis.compare(statements, by="continent")
    words = keyness.keyness(statements, by="continent")
    table("196 speeches by continent", timings(start, annotated, time.perf_counter(), statements))
    table("moves by continent, per 1,000 words", by_group(result.moves))
    table("differences that survive", result.differences[result.differences.differs])
    terms = words.terms[words.terms.distinctive].groupby("group").head(3)
    table("distinctive words, first three", terms[["group", "term", "count", "count_rest", "q"]])
    table("coverage", pd.DataFrame(coverage(statements)))
    table("false discoveries", pd.DataFrame(discoveries(statements)))
    if arguments[1:]:
        table(
            "parallels", pd.DataFrame([unrelated(Path(arguments[1])), planted(Path(arguments[1]))])
        )
    return 0


def table(title: str, frame: pd.DataFrame) -> None:
    """Print a frame as a Markdown table."""
    cells = frame.map(lambda value: f"{value:.3f}" if isinstance(value, float) else str(value))
    print(f"\n{title}\n\n| {' | '.join(cells)} |\n|{' :-- |' * len(cells.columns)}")
    for row in cells.itertuples(index=False):
        print(f"| {' | '.join(row)} |", flush=True)


def speeches(file: Path) -> list[Article]:
    """The speeches as articles, with their country and continent."""
    return [
        Article(
            id=row.iso3.lower(), title=row.country, text=row.text, published=f"{row.year}-09",
            metadata={"country": row.country, "continent": row.continent},
        )
        for row in pd.read_csv(file).itertuples()
    ]  # fmt: skip


def timings(start: float, annotated: float, end: float, statements: pd.DataFrame) -> pd.DataFrame:
    """Seconds for reading and for comparing."""
    return pd.DataFrame(
        {
            "statements": [f"{len(statements):,}"], "words": [f"{statements.words.sum():,}"],
            "annotate, s": [annotated - start], "compare and words, s": [end - annotated],
        }
    )  # fmt: skip


def by_group(moves: pd.DataFrame) -> pd.DataFrame:
    """One row a move, one column a group: the rate with its interval."""
    cells = [
        f"{row.per_1000:.2f} ({row.low_per_1000:.2f}–{row.high_per_1000:.2f})"
        for row in moves.itertuples()
    ]
    wide = moves.assign(cell=cells).pivot_table(
        index="move", columns="group", values="cell", aggfunc="first", fill_value="0"
    )
    return wide.reset_index()


# ---- coverage


def coverage(statements: pd.DataFrame) -> Iterator[dict]:
    """How often intervals hold the truth, where it is known."""
    polarity = statements.polarity[statements.scored].to_numpy()
    for size in (5, 10, 20, 50, 200):
        yield {"of": f"mean tone of {size} real statements"} | covered(
            polarity.mean(), lambda level, chance, n=size: intervals.mean(
                chance.choice(polarity, n), confidence=level)
        )  # fmt: skip
    for size in (10, 40, 200):
        yield {"of": f"share of {size}, truth from 0 to 1"} | covered_shares(size)
    for units in (5, 10, 20, 50):
        yield {"of": f"share in {units} articles, some with more than others"} | covered(
            0.2, lambda level, chance, n=units: clustered(n, level, chance)
        )
    yield {"of": "share of 300, labels erring as measured on 100"} | covered(0.3, mislabelled)


def covered(truth: float, draw: Callable) -> dict[str, float]:
    """The share of RUNS intervals that hold the truth, at each level."""
    chance = np.random.default_rng(1)
    return {
        f"{level:.0%}": np.mean([truth in draw(level, chance) for _ in range(RUNS)])
        for level in LEVELS
    }


def covered_shares(size: int) -> dict[str, float]:
    """The same for shares, averaged over truths."""
    chance = np.random.default_rng(1)
    truths = chance.uniform(0, 1, RUNS)
    return {
        f"{level:.0%}": np.mean(
            [t in intervals.share(int(chance.binomial(size, t)), size, (), level) for t in truths]
        )
        for level in LEVELS
    }


def clustered(units: int, level: float, chance: np.random.Generator) -> intervals.Interval:
    """A share of 0.2 whose articles differ (beta with a correlation of 0.05), and in length."""
    of = np.round(chance.lognormal(3.6, 0.6, units)).clip(5).astype(int)
    counts = chance.binomial(of, chance.beta(0.2 * 19, 0.8 * 19, units))
    found = intervals.cases(counts[:, None], of)
    number = intervals.effective(found, level)[0]
    return intervals.share(counts.sum() / of.sum() * number, number, (), level)


def mislabelled(level: float, chance: np.random.Generator) -> intervals.Interval:
    """A share of 0.3 seen through a precision of 0.9 and a recall of 0.8, measured on 100 each."""
    true = chance.binomial(300, 0.3)
    needless = 0.3 * 0.8 * (0.1 / 0.9) / 0.7  # of the other statements, at this precision
    count = chance.binomial(true, 0.8) + chance.binomial(300 - true, needless)
    measured = Accuracy(chance.binomial(100, 0.9), 100, chance.binomial(100, 0.8), 100)
    return intervals.share(count, 300, (measured,), level)


# ---- false discoveries


def discoveries(statements: pd.DataFrame) -> Iterator[dict]:
    """How often any difference is called one where groups are dealt out at random."""
    chance = np.random.default_rng(5)
    ids = statements.article_id.unique()
    continents = statements.drop_duplicates("article_id").continent.to_numpy()

    def of_speeches() -> pd.DataFrame:
        dealt = dict(zip(ids, chance.permutation(continents), strict=True))
        return statements.assign(group_of=statements.article_id.map(dealt))

    def of_statements(groups: int) -> pd.DataFrame:
        own = statements[statements.article_id == chance.choice(ids)]
        return own.assign(group_of=chance.integers(0, groups, len(own)).astype(str))

    def of_few() -> pd.DataFrame:
        few = chance.choice(ids, 20, replace=False)
        own = statements[statements.article_id.isin(few)]
        return own.assign(group_of=own.article_id.map(dict(zip(few, list("ab") * 10, strict=True))))

    yield from called("196 speeches in 5 groups", of_speeches, 100)
    yield from called("20 speeches in 2 groups", of_few, 400)
    yield from called("statements of 1 speech in 2 groups", lambda: of_statements(2), 400)
    yield from called("statements of 1 speech in 6 groups", lambda: of_statements(6), 400)


def called(name: str, deal: Callable[[], pd.DataFrame], runs: int) -> Iterator[dict]:
    """For each measure, the share of runs in which any difference is called one."""
    rows = [
        (measure, bool(own.differs.any()))
        for _ in range(runs)
        for measure, own in analysis.compare(deal(), by="group_of", errors=()).differences.groupby(
            "measure"
        )
    ]
    frame = pd.DataFrame(rows, columns=["measure", "any"])
    for measure, own in frame.groupby("measure"):
        yield {"dealt": name, "measure": measure, "runs": len(own), "any called": own["any"].mean()}


# ---- parallels


def news(file: Path) -> dict[str, pd.DataFrame]:
    """The statements of the longer news articles, by article."""
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    long = [line["text"] for line in lines if len(line["text"]) > 1500]
    return dict(list(analysis.annotate(long).groupby("article_id")))


def unrelated(file: Path) -> dict:
    """How many pairs of articles on different matters have any parallel."""
    chance, found = np.random.default_rng(3), news(file)
    pairs = [chance.choice(sorted(found), 2, replace=False) for _ in range(500)]
    any_found = [len(parallels.parallels(pd.concat([found[a], found[b]]))) > 0 for a, b in pairs]
    return {"of": "pairs of unrelated articles with any", "cases": 500, "share": np.mean(any_found)}


def planted(file: Path) -> dict:
    """How many sentences are found again of which every third word was dropped, in another text."""
    chance, found = np.random.default_rng(4), news(file)
    hits = []
    while len(hits) < 300:
        one, other = (found[name] for name in chance.choice(sorted(found), 2, replace=False))
        long = one[one.words >= 15]
        if long.empty:
            continue
        source = long.iloc[chance.integers(len(long))]
        kept = " ".join(w for i, w in enumerate(source.text.split()) if i % 3 != 1)
        copy = other.iloc[:1].assign(text=kept, statement_id="planted")
        pairs = parallels.parallels(pd.concat([one, other, copy]))
        hits.append(
            any((pairs.statement_id == source.statement_id) & (pairs.statement_id_2 == "planted"))
        )
    return {
        "of": "sentences found again without every third word",
        "cases": 300,
        "share": np.mean(hits),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
