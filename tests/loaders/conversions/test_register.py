"""The register on a server of the test's own: slow, silent, wrong, gone, and well again."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson
import pytest

from loaders.conversions.register import Register, RegisterError, RegisterSilentError
from schema.errors import NotFoundError

NUMBER = "910000209"
UNIT = {"organisasjonsnummer": NUMBER, "navn": "VASSVIK KRAFT AS", "organisasjonsform": {"kode": "AS"}}
ROLES = {"rollegrupper": [{"roller": [{"person": {"fodselsdato": "1970-05-17"}}]}]}
Answer = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Answers each path as it has been told to, the last answer over and over."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def tell(self, *answers: Answer, path: str = f"/enheter/{NUMBER}") -> None:
        self.answers[path] = list(answers)


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        answers = self.server.answers.get(self.path, [status(404)])
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing on the terminal."""


def said(body: bytes, code: int = 200) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def json(value: Any) -> Answer:
    return said(orjson.dumps(value))


def status(code: int) -> Answer:
    return said(b"{}", code)


def nothing(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.0)


def drop_by_drop(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    server.tell(json(UNIT))
    server.tell(json(ROLES), path=f"/enheter/{NUMBER}/roller")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def register(server: Server, **more: Any) -> Register:
    return Register(**{"address": server.address, "timeout": 0.3, "tries": 3, "wait": 0.01, **more})


def test_a_unit_is_fetched_with_its_roles(server: Server) -> None:
    found = register(server).fetch("910 000 209")
    assert found.unit == UNIT
    assert found.roles == {"organisasjonsnummer": NUMBER, **ROLES}
    assert server.asked == [f"/enheter/{NUMBER}", f"/enheter/{NUMBER}/roller"]


def test_a_unit_without_roles_is_no_error(server: Server) -> None:
    server.tell(status(404), path=f"/enheter/{NUMBER}/roller")
    assert register(server).fetch(NUMBER).roles is None


@pytest.mark.parametrize("answer", [nothing, drop_by_drop], ids=["nothing", "drop by drop"])
def test_a_register_that_is_slow_is_given_up_after_the_tries(server: Server, answer: Answer) -> None:
    server.tell(answer)
    with pytest.raises(RegisterSilentError, match=r"svarte ikke innen 0.3 sekunder"):
        register(server, tries=2).fetch(NUMBER)
    assert len(server.asked) == 2


@pytest.mark.parametrize("answer", [status(500), status(503), status(429), hang_up])
def test_a_register_that_is_down_for_a_moment_is_asked_again(server: Server, answer: Answer) -> None:
    server.tell(answer, json(UNIT))
    assert register(server).fetch(NUMBER).unit == UNIT


@pytest.mark.parametrize(
    ("answer", "error", "words", "times"),
    [
        (status(404), NotFoundError, "finnes ikke i registeret", 1),
        (status(410), NotFoundError, "fjernet fra registeret", 1),
        (status(403), RegisterError, "feil 403", 1),
        (status(500), RegisterSilentError, "feil 500", 3),
        (hang_up, RegisterSilentError, "Får ikke kontakt", 3),
        (said(b"<html>hei</html>"), RegisterError, "ikke er JSON", 1),
        (said(b""), RegisterError, "ikke er JSON", 1),
        (json([1]), RegisterError, "svarte om noe annet", 1),
        (json({"organisasjonsnummer": "910000004"}), RegisterError, "svarte om 910000004", 1),
        (said(b" " * 5_100_000), RegisterError, "for stort", 1),
    ],
    ids=[
        "gone",
        "removed",
        "forbidden",
        "down",
        "hangs up",
        "not JSON",
        "empty",
        "a list",
        "another unit",
        "too large",
    ],
)
def test_each_wrong_answer_has_its_error(
    server: Server, answer: Answer, error: type[Exception], words: str, times: int
) -> None:
    server.tell(answer)
    with pytest.raises(error, match=words):
        register(server, timeout=5).fetch(NUMBER)
    assert len(server.asked) == times


def test_roles_in_a_wrong_form_are_an_error(server: Server) -> None:
    server.tell(json({"rollegrupper": "ingen"}), path=f"/enheter/{NUMBER}/roller")
    with pytest.raises(RegisterError, match="roller"):
        register(server).fetch(NUMBER)


def test_no_network_is_an_error_that_says_so() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(RegisterSilentError, match="Får ikke kontakt"):
        Register(address=address, timeout=0.3, tries=2, wait=0.01).fetch(NUMBER)


def test_a_number_with_a_wrong_check_digit_is_not_asked_about(server: Server) -> None:
    with pytest.raises(NotFoundError, match="Kontrollsifferet"):
        register(server).fetch("910000200")
    assert server.asked == []


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x", "data.brreg.no", ""])
def test_only_addresses_of_the_web_are_asked(address: str) -> None:
    with pytest.raises(RegisterError, match="ikke en adresse"):
        Register(address=address)


def test_a_kept_answer_is_used_for_a_day_and_then_asked_for_again(server: Server, tmp_path: Path) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    one = register(server, cache=tmp_path / "kept", now=lambda: now)
    one.fetch(NUMBER)
    one.fetch(NUMBER)
    assert len(server.asked) == 2
    later = register(server, cache=tmp_path / "kept", now=lambda: now + timedelta(days=2))
    later.fetch(NUMBER)
    assert len(server.asked) == 4


def test_what_was_told_earlier_is_used_where_the_register_is_silent(server: Server, tmp_path: Path) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    register(server, cache=tmp_path, now=lambda: now).fetch(NUMBER)
    server.tell(nothing)
    found = register(server, cache=tmp_path, tries=1, now=lambda: now + timedelta(days=9)).fetch(NUMBER)
    assert (found.unit, found.from_earlier) == (UNIT, now)


def test_a_removed_unit_is_not_told_of_from_earlier(server: Server, tmp_path: Path) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    register(server, cache=tmp_path, now=lambda: now).fetch(NUMBER)
    server.tell(status(410))
    with pytest.raises(NotFoundError):
        register(server, cache=tmp_path, now=lambda: now + timedelta(days=9)).fetch(NUMBER)


def test_days_of_birth_are_not_in_what_is_kept(server: Server, tmp_path: Path) -> None:
    register(server, cache=tmp_path).fetch(NUMBER)
    assert "1970" not in (tmp_path / f"{NUMBER}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "kept", [b"", b"tull", b"[]", b'{"fetched": "i gaar"}', b'{"fetched": 3, "unit": {}, "roles": 1}']
)
def test_a_kept_answer_that_cannot_be_read_counts_as_none(server: Server, tmp_path: Path, kept: bytes) -> None:
    (tmp_path / f"{NUMBER}.json").write_bytes(kept)
    assert register(server, cache=tmp_path).fetch(NUMBER).unit == UNIT
