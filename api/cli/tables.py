"""The answers as tables for people."""

from __future__ import annotations

from api.cli.output import Table
from queries.answers import Answer, Element
from queries.goals.coverage import Coverage
from queries.goals.fetching import Responsible
from queries.goals.outside_thread import OutsideThread
from queries.goals.thread import Way
from queries.goals.trace_down import TraceDown
from queries.goals.trace_up import Reach, TraceUp
from queries.plans.plans_in_force import PlanInForce, PlansInForce
from queries.plans.suspect_links import SuspectLinks
from schema.catalogue import KINDS, RELATIONSHIPS
from schema.relationships import Contribution


def heading(answer: Answer, about: str) -> tuple[str, ...]:
    """What stands above the tables: what was asked, the outcome, whether it is whole, and the remarks."""
    whole = (
        "" if answer.complete else f" Svaret er ikke fullstendig: {', '.join(cut.bokmaal for cut in answer.cut_by)}."
    )
    return (about, f"{answer.outcome.bokmaal} per {answer.on_date}.{whole}", *(f"– {one}" for one in answer.remarks))


def named(element: Element) -> str:
    """An element by kind and name, with a mark where it is made up and its name does not say so."""
    mark = " (illustrasjon)" if element.illustrative and "illustrasjon" not in element.name else ""
    return f"{element.kind_label}: {element.label}{mark}"


def written(way: Way) -> str:
    """A way in one line: the names, and between them what does not simply contribute."""
    parts = [way.elements[0].label]
    for link, element in zip(way.links, way.elements[1:], strict=True):
        arrow = "→" if link.contribution is Contribution.CONTRIBUTES else f"→ ({link.contribution.bokmaal}) →"
        parts.append(f"{arrow} {element.label}")
    return " ".join(parts)


def posts(responsible: tuple[Responsible, ...]) -> str:
    """Posts with who holds them; a post that nobody holds is vacant."""
    shown = []
    for post in responsible:
        holders = ", ".join(f"{holder.name}, {holder.holding.bokmaal.lower()}" for holder in post.holders)
        shown.append(f"{post.name} ({holders or 'ledig'})")
    return "; ".join(shown)


def trace_up_tables(answer: TraceUp) -> list[Table]:
    """The SDGs by what is done for them, then the ways, local goals and other ends."""
    lists = (
        ("Bidrar til", answer.reached),
        ("Støtter", answer.supported),
        ("Hindrer", answer.hindered),
        ("Ikke i kraft", answer.not_in_force),
    )
    rows = [(effect, *_reach_cells(reach)) for effect, reaches in lists for reach in reaches]
    ways = {
        (reach.target.id, way.elements, way.links): (reach.target.label, way.contribution, way.certainty, written(way))
        for _, reaches in lists
        for reach in reaches
        for way in reach.ways
    }
    local = [(one.goal.label, one.sdg_status) for one in answer.local_goals]
    other = [(named(one.element), one.element.id) for one in answer.other_ends]
    return [
        Table("FN-mål", ("Virkning", "FN-mål", "Veier", "Korteste vei", "Svakeste ledd", "Sikkerhet"), rows),
        Table("Veiene", ("FN-mål", "Bidrag", "Sikkerhet", "Vei"), list(ways.values())),
        Table("Mål uten FN-mål", ("Mål", "FN-status"), local),
        Table("Andre ender", ("Element", "Id"), other),
    ]


def _reach_cells(reach: Reach) -> tuple[object, ...]:
    names = {element.id: element.label for element in reach.strongest.elements}
    weakest = reach.weakest_link
    shown = f"{names[weakest.start]} {RELATIONSHIPS[weakest.type].bokmaal} {names[weakest.finish]}" if weakest else ""
    count = "ukjent" if reach.way_count is None else reach.way_count
    return reach.target.label, count, f"{reach.shortest.length} ledd", shown, reach.strongest.certainty


