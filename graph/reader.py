"""Reading what a dataset holds, and nodes by id, whatever their kind."""

from __future__ import annotations

from collections.abc import AsyncIterator

from graph.connection import Row, Transaction
from schema.catalogue import RELATIONSHIPS

_NODES = "MATCH (n:Node {dataset: $dataset}) RETURN n.id AS id, n.kind AS kind, properties(n) AS body"
_LINKS = (
    "MATCH (a:Node {dataset: $dataset})-[r]->(b:Node) "
    "RETURN type(r) AS type, a.id AS start, b.id AS finish, properties(r) AS body"
)
_KNOWN = (
    "UNWIND $ids AS id MATCH (n:Node {id: id}) "
    "RETURN n.id AS id, n.kind AS kind, toString(n.valid_from) AS valid_from, toString(n.valid_to) AS valid_to"
)
_POINTED_AT = (
    "UNWIND $ids AS id MATCH (a:Node)-[r]->(n:Node {id: id}) WHERE a.dataset <> $dataset "
    "RETURN n.id AS id, a.id AS start, type(r) AS type ORDER BY id, start LIMIT 100"
)
_SOME_IDS = "MATCH (n:Node {dataset: $dataset}) RETURN n.id AS id, n.kind AS kind LIMIT $most"


def nodes_of(transaction: Transaction, dataset: str) -> AsyncIterator[Row]:
    """Every node of a dataset as {id, kind, body}."""
    return transaction.stream(_NODES, dataset=dataset)


def links_of(transaction: Transaction, dataset: str) -> AsyncIterator[Row]:
    """Every relationship that starts at a node of a dataset as {type, start, finish, body}."""
    return transaction.stream(_LINKS, dataset=dataset)


async def known(transaction: Transaction, ids: list[str]) -> list[Row]:
    """Those of the ids that are in the graph, as {id, kind, valid_from, valid_to}; days are ISO texts or None."""
    return await transaction.run(_KNOWN, ids=ids)


async def pointed_at(transaction: Transaction, dataset: str, ids: list[str]) -> list[Row]:
    """Relationships from other datasets to these nodes, as {id, start, type}; at most 100."""
    return await transaction.run(_POINTED_AT, dataset=dataset, ids=ids)


async def some_ids(transaction: Transaction, dataset: str, most: int) -> list[Row]:
    """Nodes of a dataset as {id, kind}; at most `most` of them."""
    return await transaction.run(_SOME_IDS, dataset=dataset, most=most)


async def leading_on(transaction: Transaction, types: tuple[str, ...], ids: list[str]) -> list[Row]:
    """Relationships of these types that start at these nodes, as {type, start, finish}."""
    any_of = "|".join(RELATIONSHIPS[name].name for name in types)
    return await transaction.run(
        f"UNWIND $ids AS id MATCH (a:Node {{id: id}})-[r:{any_of}]->(b:Node) "
        "RETURN type(r) AS type, a.id AS start, b.id AS finish",
        ids=ids,
    )
