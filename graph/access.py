"""The graph as somebody may see it: what is hidden from them is as if it were not there.

A statement that is run for somebody who may not see everything has a condition put on every node of every pattern in
it, also on those that a path passes through. So it does not matter what a statement counts, joins or returns: there is
no way to a hidden node. The conditions are added to the text once, and the text is kept; who sees everything has it as
it stands.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any, TypeVar

from graph.connection import Engine, Graph, Row, Transaction, Trial
from schema.catalogue import KINDS, link_properties
from schema.values import Confidentiality

T = TypeVar("T")


@dataclass(frozen=True)
class Access:
    """What somebody may see.

    Attributes:
        levels: The levels of confidentiality.
        hidden_kinds: Kinds of which nothing may be seen, whatever its level.
    """

    levels: frozenset[Confidentiality]
    hidden_kinds: frozenset[str] = frozenset()

    @property
    def everything(self) -> bool:
        """Whether nothing is hidden."""
        return self.levels == frozenset(Confidentiality) and not self.hidden_kinds


FULL_ACCESS = Access(frozenset(Confidentiality))
READER_ACCESS = Access(frozenset({Confidentiality.PUBLIC, Confidentiality.INTERNAL}))
PUBLIC_ACCESS = Access(
    frozenset({Confidentiality.PUBLIC}),
    frozenset(
        {"Leader", "Risk", "RiskScale", "Control", "Deviation", "Review", "Remark", "Dialogue", "AcceptedFinding"}
    ),
)
"""What anybody may see: nothing of persons, risks, deviations, or what reviews and talks have found."""


class SeenTransaction(Transaction):
    """A transaction in which hidden nodes are not met."""

    def __init__(self, whole: Transaction, access: Access) -> None:
        super().__init__(whole.inner)
        self._access = access

    async def run(self, text: str, /, **parameters: Any) -> list[Row]:
        """Run one statement, and leave out ids of hidden nodes that relationships mention."""
        rows = await super().run(limited(text), **parameters, **self._limits())
        return await self._without_hidden_mentions(rows)

    async def stream(self, text: str, /, **parameters: Any) -> AsyncIterator[Row]:
        """Run one statement and yield its rows as they come."""
        async for row in super().stream(limited(text), **parameters, **self._limits()):
            [seen] = await self._without_hidden_mentions([row])
            yield seen

    def _limits(self) -> dict[str, Any]:
        return {
            "seen_levels": sorted(level.value for level in self._access.levels),
            "hidden_kinds": sorted(self._access.hidden_kinds),
        }

    async def _without_hidden_mentions(self, rows: list[Row]) -> list[Row]:
        mentioned = sorted({one for row in rows for one in _mentions(row)})
        if not mentioned:
            return rows
        known = await super().run(limited(_KNOWN), ids=mentioned, **self._limits())
        seen = {row["id"] for row in known}
        hidden = frozenset(mentioned) - seen
        return [_blanked(row, hidden) for row in rows] if hidden else rows


_KNOWN = "UNWIND $ids AS id MATCH (n:Node {id: id}) RETURN n.id AS id"

MENTIONING = frozenset(
    item.name
    for kind in KINDS.values()
    for end in kind.ends
    for item in link_properties(end.relationship.link)
    if item.refers_to
)
"""Properties of relationships whose value is the id of a third node, which no pattern reaches."""


def _mentions(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _mentions(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _mentions(item, name)
    elif name in MENTIONING and isinstance(value, str):
        yield value


def _blanked(value: Any, hidden: frozenset[str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _blanked(item, hidden, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_blanked(item, hidden, name) for item in value]
    return None if name in MENTIONING and value in hidden else value


class SeenTrial(Trial):
    """A trial in which hidden nodes are not met, neither by the change nor by the questions."""

    def __init__(self, trial: Trial, access: Access) -> None:
        super().__init__(SeenTransaction(trial.transaction, access))
        self.whole = trial.whole


class SeenGraph:
    """The graph as somebody may see it. It reads, and tries changes out; it never writes. It is a `Readable`."""

    def __init__(self, graph: Graph, access: Access) -> None:
        self._graph = graph
        self.access = access

    @property
    def engine(self) -> Engine:
        """Which engine answers."""
        return self._graph.engine

    @property
    def address(self) -> str:
        """Where the graph is."""
        return self._graph.address

    async def read(self, text: str, /, **parameters: Any) -> list[Row]:
        """Ask one statement, as `Graph.read` does."""
        if self.access.everything:
            return await self._graph.read(text, **parameters)
        return await self._graph.read_briefly(lambda inner: SeenTransaction(inner, self.access).run(text, **parameters))

    async def read_together(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run several reads in one transaction."""
        if self.access.everything:
            return await self._graph.read_together(work)
        return await self._graph.read_together(lambda inner: work(SeenTransaction(inner, self.access)))

    async def steady(self, work: Callable[[], Awaitable[T]]) -> T:
        """Run reads that must all be of the same state of the graph, as `Graph.steady` does."""
        return await self._graph.steady(work)

    async def try_out(self, work: Callable[[Trial], Awaitable[T]]) -> T:
        """Let the work change the graph and ask it, and keep nothing of the change."""
        if self.access.everything:
            return await self._graph.try_out(work)
        return await self._graph.try_out(lambda trial: work(SeenTrial(trial, self.access)))


