"""The graph as a caller may see it, whose answers say that they may be cut by it.

Every answer says so, also one from which nothing was left out: else the mark would tell where something is hidden.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from graph.access import SeenGraph
from graph.connection import Transaction, Trial
from queries.answers import Answer, Cut

T = TypeVar("T")


class CallersGraph(SeenGraph):
    """All questions are asked of a graph by one of the two methods here, and return what it returns."""

    async def read_together(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run several reads in one transaction."""
        return self._told(await super().read_together(work))

    async def try_out(self, work: Callable[[Trial], Awaitable[T]]) -> T:
        """Let the work change the graph and ask it, and keep nothing of the change."""
        return self._told(await super().try_out(work))

    def _told(self, found: T) -> T:
        made: T = found if self.access.everything else cut_by_access(found)
        return made


def cut_by_access(value: Any) -> Any:
    """The same with the mark on every answer in it."""
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(cut_by_access(item) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {}
    for item in fields(value):
        before = getattr(value, item.name)
        after = cut_by_access(before)
        if item.init and after is not before and after != before:
            changed[item.name] = after
    if isinstance(value, Answer):
        changed["complete"] = False
        changed["cut_by"] = tuple(dict.fromkeys((*value.cut_by, Cut.ACCESS)))
    return replace(value, **changed) if changed else value
