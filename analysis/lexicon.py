"""Word lists: CSV files in `lexicons/`, each row with its source, and rows that a user adds."""

import csv
from functools import cache
from pathlib import Path

from analysis.errors import UserError

FOLDER = Path(__file__).parent / "lexicons"
# lexicons that a corpus may add to: the columns that hold a row's words and its label
OPEN = {
    "certainty": ("phrase", "class"),
    "criticism": ("pattern", "weight"),
    "events": ("phrase", "event_type"),
    "moves": ("phrase", "move"),
}
NONE = "none"  # the label that takes the built-in rows of a phrase away

Row = tuple[str, ...]
# a user's rows by the lexicon's name, each row's cells in the order of that lexicon's columns
Lexicons = tuple[tuple[str, tuple[Row, ...]], ...]


@cache
def rows(name: str, lexicons: Lexicons = ()) -> tuple[dict[str, str], ...]:
    """Rows of `lexicons/<name>.csv`, one dict a row with its columns as keys.

    A user's rows for the same phrase (`lexicons`) take the place of the built-in ones.

    >>> rows("places")[0]["kind"]
    'country'
    """
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        built_in = tuple(csv.DictReader(file))
    given = dict(lexicons).get(name, ())
    if not given:
        return built_in
    own = [dict(zip(built_in[0], row, strict=False)) for row in given]
    key, label = OPEN[name]
    taken = {row[key] for row in own}
    kept = [row for row in built_in if row[key] not in taken]
    return (*(row for row in own if row[label] != NONE), *kept)


def beside(folder: Path) -> Lexicons:
    """A user's rows from `events.csv`, `moves.csv` and so on (see OPEN) in a corpus folder.

    The files have the columns of the built-in ones, of which only the words and their label are
    needed. Raises UserError where one of these is missing, and for an unknown label.
    """
    names = [name for name in OPEN if (folder / f"{name}.csv").is_file()]
    return tuple((name, _own_rows(folder / f"{name}.csv", name)) for name in names)


def _own_rows(path: Path, name: str) -> tuple[Row, ...]:
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            listed = list(csv.DictReader(file))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path}: not a CSV file in UTF-8 ({error})") from None
    for number, row in enumerate(listed, 2):
        _check(row, name, f"{path}, line {number}")
    columns = list(rows(name)[0])
    return tuple(tuple((row.get(column) or "").strip() for column in columns) for row in listed)


def _check(row: dict[str, str], name: str, where: str) -> None:
    for column in OPEN[name]:
        if not (row.get(column) or "").strip():
            raise UserError(f"{where}: nothing in the column {column!r}")
    label = OPEN[name][1]
    known = {listed[label] for listed in rows(name)} | {NONE}
    if row[label].strip() not in known:
        raise UserError(f"{where}: {label} {row[label]!r} is none of {', '.join(sorted(known))}")


@cache
def speech_forms() -> frozenset[str]:
    """Forms of the verbs that report speech; of a phrasal verb its first word.

    >>> "said" in speech_forms()
    True
    """
    listed = [row["forms"].split() for row in rows("reporting_verbs") if row["kind"] == "speech"]
    return frozenset(form for forms in listed for form in forms)
