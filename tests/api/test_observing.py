"""What the server tells of itself."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api import errors
from api.observing import REGISTRY, JsonLines, Observed, request_id


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI()
    app.add_middleware(Observed)

    @app.get("/nodes/{node}")
    async def node(node: str) -> dict[str, str]:
        logging.getLogger("styring.test").warning("inside %s", node)
        return {"request": request_id()}

    @app.get("/broken")
    async def broken() -> None:
        raise ValueError("hemmelig")

    @app.exception_handler(ValueError)
    async def masked(_request: Any, error: Exception) -> Any:
        from fastapi.responses import JSONResponse

        return JSONResponse({"trackingId": errors.shown(error).tracking}, 500)

    with TestClient(app) as one:
        yield one


def counted(route: str, status: str) -> float:
    return (
        REGISTRY.get_sample_value("styring_requests_total", {"route": route, "method": "GET", "status": status}) or 0.0
    )


def test_a_request_keeps_the_number_its_caller_gave_it(client: TestClient) -> None:
    answer = client.get("/nodes/a", headers={"X-Request-ID": "kall-2026-0001"})
    assert answer.headers["x-request-id"] == answer.json()["request"] == "kall-2026-0001"


@pytest.mark.parametrize("given", ["kort", "x" * 65, 'a"} {"level": "', "med mellomrom", "ny%0alinje1234"])
def test_a_number_that_cannot_stand_in_a_log_is_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/nodes/a", headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"] == answer.json()["request"] != given


def test_each_request_has_a_number_of_its_own(client: TestClient) -> None:
    numbers = {client.get("/nodes/a").headers["x-request-id"] for _ in range(3)}
    assert len(numbers) == 3
    assert request_id() == ""


def test_a_masked_error_shows_the_number_of_the_request(client: TestClient) -> None:
    answer = client.get("/broken", headers={"X-Request-ID": "kall-2026-0002"})
    assert answer.json() == {"trackingId": "kall-2026-0002"}


def test_requests_are_counted_by_the_route_that_is_declared(client: TestClient) -> None:
    before, other = counted("/nodes/{node}", "200"), counted("other", "404")
    for node in ("a", "b", "c"):
        client.get(f"/nodes/{node}")
        client.get(f"/ukjent/{node}")
    assert counted("/nodes/{node}", "200") == before + 3
    assert counted("other", "404") == other + 3


def test_a_line_of_the_log_is_one_json_object_with_the_number_of_its_request(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    made: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            made.append(JsonLines().format(record))

    handler = Kept()
    logging.getLogger("styring.test").addHandler(handler)
    try:
        client.get("/nodes/a\u2028b", headers={"X-Request-ID": "kall-2026-0003"})
    finally:
        logging.getLogger("styring.test").removeHandler(handler)
    [line] = made
    assert "\n" not in line
    told = json.loads(line)
    assert (told["request"], told["level"], told["message"]) == ("kall-2026-0003", "WARNING", "inside a\u2028b")


def test_a_line_with_an_error_stays_one_line() -> None:
    try:
        raise ValueError("to\nlinjer")
    except ValueError:
        import sys

        record = logging.LogRecord("api", logging.ERROR, __file__, 1, "feil", (), sys.exc_info())
    line = JsonLines().format(record)
    assert "\n" not in line
    assert "to\nlinjer" in json.loads(line)["error"]
