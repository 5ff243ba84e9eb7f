"""Pages, filters, search, datasets and loads, on Lillevik with the SDG and law catalogues."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio
Ask = Callable[..., Awaitable[dict[str, Any]]]
HOSTILE = [
    "'}) DETACH DELETE n //",
    '") DETACH DELETE n //',
    "$sought} CALL { MATCH (n) DETACH DELETE n }",
    "\\u0027) //",
]


@pytest.fixture(scope="module", autouse=True)
async def lillevik(opened: Graph) -> None:
    await empty(opened)
    for path in (*shipped().values(), ROOT / "examples/lillevik"):
        await load(opened, path, by="prøve")


PAGE = """query($kind: NodeKind!, $first: Int!, $after: String, $filter: NodeFilter) {
  nodes(kind: $kind, first: $first, after: $after, filter: $filter) {
    totalCount nodes { id } edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


@pytest.mark.parametrize(("kind", "first"), [("SdgTarget", 50), ("SdgTarget", 169), ("SdgGoal", 1), ("Tiltak", 5)])
async def test_paging_to_the_end_gives_every_node_once_in_the_order_of_ids(data: Ask, kind: str, first: int) -> None:
    found: list[str] = []
    after, more = None, True
    while more:
        page = (await data(PAGE, kind=kind, first=first, after=after))["nodes"]
        assert [one["id"] for one in page["nodes"]] == [edge["node"]["id"] for edge in page["edges"]]
        assert page["pageInfo"]["hasPreviousPage"] == bool(after)
        found += [one["id"] for one in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert len(page["nodes"]) == first or not more
    assert len(found) == page["totalCount"] == {"SdgTarget": 169, "SdgGoal": 17, "Tiltak": len(found)}[kind]
    assert found == sorted(set(found))


async def test_a_cursor_that_is_not_one_is_refused(ask: Ask) -> None:
    for after in ("x", "e30=", "bnVsbA=="):
        found = await ask(PAGE, kind="Goal", first=1, after=after)
        assert found["errors"][0]["extensions"]["code"] == "BAD_QUESTION"


@pytest.mark.parametrize(
    ("kind", "filter", "expected"),
    [
        ("SdgTarget", {"where": [{"field": "code", "value": "11.6"}]}, ["sdg:11.6"]),
        ("SdgGoal", {"dataset": "lillevik"}, []),
        ("SdgGoal", {"nameContains": "BÆREKRAFTIGE BYER"}, ["sdg:11"]),
        ("SdgGoal", {"dataset": "sdg", "nameContains": "vann", "where": [{"field": "code", "value": "6"}]}, ["sdg:6"]),
    ],
)
async def test_a_filter_leaves_out_what_does_not_fit(
    data: Ask, kind: str, filter: dict[str, Any], expected: list[str]
) -> None:
    found = (await data(PAGE, kind=kind, first=100, filter=filter))["nodes"]
    assert sorted(one["id"] for one in found["nodes"]) == expected
    assert found["totalCount"] == len(expected)


async def test_values_of_every_type_are_read_as_people_write_them(data: Ask) -> None:
    query = """query($where: [PropertyEquals!]) { nodes(kind: Tiltak, filter: {where: $where, anyDay: true}) {
      nodes { ... on Tiltak { deadline status } } } }"""
    every = (await data(query, where=[]))["nodes"]["nodes"]
    for status in {one["status"] for one in every}:
        found = (await data(query, where=[{"field": "status", "value": status}]))["nodes"]["nodes"]
        assert found == [one for one in every if one["status"] == status]
        assert found == (await data(query, where=[{"field": "status", "value": status.lower()}]))["nodes"]["nodes"]
    day = every[0]["deadline"]
    found = (await data(query, where=[{"field": "deadline", "value": day}]))["nodes"]["nodes"]
    assert found == [one for one in every if one["deadline"] == day]
    year, month, number = day.split("-")
    norwegian = [{"field": "deadline", "value": f"{number}.{month}.{year}"}]
    assert (await data(query, where=norwegian))["nodes"]["nodes"] == found


@pytest.mark.parametrize(
    ("kind", "field", "value", "said"),
    [
        ("Goal", "sdgStatus", "builds_on", "kan ikke filtreres på «sdgStatus»"),
        ("Goal", "frist", "x", "har ikke feltet «frist»"),
        ("Goal", "name) DETACH DELETE n //", "x", "har ikke feltet"),
        ("Tiltak", "status", "snart", "passer ikke i feltet «Status»"),
        ("Tiltak", "deadline", "i morgen", "passer ikke i feltet «Frist»"),
    ],
)
async def test_a_filter_that_is_impossible_is_refused_with_what_would_do(
    ask: Ask, kind: str, field: str, value: str, said: str
) -> None:
    found = await ask(PAGE, kind=kind, first=1, filter={"where": [{"field": field, "value": value}]})
    assert found["data"] == {"nodes": None}
    assert said in found["errors"][0]["message"]
    assert found["errors"][0]["extensions"]["code"] == "BAD_QUESTION"
    assert found["errors"][0]["extensions"]["remedy"]


async def test_only_nodes_that_hold_on_the_day_are_listed_unless_any_day_will_do(data: Ask) -> None:
    query = """query($day: Date, $any: Boolean!) { nodes(kind: PlanVersion, onDate: $day, filter: {anyDay: $any}) {
      totalCount nodes { id validFrom validTo } } }"""
    every = (await data(query, any=True))["nodes"]
    for day in ("1990-01-01", "2015-06-01", "2026-06-01"):
        found = (await data(query, day=day, any=False))["nodes"]
        expected = [
            one
            for one in every["nodes"]
            if (not one["validFrom"] or one["validFrom"] <= day) and (not one["validTo"] or day < one["validTo"])
        ]
        assert found == {"totalCount": len(expected), "nodes": expected}
    assert len(every["nodes"]) == every["totalCount"] == 8


SEARCH = """query($text: String!, $kinds: [NodeKind!], $dataset: String, $first: Int! = 100) {
  search(text: $text, kinds: $kinds, dataset: $dataset, first: $first) { complete nodes { id kind name dataset } } }"""


@pytest.mark.parametrize("text", ["11.6", "sdg:11.6", "SDG:11.6", "  11.6 "])
async def test_an_exact_code_or_id_comes_first(data: Ask, text: str) -> None:
    assert (await data(SEARCH, text=text))["search"]["nodes"][0]["id"] == "sdg:11.6"


async def test_names_that_begin_with_the_text_come_before_those_that_have_it_in_them(data: Ask) -> None:
    found = [one["name"].lower() for one in (await data(SEARCH, text="Bærekraftig"))["search"]["nodes"]]
    places = [0 if name.startswith("bærekraftig") else 1 if "bærekraftig" in name else 2 for name in found]
    assert places == sorted(places)
    assert {0, 1} <= set(places)


async def test_every_word_must_occur_whatever_the_order_and_case(data: Ask) -> None:
    found = (await data(SEARCH, text="AVFALL luft"))["search"]["nodes"]
    assert "sdg:11.6" in [one["id"] for one in found]
    assert (await data(SEARCH, text="avfall finnesikke"))["search"] == {"complete": True, "nodes": []}


async def test_search_keeps_to_kinds_and_dataset(data: Ask) -> None:
    every = (await data(SEARCH, text="a"))["search"]["nodes"]
    assert len({one["kind"] for one in every}) > 1
    found = (await data(SEARCH, text="a", kinds=["SdgGoal"], dataset="sdg"))["search"]["nodes"]
    assert found and {(one["kind"], one["dataset"]) for one in found} == {("SdgGoal", "sdg")}
    assert (await data(SEARCH, text="a", kinds=[]))["search"]["nodes"] == []


async def test_search_says_when_there_is_more(data: Ask) -> None:
    whole = (await data(SEARCH, text="vann"))["search"]
    assert whole["complete"] is True
    size = len(whole["nodes"])
    assert (await data(SEARCH, text="vann", first=size))["search"] == whole
    cut = (await data(SEARCH, text="vann", first=size - 1))["search"]
    assert cut == {"complete": False, "nodes": whole["nodes"][:-1]}


async def test_an_empty_search_is_refused(ask: Ask) -> None:
    assert (await ask(SEARCH, text="  "))["errors"][0]["extensions"]["code"] == "BAD_QUESTION"


@pytest.mark.parametrize("text", HOSTILE)
async def test_cypher_in_a_text_is_only_text(ask: Ask, opened: Graph, text: str) -> None:
    before = await opened.read("MATCH (n) RETURN count(n) AS total")
    query = """query($text: String!, $id: ID!) {
      node(id: $id) { id } search(text: $text, dataset: $text) { nodes { id } } loads(dataset: $text) { id }
      nodes(kind: Goal, filter: {dataset: $text, nameContains: $text, where: [{field: "level", value: $text}]}) {
        totalCount nodes { id } }
      traceUp(id: $id) { outcome } traceDown(id: $id, dataset: $text) { outcome } coverage(scope: $id) { outcome }
      outsideThread(scope: $id) { outcome } suspectLinks(planVersion: $id) { outcome }
      plansInForce(dataset: $text, theme: $text, unit: $id) { outcome } }"""
    found = await ask(query, text=text, id=text)
    assert found["data"]["node"] is None
    assert found["data"]["search"]["nodes"] == []
    assert found["data"]["nodes"] == {"totalCount": 0, "nodes": []}
    assert {error["extensions"]["code"] for error in found["errors"]} == {"NOT_FOUND"}
    assert await opened.read("MATCH (n) RETURN count(n) AS total") == before


async def test_datasets_are_shown_with_what_they_hold(data: Ask, opened: Graph) -> None:
    query = "{ datasets { id title load loadedAt relationships counts { kind kindLabel count } } }"
    found = {one["id"]: one for one in (await data(query))["datasets"]}
    assert set(found) == {"lillevik", "lov", "sdg"}
    assert found["sdg"]["load"] == "sdg@1"
    assert found["sdg"]["counts"] == [
        {"kind": "SdgGoal", "kindLabel": "FN-mål", "count": 17},
        {"kind": "SdgTarget", "kindLabel": "FN-delmål", "count": 169},
    ]
    rows = await opened.read("MATCH (n:Node {dataset: 'lillevik'}) RETURN n.kind AS kind, count(n) AS count")
    assert {one["kind"]: one["count"] for one in found["lillevik"]["counts"]} == {
        row["kind"]: row["count"] for row in rows
    }
    rows = await opened.read("MATCH (:Node {dataset: 'lillevik'})-[r]->(:Node) RETURN count(r) AS count")
    assert found["lillevik"]["relationships"] == rows[0]["count"]


async def test_loads_are_listed_by_dataset_or_all(data: Ask) -> None:
    query = "query($dataset: String) { loads(dataset: $dataset) { id dataset by sha256 counts { count } } }"
    assert {one["id"] for one in (await data(query))["loads"]} == {"lillevik@1", "lov@1", "sdg@1"}
    found = (await data(query, dataset="sdg"))["loads"]
    assert [(one["id"], one["by"]) for one in found] == [("sdg@1", "prøve")]
    assert len(found[0]["sha256"]) == 64
