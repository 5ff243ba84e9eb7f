"""Declaring a field that a function answers: its two descriptions, and where need be its type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import strawberry

from api.graphql.names import described

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


def answered(english: str, bokmaal: str, graphql_type: Any = None) -> Callable[[FunctionT], FunctionT]:
    """Make a field of the function that follows; without a type, its own return type is the field's."""
    decorator: Callable[[FunctionT], FunctionT] = strawberry.field(
        graphql_type=graphql_type, description=described(english, bokmaal)
    )
    return decorator
