from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.connection import Graph
from queries.answers import Outcome
from queries.goals.thread import CERTAINTY_RANK, RANK, Way
from queries.goals.trace_down import trace_down
from queries.goals.trace_up import TraceUp, trace_up
from tests.queries.plain_thread import RANKS, PlainElement, PlainLink, PlainWay, all_ways, effect, holds
from tests.queries.random_threads import TODAY, Thread, put, threads

pytestmark = pytest.mark.anyio
ON_THE_GRAPH = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
DAYS = st.sampled_from([TODAY, date(2020, 6, 1), date(2027, 6, 1), date(2026, 5, 31)])


def ends_of(elements: dict[str, PlainElement], start: str) -> list[str]:
    return [one.id for one in elements.values() if one.kind in ("SdgTarget", "SdgGoal") and one.id != start]


def shown(way: Way) -> tuple[object, ...]:
    links = tuple((link.type, RANK[link.contribution], CERTAINTY_RANK[link.certainty]) for link in way.links)
    return tuple(element.id for element in way.elements), links, RANK[way.contribution], way.in_force


def plainly(way: PlainWay) -> tuple[object, ...]:
    ranks = [RANKS.index(link.contribution or "contributes") for link in way.links]
    certainties = [["adopted", "documented", "interpreted", "proposed"].index(link.certainty) for link in way.links]
    links = tuple(zip((link.type for link in way.links), ranks, certainties, strict=True))
    return way.ids, links, way.rank, way.in_force


def check_up(answer: TraceUp, elements: dict[str, PlainElement], links: list[PlainLink], start: str, day: date) -> None:
    expected: dict[str, set[str]] = {"reached": set(), "supported": set(), "hindered": set(), "not_in_force": set()}
    names = {"contributes": "reached", "supports": "supported", "not_in_force": "not_in_force"}
    for end in ends_of(elements, start):
        ways = all_ways(elements, links, start, end, day)
        what, hinders = effect(ways)
        if what in names:
            expected[names[what]].add(end)
        if hinders:
            expected["hindered"].add(end)
    found = {name: {reach.target.id for reach in getattr(answer, name)} for name in expected}
    assert found == expected
    for name in expected:
        for reach in getattr(answer, name):
            ways = all_ways(elements, links, start, reach.target.id, day)
            assert reach.all_ways
            assert reach.way_count == len(ways)
            assert sorted(map(shown, reach.ways), key=repr) == sorted(map(plainly, ways), key=repr)
            assert [way.length for way in reach.ways] == sorted(way.length for way in reach.ways)
            assert reach.shortest.length == min(len(way.links) for way in ways)
            best = min(
                (
                    not way.in_force,
                    max((RANKS.index(one.contribution or "contributes"),) for one in way.links),
                    way.rank,
                )
                for way in ways
            )
            assert reach.strongest.in_force is not best[0]
            assert reach.strongest.in_force == any(way.in_force for way in ways)
            live = [way for way in ways if way.in_force == reach.strongest.in_force]
            assert RANK[reach.strongest.contribution] == min(way.rank for way in live)
            assert reach.weakest_link is not None
            assert RANK[reach.weakest_link.contribution] == RANK[reach.strongest.contribution]
    if any(expected[name] for name in ("reached", "supported", "hindered")):
        assert answer.outcome == Outcome.FOUND
    elif expected["not_in_force"]:
        assert answer.outcome == Outcome.UNDETERMINED
    else:
        assert answer.outcome != Outcome.FOUND
    assert answer.complete


@ON_THE_GRAPH
@given(thread=threads(), day=DAYS)
async def test_tracing_up_finds_what_listing_every_way_finds(graph: Graph, thread: Thread, day: date) -> None:
    elements, links = thread
    await put(graph, thread)
    start = next(iter(elements))
    answer = await trace_up(graph, start, day, max_ways=1000)
    check_up(answer, elements, links, start, day)


@ON_THE_GRAPH
@given(thread=threads(), day=DAYS)
async def test_tracing_down_is_tracing_up_backwards(graph: Graph, thread: Thread, day: date) -> None:
    elements, links = thread
    await put(graph, thread)
    end = next((one.id for one in reversed(elements.values()) if one.kind.startswith("Sdg")), next(iter(elements)))
    answer = await trace_down(graph, end, day)
    expected = {}
    for one in elements:
        what, hinders = effect(all_ways(elements, links, one, end, day))
        if one != end and what is not None and holds(elements[end], day):
            expected[one] = (what, hinders and what != "hinders")
    assert {effort.element.id: (str(effort.effect), effort.also_hinders) for effort in answer.efforts} == expected
    assert sum(count.count for count in answer.counts) == len(expected)
    for effort in answer.efforts:
        ways = all_ways(elements, links, effort.element.id, end, day)
        assert effort.distance == min(len(way.links) for way in ways)
        assert tuple(reversed([element.id for element in effort.way.elements])) in [way.ids for way in ways]


@ON_THE_GRAPH
@given(thread=threads(), most=st.integers(1, 3))
async def test_showing_fewer_ways_never_changes_what_is_reached(graph: Graph, thread: Thread, most: int) -> None:
    await put(graph, thread)
    start = next(iter(thread[0]))
    few, all_of_them = (
        await trace_up(graph, start, TODAY, max_ways=most),
        await trace_up(graph, start, TODAY, max_ways=1000),
    )
    for name in ("reached", "supported", "hindered", "not_in_force"):
        shown_few, shown_all = getattr(few, name), getattr(all_of_them, name)
        assert [reach.target for reach in shown_few] == [reach.target for reach in shown_all]
        for one, whole in zip(shown_few, shown_all, strict=True):
            assert one.ways == whole.ways[:most]
            assert one.all_ways == (len(whole.ways) <= most)
            assert one.strongest == whole.strongest
            assert one.way_count in (whole.way_count, None)  # a cycle is counted only by listing all
    assert few.outcome == all_of_them.outcome
