"""GraphQL over HTTP: one query per request, by POST, as JSON.

Answers in `application/graphql-response+json` to those who ask for it, and then tells by the HTTP status whether the
request could be carried out; else in `application/json`, where a query that GraphQL refuses is answered with 200.
"""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any, NoReturn

import orjson
from fastapi import Request, Response
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from api.access.authenticate import graph_of, whole_graph
from api.bodies import BodyRefusedError, read_body
from api.context import Context
from api.errors import shown
from api.graphql.schema import SCHEMA

MAX_BYTES = 1_000_000
_JSON = "application/json"
_GRAPHQL = "application/graphql-response+json"
_ANYTHING = ("*/*", "application/*")


class _Refused(Exception):  # noqa: N818 it is an answer
    """The request cannot be carried out."""

    def __init__(self, status: HTTPStatus, message: str, remedy: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = {"message": message, "extensions": {"code": "BAD_REQUEST", "remedy": remedy}}


_NO_QUERY = _Refused(
    HTTPStatus.BAD_REQUEST,
    "Dokumentet har ingen spørring som kan utføres.",
    "Send en query. Ingenting kan endres over GraphQL.",
)


async def answer(request: Request) -> Response:
    """Carry out the query in a request."""
    try:
        media = _media_type(request.headers.get("accept", ""))
    except _Refused as refused:
        return _response({"errors": [refused.error]}, _JSON, refused.status)
    try:
        asked = _asked(await _body(request))
        result = await _executed(request, asked)
    except _Refused as refused:
        return _response({"errors": [refused.error]}, media, refused.status)
    except (CannotGetOperationTypeError, InvalidOperationTypeError):
        status = HTTPStatus.BAD_REQUEST if media == _GRAPHQL else HTTPStatus.OK
        return _response({"errors": [_NO_QUERY.error]}, media, status)
    except Exception as error:  # whatever it is, only its tracking id is told
        seen = shown(error)
        return _response({"errors": [{"message": seen.message, "extensions": seen.extensions}]}, media, seen.status)
    return _of_result(result, media)


async def _executed(request: Request, asked: dict[str, Any]) -> ExecutionResult:
    """The result, all of it of the same state of the graph, and of the same day."""
    today = date.today()
    seen = graph_of(request)

    async def execute() -> ExecutionResult:
        return await SCHEMA.execute(
            asked["query"],
            variable_values=asked.get("variables"),
            context_value=Context(seen, today, seen.access),
            operation_name=asked.get("operationName"),
            allowed_operation_types={OperationType.QUERY},
        )

    return await whole_graph(request.app).steady(execute)


def by_post_only() -> Response:
    """The answer to a query that comes another way."""
    refused = _Refused(
        HTTPStatus.METHOD_NOT_ALLOWED, "Spørringer sendes med POST.", f"Send POST med Content-Type {_JSON}."
    )
    response = _response({"errors": [refused.error]}, _JSON, refused.status)
    response.headers["allow"] = "POST"
    return response


def _media_type(accept: str) -> str:
    """The first of the two types that is asked for; JSON to those who do not say."""
    wanted = [part.partition(";")[0].strip().lower() for part in accept.split(",") if part.strip()]
    for one in wanted:
        if one in (_JSON, _GRAPHQL):
            return one
    if not wanted or any(one in _ANYTHING for one in wanted):
        return _JSON
    raise _Refused(HTTPStatus.NOT_ACCEPTABLE, "Svaret finnes bare som JSON.", f"Sett Accept til {_GRAPHQL}.")


async def _body(request: Request) -> Any:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
        # Nothing else is read: a page on another site can send forms and plain text, but not JSON, without asking.
        raise _Refused(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Spørringen må sendes som JSON.", f"Sett Content-Type til {_JSON}."
        )
    try:
        return orjson.loads(await read_body(request, MAX_BYTES))
    except BodyRefusedError as error:
        raise _Refused(error.status, error.message, error.remedy) from error
    except orjson.JSONDecodeError:
        _not_as_expected("Innholdet er ikke JSON.")


def _asked(body: Any) -> dict[str, Any]:
    if isinstance(body, list):
        _not_as_expected("Flere spørringer i samme forespørsel er ikke tillatt.")
    if not isinstance(body, dict):
        _not_as_expected("Innholdet er ikke et JSON-objekt.")
    if not isinstance(body.get("query"), str) or not body["query"].strip():
        _not_as_expected("«query» mangler eller er ikke tekst.")
    if not isinstance(body.get("variables"), dict | None):
        _not_as_expected("«variables» er ikke et objekt.")
    if not isinstance(body.get("operationName"), str | None):
        _not_as_expected("«operationName» er ikke tekst.")
    if not isinstance(body.get("extensions"), dict | None):
        _not_as_expected("«extensions» er ikke et objekt.")
    return body


def _not_as_expected(message: str) -> NoReturn:
    raise _Refused(HTTPStatus.BAD_REQUEST, message, 'Send for eksempel {"query": "{ datasets { id } }"}.')


def _of_result(result: ExecutionResult, media: str) -> Response:
    errors = [error.formatted for error in result.errors or []]
    # An error without a path came before anything was carried out; then there are no data, not even null.
    refused = result.data is None and bool(errors) and not any(error.get("path") for error in errors)
    content: dict[str, Any] = {"errors": errors} if errors else {}
    if not refused:
        content["data"] = result.data
    if result.extensions:
        content["extensions"] = result.extensions
    return _response(content, media, HTTPStatus.BAD_REQUEST if refused and media == _GRAPHQL else HTTPStatus.OK)


def _response(content: dict[str, Any], media: str, status: HTTPStatus) -> Response:
    return Response(orjson.dumps(content), status, media_type=f"{media}; charset=utf-8")
