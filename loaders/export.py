"""Writing a dataset out again, as the graph has it or an earlier load said it. Loading that gives no difference."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from graph import loads
from graph.connection import Graph
from loaders.columns import Column, of_kind, of_relationship
from loaders.dataset import DESCRIPTION, Description
from loaders.load import LoadReport
from loaders.load import load as load_dataset
from loaders.progress import silent
from loaders.staging import Staging, canonical, parsed
from loaders.surroundings import fetch_current
from loaders.workbook import add_dataset_sheet, add_sheet, new_workbook, refuse_existing
from schema.catalogue import KIND_OF_COLLECTION, KINDS, RELATIONSHIPS, Kind, Property, link_properties
from schema.errors import NotFoundError, QuestionError, SourceError

FORMATS = ("yaml", "csv")
_OWNERS = ("source", "certainty", "illustrative")
_DIGITS_IN_A_SHEET = 15
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_Table = tuple[str, list[Column], Callable[[], Iterator[dict[str, Any]]]]


async def export(graph: Graph, dataset: str, path: Path, load: str | None = None, format: str = "yaml") -> None:
    """Write a dataset as a folder, or as a workbook where the path ends in `.xlsx`.

    Args:
        graph: Where from.
        dataset: Id of the dataset.
        path: Where to; what is there already is never written over.
        load: Id of an earlier load, such as `asker@3`; without it the dataset as the graph has it now.
        format: `yaml`, one file per area, or `csv`, one file per collection.

    Raises:
        NotFoundError: There is no such dataset or load.
        QuestionError: The format is unknown.
        SourceError: Something is there already, or a value cannot be written in a table.
    """
    if format not in FORMATS:
        raise QuestionError(f"«{format}» er ikke et format.", f"Velg {' eller '.join(FORMATS)}, eller en sti på .xlsx.")
    wanted = load or await loads.latest(graph, dataset)
    if not wanted or wanted.partition("@")[0] != dataset:
        raise NotFoundError(
            f"Grafen har ingen lasting «{wanted or dataset}» av datasettet «{dataset}».",
            "`styring history` viser lastingene.",
        )
    refuse_existing(path)
    description = Description.model_validate(await loads.description(graph, wanted))
    with Staging() as staging:
        if load:
            async for row in loads.records(graph, load):
                _stage(staging, row)
        else:
            await fetch_current(graph, dataset, staging, silent)
        staging.run("CREATE INDEX current_link_start ON current_link (start)")
        contents = _Contents(staging, description)
        if path.suffix.lower() == ".xlsx":
            _write_workbook(path, contents)
        else:
            path.mkdir(parents=True, exist_ok=True)
            (path / DESCRIPTION).write_text(_yaml(contents.described()), encoding="utf-8")
            write = _write_csv if format == "csv" else _write_yaml
            write(path, contents)


async def restore(graph: Graph, load: str, by: str = "") -> LoadReport:
    """Load what an earlier load said, as a new load: the dataset becomes what it was known as then.

    Raises:
        NotFoundError: There is no such load.
        InvalidDataError: It rests on something that other datasets no longer have.
    """
    dataset = load.partition("@")[0]
    with tempfile.TemporaryDirectory(prefix="styring-") as folder:
        await export(graph, dataset, Path(folder) / dataset, load)
        return await load_dataset(graph, Path(folder) / dataset, by=by)


def _stage(staging: Staging, row: dict[str, Any]) -> None:
    body = row.get("node")
    if body is not None:
        staging.add("current_node", body["id"], body["kind"], canonical(body))
    else:
        staging.add(
            "current_link", row["type"], row["start"], row["finish"], row["body"]["key"], canonical(row["body"])
        )


class _Contents:
    """The records of a dataset, as a person would have written them: without what goes without saying."""

    def __init__(self, staging: Staging, description: Description) -> None:
        self._staging = staging
        self._dataset = description.id
        self._description = description

    def described(self) -> dict[str, Any]:
        return self._description.model_dump(mode="json", exclude_none=True)

    def kinds(self) -> list[Kind]:
        there = {name for (name,) in self._staging.rows("SELECT DISTINCT kind FROM current_node")}
        return [kind for name, kind in KINDS.items() if name in there]

    def records(self, kind: Kind) -> Iterator[dict[str, Any]]:
        """Each record with its relationships: those without properties as ids, the others as mappings."""
        rows = self._staging.rows("SELECT body FROM current_node WHERE kind = ? ORDER BY id", kind.name)
        for (text,) in rows:
            body = parsed(text)
            links: dict[str, list[Any]] = {}
            for name, finish, said in self._links(body["id"]):
                told = self._told(said, link_properties(RELATIONSHIPS[name].link), body)
                to = self._local(finish)
                links.setdefault(RELATIONSHIPS[name].field_name, []).append({"to": to, **told} if told else to)
            by_default = self._by_default()
            yield {
                "id": self._local(body["id"]),
                **self._told(body, kind.properties, by_default),
                **{
                    end.relationship.field_name: links[end.relationship.field_name]
                    for end in kind.ends
                    if end.relationship.field_name in links
                },
            }

    def link_rows(self, relationship: str) -> Iterator[dict[str, Any]]:
        """The relationships of a type that have properties, as rows of a table of their own."""
        properties = link_properties(RELATIONSHIPS[relationship].link)
        rows = self._staging.rows(
            "SELECT l.start, l.finish, l.body, n.body FROM current_link l JOIN current_node n ON n.id = l.start "
            "WHERE l.type = ? ORDER BY l.start, l.finish, l.key",
            relationship,
        )
        for start, finish, text, owner in rows:
            said = parsed(text)
            if self._told(said, properties, parsed(owner)):
                told = self._told(said, properties, self._by_default())
                yield {"from": self._local(start), "to": self._local(finish), **told}

    def _links(self, start: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        rows = self._staging.rows(
            "SELECT type, finish, body FROM current_link WHERE start = ? ORDER BY type, finish, key", start
        )
        for name, finish, text in rows:
            yield name, finish, parsed(text)

    def _by_default(self) -> dict[str, Any]:
        return {
            "source": self._description.default_source,
            "certainty": str(self._description.default_certainty),
            "illustrative": False,
        }

    def _told(self, body: dict[str, Any], properties: tuple[Property, ...], owner: dict[str, Any]) -> dict[str, Any]:
        """The properties that must be written: those that differ from their default, or from the owner's."""
        told: dict[str, Any] = {}
        for item in properties:
            value = body.get(item.name)
            default = owner[item.name] if item.name in _OWNERS else item.default
            if value is None or value == default or item.name == "id":
                continue
            if item.refers_to:
                value = self._local(value)
            told[item.name] = date.fromisoformat(value) if item.type is date else value
        return told

    def _local(self, full: str) -> str:
        return full.removeprefix(f"{self._dataset}:")

    def tables(self) -> Iterator[_Table]:
        """Name, columns and rows of each table, with the columns that are used."""
        for kind in self.kinds():
            yield self._table(kind.collection, of_kind(kind), partial(self._flat_records, kind))
        types = [name for (name,) in self._staging.rows("SELECT DISTINCT type FROM current_link ORDER BY type")]
        for name in types:
            relationship = RELATIONSHIPS[name]
            rows = partial(self.link_rows, name)
            if next(rows(), None) is None:
                continue
            if relationship.field_name in KIND_OF_COLLECTION:
                raise SourceError(
                    f"Relasjonen «{relationship.bokmaal}» har egne opplysninger, men ingen egen tabell: "
                    f"«{relationship.field_name}» er også en samling.",
                    "Eksporter som YAML.",
                )
            yield self._table(relationship.field_name, of_relationship(relationship), rows)

    def _flat_records(self, kind: Kind) -> Iterator[dict[str, Any]]:
        """Each record without the relationships that stand in tables of their own."""
        for record in self.records(kind):
            flat = {}
            for name, value in record.items():
                kept = [item for item in value if not isinstance(item, dict)] if isinstance(value, list) else value
                if kept != []:
                    flat[name] = kept
            yield flat

    def _table(self, name: str, columns: tuple[Column, ...], rows: Callable[[], Iterator[dict[str, Any]]]) -> _Table:
        used = {field for row in rows() for field in row}
        return name, [column for column in columns if column.name in used], rows


