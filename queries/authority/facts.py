"""The facts that authority is judged from, as they stand in the graph, and what they come to on a day."""

from __future__ import annotations

import difflib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from graph.connection import Row, Transaction
from queries.authority.chains import Authority
from queries.authority.grants import Bar, Grant, GrantKind, Reach, World, home
from queries.authority.matter import Matter
from queries.texts import text
from schema.actions import Action, VatBasis
from schema.authority import AmountPeriod, DelegationForm, FurtherDelegation, MatterArea
from schema.base import holds
from schema.errors import NotFoundError
from schema.organisation import BodyKind
from schema.relationships import HoldingKind
from schema.values import Certainty, Code

CodeT = TypeVar("CodeT", bound=Code)
IN_PLACE = frozenset({HoldingKind.PERMANENT, HoldingKind.CONSTITUTED, HoldingKind.ACTING})
"""How somebody holds a post so that it is not vacant. A substitute only steps in."""
_CROSSING = frozenset({"FROM", "TO", "BELONGS_TO", "RESTS_ON", "SHARES_AUTHORITY_WITH", "SUBSTITUTE_FOR"})
NOTHING = "∅"
"""Stands for what a grant is limited to on a day when every link that limits it has ended, or is yet to begin.

Without it the grant would seem to have no limit of that sort, and reach further than anybody gave it.
"""


@dataclass(frozen=True)
class Asked:
    """What a matter names.

    Attributes:
        provision: The provision, with what it is part of and what it replaced; None where it is about an area.
        units: The unit that it concerns with all it is part of on any day; none where it is not said.
    """

    provision: Row | None
    units: list[Row]

    @property
    def provisions(self) -> set[str]:
        """Ids of the provision and all it is part of."""
        return {row["id"] for row in self.provision["above"]} if self.provision else set()


@dataclass(frozen=True)
class Facts:
    """Rows from the graph, of all days."""

    grants: list[Row]
    holders: list[Row]
    units: list[Row]
    bars: list[Row]


async def fetch_facts(transaction: Transaction, datasets: list[str]) -> Facts:
    """Everything that authority in some datasets is judged from.

    Where one municipality has given something to another's post (vertskommune, kommuneloven kapittel 20), the other's
    authority is among it: an answer may not depend on which of the two is asked.
    """

    async def read(among: list[str]) -> Facts:
        return Facts(
            await transaction.run(text("authority/grants"), datasets=among),
            await transaction.run(text("authority/holders"), datasets=among),
            await transaction.run(text("authority/units"), datasets=among),
            await transaction.run(text("authority/bars"), datasets=among),
        )

    return await _connected(transaction, datasets, read)


async def fetch_facts_about(transaction: Transaction, datasets: list[str], matter: Matter, asked: Asked) -> Facts:
    """What can have a say in who may decide a matter: all that is not for something else altogether.

    What is for another action, provision or area gives none of the matter, and nothing of it can be given out of that.
    """
    provisions = asked.provisions
    about = {
        "action": matter.action.value,
        "area": matter.area.value if matter.area else None,
        "provisions": sorted(provisions | {row["id"] for row in (asked.provision or {}).get("replaced", [])}),
    }

    async def read(among: list[str]) -> Facts:
        grants = await transaction.run(text("authority/about_matter"), datasets=among, **about)
        barred = sorted(provisions | {row["body"]["id"] for row in grants})
        return Facts(
            grants,
            await transaction.run(text("authority/holders"), datasets=among),
            asked.units,
            await transaction.run(text("authority/bars_about"), ids=barred, datasets=among),
        )

    return await _connected(transaction, datasets, read)


async def _connected(
    transaction: Transaction, datasets: list[str], read: Callable[[list[str]], Awaitable[Facts]]
) -> Facts:
    """Read some datasets, with all that authority comes to them from or goes to from them, directly or by others."""
    among, more = set(datasets), True
    while more:
        facts = await read(sorted(among))
        rows = await transaction.run(text("authority/come_from"), datasets=sorted(among))
        connected = {row["dataset"] for row in rows} | _gone_to(facts)
        more = bool(connected - among)
        among |= connected
    return facts


