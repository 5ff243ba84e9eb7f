"""Benefits: what a change is to give, who in the line takes it out, and how much of it has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.connection import Row, Transaction
from queries.answers import Element, column
from queries.goals.fetching import Responsible, fetch_elements, fetch_responsible
from queries.texts import text
from schema.values import Code


class Realisation(Code):
    """How far a benefit has come."""

    REALISED = "realised", "Realisert", "The last value measured has reached what was expected."
    UNDER_WAY = "under_way", "På vei", "The last value measured has gone the right way, and not far enough yet."
    NONE_YET = "none_yet", "Ingen virkning", "The last value measured is no better than before the change."
    NOT_MEASURED = "not_measured", "Ikke målt", "It should have begun to come, and nobody has measured it."
    NOT_DUE = "not_due", "Ikke begynt", "It is to be taken out from a later day."
    UNDETERMINED = "undetermined", "Ikke avgjort", "What was expected, or where it started, is unknown."


@dataclass(frozen=True)
class BenefitOwner:
    """A unit in the line that takes a benefit out."""

    id: str = column("Id", "Full id.")
    name: str = column("Enhet", "Name of the unit.")


@dataclass(frozen=True)
class Aim:
    """A value that is aimed at on the way."""

    low: float | None = column("Minst", "Lowest value that reaches it.")
    high: float | None = column("Høyst", "Highest value that reaches it.")
    reach_by: date | None = column("Innen", "The day it is to be reached by.")


@dataclass(frozen=True)
class Measured:
    """A value that was measured."""

    value: float = column("Verdi", "In the unit of measure.")
    year: int | None = column("År", "The year measured.")
    measured_on: date | None = column("Dato", "The day measured.")


@dataclass(frozen=True)
class BenefitShown:
    """A benefit of a project or programme."""

    element: Element = column("Gevinst", "The benefit.")
    unit_of_measure: str | None = column("Måleenhet", "What the values are counted in.")
    baseline: float | None = column("Nullpunkt", "The value before the change.")
    expected: float | None = column("Forventet", "The value expected in the end.")
    realise_from: date | None = column("Realiseres fra", "The day it starts to be taken out.")
    aims: tuple[Aim, ...] = column("Ambisjoner", "Values aimed at on the way, the nearest first.")
    measured: tuple[Measured, ...] = column("Målt", "Values measured by the day, the oldest first.")
    realisation: Realisation = column("Realisering", "How far it has come.")
    owners: tuple[BenefitOwner, ...] = column("Gevinsteier", "Units in the line that take it out; none is a gap.")
    responsible: tuple[Responsible, ...] = column("Ansvarlige", "Posts that answer for it, main first.")


async def fetch_benefits(transaction: Transaction, ids: Iterable[str], day: date) -> dict[str, BenefitShown]:
    """Benefits by id, as they stand on a day."""
    wanted = sorted(set(ids))
    rows = await transaction.run(text("portfolio/benefits"), ids=wanted, day=day, year=day.year)
    elements = await fetch_elements(transaction, wanted, day)
    responsible = await fetch_responsible(transaction, wanted, day)
    return {row["id"]: _benefit(row, elements[row["id"]], tuple(responsible.get(row["id"], ())), day) for row in rows}


def _benefit(row: Row, shown: Element, responsible: tuple[Responsible, ...], day: date) -> BenefitShown:
    measured = sorted(row["measurements"], key=lambda one: (_measured_day(one), one["id"]))
    aims = sorted(row["ambitions"], key=lambda one: (one["reach_by"] or date.max, one["id"]))
    values = [one["value"] for one in measured]
    return BenefitShown(
        element=shown,
        unit_of_measure=row["unit_of_measure"],
        baseline=row["baseline_value"],
        expected=row["expected_value"],
        realise_from=row["realise_from"],
        aims=tuple(Aim(one["low"], one["high"], one["reach_by"]) for one in aims),
        measured=tuple(Measured(one["value"], one["year"], one["measured_on"]) for one in measured),
        realisation=realisation(row["baseline_value"], row["expected_value"], values, row["realise_from"], day),
        owners=tuple(BenefitOwner(one["id"], one["name"]) for one in sorted(row["owners"], key=lambda one: one["id"])),
        responsible=responsible,
    )


def _measured_day(row: Row) -> date:
    """The day of a measurement; one that is of a year counts from its last day."""
    return row["measured_on"] or (date(row["year"], 12, 31) if row["year"] else date.min)


def realisation(
    baseline: float | None, expected: float | None, measured: list[float], realise_from: date | None, day: date
) -> Realisation:
    """How far a benefit has come, by the last value measured.

    Which way is better is told by where it started and what is expected; where one of them is unknown, no value can be
    said to have reached it.
    """
    if not measured:
        return Realisation.NOT_DUE if realise_from and day < realise_from else Realisation.NOT_MEASURED
    if baseline is None or expected is None or baseline == expected:
        return Realisation.UNDETERMINED
    gone, whole = measured[-1] - baseline, expected - baseline
    if gone / whole >= 1:
        return Realisation.REALISED
    return Realisation.UNDER_WAY if gone / whole > 0 else Realisation.NONE_YET
