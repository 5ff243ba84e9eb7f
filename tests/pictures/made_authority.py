"""Answers about authority made from the dataclasses, without a graph, for the tests of the pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.pictures.seats import BODY, OUTSIDE, POST, Parties, Seat
from queries.answers import Outcome
from queries.authority.deciding import (
    ChainLink,
    HolderOf,
    HolderPerson,
    HolderVerdict,
    MayDecide,
    ShownChain,
    WhoMayDecide,
)
from queries.authority.grants import GrantKind
from queries.authority.holding import (
    AuthorityChain,
    AuthorityOf,
    FollowUpState,
    Limits,
    Overseen,
    Oversight,
    PostAuthority,
)
from queries.authority.matter import Condition, ConditionKind, Matter, Verdict, weakest
from queries.findings.finding import About, Acceptance, Finding, Findings
from queries.findings.rules import RULE_OF_ID
from schema.actions import Action, VatBasis
from schema.authority import MatterArea
from schema.relationships import HoldingKind
from schema.values import Certainty

DAY = date(2026, 6, 1)
MATTER = Matter(
    Action.CONTRACT, area=MatterArea.FINANCE, amount_nok=3_000_000, amount_vat=VatBasis.EXCLUDED, principal=False,
    unit="t:vei",
)  # fmt: skip
TOO_MUCH = ("3 000 000 kr", "til og med 1 000 000 kr")


@dataclass
class Told:
    """A municipality as the test tells it: seats, links, and who is party to each."""

    seats: dict[str, Seat] = field(default_factory=dict)
    links: dict[str, ChainLink] = field(default_factory=dict)
    givers: dict[str, str] = field(default_factory=dict)
    receivers: dict[str, str] = field(default_factory=dict)

    def body(self, one: str, name: str) -> None:
        self.seats[one] = Seat(one, name, BODY)

    def post(self, one: str, name: str, *people: str, holding: HoldingKind = HoldingKind.PERMANENT) -> None:
        persons = tuple(HolderPerson(f"{one}-{place}", person, holding) for place, person in enumerate(people))
        self.seats[one] = Seat(one, name, POST, persons, not persons)

    def outside(self, one: str, name: str) -> None:
        self.seats[one] = Seat(one, name, OUTSIDE)

    def link(self, one: str, giver: str, receiver: str, *, kind: GrantKind = GrantKind.DELEGATION, **more: Any) -> None:
        values: dict[str, Any] = {
            "name": f"Ledd {one}", "decision": f"Vedtak om {one}, 2025-01-15, sak 1/25", "form": None,
            "certainty": Certainty.ADOPTED, "provisions": (), "legal_basis": ("koml. § 13-1",), "amount_limit": None,
            "conditions": None, "valid_from": date(2025, 2, 1), "valid_to": None, "illustrative": False,
            "source": f"Reglementet, punkt {one}",
        }  # fmt: skip
        named = self.seats[giver].name if giver else None
        self.links[one] = ChainLink(
            id=one,
            kind=kind,
            giver=named,
            giver_id=giver or None,
            receiver=self.seats[receiver].name,
            receiver_id=receiver,
            **(values | more),
        )
        self.receivers[one] = receiver
        if giver:
            self.givers[one] = giver

    def chain(self, *ids: str) -> tuple[ChainLink, ...]:
        return tuple(self.links[one] for one in ids)

    def holder(self, one: str) -> HolderOf:
        seat = self.seats[one]
        return HolderOf(one, seat.name, seat.kind == BODY, seat.people, seat.vacant)

    @property
    def parties(self) -> Parties:
        return Parties(self.givers, self.receivers, self.seats, {"t:vei": "Vei og mobilitet"})


def municipality() -> Told:
    """Kommunestyret, kommunedirektøren, a vacant direktør and a virksomhetsleder, and what is given."""
    told = Told()
    told.body("t:kst", "Kommunestyret")
    told.post("t:kd", "Kommunedirektør", "Kari Nordmann")
    told.post("t:dir", "Direktør for teknikk")
    told.post("t:vl", "Virksomhetsleder vei", "Ola Hansen", holding=HoldingKind.CONSTITUTED)
    told.link("t:opprinnelig", "", "t:kst", kind=GrantKind.ORIGINAL, legal_basis=("koml. § 5-3",))
    told.link("t:d1", "t:kst", "t:kd", amount_limit="til og med 25 000 000 kr", provisions=("Anskaffelsesloven",))
    told.link("t:d2", "t:kd", "t:dir", amount_limit="til og med 5 000 000 kr")
    told.link("t:d3", "t:dir", "t:vl", amount_limit=TOO_MUCH[1])
    return told


def stands_in_the_way(
    one: str, kind: ConditionKind = ConditionKind.AMOUNT, asked: str = TOO_MUCH[0], limit: str = TOO_MUCH[1],
    verdict: Verdict = Verdict.NO,
) -> Condition:  # fmt: skip
    return Condition(kind, verdict, one, asked, limit)


def shown(links: tuple[ChainLink, ...], *failing: Condition) -> ShownChain:
    return ShownChain(weakest([one.verdict for one in failing]), links, failing[0] if failing else None, failing, ())


def answered(holder: HolderOf, *chains: ShownChain, **more: bool) -> HolderVerdict:
    verdicts = [chain.verdict for chain in chains]
    verdict = next((one for one in (Verdict.YES, Verdict.UNDETERMINED) if one in verdicts), Verdict.NO)
    return HolderVerdict(
        holder, verdict, chains, True, more.get("keeps_competence", False), more.get("residual", False)
    )


def common(outcome: Outcome = Outcome.FOUND, remarks: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"on_date": DAY, "outcome": outcome, "complete": True, "cut_by": (), "remarks": remarks}


def may(told: Told, holder: str, *chains: ShownChain, remarks: tuple[str, ...] = ()) -> MayDecide:
    answer = answered(told.holder(holder), *chains)
    return MayDecide(**common(remarks=remarks), matter=MATTER, holder=holder, verdict=answer.verdict, answers=(answer,))


def who(
    may: Sequence[HolderVerdict] = (), jointly: Sequence[HolderVerdict] = (), undetermined: Sequence[HolderVerdict] = ()
) -> WhoMayDecide:
    return WhoMayDecide(
        **common(), matter=MATTER, may=tuple(may), jointly=tuple(jointly), undetermined=tuple(undetermined)
    )


_NO_LIMITS = Limits((), (), (), False, (), False, True, None, None)


def authority(told: Told, post: str, *chains: tuple[tuple[ChainLink, ...], tuple[Condition, ...]]) -> AuthorityOf:
    made = tuple(
        AuthorityChain(weakest([one.verdict for one in failing]), links, _NO_LIMITS, _NO_LIMITS, (), (), failing)
        for links, failing in chains
    )
    return AuthorityOf(**common(), asked=post, posts=(PostAuthority(told.holder(post), made),), bars=())


def finding(rule: str, subject: str, about: Iterable[str] = (), *, accepted: bool = False) -> Finding:
    known = RULE_OF_ID[rule]
    acceptance = Acceptance("t:aksept", "Controller", "Rettes i høst", date(2026, 12, 31)) if accepted else None
    return Finding(
        rule, known.title, known.severity, About(subject, "Delegation", f"Navn på {subject}"),
        tuple(About(one, "Post", one) for one in about), f"Forklaring {rule}", f"Rettes slik {rule}", known.source,
        False, acceptance,
    )  # fmt: skip


def findings(*found: Finding) -> Findings:
    return Findings(
        **common(), dataset="t", open=tuple(one for one in found if one.accepted is None),
        accepted=tuple(one for one in found if one.accepted), counts=(),
    )  # fmt: skip


def overseen(told: Told, one: str, through: str, distance: int, state: FollowUpState) -> Overseen:
    held = None if state is FollowUpState.NONE else date(2026 if state is FollowUpState.DONE else 2024, 3, 4)
    return Overseen(told.holder(one), (through,), distance, state, held, "Lederdialog" if held else None)


def overseeing(told: Told) -> Oversight:
    """Kommunedirektøren, who has followed up the direktør long ago and the virksomhetsleder never."""
    return Oversight(
        **common(),
        asked="t:kd",
        oversees=(
            overseen(told, "t:dir", "t:d2", 1, FollowUpState.OLD),
            overseen(told, "t:vl", "t:d3", 2, FollowUpState.NONE),
        ),
        overseen_by=(overseen(told, "t:kst", "t:d1", 1, FollowUpState.DONE),),
    )


def wide(posts: int = 60) -> tuple[Told, WhoMayDecide]:
    """Kommunedirektøren has given the same to so many; some of them have it only where the unit is known."""
    told = municipality()
    answers, unclear = [], []
    for number in range(posts):
        post, link = f"t:post-{number}", f"t:del-{number}"
        told.post(post, f"Virksomhetsleder for virksomhet nummer {number}", *(["Kari"] if number % 7 else []))
        told.link(link, "t:kd", post, amount_limit=f"til og med {number + 1} 000 000 kr")
        links = told.chain(link, "t:d1", "t:opprinnelig")
        if number % 5 == 0:
            unknown = stands_in_the_way(
                link, ConditionKind.UNIT, "enheten er ikke oppgitt", f"enhet {number}", Verdict.UNDETERMINED
            )
            unclear.append(answered(told.holder(post), shown(links, unknown)))
        else:
            answers.append(answered(told.holder(post), shown(links)))
    return told, who(answers, (), unclear)
