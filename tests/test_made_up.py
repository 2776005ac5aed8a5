"""Sentences made up for the purpose, several to each event type and each move.

They show that the rules reach beyond single examples; they are no score, since rules were made
with them (`benchmarks/RESULTS.md` has those).
"""

import csv
from pathlib import Path

import pandas as pd
import pytest

import analysis

DATA = Path(__file__).resolve().parent / "data"


def read(name: str) -> list[dict[str, str]]:
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    frame = pd.DataFrame(read("made_up_events"))
    found = analysis.annotate(frame.sentence.tolist()).add_prefix("our_")
    assert len(found) == len(frame)
    return frame.join(found)


def names(wanted: str, actor: str, side: str) -> bool:
    return wanted in side.split("; ") or wanted.lower() in actor.lower()


def test_event_types(events):
    wrong = events[events.event != events.our_event_type]
    assert len(wrong) / len(events) <= 0.06, wrong.sentence.tolist()


@pytest.mark.parametrize(("role", "least"), [("source", 0.9), ("target", 0.8)])
def test_who_acts_and_toward_whom(events, role, least):
    right = [
        names(wanted, actor, side)
        for wanted, actor, side in zip(
            events[role], events[f"our_{role}"], events[f"our_{role}_side"], strict=True
        )
    ]
    assert sum(right) / len(right) >= least


def test_toward_whom():
    labelled = read("made_up_targets")
    wrong = [
        row["sentence"]
        for row in labelled
        for found in [analysis.annotate(row["sentence"]).iloc[0]]
        if not any(
            names(wanted, found.target, found.target_side) for wanted in row["target"].split("|")
        )
    ]
    assert len(wrong) / len(labelled) <= 0.1, wrong


@pytest.mark.parametrize("row", read("made_up_moves"), ids=lambda row: row["sentence"][:40])
def test_moves(row):
    made = {move for moves in analysis.annotate(row["sentence"]).moves for move in moves}
    assert row["move"] in made if row["move"] else not made
