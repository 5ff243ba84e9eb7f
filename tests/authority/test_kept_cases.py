"""Small graphs that authority was once judged wrongly on, and others that are easy to judge wrongly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from queries.authority.chains import Authority, Judgement
from queries.authority.grants import Bar, Grant, GrantKind, Reach, World
from queries.authority.matter import Matter, Verdict, strongest
from schema.actions import Action, VatBasis
from schema.authority import AmountPeriod, FurtherDelegation

COUNCIL, DIRECTOR, BOARD = "kommunestyret", "kommunedirektøren", "formannskapet"
WORLD = World(day=date(2026, 6, 1), provisions_above={"lov/5": ("lov/5", "lov")})
MATTER = Matter(Action.DECISION, "lov/5", amount_nok=0, amount_vat=VatBasis.EXCLUDED, principal=False)
ROOT = Grant("rot", "rot", GrantKind.ORIGINAL, COUNCIL)
TO_DIRECTOR = Grant("d", "d", GrantKind.DELEGATION, DIRECTOR, COUNCIL)
ADOPTED = Bar("a", "kan ikke delegeres", frozenset({"lov/5"}), frozenset())
ITSELF = Bar("b", "kommunestyret selv", frozenset({"lov/5"}), frozenset(), bodies=frozenset({COUNCIL}))


def judge(*grants: Grant, world: World = WORLD, matter: Matter = MATTER) -> Judgement:
    return Judgement(Authority(grants, world, frozenset({COUNCIL})), matter)


def test_a_bar_that_names_no_body_does_not_hide_one_that_does() -> None:
    own = Grant("egen", "egen", GrantKind.ORIGINAL, DIRECTOR)
    for bars in ((ADOPTED, ITSELF), (ITSELF, ADOPTED)):
        judgement = judge(ROOT, own, world=replace(WORLD, bars=bars))
        assert judgement.verdict(DIRECTOR) is Verdict.NO, bars
        assert judgement.verdict(COUNCIL) is Verdict.YES, bars


def test_a_body_that_must_decide_itself_is_not_kept_from_what_it_has_been_given() -> None:
    """What it has the matter from was once barred with everybody else, so that nobody at all could decide."""
    bar = replace(ITSELF, bodies=frozenset({BOARD}))
    judgement = judge(ROOT, replace(TO_DIRECTOR, receiver=BOARD), world=replace(WORLD, bars=(bar,)))
    assert judgement.verdict(BOARD) is Verdict.YES
    assert judgement.verdict(COUNCIL) is Verdict.YES


def test_a_provision_outside_every_law_in_the_graph_can_be_barred_too() -> None:
    bar = replace(ADOPTED, provisions=frozenset({"løs bestemmelse"}))
    judgement = judge(
        ROOT, TO_DIRECTOR, world=replace(WORLD, bars=(bar,)), matter=replace(MATTER, provision="løs bestemmelse")
    )
    assert judgement.verdict(DIRECTOR) is Verdict.NO


def test_every_share_that_a_director_has_counts() -> None:
    ended = Grant("delt 1", "delt", GrantKind.SHARING, "direktøren", DIRECTOR, valid_to=date(2025, 1, 1))
    present = replace(ended, id="delt 2", valid_to=None)
    given = Grant("videre", "videre", GrantKind.DELEGATION, "virksomhetslederen", "direktøren", rests_on=("d",))
    judgement = judge(ROOT, TO_DIRECTOR, ended, present, given)
    assert judgement.verdict("virksomhetslederen") is Verdict.YES
    assert judge(ROOT, TO_DIRECTOR, ended, given).verdict("virksomhetslederen") is Verdict.NO


def test_a_share_down_to_a_level_holds_what_is_given_out_of_it_to_that_level() -> None:
    to_level: dict[str, Any] = {"further": FurtherDelegation.TO_LEVEL, "further_level": 2}
    share = replace(Grant("delt", "delt", GrantKind.SHARING, "direktøren", DIRECTOR), **to_level)
    first = Grant("x", "x", GrantKind.DELEGATION, "virksomhetslederen", "direktøren", rests_on=("d",))
    second = Grant("y", "y", GrantKind.DELEGATION, "avdelingslederen", "virksomhetslederen", rests_on=("x",))
    world = replace(WORLD, levels={"direktøren": 1, "virksomhetslederen": 2, "avdelingslederen": 3})
    judgement = judge(ROOT, TO_DIRECTOR, share, first, second, world=world)
    assert judgement.verdict("virksomhetslederen") is Verdict.YES
    assert judgement.verdict("avdelingslederen") is Verdict.NO
    directly = replace(first, id="z", receiver="avdelingslederen")
    assert judge(ROOT, TO_DIRECTOR, share, directly, world=world).verdict("avdelingslederen") is Verdict.NO


def test_a_chain_may_go_through_the_same_share_twice() -> None:
    """The director gives back to kommunedirektøren out of the share, and gives that further out of the share again."""
    share = Grant("delt", "delt", GrantKind.SHARING, "direktøren", DIRECTOR)
    back = Grant("tilbake", "tilbake", GrantKind.DELEGATION, DIRECTOR, "direktøren")
    given = Grant("videre", "videre", GrantKind.DELEGATION, "lederen", "direktøren", rests_on=("tilbake",))
    judgement = judge(ROOT, TO_DIRECTOR, share, back, given)
    chains, complete = judgement.chains("lederen")
    assert complete
    assert judgement.verdict("lederen") is Verdict.YES
    assert strongest([chain.verdict for chain in chains]) is Verdict.YES


def test_what_only_the_one_with_residual_authority_may_have_been_given_is_given_to_nobody_else() -> None:
    residual = Grant("rest", "rest", GrantKind.RESIDUAL, BOARD)
    unsure = Grant("usikker", "usikker", GrantKind.DELEGATION, BOARD, COUNCIL, Reach(amount_unknown=True))
    assert judge(ROOT, residual, unsure, matter=replace(MATTER, amount_nok=1)).verdict(BOARD) is Verdict.YES
    about_money = replace(MATTER, amount_nok=1)
    given = replace(unsure, receiver=DIRECTOR)
    assert judge(ROOT, residual, given, matter=about_money).verdict(BOARD) is Verdict.UNDETERMINED


def test_what_is_given_out_of_residual_authority_stays_given_when_its_holder_is_given_the_matter_too() -> None:
    residual = Grant("rest", "rest", GrantKind.RESIDUAL, BOARD)
    given = Grant("x", "x", GrantKind.DELEGATION, DIRECTOR, BOARD, rests_on=("rest",))
    also = Grant("også", "også", GrantKind.DELEGATION, BOARD, COUNCIL, further=FurtherDelegation.NO)
    assert judge(ROOT, residual, given).verdict(DIRECTOR) is Verdict.YES
    assert judge(ROOT, residual, given, also).verdict(DIRECTOR) is Verdict.YES


def test_a_substitute_for_the_holder_of_residual_authority_has_not_been_given_the_matter() -> None:
    residual = Grant("rest", "rest", GrantKind.RESIDUAL, DIRECTOR)
    unsure = replace(TO_DIRECTOR, practice_only=True)
    acting = Grant("vikar", "vikar", GrantKind.ACTING, "assisterende", DIRECTOR)
    judgement = judge(ROOT, residual, unsure, acting)
    assert judgement.verdict(DIRECTOR) is Verdict.YES
    assert judgement.verdict("assisterende") is Verdict.YES


def test_an_absurdly_low_level_is_a_level_still() -> None:
    root = replace(ROOT, further=FurtherDelegation.TO_LEVEL, further_level=1_000)
    assert judge(root, TO_DIRECTOR).verdict(DIRECTOR) is Verdict.UNDETERMINED


def test_a_post_that_has_delegated_to_itself_time_after_time_gets_an_answer() -> None:
    again = [Grant(f"igjen {number:04}", "igjen", GrantKind.DELEGATION, DIRECTOR, DIRECTOR) for number in range(1_100)]
    judgement = judge(ROOT, TO_DIRECTOR, *again)
    _, complete = judgement.chains(DIRECTOR, most=1_000_000)
    assert not complete
    assert judgement.verdict(DIRECTOR) is Verdict.YES


def test_naming_a_basis_that_is_gone_is_not_naming_none() -> None:
    assert judge(ROOT, replace(TO_DIRECTOR, rests_on=("borte",))).verdict(DIRECTOR) is Verdict.NO
    assert judge(ROOT, replace(TO_DIRECTOR, rests_on=())).verdict(DIRECTOR) is Verdict.YES


def test_a_share_is_not_shared_further() -> None:
    share = Grant("delt", "delt", GrantKind.SHARING, "direktøren", DIRECTOR)
    shared_again = Grant("delt igjen", "delt", GrantKind.SHARING, "lederen", "direktøren")
    assert judge(ROOT, TO_DIRECTOR, share, shared_again).verdict("lederen") is Verdict.NO


def test_who_acts_for_a_post_gives_nothing_further_and_has_no_substitute_of_his_own() -> None:
    acting = Grant("vikar", "vikar", GrantKind.ACTING, "vikaren", DIRECTOR)
    given = Grant("x", "x", GrantKind.DELEGATION, "lederen", "vikaren")
    acting_again = Grant("vikars vikar", "vikar", GrantKind.ACTING, "vikarens vikar", "vikaren")
    judgement = judge(ROOT, TO_DIRECTOR, acting, given, acting_again)
    assert judgement.verdict("vikaren") is Verdict.YES
    assert judgement.verdict("lederen") is Verdict.NO
    assert judgement.verdict("vikarens vikar") is Verdict.NO


def test_a_year_or_a_contract_within_the_limit_for_one_case_is_within() -> None:
    limited = replace(TO_DIRECTOR, reach=Reach(amount_max_nok=100, amount_vat=VatBasis.EXCLUDED))
    for period in (AmountPeriod.YEAR, AmountPeriod.CONTRACT):
        for amount, expected in ((100, Verdict.YES), (101, Verdict.UNDETERMINED)):
            matter = replace(MATTER, amount_nok=amount, amount_per=period)
            assert judge(ROOT, limited, matter=matter).verdict(DIRECTOR) is expected
