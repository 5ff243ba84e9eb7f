"""Any piece of governance as plain facts and ties, and how to put it in a graph without asking the loaders.

The references in plain_coverage.py, plain_outside.py, plain_suspects.py and plain_plans.py answer from these. They
share nothing with queries/ but the words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from graph.connection import Graph, Transaction
from graph.writer import create_links, create_nodes

TODAY = date(2026, 6, 1)
THREAD = frozenset(
    {"CARRIES_OUT", "IMPLEMENTS", "ADVANCES", "PART_OF", "BUILDS_ON", "CONTRIBUTES_TO", "INHERITS", "DERIVES_FROM"}
)
RANKS = ["contributes", "supports", "hinders"]


def _told(values: dict[str, Any]) -> str:
    """What a reader of a failing example needs: dates in short, without what is as usual."""
    usual = (None, False, "documented", "contributes")
    return " ".join(f"{name}={one}" for name, one in values.items() if one not in usual)


@dataclass(frozen=True)
class Fact:
    """A node."""

    id: str
    kind: str
    values: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"\n  {self.kind} {self.id} {_told(self.values)}"

    def get(self, name: str) -> Any:
        return self.values.get(name)

    @property
    def dataset(self) -> str:
        return self.id.partition(":")[0]


@dataclass(frozen=True)
class Tie:
    """A relationship."""

    type: str
    start: str
    finish: str
    values: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"\n  {self.start} -{self.type}-> {self.finish} {_told(self.values)}"

    def get(self, name: str) -> Any:
        return self.values.get(name)


@dataclass(frozen=True)
class Facts:
    """All there is."""

    nodes: dict[str, Fact]
    ties: list[Tie]

    def __repr__(self) -> str:
        tied = {one for tie in self.ties for one in (tie.start, tie.finish)}
        nodes = [one for one in self.nodes.values() if one.id in tied or one.kind in ("Goal", "GoalLevel")]
        return "".join(map(repr, [*nodes, *self.ties]))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Hypothesis shows a failing example in this way; what nothing is tied to is left out."""
        printer.text(repr(self))

    def of_kind(self, *kinds: str) -> list[Fact]:
        return [one for one in self.nodes.values() if one.kind in kinds]

    def tied(self, *types: str, start: str | None = None, finish: str | None = None) -> list[Tie]:
        return [
            tie
            for tie in self.ties
            if tie.type in types and start in (None, tie.start) and finish in (None, tie.finish)
        ]

    def with_node(self, node: Fact) -> Facts:
        return replace(self, nodes={**self.nodes, node.id: node})

    def with_ties(self, ties: Iterable[Tie]) -> Facts:
        return replace(self, ties=list(ties))


def all_facts(nodes: Iterable[Fact], ties: Iterable[Tie]) -> Facts:
    """The facts, without ties that the loader would refuse because nothing tells them from another."""
    told: dict[tuple[Any, ...], Tie] = {}
    for tie in ties:
        since = None if tie.type == "CONTAINED_IN" else tie.get("valid_from")
        told.setdefault((tie.type, tie.start, tie.finish, since, tie.get("role"), tie.get("kind")), tie)
    return Facts({one.id: one for one in nodes}, list(told.values()))


def holds(fact: Fact | Tie, day: date) -> bool:
    start, end = fact.get("valid_from"), fact.get("valid_to")
    return (start is None or start <= day) and (end is None or day < end)


def begun(fact: Fact | Tie, day: date) -> bool:
    return fact.get("valid_from") is None or fact.get("valid_from") <= day


def proposed(fact: Fact | Tie) -> bool:
    return bool(fact.get("certainty") == "proposed")


