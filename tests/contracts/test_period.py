"""How long a contract lasts, held against a plain reading of the same facts."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from queries.contracts.period import (
    AmendmentShown,
    ContractState,
    OptionShown,
    OptionState,
    months_later,
    period,
)

DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
MAYBE = st.one_of(st.none(), DAYS)
AMENDMENTS = st.lists(
    st.builds(
        lambda day, end, value: AmendmentShown("x:a", "A", day, value, end, None),
        MAYBE,
        MAYBE,
        st.one_of(st.none(), st.sampled_from([1.0, 2.0])),
    ),
    max_size=4,
)
OPTIONS = st.lists(
    st.builds(
        lambda state, end, years: OptionShown("x:o", "O", state, None, None, end, years),
        st.sampled_from(OptionState),
        MAYBE,
        st.one_of(st.none(), st.integers(0, 4).map(float)),
    ),
    max_size=3,
)


@given(MAYBE, MAYBE, AMENDMENTS, OPTIONS, DAYS)
def test_the_end_is_the_last_that_was_agreed_or_unknown_where_that_cannot_be_told(
    start: date | None, end: date | None, amendments: list[AmendmentShown], options: list[OptionShown], day: date
) -> None:
    found = period({"start_on": start, "end_on": end, "value_nok": 5.0}, amendments, options, day)
    changing = [one for one in amendments if one.end_on]
    newest = max((one.amended_on for one in changing if one.amended_on), default=None)
    candidates = {one.end_on for one in changing if one.amended_on == newest} if changing else {end}
    used = [one.end_on for one in options if one.state is OptionState.EXERCISED]
    clear = all(one.amended_on for one in changing) and len(candidates) == 1 and None not in used
    ends = [one for one in (*candidates, *used) if one]
    assert found.end_on == (max(ends) if clear and ends else None)
    assert (found.state is ContractState.ENDED) <= (found.end_on is not None and found.end_on < day)


@given(MAYBE, MAYBE, AMENDMENTS, OPTIONS, DAYS)
def test_the_latest_end_is_never_before_the_end(
    start: date | None, end: date | None, amendments: list[AmendmentShown], options: list[OptionShown], day: date
) -> None:
    found = period({"start_on": start, "end_on": end, "value_nok": None}, amendments, options, day)
    if found.latest_end is not None:
        assert found.end_on is not None
        assert found.latest_end >= found.end_on
    unknown = any(one.state is OptionState.OPEN and one.end_on is None and one.years_max is None for one in options)
    assert (found.latest_end is None) == (found.end_on is None or unknown)


@given(AMENDMENTS, st.randoms(use_true_random=False), DAYS)
def test_the_order_that_changes_are_told_in_does_not_matter(
    amendments: list[AmendmentShown], random: object, day: date
) -> None:
    row = {"start_on": None, "end_on": date(2025, 1, 1), "value_nok": 5.0}
    shuffled = list(amendments)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # a Random
    assert period(row, amendments, [], day) == period(row, shuffled, [], day)


@given(DAYS, st.integers(0, 40))
def test_months_later_is_in_the_month_it_should_be_and_never_later_in_it(day: date, months: int) -> None:
    found = months_later(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1
