"""Which delmål lack strategy, oppdrag, tiltak, indicator or responsible post? (CQ-03)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from graph.connection import Readable, Row, Transaction
from queries.answers import COUNTS, Answer, Element, Outcome, Standing, column, version_standing
from queries.goals.fetching import Responsible, fetch_elements, fetch_responsible, fetch_thread
from queries.goals.thread import Met, Thread, ThreadLink
from queries.texts import text
from schema.base import holds
from schema.errors import NotFoundError, QuestionError
from schema.goals import WorkStatus
from schema.relationships import Contribution, ResponsibleRole
from schema.values import Certainty, Code


class CoverageStatus(Code):
    """How well a goal is covered by one sort of element."""

    COVERED = "covered", "Dekket", "At least one contributes in force, and is itself followed up."
    PARTLY = "partly", "Delvis dekket", "Those that are followed up only support."
    SHALLOW = "shallow", "Grunt dekket", "There are some, but none of them has anything below it that is done."
    EXPIRED = "expired", "Utgått", "There were some; they are cancelled, have lapsed or no longer hold."
    UNCOVERED = "uncovered", "Udekket", "There is nothing and has been nothing."


class CoveredBy(Code):
    """What a goal is to be covered by."""

    STRATEGY = "strategy", "Strategi", "Strategies that advance it."
    OPPDRAG = "oppdrag", "Oppdrag", "Oppdrag that implement it or its strategies."
    TILTAK = "tiltak", "Tiltak", "Tiltak that carry out its oppdrag, or serve it directly."
    INDICATOR = "indicator", "Indikator", "Indicators that measure it."
    RESPONSIBLE = "responsible", "Ansvarlig", "The post that answers for it."


@dataclass(frozen=True)
class Cell:
    """One goal and one thing to cover it by."""

    by: CoveredBy = column("Dekkes av", "What the goal is to be covered by.")
    status: CoverageStatus = column("Dekning", "How well it is covered.")
    ids: tuple[str, ...] = column("Id-er", "What covers it, or covered it where it has expired.")
    illustrative: bool = column("Bare illustrasjon", "True where all that covers it is made up as an example.")


@dataclass(frozen=True)
class Allocated:
    """A unit that a goal is laid on."""

    unit: str = column("Id", "Full id of the unit.")
    name: str = column("Enhet", "Name of the unit.")
    through: str | None = column("Gjennom", "Id of the document that allocates.")


@dataclass(frozen=True)
class CoverageRow:
    """One goal."""

    goal: Element = column("Mål", "The goal.")
    cells: tuple[Cell, ...] = column("Dekning", "Strategy, oppdrag, tiltak, indicator and responsible, in that order.")
    allocated_to: tuple[Allocated, ...] = column("Fordelt til", "Units it is laid on; none is a gap of its own.")


@dataclass(frozen=True)
class StatusCount:
    """How many goals have a status in a column."""

    by: CoveredBy = column("Dekkes av", "What the goals are to be covered by.")
    status: CoverageStatus = column("Dekning", "How well they are covered.")
    count: int = column("Antall mål", "Number of goals.")


@dataclass(frozen=True)
class Coverage(Answer):
    """Each goal on the levels where coverage is measured, against what it is to be covered by."""

    scope: str = column("Omfang", "What was asked about.")
    rows: tuple[CoverageRow, ...] = column("Mål", "The goals, by id.")
    counts: tuple[StatusCount, ...] = column("Oppsummert", "Goals by column and status.")


async def coverage(graph: Readable, scope: str, on_date: date) -> Coverage:
    """Find what each goal in a scope is covered by on a day.

    Measured on the levels that the municipality has marked for it (GoalLevel.coverage), or where it has marked none, on
    its lowest level. What is cancelled covers nothing, nor does anything that leads to the goal only through it. What
    only hinders does not cover. A goal's own main responsible post covers it; where it has none, posts that answer for
    what is done for it cover it partly.

    Args:
        graph: Where to read.
        scope: Id of a dataset, plan, plan version, focus area, goal or unit.
        on_date: The day it is about.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is of another kind.
    """

    async def read(transaction: Transaction) -> Coverage:
        goals = await _goals(transaction, scope, on_date)
        thread, cuts = await fetch_thread(transaction, goals, on_date, down=True, all_days=True)
        facts = _Facts(thread, on_date)
        ids = thread.elements.keys()
        responsible = await fetch_responsible(transaction, ids, on_date)
        formerly = await fetch_responsible(transaction, goals, on_date, ever=True)
        indicators = await transaction.run(text("goals/indicators"), ids=sorted(ids), day=on_date)
        allocations = await transaction.run(text("goals/allocations"), ids=goals, day=on_date)
        rows = tuple(
            CoverageRow(
                thread.elements[goal],
                (
                    *facts.effort_cells(goal),
                    facts.measured(goal, indicators),
                    facts.answered(goal, responsible, formerly),
                ),
                tuple(Allocated(one["unit"], one["name"], one["through"]) for one in allocations if one["id"] == goal),
            )
            for goal in goals
        )
        counts = Counter((cell.by, cell.status) for row in rows for cell in row.cells)
        return Coverage(
            on_date=on_date,
            outcome=Outcome.FOUND if rows else await _nothing_found(transaction, scope, on_date),
            complete=not cuts,
            cut_by=cuts,
            remarks=() if rows else ("Ingen mål i omfanget er på et nivå der dekning måles.",),
            scope=scope,
            rows=rows,
            counts=tuple(StatusCount(*key, count) for key, count in sorted(counts.items())),
        )

    return await graph.read_together(read)


async def _nothing_found(transaction: Transaction, scope: str, day: date) -> Outcome:
    """A plan of which nobody knows if it is adopted may have goals in force; anything else has none."""
    versions = await transaction.run(text("plans/versions_of_plans"), ids=[scope])
    unknown = any(version_standing(row, day) is Standing.UNKNOWN for row in versions)
    return Outcome.UNDETERMINED if unknown else Outcome.EMPTY


async def _goals(transaction: Transaction, scope: str, day: date) -> list[str]:
    """Ids of the goals to measure, sorted."""
    found = await transaction.run(text("goals/goals_in_scope"), scope=scope, day=day)
    if not found:
        known = await fetch_elements(transaction, [scope], day)
        if not known:
            raise NotFoundError(
                f"Ingenting i grafen har id-en «{scope}».",
                "Velg et datasett (asker), en plan, en planversjon, et satsingsområde, et mål eller en enhet.",
            )
        raise QuestionError(
            f"Dekning kan ikke måles for «{scope}».",
            "Velg et datasett, en plan, en planversjon, et satsingsområde, et mål eller en enhet.",
        )
    rows = [row for row in found if row["id"] and row["holds"]]
    datasets = sorted({row["dataset"] for row in rows})
    levels = _measured_levels(await transaction.run(text("goals/goal_levels"), datasets=datasets))
    return sorted({row["id"] for row in rows if row["level"] in levels.get(row["dataset"], {row["level"]})})


def _measured_levels(levels: list[Row]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for dataset in {row["dataset"] for row in levels}:
        own = [row for row in levels if row["dataset"] == dataset]
        marked = {row["code"] for row in own if row["coverage"]}
        lowest = max(row["rank"] for row in own)
        found[dataset] = marked or {row["code"] for row in own if row["rank"] == lowest}
    return found


_EFFORTS = ((CoveredBy.STRATEGY, "Strategy"), (CoveredBy.OPPDRAG, "Oppdrag"), (CoveredBy.TILTAK, "Tiltak"))
_FOLLOWED_UP_BY = {"Strategy": frozenset({"Oppdrag", "Tiltak"}), "Oppdrag": frozenset({"Tiltak"})}


class _Facts:
    """What is in force on the day, beside all that there ever was."""

    def __init__(self, ever: Thread, day: date) -> None:
        self._ever = ever
        self._day = day
        alive = {
            one.id: one
            for one in ever.elements.values()
            if holds(one.valid_from, one.valid_to, day) and one.status != WorkStatus.CANCELLED
        }
        links = [link for link in ever.links() if holds(link.valid_from, link.valid_to, day)]
        self._now = Thread(alive.values(), links, down=True)
        self._inherited = self._inheritance()
        helping = [
            link for link in links if link.contribution != Contribution.HINDERS and link.certainty != Certainty.PROPOSED
        ]
        self._once = self._that_has_counted(links_ever=ever.links())
        up = Thread((one for one in alive.values() if one.standing in COUNTS), helping)
        self._above = {
            kind: up.reached_from(one.id for one in up.elements.values() if one.kind in lower)
            for kind, lower in _FOLLOWED_UP_BY.items()
        }

    def _inheritance(self) -> Thread:
        """What in force inherits from what."""
        inherits = [
            link
            for link in self._now.links()
            if link.type == "INHERITS"
            and link.certainty != Certainty.PROPOSED
            and self._now.elements[link.start].standing in COUNTS
        ]
        return Thread(self._now.elements.values(), inherits, down=True)

    def _that_has_counted(self, links_ever: list[ThreadLink]) -> Thread:
        """All that has been in force until the day, as if it still were. What is proposed or yet to come was not."""
        begun = [
            replace(one, standing=Standing.NO_PLAN if one.standing is Standing.LAPSED else one.standing)
            for one in self._ever.elements.values()
            if one.valid_from is None or one.valid_from <= self._day
        ]
        links = [link for link in links_ever if link.valid_from is None or link.valid_from <= self._day]
        return Thread(begun, links, down=True)

    def effort_cells(self, goal: str) -> list[Cell]:
        """Strategy, oppdrag and tiltak."""
        met = self._now.met_from(goal) if goal in self._now.elements else {}
        once = self._once.met_from(goal)
        return [self._effort(by, kind, met, once) for by, kind in _EFFORTS]

    def _effort(self, by: CoveredBy, kind: str, met: dict[str, Met], once: dict[str, Met]) -> Cell:
        contributing = self._of(kind, (one for one, how in met.items() if how.contributing))
        supporting = self._of(kind, (one for one, how in met.items() if how.supporting and not how.contributing))
        for status, active in (
            (CoverageStatus.COVERED, self._followed_up(kind, contributing)),
            (CoverageStatus.PARTLY, self._followed_up(kind, supporting)),
            (CoverageStatus.SHALLOW, contributing + supporting),
        ):
            if active:
                return self._cell(by, status, active)
        past = self._of(kind, (one for one, how in once.items() if how.contributing or how.supporting))
        return self._cell(by, CoverageStatus.EXPIRED if past else CoverageStatus.UNCOVERED, past)

    def _of(self, kind: str, ids: Iterable[str]) -> list[str]:
        return sorted(one for one in ids if self._ever.elements[one].kind == kind)

    def _followed_up(self, kind: str, ids: list[str]) -> list[str]:
        """Those that something on a lower level is done for."""
        return [one for one in ids if one in self._above[kind]] if kind in self._above else ids

    def measured(self, goal: str, indicators: list[Row]) -> Cell:
        """Indicators on the goal, or on the same goal as another plan has inherited it."""
        same = {goal, *self._heirs(goal)}
        found = [row for row in indicators if row["element"] in same and row["begun"]]
        active = sorted({row["id"] for row in found if row["holds"]})
        shown = active or sorted({row["id"] for row in found})
        status = CoverageStatus.COVERED if active else CoverageStatus.EXPIRED if shown else CoverageStatus.UNCOVERED
        illustrative = {row["id"] for row in found if row["illustrative"]}
        return Cell(CoveredBy.INDICATOR, status, tuple(shown), bool(shown) and set(shown) <= illustrative)

    def _heirs(self, goal: str) -> set[str]:
        """The same goal in other plans in force."""
        return self._inherited.reached_from([goal])

    def answered(
        self, goal: str, responsible: dict[str, list[Responsible]], formerly: dict[str, list[Responsible]]
    ) -> Cell:
        """Posts that answer for the goal, or at least for what is done for it."""
        own = responsible.get(goal, [])
        met = self._now.met_from(goal) if goal in self._now.elements else {}
        doing = [one for one, how in met.items() if how.contributing or how.supporting]
        for status, posts in (
            (CoverageStatus.COVERED, [post for post in own if post.role == ResponsibleRole.MAIN]),
            (CoverageStatus.PARTLY, [*own, *(post for one in doing for post in responsible.get(one, []))]),
            (CoverageStatus.EXPIRED, formerly.get(goal, [])),
        ):
            if posts:
                ids = tuple(sorted({post.post for post in posts}))
                return Cell(CoveredBy.RESPONSIBLE, status, ids, all(post.illustrative for post in posts))
        return Cell(CoveredBy.RESPONSIBLE, CoverageStatus.UNCOVERED, (), False)

    def _cell(self, by: CoveredBy, status: CoverageStatus, ids: list[str]) -> Cell:
        made_up = bool(ids) and all(self._ever.elements[one].illustrative for one in ids)
        return Cell(by, status, tuple(ids), made_up)
