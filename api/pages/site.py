"""The routes of the pages, and how they are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException

from api.access.authenticate import graph_of
from api.errors import Shown, shown
from api.graphql import over_http
from api.graphql.schema import sdl
from api.guard import OWN_POLICY, PORTFOLIO_POLICY, new_nonce, policy
from api.ids import full_id
from api.pages.contents import overview
from graph import listing
from graph.connection import Graph
from graph.listing import Selection
from queries.goals.fetching import downward_kinds, upward_kinds
from queries.goals.trace_down import trace_down
from queries.goals.trace_up import trace_up
from queries.portfolio.portfolio import PortfolioFilter
from schema.actions import Action, VatBasis
from schema.authority import MatterArea
from schema.base import Area
from schema.catalogue import ANY_KIND, KINDS, Property, incoming
from schema.errors import QuestionError
from schema.rhythm import Light
from schema.values import Code, read_day

MOST_HITS = 50
MOST_PORTFOLIOS = 200
UP = "up"
DOWN = "down"

router = APIRouter()


@router.get("/")
async def start_page(request: Request) -> Response:
    """What the graph holds, and the ways on from here."""
    graph = graph_of(request)
    found = overview(await listing.datasets(graph), counted=graph.access.everything)
    return _page(
        "start.html",
        found=found,
        engine=graph.engine,
        today=date.today(),
        actions=list(Action),
        areas=list(MatterArea),
        vat=list(VatBasis),
        portfolios=await listing.page(graph, Selection("Portfolio", date.today()), after="", most=MOST_PORTFOLIOS),
    )


@router.get("/search")
async def search_page(request: Request, q: str = "") -> Response:
    """Search, without a script."""
    nodes: list[dict[str, Any]] = []
    if q.strip():
        nodes = await listing.search(request.app.state.graph, q, most=MOST_HITS + 1)
    return _page(
        "search.html", sought=q.strip(), hits=[_hit(node) for node in nodes[:MOST_HITS]], more=len(nodes) > MOST_HITS
    )


def _hit(node: dict[str, Any]) -> dict[str, Any]:
    kind = node["kind"]
    return {
        **node,
        "label": KINDS[kind].bokmaal if kind in KINDS else kind,
        "address": f"/trace/{quote(node['id'])}",
        "up": kind in upward_kinds() and kind != "SdgGoal",
        "down": kind in downward_kinds(),
    }


@router.get("/trace")
async def trace_form(id: str = "", on_date: str = "", direction: str = "") -> Response:
    """Where the form on the start page leads: to the address of the trace."""
    kept = {"on_date": on_date.strip(), "direction": direction if direction == DOWN else ""}
    query = "&".join(f"{name}={quote(value)}" for name, value in kept.items() if value)
    return RedirectResponse(f"/trace/{quote(full_id(id))}{'?' if query else ''}{query}", HTTPStatus.SEE_OTHER)


@router.get("/trace/{node:path}")
async def trace(request: Request, node: str, on_date: str = "", direction: str = "") -> Response:
    """The picture of a trace, with the same facts in tables."""
    from api.pictures.trace import trace_down_page, trace_page  # takes time to import, and is needed here only

    graph: Graph = request.app.state.graph
    day, start = day_asked(on_date), full_id(node)
    if direction not in ("", UP, DOWN):
        raise QuestionError(f"Retningen «{direction}» finnes ikke.", f"Velg {UP} eller {DOWN}.")
    if direction == DOWN:
        html = trace_down_page(await trace_down(graph, start, day))
    else:
        html = trace_page(await trace_up(graph, start, day))
    return HTMLResponse(html, headers={"content-security-policy": OWN_POLICY})


@router.get("/portfolio")
async def portfolio_form(id: str = "", on_date: str = "") -> Response:
    """Where the form on the start page leads: to the address of the portfolio."""
    query = f"?on_date={quote(on_date.strip())}" if on_date.strip() else ""
    return RedirectResponse(f"/portfolio/{quote(full_id(id))}{query}", HTTPStatus.SEE_OTHER)


@router.get("/portfolio/{scope:path}")
async def portfolio_of(
    request: Request, scope: str, on_date: str = "", unit: str = "", goal: str = "", phase: str = "", light: str = ""
) -> Response:
    """The portfolio's page, of all projects or those that a filter lets through."""
    from api.pictures.portfolio.page import portfolio_facts, portfolio_page  # takes time to import, as above

    if light and light not in {one.value for one in Light}:
        given = ", ".join(one.value for one in Light)
        raise QuestionError(f"Statusen «{light}» finnes ikke.", f"Velg en av disse: {given}.")
    wanted = PortfolioFilter(
        unit=unit.strip() or None,
        goal=full_id(goal) if goal.strip() else None,
        phase=phase.strip() or None,
        light=Light(light) if light else None,
    )
    facts = await portfolio_facts(request.app.state.graph, full_id(scope), day_asked(on_date), wanted)
    html = await to_thread.run_sync(portfolio_page, facts)  # of thousands of projects it takes a while to write
    return HTMLResponse(html, headers={"content-security-policy": PORTFOLIO_POLICY})


