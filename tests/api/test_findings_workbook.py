"""The workbook of findings, opened as the person who must mend them would."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from api.findings_workbook import write_findings
from queries.answers import Outcome
from queries.findings.finding import About, Acceptance, Finding, Findings, RuleCount
from queries.findings.rules import RULES

DAY = date(2026, 6, 1)
FORMULAS = ["=1+1", "+47 22 22 22 22", "-1", "@SUM(A1)", '=HYPERLINK("http://127.0.0.1";"x")', "\t=1+1", "#REF!", "007"]


def finding(number: int, name: str, accepted: Acceptance | None = None) -> Finding:
    rule = RULES[number % len(RULES)]
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity=rule.severity,
        subject=About(f"vik:d-{number}", "Delegation", name),
        about=(About("vik:a", "Post", "Rektor"), About("vik:b", "Post", name)),
        text=f"{name} er ikke som den skal.",
        correction=f"Rett {name}.",
        source=rule.source,
        illustrative=number % 2 == 0,
        accepted=accepted,
    )


def answer(opened: list[Finding], accepted: list[Finding]) -> Findings:
    counts = tuple(RuleCount(rule.id, rule.title, rule.severity, number, 0) for number, rule in enumerate(RULES))
    return Findings(
        on_date=DAY,
        outcome=Outcome.FOUND,
        complete=True,
        cut_by=(),
        remarks=(),
        dataset="vik",
        open=tuple(opened),
        accepted=tuple(accepted),
        counts=counts,
    )


def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    headings, *found = load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in found]


def test_every_finding_is_there_with_all_that_is_said_of_it(tmp_path: Path) -> None:
    path = tmp_path / "funn.xlsx"
    opened = [finding(number, f"Delegering {number}") for number in range(50)]
    until = Acceptance("vik:aksept", "Kommunedirektør", "Skoleåret ut", date(2027, 1, 1))
    accepted = [
        finding(51, "Akseptert", until),
        finding(52, "Uten ende", Acceptance("vik:b", "Rektor", "Alltid", None)),
    ]
    write_findings(path, answer(opened, accepted))

    shown = rows(path, "Åpne funn")
    assert [(row["Regel"], row["Id"], row["Gjelder"]) for row in shown] == [
        (one.rule, one.subject.id, one.subject.name) for one in opened
    ]
    first = shown[0]
    assert first["Alvor"] == opened[0].severity.bokmaal
    assert (first["Forklaring"], first["Hva som kan gjøres"], first["Kilde"]) == (
        opened[0].text,
        opened[0].correction,
        opened[0].source,
    )
    assert first["Henger sammen med"] == "Rektor (vik:a)\nDelegering 0 (vik:b)"
    assert [row["Illustrasjon"] for row in shown[:2]] == ["ja", "nei"]

    apart = rows(path, "Aksepterte funn")
    assert [(row["Akseptert av"], row["Begrunnelse"]) for row in apart] == [
        ("Kommunedirektør", "Skoleåret ut"),
        ("Rektor", "Alltid"),
    ]
    assert apart[0]["Til"].date() == date(2027, 1, 1)
    assert apart[1]["Til"] is None
    assert [(row["Regel"], row["Åpne"]) for row in rows(path, "Regler")] == [
        (rule.id, number) for number, rule in enumerate(RULES)
    ]
    assert rows(path, "Om") == [{"Felt": "Datasett", "Verdi": "vik"}, {"Felt": "Dato", "Verdi": "2026-06-01"}]


@pytest.mark.parametrize("name", FORMULAS)
def test_no_name_becomes_a_formula_or_anything_but_itself(tmp_path: Path, name: str) -> None:
    path = tmp_path / "funn.xlsx"
    accepted = finding(1, name, Acceptance("vik:aksept", name, name, None))
    write_findings(path, answer([finding(0, name)], [accepted]))
    for sheet in load_workbook(path):
        for cells in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in cells)
    assert rows(path, "Åpne funn")[0]["Gjelder"] == name
    assert rows(path, "Aksepterte funn")[0]["Begrunnelse"] == name
    cell = load_workbook(path)["Åpne funn"]["D2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix is (name[0] in "=+-@")  # stays text when somebody edits the cell


def test_letters_that_a_workbook_cannot_hold_do_not_stop_it(tmp_path: Path) -> None:
    path = tmp_path / "funn.xlsx"
    write_findings(path, answer([finding(0, "Vertikal\x0btabulator")], []))
    assert rows(path, "Åpne funn")[0]["Gjelder"] == "Vertikal tabulator"


def test_no_findings_give_a_workbook_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "funn.xlsx"
    write_findings(path, answer([], []))
    assert rows(path, "Åpne funn") == []
    assert len(rows(path, "Regler")) == len(RULES)
