"""Print what authority costs beside the bare driver and a plain walk: `python -m benchmarks.authority --help`.

Each municipality has a thousand delegations over a law catalogue that all share. Beside the bare driver, which fetches
the same chains and judges nothing, stands a walk in memory over who has delegated to whom, without limits, as a checker
of relationships such as OpenFGA would answer `check` and `list users`: the difference is the price of exactness.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import defaultdict
from contextlib import closing
from random import Random
from typing import Any

from benchmarks.bare import Bare, together, write_in_parts
from benchmarks.measuring import HEADING, Compared, compared, in_turns, spread, table
from benchmarks.municipalities import ON_DATE, SEED, Municipality, bare_rows
from benchmarks.place import Place, opened
from benchmarks.served import Client, served
from loaders.catalogues import shipped
from loaders.load import load
from queries.findings.finding import findings
from schema.errors import GovernanceError

AIM = 2.0
_LAWS = ("pbl", "alkoholloven", "barnehageloven", "folkehelseloven", "forurensningsloven", "anskaffelsesloven")
_DELEGATIONS = 1000
_UNITS = 150
_ASK = """
query($holder: ID!, $matter: MatterInput!, $day: Date!) {
  mayDecide(holder: $holder, matter: $matter, onDate: $day) { verdict answers { chains { links { id } } } }
}"""
_WHO = """
query($dataset: String!, $matter: MatterInput!, $day: Date!) {
  whoMayDecide(dataset: $dataset, matter: $matter, onDate: $day) {
    may { holder { id } }
    undetermined { holder { id } }
  }
}"""
_CHAINS = """
MATCH (:Node {id: $holder})<-[:TO]-(:Delegation)-[:RESTS_ON*0..40]->(g:Node)
WITH DISTINCT g
RETURN g, COLLECT { MATCH (g)-[r]->(x) RETURN [type(r), x.id, x.name, r.valid_from, r.valid_to] } AS links"""
_ALL = """
MATCH (g:Node)
WHERE g.dataset = $dataset AND (g:Delegation OR g:OriginalAuthority) AND $action IN g.actions
  AND (NOT EXISTS { MATCH (g)-[:COVERS]->() } OR EXISTS { MATCH (g)-[:COVERS]->(l) WHERE l.id IN $provisions })
