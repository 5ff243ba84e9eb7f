"""Loading by desired state: read, check, compare, write.

What the dataset says is in the graph after; what it no longer says is gone; other datasets are untouched. Everything is
checked before anything is written, and everything is written in one transaction: a process killed in the middle leaves
the graph as it was.
"""

from __future__ import annotations

import getpass
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from graph import loads, reader, writer
from graph.connection import Graph, Transaction
from graph.loads import Load
from loaders.checks import Checker, Problems
from loaders.dataset import Dataset, Description, open_dataset
from loaders.difference import (
    ADDED_LINKS,
    ADDED_NODES,
    CHANGED_LINKS,
    CHANGED_NODES,
    REMOVED_LINKS,
    REMOVED_NODES,
    Difference,
    difference,
)
from loaders.integrity import check_all
from loaders.staging import Staging, batches, canonical, parsed, place
from schema.catalogue import RELATIONSHIPS
from schema.errors import InvalidDataError, Place, SourceError

Progress = Callable[[str, int, int], None]
_PIECE = 1_000_000


@dataclass
class LoadReport:
    """What a load did, or with `dry_run` would have done.

    Attributes:
        dataset: The dataset's description.
        difference: What changed.
        load: The record of the load; None for a dry run or where nothing changed.
        notes: Remarks for the person, such as an encoding that was recognised.
    """

    dataset: Description
    difference: Difference
    load: Load | None = None
    notes: list[str] = field(default_factory=list)


def _silent(step: str, done: int, total: int) -> None:
    """Show no progress."""


async def load(
    graph: Graph,
    path: Path,
    *,
    by: str = "",
    dry_run: bool = False,
    progress: Progress = _silent,
    largest_mb: int = 512,
) -> LoadReport:
    """Load a dataset.

    Args:
        graph: Where to.
        path: A folder with dataset.yaml, or a workbook.
        by: Who loads; default is the user of the machine.
        dry_run: Find the difference, write nothing.
        progress: Called with (step, done, total); total is 0 where it is not known.
        largest_mb: Larger files are refused.

    Raises:
        SourceError: There is no dataset there, or a file cannot be read at all.
        InvalidDataError: Records are wrong; carries all of them. Nothing is written.
        GraphConflictError: Somebody else loaded the dataset meanwhile. Nothing is written.
    """
    dataset = open_dataset(path, largest_mb)
    expected = await loads.latest(graph, dataset.description.id)
    with Staging() as staging:
        problems = Problems()
        _read(dataset, staging, problems, progress)
        await _fetch_known(graph, dataset.description.id, staging)
        check_all(staging, problems, dataset.description.id)
        await _fetch_current(graph, dataset.description.id, staging, progress)
        await _check_removals(graph, dataset.description.id, staging, problems)
        if problems.total:
            raise InvalidDataError(problems.kept, problems.total)
        report = LoadReport(dataset.description, difference(staging))
        if not dry_run and (report.difference.total or not expected):
            report.load = await _write(graph, dataset.description, staging, expected, by or _user(), progress)
    return report


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "ukjent"


def _read(dataset: Dataset, staging: Staging, problems: Problems, progress: Progress) -> None:
    checker = Checker(dataset.description, staging, problems)
    number = 0
    try:
        for number, record in enumerate(dataset.records(), start=1):
            checker.check(record)
            if number % 1000 == 0:
                progress("Leser", number, 0)
    except SourceError as error:
        # The rest of the file cannot be read; what was found until then is reported together with that.
        if not problems.total:
            raise
        problems.add(place(dataset.root.name, "", 0), None, error.message, error.remedy)
    if number == 0 and not problems.total:
        raise SourceError(
            f"Datasettet «{dataset.description.id}» har ingen poster.",
            "Legg minst én fil med poster ved siden av dataset.yaml.",
        )
    staging.index()


async def _fetch_known(graph: Graph, dataset: str, staging: Staging) -> None:
    """Look up the nodes of other datasets that links and mentions name."""
    wanted = staging.rows(
        "SELECT DISTINCT finish FROM link WHERE finish NOT LIKE ? UNION SELECT DISTINCT target FROM mention WHERE target NOT LIKE ?",
        f"{dataset}:%",
        f"{dataset}:%",
    )

    async def look_up(transaction: Transaction) -> None:
        for batch in batches(iter(list(wanted))):
            for row in await reader.known(transaction, [value for (value,) in batch]):
                staging.add("known", row["id"], row["kind"], row["valid_from"], row["valid_to"])

    await graph.read_together(look_up)
    staging.flush()


