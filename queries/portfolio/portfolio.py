"""What is in the portfolio: phase, status, cost, goals, benefits, risks and what waits for what? (CQ-22)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Row, Transaction
from queries.answers import Answer, Cut, Outcome, column
from queries.authority.facts import units_above
from queries.goals.fetching import fetch_elements
from queries.portfolio.money import YearSum, year_sums
from queries.portfolio.projects import Gap, ProjectShown, fetch_projects
from queries.portfolio.scope import elements_in
from queries.texts import text
from schema.errors import NotFoundError
from schema.rhythm import Light

MOST_PROJECTS = 10_000
"""Projects an answer may have. What is over is left out, and the answer says so."""


@dataclass(frozen=True)
class PortfolioFilter:
    """Which projects to take. What is left out does not matter; what is given must all hold."""

    unit: str | None = column("Enhet", "Needed in this unit or what is part of it.", default=None)
    goal: str | None = column("Mål", "Contributes to this goal, SDG goal or SDG target.", default=None)
    phase: str | None = column("Fase", "In this phase: an id, or a code such as `F1`.", default=None)
    programme: str | None = column("Program", "In this programme.", default=None)
    light: Light | None = column("Status", "The worst newest assessment is this.", default=None)


@dataclass(frozen=True)
class PhaseColumn:
    """A phase of a scheme that projects are followed in, and how many are in it."""

    id: str = column("Id", "Full id.")
    code: str = column("Kode", "Short code.")
    name: str = column("Fase", "Name.")
    scheme: str = column("Fasemodell", "Name of the scheme.")
    place: int = column("Rekkefølge", "Place in the scheme.")
    decision_point: str | None = column("Beslutningspunkt", "The decision that ends the phase.")
    projects: int = column("Prosjekter", "Projects in the phase; bulk items apart.")


@dataclass(frozen=True)
class GapCount:
    """How many projects have a gap."""

    gap: Gap = column("Mangel", "The gap.")
    count: int = column("Antall", "Projects that have it.")


@dataclass(frozen=True)
class LightCount:
    """How many projects have a light as their worst."""

    light: Light = column("Status", "The light.")
    count: int = column("Antall", "Projects.")


@dataclass(frozen=True)
class PortfolioOverview(Answer):
    """The projects of a portfolio, programme or municipality. Bulk items and programmes stand apart."""

    scope: str = column("Omfang", "Id of what was asked about.")
    name: str = column("Navn", "What people call it.")
    projects: tuple[ProjectShown, ...] = column("Prosjekter", "By id. A project in two programmes stands once.")
    bulk_items: tuple[ProjectShown, ...] = column("Sekkeposter", "Collective budget lines; not counted as projects.")
    programmes: tuple[ProjectShown, ...] = column("Programmer", "By id.")
    phases: tuple[PhaseColumn, ...] = column("Faser", "Every phase of the schemes in use, in order.")
    lights: tuple[LightCount, ...] = column("Status", "Projects by their worst light.")
    gaps: tuple[GapCount, ...] = column("Mangler", "Every gap, also those that no project has.")
    project_sums: tuple[YearSum, ...] = column("Summer for prosjekter", "Year by year; what is unknown is counted.")
    bulk_sums: tuple[YearSum, ...] = column("Summer for sekkeposter", "Year by year; what is unknown is counted.")


async def portfolio(
    graph: Readable, scope: str, on_date: date, wanted: PortfolioFilter | None = None
) -> PortfolioOverview:
    """See the projects of a portfolio, a programme or a dataset as they stand on a day.

    Args:
        graph: Where to read.
        scope: Id of a portfolio, a programme or a dataset.
        on_date: The day it is about.
        wanted: Only projects for which this holds; programmes are then left out.

    Raises:
        NotFoundError: Nothing of these kinds has the id, or there is no such unit.
    """
    wanted = wanted or PortfolioFilter()

    async def read(transaction: Transaction) -> PortfolioOverview:
        projects, programmes = await elements_in(transaction, scope, on_date)
        if wanted != PortfolioFilter():
            programmes = []
        shown = await fetch_projects(transaction, [*projects[:MOST_PROJECTS], *programmes], on_date)
        shown = await _filtered(transaction, shown, wanted, on_date)
        name = await _name(transaction, scope, on_date)
        phases = {row["id"]: row for row in await _phases(transaction, shown)}
        cut = len(projects) > MOST_PROJECTS
        return _overview(scope, name, on_date, shown, phases, cut)

    return await graph.read_together(read)


async def _name(transaction: Transaction, scope: str, day: date) -> str:
    named = await fetch_elements(transaction, [scope], day)
    if scope in named:
        return named[scope].name
    titles = await transaction.run(text("portfolio/dataset_title"), dataset=scope)
    return titles[0]["title"] if titles and titles[0]["title"] else scope


async def _filtered(
    transaction: Transaction, shown: list[ProjectShown], wanted: PortfolioFilter, day: date
) -> list[ProjectShown]:
    if wanted.unit:
        units = await transaction.run(text("authority/units"), datasets=[wanted.unit.partition(":")[0]])
        above = units_above(units, day)
        if wanted.unit not in above:
            raise NotFoundError(
                f"Ingen enhet har id-en «{wanted.unit}».", "Skriv den med datasettet foran, som asker:enhet-1."
            )
        shown = [one for one in shown if wanted.unit in {each.id for each in one.within}]
    if wanted.goal:
        shown = [one for one in shown if wanted.goal in _served(one)]
    if wanted.phase:
        shown = [one for one in shown if any(wanted.phase in (each.id, each.code) for each in one.phases)]
    if wanted.programme:
        shown = [one for one in shown if wanted.programme in {each.id for each in one.programmes}]
    if wanted.light:
        shown = [one for one in shown if one.worst_light is wanted.light]
    return shown


def _served(one: ProjectShown) -> set[str]:
    return {goal.id for goal in one.goals} | {sdg.id for sdg in one.sdgs}


async def _phases(transaction: Transaction, shown: list[ProjectShown]) -> list[Row]:
    used = sorted({phase.id for one in shown for phase in one.phases})
    return await transaction.run(text("portfolio/phases"), ids=used)


def _overview(
    scope: str, name: str, day: date, shown: list[ProjectShown], phases: dict[str, Row], cut: bool
) -> PortfolioOverview:
    projects = tuple(one for one in shown if one.element.kind == "Project" and not one.bulk_item)
    bulk_items = tuple(one for one in shown if one.bulk_item)
    in_phase = Counter(phase.id for one in projects for phase in one.phases)
    lights = Counter(one.worst_light for one in projects)
    gaps = Counter(gap for one in projects for gap in one.gaps)
    return PortfolioOverview(
        on_date=day,
        outcome=Outcome.FOUND if shown else Outcome.EMPTY,
        complete=not cut,
        cut_by=(Cut.COUNT,) if cut else (),
        remarks=_remarks(projects, bulk_items),
        scope=scope,
        name=name,
        projects=projects,
        bulk_items=bulk_items,
        programmes=tuple(one for one in shown if one.element.kind == "Programme"),
        phases=tuple(
            PhaseColumn(
                row["id"],
                row["code"],
                row["name"],
                row["scheme_name"],
                row["place"],
                row["decision_point"],
                in_phase[row["id"]],
            )
            for row in phases.values()
        ),
        lights=tuple(LightCount(light, lights[light]) for light in Light),
        gaps=tuple(GapCount(gap, gaps[gap]) for gap in Gap),
        project_sums=year_sums(one.money for one in projects),
        bulk_sums=year_sums(one.money for one in bulk_items),
    )


def _remarks(projects: tuple[ProjectShown, ...], bulk_items: tuple[ProjectShown, ...]) -> tuple[str, ...]:
    remarks = []
    unknown = sum(Gap.COST_UNKNOWN in one.gaps for one in projects)
    if unknown:
        remarks.append(f"Kostnaden er ukjent for {unknown} av {len(projects)} prosjekter. Ukjent er ikke null.")
    differing = [one.element.name for one in (*projects, *bulk_items) if one.money.differs_nok]
    if differing:
        remarks.append(f"Kildens egen sum er en annen enn vår for: {', '.join(differing)}.")
    if bulk_items:
        remarks.append(f"{len(bulk_items)} sekkeposter står for seg og er ikke regnet som prosjekter.")
    return tuple(remarks)
