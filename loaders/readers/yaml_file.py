"""YAML, read record by record with line numbers.

Values are read as YAML 1.2 does: `nei` and `0301` are text, only `true` and `false` are booleans. A number that would
be written another way, such as the code `11.10`, stays text. Anchors and aliases are refused: a few lines of them can
expand to more than a machine holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from loaders.records import Item, Record, UnreadableError
from schema.errors import Place, Problem

_INTEGER = re.compile(r"^-?(0|[1-9]\d{0,17})$")
_DECIMAL = re.compile(r"^-?\d+\.\d+([eE][-+]?\d+)?$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "false": False}
_DEEPEST = 8
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path, name: str) -> Iterator[Item]:
    """Yield the records of a file whose top-level keys are collections.

    Raises:
        UnreadableError: The file is not UTF-8 or not YAML, or uses anchors, tags or several documents.
    """
    with _parsed(path, name) as parsed:
        yield from parsed.records()


def read_mapping(path: Path, name: str) -> dict[str, Any]:
    """Return a file that holds one mapping, such as dataset.yaml.

    Raises:
        UnreadableError: The file is not UTF-8 or not YAML, or holds something else.
    """
    with _parsed(path, name) as parsed:
        return parsed.whole()


@contextmanager
def _parsed(path: Path, name: str) -> Iterator[_Parsed]:
    with path.open("rb") as file:
        try:
            yield _Parsed(yaml.parse(file, Loader=_LOADER), name)
        except yaml.reader.ReaderError as error:
            raise _not_text(name, error) from error
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            raise UnreadableError(
                Place(name, "", line),
                f"Filen er ikke gyldig YAML ({error.problem}).",
                "Se etter manglende kolon eller anførselstegn, tabulatorer og ujevne innrykk.",
            ) from error


def _not_text(name: str, error: yaml.reader.ReaderError) -> UnreadableError:
    if "control characters" in str(error.reason):
        return UnreadableError(
            Place(name), f"Filen har et tegn som ikke er tekst (tegn nummer {error.position}).", "Fjern tegnet."
        )
    return UnreadableError(Place(name), "Filen er ikke lagret som UTF-8.", "Lagre den på nytt som UTF-8.")


class _Parsed:
    """Builds values from the parser's events, one record at a time."""

    def __init__(self, events: Iterator[Any], name: str) -> None:
        self._events = events
        self._name = name

    def _at(self, event: Any) -> Place:
        return Place(self._name, "", event.start_mark.line + 1)

    def _next(self) -> Any:
        event = next(self._events)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise UnreadableError(
                self._at(event), "Filen bruker ankre (& og *), som ikke leses.", "Skriv verdien ut hver gang."
            )
        if getattr(event, "tag", None):
            raise UnreadableError(self._at(event), f"Filen bruker taggen {event.tag}, som ikke leses.", "Fjern den.")
        return event

    def _begin(self) -> Any:
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        return None if isinstance(event, yaml.StreamEndEvent) else event

    def _end(self) -> None:
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                raise UnreadableError(
                    self._at(event), "Filen har flere dokumenter, skilt med ---.", "Del den i flere filer."
                )

    def whole(self) -> dict[str, Any]:
        event = self._begin()
        if event is None:
            return {}
        value = self._value(event, 0)
        if not isinstance(value, dict):
            raise UnreadableError(
                self._at(event), "Filen skal bestå av felt med verdi.", "Skriv for eksempel «id: asker»."
            )
        self._end()
        return value

    def records(self) -> Iterator[Record | Problem]:
        event = self._begin()
        if event is None:
            return
        if not isinstance(event, yaml.MappingStartEvent):
            raise UnreadableError(
                self._at(event),
                "Øverst skal det stå navn på samlinger.",
                "Skriv for eksempel «tiltak:» og under den en liste.",
            )
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            yield from self._collection(self._name_in(key))
        self._end()

    def _collection(self, collection: str) -> Iterator[Record | Problem]:
        event = self._next()
        if isinstance(event, yaml.ScalarEvent) and _scalar(event) is None:
            return
        if not isinstance(event, yaml.SequenceStartEvent):
            raise UnreadableError(
                self._at(event), f"«{collection}» er ikke en liste.", "Begynn hver post med bindestrek."
            )
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            if isinstance(event, yaml.MappingStartEvent):
                values, rows = self._mapping(1)
                yield Record(collection, values, self._at(event), rows)
            else:
                value = self._value(event, 1)
                yield Problem(
                    self._at(event),
                    str(value),
                    f"Posten under «{collection}» har ingen felt.",
                    "Skriv den som «- id: …» med feltene under.",
                )

    def _name_in(self, key: Any) -> str:
        if not isinstance(key, yaml.ScalarEvent):
            raise UnreadableError(self._at(key), "Et feltnavn må være tekst.", "Skriv feltet som «navn: verdi».")
        return str(key.value)

    def _mapping(self, depth: int) -> tuple[dict[str, Any], dict[str, int]]:
        values: dict[str, Any] = {}
        rows: dict[str, int] = {}
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            name = self._name_in(key)
            if name in rows:
                raise UnreadableError(self._at(key), f"Feltet «{name}» står to ganger i samme post.", "Fjern det ene.")
            rows[name] = self._at(key).row
            value = self._value(self._next(), depth)
            if value is not None:
                values[name] = value
        return values, rows

    def _value(self, event: Any, depth: int) -> Any:
        if depth > _DEEPEST:
            raise UnreadableError(self._at(event), "Posten har for mange nivåer.", "Forenkle den.")
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
    if _INTEGER.match(text) and str(int(text)) == text:
        return int(text)
    if _DECIMAL.match(text) and str(float(text)) == text:
        return float(text)
    if _DAY.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
