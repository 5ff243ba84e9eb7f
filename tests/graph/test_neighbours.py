from datetime import date
from typing import Any

import pytest

from graph.connection import Graph
from graph.neighbours import neighbours, nodes_by_id
from graph.writer import create_links, create_nodes

pytestmark = pytest.mark.anyio
DAY = date(2026, 1, 1)


def goal(name: str, **more: Any) -> dict[str, Any]:
    return {"id": f"t:{name}", "kind": "Goal", "dataset": "t", "name": name, **more}


def link(start: str, finish: str, key: str = "", **more: Any) -> tuple[str, str, dict[str, Any]]:
    return f"t:{start}", f"t:{finish}", {"key": key, **more}


async def put(graph: Graph, nodes: list[dict[str, Any]], links: list[tuple[str, str, dict[str, Any]]]) -> None:
    async def work(transaction: Any) -> None:
        await create_nodes(transaction, "Goal", nodes)
        await create_links(transaction, "PART_OF", links)

    await graph.write(work)


async def ids(
    graph: Graph, *asked: str, incoming: bool = True, each: int = 100, most: int = 1000
) -> dict[str, list[str]]:
    found = await neighbours(graph, "PART_OF", asked, DAY, incoming=incoming, each=each, most=most)
    return {one: [neighbour.node["id"] for neighbour in others] for one, others in found.items()}


async def test_nodes_are_found_by_id_and_those_nobody_has_are_left_out(graph: Graph) -> None:
    await put(graph, [goal("a", valid_from="2020-01-01"), goal("b")], [])
    found = await nodes_by_id(graph, ["t:b", "t:a", "t:a", "t:none"])
    assert set(found) == {"t:a", "t:b"}
    assert found["t:a"] == {**goal("a"), "valid_from": date(2020, 1, 1)}
    assert await nodes_by_id(graph, []) == {}


async def test_relationships_are_followed_either_way_for_many_nodes_at_once(graph: Graph) -> None:
    await put(graph, [goal(name) for name in "abcd"], [link("b", "a"), link("c", "a"), link("c", "d")])
    assert await ids(graph, "t:a", "t:d", "t:b") == {"t:a": ["t:b", "t:c"], "t:d": ["t:c"]}
    assert await ids(graph, "t:c", "t:b", incoming=False) == {"t:b": ["t:a"], "t:c": ["t:a", "t:d"]}


async def test_a_node_asked_for_twice_is_answered_once(graph: Graph) -> None:
    await put(graph, [goal("a"), goal("b")], [link("b", "a")])
    assert await ids(graph, "t:a", "t:a") == {"t:a": ["t:b"]}


async def test_several_relationships_between_two_nodes_are_all_there_in_the_order_of_their_keys(graph: Graph) -> None:
    await put(graph, [goal("a"), goal("b")], [link("b", "a", "2", note="to"), link("b", "a", "1", note="en")])
    found = await neighbours(graph, "PART_OF", ["t:a"], DAY, incoming=True, each=10, most=10)
    assert [one.link["note"] for one in found["t:a"]] == ["en", "to"]


@pytest.mark.parametrize(
    ("period", "holds"),
    [
        ({}, True),
        ({"valid_from": "2026-01-01"}, True),
        ({"valid_from": "2026-01-02"}, False),
        ({"valid_to": "2026-01-02"}, True),
        ({"valid_to": "2026-01-01"}, False),
    ],
)
async def test_what_does_not_hold_on_the_day_is_left_out(graph: Graph, period: dict[str, str], holds: bool) -> None:
    await put(graph, [goal("a"), goal("b", **period), goal("c")], [link("b", "a"), link("c", "a", **period)])
    assert await ids(graph, "t:a") == ({"t:a": ["t:b", "t:c"]} if holds else {})


async def test_each_bounds_a_node_and_most_bounds_all(graph: Graph) -> None:
    parts = [goal(f"p{number}") for number in range(6)]
    links = [link(f"p{number}", "a" if number % 2 else "b") for number in range(6)]
    await put(graph, [goal("a"), goal("b"), *parts], links)
    assert await ids(graph, "t:a", "t:b", each=2) == {"t:a": ["t:p1", "t:p3"], "t:b": ["t:p0", "t:p2"]}
    assert await ids(graph, "t:a", "t:b", most=4) == {"t:a": ["t:p1", "t:p3", "t:p5"], "t:b": ["t:p0"]}


async def test_a_type_that_is_not_declared_is_never_asked_for(graph: Graph) -> None:
    with pytest.raises(KeyError):
        await neighbours(graph, "PART_OF]->() DETACH DELETE a //", ["t:a"], DAY, incoming=True, each=1, most=1)
