"""The command line, run inside the test's own process against the test run's own graph, and as a process of its own.

Inside the process is a hundred times faster, and goes through all of `main`: the embedded engine finds that its folder
is held, and connects to the holder, as a second process would.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from api.cli import main
from graph.settings import Settings
from tests.conftest import ROOT


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def csv(self) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.out), delimiter=";"))


Styring = Callable[..., Ran]


def surroundings(settings: Settings) -> dict[str, str]:
    """The variables that lead a command to the graph of the test run."""
    named = {
        "NEO4J_URI": settings.neo4j_uri,
        "NEO4J_USERNAME": settings.neo4j_username,
        "NEO4J_PASSWORD": settings.neo4j_password.get_secret_value(),
        "NEO4J_DATABASE": settings.neo4j_database,
        "STYRING_FOLDER": str(settings.styring_folder),
        "STYRING_HEAP": settings.styring_heap,
    }
    return named | {"COLUMNS": "100"}


@pytest.fixture
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    found = surroundings(settings)
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    return found


@pytest.fixture
def styring(
    environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Styring:
    """Runs a command in this process: `styring("trace", "11.6", "--down")`."""

    def run(*words: str, **variables: str) -> Ran:
        capsys.readouterr()
        with monkeypatch.context() as during:
            during.setattr(sys, "argv", ["styring", *words])
            for name, value in variables.items():
                during.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        printed = capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        assert "Traceback" not in printed.err
        return Ran(code, printed.out, printed.err)

    return run


def start(environment: Mapping[str, str], *words: str, **variables: str) -> subprocess.Popen[str]:
    """Start a command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli", *words],
        cwd=ROOT,
        env={**os.environ, **environment, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
