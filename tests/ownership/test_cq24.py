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


EDGES = """
units:
  - {id: kommunen, name: Kommunen, unit_type: kommune, organisation_number: 910000004}
unit_types:
  - {id: t, code: kommune, name: Kommune, rank: 1}
actors:
  - {id: nabo, name: Naboen}
  - {id: dobbel, name: Kommunen som aktør, organisation_number: 910000004}
companies:
  - {id: sti, name: Stiftelsen, form: STI}
  - {id: under, name: Under stiftelsen AS, form: AS}
  - {id: over, name: Over hundre AS, form: AS}
  - {id: datter, name: Datter AS, form: AS}
  - {id: frisk, name: Frisk AS, form: AS}
  - {id: ring-1, name: Ring 1 AS, form: AS}
  - {id: ring-2, name: Ring 2 AS, form: AS}
  - {id: to-kilder, name: To kilder AS, form: AS}
  - {id: trolig, name: Trolig AS, form: AS}
ownerships:
  - {id: k-sti, name: Andel i stiftelsen, share: 100, owner: kommunen, in_company: sti}
  - {id: sti-under, name: Stiftelsens andel, share: 100, owner: sti, in_company: under}
  - {id: k-over, name: Andel i Over, share: 60, owner: kommunen, in_company: over}
  - {id: n-over, name: Naboens andel i Over, share: 60, owner: nabo, in_company: over}
  - {id: over-datter, name: Overs andel i Datter, share: 40, owner: over, in_company: datter}
  - {id: k-datter, name: Andel i Datter, share: 20, owner: kommunen, in_company: datter}
  - {id: k-frisk, name: Andel i Frisk, share: 30, owner: kommunen, in_company: frisk}
  - {id: ring-12, name: Ring, share: 100, owner: ring-1, in_company: ring-2}
  - {id: ring-21, name: Ring tilbake, share: 100, owner: ring-2, in_company: ring-1}
  - {id: k-ring, name: Andel i ringen, owner: kommunen, in_company: ring-1}
  - {id: k-to-1, name: Andel etter årsrapporten, share: 30, owner: kommunen, in_company: to-kilder, source: Årsrapport}
  - {id: k-to-2, name: Andel etter aksjeboken, share: 40, owner: kommunen, in_company: to-kilder, source: Aksjebok}
  - {id: k-trolig, name: Tolket andel, share: 80, certainty: interpreted, illustrative: true, owner: kommunen,
     in_company: trolig}
  - {id: trolig-datter, name: Troligs andel i Datter, share: 5, owner: trolig, in_company: datter}
  - {id: dobbel-frisk, name: Dobbel andel, share: 5, owner: dobbel, in_company: frisk}
"""


@pytest.fixture
async def edges(graph: Graph, folder: Path) -> Graph:
    described = "id: x\ntitle: X\ndefault_source: Oppdiktet\ndefault_certainty: adopted\n"
    (folder / "dataset.yaml").write_text(described, encoding="utf-8")
    (folder / "alt.yaml").write_text(EDGES, encoding="utf-8")
    await load(graph, folder)
    return graph


async def test_shares_over_a_hundred_make_only_what_depends_on_them_undetermined(edges: Graph) -> None:
    found = {one.name: one for one in (await ownership(edges, "x", TODAY)).companies}
    over, daughter, sound = found["Over hundre AS"], found["Datter AS"], found["Frisk AS"]
    assert (over.interest.low, over.interest.high, over.interest.exact) == (0, 100, False)
    assert over.interest_reason == "Over hundre AS: andelene er til sammen over 100 %"
    assert over.control.value == "undetermined"
    # 20 % itself, 4 % through Trolig, and none to all of the 40 % through Over
    assert (daughter.interest.low, daughter.interest.high) == (24, 64)
    assert daughter.interest_reason == over.interest_reason
    assert daughter.control.value == "undetermined"
    assert (shown(sound.interest), sound.interest_reason, sound.control.value) == (30, None, "no")


async def test_a_ring_that_owns_itself_is_undetermined_with_the_reason(edges: Graph) -> None:
    found = {one.name: one for one in (await ownership(edges, "x", TODAY)).companies}
    for name in ("Ring 1 AS", "Ring 2 AS"):
        assert (found[name].interest.low, found[name].interest.high, found[name].interest.exact) == (0, 100, False)
        assert "ringen eier hele seg selv" in (found[name].interest_reason or "")
    assert shown(found["Ring 1 AS"].direct) == 0  # the other in the ring has all of it


async def test_nobody_owns_a_stiftelse_nor_what_it_owns(edges: Graph) -> None:
    answer = await ownership(edges, "x", TODAY)
    assert not {"Stiftelsen", "Under stiftelsen AS"} & {one.name for one in answer.companies}
    assert [(one.name, one.governed_as.value) for one in answer.governed] == [("Stiftelsen", "stiftelse")]
    assert any("Stiftelse har ingen eiere" in one for one in answer.remarks)
    below = await ownership(edges, "x:sti", TODAY)
    assert [(one.name, shown(one.interest)) for one in below.companies] == [("Under stiftelsen AS", 100)]


async def test_two_sources_give_an_interval_that_holds_both_of_what_they_may_mean(edges: Graph) -> None:
    answer = await ownership(edges, "x", TODAY)
    [company] = [one for one in answer.companies if one.id == "x:to-kilder"]
    assert shown(company.interest) == [40, 70]
    assert company.control.value == "undetermined"
    assert any("Flere kilder" in one and "To kilder AS" in one for one in answer.remarks)


async def test_the_weakest_certainty_and_what_is_made_up_follow_the_shares(edges: Graph) -> None:
    found = {one.name: one for one in (await ownership(edges, "x", TODAY)).companies}
    seen = {name: (one.certainty and one.certainty.value, one.illustrative) for name, one in found.items()}
    assert seen["Trolig AS"] == seen["Datter AS"] == ("interpreted", True)
    assert seen["Frisk AS"] == ("adopted", False)


async def test_the_same_organisation_number_elsewhere_is_told_of_and_not_counted(edges: Graph) -> None:
    answer = await ownership(edges, "x", TODAY)
    assert (
        "x:dobbel har samme organisasjonsnummer, 910000004, og eier andeler. De er ikke regnet med her."
        in answer.remarks
    )
