"""Projects, programmes and portfolios: in which phase, at what cost, with which benefits, and what they depend on."""

from __future__ import annotations

from typing import ClassVar

from schema.base import Area, Link, Links, Node, field, link
from schema.goals import WorkStatus
from schema.relationships import (
    AMOUNT_OF,
    ANCHORED_IN,
    BUILDS_ON,
    CONTAINED_IN,
    CONTRIBUTES_TO,
    CORRESPONDS_TO,
    COUNTED_IN,
    DECIDED_BY,
    DEPENDS_ON,
    IN_PHASE,
    IN_PORTFOLIO,
    IN_PROGRAMME,
    NEEDED_IN,
    PHASE_OF,
    REALISED_BY,
    REQUIRES,
    RESPONSIBLE,
    WORKS_ON,
    YIELDS,
    Contributing,
    InPhase,
    InPlan,
    Ordered,
    Reasoned,
    Responsibility,
)
from schema.values import Code, Day, Number, Text, Whole, YesNo


class AmountKind(Code):
    """What a sum of money in a plan or account is."""

    SPENT = "medgaatt", "Medgått", "Spent up to and with the last year."
    BUDGET = "budsjett", "Budsjett", "Set aside for the year or years."
    PROGNOSIS = "prognose", "Prognose", "Expected for years that are not decided on yet."
    TOTAL = "sum", "Sum ifølge kilden", "The source's own sum of what is spent and set aside up to the last year."


class PhaseScheme(Node, bokmaal="Fasemodell", area=Area.GOVERNANCE):
    """A set of phases: Prosjektveiviseren's, a budget's degree of maturity, or the municipality's own."""

    code: Text = field("Kode", "Short code.", indexed=True)


class Phase(Node, bokmaal="Fase", area=Area.GOVERNANCE):
    """A phase in a scheme."""

    code: Text = field("Kode", "Short code, such as `F1`.", indexed=True)
    order: Whole = field("Rekkefølge", "Place in the scheme.", ge=0)
    decision_point: Text | None = field("Beslutningspunkt", "The decision that ends the phase.", default=None)
    corresponds_to: Links[Link] = link(CORRESPONDS_TO, "Phase")
    phase_of: Links[Link] = link(PHASE_OF, "PhaseScheme", at_least=1, at_most=1)


class Portfolio(Node, bokmaal="Portefølje", area=Area.GOVERNANCE):
    """Projects and programmes that are steered together."""

    decided_by: Links[Link] = link(DECIDED_BY, "Decision")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Programme(Node, bokmaal="Program", area=Area.GOVERNANCE):
    """Projects that work towards the same benefits."""

    ORDERED: ClassVar[tuple[tuple[str, str], ...]] = (("start_on", "end_on"),)

    status: WorkStatus = field("Status", "Where it stands.", default=WorkStatus.UNKNOWN, indexed=True)
    start_on: Day | None = field("Start", "Planned or real first day.", default=None)
    end_on: Day | None = field("Slutt", "Planned or real last day.", default=None)
    contributes_to: Links[Contributing] = link(CONTRIBUTES_TO, "Goal")
    in_portfolio: Links[Link] = link(IN_PORTFOLIO, "Portfolio")
    yields: Links[Link] = link(YIELDS, "Benefit")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Project(Node, bokmaal="Prosjekt", area=Area.GOVERNANCE):
    """A task with an end, a frame and a purpose, anchored in a need in the line."""

    ORDERED: ClassVar[tuple[tuple[str, str], ...]] = (("start_on", "end_on"),)

    bulk_item: YesNo = field(
        "Sekkepost", "True for a collective budget line, which is never counted as a project.", default=False
    )
    status: WorkStatus = field("Status", "Where it stands.", default=WorkStatus.UNKNOWN, indexed=True)
    start_on: Day | None = field("Start", "Planned or real first day.", default=None)
    end_on: Day | None = field("Slutt", "Planned or real last day.", default=None)
    cost_estimate_nok: Number | None = field(
        "Anslått totalkostnad",
        "Estimate of the whole cost; missing means unknown, not zero.",
        default=None,
        unit="NOK",
        ge=0,
    )
    contributes_to: Links[Contributing] = link(CONTRIBUTES_TO, "Goal")
    builds_on: Links[Reasoned] = link(BUILDS_ON, "SdgTarget", "SdgGoal")
    anchored_in: Links[Reasoned] = link(ANCHORED_IN, "Decision", "LegalProvision", "Risk", "Deviation", "Remark")
    needed_in: Links[Link] = link(NEEDED_IN, "Unit")
    in_programme: Links[Link] = link(IN_PROGRAMME, "Programme")
    in_portfolio: Links[Link] = link(IN_PORTFOLIO, "Portfolio")
    in_phase: Links[InPhase] = link(IN_PHASE, "Phase")
    depends_on: Links[Ordered] = link(DEPENDS_ON, "Project", "Decision", "Contract")
    yields: Links[Link] = link(YIELDS, "Benefit")
    counted_in: Links[Link] = link(COUNTED_IN, "SumLine")
    works_on: Links[Link] = link(WORKS_ON, "FrameworkElement")
    requires: Links[Link] = link(REQUIRES, "RequiredAuthority")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class BudgetAmount(Node, bokmaal="Beløp", area=Area.GOVERNANCE):
    """A sum of money for a project or programme in a year or a span of years; a sum line's is the source's own."""

    amount_kind: AmountKind = field("Type", "Spent, budget, prognosis or the source's own sum.", indexed=True)
    amount_nok: Number | None = field("Beløp", "The sum; missing means unknown, not zero.", default=None, unit="NOK")
    first_year: Whole | None = field(
        "Fra år", "First calendar year; missing means from the start.", default=None, ge=1900, le=2200
    )
    last_year: Whole = field("Til år", "Last calendar year.", ge=1900, le=2200)
    amount_of: Links[Link] = link(AMOUNT_OF, "Project", "Programme", "SumLine", at_least=1, at_most=1)
    contained_in: Links[InPlan] = link(CONTAINED_IN, "PlanVersion")

    ORDERED: ClassVar[tuple[tuple[str, str], ...]] = (("first_year", "last_year"),)


class SumLine(Node, bokmaal="Sumlinje", area=Area.GOVERNANCE):
    """A line in a source that says what the projects counted in it come to; held against the projects' own amounts."""

    contained_in: Links[InPlan] = link(CONTAINED_IN, "PlanVersion")


class Benefit(Node, bokmaal="Gevinst", area=Area.GOVERNANCE):
    """A good effect of a change, taken out by a unit in the line.

    What is expected on the way are its ambitions; what has been realised are its measurements.
    """

    baseline_value: Number | None = field(
        "Nullpunkt", "The value before the change, in the unit of measure.", default=None
    )
    expected_value: Number | None = field("Forventet verdi", "Expected value, in the unit of measure.", default=None)
    unit_of_measure: Text | None = field("Måleenhet", "What the value is counted in.", default=None)
    realise_from: Day | None = field("Realiseres fra", "The day it starts to be taken out.", default=None)
    contributes_to: Links[Contributing] = link(CONTRIBUTES_TO, "Goal")
    realised_by: Links[Link] = link(REALISED_BY, "Unit")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")
