"""What would a change do? Every kind of change on a small municipality, and that nothing of it is kept."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence

import pytest

from graph.connection import Graph, Readable, Transaction
from queries.answers import Outcome
from queries.authority.changes import ChangeOfAuthority
from queries.authority.deciding import may_decide
from queries.authority.holding import authority_of
from queries.authority.matter import Matter, Verdict
from queries.findings.finding import findings
from queries.what_if.trying import Change, TrialKind, WhatIf, ask_with, what_if
from schema.actions import Action, VatBasis
from schema.errors import GovernanceError, NotFoundError, QuestionError
from tests.queries.small_authority import DAY, fingerprint, load_vik, order

pytestmark = pytest.mark.anyio
YES, NO = Verdict.YES, Verdict.NO
REVOKE_CHIEF = Change(TrialKind.REVOKE, "vik:til-kommunedirektor")
MERGE_KINDERGARTEN = Change(TrialKind.MERGE_UNITS, "vik:barnehagen", "vik:skolen")
UNDER_5_3 = Matter(
    Action.DECISION, "lov:kommuneloven/5-3", None, 0, VatBasis.EXCLUDED, unit="vik:skolen", principal=False
)


@pytest.fixture(scope="module")
async def vik(opened: Graph) -> Graph:
    await load_vik(opened)
    return opened


@pytest.fixture(autouse=True)
async def nothing_is_kept(vik: Graph) -> object:
    before = await fingerprint(vik)
    yield
    assert await fingerprint(vik) == before


async def verdict(graph: Graph, changes: Sequence[Change], holder: str, matter: Matter) -> Verdict:
    """The answer after the changes; without any, the answer as it is."""

    async def ask(one: Readable) -> Verdict:
        return (await may_decide(one, holder, matter, DAY)).verdict

    return await (ask_with(graph, changes, DAY, ask) if changes else ask(graph))


async def tried(graph: Graph, *changes: Change) -> WhatIf:
    return await what_if(graph, "vik", changes, DAY)


def affected(answer: WhatIf) -> set[tuple[str, ChangeOfAuthority, str]]:
    """Holder, what became of the chain, and its nearest link."""
    return {(one.holder, one.change, one.chain[0]) for one in answer.affected}


@pytest.mark.parametrize(
    ("change", "holder", "matter"),
    [
        (Change(TrialKind.REVOKE, "vik:til-rektor"), "vik:rektor", order(1000)),
        (Change(TrialKind.REVOKE, "vik:til-kommunedirektor"), "vik:rektor", order(1000)),
        (Change(TrialKind.VACATE, "vik:kommunedirektor"), "vik:ada", UNDER_5_3),
        (Change(TrialKind.MOVE_UNIT, "vik:skolen", "vik:teknisk"), "vik:direktor-oppvekst", order(1000)),
        (Change(TrialKind.LIMIT, "vik:til-rektor", amount_nok=999), "vik:rektor", order(1000)),
        (Change(TrialKind.REPEAL, "lov:kommuneloven/5-3"), "vik:rektor", UNDER_5_3),
        (Change(TrialKind.REPEAL, "lov:kommuneloven"), "vik:rektor", UNDER_5_3),
    ],
)
async def test_a_change_turns_the_yes_it_takes_away(vik: Graph, change: Change, holder: str, matter: Matter) -> None:
    assert await verdict(vik, [], holder, matter) is YES
    assert await verdict(vik, [change], holder, matter) is not YES
    assert await verdict(vik, [], holder, matter) is YES


async def test_a_raised_limit_gives_a_yes_no_further_than_what_it_rests_on(vik: Graph) -> None:
    raised = Change(TrialKind.LIMIT, "vik:til-inspektor", amount_nok=2_000_000)
    assert await verdict(vik, [raised], "vik:inspektor", order(400_000)) is YES
    assert await verdict(vik, [raised], "vik:rektor", order(600_000)) is NO
    assert await verdict(vik, [raised], "vik:inspektor", order(600_000)) is NO
    assert {"R-DEL-01"} <= {one.rule for one in (await tried(vik, raised)).new_findings}


async def test_a_revoked_delegation_is_lost_by_everybody_below_and_by_nobody_above(vik: Graph) -> None:
    lost = ChangeOfAuthority.LOST
    found = await tried(vik, REVOKE_CHIEF)
    assert {one.change for one in found.affected} == {lost}
    holders = {one.holder for one in found.affected}
    assert holders == {
        "vik:kommunedirektor", "vik:direktor-oppvekst", "vik:rektor", "vik:styrer", "vik:inspektor"
    }  # fmt: skip
    assert (found.outcome, found.complete) == (Outcome.FOUND, True)


async def test_a_vacated_post_is_a_finding_and_its_substitute_may_act(vik: Graph) -> None:
    vacated = Change(TrialKind.VACATE, "vik:kommunedirektor")
    found = await tried(vik, vacated)
    assert ("R-DEL-07", "vik:kommunedirektor") in {(one.rule, one.subject.id) for one in found.new_findings}
    absent = Change(TrialKind.VACATE, "vik:rektor")
    assert await verdict(vik, [], "vik:inspektor", order(400_000)) is Verdict.UNDETERMINED
    assert await verdict(vik, [absent], "vik:inspektor", order(400_000)) is YES


async def test_vacating_a_post_leaves_those_alone_who_had_left_it_before(vik: Graph) -> None:
    async def held(graph: Readable) -> list[object]:
        async def read(transaction: Transaction) -> list[object]:
            rows = await transaction.run(
                "MATCH (:Leader)-[r:HOLDS]->(:Post {id: 'vik:styrer'}) RETURN r.valid_to AS valid_to"
            )
            return [row["valid_to"] for row in rows]

        return await graph.read_together(read)

    assert await ask_with(vik, [Change(TrialKind.VACATE, "vik:styrer")], DAY, held) == await held(vik)


async def test_merging_units_moves_posts_parts_limits_shares_and_substitutes(vik: Graph) -> None:
    merged = [Change(TrialKind.MERGE_UNITS, "vik:skolen", "vik:barnehagen")]
    for holder, amount in (("vik:rektor", 400_000), ("vik:inspektor", 90_000)):
        assert await verdict(vik, [], holder, order(amount, unit="vik:barnehagen")) is not YES
        assert await verdict(vik, merged, holder, order(amount, unit="vik:barnehagen")) is YES
        assert await verdict(vik, merged, holder, order(amount, unit="vik:skolen")) is not YES
    absent = [*merged, Change(TrialKind.VACATE, "vik:rektor")]
    assert await verdict(vik, absent, "vik:inspektor", order(400_000, unit="vik:barnehagen")) is YES

    to_technical = [Change(TrialKind.MERGE_UNITS, "vik:oppvekst", "vik:teknisk")]
    director, school = "vik:direktor-oppvekst", order(1000)
    assert await verdict(vik, [], director, order(1000, unit="vik:teknisk")) is NO
    assert await verdict(vik, to_technical, director, order(1000, unit="vik:teknisk")) is YES
    assert await verdict(vik, to_technical, director, school) is YES  # the school followed
    assert await verdict(vik, to_technical, director, order(1000, unit="vik:oppvekst")) is NO


async def test_the_posts_of_a_unit_that_is_merged_are_in_the_other(vik: Graph) -> None:
    async def posts(graph: Readable) -> dict[str, set[str]]:
        async def read(transaction: Transaction) -> dict[str, set[str]]:
            rows = await transaction.run(
                "MATCH (p:Post)-[r:IN_UNIT|LEADS]->(u:Unit) WHERE r.valid_to IS NULL OR r.valid_to > $day "
                "RETURN p.id AS post, u.id AS unit",
                day=DAY,
            )
            found: dict[str, set[str]] = {}
            for row in rows:
                found.setdefault(row["unit"], set()).add(row["post"])
            return found

        return await graph.read_together(read)

    after = await ask_with(vik, [MERGE_KINDERGARTEN], DAY, posts)
    assert after == {
        "vik:skolen": {"vik:rektor", "vik:inspektor", "vik:styrer"},
        "vik:oppvekst": {"vik:direktor-oppvekst"},
    }


async def test_several_changes_are_made_one_after_another(vik: Graph) -> None:
    moved = Change(TrialKind.MOVE_UNIT, "vik:skolen", "vik:teknisk")
    back = Change(TrialKind.MOVE_UNIT, "vik:skolen", "vik:oppvekst")
    matter = order(1000)
    assert await verdict(vik, [moved], "vik:direktor-oppvekst", matter) is NO
    assert await verdict(vik, [moved, back], "vik:direktor-oppvekst", matter) is YES
    assert await verdict(vik, [MERGE_KINDERGARTEN, REVOKE_CHIEF], "vik:rektor", matter) is NO


async def test_a_change_of_nothing_is_an_empty_answer(vik: Graph) -> None:
    found = await tried(vik, Change(TrialKind.LIMIT, "vik:til-rektor", amount_nok=500_000))
    assert (found.outcome, found.new_findings, found.gone_findings, found.affected) == (Outcome.EMPTY, (), (), ())
    assert found.before == found.after > 0


async def test_findings_before_and_after_are_those_of_the_audit(vik: Graph) -> None:
    audit = await findings(vik, "vik", DAY)
    found = await tried(vik, Change(TrialKind.REVOKE, "vik:til-styrer"))
    assert found.before == len(audit.open)
    assert "R-DEL-07" in {one.rule for one in found.gone_findings}  # nobody is missing where nothing is delegated
    assert found.after == found.before + len(found.new_findings) - len(found.gone_findings)


@pytest.mark.parametrize(
    "change",
    [
        Change(TrialKind.REVOKE, "vik:finnes-ikke"),
        Change(TrialKind.REVOKE, "vik:rektor"),
        Change(TrialKind.VACATE, "vik:til-rektor"),
        Change(TrialKind.MOVE_UNIT, "vik:finnes-ikke", "vik:skolen"),
        Change(TrialKind.MOVE_UNIT, "vik:skolen", "vik:rektor"),
        Change(TrialKind.MERGE_UNITS, "vik:skolen", "vik:finnes-ikke"),
        Change(TrialKind.LIMIT, "vik:myndighet-kommunestyret", amount_nok=1),
        Change(TrialKind.REPEAL, "lov:kommuneloven/99-9"),
        Change(TrialKind.REPEAL, ""),
    ],
)
async def test_an_id_that_nothing_of_the_kind_has_is_named_and_the_earlier_changes_are_not_kept(
    vik: Graph, change: Change
) -> None:
    with pytest.raises(NotFoundError) as raised:
        await tried(vik, REVOKE_CHIEF, change)
    wrong = change.target if change.target in ("vik:rektor", "vik:finnes-ikke") else change.subject
    assert f"«{wrong}»" in raised.value.message
    assert raised.value.remedy


@pytest.mark.parametrize(
    "changes",
    [
        [],
        [Change(TrialKind.MOVE_UNIT, "vik:skolen")],
        [Change(TrialKind.MERGE_UNITS, "vik:skolen")],
        [Change(TrialKind.MOVE_UNIT, "vik:skolen", "vik:skolen")],
        [Change(TrialKind.MOVE_UNIT, "vik:kommunen", "vik:skolen")],
        [Change(TrialKind.MERGE_UNITS, "vik:oppvekst", "vik:skolen")],
        [Change(TrialKind.LIMIT, "vik:til-rektor")],
        [Change(TrialKind.LIMIT, "vik:til-rektor", amount_nok=-1)],
        [Change(TrialKind.LIMIT, "vik:til-rektor", amount_nok=math.nan)],
        [Change(TrialKind.REVOKE, "vik:til-rektor", "vik:skolen")],
        [Change(TrialKind.VACATE, "vik:rektor", amount_nok=1)],
    ],
)
async def test_a_change_that_cannot_be_made_is_refused(vik: Graph, changes: list[Change]) -> None:
    with pytest.raises(QuestionError) as raised:
        await tried(vik, *changes)
    assert raised.value.remedy


async def test_nothing_is_kept_where_the_question_inside_raises(vik: Graph) -> None:
    for error in (RuntimeError, asyncio.CancelledError, NotFoundError):

        async def fail(_: Readable, error: type[BaseException] = error) -> None:
            raise error("midt i")

        with pytest.raises(error):
            await ask_with(vik, [REVOKE_CHIEF, MERGE_KINDERGARTEN], DAY, fail)
    assert (await authority_of(vik, "vik:rektor", DAY)).outcome is Outcome.FOUND


async def test_two_that_try_at_once_do_not_see_each_other(vik: Graph) -> None:
    other = Change(TrialKind.LIMIT, "vik:til-rektor", amount_nok=10)
    answers = await asyncio.gather(
        verdict(vik, [REVOKE_CHIEF], "vik:rektor", order(5)),
        verdict(vik, [other], "vik:rektor", order(5)),
        verdict(vik, [other, MERGE_KINDERGARTEN], "vik:rektor", order(400_000)),
        verdict(vik, [], "vik:rektor", order(400_000)),
    )
    assert list(answers) == [NO, YES, NO, YES]


async def test_an_unknown_dataset_is_not_an_empty_one(vik: Graph) -> None:
    with pytest.raises(GovernanceError) as raised:
        await what_if(vik, "finnes-ikke", [REVOKE_CHIEF], DAY)
    assert isinstance(raised.value, NotFoundError)
