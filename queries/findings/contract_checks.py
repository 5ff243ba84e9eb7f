"""Breaches of the rules over contracts, told from what the contracts show."""

from __future__ import annotations

from datetime import date

from graph.connection import Row, Transaction
from queries.contracts.contracts import ContractGap, fetch_contracts
from queries.contracts.period import OptionState
from queries.findings.portfolio_checks import norwegian

CONTRACT_CHECKED = frozenset({f"R-KON-0{number}" for number in range(1, 6)})
_RULE_OF_GAP = {
    ContractGap.NO_OWNER: "R-KON-01",
    ContractGap.OWNER_CLOSED: "R-KON-02",
    ContractGap.UNCLEAR_CHANGES: "R-KON-04",
    ContractGap.NO_FOLLOW_UP: "R-KON-05",
}


async def contract_breaches(transaction: Transaction, dataset: str, day: date) -> list[tuple[str, Row]]:
    """Breaches of R-KON-01 to 05 among the contracts of a municipality."""
    found: list[tuple[str, Row]] = []
    for one in await fetch_contracts(transaction, dataset, day):
        row = {"subject": one.element.id, "subject_name": one.element.name, "about": []}
        found += [(_RULE_OF_GAP[gap], dict(row)) for gap in one.gaps if gap in _RULE_OF_GAP]
        for option in one.options:
            if option.state is OptionState.PASSED:
                told = {"about": [option.id], "option_name": option.name, "last_day": norwegian(option.exercise_by)}
                found.append(("R-KON-03", {**row, **told}))
    return found
