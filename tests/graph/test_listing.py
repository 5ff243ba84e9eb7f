from datetime import date
from typing import Any

import pytest

from graph import loads
from graph.connection import Graph, Transaction
from graph.listing import Selection, count, datasets, page, search
from graph.loads import Load
from graph.writer import create_nodes
from schema.catalogue import KINDS

pytestmark = pytest.mark.anyio
GOAL = {item.name: item for item in KINDS["Goal"].properties}


def goal(name: str, *, dataset: str = "t", **more: Any) -> dict[str, Any]:
    words = f"{more.get('text', '')} {more.get('number', '')}"
    return {"id": f"{dataset}:{name}", "kind": "Goal", "dataset": dataset, "name": name, "level": "maal",
            "search": f"{name} {words} {name}".lower(), **more}  # fmt: skip


async def put(graph: Graph, *goals: dict[str, Any], kind: str = "Goal") -> None:
    await graph.write(lambda transaction: create_nodes(transaction, kind, list(goals)))


async def ids(graph: Graph, selection: Selection, after: str = "", most: int = 100) -> list[str]:
    return [row["id"] for row in await page(graph, selection, after=after, most=most)]


async def test_the_next_page_begins_where_the_last_ended_whatever_the_letters(graph: Graph) -> None:
    names = ["a", "B", "å", "ø", "æ", "A/1", "A-1", "A.1", "a_b", "10", "9", "Z", "z", "Ø"]
    await put(graph, *(goal(name) for name in names))
    found: list[str] = []
    while more := await ids(graph, Selection("Goal"), after=found[-1] if found else "", most=3):
        found += more
    assert sorted(found) == sorted(f"t:{name}" for name in names)
    assert len(found) == len(names)
    assert found == await ids(graph, Selection("Goal"))


async def test_only_the_kind_is_listed(graph: Graph) -> None:
    await put(graph, goal("a"))
    await put(graph, {**goal("v"), "kind": "Vision"}, kind="Vision")
    assert await ids(graph, Selection("Goal")) == ["t:a"]
    assert await count(graph, Selection("Vision")) == 1


async def test_conditions_hold_together_in_page_and_count(graph: Graph) -> None:
    await put(
        graph,
        goal("Ren luft", level="maal"),
        goal("Ren by", level="delmaal"),
        goal("Ren luft", dataset="u", level="maal"),
        goal("RØYKFRI LUFT", level="maal", valid_to="2020-01-01"),
    )
    level = ((GOAL["level"], "maal"),)
    cases: list[tuple[Selection, list[str]]] = [
        (Selection("Goal", dataset="t"), ["t:RØYKFRI LUFT", "t:Ren by", "t:Ren luft"]),
        (Selection("Goal", name_contains="røyk"), ["t:RØYKFRI LUFT"]),
        (Selection("Goal", name_contains="LUFT", day=date(2026, 1, 1)), ["t:Ren luft", "u:Ren luft"]),
        (Selection("Goal", dataset="t", equal=level), ["t:RØYKFRI LUFT", "t:Ren luft"]),
        (Selection("Goal", date(2026, 1, 1), "t", "luft", level), ["t:Ren luft"]),
        (Selection("Goal", name_contains="finnes ikke"), []),
    ]
    for selection, expected in cases:
        assert sorted(await ids(graph, selection)) == sorted(expected)
        assert await count(graph, selection) == len(expected)


async def test_a_value_in_a_list_is_found(graph: Graph) -> None:
    plan = {"id": "t:p", "kind": "Plan", "dataset": "t", "name": "p", "themes": ["klima", "vann"]}
    await put(graph, plan, kind="Plan")
    themes = next(item for item in KINDS["Plan"].properties if item.name == "themes")
    for value, expected in (("klima", 1), ("skole", 0)):
        assert await count(graph, Selection("Plan", equal=((themes, value),))) == expected


async def test_dates_and_numbers_are_compared_as_such(graph: Graph) -> None:
    activity = {"id": "t:a", "kind": "Activity", "dataset": "t", "name": "a", "month": 3, "day": "2026-03-01"}
    await put(graph, activity, kind="Activity")
    items = {item.name: item for item in KINDS["Activity"].properties}
    for name, value, expected in (("month", 3, 1), ("month", 4, 0), ("day", date(2026, 3, 1), 1)):
        assert await count(graph, Selection("Activity", equal=((items[name], value),))) == expected


async def hits(graph: Graph, sought: str, **more: Any) -> list[str]:
    return [row["id"] for row in await search(graph, sought, most=100, **more)]


async def test_search_ranks_exact_code_or_id_then_names_then_the_rest(graph: Graph) -> None:
    await put(
        graph,
        goal("z-kode", number="vann"),
        goal("vannvei"),
        goal("b overvann"),
        goal("a annet", text="om vann"),
        goal("vann", dataset="u"),
    )
    assert await hits(graph, "Vann") == ["t:z-kode", "u:vann", "t:vannvei", "t:b overvann", "t:a annet"]


async def test_a_full_id_is_found_though_it_stands_in_no_text(graph: Graph) -> None:
    await put(graph, goal("A1"), goal("A1", dataset="u"))
    assert await hits(graph, "u:A1") == ["u:A1"]
    assert await hits(graph, "U:a1") == ["u:A1"]


async def test_numbers_that_are_not_text_do_not_stop_a_search(graph: Graph) -> None:
    version = {"id": "t:v", "kind": "PlanVersion", "dataset": "t", "name": "v", "number": 3, "search": "versjon 3 v"}
    await put(graph, version, kind="PlanVersion")
    assert await hits(graph, "3") == ["t:v"]


async def test_search_is_bounded_and_kept_to_kinds_and_dataset(graph: Graph) -> None:
    await put(graph, goal("vann 1"), goal("vann 2"), goal("vann 3", dataset="u"))
    assert len(await search(graph, "vann", most=2)) == 2
    assert await hits(graph, "vann", dataset="u") == ["u:vann 3"]
    assert await hits(graph, "vann", kinds=["Vision"]) == []
    assert await hits(graph, "vann", kinds=["Vision", "Goal"], dataset="t") == ["t:vann 1", "t:vann 2"]


async def test_datasets_are_listed_with_the_counts_of_their_latest_load(graph: Graph) -> None:
    about = {"title": "T kommune", "municipality_number": "0001", "language": "nb"}
    first = Load("t@1", "t", "2026-01-01T00:00:00", "a", "x", {"Goal": 2, "relationships": 1})
    second = Load("t@2", "t", "2026-02-01T00:00:00", "a", "y", {"Goal": 3, "relationships": 4})
    for load, previous in ((first, ""), (second, "t@1")):

        async def record(transaction: Transaction, load: Load = load, previous: str = previous) -> None:
            await loads.take_turn(transaction, load, previous, about)
            await loads.record(transaction, load, [], about)

        await graph.write(record)
    (found,) = await datasets(graph)
    assert (found.id, found.title, found.municipality_number, found.load) == ("t", "T kommune", "0001", "t@2")
    assert (found.at, found.counts, found.relationships) == ("2026-02-01T00:00:00", {"Goal": 3}, 4)
