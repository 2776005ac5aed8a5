"""Scores of events, posture, criticism and their actors on hand-labelled sentences.

    python benchmarks/moves.py GOLD

GOLD is a folder with `plover-dev.json` (PLOVER gold standard records, Open Event Data Alliance)
and `unscon-dev.csv` (UNSCon, Zaczynska, Bourgonje and Stede 2024). Word lists and weights were
made from one half of each (PLOVER's records of even position, UNSCon's speeches with an even
checksum); the other half was only scored, and its figure is the one to quote.
"""

import json
import sys
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd
from scipy.stats import rankdata

import analysis
from analysis import actors, events
from analysis.criticism import ACCUSES, criticism


def main(arguments: list[str]) -> int:
    """Print the tables; 1 with one line where the data is not there."""
    gold = Path(arguments[0]) if arguments else Path()
    files = gold / "plover-dev.json", gold / "unscon-dev.csv"
    if missing := [file for file in files if not file.is_file()]:
        print(f"benchmarks/moves.py: no {missing[0].name} in {gold}", file=sys.stderr)
        return 1
    for title, scores in (("PLOVER", plover(files[0])), ("UNSCon", unscon(files[1]))):
        print(f"\n| {title} | tuning half | reporting half |\n|:--|--:|--:|")
        for measure, halves in scores.items():
            print(f"| {measure} | {halves[0]:.3f} | {halves[1]:.3f} |")
    return 0


def plover(file: Path) -> dict[str, list[float]]:
    """Scores on PLOVER's sentences, by measure: tuning half, reporting half."""
    records = json.loads(file.read_text("utf-8"))
    found = one_row_each([" ".join(record["text"].split()) for record in records])
    found["gold"] = [record["event"] for record in records]
    for role in ("source", "target"):
        named = [actors_of(record, role) for record in records]
        found[f"{role}_gold"] = list(map(bool, named))
        found[f"{role}_right"] = [
            is_named(row[role], row[f"{role}_side"], gold)
            for (_, row), gold in zip(found.iterrows(), named, strict=True)
        ]
    cooperates = ~found.gold.isin(events.CONFLICT)
    quads = found.gold.map(events.QUAD_CLASS)
    halves = [np.arange(len(found)) % 2 == half for half in (0, 1)]
    return {
        "sentences": [float(half.sum()) for half in halves],
        "cooperation against conflict, AUC": [auc(cooperates[h], found.posture[h]) for h in halves],
        "quad class of 4, accuracy": [(found.quad_class == quads)[h].mean() for h in halves],
        "event type of 18, accuracy": [(found.event_type == found.gold)[h].mean() for h in halves],
        "source found": [found.source_right[h & found.source_gold].mean() for h in halves],
        "target found": [found.target_right[h & found.target_gold].mean() for h in halves],
    }


def unscon(file: Path) -> dict[str, list[float]]:
    """Scores on UNSCon's sentences, by measure: tuning half, reporting half."""
    gold = pd.read_csv(file)
    texts = [" ".join(text.split()) for text in gold.sentence_text]
    found = one_row_each(texts)
    found["score"] = [criticism(text).score for text in texts]
    conflict = (gold.A0 != "_") | (gold.B1 != "_")
    tuning = gold.speech_id.map(lambda name: crc32(name.encode()) % 2 == 0)
    halves = [half.to_numpy() for half in (tuning, ~tuning)]
    country = gold.A4.where(~gold.A4.isin(["_", "-NONE-"]), "").str.replace("_", " ")
    told = country.ne("") & found.score.ge(ACCUSES) & found.target_side.ne("")
    right = [
        side.lower() in name or name in side.lower()
        for side, name in zip(found.target_side, country, strict=True)
    ]
    flagged = found.score >= ACCUSES
    return {
        "sentences": [float(half.sum()) for half in halves],
        "any conflict, F1": [f1(conflict[h], flagged[h]) for h in halves],
        "any conflict, AUC": [auc(conflict[h], found.score[h]) for h in halves],
        "the same from posture, AUC": [auc(conflict[h], -found.posture[h]) for h in halves],
        "criticised country right, of those found": [
            np.array(right)[h & told].mean() for h in halves
        ],
        "… of so many": [float((h & told).sum()) for h in halves],
    }


def one_row_each(texts: list[str]) -> pd.DataFrame:
    """Statements of single sentences; where one was split, the part with most posture."""
    frame = analysis.annotate(texts)
    frame["strength"] = frame.posture.abs() + (frame.event_type != "")
    best = frame.sort_values("strength", kind="stable").groupby("article_id").tail(1)
    names = [f"text-{n}" for n in range(1, len(texts) + 1)]
    return best.set_index("article_id").reindex(names).reset_index(drop=True)


def actors_of(record: dict[str, object], role: str) -> list[dict[str, str]]:
    """A record's actors in a role; where two act on each other, the gold lists both as sources."""
    named = record.get(role)
    if role == "target" and not isinstance(named, list) and len(record["source"]) > 1:
        return record["source"]
    return named if isinstance(named, list) else []


def is_named(actor: str, side: str, gold: list[dict[str, str]]) -> bool:
    """Whether an actor or side is one of those that the gold record names."""
    for given in gold:
        texts = sorted((actor.lower(), given["actorText"].lower().strip()), key=len)
        if texts[0] and texts[0] in texts[1]:
            return True
        mentions = actors.mentions(given["actorText"])
        sides = {part for mention in mentions for part in (mention.side, mention.actor)}
        names = {word for word in given["actorText"].split() if word[:1].isupper()}
        if side in sides - {""} or actor in sides - {""} or names & set(actor.split()):
            return True
    return False


def auc(truth: pd.Series, score: pd.Series) -> float:
    """Area under the ROC curve (Mann and Whitney's U over its maximum)."""
    truth, ranks = np.asarray(truth, bool), rankdata(score)
    ones, zeros = truth.sum(), (~truth).sum()
    return float((ranks[truth].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def f1(truth: pd.Series, flagged: pd.Series) -> float:
    """The harmonic mean of precision and recall."""
    return float(2 * (truth & flagged.to_numpy()).sum() / (truth.sum() + flagged.sum()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
