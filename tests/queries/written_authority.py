"""Random authority put in a graph as two municipalities would have it, each in a dataset of its own.

The grants are those of tests/authority/random_authority.py. A delegation stands in its giver's dataset, original
authority in its holder's; laws are in a third. Shares and substitutes keep of their limits only the unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from graph.connection import Graph
from queries.authority.grants import Bar, Grant, GrantKind
from queries.authority.matter import Matter
from schema.actions import Action
from tests.authority.random_authority import (
    BOARD,
    COMPANY,
    COUNCIL,
    HOLDERS,
    MATTERS,
    POSTS,
    PROVISIONS,
    PROVISIONS_ABOVE,
    REPLACED,
    TODAY,
    UNITS_ABOVE,
    YESTERDAY,
    Municipality,
    municipalities,
)
from tests.queries.plain_facts import Fact, Tie, all_facts, put_facts

FIRST, SECOND, LAW = "en", "to", "lov"
ASKED = MATTERS.filter(lambda one: one.provision != "utenfor" and one.unit != "ukjent")
"""Matters under provisions and in units that exist."""


@dataclass(frozen=True)
class Written:
    """Random authority, and who of it is in the second municipality and who in nobody's hands."""

    town: Municipality
    second: frozenset[str]
    vacant: frozenset[str]

    def dataset(self, holder: str) -> str:
        return SECOND if holder in self.second else FIRST

    def id(self, holder: str) -> str:
        return f"{self.dataset(holder)}:{holder}"

    def grant_id(self, grant: Grant) -> str:
        return f"{self.dataset(grant.giver or grant.receiver)}:{grant.id}"

    @property
    def holders(self) -> list[str]:
        return [self.id(one) for one in HOLDERS if one != COMPANY]

    def matter(self, asked: Matter) -> Matter:
        """The same matter, by the ids in the graph."""
        return replace(
            asked,
            provision=f"{LAW}:{asked.provision}" if asked.provision else None,
            unit=f"{FIRST}:{asked.unit}" if asked.unit else None,
            together_with=tuple(self.id(one) for one in asked.together_with),
        )


MADE = st.builds(
    Written,
    town=municipalities(),
    second=st.frozensets(st.sampled_from(HOLDERS), max_size=4),
    vacant=st.frozensets(st.sampled_from(POSTS), max_size=2),
)


async def write_authority(graph: Graph, made: Written) -> None:
    """Replace all that is in the graph."""
    nodes, ties = [*_law(), *_organisation(made)], [*_law_ties(), *_held(made)]
    ids = {
        grant.id: made.grant_id(grant)
        for grant in made.town.grants
        if grant.kind not in (GrantKind.SHARING, GrantKind.ACTING) and grant.giver != COMPANY
    }
    for grant in made.town.grants:
        if grant.kind is GrantKind.SHARING:
            within = sorted(grant.reach.within)
            values = {"within": f"{FIRST}:{within[0]}"} if within else {}
            ties.append(_tie("SHARES_AUTHORITY_WITH", made.id(grant.receiver), made.id(grant.giver or ""), **values))
        elif grant.kind is GrantKind.ACTING:
            ties.append(_tie("SUBSTITUTE_FOR", made.id(grant.receiver), made.id(grant.giver or "")))
        elif grant.id in ids:
            nodes.append(Fact(ids[grant.id], _kind(grant), _limits(grant)))
            ties += _grant_ties(made, grant, ids)
    for bar in made.town.world.bars:
        name = f"{made.dataset(next(iter(bar.bodies), COUNCIL))}:{bar.id}"
        nodes.append(Fact(name, "DelegationBar", {"actions": [one.value for one in bar.actions]}))
        ties += _bar_ties(made, bar, name, ids)
    written = {one.id for one in nodes}
    nodes += [_revoking(one) for one in made.town.grants if one.revoked]
    ties = [one for one in ties if one.start in written]
    await put_facts(graph, all_facts(nodes, ties))


def _tie(name: str, start: str, finish: str, **values: Any) -> Tie:
    return Tie(name, start, finish, values)


def _kind(grant: Grant) -> str:
    return "Delegation" if grant.kind is GrantKind.DELEGATION else "OriginalAuthority"


def _law() -> list[Fact]:
    return [Fact(f"{LAW}:{one}", "LegalProvision", {"level": "paragraf"}) for one in PROVISIONS]


