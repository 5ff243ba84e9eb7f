"""The questions as root fields, on Lillevik: the same answers as the functions give, in full."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest
from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType, get_named_type

from api.graphql.names import camel, enum_value
from api.graphql.schema import SCHEMA
from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from queries.answers import Answer, Element
from queries.goals.coverage import coverage
from queries.goals.outside_thread import outside_thread
from queries.goals.trace_down import trace_down
from queries.goals.trace_up import trace_up
from queries.plans.plans_in_force import plans_in_force
from queries.plans.suspect_links import suspect_links
from schema.values import Code
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio
Ask = Callable[..., Awaitable[dict[str, Any]]]
DAY = date(2026, 6, 1)


@pytest.fixture(scope="module", autouse=True)
async def lillevik(opened: Graph) -> None:
    await empty(opened)
    for path in (*shipped().values(), ROOT / "examples/lillevik"):
        await load(opened, path)


def whole(type_name: str) -> str:
    """Every field of an answer's type, but the nodes of its elements."""
    made = SCHEMA._schema.type_map[type_name]
    if not isinstance(made, GraphQLObjectType):
        return ""
    inner = {name: get_named_type(item.type).name for name, item in made.fields.items() if name != "node"}
    return "{ " + " ".join(f"{name} {whole(found)}" for name, found in inner.items()) + " }"


def plain(value: Any) -> Any:
    """An answer as GraphQL shows it."""
    if is_dataclass(value) and not isinstance(value, type):
        shown = {camel(item.name): plain(getattr(value, item.name)) for item in fields(value)}
        if isinstance(value, Element):
            shown |= {"label": value.label, "kindLabel": value.kind_label}
        return shown
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Code):
        return enum_value(value.value)
    return value.isoformat() if isinstance(value, date) else value


async def some_id(graph: Graph, kind: str) -> str:
    rows = await graph.read(
        "MATCH (n:Node {dataset: 'lillevik', kind: $kind}) RETURN n.id AS id ORDER BY id", kind=kind
    )
    return str(rows[-1]["id"])


QUESTIONS: dict[str, tuple[str, str, Callable[[Graph, str], Awaitable[Answer]]]] = {
    "traceUp": ("TraceUp", "Tiltak", lambda graph, node: trace_up(graph, node, DAY)),
    "traceDown": ("TraceDown", "Goal", lambda graph, node: trace_down(graph, node, DAY)),
    "coverage": ("Coverage", "FocusArea", lambda graph, node: coverage(graph, node, DAY)),
    "outsideThread": ("OutsideThread", "Unit", lambda graph, node: outside_thread(graph, node, DAY)),
    "suspectLinks": ("SuspectLinks", "PlanVersion", lambda graph, node: suspect_links(graph, node, DAY)),
}
ARGUMENT = {"coverage": "scope", "outsideThread": "scope", "suspectLinks": "planVersion"}


@pytest.mark.parametrize("field", QUESTIONS)
async def test_a_question_answers_as_its_function_does_in_every_field(field: str, opened: Graph, data: Ask) -> None:
    answer, kind, function = QUESTIONS[field]
    node = await some_id(opened, kind)
    query = f"query($id: ID!, $day: Date) {{ {field}({ARGUMENT.get(field, 'id')}: $id, onDate: $day) {whole(answer)} }}"
    assert (await data(query, id=node, day=DAY.isoformat()))[field] == plain(await function(opened, node))


async def test_plans_in_force_answers_as_its_function_does(opened: Graph, data: Ask) -> None:
    query = f"""query($theme: String, $unit: ID, $day: Date) {{
      plansInForce(dataset: "lillevik", theme: $theme, unit: $unit, onDate: $day) {whole("PlansInForce")} }}"""
    unit = await some_id(opened, "Unit")
    for theme, limited in (("", ""), ("klima", ""), ("", unit)):
        expected = plain(await plans_in_force(opened, "lillevik", DAY, theme=theme, unit=limited))
        found = await data(query, theme=theme or None, unit=limited or None, day=DAY.isoformat())
        assert found["plansInForce"] == expected


async def test_every_answer_says_whether_it_is_complete() -> None:
    types = SCHEMA._schema.type_map
    answers = {
        name for name, made in types.items() if "Answer" in [one.name for one in getattr(made, "interfaces", [])]
    }
    assert answers == {published.__name__ for published in Answer.__subclasses__()}
    assert {"complete", "cutBy", "outcome", "onDate", "remarks"} <= set(getattr(types["Answer"], "fields", {}))


