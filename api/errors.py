"""What the program's errors look like from outside: one table for GraphQL and for pages, and masking of all others."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from http import HTTPStatus

from api.observing import request_id
from schema import errors
from schema.errors import GovernanceError

logger = logging.getLogger(__name__)

STATUS: dict[type[GovernanceError], HTTPStatus] = {
    errors.GovernanceError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.SettingsError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.ModelError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.SourceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidDataError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.GraphError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.GraphUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.GraphHeldError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.GraphTimeoutError: HTTPStatus.GATEWAY_TIMEOUT,
    errors.GraphConflictError: HTTPStatus.CONFLICT,
    errors.GraphRefusedError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.QuestionError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
}
"""The HTTP status of each of the program's own errors. The code in GraphQL's `extensions.code` is the class's own."""

INTERNAL = "INTERNAL_ERROR"


@dataclass(frozen=True)
class Shown:
    """An error as people and programs outside see it. `tracking` is "" for the program's own errors."""

    code: str
    message: str
    remedy: str
    status: HTTPStatus
    tracking: str = ""

    @property
    def extensions(self) -> dict[str, str]:
        """What stands under `extensions` in GraphQL."""
        found = {"code": self.code, "remedy": self.remedy}
        return {**found, "trackingId": self.tracking} if self.tracking else found


def shown(error: BaseException) -> Shown:
    """Return what to show of an error: all of the program's own, of others only a number to find it by in the log."""
    if isinstance(error, GovernanceError):
        if isinstance(error, errors.GraphError):
            logger.warning("%s: %s", error.code, error.message, exc_info=error)
        return Shown(error.code, error.message, error.remedy, _status(type(error)))
    tracking = request_id() or secrets.token_hex(6)
    logger.error("Unexpected error, tracking id %s", tracking, exc_info=error)
    return Shown(
        INTERNAL,
        f"Noe gikk galt i programmet. Oppgi sporingsnummeret {tracking} når du melder fra.",
        "Prøv igjen. Skjer det på nytt, meld fra med sporingsnummeret; hele feilen står i loggen.",
        HTTPStatus.INTERNAL_SERVER_ERROR,
        tracking,
    )


def _status(kind: type[GovernanceError]) -> HTTPStatus:
    return next(STATUS[one] for one in kind.__mro__ if one in STATUS)
