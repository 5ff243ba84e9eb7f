"""Answers of the questions as GraphQL types, made from their dataclasses and what `column` says of each field."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import Field, fields
from datetime import date
from functools import cache
from typing import Any

import strawberry

from api.graphql.enums import enum_of
from api.graphql.fetching import Info, day_above, node_by_id
from api.graphql.names import camel, described
from api.graphql.nodes import Node
from queries.answers import Answer, Element
from schema.errors import ModelError
from schema.values import Code

_SCALARS: tuple[type, ...] = (str, int, float, bool, date)


@cache
def publish(answer: type) -> Any:
    """Return the GraphQL type of a dataclass, and of those it holds.

    Raises:
        ModelError: A field has no description, or a type that GraphQL cannot show.
    """
    hints = typing.get_type_hints(answer)
    bases = (publish(Answer),) if issubclass(answer, Answer) and answer is not Answer else ()
    inherited = {item.name for item in fields(Answer)} if bases else set()
    namespace: dict[str, Any] = {"__annotations__": {}, "__module__": __name__}
    for item in fields(answer):
        if item.name not in inherited:
            namespace["__annotations__"][item.name] = _annotation(answer, item, hints[item.name])
            namespace[item.name] = strawberry.field(name=camel(item.name), description=_description(answer, item))
    for name, made in _MORE.get(answer, {}).items():
        namespace[name] = made()
    cls = type(answer.__name__, bases, namespace)
    # The objects are those of the dataclass itself: their attributes are the fields.
    cls.is_type_of = staticmethod(lambda found, _info: isinstance(found, answer))  # type: ignore[attr-defined]
    make = strawberry.interface if answer is Answer else strawberry.type
    return make(cls, name=answer.__name__, description=" ".join((answer.__doc__ or "").split()))


def _description(answer: type, item: Field[Any]) -> str:
    if not {"bokmaal", "description"} <= item.metadata.keys():
        raise ModelError(
            f"{answer.__name__}.{item.name} has no description.", "Declare it with queries.answers.column."
        )
    return described(item.metadata["description"], item.metadata["bokmaal"])


def _annotation(answer: type, item: Field[Any], hint: Any) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        given = [argument for argument in arguments if argument is not type(None)]
        if len(given) == 1:
            return _annotation(answer, item, given[0]) | None
    elif origin is tuple and arguments[1:] == (...,):
        return list[_annotation(answer, item, arguments[0])]  # type: ignore[misc] # types made at run time
    elif hint is str and item.name == "id":
        return strawberry.ID
    elif hint in _SCALARS:
        return hint
    elif isinstance(hint, type) and issubclass(hint, Code):
        return enum_of(hint)
    elif isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        return publish(hint)
    raise ModelError(f"{answer.__name__}.{item.name} is {hint!r}, which GraphQL cannot show.")


async def _node_of_element(self: Any, info: Info) -> Any:
    return await node_by_id(info.context, self.id, day_above(info))


_MORE: dict[type, dict[str, Callable[[], Any]]] = {
    Element: {
        "label": lambda: strawberry.field(
            resolver=lambda self: self.label,
            graphql_type=str,
            name="label",
            description=described("Code and name, without repeating a code that the name begins with.", "Betegnelse"),
        ),
        "kind_label": lambda: strawberry.field(
            resolver=lambda self: self.kind_label,
            graphql_type=str,
            name="kindLabel",
            description=described("What people call the kind.", "Slag"),
        ),
        "node": lambda: strawberry.field(
            resolver=_node_of_element,
            graphql_type=Node | None,
            name="node",
            description=described("The node itself, with all its properties and relationships.", "Noden"),
        ),
    }
}
