"""The portfolio's page: everything in it, nothing fetched from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.pictures.page import embedded_json, script_hash, vis_network
from api.pictures.portfolio.board import boards
from api.pictures.portfolio.contract_axis import contract_axis
from api.pictures.portfolio.cost_benefit import cost_benefit
from api.pictures.portfolio.networks import (
    COLOURS,
    drawn_projects,
    is_tied,
    ownership_network,
    project_network,
    share_text,
)
from api.pictures.portfolio.timeline import timeline
from api.pictures.portfolio.wording import kroner
from api.pictures.wording import day_text
from graph.connection import Readable
from queries.contracts.contracts import Contracts, contracts
from queries.ownership.answer import OwnedCompanies
from queries.ownership.ownership import ownership
from queries.portfolio.portfolio import PortfolioFilter, PortfolioOverview, portfolio
from queries.portfolio.projects import ProjectShown
from queries.risk.risk_picture import RiskPicture, risk_picture
from schema.errors import QuestionError

MOST_ROWS = 1000
"""Rows of a table on the page; the command line and GraphQL have all."""


@dataclass(frozen=True)
class PortfolioFacts:
    """The answers that the page is made of."""

    overview: PortfolioOverview
    risks: RiskPicture
    contracts: Contracts
    companies: OwnedCompanies | None


async def portfolio_facts(
    graph: Readable, scope: str, on_date: date, wanted: PortfolioFilter | None = None
) -> PortfolioFacts:
    """Ask all the questions. Risks are of the same scope; contracts and companies of its whole municipality.

    Raises:
        NotFoundError: No portfolio, programme or dataset has the id.
    """
    dataset = scope.partition(":")[0]
    overview = await portfolio(graph, scope, on_date, wanted)
    risks = await risk_picture(graph, scope, on_date)
    held = await contracts(graph, dataset, on_date)
    try:
        companies: OwnedCompanies | None = await ownership(graph, dataset, on_date)
    except QuestionError:  # no one unit stands over the others: nobody to ask what it owns
        companies = None
    return PortfolioFacts(overview, risks, held, companies)


def portfolio_page(facts: PortfolioFacts) -> str:
    """Make the page."""
    style, library, script = _own("portfolio.css"), vis_network(), _own("portfolio.js")
    policy = (
        f"default-src 'none'; script-src {script_hash(library)} {script_hash(script)}; "
        f"style-src {script_hash(style)}; base-uri 'none'; form-action 'self'"
    )
    overview = facts.overview
    owned = facts.companies if facts.companies and facts.companies.companies else None
    data = {
        "projects": [_filtered_by(one) for one in (*overview.programmes, *overview.projects, *overview.bulk_items)],
        "network": project_network(overview) if overview.projects else None,
        "ownership": ownership_network(owned) if owned else None,
    }
    every = (*overview.programmes, *overview.projects)
    return (
        _environment()
        .get_template("portfolio.html")
        .render(
            answer=overview,
            every=every,
            risks=facts.risks,
            contracts=facts.contracts,
            owned=owned,
            boards=boards(overview),
            timeline=timeline(overview),
            contract_axis=contract_axis(facts.contracts),
            scatter=cost_benefit(overview),
            drawn=len(drawn_projects(overview)),
            tied=sum(is_tied(one) for one in overview.projects),
            most_rows=MOST_ROWS,
            choices=_choices(every),
            colours={light.value: colour for light, colour in COLOURS.items()},
            policy=policy,
            style=style,
            library=library,
            script=script,
            data=embedded_json(data),
        )
    )


def _filtered_by(one: ProjectShown) -> dict[str, Any]:
    """What the page's filters look at."""
    return {
        "id": one.element.id,
        "units": [unit.id for unit in one.within],
        "goals": [goal.id for goal in one.goals] + [sdg.id for sdg in one.sdgs],
        "phases": [phase.id for phase in one.phases],
        "light": one.worst_light.value,
        "bulk": one.bulk_item,
    }


def _choices(every: tuple[ProjectShown, ...]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in each filter: id and name, by name."""
    units = {unit.id: unit.name for one in every for unit in one.within}
    goals = {goal.id: goal.name for one in every for goal in one.goals}
    goals |= {sdg.id: f"FN {sdg.code} {sdg.name}" for one in every for sdg in one.sdgs}
    phases = {phase.id: f"{phase.scheme}: {phase.name}" for one in every for phase in one.phases}
    named = {"unit": units, "goal": goals, "phase": phases}
    return {name: sorted(found.items(), key=lambda item: (item[1], item[0])) for name, found in named.items()}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("api.pictures.portfolio", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"kroner": kroner, "day": day_text, "share": share_text}
    return environment


@cache
def _own(name: str) -> str:
    return files("api.pictures.portfolio").joinpath(name).read_text(encoding="utf-8")


__all__ = ["PortfolioFacts", "portfolio_facts", "portfolio_page"]
