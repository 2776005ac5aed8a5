"""Word lists: CSV files in `lexicons/`, each row with its source, read once."""

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "lexicons"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `lexicons/<name>.csv`, one dict a row with its columns as keys.

    >>> rows("places")[0]["kind"]
    'country'
    """
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
