"""Findings as an Excel workbook for the person who must mend them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from queries.findings.finding import Finding, Findings

_HEADINGS = (
    "Regel", "Alvor", "Funn", "Gjelder", "Id", "Forklaring", "Hva som kan gjøres", "Henger sammen med", "Kilde",
    "Illustrasjon",
)  # fmt: skip
_WIDTHS = (12, 12, 34, 40, 34, 70, 50, 40, 40, 12)


def write_findings(path: Path, answer: Findings) -> None:
    """Write open findings, accepted findings and the rules that were run, each on a sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 a new workbook has a sheet
    sheet.title = "Åpne funn"
    _fill(sheet, _HEADINGS, [_row(one) for one in answer.open])
    accepted = [
        (*_row(one), one.accepted.by, one.accepted.reason, one.accepted.until)
        for one in answer.accepted
        if one.accepted
    ]
    _fill(book.create_sheet("Aksepterte funn"), (*_HEADINGS, "Akseptert av", "Begrunnelse", "Til"), accepted)
    rules = [(one.rule, one.title, one.severity.bokmaal, one.open, one.accepted) for one in answer.counts]
    _fill(book.create_sheet("Regler"), ("Regel", "Funn", "Alvor", "Åpne", "Aksepterte"), rules)
    about = [("Datasett", answer.dataset), ("Dato", str(answer.on_date))]
    _fill(book.create_sheet("Om"), ("Felt", "Verdi"), about)
    book.save(path)


def _row(one: Finding) -> tuple[object, ...]:
    return (
        one.rule,
        one.severity.bokmaal,
        one.title,
        one.subject.name,
        one.subject.id,
        one.text,
        one.correction,
        "\n".join(f"{other.name} ({other.id})" for other in one.about),
        one.source,
        "ja" if one.illustrative else "nei",
    )


def _fill(sheet: Worksheet, headings: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    sheet.append(headings)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            _put(sheet.cell(number, place), value)
    for number, width in enumerate((*_WIDTHS, 24, 40, 12)[: len(headings)], start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _put(cell: Any, value: object) -> None:
    """Text that begins like a formula stays text: names come from files that anybody may have written."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")  # so that it stays so when somebody edits the cell
    else:
        cell.value = value
