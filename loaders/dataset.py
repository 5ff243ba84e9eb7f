"""A dataset: a folder or one workbook of one municipality or catalogue, and the files in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from loaders.readers import csv_file, excel_file, json_file, yaml_file
from loaders.records import Item, UnreadableError
from schema.errors import Place, SourceError
from schema.values import DATASET_ID, Certainty, Text

DESCRIPTION = "dataset.yaml"
TEXTS_BESIDE = frozenset({".md", ".txt"})
"""Files that tell people about a dataset; nobody expects them to be loaded."""
READERS: dict[str, Callable[[Path, str], Iterator[Item]]] = {
    ".yaml": yaml_file.read,
    ".yml": yaml_file.read,
    ".csv": csv_file.read,
    ".xlsx": excel_file.read,
    ".xlsm": excel_file.read,
    ".json": json_file.read,
}


class Description(BaseModel):
    """What dataset.yaml says about the dataset."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

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
    """A described dataset.

    Attributes:
        description: What it says about itself.
        files: What is read, in order.
        passed_over: Names of what lies in the folder and is not read.
        largest_mb: Files above this size are refused.
    """

    description: Description
    files: tuple[Path, ...]
    passed_over: tuple[str, ...]
    largest_mb: int

    def read(self, file: Path) -> Iterator[Item]:
        """Yield what one of the files holds.

        Raises:
            UnreadableError: It cannot be read, or not to its end.
        """
        _refuse_large(file, self.largest_mb)
        try:
            yield from READERS[file.suffix.lower()](file, file.name)
        except OSError as error:
            raise UnreadableError(
                Place(file.name), f"Filen kan ikke leses: {error.strerror or error}.", "Se om den er i bruk."
            ) from error


def open_dataset(path: Path, largest_mb: int = 512) -> Dataset:
    """Find the files of a dataset.

    Args:
        path: A folder with dataset.yaml, or one workbook with a sheet `dataset` of fields and values.
        largest_mb: Files above this size are refused.

    Raises:
        SourceError: There is no dataset there, or what describes it is wrong.
    """
    if path.is_dir():
        return _folder(path, largest_mb)
    if not path.exists():
        raise SourceError(f"{path} finnes ikke.", "Se etter skrivefeil i stien.")
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise SourceError(
            f"{path} er verken en mappe eller en arbeidsbok (.xlsx).", "Oppgi mappen som datasettet ligger i."
        )
    _refuse_large(path, largest_mb)
    return Dataset(_workbook_description(path), (path,), (), largest_mb)


def _refuse_large(file: Path, largest_mb: int) -> None:
    megabytes = file.stat().st_size // 1_000_000
    if megabytes > largest_mb:
        raise UnreadableError(
            Place(file.name),
            f"Filen er {megabytes} MB. En fil i et datasett kan være {largest_mb} MB.",
            "Del den i flere datasett, eller sett STYRING_MAX_FILE_MB høyere.",
        )


def _folder(path: Path, largest_mb: int) -> Dataset:
    description = path / DESCRIPTION
    if not description.is_file():
        raise SourceError(
            f"Mappen {path} har ingen {DESCRIPTION}.",
            f"Lag {DESCRIPTION} med id, title og default_source; se «Din egen kommune» i README.",
        )
    _refuse_large(description, largest_mb)
    files, passed_over = [], []
    for item in sorted(path.iterdir()):
        if item.name == DESCRIPTION or item.name[0] in ".~":
            continue
        if item.is_file() and item.suffix.lower() in READERS:
            files.append(item)
        elif item.suffix.lower() not in TEXTS_BESIDE:
            passed_over.append(item.name)
    described = _described(yaml_file.read_mapping(description, DESCRIPTION), DESCRIPTION)
    return Dataset(described, tuple(files), tuple(passed_over), largest_mb)


def _workbook_description(path: Path) -> Description:
    with excel_file.open_workbook(path, path.name) as book:
        if excel_file.DATASET_SHEET not in book.sheetnames:
            raise SourceError(
                f"{path.name} har ikke noe ark som heter «{excel_file.DATASET_SHEET}».",
                "Legg det til, med id, title og default_source.",
            )
        rows = book[excel_file.DATASET_SHEET].iter_rows(max_col=2, values_only=True)
        values = {str(name).strip(): value for name, value in rows if name is not None and value is not None}
    values.pop("field", None)
    number = values.get("municipality_number")
    if isinstance(number, int):
        values["municipality_number"] = f"{number:04}"  # a sheet drops the zero in front of 0301
    return _described(values, path.name)


def _described(values: dict[str, Any], name: str) -> Description:
    texts = {key: str(value) if isinstance(value, int | float | date) else value for key, value in values.items()}
    try:
        return Description.model_validate(texts)
    except ValidationError as error:
        wrong = [_wrong(str(detail["loc"][0]), detail["type"], detail["input"]) for detail in error.errors()]
        raise SourceError(
            f"{name}: {', '.join(wrong)}.",
            f"Feltene er {', '.join(Description.model_fields)}; id er små bokstaver, tall og bindestrek, og "
            "municipality_number er fire sifre.",
        ) from error


def _wrong(field: str, kind: str, value: object) -> str:
    if kind == "missing":
        return f"«{field}» mangler"
    if kind == "extra_forbidden":
        return f"«{field}» er ikke et felt her"
    return f"«{field}» kan ikke være «{value}»"
