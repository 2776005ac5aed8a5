"""Papermill's client, held to limits: a notebook that stops is told with the cell it stopped in."""

import asyncio
from typing import Any

from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient

# characters that one notebook may print: a page of a thousand figures has some 20 million
OUTPUT = 50_000_000
TOO_MUCH = f"it printed more than {OUTPUT // 1_000_000} million characters; stopped it"


class LimitedClient(PapermillNotebookClient):
    """Ends a notebook that prints without end, and names the cell that it ended in.

    `execute` raises DeadKernelError where the kernel ended or printed too much, CellTimeoutError
    where a cell took too long, each with a message that begins "cell 2: ".
    """

    printed = 0

    async def async_execute_cell(self, cell: Any, cell_index: int, **options: Any) -> Any:
        """Execute a cell; raise what stopped the notebook with the cell's number."""
        before = asyncio.all_tasks()
        try:
            executed = await super().async_execute_cell(cell, cell_index, **options)
            self._require_room()
        except (DeadKernelError, CellTimeoutError) as error:
            for task in asyncio.all_tasks() - before:  # asyncio warns of those that are left
                task.cancel()
            self.shutdown_kernel = "immediate"  # it has no last words that help
            what = TOO_MUCH if self.printed > OUTPUT else str(error).strip().splitlines()[0]
            raise type(error)(f"cell {cell_index + 1}: {what}") from None
        return executed

    execute_cell = run_sync(async_execute_cell)

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        """Take a kernel's message in, while there is room for it."""
        self.printed += size(msg["content"])
        if self.printed > OUTPUT and msg["msg_type"] != "status":  # which ends a cell
            return None
        return super().process_message(msg, cell, cell_index)

    async def _async_check_alive(self) -> None:
        self._require_room()  # asked each second: for a cell that would never end
        await super()._async_check_alive()

    def _require_room(self) -> None:
        if self.printed > OUTPUT:
            raise DeadKernelError(TOO_MUCH)


def size(content: Any) -> int:
    """How many characters there are in the strings of a message.

    >>> size({"data": {"text/plain": "four"}, "traceback": ["one", "two"], "execution_count": 7})
    10
    """
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, list):
        return sum(map(size, content))
    return len(content) if isinstance(content, str) else 0
