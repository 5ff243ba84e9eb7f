"""Excel workbooks, one sheet per collection, read row by row. Workbooks with macros are refused."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from loaders.readers.csv_file import checked_columns
from loaders.records import Record
from schema.errors import Place, SourceError

GUIDE_SHEET = "veiledning"
_LARGEST_UNPACKED = 2_000_000_000


def read(path: Path, name: str) -> Iterator[Record]:
    """Yield the records of every sheet. The template's sheet of explanations and rows of hints are skipped.

    Raises:
        SourceError: The file is not a workbook, has macros, or a heading row cannot be used.
    """
    _refuse_unsafe(path, name)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise _not_a_workbook(name) from error
    try:
        for sheet in book.worksheets:
            if sheet.title.lower() != GUIDE_SHEET:
                yield from _sheet(sheet, name)
    finally:
        book.close()


def _refuse_unsafe(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            unpacked = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise _not_a_workbook(name) from error
    if path.suffix.lower() == ".xlsm" or any(item.endswith("vbaProject.bin") for item in names):
        raise SourceError(f"{name} inneholder makroer og leses ikke.", "Lagre den som .xlsx uten makroer.")
    if unpacked > _LARGEST_UNPACKED:
        raise SourceError(f"{name} er {unpacked // 1_000_000} MB utpakket, som er for mye.", "Del arbeidsboken.")


def _not_a_workbook(name: str) -> SourceError:
    return SourceError(f"{name} er ikke en Excel-arbeidsbok (.xlsx).", "Åpne den i Excel og lagre den som .xlsx.")


def _sheet(sheet: Any, name: str) -> Iterator[Record]:
    columns: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = ["" if cell is None else str(cell) for cell in cells]
        place = Place(name, sheet.title, number)
        if not any(text.strip() for text in texts):
            if not columns and number == 1 and sheet.max_row and sheet.max_row > 1:
                raise SourceError(
                    f"{name}, ark {sheet.title}, rad 1: overskriftsraden er tom.", "Skriv feltnavnene i første rad."
                )
            continue
        if not columns:
            columns = checked_columns(texts, place)
            continue
        if texts[0].startswith("#"):
            continue
        if any(text.strip() for text in texts[len(columns) :]):
            raise SourceError(
                f"{name}, ark {sheet.title}, rad {number}: det står verdier utenfor kolonnene i overskriften.",
                "Gi kolonnen et feltnavn, eller tøm cellene.",
            )
        values = {column: cell for column, cell in zip(columns, cells, strict=False) if cell not in (None, "")}
        yield Record(sheet.title.strip(), values, place)
