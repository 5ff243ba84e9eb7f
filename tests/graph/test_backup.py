"""The whole graph in one file, and back."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from graph.backup import Backup, back_up, checked, restore
from graph.connection import Graph, Transaction
from graph.loads import history
from loaders.catalogues import shipped
from loaders.load import load
from schema.errors import GraphConflictError, SourceError
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio


async def everything(graph: Graph) -> tuple[list[Any], list[Any]]:
    nodes = await graph.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
    links = await graph.read(
        "MATCH (a:Node)-[r]->(b:Node) RETURN type(r) AS type, a.id AS a, b.id AS b, properties(r) AS properties"
    )
    return sorted(map(_text, nodes)), sorted(map(_text, links))


def _text(row: dict[str, Any]) -> str:
    return json.dumps({**row, "labels": sorted(row.get("labels", ()))}, sort_keys=True, default=str)


@pytest.fixture
async def loaded(graph: Graph) -> Graph:
    for path in (shipped()["sdg"], ROOT / "tests/datasets/nes"):
        await load(graph, path)
    return graph


async def test_what_comes_back_is_what_was_there_with_its_history(loaded: Graph, tmp_path: Path) -> None:
    before, loads = await everything(loaded), await history(loaded)
    made = await back_up(loaded, tmp_path / "b.gz")
    assert made == Backup(len(before[0]), len(before[1])) == checked(tmp_path / "b.gz")
    await empty(loaded)
    assert await restore(loaded, tmp_path / "b.gz") == made
    assert await everything(loaded) == before
    assert await history(loaded) == loads
    await load(loaded, ROOT / "tests/datasets/nes")
    assert (await everything(loaded))[1] == before[1]


async def test_a_graph_with_something_in_it_is_left_alone(loaded: Graph, tmp_path: Path) -> None:
    await back_up(loaded, tmp_path / "b.gz")
    before = await everything(loaded)
    with pytest.raises(GraphConflictError, match="fra før"):
        await restore(loaded, tmp_path / "b.gz")
    assert await everything(loaded) == before


async def test_a_restore_that_was_broken_off_is_begun_anew(loaded: Graph, tmp_path: Path) -> None:
    before = await everything(loaded)
    await back_up(loaded, tmp_path / "b.gz")
    await empty(loaded)

    async def half(transaction: Transaction) -> None:
        await transaction.run("CREATE (:Restoring) CREATE (:Node:Goal {id: 'halv', dataset: 'x', kind: 'Goal'})")

    await loaded.write(half)
    await restore(loaded, tmp_path / "b.gz")
    assert await everything(loaded) == before


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.999])
async def test_a_file_that_was_cut_is_refused_before_anything_is_written(
    loaded: Graph, tmp_path: Path, kept: float
) -> None:
    await back_up(loaded, tmp_path / "b.gz")
    whole = (tmp_path / "b.gz").read_bytes()
    (tmp_path / "cut.gz").write_bytes(whole[: int(len(whole) * kept)])
    await empty(loaded)
    with pytest.raises(SourceError, match="ikke hel"):
        await restore(loaded, tmp_path / "cut.gz")
    assert await everything(loaded) == ([], [])


async def test_a_line_that_is_changed_or_taken_out_is_noticed(loaded: Graph, tmp_path: Path) -> None:
    await back_up(loaded, tmp_path / "b.gz")
    lines = gzip.decompress((tmp_path / "b.gz").read_bytes()).decode().split("\n")
    for changed in ([*lines[:5], *lines[6:]], [line.replace("Gangbru", "Gangbrua") for line in lines]):
        (tmp_path / "x.gz").write_bytes(gzip.compress("\n".join(changed).encode()))
        with pytest.raises(SourceError, match="ikke hel"):
            checked(tmp_path / "x.gz")


@pytest.mark.parametrize(
    "lines",
    [
        ['{"noe": "annet"}', "{}"],
        ["[1]", "{}"],
        ["ikke json", "{}"],
        ['{"backup": 1}', '{"labels": ["Node", "Spion"], "properties": {}}', "{}"],
        ['{"backup": 1}', '{"type": "X]->() DETACH DELETE n//", "start": "a", "finish": "b", "properties": {}}', "{}"],
    ],
)
def test_what_is_no_backup_of_this_program_is_refused(tmp_path: Path, lines: list[str]) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    with pytest.raises(SourceError):
        checked(tmp_path / "x.gz")
    (tmp_path / "x.gz").write_bytes(b"ikke gzip")
    with pytest.raises(SourceError):
        checked(tmp_path / "x.gz")


async def test_a_backup_that_fails_leaves_the_older_one(loaded: Graph, tmp_path: Path) -> None:
    (tmp_path / "b.gz").write_bytes(b"eldre")

    class Broken(Graph):
        async def read_together(self, work: Any) -> Any:
            raise GraphConflictError("x")

    loaded.__class__ = Broken
    try:
        with pytest.raises(GraphConflictError):
            await back_up(loaded, tmp_path / "b.gz")
    finally:
        loaded.__class__ = Graph
    assert (tmp_path / "b.gz").read_bytes() == b"eldre"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.gz"]