def _gone_to(facts: Facts) -> set[str]:
    """The datasets of what grants and bars rest on or are given by or to, and of whom holders stand in for."""
    return {
        home(link["id"])
        for row in (*facts.grants, *facts.holders, *facts.bars)
        for link in row["links"]
        if link["type"] in _CROSSING
    }


async def fetch_units_above(transaction: Transaction, unit: str | None) -> list[Row]:
    """The unit that a matter concerns, with all it is part of on any day; none where it is not said.

    Raises:
        NotFoundError: No unit has the id.
    """
    if unit is None:
        return []
    rows = await transaction.run(text("authority/unit"), id=unit)
    if rows:
        return rows
    dataset, parted, _ = unit.partition(":")
    known = await transaction.run(text("authority/units"), datasets=[dataset]) if parted else []
    near = difflib.get_close_matches(unit, [row["id"] for row in known], n=1, cutoff=0.5)
    raise NotFoundError(
        f"Ingen enhet har id-en «{unit}».",
        f"Mente du {near[0]}?" if near else "Skriv den med datasettet foran, som asker:enhet-1.",
    )


async def fetch_provision(transaction: Transaction, provision: str) -> Row:
    """A provision with what it is part of and what it replaced.

    Raises:
        NotFoundError: No provision has the id.
    """
    rows = await transaction.run(text("authority/provision"), id=provision)
    if not rows:
        raise NotFoundError(
            f"Ingen lovbestemmelse har id-en «{provision}».",
            "Skriv den som lov:kommuneloven/13-1, eller la programmet lese «koml. § 13-1».",
        )
    return rows[0]


def authority_on(facts: Facts, day: date, provision: Row | None = None) -> Authority:
    """What the facts come to on a day, ready to be asked about a matter under the provision."""
    holders = [row for row in facts.holders if holds(row["valid_from"], row["valid_to"], day)]
    grants = [_grant(row, day) for row in facts.grants]
    world = _world(facts, holders, day, provision)
    acting = [
        replace(grant, only_in_absence=grant.kind is GrantKind.ACTING and grant.giver not in world.vacant)
        for row in holders
        for grant in _by_organisation(row, day)
    ]
    known = {row["id"] for row in holders} | world.outside
    present = [grant for grant in (*grants, *acting) if grant.receiver in known and grant.giver in known | {None}]
    councils = frozenset(row["id"] for row in holders if row["body_kind"] == BodyKind.COUNCIL)
    return Authority(present, world, councils)


def _world(facts: Facts, holders: list[Row], day: date, provision: Row | None) -> World:
    linked = [link for row in (*facts.grants, *facts.bars) for link in row["links"]]
    names = {NOTHING: "ingenting denne dagen"} | {link["id"]: link["name"] for link in linked}
    names |= {row["id"]: row["name"] for row in (*facts.holders, *facts.units)}
    names |= {row["body"]["id"]: row["body"]["name"] for row in (*facts.grants, *facts.bars)}
    world = World(
        day=day,
        units_above=units_above(facts.units, day),
        levels={row["id"]: row["ledernivaa"] for row in holders if row["ledernivaa"] is not None},
        bodies=frozenset(row["id"] for row in holders if row["kind"] == "Body"),
        outside=frozenset(
            link["id"] for link in linked if link["type"] == "TO" and link["kind"] in ("Company", "Actor")
        ),
        vacant=frozenset(row["id"] for row in holders if row["kind"] == "Post" and not people(row, day, IN_PLACE)),
        names=names,
        bars=tuple(
            _bar(row, day)
            for row in facts.bars
            if holds(row["body"].get("valid_from"), row["body"].get("valid_to"), day)
        ),
    )
    return world if provision is None else _with_provision(world, provision)


