"""Answers of the questions as GraphQL types, made from their dataclasses and what `column` says of each field.

All that stands in an answer is there when the question has been answered, so `AnswerExecutor` reads it out directly.
The executor it builds on would take each of its thousands of values through resolvers, paths and awaiting.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import Field, fields
from datetime import date
from functools import cache
from typing import Any

import strawberry
from graphql import (
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLOutputType,
    Undefined,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.graphql.enums import enum_of
from api.graphql.fetching import Info, day_above, node_by_id
from api.graphql.names import camel, described
from api.graphql.nodes import Node
from queries.answers import Answer, Element
from schema.errors import ModelError
from schema.values import Code

_SCALARS: tuple[type, ...] = (str, int, float, bool, date)
_PUBLISHED: dict[str, type] = {}
"""Each dataclass that is published, by its name in GraphQL."""


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
    _PUBLISHED[answer.__name__] = answer
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


Read = Callable[[Any], Any]
"""Gives a value as it stands in the response. Raises where it cannot: then the slow way tells what is wrong."""


class _NotPlainError(Exception):
    """Something else than reading is asked for, such as a resolver with a question of its own."""


class AnswerExecutor(StrawberryGraphQLCoreExecutionContext):
    """Reads out answers, and whatever in them is asked for, in one go; all else goes the ordinary way."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._readers: dict[tuple[str, int], Read] = {}

    def complete_object_value(
        self, return_type: GraphQLObjectType, field_details_list: Any, info: Any, path: Any, result: Any, *more: Any
    ) -> Any:
        """Give an object as it stands in the response."""
        if return_type.name in _PUBLISHED:
            key = (return_type.name, id(field_details_list))  # what is selected lives as long as the executor
            if key not in self._readers:
                self._readers[key] = self._of_object(return_type, field_details_list)
            try:
                return self._readers[key](result)
            except _NotPlainError:
                self._readers[key] = _not_plain
            except Exception:  # noqa: S110 the ordinary way meets it too, and says where
                pass
        return super().complete_object_value(return_type, field_details_list, info, path, result, *more)

    def _of_object(self, kind: GraphQLObjectType, selected: Any) -> Read:
        reads: list[tuple[str, str, Read]] = []

        def read(value: Any) -> dict[str, Any]:
            if not reads:  # worked out when the first of the kind comes: many a list is empty
                reads.extend(self._of_fields(kind, selected))
            if not isinstance(value, _PUBLISHED[kind.name]):
                raise TypeError(kind.name)
            return {shown: of_value(getattr(value, name)) for shown, name, of_value in reads}

        return read

    def _of_fields(self, kind: GraphQLObjectType, selected: Any) -> list[tuple[str, str, Read]]:
        """The name of each field in the response, the attribute that it shows, and what reads its value."""
        asked, deferred, *_ = self.collect_subfields(kind, selected)
        in_between = self.middleware_manager is not None and self.middleware_manager.middlewares
        if kind.name not in _PUBLISHED or deferred or in_between:
            raise _NotPlainError
        return [(shown, *self._of_field(kind, nodes)) for shown, nodes in asked.items()]

    def _of_field(self, kind: GraphQLObjectType, asked: Any) -> tuple[str, Read]:
        declared = self.schema.get_field(kind, asked[0].node.name.value)
        if declared is None:
            raise _NotPlainError
        field = declared.extensions.get("strawberry-definition")
        if field is None or not field.is_basic_field or declared.args:
            raise _NotPlainError
        return field.python_name, self._of_value(declared.type, asked)

    def _of_value(self, kind: GraphQLOutputType, asked: Any) -> Read:
        if is_non_null_type(kind):
            return _there(self._of_value(kind.of_type, asked))
        read = self._of_present(kind, asked)
        return lambda value: None if value is None else read(value)

    def _of_present(self, kind: GraphQLOutputType, asked: Any) -> Read:
        if is_list_type(kind):
            read = self._of_value(kind.of_type, asked)
            return lambda values: [read(value) for value in values]
        if is_leaf_type(kind):
            return _of_leaf(kind)
        if is_object_type(kind):
            return self._of_object(kind, asked)
        raise _NotPlainError


def _not_plain(_value: Any) -> Any:
    raise _NotPlainError


def _there(read: Read) -> Read:
    def there(value: Any) -> Any:
        if value is None:
            raise ValueError(value)
        return read(value)

    return there


def _of_leaf(kind: GraphQLLeafType) -> Read:
    def leaf(value: Any) -> Any:
        shown = kind.coerce_output_value(value)
        if shown is Undefined or shown is None:
            raise ValueError(value)
        return shown

    return leaf
