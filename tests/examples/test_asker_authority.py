"""Authority in the Asker example: what the sources say, a planted breach of each rule, and the demo tiltak."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
import yaml

from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from queries.answers import Outcome
from queries.authority.deciding import may_decide
from queries.authority.grants import GrantKind
from queries.authority.holding import authority_of, delegation_chain
from queries.authority.mandate import Mandate, mandate
from queries.authority.matter import Matter, Verdict
from queries.findings.authority_rules import AUTHORITY_RULES
from queries.findings.finding import findings
from schema.actions import Action, VatBasis
from schema.authority import MatterArea
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio

ASKER = ROOT / "examples/asker"
TODAY = date(2026, 6, 1)
TILTAK = "asker:tiltak-utslippsfri-transport"
RULES = tuple(rule.id for rule in AUTHORITY_RULES)
REFUSED = {"R-DEL-12"}
"""A ring of delegations is refused when it is loaded, and cannot be planted."""

REPORTED_AT = {
    "asker:ill-krav-sykkelvei": "asker:ill-tiltak-sykkelvei",  # the tiltak that requires it
    "asker:ill-del-ledig": "asker:ill-virksomhetsleder-anskaffelser",  # the vacant post it goes to
    "asker:ill-avdelingsleder-vei": "asker:ill-avdelingsleder-bilpark",  # of two posts in a ring the first by id
}


@pytest.fixture(scope="module", autouse=True)
async def asker(opened: Graph) -> Graph:
    await empty(opened)
    for path in (*shipped().values(), ASKER):
        await load(opened, path)
    return opened


def records(file: str) -> list[dict[str, Any]]:
    held = yaml.safe_load((ASKER / file).read_text(encoding="utf-8"))
    return [record for items in held.values() for record in items]


def planted() -> dict[str, str]:
    """Rule to what is planted for it, as the notes say."""
    found = {}
    for file in ("illustrative_authority.yaml", "illustrative_authority_people.yaml"):
        for record in records(file):
            for rule in RULES:
                if f"Plantet for {rule};" in record.get("note", ""):
                    assert rule not in found, f"{rule} er plantet to ganger"
                    found[rule] = f"asker:{record['id']}"
    return found


@pytest.mark.parametrize("day", [date(2026, 3, 1), TODAY, date(2026, 12, 31)])
async def test_the_findings_are_the_planted_ones_each_rule_once(asker: Graph, day: date) -> None:
    answer = await findings(asker, "asker", day, rules=RULES)
    found = {one.rule: one.subject.id for one in (*answer.open, *answer.accepted)}
    assert Counter(one.rule for one in (*answer.open, *answer.accepted)) == dict.fromkeys(set(RULES) - REFUSED, 1)
    assert found == {rule: REPORTED_AT.get(record, record) for rule, record in planted().items()}
    assert all(one.illustrative for one in (*answer.open, *answer.accepted))


async def test_one_finding_is_accepted_with_a_reason_and_an_end(asker: Graph) -> None:
    answer = await findings(asker, "asker", TODAY)
    assert [one.rule for one in answer.accepted] == ["R-DEL-13"]
    accepted = answer.accepted[0].accepted
    assert accepted is not None
    assert (accepted.by, accepted.until) == ("Kommunedirektør", date(2027, 1, 1))
    assert "Skoleåret" in accepted.reason
    later = await findings(asker, "asker", date(2027, 1, 1), rules=["R-DEL-13"])
    assert ([one.rule for one in later.open], later.accepted) == (["R-DEL-13"], ())


async def test_findings_of_a_unit_are_those_of_its_subtree(asker: Graph) -> None:
    answer = await findings(asker, "asker", TODAY, unit="asker:ill-virk-naermiljo")
    rules = {one.rule for one in (*answer.open, *answer.accepted)}
    assert {"R-DEL-01", "R-ANS-01", "R-ANS-04"} <= rules
    assert not {"R-DEL-04", "R-DEL-05", "R-ANS-03"} & rules


async def demo(graph: Graph, day: date) -> Mandate:
    return await mandate(graph, TILTAK, day)


async def test_the_demo_tiltak_has_a_responsible_who_is_empowered_all_the_way_from_kommunestyret(asker: Graph) -> None:
    answer = await demo(asker, TODAY)
    one = answer.mandate
    assert (answer.outcome, one.verdict) == (Outcome.FOUND, Verdict.YES)
    assert one.responsible is not None
    assert one.responsible.id == "asker:ill-virksomhetsleder-mobilitet"
    assert [person.name for person in one.responsible.people] == ["Illustrativ leder A (illustrasjon)"]
    by_action = {item.matter.action: item for item in one.required}
    assert set(by_action) == {Action.CONTRACT, Action.DECISION}
    for item in one.required:
        assert item.answer is not None
        links = item.answer.chains[0].links
        assert [link.receiver for link in links] == [
            "Virksomhetsleder for Vei og mobilitet (illustrasjon)",
            "Kommunedirektør",
            "Kommunestyret",
        ]
        assert links[-1].kind is GrantKind.ORIGINAL
        # Each delegation says by which decision it was given, on which day, in which case.
        assert all(link.decision and "sak ILL-" in link.decision for link in links[:-1])
        assert links[-1].legal_basis == ("§ 5-3 Kommunestyre og fylkesting. Intern delegering",)
        assert "§ 13-1 sjette ledd: Myndighet i saker uten prinsipiell betydning" in links[1].legal_basis
    contract = by_action[Action.CONTRACT].answer
    decision = by_action[Action.DECISION].answer
    assert contract is not None
    assert decision is not None
    assert contract.chains[0].links[0].amount_limit == "til og med 5 000 000 kr ekskl. mva. per sak"
    assert decision.chains[0].links[0].provisions == ("Anskaffelsesloven",)
    assert answer.thread is not None
    targets = {one.target.code for one in answer.thread.reached if one.target.kind == "SdgTarget"}
    assert targets == {"9.4", "11.2", "11.6", "13.2"}


async def test_before_the_amendment_the_responsible_of_the_demo_tiltak_was_not_empowered(asker: Graph) -> None:
    before, after = await demo(asker, date(2025, 8, 31)), await demo(asker, date(2025, 9, 1))
    assert (before.mandate.verdict, after.mandate.verdict) == (Verdict.NO, Verdict.YES)
    assert before.mandate.responsible == after.mandate.responsible
    failing = [item for item in before.mandate.required if item.verdict is Verdict.NO]
    assert [item.reason for item in failing] == [
        "Beløp: 3 200 000 kr ekskl. mva. per sak – til og med 2 000 000 kr ekskl. mva. per sak"
    ]
    contract = next(item.answer for item in after.mandate.required if item.matter.action is Action.CONTRACT)
    assert contract is not None
    assert "2025-09-01, sak ILL-3/25" in str(contract.chains[0].links[0].decision)


async def test_the_amended_regulation_is_cited_from_the_day_it_was_amended(asker: Graph) -> None:
    async def cited(day: date) -> str | None:
        return (await delegation_chain(asker, "asker:del-kst-kd", day)).chains[0].links[0].decision

    before, after = await cited(date(2023, 6, 12)), await cited(date(2023, 6, 13))
    assert before == "Reglement for å delegere og innstille, sak 19/14, 2019-10-15, sak 19/14"
    assert after is not None
    assert after.startswith(f"{before}; ")
    assert after.endswith("2023-06-13, sak 23/30")


async def test_what_the_sources_leave_out_is_undetermined_and_never_a_yes(asker: Graph) -> None:
    matter = Matter(
        Action.DECISION,
        area=MatterArea.FINANCE,
        amount_nok=1000,
        amount_vat=VatBasis.EXCLUDED,
        unit="asker:seksjon-virksomhetsstyring",
        principal=False,
    )
    answer = await may_decide(asker, "asker:seksjonsleder-virksomhetsstyring", matter, TODAY)
    assert answer.verdict is Verdict.UNDETERMINED
    assert [one.limit for one in answer.answers[0].chains[0].failing] == [
        "har en beløpsgrense som ingen kilde oppgir",
        "har en beløpsgrense som ingen kilde oppgir",
    ]


async def test_formannskapet_has_its_four_kinds_of_authority(asker: Graph) -> None:
    answer = await authority_of(asker, "asker:formannskapet", TODAY)
    held = {
        chain.links[0].id: chain for post in answer.posts for chain in post.chains if not chain.links[0].illustrative
    }
    assert {one.removeprefix("asker:") for one in held} == {
        "om-formannskapet-rest",
        "del-kst-fsk-vedtak",
        "del-kst-fsk-uttalelse",
        "del-kst-fsk-omdisponering",
    }
    assert all(chain.verdict is Verdict.YES for chain in held.values())
    assert held["asker:del-kst-fsk-omdisponering"].conditions == (
        "I samsvar med reglement; vilkårene er avkuttet i kilden.",
    )
    assert len(answer.bars) == 4
    assert all(bar.bodies == ("Kommunestyret",) for bar in answer.bars)


def test_every_virksomhetsleder_of_tidligere_asker_has_a_delegation_from_raadmannen() -> None:
    delegated = {record["to"] for record in records("authority_delegations.yaml") if record.get("from") == "raadmann"}
    posts = {
        record["id"]
        for record in records("posts.yaml")
        if record["id"].startswith("virksomhetsleder-") and record.get("ledernivaa") == 3
    }
    assert delegated == posts
