"""The four principles: results are measured, risk is handled, control is internal, work is improved."""

from __future__ import annotations

from typing import ClassVar

from schema.base import Area, Link, Links, Node, field, link
from schema.relationships import (
    ACCEPTED_BY,
    AMBITION_FOR,
    ANSWERS,
    CONTAINED_IN,
    DECIDED_BY,
    EXAMINES,
    FOUND_IN,
    GIVEN_BY,
    IMPROVES,
    IN_SET,
    LEGAL_BASIS,
    MEASURED_IN,
    MEASUREMENT_OF,
    MEASURES,
    ON_SCALE,
    RAISED_IN,
    REQUIRES,
    RESPONSIBLE,
    THREATENS,
    TREATS_RISK,
    ZONE_OF,
    InPlan,
    Responsibility,
    Reviewed,
)
from schema.values import Code, Day, Number, Text, Texts, Whole, YesNo


class Direction(Code):
    """Which way is better."""

    HIGHER = "higher", "Høyere er bedre", "The higher, the better."
    LOWER = "lower", "Lavere er bedre", "The lower, the better."
    INTERVAL = "interval", "Innenfor et intervall", "Both too low and too high are bad."
    NEUTRAL = "neutral", "Nøytral", "Says what is, not what is good."


class ResultStage(Code):
    """Where in DFØ's chain of results an indicator measures."""

    INPUT = "input", "Innsatsfaktor", "What is put in."
    ACTIVITY = "activity", "Aktivitet", "What is done."
    OUTPUT = "output", "Produkt eller tjeneste", "What is delivered."
    USER_EFFECT = "user_effect", "Brukereffekt", "What it does for users."
    SOCIETY_EFFECT = "society_effect", "Samfunnseffekt", "What it does for society."


class ZoneClass(Code):
    """How good a zone is."""

    WANTED = "wanted", "Ønsket", "Where the municipality wants to be."
    ACCEPTED = "accepted", "Akseptert", "Good enough."
    NOT_ACCEPTED = "not_accepted", "Ikke godkjent", "Not good enough."


class MissingReason(Code):
    """Why a measurement has no value."""

    NOT_MEASURED = "not_measured", "Ikke målt", "Nobody measured it."
    NEW_INDICATOR = "new_indicator", "Ny indikator", "It was not an indicator yet."
    PRELIMINARY = "preliminary", "Foreløpig", "The figure is not final."
    HIDDEN = "hidden", "Skjermet", "Too few people behind it."
    BROKEN_SERIES = "broken_series", "Brudd i serien", "Measured another way than before."


class Treatment(Code):
    """What is done with a risk."""

    AVOID = "avoid", "Unngå", "What causes it is not done."
    REDUCE = "reduce", "Redusere", "Controls make it less likely or less harmful."
    SHARE = "share", "Dele", "Others carry part of it."
    ACCEPT = "accept", "Akseptere", "It is taken as it is, by a post that may."


class ReviewKind(Code):
    """Who reviews."""

    SUPERVISION = "tilsyn", "Statlig tilsyn", "The state supervises."
    AUDIT = "revisjon", "Revisjon", "The municipality's auditor, for kontrollutvalget."
    INTERNAL = "intern", "Intern revisjon", "The municipality reviews itself."
    MANAGEMENT = "ledelse", "Ledelsens gjennomgang", "Leaders review the whole."
    FOLLOW_UP = "oppfolging", "Oppfølging av delegert myndighet", "A delegator follows up how authority is used."


class IndicatorSet(Node, bokmaal="Indikatorsett", area=Area.PRINCIPLES):
    """A set of indicators, such as U4SSC or ISO 18091."""

    publisher: Text | None = field("Utgiver", "Who keeps the set.", default=None)


