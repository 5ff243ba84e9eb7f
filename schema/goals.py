"""The målstruktur: from vision down to tiltak."""

from __future__ import annotations

from schema.base import Area, Link, Links, Node, field, link
from schema.relationships import (
    ADVANCES,
    ALLOCATED_TO,
    ANCHORED_IN,
    BUILDS_ON,
    CARRIES_OUT,
    CONFLICTS_WITH,
    CONTAINED_IN,
    COPY_OF,
    DERIVES_FROM,
    IMPLEMENTS,
    INHERITS,
    PART_OF,
    REPLACES,
    REQUIRES,
    RESPONSIBLE,
    WORKS_ON,
    Allocation,
    Contributing,
    InPlan,
    Reasoned,
    Responsibility,
    Reviewed,
)
from schema.values import Code, Day, Text, Whole, YesNo


class SdgStatus(Code):
    """Whether somebody has considered if a goal builds on the SDGs."""

    BUILDS_ON = "builds_on", "Bygger på FN-mål", "It builds on at least one SDG goal or target."
    NOT_RELEVANT = "not_relevant", "Vurdert, ikke aktuelt", "Considered: it is a local goal, and that is legitimate."
    NOT_ASSESSED = "not_assessed", "Ikke vurdert", "Nobody has considered it yet."


class WorkStatus(Code):
    """Where a strategy, oppdrag or tiltak stands."""

    PLANNED = "planned", "Planlagt", "Not begun."
    ONGOING = "ongoing", "Pågår", "Begun and not finished."
    DONE = "done", "Fullført", "Finished."
    PAUSED = "paused", "Satt på vent", "Begun, and put on hold."
    CANCELLED = "cancelled", "Avlyst", "Will not be done; covers nothing."
    UNKNOWN = "unknown", "Ukjent", "No source says."


class WorkType(Code):
    """The two main kinds of task."""

    OPERATION = "drift", "Drift", "Keeps a service running."
    DEVELOPMENT = "utvikling", "Utvikling", "Changes or renews something."


class Vision(Node, bokmaal="Visjon", area=Area.GOALS):
    """An ideal picture of the future that the municipality stretches for."""

    contained_in: Links[InPlan] = link(CONTAINED_IN, "PlanVersion")


class Value(Node, bokmaal="Verdi", area=Area.GOALS):
    """A value that guides leaders and employees."""

    contained_in: Links[InPlan] = link(CONTAINED_IN, "PlanVersion")


class GoalLevel(Node, bokmaal="Målnivå", area=Area.GOALS):
    """A level in this municipality's goal structure, such as hovedmål or delmål. Other municipalities have others."""

    code: Text = field("Kode", "The value goals give as their level.", indexed=True)
    rank: Whole = field("Rang", "1 is the highest level.", ge=1)
    coverage: YesNo = field(
        "Dekning måles her",
        "True where each goal on the level shall have strategies, oppdrag and tiltak.",
        default=False,
    )


class FocusArea(Node, bokmaal="Satsingsområde", area=Area.GOALS):
    """A cross-sector theme that goals are gathered under. It may be shared by several plans, and may lack an SDG."""

    builds_on: Links[Reasoned] = link(BUILDS_ON, "SdgGoal", "SdgTarget")
    contained_in: Links[InPlan] = link(CONTAINED_IN, "PlanVersion")
    inherits: Links[Reviewed] = link(INHERITS, "FocusArea")
    derives_from: Links[Reviewed] = link(DERIVES_FROM, "FocusArea")
    copy_of: Links[Reviewed] = link(COPY_OF, "FocusArea")
    replaces: Links[Link] = link(REPLACES, "FocusArea")


