"""Cases that a municipal lawyer can follow with pen and paper. Laws, posts and amounts are made up for the purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from queries.authority.chains import Authority, Judgement
from queries.authority.grants import Bar, Grant, GrantKind, Reach, World
from queries.authority.matter import ConditionKind, Matter, Verdict
from schema.actions import Action, VatBasis
from schema.authority import AmountPeriod, FurtherDelegation, MatterArea
from schema.errors import QuestionError
from schema.values import Certainty

YES, NO, UNDETERMINED = Verdict.YES, Verdict.NO, Verdict.UNDETERMINED
TODAY = date(2026, 6, 1)
COUNCIL, BOARD, CHIEF = "kommunestyret", "formannskapet", "kommunedirektøren"
DIRECTOR, HEAD, LEADER = "direktør oppvekst", "rektor", "avdelingsleder"
TO_LEVEL_3: dict[str, Any] = {"further": FurtherDelegation.TO_LEVEL, "further_level": 3}

WORLD = World(
    day=TODAY,
    units_above={
        "kommunen": frozenset({"kommunen"}),
        "oppvekst": frozenset({"oppvekst", "kommunen"}),
        "skolen": frozenset({"skolen", "oppvekst", "kommunen"}),
        "teknisk": frozenset({"teknisk", "kommunen"}),
    },
    provisions_above={
        "pbl": ("pbl",),
        "pbl kap. 20": ("pbl kap. 20", "pbl"),
        "pbl § 20-1": ("pbl § 20-1", "pbl kap. 20", "pbl"),
        "pbl § 20-1 første ledd": ("pbl § 20-1 første ledd", "pbl § 20-1", "pbl kap. 20", "pbl"),
        "pbl § 19-2": ("pbl § 19-2", "pbl"),
        "pbl § 21-4": ("pbl § 21-4", "pbl"),
        "koml § 14-2": ("koml § 14-2", "koml"),
    },
    replaced={"pbl § 21-4": ("gammel § 95", "gammel lov")},
    levels={CHIEF: 1, DIRECTOR: 2, HEAD: 3, LEADER: 4},
    bodies=frozenset({COUNCIL, BOARD}),
    outside=frozenset({"driftsselskapet AS"}),
)
LAW = Grant("kommunestyrets myndighet", "kommunestyrets myndighet", GrantKind.ORIGINAL, COUNCIL)


def given(giver: str, receiver: str, reach: Reach | None = None, **more: Any) -> Grant:
    name = more.pop("id", f"{giver} til {receiver}")
    return Grant(name, name, GrantKind.DELEGATION, receiver, giver, reach or Reach(), **more)


def share(within: str, director: str = DIRECTOR) -> Grant:
    reach = Reach(within=frozenset({within}))
    return Grant(f"{director} deler {within}", "delt fullmakt", GrantKind.SHARING, director, CHIEF, reach)


TO_CHIEF = given(COUNCIL, CHIEF)


def building(provision: str = "pbl § 20-1", **more: Any) -> Matter:
    values: dict[str, Any] = {"amount_nok": 0, "amount_vat": VatBasis.EXCLUDED, "principal": False, **more}
    return Matter(Action.DECISION, provision, **values)


def purchase(amount: float | None, vat: VatBasis | None = VatBasis.EXCLUDED, **more: Any) -> Matter:
    return Matter(
        Action.ORDER, area=MatterArea.FINANCE, amount_nok=amount, amount_vat=vat, **{"principal": False, **more}
    )


def up_to(amount: float | None, vat: VatBasis | None = VatBasis.EXCLUDED, **more: Any) -> Reach:
    return Reach(amount_max_nok=amount, amount_vat=vat, **more)


def judge(matter: Matter, *grants: Grant, world: World = WORLD) -> Judgement:
    return Judgement(Authority((LAW, *grants), world, frozenset({COUNCIL})), matter)


def may(post: str, matter: Matter, *grants: Grant, world: World = WORLD) -> Verdict:
    """What she may, after seeing that her chains say the same."""
    judgement = judge(matter, *grants, world=world)
    chains, complete = judgement.chains(post)
    assert complete
    verdict = judgement.verdict(post)
    assert (chains[0].verdict if chains else NO) is verdict
    return verdict


def hindrances(post: str, matter: Matter, *grants: Grant, world: World = WORLD) -> set[tuple[ConditionKind, str]]:
    """What stands in the way in the chain nearest to a yes, and at which link."""
    chains, _ = judge(matter, *grants, world=world).chains(post)
    return {(one.kind, one.grant) for one in chains[0].conditions}


@pytest.mark.parametrize(
    ("inclusive", "amount", "expected"),
    [(True, 500_000, YES), (True, 500_001, NO), (False, 499_999, YES), (False, 500_000, NO)],
)
def test_the_amount_at_the_limit_itself(inclusive: bool, amount: float, expected: Verdict) -> None:
    assert may(CHIEF, purchase(amount), given(COUNCIL, CHIEF, up_to(500_000, amount_inclusive=inclusive))) is expected


@pytest.mark.parametrize(
    ("limit_vat", "amount", "vat", "expected"),
    [
        (VatBasis.EXCLUDED, 500_000, VatBasis.INCLUDED, YES),
        (VatBasis.EXCLUDED, 500_001, VatBasis.INCLUDED, UNDETERMINED),  # 400 001 or 500 001, by the rate of VAT
        (VatBasis.EXCLUDED, 625_000, VatBasis.INCLUDED, UNDETERMINED),
        (VatBasis.EXCLUDED, 625_001, VatBasis.INCLUDED, NO),
        (VatBasis.INCLUDED, 400_000, VatBasis.EXCLUDED, YES),
        (VatBasis.INCLUDED, 400_001, VatBasis.EXCLUDED, UNDETERMINED),
        (VatBasis.INCLUDED, 500_000, VatBasis.EXCLUDED, UNDETERMINED),
        (VatBasis.INCLUDED, 500_001, VatBasis.EXCLUDED, NO),
        (VatBasis.INCLUDED, 1, None, UNDETERMINED),
        (None, 1, VatBasis.INCLUDED, UNDETERMINED),
    ],
)
def test_vat_in_the_limit_and_not_in_the_amount(
    limit_vat: VatBasis | None, amount: float, vat: VatBasis | None, expected: Verdict
) -> None:
    assert may(CHIEF, purchase(amount, vat), given(COUNCIL, CHIEF, up_to(500_000, limit_vat))) is expected


def test_an_amount_or_a_limit_that_nobody_knows() -> None:
    assert may(CHIEF, purchase(None), given(COUNCIL, CHIEF, up_to(500_000))) is UNDETERMINED
    assert may(CHIEF, purchase(1), given(COUNCIL, CHIEF, Reach(amount_unknown=True))) is UNDETERMINED
    assert may(CHIEF, purchase(1), given(COUNCIL, CHIEF, up_to(500_000, amount_unknown=True))) is UNDETERMINED
    assert may(CHIEF, purchase(None, None), TO_CHIEF) is YES


@pytest.mark.parametrize("vat", [*VatBasis, None])
@pytest.mark.parametrize("per", AmountPeriod)
@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (up_to(500_000), YES),
        (up_to(500_000, None), YES),
        (up_to(500_000, amount_inclusive=False), YES),
        (up_to(500_000, amount_per=AmountPeriod.YEAR), YES),
        (up_to(0, None), YES),
        (up_to(0, None, amount_inclusive=False), NO),
        (up_to(0, amount_inclusive=False, amount_per=AmountPeriod.CONTRACT), NO),
        (Reach(amount_unknown=True), YES),
        (Reach(amount_unknown=True, amount_inclusive=False), UNDETERMINED),  # under 0 would be nothing at all
    ],
)
def test_what_is_not_about_money_is_within_every_limit_but_under_nothing(
    limit: Reach, per: AmountPeriod, vat: VatBasis | None, expected: Verdict
) -> None:
    assert may(CHIEF, purchase(0, vat, amount_per=per), given(COUNCIL, CHIEF, limit)) is expected


@pytest.mark.parametrize(
    ("limit_per", "amount_per", "amount", "expected"),
    [
        (AmountPeriod.YEAR, AmountPeriod.YEAR, 100, YES),
        (AmountPeriod.YEAR, AmountPeriod.CASE, 100, UNDETERMINED),  # the year's other cases may have used it up
        (AmountPeriod.YEAR, AmountPeriod.CASE, 101, NO),
        (AmountPeriod.CONTRACT, AmountPeriod.CASE, 100, UNDETERMINED),
        (AmountPeriod.CONTRACT, AmountPeriod.CASE, 101, NO),
        (AmountPeriod.CASE, AmountPeriod.YEAR, 100, YES),
        (AmountPeriod.CASE, AmountPeriod.YEAR, 101, UNDETERMINED),
        (AmountPeriod.YEAR, AmountPeriod.CONTRACT, 100, UNDETERMINED),
        (AmountPeriod.CONTRACT, AmountPeriod.YEAR, 101, UNDETERMINED),
    ],
)
def test_a_limit_per_year_and_an_amount_per_case(
    limit_per: AmountPeriod, amount_per: AmountPeriod, amount: float, expected: Verdict
) -> None:
    limited = given(COUNCIL, CHIEF, up_to(100, amount_per=limit_per))
    assert may(CHIEF, purchase(amount, amount_per=amount_per), limited) is expected


def test_the_lowest_limit_of_the_chain_holds() -> None:
    chain = (given(COUNCIL, CHIEF, up_to(5_000_000)), given(CHIEF, HEAD, up_to(1_000_000)), given(HEAD, LEADER))
    assert may(LEADER, purchase(1_000_000), *chain) is YES
    assert may(LEADER, purchase(2_000_000), *chain) is NO
    assert hindrances(LEADER, purchase(2_000_000), *chain) == {(ConditionKind.AMOUNT, "kommunedirektøren til rektor")}
    says_more = (TO_CHIEF, given(CHIEF, HEAD, up_to(1_000_000)), given(HEAD, LEADER, up_to(2_000_000)))
    assert may(LEADER, purchase(1_500_000), *says_more) is NO


def test_an_exception_from_the_exception() -> None:
    reach = Reach(
        covers=frozenset({"pbl"}),
        excepts=frozenset({"pbl kap. 20"}),
        includes_again=frozenset({"pbl § 20-1 første ledd"}),
    )
    delegation = given(COUNCIL, CHIEF, reach)
    assert may(CHIEF, building("pbl § 21-4"), delegation) is YES
    assert may(CHIEF, building("pbl kap. 20"), delegation) is NO
    assert may(CHIEF, building("pbl § 20-1"), delegation) is NO
    assert may(CHIEF, building("pbl § 20-1 første ledd"), delegation) is YES
    assert may(CHIEF, building("koml § 14-2"), delegation) is NO


def test_the_exception_wins_where_a_provision_is_named_both_ways() -> None:
    both = frozenset({"pbl § 20-1"})
    assert may(CHIEF, building(), given(COUNCIL, CHIEF, Reach(covers=both, excepts=both))) is NO
    assert may(CHIEF, building(), given(COUNCIL, CHIEF, Reach(excepts=both, includes_again=both))) is NO


def test_what_the_delegator_has_excepted_the_delegate_cannot_take_in_again() -> None:
    above = given(COUNCIL, CHIEF, Reach(covers=frozenset({"pbl"}), excepts=frozenset({"pbl § 20-1"})))
    for reach in (Reach(covers=frozenset({"pbl § 20-1"})), Reach(includes_again=frozenset({"pbl § 20-1"}))):
        below = given(CHIEF, HEAD, reach)
        assert may(HEAD, building(), above, below) is NO
        assert hindrances(HEAD, building(), above, below) == {(ConditionKind.SCOPE, above.id)}


def test_everything_but_what_is_excepted_and_then_ever_less_for_five_links() -> None:
    """The council gives all but § 19-2; the third link takes out chapter 20 too."""
    chain = (
        given(COUNCIL, CHIEF, Reach(excepts=frozenset({"pbl § 19-2"}))),
        given(CHIEF, DIRECTOR, Reach(covers=frozenset({"pbl"}))),
        given(DIRECTOR, HEAD, Reach(covers=frozenset({"pbl"}), excepts=frozenset({"pbl kap. 20"}))),
        given(HEAD, LEADER, Reach(covers=frozenset({"pbl kap. 20", "pbl § 21-4", "pbl § 19-2"}))),
        given(LEADER, "saksbehandler"),
    )
    expected = {"pbl § 21-4": YES, "pbl § 20-1": NO, "pbl § 19-2": NO, "koml § 14-2": NO}
    assert {one: may("saksbehandler", building(one), *chain) for one in expected} == expected
    assert may(DIRECTOR, building("pbl § 20-1"), *chain) is YES
    assert may(CHIEF, building("koml § 14-2"), *chain) is YES


def test_a_provision_with_a_new_number_is_not_settled() -> None:
    old = given(COUNCIL, CHIEF, Reach(covers=frozenset({"gammel § 95"})))
    assert may(CHIEF, building("pbl § 21-4"), old) is UNDETERMINED
    assert hindrances(CHIEF, building("pbl § 21-4"), old) == {(ConditionKind.RENUMBERED, old.id)}
    assert may(CHIEF, building("pbl § 20-1"), old) is NO
    excepted = replace(old, reach=Reach(covers=frozenset({"gammel lov"}), excepts=frozenset({"gammel § 95"})))
    assert may(CHIEF, building("pbl § 21-4"), excepted) is NO


def test_areas_without_a_law_and_provisions_are_kept_apart() -> None:
    finance = given(COUNCIL, CHIEF, Reach(areas=frozenset({MatterArea.FINANCE})))
    law = given(COUNCIL, CHIEF, Reach(covers=frozenset({"pbl"})))
    assert may(CHIEF, purchase(1), finance) is YES
    assert may(CHIEF, building(), finance) is NO
    assert may(CHIEF, purchase(1), law) is NO
    assert may(CHIEF, replace(purchase(1), area=MatterArea.PERSONNEL), finance) is NO


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("oppvekst", YES), ("skolen", YES), ("teknisk", NO), ("kommunen", NO), ("ukjent enhet", NO), (None, UNDETERMINED)],
)
def test_a_unit_is_a_unit_with_all_that_is_part_of_it(unit: str | None, expected: Verdict) -> None:
    limited = given(CHIEF, DIRECTOR, Reach(within=frozenset({"oppvekst"})))
    assert may(DIRECTOR, building(unit=unit), TO_CHIEF, limited) is expected


def test_actions_types_of_case_and_matters_of_principle() -> None:
    decisions = given(COUNCIL, CHIEF, Reach(actions=frozenset({Action.DECISION}), case_types=frozenset({"Byggesak"})))
    assert may(CHIEF, building(case_type="byggesak"), decisions) is YES
    assert may(CHIEF, building(case_type="BYGGESAK"), decisions) is YES
    assert may(CHIEF, building(case_type="delesak"), decisions) is NO
    assert may(CHIEF, building(), decisions) is UNDETERMINED
    assert may(CHIEF, replace(building(case_type="byggesak"), action=Action.STATEMENT), decisions) is NO
    by_law = given(COUNCIL, CHIEF, Reach(actions=frozenset({Action.DECISION}), covers=frozenset({"pbl"})))
    assert may(CHIEF, building(), by_law) is YES
    assert may(CHIEF, replace(building(), action=Action.STATEMENT), by_law) is NO
    answers = {
        (allowed, asked): may(CHIEF, building(principal=asked), given(COUNCIL, CHIEF, Reach(principal=allowed)))
        for allowed in (True, False, None)
        for asked in (True, False, None)
    }
    assert answers == {
        (True, True): YES, (True, False): YES, (True, None): YES,
        (False, True): NO, (False, False): YES, (False, None): UNDETERMINED,
        (None, True): UNDETERMINED, (None, False): YES, (None, None): UNDETERMINED,
    }  # fmt: skip


def test_joint_exercise_binds_everybody_below_and_not_the_one_who_gave() -> None:
    joint = given(COUNCIL, CHIEF, jointly_with=frozenset({"økonomisjefen"}))
    below = given(CHIEF, HEAD)
    together = building(together_with=("økonomisjefen",))
    assert may(HEAD, building(), joint, below) is NO
    assert hindrances(HEAD, building(), joint, below) == {(ConditionKind.JOINTLY, joint.id)}
    assert may(HEAD, together, joint, below) is YES
    assert may(COUNCIL, building(), joint) is YES
    two = replace(joint, jointly_with=frozenset({"økonomisjefen", "kommuneadvokaten"}))
    assert may(CHIEF, together, two) is NO


def test_down_to_level_3_and_not_to_level_4_through_somebody_at_level_3() -> None:
    to_level = replace(TO_CHIEF, **TO_LEVEL_3)
    chain = (to_level, given(CHIEF, HEAD), given(HEAD, LEADER))
    assert may(HEAD, building(), *chain) is YES
    assert may(LEADER, building(), *chain) is NO
    assert hindrances(LEADER, building(), *chain) == {(ConditionKind.FURTHER, to_level.id)}
    assert may("konsulent uten nivå", building(), to_level, given(CHIEF, "konsulent uten nivå")) is UNDETERMINED
    assert may(LEADER, building(), replace(to_level, further_level=None), given(CHIEF, LEADER)) is UNDETERMINED
    widened = (to_level, given(CHIEF, HEAD, **{**TO_LEVEL_3, "further_level": 4}), given(HEAD, LEADER))
    assert may(LEADER, building(), *widened) is NO


def test_what_may_not_be_given_further_stays_where_it_is() -> None:
    kept = replace(TO_CHIEF, further=FurtherDelegation.NO)
    assert may(CHIEF, building(), kept) is YES
    assert may(HEAD, building(), kept, given(CHIEF, HEAD)) is NO
    assert may(DIRECTOR, building(unit="skolen"), kept, share("oppvekst")) is NO
    acting = Grant("stedfortreder", "stedfortreder", GrantKind.ACTING, "assisterende", CHIEF)
    assert may("assisterende", building(), kept, acting) is YES


def test_forty_links_deep() -> None:
    posts = [CHIEF, *[f"post {number}" for number in range(40)]]
    chain = [TO_CHIEF, *[given(giver, receiver) for giver, receiver in pairwise(posts)]]
    assert may(posts[-1], building(), *chain) is YES
    cut = [replace(one, valid_to=TODAY) if one.receiver == "post 19" else one for one in chain]
    assert may(posts[-1], building(), *cut) is NO
    assert may("post 18", building(), *cut) is YES


def test_ten_thousand_delegations_from_one_post() -> None:
    many = [given(CHIEF, f"post {number:05}", id=f"d {number:05}") for number in range(10_000)]
    judgement = judge(building(), TO_CHIEF, *many)
    assert all(judgement.verdict(one.receiver) is YES for one in many)
    onwards = [given(CHIEF, HEAD, up_to(number), id=f"d {number:05}") for number in range(10_000)]
    judgement = judge(purchase(9_999), TO_CHIEF, *onwards)
    assert judgement.verdict(HEAD) is YES
    chains, complete = judgement.chains(HEAD, most=1)
    assert chains[0].links[0].id == "d 09999"
    assert not complete


@pytest.mark.parametrize(
    ("revoked_on", "expected"),
    [(TODAY - timedelta(1), NO), (TODAY, NO), (TODAY + timedelta(1), YES), (None, UNDETERMINED)],
)
def test_revoked_on_the_day(revoked_on: date | None, expected: Verdict) -> None:
    revoked = replace(TO_CHIEF, revoked=True, revoked_on=revoked_on)
    assert may(CHIEF, building(), revoked) is expected
    assert may(HEAD, building(), revoked, given(CHIEF, HEAD)) is expected


def test_a_delegation_that_begins_before_what_it_rests_on() -> None:
    above = replace(TO_CHIEF, valid_from=date(2026, 1, 1), valid_to=date(2027, 1, 1))
    below = given(CHIEF, HEAD, valid_from=date(2025, 1, 1))
    days = {date(2025, 12, 31): NO, date(2026, 1, 1): YES, date(2026, 12, 31): YES, date(2027, 1, 1): NO}
    assert {day: may(HEAD, building(), above, below, world=replace(WORLD, day=day)) for day in days} == days


def test_what_is_only_proposed_or_only_practice() -> None:
    assert may(CHIEF, building(), replace(TO_CHIEF, certainty=Certainty.PROPOSED)) is NO
    assert may(CHIEF, building(), replace(TO_CHIEF, certainty=Certainty.INTERPRETED)) is YES
    assert may(CHIEF, building(), replace(TO_CHIEF, practice_only=True)) is UNDETERMINED


def test_a_company_is_given_nothing_and_gives_nothing() -> None:
    sideways = given(CHIEF, "driftsselskapet AS")
    onwards = given("driftsselskapet AS", HEAD)
    assert may("driftsselskapet AS", building(), TO_CHIEF, sideways) is NO
    assert may(HEAD, building(), TO_CHIEF, sideways, onwards) is NO


def test_a_substitute_has_what_the_post_has_and_no_more() -> None:
    acting = Grant("stedfortreder", "stedfortreder", GrantKind.ACTING, "nestleder", HEAD)
    chain = (replace(TO_CHIEF, **TO_LEVEL_3), given(CHIEF, HEAD, up_to(1_000)), acting)
    assert may("nestleder", purchase(1_000), *chain) is YES
    assert may("nestleder", purchase(1_001), *chain) is NO
    away = replace(acting, only_in_absence=True)
    assert may("nestleder", purchase(1_000), *chain[:2], away) is UNDETERMINED
    narrower = replace(acting, reach=up_to(500))
    assert may("nestleder", purchase(501), *chain[:2], narrower) is NO


def test_a_director_shares_level_1_in_her_own_service_area_only() -> None:
    facts = (given(COUNCIL, CHIEF, up_to(5_000_000)), share("oppvekst"))
    assert may(DIRECTOR, purchase(5_000_000, unit="skolen"), *facts) is YES
    assert may(DIRECTOR, purchase(5_000_001, unit="skolen"), *facts) is NO
    assert may(DIRECTOR, purchase(1, unit="teknisk"), *facts) is NO
    assert may(DIRECTOR, purchase(1, unit="kommunen"), *facts) is NO
    assert may(DIRECTOR, purchase(1), *facts) is UNDETERMINED


@pytest.mark.parametrize("rests_on", [(), (TO_CHIEF.id,)])
def test_a_director_delegates_out_of_what_she_shares(rests_on: tuple[str, ...]) -> None:
    onwards = given(DIRECTOR, HEAD, rests_on=rests_on)
    facts = (TO_CHIEF, share("oppvekst"), onwards)
    assert may(HEAD, building(unit="skolen"), *facts) is YES
    assert may(HEAD, building(unit="teknisk"), *facts) is NO
    assert may(HEAD, building(unit="skolen"), TO_CHIEF, onwards) is NO
    two_areas = (*facts, share("teknisk"))
    assert may(HEAD, building(unit="teknisk"), *two_areas) is YES
    assert {link.id for link in judge(building(unit="skolen"), *facts).chains(HEAD)[0][0].links} == {
        onwards.id, share("oppvekst").id, TO_CHIEF.id, LAW.id
    }  # fmt: skip


def test_the_council_itself() -> None:
    selv = Bar("selv", "kommunestyret selv", frozenset({"koml § 14-2"}), frozenset(), bodies=frozenset({COUNCIL}))
    world = replace(WORLD, bars=(selv,))
    residual = Grant("rest", "restmyndighet", GrantKind.RESIDUAL, BOARD)
    facts = (TO_CHIEF, given(COUNCIL, BOARD), residual, share("oppvekst"))
    budget = building("koml § 14-2", unit="skolen")
    for post in (CHIEF, BOARD, DIRECTOR):
        assert may(post, budget, *facts, world=world) is NO
    assert may(COUNCIL, budget, *facts, world=world) is YES
    assert may(CHIEF, building(), *facts, world=world) is YES
    assert (ConditionKind.BAR, TO_CHIEF.id) in hindrances(CHIEF, budget, *facts, world=world)
    only_decisions = replace(selv, actions=frozenset({Action.DECISION}))
    recommendation = replace(budget, action=Action.RECOMMENDATION)
    assert may(BOARD, recommendation, *facts, world=replace(WORLD, bars=(only_decisions,))) is YES


def test_a_substitute_acts_for_a_post_that_must_decide_itself() -> None:
    selv = Bar("selv", "kommunedirektøren selv", frozenset({"pbl"}), frozenset(), bodies=frozenset({CHIEF}))
    acting = Grant("stedfortreder", "stedfortreder", GrantKind.ACTING, "assisterende", CHIEF)
    facts = (TO_CHIEF, given(CHIEF, HEAD), acting)
    expected = {CHIEF: YES, "assisterende": YES, HEAD: NO}
    assert {post: may(post, building(), *facts, world=replace(WORLD, bars=(selv,))) for post in expected} == expected


def test_a_body_that_must_decide_itself_what_it_has_been_given() -> None:
    """The one it has it from keeps the competence; the law's own assignment leaves nobody else with any."""
    selv = Bar("selv", "formannskapet selv", frozenset({"pbl"}), frozenset(), bodies=frozenset({BOARD}))
    world = replace(WORLD, bars=(selv,))
    facts = (given(COUNCIL, BOARD), TO_CHIEF, given(BOARD, HEAD), given(CHIEF, LEADER))
    expected = {BOARD: YES, COUNCIL: YES, CHIEF: NO, HEAD: NO, LEADER: NO}
    assert {post: may(post, building(), *facts, world=world) for post in expected} == expected
    joint = (given(COUNCIL, BOARD, jointly_with=frozenset({"økonomisjefen"})), *facts[1:])
    alone = {post: may(post, building(), *joint, world=world) for post in expected}
    assert alone == {**expected, BOARD: NO}
    law = Grant("lov", "lov", GrantKind.ORIGINAL, BOARD, reach=Reach(covers=frozenset({"pbl"})))
    assert {post: may(post, building(), *facts, law, world=world) for post in expected} == {**expected, COUNCIL: NO}
    through_board = replace(WORLD, bars=(replace(selv, bodies=frozenset({HEAD})),))
    expected = {HEAD: YES, BOARD: YES, COUNCIL: YES, CHIEF: NO, LEADER: NO}
    assert {post: may(post, building(), *facts, world=through_board) for post in expected} == expected


