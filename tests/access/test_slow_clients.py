"""Over real HTTP: clients that send slowly, stop in the middle, or send too much, while others are answered."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from api import bodies
from api.access.principals import Role
from api.writing.uploads import ZIP
from graph import loads
from graph.connection import Graph
from graph.settings import Settings
from tests.access.conftest import app_on, load_vika

pytestmark = pytest.mark.anyio
WAIT = 20.0


class Served:
    """A server on loopback, and how to speak with it byte by byte."""

    def __init__(self, port: int, headers: dict[Role, dict[str, str]]) -> None:
        self.port = port
        self._headers = headers

    async def sent(self, head: str, *pieces: bytes, role: Role = Role.EDITOR, end: bool = False) -> bytes:
        """What is answered before the server hangs up, or within the time that a person would wait."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            key = "".join(f"{name}: {value}\r\n" for name, value in self._headers[role].items())
            writer.write(f"{head}\r\nhost: 127.0.0.1:{self.port}\r\n{key}\r\n".encode())
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            if end:
                writer.write_eof()
            return await asyncio.wait_for(_answer(reader), WAIT)
        finally:
            writer.close()

    async def asked(self, query: str) -> dict[str, Any]:
        body = json.dumps({"query": query}).encode()
        head = f"POST /graphql HTTP/1.1\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
        answer = await self.sent(head, body)
        return dict(json.loads(answer.partition(b"\r\n\r\n")[2]))


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """One response, or what came of one."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        return error.partial
    length = next(
        (int(line.partition(b":")[2]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    return head + await reader.readexactly(length)


@pytest.fixture
async def served(
    graph: Graph, settings: Settings, keys_of: Callable[[], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Served]:
    monkeypatch.setattr(bodies, "BETWEEN_PIECES", 0.3)
    monkeypatch.setattr(bodies, "SMALL_BODY", 1.0)
    await load_vika(graph, tmp_path / "vika")
    path, headers = keys_of()
    app = app_on(graph, settings.model_copy(update={"styring_keys_file": path, "styring_max_file_mb": 1}))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield Served(listening.getsockname()[1], headers)
    finally:
        server.should_exit = True
        await asyncio.wait_for(serving, WAIT)


def post(address: str, media: str, length: int) -> str:
    return f"POST {address} HTTP/1.1\r\ncontent-type: {media}\r\ncontent-length: {length}"


WRITING = [
    ("/graphql", "application/json"), ("/datasets/dry-run", ZIP), ("/follow-ups", "application/json"),
    ("/findings/accept", "application/json"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "media"), WRITING)
async def test_a_body_that_stops_in_the_middle_is_given_up_and_others_are_answered_meanwhile(
    served: Served, graph: Graph, address: str, media: str
) -> None:
    waiting = asyncio.create_task(served.sent(post(address, media, 1000), b'{"query": "{ da'))
    assert (await served.asked("{ datasets { id } }"))["data"] == {"datasets": [{"id": "vika"}]}
    answer = await waiting
    assert answer.startswith(b"HTTP/1.1 408 "), answer
    assert await loads.latest_of_all(graph) == {"vika": "vika@1"}


async def test_a_body_that_comes_a_byte_now_and_then_is_given_up_too(served: Served) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        for _ in range(200):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)

    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    key = served._headers[Role.EDITOR]["x-api-key"]
    head = post("/follow-ups", "application/json", 1000)
    writer.write(f"{head}\r\nhost: 127.0.0.1\r\nx-api-key: {key}\r\n\r\n".encode())
    dripping = asyncio.create_task(drip(writer))
    answer = await asyncio.wait_for(_answer(reader), WAIT)
    dripping.cancel()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 408 "), answer


@pytest.mark.parametrize(("address", "media"), WRITING)
async def test_a_client_that_goes_away_in_the_middle_leaves_nothing_but_a_line_in_the_log(
    served: Served, graph: Graph, address: str, media: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await served.sent(post(address, media, 1000), b'{"dataset": "vi', end=True)
        await asyncio.sleep(0.1)
    assert await loads.latest_of_all(graph) == {"vika": "vika@1"}
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR], caplog.text
    assert (await served.asked("{ datasets { id } }"))["data"]


async def test_one_who_says_that_too_much_will_come_is_refused_before_it_does(served: Served) -> None:
    answer = await served.sent(post("/datasets/dry-run", ZIP, 10_000_000_000), b"PK")
    assert answer.startswith(b"HTTP/1.1 413 "), answer


async def test_one_who_may_not_write_is_refused_before_she_has_sent_anything(served: Served) -> None:
    answer = await served.sent(post("/datasets/dry-run", ZIP, 900_000), role=Role.READER)
    assert answer.startswith(b"HTTP/1.1 403 "), answer


async def test_one_who_has_shown_nothing_is_refused_before_she_has_sent_anything(served: Served) -> None:
    served._headers[Role.PUBLIC] = {}
    answer = await served.sent(post("/graphql", "application/json", 900), role=Role.PUBLIC)
    assert answer.startswith(b"HTTP/1.1 401 "), answer
    assert b'www-authenticate: Bearer realm="styring"' in answer


@pytest.mark.parametrize("number", [30])
async def test_many_who_send_half_do_not_keep_others_out(served: Served, number: int) -> None:
    waiting = [asyncio.create_task(served.sent(post("/datasets/dry-run", ZIP, 1000), b"PK")) for _ in range(number)]
    assert (await served.asked("{ datasets { id } }"))["data"]
    answers = await asyncio.gather(*waiting)
    assert all(answer.startswith(b"HTTP/1.1 408 ") for answer in answers)
