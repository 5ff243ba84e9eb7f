"""How relationship fields fetch: in batches, on a day, cut and bounded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from api.context import Context
from api.graphql.schema import SCHEMA
from graph.connection import Graph, Row
from graph.writer import create_links, create_nodes
from tests.conftest import empty

pytestmark = pytest.mark.anyio
Ask = Callable[..., Awaitable[dict[str, Any]]]
TODAY = date(2026, 6, 1)


def node(name: str, kind: str, **more: Any) -> dict[str, Any]:
    fixed = {"dataset": "t", "name": name, "source": "x", "certainty": "adopted", "sdg_status": "not_assessed"}
    return {**fixed, "level": "maal", "id": f"t:{name}", "kind": kind, **more}


def link(start: str, finish: str, **more: Any) -> tuple[str, str, dict[str, Any]]:
    return (
        f"t:{start}",
        f"t:{finish}",
        {"key": "", "source": "x", "certainty": "adopted", "illustrative": False, **more},
    )


async def put(
    graph: Graph, nodes: list[dict[str, Any]], links: dict[str, list[tuple[str, str, dict[str, Any]]]]
) -> None:
    await empty(graph)

    async def work(transaction: Any) -> None:
        for kind in {one["kind"] for one in nodes}:
            await create_nodes(transaction, kind, [one for one in nodes if one["kind"] == kind])
        for name, rows in links.items():
            await create_links(transaction, name, rows)

    await graph.write(work)


async def put_tree(graph: Graph, branches: int, leaves: int) -> int:
    """A goal with parts that have parts, each with a strategy. Returns how many nodes."""
    nodes = [node("root", "Goal")]
    parts, advances = [], []
    for branch in range(branches):
        nodes.append(node(f"b{branch}", "Goal"))
        parts.append(link(f"b{branch}", "root"))
        for leaf in range(leaves):
            name = f"b{branch}l{leaf}"
            nodes += [node(name, "Goal"), node(f"{name}s", "Strategy", status="ongoing")]
            parts.append(link(name, f"b{branch}"))
            advances.append(link(f"{name}s", name, contribution="contributes"))
    await put(graph, nodes, {"PART_OF": parts, "ADVANCES": advances})
    return len(nodes)


class Counted:
    """A graph that counts the statements it is asked."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.statements: list[str] = []

    async def read(self, text: str, **parameters: Any) -> list[Row]:
        self.statements.append(text)
        return await self._graph.read(text, **parameters)


THREE_LEVELS = """{ node(id: "t:root") { id ... on Goal { hasPart { node { id ... on Goal {
  hasPart { node { id ... on Goal { partOf { node { id } } advancedBy { contribution node { id } } } } } } } } } } }"""


async def test_the_number_of_statements_follows_the_levels_and_not_the_number_of_nodes(graph: Graph) -> None:
    asked = []
    for branches, leaves in ((2, 1), (8, 5)):
        size = await put_tree(graph, branches, leaves)
        counted = Counted(graph)
        context = Context(counted, TODAY)  # type: ignore[arg-type] # only its reads are used
        result = await SCHEMA.execute(THREE_LEVELS, context_value=context)
        assert not result.errors and result.data
        branch = result.data["node"]["hasPart"]
        assert len(branch) == branches
        assert all(len(one["node"]["hasPart"]) == leaves for one in branch)
        assert all(leaf["node"]["advancedBy"][0]["node"]["id"] for one in branch for leaf in one["node"]["hasPart"])
        asked.append(len(counted.statements))
    assert size > 80
    # The node itself, then one for each of: parts, their parts, what those are part of, what advances those.
    assert asked == [5, 5]


async def test_elements_of_an_answer_fetch_their_nodes_together(graph: Graph) -> None:
    await put_tree(graph, 3, 4)
    counted = Counted(graph)
    counted.read_together = graph.read_together  # type: ignore[attr-defined]
    context = Context(counted, TODAY)  # type: ignore[arg-type]
    query = '{ traceDown(id: "t:root") { efforts { element { id node { id dataset } } } } }'
    result = await SCHEMA.execute(query, context_value=context)
    assert not result.errors and result.data
    efforts = result.data["traceDown"]["efforts"]
    assert len(efforts) == 27
    assert all(one["element"]["node"]["id"] == one["element"]["id"] for one in efforts)
    assert len(counted.statements) == 1


DATED = """query($first: Date, $below: Date) { node(id: "t:top", onDate: $first) { ... on Goal {
  hasPart { node { id ... on Goal { hasPart(onDate: $below) { node { id } } } } } } } }"""


