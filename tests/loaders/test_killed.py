"""A process that is killed while it loads leaves the graph as it was before, or as it is after."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue

import pytest

from graph.connection import Graph
from tests.conftest import ENGINE, ROOT

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.slow,
    pytest.mark.timeout(900),  # twenty starts of the embedded engine, on a machine that may be busy
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL"),
]

TIMES = 20
POSTS, GOALS, TILTAK = 20, 60, 300
CHILD_SECONDS = 120
WRITING = "Skriver"


def write_version(folder: Path, version: int) -> Path:
    """Two versions that differ in every way: fields, relationships, kinds, what is there and what is not."""
    folder.mkdir()
    (folder / "dataset.yaml").write_text("id: drept\ntitle: Drept\ndefault_source: Prøve\n", encoding="utf-8")
    first = (version - 1) * TILTAK // 3
    goals = [f"g{n};Mål {n * version};m;not_assessed;{f'g{n - version}' if n > version else ''}" for n in range(GOALS)]
    names = {0: "Tiltak som består", 1: f"Tiltak i versjon {version}"}
    tiltak = [
        f"t{n};{names[n % 2]};2026-12-{n % 28 + 1:02};p{n % POSTS};g{n * version % GOALS}"
        for n in range(first, first + TILTAK)
    ]
    posts = [f"p{n};Stilling {n}" for n in range(POSTS)]
    changing = ["units" if version == 1 else "visions", "id;name" + (";unit_type" if version == 1 else "")]
    tables = {
        "goal_levels": ["id;name;code;rank", "m;M;m;1"],
        "unit_types": ["id;name;code;rank", "u;U;u;1"],
        "goals": ["id;name;level;sdg_status;part_of", *goals],
        "posts": ["id;name", *posts],
        "tiltak": ["id;name;deadline;responsible;carries_out", *tiltak],
        changing[0]: [changing[1], *(f"x{n};X{n}" + (";u" if version == 1 else "") for n in range(20))],
    }
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def all_written(progress: str) -> bool:
    done, _, total = progress.partition(" ")
    return done == total


class Child:
    """A process that loads, and what it has said so far."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        if ENGINE == "embedded":
            environment.update(NEO4J_URI="", STYRING_FOLDER=str(folder), STYRING_HEAP="256m")
            # A Java machine that lives for seconds is sooner done when it optimises little.
            environment["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
        self.said: list[str] = []
        self._lines: Queue[str | None] = Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.loaders.killed_child", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._lines.put(line.strip())
        self._lines.put(None)

    def wait_for(self, word: str, what: Callable[[str], bool] = bool) -> str:
        """Wait until it says the word, followed by what is wanted, and return what follows."""
        deadline = time.monotonic() + CHILD_SECONDS
        while True:
            try:
                line = self._lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except Empty:
                self.kill()
                raise AssertionError(f"The child did not say {word!r}: {self.said}") from None
            if line is None:
                raise AssertionError(f"The child ended before it said {word!r}: {self.said}")
            self.said.append(line)
            first, _, rest = line.partition(" ")
            if first == word and what(rest or "-"):
                return rest

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def last_words(self) -> list[str]:
        """What it said until it ended."""
        self._process.wait(CHILD_SECONDS)
        self._listener.join(CHILD_SECONDS)
        while not self._lines.empty():
            line = self._lines.get()
            if line is not None:
                self.said.append(line)
        return self.said


async def test_a_load_killed_at_any_moment_leaves_one_whole_version(graph: Graph, tmp_path: Path) -> None:
    versions = [str(write_version(tmp_path / str(number), number)) for number in (1, 2)]
    folder = tmp_path / "graph"

    whole = Child(versions, folder)
    whole.wait_for("begins")
    began = time.monotonic()
    whole.wait_for(WRITING)
    until_writing = time.monotonic() - began
    whole.wait_for(WRITING, all_written)
    writing = time.monotonic() - began - until_writing
    whole.wait_for("done")
    ending = time.monotonic() - began - until_writing - writing
    second = whole.wait_for("second")
    first = next(line for line in whole.last_words() if line.startswith("first ")).partition(" ")[2]
    assert first != second
    assert "differs" not in first + second

    seed = random.SystemRandom().randrange(2**32)
    moments = random.Random(seed)
    print(f"seed {seed}; {until_writing:.2f} s until writing, {writing:.2f} s writing, {ending:.2f} s until kept")
    found: list[str] = []
    killed_while: list[str] = []
    for number in range(TIMES):
        child = Child(versions, folder)
        found.append(child.wait_for("found"))
        child.wait_for("begins")
        if number % 4 == 0:
            time.sleep(moments.uniform(0, until_writing))
        elif number % 4 == 1:  # while the last is written, kept and told
            child.wait_for(WRITING, all_written)
            time.sleep(moments.uniform(0, ending * 1.5))
        else:
            child.wait_for(WRITING)
            time.sleep(moments.uniform(0, writing))
        child.kill()
        # What the process would have taken away when it ended is still there; the next one starts all the same.
        assert ENGINE != "embedded" or (folder / "holder.json").exists() or "done" in child.last_words()
        killed_while.append(next(line.partition(" ")[0] for line in reversed(child.last_words())))
    last = Child(versions[:1], folder)
    found.append(last.wait_for("found"))
    assert last.last_words()

    after_kills = found[1:]
    print("killed while:", killed_while)
    print("found after:", ["first" if one == first else "second" if one == second else one for one in after_kills])
    assert len(after_kills) == TIMES
    assert set(after_kills) <= {first, second}, f"seed {seed}"
    assert killed_while.count(WRITING) >= TIMES // 3, f"too few were killed while writing: {killed_while}"
