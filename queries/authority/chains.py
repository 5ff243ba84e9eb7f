"""Chains of authority: from the one who decides, through every delegator, to where the authority begins.

A chain gives a matter when no link of it fails. Each link is held against the matter by itself, so that what a chain
gives is what all its links give: the intersection, and never more than the parent.

The verdict is found by letting authority flow down from original authority until nothing changes, which ends also where
delegations rest on each other in a ring: a ring begins nowhere, and gives nothing. Chains are listed to be shown.
"""

from __future__ import annotations

import sys
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from queries.authority.grants import (
    ROOTS,
    Grant,
    GrantKind,
    World,
    bar_condition,
    further_condition,
    home,
    level_condition,
    own_conditions,
    standing,
)
from queries.authority.matter import (
    NOT_THAT_DAY,
    RANK,
    SOMETHING_ELSE,
    Condition,
    ConditionKind,
    Matter,
    Verdict,
    strongest,
    weakest,
)
from schema.authority import FurtherDelegation

MOST_CHAINS = 200
SEARCH_STEPS = 50_000
NO_LEVEL = sys.maxsize


@dataclass(frozen=True, order=True)
class Cap:
    """How far down the authority of a chain may be delegated: a level, and whether a source leaves the level out."""

    level: int = NO_LEVEL
    unknown: bool = False

    def under(self, grant: Grant) -> Cap:
        """The cap on what is given out of a grant that has this cap from above."""
        if grant.further is not FurtherDelegation.TO_LEVEL:
            return self
        if grant.further_level is None:
            return Cap(self.level, True)
        return Cap(min(self.level, grant.further_level), self.unknown)

    def allows(self, grant: Grant, world: World) -> Verdict:
        """Whether the grant's receiver is high enough up."""
        if grant.kind is GrantKind.ACTING or self == Cap():
            return Verdict.YES
        level = world.levels.get(grant.receiver)
        if level is not None and level > self.level:
            return Verdict.NO
        return Verdict.UNDETERMINED if level is None or self.unknown else Verdict.YES


_State = tuple[str, Cap]


@dataclass(frozen=True)
class Basis:
    """What a grant rests on; through a director's shared level 1 where the delegator does not hold it herself."""

    parent: Grant
    through: Grant | None = None
    held: bool = True


@dataclass(frozen=True)
class Chain:
    """Links from the one asked about to where the authority begins, and what stands in the way."""

    links: tuple[Grant, ...]
    conditions: tuple[Condition, ...]

    @property
    def verdict(self) -> Verdict:
        """What the chain comes to."""
        return weakest([condition.verdict for condition in self.conditions])

    @property
    def order(self) -> tuple[bool, bool, int, int, int, tuple[str, ...]]:
        """The chain nearest to a yes first.

        One that is for something else altogether comes last, and before it one that is not there on the day: of two
        that are for the matter, the one in force says more.
        """
        failing = [condition for condition in self.conditions if condition.verdict is Verdict.NO]
        something_else = any(condition.kind in SOMETHING_ELSE for condition in failing)
        not_that_day = any(condition.kind in NOT_THAT_DAY for condition in failing)
        ids = tuple(link.id for link in self.links)
        return something_else, not_that_day, len(failing), len(self.conditions), len(self.links), ids