RETURN g, COLLECT { MATCH (g)-[r]->(x) RETURN [type(r), x.id, x.name, r.valid_from, r.valid_to] } AS links"""

_POST = "MATCH (p:Node {id: $holder}) OPTIONAL MATCH (p)<-[h:HOLDS]-(l:Leader) RETURN p, h, l"
_POSTS = "MATCH (p:Node) WHERE p.dataset = $dataset AND p:Post OPTIONAL MATCH (p)<-[h:HOLDS]-(l:Leader) RETURN p, h, l"
_PARTS = """
MATCH way = (:Node {id: $id})-[:PART_OF*0..10]->(:Node)
RETURN nodes(way) AS nodes, relationships(way) AS links"""


def governed(number: int) -> Municipality:
    """A made-up municipality with a council, a chief executive, directors, leaders and a thousand delegations."""
    chosen = Random(f"{SEED}/authority/{number}")
    made = Municipality(f"kommune-{number:04}")
    nodes, links = made.nodes, made.links

    def delegation(one: str, giver: str, receiver: str, parent: str, **limits: Any) -> None:
        nodes["Delegation"].append(
            {"id": one, "name": one, "actions": ["vedtak"], "principal_matters": False, "amount_vat": "ekskl", **limits}
        )
        links["FROM"].append((one, giver, {}))
        links["TO"].append((one, receiver, {}))
        links["RESTS_ON"].append((one, parent, {}))

    nodes["Body"].append({"id": "kst", "name": "Kommunestyret", "body_kind": "kommunestyre"})
    nodes["Body"].append({"id": "fsk", "name": "Formannskapet", "body_kind": "formannskap"})
    nodes["Post"].append({"id": "kd", "name": "Kommunedirektør", "ledernivaa": 1})
    nodes["UnitType"].append({"id": "type", "name": "Virksomhet", "code": "virksomhet", "rank": 1})
    for one, holder, residual in (("all", "kst", False), ("rest", "fsk", True)):
        nodes["OriginalAuthority"].append(
            {"id": one, "name": one, "actions": ["vedtak"], "principal_matters": True, "residual": residual}
        )
        links["BELONGS_TO"].append((one, holder, {}))
    delegation("kst-kd", "kst", "kd", "all")
    for law in _LAWS:
        links["COVERS"].append(("kst-kd", f"lov:{law}", {}))
    for place in range(_UNITS):
        nodes["Unit"].append({"id": f"u{place}", "name": f"Enhet {place}", "unit_type": "virksomhet"})
        if place:
            links["PART_OF"].append((f"u{place}", f"u{place // 5}", {}))
        level = 3 if place < _UNITS // 5 else 4
        nodes["Post"].append({"id": f"p{place}", "name": f"Leder {place}", "ledernivaa": level})
        nodes["Leader"].append({"id": f"l{place}", "name": f"Testperson {place}"})
        links["HOLDS"].append((f"l{place}", f"p{place}", {"kind": "fast"}))
        links["IN_UNIT"].append((f"p{place}", f"u{place}", {}))
    given: dict[int, list[str]] = defaultdict(list)
    for count in range(_DELEGATIONS - 1):
        place = count % _UNITS
        above = given[place // 5] if place >= _UNITS // 5 else []
        parent = chosen.choice(above) if above else "kst-kd"
        giver = f"p{place // 5}" if above else "kd"
        one = f"d{count}"
        delegation(one, giver, f"p{place}", parent, amount_max_nok=float(chosen.choice((100_000, 500_000, 2_000_000))))
        links["COVERS"].append((one, f"lov:{chosen.choice(_LAWS)}", {}))
        links["WITHIN"].append((one, f"u{place}", {}))
        given[place].append(one)
    return made


async def fill(bare: Bare, count: int) -> None:
    """Write the municipalities, ten at a time."""
    for first in range(1, count + 1, 10):
        some = [governed(number) for number in range(first, min(first + 10, count + 1))]
        await write_in_parts(bare, together(bare_rows(one) for one in some), 10_000)
        for one in some:
            await bare.rows("MERGE (d:Dataset {id: $id}) SET d.title = $id, d.load = $id + '@1'", id=one.id)
        print(f"… {min(first + 9, count)} municipalities are there", file=sys.stderr, flush=True)


def _matters(count: int, chosen: Random) -> list[tuple[str, str, dict[str, Any]]]:
    """Municipality, holder and matter, at random."""
    found = []
    for _ in range(40):
        place = chosen.randrange(_UNITS)
        dataset = f"kommune-{chosen.randint(1, count):04}"
        matter = {
            "action": "VEDTAK",
            "provision": f"lov:{chosen.choice(_LAWS)}",
            "amountNok": float(chosen.choice((50_000, 900_000))),
            "amountVat": "EKSKL",
            "unit": f"{dataset}:u{place}",
            "principal": False,
        }
        found.append((dataset, f"{dataset}:p{place}", matter))
    return found


async def measure(place: Place, count: int, rounds: int) -> tuple[list[Compared], list[str]]:
    """Measure the questions, then an audit and the plain walk."""
    await load(place.graph, shipped()["lov"])
    await fill(place.bare, count)
    matters = _matters(count, Random(SEED))
    rows = []
    with served(place.environment) as port, closing(Client(port)) as client:

        async def may() -> None:
            for _, holder, matter in matters:
                await client.ask_beside(_ASK, holder=holder, matter=matter, day=str(ON_DATE))

        async def bare_may() -> None:
            for _, holder, matter in matters:
                await _read(place.bare, [(_CHAINS, {"holder": holder}), (_POST, {"holder": holder}), *_named(matter)])

        async def who() -> None:
            for dataset, _, matter in matters[:8]:
                await client.ask_beside(_WHO, dataset=dataset, matter=matter, day=str(ON_DATE))

        async def bare_who() -> None:
            for dataset, _, matter in matters[:8]:
                asked = {"dataset": dataset, "action": "vedtak", "provisions": [matter["provision"]]}
                await _read(place.bare, [(_ALL, asked), (_POSTS, {"dataset": dataset}), *_named(matter)])

        for what, ours, bare, each in (("May decide", may, bare_may, 40), ("Who may decide", who, bare_who, 8)):
            await ours()
            await bare()
            taken = [await in_turns((ours, bare), number) for number in range(rounds)]
            pairs = [(1000 * one / each, 1000 * other / each) for one, other in taken]
            rows.append(compared(f"{what}, over HTTP", "ms", pairs, AIM))
    return rows, [await _audit(place, rounds), _plain_walk(matters)]


def _named(matter: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What a matter names, with what it is part of: no chain can be held against it without."""
    return [(_PARTS, {"id": matter["provision"]}), (_PARTS, {"id": matter["unit"]})]