@pytest.fixture
async def dated(graph: Graph) -> None:
    nodes = [node("top", "Goal"), node("always", "Goal"), node("low", "Goal"),
             node("ended", "Goal", valid_to="2025-01-01"), node("late", "Goal", valid_from="2027-01-01")]  # fmt: skip
    parts = [link("always", "top"), link("ended", "top"), link("late", "top"),
             link("low", "always", valid_from="2024-01-01", valid_to="2025-01-01")]  # fmt: skip
    await put(graph, nodes, {"PART_OF": parts})


def ids(found: dict[str, Any]) -> list[tuple[str, list[str]]]:
    parts = found["data"]["node"]["hasPart"]
    return [(one["node"]["id"], [low["node"]["id"] for low in one["node"]["hasPart"]]) for one in parts]


@pytest.mark.parametrize(
    ("first", "below", "expected"),
    [
        ("2024-06-01", None, [("t:always", ["t:low"]), ("t:ended", [])]),
        ("2024-12-31", None, [("t:always", ["t:low"]), ("t:ended", [])]),
        ("2025-01-01", None, [("t:always", [])]),
        ("2027-01-01", None, [("t:always", []), ("t:late", [])]),
        ("2027-01-01", "2024-01-01", [("t:always", ["t:low"]), ("t:late", [])]),
        ("2023-12-31", "2026-01-01", [("t:always", []), ("t:ended", [])]),
    ],
)
async def test_links_and_nodes_that_do_not_hold_on_the_day_above_are_left_out(
    dated: None, ask: Ask, first: str, below: str | None, expected: list[tuple[str, list[str]]]
) -> None:
    variables = {"first": first} | ({"below": below} if below else {})
    assert ids(await ask(DATED, **variables)) == expected


async def test_without_a_day_it_is_about_the_day_of_the_request(dated: None, graph: Graph) -> None:
    for today, expected in ((date(2024, 6, 1), ["t:always", "t:ended"]), (date(2028, 1, 1), ["t:always", "t:late"])):
        query = '{ node(id: "t:top") { ... on Goal { hasPart { node { id } } } } }'
        result = await SCHEMA.execute(query, context_value=Context(graph, today))
        assert result.data
        assert [one["node"]["id"] for one in result.data["node"]["hasPart"]] == expected


async def test_a_node_is_found_whether_or_not_it_holds_on_the_day(dated: None, data: Ask) -> None:
    found = await data('{ node(id: "t:ended", onDate: "2026-01-01") { id validTo } }')
    assert found["node"] == {"id": "t:ended", "validTo": "2025-01-01"}


async def test_a_list_that_is_cut_says_so_and_keeps_the_order_of_ids(graph: Graph, ask: Ask) -> None:
    await put_tree(graph, 5, 1)
    query = '{ node(id: "t:root") { ... on Goal { hasPart(first: 3) { node { id } } } } }'
    found = await ask(query)
    assert [one["node"]["id"] for one in found["data"]["node"]["hasPart"]] == ["t:b0", "t:b1", "t:b2"]
    assert found["extensions"] == {"cut": [["node", "hasPart"]]}
    whole = await ask(query.replace("first: 3", "first: 5"))
    assert len(whole["data"]["node"]["hasPart"]) == 5
    assert "extensions" not in whole


@pytest.mark.parametrize("first", [0, -1, 1001])
async def test_an_impossible_number_is_refused_with_the_remedy(graph: Graph, ask: Ask, first: int) -> None:
    await put_tree(graph, 1, 1)
    found = await ask(
        'query($n: Int!) { node(id: "t:root") { ... on Goal { hasPart(first: $n) { node { id } } } } }', n=first
    )
    error = found["errors"][0]
    assert error["extensions"]["code"] == "BAD_QUESTION"
    assert error["extensions"]["remedy"] == "Velg et tall fra 1 til 1000."


async def test_a_query_that_fetches_too_much_is_refused(graph: Graph) -> None:
    await put_tree(graph, 4, 3)
    context = Context(graph, TODAY, left=10)
    result = await SCHEMA.execute(THREE_LEVELS, context_value=context)
    assert result.errors and result.errors[0].extensions
    assert result.errors[0].extensions["code"] == "BAD_QUESTION"
    enough = await SCHEMA.execute(THREE_LEVELS, context_value=Context(graph, TODAY, left=4 + 12 + 12 + 12))
    assert not enough.errors
