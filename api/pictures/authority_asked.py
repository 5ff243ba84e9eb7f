"""Asking what a picture of authority shows, in one reading of the graph, and making its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from api.pictures.authority import authority_page, oversight_page, unit_page
from api.pictures.seats import fetch_parties
from graph.connection import Readable, Row, Transaction, Trial
from queries.authority.deciding import asked_holder, may_decide, who_may_decide
from queries.authority.facts import Facts, fetch_facts, units_above
from queries.authority.holding import authority_of, oversight
from queries.authority.matter import Matter
from queries.authority.references import provision_id
from queries.findings.finding import findings
from schema.base import holds
from schema.errors import NotFoundError, QuestionError


class _SameReading(Transaction):
    """A transaction that remembers what it has read: nothing changes in it, and many posts ask for the same facts."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._read: dict[tuple[str, str], list[Row]] = {}

    async def run(self, text: str, /, **parameters: Any) -> list[Row]:
        """Read, or give what was read before."""
        asked = text, repr(sorted(parameters.items()))
        if asked not in self._read:
            self._read[asked] = await self._transaction.run(text, **parameters)
        return self._read[asked]


async def decision_picture(graph: Readable, matter: Matter, day: date, *, dataset: str = "", holder: str = "") -> str:
    """The page of a matter: whether a holder may decide it, or without a holder who in the municipality may.

    Args:
        graph: Where to read.
        matter: What is to be decided; its provision as an id, or as people write it.
        day: The day it is about.
        dataset: Id of the municipality's dataset, where there is no holder.
        holder: Id of a body, post or person.

    Raises:
        NotFoundError: There is no such provision or holder.
        QuestionError: The matter cannot be asked about, or neither dataset nor holder is given.
    """
    if not dataset and not holder:
        raise QuestionError(
            "Det er ikke sagt hvem det spørres om.", "Oppgi datasettet til kommunen, eller en stilling."
        )

    async def read(transaction: Transaction) -> str:
        same = Trial(_SameReading(transaction))
        written = matter.provision
        asked = replace(matter, provision=await provision_id(transaction, written)) if written else matter
        if not holder:
            who = await who_may_decide(same, dataset, asked, day)
            return authority_page(who, await fetch_parties(same, [dataset], day, asked))
        row = await asked_holder(transaction, holder)
        parties = await fetch_parties(same, row["datasets"], day, asked)
        named = replace(parties, names={**parties.names, row["id"]: row["name"]})
        return authority_page(await may_decide(same, holder, asked, day), named)

    return await graph.read_together(read)


async def unit_picture(graph: Readable, unit: str, day: date) -> str:
    """The page of a unit: what its posts, and those of all that is part of it, have been given, and what is wrong.

    Raises:
        NotFoundError: There is no such unit.
    """
    dataset = unit.partition(":")[0]

    async def read(transaction: Transaction) -> str:
        same = Trial(_SameReading(transaction))
        facts = await fetch_facts(transaction, [dataset])
        inside = {one for one, above in units_above(facts.units, day).items() if unit in above}
        if not inside:
            raise NotFoundError(
                f"Ingen enhet har id-en «{unit}».", "Skriv den med datasettet foran, som asker:enhet-1."
            )
        answers = [await authority_of(same, post, day) for post in _posts(facts, inside, day)]
        found = await findings(same, dataset, day, unit=unit)
        return unit_page(unit, answers, found, await fetch_parties(same, [dataset], day))

    return await graph.read_together(read)


def _posts(facts: Facts, units: set[str], day: date) -> list[str]:
    """The posts in some units, and those that lead them."""

    def belongs(link: Row) -> bool:
        fields = link["link"]
        within = link["type"] in ("IN_UNIT", "LEADS") and link["id"] in units
        return within and holds(fields.get("valid_from"), fields.get("valid_to"), day)

    return [
        row["id"]
        for row in facts.holders
        if row["kind"] == "Post" and holds(row["valid_from"], row["valid_to"], day) and any(map(belongs, row["links"]))
    ]


async def oversight_picture(graph: Readable, holder: str, day: date) -> str:
    """The page of whom a body, post or person must oversee, and by whom they are overseen.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is neither body, post nor person.
    """

    async def read(transaction: Transaction) -> str:
        same = Trial(_SameReading(transaction))
        asked = await asked_holder(transaction, holder)
        answer = await oversight(same, holder, day)
        return oversight_page(answer, asked["name"], await fetch_parties(same, asked["datasets"], day))

    return await graph.read_together(read)
