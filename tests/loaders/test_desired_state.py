"""What the dataset says is in the graph, what it no longer says is gone, other datasets are untouched."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from graph import loads
from graph.connection import Graph, Transaction
from loaders.difference import Change, Difference
from loaders.load import load
from schema.errors import GraphConflictError, InvalidDataError
from tests.loaders.conftest import SDG, SMALL

pytestmark = pytest.mark.anyio


def counts(difference: Difference) -> dict[str, dict[str, int]]:
    return {name: dict(found) for name, found in sorted((difference.nodes | difference.relationships).items())}


async def test_a_first_load_adds_everything_with_source_certainty_and_full_ids(sdg: Graph, put: Any) -> None:
    report = await load(sdg, put("prove", **{"alt.yaml": SMALL}), by="kari")
    assert counts(report.difference) == {
        "BUILDS_ON": {"added": 3},
        "CARRIES_OUT": {"added": 2},
        "Goal": {"added": 2},
        "GoalLevel": {"added": 2},
        "PART_OF": {"added": 1},
        "Post": {"added": 2},
        "RESPONSIBLE": {"added": 3},
        "Tiltak": {"added": 2},
    }
    assert report.load is not None
    assert (report.load.id, report.load.by, report.load.counts["Tiltak"]) == ("prove@1", "kari", 2)
    (row,) = await sdg.read(
        "MATCH (t:Tiltak {id: 'prove:t1'})-[r:CARRIES_OUT]->(g:Goal) RETURN properties(t) AS t, r.contribution AS c, "
        "r.source AS source, g.id AS goal"
    )
    assert (row["c"], row["source"], row["goal"]) == ("supports", "Prøvedata", "prove:d1")
    assert row["t"]["deadline"] == date(2026, 12, 31)
    assert (row["t"]["source"], row["t"]["certainty"], row["t"]["kind"]) == ("Prøvedata", "documented", "Tiltak")


async def test_loading_again_changes_nothing_and_makes_no_new_load(small: Graph, put: Any, contents: Any) -> None:
    before = await contents(small)
    report = await load(small, put("prove", **{"alt.yaml": SMALL}))
    assert (report.difference.total, report.load, report.notes) == (0, None, [])
    assert await contents(small) == before
    assert [made.id for made in await loads.history(small, "prove")] == ["prove@1"]


async def test_a_dry_run_gives_the_difference_and_writes_nothing(small: Graph, put: Any, contents: Any) -> None:
    before = await contents(small)
    folder = put("prove", **{"alt.yaml": SMALL.replace("Benker", "Flere benker")})
    report = await load(small, folder, dry_run=True)
    assert report.difference.changes == [
        Change("changed", "Tiltak", "prove:t2", "Flere benker", (("name", "Benker", "Flere benker"),))
    ]
    assert report.load is None
    assert await contents(small) == before
    assert (await load(small, folder)).difference.changes == report.difference.changes


async def test_changes_are_found_down_to_the_field(small: Graph, put: Any) -> None:
    text = (
        SMALL.replace("name: Benker, deadline: 2027-06-30", "name: Benker, deadline: 2027-07-01, status: ongoing")
        .replace("reason: Planer", "reason: Plan for byrom")
        .replace("- {id: planlegger, name: Planlegger}\n", "- {id: ny, name: Ny}\n")
        .replace("{to: planlegger, role: other}", "{to: ny, role: other}")
    )
    report = await load(small, put("prove", **{"alt.yaml": text}))
    changes = {(change.what, change.kind, change.id): change.fields for change in report.difference.changes}
    assert changes == {
        ("added", "Post", "prove:ny"): (),
        ("removed", "Post", "prove:planlegger"): (),
        ("changed", "Tiltak", "prove:t2"): (
            ("deadline", "2027-06-30", "2027-07-01"),
            ("status", "unknown", "ongoing"),
        ),
        ("added", "RESPONSIBLE", "prove:t1 → prove:ny"): (),
        ("removed", "RESPONSIBLE", "prove:t1 → prove:planlegger"): (),
        ("changed", "BUILDS_ON", "prove:d1 → sdg:11.b"): (("reason", "Planer", "Plan for byrom"),),
    }


async def test_a_field_that_is_no_longer_said_is_gone_from_the_node(small: Graph, put: Any) -> None:
    await load(small, put("prove", **{"alt.yaml": SMALL.replace("name: Benker,", "name: Benker, text: 'Ved elva',")}))
    assert (await small.read("MATCH (n:Tiltak {id: 'prove:t2'}) RETURN n.text AS text"))[0]["text"] == "Ved elva"
    await load(small, put("prove", **{"alt.yaml": SMALL}))
    (row,) = await small.read("MATCH (n:Tiltak {id: 'prove:t2'}) RETURN n.text AS text, keys(n) AS keys")
    assert row["text"] is None
    assert "text" not in row["keys"]


async def test_other_datasets_are_untouched(small: Graph, put: Any, contents: Any) -> None:
    await load(small, put("nabo", **{"alt.yaml": SMALL}))
    others = [await contents(small, "nabo"), await contents(small, "sdg")]
    await load(small, put("prove", **{"a.yaml": "posts:\n- {id: x, name: X}\n"}))
    assert [await contents(small, "nabo"), await contents(small, "sdg")] == others
    nodes, links = await contents(small, "prove")
    assert [node["body"]["id"] for node in nodes] == ["prove:x"]
    assert links == []


async def test_the_same_ids_in_two_datasets_are_two_nodes(small: Graph, put: Any) -> None:
    await load(small, put("nabo", **{"alt.yaml": SMALL.replace("Benker", "Stoler")}))
    rows = await small.read("MATCH (n:Tiltak) WHERE n.id ENDS WITH ':t2' RETURN n.name AS name ORDER BY n.id")
    assert [row["name"] for row in rows] == ["Stoler", "Benker"]


async def test_a_node_that_becomes_another_kind_is_removed_and_added_with_its_relationships(
    sdg: Graph, put: Any, contents: Any
) -> None:
    text = (
        "goal_levels:\n- {id: m, name: M, code: m, rank: 1}\ngoals:\n- {id: g, name: G, level: m, "
        "sdg_status: not_assessed, part_of: {to: x, note: beholdes}}\n- {id: x, name: X, level: m, "
        "sdg_status: builds_on, builds_on: sdg:11}\n"
    )
    await load(sdg, put("prove", **{"a.yaml": text}))
    now = text.replace("- {id: x, name: X, level: m, sdg_status: builds_on,", "focus_areas:\n- {id: x, name: X,")
    report = await load(sdg, put("prove", **{"a.yaml": now}))
    assert counts(report.difference) == {"FocusArea": {"added": 1}, "Goal": {"removed": 1}}
    rows = await sdg.read("MATCH (n:Node {id: 'prove:x'}) RETURN labels(n) AS labels, n.kind AS kind")
    assert [(sorted(row["labels"]), row["kind"]) for row in rows] == [(["FocusArea", "Node"], "FocusArea")]
    _, links = await contents(sdg, "prove")
    assert [(link["start"], link["type"], link["finish"], link["body"].get("note")) for link in links] == [
        ("prove:g", "PART_OF", "prove:x", "beholdes"),
        ("prove:x", "BUILDS_ON", "sdg:11", None),
    ]
    assert (await load(sdg, put("prove", **{"a.yaml": now}))).difference.total == 0


async def test_a_node_that_others_point_to_may_not_become_another_kind(small: Graph, put: Any, contents: Any) -> None:
    level = "goal_levels:\n- {id: m, name: M, code: m, rank: 1}\n"
    goal = "goals:\n- {id: a, name: A, level: m, sdg_status: not_assessed, part_of: 'prove:h1'}\n"
    await load(small, put("nabo", **{"a.yaml": level + goal}))
    before = await contents(small)
    text = "focus_areas:\n- {id: h1, name: H}\n" + SMALL.replace("- id: h1\n", "- id: h2\n").replace(
        "part_of: h1", "part_of: h2"
    )
    with pytest.raises(InvalidDataError) as caught:
        await load(small, put("prove", **{"a.yaml": text}))
    assert [problem.reason for problem in caught.value.problems] == [
        "«prove:h1» er ikke lenger samme slags node, men «nabo:a» er del av den fortsatt."
    ]
    assert await contents(small) == before


async def test_an_id_may_be_written_with_the_datasets_own_name_in_front(sdg: Graph, put: Any, contents: Any) -> None:
    await load(sdg, put("prove", **{"alt.yaml": SMALL}))
    before = await contents(sdg)
    text = SMALL.replace("id: d1", "id: prove:d1").replace("part_of: h1", "part_of: 'prove:h1'")
    text = text.replace("carries_out: d1", "carries_out: 'prove:d1'")
    assert (await load(sdg, put("prove", **{"alt.yaml": text}))).difference.total == 0
    assert await contents(sdg) == before


async def test_csv_excel_json_and_yaml_say_the_same(sdg: Graph, put: Any, tmp_path: Path) -> None:
    await load(sdg, put("prove", **{"alt.yaml": SMALL}))
    head = SMALL.partition("posts:")[0]
    csv = {
        "goals.yaml": head,
        "posts.csv": "id;name\nleder;Virksomhetsleder\nplanlegger;Planlegger\n",
        "tiltak.csv": "id;name;deadline;responsible\nt1;Trær i Storgata;31.12.2026;leder\nt2;Benker;30.06.2027;leder\n",
        "responsible.csv": "from;to;role\nt1;planlegger;other\n",
        "carries_out.json": '{"carries_out": [{"from": "t1", "to": "d1", "contribution": "supports"}, '
        '{"from": "t2", "to": "d1"}]}',
    }
    files = {name: text.encode("cp1252" if name == "tiltak.csv" else "utf-8-sig") for name, text in csv.items()}
    report = await load(sdg, put("prove", **files))
    assert report.difference.changes == []
    assert report.notes == ["tiltak.csv er lest som Windows-1252, den eldre tegnkodingen fra Excel."]

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "dataset"
    for row in (
        ("id", "prove"),
        ("title", "Prøve kommune"),
        ("municipality_number", 301),
        ("default_source", "Prøvedata"),
    ):
        sheet.append(row)
    tables: dict[str, list[list[Any]]] = {
        "goal_levels": [
            ["id", "name", "code", "rank", "coverage"],
            ["hovedmaal", "Hovedmål", "hovedmaal", 1],
            ["delmaal", "Delmål", "delmaal", 2, "ja"],
        ],
        "goals": [
            ["id", "name", "level", "sdg_status", "part_of", "builds_on"],
            ["h1", "Levende lokalsamfunn", "hovedmaal", "builds_on", None, "sdg:11"],
            ["d1", "Grønne byrom", "delmaal", "builds_on", "h1", "sdg:11.6"],
        ],
        "builds_on": [["from", "to", "reason"], ["d1", "sdg:11.b", "Planer"]],
        "posts": [["id", "name"], ["leder", "Virksomhetsleder"], ["planlegger", "Planlegger"]],
        "tiltak": [
            ["id", "name", "deadline", "responsible"],
            ["t1", "Trær i Storgata", date(2026, 12, 31), "leder"],
            ["t2", "Benker", date(2027, 6, 30), "leder"],
        ],
        "responsible": [["from", "to", "role"], ["t1", "planlegger", "other"]],
        "carries_out": [["from", "to", "contribution"], ["t1", "d1", "supports"], ["t2", "d1", None]],
    }
    for title, rows in tables.items():
        page = book.create_sheet(title)
        for cells in rows:
            page.append(cells)
    path = tmp_path / "prove.xlsx"
    book.save(path)
    report = await load(sdg, path)
    assert report.difference.changes == []
    assert report.notes == []


async def test_norwegian_numbers_and_dates_in_csv_are_read(graph: Graph, put: Any) -> None:
    text = 'id,name,value_nok,valid_from,illustrative\nk,Vei,"1 234,5",01.02.2026,ja\nl,Bru,−1234,,nei\n'
    files = {"contracts.csv": text.replace("−1234", '"2 000"').encode("utf-8-sig")}
    await load(graph, put("prove", **files))
    rows = await graph.read(
        "MATCH (n:Contract) RETURN n.value_nok AS v, n.valid_from AS f, n.illustrative AS i ORDER BY n.id"
    )
    assert [(row["v"], row["f"], row["i"]) for row in rows] == [
        (1234.5, date(2026, 2, 1), True),
        (2000.0, None, False),
    ]


async def test_numbers_are_ids_and_texts_where_text_is_wanted(graph: Graph, put: Any) -> None:
    text = (
        "units:\n- {id: 11, name: 2026, unit_type: 1, code: 0301}\n- {id: 12.10, name: x, unit_type: 1, part_of: 11}\n"
    )
    text += "unit_types:\n- {id: k, name: K, code: 1, rank: '1'}\n"
    text += "legal_provisions:\n- {id: p, name: P, level: lov, abbreviations: [1, 2026-01-01, a]}\n"
    await load(graph, put("prove", **{"a.yaml": text}))
    rows = await graph.read("MATCH (n:Unit) RETURN n.id AS id, n.name AS name, n.code AS code ORDER BY n.id")
    assert [tuple(row.values()) for row in rows] == [("prove:11", "2026", "0301"), ("prove:12.10", "x", None)]
    (row,) = await graph.read("MATCH (n:LegalProvision) RETURN n.abbreviations AS a")
    assert row["a"] == ["1", "2026-01-01", "a"]


async def test_letters_that_are_put_together_are_stored_as_one(graph: Graph, put: Any) -> None:
    await load(graph, put("prove", **{"a.yaml": "posts:\n- {id: maa\u030a, name: 'Ra\u030adgiver\r\nto'}\n"}))
    (row,) = await graph.read("MATCH (n:Post) RETURN n.id AS id, n.name AS name")
    assert row["id"] == "prove:maå"
    assert row["name"].startswith("Rådgiver")


async def test_files_that_are_not_read_are_mentioned(graph: Graph, put: Any) -> None:
    folder = put(
        "prove", **{"a.yaml": "posts:\n- {id: a, name: A}\n", "notater.docx": b"x", ".DS_Store": b"", "~$a.xlsx": b""}
    )
    (folder / "bilag").mkdir()
    report = await load(graph, folder)
    assert report.notes == [
        "«bilag» er ikke lest: et datasett er filer av typen .yaml, .csv, .xlsx og .json.",
        "«notater.docx» er ikke lest: et datasett er filer av typen .yaml, .csv, .xlsx og .json.",
    ]
    (folder / "bilag").rmdir()


async def test_the_dataset_keeps_its_title_number_and_language_and_a_new_name_is_told(small: Graph, put: Any) -> None:
    ask = (
        "MATCH (d:Dataset {id: 'prove'}) "
        "RETURN d.title AS t, d.municipality_number AS n, d.language AS l, d.load AS load"
    )
    assert (await small.read(ask))[0] == {"t": "Prøve kommune", "n": "0301", "l": "nb", "load": "prove@1"}
    description = "id: {id}\ntitle: Ny kommune\ndefault_source: Prøvedata\nlanguage: nn\n"
    report = await load(small, put("prove", description, **{"alt.yaml": SMALL}))
    assert report.difference.total == 0
    assert report.notes == [
        "Datasettet «prove» hadde tittel «Prøve kommune», og har nå «Ny kommune».",
        "Datasettet «prove» hadde kommunenummer «0301», og har nå «».",
        "Datasettet «prove» hadde språk «nb», og har nå «nn».",
    ]
    assert (await small.read(ask))[0] == {"t": "Ny kommune", "n": None, "l": "nn", "load": "prove@2"}


@contextmanager
def both_read_before_either_writes() -> Iterator[None]:
    barrier = asyncio.Barrier(2)
    original = Graph.write

    async def write(self: Graph, work: Any) -> Any:
        await barrier.wait()
        return await original(self, work)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Graph, "write", write)
        yield


async def test_of_two_loads_of_a_dataset_at_once_one_is_refused(
    small: Graph, put: Any, contents: Any, tmp_path: Path
) -> None:
    first = put("prove", **{"alt.yaml": SMALL.replace("Benker", "Stoler")}).rename(tmp_path / "en")
    second = put("prove", **{"alt.yaml": SMALL.replace("Benker", "Bord")}).rename(tmp_path / "to")
    with both_read_before_either_writes():
        results = await asyncio.gather(load(small, first), load(small, second), return_exceptions=True)
    refused = [result for result in results if isinstance(result, BaseException)]
    assert len(refused) == 1, results
    assert isinstance(refused[0], GraphConflictError)
    assert str(refused[0]) == (
        "Noen andre lastet «prove» mens denne lastingen ble forberedt. Last på nytt; ingenting er skrevet."
    )
    kept = "Stoler" if refused[0] is results[1] else "Bord"
    rows = await small.read("MATCH (n:Tiltak {id: 'prove:t2'}) RETURN n.name AS name")
    assert rows == [{"name": kept}]
    assert [made.id for made in await loads.history(small, "prove")] == ["prove@1", "prove@2"]


async def test_of_two_first_loads_of_a_dataset_at_once_one_is_refused(sdg: Graph, put: Any, tmp_path: Path) -> None:
    first = put("prove", **{"alt.yaml": SMALL}).rename(tmp_path / "en")
    second = put("prove", **{"alt.yaml": SMALL.replace("Benker", "Bord")}).rename(tmp_path / "to")
    with both_read_before_either_writes():
        results = await asyncio.gather(load(sdg, first), load(sdg, second), return_exceptions=True)
    assert sorted(isinstance(result, GraphConflictError) for result in results) == [False, True], results
    assert (await sdg.read("MATCH (n:Tiltak) RETURN count(n) AS n"))[0]["n"] == 2


async def test_a_load_is_refused_where_what_it_rests_on_goes_away_meanwhile(
    sdg: Graph, put: Any, tmp_path: Path, contents: Any
) -> None:
    mine = put("prove", **{"alt.yaml": SMALL}).rename(tmp_path / "mitt")
    fewer = put(
        "sdg", **{"sdg.yaml": SDG.replace("- {id: '12.5", "- {id: '12.6").replace("code: '12.5", "code: '12.6")}
    )
    steps: list[str] = []
    done = asyncio.Event()

    async def other() -> None:
        await load(sdg, fewer)
        done.set()

    def progress(step: str, _done: int, _total: int) -> None:
        steps.append(step)
        if step == "Sammenlikner" and len(tasks) == 0:
            tasks.append(asyncio.ensure_future(other()))

    tasks: list[asyncio.Future[None]] = []
    original = Graph.write

    async def wait_for_the_other(self: Graph, work: Any) -> Any:
        if asyncio.current_task() is main and not done.is_set():
            await done.wait()
        return await original(self, work)

    main = asyncio.current_task()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Graph, "write", wait_for_the_other)
        with pytest.raises(GraphConflictError, match="Noen andre lastet «sdg»"):
            await load(sdg, mine, progress=progress)
    assert await contents(sdg, "prove") == ([], [])


async def test_nothing_is_written_where_the_last_statement_fails(small: Graph, put: Any, contents: Any) -> None:
    before = await contents(small)

    async def fail(*_: object) -> None:
        raise RuntimeError("stopped before the end")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loads, "record", fail)
        with pytest.raises(RuntimeError):
            await load(small, put("prove", **{"a.yaml": "posts:\n- {id: x, name: X}\n"}))
    assert await contents(small) == before
    assert await loads.latest(small, "prove") == "prove@1"


async def test_content_that_stays_the_same_is_kept_once(small: Graph, put: Any) -> None:
    async def pieces() -> int:
        return int((await small.read("MATCH (c:LoadContent) RETURN count(c) AS n"))[0]["n"])

    before = await pieces()
    await load(small, put("prove", **{"alt.yaml": SMALL.replace("Benker", "Bord")}))
    assert await pieces() == before + 1


async def test_what_was_loaded_is_kept_whole_also_with_unusual_line_ends(graph: Graph, put: Any) -> None:
    text = "a\u2028b\u0085c d"
    await load(graph, put("prove", **{"a.json": f'{{"posts": [{{"id": "p", "name": "{text}"}}]}}'}))
    description, records = await loads.content(graph, "prove@1")
    assert description["id"] == "prove"
    assert [record["node"]["name"] for record in records] == [text]


async def test_progress_is_told_for_each_step(sdg: Graph, put: Any) -> None:
    told: list[tuple[str, int, int]] = []
    await load(sdg, put("prove", **{"alt.yaml": SMALL}), progress=lambda *what: told.append(what))
    assert list(dict.fromkeys(step for step, _, _ in told)) == ["Leser", "Kontrollerer", "Sammenlikner", "Skriver"]
    assert told[-1] == ("Skriver", 17, 17)


async def test_a_graph_that_somebody_else_changed_is_brought_back(small: Graph, put: Any, contents: Any) -> None:
    before = await contents(small)

    async def meddle(transaction: Transaction) -> None:
        await transaction.run("MATCH (n:Tiltak {id: 'prove:t1'}) SET n.name = 'Noe annet'")
        await transaction.run("MATCH (:Tiltak {id: 'prove:t2'})-[r:CARRIES_OUT]->() DELETE r")

    await small.write(meddle)
    report = await load(small, put("prove", **{"alt.yaml": SMALL}))
    assert counts(report.difference) == {"CARRIES_OUT": {"added": 1}, "Tiltak": {"changed": 1}}
    assert await contents(small) == before
