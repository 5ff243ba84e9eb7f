"""Projects as a portfolio shows them, fetched together in a bounded number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph.connection import Row, Transaction
from queries.answers import Element, column
from queries.authority.facts import units_above
from queries.goals.fetching import Responsible, fetch_elements, fetch_responsible, fetch_thread
from queries.goals.thread import Thread
from queries.portfolio.benefits import BenefitShown, Realisation, fetch_benefits
from queries.portfolio.money import Money, money
from queries.risk.scale import RisksTogether, scale_of, sizes, together
from queries.texts import text
from schema.goals import WorkStatus
from schema.rhythm import Light
from schema.values import Code


class Gap(Code):
    """What a director should miss in a project."""

    NO_NEED = "no_need", "Mangler behov i linjen", "No unit in the line needs it, and nothing anchors it."
    NO_RESPONSIBLE = "no_responsible", "Mangler hovedansvarlig", "No post is main responsible."
    NO_PHASE = "no_phase", "Mangler fase", "It is in no phase of any scheme."
    NO_GOAL = "no_goal", "Tjener ingen mål", "It contributes to no goal and no SDG."
    NO_BENEFIT = "no_benefit", "Mangler gevinst", "No benefit is named."
    BENEFIT_WITHOUT_OWNER = "benefit_without_owner", "Gevinst uten eier i linjen", "No unit takes a benefit out."
    BENEFIT_NOT_MEASURED = (
        "benefit_not_measured",
        "Gevinst er ikke målt",
        "It is finished, and a benefit that should have come is not measured.",
    )
    COST_UNKNOWN = "cost_unknown", "Kostnaden er ukjent", "Neither an estimate nor a whole sum is known."
    WAITS = "waits", "Venter på noe som blir ferdig senere", "It begins before what it depends on is done."


@dataclass(frozen=True)
class PhaseOfProject:
    """A phase that a project is in."""

    id: str = column("Id", "Full id of the phase.")
    code: str = column("Kode", "Short code.")
    name: str = column("Fase", "Name of the phase.")
    place: int = column("Rekkefølge", "Place in the scheme.")
    scheme: str = column("Fasemodell", "Name of the scheme.")
    decision_point: str | None = column("Beslutningspunkt", "The decision that ends the phase.")
    since: date | None = column("Siden", "First day in the phase.")
    decided_on: date | None = column("Besluttet", "Day of the decision before the phase.")


@dataclass(frozen=True)
class Belongs:
    """A unit, programme, portfolio or anchor that a project is tied to."""

    id: str = column("Id", "Full id.")
    kind: str = column("Slag", "The node kind.")
    name: str = column("Navn", "What people call it.")


@dataclass(frozen=True)
class Dependency:
    """Something that must be done before the project."""

    id: str = column("Id", "Full id.")
    kind: str = column("Slag", "Project, Decision or Contract.")
    name: str = column("Navn", "What people call it.")
    lag_days: int | None = column("Avstand i dager", "Days that must lie between.")
    done_on: date | None = column("Ferdig", "Last day of the project or contract, or day of the decision.")
    in_time: bool | None = column("I tide", "Whether it is done before the project begins; missing means unknown.")


@dataclass(frozen=True)
class StatusOf:
    """The newest assessment of a dimension of a project."""

    dimension: str = column("Dimensjon", "What it is about; «samlet» where the assessment names none.")
    light: Light = column("Status", "The assessment in one word.")
    assessed_on: date = column("Vurdert", "The day it was made.")
    text: str | None = column("Begrunnelse", "What the assessment says.")


@dataclass(frozen=True)
class SdgServed:
    """An SDG target or goal that a project contributes to in force."""

    id: str = column("Id", "Full id.")
    code: str = column("Kode", "Such as 11.6.")
    name: str = column("Navn", "Short name.")
    colour: str | None = column("Farge", "Official colour.")


@dataclass(frozen=True)
class ProjectShown:
    """A project or programme, with all that a director asks about it."""

    element: Element = column("Prosjekt", "The project or programme.")
    bulk_item: bool = column("Sekkepost", "True for a collective budget line; never counted as a project.")
    start_on: date | None = column("Start", "First day.")
    end_on: date | None = column("Slutt", "Last day.")
    phases: tuple[PhaseOfProject, ...] = column("Faser", "One for each scheme it is followed in.")
    status: tuple[StatusOf, ...] = column("Status", "The newest for each dimension.")
    worst_light: Light = column("Verste status", "The worst of the newest; not assessed where there are none.")
    money: Money = column("Økonomi", "What it costs.")
    programmes: tuple[Belongs, ...] = column("Programmer", "Programmes it is in.")
    portfolios: tuple[Belongs, ...] = column("Porteføljer", "Portfolios it is in by itself.")
    needed_in: tuple[Belongs, ...] = column("Behov i", "Units in the line whose need it meets.")
    within: tuple[Belongs, ...] = column("Innenfor", "Those units, and all that they are part of on the day.")
    anchored_in: tuple[Belongs, ...] = column("Forankret i", "Decision, law, risk, deviation or remark behind it.")
    goals: tuple[Belongs, ...] = column("Mål", "Goals and focus areas it contributes to in force.")
    sdgs: tuple[SdgServed, ...] = column("FN-mål", "SDG targets and goals that it contributes to in force.")
    benefits: tuple[BenefitShown, ...] = column("Gevinster", "What it is to give.")
    risks: RisksTogether = column("Risiko", "The risks that threaten it: the worst, and how they are spread.")
    depends_on: tuple[Dependency, ...] = column("Avhenger av", "What must be done first.")
    responsible: tuple[Responsible, ...] = column("Ansvarlige", "Posts that answer for it, main first.")
    gaps: tuple[Gap, ...] = column("Mangler", "What a director should miss.")


_LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN, Light.NOT_ASSESSED)
_FINISHED = frozenset({WorkStatus.DONE, WorkStatus.CANCELLED})


async def fetch_projects(transaction: Transaction, ids: Iterable[str], day: date) -> list[ProjectShown]:
    """Projects and programmes by id, in the order of ids, as they stand on a day."""
    wanted = sorted(set(ids))
    fetched = await _Fetched.of(transaction, wanted, day)
    return [fetched.project(one) for one in wanted]


@dataclass(frozen=True)
class _Fetched:
    """All that the projects are made of."""

    day: date
    facts: dict[str, Row]
    elements: dict[str, Element]
    links: dict[str, list[Row]]
    phases: dict[str, Row]
    amounts: dict[str, list[Row]]
    assessments: dict[str, list[Row]]
    benefits: dict[str, BenefitShown]
    risks: dict[str, RisksTogether]
    responsible: dict[str, list[Responsible]]
    thread: Thread
    units: dict[str, str]
    above: dict[str, frozenset[str]]

    @classmethod
    async def of(cls, transaction: Transaction, ids: list[str], day: date) -> _Fetched:
        links = _grouped(await transaction.run(text("portfolio/project_links"), ids=ids, day=day))
        every = [row for rows in links.values() for row in rows]
        in_phases = sorted({row["other"] for row in every if row["type"] == "IN_PHASE"})
        yielded = {row["other"] for row in every if row["type"] == "YIELDS"}
        thread, _ = await fetch_thread(transaction, ids, day)
        needing = {row["other"].partition(":")[0] for row in every if row["type"] == "NEEDED_IN"}
        units = await transaction.run(text("authority/units"), datasets=sorted(needing))
        return cls(
            day,
            {row["id"]: row for row in await transaction.run(text("portfolio/facts_of_projects"), ids=ids)},
            await fetch_elements(transaction, ids, day),
            links,
            {row["id"]: row for row in await transaction.run(text("portfolio/phases"), ids=in_phases)},
            _grouped(await transaction.run(text("portfolio/amounts"), ids=ids, day=day)),
            _grouped(await transaction.run(text("portfolio/assessments"), ids=ids, day=day)),
            await fetch_benefits(transaction, yielded, day),
            await fetch_risks_together(transaction, ids, day),
            await fetch_responsible(transaction, ids, day),
            thread,
            {row["id"]: row["name"] for row in units},
            units_above(units, day),
        )

    def project(self, one: str) -> ProjectShown:
        """One project, made of what was fetched."""
        facts, rows = self.facts[one], self.links.get(one, [])
        status = self._status(one)
        dependencies = tuple(self._dependency(facts["start_on"], row) for row in rows if row["type"] == "DEPENDS_ON")
        benefits = tuple(self.benefits[row["other"]] for row in rows if row["type"] == "YIELDS")
        found = ProjectShown(
            element=self.elements[one],
            bulk_item=bool(facts["bulk_item"]),
            start_on=facts["start_on"],
            end_on=facts["end_on"],
            phases=tuple(self._phase(row) for row in rows if row["type"] == "IN_PHASE" and row["other"] in self.phases),
            status=status,
            worst_light=min((each.light for each in status), key=_LIGHTS.index, default=Light.NOT_ASSESSED),
            money=money(self.amounts.get(one, []), facts["cost_estimate_nok"], self.day),
            programmes=_belongs(rows, "IN_PROGRAMME"),
            portfolios=_belongs(rows, "IN_PORTFOLIO"),
            needed_in=_belongs(rows, "NEEDED_IN"),
            within=self._within(rows),
            anchored_in=_belongs(rows, "ANCHORED_IN"),
            goals=tuple(
                Belongs(each.id, each.kind, each.name) for each in self._served(one, ("Goal", "FocusArea", "Strategy"))
            ),
            sdgs=tuple(
                SdgServed(each.id, each.code or "", each.name, each.colour)
                for each in self._served(one, ("SdgTarget", "SdgGoal"))
            ),
            benefits=benefits,
            risks=self.risks.get(one, together(())),
            depends_on=dependencies,
            responsible=tuple(self.responsible.get(one, ())),
            gaps=(),
        )
        return _with_gaps(found)

    def _within(self, rows: list[Row]) -> tuple[Belongs, ...]:
        needing = [row["other"] for row in rows if row["type"] == "NEEDED_IN"]
        found = sorted({over for unit in needing for over in self.above.get(unit, ())})
        return tuple(Belongs(unit, "Unit", self.units[unit]) for unit in found if unit in self.units)

    def _phase(self, row: Row) -> PhaseOfProject:
        phase = self.phases[row["other"]]
        return PhaseOfProject(
            phase["id"],
            phase["code"],
            phase["name"],
            phase["place"],
            phase["scheme_name"],
            phase["decision_point"],
            row["since"],
            row["decided_on"],
        )

    def _status(self, one: str) -> tuple[StatusOf, ...]:
        newest: dict[str, StatusOf] = {}
        for row in self.assessments.get(one, []):
            dimension = row["dimension"] or "samlet"
            light = Light(row["light"])
            newest.setdefault(dimension, StatusOf(dimension, light, row["assessed_on"], row["text"]))
        return tuple(newest[dimension] for dimension in sorted(newest))

    def _dependency(self, start_on: date | None, row: Row) -> Dependency:
        done_on = row["decision_day"] if row["kind"] == "Decision" else row["end_on"]
        in_time = None
        if start_on and done_on:
            in_time = done_on + timedelta(days=row["lag_days"] or 0) < start_on
        return Dependency(row["other"], row["kind"], row["name"], row["lag_days"], done_on, in_time)

    def _served(self, one: str, kinds: tuple[str, ...]) -> list[Element]:
        """What is met contributing and in force; a way that only supports serves nothing, as in traceUp."""
        if one not in self.thread.elements:
            return []
        met = self.thread.met_from(one)
        served = [self.thread.elements[id] for id, how in met.items() if how.contributing and id != one]
        return sorted((each for each in served if each.kind in kinds), key=lambda each: each.id)


def _grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["id"]].append(row)
    return dict(found)


def _belongs(rows: list[Row], type: str) -> tuple[Belongs, ...]:
    return tuple(dict.fromkeys(Belongs(row["other"], row["kind"], row["name"]) for row in rows if row["type"] == type))


async def fetch_risks_together(transaction: Transaction, ids: list[str], day: date) -> dict[str, RisksTogether]:
    """The risks that threaten each of some elements, seen together."""
    rows = await transaction.run(text("portfolio/risks_of_projects"), ids=ids, day=day)
    named = sorted({scale for row in rows for scale in row["scales"]})
    scales = {row["id"]: scale_of(row) for row in await transaction.run(text("risk/scales"), ids=named)}
    read = defaultdict(list)
    for row in rows:
        scale = scales.get(row["scales"][0]) if len(row["scales"]) == 1 else None
        read[row["id"]].append(sizes(row, scale))
    return {one: together(found) for one, found in read.items()}


def _with_gaps(found: ProjectShown) -> ProjectShown:
    return replace(found, gaps=tuple(gap for gap, missing in _missing(found) if missing))


def _missing(found: ProjectShown) -> Iterable[tuple[Gap, bool]]:
    """Each gap, and whether the project has it. Little is asked of a collective budget line."""
    project = found.element.kind == "Project" and not found.bulk_item
    if found.bulk_item:
        return
    finished = found.element.status in _FINISHED
    yield Gap.NO_NEED, project and not found.needed_in and not found.anchored_in
    yield Gap.NO_RESPONSIBLE, not any(one.role == "main" for one in found.responsible)
    yield Gap.NO_PHASE, project and not found.phases
    yield Gap.NO_GOAL, not found.goals and not found.sdgs
    yield Gap.NO_BENEFIT, not found.benefits
    yield Gap.BENEFIT_WITHOUT_OWNER, any(not one.owners for one in found.benefits)
    yield (
        Gap.BENEFIT_NOT_MEASURED,
        finished and any(one.realisation is Realisation.NOT_MEASURED for one in found.benefits),
    )
    yield Gap.COST_UNKNOWN, project and found.money.cost_estimate_nok is None and found.money.reckoned_nok is None
    yield Gap.WAITS, any(one.in_time is False for one in found.depends_on)
