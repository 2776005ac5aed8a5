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
from scoring import auc, f1

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
    truth = ((gold.A0 != "_") | (gold.B1 != "_")).to_numpy()
    table = pd.DataFrame([read(" ".join(text.split())) for text in gold.sentence_text])
    print("| left out | any conflict, F1 | any conflict, AUC |\n|:--|--:|--:|")
    speeches = gold.filename.map(lambda name: crc32(name.encode()) % FOLDS)
    meetings = gold.filename.str.extract(r"(SPV\.\d+)")[0]
    for name, groups in (
        ("speeches, a tenth at a time", speeches),
        ("a meeting at a time", meetings),
    ):
        chance = left_out(table, truth, groups.to_numpy())
        print(f"| {name} | {f1(truth, chance >= CRITICISES):.3f} | {auc(truth, chance):.3f} |")
    if "--write" in arguments:
        write(table.columns, *fit(table.to_numpy(), truth))
    return 0


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
