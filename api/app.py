"""The server: GraphQL, pages and the state of health, for one graph."""

from __future__ import annotations

import asyncio
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

from api.errors import Shown, shown
from api.graphql import over_http
from api.guard import Guard, allowed_hosts, check_host
from api.observing import REGISTRY, Observed
from api.pages import authority, site
from graph import listing
from graph.connection import graph_for
from graph.constraints import ensure_constraints
from graph.settings import Settings
from schema.errors import GovernanceError

_READY_SECONDS = 3
_STATIC = Path(site.__file__).with_name("static")


def create_app(settings: Settings) -> FastAPI:
    """Make the server. The graph is opened when it starts and closed when it stops.

    Raises:
        SettingsError: It would be open to other machines.
    """
    check_host(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with graph_for(settings) as graph:
            await ensure_constraints(graph)
            app.state.graph = graph
            yield

    # FastAPI's own pages fetch their scripts from elsewhere, and describe no GraphQL.
    app = FastAPI(title="styring", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    # What is added last stands outermost: a request that the guard turns away is told of too.
    app.add_middleware(Guard, hosts=allowed_hosts(settings), failed=lambda error: site.error_page(shown(error)))
    app.add_middleware(Observed)
    app.mount("/static", StaticFiles(directory=_STATIC))
    app.include_router(site.router)
    app.include_router(authority.router)
    app.add_api_route("/graphql", over_http.answer, methods=["POST"])
    app.add_api_route("/health", health, methods=["GET"])
    app.add_api_route("/ready", ready, methods=["GET"])
    app.add_api_route("/metrics", metrics, methods=["GET"])
    app.add_exception_handler(GovernanceError, _error_page)
    app.add_exception_handler(HTTPException, site.http_error_page)
    return app


async def _error_page(request: Request, error: Exception) -> Response:
    return site.error_page(shown(error))


async def health(request: Request) -> Response:
    """Which engine answers and what the graph holds; 503 with the program's error where it does not answer."""
    try:
        found = await listing.datasets(request.app.state.graph)
    except Exception as error:  # the state is asked for because something may be wrong
        return _ill(shown(error))
    engine = request.app.state.graph.engine
    counts: dict[str, int] = {}
    for dataset in found:
        for kind, number in dataset.counts.items():
            counts[kind] = counts.get(kind, 0) + number
    content: dict[str, Any] = {
        "status": "ok",
        "version": program_version(),
        "engine": {"name": engine.name, "version": engine.version},
        "counts": dict(sorted(counts.items())),
        "relationships": sum(dataset.relationships for dataset in found),
        "datasets": [{"id": dataset.id, "title": dataset.title, "load": dataset.load} for dataset in found],
    }
    return JSONResponse(content)


async def ready(request: Request) -> Response:
    """Whether requests can be answered now: 200 where the engine answers, else 503. It tells nothing of the content."""
    try:
        async with asyncio.timeout(_READY_SECONDS):
            await request.app.state.graph.read("RETURN 1 AS one")
    except Exception as error:  # whatever it is, requests cannot be answered
        shown(error)
        return JSONResponse({"ready": False}, 503, {"retry-after": "5"})
    return JSONResponse({"ready": True})


async def metrics(request: Request) -> Response:
    """Counts and times of requests, for Prometheus."""
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


def _ill(seen: Shown) -> Response:
    error = {"message": seen.message, **seen.extensions}
    return JSONResponse({"status": "unavailable", "version": program_version(), "error": error}, 503)


def program_version() -> str:
    """The installed version of the program."""
    try:
        return version("styring")
    except PackageNotFoundError:
        return "?"
