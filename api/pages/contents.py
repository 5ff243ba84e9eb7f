"""What the graph holds, arranged for the start page."""

from __future__ import annotations

from dataclasses import dataclass

from graph.listing import DatasetSummary
from schema.base import Area
from schema.catalogue import KINDS


@dataclass(frozen=True)
class KindLine:
    """How many there are of a kind."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class AreaLine:
    """The kinds of an area that a dataset has."""

    label: str
    kinds: tuple[KindLine, ...]


@dataclass(frozen=True)
class DatasetCard:
    """A dataset as the start page shows it. Numbers tell of what is hidden, so not all are shown them."""

    summary: DatasetSummary
    nodes: int | None
    relationships: int | None
    areas: tuple[AreaLine, ...]

    @property
    def loaded(self) -> str:
        """The day and time it was loaded, or "" where it is not known."""
        at = self.summary.at or ""
        return f"{at[8:10]}.{at[5:7]}.{at[:4]} kl. {at[11:16]} UTC" if at else ""


def overview(found: list[DatasetSummary], *, counted: bool) -> list[DatasetCard]:
    """Arrange the datasets: municipalities first, then what they share."""
    cards = [
        DatasetCard(one, sum(one.counts.values()), one.relationships, _areas(one.counts))
        if counted
        else DatasetCard(one, None, None, ())
        for one in found
    ]
    return sorted(cards, key=lambda card: (not card.summary.municipality_number, card.summary.title))


def _areas(counts: dict[str, int]) -> tuple[AreaLine, ...]:
    lines = []
    for area in Area:
        kinds = [
            KindLine(kind.name, kind.bokmaal, counts[kind.name])
            for kind in KINDS.values()
            if kind.area == area.value and counts.get(kind.name)
        ]
        if kinds:
            lines.append(AreaLine(area.bokmaal, tuple(kinds)))
    return tuple(lines)
