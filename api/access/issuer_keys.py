"""The keys that an OIDC issuer signs with: fetched, kept, and fetched again when it changes them.

PyJWT's own client is not used for the fetching: it asks an issuer that does not answer anew for every request, forgets
what it knew when the issuer is away, and reads answers of any size. What a key is, and what a token is worth, is its.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError

from graph.settings import Settings, encrypted_or_local

logger = logging.getLogger("styring.access")

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Those with a public key. With a shared one, whoever can check a token could also make one."""

FRESH_SECONDS = 600
KEPT_SECONDS = 24 * 3600
"""How long keys are relied on when the issuer does not answer."""
BETWEEN_SECONDS = 10
"""The least time between two attempts to fetch, whatever callers send."""
_LARGEST = 500_000
_DISCOVERY = "/.well-known/openid-configuration"


class KeysUnavailableError(Exception):
    """The issuer's keys cannot be had."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        """Go nowhere else: the address is what tells whose keys they are."""


class IssuerKeys:
    """The keys of the issuer that the settings name."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer = settings.styring_oidc_issuer
        self._address = settings.styring_oidc_jwks
        self._timeout = settings.styring_oidc_timeout
        self._clock = clock
        self._keys: dict[str, PyJWK] = {}
        self._fetched_at: float | None = None
        self._tried_at: float | None = None
        self._fetching = asyncio.Lock()

    async def key(self, kid: str) -> PyJWK | None:
        """The key with the id, or None where the issuer has none.

        Raises:
            KeysUnavailableError: No keys are known, or they are too old to be relied on.
        """
        if not self._knows(kid):
            async with self._fetching:
                if not self._knows(kid) and self._may_try():
                    await self._try_to_fetch()
        if self._age() > KEPT_SECONDS:
            raise KeysUnavailableError(f"the keys of {self._issuer} cannot be fetched")
        return self._keys.get(kid)

    def _knows(self, kid: str) -> bool:
        return kid in self._keys and self._age() <= FRESH_SECONDS

    def _age(self) -> float:
        return float("inf") if self._fetched_at is None else self._clock() - self._fetched_at

    def _may_try(self) -> bool:
        return self._tried_at is None or self._clock() - self._tried_at >= BETWEEN_SECONDS

    async def _try_to_fetch(self) -> None:
        self._tried_at = self._clock()
        try:
            self._keys = await asyncio.to_thread(self._fetched)
            self._fetched_at = self._clock()
        except (KeysUnavailableError, PyJWTError, OSError, HTTPException, ValueError, RecursionError) as error:
            logger.warning("The keys of %s cannot be fetched: %s", self._issuer, error)

    def _fetched(self) -> dict[str, PyJWK]:
        found = PyJWKSet.from_dict(_object(self._read(self._address or self._discovered())))
        keys = {
            key.key_id: key
            for key in found.keys
            if isinstance(key.key_id, str) and key.public_key_use in ("sig", None) and key.algorithm_name in ALGORITHMS
        }
        if not keys:
            raise KeysUnavailableError("there is no key to check signatures with")
        return keys

    def _discovered(self) -> str:
        """The address of the keys, as the issuer says itself."""
        about = _object(self._read(self._issuer.rstrip("/") + _DISCOVERY))
        if about.get("issuer") != self._issuer:
            raise KeysUnavailableError(f"the discovery document is of another issuer, {str(about.get('issuer'))[:200]}")
        address = about.get("jwks_uri")
        if not isinstance(address, str) or not encrypted_or_local(address):
            raise KeysUnavailableError("the discovery document has no address of keys to rely on")
        return address

    def _read(self, address: str) -> Any:
        until = time.monotonic() + self._timeout
        request = urllib.request.Request(address, headers={"accept": "application/json"})  # noqa: S310 see settings
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=self._timeout) as answer:
            content = bytearray()
            while piece := answer.read1(65536):
                content += piece
                if len(content) > _LARGEST:
                    raise KeysUnavailableError(f"{address} answers with more than {_LARGEST} bytes")
                if time.monotonic() > until:
                    raise KeysUnavailableError(f"{address} takes more than {self._timeout:g} seconds")
        return json.loads(content)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise KeysUnavailableError("the answer is not a JSON object")
    return value
