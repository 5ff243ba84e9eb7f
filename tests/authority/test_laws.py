from collections.abc import Callable
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from queries.authority.chains import ChainWalk, Judgement, holding
from queries.authority.grants import ROOTS, Bar, Grant, GrantKind
from queries.authority.matter import RANK, ConditionKind, Matter, Verdict, strongest, weakest
from schema.actions import VatBasis
from schema.authority import FurtherDelegation
from schema.values import Certainty
from tests.authority.plain_authority import link_allows
from tests.authority.random_authority import (
    CHANGES,
    COUNCIL,
    HOLDERS,
    MATTERS,
    PROVISIONS_ABOVE,
    TODAY,
    YESTERDAY,
    Change,
    Municipality,
    changed,
    municipalities,
)

on_random_graphs = settings(
    max_examples=100,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
SOME_MATTERS = st.lists(MATTERS, min_size=1, max_size=5)
PLACES = st.integers(0, 1_000)

Restriction = tuple[str, Callable[[Municipality, Grant], Municipality]]


def changing(*changes: Change) -> Callable[[Municipality, Grant], Municipality]:
    return lambda town, grant: town.changed(grant, *changes)


def with_lower_limit(town: Municipality, grant: Grant) -> Municipality:
    if grant.reach.amount_max_nok is None:
        return town.changed(grant, ("amount_max_nok", {"amount_max_nok": 90, "amount_vat": VatBasis.INCLUDED}))
    return town.changed(grant, ("amount_max_nok", {"amount_max_nok": grant.reach.amount_max_nok / 2}))


def with_a_limit_nobody_knows(town: Municipality, grant: Grant) -> Municipality:
    """Where none is known: instead of one that is known it would take a no away."""
    return town if grant.reach.amount_max_nok is not None else town.changed(grant, ("amount_unknown", True))


def limited_to(name: str, value: str) -> Callable[[Municipality, Grant], Municipality]:
    """A first limit of its kind; one more would widen it."""
    return lambda town, grant: town if getattr(grant.reach, name) else town.changed(grant, (name, frozenset({value})))


def with_bar(bar: Bar) -> Callable[[Municipality, Grant], Municipality]:
    return lambda town, _: town.barred(bar)


RESTRICTIONS: list[Restriction] = [
    ("lower limit", with_lower_limit),
    ("the limit itself is outside", changing(("amount_inclusive", False))),
    ("a limit nobody knows", with_a_limit_nobody_knows),
    ("ended today", changing(("valid_to", TODAY))),
    ("begins later", changing(("valid_from", TODAY.replace(year=2030)))),
    ("revoked", changing(("revoked_on", YESTERDAY))),
    ("only proposed", changing(("certainty", Certainty.PROPOSED))),
    ("only practice", changing(("practice_only", True))),
    ("may not be given further", changing(("further", FurtherDelegation.NO))),
    ("jointly with one more", changing(("jointly_with", frozenset({"rådgiveren"})))),
    ("within a unit", limited_to("within", "skolen")),
    ("for a type of case", limited_to("case_types", "byggesak")),
    ("not for matters of principle", changing(("principal", False))),
    *[(f"except {one}", changing(("excepts", frozenset({one})))) for one in PROVISIONS_ABOVE],
    *[
        (f"bar of {one} for {body or 'all'}", with_bar(Bar("ny", "ny", frozenset({one}), frozenset(), bodies=body)))
        for one in ("lov", "lov/1-1", "lov/2-1")
        for body in (frozenset[str](), frozenset({COUNCIL}))
    ],
    ("bar of the grant", lambda town, grant: town.barred(Bar("ny", "ny", frozenset(), frozenset({grant.id})))),
]


def rank(judgement: Judgement, grant: Grant) -> int:
    return RANK[judgement.of_grant(grant)]


def residual_grants(town: Municipality) -> list[Grant]:
    return [grant for grant in town.grants if grant.kind is GrantKind.RESIDUAL]


def given_to_others(town: Municipality, residual: Grant, matter: Matter) -> int:
    """What anybody but the one with residual authority, and the council, has without residual authority."""
    matter = town.plain.with_everybody(matter)
    town = town.without(*residual_grants(town))
    judgement = Judgement(town.authority, matter)
    return max(
        (
            rank(judgement, grant)
            for grant in town.grants
            if grant.receiver not in (residual.receiver, COUNCIL) and grant.kind is not GrantKind.ACTING
        ),
        default=0,
    )


def held_by(town: Municipality, holder: str) -> list[Grant]:
    return [grant for grant in town.grants if grant.receiver == holder]


def has_by_law(town: Municipality, holder: str, matter: Matter) -> bool:
    own = [grant for grant in held_by(town, holder) if grant.kind is GrantKind.ORIGINAL]
    matter = town.plain.with_everybody(matter)
    return any(link_allows(grant, matter, town.world) for grant in own)


def loses_what_the_law_gave(town: Municipality, restricted: Municipality, matter: Matter) -> bool:
    """Whether bodies that must decide themselves had the matter by law, and now at most from others."""
    return any(
        any(has_by_law(town, body, matter) for body in bar.bodies)
        and not any(has_by_law(restricted, body, matter) for body in bar.bodies)
        for bar in town.world.bars
    )


@on_random_graphs
@given(town=municipalities(), matters=SOME_MATTERS)
def test_nothing_given_is_more_than_all_it_rests_on(town: Municipality, matters: list[Matter]) -> None:
    plain = town.plain
    for matter in matters:
        judgement = Judgement(town.authority, matter)
        for child in town.grants:
            if child.kind not in ROOTS:
                parents = [way[-1] for way in plain.ways_up(child)]
                assert rank(judgement, child) <= max((rank(judgement, one) for one in parents), default=0), child


@on_random_graphs
@given(town=municipalities(), matters=SOME_MATTERS)
def test_whoever_delegates_has_what_she_gives(town: Municipality, matters: list[Matter]) -> None:
    for matter in matters:
        judgement = Judgement(town.authority, matter)
        for grant in town.grants:
            if grant.giver is not None:
                assert rank(judgement, grant) <= RANK[judgement.verdict(grant.giver)], (grant, matter)


@on_random_graphs
@given(town=municipalities(), matters=SOME_MATTERS, place=PLACES, restriction=st.sampled_from(RESTRICTIONS))
def test_a_restriction_adds_nothing_but_residual_authority(
    town: Municipality, matters: list[Matter], place: int, restriction: Restriction
) -> None:
    """Residual authority, and what is given out of it, gains exactly where others are left with less.

    One other thing can: where the law no longer gives a matter to the body that must decide it itself, the one that
    the body has been given it by is no longer kept out.
    """
    restricted = restriction[1](town, town.grants[place % len(town.grants)])
    plain = restricted.plain
    for matter in matters:
        if loses_what_the_law_gave(town, restricted, matter):
            continue
        before, after = Judgement(town.authority, matter), Judgement(restricted.authority, matter)
        for old, new in zip(town.grants, restricted.grants, strict=True):
            if rank(after, new) > rank(before, old):
                origins = {links[-1] for links in plain.chains[new.id] if links[-1].kind is GrantKind.RESIDUAL}
                assert any(
                    given_to_others(restricted, origin, matter) < given_to_others(town, origin, matter)
                    for origin in origins
                ), (new, matter)


@on_random_graphs
@given(town=municipalities(), matters=SOME_MATTERS, place=PLACES, restriction=st.sampled_from(RESTRICTIONS))
def test_without_residual_authority_a_restriction_adds_nothing_at_all(
    town: Municipality, matters: list[Matter], place: int, restriction: Restriction
) -> None:
    town = town.without(*residual_grants(town))
    assume(town.grants)
    restricted = restriction[1](town, town.grants[place % len(town.grants)])
    for matter in matters:
        if loses_what_the_law_gave(town, restricted, matter):
            continue
        before, after = Judgement(town.authority, matter), Judgement(restricted.authority, matter)
        for old, new in zip(town.grants, restricted.grants, strict=True):
            assert rank(after, new) <= rank(before, old), (new, matter)


@on_random_graphs
@given(town=municipalities(), matters=SOME_MATTERS)
def test_residual_authority_is_the_opposite_of_what_others_have(town: Municipality, matters: list[Matter]) -> None:
    for matter in matters:
        judgement = Judgement(town.authority, matter)
        alone = Judgement(replace(town, grants=tuple(residual_grants(town))).authority, matter)
        for residual in residual_grants(town):
            left_over = 2 - given_to_others(town, residual, matter)
            assert rank(judgement, residual) == min(rank(alone, residual), left_over)


@on_random_graphs
@given(town=municipalities(), matter=MATTERS)
def test_what_no_original_authority_reaches_gives_nothing(town: Municipality, matter: Matter) -> None:
    """Rings are such: they begin nowhere."""
    cut_off = town.without(*[grant for grant in town.grants if grant.kind in ROOTS])
    judgement = Judgement(cut_off.authority, matter)
    assert [holder for holder in HOLDERS if judgement.verdict(holder) is not Verdict.NO] == []
    whole, plain = Judgement(town.authority, matter), town.plain
    for grant in town.grants:
        if not plain.chains[grant.id]:
            assert whole.of_grant(grant) is Verdict.NO


@on_random_graphs
@given(town=municipalities(), matter=MATTERS)
def test_every_no_and_every_doubt_is_explained(town: Municipality, matter: Matter) -> None:
    judgement = Judgement(town.authority, matter)
    for grant in town.grants:
        assert list(ChainWalk(town.authority).from_grant(grant)), grant
    for holder in HOLDERS:
        for chain in judgement.chains(holder)[0]:
            in_the_air = chain.links[-1].kind not in ROOTS
            assert in_the_air == any(one.kind is ConditionKind.NO_BASIS for one in chain.conditions)
            assert {one.grant for one in chain.conditions} <= {link.id for link in chain.links}
            assert all(one.verdict is not Verdict.YES for one in chain.conditions)


MATTERS_BY_LAW = MATTERS.filter(lambda one: one.provision in PROVISIONS_ABOVE)


def barred_somewhere_above(
    town: Municipality, matter: Matter, bodies: frozenset[str], place: int, above: int
) -> Municipality:
    way_up = PROVISIONS_ABOVE[matter.provision or ""]
    provisions = frozenset({way_up[above % len(way_up)]})
    return town.barred(Bar("selv", "selv", provisions, frozenset(), frozenset({matter.action}), bodies), place)


@on_random_graphs
@given(town=municipalities(), matter=MATTERS_BY_LAW, place=st.integers(0, 2), above=st.integers(0, 3))
def test_nothing_barred_is_given(town: Municipality, matter: Matter, place: int, above: int) -> None:
    judgement = Judgement(barred_somewhere_above(town, matter, frozenset(), place, above).authority, matter)
    for grant in town.grants:
        if grant.kind in (GrantKind.DELEGATION, GrantKind.SHARING):
            assert judgement.of_grant(grant) is Verdict.NO, grant


@on_random_graphs
@given(
    town=municipalities(), matter=MATTERS_BY_LAW, body=st.sampled_from(HOLDERS), place=st.integers(0, 2),
    above=st.integers(0, 3),
)  # fmt: skip
def test_what_a_body_must_decide_itself_nobody_else_decides_but_those_it_has_it_from(
    town: Municipality, matter: Matter, body: str, place: int, above: int
) -> None:
    barred = barred_somewhere_above(town, matter, frozenset({body}), place, above)
    judgement = Judgement(barred.authority, matter)
    givers, before = {body}, 0
    while len(givers) > before:
        before = len(givers)
        givers |= {one.giver for one in town.grants if one.giver and one.receiver in givers}
    for grant in town.grants:
        if grant.kind is GrantKind.ACTING or grant.receiver == body:
            continue
        if grant.giver == body or grant.receiver not in givers or has_by_law(town, body, matter):
            assert judgement.of_grant(grant) is Verdict.NO, grant


@on_random_graphs
@given(town=municipalities(), matter=MATTERS_BY_LAW, body=st.sampled_from(HOLDERS), above=st.integers(0, 3))
def test_a_bar_takes_nothing_from_the_body_that_must_decide_itself(
    town: Municipality, matter: Matter, body: str, above: int
) -> None:
    """Never nobody. What it has by law, or left over from others, is another matter."""
    town = town.without(*residual_grants(town))
    assume(not has_by_law(town, body, matter))
    barred = barred_somewhere_above(town, matter, frozenset({body}), 0, above)
    before, after = (
        strongest([judgement.of_grant(one) for one in held_by(town, body) if one.kind is not GrantKind.ACTING])
        for judgement in (Judgement(town.authority, matter), Judgement(barred.authority, matter))
    )
    assert before is after


@on_random_graphs
@given(town=municipalities(), matters=SOME_MATTERS, post=st.sampled_from(HOLDERS))
def test_what_one_post_has_is_never_part_of_what_another_has(
    town: Municipality, matters: list[Matter], post: str
) -> None:
    """Save that who gave a matter to a body that must decide it itself keeps it for as long as the body has it so."""
    plain = town.plain
    alone = town.without(*[grant for grant in town.grants if grant.receiver == post])
    left = {grant.id for grant in alone.grants}
    for matter in matters:
        sources = [
            (plain.sources(bar.bodies, matter), alone.plain.sources(bar.bodies, matter)) for bar in alone.world.bars
        ]
        if any(before & left - now for before, now in sources):
            continue
        after = Judgement(alone.authority, matter)
        for grant in alone.grants:
            free = [links for links in plain.chains[grant.id] if all(link.receiver != post for link in links)]
            owed = max((plain.of_chain(links, matter) for links in free), default=0)
            assert rank(after, grant) >= owed, (grant, matter)


@on_random_graphs
@given(
    town=municipalities(),
    matters=SOME_MATTERS,
    giver=st.sampled_from(HOLDERS),
    first=st.lists(CHANGES, max_size=2),
    second=st.lists(CHANGES, max_size=2),
)
def test_two_partial_delegations_are_not_put_together(
    town: Municipality, matters: list[Matter], giver: str, first: list[Change], second: list[Change]
) -> None:
    """Two delegations to a post give what one of them gives alone: there is nothing in between."""
    town = town.without(*residual_grants(town))
    one = changed(Grant("en", "en", GrantKind.DELEGATION, "rådgiveren", giver), *first)
    two = changed(Grant("to", "to", GrantKind.DELEGATION, "rådgiveren", giver), *second)
    for matter in matters:
        verdicts = [
            Judgement(replace(town, grants=(*town.grants, *given)).authority, matter).verdict("rådgiveren")
            for given in ((one,), (two,), (one, two))
        ]
        assert verdicts[2] is strongest(verdicts[:2]), matter


@on_random_graphs
@given(town=municipalities(), matter=MATTERS)
def test_what_may_she_agrees_with_may_she(town: Municipality, matter: Matter) -> None:
    """A chain never gives a matter when listing all that she has says that it does not hold."""
    judgement = Judgement(town.authority, matter)
    for holder in HOLDERS:
        for chain in judgement.chains(holder)[0]:
            whatever_matter = weakest([one.verdict for one in holding(chain.links, town.world)])
            assert RANK[chain.verdict] <= RANK[whatever_matter], chain
