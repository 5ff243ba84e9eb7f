"""What is the risk picture of a unit, project, programme, portfolio, goal or the whole municipality? (CQ-27)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.connection import Readable, Row, Transaction
from queries.answers import Answer, Element, Outcome, column
from queries.authority.facts import units_above
from queries.authority.mandate import fetch_mandates
from queries.authority.matter import Verdict
from queries.goals.fetching import Responsible, fetch_elements, fetch_responsible
from queries.portfolio.scope import elements_in
from queries.risk.scale import RiskSize, RisksTogether, RiskZone, ScaleShown, scale_of, sizes, together, worst
from queries.texts import text
from schema.errors import NotFoundError, QuestionError
from schema.principles import Treatment

SCOPE_KINDS = ("Unit", "Project", "Programme", "Portfolio", "Goal", "Contract", "Company", "Collaboration", "Task")
"""Kinds that a risk picture can be of, beside a whole dataset."""


@dataclass(frozen=True)
class ControlOfRisk:
    """A control that treats a risk."""

    id: str = column("Id", "Full id.")
    name: str = column("Kontrolltiltak", "What people call it.")
    effective: bool | None = column("Virker", "Whether somebody has seen that it works; missing means unknown.")
    checked_on: date | None = column("Kontrollert", "The day it was last checked.")
    illustrative: bool = column("Illustrasjon", "True where it is made up as an example.", default=False)


@dataclass(frozen=True)
class RiskAcceptance:
    """Who has accepted a risk, and whether that post may."""

    post: str = column("Id", "Full id of the post.")
    name: str = column("Stilling", "Name of the post.")
    verdict: Verdict = column("Har myndighet", "Whether the post may accept it on the day.")
    reason: str = column("Begrunnelse", "The chain in short, or what is in the way.")


@dataclass(frozen=True)
class RiskShown:
    """A risk, how large it is before and after controls, and what it threatens."""

    element: Element = column("Risiko", "The risk.")
    scale: str | None = column("Skala", "Id of the scale its levels are read on.")
    before: RiskSize = column("Før tiltak", "Without controls.")
    after: RiskSize = column("Etter tiltak", "With the controls it has; as before where nothing is said of them.")
    treatment: Treatment | None = column("Behandling", "What is done with it.")
    assessed_on: date | None = column("Vurdert", "The day it was assessed.")
    threatens: tuple[Element, ...] = column("Truer", "What it threatens on the day.")
    goals: tuple[Element, ...] = column("Truede mål", "Goals threatened, directly or through what contributes to them.")
    controls: tuple[ControlOfRisk, ...] = column("Kontrolltiltak", "What is done so that it becomes smaller.")
    responsible: tuple[Responsible, ...] = column("Ansvarlige", "Posts that answer for it, main first.")
    accepted_by: tuple[RiskAcceptance, ...] = column("Akseptert av", "Who has accepted it, and whether they may.")
    remarks: tuple[str, ...] = column("Merknader", "What is odd about it, in bokmål.")


@dataclass(frozen=True)
class MatrixCell:
    """One cell of a scale's matrix."""

    probability: int = column("Sannsynlighet", "Level.")
    consequence: int = column("Konsekvens", "Level.")
    zone: RiskZone = column("Sone", "The zone of the cell.")
    before: tuple[str, ...] = column("Før tiltak", "Ids of the risks that stand there before controls.")
    after: tuple[str, ...] = column("Etter tiltak", "Ids of the risks that stand there with their controls.")


@dataclass(frozen=True)
class RiskMatrix:
    """The matrix of one scale. Risks on different scales never stand in the same matrix."""

    scale: ScaleShown = column("Skala", "The scale.")
    cells: tuple[MatrixCell, ...] = column("Celler", "Every cell, the most likely and worst first.")


@dataclass(frozen=True)
class RiskPart:
    """The risks of one part of what was asked about. A risk that lies in several parts counts in each of them."""

    element: Element = column("Del", "A unit, project or programme.")
    together: RisksTogether = column("Samlet", "The worst and the distribution.")
    risks: tuple[str, ...] = column("Risikoer", "Ids.")


@dataclass(frozen=True)
class ThreatenedGoal:
    """A goal that risks threaten."""

    goal: Element = column("Mål", "The goal.")
    worst: RiskZone | None = column("Verste sone", "Of the risks with their controls.")
    risks: tuple[str, ...] = column("Risikoer", "Ids.")


