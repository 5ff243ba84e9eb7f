"""Cases that are easy to get wrong, each as small as it can be. The random graphs hold them too, among much else."""

from datetime import date
from typing import Any

import pytest

from graph.connection import Graph
from queries.goals.coverage import Cell, CoverageStatus, CoveredBy, coverage
from queries.goals.outside_thread import AnchorKind, OutsideThread, outside_thread
from queries.goals.trace_down import trace_down
from queries.plans.plans_in_force import PlansInForce, plans_in_force
from tests.queries.plain_facts import TODAY, Fact, Tie, all_facts, put_facts

pytestmark = pytest.mark.anyio
LATER = date(2027, 1, 1)
DRAFT = Fact("t:draft", "PlanVersion", {"status": "draft"})
PLAN = [
    Fact("t:plan", "Plan", {"themes": []}),
    Fact("t:adopted", "PlanVersion", {"status": "adopted", "valid_from": date(2020, 1, 1)}),
]
VERSION = Tie("VERSION_OF", "t:adopted", "t:plan")
UNIT, POST = Fact("t:unit", "Unit"), Fact("t:post", "Post")


def goal(name: str = "t:goal") -> Fact:
    return Fact(name, "Goal", {"level": "del", "sdg_status": "not_assessed"})


def tiltak(**values: Any) -> Fact:
    return Fact("t:tiltak", "Tiltak", values)


async def cell(graph: Graph, by: CoveredBy, *facts: Fact | Tie, scope: str = "t:goal") -> Cell:
    """The goal's cell in one column."""
    await put(graph, *facts)
    (row,) = (await coverage(graph, scope, TODAY)).rows
    return next(one for one in row.cells if one.by == by)


async def put(graph: Graph, *facts: Fact | Tie) -> None:
    nodes = [one for one in facts if isinstance(one, Fact)]
    await put_facts(graph, all_facts(nodes, [one for one in facts if isinstance(one, Tie)]))


UNCOVERED = (CoverageStatus.UNCOVERED, ())


async def test_what_is_still_going_on_for_a_strategy_in_a_draft_has_not_expired(graph: Graph) -> None:
    thread = (Tie("ADVANCES", "t:strategy", "t:goal"), Tie("IMPLEMENTS", "t:oppdrag", "t:strategy"))
    placed = Tie("CONTAINED_IN", "t:strategy", "t:draft")
    found = await cell(
        graph,
        CoveredBy.OPPDRAG,
        goal(),
        Fact("t:strategy", "Strategy"),
        Fact("t:oppdrag", "Oppdrag"),
        DRAFT,
        *thread,
        placed,
    )
    assert (found.status, found.ids) == UNCOVERED


async def test_a_proposed_link_has_not_expired(graph: Graph) -> None:
    link = Tie("CARRIES_OUT", "t:tiltak", "t:goal", {"certainty": "proposed"})
    found = await cell(graph, CoveredBy.TILTAK, goal(), tiltak(), link)
    assert (found.status, found.ids) == UNCOVERED


async def test_what_only_hindered_in_a_lapsed_plan_has_never_covered(graph: Graph) -> None:
    lapsed = Fact("t:lapsed", "PlanVersion", {"status": "lapsed", "valid_to": TODAY})
    links = (
        Tie("CARRIES_OUT", "t:tiltak", "t:goal", {"contribution": "hinders"}),
        Tie("CONTAINED_IN", "t:tiltak", "t:lapsed"),
    )
    found = await cell(graph, CoveredBy.TILTAK, goal(), tiltak(), lapsed, *links)
    assert (found.status, found.ids) == UNCOVERED


@pytest.mark.parametrize("where", ["indicator", "link"])
async def test_a_proposed_indicator_covers_nothing(graph: Graph, where: str) -> None:
    indicator = Fact("t:indicator", "Indicator", {"certainty": "proposed"} if where == "indicator" else {})
    link = Tie("MEASURES", "t:indicator", "t:goal", {"certainty": "proposed"} if where == "link" else {})
    found = await cell(graph, CoveredBy.INDICATOR, goal(), indicator, link)
    assert (found.status, found.ids) == UNCOVERED


