"""What a conversion gives: records as a person would write them, and a list of all that was not kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import yaml

from loaders.dataset import DESCRIPTION
from loaders.workbook import refuse_existing
from schema.catalogue import KIND_OF_COLLECTION
from schema.errors import SourceError
from schema.values import DATASET_ID

NOT_KEPT = "ikke-tatt-med.txt"
"""The file beside the records that tells what was not kept. The loader passes over it."""
_LONGEST_VALUE = 200
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True)
class NotKept:
    """Something that the conversion did not take with it."""

    path: str
    value: str
    why: str


@dataclass
class Converted:
    """Records by collection, in the order they came, and what was not kept."""

    records: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    not_kept: list[NotKept] = field(default_factory=list)
    _by_id: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)

    def add(self, collection: str, record: dict[str, Any]) -> None:
        """Keep a record; fields without a value are left out."""
        told = {name: value for name, value in record.items() if value is not None and value != []}
        self.records.setdefault(collection, []).append(told)
        self._by_id[told["id"]] = collection, told

    def leave(self, path: str, value: Any, why: str) -> None:
        """Tell that something is not kept."""
        text = value if isinstance(value, str) else orjson.dumps(value).decode()
        self.not_kept.append(NotKept(path, text[:_LONGEST_VALUE], why))

    def find(self, collection: str, id_: str) -> dict[str, Any] | None:
        """The record of a collection with an id, if there is one."""
        found = self._by_id.get(id_)
        return found[1] if found and found[0] == collection else None

    def __contains__(self, id_: object) -> bool:
        """Whether some record has the id."""
        return id_ in self._by_id

    def name_of(self, id_: str) -> str:
        """The name of the record with an id."""
        return str(self._by_id[id_][1]["name"])

    def free_id(self, base: str) -> str:
        """An id that no record has: the base, or the base with a number."""
        number, found = 1, base
        while found in self._by_id:
            number += 1
            found = f"{base}-{number}"
        return found


def read_json(path: Path) -> Any:
    """The contents of a JSON file.

    Raises:
        SourceError: It is not there, or it is not JSON.
    """
    if not path.is_file():
        raise SourceError(f"Filen {path} finnes ikke.", "Se etter skrivefeil i stien.")
    try:
        return orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise SourceError(
            f"{path} er ikke JSON: linje {error.lineno}, tegn {error.colno}.", "Hent filen på nytt, eller rett den der."
        ) from error


def write_dataset(converted: Converted, folder: Path, dataset: str, title: str, source: str) -> None:
    """Write the records as a dataset folder, with the list of what was not kept beside them.

    Raises:
        SourceError: There is something in the folder already, there are no records, or the id is not one.
    """
    if not re.fullmatch(DATASET_ID, dataset):
        raise SourceError(
            f"«{dataset}» kan ikke være id for et datasett.", "Bruk små bokstaver, tall og bindestrek, som brreg."
        )
    if not converted.records:
        raise SourceError("Det var ingenting i kilden som kunne tas med.", _first_reasons(converted))
    refuse_existing(folder)
    folder.mkdir(parents=True, exist_ok=True)
    described = {
        "id": dataset,
        "title": title,
        "language": "nb",
        "default_source": source,
        "default_certainty": "documented",
    }
    (folder / DESCRIPTION).write_text(_yaml(described), encoding="utf-8")
    for name in KIND_OF_COLLECTION:
        if name in converted.records:
            (folder / f"{name}.yaml").write_text(_yaml({name: converted.records[name]}), encoding="utf-8")
    lines = [f"{one.path}\t{one.value}\t{one.why}\n" for one in converted.not_kept]
    (folder / NOT_KEPT).write_text("".join(["Sted\tVerdi\tHvorfor ikke\n", *lines]), encoding="utf-8")


def _first_reasons(converted: Converted) -> str:
    return " ".join(f"{one.path}: {one.why}." for one in converted.not_kept[:3]) or "Se om det er riktig fil."


def _yaml(value: Any) -> str:
    return str(yaml.dump(value, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=110))


def local_id(text: str) -> str:
    """An id made out of another system's, which may have letters in it that ids here have not."""
    made = re.sub(r"[^A-Za-z0-9ÆØÅæøå._/\-]+", "-", text).strip("-._/")
    return made[:180] or "uten-id"
