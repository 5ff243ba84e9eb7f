"""Whatever two datasets say: after loading the one and then the other, the graph is as after the other alone."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import loads
from graph.connection import Graph
from loaders.export import export, restore
from loaders.load import load
from tests.conftest import empty
from tests.loaders.random_dataset import write

pytestmark = pytest.mark.anyio

SOME = settings(
    max_examples=12,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
seeds = st.integers(min_value=0, max_value=2**32)


@SOME
@given(first=seeds, second=seeds)
async def test_loading_one_dataset_and_then_another_gives_what_the_other_says(
    graph: Graph, contents: Any, first: int, second: int
) -> None:
    await empty(graph)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "d"
        await load(graph, write(folder, Random(second)))
        alone = await contents(graph)
        await load(graph, write(folder, Random(first)))
        await load(graph, write(folder, Random(second)))
        assert await contents(graph) == alone
        assert (await load(graph, folder)).difference.total == 0


@SOME
@given(seed=seeds)
async def test_what_is_exported_as_yaml_and_loaded_is_what_was_there(graph: Graph, contents: Any, seed: int) -> None:
    await empty(graph)
    with tempfile.TemporaryDirectory() as place:
        await load(graph, write(Path(place) / "d", Random(seed)))
        before = await contents(graph)
        await export(graph, "prove", Path(place) / "ut")
        assert (await load(graph, Path(place) / "ut")).difference.changes == []
        await empty(graph)
        await load(graph, Path(place) / "ut")
        assert await contents(graph) == before


@SOME
@given(seed=seeds)
async def test_what_is_exported_as_tables_and_loaded_is_what_was_there(graph: Graph, contents: Any, seed: int) -> None:
    await empty(graph)
    with tempfile.TemporaryDirectory() as place:
        await load(graph, write(Path(place) / "d", Random(seed), plain=True))
        before = await contents(graph)
        for name in ("csv", "bok.xlsx"):
            await export(graph, "prove", Path(place) / name, format="csv")
            assert (await load(graph, Path(place) / name)).difference.changes == [], name
        await empty(graph)
        await load(graph, Path(place) / "csv")
        assert await contents(graph) == before


@SOME
@given(first=seeds, second=seeds)
async def test_the_state_known_at_an_earlier_load_is_rebuilt_exactly(
    graph: Graph, contents: Any, first: int, second: int
) -> None:
    await empty(graph)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "d"
        await load(graph, write(folder, Random(first)))
        known = await contents(graph)
        changed = await load(graph, write(folder, Random(second)))
        report = await restore(graph, "prove@1", by="revisor")
        assert await contents(graph) == known
        history = await loads.history(graph, "prove")
        if changed.load is not None:
            assert report.load is not None
            assert [made.id for made in history] == ["prove@1", "prove@2", "prove@3"]
            assert history[2].sha256 == history[0].sha256
