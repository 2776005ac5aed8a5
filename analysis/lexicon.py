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


@cache
def speech_forms() -> frozenset[str]:
    """Forms of the verbs that report speech; of a phrasal verb its first word.

    >>> "said" in speech_forms()
    True
    """
    listed = [row["forms"].split() for row in rows("reporting_verbs") if row["kind"] == "speech"]
    return frozenset(form for forms in listed for form in forms)
