"""A client that asks the server over HTTP, on the test run's own graph and event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from api.app import create_app
from graph.connection import Graph
from graph.settings import Settings

Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def app(opened: Graph, settings: Settings) -> FastAPI:
    """The server on the graph as the test or its module left it; the transport below does not start it."""
    app = create_app(settings)
    app.state.graph = opened
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def ask(client: httpx2.AsyncClient) -> Ask:
    """Asks a query and returns what came back, errors with it."""

    async def ask(query: str, **variables: Any) -> dict[str, Any]:
        response = await client.post("/graphql", json={"query": query, "variables": variables})
        return dict(response.json())

    return ask


@pytest.fixture
def data(ask: Ask) -> Ask:
    """Asks a query that shall have no errors, and returns its data."""

    async def data(query: str, **variables: Any) -> dict[str, Any]:
        found = await ask(query, **variables)
        assert "errors" not in found, found["errors"]
        return dict(found["data"])

    return data
