"""CSV as people save it: `;`, `,` or tab between the columns, UTF-8 with or without BOM, or Windows-1252 from Excel."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from loaders.records import Record
from schema.errors import Place, SourceError


def read(path: Path, name: str) -> Iterator[Record]:
    """Yield the records of a file named after its collection.

    Raises:
        SourceError: The encoding cannot be told, or the heading row cannot be used.
    """
    with path.open(encoding=encoding_of(path, name), newline="") as file:
        heading = file.readline()
        if not heading.strip():
            return
        file.seek(0)
        separator = max(";,\t", key=heading.count)
        rows = csv.reader(file, delimiter=separator, strict=True)
        try:
            columns = checked_columns(next(rows), Place(name, "", 1))
            for cells in rows:
                yield from _record(path.stem, columns, cells, Place(name, "", rows.line_num))
        except csv.Error as error:
            raise SourceError(
                f"{name}, linje {rows.line_num}: linjen kan ikke deles i kolonner ({error}).",
                "Se etter et anførselstegn som ikke er lukket.",
            ) from error


def encoding_of(path: Path, name: str) -> str:
    """Return `utf-8-sig` where the whole file is UTF-8, or `cp1252` where it can be that.

    Raises:
        SourceError: It is neither.
    """
    for encoding in ("utf-8-sig", "cp1252"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    if b"\x00" in chunk:
                        break
                    decoder.decode(chunk)
                else:
                    decoder.decode(b"", final=True)
                    return encoding
        except UnicodeDecodeError:
            continue
    raise SourceError(
        f"{name} har en tegnkoding som ikke kan leses.", "Lagre den fra Excel som «CSV UTF-8 (semikolondelt)»."
    )


def checked_columns(cells: list[str], place: Place) -> list[str]:
    """Return the column names, or refuse a heading row that is merged, doubled or missing.

    Raises:
        SourceError: A heading is empty (as merged cells are) or stands twice.
    """
    columns = [cell.strip() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    where = f"{place.file}, ark {place.sheet}" if place.sheet else place.file
    if not columns:
        raise SourceError(f"{where}, rad {place.row}: overskriftsraden er tom.", "Skriv feltnavnene i første rad.")
    if "" in columns:
        raise SourceError(
            f"{where}, rad {place.row}: kolonne {columns.index('') + 1} har ingen overskrift. Sammenslåtte celler i "
            "overskriften kan ikke leses.",
            "La hver kolonne ha sitt feltnavn i én celle, i første rad.",
        )
    doubled = sorted({column for column in columns if columns.count(column) > 1})
    if doubled:
        raise SourceError(f"{where}, rad {place.row}: kolonnen «{doubled[0]}» står to ganger.", "Fjern den ene.")
    return columns


def _record(collection: str, columns: list[str], cells: list[str], place: Place) -> Iterator[Record]:
    if not any(cell.strip() for cell in cells):
        return
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise SourceError(
            f"{place.file}, linje {place.row}: linjen har {len(cells)} verdier, men overskriften har {len(columns)} kolonner.",
            "Sett anførselstegn rundt verdier som inneholder skilletegnet.",
        )
    values = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if cell.strip()}
    yield Record(collection, dict(values), place)
