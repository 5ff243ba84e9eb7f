"""The command line as a process of its own: exit codes, closed pipes, Ctrl-C, and machines with another encoding."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

import pytest

from graph.connection import Graph
from tests.cli.conftest import start
from tests.queries.small_authority import load_vik

WAIT = 90
QUIET = ("Traceback", "Exception ignored", "Error:")


@pytest.fixture(scope="module", autouse=True)
async def vik(opened: Graph) -> None:
    await load_vik(opened)


@contextmanager
def running(environment: Mapping[str, str], *words: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """A command that is ended, whatever becomes of the test."""
    process = start(environment, *words, **variables)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def quiet(text: str) -> bool:
    return not any(word in text for word in QUIET)


def test_a_machine_whose_encoding_is_not_utf_8_gets_utf_8_all_the_same(environment: dict[str, str]) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with running(environment, "mandate", "vik:boker", "--on-date", "2026-06-01", **plain) as process:
        out, err = process.communicate(timeout=WAIT)
    assert (process.returncode, err) == (0, "")
    assert "Rektor (Bo, fast)" in out and "Nye bøker" in out


def test_letters_that_the_chosen_encoding_has_no_room_for_do_not_stop_the_answer(environment: dict[str, str]) -> None:
    words = ("may", "vik:rektor", "--action", "bestilling", "--area", "okonomi")
    with running(environment, *words, PYTHONIOENCODING="ascii") as process:
        out, err = process.communicate(timeout=WAIT)
    assert (process.returncode, err) == (0, "")
    assert "Bel?psgrense" in out


def test_a_mistake_ends_with_2_and_bad_data_with_1(environment: dict[str, str]) -> None:
    with (
        running(environment, "trace", "vik:finnes-ikke") as mistaken,
        running(environment, "load", "/finnes/ikke") as bad,
    ):
        assert quiet(mistaken.communicate(timeout=WAIT)[1])
        assert quiet(bad.communicate(timeout=WAIT)[1])
    assert (mistaken.returncode, bad.returncode) == (2, 1)


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_reader_that_goes_away_is_no_error_to_tell_of(environment: dict[str, str], form: tuple[str, ...]) -> None:
    with running(environment, "audit", "vik", "--fail-on", "info", *form) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=WAIT) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be sent Ctrl-C there")
def test_ctrl_c_while_waiting_for_the_database_ends_quietly_with_130(environment: dict[str, str]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        address = f"bolt://127.0.0.1:{silent.getsockname()[1]}"
        silent.settimeout(WAIT)
        with running(environment, "history", NEO4J_URI=address) as process:
            accepted, _ = silent.accept()  # and never a word more
            with closing(accepted):
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=WAIT)
    assert (process.returncode, out, err) == (130, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be sent Ctrl-C there")
def test_the_server_answers_where_it_says_and_ctrl_c_stops_it(environment: dict[str, str]) -> None:
    with running(environment, "serve", "--port", "0") as process:
        assert process.stderr
        lines = [process.stderr.readline() for _ in range(4)]
        health = next(line.split()[-1] for line in lines if line.startswith("Tilstand"))
        with urllib.request.urlopen(health, timeout=WAIT) as answer:  # noqa: S310 an address on this machine
            assert json.load(answer)["status"] == "ok"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=WAIT)
    assert (out, err) == ("", "")
    assert process.returncode in (0, 130)
