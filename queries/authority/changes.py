"""Who gains, loses or changes authority from one day to another, or by a change that is tried out. (CQ-29, CQ-30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Transaction
from queries.answers import Answer, Cut, Outcome, column
from queries.authority.chains import ChainWalk, holding
from queries.authority.deciding import Reading
from queries.authority.grants import Grant, World
from queries.authority.holding import Limits, limits_of
from queries.authority.matter import Verdict, day_text, weakest
from queries.texts import text
from schema.errors import NotFoundError, QuestionError
from schema.values import Code


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
class Held:
    """Every chain that holds on a day.

    Attributes:
        chains: Holder, then the ids of a chain's links, then what the chain comes to.
        names: Of the holders.
        complete: False where there are more chains than were walked.
    """

    chains: dict[str, dict[tuple[str, ...], HeldChain]]
    names: dict[str, str]
    complete: bool


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
    """Compare all authority in a municipality on two days: who gained, who lost, whose limits changed.

    Raises:
        NotFoundError: There is no such dataset.
        QuestionError: The first day is after the last.
    """
    if on_date < from_date:
        raise QuestionError(
            f"{day_text(from_date)} er etter {day_text(on_date)}.",
            "Oppgi den første dagen først; på kommandolinjen den siste som --on-date.",
        )

    async def read(transaction: Transaction) -> AuthorityChanges:
        known = {row["id"] for row in await transaction.run(text("plans/datasets"))}
        if dataset not in known:
            names = ", ".join(sorted(known)) or "ingen"
            raise NotFoundError(f"Det er ikke lastet noe datasett som heter «{dataset}».", f"Lastet er: {names}.")
        before = await held_chains(transaction, dataset, from_date)
        after = await held_chains(transaction, dataset, on_date)
        found = differences(before, after)
        complete = before.complete and after.complete
        return AuthorityChanges(
            on_date=on_date,
            outcome=Outcome.FOUND if found else Outcome.EMPTY,
            complete=complete,
            cut_by=() if complete else (Cut.COUNT,),
            remarks=(),
            dataset=dataset,
            from_date=from_date,
            differences=found,
        )

    return await graph.read_together(read)


async def held_chains(transaction: Transaction, dataset: str, day: date) -> Held:
    """Every chain that holds on a day."""
    reading = await Reading.of(transaction, [dataset], day)
    authority = reading.authority
    found: dict[str, dict[tuple[str, ...], HeldChain]] = {}
    complete = True
    for holder in authority.holders():
        walk = ChainWalk(authority)
        chains = {
            tuple(link.id for link in links): _held(links, authority.world)
            for grant in authority.held(holder)
            for links, loose in walk.from_grant(grant)
            if not loose and _verdict(links, authority.world) is not Verdict.NO
        }
        complete = complete and not walk.gave_up
        if chains:
            found[holder] = chains
    return Held(found, {holder: authority.world.name(holder) for holder in found}, complete)


def _verdict(links: tuple[Grant, ...], world: World) -> Verdict:
    return weakest([condition.verdict for condition in holding(links, world)])


def _held(links: tuple[Grant, ...], world: World) -> HeldChain:
    return HeldChain(links[0].name, _verdict(links, world), limits_of(links, world))


def differences(before: Held, after: Held) -> tuple[Difference, ...]:
    """What is in the one and not in the other, or not the same."""
    names = {**before.names, **after.names}
    found = []
    for holder in sorted(names):
        old, new = before.chains.get(holder, {}), after.chains.get(holder, {})
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
            found.append(Difference(holder, names[holder], change, chain, was, now))
    return tuple(found)
