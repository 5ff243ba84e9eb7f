"""May she decide this, and who may? (CQ-09, CQ-11)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph.connection import Readable, Row, Transaction
from queries.answers import Answer, Cut, Outcome, column
from queries.authority.chains import Authority, Chain, Judgement
from queries.authority.facts import (
    IN_PLACE,
    Asked,
    Facts,
    authority_on,
    fetch_facts,
    fetch_facts_about,
    fetch_units_above,
    people,
)
from queries.authority.grants import Grant, GrantKind, home, limit_text
from queries.authority.matter import RANK, Condition, Matter, Verdict, day_text, strongest
from queries.authority.references import find_provision
from queries.authority.upward import fetch_upward
from queries.texts import text
from schema.authority import DelegationForm
from schema.base import holds
from schema.errors import NotFoundError, QuestionError
from schema.relationships import HoldingKind
from schema.values import Certainty

SHOWN_CHAINS = 20


@dataclass(frozen=True)
class HolderPerson:
    """Somebody who holds a post on the day."""

    id: str = column("Id", "Full id.")
    name: str = column("Navn", "The person's name.")
    holding: HoldingKind = column("Type", "How the post is held.")


@dataclass(frozen=True)
class HolderOf:
    """A body or a post, and who holds it."""

    id: str = column("Id", "Full id.")
    name: str = column("Navn", "Name of the body or post.")
    body: bool = column("Organ", "True for a body, false for a post.")
    people: tuple[HolderPerson, ...] = column("Innehavere", "Who holds the post on the day.")
    vacant: bool = column("Ledig", "True for a post that nobody holds or acts in.")


@dataclass(frozen=True)
class ChainLink:
    """One link of a chain of authority."""

    id: str = column("Id", "Id of the delegation or original authority; made up for a share or a substitute.")
    name: str = column("Ledd", "What it is called.")
    kind: GrantKind = column("Form", "The form of authority.")
    giver: str | None = column("Gis av", "Name of the body or post that gives it.")
    giver_id: str | None = column("Gis av, id", "Full id of the body or post that gives it.")
    receiver: str = column("Gis til", "Name of the body or post that has it.")
    receiver_id: str = column("Gis til, id", "Full id of the body or post that has it.")
    decision: str | None = column("Vedtak", "Decision, day and case number.")
    form: DelegationForm | None = column("Formkrav", "How it was given.")
    certainty: Certainty | None = column("Sikkerhet", "How sure it is.")
    provisions: tuple[str, ...] = column("Bestemmelser", "Names of the provisions it is over.")
    legal_basis: tuple[str, ...] = column("Hjemmel", "Names of the provisions it has its legal basis in.")
    amount_limit: str | None = column("Beløpsgrense", "The limit as people read it.")
    conditions: str | None = column("Vilkår", "Conditions that the program cannot test.")
    valid_from: date | None = column("Gyldig fra", "First day.")
    valid_to: date | None = column("Gyldig til", "First day it no longer holds.")
    illustrative: bool = column("Illustrasjon", "True where it is made up as an example.")
    source: str | None = column("Kilde", "Where it stands.")


@dataclass(frozen=True)
class ShownChain:
    """A chain from the one asked about to where the authority begins."""

    verdict: Verdict = column("Svar", "What the chain comes to.")
    links: tuple[ChainLink, ...] = column("Ledd", "From the one asked about and up.")
    nearest: Condition | None = column("Nærmeste hinder", "The failing condition nearest the one asked about.")
    failing: tuple[Condition, ...] = column("Hindre", "All that stands in the way.")
    conditions: tuple[str, ...] = column("Vilkår", "Conditions that a person must test.")


@dataclass(frozen=True)
class HolderVerdict:
    """The answer for one post or body. Two posts of one person are two answers."""

    holder: HolderOf = column("Organ eller stilling", "The body or post.")
    verdict: Verdict = column("Svar", "Whether it may decide.")
    chains: tuple[ShownChain, ...] = column("Kjeder", "The chains, nearest to a yes first.")
    all_chains: bool = column("Alle kjeder vist", "False where there are more chains than are shown.")
    keeps_competence: bool = column("Beholder myndigheten", "True where it is also delegated to somebody further down.")
    residual: bool = column("Restmyndighet", "True where it decides because nobody else is given the matter.")


@dataclass(frozen=True)
class MayDecide(Answer):
    """Whether somebody may decide a matter, and why or why not."""

    matter: Matter = column("Sak", "What was asked about.")
    holder: str = column("Spurt om", "Id of the body, post or person.")
    verdict: Verdict = column("Svar", "The strongest of the answers for each post.")
    answers: tuple[HolderVerdict, ...] = column(
        "Svar per stilling", "One for the body or post; for a person one for each post."
    )


@dataclass(frozen=True)
class WhoMayDecide(Answer):
    """Everybody who may decide a matter."""

    matter: Matter = column("Sak", "What was asked about.")
    may: tuple[HolderVerdict, ...] = column(
        "Kan avgjøre", "Most specific first, then those who delegated, then the rest."
    )
    jointly: tuple[HolderVerdict, ...] = column(
        "Kan avgjøre sammen med andre", "Those who may only together with others, whom `conditions` name."
    )
    undetermined: tuple[HolderVerdict, ...] = column("Ikke avgjort", "Those for whom something unknown decides.")


async def may_decide(graph: Readable, holder: str, matter: Matter, on_date: date) -> MayDecide:
    """Find whether a body, post or person may decide a matter on a day.

    A person is asked through the posts held that day, each by itself; a substitute's post counts as undetermined unless
    nobody else is in it.

    Args:
        graph: Where to read.
        holder: Id of the body, post or person.
        matter: What is to be decided; its provision as an id, or as people write it.
        on_date: The day it is about.

    Raises:
        NotFoundError: Nothing has the holder's, the provision's or the unit's id.
        QuestionError: The matter cannot be asked about, or the holder is neither body, post nor person.
    """
    matter.check()

    async def read(transaction: Transaction) -> MayDecide:
        asked = await asked_holder(transaction, holder)
        posts = posts_of(asked, on_date)
        case = await Case.for_holders(transaction, posts, asked["datasets"], matter, on_date)
        answers = [case.answer(post) for post in posts]
        answers = [_as_substitute(one, way) for one, way in zip(answers, posts.values(), strict=True)]
        verdict = strongest([one.verdict for one in answers])
        remarks = list(case.remarks())
        if not posts:
            remarks.append(f"«{asked['name']}» har ingen stilling {day_text(on_date)}.")
        return MayDecide(
            **case.common(verdict, all(one.all_chains for one in answers), tuple(remarks)),
            matter=case.matter,
            holder=holder,
            verdict=verdict,
            answers=tuple(answers),
        )

    return await graph.read_together(read)


async def who_may_decide(graph: Readable, dataset: str, matter: Matter, on_date: date) -> WhoMayDecide:
    """Find everybody in a municipality who may decide a matter on a day, and those outside whom it lets decide it.

    Args:
        graph: Where to read.
        dataset: Id of the municipality's dataset.
        matter: What is to be decided; its provision as an id, or as people write it.
        on_date: The day it is about.

    Raises:
        NotFoundError: There is no such dataset, provision or unit.
        QuestionError: The matter cannot be asked about.
    """
    matter.check()

    async def read(transaction: Transaction) -> WhoMayDecide:
        known = {row["id"] for row in await transaction.run(text("plans/datasets"))}
        if dataset not in known:
            names = ", ".join(sorted(known)) or "ingen"
            raise NotFoundError(f"Det er ikke lastet noe datasett som heter «{dataset}».", f"Lastet er: {names}.")
        case = await Case.for_everybody(transaction, [dataset], matter, on_date)
        holders = _holders_in(case.authority, dataset)
        found = [case.answer(holder, shown=3) for holder in holders if case.verdict(holder) is not Verdict.NO]
        found = [replace(one, chains=_that_say(one)) for one in found]
        may = sorted((one for one in found if one.verdict is Verdict.YES), key=_specific_first)
        undetermined = sorted((one for one in found if one.verdict is Verdict.UNDETERMINED), key=_specific_first)
        jointly = sorted(case.jointly(holders), key=_specific_first)
        verdict = Verdict.YES if may or jointly else Verdict.UNDETERMINED if undetermined else Verdict.NO
        remarks = list(case.remarks())
        if not found and not jointly and case.in_force:
            remarks.append(
                "Ingen i grafen har saken, heller ikke som restmyndighet: myndighetsgrunnlaget er ikke lagt inn."
            )
        return WhoMayDecide(
            **case.common(verdict, True, tuple(remarks)),
            matter=case.matter,
            may=tuple(may),
            jointly=tuple(jointly),
            undetermined=tuple(undetermined),
        )

    return await graph.read_together(read)


def _holders_in(authority: Authority, dataset: str) -> list[str]:
    """The municipality's own, and those outside it to whom it has given something."""
    return [
        holder
        for holder in authority.holders()
        if home(holder) == dataset or any(home(grant.id) == dataset for grant in authority.held(holder))
    ]


