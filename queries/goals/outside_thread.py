"""Which tiltak serve no goal, and what are they anchored in then? (CQ-04)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Row, Transaction
from queries.answers import COUNTS, Answer, Element, Outcome, column
from queries.goals.fetching import fetch_elements, fetch_thread
from queries.goals.thread import Thread
from queries.texts import text
from schema.errors import NotFoundError, QuestionError
from schema.goals import WorkType
from schema.values import Code


class AnchorKind(Code):
    """What a tiltak is anchored in."""

    GOAL = "goal", "Mål", "A goal or focus area, through the thread."
    DECISION = "decision", "Vedtak", "A decision."
    LAW = "law", "Lovkrav", "A legal provision."
    RISK = "risk", "Risiko", "A risk."
    DEVIATION = "deviation", "Avvik eller tilsyn", "A deviation, or a remark from a review."
    GUIDELINE = "guideline", "Føring", "An expectation from the state or another actor."
    NONE = "none", "Ingenting", "Nothing that holds on the day."


_KINDS = {
    "Decision": AnchorKind.DECISION,
    "LegalProvision": AnchorKind.LAW,
    "Risk": AnchorKind.RISK,
    "Deviation": AnchorKind.DEVIATION,
    "Remark": AnchorKind.DEVIATION,
    "Guideline": AnchorKind.GUIDELINE,
}


@dataclass(frozen=True)
class Anchor:
    """Something that a tiltak exists because of."""

    kind: AnchorKind = column("Type", "What sort of anchor.")
    id: str = column("Id", "Full id.")
    name: str = column("Navn", "What people call it.")
    holds: bool = column("Gjelder", "False where it is repealed, has expired, or the link no longer holds.")
    through: str | None = column("Gjennom", "Id of the oppdrag that it is anchored through, where it is not directly.")
    reason: str | None = column("Begrunnelse", "Why.")


@dataclass(frozen=True)
class Outside:
    """A tiltak that contributes to or supports no goal in force."""

    tiltak: Element = column("Tiltak", "The tiltak.")
    anchored_in: tuple[AnchorKind, ...] = column(
        "Forankret i", "The sorts of anchor that hold; `none` where there are none."
    )
    anchors: tuple[Anchor, ...] = column("Forankringer", "Every anchor, also those that no longer hold.")
    operation: bool = column("Drift", "True for an operation task, which may do without a goal.")
    only_hinders: bool = column("Bare hindrer", "True where its only ways to goals hinder them.")
    only_not_in_force: bool = column(
        "Bare gjennom det som ikke er i kraft", "True where its ways to goals pass through what is not in force."
    )


@dataclass(frozen=True)
class AnchorCount:
    """How many tiltak have an anchor of a sort. A tiltak with two sorts counts under both."""

    kind: AnchorKind = column("Forankret i", "The sort of anchor.")
    count: int = column("Antall tiltak", "Distinct tiltak.")


@dataclass(frozen=True)
class EmptyUnit:
    """A unit with posts and no tiltak."""

    id: str = column("Id", "Full id.")
    name: str = column("Enhet", "Name of the unit.")


@dataclass(frozen=True)
class OutsideThread(Answer):
    """Tiltak outside the red thread. Outside is not the same as orphan: an anchor in law or decision is legitimate."""

    scope: str = column("Omfang", "What was asked about.")
    outside: tuple[Outside, ...] = column("Utenfor", "The tiltak outside the thread, by id.")
    counts: tuple[AnchorCount, ...] = column("Forankring", "All tiltak in the scope by what they are anchored in.")
    units_without_tiltak: tuple[EmptyUnit, ...] = column(
        "Enheter uten tiltak", "Units with posts, and no tiltak at all."
    )


async def outside_thread(graph: Readable, scope: str, on_date: date) -> OutsideThread:
    """Find the tiltak in a scope that serve no goal on a day.

    Args:
        graph: Where to read.
        scope: Id of a dataset, or of a unit, which is taken with its subtree.
        on_date: The day it is about.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is neither dataset nor unit.
    """

    async def read(transaction: Transaction) -> OutsideThread:
        tiltak = await _tiltak(transaction, scope, on_date)
        thread, cuts = await fetch_thread(transaction, tiltak, on_date)
        anchors = await transaction.run(text("goals/anchors"), ids=sorted(thread.elements), day=on_date)
        units = await transaction.run(text("goals/units_without_tiltak"), scope=scope, day=on_date)
        judged = [_judge(thread, one, anchors) for one in tiltak]
        counts = Counter(kind for _, kinds in judged for kind in kinds)
        outside = tuple(one for one, kinds in judged if AnchorKind.GOAL not in kinds)
        return OutsideThread(
            on_date=on_date,
            outcome=Outcome.FOUND if outside else Outcome.EMPTY,
            complete=not cuts,
            cut_by=cuts,
            remarks=() if tiltak else ("Det er ingen tiltak i omfanget denne dagen.",),
            scope=scope,
            outside=outside,
            counts=tuple(AnchorCount(kind, count) for kind, count in sorted(counts.items())),
            units_without_tiltak=tuple(EmptyUnit(row["id"], row["name"]) for row in units),
        )

    return await graph.read_together(read)


async def _tiltak(transaction: Transaction, scope: str, day: date) -> list[str]:
    found = await transaction.run(text("goals/tiltak_in_scope"), scope=scope, day=day)
    if found:
        return sorted({row["id"] for row in found if row["id"] and row["holds"]})
    if await fetch_elements(transaction, [scope], day):
        raise QuestionError(
            f"«{scope}» er verken et datasett eller en enhet.", "Velg et datasett (asker) eller en enhet."
        )
    raise NotFoundError(f"Ingenting i grafen har id-en «{scope}».", "Velg et datasett (asker) eller en enhet.")


def _judge(thread: Thread, tiltak: str, anchors: list[Row]) -> tuple[Outside, list[AnchorKind]]:
    met = thread.met_from(tiltak)
    goals = [how for one, how in met.items() if thread.elements[one].kind in ("Goal", "FocusArea")]
    carried = {
        one
        for one, how in met.items()
        if thread.elements[one].kind == "Oppdrag" and (how.contributing or how.supporting)
    }
    found = [
        Anchor(
            _KINDS[row["kind"]],
            row["anchor"],
            row["name"],
            row["holds"],
            None if row["id"] == tiltak else row["id"],
            row["reason"],
        )
        for row in anchors
        if row["id"] == tiltak or row["id"] in carried
    ]
    kinds = {anchor.kind for anchor in found if anchor.holds}
    if any(how.contributing or how.supporting for how in goals):
        kinds.add(AnchorKind.GOAL)
    element = thread.elements[tiltak]
    outside = Outside(
        element,
        tuple(sorted(kinds)) or (AnchorKind.NONE,),
        tuple(found),
        element.work_type == WorkType.OPERATION,
        bool(goals) and all(how.hindering for how in goals),
        bool(goals) and element.standing in COUNTS and not any(how.in_force for how in goals),
    )
    return outside, sorted(kinds) or [AnchorKind.NONE]
