"""What must not be lost or counted wrongly in the answer about contracts, each in a contract made for it."""

from __future__ import annotations

from datetime import date

import pytest

from graph.connection import Graph
from loaders.load import load
from queries.answers import Outcome
from queries.contracts.contracts import ContractGap, Contracts, ContractShown, contracts
from queries.contracts.period import ContractState, OptionState
from queries.findings.finding import findings
from schema.errors import NotFoundError
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio
TODAY = date(2026, 6, 1)
RULES = [f"R-KON-0{number}" for number in range(1, 7)]


@pytest.fixture(scope="module", autouse=True)
async def vik(opened: Graph) -> Graph:
    await empty(opened)
    await load(opened, ROOT / "tests/datasets/kontrakter")
    return opened


def ids(answer: Contracts) -> set[str]:
    return {one.element.id.removeprefix("vik:") for one in answer.contracts}


async def contract(graph: Graph, name: str, day: date = TODAY) -> ContractShown:
    answer = await contracts(graph, "vik", day)
    return next(one for one in answer.contracts if one.element.id == f"vik:{name}")


async def test_a_closed_owner_is_named_and_the_contract_is_not_lost_from_the_units_above(vik: Graph) -> None:
    closed = await contract(vik, "nedlagt-eier")
    assert (closed.owners, [one.id for one in closed.closed_owners]) == ((), ["vik:gammel"])
    assert ContractGap.OWNER_CLOSED in closed.gaps
    answer = await contracts(vik, "vik", TODAY, unit="vik:teknisk")
    assert "nedlagt-eier" not in ids(answer)
    assert any("har ingen kontraktseier, og er ikke med" in one and "Nedlagt eier" in one for one in answer.remarks)
    before = await contract(vik, "nedlagt-eier", date(2025, 12, 31))
    assert [one.id for one in before.owners] == ["vik:gammel"]
    assert before.closed_owners == ()


async def test_an_owner_that_does_not_exist_yet_owns_nothing_and_is_not_said_to_be_closed(vik: Graph) -> None:
    found = await contract(vik, "framtidig-eier")
    assert (found.owners, found.closed_owners) == ((), ())
    assert ContractGap.NO_OWNER in found.gaps


async def test_an_owner_that_is_only_proposed_owns_nothing(vik: Graph) -> None:
    assert ContractGap.NO_OWNER in (await contract(vik, "foreslaatt-eier")).gaps


async def test_a_framework_agreement_and_its_call_offs_know_each_other(vik: Graph) -> None:
    framework, call_off = await contract(vik, "ramme"), await contract(vik, "avrop")
    assert (framework.framework_agreement, [one.id for one in framework.call_offs]) == (True, ["vik:avrop"])
    assert (call_off.framework_agreement, [one.id for one in call_off.calls_off]) == (False, ["vik:ramme"])
    assert (framework.calls_off, call_off.call_offs) == ((), ())


async def test_a_contract_may_depend_on_the_money_of_two_councils(vik: Graph) -> None:
    found = await contract(vik, "to-kommuner")
    assert [one.id for one in found.open_conditions] == ["vik:bevilgning-nabo"]
    earlier = await contract(vik, "to-kommuner", date(2026, 2, 28))
    assert [one.id for one in earlier.open_conditions] == ["vik:bevilgning-nabo", "vik:bevilgning-vik"]
    later = await contract(vik, "to-kommuner", date(2026, 9, 1))
    assert (later.open_conditions, ContractGap.CONDITION_OPEN in later.gaps) == ((), False)


async def test_what_is_only_proposed_does_not_count(vik: Graph) -> None:
    found = await contract(vik, "foreslaatt-rundt")
    assert (found.period.end_on, found.period.value_nok, found.options) == (date(2026, 12, 31), 10, ())
    assert (found.last_follow_up, ContractGap.NO_FOLLOW_UP in found.gaps) == (None, True)


async def test_a_contract_that_is_only_proposed_is_told_of_as_that(vik: Graph) -> None:
    answer = await contracts(vik, "vik", TODAY)
    assert "1 kontrakt(er) er bare foreslått: Bare foreslått." in answer.remarks
    assert (await contract(vik, "bare-foreslaatt")).proposed


async def test_goals_are_those_it_contributes_to_and_not_those_it_only_supports(vik: Graph) -> None:
    found = await contract(vik, "avrop")
    assert [one.id for one in found.goals] == ["vik:maal"]
    assert [one.id for one in found.fulfils] == ["vik:oppgave"]


