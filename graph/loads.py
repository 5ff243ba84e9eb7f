"""The record of what was loaded when and by whom, with the whole content, so that any earlier state can be rebuilt.

(:Dataset {id, title, municipality_number, language, load, turn})   the dataset and its latest accepted load
(:Load {id, dataset, at, by, reason, sha256, counts, contents, description})
(:LoadContent {sha256, text})    a piece of content, named by its hash: unchanged pieces are kept once
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from graph.connection import ReadableGraph, Row, Transaction
from schema.errors import GraphConflictError, NotFoundError


@dataclass(frozen=True)
class Load:
    """An accepted load.

    Attributes:
        id: `asker@3`: the dataset and a running number.
        at: When it was accepted, UTC, ISO 8601.
        by: Who loaded it.
        sha256: Hash over the whole content; equal content has equal hashes.
        counts: Number of nodes by kind, and of relationships under `relationships`.
        reason: Why it was loaded; "" where nobody said. See `graph.lent`.
    """

    id: str
    dataset: str
    at: str
    by: str
    sha256: str
    counts: dict[str, int]
    reason: str = ""


def content_hash(text: str) -> str:
    """The name of a piece of content."""
    return hashlib.sha256(text.encode()).hexdigest()


async def latest(graph: ReadableGraph, dataset: str) -> str:
    """Id of the dataset's latest load, or "" where it was never loaded."""
    rows = await graph.read("MATCH (d:Dataset {id: $dataset}) RETURN d.load AS load", dataset=dataset)
    return str(rows[0]["load"]) if rows else ""


async def latest_of_all(graph: ReadableGraph) -> dict[str, str]:
    """Each dataset in the graph with the id of its latest load."""
    rows = await graph.read("MATCH (d:Dataset) RETURN d.id AS id, d.load AS load")
    return {row["id"]: row["load"] for row in rows}


async def shown_description(graph: ReadableGraph, dataset: str) -> Row:
    """The title, municipality number and language that the dataset was last loaded with; empty if it never was."""
    rows = await graph.read(
        "MATCH (d:Dataset {id: $dataset}) RETURN d.title AS title, d.municipality_number AS municipality_number, "
        "d.language AS language",
        dataset=dataset,
    )
    return rows[0] if rows else {}


async def take_turn(transaction: Transaction, load: Load, previous: str, description: dict[str, Any]) -> None:
    """Make this load the dataset's latest, if no other has come between.

    Locks every dataset until the transaction ends, in the same order for all: loads are written one at a time, so that
    what one rests on does not go away while it is written.

    Raises:
        GraphConflictError: Somebody else loaded the dataset since `previous`.
    """
    await transaction.run("MATCH (d:Dataset) WITH d ORDER BY d.id SET d.turn = $turn", turn=load.id)
    found = await transaction.run("MATCH (d:Dataset {id: $dataset}) RETURN d.load AS load", dataset=load.dataset)
    if (found[0]["load"] if found else "") != previous:
        raise overtaken(load.dataset)
    await transaction.run(
        "MERGE (d:Dataset {id: $dataset}) SET d = $body",
        dataset=load.dataset,
        body={**description, "id": load.dataset, "load": load.id, "turn": load.id},
    )


async def expect_unchanged(transaction: Transaction, seen: dict[str, str]) -> None:
    """Make sure that datasets are as they were when they were read.

    Raises:
        GraphConflictError: One has been loaded since.
    """
    rows = await transaction.run(
        "MATCH (d:Dataset) WHERE d.id IN $ids RETURN d.id AS id, d.load AS load", ids=list(seen)
    )
    now = {row["id"]: row["load"] for row in rows}
    for dataset, load in seen.items():
        if now.get(dataset, "") != load:
            raise overtaken(dataset)


def overtaken(dataset: str) -> GraphConflictError:
    """What is raised where somebody else loaded a dataset meanwhile."""
    return GraphConflictError(
        f"Noen andre lastet «{dataset}» mens denne lastingen ble forberedt.", "Last på nytt; ingenting er skrevet."
    )


def packed(text: str) -> str:
    """A piece of content as it is kept: some larger than it could be, in a third of the time."""
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=4, mtime=0)).decode()


async def keep_contents(transaction: Transaction, pieces: list[tuple[str, str]]) -> None:
    """Keep pieces of content, given as (hash, packed), unless they are kept already."""
    rows = [{"sha256": sha256, "text": text} for sha256, text in pieces]
    await transaction.run(
        "UNWIND $rows AS row MERGE (c:LoadContent {sha256: row.sha256}) ON CREATE SET c.text = row.text", rows=rows
    )


async def record(transaction: Transaction, load: Load, contents: list[str], description: dict[str, Any]) -> None:
    """Keep the load itself. `contents` are the hashes of its pieces, in order."""
    await transaction.run(
        "CREATE (l:Load {id: $id, dataset: $dataset, at: $at, by: $by, sha256: $sha256, counts: $counts, "
        "contents: $contents, description: $description})",
        id=load.id,
        dataset=load.dataset,
        at=load.at,
        by=load.by,
        sha256=load.sha256,
        counts=json.dumps(load.counts, sort_keys=True),
        contents=contents,
        description=json.dumps(description, ensure_ascii=False, sort_keys=True),
    )


async def history(graph: ReadableGraph, dataset: str = "") -> list[Load]:
    """Every accepted load, oldest first; of one dataset where it is named."""
    rows = await graph.read(
        "MATCH (l:Load) WHERE $dataset = '' OR l.dataset = $dataset "
        "RETURN l.id AS id, l.dataset AS dataset, l.at AS at, l.by AS by, l.sha256 AS sha256, l.counts AS counts, "
        "coalesce(l.reason, '') AS reason "
        "ORDER BY l.at, l.id",
        dataset=dataset,
    )
    return [Load(**{**row, "counts": json.loads(row["counts"])}) for row in rows]


async def description(graph: ReadableGraph, load: str) -> dict[str, Any]:
    """What the dataset said of itself in a load.

    Raises:
        NotFoundError: No load has that id.
    """
    return dict(json.loads((await _kept(graph, load))["description"]))


async def records(graph: ReadableGraph, load: str) -> AsyncIterator[Row]:
    """Yield the records of a load, exactly as they were accepted, in the order of their ids.

    Each is {"node": body} or {"type", "start", "finish", "body"}.

    Raises:
        NotFoundError: No load has that id.
    """
    for sha256 in (await _kept(graph, load))["contents"]:
        pieces = await graph.read("MATCH (c:LoadContent {sha256: $sha256}) RETURN c.text AS text", sha256=sha256)
        text = gzip.decompress(base64.b64decode(pieces[0]["text"])).decode()
        for line in text.split("\n"):  # and not where splitlines would: other line ends may stand inside a text
            yield json.loads(line)


async def content(graph: ReadableGraph, load: str) -> tuple[dict[str, Any], list[Row]]:
    """The description and all the records of a load at once.

    Raises:
        NotFoundError: No load has that id.
    """
    return await description(graph, load), [row async for row in records(graph, load)]


async def _kept(graph: ReadableGraph, load: str) -> Row:
    found = await graph.read(
        "MATCH (l:Load {id: $load}) RETURN l.contents AS contents, l.description AS description", load=load
    )
    if not found:
        raise NotFoundError(f"Ingen lasting heter «{load}».", "`styring history` viser lastingene.")
    return found[0]
