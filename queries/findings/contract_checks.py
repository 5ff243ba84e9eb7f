"""Breaches of the rules over contracts, told from what the contracts show."""

from __future__ import annotations

from datetime import date

from graph.connection import Row, Transaction
from queries.contracts.contracts import ContractGap, ContractShown, fetch_contracts
from queries.contracts.period import ContractState, OptionState
from queries.findings.portfolio_checks import norwegian
from queries.texts import text

CONTRACT_CHECKED = frozenset({f"R-KON-0{number}" for number in range(1, 7)})
_RULE_OF_GAP = {
    ContractGap.NO_OWNER: "R-KON-01",
    ContractGap.OWNER_CLOSED: "R-KON-02",
    ContractGap.UNCLEAR_CHANGES: "R-KON-04",
    ContractGap.NO_FOLLOW_UP: "R-KON-05",
}


async def contract_breaches(transaction: Transaction, dataset: str, day: date) -> list[tuple[str, Row]]:
    """Breaches of R-KON-01 to 06 among the contracts of a municipality; what is only proposed breaks none."""
    found: list[tuple[str, Row]] = []
    binding = [one for one in await fetch_contracts(transaction, dataset, day) if not one.proposed]
    for one in binding:
        row = _row(one)
        found += [(_RULE_OF_GAP[gap], dict(row)) for gap in one.gaps if gap in _RULE_OF_GAP]
        for option in one.options:
            if option.state is OptionState.PASSED:
                told = {"about": [option.id], "option_name": option.name, "last_day": norwegian(option.exercise_by)}
                found.append(("R-KON-03", {**row, **told}))
    return found + await _left_without_contract(transaction, binding, day)


def _row(one: ContractShown) -> Row:
    return {"subject": one.element.id, "subject_name": one.element.name, "about": []}


async def _left_without_contract(
    transaction: Transaction, binding: list[ContractShown], day: date
) -> list[tuple[str, Row]]:
    """Contracts that have ended, and are still the only ones to carry a task."""
    ended = {one.element.id: one for one in binding if one.period.state is ContractState.ENDED}
    rows = await transaction.run(text("findings/tasks_of_ended_contracts"), ids=sorted(ended), day=day)
    return [
        (
            "R-KON-06",
            {
                **_row(ended[row["id"]]),
                "about": [row["task"]],
                "last_day": norwegian(ended[row["id"]].period.end_on),
                "task_name": row["task_name"],
                "kind": "den lovpålagte oppgaven" if row["required_by_law"] else "oppgaven",
            },
        )
        for row in rows
        if ended.keys() >= set(row["carriers"])
    ]
