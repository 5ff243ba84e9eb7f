"""GraphQL over HTTP: what is read, what is answered, and the bounds on what may be asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from graphql import get_introspection_query

from api.graphql.over_http import MAX_BYTES

pytestmark = pytest.mark.anyio
JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
ASK = {"query": "{ datasets { id } }"}


async def post(client: httpx2.AsyncClient, body: Any = ASK, **headers: str) -> httpx2.Response:
    return await client.post(
        "/graphql", json=body, headers={name.replace("_", "-"): text for name, text in headers.items()}
    )


@pytest.mark.parametrize(
    ("accept", "media"),
    [(JSON, JSON), (GRAPHQL, GRAPHQL), ("*/*", JSON), ("application/*", JSON), (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
     (f"text/html, {JSON}", JSON)],
)  # fmt: skip
async def test_the_answer_is_of_the_type_asked_for(client: httpx2.AsyncClient, accept: str, media: str) -> None:
    response = await post(client, accept=accept)
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{media}; charset=utf-8"
    assert "data" in response.json()


async def test_what_cannot_be_produced_is_406(client: httpx2.AsyncClient) -> None:
    assert (await post(client, accept="text/html")).status_code == 406


@pytest.mark.parametrize(
    "query", ["{ finnesIkke }", "{ node(", "mutation { x }", "query A { datasets { id } } query B { datasets { id } }"]
)
async def test_a_request_that_cannot_be_carried_out_is_400_only_where_the_client_knows_the_difference(
    client: httpx2.AsyncClient, query: str
) -> None:
    for accept, status in ((GRAPHQL, 400), (JSON, 200)):
        response = await post(client, {"query": query}, accept=accept)
        assert response.status_code == status
        assert response.json()["errors"] and "data" not in response.json()


async def test_wrong_variables_are_an_error_before_anything_is_carried_out(client: httpx2.AsyncClient) -> None:
    body = {"query": "query($n: Int!) { nodes(kind: Goal, first: $n) { totalCount } }", "variables": {"n": "mange"}}
    response = await post(client, body, accept=GRAPHQL)
    assert response.status_code == 400 and "data" not in response.json()


async def test_an_operation_is_chosen_by_name(client: httpx2.AsyncClient) -> None:
    body = {"query": "query A { a: datasets { id } } query B { b: datasets { id } }", "operationName": "B"}
    assert set((await post(client, body)).json()["data"]) == {"b"}


@pytest.mark.parametrize(
    "body",
    [[ASK, ASK], "tekst", 1, {}, {"query": ""}, {"query": 1}, {**ASK, "variables": []}, {**ASK, "operationName": 1},
     {**ASK, "extensions": "x"}],
)  # fmt: skip
async def test_a_body_of_another_form_is_400_with_what_would_do(client: httpx2.AsyncClient, body: Any) -> None:
    response = await post(client, body)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["remedy"]


@pytest.mark.parametrize("body", [b"{", b"", b"null", b"\xff"])
async def test_a_body_that_is_not_a_json_object_is_400(client: httpx2.AsyncClient, body: bytes) -> None:
    response = await client.post("/graphql", content=body, headers={"content-type": JSON})
    assert response.status_code == 400


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_what_a_form_on_another_site_can_send_is_not_read(client: httpx2.AsyncClient, media: str) -> None:
    response = await client.post(
        "/graphql", content=b'{"query": "{ datasets { id } }"}', headers={"content-type": media}
    )
    assert response.status_code == 415


async def test_a_large_body_is_turned_away_while_it_comes(client: httpx2.AsyncClient) -> None:
    sent = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 1
            yield b" " * (MAX_BYTES // 4)

    response = await client.post("/graphql", content=pieces(), headers={"content-type": JSON})
    assert response.status_code == 413
    assert sent < 100


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_queries_come_by_post_only(client: httpx2.AsyncClient, method: str) -> None:
    assert (await client.request(method, "/graphql", json=ASK)).status_code == 405
    asked_by_get = await client.get("/graphql", params=ASK, headers={"accept": JSON})
    assert asked_by_get.status_code == 405
    assert asked_by_get.headers["allow"] == "POST" and "data" not in asked_by_get.json()
    opened_in_a_browser = await client.get("/graphql", params=ASK, headers={"accept": "text/html,*/*;q=0.8"})
    assert opened_in_a_browser.headers["content-type"].startswith("text/html")


async def test_no_other_site_is_let_in(client: httpx2.AsyncClient) -> None:
    response = await client.options(
        "/graphql", headers={"origin": "https://example.org", "access-control-request-method": "POST"}
    )
    assert response.status_code == 405
    assert not [name for name in response.headers if name.startswith("access-control")]


def nested(levels: int) -> str:
    return (
        "{ nodes(kind: Goal) { nodes { ... on Goal "
        + "{ hasPart { node { ... on Goal " * levels
        + "{ id }"
        + " } } }" * levels
        + " } } }"
    )


async def test_depth_is_bounded(client: httpx2.AsyncClient) -> None:
    assert "data" in (await post(client, {"query": nested(6)})).json()
    error = (await post(client, {"query": nested(7)})).json()["errors"][0]
    assert error["extensions"]["code"] == "TOO_LARGE" and "16 nivåer" in error["message"]


async def test_depth_counts_through_fragments(client: httpx2.AsyncClient) -> None:
    fragments = "fragment F0 on Goal { id } " + " ".join(
        f"fragment F{n} on Goal {{ hasPart {{ node {{ ...F{n - 1} }} }} }}" for n in range(1, 9)
    )
    query = f"{{ nodes(kind: Goal) {{ nodes {{ ...F8 }} }} }} {fragments}"
    assert (await post(client, {"query": query})).json()["errors"][0]["extensions"]["code"] == "TOO_LARGE"


async def test_aliases_are_bounded(client: httpx2.AsyncClient) -> None:
    def query(number: int) -> str:
        return "{ " + " ".join(f"a{n}: datasets {{ id }}" for n in range(number)) + " }"

    assert "data" in (await post(client, {"query": query(30)})).json()
    assert (await post(client, {"query": query(31)})).json()["errors"][0]["extensions"]["code"] == "TOO_LARGE"


async def test_tokens_are_bounded(client: httpx2.AsyncClient) -> None:
    error = (await post(client, {"query": "{ " + "__typename " * 2000 + "}"})).json()["errors"][0]
    assert "more than 2000 tokens" in error["message"]


async def test_fragments_that_double_at_each_level_are_measured_at_once(client: httpx2.AsyncClient) -> None:
    doubled = " ".join(f"fragment D{n} on Query {{ ...D{n + 1} ...D{n + 1} }}" for n in range(60))
    query = f"{{ ...D0 }} {doubled} fragment D60 on Query {{ a: __typename b: __typename }}"
    error = (await post(client, {"query": query})).json()["errors"][0]
    assert error["extensions"]["code"] == "TOO_LARGE"


@pytest.mark.parametrize(
    "query", ["{ ...F } fragment F on Query { ...F }", "{ ...Finnes }", "{" + "a{" * 500 + "b" + "}" * 501]
)
async def test_fragments_in_a_ring_and_what_nests_beyond_reason_are_errors_of_graphql(
    client: httpx2.AsyncClient, query: str
) -> None:
    error = (await post(client, {"query": query})).json()["errors"][0]
    assert "trackingId" not in error.get("extensions", {})


async def test_the_whole_schema_may_be_asked_for(client: httpx2.AsyncClient) -> None:
    found = (await post(client, {"query": get_introspection_query()})).json()
    assert "errors" not in found
    assert len(found["data"]["__schema"]["types"]) > 100
