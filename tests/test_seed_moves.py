"""The seeds' moves, certainty and targets against labels written by hand before the code ran.

The labels are one reader's: a target is right where it is one of those named (parted by "|").
"""

import csv
from pathlib import Path

import pytest

import analysis

ROOT = Path(__file__).resolve().parent
LABELS = ROOT / "data" / "seed_moves.csv"


@pytest.fixture(scope="module")
def pairs() -> list[tuple]:
    with open(LABELS, encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    rows = analysis.annotate(analysis.read(ROOT.parent / "seeds")).itertuples()
    return list(zip(labels, rows, strict=True))


def test_the_labels_are_of_these_sentences(pairs):
    assert all(row.text.startswith(label["begins"]) for label, row in pairs)


def test_moves(pairs):
    gold = [set(label["moves"].split()) for label, _ in pairs]
    ours = [set(row.moves) for _, row in pairs]
    shared = sum(len(a & b) for a, b in zip(gold, ours, strict=True))
    assert 2 * shared / (sum(map(len, gold)) + sum(map(len, ours))) >= 0.85


def test_certainty(pairs):
    assert sum(label["certainty"] == row.certainty for label, row in pairs) / len(pairs) >= 0.9


def test_targets(pairs):
    named = [(set(label["target"].split("|")), row) for label, row in pairs if label["target"]]
    right = sum(bool(gold & {row.target, *row.target_side.split("; ")}) for gold, row in named)
    assert right / len(named) >= 0.8
