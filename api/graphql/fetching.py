"""How relationship fields fetch: gathered per relationship type, direction, day and number, one statement per level.

The whole mechanism is here and in records.py, so that another can take its place.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, TypeAlias

import strawberry
from strawberry.dataloader import DataLoader

from api.context import MOST_NODES, Context
from api.graphql.records import link_object, node_object
from graph.neighbours import Neighbour, neighbours, nodes_by_id
from schema.errors import QuestionError

DEFAULT_FIRST = 100
MOST_FIRST = 1000

Info: TypeAlias = strawberry.Info[Context, None]
OnDate: TypeAlias = Annotated[
    date | None,
    strawberry.argument(
        description="The day it is about; default is that of the nearest field above that has one, else today. "
        "Bokmål: dagen det gjelder."
    ),
]
First: TypeAlias = Annotated[
    int,
    strawberry.argument(
        description=f"How many to return at most, 1 to {MOST_FIRST}, in the order of their ids. Bokmål: høyeste antall."
    ),
]


def checked_first(first: int, most: int = MOST_FIRST) -> int:
    """Return the number asked for.

    Raises:
        QuestionError: It is less than 1 or more than `most`.
    """
    if not 1 <= first <= most:
        raise QuestionError(f"«first» kan ikke være {first}.", f"Velg et tall fra 1 til {most}.")
    return first


def question_day(info: Info, on_date: date | None) -> date:
    """Return the day that a root field is about, and remember it for the fields below."""
    day = on_date or info.context.today
    info.context.days[_path(info)[0]] = day
    return day


def day_above(info: Info) -> date:
    """Return the day of the root field that a field stands under."""
    return info.context.days.get(_path(info)[0], info.context.today)


def _path(info: Info) -> list[str | int]:
    return info.path.as_list()


async def node_by_id(context: Context, node: str, day: date) -> Any:
    """Return a node, or None where nothing has the id; gathered with others asked for at the same time."""

    async def fetch(ids: list[str]) -> list[Any]:
        found = await nodes_by_id(context.graph, ids)
        return [found.get(one) for one in ids]

    loader = context.loaders.setdefault(("node",), DataLoader(fetch))
    row = await loader.load(node)
    return row and node_object(row, day)


def relationship_resolver(relationship: str, *, incoming: bool) -> Callable[..., Awaitable[list[Any]]]:
    """Return what answers the field of a relationship type, seen from one of its ends."""

    # The arguments are described once, on the Node interface: there are hundreds of these fields.
    async def resolve(self: Any, info: Info, on_date: date | None = None, first: int = DEFAULT_FIRST) -> list[Any]:
        day = on_date or self.day_above
        loader = _neighbour_loader(info.context, relationship, incoming, day, checked_first(first))
        found = await loader.load(self.id)
        if len(found) > first:
            info.context.cut.append(_path(info))
        return [link_object(relationship, one, day) for one in found[:first]]

    return resolve


def _neighbour_loader(
    context: Context, relationship: str, incoming: bool, day: date, first: int
) -> DataLoader[str, list[Neighbour]]:
    async def fetch(ids: list[str]) -> list[list[Neighbour]]:
        # One more for each than asked for tells whether a list was cut; one more in all, whether it was too much.
        found = await neighbours(
            context.graph, relationship, ids, day, incoming=incoming, each=first + 1, most=context.left + 1
        )
        context.left -= sum(map(len, found.values()))
        if context.left < 0:
            raise QuestionError(
                f"Spørringen henter mer enn {MOST_NODES} noder.", "Sett «first» lavere, eller ta med færre nivåer."
            )
        return [found.get(one, []) for one in ids]

    key = (relationship, incoming, day, first)
    if key not in context.loaders:
        context.loaders[key] = DataLoader(fetch)
    return context.loaders[key]
