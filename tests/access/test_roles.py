"""What each role sees of each address, and that nobody sees more by any of them."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from fastapi import FastAPI
from graphql import get_named_type
from starlette.routing import BaseRoute

from api.access.authenticate import OPEN_TO_ALL
from api.access.principals import Right, Role
from api.graphql.schema import SCHEMA
from graph.connection import Graph
from graph.settings import Settings
from tests.access.conftest import HIDDEN, SEEN, Issuer, app_on, asking, bearer, load_vika

pytestmark = pytest.mark.anyio
NAMES = HIDDEN[Role.PUBLIC] | SEEN[Role.PUBLIC]
LISTS = """{
  tiltak: nodes(kind: Tiltak) { nodes { name } totalCount }
  ledere: nodes(kind: Leader) { nodes { name } }
  risiko: nodes(kind: Risk) { nodes { name } }
  alt: search(text: "i", first: 1000) { nodes { name } }
}"""
QUESTIONS = {
    "traceUp": '(id: "vika:apent")',
    "coverage": '(scope: "vika")',
    "outsideThread": '(scope: "vika")',
    "plansInForce": '(dataset: "vika")',
    "mayDecide": '(holder: "vika:kd", matter: {action: BESTILLING, area: OKONOMI})',
    "whoMayDecide": '(dataset: "vika", matter: {action: BESTILLING, area: OKONOMI})',
    "authorityOf": '(holder: "vika:kd")',
    "delegationChain": '(id: "vika:d2")',
    "oversight": '(holder: "vika:kd")',
    "mandate": '(id: "vika:apent")',
    "findings": '(dataset: "vika")',
    "authorityChanges": '(dataset: "vika", fromDate: "2020-01-01")',
    "whatIf": '(dataset: "vika", changes: [{kind: REVOKE_DELEGATION, subject: "vika:d2"}])',
    "portfolio": '(id: "vika")',
    "riskPicture": '(scope: "vika")',
    "traceDown": '(id: "vika:sted")',
    "suspectLinks": '(planVersion: "vika:plan-1")',
    "ownership": '(actor: "vika:kommunen")',
    "contracts": '(dataset: "vika")',
    "collaboration": '(id: "vika:sammen")',
    "governanceMatrix": '(scope: "vika")',
}
PAGES = {
    "/": 200, "/search?q=i": 200, "/trace/vika:apent": 200, "/trace/vika:skjermet": 404,
    "/authority/decision?action=bestilling&area=okonomi&dataset=vika": 200, "/authority/unit?id=vika:kommunen": 200,
    "/authority/oversight?id=vika:kd": 200, "/portfolio/vika": 200, "/graphql": 200,
    "/schema.graphql": 200, "/model": 200,
}  # fmt: skip
"""Each with the status that one who does not see what is shielded gets."""


@pytest.fixture(scope="module", autouse=True)
async def vika(opened: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """All tests here read, and what would write is refused."""
    await load_vika(opened, tmp_path_factory.mktemp("data") / "vika")
    return opened


Served = tuple[FastAPI, dict[Role, dict[str, str]]]


@pytest.fixture
async def served(vika: Graph, settings: Settings, keys_of: Any) -> Served:
    path, headers = keys_of()
    return app_on(vika, settings.model_copy(update={"styring_keys_file": path, "styring_public": True})), headers


@pytest.fixture
async def closed(vika: Graph, settings: Settings, keys_of: Any) -> Served:
    path, headers = keys_of()
    return app_on(vika, settings.model_copy(update={"styring_keys_file": path})), headers


async def asked(client: httpx2.AsyncClient, query: str) -> dict[str, Any]:
    response = await client.post("/graphql", json={"query": query})
    assert response.status_code == 200, response.text
    return dict(response.json())


def names_in(text: str) -> set[str]:
    return {name for name in NAMES if name in text or json.dumps(name)[1:-1] in text}


@pytest.mark.parametrize("role", list(Role))
async def test_lists_and_search_hold_what_the_role_may_see_and_no_more(served: Served, role: Role) -> None:
    async with asking(served[0], **served[1][role]) as client:
        found = await asked(client, LISTS)
    assert "errors" not in found
    assert names_in(json.dumps(found)) == SEEN[role]
    assert found["data"]["tiltak"]["totalCount"] == len(SEEN[role] & {n for n in NAMES if "tiltak" in n})


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("question", QUESTIONS)
async def test_every_answer_says_whether_it_may_be_cut_by_access(served: Served, role: Role, question: str) -> None:
    query = f"{{ {question}{QUESTIONS[question]} {{ complete cutBy }} }}"
    async with asking(served[0], **served[1][role]) as client:
        answer = (await asked(client, query))["data"][question]
    if role.access.everything:
        assert "ACCESS" not in answer["cutBy"]
    else:
        assert answer["complete"] is False and answer["cutBy"][-1] == "ACCESS"


async def test_an_answer_inside_an_answer_says_so_too_and_whether_or_not_something_was_left_out(
    served: Served,
) -> None:
    query = '{ mandate(id: "vika:apent") { complete cutBy thread { complete cutBy } } }'
    for role in (Role.PUBLIC, Role.READER):
        async with asking(served[0], **served[1][role]) as client:
            found = (await asked(client, query))["data"]["mandate"]
        for one in (found, found["thread"]):
            assert (one["complete"], one["cutBy"]) == (False, ["ACCESS"])
    async with asking(served[0], **served[1][Role.AUDITOR]) as client:
        found = (await asked(client, query))["data"]["mandate"]
    assert all(one["complete"] and not one["cutBy"] for one in (found, found["thread"]))


def test_every_question_of_the_schema_is_asked_above() -> None:
    schema = SCHEMA._schema
    answer = schema.get_type("Answer")
    known = {
        name
        for name, field in (schema.query_type.fields if schema.query_type else {}).items()
        if answer in getattr(get_named_type(field.type), "interfaces", ())
    }
    assert known == QUESTIONS.keys(), "put what is new in QUESTIONS, so that it is tried for each role"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("id", ["internt", "skjermet", "kari", "flom"])
async def test_the_id_of_what_is_hidden_is_as_one_that_nobody_has(served: Served, role: Role, id: str) -> None:
    name = {"internt": "Internt tiltak", "skjermet": "Skjermet tiltak", "kari": "Kari Nordmann"}.get(
        id, "Flom i sentrum"
    )
    async with asking(served[0], **served[1][role]) as client:
        found = await asked(client, f'{{ node(id: "vika:{id}") {{ name }} }}')
        unknown = await asked(client, '{ node(id: "vika:finnes-ikke") { name } }')
    assert (found["data"]["node"] == {"name": name}) if name in SEEN[role] else (found == unknown)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("page", PAGES)
async def test_every_page_shows_what_the_role_may_see_and_no_more(served: Served, role: Role, page: str) -> None:
    async with asking(served[0], **served[1][role]) as client:
        response = await client.get(page, headers={"accept": "text/html"})
    assert response.status_code == (200 if role.access.everything else PAGES[page])
    assert not names_in(response.text) & HIDDEN[role]
    if page == "/trace/vika:apent":
        assert ("manglende tilgang" in response.text) != role.access.everything


def paths_of(routes: list[BaseRoute]) -> Iterator[str]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from paths_of(inner.routes)
        else:
            yield route.path  # type: ignore[attr-defined]


async def test_all_addresses_are_among_those_that_are_tried(served: Served) -> None:
    tried = {page.partition("?")[0].split(":")[0] for page in PAGES}
    written = {"/datasets/dry-run", "/datasets/accept", "/follow-ups", "/findings/accept"}
    kept = OPEN_TO_ALL | {"/metrics", "/static", "/trace", "/portfolio"}  # the last two lead on to what has an id
    paths = {path.partition("/{")[0] for path in paths_of(served[0].routes)}
    assert paths >= {"/graphql", "/trace", "/authority/unit", "/follow-ups", "/health"}
    for path in paths:
        assert any(one.startswith(path) for one in tried) or path in written | kept, (
            f"{path} is not tried for each role: put it in PAGES"
        )


ADDRESSES = [
    *(("GET", page) for page in PAGES), ("GET", "/metrics"), ("GET", "/trace?id=1"), ("GET", "/finnes-ikke"),
    ("POST", "/graphql"), ("POST", "/datasets/dry-run"), ("POST", "/datasets/accept"), ("POST", "/follow-ups"),
    ("POST", "/findings/accept"), ("DELETE", "/"), ("OPTIONS", "/graphql"), ("PUT", "/health2"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
async def test_without_the_public_profile_nobody_gets_past_without_credentials(
    closed: Served, method: str, address: str
) -> None:
    async with asking(closed[0]) as client:
        response = await client.request(method, address, headers={"accept": "application/json"})
        page = await client.request(method, address, headers={"accept": "text/html"})
    assert response.status_code == page.status_code == 401
    assert response.headers["www-authenticate"] == page.headers["www-authenticate"] == 'Bearer realm="styring"'
    said = response.json()
    shown = said["errors"][0]["extensions"] if address == "/graphql" else said["error"]
    assert shown["code"] == "UNAUTHENTICATED" and shown["remedy"]
    assert not names_in(response.text + page.text)


@pytest.mark.parametrize("address", ["/", "/health", "/ready", "/graphql"])
async def test_bad_credentials_are_refused_also_where_none_are_needed(served: Served, address: str) -> None:
    for headers in (
        {"authorization": "Bearer hei"}, {"authorization": "Basic YTpi"}, {"authorization": "Bearer"},
        {"authorization": ""}, {"x-api-key": "hei"}, {"x-api-key": "styring_000000000000_hei"}, {"x-api-key": " "},
    ):  # fmt: skip
        async with asking(served[0], **headers) as client:
            response = await client.get(address)
        assert response.status_code == 401, headers
        assert 'error="invalid_token"' in response.headers["www-authenticate"]


async def test_a_key_may_be_sent_as_a_bearer_and_only_one_way_at_a_time(served: Served) -> None:
    key = served[1][Role.EDITOR]["x-api-key"]
    async with asking(served[0], **bearer(key)) as client:
        assert (await client.get("/health")).json()["counts"]
        both = await client.get("/health", headers={"x-api-key": key})
    assert both.status_code == 400
    assert both.headers["www-authenticate"] == 'Bearer realm="styring", error="invalid_request"'
    async with asking(served[0]) as client:
        twice = await client.get("/health", headers=[("x-api-key", key), ("x-api-key", key)])
    assert twice.status_code == 400


@pytest.mark.parametrize("role", list(Role))
async def test_health_tells_the_public_that_it_lives_and_those_who_see_all_how_much_there_is(
    served: Served, role: Role
) -> None:
    async with asking(served[0], **served[1][role]) as client:
        found = (await client.get("/health")).json()
        ready = await client.get("/ready")
        metrics = await client.get("/metrics")
    assert ready.json() == {"ready": True}
    assert metrics.status_code == (403 if role is Role.PUBLIC else 200)
    if role is Role.PUBLIC:
        assert found == {"status": "ok"}
        return
    assert [one["id"] for one in found["datasets"]] == ["vika"] and found["engine"]["name"]
    assert found["counts"] == (None if role is Role.READER else found["counts"])
    assert bool(found["counts"]) == bool(found["relationships"]) == role.access.everything


async def test_a_sign_of_life_needs_no_credentials(closed: Served) -> None:
    async with asking(closed[0]) as client:
        assert (await client.get("/health")).json() == {"status": "ok"}
        assert (await client.get("/ready")).json() == {"ready": True}


async def test_when_the_graph_is_gone_the_public_learns_that_and_no_more(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_arguments: Any) -> None:
        raise RuntimeError("10.0.0.7:7687 refused")

    monkeypatch.setattr("api.app.listing.datasets", broken)
    async with asking(served[0]) as client:
        response = await client.get("/health")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})


async def test_a_token_opens_what_its_role_does_and_one_without_a_role_is_told_so(
    vika: Graph, with_issuer: Settings, issuer: Issuer
) -> None:
    for public in (False, True):
        app = app_on(vika, with_issuer.model_copy(update={"styring_public": public}))
        for roles, role in ((["reader"], Role.READER), (["auditor"], Role.AUDITOR)):
            async with asking(app, **bearer(issuer.token(roles=roles))) as client:
                assert names_in(json.dumps(await asked(client, LISTS))) == SEEN[role]
        async with asking(app, **bearer(issuer.token(roles=["annet"]))) as client:
            response = await client.post("/graphql", json={"query": LISTS})
        if public:
            assert names_in(response.text) == SEEN[Role.PUBLIC]
        else:
            assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")
            assert 'error="insufficient_scope"' in response.headers["www-authenticate"]
        async with asking(app, **bearer(issuer.token(exp=1))) as client:
            assert (await client.post("/graphql", json={"query": LISTS})).status_code == 401


async def test_the_log_tells_why_and_the_answer_does_not(
    vika: Graph, with_issuer: Settings, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    token = issuer.token(exp=1)
    with caplog.at_level(logging.WARNING, "styring.access"):
        async with asking(app_on(vika, with_issuer), **bearer(token)) as client:
            response = await client.get("/", headers={"accept": "text/html"})
    assert response.status_code == 401 and "utløp" not in response.text and "expired" not in response.text.lower()
    [line] = [record for record in caplog.records if record.name == "styring.access"]
    assert "expired" in line.getMessage() and line.__dict__["granted"] is False
    assert token not in caplog.text and token.split(".")[1] not in caplog.text


async def test_an_issuer_that_is_away_is_no_way_in(vika: Graph, with_issuer: Settings, issuer: Issuer) -> None:
    token = issuer.token(roles=["administrator"])
    issuer.close()
    async with asking(app_on(vika, with_issuer), **bearer(token)) as client:
        response = await client.post("/graphql", json={"query": LISTS})
    assert response.status_code == 503 and response.headers["retry-after"] == "10"
    assert response.json()["errors"][0]["extensions"]["code"] == "ACCESS_UNAVAILABLE"


def test_each_role_may_all_that_the_one_below_it_may() -> None:
    roles = list(Role)
    for lower, higher in pairwise(roles):
        assert lower.rights <= higher.rights
        assert lower.access.levels <= higher.access.levels
        assert lower.access.hidden_kinds >= higher.access.hidden_kinds
    assert Role.ADMINISTRATOR.rights == frozenset(Right)


async def test_on_loopback_without_settings_everything_is_open(vika: Graph, settings: Settings) -> None:
    async with asking(app_on(vika, settings)) as client:
        assert names_in(json.dumps(await asked(client, LISTS))) == NAMES
        assert (await client.get("/health")).json()["counts"]["Tiltak"] == 3
        assert (await client.get("/metrics")).status_code == 200


async def test_the_public_profile_alone_shows_everybody_what_is_public(vika: Graph, settings: Settings) -> None:
    async with asking(app_on(vika, settings.model_copy(update={"styring_public": True}))) as client:
        assert names_in(json.dumps(await asked(client, LISTS))) == SEEN[Role.PUBLIC]
        assert (await client.post("/follow-ups", json={})).status_code == 401


@pytest.fixture
async def reader(served: Served) -> AsyncIterator[httpx2.AsyncClient]:
    async with asking(served[0], **served[1][Role.READER]) as client:
        yield client


async def test_hidden_ids_are_not_found_by_any_question(reader: httpx2.AsyncClient) -> None:
    for question in ("traceUp", "mandate"):
        hidden, unknown = [
            (await asked(reader, f'{{ {question}(id: "vika:{id}") {{ complete }} }}'))["errors"][0]
            for id in ("skjermet", "finnes-ikke")
        ]
        assert hidden["extensions"]["code"] == unknown["extensions"]["code"] == "NOT_FOUND"
        assert hidden["message"].replace("skjermet", "finnes-ikke") == unknown["message"]
    for page in (f"/trace/{quote('vika:skjermet')}", "/trace/vika:finnes-ikke"):
        assert (await reader.get(page)).status_code == 404
