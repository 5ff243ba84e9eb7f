"""Refusals: 401 to those who have not shown who they are, 403 to those whose role does not reach. See RFC 6750.

Why a token or a key was turned away is told in the log and nowhere else: an answer that tells it helps whoever is
trying to make one.
"""

from __future__ import annotations

from http import HTTPStatus

from api.access.principals import Principal, Right


class RefusedError(Exception):
    """The caller is turned away.

    Attributes:
        code: What programs can rely on.
        message: What is wrong, in bokmål.
        remedy: What to do about it.
        status: The HTTP status.
        headers: What stands beside it.
        reason: For the log only.
    """

    def __init__(self, code: str, message: str, remedy: str, status: HTTPStatus, *, error: str, reason: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.status = status
        self.headers = _headers(status, error)
        self.reason = reason


def _headers(status: HTTPStatus, error: str) -> dict[str, str]:
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        return {"retry-after": "10"}
    shown = f', error="{error}"' if error else ""
    return {"www-authenticate": f'Bearer realm="styring"{shown}'}


def no_credentials() -> RefusedError:
    """Nothing shows who the caller is."""
    return RefusedError(
        "UNAUTHENTICATED",
        "Du må vise hvem du er.",
        "Send «Authorization: Bearer …» med et token fra kommunens innlogging, eller «X-API-Key» med en API-nøkkel.",
        HTTPStatus.UNAUTHORIZED,
        error="",
        reason="no credentials",
    )


def bad_credentials(reason: str) -> RefusedError:
    """A token or a key is not one to rely on. The answer is the same whatever is wrong with it."""
    return RefusedError(
        "UNAUTHENTICATED",
        "Tokenet eller nøkkelen godtas ikke.",
        "Hent et nytt token, eller be administratoren om en ny nøkkel. Grunnen står i serverens logg.",
        HTTPStatus.UNAUTHORIZED,
        error="invalid_token",
        reason=reason,
    )


def several_credentials() -> RefusedError:
    """The caller says who she is in more than one way."""
    return RefusedError(
        "BAD_REQUEST",
        "Forespørselen viser hvem du er på mer enn én måte.",
        "Send enten «Authorization» eller «X-API-Key», én gang.",
        HTTPStatus.BAD_REQUEST,
        error="invalid_request",
        reason="several credentials",
    )


def no_role(principal: str) -> RefusedError:
    """The caller is known, and has no role here."""
    return RefusedError(
        "FORBIDDEN",
        "Du er logget inn, men har ingen rolle her.",
        "Be administratoren om en rolle; hvilke verdier som gir en, står i STYRING_OIDC_ROLES.",
        HTTPStatus.FORBIDDEN,
        error="insufficient_scope",
        reason=f"no role for {principal}",
    )


def no_right(principal: Principal, right: Right) -> RefusedError:
    """The caller's role does not reach to what she asks to do."""
    return RefusedError(
        "FORBIDDEN",
        f"Rollen {principal.role.bokmaal.lower()} kan ikke {right.bokmaal}.",
        "Be en som har rollen om å gjøre det, eller be administratoren om rollen.",
        HTTPStatus.FORBIDDEN,
        error="insufficient_scope",
        reason=f"role {principal.role} lacks {right}",
    )


def not_for_the_public(principal: Principal) -> RefusedError:
    """Something is not shown to the public."""
    return RefusedError(
        "FORBIDDEN",
        "Dette vises ikke for publikum.",
        "Logg inn som leser eller mer.",
        HTTPStatus.FORBIDDEN,
        error="insufficient_scope",
        reason=f"role {principal.role} is public",
    )


def cannot_tell(reason: str) -> RefusedError:
    """Whether credentials are good cannot be found out now."""
    return RefusedError(
        "ACCESS_UNAVAILABLE",
        "Hvem du er, kan ikke kontrolleres akkurat nå.",
        "Prøv igjen om litt. Varer det, meld fra til den som drifter serveren; grunnen står i loggen.",
        HTTPStatus.SERVICE_UNAVAILABLE,
        error="",
        reason=reason,
    )
