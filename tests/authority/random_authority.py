"""Random municipalities: a few bodies, posts and a company, and all sorts of authority between them.

Everything is drawn as changes to a grant without limits, so that most of a graph gives something, and so that a failing
graph shrinks to the few changes that matter.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from queries.authority.chains import Authority
from queries.authority.grants import Bar, Grant, GrantKind, Reach, World
from schema.actions import Action, VatBasis
from schema.authority import AmountPeriod, FurtherDelegation, MatterArea
from schema.values import Certainty
from tests.authority.plain_authority import PlainAuthority, universe

TODAY = date(2026, 6, 1)
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
COUNCIL, BOARD, COMPANY = "kommunestyret", "formannskapet", "selskapet"
POSTS = ["kommunedirektøren", "virksomhetslederen", "direktøren", "avdelingslederen"]
HOLDERS = [COUNCIL, POSTS[0], POSTS[1], POSTS[2], BOARD, COMPANY, POSTS[3]]

PROVISIONS_ABOVE = {
    "lov": ("lov",),
    "lov/1": ("lov/1", "lov"),
    "lov/1-1": ("lov/1-1", "lov/1", "lov"),
    "lov/1-1/1": ("lov/1-1/1", "lov/1-1", "lov/1", "lov"),
    "lov/1-2": ("lov/1-2", "lov/1", "lov"),
    "lov/2-1": ("lov/2-1", "lov"),
}
REPLACED = {"lov/2-1": ("gammel/5", "gammel"), "lov/1-2": ("lov/1-9", "lov/1", "lov")}
PROVISIONS = [*PROVISIONS_ABOVE, "gammel", "gammel/5", "lov/1-9"]
UNITS_ABOVE = {
    "kommunen": frozenset({"kommunen"}),
    "oppvekst": frozenset({"oppvekst", "kommunen"}),
    "skolen": frozenset({"skolen", "oppvekst", "kommunen"}),
    "teknisk": frozenset({"teknisk", "kommunen"}),
}
UNIVERSE = universe(
    actions=[Action.DECISION, Action.ORDER],
    provisions=[*PROVISIONS_ABOVE, "utenfor"],
    areas=[MatterArea.FINANCE, MatterArea.PERSONNEL],
    amounts=[None, 0, 80, 100, 101, 125],
    case_types=[None, "Byggesak", "anskaffelse"],
    units=[None, *UNITS_ABOVE, "ukjent"],
    together=[(), (POSTS[0],), (POSTS[0], POSTS[1])],
)
MATTERS = st.sampled_from(UNIVERSE)

Change = tuple[str, Any]
"""A field of a grant or of its reach, and its value. Sets are added to, anything else is replaced."""

_SETS: list[Change] = [
    ("actions", frozenset({Action.DECISION})),
    ("actions", frozenset({Action.ORDER})),
    ("areas", frozenset({MatterArea.FINANCE})),
    *[("covers", frozenset({one})) for one in PROVISIONS],
    *[("excepts", frozenset({one})) for one in PROVISIONS],
    *[("includes_again", frozenset({one})) for one in PROVISIONS],
    *[("within", frozenset({one})) for one in UNITS_ABOVE],
    ("case_types", frozenset({"byggesak"})),
    ("case_types", frozenset({"Anskaffelse"})),
]
_AMOUNTS: list[Change] = [
    ("amount_max_nok", {"amount_max_nok": most, "amount_vat": vat, "amount_per": per, "amount_inclusive": inclusive})
    for most in (0, 80, 100)
    for vat in (*VatBasis, None)
    for per in AmountPeriod
    for inclusive in (True, False)
]
_OTHERS: list[Change] = [
    ("amount_unknown", True),
    ("principal", False),
    ("principal", None),
    ("further", FurtherDelegation.NO),
    *[("further_level", level) for level in (1, 2, 3, None)],
    ("jointly_with", frozenset({POSTS[0]})),
    ("jointly_with", frozenset({POSTS[1]})),
    *[("valid_from", day) for day in (YESTERDAY, TODAY, TOMORROW)],
    *[("valid_to", day) for day in (TODAY, TOMORROW)],
    *[("revoked_on", day) for day in (YESTERDAY, TODAY, TOMORROW, None)],
    ("practice_only", True),
    ("only_in_absence", True),
    ("certainty", Certainty.PROPOSED),
    ("certainty", Certainty.ADOPTED),
]
CHANGES = st.one_of(st.sampled_from(_SETS), st.sampled_from(_AMOUNTS), st.sampled_from(_OTHERS))
_FORMS = [
    *[GrantKind.DELEGATION] * 5,
    *[GrantKind.SHARING] * 2,
    GrantKind.ACTING,
    GrantKind.ORIGINAL,
    GrantKind.RESIDUAL,
]


@dataclass(frozen=True, repr=False)
class Municipality:
    """Grants and what they are held against."""

    grants: tuple[Grant, ...]
    world: World

    def __repr__(self) -> str:
        lines = [said(one) for one in (*self.grants, *self.world.bars)]
        return "\n".join([f"Municipality, levels {self.world.levels}", *lines])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """How hypothesis prints a failing graph."""
        printer.text(repr(self))

    @property
    def plain(self) -> PlainAuthority:
        """The slow judge of it."""
        return PlainAuthority(self.grants, self.world, frozenset({COUNCIL}))

    @property
    def authority(self) -> Authority:
        """What is under test."""
        return Authority(self.grants, self.world, frozenset({COUNCIL}))

    def without(self, *grants: Grant) -> Municipality:
        """The same without some grants."""
        return replace(self, grants=tuple(one for one in self.grants if one not in grants))

    def changed(self, grant: Grant, *changes: Change) -> Municipality:
        """The same with one grant changed."""
        instead = changed(grant, *changes)
        return replace(self, grants=tuple(instead if one.id == grant.id else one for one in self.grants))

    def in_another_order(self, order: Random) -> Municipality:
        """The same facts, read in another order."""
        grants, bars = list(self.grants), list(self.world.bars)
        order.shuffle(grants)
        order.shuffle(bars)
        return Municipality(tuple(grants), replace(self.world, bars=tuple(bars)))

    def barred(self, bar: Bar, place: int = 0) -> Municipality:
        """The same with one more bar."""
        bars = self.world.bars
        return replace(self, world=replace(self.world, bars=(*bars[:place], bar, *bars[place:])))


def changed(grant: Grant, *changes: Change) -> Grant:
    """A grant with some changes."""
    for name, value in changes:
        if name == "amount_max_nok":
            grant = replace(grant, reach=replace(grant.reach, **value))
        elif name == "further_level":
            grant = replace(grant, further=FurtherDelegation.TO_LEVEL, further_level=value)
        elif name == "revoked_on":
            grant = replace(grant, revoked=True, revoked_on=value)
        elif name in Reach.__dataclass_fields__:
            before = getattr(grant.reach, name)
            value = value | before if isinstance(value, frozenset) and before else value
            grant = replace(grant, reach=replace(grant.reach, **{name: value}))
        else:
            before = getattr(grant, name)
            value = value | before if isinstance(value, frozenset) and before else value
            grant = replace(grant, **{name: value})
    return grant


@st.composite
def municipalities(draw: st.DrawFn) -> Municipality:
    """Two to seven holders, up to nine grants and up to two bars."""
    holders = HOLDERS[: draw(st.integers(2, len(HOLDERS)))]
    count = draw(st.integers(1, 8))
    forms = draw(st.lists(st.sampled_from(_FORMS), min_size=count, max_size=count))
    ids = [f"g{number}" for number in range(len(forms))]
    named = [one for one, form in zip(ids, forms, strict=True) if form not in (GrantKind.SHARING, GrantKind.ACTING)]
    grants: list[Grant] = []
    if draw(st.integers(0, 7)):
        grants.append(Grant("lov", "lov", GrantKind.ORIGINAL, COUNCIL))
    for one, form in zip(ids, forms, strict=True):
        grants.append(_grant(draw, one, form, holders, ["lov", *named], grants))
    delegations = [one for one, form in zip(ids, forms, strict=True) if form is GrantKind.DELEGATION]
    bars = draw(st.lists(_bars(holders, delegations), max_size=2))
    levels = draw(st.fixed_dictionaries({post: st.sampled_from([None, 1, 2, 3, 4]) for post in POSTS}))
    world = World(
        day=TODAY,
        units_above=UNITS_ABOVE,
        provisions_above=PROVISIONS_ABOVE,
        replaced=REPLACED,
        in_force=frozenset(PROVISIONS_ABOVE),
        levels={post: level for post, level in levels.items() if level is not None},
        bodies=frozenset({COUNCIL, BOARD}),
        outside=frozenset({COMPANY}),
        bars=tuple(replace(bar, id=f"sperre {number}") for number, bar in enumerate(bars)),
    )
    return Municipality(tuple(grants), world)


def _grant(
    draw: st.DrawFn, one: str, form: GrantKind, holders: list[str], named: list[str], before: list[Grant]
) -> Grant:
    changes = draw(st.lists(CHANGES, max_size=2))
    if form in (GrantKind.ORIGINAL, GrantKind.RESIDUAL):
        insiders = [holder for holder in holders if holder != COMPANY]
        return changed(Grant(one, one, form, draw(st.sampled_from(insiders))), *changes)
    posts = [holder for holder in holders if holder in POSTS]
    among = posts if form in (GrantKind.SHARING, GrantKind.ACTING) else holders
    reached = [grant.receiver for grant in before if grant.receiver in among]
    giver = draw(st.sampled_from([*reached, *reached, *among]))
    receiver = draw(st.sampled_from(among))
    rests_on: tuple[str, ...] = ()
    if form is GrantKind.DELEGATION:
        shared = {grant.giver for grant in before if grant.kind is GrantKind.SHARING and grant.receiver == giver}
        likely = [grant.id for grant in before if grant.id in named and grant.receiver in {giver, *shared}]
        parents = st.lists(st.sampled_from([*likely, *likely, *named, "borte"]), min_size=1, max_size=3, unique=True)
        rests_on = tuple(draw(st.just([]) | parents))
    return changed(Grant(one, one, form, receiver, giver, rests_on=rests_on), *changes)


def _bars(holders: list[str], delegations: list[str]) -> st.SearchStrategy[Bar]:
    provisions = st.frozensets(st.sampled_from(PROVISIONS), max_size=2)
    barred = st.frozensets(st.sampled_from(delegations), max_size=1) if delegations else st.just(frozenset[str]())
    return st.builds(
        Bar,
        id=st.just("sperre"),
        name=st.just("sperre"),
        provisions=provisions,
        delegations=barred,
        actions=st.frozensets(st.sampled_from([Action.DECISION, Action.ORDER]), max_size=1),
        bodies=st.frozensets(st.sampled_from([one for one in holders if one != COMPANY]), max_size=1),
    )


def said(fact: Any) -> str:
    """A grant, reach or bar with what it says, and not what it is silent about."""
    values = {
        one.name: getattr(fact, one.name)
        for one in fields(fact)
        if one.name != "name" and (one.default is MISSING or getattr(fact, one.name) != one.default)
    }
    told = [f"{name}={said(value) if isinstance(value, Reach) else value!r}" for name, value in values.items()]
    return f"{type(fact).__name__}({', '.join(told)})"
