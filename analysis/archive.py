"""Archives: statements of any number of articles to Parquet, and what they come to.

In memory that does not grow with the articles' texts, in one process, several, or a Dask cluster's.
What is read and written may lie at any address (`addresses`).
"""

import json
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import addresses, cluster, comparison, corpus, counts, grouping, statements, workers
from analysis.articles import Article
from analysis.errors import UserError
from analysis.progress import bar

VERSION = 1  # of the tables' form
MARK = b"demarche"  # where a file's metadata tells it
ROWS = 5_000  # of a row group, some 10 MB in memory; the columns' types are told by the first
TEXTS = pa.list_(pa.string())

Row = dict[str, Any]
Counted = TypeVar("Counted")


def read(address: str | Path) -> Iterator[Article]:
    """Yield the articles of a corpus at any address, one by one; see `corpus.stream`.

    What is not a path here is brought here file by file. A `manifest.csv` is not read then.
    """
    address = str(address)
    if not addresses.is_remote(address):
        yield from corpus.stream(address)
        return
    found = addresses.files(address)
    own = [one for one in found if PurePosixPath(one).name in corpus.OWN - {corpus.MANIFEST}]
    with tempfile.TemporaryDirectory(prefix="demarche-") as folder:
        for one in own:
            _bring(one, Path(folder))
        for one in found:
            if PurePosixPath(one).name not in corpus.OWN:
                file = _bring(one, Path(folder))
                yield from corpus.stream(file)
                file.unlink()


def _bring(address: str, folder: Path) -> Path:
    """Copy a file to a folder; return where it is."""
    target = folder / PurePosixPath(address).name
    with addresses.reading(address) as file, target.open("wb") as copy:
        shutil.copyfileobj(file, copy)
    return target


def write(
    articles: Iterable[Article], out: str | Path, workers: int = 1, scheduler: str = ""
) -> int:
    """Annotate articles and write their statements to the file `out`; return their number.

    `workers` is the number of processes, or `scheduler` the address of a Dask cluster's.

    The columns are `statements.COLUMNS`: tuples of strings as lists, `evidence` as a map, and
    what Parquet has no type for as JSON. Articles that are not English are left out with a
    warning. `out` is there when it is whole; raises UserError where it can't be written, and where
    no article is left.
    """
    with addresses.writing(str(out)) as new:
        found = statements.rows(_english(articles), workers, scheduler)
        count = _write_groups(_groups(bar(found, "annotating", "article")), new)
        if not count:
            raise UserError("there is no statement to write: no article in English")
    return count


def _english(articles: Iterable[Article]) -> Iterator[Article]:
    """The articles that count, with one warning at the end for all that do not."""
    first, number = "", 0
    for article in articles:
        kept, left = corpus.counted([article])
        yield from kept
        for one, why in left:
            first, number = first or f"{one.id} is left out: {why}", number + 1
    if number:
        others = f" (and {number - 1:,} more)" if number > 1 else ""
        warnings.warn(f"{first}{others}", stacklevel=2)


def _groups(found: Iterable[list[Row]]) -> Iterator[list[Row]]:
    """Rows in lists of ROWS or some more, each article's in one."""
    group: list[Row] = []
    for rows in found:
        group += [{name: row[name] for name in statements.COLUMNS} for row in rows]
        if len(group) >= ROWS:
            yield group
            group = []
    if group:
        yield group


def _write_groups(groups: Iterator[list[Row]], file: pa.NativeFile) -> int:
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
    types = [(name, _type([row[name] for row in rows])) for name in rows[0]]
    return pa.schema(types, metadata={MARK: str(VERSION)})


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


# ---- what they come to


class _Part(NamedTuple):
    """A row group of a file of statements, to be counted by the column `by`, by `unit`."""

    address: str
    number: int
    by: str
    unit: str = ""


def compare(
    address: str | Path, by: str = "side", workers: int = 1, scheduler: str = ""
) -> comparison.Comparison:
    """Compare the groups of all statements at an address, as `comparison.compare` does.

    The tables are the same; the statements are counted row group by row group, without their text.
    Raises UserError where there are none, or of another form, and for a column that there is not.
    """
    parts = [part for file in addresses.files(str(address)) for part in _parts(file, by)]
    if not parts:
        raise UserError(f"there is no statement at {address}")
    unit = counts.unit_of(counts.total(_each(_sizes, parts, workers, scheduler)))
    parts = [part._replace(unit=unit) for part in parts]
    counted = counts.merge(_each(_count, parts, workers, scheduler))
    return comparison.of_counts(counted, by)


def require_column(by: str, columns: Sequence[str] = statements.COLUMNS) -> None:
    """Raise UserError where `by` names nothing that statements can be compared by."""
    grouping.column_of(pd.DataFrame(columns=list(columns)), by)


def _parts(address: str, by: str) -> list[_Part]:
    with addresses.reading(address) as file:
        try:
            found = pq.ParquetFile(file)
        except pa.ArrowException as error:
            raise UserError(f"{address} is no file of statements: {error}") from None
        version = int((found.schema_arrow.metadata or {}).get(MARK, 0))
        if version > VERSION:
            raise UserError(
                f"this Demarche is too old for {address} (version {version}, it knows {VERSION})"
            )
        if version < VERSION:
            raise UserError(f"{address} is no file of statements, or an old one: annotate anew")
        require_column(by, found.schema_arrow.names)
        return [_Part(address, n, by) for n in range(found.num_row_groups)]


def _each(
    function: Callable[[_Part], Counted], parts: list[_Part], processes: int, scheduler: str
) -> Iterator[Counted]:
    """What a function makes of each part, in order."""
    if scheduler:
        return cluster.spread(function, parts, scheduler, _weight)
    return workers.spread(function, parts, processes, _weight)


def _weight(_: _Part) -> int:
    """Each part is a batch by itself."""
    return workers.BATCH


def _sizes(part: _Part) -> pd.DataFrame:
    return counts.sizes(_rows(part, ("article_id", "words", "voice")), part.by)


def _count(part: _Part) -> counts.Counts:
    return counts.count(_rows(part, counts.COLUMNS), part.by, part.unit)


def _rows(part: _Part, needed: Iterable[str]) -> pd.DataFrame:
    """A part's rows, with the columns that are needed and what its groups are told by."""
    with addresses.reading(part.address) as file:
        found = pq.ParquetFile(file)
        names = {*needed, part.by, "article_id", "published"}
        columns = [name for name in found.schema_arrow.names if name in names]
        rows = found.read_row_group(part.number, columns=columns).to_pylist()
    return pd.DataFrame(rows, columns=columns)


def write_tables(found: comparison.Comparison, folder: str) -> list[str]:
    """Write a comparison's tables to a folder at any address, a Parquet file each."""
    tables = {name: table for name, table in vars(found).items() if isinstance(table, pd.DataFrame)}
    targets = tables["targets"].stack().rename("statements").reset_index()
    written = []
    for name, table in (tables | {"targets": targets}).items():
        written.append(f"{folder.rstrip('/')}/{name}.parquet")
        with addresses.writing(written[-1]) as file:
            pq.write_table(pa.Table.from_pandas(table, preserve_index=False), file)
    return written
