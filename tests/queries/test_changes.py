"""Who gained, lost or changed authority from one day to another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from graph.connection import Graph
from queries.answers import Outcome
from queries.authority import chains
from queries.authority.changes import AuthorityChanges, ChangeOfAuthority, authority_changes
from queries.what_if.trying import Change, TrialKind, what_if
from schema.errors import NotFoundError, QuestionError
from tests.queries.small_authority import DAY, load_vik

pytestmark = pytest.mark.anyio
BEGINNING = date(2020, 1, 1)


@pytest.fixture(scope="module", autouse=True)
async def vik(opened: Graph) -> None:
    await load_vik(opened)


def told(answer: AuthorityChanges) -> set[tuple[str, ChangeOfAuthority]]:
    return {(one.holder, one.change) for one in answer.differences}


async def test_what_begins_between_two_days_is_gained_by_those_who_got_it(opened: Graph) -> None:
    day = date(2022, 1, 1)
    answer = await authority_changes(opened, "vik", day - timedelta(1), day)
    gained = [one for one in answer.differences if one.chain[0] == "vik:til-inspektor"]
    assert [(one.holder, one.change, one.before) for one in gained] == [
        ("vik:inspektor", ChangeOfAuthority.GAINED, None)
    ]
    assert gained[0].holder_name == "Inspektør"
    assert gained[0].after is not None
    assert gained[0].after.effective.amounts == ("til og med 100 000 kr ekskl. mva. per sak",)
    assert answer.outcome is Outcome.FOUND


async def test_before_the_first_delegation_only_what_the_law_gives_is_held(opened: Graph) -> None:
    answer = await authority_changes(opened, "vik", BEGINNING - timedelta(1), DAY)
    gained = {holder for holder, change in told(answer) if change is ChangeOfAuthority.GAINED}
    assert {"vik:kommunedirektor", "vik:rektor", "vik:styrer", "vik:inspektor"} <= gained
    assert not {"vik:kommunestyret", "vik:formannskapet"} & {holder for holder, _ in told(answer)}


async def test_what_is_gained_from_one_day_to_another_is_what_revoking_it_would_lose(opened: Graph) -> None:
    day = date(2022, 1, 1)
    gained = await authority_changes(opened, "vik", day - timedelta(1), day)
    lost = await what_if(opened, "vik", [Change(TrialKind.REVOKE, "vik:til-inspektor")], day)
    assert {(one.holder, one.chain) for one in gained.differences} == {(one.holder, one.chain) for one in lost.affected}
    assert {one.change for one in lost.affected} == {ChangeOfAuthority.LOST}


async def test_a_day_does_not_differ_from_itself(opened: Graph) -> None:
    answer = await authority_changes(opened, "vik", DAY, DAY)
    assert (answer.outcome, answer.differences, answer.complete) == (Outcome.EMPTY, (), True)


async def test_days_in_the_wrong_order_are_refused(opened: Graph) -> None:
    with pytest.raises(QuestionError, match="er etter"):
        await authority_changes(opened, "vik", DAY, BEGINNING)


async def test_an_unknown_dataset_is_named_with_those_there_are(opened: Graph) -> None:
    with pytest.raises(NotFoundError) as raised:
        await authority_changes(opened, "finnes-ikke", BEGINNING, DAY)
    assert "«finnes-ikke»" in raised.value.message
    assert "vik" in raised.value.remedy


async def test_a_walk_that_gives_up_says_that_the_answer_is_not_whole(
    opened: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chains, "SEARCH_STEPS", 1)
    answer = await authority_changes(opened, "vik", BEGINNING - timedelta(1), DAY)
    assert not answer.complete
    assert answer.cut_by
