"""Statements that write, derived from the schema. Labels and relationship types come from the catalogue only."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from graph.connection import Row, Transaction
from schema.catalogue import KINDS, RELATIONSHIPS, link_properties
from schema.errors import GraphConflictError

Body = dict[str, Any]


def _kind(name: str) -> str:
    return KINDS[name].name


def _type(name: str) -> str:
    return RELATIONSHIPS[name].name


@cache
def _days_of_kind(kind: str) -> frozenset[str]:
    return frozenset(item.name for item in KINDS[kind].properties if item.type is date)


@cache
def _days_of_relationship(name: str) -> frozenset[str]:
    return frozenset(item.name for item in link_properties(RELATIONSHIPS[name].link) if item.type is date)


def _with_days(body: Body, days: frozenset[str]) -> Body:
    return {name: date.fromisoformat(value) if name in days else value for name, value in body.items()}


async def _run_once(transaction: Transaction, text: str, rows: list[Body]) -> list[Row]:
    """Run a statement over rows that nobody needs after: the driver keeps the list until the transaction ends."""
    found = await transaction.run(text, rows=rows)
    rows.clear()
    return found


async def create_nodes(transaction: Transaction, kind: str, bodies: list[Body]) -> None:
    """Create nodes of one kind. A body holds id, kind, dataset and the properties; days are ISO texts."""
    rows = [_with_days(body, _days_of_kind(kind)) for body in bodies]
    await _run_once(transaction, f"UNWIND $rows AS row CREATE (n:Node:{_kind(kind)}) SET n = row", rows)


async def replace_nodes(transaction: Transaction, kind: str, bodies: list[Body]) -> None:
    """Give nodes of one kind exactly these properties."""
    rows = [_with_days(body, _days_of_kind(kind)) for body in bodies]
    # By the label that has the index on id; a node is never two kinds.
    await _run_once(transaction, "UNWIND $rows AS row MATCH (n:Node {id: row.id}) SET n = row", rows)


async def remove_nodes(transaction: Transaction, ids: list[str]) -> None:
    """Remove nodes and the relationships at them."""
    await transaction.run("UNWIND $ids AS id MATCH (n:Node {id: id}) DETACH DELETE n", ids=ids)


async def create_links(transaction: Transaction, name: str, links: list[tuple[str, str, Body]]) -> None:
    """Create relationships of one type, given as (start id, end id, properties).

    Raises:
        GraphConflictError: A node at one of the ends is gone.
    """
    days = _days_of_relationship(name)
    rows = [{"start": start, "finish": finish, "body": _with_days(body, days)} for start, finish, body in links]
    made = await _run_once(
        transaction,
        "UNWIND $rows AS row MATCH (a:Node {id: row.start}), (b:Node {id: row.finish}) "
        f"CREATE (a)-[r:{_type(name)}]->(b) SET r = row.body RETURN count(r) AS made",
        rows,
    )
    if made[0]["made"] != len(links):
        raise GraphConflictError(
            "En node som datasettet peker på, er fjernet mens lastingen ble forberedt.",
            "Last på nytt; ingenting er skrevet.",
        )


async def remove_links(transaction: Transaction, name: str, links: list[tuple[str, str, str]]) -> None:
    """Remove relationships of one type, given as (start id, end id, key)."""
    rows = [{"start": start, "finish": finish, "key": key} for start, finish, key in links]
    await _run_once(
        transaction,
        "UNWIND $rows AS row "
        f"MATCH (a:Node {{id: row.start}})-[r:{_type(name)} {{key: row.key}}]->(b:Node {{id: row.finish}}) DELETE r",
        rows,
    )
