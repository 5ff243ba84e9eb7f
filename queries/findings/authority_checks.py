"""Rules that take the reckoning of authority: held against what every delegation effectively rests on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from queries.authority.chains import Authority, Basis, ChainWalk, holding
from queries.authority.facts import NOTHING
from queries.authority.grants import (
    Grant,
    GrantKind,
    Reach,
    World,
    further_condition,
    home,
    inside,
    level_condition,
    limit_text,
    standing,
)
from queries.authority.matter import Condition, Verdict, day_text

Finding = tuple[str, dict[str, Any]]
"""Id of the rule, and a row for its text: at least subject, subject_name and about."""


def check(authority: Authority, dataset: str = "") -> Iterator[Finding]:
    """Yield every breach, in the order of the delegations' ids.

    Args:
        authority: What is checked.
        dataset: Only what stands in this dataset; "" is everything that was read.
    """
    yield from _stand_in_for_each_other(authority, dataset)
    for grant in authority.grants.values():
        if dataset and home(grant.id) != dataset:
            continue
        if grant.kind is not GrantKind.DELEGATION or grant.giver == grant.receiver or _fails(grant, authority.world):
            continue
        bases = authority.bases(grant)
        yield from _on_itself(authority, grant)
        yield from _in_the_air(authority, grant, bases)
        yield from _lapsed(authority, grant, bases)
        yield from _forbidden(authority, grant, bases)
        yield from _exceeding(authority, grant, bases)


def _stand_in_for_each_other(authority: Authority, dataset: str) -> Iterator[Finding]:
    """Every ring of posts that are substitutes for each other, once, at the first of them by id."""
    stands_in_for: dict[str, list[str]] = {}
    for grant in authority.grants.values():
        if grant.kind is GrantKind.ACTING and grant.giver:
            stands_in_for.setdefault(grant.receiver, []).append(grant.giver)
    reported: set[str] = set()
    for post in sorted(stands_in_for):
        ring = [] if post in reported else _way_back(post, stands_in_for)
        if not ring:
            continue
        reported.update(ring)
        if not dataset or home(post) == dataset:
            name = authority.world.name
            names = " → ".join(name(one) for one in ring)
            row = {"subject": post, "subject_name": name(post), "about": ring[1:-1], "ring": names}
            yield "R-DEL-08", row


def _way_back(start: str, onwards: Mapping[str, list[str]]) -> list[str]:
    """A shortest way from something round to itself, or nothing."""
    ways, seen = deque([[start]]), set[str]()
    while ways:
        way = ways.popleft()
        for one in sorted(onwards.get(way[-1], [])):
            if one == start:
                return [*way, start]
            if one not in seen:
                seen.add(one)
                ways.append([*way, one])
    return []


def _row(grant: Grant, about: list[str], **values: Any) -> dict[str, Any]:
    return {"subject": grant.id, "subject_name": grant.name, "about": about, **values}


def _fails(grant: Grant, world: World) -> Condition | None:
    """Why a grant does not hold by itself on the day, if it does not."""
    return next((one for one in standing(grant, world) if one.verdict is Verdict.NO), None)


def _on_itself(authority: Authority, grant: Grant) -> Iterator[Finding]:
    ring = _ring(authority, grant)
    if ring:
        names = " → ".join(one.name for one in ring)
        yield "R-DEL-12", _row(grant, [one.id for one in ring[1:]], ring=names)


def _ring(authority: Authority, grant: Grant) -> list[Grant]:
    """The way by which a delegation names itself as what it rests on, or nothing. Named bases only."""
    ways = [[grant]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for one in way[-1].rests_on:
            if one == grant.id:
                return [*way, grant]
            if one in authority.grants and one not in seen:
                seen.add(one)
                ways.append([*way, authority.grants[one]])
    return []


def _in_the_air(authority: Authority, grant: Grant, bases: list[Basis]) -> Iterator[Finding]:
    world = authority.world
    if not bases:
        giver = world.name(grant.giver or "?")
        reason = (
            "det den skal hvile på, finnes ikke denne dagen"
            if grant.rests_on
            else f"{giver} har ingen myndighet å gi av"
        )
        yield "R-DEL-11", _row(grant, [grant.giver or ""], reason=reason)
        return
    if not any(basis.held for basis in bases):
        parent = bases[0].parent
        reason = f"«{parent.name}» er gitt til {world.name(parent.receiver)}, ikke til {world.name(grant.giver or '?')}"
        yield "R-DEL-11", _row(grant, [parent.id], reason=reason)


def _lapsed(authority: Authority, grant: Grant, bases: list[Basis]) -> Iterator[Finding]:
    """Every basis has ended; reported with the nearest ended link of each chain."""
    held = [basis for basis in bases if basis.held]
    reasons = [_ended(authority, basis.parent) for basis in held]
    if held and all(reasons):
        parent, reason = next(one for one in reasons if one)
        yield "R-DEL-04", _row(grant, [parent.id], parent_name=parent.name, reason=reason.limit)


def _ended(authority: Authority, parent: Grant) -> tuple[Grant, Condition] | None:
    """The nearest link above that does not hold on the day, where no chain is without one."""
    nearest: tuple[Grant, Condition] | None = None
    for links, loose in ChainWalk(authority).from_grant(parent):
        ended = next(((link, found) for link in links if (found := _fails(link, authority.world))), None)
        if ended is None:
            return None
        if not loose:
            nearest = nearest or ended
    return nearest


def _forbidden(authority: Authority, grant: Grant, bases: list[Basis]) -> Iterator[Finding]:
    world = authority.world
    held = [basis for basis in bases if basis.held]
    refused = [_refused(authority, grant, basis) for basis in held]
    if held and all(refused):
        first = next(one for one in refused if one)
        yield "R-DEL-03", _row(grant, [first.grant], reason=f"{first.asked}, men grunnlaget {first.limit}")
    for bar in world.bars:
        if grant.id in bar.delegations:
            yield "R-DEL-03", _row(grant, [bar.id], reason=f"«{bar.name}» sperrer den")
        barred = [
            one
            for one in sorted(grant.reach.covers)
            if bar.provisions.intersection(world.provisions_above.get(one, (one,)))
        ]
        acts = not bar.actions or grant.reach.actions is None or bool(bar.actions & grant.reach.actions)
        if barred and acts and bar.is_on(grant) and grant.receiver not in bar.bodies:
            yield (
                "R-DEL-03",
                _row(grant, [bar.id, *barred], reason=f"«{bar.name}» sperrer {world.listed(frozenset(barred))}"),
            )


def _refused(authority: Authority, grant: Grant, basis: Basis) -> Condition | None:
    direct = further_condition(basis.parent, grant, authority.world)
    if direct:
        return direct
    found: Condition | None = None
    for links, _ in ChainWalk(authority).from_grant(basis.parent):
        levels = [level for link in links if (level := level_condition(link, grant, authority.world))]
        failing = next((level for level in levels if level.verdict is Verdict.NO), None)
        if failing is None:
            return None
        found = found or failing
    return found


def _exceeding(authority: Authority, grant: Grant, bases: list[Basis]) -> Iterator[Finding]:
    """Each dimension in which a delegation says more than all it rests on says together.

    A dimension that the delegation is silent about is no limit of its own: it then takes what the basis has.
    """
    every = [
        links
        for basis in bases
        if basis.held
        for links, loose in ChainWalk(authority).from_grant(basis.parent)
        if not loose
    ]
    above = [links for links in every if not any(one.verdict is Verdict.NO for one in holding(links, authority.world))]
    if not above:
        return
    parent = above[0][0]
    about = sorted({links[0].id for links in above})
    for dimension, child, most in (*_dimensions(grant, above, authority.world), *_time(grant, every)):
        yield (
            "R-DEL-01",
            _row(grant, about, parent_name=parent.name, dimension=dimension, child_value=child, parent_value=most),
        )


_Chains = list[tuple[Grant, ...]]


def _dimensions(grant: Grant, above: _Chains, world: World) -> Iterator[tuple[str, str, str]]:
    reach = grant.reach
    actions = _common_actions(above)
    if reach.actions is not None and actions is not None and not reach.actions <= actions:
        extra = ", ".join(sorted(action.bokmaal.lower() for action in reach.actions - actions))
        yield "handling", extra, ", ".join(sorted(action.bokmaal.lower() for action in actions)) or "ingen"
    yield from _amount(reach, above)
    named = (reach.covers | reach.includes_again) - {NOTHING}
    provisions = frozenset(one for one in named if not _covered(one, above, world))
    if provisions:
        yield "bestemmelser", world.listed(provisions), "ikke disse"
    areas = frozenset(
        area for area in reach.areas if not any(all(_has_area(link, area) for link in links) for links in above)
    )
    if areas:
        yield "område", ", ".join(sorted(area.bokmaal.lower() for area in areas)), "ikke disse"
    units = frozenset(
        unit for unit in reach.within - {NOTHING} if not any(_has_unit(links, unit, world) for links in above)
    )
    if units:
        yield "enhet", world.listed(units), "ikke disse"
    types = sorted(one for one in reach.case_types if not any(_has_type(links, one) for links in above))
    if types:
        yield "sakstype", ", ".join(types), "ikke disse"
    if reach.principal is True and not any(all(link.reach.principal is not False for link in links) for links in above):
        yield "prinsipielle saker", "med", "ikke med"


def _common_actions(above: _Chains) -> frozenset[Any] | None:
    found: frozenset[Any] = frozenset()
    for links in above:
        limited = [link.reach.actions for link in links if link.reach.actions is not None]
        if not limited:
            return None
        found |= frozenset.intersection(*limited)
    return found


def _amount(reach: Reach, above: _Chains) -> Iterator[tuple[str, str, str]]:
    """Only limits of the same period and VAT basis compare."""
    if reach.amount_max_nok is None:
        return
    tightest: list[Reach] = []
    for links in above:
        same = [
            link.reach
            for link in links
            if link.reach.amount_max_nok is not None
            and (link.reach.amount_per, link.reach.amount_vat) == (reach.amount_per, reach.amount_vat)
        ]
        if not same:
            return
        tightest.append(min(same, key=_size))
    widest = max(tightest, key=_size)
    if _size(reach) > _size(widest):
        yield "beløp", limit_text(reach), limit_text(widest)


def _size(reach: Reach) -> tuple[float, bool]:
    return reach.amount_max_nok or 0.0, reach.amount_inclusive


def _covered(provision: str, above: _Chains, world: World) -> bool:
    way = world.provisions_above.get(provision, (provision,))
    return any(all(inside(link.reach, way) for link in links) for links in above)


def _has_area(link: Grant, area: Any) -> bool:
    return area in link.reach.areas or (not link.reach.areas and not link.reach.covers)


def _has_unit(links: tuple[Grant, ...], unit: str, world: World) -> bool:
    over = world.units_above.get(unit, frozenset({unit}))
    return all(not link.reach.within or link.reach.within & over for link in links)


def _has_type(links: tuple[Grant, ...], case_type: str) -> bool:
    limits = [{one.casefold() for one in link.reach.case_types} for link in links if link.reach.case_types]
    return all(case_type.casefold() in limit for limit in limits)


def _time(grant: Grant, every: _Chains) -> Iterator[tuple[str, str, str]]:
    """Hold the period against all that it has rested, rests or will rest on: one basis may take over after another."""
    starts = [max((link.valid_from for link in links if link.valid_from), default=None) for links in every]
    earliest = min((start for start in starts if start), default=None) if all(starts) else None
    if earliest and grant.valid_from and grant.valid_from < earliest:
        yield "tid", f"fra {day_text(grant.valid_from)}", f"fra {day_text(earliest)}"
    ends = [min((link.valid_to for link in links if link.valid_to), default=None) for links in every]
    latest = max((end for end in ends if end), default=None) if all(ends) else None
    if latest and grant.valid_to and grant.valid_to > latest:
        yield "tid", f"til {day_text(grant.valid_to)}", f"til {day_text(latest)}"
