"""What readers find in files: records with the place of each field, remarks, and what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from schema.errors import Place, Problem, SourceError


@dataclass(frozen=True)
class Record:
    """One record of a collection.

    Attributes:
        collection: Name of the collection it stands in, `tiltak`, or of a relationship, `holds`.
        values: Field name to value as read; empty cells are left out.
        place: Where the record begins.
        rows: Field name to row, where the format knows it.
        heading: The row that names the columns, where the record stands in a table; 0 elsewhere.
    """

    collection: str
    values: dict[str, Any]
    place: Place
    rows: dict[str, int] = field(default_factory=dict)
    heading: int = 0

    def at(self, name: str) -> Place:
        """The place of one field."""
        return Place(self.place.file, self.place.sheet, self.rows.get(name, self.place.row), name)


@dataclass(frozen=True)
class Note:
    """Something the person should know, though nothing is wrong."""

    text: str


Item = Record | Problem | Note
"""What a reader yields: a Problem is a record that could not be read, in a file that could be read on."""


class UnreadableError(SourceError):
    """A file cannot be read on from a place. What other files hold is still checked and reported with it."""

    def __init__(self, place: Place, reason: str, remedy: str) -> None:
        super().__init__(f"{place}: {reason}", remedy)
        self.problem = Problem(place, "", reason, remedy)
