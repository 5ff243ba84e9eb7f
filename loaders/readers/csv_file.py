"""CSV as people save it: `;`, `,` or tab between the columns, UTF-8 with or without BOM, or Windows-1252 from Excel."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from loaders.readers import table
from loaders.records import Item, Note, UnreadableError
from schema.errors import Place

_QUOTE = {
    ";": 'Sett anførselstegn rundt celler med semikolon i, som lister: "a;b".',
    ",": 'Sett anførselstegn rundt celler med komma i, som desimaltall: "1,5".',
    "\t": "Sett anførselstegn rundt celler med tabulator i.",
}


def read(path: Path, name: str) -> Iterator[Item]:
    """Yield the records of a file named after its collection.

    Raises:
        UnreadableError: The encoding cannot be told, the heading row cannot be used, or a quotation mark is not closed.
    """
    encoding = encoding_of(path, name)
    if encoding == "cp1252":
        yield Note(f"{name} er lest som Windows-1252, den eldre tegnkodingen fra Excel.")
    with path.open(encoding=encoding, newline="") as file:
        first, separator = _first_row(file)
        rows = csv.reader(file, delimiter=separator, strict=True)
        try:
            yield from table.records(path.stem, _numbered(rows, first), Place(name), first, _QUOTE[separator])
        except csv.Error as error:
            raise UnreadableError(
                Place(name, "", first - 1 + rows.line_num),
                f"Linjen kan ikke deles i kolonner ({error}).",
                "Se etter et anførselstegn som ikke er lukket.",
            ) from error


def _first_row(file: TextIO) -> tuple[int, str]:
    """The number of the heading row and what stands between the columns. Leaves the file at the heading row."""
    heading = file.readline()
    if heading.lower().startswith("sep=") and len(heading.strip()) == 5 and heading[4] in _QUOTE:
        return 2, heading[4]  # Excel's own way to say it; the line is not a heading
    file.seek(0)
    return 1, max(_QUOTE, key=heading.count)


def _numbered(rows: Any, first: int) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line it begins on."""
    begins = first
    for cells in rows:
        yield begins, cells
        begins = first + rows.line_num


def encoding_of(path: Path, name: str) -> str:
    """Return `utf-8-sig` where the whole file is UTF-8, or `cp1252` where it can be that.

    Raises:
        UnreadableError: It is neither.
    """
    for encoding in ("utf-8-sig", "cp1252"):
        if _is(encoding, path):
            return encoding
    raise UnreadableError(
        Place(name), "Tegnkodingen kan ikke leses.", "Lagre filen fra Excel som «CSV UTF-8 (semikolondelt)»."
    )


def _is(encoding: str, path: Path) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                if b"\x00" in chunk:  # no text has it, and both encodings would let it pass
                    return False
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
