from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.municipalities import bare_rows, municipality, write_dataset
from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load

pytestmark = pytest.mark.anyio

NODES = "MATCH (n:Node {dataset: $dataset}) RETURN n.kind AS kind, properties(n) AS body"
LINKS = (
    "MATCH (a:Node {dataset: $dataset})-[r]->(b:Node) "
    "RETURN type(r) AS type, a.id AS start, b.id AS finish, properties(r) AS body"
)


@pytest.mark.slow
async def test_what_is_loaded_from_the_dataset_is_what_the_bare_rows_say(graph: Graph, folder: Path) -> None:
    made = municipality(7)
    write_dataset(made, folder)
    await load(graph, shipped()["sdg"])
    report = await load(graph, folder)
    bare = bare_rows(made)
    nodes = {row["body"]["id"]: row for row in await graph.read(NODES, dataset=made.id)}
    links = {_identity(row): row["body"] for row in await graph.read(LINKS, dataset=made.id)}
    assert report.notes == []
    assert nodes == {body["id"]: {"kind": kind, "body": body} for kind, bodies in bare.nodes.items() for body in bodies}
    assert links == {
        (name, link.start, link.finish, link.body["key"]): link.body
        for name, found in bare.links.items()
        for link in found
    }
    assert bare.size == len(nodes) + len(links)


def _identity(row: dict[str, Any]) -> tuple[str, str, str, str]:
    return row["type"], row["start"], row["finish"], row["body"]["key"]


def test_a_municipality_has_about_five_thousand_nodes_and_a_scaled_one_as_many_times_more() -> None:
    assert 4_500 <= municipality(1).records <= 5_500
    assert 18_000 <= municipality(1, scale=4).records <= 22_000


def test_the_same_number_gives_the_same_files_and_another_gives_others(tmp_path: Path) -> None:
    for name, number in (("first", 3), ("again", 3), ("other", 4)):
        write_dataset(municipality(number), tmp_path / name)
    assert _contents(tmp_path / "first") == _contents(tmp_path / "again")
    assert _contents(tmp_path / "first")["carries_out.csv"] != _contents(tmp_path / "other")["carries_out.csv"]


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_part_of_the_mix_is_there() -> None:
    made = municipality(1)
    main = [start for start, _, properties in made.links["RESPONSIBLE"] if properties["role"] == "main"]
    parents = [start for start, _, _ in made.links["CARRIES_OUT"]]
    contributions = {properties["contribution"] for _, _, properties in made.links["CARRIES_OUT"]}
    assert all(isinstance(record["deadline"], date) for record in made.nodes["Tiltak"])
    assert set(main) >= {record["id"] for record in made.nodes["Tiltak"]}
    assert len(main) == len(set(main))
    assert len(parents) > len(set(parents))
    assert contributions == {"contributes", "supports", "hinders"}
    assert any("valid_to" in record for record in made.nodes["Tiltak"])
