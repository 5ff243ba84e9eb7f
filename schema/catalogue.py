"""All node kinds and relationship types, found in the area modules and checked against each other at import."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import ModuleType
from typing import Any

from pydantic.fields import FieldInfo

from schema import (
    authority,
    companies,
    contracts,
    framework,
    goals,
    governance,
    organisation,
    plans,
    principles,
    projects,
    relationships,
    rhythm,
    sdg,
)
from schema.base import Link, Node, RelationshipType
from schema.errors import ModelError
from schema.values import Code

AREA_MODULES = (
    sdg,
    goals,
    plans,
    organisation,
    authority,
    governance,
    projects,
    contracts,
    companies,
    principles,
    rhythm,
    framework,
)
ANY_KIND = "Node"
_SCALARS = (str, int, float, bool, date)


@dataclass(frozen=True)
class Property:
    """A property of a kind or of a relationship.

    Attributes:
        name: As stored and as in files.
        bokmaal: As shown to people.
        description: In English.
        type: str, int, float, bool, date or a Code enumeration.
        many: A list of such values.
        required: A record must give it.
        default: Value where the record is silent.
        unit: Unit of a number, or "".
        indexed: The database keeps an index on it.
        codes_from: The kind whose `code` values are allowed, or "".
        refers_to: The kinds of node whose id the value is; empty for an ordinary value.
    """

    name: str
    bokmaal: str
    description: str
    type: type
    many: bool
    required: bool
    default: Any
    unit: str
    indexed: bool
    codes_from: str
    refers_to: tuple[str, ...]


@dataclass(frozen=True)
class End:
    """A relationship as one kind has it: which kinds it may point to, and how many may hold at the same time.

    `attribute` is its name in the class; `relationship.field_name` is its name everywhere else.
    """

    attribute: str
    relationship: RelationshipType
    kinds: tuple[str, ...]
    at_least: int
    at_most: int | None

    def allows(self, kind: str) -> bool:
        """Whether the relationship may point to a node of this kind."""
        return ANY_KIND in self.kinds or kind in self.kinds


@dataclass(frozen=True)
class Kind:
    """A node kind, read once from its class."""

    name: str
    cls: type[Node]
    bokmaal: str
    description: str
    area: str
    collection: str
    properties: tuple[Property, ...]
    ends: tuple[End, ...]

    def end(self, relationship: str) -> End | None:
        """The kind's end of a relationship type, or None where it has none."""
        return next((end for end in self.ends if end.relationship.name == relationship), None)


def _value_type(annotation: Any) -> tuple[type, bool]:
    """The plain type behind an annotation and whether it is a list: `list[str] | None` gives (str, True)."""
    if isinstance(annotation, type) and (issubclass(annotation, Enum) or annotation in _SCALARS):
        return annotation, False
    origin = typing.get_origin(annotation)
    arguments = [argument for argument in typing.get_args(annotation) if argument is not type(None)]
    if origin is typing.Annotated or origin in (typing.Union, types.UnionType):
        return _value_type(arguments[0])
    if origin is list:
        return _value_type(arguments[0])[0], True
    raise ModelError(f"A field of type {annotation!r} cannot be stored.", "Use a value type from schema/values.py.")


def _property(owner: str, name: str, info: FieldInfo) -> Property:
    if not info.title or not info.description:
        raise ModelError(f"{owner}.{name} has no bokmål name or no description.", "Declare it with schema.base.field.")
    extra: dict[str, Any] = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    value_type, many = _value_type(info.annotation)
    default = None if info.is_required() else info.get_default(call_default_factory=True)
    return Property(
        name,
        info.title,
        info.description,
        value_type,
        many,
        info.is_required(),
        default,
        extra.get("unit", ""),
        extra.get("indexed", False),
        extra.get("codes_from", ""),
        tuple(extra.get("refers_to", ())),
    )


def link_properties(link: type[Link]) -> tuple[Property, ...]:
    """The properties of a relationship's link class, without the id it points to."""
    return _link_properties(link)


@cache
def _link_properties(link: type[Link]) -> tuple[Property, ...]:
    own = [name for name in link.model_fields if name not in Link.model_fields]
    common = [name for name in Link.model_fields if name != "to"]
    return tuple(_property(link.__name__, name, link.model_fields[name]) for name in own + common)


def _end(owner: str, name: str, info: FieldInfo, types_by_name: dict[str, RelationshipType]) -> End:
    extra = typing.cast(dict[str, Any], info.json_schema_extra)
    relationship = types_by_name.get(extra["relationship"])
    if relationship is None:
        raise ModelError(
            f"{owner}.{name} uses {extra['relationship']}, which schema/relationships.py does not declare."
        )
    if name.rstrip("_") != relationship.field_name:
        raise ModelError(f"{owner}.{name} must be called {relationship.field_name}, after {relationship.name}.")
    declared = typing.get_args(info.annotation)[0]
    if declared is not relationship.link:
        raise ModelError(
            f"{owner}.{name} is Links[{declared.__name__}], but {relationship.name} has {relationship.link.__name__}."
        )
    return End(name, relationship, tuple(extra["kinds"]), extra["at_least"], extra["at_most"])


