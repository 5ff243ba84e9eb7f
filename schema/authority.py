"""Who may decide what, on which basis: law, original authority, delegations, bars and decisions."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from schema.actions import Action, Actions, VatBasis
from schema.base import Area, Link, Links, Node, field, link
from schema.relationships import (
    ABOUT,
    ACCEPTED_BY,
    AMENDS,
    BARS,
    BELONGS_TO,
    COVERS,
    DECIDED_BY,
    DECIDED_IN,
    EXCEPTS,
    FROM,
    INCLUDES_AGAIN,
    ISSUED_UNDER,
    JOINTLY_WITH,
    LEGAL_BASIS,
    PART_OF,
    REPLACES,
    RESTS_ON,
    REVOKED_BY,
    TO,
    WITHIN,
)
from schema.values import Code, Day, Number, Text, Texts, Whole, YesNo, read_texts


class ProvisionLevel(Code):
    """Where in a law a provision stands."""

    LAW = "lov", "Lov", "A whole law or regulation (forskrift)."
    CHAPTER = "kapittel", "Kapittel", "A chapter of a law."
    SECTION = "paragraf", "Paragraf", "A section, §."
    PARAGRAPH = "ledd", "Ledd", "A paragraph of a section."
    LETTER = "bokstav", "Bokstav", "A lettered or numbered item."
    SENTENCE = "punktum", "Punktum", "A single sentence."


class MatterArea(Code):
    """What a matter is about where no law is applied."""

    FINANCE = "okonomi", "Økonomi", "Budget, purchases, contracts and payment."
    PERSONNEL = "personal", "Personal", "Employment and other matters of personnel."
    PROFESSIONAL = "fag", "Fag", "Professional responsibility for a service."
    ORGANISATION = "organisasjon", "Organisatoriske forhold", "How a unit is organised."
    OWNERSHIP = "eierstyring", "Eierstyring", "The municipality as owner."


class AmountPeriod(Code):
    """What the limit on an amount is counted per."""

    CASE = "sak", "Per sak", "Each case by itself."
    YEAR = "aar", "Per år", "All cases in a calendar year together."
    CONTRACT = "kontrakt", "Per kontrakt", "The whole value of the contract."


class FurtherDelegation(Code):
    """Whether authority may be given further."""

    NO = "nei", "Nei", "It may not be delegated further."
    YES = "ja", "Ja", "It may be delegated further without limit of level."
    TO_LEVEL = "til_nivaa", "Ned til et nivå", "It may be delegated down to a level of leadership, and no further."


class DelegationForm(Code):
    """How a delegation was given."""

    REGULATION = "reglement", "Reglement", "In a regulation of delegation."
    DECISION = "enkeltvedtak", "Enkeltvedtak", "By a decision of its own."
    LEADER_AGREEMENT = "lederavtale", "Lederavtale", "In a lederavtale."
    INSTRUCTION = "instruks", "Instruks", "In a written instruction."
    ORAL = "muntlig", "Muntlig", "By word of mouth."
    UNKNOWN = "ukjent", "Ukjent", "No source says."


class BarKind(Code):
    """Where a bar comes from."""

    STATUTORY = "lov", "Lovfestet", "The law says that the body must decide itself."
    ADOPTED = "vedtatt", "Vedtatt", "An elected body has decided that it may not be delegated."


MatterAreas = Annotated[list[MatterArea], BeforeValidator(read_texts)]


class LegalProvision(Node, bokmaal="Lovbestemmelse", area=Area.AUTHORITY, public=True):
    """A law, or a chapter, section, paragraph, letter or sentence of it. Repealed when its validity has ended."""

    level: ProvisionLevel = field("Nivå", "Law, chapter, section, paragraph, letter or sentence.", indexed=True)
    number: Text | None = field("Nummer", "The official number at its level, such as `13-1` or `5`.", default=None)
    order: Whole | None = field("Rekkefølge", "Place among its siblings.", default=None, ge=0)
    abbreviations: Texts = field("Forkortelser", "Short names people write for the law, such as `koml.`.", default=[])
    url: Text | None = field("Lenke", "Where the official text is published.", default=None)
    part_of: Links[Link] = link(PART_OF, "LegalProvision", at_most=1)
    replaces: Links[Link] = link(REPLACES, "LegalProvision")


class Decision(Node, bokmaal="Vedtak", area=Area.AUTHORITY, public=True):
    """A decision by a body or a post, known by its date and case number."""

    decided_on: Day | None = field("Dato", "The day it was decided.", default=None, indexed=True)
    case_number: Text | None = field("Saksnummer", "Case number of the body that decided.", default=None, indexed=True)
    outcome: Text | None = field("Utfall", "What was decided, in short.", default=None)
    addition: YesNo = field("Verbalvedtak", "True where it was added in the meeting.", default=False)
    decided_in: Links[Link] = link(DECIDED_IN, "Body", "Post")
    legal_basis: Links[Link] = link(LEGAL_BASIS, "LegalProvision")
    replaces: Links[Link] = link(REPLACES, "Decision")
    amends: Links[Link] = link(AMENDS, "Decision", "Regulation", "PlanVersion")


class Limits(Node):
    """What original authority and delegations have in common: over what, up to what, and whether it may go further."""

    actions: Actions = field("Handlinger", "What it may be used for.", min_length=1)
    areas: MatterAreas = field("Områder", "Areas without a law that it is given over.", default=[])
    amount_max_nok: Number | None = field(
        "Beløpsgrense", "Highest amount; missing means no limit of its own.", default=None, unit="NOK", ge=0
    )
    amount_unknown: YesNo = field(
        "Ukjent beløpsgrense", "True where there is a limit, and no source says which.", default=False
    )
    amount_per: AmountPeriod = field("Beløp per", "What the limit is counted per.", default=AmountPeriod.CASE)
    amount_inclusive: YesNo = field("Til og med", "True where the limit itself is within.", default=True)
    amount_vat: VatBasis | None = field("Merverdiavgift", "VAT in or out; missing means unknown.", default=None)
    case_types: Texts = field("Sakstyper", "Types of case; empty means any.", default=[])
    principal_matters: YesNo | None = field(
        "Prinsipielle saker", "True where matters of principle are within; missing means unknown.", default=None
    )
    further_delegation: FurtherDelegation = field(
        "Videredelegering", "Whether it may be delegated further.", default=FurtherDelegation.YES
    )
    further_level: Whole | None = field(
        "Laveste ledernivå", "The lowest level of leadership it may be delegated to.", default=None, ge=1
    )
    conditions: Text | None = field(
        "Vilkår", "Conditions that the program cannot test, shown with every answer.", default=None
    )
    covers: Links[Link] = link(COVERS, "LegalProvision")
    excepts: Links[Link] = link(EXCEPTS, "LegalProvision")
    includes_again: Links[Link] = link(INCLUDES_AGAIN, "LegalProvision")
    within: Links[Link] = link(WITHIN, "Unit")
    legal_basis: Links[Link] = link(LEGAL_BASIS, "LegalProvision")


class OriginalAuthority(
    Limits,
    bokmaal="Opprinnelig myndighet",
    area=Area.AUTHORITY,
    collection="original_authorities",
    public=True,
):
    """Authority that law gives a body or post directly. With no provisions and no areas it is over everything."""

    residual: YesNo = field(
        "Restmyndighet", "True where it is over whatever nobody else has been given.", default=False
    )
    belongs_to: Links[Link] = link(BELONGS_TO, "Body", "Post", at_least=1, at_most=1)


class Delegation(Limits, bokmaal="Delegering", area=Area.AUTHORITY, public=True):
    """Authority given by a body or post to another. It never reaches further than what it rests on."""

    form: DelegationForm = field("Form", "How it was given.", default=DelegationForm.UNKNOWN)
    practice_only: YesNo = field(
        "Bare praksis", "True where it is how things are done, and nobody decided it.", default=False
    )
    combinable: YesNo = field(
        "Kan kombineres",
        "True where it says that it may be used together with another partial delegation.",
        default=False,
    )
    from_: Links[Link] = link(FROM, "Body", "Post", at_least=1, at_most=1)
    to: Links[Link] = link(TO, "Body", "Post", "Company", "Actor", at_least=1, at_most=1)
    rests_on: Links[Link] = link(RESTS_ON, "Delegation", "OriginalAuthority")
    decided_by: Links[Link] = link(DECIDED_BY, "Decision")
    revoked_by: Links[Link] = link(REVOKED_BY, "Decision")
    jointly_with: Links[Link] = link(JOINTLY_WITH, "Post")
    issued_under: Links[Link] = link(ISSUED_UNDER, "Regulation", "Lederavtale")
    replaces: Links[Link] = link(REPLACES, "Delegation")


class RequiredAuthority(
    Node, bokmaal="Nødvendig myndighet", area=Area.AUTHORITY, collection="required_authorities", public=True
):
    """What somebody must be empowered to do to carry out a tiltak, project or contract, or to accept a risk."""

    action: Action = field("Handling", "What must be done.")
    matter_area: MatterArea | None = field("Område", "The area, where no provision is named.", default=None)
    amount_nok: Number | None = field("Beløp", "Amount; 0 where it is not about money.", default=None, unit="NOK", ge=0)
    amount_vat: VatBasis | None = field("Merverdiavgift", "VAT in or out; missing means unknown.", default=None)
    amount_per: AmountPeriod = field("Beløp per", "What the amount is for.", default=AmountPeriod.CASE)
    case_type: Text | None = field("Sakstype", "Type of case.", default=None)
    principal: YesNo | None = field(
        "Prinsipiell", "Whether it is a matter of principle; missing is unknown.", default=None
    )
    legal_basis: Links[Link] = link(LEGAL_BASIS, "LegalProvision", at_most=1)
    within: Links[Link] = link(WITHIN, "Unit", at_most=1)


class AcceptedFinding(Node, bokmaal="Akseptert funn", area=Area.AUTHORITY):
    """A finding that a post has accepted for a time. It is listed apart, never hidden."""

    rule: Text = field("Regel", "Id of the rule, such as `R-DEL-01`.", indexed=True)
    reason: Text = field("Begrunnelse", "Why it is accepted.")
    about: Links[Link] = link(ABOUT, "Node", at_least=1)
    accepted_by: Links[Link] = link(ACCEPTED_BY, "Post", at_least=1, at_most=1)


class DelegationBar(Node, bokmaal="Delegeringssperre", area=Area.AUTHORITY, public=True):
    """Says that a body must use its authority itself: what is barred is given to nobody."""

    bar_kind: BarKind = field("Type", "By law or adopted.")
    actions: Actions = field("Handlinger", "What may not be delegated; empty means nothing may.", default=[])
    bars: Links[Link] = link(BARS, "LegalProvision", "Delegation", at_least=1)
    belongs_to: Links[Link] = link(BELONGS_TO, "Body", "Post")
    decided_by: Links[Link] = link(DECIDED_BY, "Decision")
    legal_basis: Links[Link] = link(LEGAL_BASIS, "LegalProvision")
