"""How long a load takes beside the bare driver writing the same rows, and how much memory it takes."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from benchmarks.bare import write_whole
from benchmarks.measuring import Compared, compared, in_turns
from benchmarks.municipalities import Municipality, bare_rows, municipality, write_dataset
from benchmarks.place import Place, remove
from loaders.load import load

AIM = 1.5
BATCH = 2000
"""Rows in a statement, the same as in `loaders/writing.py`."""

SCALES = (1, 4, 16)
MEMORY_HEADING = (
    "Nodes",
    "Relationships",
    "Peak memory of the process, MB",
    "Seconds",
    "Nodes and relationships per second",
)


async def compare(place: Place, number: int, what: str, rounds: int) -> Compared:
    """Load one municipality into what is there, in turns with the bare driver; each time it is taken away again."""
    made = municipality(number)
    rows = bare_rows(made)
    with tempfile.TemporaryDirectory(prefix="styring-dataset-") as name:
        folder = Path(name)
        write_dataset(made, folder)

        async def ours() -> None:
            await load(place.graph, folder)

        async def bare() -> None:
            await write_whole(place.bare, rows, BATCH)

        pairs = []
        for count in range(rounds + 1):
            taken = []
            for way in (ours, bare) if count % 2 else (bare, ours):
                taken += await in_turns([way], 0)
                await remove(place.bare, made.id)
            pairs.append((taken[0], taken[1]) if count % 2 else (taken[1], taken[0]))
    return compared(what, "s", pairs[1:], AIM, digits=2)  # the first round warms both


async def memory(place: Place, number: int) -> AsyncIterator[tuple[str, ...]]:
    """Load a municipality made larger and larger, each time by a process of its own; yield rows of a table."""
    for scale in SCALES:
        made = municipality(number, scale=scale)
        links = sum(map(len, made.links.values()))
        kilobytes, seconds = await _in_child(place, made)
        await remove(place.bare, made.id)
        yield (
            f"{made.records:,}",
            f"{links:,}",
            f"{kilobytes / 1024:.0f}",
            f"{seconds:.1f}",
            f"{(made.records + links) / seconds:,.0f}",
        )


async def _in_child(place: Place, made: Municipality) -> tuple[int, float]:
    with tempfile.TemporaryDirectory(prefix="styring-dataset-") as name:
        write_dataset(made, Path(name))
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "benchmarks.loading_child",
            name,
            env={**os.environ, **place.environment},
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await child.communicate()
    if child.returncode:
        raise RuntimeError(f"The load ended with {child.returncode}.")
    kilobytes, seconds = output.decode().split()
    return int(kilobytes), float(seconds)