def _that_say(answer: HolderVerdict) -> tuple[ShownChain, ...]:
    """The chains that the verdict comes from: who may is not the question of why others may not."""
    return tuple(chain for chain in answer.chains if chain.verdict is answer.verdict)


def _specific_first(one: HolderVerdict) -> tuple[bool, int, str]:
    """Residual authority last, the longest chain first: it is the one that was given the matter in particular."""
    return one.residual, -max((len(chain.links) for chain in one.chains), default=0), one.holder.id


async def asked_holder(transaction: Transaction, holder: str) -> Row:
    """The body, post or person asked about.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is neither body, post nor person.
    """
    rows = await transaction.run(text("authority/holder"), id=holder)
    if not rows:
        raise NotFoundError(
            f"Ingenting i grafen har id-en «{holder}».", "Oppgi id-en til et organ, en stilling eller en person."
        )
    if rows[0]["kind"] not in ("Body", "Post", "Leader"):
        raise QuestionError(
            f"«{holder}» er verken organ, stilling eller person.", "Spør om et organ, en stilling eller en person."
        )
    return rows[0]


def posts_of(asked: Row, day: date) -> dict[str, HoldingKind | None]:
    """The bodies and posts to ask about, with how a person holds each."""
    if asked["kind"] != "Leader":
        return {asked["id"]: None}
    if not holds(asked["valid_from"], asked["valid_to"], day):
        return {}
    ways = {
        one["id"]: HoldingKind(one["holding"])
        for one in sorted(
            asked["holds"], key=lambda one: (one["id"], one["holding"] == HoldingKind.SUBSTITUTE), reverse=True
        )
        if holds(one["valid_from"], one["valid_to"], day)
    }
    return dict(sorted(ways.items()))


