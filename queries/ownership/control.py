"""Control: a chain of majorities of the votes, apart from the economic interest.

An actor controls a company when it and the companies it controls together have more than half of the votes that count.
Exactly half is not enough. What a company holds of itself has no votes. Found as the least set that holds of: with the
fewest votes it is certain, with the most it is possible.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from queries.ownership.holdings import WHOLE, Book, Entries
from schema.values import Code


class ControlVerdict(Code):
    """Whether somebody controls a company."""

    YES = "yes", "Ja", "A chain of majorities of the votes leads to it."
    UNDETERMINED = "undetermined", "Ikke avgjort", "It depends on votes that nobody knows."
    NO = "no", "Nei", "There is no chain of majorities, whatever the unknown votes are."


@dataclass(frozen=True, slots=True)
class Majority:
    """A step of a chain: those who together have the votes of a company, and how many at least and at most.

    Steps are numbered in the order that control spreads in.
    """

    company: str
    number: int
    holders: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True)
class Control:
    """The verdict, and how it is come to."""

    company: str
    verdict: ControlVerdict
    _steps: Mapping[str, Majority]

    @property
    def chain(self) -> tuple[Majority, ...]:
        """The chain of majorities that gives control, or may give it, each step after those it rests on."""
        found: dict[str, Majority] = {}
        waiting = [self.company] if self.company in self._steps else []
        while waiting:
            one = waiting.pop()
            if one not in found and one in self._steps:
                found[one] = self._steps[one]
                waiting += found[one].holders
        return tuple(sorted(found.values(), key=lambda step: step.number))


def controls(book: Book, actors: Iterable[str], companies: Iterable[str]) -> dict[str, Control]:
    """What some actors together control of some companies.

    Args:
        book: Who has how many of the votes.
        actors: Those asked about, counted as one.
        companies: All companies that can be reached from them.
    """
    asked = sorted(set(actors))
    certain = _majorities(book, _spread(book, asked, _certainly), _certainly)
    possible = _majorities(book, _spread(book, asked, _possibly), _possibly)
    found: dict[str, Control] = {}
    for one in sorted(set(companies) - set(asked)):
        if one in certain:
            found[one] = Control(one, ControlVerdict.YES, certain)
        elif one in possible:
            found[one] = Control(one, ControlVerdict.UNDETERMINED, possible)
        else:
            found[one] = Control(one, ControlVerdict.NO, {})
    return found


_Holds = Callable[[str, Entries, set[str]], bool]


def _certainly(company: str, entries: Entries, holders: set[str]) -> bool:
    """Whether the holders have more than half of the votes that count, however few they are.

    The votes that count are what is left when the company's own are taken away: held > (1 - own) / 2.
    """
    if entries.excess:
        return False
    held = [lot for lot in entries.lots if lot.owner in holders]
    own = [lot for lot in entries.lots if lot.owner == company]
    twice = 2 * sum(lot.low for lot in held) + sum(lot.low for lot in own)
    return bool(held) and (twice > WHOLE or (twice == WHOLE and any(lot.above for lot in (*held, *own))))


def _possibly(company: str, entries: Entries, holders: set[str]) -> bool:
    """Whether the holders can have more than half of the votes that count."""
    held = [lot for lot in entries.lots if lot.owner in holders and lot.high > 0]
    if entries.excess or not held:
        return bool(held)
    amounts = entries.most({company: 1.0} | dict.fromkeys(holders, 2.0))
    twice = sum(
        amount * (2 if lot.owner in holders else 1 if lot.owner == company else 0)
        for lot, amount in zip(entries.lots, amounts, strict=True)
    )
    return twice > WHOLE


def _spread(book: Book, actors: list[str], holds: _Holds) -> dict[str, int]:
    """The actors and what they control, each with its number in the order of being reached."""
    held_by: dict[str, list[str]] = defaultdict(list)
    for company, entries in book.of.items():
        for owner in dict.fromkeys(lot.owner for lot in entries.lots):
            held_by[owner].append(company)
    order = dict.fromkeys(actors, 0)
    inside: dict[str, set[str]] = defaultdict(set)
    waiting = deque(actors)
    while waiting:
        owner = waiting.popleft()
        for company in held_by[owner]:
            if company in order:
                continue
            inside[company].add(owner)
            if holds(company, book.of[company], inside[company] - {company}):
                order[company] = len(order)
                waiting.append(company)
    return order


def _majorities(book: Book, order: dict[str, int], holds: _Holds) -> dict[str, Majority]:
    """The step to each company, with no more holders than it takes, those reached first preferred."""
    steps: dict[str, Majority] = {}
    for company, number in order.items():
        if not number:
            continue  # one of those asked about
        entries = book.of[company]
        owners = {lot.owner for lot in entries.lots if order.get(lot.owner, number) < number}
        needed: list[str] = []
        for owner in sorted(owners, key=lambda name: (order[name], name)):
            needed.append(owner)
            if holds(company, entries, set(needed)):
                break
        amounts = entries.most(dict.fromkeys(needed, 1.0))
        steps[company] = Majority(
            company,
            number,
            tuple(needed),
            sum(lot.low for lot in entries.lots if lot.owner in needed),
            sum(amount for lot, amount in zip(entries.lots, amounts, strict=True) if lot.owner in needed),
        )
    return steps
