"""What may she do, by which chain, and whom must she oversee? (CQ-10, CQ-12)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Transaction
from queries.answers import Answer, Cut, Outcome, column
from queries.authority.chains import Authority, ChainWalk, holding
from queries.authority.deciding import ChainLink, HolderOf, Reading, asked_holder, posts_of
from queries.authority.grants import Bar, Grant, GrantKind, Reach, World, limit_text
from queries.authority.matter import RANK, Condition, Verdict, day_text, weakest
from queries.texts import text
from schema.actions import Action
from schema.authority import MatterArea
from schema.errors import NotFoundError, QuestionError
from schema.values import Code

MOST_CHAINS = 50


@dataclass(frozen=True)
class ScopeLayer:
    """What one link of a chain is over. A matter must be inside every layer."""

    link: str = column("Ledd", "Id of the link.")
    covers: tuple[str, ...] = column(
        "Omfatter", "Names of provisions with their subtree; none is all that it rests on."
    )
    excepts: tuple[str, ...] = column("Unntar", "Names of provisions that are excepted.")
    includes_again: tuple[str, ...] = column("Tar inn igjen", "Exceptions from the exceptions.")
    areas: tuple[MatterArea, ...] = column("Områder", "Areas without a law.")


@dataclass(frozen=True)
class Limits:
    """What a link, or a whole chain, is limited to. An empty list is no limit, except for actions."""

    actions: tuple[Action, ...] = column("Handlinger", "What it may be used for; none is nothing.")
    amounts: tuple[str, ...] = column("Beløpsgrenser", "Every limit that holds, the tightest first where they compare.")
    units: tuple[str, ...] = column("Enheter", "Names of units, each with its subtree.")
    nowhere: bool = column("Ingen enhet", "True where limits of units leave nothing.")
    case_types: tuple[str, ...] = column("Sakstyper", "Types of case.")
    no_case_type: bool = column("Ingen sakstype", "True where limits of case types leave nothing.")
    principal: bool | None = column(
        "Prinsipielle saker", "Whether matters of principle are within; missing is unknown."
    )
    valid_from: date | None = column("Gyldig fra", "First day.")
    valid_to: date | None = column("Gyldig til", "First day it no longer holds.")


@dataclass(frozen=True)
class AuthorityChain:
    """One chain of what somebody holds, with what it comes to."""

    verdict: Verdict = column("Gjelder", "Whether the chain holds on the day; undetermined where something is unknown.")
    links: tuple[ChainLink, ...] = column("Ledd", "From the holder and up.")
    declared: Limits = column("Erklært", "What the nearest link says.")
    effective: Limits = column("Virkelig", "What is left of it when every link has had its say.")
    scope: tuple[ScopeLayer, ...] = column("Omfang", "Provisions and areas, layer by layer.")
    conditions: tuple[str, ...] = column("Vilkår", "Conditions that a person must test.")
    failing: tuple[Condition, ...] = column("Hindre", "What makes the chain fail on the day.")


@dataclass(frozen=True)
class ShownBar:
    """A bar that stands in the way of what the holder has, or would be given."""

    id: str = column("Id", "Full id.")
    name: str = column("Sperre", "What it is called.")
    provisions: tuple[str, ...] = column("Bestemmelser", "Names of the provisions barred.")
    bodies: tuple[str, ...] = column("Må avgjøre selv", "Names of the bodies that must decide themselves.")


@dataclass(frozen=True)
class PostAuthority:
    """What one body or post holds."""

    holder: HolderOf = column("Organ eller stilling", "The body or post.")
    chains: tuple[AuthorityChain, ...] = column("Kjeder", "Every chain; those that hold first.")


@dataclass(frozen=True)
class AuthorityOf(Answer):
    """All that somebody holds, chain by chain, declared beside effective."""

    asked: str = column("Spurt om", "Id of the body, post or person.")
    posts: tuple[PostAuthority, ...] = column("Per stilling", "One for each post; never put together.")
    bars: tuple[ShownBar, ...] = column("Sperrer", "Bars that hold on the day.")


@dataclass(frozen=True)
class DelegationChain(Answer):
    """The chains from a delegation to where its authority begins."""

    delegation: str = column("Delegering", "Id of the delegation.")
    chains: tuple[AuthorityChain, ...] = column("Kjeder", "Every chain.")


async def authority_of(graph: Readable, holder: str, on_date: date) -> AuthorityOf:
    """List all authority that a body, post or person holds on a day.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is neither body, post nor person.
    """

    async def read(transaction: Transaction) -> AuthorityOf:
        asked = await asked_holder(transaction, holder)
        reading = await Reading.of(transaction, asked["datasets"], on_date)
        authority = reading.authority
        found = []
        every = True
        for post in posts_of(asked, on_date):
            walk = ChainWalk(authority)
            chains = [
                _chain(reading, links, loose)
                for grant in authority.held(post)
                for links, loose in walk.from_grant(grant)
            ]
            chains.sort(key=_order)
            every = every and not walk.gave_up and len(chains) <= MOST_CHAINS
            found.append(PostAuthority(reading.holder(post), tuple(chains[:MOST_CHAINS])))
        holds_any = any(chain.verdict is Verdict.YES for one in found for chain in one.chains)
        unclear = any(chain.verdict is Verdict.UNDETERMINED for one in found for chain in one.chains)
        return AuthorityOf(
            on_date=on_date,
            outcome=Outcome.FOUND if holds_any else Outcome.UNDETERMINED if unclear else Outcome.EMPTY,
            complete=every,
            cut_by=() if every else (Cut.COUNT,),
            remarks=() if found else (f"«{asked['name']}» har ingen stilling {day_text(on_date)}.",),
            asked=holder,
            posts=tuple(found),
            bars=tuple(_bar(bar, authority.world) for bar in authority.world.bars),
        )

    return await graph.read_together(read)


async def delegation_chain(graph: Readable, delegation: str, on_date: date) -> DelegationChain:
    """Follow a delegation, or an original authority, to where its authority begins.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is not a delegation.
    """

    async def read(transaction: Transaction) -> DelegationChain:
        rows = await transaction.run(text("authority/holder"), id=delegation)
        if not rows:
            raise NotFoundError(f"Ingenting i grafen har id-en «{delegation}».", "Oppgi id-en til en delegering.")
        if rows[0]["kind"] not in ("Delegation", "OriginalAuthority"):
            raise QuestionError(f"«{delegation}» er ikke en delegering.", "Oppgi id-en til en delegering.")
        reading = await Reading.of(transaction, rows[0]["datasets"], on_date)
        grant = reading.authority.grants.get(delegation)
        walk = ChainWalk(reading.authority)
        found = [_chain(reading, *one) for one in walk.from_grant(grant)] if grant else []
        found.sort(key=_order)
        verdict = max((chain.verdict for chain in found), key=RANK.__getitem__, default=Verdict.NO)
        outcome = {Verdict.YES: Outcome.FOUND, Verdict.NO: Outcome.EMPTY}.get(verdict, Outcome.UNDETERMINED)
        every = not walk.gave_up and len(found) <= MOST_CHAINS
        return DelegationChain(
            on_date=on_date,
            outcome=outcome,
            complete=every,
            cut_by=() if every else (Cut.COUNT,),
            remarks=() if grant else ("Giver eller mottaker finnes ikke denne dagen.",),
            delegation=delegation,
            chains=tuple(found[:MOST_CHAINS]),
        )

    return await graph.read_together(read)


def _order(chain: AuthorityChain) -> tuple[int, int, tuple[str, ...]]:
    return -RANK[chain.verdict], len(chain.links), tuple(link.id for link in chain.links)


def _chain(reading: Reading, links: tuple[Grant, ...], loose: tuple[Condition, ...]) -> AuthorityChain:
    world = reading.authority.world
    failing = (*holding(links, world), *loose)
    return AuthorityChain(
        weakest([condition.verdict for condition in failing]),
        tuple(reading.link(link) for link in links),
        limits_of(links[:1], world),
        limits_of(links, world),
        tuple(_layer(link, world) for link in links if link.reach.covers or link.reach.excepts or link.reach.areas),
        tuple(_told(links, world)),
        tuple(failing),
    )


def _told(links: tuple[Grant, ...], world: World) -> list[str]:
    told = [link.reach.conditions for link in links if link.reach.conditions]
    joint = [f"utøves sammen med {world.listed(link.jointly_with)}" for link in links if link.jointly_with]
    return [*told, *joint]


def _layer(link: Grant, world: World) -> ScopeLayer:
    def names(ids: frozenset[str]) -> tuple[str, ...]:
        return tuple(sorted(world.name(one) for one in ids))

    reach = link.reach
    return ScopeLayer(
        link.id, names(reach.covers), names(reach.excepts), names(reach.includes_again), tuple(sorted(reach.areas))
    )


def limits_of(links: tuple[Grant, ...], world: World) -> Limits:
    """What a chain comes to when every link has had its say."""
    reaches = [link.reach for link in links]
    actions = frozenset(Action)
    for reach in reaches:
        actions = actions if reach.actions is None else actions & reach.actions
    units = _units([reach.within for reach in reaches if reach.within], world)
    case_types = _case_types(reaches)
    principal = [reach.principal for reach in reaches]
    starts = [link.valid_from for link in links if link.valid_from]
    ends = [end for link in links for end in (link.valid_to, link.revoked_on) if end]
    return Limits(
        tuple(sorted(actions)),
        _amounts(reaches),
        tuple(sorted(world.name(unit) for unit in units or ())),
        units == set(),
        tuple(sorted(case_types or ())),
        case_types == set(),
        False if False in principal else None if None in principal else True,
        max(starts, default=None),
        min(ends, default=None),
    )


def _units(limits: list[frozenset[str]], world: World) -> set[str] | None:
    """The units that lie within every limit, the widest of them; None where there is no limit."""
    if not limits:
        return None
    named = set().union(*limits)
    inside = {unit for unit in named if all(limit & world.units_above.get(unit, frozenset({unit})) for limit in limits)}
    return {unit for unit in inside if not inside & world.units_above.get(unit, frozenset()) - {unit}}


def _case_types(reaches: list[Reach]) -> set[str] | None:
    limits = [{one.casefold(): one for one in reach.case_types} for reach in reaches if reach.case_types]
    if not limits:
        return None
    common = set(limits[0]).intersection(*limits)
    return {limits[0][one] for one in common}


def _amounts(reaches: list[Reach]) -> tuple[str, ...]:
    limited = [reach for reach in reaches if reach.amount_max_nok is not None]
    tightest: dict[object, Reach] = {}
    for reach in sorted(limited, key=lambda reach: (reach.amount_max_nok or 0, reach.amount_inclusive)):
        tightest.setdefault((reach.amount_per, reach.amount_vat), reach)
    shown = [limit_text(reach) for reach in tightest.values()]
    return (*shown, *(["en grense som ingen kilde oppgir"] if any(reach.amount_unknown for reach in reaches) else []))


def _bar(bar: Bar, world: World) -> ShownBar:
    provisions = tuple(sorted(world.name(one) for one in bar.provisions))
    return ShownBar(bar.id, bar.name, provisions, tuple(sorted(world.name(one) for one in bar.bodies)))


class FollowUpState(Code):
    """Whether oversight has been carried out."""

    DONE = "done", "Fulgt opp", "A follow-up is recorded within the last year."
    OLD = "old", "Eldre enn ett år", "The last recorded follow-up is more than a year old."
    NONE = "none", "Ingen registrert", "No follow-up is recorded."


@dataclass(frozen=True)
class Overseen:
    """Somebody to whom authority has come through the overseer."""

    holder: HolderOf = column("Organ eller stilling", "Who has the authority.")
    through: tuple[str, ...] = column("Gjennom", "Ids of the delegations nearest to them.")
    distance: int = column("Ledd", "Delegations between.")
    state: FollowUpState = column("Oppfølging", "Whether the oversight has been carried out.")
    last_follow_up: date | None = column("Sist fulgt opp", "Day of the last recorded follow-up.")
    follow_up: str | None = column("Hvordan", "Name of that follow-up.")


@dataclass(frozen=True)
class Oversight(Answer):
    """Whom somebody must oversee, and by whom she is overseen. It is derived, and cannot be delegated."""

    asked: str = column("Spurt om", "Id of the body, post or person.")
    oversees: tuple[Overseen, ...] = column("Skal påse", "Nearest first.")
    overseen_by: tuple[Overseen, ...] = column("Påses av", "Nearest first; the follow-up is of the one asked about.")


async def oversight(graph: Readable, holder: str, on_date: date) -> Oversight:
    """Find whom a body, post or person must oversee on a day, and by whom they are overseen.

    The duty follows each delegation that holds that day upwards, and stays with every delegator above (kommuneloven
    § 13-1 and § 25-1 for kommunedirektøren; the municipality's own rules for the others). Sharing level 1 is not a
    delegation and brings no such duty by itself.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is neither body, post nor person.
    """

    async def read(transaction: Transaction) -> Oversight:
        asked = await asked_holder(transaction, holder)
        reading = await Reading.of(transaction, asked["datasets"], on_date)
        posts = list(posts_of(asked, on_date))
        below = _reached(reading.authority, posts, down=True)
        above = _reached(reading.authority, posts, down=False)
        ids = sorted({*below, *above, *posts, *(one for _, through in below.values() for one in through)})
        rows = await transaction.run(text("authority/follow_ups"), ids=ids, day=on_date)
        followed = _FollowUps([(row["about"], row["by"], row["held_on"], row["name"]) for row in rows], on_date)
        oversees = tuple(
            _overseen(reading, one, way, followed.of([one, *way[1]], posts)) for one, way in _sorted(below)
        )
        overseen = tuple(_overseen(reading, one, way, followed.of(posts, [one])) for one, way in _sorted(above))
        return Oversight(
            on_date=on_date,
            outcome=Outcome.FOUND if oversees or overseen else Outcome.EMPTY,
            complete=True,
            cut_by=(),
            remarks=() if posts else (f"«{asked['name']}» har ingen stilling {day_text(on_date)}.",),
            asked=holder,
            oversees=oversees,
            overseen_by=overseen,
        )

    return await graph.read_together(read)


_Way = tuple[int, tuple[str, ...]]


def _reached(authority: Authority, posts: list[str], *, down: bool) -> dict[str, _Way]:
    """Everybody whom delegations that hold lead to, with the distance and the delegations of the last step."""
    steps: dict[str, list[Grant]] = {}
    for grant in authority.grants.values():
        if (
            grant.kind is GrantKind.DELEGATION
            and grant.giver
            and not any(condition.verdict is Verdict.NO for condition in holding((grant,), authority.world))
        ):
            steps.setdefault(grant.giver if down else grant.receiver, []).append(grant)
    found: dict[str, _Way] = {}
    queue = deque((post, 0) for post in posts)
    while queue:
        here, distance = queue.popleft()
        through: dict[str, list[str]] = {}
        for grant in steps.get(here, []):
            other = grant.receiver if down else grant.giver or ""
            through.setdefault(other, []).append(grant.id)
        for other, grants in through.items():
            if other not in found and other not in posts:
                found[other] = (distance + 1, tuple(sorted(grants)))
                queue.append((other, distance + 1))
    return found


def _sorted(found: dict[str, _Way]) -> list[tuple[str, _Way]]:
    return sorted(found.items(), key=lambda item: (item[1][0], item[0]))


class _FollowUps:
    def __init__(self, rows: list[tuple[str, str | None, date, str]], day: date) -> None:
        self._rows = rows
        self._day = day

    def of(self, about: list[str], by: list[str]) -> tuple[FollowUpState, date | None, str | None]:
        """The last follow-up of any of these by any of those; one that names nobody who did it counts for all."""
        found = [(held, name) for what, who, held, name in self._rows if what in about and (who is None or who in by)]
        if not found:
            return FollowUpState.NONE, None, None
        held, name = max(found)
        state = FollowUpState.DONE if (self._day - held).days <= 366 else FollowUpState.OLD
        return state, held, name


def _overseen(
    reading: Reading, one: str, way: _Way, follow_up: tuple[FollowUpState, date | None, str | None]
) -> Overseen:
    return Overseen(reading.holder(one), way[1], way[0], *follow_up)
