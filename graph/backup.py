"""The whole graph in one file, and back: nodes, relationships, and every load with the content that was kept.

A backup is gzipped JSON lines, the same from both engines:

    {"backup": 1, "engine": "ArcadeDB"}
    {"labels": ["Node", "Goal"], "properties": {…}}
    {"type": "PART_OF", "start": "asker:dm-1", "finish": "asker:hm-1", "properties": {…}}
    {"nodes": 1200, "links": 3400, "sha256": "…"}

The last line counts the others and has their hash, so that a file that was cut is known from one that is whole.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from graph.connection import Graph, Row, Transaction
from schema.catalogue import KINDS, RELATIONSHIPS
from schema.errors import GraphConflictError, SourceError

_FORMAT = 1
_EACH = 2000
_OWN_LABELS = frozenset({"Dataset", "Load", "LoadContent"})
_DAY = "$day"

_TURNS = "MATCH (d:Dataset) RETURN d.id AS id, d.load AS load ORDER BY id"
_NODES = (
    "MATCH (n) WHERE n:Node OR n:Dataset OR n:Load OR n:LoadContent "
    "RETURN labels(n) AS labels, properties(n) AS properties"
)
_LINKS = (
    "MATCH (a:Node)-[r]->(b:Node) RETURN type(r) AS type, a.id AS start, b.id AS finish, properties(r) AS properties"
)


@dataclass(frozen=True)
class Backup:
    """What a backup holds."""

    nodes: int
    links: int


class _Writer:
    """Writes lines, and remembers how many and what they come to."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.nodes = self.links = 0

    def line(self, value: dict[str, Any]) -> None:
        """Write one line."""
        text = json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n"
        self._hash.update(text.encode())
        self._file.write(text)
        self.nodes += "labels" in value
        self.links += "type" in value

    def end(self) -> None:
        """Write the last line."""
        last = {"nodes": self.nodes, "links": self.links, "sha256": self._hash.hexdigest()}
        self._file.write(json.dumps(last) + "\n")


async def back_up(graph: Graph, path: Path) -> Backup:
    """Write the whole graph to a file. It takes its name when it is whole, so that an older one is lost for nothing.

    Raises:
        GraphConflictError: A dataset was loaded meanwhile.
    """
    unfinished = path.with_name(path.name + ".unfinished")

    async def work(transaction: Transaction) -> Backup:
        before = await transaction.run(_TURNS)
        with gzip.open(unfinished, "wt", encoding="utf-8", compresslevel=4) as file:
            writer = _Writer(file)
            writer.line({"backup": _FORMAT, "engine": graph.engine.name})
            async for row in transaction.stream(_NODES):
                writer.line({"labels": sorted(row["labels"]), "properties": _told(row["properties"])})
            async for row in transaction.stream(_LINKS):
                writer.line({**row, "properties": _told(row["properties"])})
            writer.end()
        if await transaction.run(_TURNS) != before:
            raise GraphConflictError(
                "Noen lastet et datasett mens sikkerhetskopien ble skrevet.", "Ta sikkerhetskopien på nytt."
            )
        return Backup(writer.nodes, writer.links)

    try:
        made = await graph.read_together(work)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return made


async def restore(graph: Graph, path: Path) -> Backup:
    """Fill an empty graph from a backup. A restore that was broken off is begun anew by the next.

    Raises:
        SourceError: The file is no backup, or not a whole one. Nothing is written.
        GraphConflictError: There is something in the graph.
    """
    found = checked(path)
    await _begin(graph)
    for rows in _batches(_lines(path, "labels")):
        await _create(graph, _by_labels(rows))
    for rows in _batches(_lines(path, "type")):
        await _create(graph, _by_type(rows))
    await _run(graph, "MATCH (r:Restoring) DELETE r")
    return found


