"""Datasets from the command line: a dry run, loading, history, export of what was, and a template, end to end."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from openpyxl import load_workbook

from graph.connection import Graph
from tests.cli.conftest import Styring
from tests.queries.small_authority import VIK, changed, fingerprint, load_vik

LOWER = ("amount_max_nok: 500000", "amount_max_nok: 300000")
LEFT = ("  - {id: dag, name: Dag, holds: {to: direktor-oppvekst, valid_from: 2020-01-01}}\n", "")


@pytest.fixture(autouse=True)
async def vik(opened: Graph) -> Graph:
    await load_vik(opened)
    return opened


@pytest.fixture
def lowered(tmp_path: Path) -> str:
    return str(changed(tmp_path / "v2", LOWER, LEFT))


def test_a_dry_run_shows_every_change_down_to_the_field(styring: Styring, lowered: str) -> None:
    ran = styring("load", "--dry-run", lowered)
    assert (ran.code, ran.err) == (0, "")
    assert "Ingenting er skrevet" in ran.out
    assert "amount_max_nok" in ran.out or "Beløpsgrense" in ran.out
    rows = styring("load", "--dry-run", lowered, "--csv").csv
    assert rows[0] == ["Endring", "Slag", "Id", "Navn", "Felt", "Før", "Etter"]
    by_id = {(row[0], row[2]): row for row in rows[1:]}
    assert by_id["endret", "vik:til-rektor"][5:] == ["500 000", "300 000"]
    assert ("fjernet", "vik:dag") in by_id
    told = styring("load", "--dry-run", lowered, "--json").json
    assert told[0]["load"] is None
    assert {one["id"] for one in told[0]["difference"]["changes"]} >= {"vik:til-rektor", "vik:dag"}
    assert [one["id"] for one in styring("history", "vik", "--json").json] == ["vik@1"]


def test_a_load_is_in_the_history_with_who_and_how_much(styring: Styring, lowered: str) -> None:
    ran = styring("load", lowered, "--by", "Kari Nordmann")
    assert (ran.code, ran.err) == (0, "")
    assert "vik@2" in ran.out
    table = styring("history", "vik")
    assert "vik@1" in table.out and "vik@2" in table.out and "Kari Nordmann" in table.out
    rows = styring("history", "vik", "--csv").csv
    assert [(row[0], row[2]) for row in rows[1:]][-1] == ("vik@2", "Kari Nordmann")
    again = styring("load", lowered)
    assert "ingenting er endret" in again.out
    assert len(styring("history", "vik", "--json").json) == 2


@pytest.mark.parametrize("form", [(), ("--csv",)])
def test_an_earlier_load_is_exported_and_loads_as_it_was(
    styring: Styring, lowered: str, tmp_path: Path, form: tuple[str, ...]
) -> None:
    styring("load", lowered)
    then = tmp_path / "da"
    ran = styring("export", "vik", str(then), "--load", "vik@1", *form)
    assert (ran.code, ran.out, ran.err) == (0, f"{then}\n", "")
    assert "ingenting er endret" not in styring("load", "--dry-run", str(then)).out
    assert styring("load", str(then)).code == 0
    assert "ingenting er endret" in styring("load", "--dry-run", str(VIK)).out


def test_what_is_there_now_is_exported_to_a_workbook_that_loads(styring: Styring, tmp_path: Path) -> None:
    path = tmp_path / "vik.xlsx"
    assert styring("export", "vik", str(path)).code == 0
    assert "ingenting er endret" in styring("load", "--dry-run", str(path)).out


def test_a_template_explains_its_columns_and_holds_only_what_was_asked_for(styring: Styring, tmp_path: Path) -> None:
    path = tmp_path / "mal.xlsx"
    ran = styring("template", str(path), "--kind", "Tiltak", "--kind", "Post")
    assert (ran.code, ran.out, ran.err) == (0, f"{path}\n", "")
    sheets = load_workbook(path).sheetnames
    assert {"tiltak", "posts"} <= set(sheets)
    assert "delegations" not in sheets
    folder = tmp_path / "maler"
    assert styring("template", str(folder), "--kind", "Tiltak").code == 0
    assert [file for file in folder.rglob("*.csv") if file.stem.startswith("tiltak")]


@pytest.mark.anyio
async def test_a_dry_run_leaves_the_graph_as_it_was(opened: Graph, styring: Styring, lowered: str) -> None:
    before = await fingerprint(opened)
    ran = await asyncio.to_thread(lambda: styring("load", "--dry-run", lowered))
    assert ran.code == 0
    assert await fingerprint(opened) == before


def test_an_empty_graph_has_an_empty_history(styring: Styring, emptied: None) -> None:
    ran = styring("history")
    assert (ran.code, ran.out.strip(), ran.err) == (0, "Ingenting er lastet.", "")
    assert styring("history", "--json").json == []


@pytest.fixture
async def emptied(graph: Graph) -> None:
    """`graph` is emptied before the test."""
