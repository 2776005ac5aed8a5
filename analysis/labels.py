"""Labels that people give to statements: `labels.csv` beside a corpus, read, applied and saved.

A label holds for the very words that it was given to: it carries their place and their hash, and
where either has changed it is counted as no longer fitting, never applied to other words.
"""

import csv
import fcntl
import io
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.errors import UserError
from analysis.lexicon import rows as lexicon_rows

LABELS, ACTORS = "labels.csv", "actors.csv"
COLUMNS = ("statement_id", "start", "end", "sha256", "field", "value", "who", "date")
ACTOR_COLUMNS = ("name", "actor", "side")
AGREED = "agreed"  # in `who`: what the labellers settled on, which goes before their own labels
HASH = 16  # hexadecimal digits, 64 bits: two sentences at one place never share them by chance
# fields that a person can label, with the values that there are (none: any name)
NAMES = ("actor", "side", "target", "target_side")
VALUES: Mapping[str, frozenset[str]] = {
    "voice": frozenset({"direct", "indirect", "reporter"}),
    "certainty": frozenset({"hedged", "plain", "categorical"}),
    "moves": frozenset(row["move"] for row in lexicon_rows("moves")),
}
FIELDS = ("moves", "certainty", "voice", *NAMES)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula's beginning

Place = tuple[str, int, int, str]  # article, start, end, hash of the words


class Label(NamedTuple):
    """What one person says of one field of a statement; `value` of moves is a list with spaces."""

    statement_id: str
    start: int
    end: int
    sha256: str
    field: str
    value: str
    who: str
    date: str = ""

    @property
    def article_id(self) -> str:
        """The id of the labelled statement's article."""
        return self.statement_id.rpartition("#")[0]

    @property
    def place(self) -> Place:
        """The words that the label holds for."""
        return self.article_id, self.start, self.end, self.sha256


class Decision(NamedTuple):
    """What a statement's labellers say of one field, and who they are."""

    value: str
    who: tuple[str, ...]


class Tally(NamedTuple):
    """What became of labels: how many changed the rules' label, confirmed it, and so on.

    `changed` and `confirmed` count fields of statements; `disputed` those on which labellers
    differ, `unfit` labels whose words have changed, `elsewhere` labels of other articles.
    """

    changed: int
    confirmed: int
    disputed: int
    unfit: int
    elsewhere: int
    who: tuple[str, ...]


# ---- making and reading


def digest(text: str) -> str:
    """The hash by which a label knows its words.

    >>> digest("Talks began.")
    'ec507fcc6e5e0d7e'
    """
    return sha256(text.encode()).hexdigest()[:HASH]


def label(row: Any, field: str, value: str | Iterable[str], who: str, date: str = "") -> Label:
    """Label a statement (a row of `annotate`'s frame); UserError where the label can't be."""
    value = value if isinstance(value, str) else " ".join(value)
    made = Label(
        row.statement_id, int(row.start), int(row.end), digest(row.text), field, value.strip(),
        who.strip(), date,
    )  # fmt: skip
    _check(made, "label")
    return made


def read(corpus: str | Path) -> list[Label]:
    """The labels of a corpus (its `labels.csv`), in the order in which they were given.

    Empty where there is no such file. Raises UserError, naming file and line, for a row that is
    no label: a field, a move or another value that there is not, or a number that is none.
    """
    path = home(corpus) / LABELS
    if not path.is_file():
        return []
    return [_label(row, f"{path}, line {number}") for number, row in _rows(path, COLUMNS)]


def by_article(corpus: str | Path) -> dict[str, tuple[Label, ...]]:
    """A corpus's labels by the id of their article."""
    found = defaultdict(list)
    for one in read(corpus):
        found[one.article_id].append(one)
    return {name: tuple(given) for name, given in found.items()}


def frame(labels: Iterable[Label]) -> pd.DataFrame:
    """The labels as a frame with COLUMNS; of one person's labels of one field, the last."""
    last = {(one.place, one.field, one.who): one for one in labels}
    return pd.DataFrame(list(last.values()), columns=list(COLUMNS))


def home(corpus: str | Path) -> Path:
    """The folder of a corpus, which may be a single file."""
    path = Path(corpus)
    return path.parent if path.is_file() else path


