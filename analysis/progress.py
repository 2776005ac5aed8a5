"""A bar for what takes long, where somebody looks: on a terminal, or in a live notebook."""

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

Item = TypeVar("Item")

SECONDS = 2  # what is done sooner shows no bar


def bar(items: Iterable[Item], what: str, unit: str, count: int | None = None) -> Iterator[Item]:
    """Yield the items, from SECONDS on under a bar that says how many of `count` units are done.

    There is none in a log, nor where the environment says `TQDM_DISABLE=1`.

    >>> list(bar("abc", "reading", "letter"))
    ['a', 'b', 'c']
    """
    rest, done, until = iter(items), 0, monotonic() + SECONDS
    while monotonic() < until:
        try:
            item = next(rest)
        except StopIteration:
            return
        done += 1
        yield item
    from tqdm.auto import tqdm  # noqa: PLC0415 (slow to import, and seldom needed)

    yield from tqdm(
        rest, desc=what, unit=unit, total=count, initial=done, leave=False, disable=None
    )
