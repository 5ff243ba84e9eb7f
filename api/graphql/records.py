"""Rows from the database as objects of the generated GraphQL types.

An object's attributes are the row: no resolver stands between a property and its field. What a row does not hold is
filled from the type's defaults, so that a list is empty and not missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.connection import Row
from graph.neighbours import Neighbour
from schema.catalogue import RELATIONSHIPS


@dataclass(frozen=True)
class Shape:
    """A generated type, and what its objects hold where the row is silent."""

    cls: type
    defaults: Mapping[str, Any]

    def fill(self, row: Row, **more: Any) -> Any:
        """Return an object of the type."""
        made: Any = object.__new__(self.cls)
        made.__dict__ = {**self.defaults, **row, **more}
        return made


NODE_SHAPES: dict[str, Shape] = {}
"""By kind; filled where the types are generated."""

LINK_SHAPES: dict[type, Shape] = {}
"""By link class."""


def node_object(row: Row, day: date) -> Any:
    """Return a node. Relationship fields below it are about the day, where they do not name another."""
    return NODE_SHAPES[row["kind"]].fill(row, day_above=day)


def link_object(relationship: str, neighbour: Neighbour, day: date) -> Any:
    """Return a relationship with the node at its other end."""
    shape = LINK_SHAPES[RELATIONSHIPS[relationship].link]
    return shape.fill(neighbour.link, node=node_object(neighbour.node, day))
