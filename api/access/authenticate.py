"""Every request passes here before any route: who sends it, and with that, the graph as she may see it.

Routes need not ask. `app.state.graph` is the graph as the caller of the running request may see it, so that a route
that forgets who asks shows her no more than one that remembers. `graph_of` is the same, said openly; `whole_graph` is
for those few who must have all of it, and answer for it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Protocol

from fastapi import FastAPI, Request
from starlette.datastructures import Headers, State
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import refusals
from api.access.callers_graph import CallersGraph
from api.access.keys import PREFIX, Keys
from api.access.principals import ANYBODY, AT_THE_MACHINE, Principal, Right, Role, printed
from api.access.refusals import RefusedError
from api.access.tokens import Tokens
from graph.connection import Graph
from graph.settings import Settings

logger = logging.getLogger("styring.access")

OPEN_TO_ALL = frozenset({"/health", "/ready"})
"""What machines ask that have no credentials. Neither tells anything of the content to those who have none."""
NOT_FOR_THE_PUBLIC = frozenset({"/metrics"})
_STATIC = "/static/"
_GRAPHQL = "/graphql"

_caller: ContextVar[Principal | None] = ContextVar("caller", default=None)


class Authenticator(Protocol):
    """What finds out who sends a request."""

    async def __call__(self, headers: Headers) -> Principal:
        """Return the caller, or raise RefusedError."""


class ByCredentials:
    """Finds out who sends a request by what stands in its head."""

    def __init__(self, settings: Settings, tokens: Tokens | None = None) -> None:
        self._public = settings.styring_public
        self._open = not settings.restricts
        issuer = bool(settings.styring_oidc_issuer)
        self._tokens = tokens or (Tokens(settings) if issuer else None)
        self._keys = Keys(settings.styring_keys_file) if settings.styring_keys_file else None
        if self._keys:
            self._keys.read_again()  # what is wrong with the file is told when the server starts, not later

    async def __call__(self, headers: Headers) -> Principal:
        """Return the caller.

        Raises:
            RefusedError: There are no credentials where there must be, or they are not to be relied on.
        """
        if self._open:
            return AT_THE_MACHINE
        written = _credentials(headers)
        if not written:
            if self._public:
                return ANYBODY
            raise refusals.no_credentials()
        if written.startswith(PREFIX) and self._keys:
            return self._keys.principal(written)
        if self._tokens is None:
            raise refusals.bad_credentials("neither a key nor, as there is no issuer, a token")
        found = await self._tokens.principal(written)
        if found is None:
            if self._public:
                return ANYBODY
            raise refusals.no_role("the subject of a token")
        return found


def _credentials(headers: Headers) -> str:
    """The token or the key, or "" where there is none.

    Raises:
        RefusedError: There are several, or one of a kind that is not known here.
    """
    given = [(name, value) for name in ("authorization", "x-api-key") for value in headers.getlist(name)]
    if len(given) > 1:
        raise refusals.several_credentials()
    if not given:
        return ""
    name, value = given[0]
    if name == "x-api-key":
        found = value.strip()
    else:
        scheme, _, found = value.strip().partition(" ")
        if scheme.lower() != "bearer":
            raise refusals.bad_credentials(f"scheme {printed(scheme)[:20]}")
    if not found.strip() or not found.isascii():
        raise refusals.bad_credentials("empty, or not ASCII")
    return found.strip()


class Authenticated:
    """Lets a request through to the routes once it is known who sends it."""

    def __init__(self, app: ASGIApp, who: Authenticator, page: Callable[[RefusedError], Response]) -> None:
        self._app = app
        self._who = who
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request, or answer with the refusal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            caller = await self._caller(headers, scope["path"])
        except RefusedError as refused:
            tell_refused(refused, None)
            await self._answer(refused, scope["path"], headers)(scope, receive, send)
            return
        mark = _caller.set(caller)
        try:
            await self._app(scope, receive, send)
        finally:
            _caller.reset(mark)

    async def _caller(self, headers: Headers, path: str) -> Principal:
        if path.startswith(_STATIC):  # styles and scripts: the same to all
            return ANYBODY
        try:
            caller = await self._who(headers)
        except RefusedError:
            if path in OPEN_TO_ALL and "authorization" not in headers and "x-api-key" not in headers:
                return ANYBODY
            raise
        if path in NOT_FOR_THE_PUBLIC and caller.role is Role.PUBLIC:
            raise refusals.not_for_the_public(caller)
        return caller

    def _answer(self, refused: RefusedError, path: str, headers: Headers) -> Response:
        if path != _GRAPHQL and "text/html" in headers.get("accept", ""):
            return self._page(refused)
        return refused_response(refused, graphql=path == _GRAPHQL)


def refused_response(refused: RefusedError, *, graphql: bool = False) -> Response:
    """The refusal as programs read it."""
    about = {"code": refused.code, "remedy": refused.remedy}
    content: dict[str, Any] = (
        {"errors": [{"message": refused.message, "extensions": about}]}
        if graphql
        else {"error": {"message": refused.message, **about}}
    )
    return JSONResponse(content, refused.status, refused.headers)


def tell_refused(refused: RefusedError, caller: Principal | None) -> None:
    """Write in the log who was refused, and why."""
    who = caller.signature if caller else "?"
    role = caller.role.value if caller else "?"
    logger.warning(
        "refused %s (%s): %s", who, role, json.dumps(refused.reason, ensure_ascii=False),
        extra={"who": who, "role": role, "granted": False, "reason": refused.reason, "status": int(refused.status)},
    )  # fmt: skip


class CallersState(State):
    """The state of the server. Its `graph` is the one that the caller of the running request may see."""

    def __getattr__(self, key: Any) -> Any:
        """Return what was put there; the graph as the caller sees it."""
        found = super().__getattr__(key)
        caller = _caller.get()
        if key != "graph" or caller is None or caller.role.access.everything:
            return found
        return CallersGraph(found, caller.role.access)


def principal_of(request: Request) -> Principal:
    """Who sends the request."""
    return _caller.get() or ANYBODY


def graph_of(request: Request) -> CallersGraph:
    """The graph as the one who sends the request may see it."""
    return CallersGraph(whole_graph(request.app), principal_of(request).role.access)


def whole_graph(app: FastAPI) -> Graph:
    """The graph with nothing hidden. Whoever asks for it answers for what is shown of it."""
    found: Graph = app.state["graph"]
    return found


def require(request: Request, right: Right) -> Principal:
    """Who sends the request, who has the right.

    Raises:
        RefusedError: She has not.
    """
    caller = principal_of(request)
    if right in caller.role.rights:
        return caller
    raise refusals.no_credentials() if caller is ANYBODY else refusals.no_right(caller, right)