class Goal(Node, bokmaal="Mål", area=Area.GOALS):
    """A future state the municipality wants, on one of its own levels. Not measurable by itself."""

    level: Text = field(
        "Nivå",
        "Code of one of the municipality's goal levels, such as hovedmaal.",
        codes_from="GoalLevel",
        indexed=True,
    )
    number: Text | None = field("Nummer", "The goal's number or code in the plan.", default=None)
    sdg_status: SdgStatus = field("FN-status", "Whether it builds on the SDGs, does not, or has not been assessed.")
    sdg_reason: Text | None = field("Begrunnelse for FN-status", "Why it does, or does not.", default=None)
    measurable_target: Text | None = field("Tallfesting", "The figure the plan sets, if it sets one.", default=None)
    part_of: Links[Link] = link(PART_OF, "Goal", "FocusArea")
    builds_on: Links[Reasoned] = link(BUILDS_ON, "SdgTarget", "SdgGoal")
    conflicts_with: Links[Reasoned] = link(CONFLICTS_WITH, "Goal")
    contained_in: Links[InPlan] = link(CONTAINED_IN, "PlanVersion")
    inherits: Links[Reviewed] = link(INHERITS, "Goal")
    derives_from: Links[Reviewed] = link(DERIVES_FROM, "Goal")
    copy_of: Links[Reviewed] = link(COPY_OF, "Goal")
    replaces: Links[Link] = link(REPLACES, "Goal")
    allocated_to: Links[Allocation] = link(ALLOCATED_TO, "Unit")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Strategy(Node, bokmaal="Strategi", area=Area.GOALS):
    """A way to a goal: what the municipality will do or change. A strategy without a goal of its own is allowed."""

    number: Text | None = field("Nummer", "The strategy's number or code in the plan.", default=None)
    status: WorkStatus = field("Status", "Where it stands.", default=WorkStatus.UNKNOWN, indexed=True)
    advances: Links[Contributing] = link(ADVANCES, "Goal")
    contained_in: Links[InPlan] = link(CONTAINED_IN, "PlanVersion")
    inherits: Links[Reviewed] = link(INHERITS, "Strategy")
    derives_from: Links[Reviewed] = link(DERIVES_FROM, "Strategy", "Goal")
    copy_of: Links[Reviewed] = link(COPY_OF, "Strategy")
    replaces: Links[Link] = link(REPLACES, "Strategy")
    allocated_to: Links[Allocation] = link(ALLOCATED_TO, "Unit")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Oppdrag(Node, bokmaal="Oppdrag", area=Area.GOALS, collection="oppdrag"):
    """What a tjenesteområde or virksomhet must do in the plan period to follow up strategies and other guidelines."""

    deadline: Day | None = field("Frist", "The day it shall be done.", default=None)
    status: WorkStatus = field("Status", "Where it stands.", default=WorkStatus.UNKNOWN, indexed=True)
    implements: Links[Contributing] = link(IMPLEMENTS, "Strategy", "Goal", "Decision", "Guideline")
    contained_in: Links[InPlan] = link(CONTAINED_IN, "PlanVersion", "Oppdragsbrev")
    inherits: Links[Reviewed] = link(INHERITS, "Oppdrag")
    derives_from: Links[Reviewed] = link(DERIVES_FROM, "Oppdrag", "Strategy")
    copy_of: Links[Reviewed] = link(COPY_OF, "Oppdrag")
    replaces: Links[Link] = link(REPLACES, "Oppdrag")
    allocated_to: Links[Allocation] = link(ALLOCATED_TO, "Unit")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post")


class Tiltak(Node, bokmaal="Tiltak", area=Area.GOALS, collection="tiltak"):
    """A concrete action by a virksomhet. It has a deadline and one post that answers for it."""

    deadline: Day = field("Frist", "The day it shall be done.", indexed=True)
    status: WorkStatus = field("Status", "Where it stands.", default=WorkStatus.UNKNOWN, indexed=True)
    work_type: WorkType | None = field("Oppgavetype", "Operation or development.", default=None)
    carries_out: Links[Contributing] = link(CARRIES_OUT, "Oppdrag", "Goal")
    anchored_in: Links[Reasoned] = link(ANCHORED_IN, "Decision", "LegalProvision", "Risk", "Deviation", "Remark")
    contained_in: Links[InPlan] = link(CONTAINED_IN, "PlanVersion")
    inherits: Links[Reviewed] = link(INHERITS, "Tiltak")
    derives_from: Links[Reviewed] = link(DERIVES_FROM, "Tiltak", "Oppdrag")
    copy_of: Links[Reviewed] = link(COPY_OF, "Tiltak")
    replaces: Links[Link] = link(REPLACES, "Tiltak")
    allocated_to: Links[Allocation] = link(ALLOCATED_TO, "Unit")
    requires: Links[Link] = link(REQUIRES, "RequiredAuthority")
    responsible: Links[Responsibility] = link(RESPONSIBLE, "Post", at_least=1)
    works_on: Links[Link] = link(WORKS_ON, "FrameworkElement")
