"""The bare driver: the same rows written and the same facts read, with nothing of the program between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncManagedTransaction, NotificationMinimumSeverity

from benchmarks.municipalities import ON_DATE, BareLink, BareRows, Body, batches
from schema.catalogue import THREAD

T = TypeVar("T")

_TYPES = "|".join(THREAD)
_HOLDS = "({0}.valid_from IS NULL OR {0}.valid_from <= $day) AND ({0}.valid_to IS NULL OR $day < {0}.valid_to)"
_ALL_HOLD = f"all(n IN nodes(p) WHERE {_HOLDS.format('n')}) AND all(r IN relationships(p) WHERE {_HOLDS.format('r')})"
_PATHS_UP = f"MATCH p = (t:Node {{id: $id}})-[:{_TYPES}*1..14]->(s:SdgTarget|SdgGoal) WHERE {_ALL_HOLD} RETURN p"
_LINKS_DOWN = (
    f"MATCH p = (s:Node {{id: $id}})<-[:{_TYPES}*1..14]-(x:Node) WHERE {_ALL_HOLD} "
    "AND all(n IN nodes(p) WHERE $datasets IS NULL OR n.dataset IN $datasets) "
    "UNWIND relationships(p) AS r WITH DISTINCT r RETURN startNode(r) AS start, r, endNode(r) AS finish"
)
_GOALS_OF_PLAN = (
    "MATCH (:Node {id: $id})<-[:VERSION_OF]-(v:PlanVersion {status: 'adopted'})<-[:CONTAINED_IN]-"
    "(g:Goal {level: 'delmaal'}) RETURN DISTINCT g.id AS id"
)
_LINKS_BELOW = (
    f"UNWIND $ids AS id MATCH p = (:Node {{id: id}})<-[:{_TYPES}*1..14]-(:Node) "
    "UNWIND relationships(p) AS r WITH DISTINCT r RETURN startNode(r) AS start, r, endNode(r) AS finish"
)
_STANDINGS = "UNWIND $ids AS id MATCH (n:Node {id: id})-[c:CONTAINED_IN]->(v:PlanVersion) RETURN n.id AS id, c, v"
_POSTS = (
    "UNWIND $ids AS id MATCH (n:Node {id: id})-[r:RESPONSIBLE]->(p:Post) OPTIONAL MATCH (l:Leader)-[h:HOLDS]->(p) "
    "RETURN n.id AS id, r, p, h, l"
)
_INDICATORS = "UNWIND $ids AS id MATCH (n:Node {id: id})<-[m:MEASURES]-(i:Indicator) RETURN n.id AS id, m, i"


@dataclass(frozen=True)
class Address:
    """Where the graph is, and how to get in."""

    uri: str
    user: str
    password: str
    database: str | None


@dataclass
class Bare:
    """An official driver with its own pool of connections."""

    driver: AsyncDriver
    database: str | None

    async def read(self, work: Callable[[AsyncManagedTransaction], Awaitable[T]]) -> T:
        """Run the work in one read transaction."""
        async with self.driver.session(database=self.database) as session:
            return await session.execute_read(work)

    async def write(self, work: Callable[[AsyncManagedTransaction], Awaitable[T]]) -> T:
        """Run the work in one write transaction."""
        async with self.driver.session(database=self.database) as session:
            return await session.execute_write(work)

    async def rows(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        """Ask one statement in a transaction of its own, which may change things."""
        return await self.write(lambda transaction: _rows(transaction, text, **parameters))


@asynccontextmanager
async def connected(address: Address) -> AsyncIterator[Bare]:
    """Connect for a block of code."""
    driver = AsyncGraphDatabase.driver(
        address.uri,
        auth=(address.user, address.password) if address.password else None,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        telemetry_disabled=True,
    )
    async with driver:
        yield Bare(driver, address.database)


async def _rows(transaction: AsyncManagedTransaction, text: str, **parameters: Any) -> list[dict[str, Any]]:
    result = await transaction.run(text, parameters)
    return [{name: record[name] for name in record.keys()} async for record in result]  # noqa: SIM118 no mapping


def _statements(rows: BareRows, size: int) -> Iterable[tuple[str, Sequence[Body]]]:
    for kind, bodies in rows.nodes.items():
        for batch in batches(bodies, size):
            yield f"UNWIND $rows AS row CREATE (n:Node:{kind}) SET n = row", batch
    for name, links in rows.links.items():
        text = (
            "UNWIND $rows AS row MATCH (a:Node {id: row.start}), (b:Node {id: row.finish}) "
            f"CREATE (a)-[r:{name}]->(b) SET r = row.body"
        )
        for links_batch in batches(links, size):
            yield text, [{"start": one.start, "finish": one.finish, "body": one.body} for one in links_batch]


async def write_whole(bare: Bare, rows: BareRows, size: int) -> None:
    """Write everything in one transaction."""

    async def work(transaction: AsyncManagedTransaction) -> None:
        for text, batch in _statements(rows, size):
            await (await transaction.run(text, rows=batch)).consume()

    await bare.write(work)


async def write_in_parts(bare: Bare, rows: BareRows, size: int) -> None:
    """Write everything, each batch in a transaction of its own."""
    for text, batch in _statements(rows, size):
        await bare.rows(text, rows=batch)


def together(parts: Iterable[BareRows]) -> BareRows:
    """Several municipalities as one, so that batches of a kind get full."""
    nodes: dict[str, list[Body]] = defaultdict(list)
    links: dict[str, list[BareLink]] = defaultdict(list)
    for part in parts:
        for kind, bodies in part.nodes.items():
            nodes[kind] += bodies
        for name, found in part.links.items():
            links[name] += found
    return BareRows(nodes, links)


async def paths_up(bare: Bare, start: str) -> list[list[Any]]:
    """Every path from an element up to an SDG target or goal, as lists of node and relationship values in turn."""

    async def work(transaction: AsyncManagedTransaction) -> list[list[Any]]:
        result = await transaction.run(_PATHS_UP, id=start, day=ON_DATE)
        found = []
        async for record in result:
            path = record["p"]
            values: list[Any] = [_node(path.nodes[0])]
            for link, node in zip(path.relationships, path.nodes[1:], strict=True):
                values += [_link(link), _node(node)]
            found.append(values)
        return found

    return await bare.read(work)


def _node(node: Any) -> tuple[Any, ...]:
    return node["id"], node["kind"], node["name"], node.get("code")


def _link(link: Any) -> tuple[Any, ...]:
    return link.type, link.get("contribution"), link["certainty"], link.get("valid_from"), link.get("valid_to")


async def links_down(bare: Bare, start: str, dataset: str | None) -> set[tuple[str, str, str]]:
    """What lies below an element, with the posts, the plan versions and the indicators; returns its relationships."""

    async def work(transaction: AsyncManagedTransaction) -> set[tuple[str, str, str]]:
        datasets = [dataset, start.partition(":")[0]] if dataset else None
        rows = await _rows(transaction, _LINKS_DOWN, id=start, day=ON_DATE, datasets=datasets)
        return await _surrounded(transaction, rows)

    return await bare.read(work)


async def links_of_plan(bare: Bare, plan: str) -> set[tuple[str, str, str]]:
    """What lies below the goals of a plan, with the same around it; returns its relationships."""

    async def work(transaction: AsyncManagedTransaction) -> set[tuple[str, str, str]]:
        goals = await _rows(transaction, _GOALS_OF_PLAN, id=plan)
        rows = await _rows(transaction, _LINKS_BELOW, ids=[row["id"] for row in goals])
        return await _surrounded(transaction, rows)

    return await bare.read(work)


async def _surrounded(transaction: AsyncManagedTransaction, rows: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    links = {(row["r"].type, row["start"]["id"], row["finish"]["id"]) for row in rows}
    for row in rows:
        _node(row["start"]), _link(row["r"]), _node(row["finish"])
    ids = sorted({end for _, *ends in links for end in ends})
    for text in (_STANDINGS, _POSTS, _INDICATORS):
        for found in await _rows(transaction, text, ids=ids):
            [dict(value) for value in found.values() if value is not None and not isinstance(value, str)]
    return links