@dataclass(frozen=True)
class RiskPicture(Answer):
    """The risks of what was asked about: each of them, the matrices, the parts and the goals. The worst leads."""

    scope: str = column("Omfang", "Id of what was asked about.")
    name: str = column("Navn", "What people call it.")
    rule: str = column("Regel", "How many risks are put together.")
    together: RisksTogether = column("Samlet", "The worst and the distribution of all of them.")
    risks: tuple[RiskShown, ...] = column("Risikoer", "The largest with their controls first.")
    matrices: tuple[RiskMatrix, ...] = column("Matriser", "One for each scale.")
    parts: tuple[RiskPart, ...] = column("Deler", "The parts one level below that have risks, the worst first.")
    goals: tuple[ThreatenedGoal, ...] = column("Truede mål", "The worst threatened first.")


RULE = "Verste sone og fordeling. Ingen gjennomsnitt: et snitt skjuler den verste."
"""The named rule of aggregation: maximum and distribution."""


async def risk_picture(graph: Readable, scope: str, on_date: date) -> RiskPicture:
    """See the risks of a unit with its subtree, a project, programme, portfolio, goal or dataset.

    A risk lies in a unit when it threatens the unit, or something the unit needs, owns, takes out or has been
    allocated, or when the post that answers for it belongs there. Each risk counts once in the whole.

    Args:
        graph: Where to read.
        scope: Id of a dataset, or of a node of one of SCOPE_KINDS.
        on_date: The day it is about.

    Raises:
        NotFoundError: Nothing has the id.
        QuestionError: It is of another kind.
    """

    async def read(transaction: Transaction) -> RiskPicture:
        name, kind, dataset = await _scope(transaction, scope, on_date)
        facts = await _Facts.of(transaction, dataset, on_date)
        inside, parts = await _inside(transaction, facts, scope, kind)
        shown = await _shown(transaction, facts, sorted(inside))
        picked = {one.element.id: one for one in shown}
        part_elements = await fetch_elements(transaction, parts, on_date)
        return RiskPicture(
            on_date=on_date,
            outcome=Outcome.FOUND if shown else Outcome.EMPTY,
            complete=True,
            cut_by=(),
            remarks=_remarks(shown),
            scope=scope,
            name=name,
            rule=RULE,
            together=together((one.before, one.after) for one in shown),
            risks=tuple(shown),
            matrices=_matrices(facts, shown),
            parts=_parts(part_elements, parts, picked),
            goals=_goals(shown),
        )

    return await graph.read_together(read)


async def _scope(transaction: Transaction, scope: str, day: date) -> tuple[str, str, str]:
    """Name, kind and dataset of what was asked about."""
    if ":" not in scope:
        known = {row["id"] for row in await transaction.run(text("plans/datasets"))}
        if scope in known:
            return scope, "Dataset", scope
    found = await fetch_elements(transaction, [scope], day)
    if scope not in found:
        raise NotFoundError(
            f"Ingenting i grafen har id-en «{scope}».", "En id skrives med datasettet foran, som asker:enhet-1."
        )
    if found[scope].kind not in SCOPE_KINDS:
        raise QuestionError(
            f"«{scope}» er {found[scope].kind_label.lower()}, som ikke har noe risikobilde.",
            "Spør om et datasett, en enhet, et prosjekt, et program, en portefølje, et mål eller en kontrakt.",
        )
    return found[scope].name, found[scope].kind, scope.partition(":")[0]


@dataclass(frozen=True)
class _Facts:
    """The risks of a dataset on a day, and what they touch."""

    day: date
    rows: dict[str, Row]
    scales: dict[str, ScaleShown]
    threatened: dict[str, dict[str, tuple[str, ...]]]
    places: dict[str, frozenset[str]]
    above: dict[str, frozenset[str]]
    parents: dict[str, tuple[str, ...]]

    @classmethod
    async def of(cls, transaction: Transaction, dataset: str, day: date) -> _Facts:
        rows = {row["id"]: row for row in await transaction.run(text("risk/risks"), dataset=dataset, day=day)}
        ids = sorted(rows)
        named = sorted({scale for row in rows.values() for scale in row["scales"]})
        scales = [scale_of(row) for row in await transaction.run(text("risk/scales"), ids=named)]
        threatened: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for row in await transaction.run(text("risk/threatened"), ids=ids, day=day):
            goals = {row["element"]} if row["kind"] == "Goal" else set(row["goals"])
            threatened[row["risk"]][row["element"]] = tuple(sorted(goals))
        places: dict[str, set[str]] = defaultdict(set)
        for row in await transaction.run(text("risk/places"), ids=ids, day=day):
            places[row["risk"]].add(row["unit"])
        units = await transaction.run(text("authority/units"), datasets=[dataset])
        above = units_above(units, day)
        return cls(
            day,
            rows,
            {one.id: one for one in scales},
            dict(threatened),
            {risk: frozenset().union(*(above.get(unit, {unit}) for unit in found)) for risk, found in places.items()},
            above,
            {
                row["id"]: tuple(part["id"] for part in row["part_of"] if part["id"] in above.get(row["id"], ()))
                for row in units
            },
        )

    def sizes(self, risk: str) -> tuple[RiskSize, RiskSize]:
        """How large a risk is before controls, and with them. A risk on several scales at once is on none."""
        scales = self.rows[risk]["scales"]
        return sizes(self.rows[risk], self.scales.get(scales[0]) if len(scales) == 1 else None)

    def threatening(self, elements: Iterable[str]) -> set[str]:
        """The risks that threaten any of some elements."""
        wanted = set(elements)
        return {risk for risk, found in self.threatened.items() if wanted & found.keys()}


