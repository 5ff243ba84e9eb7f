"""Where the server may be reached, and what browsers may do with its pages. Who may see what is for api.access."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable, Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.settings import Settings
from schema.errors import SettingsError

PUBLISHED_ON_LOOPBACK = "published-on-loopback"
ANY_NAME = "*"
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_COMPOSE_SERVICE = "api"
"""The name that other containers of docker-compose.yml reach it by."""

_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
OWN_POLICY = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Of a page that has a stricter policy inside, with the hashes of its own script and style."""

PORTFOLIO_POLICY = OWN_POLICY.replace("form-action 'none'", "form-action 'self'")
"""Of such a page with a form that leads back to itself."""


def policy(nonce: str = "") -> str:
    """Return the policy of a page: everything from here, nothing inline but what has the nonce."""
    mark = f" 'nonce-{nonce}'" if nonce else ""
    return (
        f"default-src 'self'; script-src 'self'{mark}; style-src 'self'{mark}; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def new_nonce() -> str:
    """Return a mark that nobody can guess."""
    return secrets.token_urlsafe(16)


def check_host(settings: Settings) -> None:
    """Refuse an address that others can reach, where nobody has to show who she is.

    Raises:
        SettingsError: The host is not loopback, no way to log in is set, and nothing says that it is published on
            loopback only.
    """
    if _is_loopback(settings.styring_host) or settings.authenticates:
        return
    if settings.styring_allow_no_auth != PUBLISHED_ON_LOOPBACK:
        raise SettingsError(
            f"STYRING_HOST er «{settings.styring_host}», som andre maskiner kan nå, og ingen innlogging er satt opp.",
            "Sett STYRING_OIDC_ISSUER og STYRING_OIDC_AUDIENCE, eller STYRING_KEYS_FILE; se docs/access.md. Eller bruk "
            f"127.0.0.1. I en container som bare er publisert på loopback: STYRING_ALLOW_NO_AUTH="
            f"{PUBLISHED_ON_LOOPBACK}.",
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def allowed_hosts(settings: Settings) -> frozenset[str]:
    """Names a request may reach the server by; ANY_NAME among them lets all through.

    A page elsewhere whose name is made to point here has another name. Where all must show who they are, that gives it
    nothing: a browser does not send a token or a key by itself.
    """
    named = frozenset(filter(None, (name.strip().lower() for name in settings.styring_names.split(","))))
    if _is_loopback(settings.styring_host):
        return _LOOPBACK_NAMES | {settings.styring_host.strip("[]").lower()} | named
    if settings.authenticates:
        return named | _LOOPBACK_NAMES if named else frozenset({ANY_NAME})
    return _LOOPBACK_NAMES | {_COMPOSE_SERVICE} | named


class Guard:
    """Turns away requests under other names, and sets what browsers shall hold the answers to, also where all fails."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str], failed: Callable[[Exception], Response]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may be passed on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("content-security-policy", policy())
            await send(message)

        if not self._hosts & {ANY_NAME, _host_name(Headers(scope=scope).get("host", ""))}:
            text = (
                "Denne adressen er ikke programmets. Bruk http://127.0.0.1 eller http://localhost, med riktig port, "
                "eller et navn som står i STYRING_NAMES."
            )
            await PlainTextResponse(text, 421)(scope, receive, guarded)
            return
        try:
            await self._app(scope, receive, guarded)
        except Exception as error:
            if started:
                raise
            await self._failed(error)(scope, receive, guarded)


def _host_name(host: str) -> str:
    """The host without its port: `[::1]:8000` gives `::1`."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()
