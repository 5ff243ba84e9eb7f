"""The plan system: plan types as data, plans, their versions, how they were adopted, and documents that follow."""

from __future__ import annotations

from schema.base import Area, Link, Links, Node, field, link
from schema.relationships import (
    ADDRESSED_TO,
    ADOPTED_BY,
    AGREED_WITH,
    AMENDS,
    APPLIES_TO,
    BINDS,
    BUILDS_ON,
    CALLS_FOR_REVISION_OF,
    COMMITS_TO,
    FOLLOWS_UP,
    ISSUED_UNDER,
    LEGAL_BASIS,
    OF_TYPE,
    REPLACES,
    RESPONSIBLE,
    STEP_OF,
    TREATED_BY,
    VERSION_OF,
    Reasoned,
    Responsibility,
)
from schema.values import Code, Day, Text, Texts, Whole, YesNo


class VersionStatus(Code):
    """How far a plan version has come."""

    DRAFT = "draft", "Utkast", "Being written."
    HEARING = "hearing", "På høring", "Out for hearing."
    ADOPTED = "adopted", "Vedtatt", "Adopted; in force from its first day of validity."
    REPLACED = "replaced", "Erstattet", "Was adopted; a newer version has taken its place."
    LAPSED = "lapsed", "Bortfalt", "Given up, or out of force without a successor."
    UNKNOWN = "unknown", "Ukjent", "No source says."


class StepKind(Code):
    """Kinds of step on the way to adoption."""

    PRESENTED = "presented", "Fremlagt", "Put before a body."
    FIRST_READING = "first_reading", "1. gangs behandling", "First reading."
    HEARING = "hearing", "Høring", "Hearing or public inspection."
    SUPPLEMENT = "supplement", "Tilleggsinnstilling", "A supplement to the proposal."
    SECOND_READING = "second_reading", "2. gangs behandling", "Second reading."
    ADOPTION = "adoption", "Vedtak", "Final adoption."
    MANDATE = "mandate", "Mandat", "The mandate for the work."
    POSTPONED = "postponed", "Utsatt", "The work was put off."
    STATEMENT = "statement", "Uttalelse", "A body gave its statement."


class PlanType(Node, bokmaal="Plantype", area=Area.PLANS):
    """A type of plan in this municipality: its horizon, how often it is revised, who adopts it, on which basis."""

    code: Text = field("Kode", "Short code.", indexed=True)
    horizon_years: Whole | None = field("Horisont", "How far ahead it looks.", default=None, unit="years", ge=0)
    cycle_years: Whole | None = field("Rullering", "How often it is revised.", default=None, unit="years", ge=0)
    political: YesNo | None = field("Politisk vedtatt", "True where an elected body adopts it.", default=None)
    adopting_body: Text | None = field("Vedtaksorgan", "The body that adopts it.", default=None)
    rank: Whole | None = field("Rang", "Place in the hierarchy; 1 is the highest.", default=None, ge=1)
    allowed_kinds: Texts = field(
        "Tillatte begreper", "Kinds of element that belong in plans of this type; empty means any.", default=[]
    )
    legal_basis: Links[Link] = link(LEGAL_BASIS, "LegalProvision")


class Plan(Node, bokmaal="Plan", area=Area.PLANS):
    """A plan through all its versions."""

    themes: Texts = field("Temaer", "What the plan is about.", default=[])
    case_number: Text | None = field("Saksnummer", "The case in the archive.", default=None)
    kommunedelplan: YesNo | None = field(
        "Kommunedelplan", "True where a theme plan is a kommunedelplan by plan- og bygningsloven.", default=None
    )
    of_type: Links[Link] = link(OF_TYPE, "PlanType", at_least=1, at_most=1)
    follows_up: Links[Link] = link(FOLLOWS_UP, "Plan", "Guideline")
    applies_to: Links[Link] = link(APPLIES_TO, "Unit")
    builds_on: Links[Reasoned] = link(BUILDS_ON, "SdgTarget", "SdgGoal")
    replaces: Links[Link] = link(REPLACES, "Plan")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class PlanVersion(Node, bokmaal="Planversjon", area=Area.PLANS):
    """One version of a plan. Valid time is when it is in force; the content of the plan hangs on it."""

    number: Whole | None = field("Versjon", "Running number; later versions have higher numbers.", default=None, ge=1)
    period_from: Whole | None = field("Periode fra", "First calendar year of the plan period.", default=None)
    period_to: Whole | None = field("Periode til", "Last calendar year of the plan period.", default=None)
    status: VersionStatus = field("Status", "How far it has come.", indexed=True)
    adopted_on: Day | None = field("Vedtatt dato", "The day it was adopted, by its most official source.", default=None)
    revise_by: Day | None = field(
        "Revideres innen", "The day by which the plan says it shall be revised.", default=None
    )
    version_of: Links[Link] = link(VERSION_OF, "Plan", at_least=1, at_most=1)
    adopted_by: Links[Link] = link(ADOPTED_BY, "Decision")
    replaces: Links[Link] = link(REPLACES, "PlanVersion")
    amends: Links[Link] = link(AMENDS, "PlanVersion")
    calls_for_revision_of: Links[Link] = link(CALLS_FOR_REVISION_OF, "Plan")


