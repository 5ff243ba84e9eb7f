"""Checks whose rows no single query can give: what breaks the rule must be reckoned first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from graph.connection import Row, Transaction
from queries.authority.facts import authority_on, fetch_facts, with_provisions
from queries.authority.mandate import fetch_mandates
from queries.authority.matter import Verdict
from queries.findings import authority_checks, ownership_checks
from queries.findings.contract_checks import CONTRACT_CHECKED, contract_breaches
from queries.findings.governance_checks import COCREATION_RULES, FORM_RULES, cocreation_breaches, form_breaches
from queries.findings.portfolio_checks import PROJECT_RULES, RISK_RULES, project_breaches, risk_breaches
from queries.texts import text

Breach = tuple[str, Row]
"""Id of the rule, and a row for its text: at least subject, subject_name and about."""


@dataclass(frozen=True)
class Check:
    """A check of one or more rules over a municipality on a day.

    Attributes:
        rules: Ids of the rules it finds breaches of.
        run: Takes the transaction, the dataset and the day, and returns the breaches.
    """

    rules: frozenset[str]
    run: Callable[[Transaction, str, date], Awaitable[list[Breach]]]


async def _authority(transaction: Transaction, dataset: str, day: date) -> list[Breach]:
    facts = await fetch_facts(transaction, [dataset])
    named = {
        link["id"]
        for row in (*facts.grants, *facts.bars)
        for link in row["links"]
        if link["type"] in ("COVERS", "EXCEPTS", "INCLUDES_AGAIN", "BARS")
    }
    provisions = await transaction.run(text("authority/provisions"), ids=sorted(named))
    authority = with_provisions(authority_on(facts, day), provisions)
    return list(authority_checks.check(authority, dataset))


async def _responsible_without_authority(transaction: Transaction, dataset: str, day: date) -> list[Breach]:
    """Those who answer for tiltak, projects and contracts. Who accepts a risk is R-RIS-01's."""
    return [
        (
            "R-ANS-02",
            {
                "subject": one.element.id,
                "subject_name": one.element.label,
                "holder_name": one.responsible.name,
                "reason": required.reason,
                "about": [one.responsible.id],
            },
        )
        for one in await fetch_mandates(transaction, dataset, day)
        for required in one.required
        if required.verdict is Verdict.NO and one.responsible is not None and one.element.kind != "Risk"
    ]


CHECKS: tuple[Check, ...] = (
    Check(
        frozenset({"R-DEL-01", "R-DEL-03", "R-DEL-04", "R-DEL-08", "R-DEL-11", "R-DEL-12"}),
        _authority,
    ),
    Check(frozenset({"R-ANS-02"}), _responsible_without_authority),
    Check(PROJECT_RULES, project_breaches),
    Check(RISK_RULES, risk_breaches),
    Check(CONTRACT_CHECKED, contract_breaches),
    Check(ownership_checks.RULES, ownership_checks.check),
    Check(COCREATION_RULES, cocreation_breaches),
    Check(FORM_RULES, form_breaches),
)
