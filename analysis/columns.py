"""Which column of a table, or key of a record, is which of an article's fields."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.errors import UserError

SETTINGS = "corpus.toml"
# The usual names, the likeliest first: those of newspaper3k, news-please, trafilatura, NewsAPI,
# GDELT, MediaCloud, Scrapy's article items, and of tables on Zenodo and Kaggle
NAMES = {
    "title": "title headline heading head article_title",
    "text": "text body content maintext main_text article_text articlebody full_text fulltext "
    "body_text raw_text article story transcript speech statement",
    "url": "url link href source_url article_url web_url permalink canonical_url canonical_link",
    "date": "date published publication_date published_at published_date publish_date date_publish "
    "date_published pub_date pubdate publishedat datepublished release_date datetime timestamp",
    "outlet": "outlet publisher publication newspaper media media_name site_name sitename "
    "source_name source domain source_domain hostname site website",
    "author": "author authors byline by writer journalist creator speaker",
    "language": "language lang language_code",
    "standfirst": "standfirst subtitle subheading sub_title deck dek",
}
CELL = 2000  # characters of a cell kept as metadata: longer ones are texts


def guess(keys: Iterable[str], named: Mapping[str, str]) -> dict[str, str]:
    """Map each field to its column: the one named for it, or else the likeliest of usual names.

    >>> guess(["Headline", "Body", "id"], {})
    {'title': 'Headline', 'text': 'Body'}
    """
    usual = {re.sub(r"[\W_]+", "_", key).strip("_").lower(): key for key in reversed(list(keys))}
    found = {}
    for field, names in NAMES.items():
        if field in named:
            found[field] = named[field]
        elif column := next((usual[name] for name in names.split() if name in usual), ""):
            found[field] = column
    return found


def sort(
    row: Mapping[str, Any], found: Mapping[str, str], where: str = "column"
) -> tuple[dict[str, str], dict[str, str]]:
    """A row's fields, and what else it tells by column; what is empty is left out.

    `where` says where a date was found.
    """
    fields = {f: plain(row.get(c), "\n" if f == "text" else ", ") for f, c in found.items()}
    others = {name: plain(value) for name, value in row.items() if name not in found.values()}
    told = {field: value for field, value in fields.items() if value}
    if "date" in told:
        told["date_from"] = where
    return told, {name: value for name, value in others.items() if 0 < len(value) <= CELL}


def plain(value: Any, mark: str = ", ") -> str:
    """A cell as text: lists of words are joined by a mark, of an object its name counts.

    >>> plain(["Ann Lee", "Bo Ek"]), plain({"id": 1, "name": "The Paper"}), plain(None)
    ('Ann Lee, Bo Ek', 'The Paper', '')
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (list, tuple)):
        return mark.join(item.strip() for item in value if isinstance(item, str) and item.strip())
    if isinstance(value, dict):
        return plain(value["name"]) if isinstance(value.get("name"), str) else ""
    is_missing = value is None or isinstance(value, (bool, bytes)) or value != value  # noqa: PLR0124
    return "" if is_missing else str(value)


def settings(folder: Path) -> dict[str, dict[str, str]]:
    """What a corpus's `corpus.toml` says: columns by field, for all files ("") or one by name.

        [columns]
        text = "content"

        [files."speeches.csv"]
        title = "occasion"

    Raises UserError where the file is broken or names what there is not.
    """
    path = folder / SETTINGS
    if not path.exists():
        return {}
    try:
        told = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: can't be read: {error}") from None
    if unknown := set(told) - {"columns", "files"}:
        raise UserError(f"{path}: unknown table [{min(unknown)}]; there are columns and files")
    files = told.get("files", {})
    found = {"": told.get("columns", {})}
    found |= files if isinstance(files, dict) else {"files": files}
    for where, names in found.items():
        _require_fields(path, where, names)
    return found


def _require_fields(path: Path, where: str, names: Any) -> None:
    table = f'[files."{where}"]' if where else "[columns]"
    if not isinstance(names, dict):
        raise UserError(f"{path}: {table} is no table of field = column")
    for field, column in names.items():
        if field not in NAMES or not isinstance(column, str):
            raise UserError(
                f"{path}: {table} {field}: needed are a field, which is one of {', '.join(NAMES)}, "
                "and the name of a column"
            )