def _yaml(value: Any) -> str:
    return str(yaml.dump(value, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=110))


def _write_yaml(folder: Path, contents: _Contents) -> None:
    """One file per area. Records are written one by one, so that memory stays flat."""
    kinds = contents.kinds()
    for area in dict.fromkeys(kind.area for kind in kinds):
        with (folder / f"{area}.yaml").open("w", encoding="utf-8", newline="\n") as file:
            for kind in kinds:
                if kind.area == area:
                    file.write(f"{kind.collection}:\n")
                    for record in contents.records(kind):
                        file.write(_yaml([{name: _single(value) for name, value in record.items()}]))


def _single(value: Any) -> Any:
    """One id or text by itself, without a list around it, where it is then read as the same list."""
    alone = isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) and ";" not in value[0]
    return value[0] if alone else value


def _write_csv(folder: Path, contents: _Contents) -> None:
    for name, columns, rows in contents.tables():
        # With a BOM, because Excel takes the file for Windows-1252 without it.
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            lines = csv.writer(file, delimiter=";")
            lines.writerow([column.name for column in columns])
            lines.writerows([_csv_text(row.get(column.name)) for column in columns] for row in rows())


def _write_workbook(path: Path, contents: _Contents) -> None:
    book = new_workbook()
    add_dataset_sheet(book, [(name, str(value), "") for name, value in contents.described().items()])
    for name, columns, rows in contents.tables():
        cells = ([_sheet_value(row.get(column.name)) for column in columns] for row in rows())
        add_sheet(book, name, columns, cells, hints=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _csv_text(value: Any) -> str:
    if value is None:
        return ""
    return _with_comma(value) if isinstance(value, float) else str(_cell(value))


def _with_comma(value: float) -> str:
    return repr(value).replace(".", ",")


def _sheet_value(value: Any) -> Any:
    """Numbers that a spreadsheet would round are written as text; loading reads them as numbers all the same."""
    if isinstance(value, float) and float(f"{value:.{_DIGITS_IN_A_SHEET}g}") != value:
        return _with_comma(value)
    if isinstance(value, int) and len(str(abs(value))) > _DIGITS_IN_A_SHEET:
        return str(value)
    return _cell(value)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, list):
        if any(";" in item for item in value):
            raise SourceError(
                f"«{next(item for item in value if ';' in item)}» står i en liste og har semikolon i seg, og kan ikke "
                "skrives i en tabell.",
                "Eksporter som YAML.",
            )
        return ";".join(value)
    return value
