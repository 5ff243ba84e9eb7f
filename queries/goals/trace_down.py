"""What do we do for this SDG target or goal, who answers for it, and how does it go? (CQ-02)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Transaction
from queries.answers import Answer, Cut, Element, Outcome, column
from queries.goals.fetching import (
    Responsible,
    downward_kinds,
    fetch_responsible,
    fetch_thread_from,
)
from queries.goals.thread import Met, Thread, ThreadLink, Way
from queries.texts import text
from schema.base import holds
from schema.errors import QuestionError
from schema.goals import WorkStatus
from schema.values import Code

MOST_SHOWN = 5_000
_FINISHED = frozenset({WorkStatus.DONE, WorkStatus.CANCELLED})
_WORK = ("FocusArea", "Goal", "Strategy", "Oppdrag", "Tiltak", "Programme", "Project", "Benefit", "Contract", "Company")


class Effect(Code):
    """What something does for the element asked about, by its best way; hindering goes before the others."""

    CONTRIBUTES = "contributes", "Bidrar", "A way in force contributes all the way."
    SUPPORTS = "supports", "Støtter", "The best way in force only supports."
    HINDERS = "hinders", "Hindrer", "It only hinders."
    NOT_IN_FORCE = "not_in_force", "Ikke i kraft", "Only through what is proposed, lapsed or unknown."


@dataclass(frozen=True)
class Effort:
    """Something that is done, or is to be reached, for the element asked about."""

    element: Element = column("Element", "The strategy, oppdrag, tiltak, project or goal.")
    effect: Effect = column("Virkning", "What it does for the element asked about.")
    also_hinders: bool = column("Hindrer også", "True where another way in force hinders.")
    distance: int = column("Ledd", "Links on the shortest way.")
    way: Way = column("Korteste vei", "The shortest way, from the element asked about.")
    responsible: tuple[Responsible, ...] = column("Ansvarlige", "Posts that answer for it on the day, main first.")
    overdue: bool = column("Over frist", "The deadline is past, and it is neither done nor cancelled.")


@dataclass(frozen=True)
class MeasuredBy:
    """An indicator that measures the element asked about or something below it."""

    id: str = column("Id", "Full id.")
    name: str = column("Navn", "What people call it.")
    code: str | None = column("Kode", "Its code.")
    measures: str = column("Måler", "Id of what it measures.")


@dataclass(frozen=True)
class EffortCount:
    """How many distinct elements of a kind have an effect."""

    kind: str = column("Slag", "The node kind.")
    effect: Effect = column("Virkning", "What they do.")
    count: int = column("Antall", "Distinct elements.")


@dataclass(frozen=True)
class TraceDown(Answer):
    """Everything that leads to an element. Each effort stands once, however many ways it leads by."""

    start: Element = column("Element", "What was asked about.")
    efforts: tuple[Effort, ...] = column("Innsats", "Nearest first, then by kind and id.")
    links: tuple[ThreadLink, ...] = column("Relasjoner", "The links between all that is shown, for drawing the tree.")
    counts: tuple[EffortCount, ...] = column("Antall", "Distinct elements by kind and effect, all of them counted.")
    indicators: tuple[MeasuredBy, ...] = column("Indikatorer", "Indicators on the element and on what leads to it.")


async def trace_down(
    graph: Readable, node: str, on_date: date, *, dataset: str = "", most: int = MOST_SHOWN
) -> TraceDown:
    """Trace an SDG goal or target, a goal, a focus area or a decision down to what is done for it.

    SDG goal 11 takes with it what is done for the targets 11.1 to 11.c, which are part of it.

    Args:
        graph: Where to read.
        node: Full id, such as `sdg:11.6` or `asker:DM-3.1`.
        on_date: The day it is about.
        dataset: Only what this municipality does; empty for all.
        most: How many efforts to show. They are all counted.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: No red thread passes through that kind, or `most` is impossible.
    """
    if not 1 <= most <= MOST_SHOWN:
        raise QuestionError(f"Antall elementer kan ikke være {most}.", f"Velg et tall fra 1 til {MOST_SHOWN}.")

    async def read(transaction: Transaction) -> TraceDown:
        datasets = sorted({dataset, node.partition(":")[0]}) if dataset else None
        start, thread, cuts = await fetch_thread_from(
            transaction, node, on_date, downward_kinds(), down=True, datasets=datasets
        )
        if not holds(start.valid_from, start.valid_to, on_date):
            return _answer(start, thread, cuts, [], {}, [], on_date)
        efforts = _ordered(thread, start)
        shown = [one.id for one in efforts[:most]]
        cuts = (*cuts, Cut.COUNT) if len(efforts) > most and Cut.COUNT not in cuts else cuts
        responsible = await fetch_responsible(transaction, shown, on_date)
        indicators = await transaction.run(text("goals/indicators"), ids=[start.id, *shown], day=on_date)
        measured = [
            MeasuredBy(row["id"], row["name"], row["code"], row["element"]) for row in indicators if row["holds"]
        ]
        return _answer(start, thread, cuts, shown, responsible, measured, on_date)

    return await graph.read_together(read)


def _ordered(thread: Thread, start: Element) -> list[Element]:
    distances = thread.distances(start.id)
    rank = {kind: place for place, kind in enumerate(_WORK)}
    found = [thread.elements[one] for one in distances if one != start.id]
    return sorted(found, key=lambda one: (distances[one.id], rank.get(one.kind, len(rank)), one.id))


def _answer(
    start: Element,
    thread: Thread,
    cuts: tuple[Cut, ...],
    shown: list[str],
    responsible: dict[str, list[Responsible]],
    indicators: list[MeasuredBy],
    day: date,
) -> TraceDown:
    met = thread.met_from(start.id)
    del met[start.id]
    effects = {one: _effect(found) for one, found in met.items()}
    counts = Counter((thread.elements[one].kind, effect) for one, effect in effects.items())
    efforts = tuple(
        _effort(thread, start, thread.elements[one], effects[one], met[one], responsible.get(one, []), day)
        for one in shown
    )
    kept = {start.id, *shown}
    done = [effect for one, effect in effects.items() if thread.elements[one].kind not in ("SdgGoal", "SdgTarget")]
    in_force = any(effect != Effect.NOT_IN_FORCE for effect in done)
    remarks = [] if holds(start.valid_from, start.valid_to, day) else [f"«{start.label}» gjelder ikke {day}."]
    if not any(kind == "Tiltak" for kind, _ in counts) and indicators:
        remarks.append("Ingen tiltak, men det finnes indikatorer.")
    return TraceDown(
        on_date=day,
        outcome=Outcome.FOUND if in_force else Outcome.UNDETERMINED if done or cuts else Outcome.EMPTY,
        complete=not cuts,
        cut_by=cuts,
        remarks=tuple(remarks),
        start=start,
        efforts=efforts,
        links=tuple(link for link in thread.links() if link.start in kept and link.finish in kept),
        counts=tuple(EffortCount(kind, effect, number) for (kind, effect), number in sorted(counts.items())),
        indicators=tuple(indicators),
    )


def _effect(met: Met) -> Effect:
    if not met.in_force:
        return Effect.NOT_IN_FORCE
    if met.contributing:
        return Effect.CONTRIBUTES
    return Effect.SUPPORTS if met.supporting else Effect.HINDERS


def _effort(
    thread: Thread, start: Element, one: Element, effect: Effect, met: Met, posts: list[Responsible], day: date
) -> Effort:
    way = thread.shortest_way(start.id, one.id)
    overdue = bool(one.deadline and one.deadline < day and one.status not in _FINISHED)
    return Effort(one, effect, met.hindering and effect != Effect.HINDERS, way.length, way, tuple(posts), overdue)
