"""Who may reach the server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest

from api.app import create_app
from api.guard import allowed_hosts
from graph.connection import Graph
from graph.settings import Settings, read_settings
from schema.errors import SettingsError

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "styring.example.no", ""])  # noqa: S104 refused
def test_an_address_that_others_can_reach_is_refused(host: str) -> None:
    with pytest.raises(SettingsError) as refused:
        create_app(read_settings(styring_host=host))
    assert "STYRING_ALLOW_NO_AUTH" in refused.value.remedy
    with pytest.raises(SettingsError):
        create_app(read_settings(styring_host=host, styring_allow_no_auth="ja"))
    create_app(read_settings(styring_host=host, styring_allow_no_auth="published-on-loopback"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2", "[::1]", "LOCALHOST"])
def test_loopback_is_let_through(host: str) -> None:
    create_app(read_settings(styring_host=host))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:1", "LOCALHOST", "[::1]:8000", "[::1]"])
async def test_the_servers_own_names_are_answered(client: httpx2.AsyncClient, host: str) -> None:
    assert (await client.get("/model", headers={"host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.168.1.10:8000",
        "",
        "[::2]",
    ],
)
@pytest.mark.parametrize("address", ["/", "/graphql", "/health", "/static/style.css"])
async def test_a_name_that_was_made_to_point_here_is_turned_away(
    client: httpx2.AsyncClient, host: str, address: str
) -> None:
    response = await client.get(address, headers={"host": host})
    assert response.status_code == 421
    assert "127.0.0.1" in response.text


def test_in_a_container_the_services_own_name_is_let_through() -> None:
    settings = read_settings(styring_host="0.0.0.0", styring_allow_no_auth="published-on-loopback")  # noqa: S104
    assert allowed_hosts(settings) == {"localhost", "127.0.0.1", "::1", "api"}
    assert "api" not in allowed_hosts(read_settings(styring_host="127.0.0.1"))
    assert "127.0.0.2" in allowed_hosts(read_settings(styring_host="127.0.0.2"))


async def test_answers_tell_browsers_to_keep_to_this_server(client: httpx2.AsyncClient) -> None:
    for address in ("/", "/health", "/graphql", "/static/style.css", "/finnes-ikke"):
        headers = (await client.get(address)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


async def test_the_server_opens_the_graph_when_it_starts_and_closes_it_when_it_stops(
    opened: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = []

    @asynccontextmanager
    async def lent(_settings: Settings) -> AsyncIterator[Graph]:
        states.append("opened")
        yield opened
        states.append("closed")

    monkeypatch.setattr("api.app.graph_for", lent)
    app = create_app(read_settings(styring_host="127.0.0.1"))
    async with app.router.lifespan_context(app):
        assert states == ["opened"]
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
            assert (await client.get("/health")).json()["status"] == "ok"
    assert states == ["opened", "closed"]
