"""Measures that more than one benchmark prints."""

import numpy as np
from scipy.stats import rankdata


def auc(truth: np.ndarray, score: np.ndarray) -> float:
    """Area under the ROC curve (Mann and Whitney's U over its maximum)."""
    truth, ranks = np.asarray(truth, bool), rankdata(score)
    ones, zeros = truth.sum(), (~truth).sum()
    return float((ranks[truth].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def f1(truth: np.ndarray, flagged: np.ndarray) -> float:
    """The harmonic mean of precision and recall."""
    truth, flagged = np.asarray(truth, bool), np.asarray(flagged, bool)
    return float(2 * (truth & flagged).sum() / (truth.sum() + flagged.sum()))
