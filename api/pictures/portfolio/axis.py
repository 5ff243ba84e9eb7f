"""A time axis: where a day stands, and which years and quarters are marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH = 1000
"""Width of what is drawn on an axis, in the picture's own units."""
_FEW_YEARS = 4
_MOST_YEARS_NAMED = 20
_MOST_YEARS = 40
"""Before and after the day asked about."""


@dataclass(frozen=True)
class Tick:
    """A day that is marked."""

    x: float
    label: str


@dataclass(frozen=True)
class Axis:
    """An axis from one day to another."""

    first: date
    last: date
    clipped: bool = False

    def x(self, day: date) -> float:
        """Where a day stands; what lies outside stands at the edge."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(min(max(share, 0), 1) * WIDTH, 1)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The first day of each year, of each quarter where the years are few, of some years where they are many."""
        years = self.last.year - self.first.year
        months = (1, 4, 7, 10) if years <= _FEW_YEARS else (1,)
        step = -(-years // _MOST_YEARS_NAMED) or 1
        days = [date(year, month, 1) for year in range(self.first.year, self.last.year + 1, step) for month in months]
        return tuple(
            Tick(self.x(day), str(day.year) if day.month == 1 else f"{day.month}.")
            for day in days
            if self.first <= day <= self.last
        )


def axis_for(days: Iterable[date | None], asked: date) -> Axis:
    """An axis with room for the days and the day asked about, in whole years.

    A day far away, such as one that stands for «for ever», would press all the others together: it is put at the edge.
    """
    known = [day for day in days if day] + [asked]
    first = max(min(known).year, asked.year - _MOST_YEARS, date.min.year)
    last = min(max(known).year, asked.year + _MOST_YEARS, date.max.year - 1)
    clipped = first > min(known).year or last < max(known).year
    return Axis(date(first, 1, 1), date(last, 12, 31) + timedelta(days=1), clipped)
