"""What projects cost: amounts by year, where unknown is unknown, held against the source's own sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.connection import Row
from queries.answers import Standing, column, version_standing
from schema.projects import AmountKind


@dataclass(frozen=True)
class AmountShown:
    """A sum of money in a year or a span of years."""

    kind: AmountKind = column("Type", "Spent, budget, prognosis or the source's own sum.")
    first_year: int | None = column("Fra år", "First year; missing means from the start.")
    last_year: int = column("Til år", "Last year.")
    amount_nok: float | None = column("Beløp", "The sum; missing means unknown, not zero.")


@dataclass(frozen=True)
class Money:
    """What a project costs, by the plan version in force, or the last that has amounts for it."""

    cost_estimate_nok: float | None = column("Anslått totalkostnad", "Estimate of the whole; missing is unknown.")
    amounts: tuple[AmountShown, ...] = column("Beløp", "Spent, budget and prognosis, oldest first.")
    reckoned_nok: float | None = column(
        "Sum", "Spent and budget together; missing where there is nothing or one of them is unknown."
    )
    known_nok: float | None = column(
        "Sum av kjente", "Those of spent and budget that are known; missing where none is."
    )
    unknown: int = column("Ukjente", "How many of spent and budget are unknown.")
    stated_nok: float | None = column("Sum ifølge kilden", "The source's own sum of the same.")
    stated_to_year: int | None = column("Sum til og med", "Last year of the source's own sum.")
    differs_nok: float | None = column(
        "Avvik fra kilden",
        "The source's sum less ours: 0 where they agree; missing where one of them is unknown.",
    )
    stated_in: str | None = column("Står i", "Name of the plan version.")
    standing: Standing = column("Gjeldende", "Whether that version is in force on the day.")


@dataclass(frozen=True)
class YearSum:
    """What several projects come to in a year."""

    kind: AmountKind = column("Type", "Spent, budget or prognosis.")
    first_year: int | None = column("Fra år", "First year; missing means from the start.")
    last_year: int = column("Til år", "Last year.")
    known_nok: float = column("Sum av kjente", "Those that are known.")
    unknown: int = column("Ukjente", "How many amounts are unknown.")


_ORDER = (Standing.IN_FORCE, Standing.NO_PLAN, Standing.UNKNOWN, Standing.LAPSED, Standing.PROPOSED)


def money(rows: Iterable[Row], estimate: float | None, day: date) -> Money:
    """Read the amounts of one project or sum line, as amounts.cypher gives them.

    The amounts of one plan version are taken, never of several together: a version in force before one that is not,
    the one adopted last before others.
    """
    chosen, standing, name = _chosen(list(rows), day)
    amounts = [
        AmountShown(AmountKind(row["amount_kind"]), row["first_year"], row["last_year"], row["amount_nok"])
        for row in chosen
    ]
    own = [one for one in amounts if one.kind in (AmountKind.SPENT, AmountKind.BUDGET)]
    known = [one.amount_nok for one in own if one.amount_nok is not None]
    stated = next((one for one in amounts if one.kind is AmountKind.TOTAL), None)
    reckoned = sum(known) if own and len(known) == len(own) else None
    stated_nok = stated.amount_nok if stated else None
    return Money(
        cost_estimate_nok=estimate,
        amounts=tuple(one for one in amounts if one.kind is not AmountKind.TOTAL),
        reckoned_nok=reckoned,
        known_nok=sum(known) if known else None,
        unknown=len(own) - len(known),
        stated_nok=stated_nok,
        stated_to_year=stated.last_year if stated else None,
        differs_nok=None if reckoned is None or stated_nok is None else stated_nok - reckoned,
        stated_in=name,
        standing=standing,
    )


def _chosen(rows: list[Row], day: date) -> tuple[list[Row], Standing, str | None]:
    """The amounts to lean on: those of one plan version, with how that version stands and what it is called."""
    by_version: dict[str, list[Row]] = defaultdict(list)
    versions: dict[str, Row | None] = {}
    for row in rows:
        for version in row["versions"] or [None]:
            key = version["id"] if version else ""
            by_version[key].append(row)
            versions[key] = version
    if not by_version:
        return [], Standing.NO_PLAN, None
    adopted_last = sorted(versions, key=lambda key: (_adopted(versions[key]), key), reverse=True)
    first = min(adopted_last, key=lambda key: _ORDER.index(_standing(versions[key], day)))
    version = versions[first]
    return by_version[first], _standing(version, day), version["name"] if version else None


def _standing(version: Row | None, day: date) -> Standing:
    return Standing.NO_PLAN if version is None else version_standing(version, day)


def _adopted(version: Row | None) -> str:
    return str(version["adopted_on"] or "") if version else ""


def year_sums(every: Iterable[Money]) -> tuple[YearSum, ...]:
    """What several projects come to, year by year. Unknown amounts are counted, not added as nothing."""
    groups: dict[tuple[int, int, AmountKind], list[float | None]] = defaultdict(list)
    for one in every:
        for amount in one.amounts:
            groups[amount.last_year, amount.first_year or 0, amount.kind].append(amount.amount_nok)
    return tuple(
        YearSum(
            kind,
            first or None,
            last,
            sum(value for value in values if value is not None),
            sum(value is None for value in values),
        )
        for (last, first, kind), values in sorted(groups.items())
    )
