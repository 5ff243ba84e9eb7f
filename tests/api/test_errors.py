"""What errors look like from outside."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from http import HTTPStatus
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from api.errors import STATUS, shown
from graph.connection import Engine
from schema import errors
from schema.errors import GovernanceError, GraphTimeoutError, GraphUnavailableError

pytestmark = pytest.mark.anyio
Ask = Callable[..., Awaitable[dict[str, Any]]]


class Broken:
    """A graph that fails in a given way."""

    engine = Engine("Neo4j", "0")

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def read(self, *_: Any, **__: Any) -> Any:
        raise self._error

    async def read_together(self, *_: Any) -> Any:
        raise self._error

    async def steady(self, work: Callable[[], Awaitable[Any]]) -> Any:
        return await work()


def tree(kind: type[GovernanceError]) -> Iterator[type[GovernanceError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from tree(below)


def test_every_class_of_the_exception_tree_is_in_the_table_and_has_a_code_of_its_own() -> None:
    declared = {kind for kind in tree(GovernanceError) if kind.__module__ == errors.__name__}
    assert set(STATUS) == declared
    assert len({kind.code for kind in declared}) == len(declared)
    assert all(400 <= status < 600 for status in STATUS.values())


def test_an_error_that_another_layer_derives_is_shown_as_the_one_it_derives_from() -> None:
    class SpecialError(GraphTimeoutError):
        pass

    assert shown(SpecialError("For sent.", "Vent.")).status == HTTPStatus.GATEWAY_TIMEOUT


QUERIES = ['{ node(id: "a:b") { id } }', "{ datasets { id } }", '{ traceUp(id: "a:b") { outcome } }']


@pytest.mark.parametrize("query", QUERIES)
async def test_own_errors_have_message_code_and_remedy(ask: Ask, app: FastAPI, query: str) -> None:
    app.state.graph = Broken(GraphUnavailableError("Ingenting svarer.", "Start databasen."))
    error = (await ask(query))["errors"][0]
    assert error["message"] == "Ingenting svarer."
    assert error["extensions"] == {"code": "GRAPH_UNAVAILABLE", "remedy": "Start databasen.", "status": 503}


@pytest.mark.parametrize("query", QUERIES)
async def test_other_errors_are_masked_and_found_in_the_log_by_their_number(
    ask: Ask, app: FastAPI, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    app.state.graph = Broken(RuntimeError("passord: hemmelig"))
    with caplog.at_level(logging.ERROR):
        found = await ask(query)
    error = found["errors"][0]
    assert "hemmelig" not in str(found)
    assert error["extensions"]["code"] == "INTERNAL_ERROR"
    number = error["extensions"]["trackingId"]
    assert number in error["message"]
    record = next(one for one in caplog.records if number in one.getMessage())
    assert record.exc_info and "hemmelig" in str(record.exc_info[1])


async def test_two_errors_have_two_numbers(ask: Ask, app: FastAPI) -> None:
    app.state.graph = Broken(KeyError("x"))
    assert len({(await ask(QUERIES[0]))["errors"][0]["extensions"]["trackingId"] for _ in range(3)}) == 3


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("{ node(id: 1.5) { id } }", "ID cannot represent"),
        ("{ finnesIkke }", "Cannot query field 'finnesIkke'"),
        ("{ node(", "Syntax Error"),
        ('{ nodes(kind: Tiltak, onDate: "i går") { totalCount } }', "Value cannot represent a Date"),
        ("{ nodes(kind: Finnes) { totalCount } }", "Value 'Finnes' does not exist in 'NodeKind'"),
    ],
)
async def test_errors_of_graphql_itself_pass_through(ask: Ask, query: str, said: str) -> None:
    found = await ask(query)
    assert said in found["errors"][0]["message"]
    assert "data" not in found


async def test_a_page_shows_own_errors_with_status_and_remedy(client: httpx2.AsyncClient, app: FastAPI) -> None:
    app.state.graph = Broken(GraphUnavailableError("Ingenting svarer.", "Start databasen."))
    response = await client.get("/")
    assert response.status_code == 503
    assert "Ingenting svarer." in response.text and "Start databasen." in response.text


async def test_a_page_masks_other_errors(
    client: httpx2.AsyncClient, app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    app.state.graph = Broken(RuntimeError("passord: hemmelig"))
    response = await client.get("/search", params={"q": "x"})
    assert response.status_code == 500
    assert "hemmelig" not in response.text and "sporingsnummeret" in response.text
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert any(number in response.text for number in (one.getMessage()[-12:] for one in caplog.records))


async def test_health_is_503_with_the_error_when_the_engine_is_gone(client: httpx2.AsyncClient, app: FastAPI) -> None:
    app.state.graph = Broken(GraphUnavailableError("Ingenting svarer.", "Start databasen."))
    response = await client.get("/health")
    assert response.status_code == 503
    assert response.json()["status"] == "unavailable"
    assert response.json()["error"] == {
        "message": "Ingenting svarer.", "code": "GRAPH_UNAVAILABLE", "remedy": "Start databasen.",
    }  # fmt: skip
