"""Ownership over GraphQL: the same answer as the question gives, with the ring of three shares."""

from __future__ import annotations

import pytest

from graph.connection import Graph
from loaders.load import load
from tests.api.conftest import Ask
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio

QUESTION = """
query ($actor: ID!, $day: Date) {
  ownership(actor: $actor, onDate: $day) {
    outcome complete remarks name
    companies {
      name form direct { low high exact moreThan } interest { low high exact } interestReason
      control controlChain { name holders votes { low } } circular ring
      representatives { role posts { name holders { name } } } statement { name inForce olderThanFourYears }
      otherOwners { name share { low } }
    }
    governed { name governedAs hosts }
  }
}"""


@pytest.fixture(scope="module", autouse=True)
async def vassvik(opened: Graph) -> None:
    await empty(opened)
    await load(opened, ROOT / "tests/datasets/eierskap")


async def test_the_ring_and_what_is_governed(data: Ask) -> None:
    found = (await data(QUESTION, actor="vassvik", day="2026-06-01"))["ownership"]
    companies = {one["name"]: one for one in found["companies"]}
    kraft, nett = companies["Vassvik Kraft AS"], companies["Vassvik Nett AS"]
    assert round(kraft["interest"]["low"], 2) == round(kraft["interest"]["high"], 2) == 63.16
    assert round(nett["interest"]["low"], 2) == 31.58
    assert (kraft["control"], nett["control"]) == ("YES", "NO")
    assert kraft["ring"] == ["vassvik:kraft", "vassvik:nett"]
    assert kraft["controlChain"] == [
        {"name": "Vassvik Kraft AS", "holders": ["Vassvik kommune"], "votes": {"low": 60.0}}
    ]
    assert kraft["representatives"][0]["posts"] == [{"name": "Ordfører", "holders": [{"name": "Person 1"}]}]
    assert companies["Vassvik Vekst AS"]["direct"] == {"low": 50.0, "high": 75.0, "exact": False, "moreThan": True}
    assert {one["name"]: one["governedAs"] for one in found["governed"]}["Vassvik havn KF"] == "KF"


async def test_an_unknown_id_is_an_error_beside_the_data(ask: Ask) -> None:
    found = await ask(QUESTION, actor="vassvik:borte")
    assert found["data"] == {"ownership": None}
    assert found["errors"][0]["extensions"]["code"] == "NOT_FOUND"
