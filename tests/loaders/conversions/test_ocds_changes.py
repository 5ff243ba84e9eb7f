"""What changes did, held against courses of which everything is known."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loaders.conversions.ocds_changes import Course, Look, course
from queries.contracts.period import AmendmentShown, period

START = date(2024, 1, 1)
DAYS = st.integers(0, 30).map(lambda days: START + timedelta(days))
VALUES = st.sampled_from([1.0, 2.0, 3.0])


@st.composite
def true_courses(
    draw: st.DrawFn,
) -> tuple[float, list[tuple[date, float | None]], list[date], list[bool]]:
    """A first value, changes with what each made it (None: nothing), the days of releases, and which changes lag."""
    changed = draw(st.lists(st.tuples(DAYS, st.one_of(st.none(), VALUES)), max_size=4, unique_by=lambda one: one[0]))
    releases = draw(st.lists(DAYS, min_size=1, max_size=4, unique=True))
    late = draw(st.lists(st.booleans(), min_size=len(changed), max_size=len(changed)))
    return draw(VALUES), sorted(changed, key=lambda one: one[0]), sorted(releases), late


def true_value(first: float, changed: list[tuple[date, float | None]], day: date) -> float:
    for made, value in changed:
        if made <= day and value is not None:
            first = value
    return first


def as_reckoned(found: Course[float], days: dict[str, date | None], day: date) -> float | None:
    """The value on a day, as the question about contracts reckons it from the records that are made."""
    amendments = [
        AmendmentShown(f"x:{key}", key, made, found.changed.get(key), None, None)
        for key, made in days.items()
        if made is None or made <= day
    ]
    row = {"start_on": None, "end_on": None, "value_nok": found.first}
    return period(row, amendments, [], day).value_nok


@given(true_courses(), DAYS)
def test_what_is_told_is_never_wrong_and_after_the_last_release_it_is_known(
    true: tuple[float, list[tuple[date, float | None]], list[date], list[bool]], day: date
) -> None:
    """Changes that lag are told of only in the last release; all are told of there."""
    first, changed, releases, late = true
    changed = [one for one in changed if one[0] <= releases[-1]]
    keys = {str(at): made for at, (made, _) in enumerate(changed)}
    looks = [
        Look(
            release,
            frozenset(
                key
                for (key, made), lags in zip(keys.items(), late, strict=False)
                if made <= release and (not lags or release == releases[-1])
            ),
            true_value(first, changed, release),
        )
        for release in releases
    ]
    days: dict[str, date | None] = dict(keys)
    found = as_reckoned(course(looks, days), days, day)
    assert found in (None, true_value(first, changed, day))
    if day >= releases[-1]:
        assert found == true_value(first, changed, day)


@given(true_courses(), DAYS)
def test_a_change_without_a_day_makes_the_value_undetermined_where_it_may_have_changed(
    true: tuple[float, list[tuple[date, float | None]], list[date], list[bool]], day: date
) -> None:
    first, changed, releases, _ = true
    keys = {str(at): made for at, (made, _) in enumerate(changed)}
    looks = [
        Look(
            release,
            frozenset([*(key for key, made in keys.items() if made <= release), "uten dag"]),
            true_value(first, changed, release),
        )
        for release in releases
    ]
    days: dict[str, date | None] = {**keys, "uten dag": None}
    found = course(looks, days)
    assert as_reckoned(found, days, day) is None
    assert found.unplaced


def test_what_lies_between_two_values_that_differ_is_unknown_until_the_last_of_them() -> None:
    days = {"a": date(2024, 2, 1), "b": date(2024, 3, 1)}
    looks = [Look(START, frozenset[str](), 1.0), Look(date(2024, 6, 1), frozenset("ab"), 3.0)]
    found = course(looks, dict(days))
    assert (found.first, dict(found.changed), found.unplaced) == (None, {"b": 3.0}, True)


def test_what_is_the_same_on_both_sides_of_two_changes_may_have_gone_there_and_back_between() -> None:
    days = {"a": date(2024, 2, 1), "b": date(2024, 3, 1)}
    looks = [Look(START, frozenset[str](), 1.0), Look(date(2024, 6, 1), frozenset("ab"), 1.0)]
    assert course(looks, dict(days)) == Course(None, {"b": 1.0}, False)


def test_one_change_without_a_day_between_values_that_are_the_same_changed_nothing() -> None:
    looks = [Look(START, frozenset[str](), 1.0), Look(date(2024, 6, 1), frozenset("a"), 1.0)]
    assert course(looks, {"a": None}) == Course(1.0, {}, False)
    assert course(looks[1:], {"a": None}) == Course(None, {"a": 1.0}, True)


def test_a_release_that_is_silent_of_an_earlier_change_says_nothing_of_what_was_before_it() -> None:
    looks = [Look(date(2024, 5, 1), frozenset[str](), 2.0), Look(date(2024, 6, 1), frozenset("a"), 2.0)]
    assert course(looks, {"a": date(2024, 2, 1)}) == Course(None, {"a": 2.0}, False)


def test_without_changes_the_last_release_holds_and_the_earlier_value_is_told_of() -> None:
    looks = [Look(START, frozenset[str](), 1.0), Look(date(2024, 6, 1), frozenset[str](), 2.0)]
    assert course(looks, {}) == Course(2.0, {}, True)
    assert course([], {}) == Course(None)


def test_a_value_that_ends_as_unknown_is_unknown_always() -> None:
    looks = [Look(START, frozenset[str](), 1.0), Look(date(2024, 6, 1), frozenset("a"), None)]
    assert course(looks, {"a": date(2024, 2, 1)}) == Course(None, {}, True)
