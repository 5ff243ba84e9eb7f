"""Constraints and indexes, derived from the schema. Creating them twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from graph.connection import Graph, Transaction
from schema.catalogue import KINDS


def statements() -> Iterator[str]:
    """Every constraint and index the program relies on, as Cypher that both engines run."""
    yield "CREATE CONSTRAINT node_id IF NOT EXISTS FOR (n:Node) REQUIRE n.id IS UNIQUE"
    yield "CREATE INDEX node_dataset IF NOT EXISTS FOR (n:Node) ON (n.dataset)"
    yield "CREATE CONSTRAINT dataset_id IF NOT EXISTS FOR (n:Dataset) REQUIRE n.id IS UNIQUE"
    yield "CREATE CONSTRAINT load_id IF NOT EXISTS FOR (n:Load) REQUIRE n.id IS UNIQUE"
    yield "CREATE CONSTRAINT content_sha256 IF NOT EXISTS FOR (n:LoadContent) REQUIRE n.sha256 IS UNIQUE"
    for kind in KINDS.values():
        for item in kind.properties:
            if item.indexed:
                name = f"{kind.name}_{item.name}".lower()
                yield f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{kind.name}) ON (n.{item.name})"


async def ensure_constraints(graph: Graph) -> None:
    """Create what is missing."""
    for statement in statements():

        async def create(transaction: Transaction, text: str = statement) -> None:
            await transaction.run(text)

        await graph.write(create)
