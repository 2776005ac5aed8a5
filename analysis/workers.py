"""One function over many items: in this process, or in several by batches, always in order."""

import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from analysis.errors import UserError

Item = TypeVar("Item")
Result = TypeVar("Result")

# characters of text in a batch: about a second's work, so that handing it over costs nothing
BATCH = 100_000
AHEAD = 2  # batches that each worker has been given: memory does not grow with the items


def spread(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    workers: int,
    weigh: Callable[[Item], int],
) -> Iterator[Result]:
    """Yield `function` of each item, in order; `weigh` tells an item's characters.

    With more than one worker the items are pickled, and a script that calls this needs to do so
    under `if __name__ == "__main__":`, as for all of `multiprocessing`. An exception in a worker
    is raised here. Raises UserError where a worker is killed.
    """
    if workers <= 1:
        yield from map(function, items)
        return
    pool = ProcessPoolExecutor(workers, _context())
    waiting: deque[Future[list[Result]]] = deque()
    batches = (pool.submit(each, function, batch) for batch in in_batches(items, weigh))
    try:
        waiting.extend(islice(batches, AHEAD * workers))
        while waiting:
            yield from waiting.popleft().result()
            waiting.extend(islice(batches, 1))
    except BrokenProcessPool:
        raise UserError(
            "a worker process ended before its work was done: too little memory, or a script"
            ' without `if __name__ == "__main__":`'
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def in_batches(items: Iterable[Item], weigh: Callable[[Item], int]) -> Iterator[list[Item]]:
    """Cut items into lists of about BATCH characters.

    >>> list(in_batches(["a" * 60_000, "b" * 60_000, "c"], len))[1]
    ['c']
    """
    batch: list[Item] = []
    weight = 0
    for item in items:
        batch.append(item)
        weight += weigh(item)
        if weight >= BATCH:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def each(function: Callable[[Item], Result], batch: list[Item]) -> list[Result]:
    """The function of each item of a batch."""
    return [function(item) for item in batch]


def _context() -> multiprocessing.context.BaseContext:
    """Processes forked from a clean one: forking a process with threads, as Jupyter's, can hang."""
    # multiprocessing asks for it, and IPython's %reset takes it away
    vars(sys.modules["__main__"]).setdefault("__spec__", None)
    if sys.platform != "linux":  # elsewhere forks are not there, or not safe
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([f"{__package__}.statements"])
    return context
