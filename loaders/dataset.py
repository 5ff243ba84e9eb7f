"""A dataset: a folder or one workbook of one municipality or catalogue, and the files in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import openpyxl
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from loaders.readers import csv_file, excel_file, json_file, yaml_file
from loaders.records import Record
from schema.errors import SourceError
from schema.values import DATASET_ID, Certainty, Text

DESCRIPTION = "dataset.yaml"
READERS = {
    ".yaml": yaml_file.read,
    ".yml": yaml_file.read,
    ".csv": csv_file.read,
    ".xlsx": excel_file.read,
    ".xlsm": excel_file.read,
    ".json": json_file.read,
}


class Description(BaseModel):
    """What dataset.yaml says about the dataset."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=f"^{DATASET_ID}$", max_length=60)] = Field(
        description="Prefix of every id in the dataset."
    )
    title: Text = Field(description="Name people see.")
    municipality_number: Annotated[str, StringConstraints(pattern=r"^\d{4}$")] | None = Field(
        default=None, description="Official municipality number, where the dataset is a municipality's."
    )
    language: Text = Field(default="nb", description="Language of the texts.")
    default_source: Text = Field(description="Source of facts that do not name their own.")
    default_certainty: Certainty = Field(
        default=Certainty.DOCUMENTED, description="Certainty of facts that do not say."
    )


@dataclass(frozen=True)
class Dataset:
    """A described dataset and its files, in the order they are read."""

    description: Description
    files: tuple[Path, ...]
    root: Path

    def records(self) -> Iterator[Record]:
        """Yield every record of every file.

        Raises:
            SourceError: A file cannot be read at all.
        """
        for path in self.files:
            try:
                yield from READERS[path.suffix.lower()](path, path.name)
            except OSError as error:
                raise SourceError(f"{path.name} kan ikke leses: {error.strerror}.", "Se om filen er i bruk.") from error


def open_dataset(path: Path, largest_mb: int = 512) -> Dataset:
    """Find the files of a dataset.

    Args:
        path: A folder with dataset.yaml, or one workbook with a sheet `dataset` of fields and values.
        largest_mb: Files above this size are refused.

    Raises:
        SourceError: There is no dataset there, a file is too large, or dataset.yaml is wrong.
    """
    if not path.exists():
        raise SourceError(f"{path} finnes ikke.", "Se etter skrivefeil i stien.")
    files = sorted(item for item in path.iterdir() if item.is_file()) if path.is_dir() else [path]
    for file in files:
        megabytes = file.stat().st_size // 1_000_000
        if file.suffix.lower() in READERS and megabytes > largest_mb:
            raise SourceError(
                f"{file.name} er {megabytes} MB. En fil i et datasett kan være {largest_mb} MB.",
                "Del den i flere datasett, eller sett STYRING_MAX_FILE_MB høyere.",
            )
    if path.is_dir():
        return _folder(path, files)
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise SourceError(
            f"{path} er verken en mappe eller en arbeidsbok (.xlsx).", "Oppgi mappen som datasettet ligger i."
        )
    return Dataset(_workbook_description(path), (path,), path.parent)


def _folder(path: Path, files: list[Path]) -> Dataset:
    description = path / DESCRIPTION
    if not description.exists():
        raise SourceError(
            f"Mappen {path} har ingen {DESCRIPTION}.",
            f"Lag {DESCRIPTION} med id, title og default_source; se «Din egen kommune» i README.",
        )
    data = [
        item
        for item in files
        if item.suffix.lower() in READERS and item.name != DESCRIPTION and item.name[0] not in ".~"
    ]
    return Dataset(_described(yaml_file.read_mapping(description, DESCRIPTION), DESCRIPTION), tuple(data), path)


def _workbook_description(path: Path) -> Description:
    excel_file._refuse_unsafe(path, path.name)
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        if "dataset" not in book.sheetnames:
            raise SourceError(
                f"{path.name} har ikke noe ark som heter «dataset».", "Legg det til, med id, title og default_source."
            )
        rows = book["dataset"].iter_rows(min_row=1, max_col=2, values_only=True)
        values = {str(row[0]).strip(): str(row[1]).strip() for row in rows if len(row) > 1 and row[0] and row[1]}
    finally:
        book.close()
    values.pop("field", None)
    return _described(dict(values), path.name)


def _described(values: dict[str, object], name: str) -> Description:
    try:
        return Description.model_validate({key: str(value) for key, value in values.items()})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        known = ", ".join(Description.model_fields)
        said = {
            "missing": "mangler",
            "extra_forbidden": "er ikke et felt her",
        }.get(first["type"], f"kan ikke være «{first['input']}»")
        raise SourceError(
            f"{name}: «{where}» {said}.", f"Feltene er {known}; id er små bokstaver, tall og bindestrek."
        ) from error