async def test_a_proposed_responsibility_covers_nothing(graph: Graph) -> None:
    link = Tie("RESPONSIBLE", "t:goal", "t:post", {"role": "main", "certainty": "proposed"})
    found = await cell(graph, CoveredBy.RESPONSIBLE, goal(), POST, link)
    assert (found.status, found.ids) == UNCOVERED


async def test_an_indicator_on_an_heir_in_a_draft_covers_nothing(graph: Graph) -> None:
    links = (
        Tie("INHERITS", "t:heir", "t:goal"),
        Tie("CONTAINED_IN", "t:heir", "t:draft"),
        Tie("MEASURES", "t:indicator", "t:heir"),
    )
    found = await cell(
        graph, CoveredBy.INDICATOR, goal(), goal("t:heir"), Fact("t:indicator", "Indicator"), DRAFT, *links
    )
    assert (found.status, found.ids) == UNCOVERED


async def test_a_goal_taken_out_of_a_plan_version_is_no_longer_in_its_coverage(graph: Graph) -> None:
    await put(graph, *PLAN, VERSION, goal(), Tie("CONTAINED_IN", "t:goal", "t:adopted", {"valid_to": TODAY}))
    for scope in ("t:adopted", "t:plan"):
        assert (await coverage(graph, scope, TODAY)).rows == ()


async def test_a_version_adopted_later_is_not_in_the_coverage_of_its_plan_yet(graph: Graph) -> None:
    version = Fact("t:adopted", "PlanVersion", {"status": "adopted", "adopted_on": LATER})
    await put(graph, PLAN[0], version, VERSION, goal(), Tie("CONTAINED_IN", "t:goal", "t:adopted"))
    assert (await coverage(graph, "t:plan", TODAY)).rows == ()
    assert [row.goal.id for row in (await coverage(graph, "t:plan", LATER)).rows] == ["t:goal"]


async def outside(graph: Graph, *facts: Fact | Tie, scope: str = "t") -> OutsideThread:
    await put(graph, *facts)
    return await outside_thread(graph, scope, TODAY)


@pytest.mark.parametrize("where", ["decision", "link"])
async def test_what_is_only_proposed_anchors_nothing(graph: Graph, where: str) -> None:
    decision = Fact("t:decision", "Decision", {"certainty": "proposed"} if where == "decision" else {})
    link = Tie("ANCHORED_IN", "t:tiltak", "t:decision", {"certainty": "proposed"} if where == "link" else {})
    (found,) = (await outside(graph, tiltak(), decision, link)).outside
    assert found.anchored_in == (AnchorKind.NONE,)
    assert [one.holds for one in found.anchors] == [False]


async def test_a_tiltak_is_not_anchored_in_what_it_hinders(graph: Graph) -> None:
    oppdrag, decision = Fact("t:oppdrag", "Oppdrag"), Fact("t:decision", "Decision")
    hinders = {"contribution": "hinders"}
    for first, second in ((hinders, {}), ({}, hinders)):
        links = (
            Tie("CARRIES_OUT", "t:tiltak", "t:oppdrag", first),
            Tie("IMPLEMENTS", "t:oppdrag", "t:decision", second),
        )
        (found,) = (await outside(graph, tiltak(), oppdrag, decision, *links)).outside
        assert found.anchored_in == (AnchorKind.NONE,)


async def test_a_unit_that_has_no_posts_any_more_is_not_shown_as_without_tiltak(graph: Graph) -> None:
    found = await outside(graph, UNIT, POST, tiltak(), Tie("IN_UNIT", "t:post", "t:unit", {"valid_to": TODAY}))
    assert found.units_without_tiltak == ()


