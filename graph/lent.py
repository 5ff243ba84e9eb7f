"""The graph lent to a worker thread, for one load that somebody answers for and gives a reason for.

Reading and checking a dataset keeps a processor busy, so the server does it in a thread of its own. Connections belong
to the server's event loop: what is asked of the database goes back there. The reason is written in the same transaction
as the load, and nothing is written where the picture it was made on no longer holds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from graph.connection import Graph, ReadableGraph, Row, Transaction, Trial
from graph.loads import expect_unchanged

T = TypeVar("T")

_GIVE_REASON = "MATCH (d:Dataset {id: $dataset}) MATCH (l:Load {id: d.load}) SET l.reason = $reason"
_REASONS = "MATCH (l:Load) WHERE l.dataset = $dataset RETURN l.id AS id, l.reason AS reason ORDER BY l.at, l.id"


class LentGraph(Graph):
    """A graph to load one dataset into, from another thread than the one it belongs to. Make it in the latter.

    Args:
        graph: The graph.
        dataset: The dataset that is to be loaded.
        based_on: The load that what is to be written was made on; "" where the dataset was never loaded.
        reason: Why it is loaded.
    """

    def __init__(self, graph: Graph, dataset: str, based_on: str, reason: str) -> None:
        self._lender = graph
        self._loop = asyncio.get_running_loop()
        self._dataset = dataset
        self._based_on = based_on
        self._reason = reason
        self.engine = graph.engine

    @property
    def address(self) -> str:
        """Where the graph is."""
        return self._lender.address

    async def read(self, text: str, /, **parameters: Any) -> list[Row]:
        """Ask one statement, as `Graph.read` does."""
        return await self._at_home(self._lender.read(text, **parameters))

    async def read_briefly(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run a read that may take no more than `styring_timeout` seconds."""
        return await self._at_home(self._lender.read_briefly(work))

    async def read_together(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run several reads in one transaction."""
        return await self._at_home(self._lender.read_together(work))

    async def try_out(self, work: Callable[[Trial], Awaitable[T]]) -> T:
        """Let the work change the graph and ask it, and keep nothing of the change."""
        return await self._at_home(self._lender.try_out(work))

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run the work in one write transaction, with the reason, if the picture still holds.

        Raises:
            GraphConflictError: The dataset has been loaded since. Nothing is written.
        """

        async def answered_for(transaction: Transaction) -> T:
            await expect_unchanged(transaction, {self._dataset: self._based_on})
            found = await work(transaction)
            await transaction.run(_GIVE_REASON, dataset=self._dataset, reason=self._reason)
            return found

        return await self._at_home(self._lender.write(answered_for))

    async def close(self) -> None:
        """Nothing: it is the lender's to close."""

    async def _at_home(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))


async def reasons(graph: ReadableGraph, dataset: str) -> dict[str, str]:
    """Why each load of a dataset was made, oldest first; "" where nobody said."""
    rows = await graph.read(_REASONS, dataset=dataset)
    return {row["id"]: row["reason"] or "" for row in rows}
