"""A board: the phases of a scheme beside each other, and the status below each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from api.pictures.portfolio.signs import LIGHTS
from queries.portfolio.portfolio import PortfolioOverview
from queries.portfolio.projects import ProjectShown
from schema.rhythm import Light

NO_PHASE = "Uten fase"
MOST_CARDS = 12
"""Cards in a cell that are shown at once; the rest unfold."""
MOST_LISTED = 100
"""Cards in a cell that are on the page at all. The count counts all."""


@dataclass(frozen=True)
class Cell:
    """The projects in a phase with a status."""

    phase: str
    count: int
    first: tuple[ProjectShown, ...]
    rest: tuple[ProjectShown, ...]

    @property
    def left_out(self) -> int:
        """How many are counted and not listed."""
        return self.count - len(self.first) - len(self.rest)


@dataclass(frozen=True)
class Row:
    """A status."""

    light: Light
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """A phase, with the decision that ends it."""

    id: str
    name: str
    decision_point: str | None


@dataclass(frozen=True)
class Board:
    """The board of one scheme."""

    scheme: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def boards(answer: PortfolioOverview) -> tuple[Board, ...]:
    """One board for each scheme that projects are followed in; projects in none of its phases have a column.

    The scheme that most projects are followed in stands first.
    """
    followed: dict[str, int] = {}
    for phase in answer.phases:
        followed[phase.scheme] = followed.get(phase.scheme, 0) + phase.projects
    schemes = sorted(followed, key=lambda scheme: -followed[scheme])
    return tuple(_board(scheme, answer) for scheme in schemes)


def _board(scheme: str, answer: PortfolioOverview) -> Board:
    phases = [phase for phase in answer.phases if phase.scheme == scheme]
    columns = [Column(phase.id, phase.name, phase.decision_point) for phase in phases]
    columns.append(Column("", NO_PHASE, None))
    placed: dict[tuple[Light, str], list[ProjectShown]] = defaultdict(list)
    for one in answer.projects:
        for phase_id in {phase.id for phase in one.phases if phase.scheme == scheme} or {""}:
            placed[one.worst_light, phase_id].append(one)
    return Board(
        scheme,
        tuple(columns),
        tuple(
            Row(light, tuple(_cell(column.id, placed.get((light, column.id), [])) for column in columns))
            for light in LIGHTS
        ),
    )


def _cell(phase: str, found: list[ProjectShown]) -> Cell:
    return Cell(phase, len(found), tuple(found[:MOST_CARDS]), tuple(found[MOST_CARDS:MOST_LISTED]))