def trace_down_tables(answer: TraceDown) -> list[Table]:
    """What is done, who answers for it, and how much there is of it."""
    efforts = [
        (
            named(one.element),
            one.effect,
            one.distance,
            posts(one.responsible),
            one.element.deadline,
            one.overdue if one.element.deadline else None,
            one.element.status,
            one.element.id,
        )
        for one in answer.efforts
    ]
    counts = [(KINDS[one.kind].bokmaal, one.effect, one.count) for one in answer.counts]
    indicators = [(one.name, one.code, one.measures) for one in answer.indicators]
    headings = ("Element", "Virkning", "Ledd", "Ansvarlig", "Frist", "Over frist", "Status", "Id")
    return [
        Table("Innsats", headings, efforts),
        Table("Antall", ("Slag", "Virkning", "Antall"), counts),
        Table("Indikatorer", ("Indikator", "Kode", "Måler"), indicators),
    ]


def coverage_tables(answer: Coverage) -> list[Table]:
    """One row per goal; an asterisk marks what only illustrative facts cover."""
    rows = [
        (
            row.goal.label,
            *(cell.status.bokmaal + ("*" if cell.illustrative else "") for cell in row.cells),
            ", ".join(unit.name for unit in row.allocated_to) or "ingen",
        )
        for row in answer.rows
    ]
    headings = ("Mål", "Strategi", "Oppdrag", "Tiltak", "Indikator", "Ansvarlig", "Fordelt til")
    counts = [(one.by, one.status, one.count) for one in answer.counts]
    return [
        Table("Dekning (* bare illustrasjon)", headings, rows),
        Table("Oppsummert", ("Dekkes av", "Dekning", "Mål"), counts),
    ]


def outside_tables(answer: OutsideThread) -> list[Table]:
    """The tiltak outside the thread, all tiltak by anchor, and units that have none."""
    rows = [
        (
            named(one.tiltak),
            one.anchored_in,
            "; ".join(f"{anchor.name}{'' if anchor.holds else ' (gjelder ikke)'}" for anchor in one.anchors),
            one.operation,
            one.tiltak.id,
        )
        for one in answer.outside
    ]
    counts = [(one.kind, one.count) for one in answer.counts]
    units = [(one.name, one.id) for one in answer.units_without_tiltak]
    return [
        Table("Utenfor den røde tråden", ("Tiltak", "Forankret i", "Forankringer", "Drift", "Id"), rows),
        Table("Alle tiltak etter forankring", ("Forankring", "Antall"), counts),
        Table("Enheter uten tiltak", ("Enhet", "Id"), units),
    ]


def suspect_tables(answer: SuspectLinks) -> list[Table]:
    """What must be gone through, then what changed."""
    rows = [
        (
            named(one.element),
            RELATIONSHIPS[one.type].bokmaal,
            one.rests_on,
            one.change,
            one.reviewed_version or "aldri",
            one.reviewed_on,
            one.distance,
            posts(one.responsible),
        )
        for one in answer.suspects
    ]
    headings = ("Element", "Relasjon", "Hviler på", "Endring", "Gjennomgått mot", "Dato", "Avstand", "Ansvarlig")
    changed = [(named(one.element), one.change, one.before, one.after) for one in answer.changed]
    return [
        Table("Må gjennomgås", headings, rows),
        Table("Endret i planen", ("Element", "Endring", "Før", "Etter"), changed),
    ]


def plans_tables(answer: PlansInForce) -> list[Table]:
    """The plans in force, those nobody can tell of, and those on their way."""
    headings = ("Plan", "Type", "Vedtatt", "Gjelder for", "Bygger på", "Revideres innen", "Over frist", "Versjon")
    shared = [(one.theme, one.plans) for one in answer.shared_themes]
    return [
        Table("Gjelder", headings, [_plan(one) for one in answer.plans]),
        Table("Ikke avgjort om de er vedtatt", headings, [_plan(one) for one in answer.undecided]),
        Table("På vei", headings, [_plan(one) for one in answer.coming]),
        Table("Tema med flere planer", ("Tema", "Planer"), shared),
    ]


def _plan(one: PlanInForce) -> tuple[object, ...]:
    adopted = " / ".join(sorted({str(item.day) for item in one.adoptions if item.day})) or one.adopted_on
    due = f"{one.revision.due}{' (etter plantypens regel)' if one.revision.by_rule else ''}" if one.revision.due else ""
    return (
        one.name,
        one.type,
        adopted,
        ", ".join(unit.name for unit in one.applies_to) or "hele kommunen",
        ", ".join(f"{basis.name}{'' if basis.in_force else ' (gjelder ikke)'}" for basis in one.builds_on),
        due,
        one.revision.overdue if one.revision.due else None,
        one.version,
    )
