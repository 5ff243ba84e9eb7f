"""Nodes by id, and what stands at the other end of their relationships: one statement however many nodes it is about.

Labels and relationship types come from the catalogue; every value is bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from graph.connection import ReadableGraph, Row
from schema.catalogue import RELATIONSHIPS

_BY_ID = "UNWIND $ids AS id MATCH (n:Node {id: id}) RETURN properties(n) AS node"
_NEIGHBOURS = """
UNWIND $ids AS id
MATCH (a:Node {{id: id}})
CALL (a) {{
  MATCH {pattern}
  WHERE (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
    AND (b.valid_from IS NULL OR b.valid_from <= $day) AND (b.valid_to IS NULL OR $day < b.valid_to)
  RETURN r, b ORDER BY b.id, r.key LIMIT $each
}}
RETURN id, properties(r) AS link, properties(b) AS node ORDER BY id, b.id, r.key LIMIT $most"""


@dataclass(frozen=True)
class Neighbour:
    """A node at the other end of a relationship, and the relationship's properties."""

    link: Row
    node: Row


@cache
def _statement(relationship: str, incoming: bool) -> str:
    name = RELATIONSHIPS[relationship].name
    pattern = f"(a)<-[r:{name}]-(b:Node)" if incoming else f"(a)-[r:{name}]->(b:Node)"
    return _NEIGHBOURS.format(pattern=pattern)


async def nodes_by_id(graph: ReadableGraph, ids: Iterable[str]) -> dict[str, Row]:
    """The properties of each node by its id; ids that nobody has are left out."""
    rows = await graph.read(_BY_ID, ids=sorted(set(ids)))
    return {row["node"]["id"]: row["node"] for row in rows}


async def neighbours(
    graph: ReadableGraph, relationship: str, ids: Iterable[str], day: date, *, incoming: bool, each: int, most: int
) -> dict[str, list[Neighbour]]:
    """What each of the nodes is related to on a day, in the order of the ids.

    Args:
        graph: Where to read.
        relationship: Name of the relationship type.
        ids: The nodes asked about; those without such a relationship are not in the answer.
        day: Relationships and nodes that do not hold on the day are left out.
        incoming: Follow the relationships that point to the nodes, not those that start at them.
        each: Neighbours to fetch for each node.
        most: Neighbours to fetch in all.
    """
    text = _statement(relationship, incoming)
    rows = await graph.read(text, ids=sorted(set(ids)), day=day, each=each, most=most)
    found: dict[str, list[Neighbour]] = defaultdict(list)
    for row in rows:
        found[row["id"]].append(Neighbour(row["link"], row["node"]))
    return dict(found)
