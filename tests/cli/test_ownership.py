"""Ownership and the conversions on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.connection import Graph
from loaders.load import load
from tests.cli.conftest import Styring
from tests.conftest import ROOT, empty

BODS = ROOT / "tests/loaders/conversions/made_up_bods_joint.json"
KOMMUNE = ROOT / "tests/loaders/conversions/made_up_register_page.json"
DAY = ("--on-date", "2026-06-01")


@pytest.fixture(scope="module", autouse=True)
async def vassvik(opened: Graph) -> None:
    await empty(opened)
    await load(opened, ROOT / "tests/datasets/eierskap")


def test_ownership_as_tables_as_json_and_as_csv(styring: Styring) -> None:
    ran = styring("ownership", "vassvik", *DAY)
    assert (ran.code, ran.err) == (0, "")
    for words in (
        "63,16 %",
        "31,58 %",
        "33–34 %",
        "mer enn 50, høyst 75",
        "Vassvik Holding AS har 51 % i",
        "§ 27-samarbeid",
    ):
        assert words in ran.out
    whole = styring("ownership", "vassvik", *DAY, "--json").json
    assert whole["name"] == "Vassvik kommune"
    rows = styring("ownership", "vassvik", *DAY, "--csv").csv
    assert ["Vassvik Kraft AS", "Aksjeselskap", "60 %", "60 %", "63,16 %", "Ja", "ja"] in rows


def test_an_owner_that_is_not_there_is_wrong_use(styring: Styring) -> None:
    ran = styring("ownership", "vassvik:borte")
    assert ran.code == 2
    assert "vassvik:borte" in ran.err


def test_a_bods_file_is_converted_loaded_and_written_again(styring: Styring, tmp_path: Path) -> None:
    ran = styring("convert", "bods", str(BODS), "--to", str(tmp_path / "inn"), "--dataset", "chrinon")
    assert ran.code == 0, ran.err
    assert "2 companies, 2 actors, 3 ownerships" in ran.out
    assert "GB-COH" in (tmp_path / "inn/ikke-tatt-med.txt").read_text(encoding="utf-8")
    assert styring("load", str(tmp_path / "inn")).code == 0
    ran = styring("export-bods", "chrinon", str(tmp_path / "ut.json"), *DAY, "--publisher", "Vassvik", "--json")
    assert ran.code == 0, ran.err
    assert isinstance(ran.json, list)
    written = json.loads((tmp_path / "ut.json").read_text(encoding="utf-8"))
    assert {one["publicationDetails"]["publisher"]["name"] for one in written} == {"Vassvik"}
    again = styring("export-bods", "chrinon", str(tmp_path / "ut.json"))
    assert (again.code, "finnes allerede" in again.err) == (1, True)


def test_a_file_from_enhetsregisteret_is_converted_and_loads(styring: Styring, tmp_path: Path) -> None:
    words = ("convert", "enhetsregisteret", str(KOMMUNE), "--to", str(tmp_path / "inn"), "--dataset", "brreg")
    ran = styring(*words, "--csv")
    assert ran.code == 0, ran.err
    assert any(row[0].endswith("antallAnsatte") and row[1] == "2877" for row in ran.csv)
    assert styring("load", str(tmp_path / "inn")).code == 0


def test_a_register_that_does_not_answer_ends_with_a_message(styring: Styring, tmp_path: Path) -> None:
    words = ("convert", "enhetsregisteret", "910000209", "--to", str(tmp_path / "ut"), "--dataset", "brreg")
    ran = styring(*words, "--tries", "1", STYRING_ENHETSREGISTERET="http://127.0.0.1:9")
    assert ran.code == 1
    assert "Får ikke kontakt med http://127.0.0.1:9/enheter/910000209" in ran.err
    assert not (tmp_path / "ut").exists()
    wrong = styring(*words[:2], "910000200", *words[3:])
    assert (wrong.code, "Kontrollsifferet" in wrong.err) == (2, True)


def test_help_is_in_bokmaal(styring: Styring) -> None:
    shown = styring("convert", "enhetsregisteret", "--help").out + styring("convert", "--help").out
    assert "Kommandoer:" in shown
    assert not [word for word in ("Usage", "Options:", "default:", "env var", "<float") if word in shown]
