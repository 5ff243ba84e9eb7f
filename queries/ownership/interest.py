"""Economic interest: what part of a company's value is an actor's, directly and through other companies.

The interest x in a company is what the actor has of it itself, and what its owners have of it by the interest in each:
x = d + A'x. The lowest and the highest solution are found apart, ring by ring, so that a ring without a solution makes
only what depends on it undetermined. Where shares are intervals, the highest is over every choice of shares that sum to
no more than the whole: each company's shares are chosen anew as long as that makes its interest larger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from queries.ownership.holdings import NOISE, WHOLE, Book, Entries, components
from schema.values import Code

EXACT_TO = 1e-9
"""Bounds that are no further apart are one number."""
_GAIN = 1e-12
"""A choice of shares that gives no more than this is not another one."""
_CHOICES = 200
_NAMED = 3
"""How many of the companies that something cannot be told because of, are named."""


class Trouble(Code):
    """Why an interest cannot be told."""

    OVER_WHOLE = "over_whole", "andelene er til sammen over 100 %", "The shares sum to more than the whole."
    CLOSED_RING = "closed_ring", "ringen eier hele seg selv", "A ring of companies owns all of itself."


@dataclass(frozen=True, slots=True)
class Interest:
    """An interest from `low` to `high`, 1 being all.

    Attributes:
        because: Companies that it depends on and that nothing can be told of, at most three, with why.
    """

    low: float
    high: float
    because: tuple[tuple[str, Trouble], ...] = ()

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.high - self.low <= EXACT_TO and not self.because


_ALL = Interest(1.0, 1.0)


def interests(book: Book, actors: Iterable[str], companies: Iterable[str]) -> dict[str, Interest]:
    """The economic interest that some actors together have in each of some companies.

    Args:
        book: Who owns how much of the capital.
        actors: Those asked about. What they themselves are owned by does not matter.
        companies: All companies that can be reached from them.
    """
    found = dict.fromkeys(actors, _ALL)
    wanted = sorted(set(companies) - found.keys())
    for one in wanted:
        if book.of[one].excess:
            found[one] = Interest(0.0, 1.0, ((one, Trouble.OVER_WHOLE),))
    left = {one for one in wanted if one not in found}
    owners = {
        one: sorted({lot.owner for lot in book.of[one].lots if lot.owner in left and lot.high > 0})
        for one in sorted(left)
    }
    for group in components(owners, owners):
        _solve(group, book, found)
    return {one: found[one] for one in wanted}


def _solve(group: list[str], book: Book, found: dict[str, Interest]) -> None:
    if all(_owned_within(book.of[one], group) >= WHOLE - NOISE for one in group):
        found.update({one: Interest(0.0, 1.0, ((one, Trouble.CLOSED_RING),)) for one in group})
        return
    ring = _Ring(group, book, found)
    low = ring.solved(
        [[lot.low for lot in entries.lots] for entries in ring.entries], {k: v.low for k, v in ring.known.items()}
    )
    high = low if ring.exact() else ring.highest({k: v.high for k, v in ring.known.items()})
    because = _because(ring.known.values())
    for at, one in enumerate(group):
        lowest = min(max(low[at], 0.0), 1.0)
        found[one] = Interest(lowest, min(max(high[at], lowest), 1.0), because)


def _owned_within(entries: Entries, group: list[str]) -> int:
    members = set(group)
    return sum(lot.low for lot in entries.lots if lot.owner in members)


def _because(known: Iterable[Interest]) -> tuple[tuple[str, Trouble], ...]:
    return tuple(sorted({reason for one in known for reason in one.because})[:_NAMED])


class _Ring:
    """Companies that own each other, or one alone, when all other owners' interests are known."""

    def __init__(self, group: list[str], book: Book, found: Mapping[str, Interest]) -> None:
        self.at = {one: number for number, one in enumerate(group)}
        self.group = group
        self.entries = [book.of[one] for one in group]
        self.known = {
            lot.owner: found[lot.owner]
            for entries in self.entries
            for lot in entries.lots
            if lot.owner in found and lot.high > 0
        }

    def exact(self) -> bool:
        """Whether shares and known interests are all single numbers, so that there is one solution only."""
        shares = all(
            lot.low == lot.high
            for entries in self.entries
            for lot in entries.lots
            if lot.owner in self.known or lot.owner in self.at
        )
        return shares and all(one.low == one.high for one in self.known.values())

    def solved(self, amounts: list[list[int]], values: Mapping[str, float]) -> list[float]:
        """The interest in each member, by these shares and these interests in the owners outside."""
        rows: list[int] = []
        columns: list[int] = []
        shares: list[float] = []
        base = [0.0] * len(self.group)
        for row, (entries, chosen) in enumerate(zip(self.entries, amounts, strict=True)):
            for lot, amount in zip(entries.lots, chosen, strict=True):
                if amount and lot.owner in self.at:
                    rows.append(row)
                    columns.append(self.at[lot.owner])
                    shares.append(amount / WHOLE)
                elif amount and lot.owner in values:
                    base[row] += amount / WHOLE * values[lot.owner]
        if not rows:
            return base
        if len(self.group) == 1:
            own = sum(shares)
            return [base[0] / (1 - own) if own < 1 else 1.0]
        return _solved(rows, columns, shares, base)

    def highest(self, values: Mapping[str, float]) -> list[float]:
        """The highest interest in each member over every choice of shares.

        Begun at the lowest shares and changed only where it pays, no choice makes a ring that owns all of itself.
        """
        chosen = [[lot.low for lot in entries.lots] for entries in self.entries]
        for _ in range(_CHOICES):
            try:
                current = self.solved(chosen, values)
            except RuntimeError:  # so near to a ring that owns itself that a computer cannot tell
                break
            worth = {**values, **dict(zip(self.group, current, strict=True))}
            better = False
            for row, entries in enumerate(self.entries):
                amounts = entries.most(worth)
                gives = sum(
                    amount / WHOLE * worth.get(lot.owner, 0.0)
                    for lot, amount in zip(entries.lots, amounts, strict=True)
                )
                if gives > current[row] + _GAIN:
                    chosen[row], better = amounts, True
            if not better:
                return current
        return [1.0] * len(self.group)  # whatever else holds, nobody has more than all of a company


def _solved(rows: list[int], columns: list[int], shares: list[float], base: list[float]) -> list[float]:
    # Imported here: it takes as long as all the rest of the program, and few owners go in rings.
    from scipy.sparse import coo_matrix, identity
    from scipy.sparse.linalg import splu

    size = len(base)
    system = identity(size, format="csc") - coo_matrix((shares, (rows, columns)), shape=(size, size)).tocsc()
    solution: list[float] = splu(system.tocsc()).solve(_array(base)).tolist()
    return solution


def _array(values: list[float]) -> object:
    from numpy import array

    return array(values)
