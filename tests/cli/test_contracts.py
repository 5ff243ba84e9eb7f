"""Contracts on the command line: the question, and a file of the Open Contracting Data Standard."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from tests.cli.conftest import Styring
from tests.conftest import ROOT, empty

OCDS = ROOT / "tests/loaders/conversions/made_up_ocds_package.json"
DAY = ("--on-date", "2026-06-01")


@pytest.fixture(scope="module", autouse=True)
async def nes(opened: Graph) -> None:
    await empty(opened)
    for path in (shipped()["sdg"], ROOT / "tests/datasets/nes"):
        await load(opened, path)


def test_contracts_as_tables_as_json_and_as_csv(styring: Styring) -> None:
    ran = styring("contracts", "nes", *DAY)
    assert (ran.code, ran.err) == (0, "")
    for words in ("Kontrakter", "Opsjoner", "Endringer", "Fristen er ute"):
        assert words in ran.out
    rows = styring("contracts", "nes", *DAY, "--csv").csv
    [without] = [row for row in rows if row and row[0] == "nes:eierloes"]
    assert "Mangler kontraktseier i linjen" in without[-1]
    whole = styring("contracts", "nes", "--expiring-within", "1", *DAY, "--json").json
    assert (whole["outcome"], whole["contracts"]) == ("undetermined", [])
    assert [one["element"]["id"] for one in whole["end_unknown"]] == ["nes:rotete", "nes:uten-slutt"]
    rows = styring("contracts", "nes", "--unit", "nes:oppvekst", *DAY, "--csv").csv
    assert any("Leie uten sluttdato" in row for row in rows)


def test_only_those_in_one_state(styring: Styring) -> None:
    whole = styring("contracts", "nes", "--state", "coming", *DAY, "--json").json
    assert [one["element"]["id"] for one in whole["contracts"]] == ["nes:vinter"]
    assert styring("contracts", "nes", "--state", "snart", *DAY).code == 2


def test_a_dataset_that_is_not_there_is_wrong_use(styring: Styring) -> None:
    ran = styring("contracts", "borte", *DAY)
    assert ran.code == 2
    assert "borte" in ran.err


def test_an_ocds_file_is_converted_loaded_and_asked_about(styring: Styring, tmp_path: Path) -> None:
    ran = styring("convert", "ocds", str(OCDS), "--to", str(tmp_path / "inn"), "--dataset", "barnet")
    assert ran.code == 0, ran.err
    assert "1 actors, 1 contracts, 1 contract_options" in ran.out
    left = (tmp_path / "inn/ikke-tatt-med.txt").read_text(encoding="utf-8")
    assert "Bare kroner (NOK) kan tas med" in left
    assert "releases[0].contracts[0].implementation" in left
    assert styring("load", str(tmp_path / "inn")).code == 0
    shown = styring("contracts", "barnet", "--on-date", "2011-01-10", "--csv").csv
    assert any("Oppdiktet Sykkelbygg" in row for row in shown)
    again = styring("convert", "ocds", str(OCDS), "--to", str(tmp_path / "inn"), "--dataset", "barnet")
    assert (again.code, "ikke tom" in again.err) == (1, True)


def test_a_file_that_is_not_ocds_is_refused_with_what_it_is(styring: Styring, tmp_path: Path) -> None:
    other = tmp_path / "prosjekt.json"
    other.write_text('{"version": "0.9", "projects": []}', encoding="utf-8")
    ran = styring("convert", "ocds", str(other), "--to", str(tmp_path / "ut"), "--dataset", "x")
    assert ran.code == 1
    assert "OC4IDS" in ran.err
    assert not (tmp_path / "ut").exists()
