"""What shows that the four principles are looked after in a task: goals and indicators, risks, control, improvement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from graph.connection import Row, Transaction
from queries.answers import COUNTS, Element, column
from queries.goals.fetching import fetch_elements
from queries.texts import text
from schema.values import Code


class Principle(Code):
    """The four principles of governance, which hold whatever form of governance a task has."""

    RESULTS = "results", "Mål- og resultatstyring", "Goals are set, and results are measured."
    RISK = "risk", "Risikostyring", "Risks are found and assessed."
    CONTROL = "control", "Internkontroll", "Controls are in place, and somebody reviews."
    IMPROVEMENT = "improvement", "Forbedring og innovasjon", "Work is improved, or done in a new way."


class Documented(Code):
    """How far a principle is documented. It does not tell whether the principle is followed."""

    COVERED = "covered", "Dekket", "The graph has what it takes to show it."
    PARTLY = "partly", "Delvis", "The graph has something, but not enough to show it."
    MISSING = "missing", "Mangler", "The graph has nothing that shows it."


@dataclass(frozen=True)
class Evidence:
    """Something that shows a principle in a task."""

    element: Element = column("Belegg", "The goal, indicator, risk, control, review or improvement.")
    about: tuple[str, ...] = column("Gjelder", "Ids of the task and carriers it shows it for.")
    enough: bool = column("Holder", "Whether it is enough to call the principle covered.")
    lack: str = column("Hva som mangler", "Why it is not enough, in bokmål; empty where it is.")


@dataclass(frozen=True)
class PrincipleCell:
    """A principle in a task, and what shows it."""

    principle: Principle = column("Prinsipp", "The principle.")
    documented: Documented = column("Dokumentert", "Covered, partly or missing.")
    evidence: tuple[Evidence, ...] = column("Belegg", "What shows it, by id.")


@dataclass(frozen=True)
class _Shown:
    """That an element shows a principle for a task or carrier, and what it lacks."""

    principle: Principle
    element: str
    about: str
    lack: str


async def fetch_cells(
    transaction: Transaction, subjects: Mapping[str, Iterable[str]], day: date
) -> dict[str, tuple[PrincipleCell, ...]]:
    """The four principles in each task, in order.

    Args:
        transaction: Where to read.
        subjects: Each task, with itself and those who carry it.
        day: The day it is about.
    """
    about = {task: frozenset(found) for task, found in subjects.items()}
    every = sorted(frozenset().union(*about.values()))
    results = await _results(transaction, every, day)
    threats = await transaction.run(text("governance/risks_about"), ids=every, day=day)
    controls = await _controls(transaction, threats, day)
    reviews = await transaction.run(text("governance/reviews_about"), ids=every, day=day)
    improvements = await transaction.run(text("governance/improvements_about"), ids=every, day=day)
    examined = {row["review"]: frozenset(row["examined"]) for row in reviews}
    shown = [*results, *(_risk(row, day) for row in threats), *controls, *(_review(row, day) for row in reviews)]
    elements = await fetch_elements(
        transaction, {one.element for one in shown} | {row["improvement"] for row in improvements}, day
    )
    return {
        task: _cells([*shown, *(_improvement(row, own, examined, day) for row in improvements)], own, elements)
        for task, own in about.items()
    }


async def _results(transaction: Transaction, ids: list[str], day: date) -> list[_Shown]:
    """Goals in force that are served, and the indicators in force that measure them."""
    rows = await transaction.run(text("governance/goals_of_carriers"), ids=ids, day=day)
    measured = await transaction.run(text("goals/indicators"), ids=sorted({row["goal"] for row in rows}), day=day)
    named = {row["goal"] for row in rows} | {row["id"] for row in measured}
    counting = {one.id for one in (await fetch_elements(transaction, named, day)).values() if one.standing in COUNTS}
    indicators: dict[str, list[str]] = defaultdict(list)
    for row in measured:
        if row["holds"] and row["id"] in counting:
            indicators[row["element"]].append(row["id"])
    found = []
    for row in rows:
        if row["goal"] in counting:
            lack = "" if indicators[row["goal"]] else "ingen indikator måler målet"
            found += [_Shown(Principle.RESULTS, one, row["about"], "") for one in indicators[row["goal"]]]
            found.append(_Shown(Principle.RESULTS, row["goal"], row["about"], lack))
    return found


def _risk(row: Row, day: date) -> _Shown:
    assessed = (row["probability"] or 0) >= 1 and (row["consequence"] or 0) >= 1
    lack = "" if assessed else "risikoen er ikke vurdert"
    if assessed and row["assessed_on"] and day < row["assessed_on"]:
        lack = "risikoen var ikke vurdert ennå"
    return _Shown(Principle.RISK, row["risk"], row["about"], lack)


async def _controls(transaction: Transaction, threats: list[Row], day: date) -> list[_Shown]:
    rows = await transaction.run(text("risk/controls"), ids=sorted({row["risk"] for row in threats}), day=day)
    by_risk: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_risk[row["risk"]].append(row)
    return [
        _Shown(
            Principle.CONTROL,
            control["id"],
            threat["about"],
            "kontrolltiltaket virker ikke" if control["effective"] is False else "",
        )
        for threat in threats
        for control in by_risk[threat["risk"]]
    ]


def _review(row: Row, day: date) -> _Shown:
    reviewed_on = row["reviewed_on"]
    lack = "det er ikke oppgitt når den ble gjort" if reviewed_on is None else ""
    if reviewed_on and day < reviewed_on:
        lack = "den var ikke gjort ennå"
    return _Shown(Principle.CONTROL, row["review"], row["about"], lack)


def _improvement(row: Row, own: frozenset[str], examined: Mapping[str, frozenset[str]], day: date) -> _Shown:
    """An answer to a remark is about the task only where the review examined nothing else."""
    lack = ""
    if row["in_use_from"] is None:
        lack = "det er ikke oppgitt når den ble tatt i bruk"
    elif day < row["in_use_from"]:
        lack = "den var ikke tatt i bruk ennå"
    elif row["review"] and not examined.get(row["review"], frozenset()) <= own:
        lack = "merknaden er fra en gjennomgang av flere, og kan gjelde noe annet"
    return _Shown(Principle.IMPROVEMENT, row["improvement"], row["about"], lack)


def _cells(shown: list[_Shown], own: frozenset[str], elements: Mapping[str, Element]) -> tuple[PrincipleCell, ...]:
    mine = [one for one in shown if one.about in own]
    return tuple(
        _cell(principle, [one for one in mine if one.principle is principle], elements) for principle in Principle
    )


def _cell(principle: Principle, shown: list[_Shown], elements: Mapping[str, Element]) -> PrincipleCell:
    """What is enough for one of the task and its carriers is enough; lacks are told where nothing is."""
    together: dict[str, list[_Shown]] = defaultdict(list)
    for one in shown:
        together[one.element].append(one)
    evidence = tuple(
        Evidence(
            elements[element],
            tuple(sorted({one.about for one in found})),
            any(not one.lack for one in found),
            "" if any(not one.lack for one in found) else "; ".join(sorted({one.lack for one in found})),
        )
        for element, found in sorted(together.items())
    )
    documented = Documented.MISSING
    if evidence:
        documented = Documented.COVERED if any(one.enough for one in evidence) else Documented.PARTLY
    return PrincipleCell(principle, documented, evidence)