class Authority:
    """All grants of a municipality on one day."""

    def __init__(self, grants: Iterable[Grant], world: World, councils: frozenset[str] = frozenset()) -> None:
        self.world = world
        self.councils = councils
        self.grants = {grant.id: grant for grant in sorted(grants, key=lambda grant: grant.id)}
        self._held: dict[str, list[Grant]] = defaultdict(list)
        for grant in self.grants.values():
            self._held[grant.receiver].append(grant)

    def held(self, holder: str) -> list[Grant]:
        """The grants that somebody holds."""
        return self._held.get(holder, [])

    def holders(self) -> list[str]:
        """Everybody who holds something."""
        return sorted(self._held)

    def bases(self, grant: Grant) -> list[Basis]:
        """What a grant rests on. Where the source names nothing, it is all that its delegator holds."""
        return list(self.each_basis(grant))

    def each_basis(self, grant: Grant) -> Iterator[Basis]:
        """The same, one at a time: in a ring of many delegations few of them are asked for."""
        if grant.kind in ROOTS or grant.giver is None:
            return
        if _names_its_basis(grant):
            for one in grant.rests_on:
                if one in self.grants:
                    yield from self._named(grant, self.grants[one])
            return
        for held in self.held(grant.giver):
            if _is_basis(held, grant):
                yield Basis(held)

    def _named(self, grant: Grant, parent: Grant) -> list[Basis]:
        """How the delegator has what is named: holds it, or has one or several shares in what its holder has."""
        if parent.receiver == grant.giver:
            return [Basis(parent)]
        shares = self._shares.get((grant.giver or "", parent.receiver), [])
        return [Basis(parent, share) for share in shares] or [Basis(parent, held=False)]

    @cached_property
    def _shares(self) -> dict[tuple[str, str], list[Grant]]:
        """Shares by who has them, and in what post's authority."""
        found: dict[tuple[str, str], list[Grant]] = defaultdict(list)
        for grant in self.grants.values():
            if grant.kind is GrantKind.SHARING:
                found[grant.receiver, grant.giver or ""].append(grant)
        return found

    @cached_property
    def _naming(self) -> dict[str, list[tuple[Grant, Basis]]]:
        """The grants that name a basis, by that basis."""
        found: dict[str, list[tuple[Grant, Basis]]] = defaultdict(list)
        for grant in self.grants.values():
            if _names_its_basis(grant):
                for basis in self.each_basis(grant):
                    found[basis.parent.id].append((grant, basis))
        return found

    @cached_property
    def _unnamed(self) -> dict[str, list[Grant]]:
        """The grants that name no basis, by giver."""
        found: dict[str, list[Grant]] = defaultdict(list)
        for grant in self.grants.values():
            if grant.giver is not None and grant.kind not in ROOTS and not _names_its_basis(grant):
                found[grant.giver].append(grant)
        return found

    def children(self, grant: Grant) -> Iterator[tuple[Grant, Basis]]:
        """The grants that rest on it, and how: what `bases` says, from the other end."""
        yield from self._naming.get(grant.id, ())
        for child in self._unnamed.get(grant.receiver, ()):
            if _is_basis(grant, child):
                yield child, Basis(grant)


def _names_its_basis(grant: Grant) -> bool:
    return bool(grant.rests_on) and grant.kind is not GrantKind.SHARING


def _is_basis(held: Grant, grant: Grant) -> bool:
    """Whether a grant that names no basis rests on something that its giver holds.

    A share in a share is none: what is shared is what the post itself has been given. Who acts for somebody gives
    nothing further.
    """
    if held.kind is GrantKind.ACTING or held.id == grant.id:
        return False
    return held.kind is not GrantKind.SHARING or grant.kind is not GrantKind.SHARING


