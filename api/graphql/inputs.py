"""Inputs of the questions as GraphQL types, made from their dataclasses and what `column` says of each field."""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, fields
from enum import Enum
from functools import cache
from typing import Any, TypeVar

import strawberry

from api.graphql.enums import enum_of
from api.graphql.names import camel, described
from schema.values import Code

InputT = TypeVar("InputT")


@cache
def accept(wanted: type) -> Any:
    """Return the GraphQL input type of a dataclass; a field without a default must be given."""
    hints = typing.get_type_hints(wanted)
    namespace: dict[str, Any] = {"__annotations__": {}, "__module__": __name__}
    for item in fields(wanted):
        needed = item.default is MISSING
        hint = _annotation(hints[item.name])
        namespace["__annotations__"][item.name] = hint if needed else hint | None
        description = described(item.metadata["description"], item.metadata["bokmaal"])
        default: Any = MISSING if needed else None
        namespace[item.name] = strawberry.field(name=camel(item.name), description=description, default=default)
    cls = type(f"{wanted.__name__}Input", (), namespace)
    return strawberry.input(cls, name=f"{wanted.__name__}Input", description=" ".join((wanted.__doc__ or "").split()))


def _annotation(hint: Any) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _annotation(next(argument for argument in arguments if argument is not type(None)))
    if origin is tuple:
        return list[_annotation(arguments[0])]  # type: ignore[misc] # types made at run time
    if isinstance(hint, type) and issubclass(hint, Code):
        return enum_of(hint)
    return hint


def given(wanted: type[InputT], value: Any) -> InputT:
    """Return the dataclass that an input says; what is left out has the dataclass's own default."""
    hints = typing.get_type_hints(wanted)
    values = {}
    for item in fields(wanted):  # type: ignore[arg-type] # a dataclass
        one = getattr(value, item.name)
        if one is not None:
            values[item.name] = _plain(hints[item.name], one)
    return wanted(**values)


def _plain(hint: Any, value: Any) -> Any:
    if isinstance(value, Enum):
        return _code(hint)(value.value)
    if isinstance(value, list):
        return tuple(value)
    return value


def _code(hint: Any) -> type[Code]:
    arguments = typing.get_args(hint) or (hint,)
    return next(one for one in arguments if isinstance(one, type) and issubclass(one, Code))
