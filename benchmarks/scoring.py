"""Measures that more than one benchmark prints."""

import numpy as np
import pandas as pd
from scipy.stats import rankdata

import analysis


def auc(truth: np.ndarray, score: np.ndarray) -> float:
    """Area under the ROC curve (Mann and Whitney's U over its maximum)."""
    truth, ranks = np.asarray(truth, bool), rankdata(score)
    ones, zeros = truth.sum(), (~truth).sum()
    return float((ranks[truth].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def f1(truth: np.ndarray, flagged: np.ndarray) -> float:
    """The harmonic mean of precision and recall."""
    truth, flagged = np.asarray(truth, bool), np.asarray(flagged, bool)
    return float(2 * (truth & flagged).sum() / (truth.sum() + flagged.sum()))


def one_row_each(texts: list[str]) -> pd.DataFrame:
    """Statements of single sentences; where one was split, the part with most posture."""
    frame = analysis.annotate(texts)
    frame["strength"] = frame.posture.abs() + (frame.event_type != "")
    best = frame.sort_values("strength", kind="stable").groupby("article_id").tail(1)
    names = [f"text-{n}" for n in range(1, len(texts) + 1)]
    return best.set_index("article_id").reindex(names).reset_index(drop=True)
