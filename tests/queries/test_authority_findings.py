"""Rules that no dataset can break, because it is refused: asked of rows put in the graph directly."""

from __future__ import annotations

from datetime import date

import pytest

from graph.connection import Graph, Transaction
from queries.authority.deciding import may_decide
from queries.authority.holding import authority_of, delegation_chain
from queries.authority.matter import Matter, Verdict
from queries.findings.finding import findings
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
