"""The real server in a child process on loopback, and clients that ask it."""

from __future__ import annotations

import asyncio
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import orjson

_STARTING_SECONDS = 60.0


class Client:
    """One connection that is kept open, as a browser keeps it."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """Ask a GraphQL query and return its data."""
        body = orjson.dumps({"query": query, "variables": variables})
        try:
            answer = self._post(body)
        except (http.client.RemoteDisconnected, ConnectionError):  # the server lets go of a connection that is idle
            self._connection.close()
            answer = self._post(body)
        if answer.get("errors"):
            raise RuntimeError(f"The server answered: {answer['errors'][0]}")
        return dict(answer["data"])

    def _post(self, body: bytes) -> dict[str, Any]:
        self._connection.request("POST", "/graphql", body, {"Content-Type": "application/json"})
        return dict(orjson.loads(self._connection.getresponse().read()))

    async def ask_beside(self, query: str, **variables: Any) -> dict[str, Any]:
        """Ask in a thread, so that several clients ask at the same time."""
        return await asyncio.to_thread(self.ask, query, **variables)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


@contextmanager
def served(environment: dict[str, str]) -> Iterator[int]:
    """Run the server with these settings for a block of code; gives its port."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    child = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", str(port)], env={**os.environ, **environment}
    )
    try:
        _wait_until_it_answers(child, port)
        yield port
    finally:
        child.terminate()
        child.wait(30)


def _wait_until_it_answers(child: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _STARTING_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        client = Client(port)
        try:
            client.ask("{ __typename }")
        except OSError:
            time.sleep(0.2)
        else:
            return
        finally:
            client.close()
    raise RuntimeError("The server did not start.")