def test_what_comes_back_to_the_body_that_gave_it_away_is_no_source_of_it() -> None:
    selv = Bar("selv", "kommunedirektøren selv", frozenset({"pbl"}), frozenset(), bodies=frozenset({CHIEF}))
    facts = (TO_CHIEF, given(CHIEF, HEAD), given(HEAD, CHIEF))
    expected = {CHIEF: YES, COUNCIL: YES, HEAD: NO}
    assert {post: may(post, building(), *facts, world=replace(WORLD, bars=(selv,))) for post in expected} == expected


def test_who_gave_the_body_something_else_is_no_source_of_the_matter() -> None:
    selv = Bar("selv", "kommunedirektøren selv", frozenset({"pbl"}), frozenset(), bodies=frozenset({CHIEF}))
    world = replace(WORLD, bars=(selv,))
    personnel = Reach(areas=frozenset({MatterArea.PERSONNEL}))
    directly = (TO_CHIEF, given(COUNCIL, BOARD), given(BOARD, CHIEF, personnel))
    through = (TO_CHIEF, given(COUNCIL, BOARD), given(BOARD, "utvalget", personnel), given("utvalget", CHIEF))
    kept = (TO_CHIEF, given(COUNCIL, BOARD, further=FurtherDelegation.NO), given(BOARD, CHIEF))
    acting = (TO_CHIEF, given(COUNCIL, BOARD), Grant("for", "for", GrantKind.ACTING, CHIEF, BOARD))
    for facts in (directly, through, kept, acting):
        assert {post: may(post, building(), *facts, world=world) for post in (CHIEF, COUNCIL, BOARD)} == {
            CHIEF: YES, COUNCIL: YES, BOARD: NO
        }  # fmt: skip


