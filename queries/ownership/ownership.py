"""What is owned, directly and indirectly, who represents the owner, and is the eierskapsmelding in force? (CQ-24)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from graph.connection import Readable, Row, Transaction
from queries.answers import Outcome
from queries.authority.facts import units_above
from queries.goals.fetching import fetch_responsible
from queries.ownership.answer import (
    CompanyRepresentative,
    GovernedAs,
    GovernedNotOwned,
    MajorityStep,
    OtherOwner,
    OwnedCompanies,
    OwnedCompany,
    OwnerBody,
    Share,
)
from queries.ownership.control import Control, controls
from queries.ownership.facts import Facts, fetch_facts
from queries.ownership.holdings import Book, per_cent
from queries.ownership.interest import Interest, interests
from queries.ownership.remarks import remarks
from queries.ownership.statements import OwnershipStatement, fetch_statements
from queries.texts import text
from schema.companies import OWNERLESS, CompanyForm
from schema.errors import NotFoundError, QuestionError
from schema.governance import CollaborationKind
from schema.values import Certainty

OWNER_KINDS = ("Unit", "Company", "Actor")
"""Kinds that may own shares, beside a dataset, which means the whole municipality."""
UNLIMITED = frozenset({CompanyForm.IKS, CompanyForm.ANS, CompanyForm.DA})
"""Forms in which the owners answer for the company's debts."""
WITHOUT_SHARES = (CollaborationKind.HOST, CollaborationKind.SECTION_27, CollaborationKind.JOINT)
"""Collaborations that are governed by taking part in them, and that nobody owns shares of."""


_GOVERNED_BY_FORM = {CompanyForm.FOUNDATION: GovernedAs.FOUNDATION, CompanyForm.ASSOCIATION: GovernedAs.ASSOCIATION}


async def ownership(graph: Readable, actor: str, on_date: date) -> OwnedCompanies:
    """Find what somebody owns, directly and through other companies, and what it controls.

    A unit owns what the units within it own: a KF is part of the municipality's legal person. Shares that are only
    proposed do not count.

    Args:
        graph: Where to read.
        actor: Id of a unit, company or actor, or of a dataset, which means its whole municipality.
        on_date: The day it is about.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is of a kind that owns no shares, or a dataset that has no one unit over the others.
    """

    async def read(transaction: Transaction) -> OwnedCompanies:
        asked, owners = await _asked(transaction, actor, on_date)
        facts = await fetch_facts(transaction, owners, on_date)
        reading = _Reading(transaction, asked, owners, facts, on_date)
        companies = await reading.companies()
        governed = await reading.governed()
        return OwnedCompanies(
            on_date=on_date,
            outcome=Outcome.FOUND if companies or governed else Outcome.EMPTY,
            complete=True,
            cut_by=(),
            remarks=await remarks(transaction, asked, owners, facts, on_date),
            actor=asked["id"],
            name=asked["name"],
            companies=companies,
            governed=governed,
        )

    return await graph.read_together(read)


async def _asked(transaction: Transaction, actor: str, day: date) -> tuple[Row, tuple[str, ...]]:
    """The one asked about, and the ids that own on its behalf."""
    wanted = actor
    if ":" not in actor:
        wanted = await _top_of(transaction, actor, day)
    rows = await transaction.run(text("ownership/actor"), id=wanted)
    if not rows:
        raise NotFoundError(
            f"Ingenting i grafen har id-en «{actor}».", "En id skrives med datasettet foran, som asker:kommunen."
        )
    if rows[0]["kind"] not in OWNER_KINDS:
        raise QuestionError(
            f"«{rows[0]['name']}» ({actor}) kan ikke eie andeler.",
            "Spør om et datasett, en enhet, et selskap eller en aktør.",
        )
    if rows[0]["kind"] != "Unit":
        return rows[0], (wanted,)
    units = await transaction.run(text("authority/units"), datasets=[rows[0]["dataset"]])
    within = [one for one, above in units_above(units, day).items() if wanted in above]
    return rows[0], tuple(sorted({wanted, *within}))


async def _top_of(transaction: Transaction, dataset: str, day: date) -> str:
    known = [row["id"] for row in await transaction.run(text("plans/datasets"))]
    if dataset not in known:
        raise NotFoundError(
            f"Det er ikke lastet noe datasett som heter «{dataset}».", f"Lastet er: {', '.join(known) or 'ingen'}."
        )
    tops = await transaction.run(text("ownership/tops"), dataset=dataset, day=day)
    first = [row["id"] for row in tops if row["rank"] == tops[0]["rank"]] if tops else []
    if len(first) != 1:
        raise QuestionError(
            f"Datasettet «{dataset}» har {len(first) or 'ingen'} øverste enheter {day}"
            + (f": {', '.join(first)}." if first else "."),
            "Spør om en av dem, eller om en annen enhet, et selskap eller en aktør.",
        )
    return str(first[0])


