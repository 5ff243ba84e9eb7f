"""Who there is: bodies, units, posts and the people who hold posts in a period.

Authority and responsibility rest on posts and bodies. A post exists when nobody holds it.
"""

from __future__ import annotations

from schema.base import Area, Link, Links, Node, field, link
from schema.relationships import (
    BECAME,
    BODY_OF,
    HOLDS,
    IN_UNIT,
    LEADS,
    LEADS_STEP,
    LEGAL_BASIS,
    PART_OF,
    REPORTS_TO,
    SHARES_AUTHORITY_WITH,
    SUBORDINATE_TO,
    SUBSTITUTE_FOR,
    TAKES_PART_IN,
    Holding,
    LeadsStep,
    SharedLevel,
    Substitution,
)
from schema.values import Code, OrganisationNumber, Text, Whole, YesNo


class BodyKind(Code):
    """Kinds of elected or appointed body."""

    COUNCIL = "kommunestyre", "Kommunestyre", "The municipality's highest body."
    EXECUTIVE = "formannskap", "Formannskap", "Elected by and from kommunestyret."
    CONTROL = "kontrollutvalg", "Kontrollutvalg", "Controls the administration on behalf of kommunestyret."
    COMMITTEE = "utvalg", "Utvalg", "A committee with or without power to decide."
    ADVISORY = "raad", "Råd", "An advisory body."
    LOCAL = "lokalutvalg", "Lokalsamfunnsutvalg", "A committee for a local community."
    COMPANY = "selskapsorgan", "Selskapsorgan", "General meeting, representantskap or board."
    OTHER = "annet", "Annet", "Any other body."


class UnitType(Node, bokmaal="Enhetstype", area=Area.ORGANISATION, public=True):
    """A type of unit in this municipality, such as tjenesteområde or virksomhet. Other municipalities have others."""

    code: Text = field("Kode", "The value units give as their type.", indexed=True)
    rank: Whole = field("Rang", "1 is the whole municipality.", ge=1)


class Body(Node, bokmaal="Organ", area=Area.ORGANISATION, collection="bodies", public=True):
    """An elected or appointed body."""

    body_kind: BodyKind = field("Type", "Kind of body.", indexed=True)
    members: Whole | None = field("Medlemmer", "Number of members.", default=None, ge=0)
    political: YesNo = field("Folkevalgt", "True where elected members decide.", default=True)
    may_decide: YesNo | None = field(
        "Har beslutningsmyndighet", "False for a body that only gives statements or recommendations.", default=None
    )
    subordinate_to: Links[Link] = link(SUBORDINATE_TO, "Body")
    body_of: Links[Link] = link(BODY_OF, "Unit")
    legal_basis: Links[Link] = link(LEGAL_BASIS, "LegalProvision")


class Unit(Node, bokmaal="Enhet", area=Area.ORGANISATION, public=True):
    """A part of the organisation: the municipality itself, a tjenesteområde, a virksomhet, a KF and so on."""

    unit_type: Text = field(
        "Type", "Code of one of the municipality's unit types.", codes_from="UnitType", indexed=True
    )
    code: Text | None = field("Kode", "The unit's code in the municipality's own systems.", default=None)
    organisation_number: OrganisationNumber | None = field(
        "Organisasjonsnummer", "Nine digits, the last a check digit.", default=None, indexed=True
    )
    part_of: Links[Link] = link(PART_OF, "Unit", at_most=1)
    became: Links[Link] = link(BECAME, "Unit")
    takes_part_in: Links[Link] = link(TAKES_PART_IN, "Collaboration")
    leads_step: Links[LeadsStep] = link(LEADS_STEP, "Collaboration")


class Post(Node, bokmaal="Stilling", area=Area.ORGANISATION, public=True):
    """A post with authority and responsibility, whether or not somebody holds it."""

    fullmaktsnivaa: Whole | None = field("Fullmaktsnivå", "Level of authority.", default=None, ge=1)
    ledernivaa: Whole | None = field("Ledernivå", "Level of leadership.", default=None, ge=1)
    in_unit: Links[Link] = link(IN_UNIT, "Unit", at_most=1)
    leads: Links[Link] = link(LEADS, "Unit")
    reports_to: Links[Link] = link(REPORTS_TO, "Post", "Body")
    substitute_for: Links[Substitution] = link(SUBSTITUTE_FOR, "Post")
    shares_authority_with: Links[SharedLevel] = link(SHARES_AUTHORITY_WITH, "Post")


class Leader(Node, bokmaal="Leder", area=Area.ORGANISATION):
    """A person who holds, or has held, a post. No national identity number is kept."""

    holds: Links[Holding] = link(HOLDS, "Post")
