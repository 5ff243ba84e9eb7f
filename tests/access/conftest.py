"""An OIDC issuer on this machine that signs whatever a test wants, a small municipality with secrets, and callers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fastapi import FastAPI
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from api.access.keys import added
from api.access.principals import Role
from api.app import create_app
from graph.connection import Graph
from graph.settings import Settings
from loaders.load import load
from tests.conftest import empty

AUDIENCE = "api://styring"
VIKA = {
    "dataset.yaml": "id: vika\ntitle: Vika kommune\nmunicipality_number: '9999'\ndefault_source: Økonomiplanen\n",
    "organisasjon.yaml": """
unit_types: [{id: type-kommune, code: kommune, rank: 1, name: Kommune}]
bodies: [{id: kst, name: Kommunestyret, body_kind: kommunestyre}]
units: [{id: kommunen, name: Vika, unit_type: kommune}]
posts:
  - {id: kd, name: Kommunedirektør, in_unit: kommunen, leads: kommunen}
  - {id: leder, name: Virksomhetsleder, in_unit: kommunen}
leaders: [{id: kari, name: Kari Nordmann, holds: {to: kd, valid_from: 2020-01-01, kind: fast}}]
""",
    "myndighet.yaml": """
original_authorities: [{id: ra, name: Kommunestyrets myndighet, actions: [bestilling, vedtak], belongs_to: kst}]
delegations:
  - id: d1
    name: Til kommunedirektøren
    actions: [bestilling]
    areas: [okonomi]
    from: kst
    to: kd
    rests_on: ra
    valid_from: 2020-01-01
  - id: d2
    name: Til virksomhetslederen
    actions: [bestilling]
    areas: [okonomi]
    from: kd
    to: leder
    rests_on: d1
    valid_from: 2020-01-01
""",
    "arbeid.yaml": """
tiltak:
  - {id: apent, name: Åpent tiltak, deadline: 2030-01-01, responsible: leder}
  - {id: internt, name: Internt tiltak, deadline: 2030-01-01, responsible: leder, confidentiality: internal}
  - {id: skjermet, name: Skjermet tiltak, deadline: 2030-01-01, responsible: leder, confidentiality: restricted}
risks: [{id: flom, name: Flom i sentrum, threatens: kommunen}]
focus_areas: [{id: sted, name: Et godt sted}]
plan_types: [{id: type-plan, code: plan, name: Plan}]
plans: [{id: plan, name: Planen, of_type: type-plan}]
plan_versions: [{id: plan-1, name: Planen, version_of: plan, status: adopted}]
collaborations: [{id: sammen, name: Sammen om stedet, collaboration_kind: avtale}]
""",
}
HIDDEN = {
    Role.PUBLIC: {"Internt tiltak", "Skjermet tiltak", "Kari Nordmann", "Flom i sentrum"},
    Role.READER: {"Skjermet tiltak"},
    Role.AUDITOR: set(),
    Role.EDITOR: set(),
    Role.ADMINISTRATOR: set(),
}
SEEN = {
    role: {"Åpent tiltak", "Internt tiltak", "Skjermet tiltak", "Kari Nordmann", "Flom i sentrum"} - hidden
    for role, hidden in HIDDEN.items()
}


class Issuer:
    """An OIDC issuer over HTTP on loopback. What it answers with can be changed while it runs."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {}
        self.asked: list[str] = []
        self.answer: Callable[[BaseHTTPRequestHandler], bool] = lambda _handler: False
        self.says: dict[str, Any] = {}
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked.append(self.path)
                if not issuer.answer(self):
                    issuer.plain(self)

            def log_message(self, *_arguments: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        self.rotate("first")

    def plain(self, handler: BaseHTTPRequestHandler) -> None:
        """What an issuer answers when all is well."""
        jwks = {"keys": [public(kid, key) for kid, key in self.keys.items()]}
        about = {"issuer": self.address, "jwks_uri": f"{self.address}/jwks", **self.says}
        answer(handler, json.dumps(jwks if handler.path == "/jwks" else about).encode())

    def rotate(self, kid: str) -> None:
        """Sign with a new key from now on, and publish no other."""
        self.keys = {kid: rsa.generate_private_key(public_exponent=65537, key_size=2048)}

    def claims(self, **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": AUDIENCE, "sub": "abc-123", "name": "Kari Nordmann",
            "roles": ["editor"], "iat": now, "nbf": now, "exp": now + 600,
        }  # fmt: skip
        return {name: value for name, value in (claims | changed).items() if value is not None}

    def token(self, *, kid: str | None = None, key: Any = None, algorithm: str = "RS256", **changed: Any) -> str:
        """A token, good unless the test says otherwise."""
        known = next(iter(self.keys))
        headers = {"kid": known if kid is None else kid}
        return jwt.encode(self.claims(**changed), key or self.keys[known], algorithm=algorithm, headers=headers)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


def answer(handler: BaseHTTPRequestHandler, content: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("content-length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def public(kid: str, key: Any) -> dict[str, Any]:
    kind: Any = ECAlgorithm if isinstance(key, ec.EllipticCurvePrivateKey) else RSAAlgorithm
    return {**kind.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def with_issuer(settings: Settings, issuer: Issuer) -> Settings:
    """The settings of a server that others can reach, whose callers have tokens of the issuer."""
    return settings.model_copy(
        update={
            "styring_host": "0.0.0.0",  # noqa: S104 nothing listens
            "styring_oidc_issuer": issuer.address,
            "styring_oidc_audience": AUDIENCE,
        }
    )


@asynccontextmanager
async def asking(app: FastAPI, **headers: str) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers) as client:
        yield client


def app_on(graph: Graph, settings: Settings) -> FastAPI:
    """A server on the test run's own graph."""
    app = create_app(settings)
    app.state.graph = graph
    return app


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.fixture
def keys_of(tmp_path: Path) -> Callable[[], tuple[Path, dict[Role, dict[str, str]]]]:
    """Makes a file of keys, one for each role, and gives the headers that each is sent with."""

    def made() -> tuple[Path, dict[Role, dict[str, str]]]:
        path = tmp_path / "keys" / "nøkler.jsonl"
        given = {role: added(path, f"program {role}", role, None)[1] for role in Role if role is not Role.PUBLIC}
        return path, {Role.PUBLIC: {}, **{role: {"x-api-key": secret} for role, secret in given.items()}}

    return made


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


async def load_vika(graph: Graph, folder: Path) -> None:
    """Leave the graph with the municipality, and nothing else."""
    await empty(graph)
    await load(graph, write(folder, VIKA))