async def test_a_unit_whose_plan_has_a_tiltak_is_not_without(graph: Graph) -> None:
    links = (
        VERSION,
        Tie("IN_UNIT", "t:post", "t:unit"),
        Tie("APPLIES_TO", "t:plan", "t:unit"),
        Tie("CONTAINED_IN", "t:tiltak", "t:adopted"),
    )
    found = await outside(graph, UNIT, POST, *PLAN, tiltak(), *links, scope="t:unit")
    assert [one.tiltak.id for one in found.outside] == ["t:tiltak"]
    assert found.units_without_tiltak == ()


async def test_a_tiltak_taken_out_of_a_units_plan_is_not_the_units_any_more(graph: Graph) -> None:
    links = (
        VERSION,
        Tie("APPLIES_TO", "t:plan", "t:unit"),
        Tie("CONTAINED_IN", "t:tiltak", "t:adopted", {"valid_to": TODAY}),
    )
    assert (await outside(graph, UNIT, *PLAN, tiltak(), *links, scope="t:unit")).outside == ()


async def plans(graph: Graph, *facts: Fact | Tie) -> PlansInForce:
    await put(graph, *PLAN, VERSION, *facts)
    return await plans_in_force(graph, "t", TODAY)


async def test_a_planstrategi_that_no_longer_calls_for_a_revision_is_not_named(graph: Graph) -> None:
    strategy = Fact("r:strategy", "PlanVersion", {"status": "adopted"})
    for call in ({"valid_to": TODAY}, {"valid_from": LATER}):
        (found,) = (await plans(graph, strategy, Tie("CALLS_FOR_REVISION_OF", "r:strategy", "t:plan", call))).plans
        assert found.revision.called_for_by == ()


async def test_a_plan_of_another_dataset_is_a_basis_in_force(graph: Graph) -> None:
    regional = Fact("r:plan", "Plan", {"themes": []}), Fact("r:version", "PlanVersion", {"status": "adopted"})
    links = Tie("VERSION_OF", "r:version", "r:plan"), Tie("FOLLOWS_UP", "t:plan", "r:plan")
    answer = await plans(graph, *regional, *links)
    assert [(one.id, one.in_force) for one in answer.plans[0].builds_on] == [("r:plan", True)]
    assert answer.remarks == ()


async def test_a_plan_that_has_ended_is_not_in_force_whatever_its_versions_say(graph: Graph) -> None:
    answer = await plans(graph, Fact("t:plan", "Plan", {"themes": [], "valid_to": TODAY}))
    assert (answer.plans, answer.coming) == ((), ())


async def test_two_steps_on_one_day_come_in_the_same_order_whichever_was_loaded_first(graph: Graph) -> None:
    values = {"step": "adoption", "day": date(2020, 1, 1), "source": "møtebok"}
    told = Fact("t:told", "ProcessStep", {**values, "planned": False})
    announced = Fact("t:announced", "ProcessStep", {**values, "planned": True})
    for steps in ((told, announced), (announced, told)):
        (found,) = (await plans(graph, *steps, *(Tie("STEP_OF", one.id, "t:adopted") for one in steps))).plans
        assert [one.planned for one in found.adoptions] == [False, True]


async def test_a_person_who_holds_a_post_twice_is_named_in_the_same_order_each_time(graph: Graph) -> None:
    held = [Tie("HOLDS", "t:leader", "t:post", {"kind": kind}) for kind in ("fast", "fungerende")]
    answers = Tie("RESPONSIBLE", "t:tiltak", "t:post", {"role": "main"})
    carried = Tie("CARRIES_OUT", "t:tiltak", "t:goal", {"contribution": "contributes"})
    for links in (held, held[::-1]):
        await put(graph, goal(), tiltak(), POST, Fact("t:leader", "Leader"), carried, answers, *links)
        (effort,) = (await trace_down(graph, "t:goal", TODAY)).efforts
        assert [str(one.holding) for one in effort.responsible[0].holders] == ["fast", "fungerende"]
