"""How well labels agree with those that people gave: counts, intervals and the mistakes."""

from collections.abc import Collection, Iterable, Sequence

import pandas as pd

from analysis import intervals

COLUMNS = (
    "label", "right", "given", "true", "precision", "precision_low", "precision_high", "recall",
    "recall_low", "recall_high",
)  # fmt: skip


def matched(statements: pd.DataFrame, labels: pd.DataFrame, begins: str) -> pd.DataFrame:
    """The statements that `labels` label, with its columns as `true_...`.

    A label belongs to the statement that begins with the text in its column `begins`. The column
    `labels` counts those that found one, of how many, as text ("33 of 33").
    """
    texts = labels[begins].str.strip()
    rows = [
        {**row, **{f"true_{name}": value for name, value in label.items()}}
        for text, (_, label) in zip(texts, labels.iterrows(), strict=True)
        for row in statements[statements.text.str.startswith(text)].head(1).to_dict("records")
    ]
    return pd.DataFrame(rows).assign(labels=f"{len(rows)} of {len(labels)}")


def agreement(given: Iterable[Collection[str]], true: Iterable[Collection[str]]) -> pd.DataFrame:
    """Precision and recall of each label, with Jeffreys' intervals; last, of all together.

    `given` and `true` hold the labels of the same cases, several or none each. One row a label
    (COLUMNS).
    """
    pairs = [(set(one), set(other)) for one, other in zip(given, true, strict=True)]
    labels = sorted(set().union(*(one | other for one, other in pairs)))
    rows = [_row(label, pairs, {label}) for label in labels]
    return pd.DataFrame([*rows, _row("all", pairs, set(labels))], columns=list(COLUMNS))


def _row(label: str, pairs: Sequence[tuple[set[str], set[str]]], of: set[str]) -> list:
    right = sum(len(one & other & of) for one, other in pairs)
    given = sum(len(one & of) for one, _ in pairs)
    true = sum(len(other & of) for _, other in pairs)
    ends = [intervals.share(right, number) for number in (given, true)]
    return [label, right, given, true, *(x for e in ends for x in (e.value, e.low, e.high))]


def mistakes(
    given: Sequence[Collection[str]], true: Sequence[Collection[str]], texts: Sequence[str]
) -> pd.DataFrame:
    """One row a case where the two differ: `text missed needless`."""
    rows = [
        [text, ", ".join(sorted(set(other) - set(one))), ", ".join(sorted(set(one) - set(other)))]
        for one, other, text in zip(given, true, texts, strict=True)
        if set(one) != set(other)
    ]
    return pd.DataFrame(rows, columns=["text", "missed", "needless"])


def single(matches: pd.DataFrame, column: str) -> tuple[list[list[str]], list[list[str]]]:
    """The one label of each case, as it was given and in truth, for `agreement` and `mistakes`."""
    return tuple(
        [[value or "none"] for value in matches[name]] for name in (column, f"true_{column}")
    )