class _Reading:
    """One question, as its answer is put together."""

    def __init__(self, transaction: Transaction, asked: Row, owners: tuple[str, ...], facts: Facts, day: date) -> None:
        self.transaction = transaction
        self.asked = asked
        self.owners = owners
        self.facts = facts
        self.day = day
        self.reached = _reached(facts, owners)
        self.names = {row["owner"]: row["owner_name"] for row in facts.rows}
        self.names |= {one: row["name"] for one, row in facts.companies.items()}
        self.names[asked["id"]] = asked["name"]
        self.leading = {*owners, *self.reached}
        self.seats: dict[str, tuple[CompanyRepresentative, ...]] = {}

    async def companies(self) -> tuple[OwnedCompany, ...]:
        """Every company that is reached."""
        interest = interests(self.facts.capital, self.owners, self.reached)
        control = controls(self.facts.votes, self.owners, self.reached)
        statements = await fetch_statements(self.transaction, self.reached, self.day)
        self.seats |= await self._representatives(self.reached)
        rings = {one: tuple(group) for group in self.facts.rings for one in group}
        weakest = _weakest(self.facts, self.owners, self.reached)
        found = [
            self._company(one, interest[one], control[one], rings.get(one, ()), statements.get(one), weakest[one])
            for one in self.reached
        ]
        return tuple(sorted(found, key=lambda one: (one.direct.high == 0, one.id)))

    def _company(
        self,
        company: str,
        interest: Interest,
        control: Control,
        ring: tuple[str, ...],
        statement: OwnershipStatement | None,
        weakest: tuple[Certainty | None, bool],
    ) -> OwnedCompany:
        row = self.facts.companies[company]
        direct = _share(self.facts.capital, company, self.owners)
        return OwnedCompany(
            id=company,
            name=row["name"],
            form=CompanyForm(row["form"]),
            organisation_number=row["organisation_number"],
            purpose=row["purpose"],
            direct=direct,
            direct_votes=_share(self.facts.votes, company, self.owners),
            interest=_as_share(interest, direct),
            interest_reason="; ".join(f"{self.names[one]}: {why.bokmaal}" for one, why in interest.because) or None,
            control=control.verdict,
            control_chain=tuple(
                MajorityStep(
                    step.company,
                    self.names[step.company],
                    tuple(self.names[one] for one in step.holders),
                    _share(self.facts.votes, step.company, step.holders),
                )
                for step in control.chain
            ),
            circular=bool(ring),
            ring=ring,
            unlimited_liability=CompanyForm(row["form"]) in UNLIMITED,
            owner_bodies=_bodies(row),
            representatives=self.seats.get(company, ()),
            statement=statement,
            other_owners=self._others(company),
            certainty=weakest[0],
            source="; ".join(self._sources(company)) or None,
            illustrative=weakest[1],
        )

    def _sources(self, company: str) -> list[str]:
        """Where the shares stand by which the company is reached."""
        rows = [row for row in self.facts.rows_of[company] if row["owner"] in self.leading]
        return sorted({row["source"] for row in rows if row["source"]})

    def _others(self, company: str) -> tuple[OtherOwner, ...]:
        rows = {row["owner"]: row for row in self.facts.rows_of[company] if row["owner"] not in self.owners}
        return tuple(
            OtherOwner(
                one,
                rows[one]["owner_kind"],
                rows[one]["owner_name"],
                _share(self.facts.capital, company, (one,)),
                _share(self.facts.votes, company, (one,)),
            )
            for one in sorted(rows)
        )

    async def _representatives(self, companies: list[str]) -> dict[str, tuple[CompanyRepresentative, ...]]:
        """The seats in each company; of a unit, those that its own municipality tells of."""
        rows = await self.transaction.run(text("ownership/representatives"), companies=companies, day=self.day)
        if self.asked["kind"] == "Unit":
            rows = [row for row in rows if row["dataset"] == self.asked["dataset"]]
        posts = await fetch_responsible(self.transaction, [row["id"] for row in rows], self.day)
        found: dict[str, list[CompanyRepresentative]] = defaultdict(list)
        for row in rows:
            found[row["company"]].append(
                CompanyRepresentative(
                    row["id"],
                    row["body"],
                    row["role"],
                    row["holder"],
                    tuple(posts.get(row["id"], ())),
                    bool(row["illustrative"]),
                )
            )
        return {company: tuple(seats) for company, seats in found.items()}

    async def governed(self) -> tuple[GovernedNotOwned, ...]:
        """What the units asked about govern without owning it, and what shares are wrongly said to be in."""
        found = await self._ownerless()
        if self.asked["kind"] == "Unit":
            found += await self._units_and_collaborations()
        order = list(GovernedAs)
        return tuple(sorted(found, key=lambda one: (order.index(one.governed_as), one.id)))

    async def _ownerless(self) -> list[GovernedNotOwned]:
        ids = {row["company"] for row in self.facts.ownerless if row["owner"] in self.leading}
        if self.asked["kind"] == "Unit":
            rows = await self.transaction.run(
                text("ownership/foundations"),
                dataset=self.asked["dataset"],
                forms=sorted(form.value for form in OWNERLESS),
                day=self.day,
            )
            ids |= {row["company"] for row in rows}
        wanted = sorted(ids)
        self.seats |= await self._representatives(wanted)
        companies = await self.transaction.run(text("ownership/companies"), companies=wanted, day=self.day)
        return [
            GovernedNotOwned(
                id=row["id"],
                kind="Company",
                name=row["name"],
                governed_as=_GOVERNED_BY_FORM[CompanyForm(row["form"])],
                hosts=(),
                representatives=self.seats.get(row["id"], ()),
                **_trust(row),
            )
            for row in companies
        ]

    async def _units_and_collaborations(self) -> list[GovernedNotOwned]:
        units = list(self.owners)
        foretak = await self.transaction.run(text("ownership/foretak"), units=units, day=self.day)
        kinds = [kind.value for kind in WITHOUT_SHARES]
        shared = await self.transaction.run(text("ownership/collaborations"), units=units, kinds=kinds, day=self.day)
        return [
            GovernedNotOwned(row["id"], "Unit", row["name"], GovernedAs.KF, (), (), **_trust(row))
            for row in foretak
            if row["id"] != self.asked["id"]
        ] + [
            GovernedNotOwned(
                row["id"],
                "Collaboration",
                row["name"],
                GovernedAs(row["kind"]),
                tuple(host["name"] for host in sorted(row["hosts"], key=lambda host: str(host["id"]))),
                (),
                **_trust(row),
            )
            for row in shared
        ]


