"""Values as people and spreadsheets write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from schema.base import holds
from schema.catalogue import enumerations
from schema.values import AnyId, Day, LocalId, Number, Texts, Whole, YesNo


def read(kind: Any, value: Any) -> Any:
    return TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (Day, "2025-12-31", date(2025, 12, 31)),
        (Day, " 31.12.2025 ", date(2025, 12, 31)),
        (Day, "1.2.2025", date(2025, 2, 1)),
        (Day, datetime(2025, 12, 31), date(2025, 12, 31)),
        (Day, date(2024, 2, 29), date(2024, 2, 29)),
        (Number, "1 234,5", 1234.5),
        (Number, "1\u00a0234,5", 1234.5),
        (Number, "−0,7", -0.7),
        (Number, "1.5", 1.5),
        (Number, 3, 3.0),
        (Whole, "1 000", 1000),
        (Whole, 5.0, 5),
        (YesNo, "Ja", True),
        (YesNo, "x", True),
        (YesNo, "nei", False),
        (YesNo, 0, False),
        (Texts, "a; b ;;c", ["a", "b", "c"]),
        (Texts, ["a;b"], ["a;b"]),
        (LocalId, " tiltak-1.2/æ_Ø ", "tiltak-1.2/æ_Ø"),
        (AnyId, "sdg:11.6", "sdg:11.6"),
        (AnyId, "lov:kommuneloven/13-1", "lov:kommuneloven/13-1"),
    ],
)
def test_a_value_is_read(kind: Any, written: Any, value: Any) -> None:
    found = read(kind, written)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (Day, "31.02.2025"),
        (Day, "2025-13-01"),
        (Day, "31/12/2025"),
        (Day, "2025"),
        (Day, 45000),
        (Day, True),
        (Day, datetime(2025, 12, 31, 8)),
        (Number, "1.234,5"),
        (Number, "ca. 5"),
        (Number, True),
        (Whole, "1,5"),
        (Whole, 1.5),
        (YesNo, "kanskje"),
        (YesNo, 2),
        (LocalId, "sdg:11"),
        (LocalId, "to ord"),
        (LocalId, "-x"),
        (LocalId, ""),
        (AnyId, "SDG:11"),
        (AnyId, "a:b:c"),
        (AnyId, "x" * 261),
    ],
)
def test_a_value_that_may_mean_something_else_is_refused(kind: Any, written: Any) -> None:
    with pytest.raises(ValidationError):
        read(kind, written)


def test_the_end_of_an_interval_is_the_first_day_after() -> None:
    start, end = date(2024, 1, 1), date(2025, 1, 1)
    assert [holds(start, end, day) for day in (date(2023, 12, 31), start, date(2024, 12, 31), end)] == [
        False,
        True,
        True,
        False,
    ]
    assert holds(None, None, date.min) and holds(None, None, date.max)


def test_a_choice_is_its_stored_value() -> None:
    for enumeration in enumerations():
        for member in enumeration:
            assert member == member.value
            assert str(member) == member.value
            assert enumeration(member.value) is member