def _as_substitute(answer: HolderVerdict, way: HoldingKind | None) -> HolderVerdict:
    """A mere substitute in a post that others hold may act when they are away, which nobody has said."""
    if way is not HoldingKind.SUBSTITUTE or answer.holder.vacant or answer.verdict is not Verdict.YES:
        return answer
    return HolderVerdict(
        answer.holder, Verdict.UNDETERMINED, answer.chains, answer.all_chains, answer.keeps_competence, answer.residual
    )


class Reading:
    """A municipality's authority on a day, with what it takes to show it."""

    def __init__(self, facts: Facts, authority: Authority, day: date) -> None:
        self.authority = authority
        self._facts = facts
        self._day = day
        self._rows = {row["body"]["id"]: row for row in facts.grants}
        self._holders = {row["id"]: row for row in facts.holders}

    @staticmethod
    async def of(transaction: Transaction, datasets: list[str], day: date, provision: Row | None = None) -> Reading:
        """Read what some datasets hold."""
        facts = await fetch_facts(transaction, datasets)
        return Reading(facts, authority_on(facts, day, provision), day)

    def under(self, provision: Row | None) -> Reading:
        """The same, ready to be asked about a matter under a provision."""
        return Reading(self._facts, authority_on(self._facts, self._day, provision), self._day)

    def holder(self, holder: str) -> HolderOf:
        """A body or post with who holds it."""
        row = self._holders.get(holder)
        if row is None:
            # A company or another actor outside: it has no holder, and is no post that could be vacant.
            return HolderOf(holder, self.authority.world.name(holder), False, (), False)
        found = tuple(
            HolderPerson(one["id"], one["name"], HoldingKind(one["holding"])) for one in people(row, self._day)
        )
        body = row["kind"] == "Body"
        return HolderOf(holder, row["name"], body, found, not body and not people(row, self._day, IN_PLACE))

    def _linked(self, grant: Grant, name: str) -> list[Row]:
        """What a grant points to on the day by relationships of one type, in order; a share points to nothing."""
        row = self._rows.get(grant.id)
        found = [one for one in row["links"] if one["type"] == name] if row else []
        return sorted(
            (one for one in found if holds(one["valid_from"], one["valid_to"], self._day)),
            key=lambda one: (str(one["decided_on"] or ""), one["id"]),
        )

    def link(self, grant: Grant) -> ChainLink:
        """A link of a chain."""
        world = self.authority.world
        decisions = self._linked(grant, "DECIDED_BY")
        return ChainLink(
            id=grant.id,
            name=grant.name,
            kind=grant.kind,
            giver=world.name(grant.giver) if grant.giver else None,
            giver_id=grant.giver,
            receiver=world.name(grant.receiver),
            receiver_id=grant.receiver,
            decision="; ".join(_decision(one) for one in decisions) or None,
            form=grant.form,
            certainty=grant.certainty,
            provisions=tuple(sorted(world.name(one) for one in grant.reach.covers)),
            legal_basis=tuple(one["name"] for one in self._linked(grant, "LEGAL_BASIS")),
            amount_limit=limit_text(grant.reach) if grant.reach.amount_max_nok is not None else None,
            conditions=grant.reach.conditions,
            valid_from=grant.valid_from,
            valid_to=grant.valid_to,
            illustrative=grant.illustrative,
            source=grant.source,
        )