def version_standing(version: Fact, day: date, place: Fact | Tie) -> str:
    """What a plan version is on the day, for something that has its place in it for a time only."""
    if not holds(place, day):
        return "lapsed" if begun(place, day) else "proposed"
    status = version.get("status")
    if status in ("draft", "hearing"):
        return "proposed"
    if status == "unknown":
        return "unknown"
    first, end = version.get("valid_from") or version.get("adopted_on"), version.get("valid_to")
    if first is not None and day < first:
        return "proposed"
    if end is None:
        return "in_force" if status == "adopted" else "lapsed"
    return "in_force" if day < end else "lapsed"


def standing(facts: Facts, one: str, day: date) -> str:
    """Whether an element stands in a plan in force."""
    if proposed(facts.nodes[one]):
        return "proposed"
    found = [
        version_standing(facts.nodes[tie.finish], day, tie)
        for tie in facts.tied("CONTAINED_IN", start=one)
        if facts.nodes[tie.finish].kind == "PlanVersion"
    ]
    if not found:
        return "no_plan"
    return next(one for one in ("in_force", "proposed", "unknown", "lapsed") if one in found)


def in_force(facts: Facts, one: str, day: date) -> bool:
    return standing(facts, one, day) in ("in_force", "no_plan")


@dataclass(frozen=True)
class PlainWay:
    """A way through the red thread, from the start on, each element at most once."""

    ids: tuple[str, ...]
    ties: tuple[Tie, ...]

    @property
    def rank(self) -> int:
        return max((RANKS.index(tie.get("contribution") or "contributes") for tie in self.ties), default=0)


def ways_from(facts: Facts, start: str, *, down: bool) -> Iterator[PlainWay]:
    """Every way from an element, whenever its parts hold; the way of no links first."""

    def onwards(way: PlainWay) -> Iterator[PlainWay]:
        yield way
        for tie in facts.ties:
            here, there = (tie.finish, tie.start) if down else (tie.start, tie.finish)
            if tie.type in THREAD and here == way.ids[-1] and there not in way.ids:
                yield from onwards(PlainWay((*way.ids, there), (*way.ties, tie)))

    yield from onwards(PlainWay((start,), ()))


def subtree(facts: Facts, unit: str, day: date) -> set[str]:
    """The unit and all that is part of it on the day, goals and units alike."""
    found = {unit}
    while True:
        more = {tie.start for tie in facts.tied("PART_OF") if tie.finish in found and holds(tie, day)} - found
        if not more:
            return found
        found |= more


def _body(values: dict[str, Any]) -> dict[str, Any]:
    plain = {name: one.isoformat() if isinstance(one, date) else one for name, one in values.items()}
    return {name: one for name, one in plain.items() if one is not None}


async def put_facts(graph: Graph, facts: Facts) -> None:
    """Replace all that is in the graph by the facts."""
    bodies: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in facts.nodes.values():
        common = {"name": one.id, "certainty": "documented", "illustrative": False}
        own = {"id": one.id, "kind": one.kind, "dataset": one.dataset}
        bodies[one.kind].append(_body(common | one.values | own))
    links: dict[str, list[tuple[str, str, dict[str, Any]]]] = defaultdict(list)
    for number, tie in enumerate(facts.ties):
        values = {"certainty": "documented", "illustrative": False} | tie.values | {"key": str(number)}
        links[tie.type].append((tie.start, tie.finish, _body(values)))

    async def work(transaction: Transaction) -> None:
        await transaction.run("MATCH (n) DETACH DELETE n")
        datasets = sorted({one.dataset for one in facts.nodes.values()})
        await transaction.run("UNWIND $ids AS id CREATE (d:Dataset {id: id})", ids=datasets)
        for kind, rows in bodies.items():
            await create_nodes(transaction, kind, rows)
        for name, ties in links.items():
            await create_links(transaction, name, ties)

    await graph.write(work)


def same(found: Iterable[Any], expected: Iterable[Any]) -> bool:
    """Whether two collections hold the same, each as many times, in whatever order."""
    return sorted(map(repr, found)) == sorted(map(repr, expected))


def in_order(found: Sequence[Any]) -> bool:
    return list(found) == sorted(found)
