"""What CSV files and sheets have in common: a heading row of field names, and a record in each row under it.

Rows whose first cell begins with `#` are explanations, as in the templates, and are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from loaders.records import Record, UnreadableError
from schema.errors import Place, Problem

HINT = "#"


class BrokenCell(str):
    """The error value of a formula, such as `#REF!`."""


def records(
    collection: str, rows: Iterator[tuple[int, Sequence[Any]]], at: Place, first: int, outside: str
) -> Iterator[Record | Problem]:
    """Yield the records of a table.

    Args:
        collection: What the records are.
        rows: Row number and cells, from the heading on. Blank rows may be left out.
        at: File and sheet.
        first: Number of the row that should be the heading.
        outside: Remedy for values beyond the last column.

    Raises:
        UnreadableError: The heading row is missing or cannot be used.
    """
    columns: list[str] = []
    for number, cells in rows:
        texts = ["" if cell is None else str(cell).strip() for cell in cells]
        here = Place(at.file, at.sheet, number)
        if not any(texts):
            continue
        if not columns:
            columns = _columns(texts, here, first)
        elif isinstance(cells[0], BrokenCell) or not texts[0].startswith(HINT):
            yield from _record(collection, columns, cells, texts, here, first, outside)


def _columns(texts: list[str], here: Place, first: int) -> list[str]:
    if here.row != first:
        raise UnreadableError(
            Place(here.file, here.sheet, first), "Overskriftsraden er tom.", "Skriv feltnavnene i første rad."
        )
    columns = list(texts)
    while not columns[-1]:
        columns.pop()
    if "" in columns:
        raise UnreadableError(
            here,
            f"Kolonne {columns.index('') + 1} har ingen overskrift. Sammenslåtte celler i overskriften kan ikke leses.",
            "La hver kolonne ha sitt feltnavn i én celle, i første rad.",
        )
    doubled = sorted({column for column in columns if columns.count(column) > 1})
    if doubled:
        raise UnreadableError(here, f"Kolonnen «{doubled[0]}» står to ganger.", "Fjern den ene.")
    return columns


def _record(
    collection: str,
    columns: list[str],
    cells: Sequence[Any],
    texts: list[str],
    here: Place,
    first: int,
    outside: str,
) -> Iterator[Record | Problem]:
    if any(texts[len(columns) :]):
        if len(columns) == 1:
            raise UnreadableError(
                Place(here.file, here.sheet, first),
                "Overskriften har bare én kolonne. En tittel eller sammenslåtte celler over tabellen kan ikke leses.",
                "La første rad bestå av feltnavnene, ett i hver celle.",
            )
        yield Problem(
            here, "", f"Raden har {len(cells)} verdier, men overskriften har {len(columns)} kolonner.", outside
        )
        return
    broken = [column for column, cell in zip(columns, cells, strict=False) if isinstance(cell, BrokenCell)]
    for column in broken:
        value = texts[columns.index(column)]
        yield Problem(
            Place(here.file, here.sheet, here.row, column),
            value,
            f"Cellen viser «{value}», som er en feil i en formel.",
            "Rett formelen, eller skriv verdien.",
        )
    if not broken:
        stripped = (text if isinstance(cell, str) else cell for cell, text in zip(cells, texts, strict=True))
        values = {column: cell for column, cell in zip(columns, stripped, strict=False) if cell not in (None, "")}
        yield Record(collection, values, here, heading=first)
