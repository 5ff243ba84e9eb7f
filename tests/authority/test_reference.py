from collections.abc import Callable
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries.authority.chains import Judgement
from queries.authority.matter import Matter, Verdict
from tests.authority.plain_authority import MAYBE, NO, YES
from tests.authority.random_authority import HOLDERS, MATTERS, Municipality, municipalities

NUMBER = {Verdict.NO: NO, Verdict.UNDETERMINED: MAYBE, Verdict.YES: YES}
MORE_THAN_ALL = 100_000


def strength(verdicts: list[Verdict]) -> int:
    return max((NUMBER[verdict] for verdict in verdicts), default=NO)


def on_random_graphs(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return settings(
        max_examples=examples,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@on_random_graphs(2000)
@given(town=municipalities(), matters=st.lists(MATTERS, min_size=1, max_size=10))
def test_every_verdict_is_what_listing_every_chain_comes_to(town: Municipality, matters: list[Matter]) -> None:
    plain, authority = town.plain, town.authority
    for matter in matters:
        judgement = Judgement(authority, matter)
        of_grants = {one: NUMBER[judgement.of_grant(grant)] for one, grant in authority.grants.items()}
        assert of_grants == {one: plain.of_grant(one, matter) for one in plain.grants}, matter
        for holder in HOLDERS:
            assert NUMBER[judgement.verdict(holder)] == plain.verdict(holder, matter), (holder, matter)


@on_random_graphs(500)
@given(town=municipalities(), matter=MATTERS)
def test_the_chains_shown_come_to_the_verdict(town: Municipality, matter: Matter) -> None:
    plain, judgement = town.plain, Judgement(town.authority, matter)
    for holder in HOLDERS:
        chains, complete = judgement.chains(holder, MORE_THAN_ALL)
        if not complete:
            # Seven delegations that all rest on each other can be put in a row in thousands of ways.
            assert len(town.grants) >= 7
            assert strength([chain.verdict for chain in chains]) <= NUMBER[judgement.verdict(holder)]
            continue
        assert strength([chain.verdict for chain in chains]) == NUMBER[judgement.verdict(holder)], (holder, matter)
        for chain in chains:
            whole = [links for links in plain.chains[chain.links[0].id] if links == chain.links]
            # A chain that does not reach an origin is shown to say why, and must say so.
            assert NUMBER[chain.verdict] == (plain.of_chain(whole[0], matter) if whole else NO), (chain, matter)
        expected = {links for one in plain.grants.values() if one.receiver == holder for links in plain.chains[one.id]}
        assert expected <= {chain.links for chain in chains}, (holder, matter)


@on_random_graphs(300)
@given(town=municipalities(), matter=MATTERS, most=st.integers(1, 3))
def test_showing_fewer_chains_keeps_the_strongest_and_says_so(town: Municipality, matter: Matter, most: int) -> None:
    judgement = Judgement(town.authority, matter)
    for holder in HOLDERS:
        every, all_found = judgement.chains(holder, MORE_THAN_ALL)
        few, complete = judgement.chains(holder, most)
        assert few == every[:most]
        assert complete == (all_found and len(every) <= most)
        assert not all_found or strength([chain.verdict for chain in few]) == NUMBER[judgement.verdict(holder)]


@on_random_graphs(300)
@given(town=municipalities(), matter=MATTERS, order=st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_the_facts(town: Municipality, matter: Matter, order: Random) -> None:
    judgement = Judgement(town.authority, matter)
    turned = town.in_another_order(order)
    other = Judgement(turned.authority, matter)
    assert [judgement.verdict(one) for one in HOLDERS] == [other.verdict(one) for one in HOLDERS]
