"""Files at any address: a path, or what fsspec knows (s3://…, gs://…, https://…, memory://…)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

import pyarrow as pa
from pyarrow.fs import (
    FileSelector,
    FileSystem,
    FileType,
    FSSpecHandler,
    LocalFileSystem,
    PyFileSystem,
)

from analysis.errors import UserError


def is_remote(address: str) -> bool:
    """Whether an address is no path: it begins with a protocol."""
    return "://" in address


def located(address: str) -> tuple[FileSystem, str]:
    """The file system of an address, and the path there.

    Raises UserError where fsspec is not installed or does not know the protocol.
    """
    if not is_remote(address):
        return LocalFileSystem(), address
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 (an extra)

        system, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        hint = "pip install demarche[cluster], and the protocol's own package"
        raise UserError(f"{address} can't be reached: {error} ({hint})") from None
    return PyFileSystem(FSSpecHandler(system)), path


def files(address: str) -> list[str]:
    """The addresses of the files that an address names: itself, or all in its folder, sorted."""
    with _told(address, "read"):
        system, path = located(address)
        if system.get_file_info(path).type == FileType.File:
            return [address]
        inside = system.get_file_info(FileSelector(path, recursive=True))
    protocol = address.partition("://")[0] + "://" if is_remote(address) else ""
    names = [one.path for one in inside if one.type == FileType.File]
    return [protocol + name for name in sorted(names)]


@contextmanager
def reading(address: str) -> Iterator[pa.NativeFile]:
    """A file opened to be read at any place in it; UserError where that can't be."""
    with _told(address, "read"):
        system, path = located(address)
        file = system.open_input_file(path)
    with file:
        yield file


@contextmanager
def writing(address: str) -> Iterator[pa.NativeFile]:
    """A file opened to be written, there when it is whole; UserError where that can't be."""
    with _told(address, "write"):
        system, path = located(address)
        place = PurePosixPath(path)
        new = str(place.with_name(f".{place.name}.new"))
        system.create_dir(str(place.parent))
        file = system.open_output_stream(new)
    try:
        with file:
            yield file
        with _told(address, "write"):
            system.move(new, path)
    finally:
        if system.get_file_info(new).type == FileType.File:
            system.delete_file(new)


@contextmanager
def _told(address: str, what: str) -> Iterator[None]:
    """Tell a failure in one line."""
    try:
        yield
    except UserError:
        raise
    except (OSError, pa.ArrowException) as error:
        why = " ".join(str(error).split())
        raise UserError(f"can't {what} {address}: {why}") from None