async def _inside(
    transaction: Transaction, facts: _Facts, scope: str, kind: str
) -> tuple[set[str], dict[str, set[str]]]:
    """The risks inside what was asked about, and those of each of its parts."""
    if kind == "Dataset":
        tops = {unit for unit, above in facts.above.items() if above == {unit}}
        below = [unit for unit, over in facts.parents.items() if tops & set(over)]
        return set(facts.rows), {unit: _in_unit(facts, unit) for unit in (*sorted(tops), *sorted(below))}
    if kind == "Unit":
        below = [unit for unit, over in facts.parents.items() if scope in over]
        return _in_unit(facts, scope), {unit: _in_unit(facts, unit) for unit in sorted(below)}
    if kind == "Goal":
        return {risk for risk, found in facts.threatened.items() if any(scope in goals for goals in found.values())}, {}
    if kind in ("Portfolio", "Programme"):
        projects, programmes = await elements_in(transaction, scope, facts.day)
        members = (*programmes, *projects)
        return facts.threatening((scope, *members)), {one: facts.threatening([one]) for one in members}
    return facts.threatening([scope]), {}


def _in_unit(facts: _Facts, unit: str) -> set[str]:
    return {risk for risk, units in facts.places.items() if unit in units}


async def _shown(transaction: Transaction, facts: _Facts, ids: list[str]) -> list[RiskShown]:
    touched = {one for risk in ids for one in facts.threatened.get(risk, {})}
    goals = {goal for risk in ids for found in facts.threatened.get(risk, {}).values() for goal in found}
    elements = await fetch_elements(transaction, {*ids, *touched, *goals}, facts.day)
    responsible = await fetch_responsible(transaction, ids, facts.day)
    controls = await _controls(transaction, ids, facts.day)
    accepted = await fetch_acceptances(transaction, [facts.rows[one] for one in ids], facts.day)
    found = [
        RiskShown(
            element=elements[risk],
            scale=facts.rows[risk]["scales"][0] if len(facts.rows[risk]["scales"]) == 1 else None,
            before=facts.sizes(risk)[0],
            after=facts.sizes(risk)[1],
            treatment=Treatment(facts.rows[risk]["treatment"]) if facts.rows[risk]["treatment"] else None,
            assessed_on=facts.rows[risk]["assessed_on"],
            threatens=tuple(elements[one] for one in sorted(facts.threatened.get(risk, {}))),
            goals=tuple(
                elements[goal]
                for goal in sorted({one for goals in facts.threatened.get(risk, {}).values() for one in goals})
            ),
            controls=tuple(controls.get(risk, ())),
            responsible=tuple(responsible.get(risk, ())),
            accepted_by=accepted.get(risk, ()),
            remarks=oddities(facts.rows[risk], *facts.sizes(risk)),
        )
        for risk in ids
    ]
    return sorted(found, key=_largest_first)


def _largest_first(risk: RiskShown) -> tuple[int, int, str]:
    order = (RiskZone.RED, RiskZone.YELLOW, RiskZone.UNKNOWN, RiskZone.GREEN)
    return order.index(risk.after.zone), -(risk.after.product or 0), risk.element.id


async def _controls(transaction: Transaction, ids: list[str], day: date) -> dict[str, list[ControlOfRisk]]:
    found: dict[str, list[ControlOfRisk]] = defaultdict(list)
    for row in await transaction.run(text("risk/controls"), ids=ids, day=day):
        found[row["risk"]].append(
            ControlOfRisk(row["id"], row["name"], row["effective"], row["checked_on"], bool(row["illustrative"]))
        )
    return found


