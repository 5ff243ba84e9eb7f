"""Asking of what was known at an earlier load. (CQ-30)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from graph import loads, reader
from graph.connection import Readable, ReadableGraph, Transaction, Trial
from loaders.progress import silent
from loaders.staging import Staging, batches, canonical
from loaders.surroundings import stage_current
from loaders.writing import write_difference
from schema.errors import QuestionError

T = TypeVar("T")


async def as_known_at(graph: ReadableGraph, load: str, question: Callable[[Readable], Awaitable[T]]) -> T:
    """Ask a question of the graph with one dataset as it was known at an earlier load, and the others as they are now.

    The dataset is rebuilt from the content that was kept, in a transaction that is never kept.

    Args:
        graph: Where to read.
        load: Id of the load, such as `asker@3`.
        question: What to ask.

    Raises:
        NotFoundError: There is no such load.
        QuestionError: It points to something of another dataset that is there no more.
    """
    dataset = load.partition("@")[0]
    with Staging() as staging:
        async for row in loads.records(graph, load):
            _stage(staging, row)
        staging.index()

        async def work(trial: Trial) -> T:
            await _check_others(trial.whole, staging, load, dataset)
            await stage_current(trial.whole, dataset, staging, silent)
            await write_difference(trial.whole, staging, silent)
            return await question(trial)

        return await graph.try_out(work)


async def _check_others(transaction: Transaction, staging: Staging, load: str, dataset: str) -> None:
    """What the load points to in other datasets must be there: an answer without it would be to something else."""
    named = staging.rows("SELECT DISTINCT finish FROM link WHERE finish NOT LIKE ? ORDER BY finish", f"{dataset}:%")
    for batch in batches(named):
        ids = [full for (full,) in batch]
        known = {row["id"] for row in await reader.known(transaction, ids)}
        gone = [full for full in ids if full not in known]
        if gone:
            raise QuestionError(
                f"Slik «{dataset}» var ved {load}, viser det til «{gone[0]}», som ikke lenger er i grafen.",
                f"Last et datasett der «{gone[0]}» er med, med valid_to om det ikke gjelder lenger.",
            )


def _stage(staging: Staging, row: dict[str, Any]) -> None:
    body = row.get("node")
    if body is not None:
        valid = body.get("valid_from"), body.get("valid_to")
        staging.add("node", body["id"], body["kind"], canonical(body), *valid, "", "", 0)
        return
    link = row["body"]
    valid = link.get("valid_from"), link.get("valid_to")
    staging.add("link", row["type"], row["start"], row["finish"], link["key"], canonical(link), *valid, "", "", 0, "")