def test_a_bar_of_a_whole_law_and_a_bar_of_one_delegation() -> None:
    law = Bar("lov", "kan ikke delegeres", frozenset({"pbl"}), frozenset())
    one = Bar("en", "kan ikke brukes", frozenset(), frozenset({TO_CHIEF.id}))
    assert may(CHIEF, building("pbl § 20-1 første ledd"), TO_CHIEF, world=replace(WORLD, bars=(law,))) is NO
    assert may(CHIEF, building("koml § 14-2"), TO_CHIEF, world=replace(WORLD, bars=(law,))) is YES
    assert may(CHIEF, purchase(1), TO_CHIEF, world=replace(WORLD, bars=(one,))) is NO
    assert may(BOARD, purchase(1), given(COUNCIL, BOARD), world=replace(WORLD, bars=(one,))) is YES


def test_residual_authority_is_over_what_nobody_else_is_given() -> None:
    residual = Grant("rest", "restmyndighet", GrantKind.RESIDUAL, BOARD)
    limited = given(COUNCIL, CHIEF, up_to(1_000_000))
    assert may(BOARD, purchase(2_000_000), residual, limited) is YES
    assert may(BOARD, purchase(1_000_000), residual, limited) is NO
    assert hindrances(BOARD, purchase(1), residual, limited) == {(ConditionKind.GIVEN_TO_OTHERS, "rest")}
    assert may(BOARD, purchase(None), residual, limited) is UNDETERMINED
    assert may(COUNCIL, purchase(2_000_000), residual, limited) is YES
    jointly = replace(limited, jointly_with=frozenset({"økonomisjefen"}))
    assert may(BOARD, purchase(1_000_000), residual, jointly) is NO
    lapsed = replace(limited, valid_to=TODAY)
    assert may(BOARD, purchase(1_000_000), residual, lapsed) is YES
    by_law = Grant("lov", "lov", GrantKind.ORIGINAL, CHIEF, reach=Reach(areas=frozenset({MatterArea.PERSONNEL})))
    assert may(BOARD, replace(purchase(1), area=MatterArea.PERSONNEL), residual, by_law) is NO


