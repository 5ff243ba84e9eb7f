"""Shares as intervals, and how much of a company each owner can have at the least and at the most.

Shares are whole numbers of 10^-18 of a company: sums are exact, so that 50 per cent is never taken for more than 50.
What does not fit in that is rounded outwards, which keeps intervals true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

WHOLE = 10**18
"""All of a company."""
_PER_CENT = 16
"""One per cent is ten to the power of this."""
NOISE = 10**7
"""Less than this, 10^-9 per cent, comes of numbers written as floating point and is no share of anything."""


@dataclass(frozen=True, slots=True)
class Span:
    """A share that lies somewhere from `low` to `high`; with `above`, over `low`."""

    low: int = 0
    high: int = WHOLE
    above: bool = False

    def times(self, weight: Span) -> Span:
        """The share of the whole company that this share of a part of it is."""
        low, high = self.low * weight.low // WHOLE, -(-self.high * weight.high // WHOLE)
        return Span(low, high, self.above and weight.low > 0)


UNKNOWN = Span()


def span(exact: float | None, low: float | None, high: float | None, *, above: bool = False) -> Span | None:
    """The span that a record gives in per cent; None where it says nothing. An exact share goes before an interval."""
    if exact is not None:
        return Span(_parts(exact, ROUND_FLOOR), _parts(exact, ROUND_CEILING))
    if low is None and high is None:
        return None
    return Span(
        0 if low is None else _parts(low, ROUND_FLOOR),
        WHOLE if high is None else _parts(high, ROUND_CEILING),
        above and low is not None,
    )


def _parts(per_cent: float, rounding: str) -> int:
    return int(Decimal(repr(per_cent)).scaleb(_PER_CENT).to_integral_value(rounding))


def per_cent(parts: int) -> float:
    """Per cent of the whole, as people write it."""
    return float(Decimal(parts).scaleb(-_PER_CENT))


@dataclass(frozen=True, slots=True)
class Holding:
    """A share that somebody has in a company: of the whole of it, or of one class of its shares."""

    owner: str
    company: str
    capital: Span = UNKNOWN
    votes: Span = UNKNOWN
    share_class: str = ""


@dataclass(frozen=True, slots=True)
class ShareClassWeight:
    """A class of shares, and how large a part it is of the capital and of the votes."""

    id: str
    company: str
    capital: Span = UNKNOWN
    votes: Span = UNKNOWN


@dataclass(frozen=True, slots=True)
class Excess:
    """Shares that sum to more than there is, even if each is as small as it can be."""

    company: str
    share_class: str
    sum: int


@dataclass(slots=True)
class Lot:
    """What an owner has of a company, of the whole of it."""

    owner: str
    low: int
    high: int
    above: bool
    share_class: str


@dataclass(slots=True)
class Entries:
    """The owners of a company, of its capital or of its votes.

    Attributes:
        lots: What each has, no more than the others leave for it.
        room: What is left of the company when each has the least.
        class_room: What is left of each class when each has the least.
        excess: What sums to more than there is. Nothing can be trusted of such a company.
    """

    lots: list[Lot] = field(default_factory=list)
    room: int = WHOLE
    class_room: dict[str, int] = field(default_factory=dict)
    excess: tuple[Excess, ...] = ()

    def most(self, worth: Mapping[str, float]) -> list[int]:
        """What each lot is where those of the most worth have as much as they can, and those of none the least."""
        amounts = [lot.low for lot in self.lots]
        room, class_room = self.room, dict(self.class_room)
        order = sorted(range(len(amounts)), key=lambda at: -worth.get(self.lots[at].owner, 0))
        for at in order:
            lot = self.lots[at]
            if worth.get(lot.owner, 0) <= 0:
                break
            more = min(lot.high - lot.low, room, class_room.get(lot.share_class, room))
            amounts[at] += more
            room -= more
            if lot.share_class in class_room:
                class_room[lot.share_class] -= more
        return amounts


class Book:
    """Who owns how much of each company, of the capital or of the votes."""

    def __init__(self, holdings: Iterable[Holding], classes: Iterable[ShareClassWeight], *, votes: bool) -> None:
        self.of: dict[str, Entries] = {}
        found: dict[str, list[Holding]] = defaultdict(list)
        for one in holdings:
            found[one.company].append(one)
        weights: dict[str, dict[str, Span]] = defaultdict(dict)
        for kind in classes:
            weights[kind.company][kind.id] = kind.votes if votes else kind.capital
        for company in sorted(found):
            self.of[company] = _entries(company, found[company], weights[company], votes)


def _entries(company: str, holdings: list[Holding], classes: Mapping[str, Span], votes: bool) -> Entries:
    known = _tightened(classes)
    lots, in_class = [], dict.fromkeys(known, 0)
    excess = [Excess(company, "", sum(one.low for one in known.values()))]
    least_of_class = dict.fromkeys(known, 0)
    for one in holdings:
        share = one.votes if votes else one.capital
        if one.share_class:
            weight = known.setdefault(one.share_class, UNKNOWN)
            least_of_class[one.share_class] = least_of_class.get(one.share_class, 0) + share.low
            share = share.times(weight)
            in_class[one.share_class] = in_class.get(one.share_class, 0) + share.low
        lots.append(Lot(one.owner, share.low, share.high, share.above, one.share_class))
    excess += [Excess(company, name, least) for name, least in sorted(least_of_class.items())]
    excess.append(Excess(company, "", sum(lot.low for lot in lots)))
    room = max(0, WHOLE - sum(lot.low for lot in lots))
    class_room = {name: max(0, known[name].high - least) for name, least in in_class.items()}
    for lot in lots:
        lot.high = min(lot.high, lot.low + min(room, class_room.get(lot.share_class, room)))
    over = [one for one in excess if one.sum > WHOLE + NOISE]
    return Entries(lots, room, class_room, tuple(dict.fromkeys(over)))


def _tightened(classes: Mapping[str, Span]) -> dict[str, Span]:
    """The weight of each class, which is no more than the others leave for it."""
    least = sum(one.low for one in classes.values())
    return {
        name: replace(one, high=max(one.low, min(one.high, WHOLE - (least - one.low)))) for name, one in classes.items()
    }


def components(nodes: Iterable[str], towards: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Groups of nodes that lead to each other, each after those that it leads to (Tarjan, without recursion)."""
    state = _Walk()
    for start in nodes:
        if start not in state.number:
            _walk_from(start, towards, state)
    return state.found


@dataclass(slots=True)
class _Walk:
    number: dict[str, int] = field(default_factory=dict)
    lowest: dict[str, int] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    is_open: set[str] = field(default_factory=set)
    found: list[list[str]] = field(default_factory=list)

    def enter(self, node: str) -> None:
        self.number[node] = self.lowest[node] = len(self.number)
        self.open.append(node)
        self.is_open.add(node)

    def leave(self, node: str) -> None:
        if self.lowest[node] != self.number[node]:
            return
        group: list[str] = []
        while not group or group[-1] != node:
            group.append(self.open.pop())
        self.is_open.difference_update(group)
        self.found.append(sorted(group))


def _walk_from(start: str, towards: Mapping[str, Iterable[str]], state: _Walk) -> None:
    state.enter(start)
    way = [(start, iter(towards.get(start, ())))]
    while way:
        node, rest = way[-1]
        for one in rest:
            if one not in state.number:
                state.enter(one)
                way.append((one, iter(towards.get(one, ()))))
                break
            if one in state.is_open:
                state.lowest[node] = min(state.lowest[node], state.number[one])
        else:
            way.pop()
            state.leave(node)
            if way:
                above = way[-1][0]
                state.lowest[above] = min(state.lowest[above], state.lowest[node])
