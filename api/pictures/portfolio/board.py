"""A board: the phases of a scheme beside each other, and the status below each other."""

from __future__ import annotations

from dataclasses import dataclass

from queries.portfolio.portfolio import PortfolioOverview
from queries.portfolio.projects import ProjectShown
from schema.rhythm import Light

NO_PHASE = "Uten fase"
MOST_CARDS = 12
"""Cards in a cell that are shown at once; the rest unfold."""
LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN, Light.NOT_ASSESSED)


@dataclass(frozen=True)
class Cell:
    """The projects in a phase with a status."""

    first: tuple[ProjectShown, ...]
    rest: tuple[ProjectShown, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.first) + len(self.rest)


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
    """One board for each scheme that projects are followed in; projects in none of its phases have a column."""
    schemes = list(dict.fromkeys(phase.scheme for phase in answer.phases))
    return tuple(_board(scheme, answer) for scheme in schemes)


def _board(scheme: str, answer: PortfolioOverview) -> Board:
    phases = [phase for phase in answer.phases if phase.scheme == scheme]
    columns = [Column(phase.id, phase.name, phase.decision_point) for phase in phases]
    columns.append(Column("", NO_PHASE, None))
    return Board(
        scheme,
        tuple(columns),
        tuple(Row(light, tuple(_cell(column, scheme, light, answer) for column in columns)) for light in LIGHTS),
    )


def _cell(column: Column, scheme: str, light: Light, answer: PortfolioOverview) -> Cell:
    found = [one for one in answer.projects if one.worst_light is light and column.id in (_phases(one, scheme) or {""})]
    return Cell(tuple(found[:MOST_CARDS]), tuple(found[MOST_CARDS:]))


def _phases(one: ProjectShown, scheme: str) -> set[str]:
    return {phase.id for phase in one.phases if phase.scheme == scheme}
