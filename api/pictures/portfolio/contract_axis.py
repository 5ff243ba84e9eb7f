"""Contracts on a time axis, with the options that may still prolong them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.pictures.portfolio.axis import WIDTH, Axis, axis_for
from api.pictures.portfolio.wording import plain_name
from api.pictures.wording import day_text
from queries.contracts.contracts import Contracts, ContractShown
from queries.contracts.period import ContractState

MOST_BARS = 200
ROW = 26
_TOP = 34


@dataclass(frozen=True)
class ContractBar:
    """A contract, and how far open options would take it."""

    id: str
    name: str
    state: ContractState
    illustrative: bool
    x: float
    y: float
    width: float
    option_x: float
    option_width: float
    open_start: bool
    title: str


@dataclass(frozen=True)
class ContractAxis:
    """What is drawn, and what cannot be."""

    axis: Axis
    bars: tuple[ContractBar, ...]
    today: float
    height: float
    end_unknown: tuple[ContractShown, ...]
    left_out: int


def contract_axis(answer: Contracts) -> ContractAxis:
    """Lay the contracts out, those that end first at the top."""
    known = [one for one in answer.contracts if one.period.end_on]
    # Where there are too many, what is over gives way to what runs and what comes.
    going_first = sorted(known, key=lambda one: one.period.state is ContractState.ENDED)
    picked = {one.element.id for one in going_first[:MOST_BARS]}
    shown = [one for one in known if one.element.id in picked]
    days = [day for one in shown for day in (one.period.start_on, one.period.end_on, one.period.latest_end)]
    axis = axis_for(days, answer.on_date)
    bars = tuple(_bar(one, axis, number) for number, one in enumerate(shown))
    unknown = tuple(one for one in answer.contracts if not one.period.end_on) + answer.end_unknown
    return ContractAxis(
        axis, bars, axis.x(answer.on_date), _TOP + len(bars) * ROW + 8, unknown, len(known) - len(shown)
    )


def _bar(one: ContractShown, axis: Axis, number: int) -> ContractBar:
    end = one.period.end_on or date.max
    latest = one.period.latest_end or end
    start = axis.x(one.period.start_on) if one.period.start_on else 0.0
    stop, longest = axis.x(end), axis.x(latest)
    first = day_text(one.period.start_on) if one.period.start_on else "ukjent"
    option = f" Med opsjoner til {day_text(latest)}." if latest > end else ""
    return ContractBar(
        id=one.element.id,
        name=plain_name(one.element.name),
        state=one.period.state,
        illustrative=one.element.illustrative,
        x=start,
        y=_TOP + number * ROW,
        width=max(stop - start, 3),
        option_x=stop,
        option_width=min(longest, WIDTH) - stop,
        open_start=one.period.start_on is None,
        title=f"{one.element.name}: {first}–{day_text(end)}. {one.period.state.bokmaal}.{option}",
    )
