"""Which plans apply to a theme or unit on a day, what do they build on, and when are they due for revision? (CQ-19)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Row, Transaction
from queries.answers import Answer, Outcome, Standing, column, version_standing
from queries.texts import text
from schema.base import holds
from schema.errors import NotFoundError
from schema.values import Certainty


@dataclass(frozen=True)
class Basis:
    """Something that a plan follows up."""

    id: str = column("Id", "Full id of the plan or guideline.")
    name: str = column("Navn", "What people call it.")
    in_force: bool = column("Gjelder", "False where no version of it is in force on the day.")


@dataclass(frozen=True)
class Provision:
    """A legal provision."""

    id: str = column("Id", "Full id.")
    name: str = column("Navn", "What people call it.")


@dataclass(frozen=True)
class AppliesTo:
    """A unit that a plan applies to, with its subtree."""

    id: str = column("Id", "Full id.")
    name: str = column("Enhet", "Name of the unit.")


@dataclass(frozen=True)
class Adoption:
    """What one source says of the adoption."""

    day: date | None = column("Dato", "The day; missing where the source gives none.")
    planned: bool = column("Planlagt", "True where the source only announces it.")
    source: str | None = column("Kilde", "The source.")


@dataclass(frozen=True)
class Revision:
    """When a plan is to be revised, and what says so."""

    due: date | None = column("Revideres innen", "The day; missing where nothing tells.")
    by_rule: bool = column(
        "Etter regel", "True where it is reckoned from the plan type's cycle; the plan does not say it."
    )
    overdue: bool = column("Over frist", "True where the day is past.")
    called_for_by: tuple[str, ...] = column("Bestemt i", "Names of planstrategier in force that call for a revision.")


@dataclass(frozen=True)
class PlanInForce:
    """A plan version, with what a reader must know to lean on it."""

    plan: str = column("Plan-id", "Full id of the plan.")
    name: str = column("Plan", "Name of the plan.")
    version: str = column("Versjon", "Full id of the plan version.")
    standing: Standing = column("Gjeldende", "Whether it is in force on the day.")
    type: str | None = column("Plantype", "Name of the plan type.")
    themes: tuple[str, ...] = column("Temaer", "What it is about.")
    adopted_on: date | None = column("Vedtatt", "The day of adoption by the most official source.")
    valid_from: date | None = column("Gyldig fra", "First day in force.")
    valid_to: date | None = column("Gyldig til", "First day no longer in force.")
    legal_basis: tuple[Provision, ...] = column("Hjemmel", "Provisions that the plan type rests on.")
    applies_to: tuple[AppliesTo, ...] = column("Gjelder for", "Units with subtree; none means the whole municipality.")
    builds_on: tuple[Basis, ...] = column("Bygger på", "Plans and guidelines that it follows up.")
    revision: Revision = column("Revisjon", "When it is to be revised.")
    adoptions: tuple[Adoption, ...] = column("Vedtak ifølge kildene", "What each source says of the adoption.")
    adoption_disputed: bool = column("Kildene er uenige", "True where sources name different days of adoption.")
    certainty: Certainty | None = column("Sikkerhet", "How sure the version is.")
    source: str | None = column("Kilde", "Where the version stands.")
    illustrative: bool = column("Illustrasjon", "True where it is made up as an example.")


@dataclass(frozen=True)
class SharedTheme:
    """A theme that several plans in force are about."""

    theme: str = column("Tema", "The theme.")
    plans: tuple[str, ...] = column("Planer", "Ids of the plans.")


@dataclass(frozen=True)
class PlansInForce(Answer):
    """The plans that apply on a day."""

    dataset: str = column("Datasett", "The municipality.")
    plans: tuple[PlanInForce, ...] = column("Gjelder", "In force on the day, highest plan type first.")
    undecided: tuple[PlanInForce, ...] = column("Ikke avgjort", "No source says whether they are adopted.")
    coming: tuple[PlanInForce, ...] = column("På vei", "Drafts, out for hearing, or in force from a later day.")
    shared_themes: tuple[SharedTheme, ...] = column("Samme tema", "Themes with more than one plan in force.")


async def plans_in_force(
    graph: Readable, dataset: str, on_date: date, *, theme: str = "", unit: str = ""
) -> PlansInForce:
    """Find the plans that apply on a day.

    A plan with no units of its own applies to the whole municipality; one with units applies to these and what is part
    of them. Where a plan does not say when it shall be revised, the day is reckoned from its adoption and the cycle of
    its type, and marked so.

    Args:
        graph: Where to read.
        dataset: Id of the municipality's dataset.
        on_date: The day it is about.
        theme: Only plans about this theme; part of a word is enough.
        unit: Only plans that apply to this unit.

    Raises:
        NotFoundError: There is no such dataset or unit.
    """

    async def read(transaction: Transaction) -> PlansInForce:
        await _check_dataset(transaction, dataset)
        above = await _unit_and_above(transaction, unit, on_date) if unit else None
        rows = await transaction.run(text("plans/plans_of_dataset"), dataset=dataset, day=on_date)
        standing = {row["version"]: _standing(row, on_date) for row in rows}
        followed = {basis["id"] for row in rows for basis in row["follows_up"] if basis["kind"] == "Plan"}
        versions = await transaction.run(text("plans/versions_of_plans"), ids=sorted(followed))
        live = {row["plan"] for row in versions if _standing(row, on_date) == Standing.IN_FORCE}
        asked = [row for row in rows if _about(row, theme) and _for_unit(row, above)]
        found = [_plan(row, standing[row["version"]], live, on_date) for row in sorted(asked, key=_rank)]
        plans = tuple(one for one in found if one.standing == Standing.IN_FORCE)
        undecided = tuple(one for one in found if one.standing == Standing.UNKNOWN)
        return PlansInForce(
            on_date=on_date,
            outcome=Outcome.FOUND if plans else Outcome.UNDETERMINED if undecided else Outcome.EMPTY,
            complete=True,
            cut_by=(),
            remarks=_remarks(plans),
            dataset=dataset,
            plans=plans,
            undecided=undecided,
            coming=tuple(one for one in found if one.standing == Standing.PROPOSED),
            shared_themes=_shared_themes(plans),
        )

    return await graph.read_together(read)


async def _check_dataset(transaction: Transaction, dataset: str) -> None:
    known = await transaction.run(text("plans/datasets"))
    if dataset not in {row["id"] for row in known}:
        names = ", ".join(row["id"] for row in known)
        raise NotFoundError(
            f"Det er ikke lastet noe datasett som heter «{dataset}».", f"Lastet er: {names or 'ingen'}."
        )


async def _unit_and_above(transaction: Transaction, unit: str, day: date) -> set[str]:
    rows = await transaction.run(text("plans/unit_and_above"), unit=unit, day=day)
    if not rows:
        raise NotFoundError(f"Ingen enhet har id-en «{unit}».", "Skriv den med datasettet foran, som asker:enhet-1.")
    return {row["id"] for row in rows}


def _standing(row: Row, day: date) -> Standing:
    """The standing of a version; where the plan itself has ended or is yet to begin, no version of it is in force."""
    if row["plan_to"] and row["plan_to"] <= day:
        return Standing.LAPSED
    if row["plan_from"] and day < row["plan_from"]:
        return Standing.PROPOSED
    return version_standing(row, day)


def _about(row: Row, theme: str) -> bool:
    return not theme or any(theme.lower() in one.lower() for one in row["themes"] or [])


def _for_unit(row: Row, above: set[str] | None) -> bool:
    units = {unit["id"] for unit in row["applies_to"]}
    return above is None or not units or bool(units & above)


def _rank(row: Row) -> tuple[int, str, str, str]:
    return row["rank"] or 1000, row["plan"], row["version"], row["type_id"] or ""


def _plan(row: Row, standing: Standing, live: set[str], day: date) -> PlanInForce:
    adoptions = sorted(
        row["adoptions"], key=lambda one: (str(one["day"] or ""), str(one["source"]), bool(one["planned"]))
    )
    days = {one["day"] for one in adoptions if one["day"]} | ({row["adopted_on"]} if row["adopted_on"] else set())
    return PlanInForce(
        plan=row["plan"],
        name=row["plan_name"],
        version=row["version"],
        standing=standing,
        type=row["type"],
        themes=tuple(row["themes"] or ()),
        adopted_on=row["adopted_on"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        legal_basis=tuple(Provision(one["id"], one["name"]) for one in _by_id(row["legal_basis"])),
        applies_to=tuple(AppliesTo(one["id"], one["name"]) for one in _by_id(row["applies_to"])),
        builds_on=tuple(
            Basis(one["id"], one["name"], _basis_holds(one, live, day)) for one in _by_id(row["follows_up"])
        ),
        revision=_revision(row, day),
        adoptions=tuple(Adoption(one["day"], bool(one["planned"]), one["source"]) for one in adoptions),
        adoption_disputed=len(days) > 1,
        certainty=next((member for member in Certainty if member.value == row["certainty"]), None),
        source=row["source"],
        illustrative=bool(row["illustrative"]),
    )


def _by_id(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: str(row["id"]))


def _basis_holds(basis: Row, live: set[str], day: date) -> bool:
    if basis["kind"] == "Plan":
        return basis["id"] in live
    return holds(basis["valid_from"], basis["valid_to"], day)


def _revision(row: Row, day: date) -> Revision:
    due = row["revise_by"]
    by_rule = due is None and row["adopted_on"] is not None and row["cycle_years"] is not None
    if by_rule:
        due = _years_after(row["adopted_on"], row["cycle_years"])
    called = [one for one in row["called_for"] if version_standing(one, day) == Standing.IN_FORCE]
    return Revision(due, by_rule, bool(due and due < day), tuple(one["name"] for one in _by_id(called)))


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _shared_themes(plans: tuple[PlanInForce, ...]) -> tuple[SharedTheme, ...]:
    about: dict[str, set[str]] = defaultdict(set)
    for one in plans:
        for theme in one.themes:
            about[theme.lower()].add(one.plan)
    return tuple(SharedTheme(theme, tuple(sorted(ids))) for theme, ids in sorted(about.items()) if len(ids) > 1)


def _remarks(plans: tuple[PlanInForce, ...]) -> tuple[str, ...]:
    remarks = [
        f"«{one.name}» følger opp «{basis.name}», som ikke gjelder denne dagen."
        for one in plans
        for basis in one.builds_on
        if not basis.in_force
    ]
    remarks += [f"Kildene er ikke enige om når «{one.name}» ble vedtatt." for one in plans if one.adoption_disputed]
    return tuple(remarks)
