"""How long questions take by GraphQL over HTTP, beside the bare driver reading the same facts.

Before anything is measured, both ways are asked once and must find the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks import bare
from benchmarks.measuring import Compared, compared, in_turns
from benchmarks.municipalities import ON_DATE, SEED, Municipality, municipality
from benchmarks.place import Place
from benchmarks.served import Client, served
from queries.goals.trace_up import MOST_WAYS, trace_up

AIM = 2.0

_UP = """
query($id: ID!, $day: Date!, $most: Int!) {
  traceUp(id: $id, onDate: $day, maxPaths: $most) {
    complete reached { ...reach } supported { ...reach } hindered { ...reach } notInForce { ...reach }
  }
}
fragment reach on Reach {
  target { id }
  ways {
    contribution
    elements { id kind name code }
    links { type start finish contribution certainty validFrom validTo }
  }
}"""
_DOWN = """
query($id: ID!, $day: Date!, $dataset: String) {
  traceDown(id: $id, onDate: $day, dataset: $dataset) {
    complete
    efforts {
      effect distance overdue
      element { id kind name code status deadline }
      responsible { post name role holders { id name holding } }
    }
    links { type start finish contribution certainty validFrom validTo }
    counts { kind effect count }
    indicators { id name code measures }
  }
}"""
_COVERAGE = """
query($id: ID!, $day: Date!) {
  coverage(scope: $id, onDate: $day) {
    complete
    rows { goal { id name } cells { by status ids } allocatedTo { unit name } }
    counts { by status count }
  }
}"""

Found = set[Any]
Question = Callable[[str], Awaitable[Found]]


@dataclass(frozen=True)
class Pair:
    """One question asked both ways. Each gives what it found, in a form that can be held against the other's.

    Attributes:
        what: What stands in the table.
        ours: Asks the program. One for each client.
        bare: Asks the bare driver.
        subjects: What it is asked about, in turn.
        each: How many are asked in a round.
        aim: The greatest ratio that is good enough.
        same: Whether both must find the very same.
    """

    what: str
    ours: Sequence[Question]
    bare: Question
    subjects: Iterator[str]
    each: int
    aim: float | None
    same: bool = True


async def compare(place: Place, count: int, rounds: int) -> AsyncIterator[Compared]:
    """Measure every question on a graph that holds the municipalities from 1 to `count`; yield the rows of a table."""
    chosen = Random(SEED)
    made = [municipality(chosen.randint(1, count)) for _ in range(20)]
    with served(place.environment) as port, ExitStack() as open_clients:
        clients = [Client(port) for _ in range(8)]
        for client in clients:
            open_clients.callback(client.close)
        for pair in _pairs(place, clients, made, chosen):
            yield await _measured(pair, rounds)


def _pairs(place: Place, clients: list[Client], made: list[Municipality], chosen: Random) -> Iterator[Pair]:
    asked_up = [_up(client) for client in clients]

    async def bare_up(subject: str) -> Found:
        return {tuple(_passed(path)) for path in await bare.paths_up(place.bare, subject)}

    async def direct_up(subject: str) -> Found:
        return _ways_found(await trace_up(place.graph, subject, ON_DATE, max_ways=MOST_WAYS))

    tiltak = [one for found in made for one in found.ids("Tiltak")]
    yield Pair("Trace up, over HTTP, 1 client", asked_up[:1], bare_up, _endless(chosen, tiltak), 40, AIM)
    yield Pair("Trace up, over HTTP, 8 clients", asked_up, bare_up, _endless(chosen, tiltak), 160, AIM)
    yield Pair("Trace up, in the same process, 1 client", [direct_up], bare_up, _endless(chosen, tiltak), 40, None)

    own = made[0]
    targets = [finish for _, finish, _ in own.links["BUILDS_ON"] if "." in finish]
    for what, dataset, each in (("one municipality", own.id, 5), ("all", None, 1)):

        async def bare_down(subject: str, dataset: str | None = dataset) -> Found:
            return await bare.links_down(place.bare, subject, dataset)

        asked_down = [_down(clients[0], dataset)]
        subjects = _endless(chosen, targets)
        yield Pair(
            f"Trace down an SDG target, {what}", asked_down, bare_down, subjects, each, None, dataset is not None
        )

    async def bare_coverage(subject: str) -> Found:
        return await bare.links_of_plan(place.bare, subject)

    plans = _endless(chosen, [found.full_id("plan-0") for found in made])
    yield Pair("Coverage of one plan", [_coverage(clients[0])], bare_coverage, plans, 1, None, same=False)


def _endless(chosen: Random, among: Sequence[str]) -> Iterator[str]:
    while True:
        yield chosen.choice(among)


def _up(client: Client) -> Question:
    async def ask(subject: str) -> Found:
        data = await client.ask_beside(_UP, id=subject, day=str(ON_DATE), most=MOST_WAYS)
        lists = (data["traceUp"][name] for name in ("reached", "supported", "hindered", "notInForce"))
        ways = (way for found in lists for reach in found for way in reach["ways"])
        return {
            _in_turn([one["id"] for one in way["elements"]], [link["type"] for link in way["links"]]) for way in ways
        }

    return ask


def _down(client: Client, dataset: str | None) -> Question:
    async def ask(subject: str) -> Found:
        data = await client.ask_beside(_DOWN, id=subject, day=str(ON_DATE), dataset=dataset)
        return {(link["type"], link["start"], link["finish"]) for link in data["traceDown"]["links"]}

    return ask


def _coverage(client: Client) -> Question:
    async def ask(subject: str) -> Found:
        data = await client.ask_beside(_COVERAGE, id=subject, day=str(ON_DATE))
        return {row["goal"]["id"] for row in data["coverage"]["rows"]}

    return ask


def _ways_found(answer: Any) -> Found:
    lists = (answer.reached, answer.supported, answer.hindered, answer.not_in_force)
    ways = (way for found in lists for reach in found for way in reach.ways)
    return {_in_turn([one.id for one in way.elements], [link.type for link in way.links]) for way in ways}


def _in_turn(elements: list[str], types: list[str]) -> tuple[str, ...]:
    return elements[0], *(part for pair in zip(types, elements[1:], strict=True) for part in pair)


def _passed(path: list[Any]) -> Iterator[str]:
    for values in path:
        yield values[0]


async def _measured(pair: Pair, rounds: int) -> Compared:
    for subject in [next(pair.subjects) for _ in range(pair.each)]:  # warms both
        ours, bare_found = await pair.ours[0](subject), await pair.bare(subject)
        if pair.same and ours != bare_found:
            raise RuntimeError(f"{pair.what}: {subject}: the two ways found different things.")
    pairs = []
    for number in range(rounds):
        subjects = [next(pair.subjects) for _ in range(pair.each)]
        ways = (_all_asked(pair.ours, subjects), _all_asked([pair.bare] * len(pair.ours), subjects))
        ours_taken, bare_taken = await in_turns(ways, number)
        pairs.append((1000 * ours_taken / pair.each, 1000 * bare_taken / pair.each))
    return compared(pair.what, "ms", pairs, pair.aim)


def _all_asked(questions: Sequence[Question], subjects: Sequence[str]) -> Callable[[], Awaitable[None]]:
    """The questions, each a client of its own, share the subjects between them and ask at the same time."""

    async def client(question: Question, share: Sequence[str]) -> None:
        for subject in share:
            await question(subject)

    async def work() -> None:
        shares = [subjects[place :: len(questions)] for place in range(len(questions))]
        await asyncio.gather(*(client(one, share) for one, share in zip(questions, shares, strict=True)))

    return work
