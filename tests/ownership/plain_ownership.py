"""Ownership reckoned the slow and obvious way, on shares that are all known: to hold the program's answers against."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

Shares = Mapping[tuple[str, str], Fraction]
"""The part of a company that an owner has, by owner and company."""


def plain_interests(shares: Shares, actor: str, companies: list[str]) -> dict[str, Fraction] | None:
    """The interest in each company by Gauss elimination, or None where the system has no one solution."""
    at = {one: number for number, one in enumerate(companies)}
    rows = []
    for company in companies:
        row = [Fraction(int(at[company] == column)) for column in range(len(companies))]
        row.append(shares.get((actor, company), Fraction()))
        for owner in companies:
            row[at[owner]] -= shares.get((owner, company), Fraction())
        rows.append(row)
    for column in range(len(companies)):
        pivot = next((one for one in range(column, len(rows)) if rows[one][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for other in range(len(rows)):
            if other != column:
                factor = rows[other][column]
                rows[other] = [value - factor * lead for value, lead in zip(rows[other], rows[column], strict=True)]
    return {company: rows[number][-1] for company, number in at.items()}


def summed_over_ways(shares: Shares, actor: str, companies: list[str], steps: int) -> dict[str, Fraction]:
    """The interest in each company over every way of at most so many steps: what the solution goes towards."""
    found = dict.fromkeys(companies, Fraction())
    for _ in range(steps):
        found = {
            company: shares.get((actor, company), Fraction())
            + sum((shares.get((owner, company), Fraction()) * found[owner] for owner in companies), Fraction())
            for company in companies
        }
    return found


def plain_controlled(votes: Shares, actor: str, companies: list[str]) -> set[str]:
    """What the actor controls: added one by one, as long as there is one to add."""
    inside = {actor}
    while True:
        more = {
            company
            for company in companies
            if company not in inside
            and sum((votes.get((owner, company), Fraction()) for owner in inside), Fraction()) * 2
            > 1 - votes.get((company, company), Fraction())
        }
        if not more:
            return inside - {actor}
        inside |= more
