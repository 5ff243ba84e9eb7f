"""Asking of what was known at an earlier load. (CQ-30)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from graph import loads
from graph.connection import Graph, Readable, Trial
from loaders.progress import silent
from loaders.staging import Staging, canonical
from loaders.surroundings import stage_current
from loaders.writing import write_difference

T = TypeVar("T")


async def as_known_at(graph: Graph, load: str, question: Callable[[Readable], Awaitable[T]]) -> T:
    """Ask a question of the graph with one dataset as it was known at an earlier load, and the others as they are now.

    The dataset is rebuilt from the content that was kept, in a transaction that is never kept.

    Args:
        graph: Where to read.
        load: Id of the load, such as `asker@3`.
        question: What to ask.

    Raises:
        NotFoundError: There is no such load.
    """
    _, records = await loads.content(graph, load)

    async def work(trial: Trial) -> T:
        with Staging() as staging:
            for row in records:
                _stage(staging, row)
            staging.index()
            await stage_current(trial.transaction, load.partition("@")[0], staging, silent)
            await write_difference(trial.transaction, staging, silent)
        return await question(trial)

    return await graph.try_out(work)


def _stage(staging: Staging, row: dict[str, Any]) -> None:
    body = row.get("node")
    if body is not None:
        valid = body.get("valid_from"), body.get("valid_to")
        staging.add("node", body["id"], body["kind"], canonical(body), *valid, "", "", 0)
        return
    link = row["body"]
    valid = link.get("valid_from"), link.get("valid_to")
    staging.add("link", row["type"], row["start"], row["finish"], link["key"], canonical(link), *valid, "", "", 0, "")
