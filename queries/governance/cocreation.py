"""Which form of samskaping it is, told from who leads each step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schema.governance import CocreationForm
from schema.relationships import StepRole
from schema.values import Code


class StepLead(Code):
    """Who leads a step of a collaboration."""

    MUNICIPALITY = "municipality", "Kommunen", "Only units of the municipality lead it."
    TOGETHER = "together", "Sammen", "Units of the municipality and others lead it."
    OTHERS = "others", "Andre", "Only others lead it."
    NOBODY = "nobody", "Ingen", "Nobody is said to lead it."


_OURS, _BOTH, _OTHERS = StepLead.MUNICIPALITY, StepLead.TOGETHER, StepLead.OTHERS
_DONE_BY_OTHERS = frozenset({_BOTH, _OTHERS})


def step_lead(sides: Iterable[bool]) -> StepLead:
    """Who leads a step, of its leaders' sides: true for a unit of the municipality, false for anybody else."""
    found = set(sides)
    if not found:
        return StepLead.NOBODY
    return StepLead.TOGETHER if len(found) > 1 else StepLead.MUNICIPALITY if found == {True} else StepLead.OTHERS


def derived_form(leads: Mapping[StepRole, StepLead]) -> CocreationForm | None:
    """The form of samskaping that the leads of the four steps make, or None where they make none of the four.

    After Ulrich's typology («Samskabelse – en typologi», 2016), as «Virksomhetsstyring i Asker kommune» (2019, chapter
    Samstyring) tells it. The document tells the forms in words; this table is our reading of them. The forms exclude
    each other. Every other combination is undetermined, and so is one with a step that nobody leads.

    | Form             | Problem                  | Goal         | Design             | Execution          |
    |------------------|--------------------------|--------------|--------------------|--------------------|
    | Steered          | municipality             | municipality | municipality       | municipality       |
    | Responsibilising | municipality             | municipality | others or together | anybody            |
    | Responsibilising | municipality             | municipality | municipality       | others or together |
    | Equal            | municipality or together | together     | together           | together           |
    | Facilitated      | others                   | others       | others             | others or together |
    """
    problem, goal, design, execution = (leads.get(step, StepLead.NOBODY) for step in StepRole)
    if StepLead.NOBODY in (problem, goal, design, execution):
        return None
    if (problem, goal) == (_OURS, _OURS):
        shared = _DONE_BY_OTHERS & {design, execution}
        return CocreationForm.RESPONSIBILISING if shared else CocreationForm.STEERED
    if problem in (_OURS, _BOTH) and (goal, design, execution) == (_BOTH, _BOTH, _BOTH):
        return CocreationForm.EQUAL
    if (problem, goal, design) == (_OTHERS, _OTHERS, _OTHERS) and execution in _DONE_BY_OTHERS:
        return CocreationForm.FACILITATED
    return None


def why_undetermined(leads: Mapping[StepRole, StepLead]) -> str:
    """Why the leads make no form, in bokmål; empty where they make one."""
    if derived_form(leads) is not None:
        return ""
    missing = [step.bokmaal.lower() for step in StepRole if leads.get(step, StepLead.NOBODY) is StepLead.NOBODY]
    if missing:
        return f"Ingen er oppgitt å lede: {', '.join(missing)}."
    told = ", ".join(f"{step.bokmaal.lower()}: {leads[step].bokmaal.lower()}" for step in StepRole)
    return f"Ingen av de fire formene har denne ledelsen av stegene – {told}."
