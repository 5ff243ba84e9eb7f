"""Contracts: with whom, who owns them in the line, for how long, with which options, changes and demands."""

from __future__ import annotations

from typing import ClassVar

from schema.base import Area, Link, Links, Node, field, link
from schema.relationships import (
    AMENDS,
    CALLS_OFF,
    CONDITIONAL_ON,
    CONTRIBUTES_TO,
    DECIDED_BY,
    FULFILS,
    OPTION_OF,
    OWNED_IN_LINE_BY,
    REQUIRES,
    RESPONSIBLE,
    SUPPLIED_BY,
    Contributing,
    Responsibility,
)
from schema.values import Code, Day, Number, Text, YesNo


class OptionStatus(Code):
    """Whether an option in a contract has been used."""

    POSSIBLE = "possible", "Mulig", "May still be used."
    EXERCISED = "exercised", "Utløst", "Has been used."
    LAPSED = "lapsed", "Bortfalt", "Was not used in time."


class Contract(Node, bokmaal="Kontrakt", area=Area.GOVERNANCE):
    """A contract with a supplier, owned by a unit in the line."""

    ORDERED: ClassVar[tuple[tuple[str, str], ...]] = (("start_on", "end_on"),)

    start_on: Day | None = field("Fra", "First day of the contract period.", default=None)
    end_on: Day | None = field("Til", "Last day of the contract period, options apart.", default=None, indexed=True)
    value_nok: Number | None = field("Verdi", "Value; missing means unknown.", default=None, unit="NOK", ge=0)
    value_per_year_nok: Number | None = field(
        "Verdi per år", "Where the source gives what it costs in a year.", default=None, unit="NOK", ge=0
    )
    framework_agreement: YesNo = field(
        "Rammeavtale", "True where it is only drawn on through other contracts.", default=False
    )
    conditions: Text | None = field("Vilkår", "Conditions worth remembering.", default=None)
    supplied_by: Links[Link] = link(SUPPLIED_BY, "Actor", "Company")
    owned_in_line_by: Links[Link] = link(OWNED_IN_LINE_BY, "Unit")
    fulfils: Links[Link] = link(FULFILS, "Task", "LegalProvision")
    contributes_to: Links[Contributing] = link(CONTRIBUTES_TO, "Goal")
    decided_by: Links[Link] = link(DECIDED_BY, "Decision")
    conditional_on: Links[Link] = link(CONDITIONAL_ON, "Decision")
    calls_off: Links[Link] = link(CALLS_OFF, "Contract")
    requires: Links[Link] = link(REQUIRES, "RequiredAuthority")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class ContractOption(Node, bokmaal="Opsjon", area=Area.GOVERNANCE):
    """A right to prolong a contract."""

    ORDERED: ClassVar[tuple[tuple[str, str], ...]] = (("start_on", "end_on"),)

    status: OptionStatus = field("Status", "Possible, exercised or lapsed.")
    start_on: Day | None = field("Fra", "First day if used.", default=None)
    end_on: Day | None = field("Til", "Last day if used in full.", default=None)
    years_max: Number | None = field("Inntil år", "Longest prolongation.", default=None, unit="years", ge=0)
    exercise_by: Day | None = field("Utløses innen", "Last day it may be used.", default=None)
    option_of: Links[Link] = link(OPTION_OF, "Contract", at_least=1, at_most=1)


class ContractAmendment(Node, bokmaal="Kontraktsendring", area=Area.GOVERNANCE):
    """A change of a contract that has been entered into: what it is worth and how long it lasts from then on."""

    amended_on: Day | None = field("Endret dato", "The day it was changed.", default=None, indexed=True)
    value_nok: Number | None = field(
        "Ny verdi", "Value from then on; missing means as before.", default=None, unit="NOK", ge=0
    )
    end_on: Day | None = field("Ny sluttdato", "Last day from then on; missing means as before.", default=None)
    reason: Text | None = field("Begrunnelse", "Why it was changed.", default=None)
    amends: Links[Link] = link(AMENDS, "Contract", at_least=1, at_most=1)
    decided_by: Links[Link] = link(DECIDED_BY, "Decision")
