"""The graph that tests run on.

One engine for the whole run: the embedded one in a temporary folder, or with STYRING_TEST_ENGINE=neo4j the server that
NEO4J_URI names. The same tests run on both; a test that holds for one engine only is marked with its name. `graph` is
emptied before each test that asks for it. Async tests run on one event loop, which the driver's connections belong to.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from graph.connection import Graph, Transaction, open_graph
from graph.constraints import ensure_constraints
from graph.settings import Settings, read_settings

ENGINE = os.environ.get("STYRING_TEST_ENGINE", "embedded")
ROOT = Path(__file__).resolve().parent.parent


ASKS_AN_ENGINE = frozenset({"settings", "opened", "graph"})
"""Fixtures of the tests that need an engine. Those that only reckon or draw are run with the embedded engine only."""
BEFORE_THE_ENGINE = frozenset({"access"})
"""Folders whose tests are about what stands before the engine: one engine will do. What is hidden from whom, in every
statement, is tested on both, in tests/graph/test_access.py."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if ENGINE == "neo4j":
        left_out = [item for item in items if _one_engine_will_do(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    for item in items:
        for engine in ("embedded", "neo4j"):
            if item.get_closest_marker(engine) and engine != ENGINE:
                item.add_marker(pytest.mark.skip(reason=f"holds for {engine} only; this run is on {ENGINE}"))


def _one_engine_will_do(item: pytest.Item) -> bool:
    folder = item.path.relative_to(ROOT / "tests").parts[0]
    return folder in BEFORE_THE_ENGINE or ASKS_AN_ENGINE.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    if ENGINE == "neo4j":
        if not os.environ.get("NEO4J_URI"):
            pytest.exit("STYRING_TEST_ENGINE=neo4j needs NEO4J_URI: the address of a server that tests may empty.", 2)
        return read_settings()
    return read_settings(
        neo4j_uri="", styring_folder=tmp_path_factory.mktemp("embedded") / "graph", styring_heap="512m"
    )


@pytest.fixture(scope="session")
async def opened(settings: Settings, anyio_backend: str) -> AsyncIterator[Graph]:
    graph = await open_graph(settings)
    try:
        await empty(graph)
        await ensure_constraints(graph)
        yield graph
    finally:
        await graph.close()


@pytest.fixture
async def graph(opened: Graph) -> Graph:
    await empty(opened)
    return opened


async def empty(graph: Graph) -> None:
    """Remove everything, a part at a time, so that it works after a large test too."""

    async def remove(transaction: Transaction) -> int:
        rows = await transaction.run("MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS removed")
        return int(rows[0]["removed"]) if rows else 0

    while await graph.write(remove):
        pass


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty folder to put a dataset in."""
    path = tmp_path / "dataset"
    path.mkdir()
    yield path
