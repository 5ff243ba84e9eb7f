"""Interest and control on random holdings, against a slow and obvious reckoning of what the shares may truly be."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from queries.ownership.control import ControlVerdict, controls
from queries.ownership.holdings import UNKNOWN, WHOLE, Book, Holding, ShareClassWeight, Span, span
from queries.ownership.interest import interests
from tests.ownership.plain_ownership import plain_controlled, plain_interests, summed_over_ways

COMPANIES = ["A", "B", "C", "D"]
OWNERS = ["k", "o", *COMPANIES]
CLOSE = Fraction(1, 10**9)


@dataclass
class World:
    """What is recorded, and one way the shares may truly be."""

    holdings: list[Holding]
    classes: list[ShareClassWeight]
    capital: dict[tuple[str, str], Fraction]
    votes: dict[tuple[str, str], Fraction]


def parts(draw: st.DrawFn, count: int) -> list[int]:
    """Whole per cents that sum to no more than a hundred; halves and wholes are common."""
    left, found = 100, []
    for _ in range(count):
        one = draw(st.sampled_from([0, 5, 10, 25, 30, 49, 50, 51, 100]))
        found.append(min(one, left))
        left -= found[-1]
    return found


@st.composite
def recorded(draw: st.DrawFn, true: int, certain: bool = False) -> Span:
    """What a record may say of a share: itself, an interval around it, more than something, or nothing."""
    how = 0 if certain else draw(st.integers(0, 3))
    if how == 0:
        found = span(float(true), None, None)
        assert found is not None
        return found
    low, high = draw(st.integers(0, true)), draw(st.integers(true, 100))
    if how == 1:
        return Span(low * WHOLE // 100, high * WHOLE // 100)
    if how == 2 and true > low:
        return Span(low * WHOLE // 100, WHOLE, True)
    return UNKNOWN


@st.composite
def worlds(draw: st.DrawFn, certain: bool = False, with_classes: bool = True) -> World:
    world = World([], [], defaultdict(Fraction), defaultdict(Fraction))
    for company in COMPANIES[: draw(st.integers(1, 4))]:
        names = [""]
        if with_classes and draw(st.booleans()):
            names = [f"{company}1", f"{company}2"]
        weights = dict.fromkeys(names, (100, 100))
        if len(names) > 1:
            first = parts(draw, 2)
            weights = {names[0]: (first[0], first[1]), names[1]: (100 - first[0], 100 - first[1])}
            for name in names:
                capital, votes = weights[name]
                world.classes.append(
                    ShareClassWeight(name, company, draw(recorded(capital, certain)), draw(recorded(votes, certain)))
                )
        for name in names:
            add_holdings(draw, world, company, name, weights[name], certain)
    return world


def add_holdings(
    draw: st.DrawFn, world: World, company: str, name: str, weight: tuple[int, int], certain: bool
) -> None:
    owners = draw(st.lists(st.sampled_from(OWNERS), max_size=4, unique=True))
    capital, votes = parts(draw, len(owners)), parts(draw, len(owners))
    for owner, share, vote in zip(owners, capital, votes, strict=True):
        world.holdings.append(
            Holding(owner, company, draw(recorded(share, certain)), draw(recorded(vote, certain)), name)
        )
        world.capital[owner, company] += Fraction(share * weight[0], 10000)
        world.votes[owner, company] += Fraction(vote * weight[1], 10000)


def reached(world: World) -> list[str]:
    return sorted({one.company for one in world.holdings})


@settings(max_examples=500, deadline=None)
@given(worlds())
def test_what_the_interest_may_truly_be_is_in_the_interval(world: World) -> None:
    companies = reached(world)
    found = interests(Book(world.holdings, world.classes, votes=False), ["k"], companies)
    true = plain_interests(world.capital, "k", companies)
    if true is None:
        return  # the true shares are themselves a ring that owns all of itself
    for company in companies:
        assert found[company].low - CLOSE <= true[company] <= found[company].high + CLOSE


@settings(max_examples=300, deadline=None)
@given(worlds(certain=True))
def test_exact_shares_give_the_exact_interest_or_say_why_there_is_none(world: World) -> None:
    companies = reached(world)
    found = interests(Book(world.holdings, world.classes, votes=False), ["k"], companies)
    true = plain_interests(world.capital, "k", companies)
    if true is None:
        assert any(one.because for one in found.values())
        return
    for company in companies:
        if not found[company].because:
            assert found[company].exact
            assert abs(found[company].low - true[company]) < CLOSE


@settings(max_examples=200, deadline=None)
@given(worlds(certain=True))
def test_the_interest_is_what_all_ways_to_the_company_sum_to(world: World) -> None:
    companies = reached(world)
    found = interests(Book(world.holdings, world.classes, votes=False), ["k"], companies)
    some = summed_over_ways(world.capital, "k", companies, 30)
    for company in companies:
        assert some[company] <= found[company].high + CLOSE


@settings(max_examples=500, deadline=None)
@given(worlds())
def test_control_that_is_settled_is_so_whatever_the_unknown_votes_truly_are(world: World) -> None:
    companies = reached(world)
    found = controls(Book(world.holdings, world.classes, votes=True), ["k"], companies)
    controlled = plain_controlled(world.votes, "k", companies)
    for company in companies:
        settled = {ControlVerdict.YES: True, ControlVerdict.NO: False}.get(found[company].verdict)
        assert settled in (None, company in controlled)


@settings(max_examples=300, deadline=None)
@given(worlds(certain=True))
def test_known_votes_settle_control_and_the_chain_shows_it(world: World) -> None:
    companies = reached(world)
    found = controls(Book(world.holdings, world.classes, votes=True), ["k"], companies)
    controlled = plain_controlled(world.votes, "k", companies)
    assert {one for one, has in found.items() if has.verdict is ControlVerdict.YES} == controlled
    assert all(one.verdict is not ControlVerdict.UNDETERMINED for one in found.values())
    for company in controlled:
        have = {"k"}
        for step in found[company].chain:
            assert set(step.holders) <= have
            votes = sum((world.votes[owner, step.company] for owner in step.holders), Fraction())
            assert votes * 2 > 1 - world.votes[step.company, step.company]
            have.add(step.company)
        assert found[company].chain[-1].company == company


GRID = [0, 25, 50, 75, 100]
INTERVALS = st.tuples(st.sampled_from(GRID), st.sampled_from(GRID)).map(sorted)


def choices(intervals: list[list[int]]) -> list[tuple[int, ...]]:
    """Every choice of shares within the intervals that sum to no more than a hundred. Corners are on the grid."""
    within = [[share for share in GRID if low <= share <= high] for low, high in intervals]
    return [one for one in itertools.product(*within) if sum(one) <= 100]


@settings(max_examples=150, deadline=None)
@given(st.lists(INTERVALS, min_size=5, max_size=5))
@example([[0, 50], [0, 100], [0, 0], [0, 100], [0, 100]])
def test_the_interval_is_no_wider_than_the_shares_allow(intervals: list[list[int]]) -> None:
    """Two companies, that k, o and the other may own, and B itself too: every choice of shares is tried."""
    owners = [("k", "A"), ("B", "A"), ("k", "B"), ("A", "B"), ("B", "B")]
    holdings = [
        Holding(owner, company, Span(low * WHOLE // 100, high * WHOLE // 100))
        for (owner, company), (low, high) in zip(owners, intervals, strict=True)
    ]
    book = Book(holdings, [], votes=False)
    found = interests(book, ["k"], ["A", "B"])
    tried: dict[str, list[float]] = {"A": [], "B": []}
    for a, b in itertools.product(choices(intervals[:2]), choices(intervals[2:])):
        share = [one / 100 for one in (*a, *b)]
        whole = 1 - share[4] - share[1] * share[3]
        if whole > 0:
            interest_b = (share[2] + share[3] * share[0]) / whole
            tried["B"].append(interest_b)
            tried["A"].append(share[0] + share[1] * interest_b)
    for company, values in tried.items():
        if values:  # none where the lowest shares sum to more than a hundred already
            assert abs(min(values) - found[company].low) < CLOSE
            assert max(values) <= found[company].high + CLOSE
            assert found[company].high - max(values) < CLOSE or near_a_closed_ring(intervals)


def near_a_closed_ring(intervals: list[list[int]]) -> bool:
    """Whether some choice is a ring that owns all of itself: the interest then goes towards one no choice has."""
    return any(
        1 - (b[2] / 100) - (a[1] / 100) * (b[1] / 100) == 0
        for a, b in itertools.product(choices(intervals[:2]), choices(intervals[2:]))
    )


def percents(low: int, high: int, above: bool = False) -> Span:
    return Span(low * WHOLE // 100, high * WHOLE // 100, above)


def test_more_than_half_of_a_class_that_may_have_no_votes_is_more_than_nothing_else() -> None:
    """Exactly half for certain, and more than 50 % of a class of which nobody knows whether it has votes."""
    half = Holding("k", "A", percents(50, 50), percents(50, 50))
    more = Holding("k", "A", percents(50, 100, True), percents(50, 100, True), "a")
    known = ShareClassWeight("a", "A", percents(10, 10), percents(10, 10))
    for weights, verdict in (([], ControlVerdict.UNDETERMINED), ([known], ControlVerdict.YES)):
        book = Book([half, more], weights, votes=True)
        assert controls(book, ["k"], ["A"])["A"].verdict is verdict


def test_those_who_share_a_class_have_no_more_than_the_class_together() -> None:
    held = [
        Holding("k", "B", percents(100, 100)),
        Holding("k", "A", share_class="a"),
        Holding("B", "A", share_class="a"),
    ]
    weight = ShareClassWeight("a", "A", percents(30, 30), percents(60, 60))
    found = interests(Book(held, [weight], votes=False), ["k"], ["A", "B"])["A"]
    assert (found.low, round(found.high, 12)) == (0, 0.3)


def test_the_others_leave_no_more_than_the_rest() -> None:
    held = [Holding("k", "A"), Holding("o", "A", percents(40, 60)), Holding("p", "A", percents(20, 20))]
    [mine, _, _] = Book(held, [], votes=False).of["A"].lots
    assert mine.high == WHOLE * 40 // 100


def test_fifty_in_many_parts_is_still_exactly_half() -> None:
    held = []
    for share in (16.67, 16.67, 16.66):
        told = span(share, None, None)
        assert told is not None
        held.append(Holding("k", "A", told, told))
    assert controls(Book(held, [], votes=True), ["k"], ["A"])["A"].verdict is ControlVerdict.NO


def test_three_thirds_as_a_computer_writes_them_are_not_more_than_the_whole() -> None:
    third = span(100 / 3, None, None)
    assert third is not None
    held = [Holding(owner, "A", third, third) for owner in ("k", "o", "p")]
    book = Book(held, [], votes=False)
    assert not book.of["A"].excess
    assert abs(interests(book, ["k"], ["A"])["A"].low - 1 / 3) < CLOSE
    more = span(33.4, None, None)
    assert more is not None
    assert Book([*held[:2], Holding("p", "A", more, more)], [], votes=False).of["A"].excess


def test_a_chain_of_thousands_and_a_great_ring_are_reckoned() -> None:
    whole, half = percents(100, 100), percents(50, 50)
    names = [f"c{number:05}" for number in range(5000)]
    chain = [Holding(owner, company, whole, whole) for owner, company in itertools.pairwise(["k", *names])]
    book = Book(chain, [], votes=False)
    assert interests(book, ["k"], names)[names[-1]].low == 1
    assert controls(book, ["k"], names)[names[-1]].verdict is ControlVerdict.YES
    ring = [Holding(owner, company, half, half) for owner, company in itertools.pairwise([*names, names[0]])]
    found = interests(Book([Holding("k", names[0], half, half), *ring], [], votes=False), ["k"], names)
    assert abs(found[names[0]].low - 0.5) < CLOSE
    assert abs(found[names[2]].low - 0.125) < CLOSE
