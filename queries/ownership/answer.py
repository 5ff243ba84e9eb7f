"""What the answer about ownership holds."""

from __future__ import annotations

from dataclasses import dataclass

from queries.answers import Answer, column
from queries.goals.fetching import Responsible
from queries.ownership.control import ControlVerdict
from queries.ownership.statements import OwnershipStatement
from schema.companies import CompanyForm
from schema.values import Certainty, Code


@dataclass(frozen=True)
class Share:
    """A share in per cent of the whole, exact or as an interval."""

    low: float = column("Minst", "The lowest it can be, in per cent.")
    high: float = column("Høyst", "The highest it can be, in per cent.")
    exact: bool = column("Eksakt", "True where it is one number.")
    more_than: bool = column("Mer enn minst", "True where it is more than the lowest, not as low as that.")


@dataclass(frozen=True)
class MajorityStep:
    """A step of a chain of majorities: who have the votes of a company together."""

    company: str = column("Selskap-id", "Full id of the company.")
    name: str = column("Selskap", "Its name.")
    holders: tuple[str, ...] = column("Stemmer hos", "Names of those who have the votes, the one asked about first.")
    votes: Share = column("Stemmer", "How many votes they have together.")


@dataclass(frozen=True)
class OtherOwner:
    """Somebody else who has a share in the company; it may be a company that the one asked about owns in turn."""

    id: str = column("Id", "Full id.")
    kind: str = column("Slag", "The node kind.")
    name: str = column("Navn", "What people call it.")
    share: Share = column("Andel", "Of the capital.")
    votes: Share = column("Stemmer", "Of the votes.")


@dataclass(frozen=True)
class OwnerBody:
    """A body that acts as owner."""

    id: str = column("Id", "Full id of the body.")
    name: str = column("Organ", "Name of the body.")


@dataclass(frozen=True)
class CompanyRepresentative:
    """A seat in a company, and the post or person that has it."""

    id: str = column("Id", "Full id of the representation.")
    body: str | None = column("Organ", "Board, general meeting or representantskap.")
    role: str | None = column("Rolle", "Board member, delegate, and so on.")
    holder: str | None = column("Innehaver", "Who sits there, where it is not one of the municipality's posts.")
    posts: tuple[Responsible, ...] = column("Stillinger", "Posts that fill the seat.")
    illustrative: bool = column("Illustrasjon", "True where it is made up as an example.")


@dataclass(frozen=True)
class OwnedCompany:
    """A company that the one asked about has a share in, directly or through others."""

    id: str = column("Id", "Full id of the company.")
    name: str = column("Selskap", "Its name.")
    form: CompanyForm = column("Form", "Legal form.")
    organisation_number: str | None = column("Organisasjonsnummer", "Nine digits.")
    purpose: str | None = column("Formål", "Why it is owned.")
    direct: Share = column("Direkte andel", "Of the capital, held without going through other companies.")
    direct_votes: Share = column("Direkte stemmer", "Of the votes, held without going through other companies.")
    interest: Share = column("Økonomisk interesse", "Of the value, directly and through all other companies.")
    interest_reason: str | None = column(
        "Hvorfor ikke avgjort", "Why nothing more can be told of the interest than the interval; bokmål."
    )
    control: ControlVerdict = column("Kontroll", "Whether a chain of majorities of the votes leads to it.")
    control_chain: tuple[MajorityStep, ...] = column(
        "Flertallskjede", "The chain that gives control, or that may give it where it is not decided."
    )
    circular: bool = column("Eies i ring", "True where the company, through others or itself, owns itself.")
    ring: tuple[str, ...] = column("Ringen", "Ids of the companies that own each other.")
    unlimited_liability: bool = column("Ansvar for gjeld", "True where the owners answer for the company's debts.")
    owner_bodies: tuple[OwnerBody, ...] = column("Eierorgan", "Bodies that act as owner.")
    representatives: tuple[CompanyRepresentative, ...] = column("Representanter", "Who sits in its bodies.")
    statement: OwnershipStatement | None = column("Eierskapsmelding", "The one that states the ownership.")
    other_owners: tuple[OtherOwner, ...] = column("Andre eiere", "By id.")
    certainty: Certainty | None = column("Sikkerhet", "The weakest of the facts that lead to the company.")
    source: str | None = column("Kilde", "Where the shares stand that lead straight to the company.")
    illustrative: bool = column("Illustrasjon", "True where any fact that leads to it is made up as an example.")


class GovernedAs(Code):
    """How something is governed that nobody owns a share of."""

    KF = "kf", "Kommunalt foretak", "Part of the municipality's own legal person; there are no shares in it."
    FOUNDATION = "stiftelse", "Stiftelse", "Owns itself."
    ASSOCIATION = "forening", "Forening", "Has members and no owners."
    HOST = "vertskommune", "Vertskommunesamarbeid", "One municipality does the work for others."
    JOINT = "oppgavefellesskap", "Oppgavefellesskap", "Municipalities do a task together."
    SECTION_27 = "paragraf27", "§ 27-samarbeid", "A board under section 27 of the Local Government Act of 1992."


@dataclass(frozen=True)
class GovernedNotOwned:
    """Something that is governed, and that nobody owns."""

    id: str = column("Id", "Full id.")
    kind: str = column("Slag", "The node kind.")
    name: str = column("Navn", "What people call it.")
    governed_as: GovernedAs = column("Styres som", "Why there is nothing to own.")
    hosts: tuple[str, ...] = column("Vert", "Names of the hosts of a collaboration.")
    representatives: tuple[CompanyRepresentative, ...] = column("Representanter", "Who sits in its bodies.")
    certainty: Certainty | None = column("Sikkerhet", "How sure it is.")
    source: str | None = column("Kilde", "Where it stands.")
    illustrative: bool = column("Illustrasjon", "True where it is made up as an example.")


@dataclass(frozen=True)
class OwnedCompanies(Answer):
    """What somebody owns and controls on a day, and what it governs without owning it."""

    actor: str = column("Id", "Full id of the one asked about.")
    name: str = column("Eier", "Its name.")
    companies: tuple[OwnedCompany, ...] = column("Selskaper", "Those owned directly first, then by id.")
    governed: tuple[GovernedNotOwned, ...] = column("Styres uten å eies", "By how they are governed, then by id.")
