"""The eierskapsmelding that states why a company is owned, and whether it is too old."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from graph.connection import Row, Transaction
from queries.answers import column
from queries.texts import text
from schema.values import Certainty

YEARS = 4
"""An eierskapsmelding is to be made at least once in a council's term (kommuneloven § 26-1), which is four years."""


@dataclass(frozen=True)
class OwnershipStatement:
    """The eierskapsmelding that a company is stated in."""

    id: str = column("Id", "Full id.")
    name: str = column("Eierskapsmelding", "Its name.")
    adopted_on: date | None = column("Vedtatt", "The day it was adopted; missing where no source says.")
    in_force: bool = column("Gjelder", "False where it is proposed, yet to be adopted, or replaced.")
    older_than_four_years: bool | None = column(
        "Eldre enn fire år", "Whether it was adopted more than four years before the day; missing where nobody knows."
    )
    illustrative: bool = column("Illustrasjon", "True where it is made up as an example.")


async def fetch_statements(transaction: Transaction, companies: list[str], day: date) -> dict[str, OwnershipStatement]:
    """The eierskapsmelding of each company: the latest in force, or the latest of all where none is."""
    found: dict[str, list[OwnershipStatement]] = defaultdict(list)
    for row in await transaction.run(text("ownership/statements"), companies=companies, day=day):
        found[row["company"]].append(_statement(row, day))
    return {
        company: max(each, key=lambda one: (one.in_force, one.adopted_on or date.min, one.id))
        for company, each in found.items()
    }


def _statement(row: Row, day: date) -> OwnershipStatement:
    adopted = _adopted(row)
    in_force = (
        row["certainty"] != Certainty.PROPOSED
        and (adopted is None or adopted <= day)
        and not any(_has_replaced(one, day) for one in row["replaced_by"])
    )
    older = None if adopted is None else years_after(adopted, YEARS) < day
    return OwnershipStatement(row["id"], row["name"], adopted, in_force, older, bool(row["illustrative"]))


def _adopted(row: Row) -> date | None:
    """The day the record gives, or the day of the decision that adopted it."""
    decided = [one for one in row["decided"] if one is not None]
    found: date | None = row["adopted_on"] or min(decided, default=None)
    return found


def _has_replaced(newer: Row, day: date) -> bool:
    begins = newer["valid_from"] or newer["adopted_on"]
    return newer["certainty"] != Certainty.PROPOSED and begins is not None and begins <= day


def years_after(day: date, years: int) -> date:
    """The same day some years later; 28 February for 29 February in a year that has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