def test_two_delegations_that_each_give_half_give_nothing_together() -> None:
    amounts = given(COUNCIL, CHIEF, up_to(1_000_000, within=frozenset({"oppvekst"})), id="oppvekst inntil 1 mill.")
    units = given(COUNCIL, CHIEF, up_to(5_000_000, within=frozenset({"teknisk"})), id="teknisk inntil 5 mill.")
    assert may(CHIEF, purchase(2_000_000, unit="skolen"), amounts, units) is NO
    assert may(CHIEF, purchase(2_000_000, unit="teknisk"), amounts, units) is YES


def test_one_basis_that_holds_is_enough_where_none_is_named() -> None:
    lapsed = replace(TO_CHIEF, valid_to=date(2025, 1, 1))
    present = given(COUNCIL, CHIEF, up_to(1_000), id="ny")
    unnamed, named = given(CHIEF, HEAD), given(CHIEF, HEAD, rests_on=(lapsed.id,))
    assert may(HEAD, purchase(1_000), lapsed, present, unnamed) is YES
    assert may(HEAD, purchase(1_001), lapsed, present, unnamed) is NO
    assert may(HEAD, purchase(1_000), lapsed, present, named) is NO
    assert hindrances(HEAD, purchase(1_000), lapsed, present, named) == {(ConditionKind.VALIDITY, lapsed.id)}


