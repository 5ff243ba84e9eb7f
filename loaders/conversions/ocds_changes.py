"""What the changes of a contract did, told from how it looked in each release.

In the Open Contracting Data Standard a change (amendment) has a day and a reason, and not what it changed: that shows
only by holding releases against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

ValueT = TypeVar("ValueT")


@dataclass(frozen=True)
class Look(Generic[ValueT]):
    """How a contract looked in a release: its day, the changes told of by then, and the value; None is unknown."""

    day: date
    told: frozenset[str]
    value: ValueT | None


@dataclass(frozen=True)
class Course(Generic[ValueT]):
    """The value from the start, and what each change made it; a change that is not named left it as it was.

    `unplaced` is true where something that was told is not kept: a later release tells otherwise without any change
    between them, or it cannot be said when it held.
    """

    first: ValueT | None
    changed: Mapping[str, ValueT] = field(default_factory=dict)
    unplaced: bool = False


def course(looks: Sequence[Look[ValueT]], changes: Mapping[str, date | None]) -> Course[ValueT]:
    """What a value has been, as far as it can be told for certain.

    A release shows the value after the last of the changes it tells of. One that is silent of an earlier change is left
    aside: nobody can say on which side of the change it stands. Where no release shows the value between two changes,
    all before the later of them is unknown: it may have gone there and back. The last release tells what holds now. A
    change without a day makes all unknown, unless it is the only one and the value was the same before it was told of.

    Args:
        looks: How the contract looked, the oldest release first.
        changes: All changes, with their days.
    """
    if not looks:
        return Course(None)
    last = looks[-1].value
    undated = [one for one, day in changes.items() if day is None]
    if undated:
        same = len(changes) == 1 and not looks[0].told and all(one.value == last for one in looks)
        if same or last is None:
            return Course(last, unplaced=any(one.value != last for one in looks))
        return Course(None, dict.fromkeys(undated, last), unplaced=True)
    days = sorted({day for day in changes.values() if day is not None})
    values = _by_day(looks, changes, days)
    unknown = max((at for at, value in enumerate(values) if value is None), default=-1)
    changed: dict[str, ValueT] = {}
    for at in range(max(unknown, 0) + 1, len(values)):
        value = values[at]
        if value is not None and (at == unknown + 1 or value != values[at - 1]):
            changed.update({one: value for one, day in changes.items() if day == days[at - 1]})
    first = values[0] if unknown < 0 else None
    kept = {first, *changed.values()}
    return Course(first, changed, any(look.value is not None and look.value not in kept for look in looks))


def _by_day(
    looks: Sequence[Look[ValueT]], changes: Mapping[str, date | None], days: Sequence[date]
) -> list[ValueT | None]:
    """The value before all changes, and after those of each day; None where it is not known."""
    values: list[ValueT | None] = [None] * (len(days) + 1)
    for look in looks:
        silent = [day for one, day in changes.items() if day is not None and one not in look.told and day <= look.day]
        told = [day for one in look.told if (day := changes.get(one)) is not None]
        partly = {day for one, day in changes.items() if day in told and one not in look.told}
        if not silent and not partly:
            values[days.index(max(told)) + 1 if told else 0] = look.value
    return values
