"""Contracts of a small made-up municipality, with one of everything that is asked."""

from __future__ import annotations

from datetime import date

import pytest

from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from queries.answers import Outcome
from queries.contracts.contracts import ContractGap, Contracts, ContractShown, contracts
from queries.contracts.period import ContractState, OptionState
from queries.findings.finding import findings
from schema.errors import NotFoundError, QuestionError
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio
TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module", autouse=True)
async def nes(opened: Graph) -> Graph:
    await empty(opened)
    for path in (shipped()["sdg"], ROOT / "tests/datasets/nes"):
        await load(opened, path)
    return opened


async def contract(graph: Graph, name: str, day: date = TODAY) -> ContractShown:
    answer = await contracts(graph, "nes", day)
    return next(one for one in answer.contracts if one.element.id == f"nes:{name}")


def names(answer: Contracts) -> list[str]:
    return [one.element.id.removeprefix("nes:") for one in answer.contracts]


async def test_the_first_to_end_comes_first_and_an_unknown_end_last(nes: Graph) -> None:
    answer = await contracts(nes, "nes", TODAY)
    assert names(answer) == ["gammel", "renhold", "drift", "park", "eierloes", "vinter", "rotete", "uten-slutt"]


async def test_what_expires_is_told_by_the_end_with_changes_and_used_options(nes: Graph) -> None:
    answer = await contracts(nes, "nes", TODAY, expiring_within=12)
    assert names(answer) == ["renhold"]
    assert answer.expiring_by == date(2027, 6, 1)
    assert names(await contracts(nes, "nes", TODAY, expiring_within=19)) == ["renhold", "drift", "park"]
    assert names(await contracts(nes, "nes", date(2026, 7, 31), expiring_within=0)) == ["renhold"]
    assert names(await contracts(nes, "nes", date(2026, 8, 1), expiring_within=0)) == []


async def test_an_unknown_end_is_never_left_out_in_silence(nes: Graph) -> None:
    answer = await contracts(nes, "nes", TODAY, expiring_within=1)
    assert (names(answer), answer.outcome) == ([], Outcome.UNDETERMINED)
    assert [one.element.id for one in answer.end_unknown] == ["nes:rotete", "nes:uten-slutt"]
    assert "2 kontrakt(er) har ukjent slutt" in answer.remarks[0]


async def test_changes_count_by_their_days_and_not_by_the_order_they_are_told_in(nes: Graph) -> None:
    values = {
        day: (await contract(nes, "drift", day)).period.value_nok
        for day in (date(2023, 6, 1), date(2024, 2, 1), TODAY, date(2026, 9, 1))
    }
    assert list(values.values()) == [8_000_000, 8_500_000, 9_500_000, 9_900_000]
    assert [one.id for one in (await contract(nes, "drift")).amendments] == ["nes:endring-1", "nes:endring-2"]


async def test_changes_of_one_day_that_disagree_make_the_end_unknown(nes: Graph) -> None:
    messy = await contract(nes, "rotete")
    assert (messy.period.end_on, messy.period.certain, messy.period.state) == (None, False, ContractState.UNKNOWN)
    assert messy.period.value_nok == 1000
    assert (await contract(nes, "rotete", date(2024, 12, 31))).period.end_on == date(2026, 12, 31)


async def test_a_used_option_moves_the_end_and_an_open_one_the_latest_end(nes: Graph) -> None:
    roads = await contract(nes, "drift")
    assert (roads.period.end_on, roads.period.latest_end) == (date(2027, 12, 31), date(2029, 12, 31))
    assert [one.state for one in roads.options] == [OptionState.EXERCISED, OptionState.OPEN]
    passed = await contract(nes, "renhold")
    assert [one.state for one in passed.options] == [OptionState.PASSED]
    assert passed.period.latest_end == passed.period.end_on == date(2026, 7, 31)


async def test_a_condition_that_no_decision_has_met_is_open(nes: Graph) -> None:
    winter = await contract(nes, "vinter")
    assert [one.id for one in winter.open_conditions] == ["nes:vedtak-vinter"]
    assert (winter.period.state, ContractGap.CONDITION_OPEN in winter.gaps) == (ContractState.COMING, True)


async def test_follow_ups_and_open_deviations_are_those_of_the_day(nes: Graph) -> None:
    roads = await contract(nes, "drift")
    assert roads.last_follow_up is not None
    assert (roads.last_follow_up.id, roads.open_deviations) == ("nes:oppfolging-drift", 1)
    earlier = await contract(nes, "drift", date(2025, 3, 15))
    assert earlier.last_follow_up is not None
    assert (earlier.last_follow_up.id, earlier.open_deviations) == ("nes:oppfolging-gammel-drift", 1)


async def test_filters_must_all_hold(nes: Graph) -> None:
    assert names(await contracts(nes, "nes", TODAY, unit="nes:teknisk")) == ["drift", "vinter", "rotete"]
    assert names(await contracts(nes, "nes", TODAY, supplier="nes:nordlys", state=ContractState.ENDED)) == ["gammel"]
    with pytest.raises(NotFoundError, match="nes:borte"):
        await contracts(nes, "nes", TODAY, unit="nes:borte")
    with pytest.raises(NotFoundError, match="borte"):
        await contracts(nes, "borte", TODAY)
    with pytest.raises(QuestionError, match="-1"):
        await contracts(nes, "nes", TODAY, expiring_within=-1)


async def test_each_rule_finds_its_planted_defect_and_nothing_else(nes: Graph) -> None:
    answer = await findings(nes, "nes", TODAY, rules=[f"R-KON-0{number}" for number in range(1, 6)])
    assert {(one.rule, one.subject.id) for one in answer.open} == {
        ("R-KON-01", "nes:eierloes"),
        ("R-KON-02", "nes:park"),
        ("R-KON-03", "nes:renhold"),
        ("R-KON-04", "nes:rotete"),
    }
    later = await findings(nes, "nes", date(2026, 9, 1), rules=["R-KON-05"])
    assert {one.subject.id for one in later.open} == {"nes:eierloes", "nes:park"}