def day_asked(written: str) -> date:
    """The day that somebody wrote, or today.

    Raises:
        QuestionError: It is not a day.
    """
    if not written.strip():
        return date.today()
    try:
        found = read_day(written)
    except ValueError:
        found = None
    if not isinstance(found, date):
        raise QuestionError(f"«{written}» er ikke en dato.", "Skriv den som 2026-12-31 eller 31.12.2026.")
    return found


@router.get("/graphql")
async def graphiql(request: Request) -> Response:
    """The page for writing queries. Programs, which ask for JSON, are told to ask by POST."""
    accept = request.headers.get("accept", "*/*")
    if "text/html" not in accept and "*/*" not in accept:
        return over_http.by_post_only()
    nonce = new_nonce()
    return _page("graphiql.html", nonce=nonce, headers={"content-security-policy": policy(nonce)})


@router.get("/schema.graphql")
async def schema_text() -> Response:
    """The GraphQL schema as text."""
    return PlainTextResponse(_sdl())


@cache
def _sdl() -> str:
    return sdl()


@router.get("/model")
async def model_page() -> Response:
    """Every kind with its properties and relationships."""
    return HTMLResponse(_model())


@cache
def _model() -> str:
    areas = [(area, [kind for kind in KINDS.values() if kind.area == area.value]) for area in Area]
    return (
        _environment()
        .get_template("model.html")
        .render(areas=areas, incoming=incoming, kinds=KINDS, any_kind=ANY_KIND, type_of=_type_of)
    )


def _type_of(item: Property) -> str:
    names = {str: "tekst", int: "helt tall", float: "tall", bool: "ja/nei", date: "dato"}
    found = item.type.__name__ if issubclass(item.type, Code) else names[item.type]
    return f"liste av {found}" if item.many else found


def error_page(seen: Shown) -> Response:
    """The page of an error, with what to do."""
    titles = {HTTPStatus.NOT_FOUND: "Fant det ikke", HTTPStatus.UNPROCESSABLE_ENTITY: "Spørsmålet kan ikke besvares"}
    return _page("error.html", status=seen.status, title=titles.get(seen.status, "Noe er galt"), seen=seen)


async def http_error_page(_request: Request, error: Exception) -> Response:
    """The page of an address that does not exist, or that is used in another way than it is made for."""
    if not isinstance(error, HTTPException):
        return error_page(shown(error))
    messages = {404: "Siden finnes ikke.", 405: "Adressen kan ikke brukes på denne måten."}
    message = messages.get(error.status_code, "Forespørselen kan ikke besvares.")
    remedy = "Gå til startsiden. GraphQL spørres med POST til /graphql."
    page = error_page(Shown("HTTP", message, remedy, HTTPStatus(error.status_code)))
    page.headers.update(error.headers or {})
    return page


def _page(template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any) -> HTMLResponse:
    return HTMLResponse(_environment().get_template(template).render(**values), status, headers)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value: f"{value:,}".replace(",", "\u00a0")
    return environment