async def _read(bare: Bare, statements: list[tuple[str, dict[str, Any]]]) -> None:
    """Ask some statements in one transaction, and take the values out."""

    async def work(transaction: Any) -> None:
        for text, parameters in statements:
            result = await transaction.run(text, parameters)
            _ = [tuple(record.values()) async for record in result]

    await bare.read(work)


async def _audit(place: Place, rounds: int) -> str:
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        await findings(place.graph, "kommune-0001", ON_DATE)
        taken.append(time.perf_counter() - begin)
    return f"A full audit of one municipality takes {spread(taken).shown(2)} s."


def _plain_walk(matters: list[tuple[str, str, dict[str, Any]]]) -> str:
    """Who has delegated to whom, in memory, without limits: `check` for one holder, `list users` for all."""
    made = governed(1)
    givers = {start: finish for start, finish, _ in made.links["FROM"]}
    up: dict[str, set[str]] = defaultdict(set)
    down: dict[str, set[str]] = defaultdict(set)
    for start, receiver, _ in made.links["TO"]:
        up[receiver].add(givers[start])
        down[givers[start]].add(receiver)

    def reached(start: str, onward: dict[str, set[str]]) -> set[str]:
        found, waiting = {start}, [start]
        while waiting:
            more = onward[waiting.pop()] - found
            found |= more
            waiting += more
        return found

    begin = time.perf_counter()
    for _, holder, _matter in matters:
        assert "kst" in reached(holder.partition(":")[2], up)
    check = (time.perf_counter() - begin) / len(matters)
    begin = time.perf_counter()
    reached("kst", down)
    listing = time.perf_counter() - begin
    return f"The plain walk in memory: check {1e6 * check:.0f} µs, list users {1e3 * listing:.2f} ms."


async def run(asked: argparse.Namespace) -> str:
    """Do what is asked and return the tables."""
    async with opened(asked.engine, "2g") as place:
        rows, lines = await measure(place, asked.municipalities, asked.rounds)
        engine = place.graph.engine
        size = f"{asked.municipalities} municipalities with {_DELEGATIONS} delegations each"
        heading = f"{size}, {engine.name} {engine.version}."
        return "\n\n".join([heading, table(HEADING, [row.cells() for row in rows]), *lines])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.authority", description=__doc__)
    parser.add_argument("--municipalities", type=int, default=10, help="how many there are in the graph (10)")
    parser.add_argument(
        "--engine", choices=("embedded", "neo4j"), default="embedded", help="neo4j: the one NEO4J_URI names, EMPTIED"
    )
    parser.add_argument("--rounds", type=int, default=5, help="how many times each is measured (5)")
    try:
        print(asyncio.run(run(parser.parse_args())))
    except GovernanceError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
