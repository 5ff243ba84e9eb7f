"""What gives authority, whatever its form, and whether it reaches a matter.

A *grant* is original authority, a delegation, a director's sharing of level 1, or acting for a post's holder. Each is
judged by itself here; `chains` puts them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date

from queries.authority.matter import Condition, ConditionKind, Matter, Verdict, day_text
from schema.actions import Action, VatBasis
from schema.authority import AmountPeriod, DelegationForm, FurtherDelegation, MatterArea
from schema.base import holds
from schema.values import Certainty, Code

HIGHEST_VAT = 1.25
"""With VAT an amount is at most this times what it is without: merverdiavgiftsloven § 5-1 and Stortinget's decision."""


class GrantKind(Code):
    """Forms of authority."""

    ORIGINAL = "original", "Opprinnelig myndighet", "Given by law to the body or post itself."
    RESIDUAL = "residual", "Restmyndighet", "Over whatever nobody else has been given."
    DELEGATION = "delegation", "Delegering", "Given by another body or post."
    SHARING = "sharing", "Delt fullmakt", "A director's share in level 1 within a tjenesteområde."
    ACTING = "acting", "Opptrer for", "Acts for the holder of another post."


ROOTS = frozenset({GrantKind.ORIGINAL, GrantKind.RESIDUAL})


def home(one: str) -> str:
    """The municipality that a full id belongs to, as the dataset it is in; "" for an id without any."""
    dataset, parted, _ = one.partition(":")
    return dataset if parted else ""


@dataclass(frozen=True)
class Reach:
    """What a grant is over and up to. An empty set, or None, is no limit of its own."""

    actions: frozenset[Action] | None = None
    areas: frozenset[MatterArea] = frozenset()
    covers: frozenset[str] = frozenset()
    excepts: frozenset[str] = frozenset()
    includes_again: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    amount_max_nok: float | None = None
    amount_unknown: bool = False
    amount_per: AmountPeriod = AmountPeriod.CASE
    amount_inclusive: bool = True
    amount_vat: VatBasis | None = None
    case_types: frozenset[str] = frozenset()
    principal: bool | None = True
    conditions: str | None = None


@dataclass(frozen=True)
class Grant:
    """One link of a chain of authority."""

    id: str
    name: str
    kind: GrantKind
    receiver: str
    giver: str | None = None
    reach: Reach = Reach()
    further: FurtherDelegation = FurtherDelegation.YES
    further_level: int | None = None
    jointly_with: frozenset[str] = frozenset()
    rests_on: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    revoked: bool = False
    revoked_on: date | None = None
    practice_only: bool = False
    only_in_absence: bool = False
    form: DelegationForm | None = None
    certainty: Certainty | None = None
    illustrative: bool = False
    source: str | None = None


@dataclass(frozen=True)
class Bar:
    """A bar: nothing barred is given, save to the bodies that it says must decide themselves.

    Attributes:
        homes: The municipalities whose authority a bar of provisions is on; None for one that stands beside the law
            itself, and is on everybody's. What is given from one municipality to another is under both.
    """

    id: str
    name: str
    provisions: frozenset[str]
    delegations: frozenset[str]
    actions: frozenset[Action] = frozenset()
    bodies: frozenset[str] = frozenset()
    homes: frozenset[str] | None = None

    def is_on(self, grant: Grant) -> bool:
        """Whether a bar of provisions is on authority such as this."""
        return self.homes is None or home(grant.id) in self.homes


