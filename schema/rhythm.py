"""The yearly wheel and what is reported in it."""

from __future__ import annotations

from schema.base import Area, Link, Links, Node, field, link
from schema.relationships import (
    ABOUT,
    ASSESSES,
    GIVEN_BY,
    IN_REPORT,
    PRECEDED_BY,
    PRODUCES,
    RESPONSIBLE,
    TREATED_BY,
    WORKS_ON,
    Responsibility,
)
from schema.values import Code, Day, Text, Whole, YesNo


class ActivityKind(Code):
    """Whether elected bodies or the administration do the work."""

    POLITICAL = "political", "Politisk", "Elected bodies treat it."
    ADMINISTRATIVE = "administrative", "Administrativt", "The administration does it."
    EXTERNAL = "external", "Eksternt", "Done by others, such as the state budget."


class Light(Code):
    """An assessment in one word."""

    GREEN = "green", "Som planlagt", "On its way, or reached."
    YELLOW = "yellow", "Følges opp", "At risk; measures are taken."
    RED = "red", "Avvik", "Will not be reached as things stand."
    NOT_ASSESSED = "not_assessed", "Ikke vurdert", "Nobody has assessed it."


class Activity(Node, bokmaal="Årshjulsaktivitet", area=Area.RHYTHM):
    """Something that returns each year, or each fourth year, at a set time."""

    month: Whole | None = field("Måned", "Month, 1 to 12.", default=None, ge=1, le=12, indexed=True)
    day: Day | None = field("Dato", "The day, where one year has its own calendar.", default=None)
    cycle_years: Whole = field("Hjul", "Years between each time: 1 or 4.", default=1, unit="years", ge=1)
    activity_kind: ActivityKind | None = field("Politisk eller administrativt", "Who does it.", default=None)
    produces: Links[Link] = link(PRODUCES, "PlanType", "Plan", "PlanVersion", "Report", "Oppdragsbrev")
    preceded_by: Links[Link] = link(PRECEDED_BY, "Activity")
    treated_by: Links[Link] = link(TREATED_BY, "Body")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")
    works_on: Links[Link] = link(WORKS_ON, "FrameworkElement")


class Report(Node, bokmaal="Rapport", area=Area.RHYTHM):
    """A report of results: årsrapport, tertialrapport, månedsrapport."""

    year: Whole = field("År", "Calendar year it is about.", ge=1900, le=2200)
    part: Text | None = field("Del av året", "Such as «1. tertial»; missing for the whole year.", default=None)
    delivered_on: Day | None = field("Levert", "The day it was delivered; not changed after.", default=None)
    about: Links[Link] = link(ABOUT, "Unit", "PlanVersion", "Portfolio")


class Assessment(Node, bokmaal="Statusvurdering", area=Area.RHYTHM):
    """Somebody's assessment of how it goes with a goal, tiltak, project or other element."""

    light: Light = field("Status", "The assessment in one word.", indexed=True)
    dimension: Text | None = field("Dimensjon", "What it is about, such as cost or progress.", default=None)
    assessed_on: Day | None = field("Vurdert dato", "The day it was made.", default=None, indexed=True)
    assesses: Links[Link] = link(ASSESSES, "Node", at_least=1)
    in_report: Links[Link] = link(IN_REPORT, "Report")
    given_by: Links[Link] = link(GIVEN_BY, "Post")


class Dialogue(Node, bokmaal="Lederdialog", area=Area.RHYTHM, collection="dialogues"):
    """A recorded talk between two levels of leadership about results, risk and the use of authority."""

    held_on: Day = field("Dato", "The day it was held.", indexed=True)
    with_deviation: YesNo = field("Om avvik", "True where a deviation was the cause.", default=False)
    about: Links[Link] = link(ABOUT, "Unit", "Post", "Goal", "Tiltak", "Oppdrag", "Delegation")
    given_by: Links[Link] = link(GIVEN_BY, "Post")
