"""How long a contract lasts and what it is worth on a day, after the changes and options that count by then."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from graph.connection import Row
from queries.answers import column
from schema.contracts import OptionStatus
from schema.values import Code

ValueT = TypeVar("ValueT")


class ContractState(Code):
    """Where a contract is in its life on a day."""

    COMING = "coming", "Ikke begynt", "Its first day is later."
    RUNNING = "running", "Løper", "It has begun, and its last day is not past."
    ENDED = "ended", "Utløpt", "Its last day is past."
    UNKNOWN = (
        "unknown",
        "Ukjent",
        "What it takes to tell is not known, such as whether an option whose last day is past was used.",
    )


class OptionState(Code):
    """What may still be done with an option on a day."""

    EXERCISED = "exercised", "Utløst", "It has been used."
    OPEN = "open", "Kan utløses", "It may still be used."
    PASSED = "passed", "Fristen er ute", "Its last day is past, and nobody has said whether it was used."
    LAPSED = "lapsed", "Bortfalt", "It was not used."


@dataclass(frozen=True)
class OptionShown:
    """An option in a contract."""

    id: str = column("Id", "Full id.")
    name: str = column("Opsjon", "What people call it.")
    state: OptionState = column("Status", "What may still be done with it on the day.")
    exercise_by: date | None = column(
        "Utløses innen", "Last day it may be used; the contract's last day if none is given."
    )
    start_on: date | None = column("Fra", "First day if used.")
    end_on: date | None = column("Til", "Last day if used in full.")
    years_max: float | None = column("Inntil år", "Longest prolongation.")
    illustrative: bool = column("Illustrasjon", "True where it is made up as an example.", default=False)


@dataclass(frozen=True)
class AmendmentShown:
    """A change of a contract, as far as it counts on the day."""

    id: str = column("Id", "Full id.")
    name: str = column("Endring", "What people call it.")
    amended_on: date | None = column(
        "Endret", "The day it was changed; a change without a day cannot be reckoned with."
    )
    value_nok: float | None = column("Ny verdi", "Value from then on; missing means as before.")
    end_on: date | None = column("Ny sluttdato", "Last day from then on; missing means as before.")
    reason: str | None = column("Begrunnelse", "Why.")
    illustrative: bool = column("Illustrasjon", "True where it is made up as an example.", default=False)


@dataclass(frozen=True)
class Period:
    """How long a contract lasts, and what it is worth."""

    state: ContractState = column("Tilstand", "Coming, running, ended or unknown.")
    start_on: date | None = column("Fra", "First day; missing means unknown.")
    end_on: date | None = column("Til", "Last day, with changes and used options; missing means unknown.")
    latest_end: date | None = column("Lengst til", "Last day if every open option is used in full; missing is unknown.")
    value_nok: float | None = column("Verdi", "Value with changes; missing means unknown.")
    certain: bool = column(
        "Sikkert",
        "False where nobody can tell what changes and used options have made of the end or the value: a change has no "
        "day, two of one day disagree, or an option may have been used before or after a change.",
    )


def period(row: Row, amendments: list[AmendmentShown], options: list[OptionShown], day: date) -> Period:
    """Read a contract on a day.

    Changes count in the order of their days, whatever order they are told in. One that has no day, or two of one day
    that disagree, make what they change unknown: nobody can tell which came last. A used option moves the end to its
    own last day, where that is later, unless the end was changed after the last day on which it could be used. Where it
    may have been used both before and after that change, the end is unknown.
    """
    end, end_known = _latest(row["end_on"], [(one.amended_on, one.end_on) for one in amendments])
    value, value_known = _latest(row["value_nok"], [(one.amended_on, one.value_nok) for one in amendments])
    if end_known:
        end_changed = max((one.amended_on for one in amendments if one.amended_on and one.end_on), default=None)
        end, end_known = _with_used_options(end, end_changed, options)
    return Period(
        state=_state(row["start_on"], end, _possible_end(end, options), day),
        start_on=row["start_on"],
        end_on=end,
        latest_end=_prolonged(end, options, OptionState.OPEN),
        value_nok=value if value_known else None,
        certain=end_known and value_known,
    )


def _with_used_options(
    end: date | None, changed_on: date | None, options: Iterable[OptionShown]
) -> tuple[date | None, bool]:
    """The end after used options, and whether it can be told.

    Args:
        end: The end after all changes.
        changed_on: The day of the last change of the end; None where there is none.
        options: All options.
    """
    used = [one for one in options if one.state is OptionState.EXERCISED]
    for one in sorted(used, key=lambda one: one.end_on or date.max):
        if one.end_on is None:
            return None, False
        if end is not None and one.end_on <= end:
            continue
        limits = [limit for limit in (one.exercise_by, one.start_on) if limit]
        if changed_on and limits and min(limits) < changed_on:
            continue
        follows = end is not None and one.start_on == end + timedelta(days=1)
        if changed_on and not follows:
            return None, False
        end = one.end_on
    return end, True


def _latest(first: ValueT | None, changes: list[tuple[date | None, ValueT | None]]) -> tuple[ValueT | None, bool]:
    """What a value is after its changes, and whether that can be told."""
    told = [(when, value) for when, value in changes if value is not None]
    dated = [(when, value) for when, value in told if when is not None]
    if len(dated) < len(told):
        return None, False
    if not dated:
        return first, True
    newest = max(when for when, _ in dated)
    values = {value for when, value in dated if when == newest}
    return (values.pop(), True) if len(values) == 1 else (None, False)


def _possible_end(end: date | None, options: list[OptionShown]) -> date | None:
    """The last day there can have been, where nobody has said whether options were used; None where it has no limit."""
    if not any(one.state is OptionState.PASSED for one in options):
        return end
    return _prolonged(end, options, OptionState.PASSED, OptionState.OPEN)


def _prolonged(end: date | None, options: Iterable[OptionShown], *states: OptionState) -> date | None:
    """The end if every option in some states is used in full, one after the other.

    Unknown where the end is, or where an option says not how long it is.
    """
    for one in options:
        if one.state not in states or end is None:
            continue
        if one.end_on:
            end = max(end, one.end_on)
        elif one.years_max is not None:
            end = _later(end, one.years_max)
        else:
            return None
    return end


def _later(day: date, years: float) -> date:
    """The same day some years later; part of a year counts in whole months, and the month's last day stays its last."""
    months = day.year * 12 + day.month - 1 + round(years * 12)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    was_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if was_last else min(day.day, last))


def months_later(day: date, months: int) -> date:
    """The day some months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def option(row: Row, contract_end: date | None, day: date) -> OptionShown:
    """Read an option on a day. Without a last day of its own it may be used to the end of the contract."""
    exercise_by = row["exercise_by"] or contract_end
    status = OptionStatus(row["status"])
    state = {OptionStatus.EXERCISED: OptionState.EXERCISED, OptionStatus.LAPSED: OptionState.LAPSED}.get(status)
    if state is None:
        state = OptionState.PASSED if exercise_by and exercise_by < day else OptionState.OPEN
    return OptionShown(
        row["option"],
        row["name"],
        state,
        exercise_by,
        row["start_on"],
        row["end_on"],
        row["years_max"],
        bool(row["illustrative"]),
    )


def _state(start: date | None, end: date | None, possible_end: date | None, day: date) -> ContractState:
    if start and day < start:
        return ContractState.COMING
    if end and end < day:
        over = possible_end is not None and possible_end < day
        return ContractState.ENDED if over else ContractState.UNKNOWN
    return ContractState.RUNNING if start and end else ContractState.UNKNOWN
