"""Companies and who owns them: shares exact or as an interval, capital and votes apart, and who represents whom."""

from __future__ import annotations

from typing import ClassVar

from schema.base import Area, Link, Links, Node, field, link
from schema.relationships import (
    BUILDS_ON,
    CLASS_OF,
    CONTRIBUTES_TO,
    FULFILS,
    IN_COMPANY,
    LEADS_STEP,
    OF_CLASS,
    OWNER,
    OWNER_BODY,
    REPRESENTS_IN,
    RESPONSIBLE,
    STATED_IN,
    TAKES_PART_IN,
    Contributing,
    LeadsStep,
    Reasoned,
    Represented,
    Responsibility,
)
from schema.values import Code, Number, OrganisationNumber, Text, YesNo


class CompanyForm(Code):
    """Forms of company, by the codes of Enhetsregisteret where it has one."""

    AS = "AS", "Aksjeselskap", "Limited company."
    ASA = "ASA", "Allmennaksjeselskap", "Public limited company."
    IKS = "IKS", "Interkommunalt selskap", "Inter-municipal company; the owners answer for its debts."
    SA = "SA", "Samvirkeforetak", "Cooperative."
    BA = "BA", "Selskap med begrenset ansvar", "Company with limited liability."
    ANS = "ANS", "Ansvarlig selskap", "Partnership; each partner answers for all debts."
    DA = "DA", "Selskap med delt ansvar", "Partnership; each partner answers for a share of the debts."
    FOUNDATION = "STI", "Stiftelse", "Foundation: nobody owns it."
    ASSOCIATION = "FLI", "Forening", "Association: it has members and no owners."
    OTHER = "annet", "Annet", "Another form, or one that no source names."


OWNERLESS = frozenset({CompanyForm.FOUNDATION, CompanyForm.ASSOCIATION})
"""Forms that nobody can own a share of."""


class Company(Node, bokmaal="Selskap", area=Area.GOVERNANCE, public=True):
    """A legal entity of its own that somebody may own shares in. A KF is a unit, not a company."""

    form: CompanyForm = field("Form", "Legal form.", default=CompanyForm.OTHER, indexed=True)
    organisation_number: OrganisationNumber | None = field(
        "Organisasjonsnummer", "Nine digits, the last a check digit.", default=None, indexed=True
    )
    purpose: Text | None = field("Formål med eierskapet", "Why the municipality owns it.", default=None)
    builds_on: Links[Reasoned] = link(BUILDS_ON, "SdgTarget", "SdgGoal")
    contributes_to: Links[Contributing] = link(CONTRIBUTES_TO, "Goal")
    owner_body: Links[Link] = link(OWNER_BODY, "Body")
    stated_in: Links[Link] = link(STATED_IN, "Eierskapsmelding")
    takes_part_in: Links[Link] = link(TAKES_PART_IN, "Collaboration")
    leads_step: Links[LeadsStep] = link(LEADS_STEP, "Collaboration")
    fulfils: Links[Link] = link(FULFILS, "Task")


class ShareClass(Node, bokmaal="Aksjeklasse", area=Area.GOVERNANCE, public=True):
    """A class of shares, with its part of the whole capital and of all votes."""

    capital_share: Number | None = field(
        "Andel av kapitalen", "The class's part of the whole capital.", default=None, unit="per cent", ge=0, le=100
    )
    votes_share: Number | None = field(
        "Andel av stemmene", "The class's part of all votes.", default=None, unit="per cent", ge=0, le=100
    )
    class_of: Links[Link] = link(CLASS_OF, "Company", at_least=1, at_most=1)


class Ownership(Node, bokmaal="Eierandel", area=Area.GOVERNANCE, public=True):
    """A share of a company, exact or as an interval, with votes and capital apart.

    Shares are parts of the whole company; of the class, where the record names one. Nothing said of a share means that
    it is unknown.
    """

    share: Number | None = field("Andel", "Exact share of the capital.", default=None, unit="per cent", ge=0, le=100)
    share_min: Number | None = field(
        "Andel minst", "Lowest share, where it is an interval.", default=None, unit="per cent", ge=0, le=100
    )
    share_max: Number | None = field(
        "Andel høyst", "Highest share, where it is an interval.", default=None, unit="per cent", ge=0, le=100
    )
    votes: Number | None = field(
        "Stemmer",
        "Exact share of the votes; nothing said of the votes means as the capital.",
        default=None,
        unit="per cent",
        ge=0,
        le=100,
    )
    votes_min: Number | None = field(
        "Stemmer minst", "Lowest share of the votes.", default=None, unit="per cent", ge=0, le=100
    )
    votes_max: Number | None = field(
        "Stemmer høyst", "Highest share of the votes.", default=None, unit="per cent", ge=0, le=100
    )
    min_exclusive: YesNo = field(
        "Mer enn minst", "True where the lowest share is not part of the interval: more than 50, say.", default=False
    )
    of_class: Links[Link] = link(OF_CLASS, "ShareClass", at_most=1)
    owner: Links[Link] = link(OWNER, "Actor", "Company", "Unit", at_least=1, at_most=1)
    in_company: Links[Link] = link(IN_COMPANY, "Company", at_least=1, at_most=1)

    ORDERED: ClassVar[tuple[tuple[str, str], ...]] = (("share_min", "share_max"), ("votes_min", "votes_max"))


class Representation(Node, bokmaal="Eierrepresentasjon", area=Area.GOVERNANCE):
    """A seat in a company's bodies. Where a post is responsible, the municipality fills it."""

    body_name: Text | None = field("Organ", "Board, general meeting or representantskap.", default=None)
    holder_name: Text | None = field(
        "Innehaver", "Who sits there, where it is not one of the municipality's posts.", default=None
    )
    represents_in: Links[Represented] = link(REPRESENTS_IN, "Company", at_least=1, at_most=1)
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")
