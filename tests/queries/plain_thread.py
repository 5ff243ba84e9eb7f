"""The red thread, slow and obvious: every way is listed, and every question is answered from the list.

Shares nothing with queries/goals but the words. Made for random graphs of a handful of elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

RANKS = ["contributes", "supports", "hinders"]
CERTAINTIES = ["adopted", "documented", "interpreted", "proposed"]


@dataclass(frozen=True)
class PlainElement:
    id: str
    kind: str
    certainty: str = "documented"
    valid_from: date | None = None
    valid_to: date | None = None
    version: str | None = None
    """Status of the one plan version it stands in: adopted, draft, lapsed or unknown; None for no plan."""
    sdg_status: str | None = None


@dataclass(frozen=True)
class PlainLink:
    number: int
    type: str
    start: str
    finish: str
    contribution: str | None = None
    certainty: str = "documented"
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class PlainWay:
    ids: tuple[str, ...]
    links: tuple[PlainLink, ...]
    rank: int
    certainty: int
    in_force: bool


def holds(fact: PlainElement | PlainLink, day: date) -> bool:
    return (fact.valid_from is None or fact.valid_from <= day) and (fact.valid_to is None or day < fact.valid_to)


def in_force(element: PlainElement) -> bool:
    return element.certainty != "proposed" and element.version in (None, "adopted")


def all_ways(
    elements: dict[str, PlainElement], links: list[PlainLink], start: str, end: str, day: date
) -> list[PlainWay]:
    """Every way from start to end, each element at most once, that holds on the day."""

    def onwards(ids: tuple[str, ...], used: tuple[PlainLink, ...]) -> Iterator[PlainWay]:
        if ids[-1] == end:
            yield PlainWay(
                ids,
                used,
                max((RANKS.index(link.contribution or "contributes") for link in used), default=0),
                max((CERTAINTIES.index(link.certainty) for link in used), default=0),
                all(in_force(elements[one]) for one in ids) and all(link.certainty != "proposed" for link in used),
            )
            return
        for link in links:
            if (
                link.start == ids[-1]
                and link.finish not in ids
                and holds(link, day)
                and holds(elements[link.finish], day)
            ):
                yield from onwards((*ids, link.finish), (*used, link))

    if start not in elements or not holds(elements[start], day):
        return []
    return list(onwards((start,), ()))


def effect(ways: list[PlainWay]) -> tuple[str | None, bool]:
    """What the ways together do, and whether one of those in force hinders."""
    live = [way for way in ways if way.in_force]
    hinders = any(way.rank == 2 for way in live)
    if not ways:
        return None, False
    if not live:
        return "not_in_force", False
    best = min(way.rank for way in live)
    return ["contributes", "supports", "hinders"][best], hinders
