from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.connection import Graph, Row
from loaders.load import load

Put = Callable[..., Path]
Content = tuple[list[Row], list[Row]]

DESCRIPTION = "id: {id}\ntitle: Prøve kommune\nmunicipality_number: '0301'\ndefault_source: Prøvedata\n"
SDG = """
sdg_goals:
- {id: '11', name: Bærekraftige byer, code: '11', name_en: Cities, colour: '#FD9D24', order: 11}
- {id: '12', name: Ansvarlig forbruk, code: '12', name_en: Consumption, colour: '#BF8B2E', order: 12}
sdg_targets:
- {id: '11.1', name: Boliger, code: '11.1', name_en: Housing, order: 1, part_of: '11'}
- {id: '11.6', name: Miljøpåvirkning, code: '11.6', name_en: Impact, order: 6, part_of: '11'}
- {id: 11.b, name: Planer, code: 11.b, name_en: Plans, order: 9, part_of: '11'}
- {id: '12.5', name: Avfall, code: '12.5', name_en: Waste, order: 5, part_of: '12'}
"""
SMALL = """
goal_levels:
- {id: hovedmaal, name: Hovedmål, code: hovedmaal, rank: 1}
- {id: delmaal, name: Delmål, code: delmaal, rank: 2, coverage: ja}
goals:
- id: h1
  name: Levende lokalsamfunn
  level: hovedmaal
  sdg_status: builds_on
  builds_on: sdg:11
- id: d1
  name: Grønne byrom
  level: delmaal
  sdg_status: builds_on
  part_of: h1
  builds_on: [sdg:11.6, {to: 'sdg:11.b', reason: Planer}]
posts:
- {id: leder, name: Virksomhetsleder}
- {id: planlegger, name: Planlegger}
tiltak:
- id: t1
  name: Trær i Storgata
  deadline: 31.12.2026
  carries_out: {to: d1, contribution: supports}
  responsible: [leder, {to: planlegger, role: other}]
- {id: t2, name: Benker, deadline: 2027-06-30, carries_out: d1, responsible: leder}
"""


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes a dataset: `put("prove", **{"a.yaml": "…"})` gives its folder, with only those files in it."""

    def write(dataset: str = "prove", description: str = DESCRIPTION, **files: str | bytes) -> Path:
        folder = tmp_path / dataset
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        (folder / "dataset.yaml").write_text(description.format(id=dataset), encoding="utf-8")
        for name, content in files.items():
            if isinstance(content, str):
                content = content.encode()
            (folder / name).write_bytes(content)
        return folder

    return write


@pytest.fixture
async def sdg(graph: Graph, put: Put) -> Graph:
    """The graph with a few SDG targets in it."""
    await load(graph, put("sdg", **{"sdg.yaml": SDG}))
    return graph


@pytest.fixture
async def small(sdg: Graph, put: Put) -> Graph:
    """The graph with the SDG targets and a small municipality in it."""
    await load(sdg, put("prove", **{"alt.yaml": SMALL}))
    return sdg


async def content(graph: Graph, dataset: str = "") -> Content:
    """Every node and relationship, as they are stored, of one dataset or of all."""
    nodes = await graph.read(
        "MATCH (n:Node) WHERE $dataset = '' OR n.dataset = $dataset RETURN labels(n) AS labels, properties(n) AS body "
        "ORDER BY n.id",
        dataset=dataset,
    )
    links = await graph.read(
        "MATCH (a:Node)-[r]->(b:Node) WHERE $dataset = '' OR a.dataset = $dataset "
        "RETURN a.id AS start, type(r) AS type, b.id AS finish, properties(r) AS body "
        "ORDER BY start, type, finish, r.key",
        dataset=dataset,
    )
    for node in nodes:
        node["labels"].sort()
    return nodes, links


@pytest.fixture
def contents() -> Callable[..., object]:
    return content
