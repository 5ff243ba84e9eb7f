"""Bearer tokens from an OIDC issuer: whether one is to be relied on, and whom it is of.

A token is relied on where it is signed with a key of the issuer by an algorithm with a public key, is of the issuer and
for the audience of the settings, holds now, and has the claims that must be there. For all others the caller gets one
and the same answer.
"""

from __future__ import annotations

from typing import Any

import jwt
from jwt.exceptions import PyJWTError

from api.access import refusals
from api.access.issuer_keys import ALGORITHMS, IssuerKeys, KeysUnavailableError
from api.access.principals import Method, Principal, Role, printed
from graph.settings import Settings
from schema.errors import SettingsError

_LONGEST = 16_000
_ALWAYS = ("exp", "iat", "iss", "aud")


class Tokens:
    """Judges tokens by the settings."""

    def __init__(self, settings: Settings, keys: IssuerKeys | None = None) -> None:
        self._settings = settings
        self._keys = keys or IssuerKeys(settings)
        self._roles = {value: _role(role) for value, role in pairs("STYRING_OIDC_ROLES", settings.styring_oidc_roles)}
        self._required = [
            (claim, frozenset(values.split("|")))
            for claim, values in pairs("STYRING_OIDC_REQUIRED", settings.styring_oidc_required)
        ]

    async def principal(self, token: str) -> Principal | None:
        """Whom the token is of; None where it is good and gives no role.

        Raises:
            RefusedError: It is not to be relied on, or that cannot be found out.
        """
        claims = await self._claims(token)
        for claim, values in self._required:
            if not values & set(_values(claims.get(claim))):
                raise refusals.bad_credentials(f"claim {claim} is not one of {sorted(values)}")
        subject = claims.get(self._settings.styring_oidc_subject_claim)
        if not isinstance(subject, str) or not printed(subject):
            raise refusals.bad_credentials(f"claim {self._settings.styring_oidc_subject_claim} is missing")
        name = claims.get(self._settings.styring_oidc_name_claim)
        given = _values(claims.get(self._settings.styring_oidc_role_claim))
        role = Role.highest([self._roles[value] for value in given if value in self._roles])
        return None if role is None else Principal(subject, name if isinstance(name, str) else "", role, Method.TOKEN)

    async def _claims(self, token: str) -> dict[str, Any]:
        if len(token) > _LONGEST:
            raise refusals.bad_credentials(f"longer than {_LONGEST} letters")
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in ALGORITHMS:
                raise refusals.bad_credentials(f"algorithm {printed(str(header.get('alg')))}")
            kid = header.get("kid")
            if not isinstance(kid, str):
                raise refusals.bad_credentials("no key id")
            key = await self._keys.key(kid)
            if key is None:
                raise refusals.bad_credentials(f"unknown key {printed(kid)}")
            return jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self._settings.styring_oidc_audience,
                issuer=self._settings.styring_oidc_issuer,
                leeway=self._settings.styring_oidc_leeway,
                options={"require": list(_ALWAYS), "enforce_minimum_key_length": True},
            )
        except KeysUnavailableError as error:
            raise refusals.cannot_tell(str(error)) from error
        except (PyJWTError, ValueError, RecursionError) as error:
            raise refusals.bad_credentials(f"{type(error).__name__}: {printed(str(error))}") from error


def _values(claim: Any) -> list[str]:
    """The values of a claim that is one text, texts with spaces between as in `scope`, or a list."""
    if isinstance(claim, str):
        return [claim, *claim.split()]
    return [one for one in claim if isinstance(one, str)] if isinstance(claim, list) else []


def pairs(name: str, written: str) -> list[tuple[str, str]]:
    """What a setting of the form `a=b,c=d` says. The left side may have `=` in it.

    Raises:
        SettingsError: It has another form.
    """
    found = []
    for part in filter(None, (one.strip() for one in written.split(","))):
        left, sign, right = part.rpartition("=")
        if not (sign and left.strip() and right.strip()):
            raise SettingsError(f"{name} kan ikke ha «{part}».", "Skriv navn=verdi, med komma mellom flere.")
        found.append((left.strip(), right.strip()))
    return found


def _role(written: str) -> Role:
    roles = [role for role in Role if role is not Role.PUBLIC]
    try:
        return roles[[role.value for role in roles].index(written)]
    except ValueError:
        known = ", ".join(role.value for role in roles)
        raise SettingsError(
            f"STYRING_OIDC_ROLES har rollen «{written}», som ikke finnes.", f"Rollene: {known}."
        ) from None
