"""Load the dataset in a folder, and print the peak of this process's memory in kilobytes and the seconds it took."""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from pathlib import Path

from graph.connection import graph_for
from graph.settings import read_settings
from loaders.load import load


async def main(folder: Path) -> None:
    """Load and print."""
    async with graph_for(read_settings()) as graph:
        begin = time.perf_counter()
        await load(graph, folder)
        seconds = time.perf_counter() - begin
    print(_peak(), f"{seconds:.2f}")


def _peak() -> int:
    status = Path("/proc/self/status")
    if status.exists():  # on Linux, what the next line asks begins with the peak of the process that started this one
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
