"""The table of the forms of samskaping, held against a plain reading of the four forms, over every combination."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from queries.governance.cocreation import StepLead, derived_form, step_lead, why_undetermined
from schema.governance import CocreationForm
from schema.relationships import StepRole

KOMMUNEN, SAMMEN, ANDRE, INGEN = (
    StepLead.MUNICIPALITY,
    StepLead.TOGETHER,
    StepLead.OTHERS,
    StepLead.NOBODY,
)
EVERY = list(product(StepLead, repeat=4))


def plainly(leads: tuple[StepLead, ...]) -> list[CocreationForm]:
    """Each form whose description in the document fits, read one by one without an order between them."""
    problem, goal, design, execution = leads
    led = INGEN not in leads
    municipality_decides = problem is KOMMUNEN and goal is KOMMUNEN
    others_help = any(one in (SAMMEN, ANDRE) for one in (design, execution))
    fits = {
        CocreationForm.STEERED: set(leads) == {KOMMUNEN},
        CocreationForm.RESPONSIBILISING: led and municipality_decides and others_help,
        CocreationForm.EQUAL: problem in (KOMMUNEN, SAMMEN) and {goal, design, execution} == {SAMMEN},
        CocreationForm.FACILITATED: {problem, goal, design} == {ANDRE} and execution in (ANDRE, SAMMEN),
    }
    return [form for form, fit in fits.items() if fit]


def test_every_combination_has_at_most_one_form_and_it_is_the_one_derived() -> None:
    assert len(EVERY) == 256
    for leads in EVERY:
        fitting = plainly(leads)
        assert len(fitting) <= 1, leads
        assert derived_form(dict(zip(StepRole, leads, strict=True))) == (fitting[0] if fitting else None), leads


def test_how_many_combinations_make_each_form() -> None:
    counts = Counter(derived_form(dict(zip(StepRole, leads, strict=True))) for leads in EVERY)
    assert counts == {
        CocreationForm.STEERED: 1,
        CocreationForm.RESPONSIBILISING: 8,
        CocreationForm.EQUAL: 2,
        CocreationForm.FACILITATED: 2,
        None: 243,
    }


def test_a_combination_has_a_reason_exactly_where_it_has_no_form() -> None:
    for leads in EVERY:
        named = dict(zip(StepRole, leads, strict=True))
        reason = why_undetermined(named)
        assert bool(reason) == (derived_form(named) is None)
        if INGEN in leads:
            missing = [step.bokmaal.lower() for step, lead in named.items() if lead is INGEN]
            assert reason == f"Ingen er oppgitt å lede: {', '.join(missing)}."


def test_a_step_that_is_not_told_of_is_led_by_nobody() -> None:
    assert derived_form({}) is None
    assert why_undetermined({step: KOMMUNEN for step in StepRole if step is not StepRole.GOAL}) == (
        "Ingen er oppgitt å lede: sette mål."
    )


@pytest.mark.parametrize(
    ("sides", "lead"),
    [
        ([], INGEN),
        ([True], KOMMUNEN),
        ([True, True], KOMMUNEN),
        ([False, False], ANDRE),
        ([False, True], SAMMEN),
    ],
)
def test_a_step_is_led_together_only_where_both_sides_lead_it(sides: list[bool], lead: StepLead) -> None:
    assert step_lead(sides) is lead
