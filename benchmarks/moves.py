"""Scores of events, actors, moves, certainty and targets on hand-labelled sentences.

    python benchmarks/moves.py GOLD [SPEECHES]

GOLD is a folder with `plover-dev.json` (PLOVER gold standard records, Open Event Data Alliance).
Word lists and weights were made from one half of it (the records of even position); the other
half was only scored, and its figure is the one to quote. SPEECHES is `ungd2017.csv.gz`, the UN
General Debate of 2017 (Baturo, Dasandi and Mikhaylov 2017): 60 sentences of it were labelled
before the code ran on them (`ungd_moves.csv` holds labels and offsets, no text).
"""

import csv
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
from scoring import auc, one_row_each

from analysis import actors, events

LABELS = Path(__file__).with_name("ungd_moves.csv")


def main(arguments: list[str]) -> int:
    """Print the tables; 1 with one line where the data is not there."""
    file = Path(arguments[0] if arguments else ".") / "plover-dev.json"
    if not file.is_file():
        print(f"benchmarks/moves.py: no {file.name} in {file.parent}", file=sys.stderr)
        return 1
    print("\n| PLOVER | tuning half | reporting half |\n|:--|--:|--:|")
    for measure, halves in plover(file).items():
        print(f"| {measure} | {halves[0]:.3f} | {halves[1]:.3f} |")
    if len(arguments) > 1:
        speeches(pd.read_csv(arguments[1]))
    return 0


def speeches(corpus: pd.DataFrame) -> None:
    """Print the scores on the labelled sentences of UN speeches, and each move's mistakes."""
    with open(LABELS, encoding="utf-8", newline="") as file:
        labels = pd.DataFrame(csv.DictReader(file))
    texts = corpus.set_index("iso3").text
    sentences = [texts[row.speech][int(row.start) : int(row.end)] for row in labels.itertuples()]
    hashes = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in sentences]
    assert hashes == list(labels.sha256), "the speeches are not the ones that were labelled"
    found = one_row_each(sentences)
    pairs = [
        (set(moves.split()), set(ours))
        for moves, ours in zip(labels.moves, found.moves, strict=True)
    ]
    print("\n| UN speeches | precision | recall | F1 |\n|:--|--:|--:|--:|")
    drawn = labels.stratum == "any"
    for name, rows in (
        ("all 60", drawn | True),
        ("36 drawn by words that go with a move", ~drawn),
        ("24 drawn from all sentences", drawn),
    ):
        scores = precision_recall_f1([pair for pair, used in zip(pairs, rows, strict=True) if used])
        print(f"| moves, {name} | " + " | ".join(f"{score:.3f}" for score in scores) + " |")
    named = [
        (row, gold) for row, gold in zip(found.itertuples(), labels.target, strict=True) if gold
    ]
    right = [is_target(row, gold) for row, gold in named]
    print(f"\ncertainty right: {np.mean(found.certainty == labels.certainty):.3f} of {len(labels)}")
    print(f"target found: {np.mean(right):.3f} of {len(named)}")
    print("\n| move | right | needless | missed |\n|:--|--:|--:|--:|")
    for move, counts in mistakes(pairs).items():
        print(f"| {move} | " + " | ".join(map(str, counts)) + " |")


def precision_recall_f1(pairs: list[tuple[set, set]]) -> tuple[float, float, float]:
    """Micro-averaged over all labels of all sentences."""
    shared = sum(len(gold & ours) for gold, ours in pairs)
    ours, gold = sum(len(ours) for _, ours in pairs), sum(len(gold) for gold, _ in pairs)
    return shared / max(ours, 1), shared / max(gold, 1), 2 * shared / max(ours + gold, 1)


def mistakes(pairs: list[tuple[set, set]]) -> dict[str, tuple[int, int, int]]:
    """How often each move is right, needless and missed."""
    right = Counter(move for gold, ours in pairs for move in gold & ours)
    needless = Counter(move for gold, ours in pairs for move in ours - gold)
    missed = Counter(move for gold, ours in pairs for move in gold - ours)
    every = sorted(right | needless | missed)
    return {move: (right[move], needless[move], missed[move]) for move in every}


def is_target(row: tuple, gold: str) -> bool:
    """Whether a statement's target is one of those labelled (parted by "|")."""
    ours = {*row.target.split("; "), *row.target_side.split("; ")}
    return any(name in ours or name in row.target for name in gold.split("|"))


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
