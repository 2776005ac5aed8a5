"""Fit the weights of the criticism score, and score it on speeches and meetings left out.

    python benchmarks/criticism.py GOLD [--write]

GOLD is a folder with `unscon-dev.csv` (UNSCon, Zaczynska, Bourgonje and Stede 2024, CC BY-SA 4.0).
A ridge logistic regression over `analysis.criticism.features`, both classes weighed alike; each
score is of sentences whose speech, or whose whole meeting, the weights were not fitted on. With
`--write` the weights fitted on all sentences go to `analysis/lexicons/criticism_weights.csv`:
numbers only, no sentence.
"""

import csv
import sys
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scoring import auc, f1, one_row_each

from analysis import actors, acts, events, tone
from analysis.criticism import CRITICISES, features
from analysis.lexicon import FOLDER
from analysis.words import words

RIDGE = 400.0  # weight of the penalty: chosen on the tuning half by leaving speeches out
FOLDS = 10
SOURCE = "ridge logistic regression on UNSCon (Zaczynska et al. 2024, CC BY-SA 4.0)"


def main(arguments: list[str]) -> int:
    """Print the scores; 1 with one line where the data is not there."""
    file = Path(arguments[0] if arguments else ".") / "unscon-dev.csv"
    if not file.is_file():
        print(f"benchmarks/criticism.py: no {file.name} in {file.parent}", file=sys.stderr)
        return 1
    gold = pd.read_csv(file)
    texts = [" ".join(text.split()) for text in gold.sentence_text]
    table = pd.DataFrame([read(text) for text in texts])
    truth = ((gold.A0 != "_") | (gold.B1 != "_")).to_numpy()
    found = one_row_each(texts)
    columns = [
        scores(gold, table, found, left_out(table, truth, groups), rows)
        for groups, rows in parts(gold)
    ]
    print("| UNSCon | a tenth of the speeches | a meeting | reporting half |\n|:--|--:|--:|--:|")
    for measure in columns[0]:
        print(f"| {measure} | " + " | ".join(f"{one[measure]:.3f}" for one in columns) + " |")
    if "--write" in arguments:
        write(table.columns, *fit(table.to_numpy(), truth))
    return 0


def parts(gold: pd.DataFrame) -> list[tuple[np.ndarray, np.ndarray]]:
    """Groups that are left out in turn, and which rows are then scored.

    The halves are the ones that the word lists were made with: by a checksum of the speech.
    """
    tenths = gold.filename.map(lambda name: crc32(name.encode()) % FOLDS).to_numpy()
    meetings = gold.filename.str.extract(r"(SPV\.\d+)")[0].to_numpy()
    halves = gold.speech_id.map(lambda name: crc32(name.encode()) % 2).to_numpy()
    every = np.ones(len(gold), bool)
    return [(tenths, every), (meetings, every), (halves, halves == 1)]


def scores(
    gold: pd.DataFrame,
    table: pd.DataFrame,
    found: pd.DataFrame,
    chance: np.ndarray,
    rows: np.ndarray,
) -> dict[str, float]:
    """Scores of some rows by measure, from probabilities that were fitted without them."""
    truth = ((gold.A0 != "_") | (gold.B1 != "_")).to_numpy()
    flagged = chance >= CRITICISES
    stands = np.array(
        [
            acts.posture(-conflict, one, -negative)
            for conflict, one, negative in zip(
                table["conflict of events"], chance, table["negative tone"], strict=True
            )
        ]
    )
    country = gold.A4.where(~gold.A4.isin(["_", "-NONE-"]), "").str.replace("_", " ")
    told = (country.ne("") & found.criticised.ne("")).to_numpy() & flagged & rows
    right = np.array(
        [
            side.lower() in name or name in side.lower()
            for side, name in zip(found.criticised, country, strict=True)
        ]
    )
    return {
        "sentences": float(rows.sum()),
        "any conflict, F1": f1(truth[rows], flagged[rows]),
        "any conflict, AUC": auc(truth[rows], chance[rows]),
        "the same from posture, AUC": auc(truth[rows], -stands[rows]),
        "criticised country right, of those found": float(right[told].mean()),
        "… of so many": float(told.sum()),
    }


def read(text: str) -> dict[str, float]:
    """The features of one sentence."""
    found = events.events(words(text), text)
    return features(text, acts.around_of(found, actors.mentions(text), tone.tone(text)))[0]


def fit(table: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (the intercept last) of scaled features, and the scales."""
    scale = table.std(axis=0)
    scale[scale == 0] = 1.0
    scaled = np.column_stack([table / scale, np.ones(len(table))])
    share = truth.mean()
    cost = np.where(truth, 0.5 / share, 0.5 / (1 - share))
    sign = np.where(truth, 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (scaled @ weights)
        value = (cost * np.logaddexp(0, -margin)).sum() + RIDGE / 2 * (weights[:-1] ** 2).sum()
        slope = -(cost * sign / (1 + np.exp(margin))) @ scaled
        slope[:-1] += RIDGE * weights[:-1]
        return float(value), slope

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B")
    return found.x, scale


def left_out(table: pd.DataFrame, truth: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Each sentence's probability by weights that were fitted without its group."""
    chance = np.zeros(len(table))
    values = table.to_numpy()
    for group in np.unique(groups):
        out = groups == group
        weights, scale = fit(values[~out], truth[~out])
        chance[out] = 1 / (1 + np.exp(-(values[out] / scale @ weights[:-1] + weights[-1])))
    return chance


def write(names: pd.Index, weights: np.ndarray, scale: np.ndarray) -> None:
    """Store the weights where `analysis.criticism` reads them."""
    with open(FOLDER / "criticism_weights.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["feature", "weight", "scale", "source"])
        for name, weight, by in zip([*names, "intercept"], weights, [*scale, 1.0], strict=True):
            out.writerow([name, f"{weight:.3f}", f"{by:.4f}", SOURCE])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