def _with_provision(world: World, provision: Row) -> World:
    above = sorted(provision["above"], key=lambda row: (row["distance"], row["id"]))
    earlier = sorted(provision["replaced"], key=lambda row: (row["distance"], row["id"]))
    return replace(
        world,
        provisions_above={provision["id"]: tuple(dict.fromkeys(row["id"] for row in above))},
        replaced={provision["id"]: tuple(dict.fromkeys(row["id"] for row in earlier))},
        in_force=frozenset(
            [provision["id"]] if all(holds(row["valid_from"], row["valid_to"], world.day) for row in above) else []
        ),
        names={**{row["id"]: row["name"] for row in (*earlier, *above)}, **world.names},
    )


def with_provisions(authority: Authority, rows: list[Row]) -> Authority:
    """The same authority, knowing what some provisions are part of: rows of {id, above, distance, name}."""
    above: dict[str, tuple[str, ...]] = {}
    for row in rows:
        above[row["id"]] = (*above.get(row["id"], ()), row["above"])
    names = {row["above"]: row["name"] for row in rows}
    world = replace(authority.world, provisions_above=above, names={**names, **authority.world.names})
    return Authority(authority.grants.values(), world, authority.councils)


def units_above(units: list[Row], day: date) -> dict[str, frozenset[str]]:
    """Each unit with itself and all it is part of on a day."""
    direct = {
        row["id"]: [part["id"] for part in row["part_of"] if holds(part["valid_from"], part["valid_to"], day)]
        for row in units
    }
    found: dict[str, frozenset[str]] = {}
    for unit in direct:
        above, waiting = {unit}, [unit]
        while waiting:
            for one in direct.get(waiting.pop(), []):
                if one not in above:
                    above.add(one)
                    waiting.append(one)
        found[unit] = frozenset(above)
    return found


def people(row: Row, day: date, kinds: Iterable[HoldingKind] = tuple(HoldingKind)) -> list[Row]:
    """Those who hold a post on a day in one of these ways."""
    return [
        one
        for one in sorted(row["held_by"], key=lambda one: str(one["id"]))
        if holds(one["valid_from"], one["valid_to"], day)
        and holds(one["leader_from"], one["leader_to"], day)
        and HoldingKind(one["holding"]) in kinds
    ]


class _Links:
    """What a node points to on a day, by type."""

    def __init__(self, row: Row, day: date) -> None:
        self._types = {one["type"] for one in row["links"]}
        self._links = [one for one in row["links"] if holds(one["valid_from"], one["valid_to"], day)]

    def ids(self, name: str) -> list[str]:
        return sorted(link["id"] for link in self._links if link["type"] == name)

    def limits(self, name: str) -> frozenset[str]:
        """The ids that limit it, or nothing where it is limited, but by nothing on the day."""
        return frozenset(self.ids(name) or ({NOTHING} if name in self._types else ()))

    def rows(self, name: str) -> list[Row]:
        return [link for link in self._links if link["type"] == name]


def _grant(row: Row, day: date) -> Grant:
    body, links = row["body"], _Links(row, day)
    delegation = body["kind"] == "Delegation"
    original = GrantKind.RESIDUAL if body.get("residual") else GrantKind.ORIGINAL
    revoked = [link for link in row["links"] if link["type"] == "REVOKED_BY"]
    receiver = links.ids("TO") if delegation else links.ids("BELONGS_TO")
    return Grant(
        id=body["id"],
        name=body["name"],
        kind=GrantKind.DELEGATION if delegation else original,
        receiver=receiver[0] if receiver else "",
        giver=next(iter(links.ids("FROM")), "") if delegation else None,
        reach=_reach(body, links),
        further=_code(FurtherDelegation, body.get("further_delegation")) or FurtherDelegation.YES,
        further_level=body.get("further_level"),
        jointly_with=frozenset(links.ids("JOINTLY_WITH")),
        rests_on=tuple(sorted(links.limits("RESTS_ON"))),
        valid_from=body.get("valid_from"),
        valid_to=body.get("valid_to"),
        revoked=bool(revoked),
        revoked_on=min((link["decided_on"] for link in revoked if link["decided_on"]), default=None),
        practice_only=bool(body.get("practice_only")),
        form=_code(DelegationForm, body.get("form")),
        certainty=_code(Certainty, body.get("certainty")),
        illustrative=bool(body.get("illustrative")),
        source=body.get("source"),
    )


