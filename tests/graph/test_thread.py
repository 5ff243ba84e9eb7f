"""Walking the red thread: what is met comes whole, once, and bounded."""

from datetime import date

import pytest

from graph.connection import Graph
from graph.thread import Walked, elements_by_id, walk
from tests.queries.plain_facts import TODAY, Fact, Facts, Tie, put_facts

pytestmark = pytest.mark.anyio
GOALS = [Fact(f"t:goal{number}", "Goal", {"level": "del"}) for number in range(4)]
VERSION = Fact("t:version", "PlanVersion", {"status": "adopted", "adopted_on": date(2020, 1, 1)})
PLACED = Tie("CONTAINED_IN", "t:goal1", "t:version", {"valid_to": TODAY})


def part(start: int, finish: int) -> Tie:
    return Tie("PART_OF", f"t:goal{start}", f"t:goal{finish}")


async def walked(graph: Graph, ids: list[str], *ties: Tie, widest: int = 100) -> Walked:
    await put_facts(graph, Facts({one.id: one for one in [*GOALS, VERSION]}, [*ties, PLACED]))
    return await graph.read_together(lambda transaction: walk(transaction, ids, widest=widest))


def met(found: Walked) -> tuple[list[str], list[tuple[str, str]]]:
    return sorted(one["id"] for one, _ in found.elements), sorted((one["start"], one["finish"]) for one in found.links)


async def test_what_is_met_by_two_ways_or_in_a_circle_comes_once(graph: Graph) -> None:
    found = await walked(graph, ["t:goal0"], part(0, 1), part(0, 2), part(1, 3), part(2, 3), part(3, 0))
    links = [("t:goal0", "t:goal1"), ("t:goal0", "t:goal2"), ("t:goal1", "t:goal3"), ("t:goal2", "t:goal3")]
    assert met(found) == ([one.id for one in GOALS], [*links, ("t:goal3", "t:goal0")])
    assert not found.cut


async def test_an_element_comes_with_the_plan_versions_it_stands_in(graph: Graph) -> None:
    found = await walked(graph, ["t:goal0"], part(0, 1))
    versions = {one["id"]: placed for one, placed in found.elements}
    assert versions["t:goal0"] == []
    (version,) = versions["t:goal1"]
    assert (version["status"], version["adopted_on"]) == ("adopted", date(2020, 1, 1))
    assert (version["link_from"], version["link_to"]) == (None, TODAY)
    same = await graph.read_together(lambda transaction: elements_by_id(transaction, ["t:goal1", "t:nobody"]))
    assert same == [one for one in found.elements if one[0]["id"] == "t:goal1"]


async def test_an_element_that_leads_nowhere_is_met_alone(graph: Graph) -> None:
    assert met(await walked(graph, ["t:goal0"])) == (["t:goal0"], [])


async def test_nothing_is_met_from_what_is_not_there(graph: Graph) -> None:
    assert await walked(graph, ["t:nobody"], part(0, 1)) == Walked([], [], False)
    assert await walked(graph, [], part(0, 1)) == Walked([], [], False)


async def test_a_level_that_is_too_wide_is_told(graph: Graph) -> None:
    assert (await walked(graph, ["t:goal0"], part(0, 1), part(0, 2), widest=1)).cut
    assert not (await walked(graph, ["t:goal0"], part(0, 1), part(0, 2), widest=2)).cut
