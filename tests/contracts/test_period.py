"""How long a contract lasts, held against a plain reading of the same facts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

from hypothesis import given, settings
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
CLOSE = st.dates(date(2025, 1, 1), date(2025, 1, 8))
"""Days so close to each other that they often fall together."""
OPTIONS = st.lists(
    st.builds(
        lambda state, start, end, years, by: OptionShown("x:o", "O", state, by, start, end, years),
        st.sampled_from(OptionState),
        st.one_of(st.none(), CLOSE),
        MAYBE,
        st.one_of(st.none(), st.integers(0, 4).map(float)),
        st.one_of(st.none(), CLOSE),
    ),
    max_size=3,
)
CLOSE_AMENDMENTS = st.lists(
    st.builds(
        lambda day, end: AmendmentShown("x:a", "A", day, None, end, None),
        st.one_of(CLOSE, CLOSE, CLOSE, st.none()),
        st.one_of(CLOSE, CLOSE, st.none()),
    ),
    max_size=3,
)
USED = st.lists(
    st.builds(
        lambda start, end, by: OptionShown("x:o", "O", OptionState.EXERCISED, by, start, end, None),
        st.one_of(st.none(), CLOSE),
        st.one_of(CLOSE, CLOSE, CLOSE, st.none()),
        st.one_of(st.none(), CLOSE),
    ),
    max_size=2,
)


def possible_ends(first: date | None, amendments: list[AmendmentShown], options: list[OptionShown]) -> set[date | None]:
    """Every end there may be, reached by trying all orders in which it may have come to be.

    A change comes on its own day, or on any day where none is told. An option is used on any day up to its limits. One
    that goes on from where the contract would end without it, is used after what it goes on from.
    """
    changes = [one for one in amendments if one.end_on]
    found: set[date | None] = set()
    events: list[AmendmentShown | OptionShown] = [*changes, *options]
    for order in permutations(events):
        end, at, possible = first, date.min, True
        for one in order:
            if isinstance(one, AmendmentShown):
                possible &= one.amended_on is None or at <= one.amended_on
                at = one.amended_on or at
                end = one.end_on
            else:
                limits = [limit for limit in (one.exercise_by, one.start_on) if limit]
                possible &= not limits or at <= min(limits)
                end = max(end, one.end_on) if end and one.end_on else one.end_on
        if possible:
            found.add(end)
    return found


@settings(max_examples=300)
@given(st.one_of(st.none(), CLOSE), CLOSE_AMENDMENTS, USED)
def test_an_end_that_is_told_is_the_only_one_there_can_be(
    first: date | None, amendments: list[AmendmentShown], used: list[OptionShown]
) -> None:
    """What follows on from the end is tried apart, since it is taken to be used last."""
    row = {"start_on": None, "end_on": first, "value_nok": None}
    found = period(row, amendments, used, date(2025, 1, 4))
    ends = {first, *(each.end_on for each in amendments), *(each.end_on for each in used)}
    if any(one.start_on and one.start_on - timedelta(days=1) in ends for one in used):
        return
    if any(one.end_on is None for one in used):
        assert found.end_on is None
        return
    possible = possible_ends(first, amendments, used)
    assert possible
    if found.certain:
        assert possible == {found.end_on}
    else:
        assert (found.end_on, found.state) == (None, ContractState.UNKNOWN)


@given(st.one_of(st.none(), CLOSE), CLOSE_AMENDMENTS, USED)
def test_what_can_be_told_is_told(
    first: date | None, amendments: list[AmendmentShown], used: list[OptionShown]
) -> None:
    row = {"start_on": None, "end_on": first, "value_nok": None}
    found = period(row, amendments, used, date(2025, 1, 4))
    dated = all(one.amended_on for one in amendments if one.end_on)
    if dated and all(one.end_on for one in used) and len(possible_ends(first, amendments, used)) == 1:
        assert {found.end_on} == possible_ends(first, amendments, used)


def test_an_option_that_goes_on_from_a_changed_end_was_used_after_the_change() -> None:
    row = {"start_on": None, "end_on": date(2025, 12, 31), "value_nok": None}
    shorter = AmendmentShown("x:a", "A", date(2025, 3, 1), None, date(2025, 6, 30), None)
    on = OptionShown("x:o", "O", OptionState.EXERCISED, None, date(2025, 7, 1), date(2026, 6, 30), None)
    then = OptionShown("x:p", "P", OptionState.EXERCISED, None, date(2026, 7, 1), date(2027, 6, 30), None)
    assert period(row, [shorter], [then, on], date(2025, 4, 1)).end_on == date(2027, 6, 30)


def test_an_end_that_is_changed_after_an_option_was_used_holds() -> None:
    row = {"start_on": date(2024, 1, 1), "end_on": date(2025, 12, 31), "value_nok": None}
    used = OptionShown("x:o", "O", OptionState.EXERCISED, date(2025, 9, 30), None, date(2026, 12, 31), None)
    stopped = AmendmentShown("x:a", "A", date(2026, 2, 1), None, date(2026, 3, 31), "Hevet")
    found = period(row, [stopped], [used], date(2026, 4, 1))
    assert (found.end_on, found.state, found.certain) == (date(2026, 3, 31), ContractState.ENDED, True)
    early = AmendmentShown("x:a", "A", date(2025, 2, 1), None, date(2026, 3, 31), None)
    found = period(row, [early], [used], date(2026, 4, 1))
    assert (found.end_on, found.state, found.certain) == (None, ContractState.UNKNOWN, False)


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


@given(MAYBE, MAYBE, OPTIONS, DAYS)
def test_a_contract_has_ended_only_where_no_option_can_have_prolonged_it(
    start: date | None, end: date | None, options: list[OptionShown], day: date
) -> None:
    found = period({"start_on": start, "end_on": end, "value_nok": None}, [], options, day)
    if found.state is not ContractState.ENDED:
        return
    assert found.end_on is not None
    assert found.end_on < day
    for one in options:
        if one.state is OptionState.PASSED:
            assert one.end_on is not None or one.years_max is not None
            assert one.end_on is None or one.end_on < day
            assert one.end_on or not one.years_max or found.end_on.year + one.years_max <= day.year


def test_an_option_of_years_that_may_have_been_used_counts_from_the_end() -> None:
    row = {"start_on": date(2015, 4, 1), "end_on": date(2021, 4, 1), "value_nok": None}
    passed = OptionShown("x:o", "O", OptionState.PASSED, date(2021, 4, 1), None, None, 4.0)
    states = [period(row, [], [passed], day).state for day in (date(2021, 4, 2), date(2025, 4, 1), date(2025, 4, 2))]
    assert states == [ContractState.UNKNOWN, ContractState.UNKNOWN, ContractState.ENDED]
    endless = OptionShown("x:o", "O", OptionState.PASSED, date(2021, 4, 1), None, None, None)
    assert period(row, [], [endless], date(2099, 1, 1)).state is ContractState.UNKNOWN