@dataclass(frozen=True)
class World:
    """What grants are held against on one day.

    Attributes:
        day: The day.
        units_above: Each unit with itself and the units it is part of.
        provisions_above: Each provision with itself and what it is part of, nearest first.
        replaced: Each provision with those it replaced, directly or not, and what these are part of.
        in_force: Provisions that hold on the day.
        levels: Post to level of leadership, where it is known.
        bodies: Ids of bodies.
        outside: Ids of companies and other actors outside the municipality.
        vacant: Posts that nobody holds on the day.
        names: Names of all that may be shown.
        bars: Bars that hold on the day.
    """

    day: date
    units_above: dict[str, frozenset[str]] = dataclass_field(default_factory=dict)
    provisions_above: dict[str, tuple[str, ...]] = dataclass_field(default_factory=dict)
    replaced: dict[str, tuple[str, ...]] = dataclass_field(default_factory=dict)
    in_force: frozenset[str] = frozenset()
    levels: dict[str, int] = dataclass_field(default_factory=dict)
    bodies: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    vacant: frozenset[str] = frozenset()
    names: dict[str, str] = dataclass_field(default_factory=dict)
    bars: tuple[Bar, ...] = ()

    def name(self, one: str) -> str:
        """The name of something, or its id."""
        return self.names.get(one, one)

    def listed(self, ids: frozenset[str]) -> str:
        """Names, in order, separated by commas."""
        return ", ".join(sorted(self.name(one) for one in ids))

    def is_barred(self, bar: Bar, matter: Matter) -> bool:
        """Whether a bar of provisions is about the matter."""
        above = self.provisions_above.get(matter.provision, (matter.provision,)) if matter.provision else ()
        return bool(bar.provisions.intersection(above)) and (not bar.actions or matter.action in bar.actions)

    def barring(self, grant: Grant, matter: Matter, sources: Mapping[str, frozenset[str]]) -> Bar | None:
        """The first bar that keeps a grant from giving the matter.

        A bar of provisions that names no body only keeps them from being delegated: original authority stands. One that
        names bodies keeps everybody else out, save those that the bodies have the matter from: whoever delegated keeps
        the competence.

        Args:
            grant: What could give the matter.
            matter: What is asked about.
            sources: For each bar, ids of the grants that its bodies have the matter from.
        """
        for bar in self.bars:
            if grant.id in bar.delegations and (not bar.actions or matter.action in bar.actions):
                return bar
            if not bar.is_on(grant) or not self.is_barred(bar, matter) or grant.receiver in bar.bodies:
                continue
            if grant.id not in sources.get(bar.id, ()) and (bar.bodies or grant.kind not in ROOTS):
                return bar
        return None


def own_conditions(grant: Grant, matter: Matter, world: World) -> list[Condition]:
    """What in the grant itself stands in the way of a yes, its place in a chain apart."""
    return [*standing(grant, world), *_matter_conditions(grant, matter, world)]


def standing(grant: Grant, world: World) -> Iterator[Condition]:
    """Whether the grant holds on the day at all."""
    day = world.day

    def failing(kind: ConditionKind, limit: str, verdict: Verdict = Verdict.NO) -> Condition:
        return Condition(kind, verdict, grant.id, day_text(day), limit)

    if not holds(grant.valid_from, grant.valid_to, day):
        yield failing(ConditionKind.VALIDITY, _period(grant))
    if grant.revoked and grant.revoked_on is None:
        yield failing(ConditionKind.REVOKED, "tilbakekalt på en ukjent dag", Verdict.UNDETERMINED)
    elif grant.revoked and grant.revoked_on is not None and grant.revoked_on <= day:
        yield failing(ConditionKind.REVOKED, f"tilbakekalt {day_text(grant.revoked_on)}")
    if grant.certainty == Certainty.PROPOSED:
        yield failing(ConditionKind.PROPOSED, "bare foreslått")
    if grant.practice_only:
        yield failing(ConditionKind.PRACTICE, "bare praksis, ikke besluttet", Verdict.UNDETERMINED)
    if grant.only_in_absence:
        limit = f"{world.name(grant.giver or '')} har en innehaver; stedfortrederen opptrer når innehaveren er borte"
        yield failing(ConditionKind.ABSENCE, limit, Verdict.UNDETERMINED)
    if grant.receiver in world.outside:
        yield failing(ConditionKind.LEGAL_ENTITY, f"{world.name(grant.receiver)} er utenfor kommunen")


def _period(grant: Grant) -> str:
    begins = f"fra {day_text(grant.valid_from)}" if grant.valid_from else ""
    ends = f"til {day_text(grant.valid_to)}" if grant.valid_to else ""
    return " ".join(["gjelder", *filter(None, (begins, ends))])


def _matter_conditions(grant: Grant, matter: Matter, world: World) -> Iterator[Condition]:
    reach = grant.reach
    if reach.actions is not None and matter.action not in reach.actions:
        allowed = ", ".join(sorted(action.bokmaal.lower() for action in reach.actions))
        yield Condition(ConditionKind.ACTION, Verdict.NO, grant.id, matter.action.bokmaal.lower(), f"gjelder {allowed}")
    yield from _scope(grant, matter, world)
    yield from _unit(grant, matter, world)
    yield from _amount(grant, matter)
    yield from _case_type(grant, matter)
    yield from _principal(grant, matter)
    missing = grant.jointly_with - set(matter.together_with)
    if missing:
        limit = f"utøves sammen med {world.listed(grant.jointly_with)}"
        yield Condition(ConditionKind.JOINTLY, Verdict.NO, grant.id, "uten medvirkning", limit)


