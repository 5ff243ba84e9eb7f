"""Try a change out, ask, and keep nothing of it. (CQ-29)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from graph.connection import Graph, Readable, Transaction, Trial
from graph.writer import create_links
from queries.answers import Answer, Outcome, column
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
    TrialKind.LIMIT: "what_if/lower_limit",
    TrialKind.REPEAL: "what_if/repeal_provision",
}


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


async def what_if(graph: Graph, dataset: str, changes: Sequence[Change], on_date: date) -> WhatIf:
    """Find what some changes, made on the day, would do to findings and authority on the same day.

    Raises:
        NotFoundError: A change names something that does not exist, or there is no such dataset.
        QuestionError: A change lacks what it needs.
    """

    async def work(trial: Trial) -> WhatIf:
        earlier = await findings(trial, dataset, on_date)
        held, names = await held_chains(trial.transaction, dataset, on_date)
        await apply(trial.transaction, changes, on_date)
        later = await findings(trial, dataset, on_date)
        held_after, names_after = await held_chains(trial.transaction, dataset, on_date)
        was = {(one.rule, one.subject.id, one.text): one for one in (*earlier.open, *earlier.accepted)}
        now = {(one.rule, one.subject.id, one.text): one for one in (*later.open, *later.accepted)}
        affected = differences(held, held_after, {**names, **names_after})
        new = tuple(one for key, one in now.items() if key not in was)
        gone = tuple(one for key, one in was.items() if key not in now)
        return WhatIf(
            on_date=on_date,
            outcome=Outcome.FOUND if new or gone or affected else Outcome.EMPTY,
            complete=True,
            cut_by=(),
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
    graph: Graph, changes: Sequence[Change], on_date: date, question: Callable[[Readable], Awaitable[T]]
) -> T:
    """Ask any question against the graph as it would be after some changes."""

    async def work(trial: Trial) -> T:
        await apply(trial.transaction, changes, on_date)
        return await question(trial)

    return await graph.try_out(work)


async def apply(transaction: Transaction, changes: Sequence[Change], day: date) -> None:
    """Make the changes in a transaction that the caller must not keep."""
    for change in changes:
        _check(change)
        if change.kind is TrialKind.MERGE_UNITS:
            await _merge(transaction, change, day)
            continue
        rows = await transaction.run(
            text(_TEXTS[change.kind]),
            subject=change.subject,
            target=change.target,
            amount=change.amount_nok,
            day=day,
        )
        if not rows:
            raise _nothing(change)


def _check(change: Change) -> None:
    if change.kind in (TrialKind.MOVE_UNIT, TrialKind.MERGE_UNITS) and not change.target:
        raise QuestionError(f"«{change.kind.bokmaal}» trenger en enhet å gå til.", "Oppgi target.")
    if change.kind is TrialKind.LIMIT and change.amount_nok is None:
        raise QuestionError(f"«{change.kind.bokmaal}» trenger et beløp.", "Oppgi amountNok.")


def _nothing(change: Change) -> NotFoundError:
    what = f"«{change.subject}»" + (f" eller «{change.target}»" if change.target else "")
    return NotFoundError(f"{change.kind.bokmaal}: {what} finnes ikke.", "Oppgi en full id, som asker:enhet-1.")


async def _merge(transaction: Transaction, change: Change, day: date) -> None:
    units = {"subject": change.subject, "target": change.target}
    moved = await transaction.run(text("what_if/posts_to_unit"), **units)
    if not await transaction.run(text("what_if/close_unit"), **units, day=day):
        raise _nothing(change)
    body = {"valid_from": day.isoformat(), "key": "what-if", "certainty": "documented", "illustrative": False}
    for name in sorted({row["type"] for row in moved}):
        links = [(row["id"], change.target or "", body) for row in moved if row["type"] == name]
        await create_links(transaction, name, links)
