"""JSON with the collections as top-level keys, read record by record. Row is the record's number in its collection."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import ijson

from loaders.records import Record
from schema.errors import Place, SourceError


def read(path: Path, name: str) -> Iterator[Record]:
    """Yield the records of a file.

    Raises:
        SourceError: The file is not JSON, or a collection is not a list of objects.
    """
    with path.open("rb") as file:
        if file.read(3) != b"\xef\xbb\xbf":
            file.seek(0)
        try:
            yield from _records(ijson.parse(file), name)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            first = str(error).splitlines()[0]
            raise SourceError(
                f"{name} er ikke gyldig JSON ({first}).", "Se etter manglende komma eller krøllparentes."
            ) from error


def _records(events: Iterator[tuple[str, str, Any]], name: str) -> Iterator[Record]:
    collection, number = "", 0
    builder: Any = None
    for prefix, event, value in events:
        if prefix == "":
            collection, number = (str(value), 0) if event == "map_key" else (collection, number)
            if event not in {"start_map", "map_key", "end_map"}:
                raise SourceError(f"{name}: øverst skal det stå et objekt med samlinger.", 'Skriv {"tiltak": [ … ]}.')
        elif prefix == f"{collection}.item" and event == "start_map":
            number += 1
            builder = ijson.ObjectBuilder()
            builder.event(event, value)
        elif prefix == f"{collection}.item" and event == "end_map":
            builder.event(event, value)
            values = {key: _number(item) for key, item in builder.value.items() if item is not None}
            yield Record(collection, values, Place(name, collection, number))
            builder = None
        elif builder is not None:
            builder.event(event, value)
        elif event not in {"start_array", "end_array", "null"}:
            raise SourceError(f"{name}: «{collection}» skal være en liste av objekter.", 'Skriv [{"id": …}].')


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {key: _number(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_number(item) for item in value]
    return value