async def test_a_young_contract_need_not_have_been_followed_up_yet(vik: Graph) -> None:
    for day, missing in ((date(2027, 2, 28), False), (date(2027, 3, 1), True)):
        assert (ContractGap.NO_FOLLOW_UP in (await contract(vik, "ung", day)).gaps) is missing


async def test_a_follow_up_counts_on_the_day_it_was_made_and_for_a_year(vik: Graph) -> None:
    days = {day: await contract(vik, "ramme", day) for day in (date(2026, 3, 31), date(2026, 4, 1), date(2027, 4, 1))}
    assert [one.last_follow_up is not None for one in days.values()] == [False, True, True]
    assert [ContractGap.NO_FOLLOW_UP in one.gaps for one in days.values()] == [True, False, False]
    assert ContractGap.NO_FOLLOW_UP in (await contract(vik, "ramme", date(2027, 4, 2))).gaps


async def test_an_option_may_be_used_on_its_last_day_and_not_on_the_next(vik: Graph) -> None:
    states = [(await contract(vik, "opsjon", day)).options[0].state for day in (date(2026, 9, 30), date(2026, 10, 1))]
    assert states == [OptionState.OPEN, OptionState.PASSED]
    before = await contract(vik, "opsjon", date(2026, 9, 30))
    assert (before.period.end_on, before.period.latest_end) == (date(2026, 12, 31), date(2028, 12, 31))


async def test_the_last_day_is_a_day_of_the_contract(vik: Graph) -> None:
    days = (date(2026, 12, 31), date(2027, 1, 1))
    states = [(await contract(vik, "foreslaatt-rundt", day)).period.state for day in days]
    assert states == [ContractState.RUNNING, ContractState.ENDED]


async def test_a_contract_has_not_ended_for_certain_while_an_option_may_have_been_used(vik: Graph) -> None:
    days = (date(2026, 12, 31), date(2027, 1, 1), date(2028, 12, 31), date(2029, 1, 1))
    states = [(await contract(vik, "opsjon", day)).period.state for day in days]
    assert states == [ContractState.RUNNING, ContractState.UNKNOWN, ContractState.UNKNOWN, ContractState.ENDED]
    asked = [await contracts(vik, "vik", day, expiring_within=1) for day in days]
    assert ["opsjon" in ids(one) for one in asked] == [True, False, False, False]
    apart = [{each.element.id for each in one.end_unknown} for one in asked]
    assert ["vik:opsjon" in one for one in apart] == [False, True, True, False]


async def test_a_change_without_a_day_makes_what_it_changes_unknown_and_nothing_else(vik: Graph) -> None:
    found = await contract(vik, "uten-dag")
    assert (found.period.value_nok, found.period.end_on) == (None, date(2027, 6, 30))
    assert ContractGap.UNCLEAR_CHANGES in found.gaps


async def test_an_unknown_supplier_is_an_error_and_one_without_contracts_is_nothing(vik: Graph) -> None:
    with pytest.raises(NotFoundError, match="vik:borte"):
        await contracts(vik, "vik", TODAY, supplier="vik:borte")
    answer = await contracts(vik, "vik", TODAY, supplier="vik:uten-kontrakt")
    assert (answer.outcome, answer.contracts) == (Outcome.EMPTY, ())


async def test_each_rule_finds_what_is_planted_for_it_and_nothing_else(vik: Graph) -> None:
    answer = await findings(vik, "vik", TODAY, rules=RULES)
    assert {(one.rule, one.subject.id.removeprefix("vik:")) for one in answer.open} == {
        ("R-KON-01", "framtidig-eier"),
        ("R-KON-01", "foreslaatt-eier"),
        ("R-KON-02", "nedlagt-eier"),
        ("R-KON-04", "uten-dag"),
        ("R-KON-05", "foreslaatt-rundt"),
        ("R-KON-06", "utloept"),
    }
    [alone] = [one for one in answer.open if one.rule == "R-KON-06"]
    assert [one.id for one in alone.about] == ["vik:renovasjon"]
    assert "den lovpålagte oppgaven «Renovasjon»" in alone.text
    assert (await findings(vik, "vik", date(2026, 5, 31), rules=["R-KON-06"])).open == ()
    later = await findings(vik, "vik", date(2026, 10, 1), rules=["R-KON-03"])
    [option] = later.open
    assert (option.subject.id, [one.id for one in option.about]) == ("vik:opsjon", ["vik:to-aar"])
    assert "30.9.2026" in option.text
