"""The bodies and posts of a picture: who gives and who receives each link, and who holds the posts.

The answers name the parties of a link; two posts can have the same name. A picture must keep them apart, so it is told
which body or post each name is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from graph.connection import Readable, Transaction
from queries.authority.deciding import HolderOf, HolderPerson, Reading
from queries.authority.facts import fetch_provision
from queries.authority.matter import Matter
from schema.relationships import HoldingKind

BODY, POST, OUTSIDE = "Organ", "Stilling", "Utenfor kommunen"


@dataclass(frozen=True)
class Seat:
    """A body, a post, or somebody outside the municipality who has been given something.

    Attributes:
        id: Full id.
        name: What it is called.
        kind: `BODY`, `POST` or `OUTSIDE`.
        people: Who holds the post on the day.
        vacant: True for a post that nobody holds or acts in.
    """

    id: str
    name: str
    kind: str = POST
    people: tuple[HolderPerson, ...] = ()
    vacant: bool = False


def person_text(person: HolderPerson) -> str:
    """The person, and how the post is held where it is not permanently."""
    permanent = person.holding is HoldingKind.PERMANENT
    return person.name if permanent else f"{person.name}, {person.holding.bokmaal.lower()}"


@dataclass(frozen=True)
class Parties:
    """Who gives and who receives each link of an answer.

    Attributes:
        givers: Grant to the body or post that gives it; without those that begin there.
        receivers: Grant to the body or post that has it.
        seats: Bodies and posts by id.
        names: Names of units, provisions and others that a question can mention, by id.
    """

    givers: Mapping[str, str]
    receivers: Mapping[str, str]
    seats: Mapping[str, Seat]
    names: Mapping[str, str] = field(default_factory=dict)

    def seat(self, one: str) -> Seat:
        """The body or post with an id, which is party to something."""
        return self.seats[one]

    def of(self, holder: HolderOf) -> Seat:
        """The body or post of an answer, also where it is party to nothing."""
        made = Seat(holder.id, holder.name, BODY if holder.body else POST, holder.people, holder.vacant)
        return self.seats.get(holder.id, made)

    def name(self, one: str) -> str:
        """The name of something, or its id."""
        return self.seats[one].name if one in self.seats else self.names.get(one, one)


async def fetch_parties(graph: Readable, datasets: list[str], day: date, matter: Matter | None = None) -> Parties:
    """Read who is party to what in some datasets on a day, with the names that a matter and a holder are known by."""

    async def read(transaction: Transaction) -> Parties:
        provision = matter.provision if matter else None
        row = await fetch_provision(transaction, provision) if provision else None
        reading = await Reading.of(transaction, datasets, day, row)
        grants = reading.authority.grants.values()
        ids = {one for grant in grants for one in (grant.giver, grant.receiver) if one}
        return Parties(
            {grant.id: grant.giver for grant in grants if grant.giver},
            {grant.id: grant.receiver for grant in grants},
            {one: _seat(reading, one) for one in sorted(ids)},
            {**({row["id"]: row["name"]} if row else {}), **reading.authority.world.names},
        )

    return await graph.read_together(read)


def _seat(reading: Reading, one: str) -> Seat:
    holder = reading.holder(one)
    if one in reading.authority.world.outside:
        return Seat(one, holder.name, OUTSIDE)
    return Seat(one, holder.name, BODY if holder.body else POST, holder.people, holder.vacant)
