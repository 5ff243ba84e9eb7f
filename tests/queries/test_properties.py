"""Laws that the answers keep on every graph, whatever the right answer is."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph.connection import Graph
from queries.answers import Answer
from queries.goals.coverage import Coverage, CoveredBy, coverage
from queries.goals.outside_thread import outside_thread
from queries.goals.trace_down import Effect, trace_down
from queries.goals.trace_up import Reach, trace_up
from queries.plans.plans_in_force import plans_in_force
from queries.plans.suspect_links import SuspectLinks, suspect_links
from schema.base import holds
from tests.queries.plain_coverage import goals_in_scope
from tests.queries.plain_facts import THREAD, TODAY, Fact, Facts, Tie, put_facts
from tests.queries.random_governance import DAYS, municipalities, plan_systems, revisions, stated_again

pytestmark = pytest.mark.anyio
ON_THE_GRAPH = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
WORST_FIRST = ["uncovered", "expired", "shallow", "partly", "covered"]
HINDRANCES = {"Tiltak": "CARRIES_OUT", "Oppdrag": "IMPLEMENTS", "Strategy": "ADVANCES"}


def chosen(draw: st.DrawFn, among: Iterable[Any]) -> Any:
    possible = list(among)
    assume(possible)
    return draw(st.sampled_from(possible))


@st.composite
def with_a_tiltak(draw: st.DrawFn) -> tuple[Facts, Fact]:
    facts = draw(municipalities())
    return facts, chosen(draw, (one for one in facts.of_kind("Tiltak") if one.get("status") != "cancelled"))


@st.composite
def with_a_hindrance(draw: st.DrawFn) -> tuple[Facts, Tie]:
    """A hindering link that is not there yet, from some work to some goal."""
    facts = draw(municipalities())
    start, finish = chosen(draw, facts.of_kind(*HINDRANCES)), chosen(draw, facts.of_kind("Goal"))
    return facts, Tie(HINDRANCES[start.kind], start.id, finish.id, {"contribution": "hinders"})


@st.composite
def with_a_link(draw: st.DrawFn) -> tuple[Facts, int]:
    """A link of the red thread; what an element no longer stands in may be the very plan that held it back."""
    facts = draw(municipalities())
    return facts, chosen(draw, (place for place, tie in enumerate(facts.ties) if tie.type in THREAD))


@st.composite
def revised_with_a_link(draw: st.DrawFn) -> tuple[Facts, str, int]:
    """A revision, and which of its links somebody goes through."""
    facts, new = draw(revisions())
    return facts, new, chosen(draw, (place for place, tie in enumerate(facts.ties) if "reviewed_on" in tie.values))


@st.composite
def revisions_beside_plans(draw: st.DrawFn) -> Facts:
    """A plan in versions, the latest of them `t:v1` or later, and a system of plans beside it."""
    (facts, _), plans = draw(revisions()), draw(plan_systems())
    return Facts(facts.nodes | plans.nodes, facts.ties + plans.ties)


def statuses(answer: Coverage) -> dict[tuple[str, CoveredBy], int]:
    return {(row.goal.id, cell.by): WORST_FIRST.index(cell.status) for row in answer.rows for cell in row.cells}


def targets(reaches: Iterable[Reach]) -> set[str]:
    return {reach.target.id for reach in reaches}


def links(answer: SuspectLinks) -> list[tuple[str, str, str, str | None, date | None]]:
    return sorted(
        ((one.element.id, one.rests_on, one.type, one.reviewed_version, one.reviewed_on) for one in answer.suspects),
        key=repr,
    )


@ON_THE_GRAPH
@given(case=with_a_tiltak(), day=DAYS)
async def test_cancelling_a_tiltak_never_improves_coverage(graph: Graph, case: tuple[Facts, Fact], day: date) -> None:
    facts, tiltak = case
    await put_facts(graph, facts)
    before = statuses(await coverage(graph, "t", day))
    await put_facts(graph, facts.with_node(replace(tiltak, values={**tiltak.values, "status": "cancelled"})))
    after = statuses(await coverage(graph, "t", day))
    assert before.keys() == after.keys()
    assert [key for key in before if after[key] > before[key]] == []


@ON_THE_GRAPH
@given(case=with_a_hindrance(), day=DAYS)
async def test_a_hindering_link_never_adds_to_what_is_reached_or_covered(
    graph: Graph, case: tuple[Facts, Tie], day: date
) -> None:
    facts, hindrance = case
    await put_facts(graph, facts)
    before, covered = await trace_up(graph, "t:e1", day), statuses(await coverage(graph, "t", day))
    await put_facts(graph, facts.with_ties([*facts.ties, hindrance]))
    after = await trace_up(graph, "t:e1", day)
    assert targets(after.reached) == targets(before.reached)
    assert targets(after.supported) == targets(before.supported)
    assert targets(after.hindered) >= targets(before.hindered)
    assert statuses(await coverage(graph, "t", day)) == covered


@ON_THE_GRAPH
@given(case=with_a_link(), start=st.sampled_from(["t:e1", "t:e2", "t:e3"]))
async def test_ending_a_link_never_adds_to_what_is_reached_or_supported(
    graph: Graph, case: tuple[Facts, int], start: str
) -> None:
    facts, place = case
    assume(start in facts.nodes)
    await put_facts(graph, facts)
    before = await trace_up(graph, start, TODAY)
    tie = facts.ties[place]
    first = tie.get("valid_from")
    end = TODAY if first is None or first < TODAY else first
    ended = replace(tie, values={**tie.values, "valid_to": end})
    await put_facts(graph, facts.with_ties([*facts.ties[:place], ended, *facts.ties[place + 1 :]]))
    after = await trace_up(graph, start, TODAY)
    assert targets(after.reached) <= targets(before.reached)
    assert targets((*after.reached, *after.supported)) <= targets((*before.reached, *before.supported))


@ON_THE_GRAPH
@given(revision=revisions(), day=DAYS)
async def test_a_copy_never_becomes_suspect(graph: Graph, revision: tuple[Facts, str], day: date) -> None:
    facts, new = revision
    copies = [replace(tie, type="COPY_OF") if "reviewed_on" in tie.values else tie for tie in facts.ties]
    await put_facts(graph, facts.with_ties(copies))
    assert (await suspect_links(graph, new, day)).suspects == ()
    await put_facts(graph, facts)
    assert "COPY_OF" not in {one.type for one in (await suspect_links(graph, new, day)).suspects}


@ON_THE_GRAPH
@given(case=revised_with_a_link(), day=DAYS)
async def test_reviewing_a_link_takes_it_away_and_never_adds_others(
    graph: Graph, case: tuple[Facts, str, int], day: date
) -> None:
    facts, new, place = case
    tie = facts.ties[place]
    await put_facts(graph, facts)
    before = links(await suspect_links(graph, new, day))
    done = replace(tie, values={**tie.values, "reviewed_version": new, "reviewed_on": None})
    await put_facts(graph, facts.with_ties([*facts.ties[:place], done, *facts.ties[place + 1 :]]))
    after = links(await suspect_links(graph, new, day))
    added = list(after)
    for one in before:
        if one in added:
            added.remove(one)
    assert added == []
    own = (tie.start, tie.finish, tie.type, tie.get("reviewed_version"), tie.get("reviewed_on"))
    alike = [one for one in facts.ties if (one.type, one.start, one.finish) == (tie.type, tie.start, tie.finish)]
    if len(alike) == 1:
        assert own not in after


@ON_THE_GRAPH
@given(facts=municipalities(), day=DAYS)
async def test_coverage_of_a_dataset_has_exactly_its_goals_on_measured_levels(
    graph: Graph, facts: Facts, day: date
) -> None:
    other = Fact("u:goal", "Goal", {"level": "under", "sdg_status": "not_assessed"})
    await put_facts(graph, facts.with_node(other))
    answer = await coverage(graph, "t", day)
    levels = {one.get("code") for one in facts.of_kind("GoalLevel") if one.get("coverage")}
    if not levels:
        levels = {"under"} if facts.of_kind("GoalLevel") else {"over", "under"}
    goals = [one for one in facts.of_kind("Goal") if one.get("level") in levels]
    expected = sorted(one.id for one in goals if holds(one.get("valid_from"), one.get("valid_to"), day))
    assert [row.goal.id for row in answer.rows] == expected == goals_in_scope(facts, "t", day)
    assert all([cell.by for cell in row.cells] == list(CoveredBy) for row in answer.rows)


@ON_THE_GRAPH
@given(facts=municipalities(), day=DAYS)
async def test_a_tiltak_is_outside_exactly_when_no_goal_meets_it_on_the_way_down(
    graph: Graph, facts: Facts, day: date
) -> None:
    await put_facts(graph, facts)
    outside = {one.tiltak.id: one for one in (await outside_thread(graph, "t", day)).outside}
    found: dict[str, set[Effect]] = {}
    for goal in facts.of_kind("Goal", "FocusArea"):
        for effort in (await trace_down(graph, goal.id, day)).efforts:
            if effort.element.kind == "Tiltak":
                found.setdefault(effort.element.id, set()).add(effort.effect)
    serving = {one for one, effects in found.items() if effects & {Effect.CONTRIBUTES, Effect.SUPPORTS}}
    tiltak = {one.id for one in facts.of_kind("Tiltak") if holds(one.get("valid_from"), one.get("valid_to"), day)}
    assert outside.keys() == tiltak - serving
    for one, shown in outside.items():
        # The way down passes the tiltak itself too, so that a proposed tiltak is met by nothing in force.
        assert shown.only_hinders == (found.get(one) == {Effect.HINDERS})
        up = await trace_up(graph, one, day)
        assert not up.reached
        assert not up.supported


QUESTIONS: dict[str, Callable[[Graph, date], Any]] = {
    "trace_up": lambda graph, day: trace_up(graph, "t:e1", day),
    "trace_down": lambda graph, day: trace_down(graph, "t:e0", day),
    "coverage": lambda graph, day: coverage(graph, "t", day),
    "outside_thread": lambda graph, day: outside_thread(graph, "t", day),
}


@ON_THE_GRAPH
@given(facts=stated_again(municipalities()), day=DAYS)
async def test_the_same_facts_give_the_same_answers_in_the_same_order(graph: Graph, facts: Facts, day: date) -> None:
    await put_facts(graph, facts)
    first = [await ask(graph, day) for ask in QUESTIONS.values()]
    assert [await ask(graph, day) for ask in QUESTIONS.values()] == first
    turned = Facts(dict(reversed(facts.nodes.items())), facts.ties[::-1])
    await put_facts(graph, turned)
    assert [await ask(graph, day) for ask in QUESTIONS.values()] == first


@ON_THE_GRAPH
@given(both=stated_again(revisions_beside_plans()), new=st.sampled_from(["t:v0", "t:v1"]), day=DAYS)
async def test_the_same_plans_give_the_same_answers_in_the_same_order(
    graph: Graph, both: Facts, new: str, day: date
) -> None:
    async def asked() -> list[Answer]:
        return [await suspect_links(graph, new, day), await plans_in_force(graph, "t", day)]

    await put_facts(graph, both)
    first = await asked()
    assert await asked() == first
    await put_facts(graph, Facts(dict(reversed(both.nodes.items())), both.ties[::-1]))
    assert await asked() == first
