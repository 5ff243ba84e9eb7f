"""Who may, may she and what may she say the same, for matters drawn out of what the datasets themselves name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from queries.authority.deciding import HolderVerdict, may_decide, who_may_decide
from queries.authority.holding import authority_of
from queries.authority.matter import Matter, Verdict
from schema.actions import Action, VatBasis
from schema.authority import AmountPeriod, MatterArea
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio

T = TypeVar("T")

NAMED = """
MATCH (g:Node)-[:COVERS|EXCEPTS|INCLUDES_AGAIN|BARS]->(:LegalProvision)-[:PART_OF*0..2]->(near:LegalProvision)
WHERE g.dataset = $dataset
RETURN near.id AS id
UNION
MATCH (g:Node)-[:COVERS|EXCEPTS|INCLUDES_AGAIN|BARS]->(l:LegalProvision)<-[:PART_OF*1..2]-(near:LegalProvision)
WHERE g.dataset = $dataset AND (l.level <> 'lov' OR near.dataset = $dataset)
RETURN near.id AS id
"""
LIMITS = """
MATCH (g:Node) WHERE g.dataset = $dataset AND (g:Delegation OR g:OriginalAuthority)
RETURN g.amount_max_nok AS amount, g.valid_from AS valid_from, g.valid_to AS valid_to
"""


@dataclass(frozen=True)
class Pools:
    """What matters are drawn from."""

    graph: Graph
    dataset: str
    provisions: list[str]
    amounts: list[float | None]
    units: list[str | None]
    days: list[date]
    holders: list[str]
    posts: list[str]


async def pools(graph: Graph, dataset: str) -> Pools:
    async def ids(text: str) -> list[str]:
        return [str(row["id"]) for row in await graph.read(text, dataset=dataset)]

    limits = await graph.read(LIMITS, dataset=dataset)
    amounts = {amount + more for row in limits if (amount := row["amount"]) is not None for more in (-1, 0, 1)}
    days = {day - timedelta(days=less) for row in limits for day in (row["valid_from"], row["valid_to"]) if day
            for less in (0, 1)}  # fmt: skip
    posts = await ids("MATCH (n:Post) WHERE n.dataset = $dataset RETURN n.id AS id ORDER BY id")
    bodies = await ids("MATCH (n:Body) WHERE n.dataset = $dataset RETURN n.id AS id ORDER BY id")
    return Pools(
        graph,
        dataset,
        sorted(await ids(NAMED)),
        [None, 0.0, *sorted(amounts)],
        [None, *await ids("MATCH (n:Unit) WHERE n.dataset = $dataset RETURN n.id AS id ORDER BY id")],
        [date(2026, 6, 1)] * len(days) + sorted(days),
        [*posts, *bodies],
        posts,
    )


@pytest.fixture(scope="module", params=["examples/asker", "tests/datasets/hovik"], ids=["asker", "hovik"])
async def drawn_from(opened: Graph, request: pytest.FixtureRequest) -> AsyncIterator[Pools]:
    await empty(opened)
    for path in (*shipped().values(), ROOT / request.param):
        await load(opened, path)
    yield await pools(opened, request.param.rpartition("/")[2])


PLACE = st.integers(0, 9_999)
"""A place in a list that is not known when drawing: nothing may be drawn once a test is running on the event loop."""


@dataclass(frozen=True)
class Drawn:
    """A matter, a day and holders, as places in what a dataset names."""

    action: Action
    area: MatterArea | None
    vat: VatBasis | None
    period: AmountPeriod
    principal: bool | None
    places: tuple[int, ...]
    holders: tuple[int, int]
    together: int | None

    def day(self, held: Pools) -> date:
        return picked(held.days, self.places[3])

    def matter(self, held: Pools) -> Matter:
        return Matter(
            action=self.action,
            provision=None if self.area else picked(held.provisions, self.places[0]),
            area=self.area,
            amount_nok=picked(held.amounts, self.places[1]),
            amount_vat=self.vat,
            amount_per=self.period,
            unit=picked(held.units, self.places[2]),
            principal=self.principal,
            together_with=() if self.together is None else (picked(held.posts, self.together),),
        )


def picked(items: Sequence[T], place: int) -> T:
    return items[place % len(items)]


DRAWN = st.builds(
    Drawn,
    action=st.sampled_from([Action.DECISION, Action.DECISION, Action.DECISION, *Action]),
    area=st.sampled_from([None, None, None, MatterArea.FINANCE, MatterArea.FINANCE, *MatterArea]),
    vat=st.sampled_from([VatBasis.EXCLUDED, VatBasis.EXCLUDED, VatBasis.INCLUDED, None]),
    period=st.sampled_from([AmountPeriod.CASE, AmountPeriod.CASE, *AmountPeriod]),
    principal=st.sampled_from([False, False, True, None]),
    places=st.tuples(PLACE, PLACE, PLACE, PLACE),
    holders=st.tuples(PLACE, PLACE),
    together=st.none() | PLACE,
)


def ways(answer: HolderVerdict, verdict: Verdict) -> set[tuple[str, ...]]:
    return {tuple(link.id for link in chain.links) for chain in answer.chains if chain.verdict is verdict}


@pytest.mark.slow
@settings(
    max_examples=40,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(drawn=DRAWN)
async def test_who_may_may_she_and_what_may_she_agree(drawn_from: Pools, drawn: Drawn) -> None:
    held = drawn_from
    matter, day = drawn.matter(held), drawn.day(held)
    who = await who_may_decide(held.graph, held.dataset, matter, day)
    listed = {one.holder.id: Verdict.YES for one in who.may}
    listed |= {one.holder.id: Verdict.UNDETERMINED for one in who.undetermined}
    assert len(listed) == len(who.may) + len(who.undetermined)
    asked = {*(picked(held.holders, place) for place in drawn.holders), *sorted(listed)[:2]}
    for holder in sorted(asked):
        answer = await may_decide(held.graph, holder, matter, day)
        assert answer.verdict is listed.get(holder, Verdict.NO), (holder, matter, day)
        if answer.verdict is not Verdict.NO:
            authority = await authority_of(held.graph, holder, day)
            assert authority.complete
            chains = {
                tuple(link.id for link in chain.links): chain.verdict
                for post in authority.posts
                for chain in post.chains
            }
            # Every chain that decides holds on the day; one that is undetermined for the matter does at least not fail.
            for way in ways(answer.answers[0], Verdict.YES):
                assert chains[way] is Verdict.YES, (way, matter, day)
            for way in ways(answer.answers[0], Verdict.UNDETERMINED):
                assert chains[way] is not Verdict.NO, (way, matter, day)


async def test_what_is_drawn_comes_to_every_answer(drawn_from: Pools) -> None:
    """Matters that nobody below kommunestyret may decide would agree whatever the program did."""
    choose = Random(4)
    given_further = unclear = 0
    for _ in range(60):
        places = tuple(choose.randrange(10_000) for _ in range(4))
        drawn = Drawn(
            Action.DECISION,
            None,
            VatBasis.EXCLUDED,
            AmountPeriod.CASE,
            choose.choice([False, None]),
            places,
            (0, 1),
            None,
        )
        who = await who_may_decide(
            drawn_from.graph, drawn_from.dataset, drawn.matter(drawn_from), drawn.day(drawn_from)
        )
        given_further += len(who.may) > 1
        unclear += bool(who.undetermined)
    assert given_further > 20
    assert unclear > 10
