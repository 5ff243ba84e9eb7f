"""What test_killed.py kills: tells what the graph holds, brings it to version 1, and loads version 2 over it.

    python -m tests.loaders.killed_child FIRST SECOND    or with only FIRST: to tell what the graph holds

Prints a line for each thing it comes to. Which graph is told by the environment.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from pathlib import Path

from graph import loads
from graph.connection import Graph, graph_for
from graph.constraints import ensure_constraints
from graph.settings import read_settings
from loaders.load import load
from loaders.staging import canonical
from loaders.surroundings import with_iso_days

DATASET = "drept"


def say(*words: object) -> None:
    print(*words, flush=True)


async def fingerprint(graph: Graph) -> str:
    """A hash of all that the dataset has in the graph. Its latest load must say the same."""
    nodes = await graph.read("MATCH (n:Node {dataset: $d}) RETURN properties(n) AS body ORDER BY n.id", d=DATASET)
    links = await graph.read(
        "MATCH (a:Node {dataset: $d})-[r]->(b:Node) RETURN type(r) AS type, a.id AS start, b.id AS finish, "
        "properties(r) AS body ORDER BY type, start, finish, r.key",
        d=DATASET,
    )
    stored = [canonical({"node": with_iso_days(row["body"])}) for row in nodes]
    stored += [canonical({**row, "body": with_iso_days(row["body"])}) for row in links]
    latest = await loads.latest(graph, DATASET)
    kept = [canonical(row) async for row in loads.records(graph, latest)] if latest else []
    if sorted(stored) != sorted(kept):
        return f"differs-from-{latest or 'no-load'}"
    return hashlib.sha256(json.dumps(stored).encode()).hexdigest()


async def main(first: Path, second: Path | None) -> None:
    async with graph_for(read_settings()) as graph:
        await ensure_constraints(graph)
        say("found", await fingerprint(graph))
        if second is None:
            return
        await load(graph, first)
        say("first", await fingerprint(graph))
        say("begins")
        await load(graph, second, progress=lambda step, done, total: say(step, done, total))
        say("done")
        say("second", await fingerprint(graph))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
