"""A small municipality with a chain, a limit, a vacancy and a leader in two posts: tests/api/authority_dataset."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path

from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from queries.authority.matter import Matter
from schema.actions import Action, VatBasis
from schema.authority import MatterArea
from tests.conftest import ROOT, empty

VIK = ROOT / "tests/api/authority_dataset"
DAY = date(2026, 6, 1)


async def load_vik(graph: Graph) -> None:
    """Leave the graph with the law, the SDGs and the municipality, and nothing else."""
    await empty(graph)
    for path in (*shipped().values(), VIK):
        await load(graph, path)


def changed(folder: Path, *replaced: tuple[str, str]) -> Path:
    """A copy of the municipality with some text replaced, each of which must be there once."""
    shutil.copytree(VIK, folder)
    for before, after in replaced:
        files = [file for file in folder.glob("*.yaml") if before in file.read_text(encoding="utf-8")]
        assert len(files) == 1, before
        content = files[0].read_text(encoding="utf-8")
        assert content.count(before) == 1, before
        files[0].write_text(content.replace(before, after), encoding="utf-8")
    return folder


def order(amount: float | None, *, unit: str = "vik:skolen", vat: VatBasis | None = VatBasis.EXCLUDED) -> Matter:
    """An ordinary order in a unit."""
    return Matter(Action.ORDER, area=MatterArea.FINANCE, amount_nok=amount, amount_vat=vat, unit=unit, principal=False)


async def fingerprint(graph: Graph) -> tuple[int, int, str]:
    """How many nodes and relationships there are, and a hash of all they hold."""
    nodes = await graph.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS body")
    links = await graph.read(
        "MATCH (a)-[r]->(b) RETURN a.id AS start, type(r) AS type, b.id AS finish, properties(r) AS body"
    )
    for node in nodes:
        node["labels"].sort()
    written = sorted(str(sorted(row.items(), key=lambda item: item[0])) for row in (*map(_ordered, (*nodes, *links)),))
    return len(nodes), len(links), hashlib.sha256("\n".join(written).encode()).hexdigest()


def _ordered(row: dict[str, object]) -> dict[str, object]:
    body = row["body"]
    assert isinstance(body, dict)
    return {**row, "body": sorted(body.items())}
