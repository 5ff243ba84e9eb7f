"""Forms of governance and samskaping over GraphQL: the same answers as the questions give."""

from __future__ import annotations

import pytest

from graph.connection import Graph
from loaders.load import load
from tests.api.conftest import Ask
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio

COLLABORATION = """
query ($id: ID!, $day: Date) {
  collaboration(id: $id, onDate: $day) {
    outcome complete remarks
    collaboration {
      steps { step lead leaders { id municipality } } derived declared agrees hosts { name } participants { name }
    }
  }
}"""
MATRIX = """
query ($scope: ID!, $day: Date) {
  governanceMatrix(scope: $scope, onDate: $day) {
    outcome
    tasks { element { id } forms { form carriers { id } chosenBy { name } reason } gaps
            principles { principle documented evidence { element { id } enough lack } } }
    matrix { form principle covered partly missing }
  }
}"""


@pytest.fixture(scope="module", autouse=True)
async def elvik(opened: Graph) -> None:
    await empty(opened)
    await load(opened, ROOT / "tests/datasets/samskaping")


async def test_a_declared_form_stands_beside_the_derived_one(data: Ask) -> None:
    found = (await data(COLLABORATION, id="elvik:plantet", day="2026-06-01"))["collaboration"]
    shown = found["collaboration"]
    assert (shown["derived"], shown["declared"], shown["agrees"]) == ("ANSVARLIGGJORENDE", "LIKEVERDIG", "NO")
    assert [one["lead"] for one in shown["steps"]] == ["MUNICIPALITY", "MUNICIPALITY", "TOGETHER", "OTHERS"]
    assert shown["hosts"] == [{"name": "Velforeningen"}]
    assert found["outcome"] == "FOUND"


async def test_a_task_has_its_form_and_four_principles(data: Ask) -> None:
    found = (await data(MATRIX, scope="elvik:uten-kontroll", day="2026-06-01"))["governanceMatrix"]
    [task] = found["tasks"]
    assert task["forms"] == [
        {
            "form": "LINJE",
            "carriers": [{"id": "elvik:park"}],
            "chosenBy": [{"name": "Kommunestyret"}],
            "reason": "Løpende",
        }
    ]
    assert [one["documented"] for one in task["principles"]] == ["COVERED", "COVERED", "MISSING", "COVERED"]
    missing = [(one["form"], one["principle"]) for one in found["matrix"] if one["missing"]]
    assert missing == [("LINJE", "CONTROL")]


async def test_unknown_ids_and_wrong_kinds_are_errors_beside_the_data(ask: Ask) -> None:
    unknown = await ask(COLLABORATION, id="elvik:borte")
    assert unknown["data"] == {"collaboration": None}
    assert unknown["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    wrong = await ask(MATRIX, scope="elvik:sykkel")
    assert wrong["data"] == {"governanceMatrix": None}
    assert "prosjekt" in wrong["errors"][0]["message"]