def _law_ties() -> Iterator[Tie]:
    for above in PROVISIONS_ABOVE.values():
        if len(above) > 1:
            yield _tie("PART_OF", f"{LAW}:{above[0]}", f"{LAW}:{above[1]}")
    for new, old in REPLACED.items():
        yield _tie("REPLACES", f"{LAW}:{new}", f"{LAW}:{old[0]}")
        yield _tie("PART_OF", f"{LAW}:{old[0]}", f"{LAW}:{old[1]}")


def _organisation(made: Written) -> Iterator[Fact]:
    levels = made.town.world.levels
    for one in HOLDERS:
        if one in POSTS:
            yield Fact(made.id(one), "Post", {"ledernivaa": levels.get(one)})
            yield Fact(f"{made.id(one)}s innehaver", "Leader")
        elif one == COMPANY:
            yield Fact(made.id(one), "Company")
        else:
            kinds = {COUNCIL: "kommunestyre", BOARD: "formannskap"}
            yield Fact(made.id(one), "Body", {"body_kind": kinds[one]})
    for unit in UNITS_ABOVE:
        yield Fact(f"{FIRST}:{unit}", "Unit")


def _held(made: Written) -> Iterator[Tie]:
    for post in POSTS:
        if post not in made.vacant:
            yield _tie("HOLDS", f"{made.id(post)}s innehaver", made.id(post), kind="fast")
    for unit, above in (("oppvekst", "kommunen"), ("skolen", "oppvekst"), ("teknisk", "kommunen")):
        yield _tie("PART_OF", f"{FIRST}:{unit}", f"{FIRST}:{above}")


def _limits(grant: Grant) -> dict[str, Any]:
    reach = grant.reach
    return {
        "actions": [one.value for one in (reach.actions or Action)],
        "areas": sorted(one.value for one in reach.areas),
        "amount_max_nok": reach.amount_max_nok,
        "amount_unknown": reach.amount_unknown,
        "amount_per": reach.amount_per.value,
        "amount_inclusive": reach.amount_inclusive,
        "amount_vat": reach.amount_vat.value if reach.amount_vat else None,
        "case_types": sorted(reach.case_types),
        "principal_matters": reach.principal,
        "further_delegation": grant.further.value,
        "further_level": grant.further_level,
        "residual": grant.kind is GrantKind.RESIDUAL,
        "practice_only": grant.practice_only,
        "certainty": grant.certainty.value if grant.certainty else "documented",
        "valid_from": grant.valid_from,
        "valid_to": grant.valid_to,
    }


def _revoking(grant: Grant) -> Fact:
    return Fact(f"{FIRST}:tilbakekaller {grant.id}", "Decision", {"decided_on": grant.revoked_on})


def _grant_ties(made: Written, grant: Grant, ids: dict[str, str]) -> Iterator[Tie]:
    here, reach = ids[grant.id], grant.reach
    if grant.giver:
        yield _tie("FROM", here, made.id(grant.giver))
        yield _tie("TO", here, made.id(grant.receiver))
    else:
        yield _tie("BELONGS_TO", here, made.id(grant.receiver))
    for name, found in (("COVERS", reach.covers), ("EXCEPTS", reach.excepts), ("INCLUDES_AGAIN", reach.includes_again)):
        for one in sorted(found):
            yield _tie(name, here, f"{LAW}:{one}")
    for one in sorted(reach.within):
        yield _tie("WITHIN", here, f"{FIRST}:{one}")
    for one in sorted(grant.jointly_with):
        yield _tie("JOINTLY_WITH", here, made.id(one))
    if grant.revoked:
        yield _tie("REVOKED_BY", here, f"{FIRST}:tilbakekaller {grant.id}")
    for one in grant.rests_on:
        ended: dict[str, date] = {} if one in ids else {"valid_to": YESTERDAY}
        yield _tie("RESTS_ON", here, ids.get(one, here), **ended)


def _bar_ties(made: Written, bar: Bar, here: str, ids: dict[str, str]) -> Iterator[Tie]:
    for provision in sorted(bar.provisions):
        yield _tie("BARS", here, f"{LAW}:{provision}")
    for one in sorted(bar.delegations & ids.keys()):
        yield _tie("BARS", here, ids[one])
    for body in sorted(bar.bodies):
        yield _tie("BELONGS_TO", here, made.id(body))


__all__ = ["ASKED", "FIRST", "MADE", "SECOND", "TODAY", "Written", "write_authority"]