class ProcessStep(Node, bokmaal="Behandlingssteg", area=Area.PLANS):
    """A step on a plan version's way to adoption. Sources that disagree each have a step of their own."""

    step: StepKind = field("Steg", "What kind of step.")
    day: Day | None = field("Dato", "The day it took place.", default=None)
    first_day: Day | None = field("Fra dato", "First day, where the step lasts.", default=None)
    last_day: Day | None = field("Til dato", "Last day, where the step lasts.", default=None)
    planned: YesNo = field(
        "Planlagt", "True where the source announces it, and nobody has confirmed it.", default=False
    )
    case_number: Text | None = field("Saksnummer", "Case number of the body that treated it.", default=None)
    step_of: Links[Link] = link(STEP_OF, "PlanVersion", at_least=1, at_most=1)
    treated_by: Links[Link] = link(TREATED_BY, "Body")


class Guideline(Node, bokmaal="Føring", area=Area.PLANS):
    """An expectation from the state, the region or another actor that plans must heed."""

    sender: Text | None = field("Avsender", "Who expects it.", default=None)


class Oppdragsbrev(Node, bokmaal="Oppdragsbrev", area=Area.PLANS, collection="oppdragsbrev"):
    """Kommunedirektøren's yearly letter that lays frames, goals and oppdrag on the virksomheter."""

    year: Whole = field("År", "Calendar year it is for.", ge=1900, le=2200)
    dated: Day | None = field("Datert", "The day it was sent.", default=None)
    issued_under: Links[Link] = link(ISSUED_UNDER, "PlanVersion")
    addressed_to: Links[Link] = link(ADDRESSED_TO, "Unit", "Post")


class Lederavtale(Node, bokmaal="Lederavtale", area=Area.PLANS, collection="lederavtaler"):
    """A yearly agreement that commits a leader to goals, tiltak and oppdrag within given authority."""

    year: Whole = field("År", "Calendar year it is for.", ge=1900, le=2200)
    signed_on: Day | None = field("Inngått", "The day it was signed.", default=None)
    binds: Links[Link] = link(BINDS, "Post", at_least=1)
    agreed_with: Links[Link] = link(AGREED_WITH, "Post")
    commits_to: Links[Link] = link(COMMITS_TO, "Goal", "Tiltak", "Oppdrag")


class Eierskapsmelding(Node, bokmaal="Eierskapsmelding", area=Area.PLANS, collection="eierskapsmeldinger"):
    """The municipality's statement of why and how it owns companies, adopted at least every fourth year."""

    adopted_on: Day | None = field("Vedtatt dato", "The day it was adopted.", default=None)
    adopted_by: Links[Link] = link(ADOPTED_BY, "Decision")
    replaces: Links[Link] = link(REPLACES, "Eierskapsmelding")


class Regulation(Node, bokmaal="Reglement", area=Area.PLANS, public=True):
    """A reglement: delegation, finance, rules of procedure."""

    adopted_on: Day | None = field("Vedtatt dato", "The day it was adopted.", default=None)
    requires_written_form: YesNo | None = field(
        "Krever skriftlighet", "True where delegation under it must be written.", default=None
    )
    adopted_by: Links[Link] = link(ADOPTED_BY, "Decision")
    replaces: Links[Link] = link(REPLACES, "Regulation")
    amends: Links[Link] = link(AMENDS, "Regulation")
    legal_basis: Links[Link] = link(LEGAL_BASIS, "LegalProvision")
    applies_to: Links[Link] = link(APPLIES_TO, "Unit")
