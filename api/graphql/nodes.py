"""One GraphQL type per kind and per link class, generated from the catalogue: a kind added to schema/ is added here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import strawberry

from api.graphql.enums import NodeKind, enum_of
from api.graphql.fetching import DEFAULT_FIRST, MOST_FIRST, relationship_resolver
from api.graphql.names import camel, described
from api.graphql.records import LINK_SHAPES, NODE_SHAPES, Shape
from schema.base import Link
from schema.base import Node as DeclaredNode
from schema.catalogue import ANY_KIND, KINDS, RELATIONSHIPS, Kind, Property, incoming, link_properties
from schema.errors import ModelError
from schema.values import Code

_ALWAYS_LOADED = frozenset({"source", "certainty", "illustrative"})
"""What the loaders fill from the dataset or the record where the record itself is silent."""


_ABOUT_NODES = f"""What every node has. Bokmål: Node.

Relationship fields of the kinds take `onDate`, the day they are about: default is that of the nearest field above that
has one, else today. Relationships and nodes that do not hold on the day are left out. They take `first`, how many to
return at most: default {DEFAULT_FIRST}, at most {MOST_FIRST}, in the order of the ids. Where a list was cut, its path
stands under `extensions.cut` in the response."""


class _Fields:
    """The fields of a type that is being generated. Two with the same name are an error in the declarations."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._names: set[str] = set()
        self.namespace: dict[str, Any] = {"__annotations__": {}}
        self.defaults: dict[str, Any] = {}

    def add(self, attribute: str, annotation: Any, description: str, *, name: str = "", resolver: Any = None) -> None:
        """Add a field; without a resolver it is read from the object's attribute."""
        shown = name or camel(attribute)
        if shown in self._names:
            raise ModelError(f"{self._owner} has two fields called {shown} in GraphQL.", "Rename one of them.")
        self._names.add(shown)
        if resolver is None:
            self.namespace["__annotations__"][attribute] = annotation
            self.namespace[attribute] = strawberry.field(name=shown, description=description)
        else:
            self.namespace[attribute] = strawberry.field(
                resolver=resolver, graphql_type=annotation, name=shown, description=description
            )

    def add_properties(self, properties: Iterable[Property]) -> None:
        """Add a field per property."""
        for item in properties:
            text = described(item.description + (f" Unit: {item.unit}." if item.unit else ""), item.bokmaal)
            self.add(item.name, _annotation(item), text)
            self.defaults[item.name] = [] if item.many else item.default


def _annotation(item: Property) -> Any:
    value: Any = item.type
    if issubclass(item.type, Code):
        value = enum_of(item.type)
    elif item.name == "id" or item.refers_to:
        value = strawberry.ID
    if item.many:
        return list[value]
    given = item.required or item.default is not None or item.name in _ALWAYS_LOADED
    return value if given else value | None


def _made(name: str, bases: tuple[type, ...], fields: _Fields) -> type:
    return type(name, bases, {**fields.namespace, "__module__": __name__})


def _interface() -> type:
    fields = _Fields("Node")
    common = [item for item in next(iter(KINDS.values())).properties if item.name in DeclaredNode.model_fields]
    fields.add_properties(item for item in common if item.name == "id")
    fields.add("kind", NodeKind, described("The kind of node.", "Slag"))
    fields.add("kind_label", str, described("What people call the kind.", "Slag"))
    fields.add("dataset", str, described("Id of the dataset it stands in.", "Datasett"))
    fields.add_properties(item for item in common if item.name != "id")
    made = _made("Node", (), fields)
    made.resolve_type = staticmethod(lambda node, _info, _type: node.kind)  # type: ignore[attr-defined]
    return strawberry.interface(made, description=_ABOUT_NODES)


def _add_outgoing(fields: _Fields, kind: Kind) -> None:
    for end in kind.ends:
        item = end.relationship
        fields.add(
            f"outgoing_{item.field_name}",
            list[LINK_SHAPES[item.link].cls],  # type: ignore[misc] # types made at run time
            described(f"{item.description} Points to {_named(end.kinds)}.", item.bokmaal),
            name=camel(item.field_name),
            resolver=relationship_resolver(item.name, incoming=False),
        )


def _add_incoming(fields: _Fields, kind: Kind) -> None:
    starts: dict[str, list[str]] = {}
    for start, end in incoming(kind):
        starts.setdefault(end.relationship.name, []).append(start.name)
    for name, kinds in starts.items():
        item = RELATIONSHIPS[name]
        fields.add(
            f"incoming_{item.field_name}",
            list[LINK_SHAPES[item.link].cls],  # type: ignore[misc] # types made at run time
            described(f"Seen from the other end: {item.description} Comes from {_named(kinds)}.", item.bokmaal_inverse),
            name=camel(item.inverse),
            resolver=relationship_resolver(name, incoming=True),
        )


def _named(kinds: Iterable[str]) -> str:
    names = ["any kind" if kind == ANY_KIND else kind for kind in kinds]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _link_shape(link: type[Link]) -> Shape:
    name = "Link" if link is Link else f"{link.__name__}Link"
    fields = _Fields(name)
    fields.add("node", Node, described("The node at the other end.", "Noden i den andre enden"))
    fields.add_properties(link_properties(link))
    meaning = "A relationship, seen from one of its ends." if link is Link else " ".join((link.__doc__ or "").split())
    made = strawberry.type(_made(name, (), fields), name=name, description=described(meaning, "Relasjon"))
    return Shape(made, fields.defaults)


def _node_shape(kind: Kind) -> Shape:
    fields = _Fields(kind.name)
    fields.add_properties(item for item in kind.properties if item.name not in DeclaredNode.model_fields)
    _add_outgoing(fields, kind)
    _add_incoming(fields, kind)
    made = _made(kind.name, (Node,), fields)
    made.is_type_of = classmethod(lambda cls, node, _info: isinstance(node, cls))  # type: ignore[attr-defined]
    strawberry.type(made, name=kind.name, description=described(kind.description, kind.bokmaal))
    common = {item.name: item.default for item in kind.properties if item.name in DeclaredNode.model_fields}
    return Shape(made, {**common, **fields.defaults, "kind_label": kind.bokmaal})


Node: Any = _interface()
LINK_SHAPES.update({link: _link_shape(link) for link in dict.fromkeys(item.link for item in RELATIONSHIPS.values())})
NODE_SHAPES.update({kind.name: _node_shape(kind) for kind in KINDS.values()})
NODE_TYPES: tuple[type, ...] = tuple(shape.cls for shape in NODE_SHAPES.values())