async def test_an_sdg_code_alone_is_the_goal_or_target(data: Ask) -> None:
    query = "query($id: ID!) { node(id: $id) { id } traceDown(id: $id) { start { id } } }"
    for written, id_ in (("11.6", "sdg:11.6"), ("11", "sdg:11"), ("11.B", "sdg:11.b"), (" sdg:11.6 ", "sdg:11.6")):
        assert await data(query, id=written) == {"node": {"id": id_}, "traceDown": {"start": {"id": id_}}}


async def test_max_paths_bounds_the_ways_shown(data: Ask, opened: Graph) -> None:
    query = """query($id: ID!, $most: Int!) { traceUp(id: $id, maxPaths: $most, onDate: "2026-06-01") {
      complete reached { wayCount ways { length } } } }"""
    rows = await opened.read("MATCH (n:Tiltak {dataset: 'lillevik'}) RETURN n.id AS id ORDER BY id")
    answers = [await trace_up(opened, row["id"], DAY) for row in rows]
    several = [one for one in answers if any((reach.way_count or 0) > 1 for reach in one.reached)]
    cut = (await data(query, id=several[0].start.id, most=1))["traceUp"]
    assert cut["complete"] is False
    assert all(len(one["ways"]) == 1 for one in cut["reached"])


async def test_the_node_of_an_element_is_about_the_day_of_the_question(data: Ask) -> None:
    query = """query($day: Date) { one: traceDown(id: "lillevik:A1", onDate: $day) { start { node { ... on Goal {
      containedIn { node { id validFrom validTo } } } } } } }"""
    rows = {}
    for day in ("2021-01-01", "2026-06-01"):
        links = (await data(query, day=day))["one"]["start"]["node"]["containedIn"]
        rows[day] = [link["node"]["id"] for link in links]
        for link in links:
            assert link["node"]["validFrom"] is None or link["node"]["validFrom"] <= day
            assert link["node"]["validTo"] is None or day < link["node"]["validTo"]
    assert rows["2021-01-01"] != rows["2026-06-01"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{ traceUp(id: "lillevik:finnes-ikke") { outcome } }', "NOT_FOUND"),
        ('{ traceDown(id: "lillevik:finnes-ikke") { outcome } }', "NOT_FOUND"),
        ('{ coverage(scope: "finnes-ikke") { outcome } }', "NOT_FOUND"),
        ('{ outsideThread(scope: "finnes-ikke") { outcome } }', "NOT_FOUND"),
        ('{ suspectLinks(planVersion: "finnes-ikke") { outcome } }', "NOT_FOUND"),
        ('{ plansInForce(dataset: "finnes-ikke") { outcome } }', "NOT_FOUND"),
        ('{ traceUp(id: "") { outcome } }', "BAD_QUESTION"),
        ('{ traceUp(id: "11.6", maxPaths: 0) { outcome } }', "BAD_QUESTION"),
        ('{ traceDown(id: "11.6", first: 0) { outcome } }', "BAD_QUESTION"),
        ('{ traceDown(id: "11.6", first: 5001) { outcome } }', "BAD_QUESTION"),
        ('{ suspectLinks(planVersion: "11.6") { outcome } }', "BAD_QUESTION"),
    ],
)
async def test_what_cannot_be_answered_is_an_error_with_code_and_remedy(ask: Ask, query: str, code: str) -> None:
    error = (await ask(query))["errors"][0]
    assert error["extensions"]["code"] == code
    assert error["extensions"]["remedy"]


async def test_a_field_that_fails_leaves_the_others_whole(ask: Ask) -> None:
    found = await ask(
        '{ a: node(id: "lillevik:finnes-ikke") { id } b: traceUp(id: "x:y") { outcome } c: node(id: "11") { id } }'
    )
    assert found["data"] == {"a": None, "b": None, "c": {"id": "sdg:11"}}
    assert [error["path"] for error in found["errors"]] == [["b"]]


async def test_lists_in_answers_hold_no_nulls() -> None:
    for name in ("TraceUp", "TraceDown", "Coverage", "OutsideThread", "SuspectLinks", "PlansInForce"):
        made = SCHEMA._schema.type_map[name]
        assert isinstance(made, GraphQLObjectType)
        for item in made.fields.values():
            inner = item.type.of_type if isinstance(item.type, GraphQLNonNull) else item.type
            if isinstance(inner, GraphQLList):
                assert isinstance(inner.of_type, GraphQLNonNull)
