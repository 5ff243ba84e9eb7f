"""Measuring two ways to do the same, in turns, so that what else the machine does strikes both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

Way = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Spread:
    """The median of some measurements, with the least and the greatest."""

    median: float
    least: float
    greatest: float

    def shown(self, digits: int) -> str:
        """As it stands in a table: `12.3 (11.0-15.2)`."""
        return f"{self.median:.{digits}f} ({self.least:.{digits}f}–{self.greatest:.{digits}f})"


def spread(values: Sequence[float]) -> Spread:
    """Summarise measurements."""
    return Spread(statistics.median(values), min(values), max(values))


@dataclass(frozen=True)
class Compared:
    """One row of the table: what the program takes, what the bare driver takes, and the ratio round by round.

    `aim` is the greatest ratio that is good enough; None where there is no aim.
    """

    what: str
    unit: str
    ours: Spread
    bare: Spread
    ratio: Spread
    aim: float | None
    digits: int = 1

    def cells(self) -> tuple[str, ...]:
        """The row as texts."""
        met = "" if self.aim is None else f"≤ {self.aim:g}: {'yes' if self.ratio.median <= self.aim else 'no'}"
        return (
            self.what,
            self.unit,
            self.ours.shown(self.digits),
            self.bare.shown(self.digits),
            self.ratio.shown(2),
            met,
        )


HEADING = ("What", "Unit", "styring", "Bare driver", "Ratio", "Aim")


def compared(
    what: str, unit: str, pairs: Sequence[tuple[float, float]], aim: float | None, digits: int = 1
) -> Compared:
    """Make a row of (ours, bare) of each round."""
    return Compared(
        what,
        unit,
        spread([ours for ours, _ in pairs]),
        spread([bare for _, bare in pairs]),
        spread([ours / bare for ours, bare in pairs]),
        aim,
        digits,
    )


async def timed(way: Way) -> float:
    """Seconds it takes."""
    begin = time.perf_counter()
    await way()
    return time.perf_counter() - begin


async def in_turns(ways: Sequence[Way], number: int) -> list[float]:
    """Seconds each of the ways takes. Which goes first changes with the number of the round."""
    taken = [0.0] * len(ways)
    for place in range(len(ways)):
        one = (place + number) % len(ways)
        taken[one] = await timed(ways[one])
    return taken


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