class Indicator(Node, bokmaal="Indikator", area=Area.PRINCIPLES):
    """Something that is measured to see if a goal is nearer."""

    code: Text | None = field("Kode", "The indicator's code in its plan or set.", default=None, indexed=True)
    unit_of_measure: Text | None = field("Måleenhet", "What the values are counted in.", default=None)
    direction: Direction = field("Retning", "Which way is better.", default=Direction.NEUTRAL)
    stage: ResultStage | None = field("Ledd i resultatkjeden", "Where in the chain of results.", default=None)
    frequency_months: Whole | None = field(
        "Frekvens", "Months between measurements.", default=None, unit="months", ge=1
    )
    perspective: Text | None = field("Perspektiv", "Perspective or challenge it is grouped under.", default=None)
    measures: Links[Reviewed] = link(MEASURES, "Goal", "Benefit", "SdgTarget", "FocusArea", "Strategy")
    in_set: Links[Link] = link(IN_SET, "IndicatorSet")
    contained_in: Links[InPlan] = link(CONTAINED_IN, "PlanVersion")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Zone(Node, bokmaal="Sone", area=Area.PRINCIPLES):
    """An interval of an indicator's values and how good it is. Several zones of a class make it two-sided."""

    zone_class: ZoneClass = field("Klasse", "Wanted, accepted or not accepted.")
    low: Number | None = field("Fra", "Lowest value; missing means open.", default=None)
    high: Number | None = field("Til", "Highest value; missing means open.", default=None)
    zone_of: Links[Link] = link(ZONE_OF, "Indicator", at_least=1, at_most=1)


class Ambition(Node, bokmaal="Ambisjon", area=Area.PRINCIPLES):
    """A value that the municipality has decided to reach."""

    low: Number | None = field("Fra", "Lowest value that reaches it.", default=None)
    high: Number | None = field("Til", "Highest value that reaches it.", default=None)
    reach_by: Day | None = field("Innen", "The day it shall be reached by.", default=None)
    baseline_year: Whole | None = field("Basisår", "Year that a change is counted from.", default=None)
    ambition_for: Links[Link] = link(AMBITION_FOR, "Indicator", "Goal", "Benefit", at_least=1)
    decided_by: Links[Link] = link(DECIDED_BY, "Decision")


class Measurement(Node, bokmaal="Måling", area=Area.PRINCIPLES):
    """One value of an indicator, or the reason why there is none."""

    value: Number | None = field("Verdi", "The value; missing with a reason.", default=None)
    missing_reason: MissingReason | None = field("Hvorfor verdi mangler", "Why there is no value.", default=None)
    year: Whole | None = field("År", "Calendar year measured.", default=None)
    measured_on: Day | None = field("Målt dato", "The day measured, where it is not a year.", default=None)
    verified: YesNo | None = field("Kontrollert", "True where somebody has checked it.", default=None)
    measurement_of: Links[Link] = link(MEASUREMENT_OF, "Indicator", "Benefit", at_least=1, at_most=1)
    measured_in: Links[Link] = link(MEASURED_IN, "Unit")


class RiskScale(Node, bokmaal="Risikoskala", area=Area.PRINCIPLES):
    """How likely and how bad in words, from the least up, and from which product on a risk is yellow or red.

    The first name is level 1. Municipalities and units have scales of their own; figures on different ones never mix.
    """

    probability_names: Texts = field("Nivåer for sannsynlighet", "Names of the levels, the least likely first.")
    consequence_names: Texts = field("Nivåer for konsekvens", "Names of the levels, the least bad first.")
    yellow_from: Whole = field("Gul fra", "Lowest product of the two that calls for follow-up.", ge=1)
    red_from: Whole = field("Rød fra", "Lowest product of the two that cannot be left as it is.", ge=1)

    ORDERED: ClassVar[tuple[tuple[str, str], ...]] = (("yellow_from", "red_from"),)


