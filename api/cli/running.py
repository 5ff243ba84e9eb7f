"""Running a command's work against the graph that the environment names."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, TypeVar

import typer

from graph.connection import Graph, graph_for
from graph.settings import Settings, read_settings
from schema.values import read_day, read_number

T = TypeVar("T")


def with_graph(work: Callable[[Graph], Awaitable[T]], settings: Settings | None = None) -> T:
    """Open the graph, do the work, close the graph."""

    async def run() -> T:
        async with graph_for(settings or read_settings()) as graph:
            return await work(graph)

    return asyncio.run(run())


def read_date(text: str) -> date:
    """A day as people write it."""
    try:
        day = read_day(text)
    except ValueError:
        day = None
    if not isinstance(day, date):
        raise typer.BadParameter(f"«{text}» er ikke en dato. Skriv 2026-01-31 eller 31.01.2026.")
    return day


def read_amount(text: str) -> float:
    """An amount in kroner as people write it: `1 200 000`, `1200000,50`."""
    try:
        amount = float(read_number(text))
    except ValueError:
        amount = math.nan
    if not math.isfinite(amount):
        raise typer.BadParameter(f"«{text}» er ikke et beløp. Skriv det som 1200000 eller 1 200 000,50.")
    return amount


OnDate = Annotated[
    date | None, typer.Option("--on-date", parser=read_date, metavar="DATO", help="Dagen det spørres om; ellers i dag.")
]


def day_or_today(day: date | None) -> date:
    """The day asked about."""
    return day or date.today()