def _reach(body: Mapping[str, Any], links: _Links) -> Reach:
    return Reach(
        actions=frozenset(Action(one) for one in body["actions"]),
        areas=frozenset(MatterArea(one) for one in body.get("areas") or []),
        covers=links.limits("COVERS"),
        excepts=frozenset(links.ids("EXCEPTS")),
        includes_again=frozenset(links.ids("INCLUDES_AGAIN")),
        within=links.limits("WITHIN"),
        amount_max_nok=body.get("amount_max_nok"),
        amount_unknown=bool(body.get("amount_unknown")),
        amount_per=_code(AmountPeriod, body.get("amount_per")) or AmountPeriod.CASE,
        amount_inclusive=body.get("amount_inclusive") is not False,
        amount_vat=_code(VatBasis, body.get("amount_vat")),
        case_types=frozenset(body.get("case_types") or []),
        principal=body.get("principal_matters"),
        conditions=body.get("conditions"),
    )


def _code(enumeration: type[CodeT], value: Any) -> CodeT | None:
    return None if value is None else enumeration(value)


def _bar(row: Row, day: date) -> Bar:
    body, links = row["body"], _Links(row, day)
    barred = links.rows("BARS")
    beside_law = any(link["kind"] == "LegalProvision" and home(link["id"]) == home(body["id"]) for link in barred)
    return Bar(
        body["id"],
        body["name"],
        frozenset(link["id"] for link in barred if link["kind"] == "LegalProvision"),
        frozenset(link["id"] for link in barred if link["kind"] == "Delegation"),
        frozenset(Action(one) for one in body.get("actions") or []),
        frozenset(links.ids("BELONGS_TO")),
        None if beside_law else frozenset(map(home, (body["id"], *links.ids("BELONGS_TO")))),
    )


def _by_organisation(row: Row, day: date) -> Iterable[Grant]:
    """What a post has by its place: a share in level 1, and acting for posts it is substitute for."""
    leads = frozenset(link["id"] for link in row["links"] if link["type"] == "LEADS" and _link_holds(link, day))
    for link in row["links"]:
        if not _link_holds(link, day):
            continue
        if link["type"] == "SHARES_AUTHORITY_WITH":
            within = link["link"].get("within")
            yield Grant(
                id=f"{row['id']}|shares|{link['id']}",
                name=f"{row['name']} deler fullmakten til {link['name']}",
                kind=GrantKind.SHARING,
                receiver=row["id"],
                giver=link["id"],
                # A share with no unit of its own is kept to what the post leads; with neither, to nothing.
                reach=Reach(within=frozenset({within}) if within else leads or frozenset({row["id"]})),
            )
        elif link["type"] == "SUBSTITUTE_FOR":
            yield _acting(row, link)


def _acting(row: Row, link: Row) -> Grant:
    body = link["link"]
    return Grant(
        id=f"{row['id']}|acts-for|{link['id']}",
        name=f"{row['name']} er stedfortreder for {link['name']}",
        kind=GrantKind.ACTING,
        receiver=row["id"],
        giver=link["id"],
        reach=Reach(
            actions=frozenset(Action(one) for one in body["reach_actions"]) if body.get("reach_actions") else None,
            within=frozenset([body["reach_within"]]) if body.get("reach_within") else frozenset(),
            amount_max_nok=body.get("reach_amount_max_nok"),
            amount_vat=_code(VatBasis, body.get("reach_amount_vat")),
        ),
    )


def _link_holds(link: Row, day: date) -> bool:
    return holds(link["link"].get("valid_from"), link["link"].get("valid_to"), day)
