"""A dataset four times as large takes about as much memory to load: records are compared on disk."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from graph.connection import Graph
from loaders.load import load

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

FEW, MANY = 15_000, 60_000
MOST_GROWTH = 5_000_000
"""Bytes. Each record takes more than 1,000 as Python objects: keeping the other 45,000 would take nine times this."""


def write_posts(folder: Path, number: int) -> Path:
    folder.mkdir()
    (folder / "dataset.yaml").write_text("id: stor\ntitle: Stor\ndefault_source: Prøve\n", encoding="utf-8")
    with (folder / "posts.csv").open("w", encoding="utf-8") as file:
        file.write("id;name;text;reports_to\n")
        for post in range(number):
            leader = f"p{post // 10}" if post else ""
            file.write(f"p{post};Stilling nummer {post};En lengre tekst om stilling {post} i kommunen;{leader}\n")
    return folder


async def peak(graph: Graph, folder: Path, number: int) -> int:
    """The most memory that Python held while the dataset was read, checked and compared."""
    tracemalloc.start()
    try:
        report = await load(graph, folder, dry_run=True)
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert report.difference.total == 2 * number - 1  # the posts, and a relationship for each but the first
    return held


async def test_memory_does_not_grow_with_the_dataset(graph: Graph, tmp_path: Path) -> None:
    few = await peak(graph, write_posts(tmp_path / "few", FEW), FEW)
    many = await peak(graph, write_posts(tmp_path / "many", MANY), MANY)
    print(f"{FEW} records: {few / 1e6:.1f} MB at most, {MANY} records: {many / 1e6:.1f} MB at most")
    assert many - few < MOST_GROWTH
