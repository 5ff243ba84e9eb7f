"""Where the server may be reached, with and without a way to log in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.access.keys import added
from api.access.principals import Role
from api.app import create_app
from api.guard import ANY_NAME, allowed_hosts
from graph.connection import Graph
from graph.settings import Settings, read_settings
from schema.errors import SettingsError
from tests.access.conftest import app_on

pytestmark = pytest.mark.anyio
OTHERS = ["0.0.0.0", "::", "192.168.1.10", "styring.example.no"]  # noqa: S104 nothing listens
OIDC = {"styring_oidc_issuer": "https://issuer.example", "styring_oidc_audience": "styring"}


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    added(tmp_path / "keys.jsonl", "a", Role.READER, None)
    return tmp_path / "keys.jsonl"


@pytest.mark.parametrize("host", OTHERS)
def test_an_address_that_others_can_reach_needs_a_way_to_log_in(host: str, keys: Path) -> None:
    for nobody in ({}, {"styring_public": True}, {"styring_names": host}):
        with pytest.raises(SettingsError) as refused:
            create_app(read_settings(styring_host=host, **nobody))
        assert "STYRING_OIDC_ISSUER" in refused.value.remedy
    create_app(read_settings(styring_host=host, **OIDC))
    create_app(read_settings(styring_host=host, styring_keys_file=keys))


@pytest.mark.parametrize("content", [None, "{", '{"id": "x"}\n'])
def test_a_file_of_keys_that_is_missing_or_broken_stops_the_server(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "keys.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
        path.chmod(0o600)
    with pytest.raises(SettingsError, match=str(path)):
        create_app(read_settings(styring_keys_file=path))


def test_a_mapping_of_roles_that_cannot_be_read_stops_the_server() -> None:
    with pytest.raises(SettingsError, match="STYRING_OIDC_ROLES"):
        create_app(read_settings(**OIDC, styring_oidc_roles="x=sjef"))


def test_loopback_keeps_to_its_names_also_where_callers_log_in(keys: Path) -> None:
    found = allowed_hosts(read_settings(styring_keys_file=keys, styring_names="styring.vika.no, Styring2.vika.no"))
    assert found == {"localhost", "127.0.0.1", "::1", "styring.vika.no", "styring2.vika.no"}


def test_elsewhere_any_name_will_do_unless_names_are_said() -> None:
    anywhere: dict[str, Any] = {"styring_host": "0.0.0.0", **OIDC}  # noqa: S104 nothing listens
    assert allowed_hosts(read_settings(**anywhere)) == {ANY_NAME}
    found = allowed_hosts(read_settings(**anywhere, styring_names="styring.vika.no"))
    assert found == {"localhost", "127.0.0.1", "::1", "styring.vika.no"}


@pytest.mark.parametrize(("host", "status"), [("styring.vika.no", 200), ("evil.example", 421), ("", 421)])
async def test_a_name_that_is_not_said_is_turned_away(
    opened: Graph, settings: Settings, keys: Path, host: str, status: int
) -> None:
    app = app_on(opened, settings.model_copy(update={"styring_keys_file": keys, "styring_names": "styring.vika.no"}))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        assert (await client.get("/ready", headers={"host": host})).status_code == status
