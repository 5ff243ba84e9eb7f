"""What of an answer about authority is drawn: bodies and posts, and between them the links of the chains.

A link, such as a delegation, is a plate on the line from the one who gives to the one who has it, so that all it says
has room. Where authority begins, there is a plate at the top. The picture is of every chain at once: a link that stands
in several chains is drawn once for each state it has in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise

from api.pictures.levels import assign_levels, closing_links
from api.pictures.seats import Parties, Seat
from queries.answers import Element, Standing
from queries.authority.deciding import ChainLink
from queries.authority.grants import ROOTS
from queries.authority.matter import RANK, Condition, Verdict

MOST_LINKS = 300
"""More links than this cannot be told apart on a screen; the tables have all."""


class State(Enum):
    """What a link does for the answer, with its sign."""

    GIVES = "✓"
    PLAIN = ""
    UNCLEAR = "?"
    FAILS = "×"


@dataclass(frozen=True)
class Join:
    """A line between two boxes. Authority goes down it, from the upper box to the lower.

    Attributes:
        start: Id of the lower box.
        finish: Id of the upper box.
        state: How it is drawn.
        verb: What the upper is to the lower, such as «gir».
        arrow: Whether it ends at a body or post.
        sign: What is written on it.
    """

    start: str
    finish: str
    state: State
    verb: str
    arrow: bool = False
    sign: str = ""


@dataclass(frozen=True)
class Plate:
    """A link of the chains in one state.

    Attributes:
        id: The link's id, with the state added where the link has several.
        link: The link.
        state: What it does for the answer.
        failing: What stands in the way at it.
        giver: Who gives it, or None where authority begins.
        receiver: Who has it.
    """

    id: str
    link: ChainLink
    state: State
    failing: tuple[Condition, ...]
    giver: Seat | None
    receiver: Seat

    @property
    def begins(self) -> bool:
        """Whether authority begins here."""
        return self.link.kind in ROOTS


@dataclass(frozen=True)
class Chained:
    """A chain of an answer: links from the one asked about and up, and what it comes to."""

    verdict: Verdict
    links: tuple[ChainLink, ...]
    failing: tuple[Condition, ...]


@dataclass(frozen=True)
class Chart:
    """Bodies, posts and links, before anything has a place.

    Attributes:
        start: Id of the body or post asked about, or "" for several.
        seats: Bodies and posts, by id.
        plates: Links, by id.
        links: The lines between them.
    """

    start: str
    seats: Mapping[str, Seat]
    plates: Mapping[str, Plate] = field(default_factory=dict)
    links: tuple[Join, ...] = ()

    @property
    def elements(self) -> dict[str, Element]:
        """Bodies, posts and links as elements, for placing them."""
        seats = {one: Element(one, seat.kind, seat.name, Standing.NO_PLAN) for one, seat in self.seats.items()}
        plates = {
            one: Element(one, plate.link.kind.bokmaal, plate.link.name, Standing.NO_PLAN)
            for one, plate in self.plates.items()
        }
        return seats | plates

    def stands_aside(self, link: Join) -> bool:
        """No line needs to arrive apart from the others: failing links have plates of their own."""
        return False

    def closing(self) -> frozenset[Join]:
        """The lines that close a cycle. Where a link does, it keeps its place below the one who gives it."""
        given = {join.finish: join for join in self.links if join.finish in self.plates}
        steps: dict[Join, Join] = {}
        for join in self.links:
            if join.finish not in self.plates:
                down = given.get(join.start, join)
                steps[replace(join, start=down.start)] = down
        seats = {one: element for one, element in self.elements.items() if one in self.seats}
        return frozenset(steps[step] for step in closing_links(seats, steps))

    def levels(self, upward: Iterable[Join]) -> dict[str, int]:
        """The level of each box, 0 at the top. Those that nothing leads to or from stand at the bottom."""
        found = assign_levels(self.elements, upward)
        joined = {one for join in self.links for one in (join.start, join.finish)}
        lowest = max(found.values())
        return {one: level if one in joined else lowest for one, level in found.items()}


def bounded(chains: Iterable[Chained], most: int = MOST_LINKS) -> list[Chained]:
    """The first chains that together have no more links than can be told apart."""
    found: list[Chained] = []
    links: set[str] = set()
    for chain in chains:
        more = links | {link.id for link in chain.links}
        if len(more) > most:
            break
        found.append(chain)
        links = more
    return found


def draw_chains(chains: Iterable[Chained], parties: Parties, asked: Sequence[Seat]) -> Chart:
    """Draw chains together.

    Args:
        chains: The chains of the answer.
        parties: Who gives and receives each link.
        asked: Those who are drawn whether or not they have a chain.
    """
    drawn = list(chains)
    plates = _plates(drawn, parties)
    seats = {seat.id: seat for seat in asked}
    joins: dict[Join, None] = {}
    for plate in plates.values():
        seats.setdefault(plate.receiver.id, plate.receiver)
        if plate.giver:
            seats.setdefault(plate.giver.id, plate.giver)
            joins[Join(plate.id, plate.giver.id, plate.state, "gir", sign=plate.state.value)] = None
        sign = "" if plate.giver else plate.state.value
        joins[Join(plate.receiver.id, plate.id, plate.state, "gir myndighet til", True, sign)] = None
    for join in _not_held(drawn, plates, parties):
        seats.setdefault(join.finish, parties.seat(join.finish))
        joins[join] = None
    start = asked[0].id if len(asked) == 1 else ""
    ordered = sorted(joins, key=lambda join: (join.finish, join.start, join.state.name, join.verb))
    return Chart(start, dict(sorted(seats.items())), plates, tuple(ordered))


def _plates(chains: Sequence[Chained], parties: Parties) -> dict[str, Plate]:
    """A plate for each link and state; what stands in the way is gathered from all the chains."""
    found: dict[str, dict[State, tuple[ChainLink, dict[Condition, None]]]] = {}
    for chain in chains:
        for link in chain.links:
            failing = _at(chain, link)
            _, gathered = found.setdefault(link.id, {}).setdefault(_state(chain, link), (link, {}))
            gathered.update(dict.fromkeys(failing))
    plates = {}
    for one, states in sorted(found.items()):
        if State.GIVES in states:
            states.pop(State.PLAIN, None)
        for state, (link, conditions) in sorted(states.items(), key=lambda item: item[0].name):
            name = one if len(states) == 1 else f"{one}|{state.name.lower()}"
            giver = parties.givers.get(one)
            plates[name] = Plate(
                name,
                link,
                state,
                tuple(sorted(conditions, key=_worst_first)),
                parties.seat(giver) if giver and link.kind not in ROOTS else None,
                parties.seat(parties.receivers[one]),
            )
    return plates


def _at(chain: Chained, link: ChainLink) -> list[Condition]:
    return [condition for condition in chain.failing if condition.grant == link.id]


def _worst_first(condition: Condition) -> tuple[int, str, str, str]:
    return RANK[condition.verdict], condition.kind.value, condition.asked, condition.limit


def _state(chain: Chained, link: ChainLink) -> State:
    verdicts = {condition.verdict for condition in _at(chain, link)}
    if Verdict.NO in verdicts:
        return State.FAILS
    if Verdict.UNDETERMINED in verdicts:
        return State.UNCLEAR
    return State.GIVES if chain.verdict is Verdict.YES else State.PLAIN


def _not_held(chains: Iterable[Chained], plates: Mapping[str, Plate], parties: Parties) -> Iterator[Join]:
    """Lines to those who do have what a link rests on, where the one who gives it does not."""
    for chain in chains:
        for child, parent in pairwise(chain.links):
            holder = parties.receivers[parent.id]
            if holder == parties.givers.get(child.id):
                continue
            for plate in plates.values():
                if plate.link.id == child.id and plate.state is State.FAILS:
                    yield Join(plate.id, holder, State.FAILS, "har det som skulle ligge til grunn for", sign="×")