def checked(path: Path) -> Backup:
    """Read a backup through and make sure that it is whole and names only what the schema has.

    Raises:
        SourceError: It is no backup, or not a whole one.
    """
    digest, nodes, links, last = hashlib.sha256(), 0, 0, ""
    for number, text in enumerate(_texts(path)):
        if last:
            digest.update(last.encode())
            value = _read(path, last)
            if number == 1 and value.get("backup") != _FORMAT:
                raise _no_backup(path)
            _check_names(path, value)
            nodes += "labels" in value
            links += "type" in value
        last = text
    end = _read(path, last) if last else {}
    if end != {"nodes": nodes, "links": links, "sha256": digest.hexdigest()}:
        raise SourceError(f"Sikkerhetskopien {path} er ikke hel.", "Bruk en annen; ingenting er skrevet.")
    return Backup(nodes, links)


def _texts(path: Path) -> Iterator[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            yield from file
    except (gzip.BadGzipFile, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise SourceError(f"Sikkerhetskopien {path} er ikke hel.", "Bruk en annen; ingenting er skrevet.") from error


def _read(path: Path, text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise _no_backup(path) from error
    if not isinstance(value, dict):
        raise _no_backup(path)
    return value


def _no_backup(path: Path) -> SourceError:
    return SourceError(f"{path} er ingen sikkerhetskopi.", "Oppgi en fil som `styring backup` har skrevet.")


def _check_names(path: Path, value: dict[str, Any]) -> None:
    labels = set(value.get("labels", ())) - {"Node"} - _OWN_LABELS - KINDS.keys()
    types = {value["type"]} - RELATIONSHIPS.keys() if "type" in value else set()
    for unknown in sorted(labels | types):
        raise SourceError(
            f"Sikkerhetskopien {path} har «{unknown}», som denne utgaven av programmet ikke kjenner.",
            "Bruk utgaven som skrev den, eller last datasettene på nytt.",
        )


def _lines(path: Path, having: str) -> Iterator[Row]:
    for text in _texts(path):
        value = json.loads(text)
        if having in value:
            yield {**value, "properties": _untold(value["properties"])}


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _EACH)):
        yield batch


async def _begin(graph: Graph) -> None:
    """Mark that a restore goes on; take away what an earlier one that was broken off has left."""
    if await graph.read("MATCH (r:Restoring) RETURN 1 AS one LIMIT 1"):
        while await _run(graph, "MATCH (n) WHERE NOT n:Restoring WITH n LIMIT 5000 DETACH DELETE n RETURN 1 AS one"):
            pass
        return
    if await graph.read("MATCH (n) RETURN 1 AS one LIMIT 1"):
        raise GraphConflictError(
            f"Det er noe i grafen på {graph.address} fra før.",
            "Gjenopprett i en tom graf: sett STYRING_FOLDER til en ny mappe, eller NEO4J_DATABASE til en tom database.",
        )
    await _run(graph, "CREATE (:Restoring)")


async def _run(graph: Graph, text: str, **parameters: Any) -> list[Row]:
    return await graph.write(lambda transaction: transaction.run(text, **parameters))


def _by_labels(rows: Iterable[Row]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[f"UNWIND $rows AS row CREATE (n:{':'.join(row['labels'])}) SET n = row"].append(row["properties"])
    return found


def _by_type(rows: Iterable[Row]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        text = (
            "UNWIND $rows AS row MATCH (a:Node {id: row.start}), (b:Node {id: row.finish}) "
            f"CREATE (a)-[r:{row['type']}]->(b) SET r = row.properties"
        )
        found[text].append(row)
    return found


async def _create(graph: Graph, by_text: dict[str, list[Any]]) -> None:
    async def work(transaction: Transaction) -> None:
        for text, rows in by_text.items():
            await transaction.run(text, rows=rows)

    await graph.write(work)


def _told(properties: Row) -> Row:
    return {name: {_DAY: value.isoformat()} if isinstance(value, date) else value for name, value in properties.items()}


def _untold(properties: Row) -> Row:
    return {
        name: date.fromisoformat(value[_DAY]) if isinstance(value, dict) else value
        for name, value in properties.items()
    }