def _scope(grant: Grant, matter: Matter, world: World) -> Iterator[Condition]:
    reach = grant.reach
    everything = not reach.covers and not reach.areas
    if matter.area is not None:
        if not everything and matter.area not in reach.areas:
            yield Condition(ConditionKind.SCOPE, Verdict.NO, grant.id, matter.area.bokmaal, _said(reach, world))
        return
    above = world.provisions_above.get(matter.provision or "", (matter.provision or "",))
    found = inside(reach, above)
    asked = world.name(matter.provision or "")
    if found:
        return
    earlier = world.replaced.get(matter.provision or "", ())
    if found is None and earlier and inside(reach, earlier):
        limit = f"nevner {world.name(earlier[0])}, som er erstattet"
        yield Condition(ConditionKind.RENUMBERED, Verdict.UNDETERMINED, grant.id, asked, limit)
    else:
        yield Condition(ConditionKind.SCOPE, Verdict.NO, grant.id, asked, _said(reach, world))


def inside(reach: Reach, above: tuple[str, ...]) -> bool | None:
    """Whether a provision is in scope: by the most specific that is named; an exception wins where both are named.

    Args:
        reach: What names provisions. One that names no provision it covers and no area is over everything.
        above: The provision with all it is part of, nearest first.

    Returns:
        None where nothing on the way up is named, and it is not over everything.
    """
    for one in above:
        if one in reach.excepts:
            return False
        if one in reach.covers or one in reach.includes_again:
            return True
    return None if reach.covers or reach.areas else True


def _said(reach: Reach, world: World) -> str:
    parts = []
    if reach.covers:
        parts.append(f"gjelder {world.listed(reach.covers)}")
    if reach.areas:
        parts.append(f"gjelder {', '.join(sorted(area.bokmaal.lower() for area in reach.areas))}")
    if not parts:
        parts.append("gjelder alt")
    if reach.excepts:
        parts.append(f"unntatt {world.listed(reach.excepts)}")
    return ", ".join(parts)


def _unit(grant: Grant, matter: Matter, world: World) -> Iterator[Condition]:
    within = grant.reach.within
    if not within:
        yield from _other_municipality(grant, matter, world)
        return
    limit = f"gjelder innenfor {world.listed(within)}"
    if matter.unit is None:
        yield Condition(ConditionKind.UNIT, Verdict.UNDETERMINED, grant.id, "enheten er ikke oppgitt", limit)
    elif not within & world.units_above.get(matter.unit, frozenset({matter.unit})):
        yield Condition(ConditionKind.UNIT, Verdict.NO, grant.id, world.name(matter.unit), limit)


def _other_municipality(grant: Grant, matter: Matter, world: World) -> Iterator[Condition]:
    """What a body has by law it has in its own municipality; a unit of another's may carry its tasks out, or not."""
    if grant.kind in ROOTS and matter.unit is not None and home(matter.unit) != home(grant.receiver):
        limit = f"er myndighet som {world.name(grant.receiver)} har i en annen kommune enn enhetens"
        yield Condition(ConditionKind.UNIT, Verdict.UNDETERMINED, grant.id, world.name(matter.unit), limit)


def _amount(grant: Grant, matter: Matter) -> Iterator[Condition]:
    reach = grant.reach

    def condition(verdict: Verdict, asked: str, limit: str) -> Condition:
        return Condition(ConditionKind.AMOUNT, verdict, grant.id, asked, limit)

    if reach.amount_unknown:
        # Nothing at all is within every limit that includes itself, whatever it is.
        if matter.amount_nok != 0 or not reach.amount_inclusive:
            limit = "har en beløpsgrense som ingen kilde oppgir"
            yield condition(Verdict.UNDETERMINED, money(matter.amount_nok), limit)
        return
    if reach.amount_max_nok is None:
        return
    limit = limit_text(reach)
    if matter.amount_nok is None:
        yield condition(Verdict.UNDETERMINED, "beløpet er ikke oppgitt", limit)
        return
    asked = f"{money(matter.amount_nok)}{_vat_text(matter.amount_vat)} {matter.amount_per.bokmaal.lower()}"
    verdict = _within_amount(reach, matter)
    if verdict != Verdict.YES:
        yield condition(verdict, asked, limit)


def _within_amount(reach: Reach, matter: Matter) -> Verdict:
    """Hold the amount against the limit; where VAT or period differ, only what is certain in every case is certain."""
    amount, most = matter.amount_nok or 0.0, reach.amount_max_nok or 0.0
    if amount == 0:
        # VAT of nothing is nothing, and nothing uses no more of a year or a contract.
        return Verdict.YES if _fits(amount, most, reach.amount_inclusive) else Verdict.NO
    if reach.amount_vat is None or matter.amount_vat is None:
        return Verdict.UNDETERMINED
    low = high = amount
    if reach.amount_vat != matter.amount_vat:
        with_vat = matter.amount_vat == VatBasis.INCLUDED
        low, high = (amount / HIGHEST_VAT, amount) if with_vat else (amount, amount * HIGHEST_VAT)
    fits = _fits(high, most, reach.amount_inclusive)
    exceeds = not _fits(low, most, reach.amount_inclusive)
    if reach.amount_per == matter.amount_per:
        return Verdict.YES if fits else Verdict.NO if exceeds else Verdict.UNDETERMINED
    if matter.amount_per == AmountPeriod.CASE:
        # One case is part of a year or a contract: over the limit is over, but within may have been used up by others.
        return Verdict.NO if exceeds else Verdict.UNDETERMINED
    if reach.amount_per == AmountPeriod.CASE and fits:
        # All of a year or contract is within what one case may be.
        return Verdict.YES
    return Verdict.UNDETERMINED


