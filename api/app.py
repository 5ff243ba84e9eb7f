"""The server: GraphQL, pages and the state of health, for one graph."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from api.access.authenticate import Authenticated, ByCredentials, CallersState, graph_of, principal_of, whole_graph
from api.access.principals import Role
from api.access.refusals import RefusedError
from api.errors import Shown, shown
from api.graphql import over_http
from api.guard import Guard, allowed_hosts, check_host
from api.observing import REGISTRY, Observed
from api.pages import authority, site
from api.writing import routes as writing
from graph import listing
from graph.connection import graph_for
from graph.constraints import ensure_constraints
from graph.settings import Settings
from schema.errors import GovernanceError

_READY_SECONDS = 3
_LOADS_AT_A_TIME = 2
"""Uploads that are read and checked at the same time; others wait. Each has a thread and a store on disk."""
_STATIC = Path(site.__file__).with_name("static")


def create_app(settings: Settings) -> FastAPI:
    """Make the server. The graph is opened when it starts and closed when it stops.

    Raises:
        SettingsError: It would be open to other machines, or how callers log in is set wrong.
    """
    check_host(settings)
    who = ByCredentials(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with graph_for(settings) as graph:
            await ensure_constraints(graph)
            app.state.graph = graph
            yield

    # FastAPI's own pages fetch their scripts from elsewhere, and describe no GraphQL.
    app = FastAPI(title="styring", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    app.state = CallersState()
    app.state.settings = settings
    app.state.loading = asyncio.Semaphore(_LOADS_AT_A_TIME)
    app.state.recording = asyncio.Semaphore(1)
    # What is added last stands outermost: a request that the guard turns away is told of too.
    app.add_middleware(Authenticated, who=who, page=_refusal_page)
    app.add_middleware(Guard, hosts=allowed_hosts(settings), failed=lambda error: site.error_page(shown(error)))
    app.add_middleware(Observed)
    app.mount("/static", StaticFiles(directory=_STATIC))
    app.include_router(site.router)
    app.include_router(authority.router)
    app.include_router(writing.router)
    app.add_api_route("/graphql", over_http.answer, methods=["POST"])
    app.add_api_route("/health", health, methods=["GET"])
    app.add_api_route("/ready", ready, methods=["GET"])
    app.add_api_route("/metrics", metrics, methods=["GET"])
    app.add_exception_handler(GovernanceError, _error_page)
    app.add_exception_handler(HTTPException, site.http_error_page)
    return app


async def _error_page(request: Request, error: Exception) -> Response:
    return site.error_page(shown(error))


def _refusal_page(refused: RefusedError) -> Response:
    page = site.error_page(Shown(refused.code, refused.message, refused.remedy, refused.status))
    page.headers.update(refused.headers)
    return page


async def health(request: Request) -> Response:
    """Which engine answers and what the graph holds; 503 with the program's error where it does not answer.

    To the public it is a sign of life and no more. How much there is of each kind tells of what is hidden, too, so it
    is told to those who see everything.
    """
    known = principal_of(request).role is not Role.PUBLIC
    try:
        found = await listing.datasets(whole_graph(request.app))
    except Exception as error:  # the state is asked for because something may be wrong
        return _ill(shown(error), known)
    if not known:
        return JSONResponse({"status": "ok"})
    seen = graph_of(request)
    content: dict[str, Any] = {
        "status": "ok",
        "version": program_version(),
        "engine": {"name": seen.engine.name, "version": seen.engine.version},
        **(_counted(found) if seen.access.everything else {"counts": None, "relationships": None}),
        "datasets": [{"id": dataset.id, "title": dataset.title, "load": dataset.load} for dataset in found],
    }
    return JSONResponse(content)


def _counted(found: list[listing.DatasetSummary]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for dataset in found:
        counts.update(dataset.counts)
    return {"counts": dict(sorted(counts.items())), "relationships": sum(one.relationships for one in found)}


async def ready(request: Request) -> Response:
    """Whether requests can be answered now: 200 where the engine answers, else 503. It tells nothing of the content."""
    try:
        async with asyncio.timeout(_READY_SECONDS):
            await whole_graph(request.app).read("RETURN 1 AS one")
    except Exception as error:  # whatever it is, requests cannot be answered
        shown(error)
        return JSONResponse({"ready": False}, 503, {"retry-after": "5"})
    return JSONResponse({"ready": True})


async def metrics(request: Request) -> Response:
    """Counts and times of requests, for Prometheus."""
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


def _ill(seen: Shown, known: bool) -> Response:
    if not known:
        return JSONResponse({"status": "unavailable"}, 503)
    error = {"message": seen.message, **seen.extensions}
    return JSONResponse({"status": "unavailable", "version": program_version(), "error": error}, 503)


def program_version() -> str:
    """The installed version of the program."""
    try:
        return version("styring")
    except PackageNotFoundError:
        return "?"