async def _fetch_current(graph: Graph, dataset: str, staging: Staging, progress: Progress) -> None:
    async def fetch(transaction: Transaction) -> None:
        staging.run("DELETE FROM current_node")
        staging.run("DELETE FROM current_link")
        async for number, row in _numbered(reader.nodes_of(transaction, dataset)):
            staging.add("current_node", row["id"], row["kind"], canonical(_iso(row["body"])))
            if number % 1000 == 0:
                progress("Sammenlikner", number, 0)
        async for _number, row in _numbered(reader.links_of(transaction, dataset)):
            body = _iso(row["body"])
            staging.add("current_link", row["type"], row["start"], row["finish"], body.get("key", ""), canonical(body))

    await graph.read_together(fetch)
    staging.flush()


async def _numbered(rows: AsyncIterator[dict[str, Any]]) -> AsyncIterator[tuple[int, dict[str, Any]]]:
    number = 0
    async for row in rows:
        number += 1
        yield number, row


def _iso(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in body.items()}


async def _check_removals(graph: Graph, dataset: str, staging: Staging, problems: Problems) -> None:
    """What other datasets point to may not go away."""

    async def look(transaction: Transaction) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for batch in batches(iter(list(staging.rows(REMOVED_NODES)))):
            found += await reader.pointed_at(transaction, dataset, [full for _kind, full, _body in batch])
        return found

    for row in await graph.read_together(look):
        problems.add(
            Place(dataset),
            row["id"],
            f"«{row['id']}» er fjernet, men «{row['start']}» {RELATIONSHIPS[row['type']].bokmaal} den fortsatt.",
            "Behold posten med valid_to, eller rett det andre datasettet først.",
        )


async def _write(
    graph: Graph, description: Description, staging: Staging, expected: str, by: str, progress: Progress
) -> Load:
    number = int(expected.rpartition("@")[2]) + 1 if expected else 1
    pieces = [loads.content_hash(text) for text in _pieces(staging)]
    counts = dict(staging.rows("SELECT kind, count(*) FROM node GROUP BY kind ORDER BY kind"))
    counts["relationships"] = staging.count("SELECT count(*) FROM link")
    whole = canonical({"description": description.model_dump(mode="json"), "pieces": pieces})
    made = Load(
        f"{description.id}@{number}",
        description.id,
        datetime.now(UTC).isoformat(timespec="microseconds"),
        by,
        loads.content_hash(whole),
        counts,
    )

    async def work(transaction: Transaction) -> None:
        await loads.take_turn(transaction, description.id, description.title, expected, made.id)
        await _apply(transaction, staging, progress)
        for text in _pieces(staging):
            await loads.keep_content(transaction, loads.content_hash(text), text)
        await loads.record(transaction, made, pieces, description.model_dump(mode="json"))

    await graph.write(work)
    return made


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


async def _apply(transaction: Transaction, staging: Staging, progress: Progress) -> None:
    """Write the difference: what goes first, then nodes, then relationships."""
    total = sum(
        staging.count(f"SELECT count(*) FROM ({text})")
        for text in (REMOVED_LINKS, CHANGED_LINKS, REMOVED_NODES, ADDED_NODES, CHANGED_NODES, ADDED_LINKS)
    )
    done = 0

    async def each(text: str, write: Callable[[str, list[tuple[Any, ...]]], Awaitable[None]]) -> None:
        nonlocal done
        for group in _grouped(staging, text):
            await write(group[0][0], group)
            done += len(group)
            progress("Skriver", done, total)

    async def unlink(name: str, rows: list[tuple[Any, ...]]) -> None:
        await writer.remove_links(transaction, name, [(row[1], row[2], row[3]) for row in rows])

    async def relink(name: str, rows: list[tuple[Any, ...]]) -> None:
        await unlink(name, rows)
        await link(name, rows)

    async def remove(_kind: str, rows: list[tuple[Any, ...]]) -> None:
        await writer.remove_nodes(transaction, [row[1] for row in rows])

    async def create(kind: str, rows: list[tuple[Any, ...]]) -> None:
        await writer.create_nodes(transaction, kind, [parsed(row[2]) for row in rows])

    async def replace(kind: str, rows: list[tuple[Any, ...]]) -> None:
        await writer.replace_nodes(transaction, kind, [parsed(row[3]) for row in rows])

    async def link(name: str, rows: list[tuple[Any, ...]]) -> None:
        await writer.create_links(transaction, name, [(row[1], row[2], parsed(row[-1])) for row in rows])

    await each(REMOVED_LINKS, unlink)
    await each(REMOVED_NODES, remove)
    await each(ADDED_NODES, create)
    await each(CHANGED_NODES, replace)
    await each(CHANGED_LINKS, relink)
    await each(ADDED_LINKS, link)


def _grouped(staging: Staging, text: str) -> Iterator[list[tuple[Any, ...]]]:
    """Batches of rows that share their first column, in the order of the query."""
    batch: list[tuple[Any, ...]] = []
    for row in staging.rows(text):
        if batch and (row[0] != batch[0][0] or len(batch) == 2000):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
