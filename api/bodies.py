"""Reading what a client sends, when it may be slow, send too much, or go away in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus

from fastapi import Request
from starlette.requests import ClientDisconnect

BETWEEN_PIECES = 20.0
"""Seconds to wait for more of a body. A client that sends less often than this holds a connection for nothing."""
SMALL_BODY = 30.0
"""Seconds that a body which is read into memory may take in all."""


class BodyRefusedError(Exception):
    """The body cannot be had."""

    def __init__(self, status: HTTPStatus, message: str, remedy: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.remedy = remedy


async def read_body(request: Request, largest: int) -> bytes:
    """The whole of a small body.

    Raises:
        BodyRefusedError: It is too large, too slow, or not all of it came.
    """
    body = bytearray()
    async for piece in pieces(request, largest, SMALL_BODY):
        body += piece
    return bytes(body)


async def pieces(request: Request, largest: int, seconds: float) -> AsyncIterator[bytes]:
    """Yield a body as it comes.

    Args:
        request: Whose body it is.
        largest: More bytes than this are refused; at once, where the client says how many there are.
        seconds: How long it may take in all.

    Raises:
        BodyRefusedError: It is too large, too slow, or not all of it came.
    """
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > largest:
        raise _too_large(largest)
    until = asyncio.get_running_loop().time() + seconds
    stream = request.stream()
    read = 0
    while True:
        left = min(BETWEEN_PIECES, until - asyncio.get_running_loop().time())
        try:
            async with asyncio.timeout(left):
                piece = await anext(stream, None)
        except TimeoutError:
            raise BodyRefusedError(
                HTTPStatus.REQUEST_TIMEOUT, "Innholdet kom ikke fram i tide.", "Send det på nytt, uten opphold."
            ) from None
        except ClientDisconnect:
            raise BodyRefusedError(
                HTTPStatus.BAD_REQUEST, "Forbindelsen ble brutt før alt innholdet kom fram.", "Send det på nytt."
            ) from None
        if piece is None:
            return
        read += len(piece)
        if read > largest:
            raise _too_large(largest)
        yield piece


def _too_large(largest: int) -> BodyRefusedError:
    return BodyRefusedError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"Innholdet er større enn {largest} byte.",
        "Del det i flere, eller be den som drifter serveren om en høyere grense.",
    )
