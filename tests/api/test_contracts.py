"""Contracts over GraphQL: the same answer as the question gives."""

from __future__ import annotations

import pytest

from graph.connection import Graph
from loaders.load import load
from tests.api.conftest import Ask
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio

QUESTION = """
query ($dataset: String!, $months: Int, $unit: ID, $supplier: ID, $state: ContractState, $day: Date) {
  contracts(
    dataset: $dataset, expiringWithin: $months, unit: $unit, supplier: $supplier, state: $state, onDate: $day
  ) {
    outcome remarks expiringBy
    contracts {
      element { id name } frameworkAgreement callOffs { id } callsOff { id } closedOwners { id } owners { id } gaps
      period { state startOn endOn latestEnd valueNok certain }
      options { id state exerciseBy } openConditions { id } suppliers { id } goals { id } fulfils { id }
    }
    endUnknown { element { id } }
    gaps { gap count }
  }
}"""


@pytest.fixture(scope="module", autouse=True)
async def vik(opened: Graph) -> None:
    await empty(opened)
    await load(opened, ROOT / "tests/datasets/kontrakter")


async def test_a_contract_comes_with_owner_options_and_call_offs(data: Ask) -> None:
    found = (await data(QUESTION, dataset="vik", day="2026-06-01"))["contracts"]
    by_id = {one["element"]["id"]: one for one in found["contracts"]}
    assert by_id["vik:ramme"]["callOffs"] == [{"id": "vik:avrop"}]
    assert by_id["vik:nedlagt-eier"]["closedOwners"] == [{"id": "vik:gammel"}]
    assert by_id["vik:opsjon"]["period"] == {
        "state": "RUNNING",
        "startOn": "2025-12-01",
        "endOn": "2026-12-31",
        "latestEnd": "2028-12-31",
        "valueNok": 10.0,
        "certain": True,
    }
    assert by_id["vik:opsjon"]["options"] == [{"id": "vik:to-aar", "state": "OPEN", "exerciseBy": "2026-09-30"}]
    assert {"gap": "OWNER_CLOSED", "count": 1} in found["gaps"]


async def test_those_that_expire_with_every_filter(data: Ask) -> None:
    asked = {"dataset": "vik", "unit": "vik:teknisk", "supplier": "vik:firma", "state": "RUNNING", "day": "2026-06-01"}
    found = (await data(QUESTION, months=7, **asked))["contracts"]
    assert found["expiringBy"] == "2027-01-01"
    assert [one["element"]["id"] for one in found["contracts"]] == ["vik:foreslaatt-rundt", "vik:opsjon"]
    nothing = (await data(QUESTION, months=1, **asked))["contracts"]
    assert (nothing["outcome"], nothing["contracts"]) == ("EMPTY", [])