def _rows(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """A CSV file's rows with the numbers of their lines."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise UserError(f"{path}: column {missing[0]!r} is missing")
            return [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path}: cannot be read as a CSV file in UTF-8 ({error})") from None


def _label(row: Mapping[str, str | None], where: str) -> Label:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    for name in ("start", "end"):
        if not (cells[name].isascii() and cells[name].isdigit()):
            raise UserError(f"{where}: {name} is {cells[name]!r}, which is no number")
    made = Label(**cells | {"start": int(cells["start"]), "end": int(cells["end"])})
    _check(made, where)
    return made


def _check(one: Label, where: str) -> None:
    if one.field not in FIELDS:
        raise UserError(f"{where}: no field {one.field!r}; there are {', '.join(FIELDS)}")
    if not one.who:
        raise UserError(f"{where}: who gave the label is missing")
    if known := VALUES.get(one.field):
        given = one.value.split() if one.field == "moves" else [one.value]
        if unknown := [value for value in given if value not in known]:
            raise UserError(
                f"{where}: no {one.field} {unknown[0]!r}; there are {', '.join(sorted(known))}"
            )
    _check_names((one.value, one.who, one.date), where)


def _check_names(names: Iterable[str], where: str) -> None:
    for name in names:
        if name.startswith(FORMULA) or not name.isprintable():
            raise UserError(f"{where}: {name!r} is no name: it begins like a formula or is no text")


# ---- applying


def decided(labels: Iterable[Label]) -> tuple[dict[Place, dict[str, Decision]], int]:
    """What the labellers say of each place and field, and on how many fields they differ.

    What they `AGREED` on, or else what more than half of them say; a person's last word counts.
    """
    votes: dict[tuple[Place, str], dict[str, str]] = defaultdict(dict)
    for one in labels:
        value = " ".join(sorted(one.value.split())) if one.field == "moves" else one.value
        votes[one.place, one.field][one.who] = value
    found: dict[Place, dict[str, Decision]] = defaultdict(dict)
    for (place, field), said in votes.items():
        if decision := _decision(said):
            found[place][field] = decision
    return dict(found), len(votes) - sum(map(len, found.values()))


def _decision(said: Mapping[str, str]) -> Decision | None:
    if AGREED in said:
        return Decision(said[AGREED], (AGREED,))
    value, count = Counter(said.values()).most_common(1)[0]
    who = tuple(sorted(person for person, one in said.items() if one == value))
    return Decision(value, who) if 2 * count > len(said) else None


def apply(statements: pd.DataFrame, labels: Iterable[Label]) -> pd.DataFrame:
    """The statements with people's labels in place of the rules'.

    What was changed, and by whom, stands in `evidence` under "corrected". Who speaks for another
    side takes along the moves and the act that were that side's.
    """
    found, _ = decided(labels)
    if not found:
        return statements
    rows = [corrected(row, found) for row in statements.to_dict("records")]
    return pd.DataFrame(rows, columns=list(statements.columns), index=statements.index)


def corrected(row: dict[str, Any], found: Mapping[Place, Mapping[str, Decision]]) -> dict[str, Any]:
    """One statement with the labels that hold for it."""
    told = found.get(_place(row), {})
    changes = {field: one for field, one in told.items() if one.value != _given(row, field)}
    if not changes:
        return row
    new = dict(row)
    for field, one in changes.items():
        _set(new, field, one.value)
    notes = [
        f"{field}: {_given(row, field) or 'none'} → {one.value or 'none'}, by {', '.join(one.who)}"
        for field, one in changes.items()
    ]
    new["evidence"] = row["evidence"] | {"corrected": tuple(notes)}
    return new


def _place(row: Mapping[str, Any]) -> Place:
    return row["article_id"], row["start"], row["end"], digest(row["text"])


def _given(row: Mapping[str, Any], field: str) -> str:
    """A statement's value as a label writes it."""
    return " ".join(sorted(row["moves"])) if field == "moves" else row[field]


def _set(row: dict[str, Any], field: str, value: str) -> None:
    if field == "moves":
        makers = dict(zip(row["moves"], row["makers"], strict=True))
        whose = row["side"] or row["source_side"]
        row["moves"] = tuple(sorted(value.split()))
        row["makers"] = tuple(makers.get(move, whose) for move in row["moves"])
    elif field == "side":
        before, row["side"] = row["side"], value
        row["source_side"] = value if row["source_side"] == before else row["source_side"]
        row["makers"] = tuple(value if maker == before else maker for maker in row["makers"])
    else:
        row[field] = value


def without(articles: Iterable[Any]) -> list[Any]:
    """Articles without their labels: as the rules alone read them."""
    return [replace(article, labels=()) for article in articles]


def truth(statements: pd.DataFrame, labels: Iterable[Label], field: str) -> pd.DataFrame:
    """What the rules give and what people say of a field: `statement_id text given true`.

    One row a statement on which people are decided, its labels as tuples ("none" for no name), for
    `validation.agreement`. `statements` are as the rules have them.
    """
    found, _ = decided(labels)
    rows = [
        [row["statement_id"], row["text"], *(_listed(one, field) for one in both)]
        for row in statements.to_dict("records")
        if (told := found.get(_place(row), {}).get(field))
        for both in [(_given(row, field), told.value)]
    ]
    return pd.DataFrame(rows, columns=["statement_id", "text", "given", "true"])


def _listed(value: str, field: str) -> tuple[str, ...]:
    return tuple(value.split()) if field == "moves" else (value or "none",)


# ---- counting


def tally(statements: pd.DataFrame, labels: Sequence[Label]) -> Tally:
    """What became of a corpus's labels in these statements, to which they were applied."""
    articles = set(statements.article_id)
    places = {_place(row): row for row in statements.to_dict("records")}
    here = [one for one in labels if one.article_id in articles]
    fitting = [one for one in here if one.place in places]
    found, disputed = decided(fitting)
    changed = sum(
        note.partition(":")[0] in found.get(place, {})
        for place, row in places.items()
        for note in row["evidence"].get("corrected", ())
    )
    return Tally(
        changed, sum(map(len, found.values())) - changed, disputed, len(here) - len(fitting),
        len(labels) - len(here), tuple(sorted({one.who for one in fitting} - {AGREED})),
    )  # fmt: skip


def note(statements: pd.DataFrame, labels: Sequence[Label]) -> str:
    """A sentence on what `tally` counts, as plain text; "" where there is no label."""
    told = tally(statements, labels)
    parts = {
        f"{told.changed} in place of the rules'": told.changed,
        f"{told.confirmed} as the rules give them": told.confirmed,
        f"{told.disputed} in dispute, where the rules' are kept": told.disputed,
        f"{told.unfit} not used, since the text has changed": told.unfit,
        f"{told.elsewhere} for articles that are not here": told.elsewhere,
    }
    listed = "; ".join(part for part, number in parts.items() if number)
    who = f" (by {', '.join(told.who)})" if told.who else ""
    return f"Labels given by hand{who}: {listed}." if listed else ""


def unused(corpus: str | Path, texts: Mapping[str, str]) -> list[str]:
    """One line an article whose labels fit no words of it; `texts` are the articles' by id."""
    found = Counter()
    for one in read(corpus):
        if one.article_id not in texts:
            found[one.article_id, "there is no such article"] += 1
        elif digest(texts[one.article_id][one.start : one.end]) != one.sha256:
            found[one.article_id, "the text has changed"] += 1
    return [f"{LABELS}: {number} of {article}: {why}" for (article, why), number in found.items()]


# ---- saving


def save(corpus: str | Path, labels: Iterable[Label]) -> Path:
    """Add labels to a corpus's `labels.csv`; return its path. No row that is there is changed."""
    labels = list(labels)
    for one in labels:
        _check(one, "label")
    return _append(home(corpus) / LABELS, COLUMNS, labels)


def save_actors(corpus: str | Path, rows: Iterable[tuple[str, str, str]]) -> Path:
    """Add rows (name, actor, side) to a corpus's `actors.csv`; a name's last row holds."""
    rows = [tuple(cell.strip() for cell in row) for row in rows]
    for row in rows:
        check_actor(row)
    return _append(home(corpus) / ACTORS, ACTOR_COLUMNS, rows)


def check_actor(row: tuple[str, str, str]) -> None:
    """Raise UserError for a row (name, actor, side) that `actors.csv` can't hold."""
    if not row[0]:
        raise UserError("actor: the name as it is written is missing")
    _check_names(row, "actor")


def _append(path: Path, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    """Write the file anew with rows added, and put it in place whole; one writer at a time."""
    try:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            before = path.read_bytes() if path.exists() else b""
            _replace(path, _added(path, before, columns, rows))
        finally:
            os.close(folder)
    except OSError as error:
        raise UserError(f"can't write {path}: {error.strerror}") from None
    return path


def _added(
    path: Path, before: bytes, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> bytes:
    """The file's bytes with rows added, their cells in the order of its own columns."""
    head = list(columns)
    if before.strip():
        _rows(path, columns)
        head = next(csv.reader(io.StringIO(before.decode("utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, head, restval="", lineterminator="\n")
    if not before.strip():
        writer.writeheader()
    writer.writerows(dict(zip(columns, row, strict=True)) for row in rows)
    parted = before if not before or before.endswith(b"\n") else before + b"\n"
    return parted + text.getvalue().encode()


def _replace(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        try:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
            Path(new.name).chmod(path.stat().st_mode if path.exists() else 0o644)
            Path(new.name).replace(path)
        except OSError:
            Path(new.name).unlink(missing_ok=True)
            raise