_WORDS = re.compile(
    r"//[^\n]*|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|[A-Za-z_][A-Za-z_0-9]*|\$\w+|\d+|\s+|.", re.DOTALL
)
_NAME = re.compile(r"[A-Za-z_]\w*\Z")
_ENDS_PATTERN = frozenset(
    {"WHERE", "RETURN", "WITH", "UNWIND", "CALL", "MATCH", "OPTIONAL", "ORDER", "SET", "CREATE", "MERGE", "DELETE"}
    | {"DETACH", "REMOVE", "FOREACH", "UNION", "LIMIT"}
)
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")


@cache
def limited(text: str) -> str:
    """The statement with a condition on each node of each pattern it matches.

    `MATCH (u:Unit {id: $id})<-[p:PART_OF*0..8]-()` becomes
    `MATCH (u:Unit {id: $id} WHERE …u may be seen…)<-[p:PART_OF*0..8]-(seen_1 WHERE …it may be seen, and so may both
    ends of every relationship in p…)`.

    Patterns stand after MATCH only; a test holds that no statement of the program has one elsewhere.
    """
    words = [word for word in _WORDS.findall(text) if not word.startswith("//")]
    return _Limiter(words).limited()


class _Limiter:
    """Goes through the words of a statement once."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._at = 0
        self._new = count(1)
        self._paths: list[str] = []

    def limited(self) -> str:
        found: list[str] = []
        while self._at < len(self._words):
            word = self._take()
            found.append(word)
            if word.upper() == "MATCH":
                found.append(self._pattern())
        return "".join(found)

    def _take(self) -> str:
        word = self._words[self._at]
        self._at += 1
        return word

    def _pattern(self) -> str:
        """All patterns of one MATCH: nodes in round brackets, relationships in square ones."""
        found: list[str] = []
        while self._at < len(self._words):
            word = self._words[self._at]
            if word.upper() in _ENDS_PATTERN or word in _CLOSE:
                break
            if word == "(":
                found.append(self._node(self._bracketed()))
            elif word == "[":
                found.append(self._relationship(self._bracketed()))
            else:
                found.append(self._take())
        return "".join(found)

    def _bracketed(self) -> list[str]:
        """The words from an opening bracket to the one that closes it, without the two."""
        depth, start = 0, self._at
        while True:
            word = self._take()
            depth += (word in _OPEN) - (word in _CLOSE)
            if depth == 0:
                return self._words[start + 1 : self._at - 1]

    def _node(self, inside: list[str]) -> str:
        name, rest = self._named(inside)
        conditions = [may_be_seen(name)]
        for path in self._paths:
            ends = " AND ".join(may_be_seen(f"{end}(seen_step)") for end in ("startNode", "endNode"))
            conditions.append(f"all(seen_step IN {path} WHERE {ends})")
        self._paths.clear()
        body, where = _split_where(rest)
        own = f" AND ({where})" if where else ""
        return f"({name}{body} WHERE {' AND '.join(conditions)}{own})"

    def _relationship(self, inside: list[str]) -> str:
        if "*" not in inside:
            return "[" + "".join(inside) + "]"
        name, rest = self._named(inside)
        self._paths.append(name)
        return f"[{name}{rest}]"

    def _named(self, inside: list[str]) -> tuple[str, str]:
        """The variable, a new one where there is none, and the rest."""
        words = [word for word in inside if not word.isspace()]
        if words and _NAME.match(words[0]) and words[0].upper() != "WHERE":
            after = inside.index(words[0]) + 1
            return words[0], "".join(inside[after:])
        return f"seen_{next(self._new)}", "".join(inside)


def _split_where(rest: str) -> tuple[str, str]:
    parts = re.split(r"\bWHERE\b", rest, maxsplit=1)
    return (parts[0].rstrip(), parts[1].strip()) if len(parts) == 2 else (rest.rstrip(), "")


def may_be_seen(node: str) -> str:
    """The condition that a node may be seen. What has no level, such as a dataset, is public."""
    return (
        f"coalesce({node}.confidentiality, 'public') IN $seen_levels AND NOT coalesce({node}.kind, '') IN $hidden_kinds"
    )
