"""Which SDG goals and targets does this serve, and by which ways? (CQ-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Transaction
from queries.answers import Answer, Cut, Element, Outcome, column
from queries.goals.fetching import fetch_thread_from, upward_kinds
from queries.goals.thread import Met, Thread, ThreadLink, Way
from schema.base import holds
from schema.errors import QuestionError
from schema.goals import SdgStatus

SDG_KINDS = frozenset({"SdgGoal", "SdgTarget"})
MOST_WAYS = 1000


@dataclass(frozen=True)
class Reach:
    """An SDG goal or target that is reached. It counts once, however many ways lead to it."""

    target: Element = column("FN-mål", "The goal or target.")
    way_count: int | None = column(
        "Antall veier", "How many ways lead to it; missing where a cycle makes it uncountable."
    )
    ways: tuple[Way, ...] = column("Veier", "The ways, shortest first, at most as many as asked for.")
    all_ways: bool = column("Alle veier vist", "False where there are more ways than are shown.")
    shortest: Way = column("Korteste vei", "The shortest way.")
    strongest: Way = column("Sterkeste vei", "The way whose weakest link is strongest.")
    weakest_link: ThreadLink | None = column(
        "Svakeste ledd", "The weakest link of the strongest way, the first of several; missing for the element itself."
    )
    hindered: bool = column("Hindres også", "True where a way in force also hinders it.")


@dataclass(frozen=True)
class LocalGoal:
    """A goal that is served and does not lead on to any SDG. Legitimate where somebody has assessed it."""

    goal: Element = column("Mål", "The goal.")
    sdg_status: SdgStatus = column("FN-status", "Whether anybody has held it against the SDGs.")
    settled: bool = column(
        "Avklart", "True where it is assessed as not relevant: that no SDG is reached is then settled."
    )
    way: Way = column("Korteste vei", "The shortest way to it.")


@dataclass(frozen=True)
class OtherEnd:
    """Where a way stops that comes to neither an SDG nor a goal."""

    element: Element = column("Element", "Where it stops, such as a decision or a strategy without a goal.")
    way: Way = column("Korteste vei", "The shortest way to it.")


@dataclass(frozen=True)
class TraceUp(Answer):
    """The SDGs that an element serves, by what its ways do for them, and where else the thread ends."""

    start: Element = column("Element", "What was asked about.")
    reached: tuple[Reach, ...] = column("Bidrar til", "Reached by a way in force that contributes all the way.")
    supported: tuple[Reach, ...] = column("Støtter", "Reached in force, but only by ways that support; not counted.")
    hindered: tuple[Reach, ...] = column(
        "Hindrer", "Reached in force by a way that hinders, whatever other ways there are."
    )
    not_in_force: tuple[Reach, ...] = column(
        "Ikke i kraft", "Reached only through what is proposed, has lapsed, or is of unknown standing."
    )
    local_goals: tuple[LocalGoal, ...] = column("Lokale mål", "Goals served that lead to no SDG.")
    other_ends: tuple[OtherEnd, ...] = column("Andre ender", "Where the thread ends in neither an SDG nor a goal.")


async def trace_up(graph: Readable, node: str, on_date: date, *, max_ways: int = 10) -> TraceUp:
    """Trace an element up to every SDG goal and target that it serves.

    A target is in `reached`, `supported` or `not_in_force` by its best way, and in `hindered` as well where some way in
    force hinders it. A target that is only hindered is in `hindered` alone.

    Args:
        graph: Where to read.
        node: Full id of a tiltak, oppdrag, strategy, goal, project or other element of the thread.
        on_date: The day it is about.
        max_ways: How many ways to show for each target, 1 to 1000. Which targets are reached does not depend on it.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: No red thread passes through that kind, or `max_ways` is impossible.
    """
    if not 1 <= max_ways <= MOST_WAYS:
        raise QuestionError(f"Antall veier kan ikke være {max_ways}.", f"Velg et tall fra 1 til {MOST_WAYS}.")

    return await graph.read_together(lambda transaction: trace_in(transaction, node, on_date, max_ways))


async def trace_in(transaction: Transaction, node: str, on_date: date, max_ways: int) -> TraceUp:
    """`trace_up` as part of a larger answer, in its transaction."""
    start, thread, cuts = await fetch_thread_from(transaction, node, on_date, upward_kinds())
    return _answer(start, thread, cuts, on_date, max_ways)


def _answer(start: Element, thread: Thread, cuts: tuple[Cut, ...], day: date, max_ways: int) -> TraceUp:
    met = thread.met_from(start.id)
    ends = [one for one in _sorted_ends(thread, met) if one.id != start.id]
    reaches = {end.id: _reach(thread, start, end, met[end.id], max_ways) for end in ends}

    def those(fits: list[bool]) -> tuple[Reach, ...]:
        return tuple(reaches[end.id] for end, kept in zip(ends, fits, strict=True) if kept)

    found = [met[end.id] for end in ends]
    local = _local_goals(thread, start, [end.id for end in ends] + ([start.id] if start.kind in SDG_KINDS else []), met)
    lists = {
        "reached": those([one.contributing for one in found]),
        "supported": those([one.supporting and not one.contributing for one in found]),
        "hindered": those([one.hindering for one in found]),
        "not_in_force": those([not one.in_force for one in found]),
    }
    live = holds(start.valid_from, start.valid_to, day)
    in_force = any(lists[name] for name in ("reached", "supported", "hindered"))
    undecided = bool(lists["not_in_force"]) or any(not one.settled for one in local) or bool(cuts)
    cut_by = tuple(dict.fromkeys((*cuts, *([Cut.COUNT] if any(not one.all_ways for one in reaches.values()) else []))))
    return TraceUp(
        on_date=day,
        outcome=Outcome.FOUND if in_force else Outcome.UNDETERMINED if undecided else Outcome.EMPTY,
        complete=not cut_by,
        cut_by=cut_by,
        remarks=_remarks(start, live, day, local, bool(ends)),
        start=start,
        local_goals=local,
        other_ends=_other_ends(thread, start, met),
        **lists,
    )


def _sorted_ends(thread: Thread, met: dict[str, Met]) -> list[Element]:
    ends = (thread.elements[one] for one in met if thread.elements[one].kind in SDG_KINDS)
    return sorted(ends, key=lambda end: (sdg_order(end.code or ""), end.id))


def sdg_order(code: str) -> tuple[int, int, str]:
    """What SDG codes are sorted by: 2 before 11, 11 before 11.1, 11.2 before 11.10, numbers before letters."""
    goal, _, rest = code.partition(".")
    number = int(rest) if rest.isdigit() else 1000 if rest else 0
    return int(goal) if goal.isdigit() else 0, number, rest


def _reach(thread: Thread, start: Element, end: Element, met: Met, max_ways: int) -> Reach:
    ways, all_ways = thread.ways(start.id, end.id, max_ways)
    if all_ways:
        strongest = min(ways, key=lambda way: way.weakness)
    else:
        strongest = thread.strongest_way(start.id, end.id) or ways[0]
    count = len(ways) if all_ways else thread.count_ways(start.id, end.id)
    weakest = max(strongest.links, key=lambda link: link.weakness, default=None)
    return Reach(end, count, tuple(ways), all_ways, ways[0], strongest, weakest, met.hindering)


def _local_goals(thread: Thread, start: Element, ends: list[str], met: dict[str, Met]) -> tuple[LocalGoal, ...]:
    """Goals that lead to no SDG and are the first goal on some way: those above them say nothing about this element."""
    towards_sdg = set().union(*(thread.distances_to(end) for end in ends)) if ends else set()
    first = {start.id} if start.kind == "Goal" else set()
    for one in met:
        if thread.elements[one].kind != "Goal":
            first.update(finish for finish in thread.onward(one) if thread.elements[finish].kind == "Goal")
    served = {one for one in first if met[one].contributing or met[one].supporting or not met[one].in_force}
    goals = [thread.elements[one] for one in sorted(served - towards_sdg)]
    return tuple(
        LocalGoal(
            goal,
            goal.sdg_status or SdgStatus.NOT_ASSESSED,
            goal.sdg_status == SdgStatus.NOT_RELEVANT,
            thread.shortest_way(start.id, goal.id),
        )
        for goal in goals
    )


def _other_ends(thread: Thread, start: Element, met: dict[str, Met]) -> tuple[OtherEnd, ...]:
    """Where a way stops that has come to neither an SDG nor a goal, such as a decision or a strategy without a goal."""
    after_goals = {one for goal in met if thread.elements[goal].kind == "Goal" for one in thread.distances(goal)}
    last = [one for one in sorted(met) if not thread.onward(one) and one not in after_goals and one != start.id]
    return tuple(
        OtherEnd(thread.elements[one], thread.shortest_way(start.id, one))
        for one in last
        if thread.elements[one].kind not in SDG_KINDS
    )


def _remarks(start: Element, live: bool, day: date, local: tuple[LocalGoal, ...], any_sdg: bool) -> tuple[str, ...]:
    remarks = []
    if not live:
        remarks.append(f"«{start.label}» gjelder ikke {day}.")
    for one in local:
        if one.sdg_status == SdgStatus.NOT_ASSESSED:
            remarks.append(f"Ingen har vurdert om «{one.goal.label}» bygger på FN-mål.")
        elif one.sdg_status == SdgStatus.BUILDS_ON:
            remarks.append(f"«{one.goal.label}» skal bygge på FN-mål, men ingen kobling gjelder denne dagen.")
        else:
            remarks.append(f"«{one.goal.label}» er vurdert som et lokalt mål, uten FN-mål.")
    if live and not any_sdg and not local:
        remarks.append("Tråden går ikke til noe mål; se hva elementet ellers er forankret i.")
    return tuple(remarks)
