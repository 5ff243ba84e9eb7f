"""Let the real server run for long while its engine is killed and started again, and look for anything that is wrong.

    python -m benchmarks.soak --minutes 20

Readers ask over HTTP without rest. A writer loads two editions of a municipality in turn, each by the command line, and
notes every load that is acknowledged. Every few minutes Neo4j is killed (SIGKILL) and started again on the same folder.
Held all the way:

- an answer is that of the one edition or of the other, whole, or an error that says the engine is gone;
- a load that was acknowledged is in the history for ever after;
- the server answers again by itself once the engine does, and its memory does not grow.

The run ends with 1 at the first thing that is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from benchmarks.served import Client, served
from loaders.catalogues import shipped

ROOT = Path(__file__).resolve().parent.parent
DATASET = ROOT / "tests" / "datasets" / "nes"
VERSION = "2026.09.0"
_PASSWORD = "only-for-the-soak"  # noqa: S105 the server it opens lives and dies with this run, on loopback
_STARTING_SECONDS = 120.0
_GONE = frozenset({"GRAPH_UNAVAILABLE", "GRAPH_TIMEOUT", "GRAPH_CONFLICT"})

QUESTION = """query ($day: Date!) {
  datasets { id load }
  traceUp(id: "nes:gangbru", onDate: $day) { start { name } reached { target { id } } }
  portfolio(id: "nes:strategisk", onDate: $day) { projects { element { id name } } projectSums { lastYear knownNok } }
  riskPicture(scope: "nes", onDate: $day) { risks { element { id } } }
}"""


class Engine:
    """A Neo4j of this run's own."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs in order to reach it."""
        return {
            "NEO4J_URI": f"bolt://127.0.0.1:{self._port}",
            "NEO4J_USERNAME": "neo4j",
            "NEO4J_PASSWORD": _PASSWORD,
            "STYRING_TIMEOUT": "10",
        }

    def start(self) -> None:
        """Start it and wait until it is ready."""
        self._process = subprocess.Popen(
            [str(ROOT / ".ci/neo4j/start"), VERSION, str(self._folder), str(self._port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "NEO4J_PASSWORD": _PASSWORD, "NEO4J_HEAP": "700m", "NEO4J_PAGECACHE": "200m"},
        )
        deadline = time.monotonic() + _STARTING_SECONDS
        assert self._process.stdout
        for line in self._process.stdout:
            if line.strip() == b"ready":
                return
            if time.monotonic() > deadline:
                break
        raise RuntimeError("Neo4j did not get ready.")

    def kill(self) -> None:
        """End it as a loss of power would."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(30)


@dataclass
class Seen:
    """What has happened so far."""

    answers: Counter[str] = field(default_factory=Counter)
    loads: Counter[str] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)
    kills: int = 0
    wrong: list[str] = field(default_factory=list)


def editions(folder: Path) -> dict[str, Path]:
    """The municipality as it stands, and with other names, sums and one project less."""
    first, second = folder / "first", folder / "second"
    for one in (first, second):
        shutil.copytree(DATASET, one)
    path = second / "portefolje.yaml"
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    told["projects"] = [one for one in told["projects"] if one["id"] != "nettbrett"]
    for project in told["projects"]:
        project["name"] += " (ny utgave)"
    for amount in told["budget_amounts"]:
        if amount.get("amount_nok"):
            amount["amount_nok"] *= 2
    path.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return {"first": first, "second": second}


def load(path: Path, environment: dict[str, str]) -> tuple[bool, str]:
    """Load a folder by the command line; whether it was acknowledged, and what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "load", str(path)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.returncode == 0, done.stdout + done.stderr


def ask(client: Client) -> dict[str, Any]:
    """The answer to the question, without the load ids."""
    data = client.ask(QUESTION, day="2026-06-01")
    return {name: data[name] for name in ("traceUp", "portfolio", "riskPicture")}


def read(port: int, expected: dict[str, dict[str, Any]], seen: Seen, stop: threading.Event) -> None:
    """Ask until told to stop; note what does not fit."""
    client = Client(port)
    while not stop.is_set():
        try:
            answer = ask(client)
        except RuntimeError as error:
            code = next((one for one in _GONE if one in str(error)), "")
            seen.answers["engine gone" if code else "other error"] += 1
            if not code:
                seen.wrong.append(str(error))
            time.sleep(0.2)
        except (OSError, ValueError) as error:
            seen.wrong.append(f"the server did not answer: {error!r}")
            time.sleep(0.2)
        else:
            name = next((name for name, whole in expected.items() if whole == answer), "")
            seen.answers[name or "wrong"] += 1
            if not name:
                seen.wrong.append(json.dumps(answer, ensure_ascii=False)[:500])
    client.close()


def write(paths: dict[str, Path], environment: dict[str, str], port: int, seen: Seen, stop: threading.Event) -> None:
    """Load one edition after the other; look after each that what was acknowledged is there."""
    turn = 0
    while not stop.is_set():
        name = ("first", "second")[turn % 2]
        accepted, told = load(paths[name], environment)
        seen.loads["acknowledged" if accepted else "refused"] += 1
        if accepted:
            turn += 1
            _check_history(port, seen)
        elif "Traceback" in told:
            seen.wrong.append(f"a traceback from load: {told[-500:]}")
        stop.wait(random.uniform(0.5, 3))


def _check_history(port: int, seen: Seen) -> None:
    client = Client(port)
    try:
        history = [one["id"] for one in client.ask('{ loads(dataset: "nes") { id } }')["loads"]]
    except (RuntimeError, OSError):
        return
    finally:
        client.close()
    lost = [one for one in seen.acknowledged if one not in history]
    if lost:
        seen.wrong.append(f"acknowledged and lost: {lost}")
    seen.acknowledged = history


def run(minutes: float, every: float) -> Seen:
    """Run for some minutes, killing the engine about every so many seconds."""
    seen = Seen()
    with tempfile.TemporaryDirectory(prefix="styring-soak-") as name:
        folder = Path(name)
        paths = editions(folder)
        engine = Engine(folder / "neo4j", _free_port())
        engine.start()
        try:
            for path in (shipped()["sdg"], paths["second"], paths["first"]):
                accepted, told = load(path, engine.environment)
                if not accepted:
                    raise RuntimeError(told)
            with served(engine.environment) as port:
                _watch(port, paths, engine, seen, minutes * 60, every)
        finally:
            engine.kill()
    return seen


def _watch(port: int, paths: dict[str, Path], engine: Engine, seen: Seen, seconds: float, every: float) -> None:
    client = Client(port)
    expected = {"first": ask(client)}
    load(paths["second"], engine.environment)
    expected["second"] = ask(client)
    load(paths["first"], engine.environment)
    assert expected["first"] != expected["second"]
    stop = threading.Event()
    threads = [threading.Thread(target=read, args=(port, expected, seen, stop)) for _ in range(3)]
    threads.append(threading.Thread(target=write, args=(paths, engine.environment, port, seen, stop)))
    for thread in threads:
        thread.start()
    end, next_kill = time.monotonic() + seconds, time.monotonic() + every
    while time.monotonic() < end and not seen.wrong:
        time.sleep(5)
        seen.memory_mb.append(_server_memory_mb())
        if time.monotonic() > next_kill:
            engine.kill()
            time.sleep(random.uniform(1, 10))
            engine.start()
            seen.kills += 1
            next_kill = time.monotonic() + random.uniform(0.5, 1.5) * every
    stop.set()
    for thread in threads:
        thread.join(60)
    if not seen.wrong:
        ask(client)  # it answers by itself, the engine being back
        _check_history(port, seen)


def _server_memory_mb() -> float:
    """Resident memory of the server, which is a child of this process."""
    listed = subprocess.run(
        ["ps", "-o", "rss=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
    )
    return max(int(line.split()[0]) for line in listed.stdout.splitlines() if "api.cli serve" in line) / 1000


def _free_port() -> int:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Run, and print what was seen."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--kill-every", type=float, default=120, metavar="SECONDS")
    options = parser.parse_args()
    seen = run(options.minutes, options.kill_every)
    half = len(seen.memory_mb) // 2
    print(f"Answers: {dict(seen.answers)}")
    print(f"Loads: {dict(seen.loads)}; in the history at the end: {len(seen.acknowledged)}")
    print(f"The engine was killed and started again {seen.kills} times.")
    if half:
        first, last = max(seen.memory_mb[:half]), max(seen.memory_mb[half:])
        print(f"Memory of the server, MB: at most {first:.0f} in the first half, {last:.0f} in the second.")
    for wrong in seen.wrong[:10]:
        print(f"WRONG: {wrong}")
    sys.exit(1 if seen.wrong else 0)


if __name__ == "__main__":
    main()