async def fetch_acceptances(
    transaction: Transaction, rows: list[Row], day: date
) -> dict[str, tuple[RiskAcceptance, ...]]:
    """Who has accepted each risk, and whether that post may. Two who have accepted are each judged by themselves."""
    accepted = [row for row in rows if row["accepted_by"]]
    found: dict[str, tuple[RiskAcceptance, ...]] = {}
    for dataset in sorted({row["id"].partition(":")[0] for row in accepted}):
        mandates: dict[str, list[RiskAcceptance]] = defaultdict(list)
        for one in await fetch_mandates(transaction, dataset, day):
            if one.element.kind == "Risk" and one.responsible is not None:
                reasons = "; ".join(dict.fromkeys(required.reason for required in one.required))
                mandates[one.element.id].append(
                    RiskAcceptance(one.responsible.id, one.responsible.name, one.verdict, reasons)
                )
        for row in accepted:
            if row["id"] in mandates:
                found[row["id"]] = tuple(sorted(mandates[row["id"]], key=lambda one: one.post))
    return found


def oddities(row: Row, before: RiskSize, after: RiskSize) -> tuple[str, ...]:
    """What is odd about a risk, in bokmål."""
    found = []
    if row["probability"] is None or row["consequence"] is None:
        found.append("Risikoen er ikke vurdert.")
    elif len(row["scales"]) != 1:
        found.append("Risikoen har ingen skala." if not row["scales"] else "Risikoen er vurdert på flere skalaer.")
    elif before.zone is RiskZone.UNKNOWN or after.zone is RiskZone.UNKNOWN:
        found.append("Vurderingen ligger utenfor skalaen.")
    if before.product is not None and after.product is not None and after.product > before.product:
        found.append("Risikoen er større etter tiltak enn før.")
    if row["treatment"] == Treatment.ACCEPT and not row["accepted_by"]:
        found.append("Risikoen skal aksepteres, men ingen har gjort det.")
    return tuple(found)


def _matrices(facts: _Facts, shown: list[RiskShown]) -> tuple[RiskMatrix, ...]:
    return tuple(
        RiskMatrix(scale, tuple(_cells(scale, [risk for risk in shown if risk.scale == scale.id])))
        for scale in (facts.scales[one] for one in sorted({risk.scale for risk in shown if risk.scale}))
    )


def _cells(scale: ScaleShown, risks: list[RiskShown]) -> Iterable[MatrixCell]:
    for probability in range(len(scale.probability_names), 0, -1):
        for consequence in range(len(scale.consequence_names), 0, -1):
            here = (probability, consequence)
            yield MatrixCell(
                probability,
                consequence,
                scale.zone(probability, consequence),
                tuple(one.element.id for one in risks if (one.before.probability, one.before.consequence) == here),
                tuple(one.element.id for one in risks if (one.after.probability, one.after.consequence) == here),
            )


def _parts(
    elements: dict[str, Element], parts: dict[str, set[str]], shown: dict[str, RiskShown]
) -> tuple[RiskPart, ...]:
    found = [
        RiskPart(
            elements[part],
            together((shown[one].before, shown[one].after) for one in risks),
            tuple(one for one in shown if one in risks),
        )
        for part, risks in parts.items()
        if risks and part in elements
    ]
    return tuple(sorted(found, key=lambda one: (_rank(one.together.worst), one.element.id)))


def _goals(shown: list[RiskShown]) -> tuple[ThreatenedGoal, ...]:
    by_goal: dict[str, list[RiskShown]] = defaultdict(list)
    elements: dict[str, Element] = {}
    for risk in shown:
        for goal in risk.goals:
            by_goal[goal.id].append(risk)
            elements[goal.id] = goal
    found = [
        ThreatenedGoal(elements[goal], worst(one.after.zone for one in risks), tuple(one.element.id for one in risks))
        for goal, risks in by_goal.items()
    ]
    return tuple(sorted(found, key=lambda one: (_rank(one.worst), one.goal.id)))


def _rank(zone: RiskZone | None) -> int:
    order = (RiskZone.RED, RiskZone.YELLOW, RiskZone.UNKNOWN, RiskZone.GREEN, None)
    return order.index(zone)


def _remarks(shown: list[RiskShown]) -> tuple[str, ...]:
    remarks = []
    unknown = sum(one.after.zone is RiskZone.UNKNOWN for one in shown)
    if unknown:
        remarks.append(f"{unknown} av {len(shown)} risikoer har ingen sone, fordi vurdering eller skala mangler.")
    scales = {one.scale for one in shown if one.scale}
    if len(scales) > 1:
        remarks.append(f"Risikoene er vurdert på {len(scales)} skalaer. De har hver sin matrise og regnes ikke sammen.")
    return tuple(remarks)
