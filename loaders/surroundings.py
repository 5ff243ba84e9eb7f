"""What the graph holds of the dataset before the load, and around it: nodes of other datasets that it names.

Everything is fetched in batches, so that neither one answer nor memory grows with the graph.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from graph import reader
from graph.connection import Graph, Row, Transaction
from loaders.checks import Problems
from loaders.cycles import GROUPS
from loaders.difference import REMOVED_NODES
from loaders.progress import COMPARING, Progress
from loaders.staging import Staging, batches, canonical
from loaders.unknown import CANDIDATES
from schema.catalogue import RELATIONSHIPS
from schema.errors import Place

_ACYCLIC = tuple(sorted({name for group in GROUPS for name in group}))
_DATASETS_GUESSED = 20


async def fetch_others(graph: Graph, dataset: str, staging: Staging) -> None:
    """Look up the nodes of other datasets that the dataset names, what they lead to, and near misses."""

    async def look_up(transaction: Transaction) -> None:
        # The work may be run again from the start, so that everything it reads from is asked for here.
        named = staging.rows(
            "SELECT finish FROM link WHERE finish NOT LIKE ? UNION SELECT target FROM mention WHERE target NOT LIKE ?",
            f"{dataset}:%",
            f"{dataset}:%",
        )
        for batch in batches(named):
            for row in await reader.known(transaction, [full for (full,) in batch]):
                staging.add("known", row["id"], row["kind"], row["valid_from"], row["valid_to"])
        await _fetch_candidates(transaction, staging, dataset)
        await _walk_on(transaction, staging, dataset)

    await graph.read_together(look_up)
    staging.flush()


async def _fetch_candidates(transaction: Transaction, staging: Staging, dataset: str) -> None:
    """Ids that may have been meant, of the datasets in which some id was not found."""
    unknown = staging.rows(
        "SELECT DISTINCT substr(finish, 1, instr(finish, ':') - 1) AS d FROM "
        "(SELECT finish FROM link UNION SELECT target FROM mention) "
        "WHERE NOT EXISTS (SELECT 1 FROM known WHERE known.id = finish) AND d <> ? LIMIT ?",
        dataset,
        _DATASETS_GUESSED,
    )
    for (other,) in list(unknown):
        for row in await reader.some_ids(transaction, other, CANDIDATES):
            staging.add("candidate", row["id"], row["kind"])


async def _walk_on(transaction: Transaction, staging: Staging, dataset: str) -> None:
    """Stage what the named nodes lead to, from node to node, until it ends or comes back to this dataset."""
    marks = ",".join("?" * len(_ACYCLIC))
    staging.run(
        "INSERT OR IGNORE INTO reached SELECT DISTINCT finish, 0 FROM link JOIN known ON known.id = finish "
        f"WHERE type IN ({marks})",
        *_ACYCLIC,
    )
    while ids := [full for (full,) in staging.rows("SELECT id FROM reached WHERE walked = 0 LIMIT 1000")]:
        for row in await reader.leading_on(transaction, _ACYCLIC, ids):
            staging.add("outside", row["type"], row["start"], row["finish"])
            if not row["finish"].startswith(f"{dataset}:"):
                staging.add("reached", row["finish"], 0)
        staging.run(f"UPDATE reached SET walked = 1 WHERE id IN ({','.join('?' * len(ids))})", *ids)


async def fetch_current(graph: Graph, dataset: str, staging: Staging, progress: Progress) -> None:
    """Stage what the graph holds of the dataset now."""

    async def fetch(transaction: Transaction) -> None:
        await stage_current(transaction, dataset, staging, progress)

    await graph.read_together(fetch)


async def stage_current(transaction: Transaction, dataset: str, staging: Staging, progress: Progress) -> None:
    """Stage what the graph holds of the dataset, as the transaction sees it."""
    staging.run("DELETE FROM current_node")
    staging.run("DELETE FROM current_link")
    number = 0
    async for row in reader.nodes_of(transaction, dataset):
        staging.add("current_node", row["id"], row["kind"], canonical(with_iso_days(row["body"])))
        number += 1
        if number % 1000 == 0:
            progress(COMPARING, number, 0)
    async for row in reader.links_of(transaction, dataset):
        body = with_iso_days(row["body"])
        staging.add("current_link", row["type"], row["start"], row["finish"], body.get("key", ""), canonical(body))
    staging.flush()


def with_iso_days(body: dict[str, Any]) -> dict[str, Any]:
    """The body with days as ISO texts, as they are staged and kept."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in body.items()}


async def pointed_at(transaction: Transaction, dataset: str, staging: Staging) -> list[Row]:
    """Relationships from other datasets to nodes that the load would take away, as {id, start, type}."""
    found: list[Row] = []
    for batch in batches(staging.rows(REMOVED_NODES)):
        found += await reader.pointed_at(transaction, dataset, [full for _kind, full, _body in batch])
    return found


async def check_removals(graph: Graph, dataset: str, staging: Staging, problems: Problems) -> None:
    """What other datasets point to may not go away, nor become something else."""

    async def look(transaction: Transaction) -> list[Row]:
        return await pointed_at(transaction, dataset, staging)

    for row in await graph.read_together(look):
        remains = staging.count("SELECT count(*) FROM node WHERE id = ?", row["id"])
        what = "er ikke lenger samme slags node" if remains else "er fjernet"
        problems.add(
            Place(dataset),
            row["id"],
            f"«{row['id']}» {what}, men «{row['start']}» {RELATIONSHIPS[row['type']].bokmaal} den fortsatt.",
            "Behold posten med valid_to, eller rett det andre datasettet først.",
        )
