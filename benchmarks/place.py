"""The graph that is measured on: an embedded one in a folder of its own, or the Neo4j that NEO4J_URI names."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bare import Address, Bare, connected, together, write_in_parts
from benchmarks.municipalities import bare_rows, municipality
from graph.connection import Graph, graph_for
from graph.constraints import ensure_constraints
from graph.embedded import open_embedded
from graph.settings import Settings, read_settings
from loaders.catalogues import shipped
from loaders.load import load
from schema.errors import SettingsError

_AT_A_TIME = 10
_FILL_BATCH = 10_000
_REMOVED_AT_A_TIME = 10_000


@dataclass
class Place:
    """A graph, and the bare driver to the same.

    Attributes:
        graph: The program's own connection.
        bare: The bare driver.
        settings: What another process needs in order to open the same graph.
    """

    graph: Graph
    bare: Bare
    settings: Settings

    @property
    def environment(self) -> dict[str, str]:
        """The settings as environment variables for a child process."""
        return {
            "NEO4J_URI": self.settings.neo4j_uri,
            "NEO4J_USERNAME": self.settings.neo4j_username,
            "NEO4J_PASSWORD": self.settings.neo4j_password.get_secret_value(),
            "NEO4J_DATABASE": self.settings.neo4j_database,
            "STYRING_FOLDER": str(self.settings.styring_folder),
            "STYRING_TIMEOUT": f"{self.settings.styring_timeout:g}",
        }


@asynccontextmanager
async def opened(engine: str, heap: str, *, keep: bool = False) -> AsyncIterator[Place]:
    """Open a graph with its constraints and the SDG catalogue.

    Args:
        engine: `embedded` or `neo4j`.
        heap: Largest heap of the embedded engine.
        keep: Neither remove what an earlier measurement left on the Neo4j server, nor what this one leaves.

    Raises:
        SettingsError: NEO4J_URI is missing, or that server holds something that is not from a measurement.
    """
    with tempfile.TemporaryDirectory(prefix="styring-measured-") as folder:
        uri = {"neo4j_uri": ""} if engine == "embedded" else {}
        settings = read_settings(styring_folder=Path(folder) / "graph", styring_heap=heap, styring_timeout=300, **uri)
        if engine == "neo4j" and not settings.neo4j_uri:
            raise SettingsError("NEO4J_URI mangler.", "Sett adressen til en Neo4j som målingen kan tømme.")
        # Opened here first: the program's own connection, and those of child processes, find this process.
        server = open_embedded(settings.styring_folder, heap) if engine == "embedded" else None
        try:
            address = (
                Address(server.uri, "root", server.password, server.database)
                if server
                else Address(
                    settings.neo4j_uri,
                    settings.neo4j_username,
                    settings.neo4j_password.get_secret_value(),
                    settings.neo4j_database or None,
                )
            )
            async with graph_for(settings) as graph, connected(address) as bare:
                await _refuse_others(graph)
                if not keep:
                    await empty(bare)
                await ensure_constraints(graph)
                await load(graph, shipped()["sdg"])
                yield Place(graph, bare, settings)
                if not keep:
                    await empty(bare)
        finally:
            if server:
                server.close()


async def _refuse_others(graph: Graph) -> None:
    rows = await graph.read("MATCH (d:Dataset) RETURN d.id AS id")
    others = [row["id"] for row in rows if row["id"] != "sdg" and not row["id"].startswith("kommune-")]
    if others:
        raise SettingsError(
            f"Grafen på {graph.address} har datasettet «{others[0]}», som ikke er laget av en måling.",
            "Målingen tømmer grafen. Bruk en Neo4j som ikke har noe du vil beholde.",
        )


async def empty(bare: Bare) -> None:
    """Remove everything, a part at a time."""
    text = f"MATCH (n) WITH n LIMIT {_REMOVED_AT_A_TIME} DETACH DELETE n RETURN count(*) AS removed"
    while (rows := await bare.rows(text)) and rows[0]["removed"]:
        pass


async def remove(bare: Bare, dataset: str) -> None:
    """Take a municipality away again, with the record of its load."""
    some = f"LIMIT {_REMOVED_AT_A_TIME} DETACH DELETE n RETURN count(*) AS removed"
    for text in (
        f"MATCH (n:Node {{dataset: $dataset}}) WITH n {some}",
        f"MATCH (n:Load {{dataset: $dataset}}) WITH n {some}",
        f"MATCH (n:LoadContent) WITH n {some}",
        f"MATCH (n:Dataset {{id: $dataset}}) WITH n {some}",
    ):
        while (rows := await bare.rows(text, dataset=dataset)) and rows[0]["removed"]:
            pass


async def fill(bare: Bare, count: int, told: Callable[[int], None]) -> None:
    """Write the municipalities up to a number with the bare driver, those that are not there from an earlier run.

    Args:
        bare: Where to.
        count: The number of the last.
        told: Called with how many are there, now and then.
    """
    rows = await bare.rows("MATCH (d:Dataset) WHERE d.id STARTS WITH 'kommune-' RETURN count(d) AS there")
    first = rows[0]["there"] + 1
    for begin in range(first, count + 1, _AT_A_TIME):
        made = [municipality(number) for number in range(begin, min(begin + _AT_A_TIME, count + 1))]
        if begin == first:
            for one in made:
                await remove(bare, one.id)  # what a run that was stopped has left
        await write_in_parts(bare, together(bare_rows(one) for one in made), _FILL_BATCH)
        await bare.rows(
            "UNWIND $ids AS id CREATE (d:Dataset {id: id, title: id, load: id + '@1'})", ids=[one.id for one in made]
        )
        told(begin + len(made) - 1)
