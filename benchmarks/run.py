"""Print what the program costs beside the bare driver, as a table: `python -m benchmarks.run --help`."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks import loading, questions
from benchmarks.measuring import HEADING, Compared, table
from benchmarks.place import Place, fill, opened
from schema.errors import GovernanceError

PARTS = ("loading", "memory", "questions")
RESULTS = Path(__file__).with_name("results")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--municipalities", type=int, default=10, help="how many there are in the graph (10)")
    parser.add_argument(
        "--engine", choices=("embedded", "neo4j"), default="embedded", help="neo4j: the one NEO4J_URI names, EMPTIED"
    )
    parser.add_argument("--rounds", type=int, default=7, help="how many times each is measured (7)")
    parser.add_argument("--skip", choices=PARTS, action="append", default=[], help="leave a part out; may be repeated")
    parser.add_argument(
        "--keep", action="store_true", help="do not empty the Neo4j: go on from what an earlier run with --keep left"
    )
    parser.add_argument("--heap", default="1g", help="largest heap of the embedded engine (1g, as the program's own)")
    parser.add_argument("--write", metavar="NAME", help="write the tables to benchmarks/results/NAME.md too")
    return parser.parse_args()


async def measure(asked: argparse.Namespace) -> str:
    """Do what is asked and return the tables."""
    compared: list[Compared] = []
    memory: list[tuple[str, ...]] = []
    count = asked.municipalities
    async with opened(asked.engine, asked.heap, keep=asked.keep) as place:
        if "loading" not in asked.skip and not asked.keep:
            _tell("loading into an empty graph")
            compared.append(await loading.compare(place, count + 1, "Load into an empty graph", asked.rounds))
        if "memory" not in asked.skip:
            _tell("memory of a load")
            memory += [row async for row in loading.memory(place, count + 1)]
        _tell(f"writing {count} municipalities")
        begin = time.perf_counter()
        await fill(place.bare, count, lambda there: _tell(f"{there} are there"))
        _tell(f"they took {time.perf_counter() - begin:.0f} s")
        if "loading" not in asked.skip:
            what = f"Load into a graph with {count} others"
            compared.append(await loading.compare(place, count + 1, what, asked.rounds))
        if "questions" not in asked.skip:
            _tell("questions")
            async for row in questions.compare(place, count, asked.rounds):
                _tell(" · ".join(row.cells()))
                compared.append(row)
        return "\n".join(_shown(await _described(place, count), compared, memory))


async def _described(place: Place, count: int) -> str:
    size = await place.graph.read("MATCH (n:Node) RETURN count(n) AS nodes")
    engine = place.graph.engine
    return (
        f"{count} municipalities, {size[0]['nodes']:,} nodes. {engine.name} {engine.version}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {date.today()}."
    )


def _shown(heading: str, rows: list[Compared], memory: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"{heading}\n"
    if rows:
        yield table(HEADING, [row.cells() for row in rows]) + "\n"
    if memory:
        yield table(loading.MEMORY_HEADING, memory) + "\n"


def _tell(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print, and write where it is asked for."""
    asked = _arguments()
    try:
        text = asyncio.run(measure(asked))
    except GovernanceError as error:
        sys.exit(str(error))
    print(text)
    if asked.write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{asked.write}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
