"""One function over many items on a Dask cluster, by batches, always in order.

Dask is the extra `cluster`: `pip install demarche[cluster]`, on the workers as here.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from analysis import store
from analysis.errors import UserError
from analysis.workers import AHEAD, Item, Result, each, in_batches

SECONDS = 20  # to wait for an answer from the scheduler


def spread(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    address: str,
    weigh: Callable[[Item], int],
) -> Iterator[Result]:
    """Yield `function` of each item, in order, as `workers.spread` does, from a Dask cluster.

    What a worker had when it died is done by another. Raises UserError where there is no
    scheduler at `address` and no worker, where workers have another version of the code, and where
    a batch has ended several workers.
    """
    with _client(address) as client:
        from distributed import KilledWorker  # noqa: PLC0415 (an extra)

        _require_own_code(client, function)
        ahead = AHEAD * max(2, sum(client.nthreads().values()))
        batches = (
            client.submit(each, function, batch, pure=False) for batch in in_batches(items, weigh)
        )
        waiting = deque(islice(batches, ahead))
        try:
            while waiting:
                yield from waiting.popleft().result()
                waiting.extend(islice(batches, 1))
        except KilledWorker:
            raise UserError(f"a batch has ended several workers of {address}") from None


def _client(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415 (an extra)
    except ImportError:
        raise UserError("a cluster needs Dask: pip install demarche[cluster]") from None
    try:
        return Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UserError(f"no Dask scheduler answers at {address}: {error}") from None


def _require_own_code(client: Any, function: Callable) -> None:
    """Raise UserError where a worker would give other results, or where there is no worker."""
    module = function.__module__.rpartition(".")[2]
    try:
        theirs = client.run(store.code_version, module)
    except ImportError as error:
        raise UserError(f"the cluster's workers lack Demarche: {error}") from None
    if not theirs:
        raise UserError("the cluster has no worker")
    if set(theirs.values()) != {store.code_version(module)}:
        raise UserError(
            "the cluster's workers have another version of Demarche, of its libraries or of Python"
        )
