"""Projects on a time axis, with what they wait for and the decisions between their phases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.pictures.portfolio.axis import WIDTH, Axis, axis_for
from api.pictures.wording import day_text
from queries.portfolio.portfolio import PortfolioOverview
from queries.portfolio.projects import ProjectShown
from schema.rhythm import Light

MOST_BARS = 200
"""More bars than this nobody reads; the rest are in the table."""
ROW = 26
_TOP = 34


@dataclass(frozen=True)
class Bar:
    """A project from its first day to its last. An open end is drawn to the edge."""

    project: str
    name: str
    light: Light
    illustrative: bool
    x: float
    y: float
    width: float
    open_start: bool
    open_end: bool
    title: str
    decisions: tuple[float, ...]


@dataclass(frozen=True)
class Arrow:
    """That one project waits for another."""

    start: str
    finish: str
    path: str
    late: bool


@dataclass(frozen=True)
class Timeline:
    """What is drawn, and what is not."""

    axis: Axis
    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]
    today: float
    height: float
    without_days: tuple[ProjectShown, ...]
    left_out: int


def timeline(answer: PortfolioOverview) -> Timeline:
    """Lay the projects and programmes out, the first to begin first."""
    every = (*answer.programmes, *answer.projects)
    dated = sorted(
        (one for one in every if one.start_on or one.end_on),
        key=lambda one: (one.start_on or date.min, one.end_on or date.max, one.element.id),
    )
    shown = dated[:MOST_BARS]
    axis = axis_for([day for one in shown for day in (one.start_on, one.end_on)], answer.on_date)
    bars = tuple(_bar(one, axis, number) for number, one in enumerate(shown))
    placed = {bar.project: bar for bar in bars}
    return Timeline(
        axis,
        bars,
        tuple(
            Arrow(one.id, each.element.id, _path(placed[one.id], placed[each.element.id]), one.in_time is False)
            for each in shown
            for one in each.depends_on
            if one.id in placed
        ),
        axis.x(answer.on_date),
        _TOP + len(bars) * ROW + 8,
        tuple(one for one in every if not (one.start_on or one.end_on)),
        len(dated) - len(shown),
    )


def _bar(one: ProjectShown, axis: Axis, number: int) -> Bar:
    start = axis.x(one.start_on) if one.start_on else 0.0
    end = axis.x(one.end_on) if one.end_on else float(WIDTH)
    period = (
        f"{day_text(one.start_on) if one.start_on else 'ukjent'}–{day_text(one.end_on) if one.end_on else 'ukjent'}"
    )
    phases = ", ".join(phase.name for phase in one.phases)
    return Bar(
        project=one.element.id,
        name=one.element.name,
        light=one.worst_light,
        illustrative=one.element.illustrative,
        x=start,
        y=_TOP + number * ROW,
        width=max(end - start, 3),
        open_start=one.start_on is None,
        open_end=one.end_on is None,
        title=f"{one.element.name}: {period}. {one.worst_light.bokmaal}.{' Fase: ' + phases + '.' if phases else ''}",
        decisions=tuple(sorted({axis.x(phase.decided_on) for phase in one.phases if phase.decided_on})),
    )


def _path(before: Bar, after: Bar) -> str:
    """From the end of what must be done first to the start of what waits."""
    x, y = before.x + before.width, before.y + ROW / 2 - 3
    to_x, to_y = after.x, after.y + ROW / 2 - 3
    middle = x + 8 if to_x > x + 16 else min(x, to_x) - 10
    return f"M{x:.1f} {y:.1f}H{middle:.1f}V{to_y:.1f}H{to_x - 5:.1f}"
