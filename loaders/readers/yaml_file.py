"""YAML, read record by record with line numbers.

Values are read as YAML 1.2 does: `nei` and `0301` are text, only `true` and `false` are booleans. Anchors and aliases
are refused: a few lines of them can expand to more than a machine holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from loaders.records import Record
from schema.errors import Place, SourceError

_INTEGER = re.compile(r"^[-+]?(0|[1-9]\d*)$")
_DECIMAL = re.compile(r"^[-+]?\d+\.\d+([eE][-+]?\d+)?$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "false": False}
_DEEPEST = 8
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path, name: str) -> Iterator[Record]:
    """Yield the records of a file whose top-level keys are collections.

    Raises:
        SourceError: The file is not UTF-8 or not YAML, or uses anchors.
    """
    with path.open("rb") as file:
        if file.read(3) != b"\xef\xbb\xbf":
            file.seek(0)
        try:
            yield from _Events(yaml.parse(file, Loader=_LOADER), name).records()
        except yaml.YAMLError as error:
            raise _not_yaml(name, error) from error
        except UnicodeDecodeError as error:
            raise SourceError(f"{name} er ikke lagret som UTF-8.", "Lagre filen på nytt som UTF-8.") from error


def read_mapping(path: Path, name: str) -> dict[str, Any]:
    """Return a file that holds one mapping, such as dataset.yaml."""
    with path.open("rb") as file:
        try:
            return _Events(yaml.parse(file, Loader=_LOADER), name).whole()
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise _not_yaml(name, error) from error


def _not_yaml(name: str, error: Exception) -> SourceError:
    mark = getattr(error, "problem_mark", None)
    line = f", linje {mark.line + 1}" if mark else ""
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "kan ikke leses"
    return SourceError(
        f"{name}{line}: filen er ikke gyldig YAML ({what}).",
        "Se etter manglende kolon eller anførselstegn, tabulatorer og ujevne innrykk.",
    )


class _Events:
    """Builds values from the parser's events, one record at a time."""

    def __init__(self, events: Iterator[Any], name: str) -> None:
        self._events = events
        self._name = name

    def _next(self) -> Any:
        event = next(self._events)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise SourceError(
                f"{self._name}, linje {event.start_mark.line + 1}: filen bruker ankre (& og *), som ikke leses.",
                "Skriv verdien ut hver gang.",
            )
        return event

    def _begin(self) -> Any:
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        return event

    def whole(self) -> dict[str, Any]:
        event = self._begin()
        if isinstance(event, yaml.StreamEndEvent):
            return {}
        value = self._value(event, 0)
        if not isinstance(value, dict):
            raise SourceError(f"{self._name} skal bestå av felt med verdi.", "Skriv for eksempel «id: asker».")
        return value

    def records(self) -> Iterator[Record]:
        event = self._begin()
        if isinstance(event, yaml.StreamEndEvent):
            return
        if not isinstance(event, yaml.MappingStartEvent):
            raise SourceError(
                f"{self._name}, linje {event.start_mark.line + 1}: øverst skal det stå navn på samlinger.",
                "Skriv for eksempel «tiltak:» og under den en liste.",
            )
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            yield from self._collection(str(key.value))

    def _collection(self, collection: str) -> Iterator[Record]:
        event = self._next()
        if isinstance(event, yaml.ScalarEvent) and _scalar(event) is None:
            return
        if not isinstance(event, yaml.SequenceStartEvent):
            raise SourceError(
                f"{self._name}, linje {event.start_mark.line + 1}: «{collection}» er ikke en liste.",
                "Begynn hver post med bindestrek.",
            )
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.MappingStartEvent):
                raise SourceError(
                    f"{self._name}, linje {line}: posten under «{collection}» har ingen felt.",
                    "Skriv den som «- id: …» med feltene under.",
                )
            values, rows = self._mapping(1)
            yield Record(collection, values, Place(self._name, "", line), rows)

    def _mapping(self, depth: int) -> tuple[dict[str, Any], dict[str, int]]:
        values: dict[str, Any] = {}
        rows: dict[str, int] = {}
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            line = key.start_mark.line + 1
            name = str(getattr(key, "value", ""))
            if not isinstance(key, yaml.ScalarEvent):
                raise SourceError(f"{self._name}, linje {line}: et feltnavn må være tekst.", "")
            if name in values:
                raise SourceError(
                    f"{self._name}, linje {line}: feltet «{name}» står to ganger i samme post.", "Fjern det ene."
                )
            value = self._value(self._next(), depth)
            rows[name] = line
            if value is not None:
                values[name] = value
        return values, rows

    def _value(self, event: Any, depth: int) -> Any:
        if depth > _DEEPEST:
            raise SourceError(f"{self._name}, linje {event.start_mark.line + 1}: for mange nivåer.", "Forenkle posten.")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(depth + 1)[0]
        items = []
        while not isinstance(item := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(item, depth + 1))
        return items


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.style not in (None, ""):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text) and len(text) < 19:
        return int(text)
    if _DECIMAL.match(text):
        return float(text)
    if _DAY.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
