"""The exception tree. Everything the program raises on purpose is one of these.

    GovernanceError
      + SettingsError           a setting is missing or contradicts another
      + ModelError              the declared schema is wrong; raised at import, for developers
      + SourceError             a file or folder cannot be read at all
      + InvalidDataError        records do not fit the schema; carries every Problem
      + GraphError
      |   + GraphUnavailableError    nothing answers at the address, or the wrong password
      |   + GraphHeldError           another process holds the embedded folder
      |   + GraphTimeoutError        the engine gave up on a query that took too long
      |   + GraphConflictError       somebody else changed the same data meanwhile
      |   + GraphRefusedError        the engine refused a statement
      + QuestionError           a question was asked with a missing or impossible parameter
      + NotFoundError           no node with that id

Each error has a `code` that programs can rely on and a `remedy` that tells what to do. Texts that people meet are in
bokmål; ModelError is for developers and in English.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class GovernanceError(Exception):
    """Base of all errors raised on purpose: `message` says what is wrong and why, `remedy` what to do about it."""

    code: ClassVar[str] = "GOVERNANCE_ERROR"

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class SettingsError(GovernanceError):
    """A setting is missing, impossible, or contradicts another."""

    code = "SETTINGS"


class ModelError(GovernanceError):
    """The declared schema contradicts itself. Raised at import."""

    code = "MODEL"


class SourceError(GovernanceError):
    """A file or folder cannot be read at all."""

    code = "SOURCE"


@dataclass(frozen=True, order=True)
class Place:
    """Where in the input something stands. `row` and `column` are as the person sees them; 0 and "" mean unknown."""

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(f"ark {self.sheet}")
        if self.row:
            parts.append(f"linje {self.row}")
        if self.column:
            parts.append(f"felt {self.column}")
        return ", ".join(parts)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the input, worded in bokmål for the person who keeps the file."""

    place: Place
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason} {self.remedy}".rstrip()


class InvalidDataError(GovernanceError):
    """Records do not fit the schema. Nothing was written.

    `total` may exceed `len(problems)`: after the first thousand, problems are counted but not kept.
    """

    code = "INVALID_DATA"

    def __init__(self, problems: list[Problem], total: int | None = None) -> None:
        self.problems = sorted(problems)
        self.total = len(problems) if total is None else total
        noun = "feil" if self.total != 1 else "én feil"
        count = "" if self.total == 1 else f"{self.total} "
        super().__init__(
            f"Datasettet har {count}{noun}. Ingenting er skrevet.", "Rett det som står i listen, og last på nytt."
        )


class GraphError(GovernanceError):
    """The graph database could not do what was asked."""

    code = "GRAPH"


class GraphUnavailableError(GraphError):
    """Nothing answers at the address, or it does not let us in."""

    code = "GRAPH_UNAVAILABLE"


class GraphHeldError(GraphError):
    """Another process holds the embedded folder."""

    code = "GRAPH_HELD"


class GraphTimeoutError(GraphError):
    """The engine gave up on a statement that took too long."""

    code = "GRAPH_TIMEOUT"


class GraphConflictError(GraphError):
    """Somebody else changed the same data since it was read."""

    code = "GRAPH_CONFLICT"


class GraphRefusedError(GraphError):
    """The engine refused a statement: a broken constraint, a syntax error, a full disk."""

    code = "GRAPH_REFUSED"


class QuestionError(GovernanceError):
    """A question was asked with a missing or impossible parameter."""

    code = "BAD_QUESTION"


class NotFoundError(GovernanceError):
    """No node has that id."""

    code = "NOT_FOUND"
