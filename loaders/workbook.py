"""Putting together the workbooks that the program gives out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from loaders.columns import HINTS, Column
from loaders.readers.excel_file import DATASET_SHEET
from loaders.readers.table import HINT
from schema.errors import SourceError

LONGEST_SHEET_NAME = 31
LONGEST_LIST = 255
_LONGEST_CELL = 32_767
_ROWS_WITH_CHOICES = 10_000
_EARLIEST_DAY = 1901
_HEADING = PatternFill("solid", fgColor="DDE6F0")
_REQUIRED = PatternFill("solid", fgColor="F6D9A8")
_HINT = Font(italic=True, color="555555", size=9)


def refuse_existing(path: Path) -> None:
    """Refuse to write over what somebody has made.

    Raises:
        SourceError: The file is there already, or the folder holds something.
    """
    if path.is_dir() and any(path.iterdir()):
        raise SourceError(f"Mappen {path} er ikke tom.", "Oppgi en ny mappe, eller flytt det som ligger der.")
    if path.exists() and not path.is_dir():
        raise SourceError(f"{path} finnes allerede.", "Oppgi et annet navn, eller flytt filen.")


def new_workbook() -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def add_dataset_sheet(book: Workbook, values: Iterable[tuple[str, str, str]]) -> None:
    """Add the sheet that takes the place of dataset.yaml, of (field, value, explanation)."""
    sheet = book.create_sheet(DATASET_SHEET)
    sheet.append(["field", "value", "forklaring"])
    for field, value, explanation in values:
        sheet.append([field, value, explanation])
        _as_text(sheet.cell(sheet.max_row, 2), value)
    for letter, width in (("A", 22), ("B", 40), ("C", 80)):
        sheet.column_dimensions[letter].width = width
    _style_heading(sheet, 3)


def add_sheet(
    book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, hints: bool
) -> None:
    """Add a table: the heading, with `hints` the explanations under it, then the rows."""
    sheet = book.create_sheet(title)
    sheet.append([column.name for column in columns])
    if hints:
        for texts in hint_rows(columns):
            sheet.append(texts)
    begins = sheet.max_row + 1
    for number, values in enumerate(rows, start=begins):
        for place, value in enumerate(values, start=1):
            if value is not None:
                _fill(sheet.cell(number, place), value)
    _style(sheet, columns, begins)
    _add_choices(sheet, columns, begins)


def hint_rows(columns: Sequence[Column]) -> list[list[str]]:
    """The explanations, as rows that loading skips."""
    rows = [[column.hints[number] for column in columns] for number in range(len(HINTS))]
    return [[f"{HINT} {label}: {row[0]}".rstrip(" :"), *row[1:]] for label, row in zip(HINTS, rows, strict=True)]


def _fill(cell: Any, value: Any) -> None:
    if isinstance(value, date) and value.year < _EARLIEST_DAY:
        value = value.isoformat()  # spreadsheets have no days that early
    if isinstance(value, str):
        _as_text(cell, value)
    else:
        cell.value = value


def _as_text(cell: Any, value: str) -> None:
    """Text stays text, also where it begins like a formula or looks like an error."""
    if len(value) > _LONGEST_CELL:
        raise SourceError(f"En tekst på {len(value)} tegn får ikke plass i en celle.", "Eksporter som YAML eller CSV.")
    cell.value = value
    cell.data_type = "s"


def _style_heading(sheet: Any, columns: int) -> None:
    for place in range(1, columns + 1):
        cell = sheet.cell(1, place)
        cell.font = Font(bold=True)
        cell.fill = _HEADING
    sheet.freeze_panes = "A2"


def _style(sheet: Any, columns: Sequence[Column], begins: int) -> None:
    _style_heading(sheet, len(columns))
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(40, max(14, len(column.name) + 4))
        if column.text:
            sheet.column_dimensions[letter].number_format = "@"
        if column.hints[-1].startswith("Må"):
            sheet.cell(1, place).fill = _REQUIRED
        for row in range(2, begins):
            sheet.cell(row, place).font = _HINT
            sheet.cell(row, place).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(sheet.max_row, 2)}"


def _add_choices(sheet: Any, columns: Sequence[Column], begins: int) -> None:
    for place, column in enumerate(columns, start=1):
        if column.choices:
            letter = get_column_letter(place)
            choices = DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            choices.showErrorMessage = not column.many  # a list has no single choice to hold it to
            choices.errorTitle = column.hints[0][:31]
            choices.error = "Velg en av verdiene i listen."
            choices.add(f"{letter}{begins}:{letter}{begins + _ROWS_WITH_CHOICES}")
            sheet.add_data_validation(choices)