def test_a_doubtful_basis_takes_nothing_from_a_certain_one() -> None:
    doubtful, certain = replace(TO_CHIEF, id="a", practice_only=True), replace(TO_CHIEF, id="b")
    for facts in ((doubtful, certain), (replace(doubtful, id="c"), certain)):
        assert may(HEAD, building(), *facts, given(CHIEF, HEAD)) is YES
        assert may(LEADER, building(), *facts, given(CHIEF, HEAD), given(HEAD, LEADER)) is YES
    assert may(HEAD, building(), doubtful, given(CHIEF, HEAD)) is UNDETERMINED


def test_naming_what_somebody_else_holds() -> None:
    stolen = given(HEAD, LEADER, rests_on=(TO_CHIEF.id,))
    assert may(LEADER, building(), TO_CHIEF, stolen) is NO
    assert hindrances(LEADER, building(), TO_CHIEF, stolen) == {(ConditionKind.NOT_HELD, stolen.id)}


def test_posts_that_delegate_to_each_other_in_a_ring() -> None:
    ring = (given(CHIEF, HEAD), given(HEAD, LEADER), given(LEADER, CHIEF))
    assert [may(post, building(), *ring) for post in (CHIEF, HEAD, LEADER)] == [NO, NO, NO]
    assert {kind for kind, _ in hindrances(LEADER, building(), *ring)} == {ConditionKind.NO_BASIS}
    assert [may(post, building(), TO_CHIEF, *ring) for post in (CHIEF, HEAD, LEADER)] == [YES, YES, YES]


