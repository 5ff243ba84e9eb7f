"""Authority over GraphQL: the same answers as the questions give, written as people write, and nothing kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from graph.connection import Graph
from loaders.load import load
from queries.answers import Answer
from queries.authority.changes import authority_changes
from queries.authority.deciding import may_decide, who_may_decide
from queries.authority.holding import authority_of, delegation_chain, oversight
from queries.authority.mandate import mandate
from queries.findings.finding import findings
from queries.what_if.trying import Change, TrialKind, what_if
from tests.api.test_questions import plain, whole
from tests.queries.small_authority import DAY, VIK, changed, fingerprint, load_vik, order

pytestmark = pytest.mark.anyio
Ask = Callable[..., Awaitable[dict[str, Any]]]
ORDER = 'action: BESTILLING, area: OKONOMI, amountVat: EKSKL, unit: "vik:skolen", principal: false'
REVOKE = '{kind: REVOKE_DELEGATION, subject: "vik:til-kommunedirektor"}'


@pytest.fixture(scope="module", autouse=True)
async def vik(opened: Graph) -> None:
    await load_vik(opened)


FIELDS: dict[str, tuple[str, Callable[[Graph], Awaitable[Answer]]]] = {
    f'mayDecide(holder: "vik:inspektor", matter: {{{ORDER}, amountNok: 90000}}': (
        "MayDecide",
        lambda graph: may_decide(graph, "vik:inspektor", order(90_000), DAY),
    ),
    f'mayDecide(holder: "vik:bo", matter: {{{ORDER}, amountNok: 400000}}': (
        "MayDecide",
        lambda graph: may_decide(graph, "vik:bo", order(400_000), DAY),
    ),
    f'whoMayDecide(dataset: "vik", matter: {{{ORDER}, amountNok: 400000}}': (
        "WhoMayDecide",
        lambda graph: who_may_decide(graph, "vik", order(400_000), DAY),
    ),
    'authorityOf(holder: "vik:bo"': ("AuthorityOf", lambda graph: authority_of(graph, "vik:bo", DAY)),
    'delegationChain(id: "vik:til-inspektor"': (
        "DelegationChain",
        lambda graph: delegation_chain(graph, "vik:til-inspektor", DAY),
    ),
    'oversight(holder: "vik:kommunedirektor"': (
        "Oversight",
        lambda graph: oversight(graph, "vik:kommunedirektor", DAY),
    ),
    'mandate(id: "vik:boker"': ("Mandate", lambda graph: mandate(graph, "vik:boker", DAY)),
    'findings(dataset: "vik"': ("Findings", lambda graph: findings(graph, "vik", DAY)),
    'findings(dataset: "vik", rules: ["R-DEL-07"], unit: "vik:barnehagen"': (
        "Findings",
        lambda graph: findings(graph, "vik", DAY, rules=["R-DEL-07"], unit="vik:barnehagen"),
    ),
    'authorityChanges(dataset: "vik", fromDate: "2021-06-01"': (
        "AuthorityChanges",
        lambda graph: authority_changes(graph, "vik", DAY.replace(year=2021), DAY),
    ),
    f'whatIf(dataset: "vik", changes: [{REVOKE}]': (
        "WhatIf",
        lambda graph: what_if(graph, "vik", [Change(TrialKind.REVOKE, "vik:til-kommunedirektor")], DAY),
    ),
}


@pytest.mark.parametrize("field", FIELDS)
async def test_a_question_answers_as_its_function_does_in_every_field(field: str, opened: Graph, data: Ask) -> None:
    answer, function = FIELDS[field]
    expected = plain(await function(opened))
    found = await data(f'{{ found: {field}, onDate: "{DAY}") {whole(answer)} }}')
    assert found["found"] == expected
    assert expected["outcome"] == "FOUND"


async def test_a_leader_with_two_posts_is_answered_by_each_post(data: Ask) -> None:
    query = f'''{{ mayDecide(holder: "vik:bo", matter: {{{ORDER}, amountNok: 400000}}, onDate: "{DAY}") {{
      verdict answers {{ holder {{ id people {{ name holding }} }} verdict }} }} }}'''
    found = (await data(query))["mayDecide"]
    assert found["verdict"] == "YES"
    assert {one["holder"]["id"]: one["verdict"] for one in found["answers"]} == {
        "vik:rektor": "YES",
        "vik:inspektor": "UNDETERMINED",  # substitute for rektor, of whom nobody has said that he is away
    }


@pytest.mark.parametrize(
    "written",
    ["koml. § 5-3", "Kommuneloven §5-3", "kommunelova § 5–3", "lov:kommuneloven/5-3", "LOV-2018-06-22-83 § 5-3"],
)
async def test_the_provision_of_a_matter_may_be_written_as_people_do(data: Ask, written: str) -> None:
    query = f'''query($provision: String!) {{ mayDecide(holder: "vik:rektor", onDate: "{DAY}", matter: {{
      action: VEDTAK, provision: $provision, amountNok: 0, amountVat: EKSKL, unit: "vik:skolen", principal: false }}) {{
      verdict matter {{ provision }} }} }}'''
    found = await data(query, provision=written)
    assert found["mayDecide"] == {"verdict": "YES", "matter": {"provision": "lov:kommuneloven/5-3"}}


MATTER = f"matter: {{{ORDER}, amountNok: 1}}"
ELSEWHERE = 'matter: {action: BESTILLING, area: OKONOMI, unit: "vik:skol", principal: false}'
LAW = 'matter: {action: VEDTAK, provision: "%s"}'


@pytest.mark.parametrize(
    ("field", "code"),
    [
        (f'mayDecide(holder: "vik:finnes-ikke", {MATTER}) {{ verdict }}', "NOT_FOUND"),
        (f'mayDecide(holder: "vik:skolen", {MATTER}) {{ verdict }}', "BAD_QUESTION"),
        ('mayDecide(holder: "vik:rektor", matter: {action: VEDTAK}) { verdict }', "BAD_QUESTION"),
        (f'mayDecide(holder: "vik:rektor", matter: {{{ORDER}, amountNok: -1}}) {{ verdict }}', "BAD_QUESTION"),
        (f'mayDecide(holder: "vik:rektor", {LAW % "koml. § 99-9"}) {{ verdict }}', "NOT_FOUND"),
        (f'mayDecide(holder: "vik:rektor", {LAW % "koml. §§ 5-3 og 5-4"}) {{ verdict }}', "NOT_FOUND"),
        (f'mayDecide(holder: "vik:rektor", {LAW % "lov:kommuneloven/5-33"}) {{ verdict }}', "NOT_FOUND"),
        (f'mayDecide(holder: "vik:rektor", {ELSEWHERE}) {{ verdict }}', "NOT_FOUND"),
        (f'whoMayDecide(dataset: "vik", {ELSEWHERE}) {{ verdict: outcome }}', "NOT_FOUND"),
        (f'mayDecide(holder: "vik:rektor", {MATTER}, knownAt: "vik@9") {{ verdict }}', "NOT_FOUND"),
        (
            f'mayDecide(holder: "vik:rektor", {MATTER}, knownAt: "vik@1", whatIf: [{REVOKE}]) {{ verdict }}',
            "BAD_QUESTION",
        ),
        (
            f'mayDecide(holder: "vik:bo", {MATTER}, whatIf: [{{kind: VACATE_POST, subject: "vik:x"}}]) {{ verdict }}',
            "NOT_FOUND",
        ),
        ('authorityOf(holder: "vik:finnes-ikke") { outcome }', "NOT_FOUND"),
        ('delegationChain(id: "vik:finnes-ikke") { outcome }', "NOT_FOUND"),
        ('delegationChain(id: "vik:rektor") { outcome }', "BAD_QUESTION"),
        ('oversight(holder: "vik:finnes-ikke") { outcome }', "NOT_FOUND"),
        ('mandate(id: "vik:finnes-ikke") { outcome }', "NOT_FOUND"),
        ('mandate(id: "vik:rektor") { outcome }', "BAD_QUESTION"),
        ('findings(dataset: "finnes-ikke") { outcome }', "NOT_FOUND"),
        ('findings(dataset: "vik", rules: ["R-NEI"]) { outcome }', "BAD_QUESTION"),
        ('findings(dataset: "vik", unit: "vik:finnes-ikke") { outcome }', "NOT_FOUND"),
        ('authorityChanges(dataset: "finnes-ikke", fromDate: "2020-01-01") { outcome }', "NOT_FOUND"),
        ('authorityChanges(dataset: "vik", fromDate: "2020-01-01", onDate: "2019-01-01") { outcome }', "BAD_QUESTION"),
        ('whatIf(dataset: "vik", changes: []) { outcome }', "BAD_QUESTION"),
        (
            'whatIf(dataset: "vik", changes: [{kind: LOWER_LIMIT, subject: "vik:til-rektor"}]) { outcome }',
            "BAD_QUESTION",
        ),
        (f'whatIf(dataset: "finnes-ikke", changes: [{REVOKE}]) {{ outcome }}', "NOT_FOUND"),
    ],
)
async def test_what_cannot_be_answered_is_an_error_with_code_and_remedy(ask: Ask, field: str, code: str) -> None:
    error = (await ask(f"{{ {field} }}"))["errors"][0]
    assert error["extensions"]["code"] == code, error
    assert error["extensions"]["remedy"]


async def test_a_unit_that_nobody_knows_is_refused_with_the_nearest_there_is(ask: Ask) -> None:
    """It was once outside every limit of units, so that the answer was no, or yes where there was no limit."""
    error = (await ask(f'{{ mayDecide(holder: "vik:rektor", {ELSEWHERE}) {{ verdict }} }}'))["errors"][0]
    assert error["message"] == "Ingen enhet har id-en «vik:skol»."
    assert error["extensions"]["remedy"] == "Mente du vik:skolen?"


async def test_what_if_changes_the_answer_and_keeps_nothing(opened: Graph, data: Ask) -> None:
    before = await fingerprint(opened)
    query = f'''query($changes: [ChangeInput!]) {{
      mayDecide(holder: "vik:rektor", matter: {{{ORDER}, amountNok: 400000}}, onDate: "{DAY}", whatIf: $changes) {{
        verdict answers {{ chains {{ nearest {{ kind grant }} }} }} }}
      oversight(holder: "vik:kommunedirektor", onDate: "{DAY}", whatIf: $changes) {{ oversees {{ holder {{ id }} }} }}
      mandate(id: "vik:boker", onDate: "{DAY}", whatIf: $changes) {{ mandate {{ verdict }} }} }}'''
    now = await data(query, changes=None)
    assert (now["mayDecide"]["verdict"], now["mandate"]["mandate"]["verdict"]) == ("YES", "YES")
    tried = await data(query, changes=[{"kind": "REVOKE_DELEGATION", "subject": "vik:til-rektor"}])
    assert (tried["mayDecide"]["verdict"], tried["mandate"]["mandate"]["verdict"]) == ("NO", "NO")
    assert len(tried["oversight"]["oversees"]) < len(now["oversight"]["oversees"])
    assert await data(query, changes=None) == now
    assert await fingerprint(opened) == before


async def test_known_at_answers_of_what_was_known_and_keeps_nothing(opened: Graph, data: Ask, tmp_path: Path) -> None:
    lowered = changed(tmp_path / "vik", ("amount_max_nok: 500000", "amount_max_nok: 300000"))
    await load(opened, lowered)
    try:
        before = await fingerprint(opened)
        query = f'''query($known: String) {{
          mayDecide(holder: "vik:rektor", matter: {{{ORDER}, amountNok: 400000}}, onDate: "{DAY}", knownAt: $known) {{
            verdict }}
          mandate(id: "vik:boker", onDate: "{DAY}", knownAt: $known) {{ mandate {{ verdict }} }}
          findings(dataset: "vik", onDate: "{DAY}", knownAt: $known) {{ counts {{ rule open }} }} }}'''
        then, now = await data(query, known="vik@1"), await data(query, known=None)
        assert (then["mayDecide"]["verdict"], then["mandate"]["mandate"]["verdict"]) == ("YES", "YES")
        assert (now["mayDecide"]["verdict"], now["mandate"]["mandate"]["verdict"]) == ("NO", "NO")
        assert then["findings"] != now["findings"]
        assert await data(query, known="vik@2") == now
        assert await fingerprint(opened) == before
    finally:
        await load(opened, VIK)


async def test_the_answer_to_what_if_tells_of_findings_and_of_who_is_affected(data: Ask) -> None:
    query = f'''query($changes: [ChangeInput!]!) {{ whatIf(dataset: "vik", changes: $changes, onDate: "{DAY}") {{
      before after newFindings {{ rule subject {{ id }} }} goneFindings {{ rule }}
      affected {{ holder change before {{ effective {{ amounts }} }} after {{ effective {{ amounts }} }} }} }} }}'''
    changes = [
        {"kind": "VACATE_POST", "subject": "vik:kommunedirektor"},
        {"kind": "LOWER_LIMIT", "subject": "vik:til-rektor", "amountNok": 50000},
    ]
    found = (await data(query, changes=changes))["whatIf"]
    new = {(one["rule"], one["subject"]["id"]) for one in found["newFindings"]}
    assert {("R-DEL-07", "vik:kommunedirektor"), ("R-DEL-01", "vik:til-inspektor")} <= new
    assert found["after"] == found["before"] + len(found["newFindings"]) - len(found["goneFindings"])
    affected = {one["holder"]: one for one in found["affected"]}
    assert affected["vik:rektor"]["change"] == "CHANGED"
    assert affected["vik:rektor"]["before"] != affected["vik:rektor"]["after"]
