"""What loading would change: added, changed and removed, per kind, down to the field.

A node that has become another kind under the same id is removed and added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from loaders.staging import Staging, parsed
from schema.catalogue import KINDS, RELATIONSHIPS

SHOWN_CHANGES = 500
_UNSEEN = {"search", "key", "dataset", "kind", "id"}


@dataclass(frozen=True)
class Change:
    """One change a person can read.

    Attributes:
        what: `added`, `changed` or `removed`.
        kind: Kind of the node, or type of the relationship.
        id: Id of the node; `start → finish` for a relationship.
        name: Name of the node, or bokmål for the relationship.
        fields: For `changed`: (field, before, after).
    """

    what: str
    kind: str
    id: str
    name: str
    fields: tuple[tuple[str, Any, Any], ...] = ()


@dataclass
class Difference:
    """Counts per kind and relationship type, and the first five hundred changes.

    `nodes` and `relationships` map a name to {"added": n, "changed": n, "removed": n}.
    """

    nodes: dict[str, Counter[str]] = field(default_factory=dict)
    relationships: dict[str, Counter[str]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many nodes and relationships change."""
        return sum(sum(counts.values()) for counts in (*self.nodes.values(), *self.relationships.values()))


ADDED_NODES = (
    "SELECT kind, id, body FROM node WHERE NOT EXISTS "
    "(SELECT 1 FROM current_node c WHERE c.id = node.id AND c.kind = node.kind) ORDER BY kind, id"
)
CHANGED_NODES = (
    "SELECT node.kind, node.id, c.body, node.body FROM node "
    "JOIN current_node c ON c.id = node.id AND c.kind = node.kind WHERE c.body <> node.body ORDER BY node.kind, node.id"
)
REMOVED_NODES = (
    "SELECT kind, id, body FROM current_node WHERE NOT EXISTS "
    "(SELECT 1 FROM node n WHERE n.id = current_node.id AND n.kind = current_node.kind) ORDER BY kind, id"
)
_SAME_LINK = "c.type = l.type AND c.start = l.start AND c.finish = l.finish AND c.key = l.key"
ADDED_LINKS = (
    f"SELECT l.type, l.start, l.finish, l.key, l.body FROM link l WHERE NOT EXISTS "
    f"(SELECT 1 FROM current_link c WHERE {_SAME_LINK}) ORDER BY l.type, l.start, l.finish, l.key"
)
CHANGED_LINKS = (
    f"SELECT l.type, l.start, l.finish, l.key, c.body, l.body FROM link l JOIN current_link c ON {_SAME_LINK} "
    "WHERE c.body <> l.body ORDER BY l.type, l.start, l.finish, l.key"
)
REMOVED_LINKS = (
    f"SELECT c.type, c.start, c.finish, c.key, c.body FROM current_link c WHERE NOT EXISTS "
    f"(SELECT 1 FROM link l WHERE {_SAME_LINK}) ORDER BY c.type, c.start, c.finish, c.key"
)
_BECAME_ANOTHER = "SELECT n.id FROM node n JOIN current_node o ON o.id = n.id WHERE o.kind <> n.kind"
# Unchanged relationships that go with the node when it is removed, and are made again when it is added.
REATTACHED_LINKS = (
    f"SELECT l.type, l.start, l.finish, l.key, l.body FROM link l JOIN current_link c ON {_SAME_LINK} "
    f"WHERE c.body = l.body AND (l.start IN ({_BECAME_ANOTHER}) OR l.finish IN ({_BECAME_ANOTHER})) "
    "ORDER BY l.type, l.start, l.finish, l.key"
)


def difference(staging: Staging) -> Difference:
    """Compare what is staged with what the graph holds."""
    found = Difference(changes=list(islice(_changes(staging), SHOWN_CHANGES)))
    for what, nodes, links in (
        ("added", ADDED_NODES, ADDED_LINKS),
        ("removed", REMOVED_NODES, REMOVED_LINKS),
        ("changed", CHANGED_NODES, CHANGED_LINKS),
    ):
        for group, column, text in ((found.nodes, "kind", nodes), (found.relationships, "type", links)):
            for name, count in staging.rows(f"SELECT {column}, count(*) FROM ({text}) GROUP BY {column}"):
                group.setdefault(name, Counter())[what] = count
    return found


def _changes(staging: Staging) -> Iterator[Change]:
    for what, text in (("added", ADDED_NODES), ("removed", REMOVED_NODES)):
        for kind, full, body in staging.rows(text):
            yield Change(what, kind, full, str(parsed(body).get("name", "")))
    for kind, full, before, after in staging.rows(CHANGED_NODES):
        new = parsed(after)
        yield Change("changed", kind, full, str(new["name"]), _fields(parsed(before), new))
    for what, text in (("added", ADDED_LINKS), ("removed", REMOVED_LINKS)):
        for name, start, finish, _key, _body in staging.rows(text):
            yield Change(what, name, f"{start} → {finish}", RELATIONSHIPS[name].bokmaal)
    for name, start, finish, _key, before, after in staging.rows(CHANGED_LINKS):
        fields = _fields(parsed(before), parsed(after))
        yield Change("changed", name, f"{start} → {finish}", RELATIONSHIPS[name].bokmaal, fields)


def _fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    names = sorted((before.keys() | after.keys()) - _UNSEEN)
    return tuple((name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name))


def bokmaal(name: str) -> str:
    """The name people see for a kind or a relationship type."""
    return KINDS[name].bokmaal if name in KINDS else RELATIONSHIPS[name].bokmaal
