"""Which level each element stands on: the SDGs at the top, tiltak at the bottom, every link pointing upward.

The kinds' usual order is a guide: elements of the same kind stand on the same level where the links allow it. Where
links disagree with the guide, the links win. Links that close a cycle cannot point upward; they are set aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Protocol, TypeVar

from queries.answers import Element


class Joining(Protocol):
    """What joins two elements: it points from the lower, the more concrete, to the upper."""

    @property
    def start(self) -> str:
        """Id of the lower element."""

    @property
    def finish(self) -> str:
        """Id of the upper element."""


LinkT = TypeVar("LinkT", bound=Joining)

_ORDER = (
    ("SdgGoal",),
    ("SdgTarget",),
    ("Vision", "Value"),
    ("FocusArea",),
    ("Goal",),
    ("Plan", "Guideline", "Decision"),
    ("Strategy",),
    ("Oppdrag",),
)
_PLACE = {kind: place for place, kinds in enumerate(_ORDER) for kind in kinds}


def place_of_kind(kind: str) -> int:
    """The kind's place from the top; tiltak, projects and all that work is done in share the lowest."""
    return _PLACE.get(kind, len(_ORDER))


def closing_links(elements: Mapping[str, Element], links: Iterable[LinkT]) -> frozenset[LinkT]:
    """The links that close a cycle, so that the rest have none.

    The search begins at the most concrete elements, so that in a cycle the link from the general to the concrete is the
    one set aside.
    """
    onward: dict[str, list[LinkT]] = defaultdict(list)
    for link in links:
        onward[link.start].append(link)
    closing: set[LinkT] = set()
    finished: set[str] = set()
    for root in sorted(elements, key=lambda one: (-place_of_kind(elements[one].kind), one)):
        if root not in finished:
            _search(root, onward, finished, closing)
    return frozenset(closing)


def _search(root: str, onward: Mapping[str, list[LinkT]], finished: set[str], closing: set[LinkT]) -> None:
    entered = {root}
    stack = [(root, iter(onward.get(root, ())))]
    while stack:
        here, remaining = stack[-1]
        link = next(remaining, None)
        if link is None:
            finished.add(here)
            entered.discard(here)
            stack.pop()
        elif link.finish in entered:
            closing.add(link)
        elif link.finish not in finished:
            entered.add(link.finish)
            stack.append((link.finish, iter(onward.get(link.finish, ()))))


def assign_levels(elements: Mapping[str, Element], links: Iterable[Joining]) -> dict[str, int]:
    """The level of each element, 0 at the top, without empty levels. The links must be without cycles."""
    onward: dict[str, list[str]] = defaultdict(list)
    for link in links:
        onward[link.start].append(link.finish)
    ordered = _general_first(elements, onward)
    places = {one: place_of_kind(elements[one].kind) for one in elements}
    inner: dict[str, int] = {}
    for one in ordered:
        above = (inner[finish] + 1 for finish in onward[one] if places[finish] == places[one])
        inner[one] = max(above, default=0)
    heights = [0] * (len(_ORDER) + 1)
    for one, depth in inner.items():
        heights[places[one]] = max(heights[places[one]], depth + 1)
    first = [0, *accumulate(heights)]
    levels: dict[str, int] = {}
    for one in ordered:
        lowest_above = max((levels[finish] for finish in onward[one]), default=-1)
        levels[one] = max(first[places[one]] + inner[one], lowest_above + 1)
    used = {level: number for number, level in enumerate(sorted(set(levels.values())))}
    return {one: used[level] for one, level in levels.items()}


def _general_first(elements: Iterable[str], onward: Mapping[str, list[str]]) -> list[str]:
    """The elements so that each comes after all that it points to."""
    waiting = {one: len(onward.get(one, ())) for one in elements}
    below: dict[str, list[str]] = defaultdict(list)
    for start, finishes in onward.items():
        for finish in finishes:
            below[finish].append(start)
    ordered = sorted(one for one, count in waiting.items() if count == 0)
    for one in ordered:
        for start in below[one]:
            waiting[start] -= 1
            if waiting[start] == 0:
                ordered.append(start)
    return ordered
