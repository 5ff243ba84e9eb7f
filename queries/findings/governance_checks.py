"""Breaches of the rules over forms of governance and samskaping, told from what the two questions show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from graph.connection import Row, Transaction
from queries.governance.collaboration import CollaborationShown, FormAgrees, fetch_collaborations
from queries.governance.evidence import Documented, Principle
from queries.governance.governance_matrix import TaskGap, TaskGoverned, fetch_tasks

_Breach = tuple[str, Row]

COCREATION_RULES = frozenset({"R-SAM-01"})
FORM_RULES = frozenset({"R-STY-01", "R-STY-02"})
_CORRECTIONS = {
    Principle.RESULTS: "oppgi mål den som bærer oppgaven, bidrar til (contributes_to) eller er tildelt (allocated_to).",
    Principle.RISK: "vurder risikoen, og oppgi at den truer oppgaven (threatens).",
    Principle.CONTROL: "oppgi kontrolltiltak for risikoen (treats_risk), eller en gjennomgang av oppgaven (examines).",
    Principle.IMPROVEMENT: "oppgi hva som er gjort bedre (improves), eller hva som er svar på avvik (answers).",
}


async def cocreation_breaches(transaction: Transaction, dataset: str, day: date) -> list[_Breach]:
    """Breaches of R-SAM-01 among the collaborations of a municipality."""
    found = []
    for one in await fetch_collaborations(transaction, dataset, day):
        if one.agrees is FormAgrees.NO and one.declared and one.derived:
            found.append(("R-SAM-01", _row_of_collaboration(one)))
    return found


def _row_of_collaboration(one: CollaborationShown) -> Row:
    leaders = {leader.id for step in one.steps for leader in step.leaders}
    return {
        "subject": one.element.id,
        "subject_name": one.element.name,
        "about": sorted(leaders),
        "declared": one.declared.bokmaal.lower() if one.declared else "",
        "derived": one.derived.bokmaal.lower() if one.derived else "",
        "steps": ", ".join(f"{step.step.bokmaal.lower()}: {step.lead.bokmaal.lower()}" for step in one.steps),
    }


async def form_breaches(transaction: Transaction, dataset: str, day: date) -> list[_Breach]:
    """Breaches of R-STY-01 and 02 among the tasks of a municipality."""
    return [breach for task in await fetch_tasks(transaction, dataset, day) for breach in _of_task(task)]


def _of_task(task: TaskGoverned) -> Iterator[_Breach]:
    row = {"subject": task.element.id, "subject_name": task.element.name, "about": []}
    if TaskGap.NO_FORM in task.gaps:
        yield "R-STY-02", row
        return
    forms = ", ".join(dict.fromkeys(one.form.bokmaal.lower() for one in task.forms))
    carriers = sorted({carrier.id for form in task.forms for carrier in form.carriers})
    for cell in task.principles:
        if cell.documented is Documented.MISSING:
            told = {"principle": cell.principle.bokmaal.lower(), "correction": _CORRECTIONS[cell.principle]}
            yield "R-STY-01", {**row, "about": carriers, "forms": forms, **told}