class Judgement:
    """A matter held against all authority on a day."""

    def __init__(self, authority: Authority, matter: Matter) -> None:
        matter.check()
        self.authority = authority
        self.matter = matter
        self._own: dict[str, tuple[Condition, ...]] = {}
        self._limited: dict[str, tuple[Condition, ...]] = {}
        self._given: dict[str, Verdict] = {}
        self._best: dict[_State, Verdict] = {}
        self._decide()

    def verdict(self, holder: str) -> Verdict:
        """Whether a body or post may decide the matter."""
        return strongest([self.of_grant(grant) for grant in self.authority.held(holder)])

    def of_grant(self, grant: Grant) -> Verdict:
        """Whether a grant reaches the matter, all the way from where its authority begins."""
        return strongest([verdict for (one, _), verdict in self._states_of(grant.id)])

    def _states_of(self, grant: str) -> list[tuple[_State, Verdict]]:
        return [(state, self._best[state]) for state in self._by_grant.get(grant, ())]

    def _decide(self) -> None:
        """Let authority flow down, first without residual authority, which is over what nobody else has been given.

        What another municipality has by law, and gives, takes nothing from what is left over in this one.
        """
        residual = [grant for grant in self.authority.grants.values() if grant.kind is GrantKind.RESIDUAL]
        none = dict.fromkeys((grant.id for grant in residual), Verdict.NO)
        for municipality in sorted({home(grant.receiver) for grant in residual}):
            self._flow(none, municipality)
            own = [grant for grant in residual if home(grant.receiver) == municipality]
            self._given |= {grant.id: self._given_to_others(grant) for grant in own}
        alone = self._partners() - set(self.matter.together_with)
        if residual and alone:
            # What is given to two together is given, though neither may decide it alone.
            together = replace(self.matter, together_with=tuple(sorted(alone | set(self.matter.together_with))))
            self._given = Judgement(self.authority, together)._given
        opposite = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES}
        self._flow({one: opposite.get(given, Verdict.UNDETERMINED) for one, given in self._given.items()})

    def _partners(self) -> set[str]:
        """Everybody who must take part in the use of some grant."""
        return set().union(*(grant.jointly_with for grant in self.authority.grants.values()))

    def _given_to_others(self, residual: Grant) -> Verdict:
        """Whether anybody but the one with residual authority, and the council, has been given the matter.

        Acting for somebody gives nothing away, and does not count.
        """
        return strongest(
            [
                self.of_grant(grant)
                for grant in self.authority.grants.values()
                if grant.kind not in (GrantKind.RESIDUAL, GrantKind.ACTING)
                and grant.receiver != residual.receiver
                and grant.receiver not in self.authority.councils
            ]
        )

    def _flow(self, residual: dict[str, Verdict], municipality: str | None = None) -> None:
        """Let authority flow down from where it begins, or from where it begins in one municipality."""
        self._best = {}
        self._by_grant: dict[str, set[_State]] = defaultdict(set)
        queue: deque[_State] = deque()
        for grant in self.authority.grants.values():
            if grant.kind in ROOTS and municipality in (None, home(grant.receiver)):
                verdict = weakest([self._own_verdict(grant), residual.get(grant.id, Verdict.YES)])
                self._raise(grant, Cap(), verdict, queue)
        while queue:
            state = queue.popleft()
            parent = self.authority.grants[state[0]]
            for child, basis in self.authority.children(parent):
                cap = state[1].under(basis.through) if basis.through else state[1]
                reached = self._best.get((child.id, cap.under(child)), Verdict.NO)
                if basis.held and RANK[reached] < RANK[self._best[state]]:
                    self._raise(child, cap, self._passed_on(state, basis, child), queue)

    def _raise(self, grant: Grant, cap: Cap, verdict: Verdict, queue: deque[_State]) -> None:
        state = (grant.id, cap.under(grant))
        if RANK[verdict] > RANK[self._best.get(state, Verdict.NO)]:
            self._best[state] = verdict
            self._by_grant[grant.id].add(state)
            queue.append(state)

    def _passed_on(self, state: _State, basis: Basis, child: Grant) -> Verdict:
        """What a child gets out of its basis, through a share or directly."""
        verdicts, cap, giver = [self._best[state]], state[1], basis.parent
        for receiver in (basis.through, child) if basis.through else (child,):
            verdicts.append(Verdict.NO if further_condition(giver, receiver, self.authority.world) else Verdict.YES)
            verdicts.append(self._own_verdict(receiver))
            verdicts.append(cap.allows(receiver, self.authority.world))
            giver, cap = receiver, cap.under(receiver)
        return weakest(verdicts)

    def own(self, grant: Grant) -> tuple[Condition, ...]:
        """What stands in the way at a grant itself, its bars with it."""
        if grant.id not in self._own:
            bar = bar_condition(grant, self.matter, self.authority.world, self._sources)
            self._own[grant.id] = (*self._limits(grant), *([bar] if bar else []))
        return self._own[grant.id]

    def _own_verdict(self, grant: Grant) -> Verdict:
        return weakest([condition.verdict for condition in self.own(grant)])

    def _limits(self, grant: Grant) -> tuple[Condition, ...]:
        if grant.id not in self._limited:
            self._limited[grant.id] = tuple(own_conditions(grant, self.matter, self.authority.world))
        return self._limited[grant.id]

    def _reaches(self, grant: Grant) -> bool:
        """Whether a grant could reach the matter, were nothing barred and everybody with whom it is used there."""
        return all(
            condition.verdict is not Verdict.NO or condition.kind is ConditionKind.JOINTLY
            for condition in self._limits(grant)
        )

    @cached_property
    def _sources(self) -> dict[str, frozenset[str]]:
        """For each bar, ids of the grants that the bodies that must decide themselves have the matter from."""
        bars = [bar for bar in self.authority.world.bars if bar.bodies]
        return {
            bar.id: self._sources_of(bar.bodies) for bar in bars if self.authority.world.is_barred(bar, self.matter)
        }

    def _sources_of(self, bodies: frozenset[str]) -> frozenset[str]:
        held = [one for body in sorted(bodies) for one in self.authority.held(body) if self._reaches(one)]
        if any(one.kind is GrantKind.ORIGINAL for one in held):
            return frozenset()  # the law gives it to them, and they have it from nobody
        found: set[str] = set()
        waiting = [one for one in held if one.kind is not GrantKind.ACTING]
        seen = {one.id for one in waiting}
        while waiting:
            for steps in self._given_from(waiting.pop(), bodies):
                found.update(one.id for one in steps)
                if steps[-1].id not in seen:
                    seen.add(steps[-1].id)
                    waiting.append(steps[-1])
        return frozenset(found)

    def _given_from(self, grant: Grant, bodies: frozenset[str]) -> Iterator[tuple[Grant, ...]]:
        """Each basis that the matter comes from, after the share it comes through; not what the bodies gave away."""
        for basis in self.authority.each_basis(grant):
            steps = (basis.through, basis.parent) if basis.through else (basis.parent,)
            if basis.held and all(
                self._reaches(above)
                and above.giver not in bodies
                and not further_condition(above, below, self.authority.world)
                for below, above in pairwise((grant, *steps))
            ):
                yield steps

    def chains(self, holder: str, most: int = MOST_CHAINS) -> tuple[list[Chain], bool]:
        """Every chain that could give the holder the matter, nearest to a yes first.

        Returns:
            At most `most` chains, and whether those are all.
        """
        found: list[Chain] = []
        walk = ChainWalk(self.authority)
        for grant in self.authority.held(holder):
            for links, loose in walk.from_grant(grant):
                found.append(Chain(links, tuple(self._conditions(links, loose))))
        found.sort(key=lambda chain: chain.order)
        return found[:most], len(found) <= most and not walk.gave_up

    def _conditions(self, links: tuple[Grant, ...], loose: tuple[Condition, ...]) -> Iterator[Condition]:
        for link in links:
            yield from self.own(link)
        yield from loose
        yield from giving(links, self.authority.world)
        given = self._given.get(links[-1].id, Verdict.NO)
        if given is not Verdict.NO:
            asked = (
                "saken er gitt til andre" if given is Verdict.YES else "det er ikke avgjort om saken er gitt til andre"
            )
            verdict = Verdict.NO if given is Verdict.YES else Verdict.UNDETERMINED
            limit = "gjelder det ingen andre er gitt"
            yield Condition(ConditionKind.GIVEN_TO_OTHERS, verdict, links[-1].id, asked, limit)


