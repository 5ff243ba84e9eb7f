"""A plan is revised: what rests on the words that changed, and must be gone through again? (CQ-07)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Row, Transaction
from queries.answers import Answer, Element, Outcome, column
from queries.goals.fetching import Responsible, fetch_elements, fetch_responsible
from queries.texts import text
from schema.errors import NotFoundError, QuestionError
from schema.values import Code

LAST_DAY = date.max


class ChangeKind(Code):
    """What became of an element in the new version."""

    REWORDED = "reworded", "Ny ordlyd", "It stands in both versions, with another text."
    REPLACED = "replaced", "Erstattet", "Another element stands in its place."
    SPLIT = "split", "Delt", "Several elements stand in its place."
    MERGED = "merged", "Slått sammen", "One element stands in the place of this and others."
    DROPPED = "dropped", "Tatt ut", "It does not stand in the new version, and nothing stands in its place."


@dataclass(frozen=True)
class Changed:
    """An element of the plan that the revision changed."""

    element: Element = column("Element", "As it is now.")
    change: ChangeKind = column("Endring", "What became of it.")
    before: str = column("Før", "Its text in the version before.")
    after: str | None = column("Etter", "Its text in the new version; missing where it is not there.")
    replaced_by: tuple[str, ...] = column("Erstattet av", "Ids of the elements in its place.")


@dataclass(frozen=True)
class Suspect:
    """A link whose near end must be held against the text at the far end again."""

    element: Element = column("Element", "What must be gone through.")
    rests_on: str = column("Hviler på", "Id of what it rests on.")
    type: str = column("Relasjon", "Type of the link between them.")
    because_of: str = column("På grunn av", "Id of the changed element at the end of the chain.")
    change: ChangeKind = column("Endring", "What became of that element.")
    reviewed_version: str | None = column("Gjennomgått mot", "The version it was last held against; missing for never.")
    reviewed_on: date | None = column("Gjennomgått dato", "The day it was last gone through.")
    distance: int = column("Avstand", "Links to the changed element.")
    responsible: tuple[Responsible, ...] = column("Ansvarlige", "Posts that answer for it on the day.")


@dataclass(frozen=True)
class SuspectLinks(Answer):
    """What a new plan version makes suspect."""

    plan_version: str = column("Planversjon", "Id of the new version.")
    before: str | None = column("Forrige versjon", "Id of the version it is held against.")
    changed: tuple[Changed, ...] = column("Endret", "Elements of the plan that the revision changed.")
    suspects: tuple[Suspect, ...] = column("Må gjennomgås", "Links to go through, nearest first.")


async def suspect_links(graph: Readable, plan_version: str, on_date: date) -> SuspectLinks:
    """Find everything that must be gone through after a revision.

    A change is a text that differs from the text in the version before when case, punctuation and spaces are set aside;
    where the plan gives an element no wording, its name is the text. What rests on a changed element is suspect unless
    it was reviewed against the new version or a later one of the same plan, or on a day not before the new version was
    adopted. From a suspect element it goes on to what rests on that, and stops where somebody has reviewed. Copies are
    never suspect (COPY_OF).

    The version before is the one with the nearest lower number; where numbers are missing, the nearest earlier day.

    Args:
        graph: Where to read.
        plan_version: Full id of the new version; it may be a draft.
        on_date: The day it is about: links that do not hold are left out.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is not a plan version.
    """

    async def read(transaction: Transaction) -> SuspectLinks:
        versions = await _versions(transaction, plan_version)
        place = next(index for index, row in enumerate(versions) if row["version"] == plan_version)
        before = versions[place - 1]["version"] if place else None
        changes = await _changes(transaction, before, plan_version, on_date) if before else []
        kept = _Reviews(versions[place:], on_date)
        found = await _spread(transaction, changes, kept, on_date)
        ids = {row["id"] for row, _, _ in found}
        elements = await fetch_elements(transaction, ids, on_date)
        responsible = await fetch_responsible(transaction, ids, on_date)
        suspects = tuple(_suspect(row, cause, far, elements, responsible) for row, cause, far in found)
        remarks = () if before else ("Planen har ingen tidligere versjon å holde denne opp mot.",)
        return SuspectLinks(
            on_date=on_date,
            outcome=Outcome.FOUND if suspects else Outcome.EMPTY if before else Outcome.UNDETERMINED,
            complete=True,
            cut_by=(),
            remarks=remarks,
            plan_version=plan_version,
            before=before,
            changed=tuple(changes),
            suspects=suspects,
        )

    return await graph.read_together(read)


async def _versions(transaction: Transaction, plan_version: str) -> list[Row]:
    """The versions of the plan, oldest first."""
    rows = await transaction.run(text("plans/plan_version"), id=plan_version)
    if not rows:
        raise NotFoundError(f"Ingenting i grafen har id-en «{plan_version}».", "Oppgi id-en til en planversjon.")
    if rows[0]["kind"] != "PlanVersion" or rows[0]["plan"] is None:
        raise QuestionError(f"«{plan_version}» er ikke en planversjon.", "Oppgi id-en til en planversjon.")
    numbered = all(row["number"] is not None for row in rows)
    return sorted(rows, key=lambda row: (row["number"] if numbered else 0, _day_of(row), row["version"]))


def _day_of(version: Row) -> date:
    """The day a version came; a draft has none and is taken to be the latest."""
    day: date = version["adopted_on"] or version["valid_from"] or LAST_DAY
    return day


async def _changes(transaction: Transaction, before: str, after: str, day: date) -> list[Changed]:
    rows = await transaction.run(text("plans/wordings"), versions=[before, after])
    old = {row["id"]: _wording(row) for row in rows if row["version"] == before}
    new = {row["id"]: _wording(row) for row in rows if row["version"] == after}
    replaced = await transaction.run(text("plans/replaced_elements"), ids=sorted(old))
    successors: dict[str, list[str]] = defaultdict(list)
    origins: dict[str, list[str]] = defaultdict(list)
    for row in replaced:
        if row["new"] in new:
            successors[row["old"]].append(row["new"])
            origins[row["new"]].append(row["old"])
    elements = await fetch_elements(transaction, old, day)
    changes = []
    for one, wording in sorted(old.items()):
        change = _change(one, wording, new, successors[one], origins)
        if change is not None:
            changes.append(Changed(elements[one], change, wording, new.get(one), tuple(successors[one])))
    return changes


def _wording(row: Row) -> str:
    return str(row["wording"] or row["name"])


def _change(
    one: str, wording: str, new: dict[str, str], successors: list[str], origins: dict[str, list[str]]
) -> ChangeKind | None:
    if successors:
        if len(successors) > 1:
            return ChangeKind.SPLIT
        return ChangeKind.MERGED if len(origins[successors[0]]) > 1 else ChangeKind.REPLACED
    if one not in new:
        return ChangeKind.DROPPED
    return None if normalised(wording) == normalised(new[one]) else ChangeKind.REWORDED


def normalised(wording: str) -> str:
    """The words alone: lower case, without punctuation, with single spaces."""
    return " ".join(re.findall(r"\w+", wording.lower()))


class _Reviews:
    """Tells whether a link has been reviewed since the new version."""

    def __init__(self, since: list[Row], day: date) -> None:
        self._day = day
        self._versions = {row["version"] for row in since}
        self._from = _day_of(since[0])

    def reviewed(self, link: Row) -> bool:
        """Whether somebody has held the link against the new version, or gone through it since that was adopted.

        On the day asked about: a review that comes later is none yet.
        """
        if link["reviewed_on"] and link["reviewed_on"] > self._day:
            return False
        if link["reviewed_version"] in self._versions:
            return True
        return bool(link["reviewed_on"] and link["reviewed_on"] >= self._from)


async def _spread(
    transaction: Transaction, changes: list[Changed], reviews: _Reviews, day: date
) -> list[tuple[Row, Changed, int]]:
    """Walk from the changed elements to what rests on them, each suspect element once with its nearest cause."""
    causes = {change.element.id: change for change in changes}
    level = sorted(causes)
    found: list[tuple[Row, Changed, int]] = []
    distance = 0
    while level:
        distance += 1
        following: list[str] = []
        for row in await transaction.run(text("plans/dependents"), ids=level, day=day):
            if reviews.reviewed(row):
                continue
            cause = causes[row["rests_on"]]
            found.append((row, cause, distance))
            if row["id"] not in causes:
                causes[row["id"]] = cause
                following.append(row["id"])
        level = sorted(following)
    return found


def _suspect(
    row: Row, cause: Changed, distance: int, elements: dict[str, Element], responsible: dict[str, list[Responsible]]
) -> Suspect:
    return Suspect(
        elements[row["id"]],
        row["rests_on"],
        row["type"],
        cause.element.id,
        cause.change,
        row["reviewed_version"],
        row["reviewed_on"],
        distance,
        tuple(responsible.get(row["id"], [])),
    )
