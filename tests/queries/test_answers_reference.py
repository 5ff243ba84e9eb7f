"""The answers of queries/ against slow and obvious references, on random graphs."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.connection import Graph
from queries.answers import Outcome
from queries.goals.coverage import coverage
from queries.goals.outside_thread import outside_thread
from queries.plans.plans_in_force import PlanInForce, plans_in_force
from queries.plans.suspect_links import suspect_links
from tests.queries import plain_coverage, plain_outside, plain_plans, plain_suspects
from tests.queries.plain_facts import Facts, holds, in_order, put_facts, same
from tests.queries.random_governance import DAYS, THEMES, municipalities, plan_systems, revisions

pytestmark = pytest.mark.anyio
ON_THE_GRAPH = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@st.composite
def scoped(draw: st.DrawFn, *kinds: str) -> tuple[Facts, str]:
    """A municipality, and what in it to ask about: the dataset half of the time, else something of these kinds."""
    facts = draw(municipalities())
    others = sorted(one.id for one in facts.of_kind(*kinds))
    return facts, draw(st.sampled_from(["t"] * len(others) + others))


@ON_THE_GRAPH
@given(asked=scoped("Goal", "FocusArea", "Unit", "Plan", "PlanVersion"), day=DAYS)
async def test_coverage_is_what_listing_every_way_gives(graph: Graph, asked: tuple[Facts, str], day: date) -> None:
    facts, scope = asked
    await put_facts(graph, facts)
    answer = await coverage(graph, scope, day)
    goals = plain_coverage.goals_in_scope(facts, scope, day)
    assert [row.goal.id for row in answer.rows] == goals
    found = {
        row.goal.id: {str(cell.by): (str(cell.status), frozenset(cell.ids), cell.illustrative) for cell in row.cells}
        for row in answer.rows
    }
    expected = {goal: plain_coverage.cells(facts, goal, day) for goal in goals}
    assert found == expected
    laid = [
        (tie.start, tie.finish)
        for tie in facts.tied("ALLOCATED_TO")
        if tie.start in goals and holds(tie, day) and holds(facts.nodes[tie.finish], day)
    ]
    assert same([(row.goal.id, one.unit) for row in answer.rows for one in row.allocated_to], laid)
    counts = Counter((by, cell[0]) for row in expected.values() for by, cell in row.items())
    assert {(str(one.by), str(one.status)): one.count for one in answer.counts} == counts
    nothing = Outcome.UNDETERMINED if plain_coverage.undecided(facts, scope, day) else Outcome.EMPTY
    assert answer.outcome == (Outcome.FOUND if goals else nothing)
    assert answer.complete


@ON_THE_GRAPH
@given(asked=scoped("Unit"), day=DAYS)
async def test_outside_the_thread_is_what_listing_every_way_gives(
    graph: Graph, asked: tuple[Facts, str], day: date
) -> None:
    facts, scope = asked
    await put_facts(graph, facts)
    answer = await outside_thread(graph, scope, day)
    judged = {one: plain_outside.judge(facts, one, day) for one in plain_outside.tiltak_in_scope(facts, scope, day)}
    expected = [one for one, found in judged.items() if "goal" not in found.kinds]
    assert [one.tiltak.id for one in answer.outside] == expected
    for one in answer.outside:
        plain = judged[one.tiltak.id]
        assert set(one.anchored_in) == plain.kinds
        assert same([(str(x.kind), x.id, x.holds, x.through) for x in one.anchors], plain.anchors)
        assert one.operation == plain.operation
        assert plain.hinders_only in (None, one.only_hinders)
        assert one.only_not_in_force == plain.not_in_force_only
    counts = Counter(kind for found in judged.values() for kind in found.kinds)
    assert {str(one.kind): one.count for one in answer.counts} == counts
    assert [one.id for one in answer.units_without_tiltak] == plain_outside.units_without_tiltak(facts, scope, day)
    assert answer.outcome == (Outcome.FOUND if expected else Outcome.EMPTY)
    assert bool(answer.remarks) == (not judged)
    assert answer.complete


@ON_THE_GRAPH
@given(revision=revisions(), day=DAYS)
async def test_suspect_links_are_what_going_through_all_links_gives(
    graph: Graph, revision: tuple[Facts, str], day: date
) -> None:
    facts, new = revision
    await put_facts(graph, facts)
    answer = await suspect_links(graph, new, day)
    expected = plain_suspects.suspects(facts, new, day)
    assert answer.before == expected.before
    changes = {one.element.id: (str(one.change), frozenset(one.replaced_by)) for one in answer.changed}
    assert changes == expected.changes
    found = [
        (one.element.id, one.rests_on, one.type, one.reviewed_version, one.reviewed_on, one.distance)
        for one in answer.suspects
    ]
    assert same(found, expected.suspects)
    for one in answer.suspects:
        assert one.because_of in expected.causes[one.rests_on]
        assert str(one.change) == expected.changes[one.because_of][0]
    assert in_order([one.distance for one in answer.suspects])
    found_or_empty = Outcome.FOUND if expected.suspects else Outcome.EMPTY
    assert answer.outcome == (found_or_empty if expected.before else Outcome.UNDETERMINED)


def plainly(one: PlanInForce) -> plain_plans.PlainPlan:
    return plain_plans.PlainPlan(
        one.plan,
        one.version,
        str(one.standing),
        one.type,
        tuple(basis.id for basis in one.legal_basis),
        tuple(unit.id for unit in one.applies_to),
        tuple((basis.id, basis.in_force) for basis in one.builds_on),
        one.revision.due,
        one.revision.by_rule,
        one.revision.overdue,
        one.revision.called_for_by,
        one.adoption_disputed,
    )


@ON_THE_GRAPH
@given(
    facts=plan_systems(),
    day=DAYS,
    theme=st.sampled_from(["", "", "KLIMA", "tilpas", *THEMES]),
    unit=st.sampled_from(["", "", "t:unit0", "t:unit1", "t:unit2"]),
)
async def test_plans_in_force_are_what_looking_at_each_version_gives(
    graph: Graph, facts: Facts, day: date, theme: str, unit: str
) -> None:
    await put_facts(graph, facts)
    answer = await plans_in_force(graph, "t", day, theme=theme, unit=unit)
    versions = plain_plans.plans(facts, "t", day, theme, unit)
    lists = {"in_force": answer.plans, "unknown": answer.undecided, "proposed": answer.coming}
    for standing, found in lists.items():
        assert [plainly(one) for one in found] == [one for one in versions if one.standing == standing]
    in_force = [one for one in versions if one.standing == "in_force"]
    shared = plain_plans.shared_themes(facts, in_force)
    assert {one.theme: list(one.plans) for one in answer.shared_themes} == shared
    assert in_order([one.theme for one in answer.shared_themes])
    undecided = any(one.standing == "unknown" for one in versions)
    expected = Outcome.FOUND if in_force else Outcome.UNDETERMINED if undecided else Outcome.EMPTY
    assert answer.outcome == expected
    lapsed = [basis for one in in_force for basis, holding in one.builds_on if not holding]
    assert len(answer.remarks) == len(lapsed) + sum(one.disputed for one in in_force)
