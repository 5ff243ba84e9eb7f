"""The portfolio's page of 50, 500 and 5,000 projects: the server's time, the size, and the time until it can be used.

    python -m benchmarks.portfolio_page

On the embedded engine, in a folder of its own. The time in the browser is what the page itself tells: from a headless
Chromium goes to it until all is drawn and the filters answer; without Chromium it is left out. The portfolio question
is held against the bare driver that reads the projects with all that stands one relationship away, in the same run.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from api.pictures.portfolio.page import portfolio_facts, portfolio_page
from graph.connection import Graph, Transaction, graph_for
from graph.constraints import ensure_constraints
from graph.settings import read_settings
from loaders.catalogues import shipped
from loaders.load import load
from queries.portfolio.portfolio import portfolio

SIZES = (50, 500, 5000)
TODAY = date(2026, 6, 1)
_ROUNDS = 3
_BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
_BARE = """MATCH (p:Project {dataset: 'maalt'})
OPTIONAL MATCH (p)-[r]->(x)
OPTIONAL MATCH (p)<-[s:AMOUNT_OF|ASSESSES|THREATENS]-(y)
RETURN properties(p) AS project, collect(DISTINCT [type(r), properties(r), properties(x)]) AS out,
  collect(DISTINCT [type(s), properties(s), properties(y)]) AS into"""


def made(folder: Path, count: int) -> Path:
    """A municipality with so many projects, each with a phase, a unit, a goal, amounts, an assessment and a benefit."""
    draw = random.Random(count)
    units = [{"id": f"enhet-{n}", "name": f"Enhet {n}", "unit_type": "virksomhet", "part_of": "alt"} for n in range(20)]
    phases = [
        {"id": f"fase-{n}", "name": f"Fase {n}", "code": f"F{n}", "order": n, "phase_of": "modell"} for n in range(5)
    ]
    goals = [
        {
            "id": f"maal-{n}",
            "name": f"Mål {n}",
            "level": "delmaal",
            "sdg_status": "builds_on",
            "builds_on": f"sdg:{n + 1}.1",
        }
        for n in range(15)
    ]
    content: dict[str, list[dict[str, Any]]] = {
        "unit_types": [{"id": "type", "name": "Virksomhet", "code": "virksomhet", "rank": 1}],
        "units": [{"id": "alt", "name": "Alt", "unit_type": "virksomhet"}, *units],
        "phase_schemes": [{"id": "modell", "name": "Modell", "code": "M"}],
        "phases": phases,
        "goal_levels": [{"id": "nivaa", "name": "Delmål", "code": "delmaal", "rank": 1}],
        "goals": goals,
        "portfolios": [{"id": "alle", "name": "Alle"}],
        "risk_scales": [
            {
                "id": "fem",
                "name": "Fem ganger fem",
                "probability_names": list("abcde"),
                "consequence_names": list("abcde"),
                "yellow_from": 6,
                "red_from": 15,
            }
        ],
        "projects": [],
        "benefits": [],
        "budget_amounts": [],
        "assessments": [],
        "risks": [],
    }
    for n in range(count):
        start = date(2024, 1, 1) + timedelta(days=draw.randrange(900))
        content["projects"].append(
            {
                "id": f"prosjekt-{n}",
                "name": f"Prosjekt nummer {n}",
                "status": "ongoing",
                "start_on": str(start),
                "end_on": str(start + timedelta(days=draw.randrange(60, 900))),
                "cost_estimate_nok": draw.randrange(100_000, 90_000_000),
                "needed_in": draw.choice(units)["id"],
                "in_phase": draw.choice(phases)["id"],
                "contributes_to": draw.choice(goals)["id"],
                "in_portfolio": "alle",
                "yields": f"gevinst-{n}",
                "depends_on": [f"prosjekt-{n - 1}"] if n and draw.random() < 0.3 else [],
            }
        )
        content["benefits"].append(
            {
                "id": f"gevinst-{n}",
                "name": f"Gevinst {n}",
                "baseline_value": 0,
                "expected_value": draw.randrange(100_000, 90_000_000),
                "unit_of_measure": "NOK",
                "realised_by": draw.choice(units)["id"],
            }
        )
        for year in (2025, 2026, 2027):
            content["budget_amounts"].append(
                {
                    "id": f"belop-{n}-{year}",
                    "name": f"Beløp {n} {year}",
                    "amount_kind": "budsjett",
                    "amount_nok": draw.randrange(10_000_000),
                    "first_year": year,
                    "last_year": year,
                    "amount_of": f"prosjekt-{n}",
                }
            )
        content["assessments"].append(
            {
                "id": f"vurdering-{n}",
                "name": f"Vurdering {n}",
                "light": draw.choice(["green", "yellow", "red"]),
                "assessed_on": "2026-05-01",
                "assesses": f"prosjekt-{n}",
            }
        )
        if draw.random() < 0.4:
            content["risks"].append(
                {
                    "id": f"risiko-{n}",
                    "name": f"Risiko {n}",
                    "probability": draw.randint(1, 5),
                    "consequence": draw.randint(1, 5),
                    "on_scale": "fem",
                    "threatens": f"prosjekt-{n}",
                }
            )
    folder.mkdir()
    (folder / "dataset.yaml").write_text("id: maalt\ntitle: Målt\ndefault_source: Laget for måling\n", encoding="utf-8")
    (folder / "alt.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


async def timed(work: Callable[[], Awaitable[Any]]) -> tuple[float, Any]:
    """Seconds of the work, the median of some rounds, and what it came to the last time."""
    seconds, found = [], None
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        found = await work()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds), found


async def bare(graph: Graph) -> Any:
    """The same nodes and relationships with the driver alone."""

    async def work(transaction: Transaction) -> int:
        return len(await transaction.run(_BARE))

    return await graph.read_together(work)


def usable_after(path: str, profile: Path) -> float:
    """Seconds from a headless Chromium goes to the page until its script has drawn all and can be used, the median."""
    found = []
    for _ in range(_ROUNDS):
        done = subprocess.run(
            [
                str(_BROWSER),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={profile}",
                "--dump-dom",
                path,
            ],
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        ready = re.search(r'data-ready-after="(\d+)"', done.stdout)
        if not ready:
            raise RuntimeError(f"{path} was never ready")
        found.append(int(ready.group(1)) / 1000)
    return statistics.median(found)


async def measure() -> None:
    """Measure each size, and print a table."""
    print(
        "| Projects | Portfolio question, s | Bare driver, s | Ratio | All questions, s | Writing the page, s "
        "| Size, MB | Compressed, MB | Until it can be used, s |"
    )
    print("| --- " * 9 + "|")
    with tempfile.TemporaryDirectory(prefix="styring-portfolio-") as name:
        folder = Path(name)
        async with graph_for(read_settings(neo4j_uri="", styring_folder=folder / "graph")) as graph:
            await ensure_constraints(graph)
            await load(graph, shipped()["sdg"])
            for count in SIZES:
                await load(graph, made(folder / f"data-{count}", count))
                print(await row(graph, count, folder), flush=True)


async def row(graph: Graph, count: int, folder: Path) -> str:
    """One line of the table."""
    question, _ = await timed(lambda: portfolio(graph, "maalt:alle", TODAY))
    alone, _ = await timed(lambda: bare(graph))
    all_questions, facts = await timed(lambda: portfolio_facts(graph, "maalt:alle", TODAY))
    started = time.perf_counter()
    html = portfolio_page(facts)
    drawn = time.perf_counter() - started
    path = folder / f"page-{count}.html"
    path.write_text(html, encoding="utf-8")
    usable = f"{usable_after(path.as_uri(), folder / 'profile'):.2f}" if _BROWSER else "–"
    size, packed = len(html.encode()) / 1e6, len(gzip.compress(html.encode(), 6)) / 1e6
    return (
        f"| {count:,} | {question:.2f} | {alone:.2f} | {question / alone:.1f} | {all_questions:.2f} | {drawn:.2f} "
        f"| {size:.1f} | {packed:.1f} | {usable} |"
    )


if __name__ == "__main__":
    asyncio.run(measure())