def giving(links: tuple[Grant, ...], world: World) -> Iterator[Condition]:
    """Whether each link of a chain could be given out of those above it. The links go from receiver to origin."""
    for place in range(len(links) - 1):
        child, parent = links[place], links[place + 1]
        further = further_condition(parent, child, world)
        if further:
            yield further
        for above in links[place + 1 :]:
            level = level_condition(above, child, world)
            if level:
                yield level


def holding(links: tuple[Grant, ...], world: World) -> Iterator[Condition]:
    """Whether a chain holds on the day, whatever the matter."""
    for link in links:
        yield from standing(link, world)
    yield from giving(links, world)


@dataclass
class _Step:
    """How far up a walk has come, and where it can go from there."""

    links: tuple[Grant, ...]
    loose: tuple[Condition, ...]
    bases: Iterator[Basis]
    went_on: bool = False


class ChainWalk:
    """Lists the chains above a grant, each grant at most once in a chain. Gives up after so many steps."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._steps = 0
        self.gave_up = False

    def from_grant(self, grant: Grant) -> Iterator[tuple[tuple[Grant, ...], tuple[Condition, ...]]]:
        """Yield (links, what is wrong with how they hang together).

        A share through which a grant is given stands between the two, and may stand so more than once in a chain.
        """
        way, used = [self._step((grant,), ())], {grant.id}
        while way and not self.gave_up:
            here = way[-1]
            last = here.links[-1]
            basis = self._next(here, used)
            if basis is not None:
                here.went_on = True
                between = (basis.through,) if basis.through else ()
                broken = () if basis.held else (self._not_held(last, basis.parent),)
                way.append(self._step((*here.links, *between, basis.parent), (*here.loose, *broken)))
                used.add(basis.parent.id)
                continue
            way.pop()
            used.discard(last.id)
            if last.kind in ROOTS:
                yield here.links, here.loose
            elif not here.went_on and not self.gave_up:
                yield here.links, (*here.loose, self._no_basis(last))

    def _step(self, links: tuple[Grant, ...], loose: tuple[Condition, ...]) -> _Step:
        return _Step(links, loose, self._authority.each_basis(links[-1]))

    def _next(self, here: _Step, used: set[str]) -> Basis | None:
        for basis in here.bases:
            self._steps += 1
            self.gave_up = self.gave_up or self._steps > SEARCH_STEPS
            if self.gave_up:
                return None
            if basis.parent.id not in used:
                return basis
        return None

    def _no_basis(self, grant: Grant) -> Condition:
        asked = self._authority.world.name(grant.giver or grant.receiver)
        return Condition(ConditionKind.NO_BASIS, Verdict.NO, grant.id, asked, "hviler ikke på noe som finnes")

    def _not_held(self, child: Grant, parent: Grant) -> Condition:
        world = self._authority.world
        asked = f"gitt av {world.name(child.giver or '?')}"
        limit = f"{parent.name} er gitt til {world.name(parent.receiver)}"
        return Condition(ConditionKind.NOT_HELD, Verdict.NO, child.id, asked, limit)
