"""Fetching the part of the red thread that a question is about, in a bounded number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from graph.connection import Row, Transaction
from graph.thread import DEPTH, ElementRow, elements_by_id, walk
from queries.answers import Cut, Element, column, element
from queries.goals.thread import Thread, ThreadLink
from queries.texts import text
from schema.base import holds
from schema.catalogue import KINDS
from schema.errors import NotFoundError, QuestionError
from schema.relationships import Contribution, HoldingKind, ResponsibleRole
from schema.values import Certainty


@dataclass(frozen=True)
class Holder:
    """A person who holds a post on the day."""

    id: str = column("Id", "Full id of the person.")
    name: str = column("Navn", "The person's name.")
    holding: HoldingKind = column("Type", "Permanent, constituted, acting or substitute.")


@dataclass(frozen=True)
class Responsible:
    """A post that answers for an element on the day. With no holders it is vacant."""

    post: str = column("Id", "Full id of the post.")
    name: str = column("Stilling", "Name of the post.")
    role: ResponsibleRole = column("Rolle", "Main responsible or one of the others.")
    holders: tuple[Holder, ...] = column("Innehavere", "Who holds the post; none where it is vacant.")
    illustrative: bool = column("Illustrasjon", "True where the post is made up as an example.", default=False)


@cache
def upward_kinds() -> frozenset[str]:
    """The kinds from which the schema lets a thread reach an SDG goal."""
    found = {"SdgGoal"}
    while True:
        more = {
            kind.name
            for kind in KINDS.values()
            for end in kind.ends
            if end.relationship.thread and found.intersection(end.kinds)
        } - found
        if not more:
            return frozenset(found)
        found |= more


@cache
def downward_kinds() -> frozenset[str]:
    """The kinds that something in the thread may point to, and those that point further."""
    pointed_at = {
        name for kind in upward_kinds() for end in KINDS[kind].ends if end.relationship.thread for name in end.kinds
    }
    return upward_kinds() | pointed_at


async def fetch_elements(transaction: Transaction, ids: Iterable[str], day: date) -> dict[str, Element]:
    """Elements by id; ids that nobody has are left out."""
    return _elements(await elements_by_id(transaction, sorted(set(ids))), day)


def _elements(rows: list[ElementRow], day: date) -> dict[str, Element]:
    return {one["id"]: element(one, versions, day) for one, versions in rows}


async def fetch_responsible(
    transaction: Transaction, ids: Iterable[str], day: date, *, ever: bool = False
) -> dict[str, list[Responsible]]:
    """The posts that answer for each element on the day, or with `ever` until then; main responsible first."""
    rows = await transaction.run(text("goals/responsible_posts"), ids=sorted(set(ids)), day=day, ever=ever)
    found: dict[str, list[Responsible]] = {}
    for row in rows:
        holders = sorted(row["holders"], key=lambda holder: (holder["id"], holder["holding"]))
        found.setdefault(row["id"], []).append(
            Responsible(
                row["post"],
                row["post_name"],
                ResponsibleRole(row["role"]),
                tuple(Holder(one["id"], one["name"], HoldingKind(one["holding"])) for one in holders),
                bool(row["illustrative"]),
            )
        )
    return found


async def fetch_thread(
    transaction: Transaction,
    ids: list[str],
    day: date,
    *,
    down: bool = False,
    all_days: bool = False,
    datasets: list[str] | None = None,
) -> tuple[Thread, tuple[Cut, ...]]:
    """The thread from some elements, up or down.

    Args:
        transaction: Where to read.
        ids: The elements to begin at.
        day: The day it is about: links and elements that do not hold are left out.
        down: From the general to the concrete.
        all_days: Take also links and elements that do not hold on the day; the day then only decides standing.
        datasets: Only go to elements of these datasets.

    Returns:
        The thread, and why it is not whole, if it is not.
    """
    walked = await walk(transaction, ids, down=down, day=None if all_days else day, datasets=datasets)
    elements = _elements(walked.elements, day)
    thread = Thread(elements.values(), [_link(row) for row in walked.links], down=down)
    return thread, _cuts(thread, ids, walked.cut, down)


async def fetch_thread_from(
    transaction: Transaction,
    node: str,
    day: date,
    kinds: frozenset[str],
    *,
    down: bool = False,
    datasets: list[str] | None = None,
) -> tuple[Element, Thread, tuple[Cut, ...]]:
    """The element asked about, with the thread from it and why that is not whole; nothing leads from what has ended.

    Args:
        transaction: Where to read.
        node: Id of the element.
        day: The day it is about.
        kinds: The kinds that may be asked about.
        down: From the general to the concrete.
        datasets: Only go to elements of these datasets.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is of a kind that no red thread passes through.
    """
    thread, cuts = await fetch_thread(transaction, [node], day, down=down, datasets=datasets)
    if node not in thread.elements:
        raise NotFoundError(
            f"Ingenting i grafen har id-en «{node}».",
            "En id skrives med datasettet foran, som asker:tiltak-12; FN-mål som sdg:11.6.",
        )
    start = thread.elements[node]
    if start.kind not in kinds:
        names = ", ".join(sorted(KINDS[kind].bokmaal.lower() for kind in kinds))
        raise QuestionError(
            f"«{node}» er {start.kind_label.lower()}, som ingen rød tråd går gjennom.", f"Velg en av disse: {names}."
        )
    if not holds(start.valid_from, start.valid_to, day):
        return start, Thread([start], [], down=down), ()
    return start, thread, cuts


def _cuts(thread: Thread, ids: list[str], wide: bool, down: bool) -> tuple[Cut, ...]:
    """The walk is cut where an element stands at its last level; an SDG goal has nothing above it to miss."""
    nearest: dict[str, int] = {}
    for start in ids:
        for one, distance in thread.distances(start).items():
            nearest[one] = min(distance, nearest.get(one, distance))
    deep = any(
        distance >= DEPTH and (down or thread.elements[one].kind != "SdgGoal")
        for one, distance in nearest.items()
        if one in thread.elements
    )
    return (*([Cut.DEPTH] if deep else []), *([Cut.COUNT] if wide else []))


def _link(row: Row) -> ThreadLink:
    return ThreadLink(
        row["type"],
        row["start"],
        row["finish"],
        Contribution(row["contribution"] or Contribution.CONTRIBUTES.value),
        Certainty(row["certainty"]),
        bool(row["illustrative"]),
        row["source"],
        row["valid_from"],
        row["valid_to"],
    )
