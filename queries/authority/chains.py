"""Chains of authority: from the one who decides, through every delegator, to where the authority begins.

A chain gives a matter when no link of it fails. Each link is held against the matter by itself, so that what a chain
gives is what all its links give: the intersection, and never more than the parent.

The verdict is found by letting authority flow down from original authority until nothing changes, which ends also where
delegations rest on each other in a ring: a ring begins nowhere, and gives nothing. Chains are listed to be shown.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from queries.authority.grants import (
    ROOTS,
    Grant,
    GrantKind,
    World,
    bar_condition,
    further_condition,
    level_condition,
    own_conditions,
    standing,
)
from queries.authority.matter import RANK, Condition, ConditionKind, Matter, Verdict, strongest, weakest
from schema.authority import FurtherDelegation

MOST_CHAINS = 200
SEARCH_STEPS = 50_000


@dataclass(frozen=True, order=True)
class Cap:
    """How far down the authority of a chain may be delegated: a level, and whether a source leaves the level out."""

    level: int = 1_000
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
    def order(self) -> tuple[int, int, int, tuple[str, ...]]:
        """The chain nearest to a yes first."""
        failing = sum(condition.verdict is Verdict.NO for condition in self.conditions)
        return failing, len(self.conditions), len(self.links), tuple(link.id for link in self.links)


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
        if grant.kind in ROOTS or grant.giver is None:
            return []
        own = [held for held in self.held(grant.giver) if held.kind is not GrantKind.ACTING and held.id != grant.id]
        if grant.kind is GrantKind.SHARING:
            # A share in a share is none: what is shared is what the post itself has been given.
            return [Basis(held) for held in own if held.kind is not GrantKind.SHARING]
        if not grant.rests_on:
            return [Basis(held) for held in own]
        return [self._named(grant, self.grants[one]) for one in grant.rests_on if one in self.grants]

    def _named(self, grant: Grant, parent: Grant) -> Basis:
        if parent.receiver == grant.giver:
            return Basis(parent)
        shares = (held for held in self.held(grant.giver or "") if held.kind is GrantKind.SHARING)
        share = next((one for one in shares if one.giver == parent.receiver), None)
        return Basis(parent, share, share is not None)

    @cached_property
    def _children(self) -> dict[str, list[Grant]]:
        found: dict[str, list[Grant]] = defaultdict(list)
        for grant in self.grants.values():
            for basis in self.bases(grant):
                found[basis.parent.id].append(grant)
        return found

    def children(self, grant: Grant) -> list[Grant]:
        """The grants that rest on it."""
        return self._children.get(grant.id, [])


class Judgement:
    """A matter held against all authority on a day."""

    def __init__(self, authority: Authority, matter: Matter) -> None:
        matter.check()
        self.authority = authority
        self.matter = matter
        self._own: dict[str, tuple[Condition, ...]] = {}
        self.given = Verdict.NO
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
        """Let authority flow down, first without residual authority, which is over what nobody else has been given."""
        self._flow(Verdict.NO)
        self.given = strongest(
            [
                self.of_grant(grant)
                for grant in self.authority.grants.values()
                if grant.kind is not GrantKind.RESIDUAL and grant.receiver not in self.authority.councils
            ]
        )
        if any(grant.kind is GrantKind.RESIDUAL for grant in self.authority.grants.values()):
            self._flow({Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES}.get(self.given, Verdict.UNDETERMINED))

    def _flow(self, residual: Verdict) -> None:
        self._best = {}
        self._by_grant: dict[str, set[_State]] = defaultdict(set)
        queue: deque[_State] = deque()
        for grant in self.authority.grants.values():
            if grant.kind in ROOTS:
                verdict = self._own_verdict(grant)
                if grant.kind is GrantKind.RESIDUAL:
                    verdict = weakest([verdict, residual])
                self._raise(grant, Cap(), verdict, queue)
        while queue:
            state = queue.popleft()
            parent = self.authority.grants[state[0]]
            for child in self.authority.children(parent):
                for cap, verdict in self._passed_on(parent, state, child):
                    self._raise(child, cap, verdict, queue)

    def _raise(self, grant: Grant, cap: Cap, verdict: Verdict, queue: deque[_State]) -> None:
        state = (grant.id, cap.under(grant))
        if RANK[verdict] > RANK[self._best.get(state, Verdict.NO)]:
            self._best[state] = verdict
            self._by_grant[grant.id].add(state)
            queue.append(state)

    def _passed_on(self, parent: Grant, state: _State, child: Grant) -> Iterator[tuple[Cap, Verdict]]:
        for basis in self.authority.bases(child):
            if basis.parent.id != parent.id or not basis.held:
                continue
            steps = [parent, *([basis.through] if basis.through else []), child]
            verdicts = [self._best[state]]
            for giver, receiver in pairwise(steps):
                verdicts.append(Verdict.NO if further_condition(giver, receiver, self.authority.world) else Verdict.YES)
                verdicts.append(self._own_verdict(receiver))
                verdicts.append(state[1].allows(receiver, self.authority.world))
            yield state[1], weakest(verdicts)

    def own(self, grant: Grant) -> tuple[Condition, ...]:
        """What stands in the way at a grant itself, its bars with it."""
        if grant.id not in self._own:
            bar = bar_condition(grant, self.matter, self.authority.world)
            found = own_conditions(grant, self.matter, self.authority.world)
            self._own[grant.id] = (*found, *([bar] if bar else []))
        return self._own[grant.id]

    def _own_verdict(self, grant: Grant) -> Verdict:
        return weakest([condition.verdict for condition in self.own(grant)])

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
        if links[-1].kind is GrantKind.RESIDUAL and self.given is not Verdict.NO:
            asked = (
                "saken er gitt til andre"
                if self.given is Verdict.YES
                else "det er ikke avgjort om saken er gitt til andre"
            )
            verdict = Verdict.NO if self.given is Verdict.YES else Verdict.UNDETERMINED
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


class ChainWalk:
    """Lists the chains above a grant, each grant at most once in a chain."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._steps = 0
        self.gave_up = False

    def from_grant(self, grant: Grant) -> Iterator[tuple[tuple[Grant, ...], tuple[Condition, ...]]]:
        """Yield (links, what is wrong with how they hang together)."""
        yield from self._upward((grant,), ())

    def _upward(
        self, links: tuple[Grant, ...], loose: tuple[Condition, ...]
    ) -> Iterator[tuple[tuple[Grant, ...], tuple[Condition, ...]]]:
        self._steps += 1
        if self._steps > SEARCH_STEPS:
            self.gave_up = True
            return
        last = links[-1]
        if last.kind in ROOTS:
            yield links, loose
            return
        bases = [basis for basis in self._authority.bases(last) if basis.parent not in links]
        if not bases:
            asked = self._authority.world.name(last.giver or last.receiver)
            missing = Condition(ConditionKind.NO_BASIS, Verdict.NO, last.id, asked, "hviler ikke på noe som finnes")
            yield links, (*loose, missing)
        for basis in bases:
            between = (basis.through,) if basis.through and basis.through not in links else ()
            broken = () if basis.held else (self._not_held(last, basis.parent),)
            yield from self._upward((*links, *between, basis.parent), (*loose, *broken))

    def _not_held(self, child: Grant, parent: Grant) -> Condition:
        world = self._authority.world
        asked = f"gitt av {world.name(child.giver or '?')}"
        limit = f"{parent.name} er gitt til {world.name(parent.receiver)}"
        return Condition(ConditionKind.NOT_HELD, Verdict.NO, child.id, asked, limit)