async def _known(transaction: Transaction, matter: Matter) -> tuple[Matter, Asked]:
    """The matter with the id of the provision that it is written under, and what is known of all that it names."""
    provision = await find_provision(transaction, matter.provision) if matter.provision else None
    units = await fetch_units_above(transaction, matter.unit)
    return replace(matter, provision=provision["id"] if provision else None), Asked(provision, units)


class Case:
    """A matter held against a municipality's authority on a day."""

    def __init__(self, reading: Reading, matter: Matter, day: date) -> None:
        self.matter = matter
        self.authority = authority = reading.authority
        self.in_force = matter.provision is None or matter.provision in authority.world.in_force
        self._reading = reading
        self._day = day
        self._judgement = Judgement(authority, matter)
        self._passed_on = {
            grant.giver
            for grant in authority.grants.values()
            if grant.kind is GrantKind.DELEGATION and self._judgement.of_grant(grant) is Verdict.YES
        }

    @staticmethod
    async def of(transaction: Transaction, datasets: list[str], matter: Matter, day: date) -> Case:
        """Read all there is in some datasets.

        Raises:
            NotFoundError: There is no such provision or unit.
        """
        matter, asked = await _known(transaction, matter)
        facts = await fetch_facts(transaction, datasets)
        facts = replace(facts, units=[*facts.units, *asked.units])
        return Case(Reading(facts, authority_on(facts, day, asked.provision), day), matter, day)

    @staticmethod
    async def for_everybody(transaction: Transaction, datasets: list[str], matter: Matter, day: date) -> Case:
        """Read what it takes to answer who may, in some datasets.

        Raises:
            NotFoundError: There is no such provision or unit.
        """
        matter, asked = await _known(transaction, matter)
        facts = await fetch_facts_about(transaction, datasets, matter, asked)
        return Case(Reading(facts, authority_on(facts, day, asked.provision), day), matter, day)

    @staticmethod
    async def for_holders(
        transaction: Transaction, holders: Collection[str], datasets: list[str], matter: Matter, day: date
    ) -> Case:
        """Read what it takes to answer for some bodies and posts, who have it in some datasets.

        Raises:
            NotFoundError: There is no such provision or unit.
        """
        matter, asked = await _known(transaction, matter)
        facts = await fetch_upward(transaction, holders, asked)
        if facts is None:
            return await Case.of(transaction, datasets, matter, day)
        return Case(Reading(facts, authority_on(facts, day, asked.provision), day), matter, day)

    def jointly(self, holders: Collection[str]) -> list[HolderVerdict]:
        """The answers for those who may not decide alone, and may when the others they need take part."""
        others = frozenset().union(*(grant.jointly_with for grant in self.authority.grants.values()))
        if not others:
            return []
        together = Case(self._reading, replace(self.matter, together_with=tuple(sorted(others))), self._day)
        return [
            together.answer(holder, shown=3)
            for holder in holders
            if together.verdict(holder) is Verdict.YES and self.verdict(holder) is not Verdict.YES
        ]

    def verdict(self, holder: str) -> Verdict:
        """Whether a body or post may decide; nobody may under a provision that does not hold on the day."""
        return self._judgement.verdict(holder) if self.in_force else Verdict.NO

    def remarks(self) -> tuple[str, ...]:
        """What the reader should know of the matter itself."""
        if self.in_force:
            return ()
        name = self.authority.world.name(self.matter.provision or "")
        return (f"«{name}» gjelder ikke {day_text(self._day)}; ingen kan avgjøre noe etter den.",)

    def common(self, verdict: Verdict, complete: bool, remarks: tuple[str, ...]) -> dict[str, Any]:
        """The part that every answer has."""
        outcome = {Verdict.YES: Outcome.FOUND, Verdict.NO: Outcome.EMPTY}.get(verdict, Outcome.UNDETERMINED)
        return {
            "on_date": self._day,
            "outcome": outcome,
            "complete": complete,
            "cut_by": () if complete else (Cut.COUNT,),
            "remarks": remarks,
        }

    def answer(self, holder: str, shown: int = SHOWN_CHAINS) -> HolderVerdict:
        """The answer for one body or post."""
        chains, every = self._judgement.chains(holder)
        verdict = self.verdict(holder)
        if verdict is Verdict.YES:
            chains = [chain for chain in chains if chain.verdict is Verdict.YES]
        return HolderVerdict(
            self._reading.holder(holder),
            verdict,
            tuple(self._chain(chain) for chain in chains[:shown]),
            every and len(chains) <= shown,
            holder in self._passed_on and verdict is Verdict.YES,
            bool(chains)
            and verdict is Verdict.YES
            and all(chain.links[-1].kind is GrantKind.RESIDUAL for chain in chains),
        )

    def _chain(self, chain: Chain) -> ShownChain:
        links = tuple(self._reading.link(link) for link in chain.links)
        failing = tuple(sorted(chain.conditions, key=lambda one: RANK[one.verdict]))
        order = {link.id: place for place, link in enumerate(chain.links)}
        worst = [one for one in failing if one.verdict is chain.verdict]
        nearest = min(worst, key=lambda one: order.get(one.grant, 0), default=None)
        told = [link.reach.conditions for link in chain.links if link.reach.conditions]
        told += [
            f"utøves sammen med {self.authority.world.listed(link.jointly_with)}"
            for link in chain.links
            if link.jointly_with
        ]
        return ShownChain(chain.verdict, links, nearest, failing, tuple(told))


def _decision(link: Row) -> str:
    parts = [link["name"], str(link["decided_on"] or ""), f"sak {link['case_number']}" if link["case_number"] else ""]
    return ", ".join(part for part in parts if part)
