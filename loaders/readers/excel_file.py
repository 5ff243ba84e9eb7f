"""Excel workbooks, one sheet per collection, read row by row. Workbooks with macros are refused."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from loaders.readers import table
from loaders.records import Item, UnreadableError
from schema.errors import Place

DATASET_SHEET = "dataset"
GUIDE_SHEET = "veiledning"
_LARGEST_UNPACKED = 2_000_000_000
_BROKEN = (InvalidFileException, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, SyntaxError)
_OUTSIDE = "Gi kolonnen et feltnavn i første rad, eller tøm cellene."


def read(path: Path, name: str) -> Iterator[Item]:
    """Yield the records of every sheet but the description of the dataset and the template's guide.

    Raises:
        UnreadableError: The file is not a workbook, has macros, or a heading row cannot be used.
    """
    with open_workbook(path, name) as book:
        for sheet in book.worksheets:
            title = sheet.title.strip()
            if title.lower() not in {DATASET_SHEET, GUIDE_SHEET}:
                yield from table.records(title, _rows(sheet), Place(name, title), 1, _OUTSIDE)


@contextmanager
def open_workbook(path: Path, name: str) -> Iterator[Any]:
    """Open a workbook to read it a row at a time.

    Raises:
        UnreadableError: The file is not a whole workbook, has macros, or is far larger unpacked than packed.
    """
    try:
        _refuse_unsafe(path, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles that the reader does not need
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            yield book
        finally:
            book.close()
    except _BROKEN as error:
        raise UnreadableError(
            Place(name), "Filen er ikke en hel Excel-arbeidsbok (.xlsx).", "Åpne den i Excel og lagre den som .xlsx."
        ) from error


def _refuse_unsafe(path: Path, name: str) -> None:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        unpacked = sum(item.file_size for item in archive.infolist())
    if path.suffix.lower() == ".xlsm" or any(item.endswith("vbaProject.bin") for item in names):
        raise UnreadableError(
            Place(name), "Arbeidsboken har makroer og leses ikke.", "Lagre den som .xlsx uten makroer."
        )
    if unpacked > _LARGEST_UNPACKED:
        raise UnreadableError(
            Place(name), f"Arbeidsboken er {unpacked // 1_000_000} MB utpakket, som er for mye.", "Del den i flere."
        )


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, [table.BrokenCell(cell.value) if cell.data_type == "e" else cell.value for cell in cells]
