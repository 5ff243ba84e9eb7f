"""Empty templates to fill in: a workbook with every column explained, or the same as a folder of CSV files."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from openpyxl.styles import Alignment, Font

from loaders import wording
from loaders.columns import Column, has_own_table, of_kind, of_relationship
from loaders.dataset import DESCRIPTION
from loaders.readers.excel_file import GUIDE_SHEET
from loaders.workbook import add_dataset_sheet, add_sheet, hint_rows, new_workbook, refuse_existing
from schema.catalogue import KIND_OF_COLLECTION, KINDS, RELATIONSHIPS, Kind
from schema.errors import QuestionError

_DESCRIPTION = (
    ("id", "min-kommune", "Står foran alle id-er i grafen: små bokstaver, tall og bindestrek. Bytt ut eksempelet."),
    ("title", "Min kommune", "Navnet folk ser."),
    ("municipality_number", "", "Kommunenummeret, fire sifre. Kan stå tom."),
    ("language", "nb", "Språket i tekstene."),
    ("default_source", "Utfylt mal", "Kilden for opplysninger som ikke sier sin egen."),
    ("default_certainty", "documented", "adopted, documented, interpreted eller proposed."),
)
_GUIDE = (
    "Slik fyller du ut malen",
    "Hvert ark er én samling. Første rad er feltnavnene; den skal stå urørt, men kolonner du ikke bruker, kan slettes.",
    "Rader der første celle begynner med #, er forklaringer. De leses ikke, og kan slettes.",
    "Skriv én post per rad under forklaringene. Tomme ark leses ikke.",
    "Gi hver post en id som er unik i hele arbeidsboken. Andre poster peker på den med id-en.",
    "Peker du på noe i et annet datasett, skriver du navnet på datasettet og kolon foran: sdg:11.6.",
    "Flere verdier i én celle skilles med semikolon.",
    "Datoer skrives som 2025-12-31 eller 31.12.2025. «Gyldig til» er første dag noe ikke gjelder lenger.",
    "Skal en relasjon ha egne opplysninger, har den et eget ark med kolonnene from og to, for eksempel «holds».",
    "Fyll ut arket «dataset» først: id, navn og kilde.",
    "Last arbeidsboken med «styring load FIL --dry-run» for å se hva som er feil, uten at noe blir skrevet.",
    "Arkene:",
)


def write_template(path: Path, kinds: Sequence[str] = ()) -> None:
    """Write a workbook to fill in, with one sheet per collection and per relationship that has properties.

    Args:
        path: The file to write; it must not be there already.
        kinds: Names of kinds or collections to take with; all where none is given.

    Raises:
        QuestionError: A kind is unknown.
        SourceError: The file is there already.
    """
    tables = _tables(kinds)
    refuse_existing(path)
    book = new_workbook()
    guide = book.create_sheet(GUIDE_SHEET)
    for line in _GUIDE:
        guide.append([line])
    for name, bokmaal, _ in tables:
        guide.append([f"{name}: {bokmaal}"])
    guide.column_dimensions["A"].width = 110
    guide["A1"].font = Font(bold=True, size=14)
    for row in guide.iter_rows():
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    add_dataset_sheet(book, _DESCRIPTION)
    for name, _, columns in tables:
        add_sheet(book, name, columns, (), hints=True)
    book.save(path)


def write_csv_templates(folder: Path, kinds: Sequence[str] = ()) -> None:
    """Write the same as a folder of CSV files and a dataset.yaml.

    Args:
        folder: Where to; it must be empty, or not be there.
        kinds: Names of kinds or collections to take with; all where none is given.

    Raises:
        QuestionError: A kind is unknown.
        SourceError: The folder holds something already.
    """
    tables = _tables(kinds)
    refuse_existing(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f"# {explanation}\n{'' if value else '# '}{field}: {value}".rstrip()
        for field, value, explanation in _DESCRIPTION
    ]
    (folder / DESCRIPTION).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, _, columns in tables:
        # With a BOM, because Excel takes the file for Windows-1252 without it.
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file, delimiter=";")
            rows.writerow([column.name for column in columns])
            rows.writerows(hint_rows(columns))


def _tables(names: Sequence[str]) -> list[tuple[str, str, tuple[Column, ...]]]:
    """Name, bokmål and columns of each table for these kinds, in the order of the schema."""
    kinds = [kind for kind in KINDS.values() if not names or kind in [_kind(name) for name in names]]
    used = {end.relationship.name for kind in kinds for end in kind.ends}
    own = [item for name, item in RELATIONSHIPS.items() if name in used and has_own_table(item)]
    return [
        *((kind.collection, kind.bokmaal, of_kind(kind)) for kind in kinds),
        *((item.field_name, f"relasjonen «{item.bokmaal}»", of_relationship(item)) for item in own),
    ]


def _kind(name: str) -> Kind:
    found = KINDS.get(name) or KIND_OF_COLLECTION.get(name)
    if found is None:
        raise QuestionError(
            f"«{name}» er ikke et slag node.",
            wording.near(name, [*KINDS, *KIND_OF_COLLECTION]) or "Slagene står i docs/model.md.",
        )
    return found