def _reached(facts: Facts, owners: tuple[str, ...]) -> list[str]:
    """The companies that shares lead to. What a stiftelse owns is not reached through a share in it: there are none."""
    held: dict[str, set[str]] = defaultdict(set)
    for row in facts.rows:
        held[row["owner"]].add(row["company"])
    seen, waiting = set(owners), list(owners)
    while waiting:
        more = held[waiting.pop()] - seen
        seen |= more
        waiting += more
    return sorted(seen.difference(owners))


def _share(book: Book, company: str, owners: tuple[str, ...]) -> Share:
    """What some owners have together of a company, without going through others."""
    entries = book.of.get(company)
    lots = [] if entries is None else [(at, lot) for at, lot in enumerate(entries.lots) if lot.owner in owners]
    if entries is None or not lots:
        return Share(0.0, 0.0, True, False)
    amounts = entries.most(dict.fromkeys(owners, 1.0))
    low, high = sum(lot.low for _, lot in lots), sum(amounts[at] for at, _ in lots)
    low_shown, high_shown = round(min(100.0, per_cent(low)), 9), round(min(100.0, per_cent(high)), 9)
    exact = low_shown == high_shown and not entries.excess
    return Share(low_shown, high_shown, exact, low < high and any(lot.above for _, lot in lots))


def _as_share(interest: Interest, direct: Share) -> Share:
    """The interest in per cent; more than the lowest where the direct share in it is."""
    more_than = direct.more_than and not interest.exact and not interest.because
    return Share(round(interest.low * 100, 9), round(interest.high * 100, 9), interest.exact, more_than)


def _bodies(row: Row) -> tuple[OwnerBody, ...]:
    return tuple(OwnerBody(one["id"], one["name"]) for one in sorted(row["owner_bodies"], key=lambda one: one["id"]))


def _certainty(value: str | None) -> Certainty | None:
    return next((one for one in Certainty if one.value == value), None)


def _trust(row: Row) -> dict[str, Any]:
    return {
        "certainty": _certainty(row["certainty"]),
        "source": row["source"],
        "illustrative": bool(row["illustrative"]),
    }


def _weakest(facts: Facts, owners: tuple[str, ...], reached: list[str]) -> dict[str, tuple[Certainty | None, bool]]:
    """The weakest certainty of the facts that lead to each company, and whether any of them is made up."""
    order = list(Certainty)
    leading = {*owners, *reached}
    rank: dict[str, int] = dict.fromkeys(leading, -1)
    made_up = {one for one in reached if facts.companies[one]["illustrative"]}
    steps = [row for row in facts.rows if row["owner"] in leading and row["company"] not in owners]
    held: dict[str, list[Row]] = defaultdict(list)
    for row in steps:
        held[row["owner"]].append(row)
    waiting = sorted(leading)
    while waiting:
        owner = waiting.pop()
        for row in held[owner]:
            company, said = row["company"], _certainty(row["certainty"])
            worse = max(rank[owner], rank[company], -1 if said is None else order.index(said))
            false = owner in made_up or bool(row["illustrative"])
            if worse > rank[company] or (false and company not in made_up):
                rank[company] = worse
                made_up |= {company} if false else set()
                waiting.append(company)
    return {one: (order[rank[one]] if rank[one] >= 0 else None, one in made_up) for one in reached}
