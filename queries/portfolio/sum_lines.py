"""The source's own sums held against what its projects come to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from graph.connection import Row, Transaction
from queries.portfolio.money import Money, money
from queries.texts import text
from schema.projects import AmountKind

_Period = tuple[AmountKind, int | None, int]


@dataclass(frozen=True)
class SumDifference:
    """A sum line that says something else than its projects come to, all of them known."""

    line: str
    name: str
    kind: AmountKind
    first_year: int | None
    last_year: int
    stated_nok: float
    reckoned_nok: float
    projects: tuple[str, ...]


async def sum_differences(transaction: Transaction, dataset: str, day: date) -> list[SumDifference]:
    """Where the sum lines of a dataset differ from their projects.

    A period in which the amount of some project is unknown, or not given at all, cannot be held against the sum: what
    is unknown may be what is missing.
    """
    lines = await transaction.run(text("portfolio/sum_lines"), dataset=dataset, day=day)
    ids = sorted({line["id"] for line in lines} | {project for line in lines for project in line["projects"]})
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in await transaction.run(text("portfolio/amounts"), ids=ids, day=day):
        rows[row["id"]].append(row)
    read = {one: _periods(money(rows.get(one, []), None, day)) for one in ids}
    return [found for line in lines for found in _differences(line, read)]


def _periods(one: Money) -> dict[_Period, float | None]:
    found: dict[_Period, float | None] = {}
    for amount in one.amounts:
        found[amount.kind, amount.first_year, amount.last_year] = amount.amount_nok
    if one.stated_to_year is not None:
        found[AmountKind.TOTAL, None, one.stated_to_year] = one.stated_nok
    return found


def _differences(line: Row, read: dict[str, dict[_Period, float | None]]) -> list[SumDifference]:
    projects = tuple(sorted(line["projects"]))
    found = []
    for period, stated in sorted(read[line["id"]].items(), key=lambda item: (item[0][2], item[0][1] or 0, item[0][0])):
        amounts = [read[project].get(period) for project in projects]
        known = [amount for amount in amounts if amount is not None]
        if stated is None or not projects or len(known) < len(amounts):
            continue
        if round(stated - sum(known), 2):
            kind, first, last = period
            found.append(SumDifference(line["id"], line["name"], kind, first, last, stated, sum(known), projects))
    return found
