"""What one GraphQL request carries: the graph, the day it is asked on, and what it has fetched so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from strawberry.dataloader import DataLoader

from graph.access import FULL_ACCESS, Access
from graph.connection import ReadableGraph

MOST_NODES = 50_000
"""Nodes that one request may fetch through relationships."""


@dataclass
class Context:
    """The context of one request.

    Attributes:
        graph: Where to read: the graph as the caller may see it.
        today: Taken once, when the request comes; what `onDate` is where nobody says.
        access: What the caller may see.
        days: The day of each question asked, by the name its field has in the answer.
        loaders: What gathers the reads of one level into one statement.
        left: How many more nodes may be fetched through relationships.
        cut: Where lists were cut by `first`, as paths in the answer.
    """

    graph: ReadableGraph
    today: date
    access: Access = FULL_ACCESS
    days: dict[str | int, date] = field(default_factory=dict)
    loaders: dict[tuple[Any, ...], DataLoader[str, Any]] = field(default_factory=dict)
    left: int = MOST_NODES
    cut: list[list[str | int]] = field(default_factory=list)
