"""Reading a risk on its scale, and putting many together without hiding the worst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph.connection import Row
from queries.answers import column
from schema.values import Code


class RiskZone(Code):
    """How a risk stands on its scale."""

    RED = "red", "Rød", "It cannot be left as it is."
    YELLOW = "yellow", "Gul", "It calls for follow-up."
    GREEN = "green", "Grønn", "It may be left as it is."
    UNKNOWN = "unknown", "Ukjent", "It is not assessed, has no scale, or lies outside its scale."


_WORST_FIRST = (RiskZone.RED, RiskZone.YELLOW, RiskZone.UNKNOWN, RiskZone.GREEN)
"""What is unknown may be red: it goes before green, so that a green worst means that all are known to be green."""


@dataclass(frozen=True)
class ScaleShown:
    """A scale that risks are read on."""

    id: str = column("Id", "Full id.")
    name: str = column("Skala", "What people call it.")
    probability_names: tuple[str, ...] = column("Sannsynlighet", "Names of the levels; the first is level 1.")
    consequence_names: tuple[str, ...] = column("Konsekvens", "Names of the levels; the first is level 1.")
    yellow_from: int = column("Gul fra", "Lowest product that is yellow.")
    red_from: int = column("Rød fra", "Lowest product that is red.")

    def zone(self, probability: int, consequence: int) -> RiskZone:
        """The zone of a cell of the scale."""
        product = probability * consequence
        return (
            RiskZone.RED
            if product >= self.red_from
            else RiskZone.YELLOW
            if product >= self.yellow_from
            else RiskZone.GREEN
        )

    def holds(self, probability: int, consequence: int) -> bool:
        """Whether the scale has both levels."""
        return 1 <= probability <= len(self.probability_names) and 1 <= consequence <= len(self.consequence_names)


@dataclass(frozen=True)
class RiskSize:
    """How likely and how bad: probability × consequence."""

    probability: int | None = column("Sannsynlighet", "Level; missing means not assessed.")
    consequence: int | None = column("Konsekvens", "Level; missing means not assessed.")
    product: int | None = column("Produkt", "Probability times consequence; missing where one of them is.")
    zone: RiskZone = column("Sone", "Where it lies on its scale.")


@dataclass(frozen=True)
class RiskZoneCount:
    """How many risks stand in a zone."""

    zone: RiskZone = column("Sone", "The zone.")
    before: int = column("Før tiltak", "Risks that stand there before controls.")
    after: int = column("Etter tiltak", "Risks that stand there with the controls they have.")


@dataclass(frozen=True)
class RisksTogether:
    """Many risks seen together: the worst and how they are spread, never a mean, which would hide the worst."""

    worst: RiskZone | None = column("Verste sone", "Of the risks with their controls; missing where there are none.")
    counts: tuple[RiskZoneCount, ...] = column("Fordeling", "Every zone, the worst first.")


def scale_of(row: Row) -> ScaleShown:
    """Make a scale out of what the database returned."""
    return ScaleShown(
        row["id"],
        row["name"],
        tuple(row["probability_names"]),
        tuple(row["consequence_names"]),
        row["yellow_from"],
        row["red_from"],
    )


def size(probability: int | None, consequence: int | None, scale: ScaleShown | None) -> RiskSize:
    """Read a risk on its scale. What is not assessed, has no scale or lies outside it has no zone."""
    if probability is None or consequence is None:
        return RiskSize(probability, consequence, None, RiskZone.UNKNOWN)
    known = scale is not None and scale.holds(probability, consequence)
    zone = scale.zone(probability, consequence) if scale is not None and known else RiskZone.UNKNOWN
    return RiskSize(probability, consequence, probability * consequence, zone)


def sizes(row: Row, scale: ScaleShown | None) -> tuple[RiskSize, RiskSize]:
    """A risk before controls, and with them.

    Where controls are said to change only one of the two levels, the other is as before. Where nothing is said of what
    controls do, they are not counted on: it is as large as before.
    """
    before = size(row["probability"], row["consequence"], scale)
    probability, consequence = row["residual_probability"], row["residual_consequence"]
    after = size(
        row["probability"] if probability is None else probability,
        row["consequence"] if consequence is None else consequence,
        scale,
    )
    return before, after


def worst(zones: Iterable[RiskZone]) -> RiskZone | None:
    """The worst of some zones, or None of none."""
    return min(zones, key=_WORST_FIRST.index, default=None)


def together(read: Iterable[tuple[RiskSize, RiskSize]]) -> RisksTogether:
    """See many risks together: the worst zone with controls, and how many stand in each zone."""
    pairs = list(read)
    before = Counter(one.zone for one, _ in pairs)
    after = Counter(one.zone for _, one in pairs)
    return RisksTogether(
        worst(after.elements()), tuple(RiskZoneCount(zone, before[zone], after[zone]) for zone in _WORST_FIRST)
    )
