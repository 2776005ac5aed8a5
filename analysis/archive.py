"""Statements of any number of articles to Parquet, in memory that does not grow with them."""

import json
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis import statements
from analysis.articles import Article
from analysis.corpus import counted
from analysis.errors import UserError
from analysis.progress import bar

ROWS = 5_000  # of a row group, some 10 MB in memory; the columns' types are told by the first
TEXTS = pa.list_(pa.string())

Row = dict[str, Any]


def write(articles: Iterable[Article], out: Path, workers: int = 1, scheduler: str = "") -> int:
    """Annotate articles and write their statements to the file `out`; return their number.

    `workers` is the number of processes, or `scheduler` the address of a Dask cluster's.

    The columns are `statements.COLUMNS`: tuples of strings as lists, `evidence` as a map, and
    what Parquet has no type for as JSON. Articles that are not English are left out with a
    warning. `out` is there when it is whole; raises UserError where it can't be written, and where
    no article is left.
    """
    with _place(out) as new:
        found = statements.rows(_english(articles), workers, scheduler)
        count = _write_groups(_groups(bar(found, "annotating", "article")), new)
        if not count:
            raise UserError("there is no statement to write: no article in English")
        new.replace(out)
    return count


@contextmanager
def _place(out: Path) -> Iterator[Path]:
    """A file beside `out`, gone afterwards; UserError where there can be none."""
    new = out.with_name(f".{out.name}.new")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        new.touch()
    except OSError as error:
        raise UserError(f"can't write {out}: {error.strerror}") from None
    try:
        yield new
    finally:
        new.unlink(missing_ok=True)


def _english(articles: Iterable[Article]) -> Iterator[Article]:
    for article in articles:
        for one, why in counted([article])[1]:
            warnings.warn(f"{one.id} is left out: {why}", stacklevel=2)
        yield from counted([article])[0]


def _groups(found: Iterable[list[Row]]) -> Iterator[list[Row]]:
    """Rows in lists of ROWS or some more."""
    group: list[Row] = []
    for rows in found:
        group += [{name: row[name] for name in statements.COLUMNS} for row in rows]
        if len(group) >= ROWS:
            yield group
            group = []
    if group:
        yield group


def _write_groups(groups: Iterator[list[Row]], file: Path) -> int:
    count, writer = 0, None
    try:
        for group in groups:
            count += len(group)
            writer = writer or pq.ParquetWriter(file, schema(group), compression="zstd")
            writer.write_table(pa.Table.from_pylist(_as_arrow(group, writer.schema), writer.schema))
    finally:
        if writer:
            writer.close()
    return count


def schema(rows: list[Row]) -> pa.Schema:
    """The columns' types, from rows that are enough to tell."""
    return pa.schema([(name, _type([row[name] for row in rows])) for name in rows[0]])


def _type(values: list[Any]) -> pa.DataType:
    if isinstance(values[0], dict):
        return pa.map_(pa.string(), TEXTS)
    try:
        found = pa.infer_type(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.string()  # as JSON
    if pa.types.is_list(found):
        return TEXTS if found.value_type in (pa.null(), pa.string()) else pa.string()
    return pa.string() if found == pa.null() else found


def _as_arrow(rows: list[Row], types: pa.Schema) -> list[Row]:
    return [
        {name: _value(row[name], types.field(name).type) for name in types.names} for row in rows
    ]


def _value(value: Any, kind: pa.DataType) -> Any:
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, tuple) and kind == pa.string():
        return json.dumps(value)
    return value
