"""Projects on a time axis, with what they wait for and the decisions between their phases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.pictures.portfolio.axis import WIDTH, Axis, axis_for
from api.pictures.portfolio.signs import LIGHTS
from api.pictures.portfolio.wording import plain_name
from api.pictures.wording import day_text
from queries.portfolio.portfolio import PortfolioOverview
from queries.portfolio.projects import PhaseOfProject, ProjectShown
from schema.rhythm import Light

MOST_BARS = 200
"""More bars than this nobody reads; the rest are in the table."""
ROW = 26
_TOP = 34


@dataclass(frozen=True)
class Decided:
    """A decision on the way, drawn on the day it was taken."""

    x: float
    title: str
    late: bool = False


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
    decisions: tuple[Decided, ...]
    phase_starts: tuple[float, ...]


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
    shown: tuple[ProjectShown, ...]
    without_days: tuple[ProjectShown, ...]
    left_out: int


def timeline(answer: PortfolioOverview) -> Timeline:
    """Lay the projects and programmes out, the first to begin first.

    Where there are too many, what is over gives way to what is not, and then the better status to the worse.
    """
    every = (*answer.programmes, *answer.projects)
    dated = [one for one in every if one.start_on or one.end_on]
    worst = sorted(dated, key=lambda one: _last_to_give_way(one, answer.on_date))
    shown = sorted(
        worst[:MOST_BARS], key=lambda one: (one.start_on or date.min, one.end_on or date.max, one.element.id)
    )
    axis = axis_for([day for one in shown for day in _days(one)], answer.on_date)
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
        tuple(shown),
        tuple(one for one in every if not (one.start_on or one.end_on)),
        len(dated) - len(shown),
    )


def _last_to_give_way(one: ProjectShown, day: date) -> tuple[bool, int, date, str]:
    end = one.end_on or date.max
    return end < day, LIGHTS.index(one.worst_light), end, one.element.id


def _days(one: ProjectShown) -> tuple[date | None, ...]:
    phases = [day for phase in one.phases for day in (phase.decided_on, phase.since)]
    return (one.start_on, one.end_on, *phases, *(each.done_on for each in one.depends_on if each.kind == "Decision"))


def _bar(one: ProjectShown, axis: Axis, number: int) -> Bar:
    start = axis.x(one.start_on) if one.start_on else 0.0
    end = axis.x(one.end_on) if one.end_on else float(WIDTH)
    return Bar(
        project=one.element.id,
        name=plain_name(one.element.name),
        light=one.worst_light,
        illustrative=one.element.illustrative,
        x=start,
        y=_TOP + number * ROW,
        width=max(end - start, 3),
        open_start=one.start_on is None,
        open_end=one.end_on is None,
        title=_title(one),
        decisions=_decisions(one, axis),
        phase_starts=tuple(sorted({axis.x(phase.since) for phase in one.phases if phase.since})),
    )


def _decisions(one: ProjectShown, axis: Axis) -> tuple[Decided, ...]:
    """The decisions into its phases, and those that it waits for, as far as their days are known."""
    taken = [
        Decided(axis.x(phase.decided_on), f"Besluttet {day_text(phase.decided_on)}: {phase.name}")
        for phase in one.phases
        if phase.decided_on
    ]
    waited_for = [
        Decided(axis.x(each.done_on), f"Venter på {each.name}, {day_text(each.done_on)}", each.in_time is False)
        for each in one.depends_on
        if each.kind == "Decision" and each.done_on
    ]
    return (*taken, *waited_for)


def _title(one: ProjectShown) -> str:
    first, last = (day_text(day) if day else "ukjent" for day in (one.start_on, one.end_on))
    phases = [phase_text(phase) for phase in one.phases]
    said = f"{one.element.name}: {first}–{last}. {one.worst_light.bokmaal}."
    said = f"{said} Fase: {'; '.join(phases)}." if phases else said
    return f"{said} Venter på {', '.join(each.name for each in one.depends_on)}." if one.depends_on else said


def phase_text(phase: PhaseOfProject) -> str:
    """A phase with the day it began, the decision before it and the one that ends it, as far as they are known."""
    days = [f"siden {day_text(phase.since)}"] if phase.since else []
    days += [f"besluttet {day_text(phase.decided_on)}"] if phase.decided_on else []
    days += [f"slutter med {phase.decision_point}"] if phase.decision_point else []
    return f"{phase.name} ({', '.join(days)})" if days else phase.name


def _path(before: Bar, after: Bar) -> str:
    """From the end of what must be done first to the start of what waits."""
    x, y = before.x + before.width, before.y + ROW / 2 - 3
    to_x, to_y = after.x, after.y + ROW / 2 - 3
    middle = x + 8 if to_x > x + 16 else min(x, to_x) - 10
    return f"M{x:.1f} {y:.1f}H{middle:.1f}V{to_y:.1f}H{to_x - 5:.1f}"