def _fits(amount: float, most: float, inclusive: bool) -> bool:
    return amount <= most if inclusive else amount < most


def money(amount: float | None) -> str:
    """An amount as people read it."""
    return "ukjent beløp" if amount is None else f"{amount:,.0f} kr".replace(",", " ")


def limit_text(reach: Reach) -> str:
    """The limit on amount as people read it."""
    word = "til og med" if reach.amount_inclusive else "under"
    return f"{word} {money(reach.amount_max_nok)}{_vat_text(reach.amount_vat)} {reach.amount_per.bokmaal.lower()}"


def _vat_text(vat: VatBasis | None) -> str:
    if vat is None:
        return " (mva. ikke oppgitt)"
    return " inkl. mva." if vat is VatBasis.INCLUDED else " ekskl. mva."


def _case_type(grant: Grant, matter: Matter) -> Iterator[Condition]:
    allowed = {one.casefold() for one in grant.reach.case_types}
    if not allowed:
        return
    limit = f"gjelder {', '.join(sorted(grant.reach.case_types))}"
    if matter.case_type is None:
        yield Condition(ConditionKind.CASE_TYPE, Verdict.UNDETERMINED, grant.id, "sakstypen er ikke oppgitt", limit)
    elif matter.case_type.casefold() not in allowed:
        yield Condition(ConditionKind.CASE_TYPE, Verdict.NO, grant.id, matter.case_type, limit)


def _principal(grant: Grant, matter: Matter) -> Iterator[Condition]:
    allowed = grant.reach.principal
    if allowed is True or matter.principal is False:
        return
    asked = "prinsipiell sak" if matter.principal else "det er ikke oppgitt om saken er prinsipiell"
    limit = "gjelder ikke prinsipielle saker" if allowed is False else "ingen kilde sier om prinsipielle saker er med"
    verdict = Verdict.NO if matter.principal and allowed is False else Verdict.UNDETERMINED
    yield Condition(ConditionKind.PRINCIPAL, verdict, grant.id, asked, limit)


def level_condition(parent: Grant, child: Grant, world: World) -> Condition | None:
    """Whether what the parent holds may be given down to the child's receiver, directly or through others.

    A right to delegate down to a level follows along the chain: whoever receives it cannot give it further down.
    """
    if parent.further is not FurtherDelegation.TO_LEVEL or child.kind is GrantKind.ACTING:
        return None
    level = world.levels.get(child.receiver)
    if level is not None and parent.further_level is not None and level <= parent.further_level:
        return None
    limit = f"kan videredelegeres til ledernivå {parent.further_level or 'som ikke er oppgitt'}"
    if level is None or parent.further_level is None:
        asked = f"{world.name(child.receiver)} har ikke noe oppgitt ledernivå"
        return Condition(ConditionKind.FURTHER, Verdict.UNDETERMINED, parent.id, asked, limit)
    return Condition(ConditionKind.FURTHER, Verdict.NO, parent.id, f"gitt til ledernivå {level}", limit)


def further_condition(parent: Grant, child: Grant, world: World) -> Condition | None:
    """Whether what the parent holds may be delegated further at all."""
    if parent.further is not FurtherDelegation.NO or child.kind is GrantKind.ACTING:
        return None
    asked = f"gitt videre til {world.name(child.receiver)}"
    return Condition(ConditionKind.FURTHER, Verdict.NO, parent.id, asked, "kan ikke videredelegeres")


def bar_condition(
    grant: Grant, matter: Matter, world: World, sources: Mapping[str, frozenset[str]]
) -> Condition | None:
    """Whether the matter is barred from being given by this grant. Acting for a post's holder gives nothing away."""
    if grant.kind is GrantKind.ACTING:
        return None
    bar = world.barring(grant, matter, sources)
    if bar is None:
        return None
    limit = bar.name if not bar.bodies else f"{bar.name} – {world.listed(bar.bodies)} selv"
    asked = world.name(matter.provision or grant.id)
    return Condition(ConditionKind.BAR, Verdict.NO, grant.id, asked, limit)
