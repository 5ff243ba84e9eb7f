"""Who gains, loses or changes authority from one day to another, or by a change that is tried out. (CQ-29, CQ-30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Transaction
from queries.answers import Answer, Outcome, column
from queries.authority.chains import ChainWalk, holding
from queries.authority.deciding import Reading
from queries.authority.grants import Grant, World
from queries.authority.holding import Limits, limits_of
from queries.authority.matter import Verdict, weakest
from schema.values import Code

Held = dict[str, dict[tuple[str, ...], "HeldChain"]]
"""Holder, then the ids of a chain's links, then what the chain comes to."""


class ChangeOfAuthority(Code):
    """What became of a chain."""

    GAINED = "gained", "Fått", "It holds after, and did not before."
    LOST = "lost", "Mistet", "It held before, and does not after."
    CHANGED = "changed", "Endret", "It holds both times, with other limits or another certainty."


@dataclass(frozen=True)
class HeldChain:
    """A chain that gives somebody authority on a day."""

    name: str = column("Delegering", "The nearest link.")
    verdict: Verdict = column("Gjelder", "Yes, or undetermined where something is unknown.")
    effective: Limits = column("Virkelig", "What it comes to.")


@dataclass(frozen=True)
class Difference:
    """One chain that is not the same before and after."""

    holder: str = column("Id", "Id of the body or post.")
    holder_name: str = column("Organ eller stilling", "Its name.")
    change: ChangeOfAuthority = column("Endring", "What became of it.")
    chain: tuple[str, ...] = column("Kjede", "Ids of the links, from the holder and up.")
    before: HeldChain | None = column("Før", "What it came to before.")
    after: HeldChain | None = column("Etter", "What it comes to after.")


@dataclass(frozen=True)
class AuthorityChanges(Answer):
    """What differs between two days."""

    dataset: str = column("Datasett", "The municipality.")
    from_date: date = column("Fra dato", "The day before.")
    differences: tuple[Difference, ...] = column("Forskjeller", "By holder.")


async def authority_changes(graph: Readable, dataset: str, from_date: date, on_date: date) -> AuthorityChanges:
    """Compare all authority in a municipality on two days: who gained, who lost, whose limits changed."""

    async def read(transaction: Transaction) -> AuthorityChanges:
        before, names = await held_chains(transaction, dataset, from_date)
        after, later = await held_chains(transaction, dataset, on_date)
        found = differences(before, after, {**names, **later})
        return AuthorityChanges(
            on_date=on_date,
            outcome=Outcome.FOUND if found else Outcome.EMPTY,
            complete=True,
            cut_by=(),
            remarks=(),
            dataset=dataset,
            from_date=from_date,
            differences=found,
        )

    return await graph.read_together(read)


async def held_chains(transaction: Transaction, dataset: str, day: date) -> tuple[Held, dict[str, str]]:
    """Every chain that holds on a day, and the names of those who hold them."""
    reading = await Reading.of(transaction, [dataset], day)
    authority = reading.authority
    found: Held = {}
    for holder in authority.holders():
        walk = ChainWalk(authority)
        chains = {
            tuple(link.id for link in links): _held(links, authority.world)
            for grant in authority.held(holder)
            for links, loose in walk.from_grant(grant)
            if not loose and _verdict(links, authority.world) is not Verdict.NO
        }
        if chains:
            found[holder] = chains
    return found, {holder: authority.world.name(holder) for holder in found}


def _verdict(links: tuple[Grant, ...], world: World) -> Verdict:
    return weakest([condition.verdict for condition in holding(links, world)])


def _held(links: tuple[Grant, ...], world: World) -> HeldChain:
    return HeldChain(links[0].name, _verdict(links, world), limits_of(links, world))


def differences(before: Held, after: Held, names: dict[str, str]) -> tuple[Difference, ...]:
    """What is in the one and not in the other, or not the same."""
    found = []
    for holder in sorted(before.keys() | after.keys()):
        old, new = before.get(holder, {}), after.get(holder, {})
        for chain in sorted(old.keys() | new.keys()):
            was, now = old.get(chain), new.get(chain)
            if was == now:
                continue
            change = (
                ChangeOfAuthority.CHANGED
                if was and now
                else ChangeOfAuthority.GAINED
                if now
                else ChangeOfAuthority.LOST
            )
            found.append(Difference(holder, names.get(holder, holder), change, chain, was, now))
    return tuple(found)
