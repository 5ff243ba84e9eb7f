"""The scenarios in cq24_eierskap.yaml, which a planner can read, asked of the program; and what cannot be asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.connection import Graph
from loaders.load import load
from queries.answers import Outcome
from queries.ownership.answer import OwnedCompany, Share
from queries.ownership.ownership import ownership
from schema.errors import NotFoundError, QuestionError
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio
SCENARIOS = yaml.safe_load(Path(__file__).with_name("cq24_eierskap.yaml").read_text(encoding="utf-8"))
TODAY = date(2026, 6, 1)
YES_NO = {True: "ja", False: "nei"}


@pytest.fixture(scope="module")
async def vassvik(opened: Graph) -> Graph:
    await empty(opened)
    await load(opened, ROOT / "tests/datasets/eierskap")
    return opened


def shown(share: Share) -> Any:
    low, high = round(share.low, 2), round(share.high, 2)
    if share.more_than:
        return {"mer enn": low, "høyst": high}
    return low if share.exact else [low, high]


def told(company: OwnedCompany) -> dict[str, Any]:
    statement = company.statement
    return {
        "direkte": shown(company.direct),
        "stemmer": shown(company.direct_votes),
        "økonomisk": shown(company.interest),
        "kontroll": company.control.bokmaal,
        "ring": [one.partition(":")[2] for one in company.ring],
        "kjede": [f"{' og '.join(step.holders)} → {step.name}" for step in company.control_chain],
        "ansvar for gjeld": YES_NO[company.unlimited_liability],
        "melding gjelder": YES_NO[statement is not None and statement.in_force],
        "melding for gammel": YES_NO[statement is not None and bool(statement.older_than_four_years)],
    }


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[one["tilfelle"] for one in SCENARIOS])
async def test_scenario(vassvik: Graph, scenario: dict[str, Any]) -> None:
    answer = await ownership(vassvik, scenario["eier"], scenario["dag"])
    companies = {one.name: told(one) for one in answer.companies}
    for name, expected in scenario["svar"].items():
        assert {key: companies[name][key] for key in expected} == expected
    governed = {one.name: one.governed_as.bokmaal for one in answer.governed}
    assert governed == scenario.get("styres", governed)
    assert scenario.get("merknad") in (None, *answer.remarks)


async def test_owner_body_representatives_and_other_owners_are_told(vassvik: Graph) -> None:
    answer = await ownership(vassvik, "vassvik", TODAY)
    kraft = next(one for one in answer.companies if one.id == "vassvik:kraft")
    assert [body.name for body in kraft.owner_bodies] == ["Kommunestyret"]
    assert [(seat.role, seat.body, seat.holder) for seat in kraft.representatives] == [
        ("Representant", "Generalforsamling", None)
    ]
    assert [(post.name, [one.name for one in post.holders]) for post in kraft.representatives[0].posts] == [
        ("Ordfører", ["Person 1"])
    ]
    assert [(one.name, one.share.low) for one in kraft.other_owners] == [
        ("Vassvik Nett AS", 10),
        ("Private aksjonærer", 30),
    ]
    kino = next(one for one in answer.companies if one.id == "vassvik:kino")
    assert [(seat.holder, seat.posts) for seat in kino.representatives] == [("Person 2", ())]


async def test_an_actor_outside_is_asked_about_like_the_municipality(vassvik: Graph) -> None:
    answer = await ownership(vassvik, "vassvik:private", TODAY)
    assert {one.name: (round(one.interest.low, 2), one.control.value) for one in answer.companies} == {
        "Vassvik Kraft AS": (31.58, "no"),
        "Vassvik Nett AS": (15.79, "no"),
        "Reiseliv AS": (90.0, "no"),
    }
    assert answer.governed == ()


async def test_the_interests_of_all_that_are_told_of_leave_what_unknown_owners_have(vassvik: Graph) -> None:
    answers = [await ownership(vassvik, owner, TODAY) for owner in ("vassvik", "vassvik:private")]
    interests = [next(one.interest.low for one in answer.companies if one.id == "vassvik:kraft") for answer in answers]
    unknown = 0.1 * 0.5 / 0.95  # half of Nett, which has a tenth of Kraft, is nobody's that is told of
    assert round(sum(interests), 6) == round(100 * (1 - unknown), 6)


async def test_one_that_owns_nothing_is_an_empty_answer(vassvik: Graph) -> None:
    answer = await ownership(vassvik, "vassvik:havnen", date(2026, 6, 1))
    assert [one.name for one in answer.companies] == ["Marina AS"]
    assert (await ownership(vassvik, "vassvik:nett", TODAY)).companies[0].name == "Vassvik Kraft AS"
    empty_answer = await ownership(vassvik, "vassvik:eiendom", TODAY)
    assert (empty_answer.outcome, empty_answer.companies, empty_answer.governed) == (Outcome.EMPTY, (), ())


async def test_what_cannot_be_asked_says_why(vassvik: Graph) -> None:
    with pytest.raises(NotFoundError, match="ukjent"):
        await ownership(vassvik, "vassvik:ukjent", TODAY)
    with pytest.raises(NotFoundError, match="ingenting"):
        await ownership(vassvik, "ingenting", TODAY)
    with pytest.raises(QuestionError, match="Kommunestyret"):
        await ownership(vassvik, "vassvik:kommunestyret", TODAY)


async def test_a_dataset_with_two_units_on_top_must_be_asked_about_one_of_them(graph: Graph, folder: Path) -> None:
    (folder / "dataset.yaml").write_text("id: to\ntitle: To\ndefault_source: Oppdiktet\n", encoding="utf-8")
    (folder / "u.yaml").write_text(
        "unit_types:\n  - {id: t, code: kommune, name: Kommune, rank: 1}\n"
        "units:\n  - {id: a, name: A, unit_type: kommune}\n  - {id: b, name: B, unit_type: kommune}\n",
        encoding="utf-8",
    )
    await load(graph, folder)
    with pytest.raises(QuestionError, match="to:a, to:b"):
        await ownership(graph, "to", TODAY)
