"""The portfolio's page: everything in it, nothing fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.pictures.page import embedded_json, script_hash, vis_network
from api.pictures.portfolio.board import boards
from api.pictures.portfolio.contract_axis import contract_axis
from api.pictures.portfolio.cost_benefit import HEIGHT, LEFT, RIGHT, WIDTH, cost_benefit
from api.pictures.portfolio.networks import drawn_projects, project_network, tied_projects
from api.pictures.portfolio.ownership_network import MOST_COMPANIES, ownership_network, share_text
from api.pictures.portfolio.risks import RisksOnPage, risks_on_page
from api.pictures.portfolio.signs import COLOURS, LIGHTS, PATHS
from api.pictures.portfolio.timeline import phase_text, timeline
from api.pictures.portfolio.wording import cost_text, kroner, plain_name, value_text
from api.pictures.wording import day_text
from graph.connection import Readable
from queries.contracts.contracts import Contracts, contracts
from queries.ownership.answer import OwnedCompanies
from queries.ownership.ownership import ownership
from queries.portfolio.portfolio import PortfolioFilter, PortfolioOverview, portfolio
from queries.portfolio.projects import ProjectShown
from queries.risk.risk_picture import RiskPicture, risk_picture
from schema.errors import QuestionError

MOST_ROWS = 500
"""Rows of a table on the page; the command line and GraphQL have all."""


@dataclass(frozen=True)
class PortfolioFacts:
    """The answers that the page is made of, and the filter they were asked with."""

    overview: PortfolioOverview
    risks: RiskPicture
    contracts: Contracts
    companies: OwnedCompanies | None
    wanted: PortfolioFilter = field(default_factory=PortfolioFilter)


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
    return PortfolioFacts(overview, risks, held, companies, wanted or PortfolioFilter())


def portfolio_page(facts: PortfolioFacts) -> str:
    """Make the page."""
    style, library, script = _own("portfolio.css"), vis_network(), _own("portfolio.js")
    policy = (
        f"default-src 'none'; script-src {script_hash(library)} {script_hash(script)}; "
        f"style-src {script_hash(style)}; base-uri 'none'; form-action 'self'"
    )
    overview, asked = facts.overview, _asked(facts.wanted)
    every = (*overview.programmes, *overview.projects)
    on_page = (*every, *overview.bulk_items)
    number = {one.element.id: place for place, one in enumerate(on_page)}
    risks = risks_on_page(facts.risks, number if asked else None)
    drawn, tied = drawn_projects(overview), len(tied_projects(overview))
    laid, scatter, held = timeline(overview), cost_benefit(overview), contract_axis(facts.contracts)
    cut = len(every) > MOST_ROWS or tied > len(drawn) or bool(laid.left_out or scatter.left_out)
    return (
        _environment()
        .get_template("portfolio.html")
        .render(
            answer=overview,
            every=every,
            drawn=drawn,
            tied=tied,
            number=number,
            risks=risks,
            contracts=facts.contracts,
            owned=facts.companies,
            boards=boards(overview),
            timeline=laid,
            contract_axis=held,
            scatter=scatter,
            scatter_size=(WIDTH, HEIGHT, LEFT, RIGHT),
            most_rows=MOST_ROWS,
            most_companies=MOST_COMPANIES,
            choices=_choices(on_page, asked),
            asked=asked,
            lights=[(light.value, light.bokmaal) for light in LIGHTS],
            signs={light.value: (path, COLOURS[light]) for light, path in PATHS.items()},
            policy=policy,
            style=style,
            library=library,
            script=script,
            data=embedded_json(_data(facts, on_page, number, risks, asked, cut)),
        )
    )


def _asked(wanted: PortfolioFilter) -> dict[str, str]:
    """The filter that the facts were asked with, as it stands in the address."""
    light = wanted.light.value if wanted.light else None
    named = {"unit": wanted.unit, "goal": wanted.goal, "phase": wanted.phase, "light": light}
    return {name: value for name, value in (named | {"programme": wanted.programme}).items() if value}


def _data(
    facts: PortfolioFacts,
    on_page: Sequence[ProjectShown],
    number: dict[str, int],
    risks: RisksOnPage,
    asked: dict[str, str],
    cut: bool,
) -> dict[str, Any]:
    """What the page's script needs. Each id stands once; projects and risks are told by their number."""
    overview, owned = facts.overview, facts.companies
    ids = {
        "unit": _once(unit.id for one in on_page for unit in one.within),
        "goal": _once(id for one in on_page for id in _served(one)),
        "phase": _once(phase.id for one in on_page for phase in one.phases),
    }
    at = {name: {id: place for place, id in enumerate(found)} for name, found in ids.items()}
    return {
        **ids,
        "lights": [light.value for light in LIGHTS],
        # kind (0 programme, 1 project, 2 collective budget line), light, units, goals, phases
        "projects": [
            [
                2 if one.bulk_item else int(one.element.kind == "Project"),
                LIGHTS.index(one.worst_light),
                [at["unit"][unit.id] for unit in one.within],
                [at["goal"][id] for id in _served(one)],
                [at["phase"][phase.id] for phase in one.phases],
            ]
            for one in on_page
        ],
        "risks": [[number[each.id] for each in one.threatens if each.id in number] for one in risks.risks],
        "numbers": {one.element.id: number[one.element.id] for one in drawn_projects(overview)},
        "signs": {light.value: [path, COLOURS[light]] for light, path in PATHS.items()},
        "network": project_network(overview) if overview.projects else None,
        "ownership": ownership_network(owned) if owned and owned.companies else None,
        "asked": asked,
        "cut": cut,
    }


def _served(one: ProjectShown) -> list[str]:
    return [goal.id for goal in one.goals] + [sdg.id for sdg in one.sdgs]


def _once(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))


def _choices(on_page: Sequence[ProjectShown], asked: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in each filter: id and name, by name. What was asked for can always be chosen."""
    units = {unit.id: unit.name for one in on_page for unit in one.within}
    goals = {goal.id: goal.name for one in on_page for goal in one.goals}
    goals |= {sdg.id: f"FN {sdg.code} {sdg.name}" for one in on_page for sdg in one.sdgs}
    phases = {phase.id: f"{phase.scheme}: {phase.name}" for one in on_page for phase in one.phases}
    named = {"unit": units, "goal": goals, "phase": phases}
    for name, found in named.items():
        if name in asked:
            found.setdefault(asked[name], asked[name])
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
    environment.filters |= {
        "kroner": kroner,
        "cost": cost_text,
        "day": day_text,
        "phase": phase_text,
        "plain": plain_name,
        "share": share_text,
        "value": value_text,
    }
    return environment


@cache
def _own(name: str) -> str:
    return files("api.pictures.portfolio").joinpath(name).read_text(encoding="utf-8")


__all__ = ["PortfolioFacts", "portfolio_facts", "portfolio_page"]