def test_two_posts_are_two_posts() -> None:
    """One person may hold both; that the one may buy and the other decide makes nothing more of either."""
    buys = given(CHIEF, HEAD, Reach(actions=frozenset({Action.ORDER})))
    decides = given(CHIEF, LEADER, Reach(actions=frozenset({Action.DECISION})))
    assert may(HEAD, purchase(1), TO_CHIEF, buys, decides) is YES
    assert may(HEAD, building(), TO_CHIEF, buys, decides) is NO
    assert may(LEADER, purchase(1), TO_CHIEF, buys, decides) is NO


@pytest.mark.parametrize(
    "matter",
    [
        Matter(Action.DECISION),
        Matter(Action.DECISION, "pbl", MatterArea.FINANCE),
        Matter(Action.ORDER, area=MatterArea.FINANCE, amount_nok=-1),
    ],
)
def test_what_is_no_matter_is_refused(matter: Matter) -> None:
    with pytest.raises(QuestionError):
        judge(matter, TO_CHIEF)


def test_what_is_in_force_is_shown_before_what_has_ended_and_what_is_for_something_else_last() -> None:
    too_little = given(COUNCIL, CHIEF, up_to(1_000, excepts=frozenset({"pbl"})), id="å for lite")
    ended = given(COUNCIL, CHIEF, id="b utløpt", valid_to=TODAY)
    other = given(COUNCIL, CHIEF, Reach(actions=frozenset({Action.DECISION})), id="a for noe annet")
    chains, _ = judge(purchase(2_000), too_little, ended, other).chains(CHIEF)
    assert [chain.links[0].id for chain in chains] == [too_little.id, ended.id, other.id]
