"""Forms of governance and samskaping on the command line."""

from __future__ import annotations

import pytest

from graph.connection import Graph
from loaders.load import load
from tests.cli.conftest import Styring
from tests.conftest import ROOT, empty

DAY = ("--on-date", "2026-06-01")


@pytest.fixture(scope="module", autouse=True)
async def elvik(opened: Graph) -> None:
    await empty(opened)
    await load(opened, ROOT / "tests/datasets/samskaping")


def test_a_collaboration_as_tables_as_json_and_as_csv(styring: Styring) -> None:
    ran = styring("collaboration", "elvik:plantet", *DAY)
    assert (ran.code, ran.err) == (0, "")
    told = "Oppgitt form: Likeverdig samskaping. Utledet form: Ansvarliggjørende samskaping. Stemmer: nei."
    assert told in ran.out
    whole = styring("collaboration", "elvik:plantet", *DAY, "--json").json
    assert whole["collaboration"]["derived"] == "ansvarliggjorende"
    rows = styring("collaboration", "elvik:plantet", *DAY, "--csv").csv
    assert ["Designe løsningen", "Sammen", "Park, Velforeningen"] in rows


def test_the_matrix_as_tables_as_json_and_as_csv(styring: Styring) -> None:
    ran = styring("governance-matrix", "elvik", *DAY)
    assert (ran.code, ran.err) == (0, "")
    for words in ("Former × prinsipper", "Ingen form valgt", "ingen indikator måler målet", "Avfallsselskapet IKS"):
        assert words in ran.out
    assert len(styring("governance-matrix", "elvik", *DAY, "--json").json["tasks"]) == 8
    [row] = [row for row in styring("governance-matrix", "elvik", *DAY, "--csv").csv if row[0] == "elvik:uten-kontroll"]
    assert row[2:7] == ["Linjestyring", "Dekket", "Dekket", "Mangler", "Dekket"]


def test_a_task_that_is_not_there_and_a_project_are_wrong_use(styring: Styring) -> None:
    for command, id in (("governance-matrix", "elvik:borte"), ("collaboration", "elvik:sykkel")):
        ran = styring(command, id)
        assert ran.code == 2
        assert id in ran.err
