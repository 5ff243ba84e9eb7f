"""JSON with the collections as top-level keys, read record by record. Row is the record's number in its collection."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import ijson

from loaders.records import Item, Record, UnreadableError
from schema.errors import Place, Problem

_DEEPEST = 8
_Event = tuple[str, Any]


def read(path: Path, name: str) -> Iterator[Item]:
    """Yield the records of a file.

    Raises:
        UnreadableError: The file is not JSON, or a collection is not a list of objects.
    """
    with path.open("rb") as file:
        if file.read(3) != b"\xef\xbb\xbf":
            file.seek(0)
        try:
            yield from _Parsed(ijson.basic_parse(file), name).records()
        except (ijson.JSONError, UnicodeDecodeError) as error:
            first = str(error).removeprefix("b'").split("\\n")[0].splitlines()[0]
            raise UnreadableError(
                Place(name), f"Filen er ikke gyldig JSON ({first}).", "Se etter manglende komma eller krøllparentes."
            ) from error


class _Parsed:
    """Builds values from the parser's events, one record at a time."""

    def __init__(self, events: Iterator[_Event], name: str) -> None:
        self._events = events
        self._name = name

    def records(self) -> Iterator[Record | Problem]:
        if next(self._events)[0] != "start_map":
            raise UnreadableError(
                Place(self._name), "Øverst skal det stå et objekt med samlinger.", 'Skriv {"tiltak": [ … ]}.'
            )
        while (event := next(self._events))[0] != "end_map":
            yield from self._collection(str(event[1]))
        for _ in self._events:  # lets the parser see what stands after the object
            pass

    def _collection(self, collection: str) -> Iterator[Record | Problem]:
        kind, _ = next(self._events)
        if kind == "null":
            return
        if kind != "start_array":
            raise UnreadableError(Place(self._name, collection), "Samlingen er ikke en liste.", 'Skriv [{"id": …}].')
        number = 0
        while (event := next(self._events))[0] != "end_array":
            number += 1
            at = Place(self._name, collection, number)
            value = self._value(event, at, 0)
            if isinstance(value, dict):
                yield Record(collection, {key: item for key, item in value.items() if item is not None}, at)
            else:
                yield Problem(at, str(value), "Posten er ikke et objekt.", 'Skriv den som {"id": …}.')

    def _value(self, event: _Event, at: Place, depth: int) -> Any:
        kind, value = event
        if depth > _DEEPEST:
            raise UnreadableError(at, "Posten har for mange nivåer.", "Forenkle den.")
        if kind == "start_map":
            return self._mapping(at, depth)
        if kind == "start_array":
            items = []
            while (event := next(self._events))[0] != "end_array":
                items.append(self._value(event, at, depth + 1))
            return items
        return _number(value) if isinstance(value, Decimal) else value

    def _mapping(self, at: Place, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while (event := next(self._events))[0] != "end_map":
            name = str(event[1])
            if name in values:
                raise UnreadableError(
                    Place(at.file, at.sheet, at.row, name),
                    f"Feltet «{name}» står to ganger i samme post.",
                    "Fjern det ene.",
                )
            values[name] = self._value(next(self._events), at, depth + 1)
        return values


def _number(value: Decimal) -> float | str:
    """A number; as text where the number would not be written the same way, so that the code `11.10` stays itself."""
    return float(value) if str(float(value)) == str(value) else str(value)
