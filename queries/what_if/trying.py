"""Try a change out, ask, and keep nothing of it. (CQ-29)."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from graph.connection import Readable, ReadableGraph, Row, Transaction, Trial
from graph.writer import create_links
from queries.answers import Answer, Cut, Outcome, column
from queries.authority.changes import Difference, differences, held_chains
from queries.findings.finding import Finding, findings
from queries.texts import text
from schema.errors import NotFoundError, QuestionError
from schema.values import Code

T = TypeVar("T")


class TrialKind(Code):
    """What can be tried out."""

    REVOKE = "revoke_delegation", "Tilbakekall en delegering", "The delegation `subject` ends on the day."
    VACATE = "vacate_post", "La en stilling bli ledig", "Everybody in the post `subject` leaves it on the day."
    MOVE_UNIT = "move_unit", "Flytt en enhet", "The unit `subject` becomes part of `target` from the day."
    MERGE_UNITS = (
        "merge_units",
        "Slå sammen enheter",
        "The unit `subject` goes into `target` on the day, with all it has.",
    )
    LIMIT = "lower_limit", "Endre en beløpsgrense", "The delegation `subject` gets the limit `amount_nok`."
    REPEAL = "repeal_provision", "Opphev en bestemmelse", "The provision `subject` with all its parts ends on the day."


_TEXTS = {
    TrialKind.REVOKE: "what_if/revoke_delegation",
    TrialKind.VACATE: "what_if/vacate_post",
    TrialKind.MOVE_UNIT: "what_if/move_unit",
    TrialKind.MERGE_UNITS: "what_if/close_unit",
    TrialKind.LIMIT: "what_if/lower_limit",
    TrialKind.REPEAL: "what_if/repeal_provision",
}
_SUBJECTS = {
    TrialKind.REVOKE: "delegering",
    TrialKind.VACATE: "stilling",
    TrialKind.MOVE_UNIT: "enhet",
    TrialKind.MERGE_UNITS: "enhet",
    TrialKind.LIMIT: "delegering",
    TrialKind.REPEAL: "lovbestemmelse",
}
_TO_A_UNIT = (TrialKind.MOVE_UNIT, TrialKind.MERGE_UNITS)


@dataclass(frozen=True)
class Change:
    """A change to try out."""

    kind: TrialKind = column("Endring", "What is to be changed.")
    subject: str = column("Hva", "Id of what is changed.")
    target: str | None = column("Til", "Id of the unit it goes to, where a unit is moved or merged.", default=None)
    amount_nok: float | None = column("Beløp", "The new limit.", default=None)


@dataclass(frozen=True)
class WhatIf(Answer):
    """What a change would do. Nothing is written."""

    dataset: str = column("Datasett", "The municipality.")
    new_findings: tuple[Finding, ...] = column("Nye funn", "Findings that the change would bring.")
    gone_findings: tuple[Finding, ...] = column("Funn som forsvinner", "Findings that the change would mend.")
    before: int = column("Funn før", "Number of findings before.")
    after: int = column("Funn etter", "Number of findings after.")
    affected: tuple[Difference, ...] = column("Berørte", "Who would gain, lose or change authority.")


async def what_if(graph: ReadableGraph, dataset: str, changes: Sequence[Change], on_date: date) -> WhatIf:
    """Find what some changes, made on the day, would do to findings and authority on the same day.

    Raises:
        NotFoundError: A change names something that does not exist, or there is no such dataset.
        QuestionError: A change lacks what it needs.
    """
    check(changes)

    async def work(trial: Trial) -> WhatIf:
        earlier = await findings(trial, dataset, on_date)
        held = await held_chains(trial.transaction, dataset, on_date)
        await apply(trial.transaction, changes, on_date)
        later = await findings(trial, dataset, on_date)
        held_after = await held_chains(trial.transaction, dataset, on_date)
        was = {(one.rule, one.subject.id, one.text): one for one in (*earlier.open, *earlier.accepted)}
        now = {(one.rule, one.subject.id, one.text): one for one in (*later.open, *later.accepted)}
        affected = differences(held, held_after)
        complete = held.complete and held_after.complete
        new = tuple(one for key, one in now.items() if key not in was)
        gone = tuple(one for key, one in was.items() if key not in now)
        return WhatIf(
            on_date=on_date,
            outcome=Outcome.FOUND if new or gone or affected else Outcome.EMPTY,
            complete=complete,
            cut_by=() if complete else (Cut.COUNT,),
            remarks=(),
            dataset=dataset,
            new_findings=new,
            gone_findings=gone,
            before=len(was),
            after=len(now),
            affected=affected,
        )

    return await graph.try_out(work)


async def ask_with(
    graph: ReadableGraph, changes: Sequence[Change], on_date: date, question: Callable[[Readable], Awaitable[T]]
) -> T:
    """Ask any question against the graph as it would be after some changes.

    Raises:
        NotFoundError: A change names something that does not exist.
        QuestionError: A change lacks what it needs, or cannot be made.
    """
    check(changes)

    async def work(trial: Trial) -> T:
        await apply(trial.transaction, changes, on_date)
        return await question(trial)

    return await graph.try_out(work)


def check(changes: Sequence[Change]) -> None:
    """Refuse changes that lack what they need, or say more than their kind has room for.

    Raises:
        QuestionError: One does, or there are none.
    """
    if not changes:
        raise QuestionError("Det er ikke oppgitt noen endring.", "Oppgi minst én, som tilbakekalling av en delegering.")
    for change in changes:
        _check_target(change)
        _check_amount(change)


def _check_target(change: Change) -> None:
    said = f"«{change.kind.bokmaal}»"
    if change.kind not in _TO_A_UNIT:
        if change.target:
            raise QuestionError(f"{said} går ikke til noe annet.", f"Ta bort «{change.target}».")
    elif not change.target:
        raise QuestionError(f"{said} trenger en enhet å gå til.", "Oppgi target; på kommandolinjen ID>ID.")
    elif change.target == change.subject:
        raise QuestionError(f"«{change.subject}» kan ikke gå inn i seg selv.", "Oppgi en annen enhet å gå til.")


def _check_amount(change: Change) -> None:
    said, amount = f"«{change.kind.bokmaal}»", change.amount_nok
    if change.kind is not TrialKind.LIMIT:
        if amount is not None:
            raise QuestionError(f"{said} har ikke noe beløp.", "Ta bort beløpet.")
    elif amount is None:
        raise QuestionError(f"{said} trenger et beløp.", "Oppgi amountNok; på kommandolinjen ID=BELØP.")
    elif not math.isfinite(amount) or amount < 0:
        raise QuestionError(f"En beløpsgrense kan ikke være {amount:g} kroner.", "Oppgi null eller mer.")


async def apply(transaction: Transaction, changes: Sequence[Change], day: date) -> None:
    """Make the changes, which are checked, one after another in a transaction that the caller must not keep."""
    for change in changes:
        if change.kind in _TO_A_UNIT:
            await _check_units(transaction, change, day)
        laid_on = await _laid_on(transaction, change, day) if change.kind is TrialKind.MERGE_UNITS else []
        asked = {"subject": change.subject, "target": change.target, "amount": change.amount_nok, "day": day}
        if not await transaction.run(text(_TEXTS[change.kind]), **asked):
            raise _unknown(_SUBJECTS[change.kind], change.subject)
        if change.kind is TrialKind.MERGE_UNITS:
            await _lay_on_target(transaction, change, laid_on, day)


def _unknown(kind: str, node: str) -> NotFoundError:
    return NotFoundError(f"Ingen {kind} har id-en «{node}».", f"Oppgi den fulle id-en til en {kind}, som asker:… .")


async def _check_units(transaction: Transaction, change: Change, day: date) -> None:
    """Both units must exist, and a unit cannot go into a part of itself."""
    for unit in (change.subject, change.target or ""):
        rows = await transaction.run(text("what_if/units_above"), id=unit, day=day)
        if not rows:
            raise _unknown("enhet", unit)
        if change.subject in rows[0]["above"]:
            raise QuestionError(
                f"«{change.target}» er en del av «{change.subject}», som derfor ikke kan gå inn i den.",
                "Oppgi en enhet utenfor den som flyttes.",
            )


async def _laid_on(transaction: Transaction, change: Change, day: date) -> list[Row]:
    """What points to a unit that is to be merged into another, and does not point to that one already."""
    units = {"subject": change.subject, "target": change.target}
    rows = await transaction.run(text("what_if/laid_on_unit"), **units, day=day)
    return [row for row in rows if not row["there"] and row["id"] != change.target]


async def _lay_on_target(transaction: Transaction, change: Change, laid_on: list[Row], day: date) -> None:
    for name in sorted({row["type"] for row in laid_on}):
        links = [(row["id"], change.target or "", _from(day, row["body"])) for row in laid_on if row["type"] == name]
        await create_links(transaction, name, links)
    await transaction.run(text("what_if/limits_to_unit"), subject=change.subject, target=change.target)


def _from(day: date, body: dict[str, Any]) -> dict[str, Any]:
    """The same relationship from the day on, with days as the writer takes them."""
    moved = {**body, "valid_from": day, "key": "what-if"}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in moved.items()}
