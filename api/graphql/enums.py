"""Closed lists as GraphQL enums. The name of a value is the stored value in upper case."""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Any

import strawberry

from api.graphql.names import described, enum_value
from schema.catalogue import KINDS
from schema.errors import ModelError
from schema.values import Code


@cache
def enum_of(codes: type[Code]) -> type[Enum]:
    """Return the GraphQL enum of a closed list. What is stored and members of the list both pass as its values."""
    names = [enum_value(member.value) for member in codes]
    if len(set(names)) != len(names):
        raise ModelError(f"Two values of {codes.__name__} have the same name in GraphQL.", "Rename one of them.")
    members = {
        name: strawberry.enum_value(member.value, description=described(member.description, member.bokmaal))
        for name, member in zip(names, codes, strict=True)
    }
    return _enum(codes.__name__, members, " ".join((codes.__doc__ or "").split()))


def _enum(name: str, members: dict[str, Any], description: str) -> type[Enum]:
    make: Any = Enum  # mypy reads calls of Enum itself, and wants the names in the code
    made: type[Enum] = strawberry.enum(make(name, members), name=name, description=description)
    return made


NodeKind: Any = _enum(
    "NodeKind",
    {
        kind.name: strawberry.enum_value(kind.name, description=described(kind.description, kind.bokmaal))
        for kind in KINDS.values()
    },
    "The kinds of node. A kind has the same name here, as a GraphQL type and as a label in the database.",
)