_FIRST = ("id", "name", "text")
_LAST = ("valid_from", "valid_to", "source", "certainty", "illustrative", "confidentiality", "note")


def _kind(cls: type[Node], types_by_name: dict[str, RelationshipType]) -> Kind:
    if not cls.__doc__ or cls.__doc__ == Node.__doc__:
        raise ModelError(f"{cls.__name__} has no docstring.", "Say in one English sentence what it is.")
    fields = cls.model_fields
    own = [name for name in fields if name not in Node.model_fields]
    properties, ends = [], []
    for name in (*_FIRST, *own, *_LAST):
        extra = fields[name].json_schema_extra
        if isinstance(extra, dict) and "relationship" in extra:
            ends.append(_end(cls.__name__, name, fields[name], types_by_name))
        else:
            properties.append(_property(cls.__name__, name, fields[name]))
    description = inspect.cleandoc(cls.__doc__)
    return Kind(
        cls.__name__, cls, cls.BOKMAAL, description, str(cls.AREA), cls.COLLECTION, tuple(properties), tuple(ends)
    )


def _declared(modules: tuple[ModuleType, ...]) -> Iterator[type[Node]]:
    for module in modules:
        for value in vars(module).values():
            if (
                inspect.isclass(value)
                and issubclass(value, Node)
                and value.__module__ == module.__name__
                and "AREA" in vars(value)
            ):
                yield value


def build(modules: tuple[ModuleType, ...], relationship_types: dict[str, RelationshipType]) -> dict[str, Kind]:
    """Read the kinds declared in the modules.

    Raises:
        ModelError: Two kinds share a name or a collection, a relationship points to a kind nobody declared, or a kind,
            field or relationship lacks its bokmål name or description.
    """
    kinds: dict[str, Kind] = {}
    collections: dict[str, str] = {}
    for cls in _declared(modules):
        kind = _kind(cls, relationship_types)
        if kind.name in kinds or kind.collection in collections:
            raise ModelError(f"Two kinds are called {kind.name}, or share the collection {kind.collection}.")
        kinds[kind.name] = kind
        collections[kind.collection] = kind.name
    shared = collections.keys() & {one.field_name for one in relationship_types.values()}
    if shared:
        # A relationship with properties has a sheet of its own, named after it, beside those of the collections.
        raise ModelError(f"{', '.join(sorted(shared))} is the name of both a collection and a relationship.")
    for kind in kinds.values():
        for end in kind.ends:
            unknown = [name for name in end.kinds if name != ANY_KIND and name not in kinds]
            if unknown:
                raise ModelError(
                    f"{kind.name}.{end.relationship.field_name} points to {unknown[0]}, which no kind is called."
                )
    return kinds


def _relationship_types() -> dict[str, RelationshipType]:
    found = {value.name: value for value in vars(relationships).values() if isinstance(value, RelationshipType)}
    inverses = [value.inverse for value in found.values()]
    doubled = {name for name in inverses if inverses.count(name) > 1} | {
        name for name in inverses if name in {value.field_name for value in found.values()}
    }
    if doubled:
        raise ModelError(f"Inverse names are used twice: {', '.join(sorted(doubled))}.")
    return found


RELATIONSHIPS: dict[str, RelationshipType] = _relationship_types()
KINDS: dict[str, Kind] = build(AREA_MODULES, RELATIONSHIPS)
KIND_OF_COLLECTION: dict[str, Kind] = {kind.collection: kind for kind in KINDS.values()}
RELATIONSHIP_OF_FIELD: dict[str, RelationshipType] = {value.field_name: value for value in RELATIONSHIPS.values()}
THREAD: tuple[str, ...] = tuple(sorted(name for name, value in RELATIONSHIPS.items() if value.thread))


def incoming(kind: Kind) -> tuple[tuple[Kind, End], ...]:
    """Every (start kind, end) whose relationship may point to this kind."""
    return tuple((start, end) for start in KINDS.values() for end in start.ends if end.allows(kind.name))


def enumerations() -> tuple[type[Code], ...]:
    """Every closed list that a property uses, sorted by name."""
    found: set[type[Code]] = set()
    for kind in KINDS.values():
        for properties in (kind.properties, *(link_properties(end.relationship.link) for end in kind.ends)):
            found.update(item.type for item in properties if issubclass(item.type, Code))
    return tuple(sorted(found, key=lambda enumeration: enumeration.__name__))
