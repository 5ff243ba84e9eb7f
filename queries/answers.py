"""What every answer has: what it is about, on which day, whether it is whole, and what it found.

Answers are frozen dataclasses. Each field is declared with `column`, so that its bokmål heading and English description
reach tables, pages and GraphQL from here.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any, TypeVar

from graph.connection import Row
from schema.base import holds
from schema.catalogue import KINDS
from schema.goals import SdgStatus, WorkStatus, WorkType
from schema.plans import VersionStatus
from schema.values import Certainty, Code

CodeT = TypeVar("CodeT", bound=Code)


def column(bokmaal: str, description: str, *, default: Any = MISSING) -> Any:
    """Declare a field of an answer: its bokmål heading and its English description."""
    metadata = {"bokmaal": bokmaal, "description": description}
    if default is MISSING:
        return dataclass_field(metadata=metadata)
    return dataclass_field(default=default, metadata=metadata)


class Outcome(Code):
    """What came of a question. An id that nobody has is not an answer but an error, NOT_FOUND."""

    FOUND = "found", "Funnet", "There is something to show."
    EMPTY = "empty", "Ingenting", "It is settled that there is nothing."
    UNDETERMINED = "undetermined", "Ikke avgjort", "What it takes to answer is missing or not yet decided."


class Cut(Code):
    """Why an answer is not whole."""

    DEPTH = "depth", "for mange ledd", "There are more levels than the walk goes."
    COUNT = "count", "for mange treff", "There is more than was asked for, or than is shown."
    ACCESS = "access", "manglende tilgang", "Something may not be seen by the one who asks."


class Standing(Code):
    """Whether an element stands in a plan that is in force on the day."""

    IN_FORCE = "in_force", "Gjelder", "It stands in a plan version that is adopted and holds on the day."
    NO_PLAN = "no_plan", "Utenfor planene", "It stands in no plan; nothing says that it is not in force."
    PROPOSED = "proposed", "Forslag", "It is proposed, or stands only in versions that are not adopted yet."
    LAPSED = "lapsed", "Bortfalt", "It stands only in versions that no longer hold."
    UNKNOWN = "unknown", "Ukjent", "No source says whether the versions it stands in are adopted."


COUNTS = frozenset({Standing.IN_FORCE, Standing.NO_PLAN})
"""The standings that a path may pass through and still count."""


@dataclass(frozen=True)
class Element:
    """A node as answers show it."""

    id: str = column("Id", "Full id, with the dataset in front.")
    kind: str = column("Slag", "The node kind, such as Tiltak.")
    name: str = column("Navn", "What people call it.")
    standing: Standing = column("Gjeldende", "Whether it stands in a plan in force on the day.")
    code: str | None = column("Kode", "Its official code or its number in the plan.", default=None)
    text: str | None = column("Beskrivelse", "Longer text.", default=None)
    colour: str | None = column("Farge", "Official colour, for SDG goals and targets.", default=None)
    status: WorkStatus | None = column("Status", "Where the work stands.", default=None)
    deadline: date | None = column("Frist", "The day it shall be done.", default=None)
    sdg_status: SdgStatus | None = column("FN-status", "Whether a goal has been held against the SDGs.", default=None)
    work_type: WorkType | None = column("Oppgavetype", "Operation or development.", default=None)
    certainty: Certainty | None = column("Sikkerhet", "How sure the fact is.", default=None)
    illustrative: bool = column("Illustrasjon", "True where it is made up as an example.", default=False)
    source: str | None = column("Kilde", "Where the fact stands.", default=None)
    valid_from: date | None = column("Gyldig fra", "First day it holds.", default=None)
    valid_to: date | None = column("Gyldig til", "First day it no longer holds.", default=None)

    @property
    def label(self) -> str:
        """Code and name as people see them, without repeating a code that the name begins with."""
        if self.code and not self.name.startswith(self.code):
            return f"{self.code} {self.name}"
        return self.name

    @property
    def kind_label(self) -> str:
        """The kind's bokmål name."""
        return KINDS[self.kind].bokmaal if self.kind in KINDS else self.kind


@dataclass(frozen=True)
class Answer:
    """What every answer has."""

    on_date: date = column("Dato", "The day the question is about.")
    outcome: Outcome = column("Utfall", "Found, nothing, or not decided.")
    complete: bool = column("Fullstendig", "False where something was left out; `cut_by` says why.")
    cut_by: tuple[Cut, ...] = column("Avkortet av", "Why the answer is not whole.")
    remarks: tuple[str, ...] = column("Merknader", "What the reader should know, in bokmål.")


def standing(row: Row, versions: list[Row], day: date) -> Standing:
    """Judge whether an element stands in a plan in force.

    A version counts as adopted where its status says so, or said so until it was replaced or lapsed. A version that
    lapsed without a day has never been in force for this purpose: nothing shows that it was.

    Args:
        row: The element's properties.
        versions: The plan versions it stands in, as `version_standing` takes them.
        day: The day it is about.
    """
    if row.get("certainty") == Certainty.PROPOSED:
        return Standing.PROPOSED
    if not versions:
        return Standing.NO_PLAN
    found = {version_standing(version, day) for version in versions}
    order = (Standing.IN_FORCE, Standing.PROPOSED, Standing.UNKNOWN, Standing.LAPSED)
    return next(one for one in order if one in found)


def version_standing(version: Row, day: date) -> Standing:
    """Judge whether a plan version is in force: {status, adopted_on, valid_from, valid_to, link_from, link_to}.

    Without a first day of validity it holds from the day it was adopted.
    """
    status, start, end = version["status"], version["valid_from"] or version["adopted_on"], version["valid_to"]
    if not holds(version.get("link_from"), version.get("link_to"), day):
        return Standing.LAPSED if version.get("link_to") and version["link_to"] <= day else Standing.PROPOSED
    if status in (VersionStatus.DRAFT, VersionStatus.HEARING):
        return Standing.PROPOSED
    if status == VersionStatus.UNKNOWN:
        return Standing.UNKNOWN
    if start and day < start:
        return Standing.PROPOSED
    if status != VersionStatus.ADOPTED and end is None:
        return Standing.LAPSED
    return Standing.IN_FORCE if holds(start, end, day) else Standing.LAPSED


def element(row: Row, versions: list[Row], day: date) -> Element:
    """Make an element out of what the database returned."""
    return Element(
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        standing=standing(row, versions, day),
        code=row.get("code") or row.get("number"),
        text=row.get("text"),
        colour=row.get("colour"),
        status=_member(WorkStatus, row.get("status")),
        deadline=row.get("deadline"),
        sdg_status=_member(SdgStatus, row.get("sdg_status")),
        work_type=_member(WorkType, row.get("work_type")),
        certainty=_member(Certainty, row.get("certainty")),
        illustrative=bool(row.get("illustrative")),
        source=row.get("source"),
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
    )


def _member(enumeration: type[CodeT], value: Any) -> CodeT | None:
    """The member with the value, or None: a status of another kind of node is no WorkStatus."""
    found = enumeration._value2member_map_.get(value)
    return found if isinstance(found, enumeration) else None
