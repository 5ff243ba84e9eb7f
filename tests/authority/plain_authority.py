"""Authority, slow and obvious: every simple chain is listed, and a matter is held against each link of each chain.

Shares nothing with queries/authority but the data classes and codes. A verdict is a number here: no, maybe and yes in
rising order, so that what must all hold is the least of them, and what is enough alone the greatest. Made for random
graphs of a handful of grants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

from queries.authority.grants import Bar, Grant, GrantKind, Reach, World
from queries.authority.matter import Matter
from schema.actions import Action, VatBasis
from schema.authority import AmountPeriod, FurtherDelegation, MatterArea
from schema.values import Certainty

NO, MAYBE, YES = 0, 1, 2
VAT_RATES = [Fraction(rate, 100) for rate in (0, 12, 15, 25)]
ORIGINS = (GrantKind.ORIGINAL, GrantKind.RESIDUAL)

Links = tuple[Grant, ...]
"""A chain: from the one who decides, to where the authority begins."""


def universe(
    *,
    actions: Iterable[Action],
    provisions: Iterable[str],
    areas: Iterable[MatterArea],
    amounts: Iterable[float | None],
    case_types: Iterable[str | None],
    units: Iterable[str | None],
    together: Iterable[tuple[str, ...]] = ((),),
) -> list[Matter]:
    """Every atomic matter that these make; what is unknown is a value of its own."""
    places: list[tuple[str | None, MatterArea | None]] = [(one, None) for one in provisions]
    places += [(None, one) for one in areas]
    return [
        Matter(action, provision, area, amount, vat, period, case_type, unit, principal, posts)
        for action, (provision, area), amount, vat, period, case_type, unit, principal, posts in product(
            actions, places, amounts, [*VatBasis, None], AmountPeriod, case_types, units, [True, False, None], together
        )
    ]


class PlainAuthority:
    """All grants on a day."""

    def __init__(self, grants: Iterable[Grant], world: World, councils: frozenset[str] = frozenset()) -> None:
        self.grants = {grant.id: grant for grant in grants}
        self.world = world
        self.councils = councils
        self._sources: dict[tuple[str, Matter], set[str]] = {}
        self.chains = {one: list(self._upward((grant,), (grant,))) for one, grant in self.grants.items()}

    def ways_up(self, grant: Grant) -> list[Links]:
        """What a grant is given out of: a parent alone, or a share in what somebody else holds and then that."""
        if grant.kind in ORIGINS:
            return []
        held = [one for one in self.grants.values() if one.receiver == grant.giver and one.id != grant.id]
        given = [one for one in held if one.kind in (*ORIGINS, GrantKind.DELEGATION)]
        shares = [one for one in held if one.kind is GrantKind.SHARING]
        if grant.kind is GrantKind.SHARING:
            return [(one,) for one in given]
        if not grant.rests_on:
            return [(one,) for one in [*given, *shares]]
        ways: list[Links] = []
        for parent in (self.grants[one] for one in grant.rests_on if one in self.grants):
            if parent.receiver == grant.giver:
                ways.append((parent,))
            else:
                ways += [(share, parent) for share in shares if share.giver == parent.receiver]
        return ways

    def _upward(self, parents: Links, links: Links) -> Iterator[Links]:
        """Every chain in which nothing is given out of itself."""
        if parents[-1].kind in ORIGINS:
            yield links
        for way in self.ways_up(parents[-1]):
            if way[-1] not in parents:
                yield from self._upward((*parents, way[-1]), (*links, *way))

    def of_grant(self, grant: str, matter: Matter) -> int:
        """What a grant gives."""
        return max((self.of_chain(links, matter) for links in self.chains[grant]), default=NO)

    def verdict(self, holder: str, matter: Matter) -> int:
        """What somebody may decide."""
        held = [one for one in self.grants.values() if one.receiver == holder]
        return max((self.of_grant(one.id, matter) for one in held), default=NO)

    def of_chain(self, links: Links, matter: Matter) -> int:
        """What a chain gives: the least of what its links allow."""
        allowed = [link_allows(link, matter, self.world) for link in links]
        allowed += [NO for link in links for bar in self.world.bars if self.is_barred(bar, link, matter)]
        allowed.append(hangs_together(links, self.world))
        if links[-1].kind is GrantKind.RESIDUAL:
            allowed.append(YES - self.given_to_others(links[-1], matter))
        return min(allowed)

    def given_to_others(self, residual: Grant, matter: Matter) -> int:
        """Whether anybody but the one with residual authority, and the council, has been given the matter.

        Acting for somebody gives nothing away, so that it does not count. What is given to several together is given.
        """
        matter = self.with_everybody(matter)
        aside = {residual.receiver, *self.councils}
        chains = [
            links
            for one in self.grants.values()
            if one.receiver not in aside and one.kind is not GrantKind.ACTING
            for links in self.chains[one.id]
            if links[-1].kind is GrantKind.ORIGINAL and town_of(links[-1].receiver) == town_of(residual.receiver)
        ]
        return max((self.of_chain(links, matter) for links in chains), default=NO)

    def is_barred(self, bar: Bar, grant: Grant, matter: Matter) -> bool:
        """Whether a bar keeps a grant from giving a matter.

        A bar of a delegation stops that delegation. A bar of provisions stops all that is given to others than the
        bodies it names; where it names any, it stops others' original authority too. What the bodies themselves have
        the matter from is not stopped: whoever delegated keeps the competence.
        """
        if grant.kind is GrantKind.ACTING or (bar.actions and matter.action not in bar.actions):
            return False
        if grant.id in bar.delegations and grant.kind not in ORIGINS:
            return True
        if bar.homes is not None and (town_of(grant.id) or "") not in bar.homes:
            return False
        above = self.world.provisions_above.get(matter.provision, (matter.provision,)) if matter.provision else ()
        if not bar.provisions.intersection(above) or grant.receiver in bar.bodies:
            return False
        if not bar.bodies:
            return grant.kind not in ORIGINS
        if (bar.id, matter) not in self._sources:
            self._sources[bar.id, matter] = self.sources(bar.bodies, matter)
        return grant.id not in self._sources[bar.id, matter]

    def sources(self, bodies: frozenset[str], matter: Matter) -> set[str]:
        """Ids of the grants that some bodies have a matter from. None where the law gives it to them directly."""
        together = self.with_everybody(matter)
        reaching = [one for one in self.grants.values() if link_allows(one, together, self.world) != NO]
        held = [one for one in reaching if one.receiver in bodies and one.kind is not GrantKind.ACTING]
        if any(one.kind is GrantKind.ORIGINAL for one in held):
            return set()
        outside = [one for one in reaching if one.receiver not in bodies and one.giver not in bodies]
        found, climbed = set(), [*held]
        for child in climbed:  # grows while it is walked through
            for way in self.ways_up(child):
                steps = zip((child, *way), way, strict=False)
                open_way = all(
                    above.further is not FurtherDelegation.NO or below.kind is GrantKind.ACTING
                    for below, above in steps
                )
                if open_way and all(one in outside for one in way):
                    found |= {one.id for one in way}
                    climbed += [way[-1]] if way[-1] not in climbed else []
        return found

    def with_everybody(self, matter: Matter) -> Matter:
        """The matter, decided with all who must take part in anything."""
        everybody = {post for one in self.grants.values() for post in one.jointly_with}
        return replace(matter, together_with=tuple(sorted({*everybody, *matter.together_with})))

    def table(self, matters: Iterable[Matter]) -> dict[str, dict[Matter, int]]:
        """For each grant, what it gives of each matter."""
        asked = list(matters)
        return {one: {matter: self.of_grant(one, matter) for matter in asked} for one in self.grants}


def town_of(full_id: str) -> str | None:
    """The municipality in front of a colon, where there is one."""
    return full_id.split(":")[0] if ":" in full_id else None


def hangs_together(links: Links, world: World) -> int:
    """Whether everything in a chain could be given out of what stands above it."""
    allowed = [YES]
    for place, parent in enumerate(links):
        below = [link for link in links[:place] if link.kind is not GrantKind.ACTING]
        if parent.further is FurtherDelegation.NO and place and links[place - 1] in below:
            allowed.append(NO)
        if parent.further is FurtherDelegation.TO_LEVEL:
            allowed += [_low_enough(parent.further_level, world.levels.get(link.receiver)) for link in below]
    return min(allowed)


def _low_enough(lowest: int | None, level: int | None) -> int:
    if lowest is None or level is None:
        return MAYBE
    return YES if level <= lowest else NO


def link_allows(grant: Grant, matter: Matter, world: World) -> int:
    """Whether a matter is within a grant, its place in a chain and what is barred apart."""
    reach = grant.reach
    return min(
        holds_on_the_day(grant, world),
        YES if reach.actions is None or matter.action in reach.actions else NO,
        scope(reach, matter, world),
        _among(reach.within, matter.unit, world.units_above.get(matter.unit or "", frozenset({matter.unit or ""}))),
        MAYBE if grant.kind in ORIGINS and not reach.within and elsewhere(grant, matter) else YES,
        amount(reach, matter),
        _among(
            frozenset(one.lower() for one in reach.case_types),
            matter.case_type,
            frozenset({(matter.case_type or "").lower()}),
        ),
        _principal(reach.principal, matter.principal),
        YES if all(post in matter.together_with for post in grant.jointly_with) else NO,
    )


def elsewhere(grant: Grant, matter: Matter) -> bool:
    """Whether the matter concerns a unit of another municipality than the one who holds it."""
    return matter.unit is not None and town_of(matter.unit) != town_of(grant.receiver)


def holds_on_the_day(grant: Grant, world: World) -> int:
    """Whether a grant is there at all."""
    if world.day < (grant.valid_from or date.min) or world.day >= (grant.valid_to or date.max):
        return NO
    if grant.certainty is Certainty.PROPOSED or grant.receiver in world.outside:
        return NO
    if grant.revoked and grant.revoked_on is not None and world.day >= grant.revoked_on:
        return NO
    unsure = grant.practice_only or grant.only_in_absence or (grant.revoked and grant.revoked_on is None)
    return MAYBE if unsure else YES


def scope(reach: Reach, matter: Matter, world: World) -> int:
    """Whether the provision or area is in scope; where only the number it replaced is, nobody can say."""
    over_all = not reach.covers and not reach.areas
    if matter.provision is None:
        return YES if over_all or matter.area in reach.areas else NO
    now = _nearest_named(reach, world.provisions_above.get(matter.provision, (matter.provision,)))
    if now is not None:
        return now
    if over_all:
        return YES
    return MAYBE if _nearest_named(reach, world.replaced.get(matter.provision, ())) == YES else NO


def _nearest_named(reach: Reach, above: tuple[str, ...]) -> int | None:
    named = [one for one in above if one in reach.covers | reach.excepts | reach.includes_again]
    return None if not named else NO if named[0] in reach.excepts else YES


def _among(limit: frozenset[str], asked: str | None, counts_as: frozenset[str]) -> int:
    if not limit:
        return YES
    return MAYBE if asked is None else YES if limit & counts_as else NO


def _principal(allowed: bool | None, asked: bool | None) -> int:
    """Every case that the two leave open is tried."""
    cases = {
        may or not matter
        for may in ([allowed] if allowed is not None else [True, False])
        for matter in ([asked] if asked is not None else [True, False])
    }
    return YES if cases == {True} else NO if cases == {False} else MAYBE


def amount(reach: Reach, matter: Matter) -> int:
    """Whether the amount is within the limit, at every rate of VAT and however much else there is in the period.

    A matter that is not about money, of 0, is within every limit but one: under 0.
    """
    if matter.amount_nok == 0 and (reach.amount_unknown or reach.amount_max_nok is not None):
        possible = [0, 1] if reach.amount_unknown else [reach.amount_max_nok]
        tries = {_inside(Fraction(0), replace(reach, amount_max_nok=most)) for most in possible}
        return YES if tries == {True} else NO if tries == {False} else MAYBE
    if reach.amount_unknown:
        return MAYBE
    if reach.amount_max_nok is None:
        return YES
    if matter.amount_nok is None or matter.amount_vat is None or reach.amount_vat is None:
        return MAYBE
    tries = {_inside(one, reach) for one in _amounts(matter, reach.amount_vat)}
    if matter.amount_per is not reach.amount_per:
        if matter.amount_per is AmountPeriod.CASE:
            tries.add(False)  # other cases may have used the limit up
        elif reach.amount_per is AmountPeriod.CASE:
            tries.add(True)  # each case is a part, and may be as small as one likes
        else:
            tries = {True, False}
    return YES if tries == {True} else NO if tries == {False} else MAYBE


def _amounts(matter: Matter, basis: VatBasis) -> list[Fraction]:
    asked = Fraction(matter.amount_nok or 0)
    if matter.amount_vat is basis:
        return [asked]
    return [asked * (1 + rate) if basis is VatBasis.INCLUDED else asked / (1 + rate) for rate in VAT_RATES]


def _inside(asked: Fraction, reach: Reach) -> bool:
    most = Fraction(reach.amount_max_nok or 0)
    return asked < most or (reach.amount_inclusive and asked == most)
