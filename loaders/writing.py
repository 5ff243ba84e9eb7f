"""Writing a checked load: the difference, and the record of the load with its whole content, in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from graph import loads, writer
from graph.connection import Graph, Transaction
from graph.loads import Load
from loaders.dataset import Description
from loaders.difference import (
    ADDED_LINKS,
    ADDED_NODES,
    CHANGED_LINKS,
    CHANGED_NODES,
    REATTACHED_LINKS,
    REMOVED_LINKS,
    REMOVED_NODES,
)
from loaders.progress import WRITING, Progress
from loaders.staging import Staging, canonical, parsed
from loaders.surroundings import pointed_at
from schema.errors import GraphConflictError

_PIECE = 1_000_000
_BATCH = 2000
_Rows = list[tuple[Any, ...]]
_Step = Callable[[Transaction, str, _Rows], Awaitable[None]]


async def write(
    graph: Graph,
    description: Description,
    staging: Staging,
    seen: dict[str, str],
    by: str,
    progress: Progress,
) -> Load:
    """Write the difference and keep the load.

    Args:
        graph: Where to.
        description: Of the dataset.
        staging: The checked dataset, and what the graph held of it.
        seen: Each dataset's latest load when the graph was read.
        by: Who loads.
        progress: Told how far it has come.

    Raises:
        GraphConflictError: This dataset, or one it rests on, was loaded meanwhile. Nothing is written.
    """
    pieces = _stage_pieces(staging)
    made = _load(description, staging, seen.get(description.id, ""), by, pieces)
    rests_on = {name: seen.get(name, "") for name in _datasets_named(staging) - {description.id}}

    async def work(transaction: Transaction) -> None:
        await loads.take_turn(transaction, made, seen.get(description.id, ""), _shown_description(description))
        await loads.expect_unchanged(transaction, rests_on)
        if await pointed_at(transaction, description.id, staging):
            raise GraphConflictError(
                "Et annet datasett begynte nettopp å bruke noe som denne lastingen fjerner.",
                "Last på nytt; ingenting er skrevet.",
            )
        await write_difference(transaction, staging, progress)
        for batch in _packed(staging):
            await loads.keep_contents(transaction, batch)
        await loads.record(transaction, made, pieces, description.model_dump(mode="json"))

    try:
        await graph.write(work)
    except GraphConflictError as error:
        # Where both were first to reach an index, the engine speaks of a doubled key. Say what it was.
        if await loads.latest(graph, description.id) != seen.get(description.id, ""):
            raise loads.overtaken(description.id) from error
        raise
    return made


def _load(description: Description, staging: Staging, previous: str, by: str, pieces: list[str]) -> Load:
    number = int(previous.rpartition("@")[2]) + 1 if previous else 1
    counts = dict(staging.rows("SELECT kind, count(*) FROM node GROUP BY kind ORDER BY kind"))
    counts["relationships"] = staging.count("SELECT count(*) FROM link")
    whole = canonical({"description": description.model_dump(mode="json"), "pieces": pieces})
    return Load(
        f"{description.id}@{number}",
        description.id,
        datetime.now(UTC).isoformat(timespec="microseconds"),
        by,
        loads.content_hash(whole),
        counts,
    )


def _shown_description(description: Description) -> dict[str, Any]:
    return description.model_dump(mode="json", include={"title", "municipality_number", "language"})


def _datasets_named(staging: Staging) -> set[str]:
    return {name for (name,) in staging.rows("SELECT DISTINCT substr(id, 1, instr(id, ':') - 1) FROM known")}


def _stage_pieces(staging: Staging) -> list[str]:
    """Stage the whole content as it will be kept, and return the hashes of its pieces, in order."""
    hashes = []
    for text in _pieces(staging):
        hashes.append(loads.content_hash(text))
        staging.add("piece", hashes[-1], loads.packed(text))
    return hashes


def _packed(staging: Staging) -> Iterator[list[tuple[str, str]]]:
    """The staged pieces with their hashes, each once, as many at a time as make about a megabyte."""
    batch: list[tuple[str, str]] = []
    for sha256, text in staging.rows("SELECT sha256, min(packed) FROM piece GROUP BY sha256"):
        batch.append((sha256, text))
        if sum(len(packed) for _, packed in batch) > _PIECE:
            yield batch
            batch = []
    if batch:
        yield batch


def _pieces(staging: Staging) -> Iterator[str]:
    """The whole content as JSON lines, in pieces that end where a kind or type ends, or at about a megabyte."""
    lines: list[str] = []
    size = 0
    previous = ""
    nodes = staging.rows("SELECT kind, json_object('node', json(body)) FROM node ORDER BY kind, id")
    links = staging.rows(
        "SELECT type, json_object('type', type, 'start', start, 'finish', finish, 'body', json(body)) FROM link "
        "ORDER BY type, start, finish, key"
    )
    for rows in (nodes, links):
        for group, line in rows:
            if lines and (group != previous or size > _PIECE):
                yield "\n".join(lines)
                lines, size = [], 0
            lines.append(line)
            size += len(line)
            previous = group
    if lines:
        yield "\n".join(lines)


async def _remove_links(transaction: Transaction, name: str, rows: _Rows) -> None:
    await writer.remove_links(transaction, name, [(start, finish, key) for _, start, finish, key, *_ in rows])


async def _create_links(transaction: Transaction, name: str, rows: _Rows) -> None:
    await writer.create_links(transaction, name, [(row[1], row[2], parsed(row[-1])) for row in rows])


async def _replace_links(transaction: Transaction, name: str, rows: _Rows) -> None:
    await _remove_links(transaction, name, rows)
    await _create_links(transaction, name, rows)


async def _remove_nodes(transaction: Transaction, _kind: str, rows: _Rows) -> None:
    await writer.remove_nodes(transaction, [row[1] for row in rows])


async def _create_nodes(transaction: Transaction, kind: str, rows: _Rows) -> None:
    await writer.create_nodes(transaction, kind, [parsed(row[2]) for row in rows])


async def _replace_nodes(transaction: Transaction, kind: str, rows: _Rows) -> None:
    await writer.replace_nodes(transaction, kind, [parsed(row[3]) for row in rows])


# What goes first, then nodes, then relationships: each step finds what the ones before it made.
_STEPS: tuple[tuple[str, _Step], ...] = (
    (REMOVED_LINKS, _remove_links),
    (REMOVED_NODES, _remove_nodes),
    (ADDED_NODES, _create_nodes),
    (CHANGED_NODES, _replace_nodes),
    (CHANGED_LINKS, _replace_links),
    (REATTACHED_LINKS, _create_links),
    (ADDED_LINKS, _create_links),
)


async def write_difference(transaction: Transaction, staging: Staging, progress: Progress) -> None:
    """Make what the graph holds of the dataset the same as what is staged."""
    total = sum(staging.count(f"SELECT count(*) FROM ({text})") for text, _ in _STEPS)
    done = 0
    progress(WRITING, done, total)
    for text, step in _STEPS:
        for rows in _alike(staging, text):
            await step(transaction, rows[0][0], rows)
            done += len(rows)
            progress(WRITING, done, total)


def _alike(staging: Staging, text: str) -> Iterator[_Rows]:
    """Batches of rows of one kind or type, which stands in the first column, in the order of the query."""
    batch: _Rows = []
    for row in staging.rows(text):
        if batch and (row[0] != batch[0][0] or len(batch) == _BATCH):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
