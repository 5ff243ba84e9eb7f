"""Rules that no dataset can break, because it is refused: asked of rows put in the graph directly."""

from __future__ import annotations

from datetime import date

import pytest

from graph.connection import Graph, Transaction
from queries.authority.deciding import may_decide
from queries.authority.holding import authority_of, delegation_chain
from queries.authority.matter import Matter, Verdict
from queries.findings.finding import findings
from queries.texts import text
from schema.actions import Action
from schema.authority import MatterArea

pytestmark = pytest.mark.anyio
TODAY = date(2026, 6, 1)

RING = """
CREATE (:Dataset {id: 'ring', title: 'Ring'})
CREATE (a:Node:Post {id: 'ring:a', name: 'A', kind: 'Post', dataset: 'ring', illustrative: false})
CREATE (b:Node:Post {id: 'ring:b', name: 'B', kind: 'Post', dataset: 'ring', illustrative: false})
CREATE (x:Node:Delegation {id: 'ring:x', name: 'X', kind: 'Delegation', dataset: 'ring', actions: ['vedtak'],
  areas: ['fag'], principal_matters: false, further_delegation: 'ja', illustrative: false})
CREATE (y:Node:Delegation {id: 'ring:y', name: 'Y', kind: 'Delegation', dataset: 'ring', actions: ['vedtak'],
  areas: ['fag'], principal_matters: false, further_delegation: 'ja', illustrative: false})
CREATE (x)-[:FROM]->(b), (x)-[:TO]->(a), (x)-[:RESTS_ON]->(y)
CREATE (y)-[:FROM]->(a), (y)-[:TO]->(b), (y)-[:RESTS_ON]->(x)
"""


@pytest.fixture
async def ring(graph: Graph) -> Graph:
    async def write(transaction: Transaction) -> None:
        await transaction.run(RING)

    await graph.write(write)
    return graph


async def test_delegations_that_rest_on_each_other_are_found_once_each_with_the_way_round(ring: Graph) -> None:
    answer = await findings(ring, "ring", TODAY, rules=["R-DEL-12"])
    assert {one.subject.id: one.text for one in answer.open} == {
        "ring:x": "«X» hviler på seg selv gjennom X → Y → X.",
        "ring:y": "«Y» hviler på seg selv gjennom Y → X → Y.",
    }


async def test_a_ring_gives_nothing_and_ends(ring: Graph) -> None:
    matter = Matter(Action.DECISION, area=MatterArea.PROFESSIONAL, principal=False)
    assert (await may_decide(ring, "ring:a", matter, TODAY)).verdict is Verdict.NO
    assert [chain.verdict for post in (await authority_of(ring, "ring:a", TODAY)).posts for chain in post.chains] == [
        Verdict.NO
    ]
    assert [len(chain.links) for chain in (await delegation_chain(ring, "ring:x", TODAY)).chains] == [2]


LEVELS = """
CREATE (:Dataset {id: 'n', title: 'Nivåer'})
CREATE (k:Node:Post {id: 'n:kd', name: 'KD', kind: 'Post', dataset: 'n', fullmaktsnivaa: 1})
CREATE (d:Node:Post {id: 'n:dir', name: 'Dir', kind: 'Post', dataset: 'n', fullmaktsnivaa: 1})
CREATE (v:Node:Post {id: 'n:vl', name: 'VL', kind: 'Post', dataset: 'n', fullmaktsnivaa: 2})
CREATE (s:Node:Body {id: 'n:kst', name: 'Kst', kind: 'Body', dataset: 'n', body_kind: 'kommunestyre'})
CREATE (u:Node:Body {id: 'n:utv', name: 'Utv', kind: 'Body', dataset: 'n', body_kind: 'utvalg'})
CREATE (d)-[:SHARES_AUTHORITY_WITH]->(k), (v)-[:SHARES_AUTHORITY_WITH {valid_to: date('2026-07-01')}]->(k)
CREATE (a:Node:Delegation {id: 'n:ned', name: 'Ned', kind: 'Delegation', dataset: 'n'})
CREATE (b:Node:Delegation {id: 'n:side', name: 'Side', kind: 'Delegation', dataset: 'n'})
CREATE (c:Node:Delegation {id: 'n:opp', name: 'Opp', kind: 'Delegation', dataset: 'n'})
CREATE (e:Node:Delegation {id: 'n:til-kd', name: 'Til KD', kind: 'Delegation', dataset: 'n'})
CREATE (e)-[:FROM]->(s), (e)-[:TO]->(k)
CREATE (a)-[:FROM]->(k), (a)-[:TO]->(v), (a)-[:RESTS_ON]->(e)
CREATE (b)-[:FROM]->(k), (b)-[:TO]->(d), (b)-[:RESTS_ON]->(e)
CREATE (c)-[:FROM]->(v), (c)-[:TO]->(d), (c)-[:RESTS_ON]->(a)
CREATE (x:Node:Decision {id: 'n:x', name: 'X', kind: 'Decision', dataset: 'n', decided_on: date('2026-01-01')})
CREATE (y:Node:Decision {id: 'n:y', name: 'Y', kind: 'Decision', dataset: 'n', decided_on: date('2026-01-01')})
CREATE (x)-[:DECIDED_IN]->(u), (y)-[:DECIDED_IN]->(k)
CREATE (e)-[:DECIDED_BY]->(x), (a)-[:DECIDED_BY]->(x), (b)-[:DECIDED_BY]->(x)
CREATE (a)-[:DECIDED_BY]->(y), (c)-[:DECIDED_BY]->(y)
"""


@pytest.fixture
async def levels(graph: Graph) -> Graph:
    async def write(transaction: Transaction) -> None:
        await transaction.run(LEVELS)

    await graph.write(write)
    return graph


@pytest.mark.parametrize(
    ("day", "expected"),
    [(TODAY, ["n:opp", "n:side", "n:vl"]), (date(2026, 7, 1), ["n:opp", "n:side"])],
)
async def test_what_is_given_to_a_level_that_shares_or_upwards_is_found(
    levels: Graph, day: date, expected: list[str]
) -> None:
    rows = await levels.read(text("findings/mixed_levels"), dataset="n", day=day)
    assert sorted(row["subject"] for row in rows) == expected
    reasons = {row["subject"]: row["reason"] for row in rows}
    assert reasons["n:opp"] == "er gitt av «VL» på fullmaktsnivå 2 til «Dir» på fullmaktsnivå 1"


@pytest.mark.parametrize(("day", "expected"), [(TODAY, ["n:side", "n:til-kd"]), (date(2025, 12, 31), [])])
async def test_a_decision_by_who_neither_gives_it_nor_stands_above_is_found(
    levels: Graph, day: date, expected: list[str]
) -> None:
    rows = await levels.read(text("findings/decided_without_competence"), dataset="n", day=day)
    assert [row["subject"] for row in rows] == expected
    assert {row["decided_name"] for row in rows} <= {"Utv"}
