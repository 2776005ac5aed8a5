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

import numpy as np
import pandas as pd
from scoring import auc

import analysis
from analysis import actors, events


def main(arguments: list[str]) -> int:
    """Print the tables; 1 with one line where the data is not there."""
    gold = Path(arguments[0]) if arguments else Path()
    files = gold / "plover-dev.json", gold / "unscon-dev.csv"
    if missing := [file for file in files if not file.is_file()]:
        print(f"benchmarks/moves.py: no {missing[0].name} in {gold}", file=sys.stderr)
        return 1
    for title, scores in (("PLOVER", plover(files[0])),):
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
