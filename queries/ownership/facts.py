"""The shares that stand in the graph on a day, from some owners through every company that they lead to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from graph.connection import Row, Transaction
from queries.ownership.holdings import UNKNOWN, WHOLE, Book, Holding, ShareClassWeight, Span, components, span
from queries.texts import text
from schema.companies import OWNERLESS
from schema.values import Certainty


@dataclass(frozen=True)
class Facts:
    """Companies that can be reached from some owners on a day, and everybody's shares in them.

    Attributes:
        companies: Rows of the companies by id; those that nobody can own are among them.
        rows: Every share that counts.
        proposed: Shares that are only proposed, and do not count.
        ownerless: Shares in companies that nobody can own, which do not count either.
        classes: The classes of shares of the companies.
    """

    companies: dict[str, Row]
    rows: list[Row]
    proposed: list[Row]
    ownerless: list[Row]
    classes: list[Row]

    @cached_property
    def rows_of(self) -> dict[str, list[Row]]:
        """The shares that count, by company."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            found[row["company"]].append(row)
        return dict(found)

    @cached_property
    def disputed(self) -> list[list[Row]]:
        """Shares of one owner in one company, or class of it, that different sources tell of."""
        return [rows for rows in _together(self.rows) if len({row["source"] for row in rows}) > 1]

    @cached_property
    def holdings(self) -> list[Holding]:
        """The shares that count, as they are reckoned with."""
        return [holding for rows in _together(self.rows) for holding in _holdings(rows)]

    @cached_property
    def _weights(self) -> list[ShareClassWeight]:
        return [
            ShareClassWeight(
                row["id"],
                row["company"],
                span(row["capital"], None, None) or UNKNOWN,
                span(row["votes"], None, None) or UNKNOWN,
            )
            for row in self.classes
        ]

    @cached_property
    def capital(self) -> Book:
        """Who owns how much of the capital."""
        return Book(self.holdings, self._weights, votes=False)

    @cached_property
    def votes(self) -> Book:
        """Who has how many of the votes."""
        return Book(self.holdings, self._weights, votes=True)

    @cached_property
    def rings(self) -> list[list[str]]:
        """Companies that own each other, or themselves, in groups."""
        owners = {
            company: sorted({lot.owner for lot in entries.lots if lot.owner in self.companies and lot.high > 0})
            for company, entries in self.capital.of.items()
        }
        return [group for group in components(owners, owners) if len(group) > 1 or group[0] in owners.get(group[0], ())]


async def fetch_facts(transaction: Transaction, owners: Iterable[str], day: date) -> Facts:
    """The companies that some owners have shares in, the companies that those have shares in, and so on.

    An owner that is a company is among them itself, so that it is seen who owns it.
    """
    asked = sorted(set(owners))
    seen: set[str] = set()
    waiting = asked
    while waiting:
        rows = await transaction.run(text("ownership/held_by"), owners=waiting, day=day)
        waiting = sorted({row["company"] for row in rows} - seen)
        seen.update(waiting)
    ids = sorted(seen.union(asked))
    companies = {row["id"]: row for row in await transaction.run(text("ownership/companies"), companies=ids, day=day)}
    rows = await transaction.run(text("ownership/holdings"), companies=sorted(companies), day=day)
    counted = [row for row in rows if row["certainty"] != Certainty.PROPOSED]
    return Facts(
        companies,
        [row for row in counted if companies[row["company"]]["form"] not in OWNERLESS],
        [row for row in rows if row["certainty"] == Certainty.PROPOSED],
        [row for row in counted if companies[row["company"]]["form"] in OWNERLESS],
        await transaction.run(text("ownership/classes"), companies=sorted(companies), day=day),
    )


def _together(rows: list[Row]) -> list[list[Row]]:
    found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[row["company"], row["owner"], _class(row)].append(row)
    return [found[key] for key in sorted(found)]


def _class(row: Row) -> str:
    return min(row["classes"], default="")


def _holdings(rows: list[Row]) -> list[Holding]:
    """Shares of one owner in one company or class.

    Several from one source are added. Where sources differ, they may tell of the same share or of another one: the
    owner has at least the largest of them, and no more than all.
    """
    each = [_holding(row) for row in rows]
    if len({row["source"] for row in rows}) == 1:
        return each
    return [
        replace(each[0], capital=_one_of([one.capital for one in each]), votes=_one_of([one.votes for one in each]))
    ]


def _holding(row: Row) -> Holding:
    above = bool(row["min_exclusive"])
    capital = span(row["share"], row["share_min"], row["share_max"], above=above)
    votes = span(row["votes"], row["votes_min"], row["votes_max"], above=above)
    return Holding(row["owner"], row["company"], capital or UNKNOWN, votes or capital or UNKNOWN, _class(row))


def _one_of(spans: list[Span]) -> Span:
    low = max(one.low for one in spans)
    above = any(one.above for one in spans if one.low == low)
    return Span(low, min(WHOLE, sum(one.high for one in spans)), above)
