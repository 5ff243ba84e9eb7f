"""A record as it was read, with the place of each field, so that every problem can be pointed at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from schema.errors import Place


@dataclass(frozen=True)
class Record:
    """One record of a collection.

    Attributes:
        collection: Name of the collection it stands in, `tiltak`, or of a relationship, `holds`.
        values: Field name to value as read; empty cells are left out.
        place: Where the record begins.
        rows: Field name to row, where the format knows it.
    """

    collection: str
    values: dict[str, Any]
    place: Place
    rows: dict[str, int] = field(default_factory=dict)

    def at(self, name: str) -> Place:
        """The place of one field."""
        return Place(self.place.file, self.place.sheet, self.rows.get(name, self.place.row), name)