class Risk(Node, bokmaal="Risiko", area=Area.PRINCIPLES):
    """Something that may happen, how likely it is and what it would do, before and after controls."""

    probability: Whole | None = field(
        "Sannsynlighet", "Level on the scale, 1 or more; missing means not assessed.", default=None, ge=0
    )
    consequence: Whole | None = field(
        "Konsekvens", "Level on the scale, 1 or more; missing means not assessed.", default=None, ge=0
    )
    residual_probability: Whole | None = field("Sannsynlighet etter tiltak", "After controls.", default=None, ge=0)
    residual_consequence: Whole | None = field("Konsekvens etter tiltak", "After controls.", default=None, ge=0)
    treatment: Treatment | None = field("Behandling", "What is done with it.", default=None, indexed=True)
    assessed_on: Day | None = field("Vurdert dato", "The day it was assessed.", default=None)
    on_scale: Links[Link] = link(ON_SCALE, "RiskScale", at_most=1)
    threatens: Links[Link] = link(
        THREATENS,
        "Goal",
        "Oppdrag",
        "Tiltak",
        "Task",
        "Project",
        "Programme",
        "Portfolio",
        "Unit",
        "Company",
        "Contract",
        "Collaboration",
        "Benefit",
    )
    accepted_by: Links[Link] = link(ACCEPTED_BY, "Post")
    requires: Links[Link] = link(REQUIRES, "RequiredAuthority")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Control(Node, bokmaal="Kontrolltiltak", area=Area.PRINCIPLES):
    """Something that is done so that a risk becomes smaller."""

    effective: YesNo | None = field(
        "Virker", "True where somebody has seen that it works; missing means unknown.", default=None
    )
    checked_on: Day | None = field("Kontrollert dato", "The day it was last checked.", default=None)
    treats_risk: Links[Link] = link(TREATS_RISK, "Risk", at_least=1)
    legal_basis: Links[Link] = link(LEGAL_BASIS, "LegalProvision")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Deviation(Node, bokmaal="Avvik", area=Area.PRINCIPLES):
    """Something that went otherwise than law, plan or routine says."""

    found_on: Day | None = field("Funnet dato", "The day it was found.", default=None)
    closed_on: Day | None = field("Lukket dato", "The day it was closed.", default=None)
    found_in: Links[Link] = link(FOUND_IN, "Unit", "Contract", "Company", "Project", "Collaboration", "Task")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Review(Node, bokmaal="Tilsyn eller revisjon", area=Area.PRINCIPLES):
    """Supervision, audit, or a recorded follow-up of how delegated authority is used."""

    review_kind: ReviewKind = field("Type", "Who reviews.", indexed=True)
    reviewed_on: Day | None = field("Dato", "The day it was made.", default=None, indexed=True)
    examines: Links[Link] = link(
        EXAMINES,
        "Unit",
        "Post",
        "Delegation",
        "Company",
        "Contract",
        "Regulation",
        "Project",
        "Programme",
        "Collaboration",
        "Task",
    )
    given_by: Links[Link] = link(GIVEN_BY, "Post")


class Remark(Node, bokmaal="Merknad", area=Area.PRINCIPLES):
    """What a review found that must be answered."""

    due_on: Day | None = field("Svarfrist", "The day it must be answered by.", default=None)
    closed_on: Day | None = field("Lukket dato", "The day it was closed.", default=None)
    raised_in: Links[Link] = link(RAISED_IN, "Review", at_least=1)
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Improvement(Node, bokmaal="Forbedring", area=Area.PRINCIPLES):
    """Something that was made better or tried out as new."""

    innovation: YesNo = field("Innovasjon", "True where it is new, not only better.", default=False)
    in_use_from: Day | None = field("I bruk fra", "The day it was put to use.", default=None)
    answers: Links[Link] = link(ANSWERS, "Deviation", "Remark", "Risk")
    improves: Links[Link] = link(
        IMPROVES, "Task", "Unit", "Project", "Programme", "Contract", "Company", "Collaboration"
    )
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")
