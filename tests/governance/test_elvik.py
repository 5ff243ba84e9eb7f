"""A small made-up municipality: forms of governance that change or stand side by side, and who leads what together."""

from __future__ import annotations

from datetime import date

import pytest

from graph.connection import Graph
from loaders.load import load
from queries.answers import Outcome
from queries.findings.finding import findings
from queries.governance.cocreation import StepLead
from queries.governance.collaboration import FormAgrees, collaboration
from queries.governance.evidence import Documented, Principle, PrincipleCell
from queries.governance.governance_matrix import TaskGap, TaskGoverned, governance_matrix
from schema.errors import NotFoundError, QuestionError
from schema.governance import CocreationForm, FormKind
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio
TODAY = date(2026, 6, 1)
RULES = ["R-SAM-01", "R-STY-01", "R-STY-02"]


@pytest.fixture(scope="module", autouse=True)
async def elvik(opened: Graph) -> Graph:
    await empty(opened)
    for name in ("samskaping", "samskaping_nabo"):
        await load(opened, ROOT / "tests/datasets" / name)
    return opened


async def governed(graph: Graph, name: str, day: date = TODAY) -> TaskGoverned:
    [task] = (await governance_matrix(graph, f"elvik:{name}", day)).tasks
    return task


async def cell(graph: Graph, task: str, principle: Principle, day: date = TODAY) -> PrincipleCell:
    return next(one for one in (await governed(graph, task, day)).principles if one.principle is principle)


async def forms(graph: Graph, name: str, day: date = TODAY) -> tuple[CocreationForm | None, FormAgrees]:
    shown = (await collaboration(graph, f"elvik:{name}", day)).collaboration
    return shown.derived, shown.agrees


async def test_each_form_is_derived_from_who_leads_and_held_against_the_declared_one(elvik: Graph) -> None:
    assert await forms(elvik, "styrt") == (CocreationForm.STEERED, FormAgrees.YES)
    assert await forms(elvik, "fasilitert") == (CocreationForm.FACILITATED, FormAgrees.YES)
    assert await forms(elvik, "plantet") == (CocreationForm.RESPONSIBILISING, FormAgrees.NO)
    assert await forms(elvik, "blandet") == (None, FormAgrees.UNDETERMINED)


async def test_a_step_that_nobody_leads_leaves_the_form_undetermined(elvik: Graph) -> None:
    answer = await collaboration(elvik, "elvik:uten-leder", TODAY)
    assert (answer.outcome, answer.collaboration.derived) == (Outcome.UNDETERMINED, None)
    assert answer.collaboration.derived_reason == "Ingen er oppgitt å lede: designe løsningen."
    assert [one.lead for one in answer.collaboration.steps][2] is StepLead.NOBODY


async def test_the_form_changes_on_the_day_others_begin_to_lead(elvik: Graph) -> None:
    assert await forms(elvik, "endret", date(2025, 12, 31)) == (CocreationForm.STEERED, FormAgrees.NO)
    assert await forms(elvik, "endret", date(2026, 1, 1)) == (CocreationForm.EQUAL, FormAgrees.YES)


async def test_one_who_no_longer_exists_leads_nothing(elvik: Graph) -> None:
    assert await forms(elvik, "styrt", date(2025, 12, 31)) == (CocreationForm.RESPONSIBILISING, FormAgrees.NO)
    assert await forms(elvik, "styrt", date(2026, 1, 1)) == (CocreationForm.STEERED, FormAgrees.YES)


async def test_one_who_is_only_proposed_as_leader_leads_nothing(elvik: Graph) -> None:
    assert await forms(elvik, "foreslaatt") == (CocreationForm.STEERED, FormAgrees.YES)


async def test_a_unit_of_another_municipality_is_one_of_the_others(elvik: Graph) -> None:
    shown = (await collaboration(elvik, "elvik:med-nabo", TODAY)).collaboration
    assert [(one.id, one.municipality) for one in shown.steps[3].leaders] == [("nabo:nabo", False)]
    assert (shown.steps[3].lead, shown.derived) == (StepLead.OTHERS, CocreationForm.RESPONSIBILISING)


async def test_parties_without_organisation_number_hosts_tasks_and_interested_are_shown(elvik: Graph) -> None:
    planted = (await collaboration(elvik, "elvik:plantet", TODAY)).collaboration
    assert [(one.id, one.organisation_number) for one in planted.participants] == [
        ("elvik:park", None),
        ("elvik:velforening", None),
    ]
    assert [one.id for one in planted.hosts] == ["elvik:velforening"]
    assert [one.id for one in planted.tasks] == ["elvik:uten-kontroll"]
    steered = (await collaboration(elvik, "elvik:styrt", TODAY)).collaboration
    assert [one.id for one in steered.stakeholders] == ["elvik:velforening"]
    assert [one.id for one in steered.goals] == ["elvik:trygg-vei"]


async def test_nothing_declared_is_undetermined_and_a_number_of_members_is_kept(elvik: Graph) -> None:
    answer = await collaboration(elvik, "elvik:uten-oppgitt", TODAY)
    assert answer.collaboration.agrees is FormAgrees.UNDETERMINED
    assert answer.collaboration.members == 5
    assert "Kilden sier 5 deltakere, men bare 0 er navngitt." in answer.remarks


async def test_ended_other_and_unknown_are_three_outcomes(elvik: Graph) -> None:
    assert (await collaboration(elvik, "elvik:slutt", TODAY)).outcome is Outcome.EMPTY
    with pytest.raises(QuestionError, match="enhet"):
        await collaboration(elvik, "elvik:park", TODAY)
    with pytest.raises(NotFoundError, match="elvik:borte"):
        await collaboration(elvik, "elvik:borte", TODAY)


async def test_a_task_without_a_form_has_a_gap_and_nothing_else_is_asked_of_the_form(elvik: Graph) -> None:
    task = await governed(elvik, "uten-form")
    assert (task.forms, task.gaps) == ((), (TaskGap.NO_FORM,))
    later = await governed(elvik, "bare-foreslaatt", date(2027, 6, 1))
    assert (later.forms, TaskGap.NO_FORM in later.gaps) == ((), True)


async def test_a_project_is_followed_by_the_line_without_a_day_between_or_a_day_with_both(elvik: Graph) -> None:
    async def found(day: date) -> list[tuple[FormKind, list[str]]]:
        return [(one.form, [each.id for each in one.carriers]) for one in (await governed(elvik, "skifter", day)).forms]

    assert await found(date(2024, 12, 31)) == []
    assert await found(date(2025, 12, 31)) == [(FormKind.PROJECT, ["elvik:sykkel"])]
    assert await found(date(2026, 1, 1)) == [(FormKind.LINE, ["elvik:vei"])]


async def test_two_forms_stand_side_by_side_and_count_in_both_rows_of_the_matrix(elvik: Graph) -> None:
    task = await governed(elvik, "begge-deler")
    assert [one.form for one in task.forms] == [FormKind.LINE, FormKind.PROJECT]
    assert task.remarks == ("Flere valgte former gjelder samtidig: linjestyring, prosjekt- og programstyring.",)
    answer = await governance_matrix(elvik, "elvik:begge-deler", TODAY)
    covered = {one.form for one in answer.matrix if one.covered}
    assert covered == {FormKind.LINE, FormKind.PROJECT}


async def test_a_contract_whose_owner_in_the_line_is_closed_has_no_line_owner(elvik: Graph) -> None:
    before = await governed(elvik, "kontraktoppgave", date(2025, 6, 30))
    assert [[one.id for one in each.line_owners] for each in before.contracts] == [["elvik:nedlagt"]]
    assert TaskGap.NO_LINE_OWNER not in before.gaps
    after = await governed(elvik, "kontraktoppgave", date(2025, 7, 1))
    assert after.gaps == (TaskGap.NO_LINE_OWNER, TaskGap.NO_RESPONSIBLE)


async def test_a_company_that_delivers_through_a_contract_is_under_both_forms(elvik: Graph) -> None:
    task = await governed(elvik, "avfall")
    assert [one.form for one in task.forms] == [FormKind.CONTRACT, FormKind.OWNERSHIP]
    assert [[one.id for one in each.companies] for each in task.contracts] == [["elvik:avfallsselskapet"]]
    assert "Selskapet «Avfallsselskapet IKS» leverer gjennom kontrakten «Henting av avfall»." in task.remarks
    owner = next(one for one in task.forms if one.form is FormKind.OWNERSHIP)
    assert [one.id for one in owner.chosen_by] == ["elvik:kommunestyret"]
    assert [one.id for one in owner.decisions] == ["elvik:vedtak-selskap"]
    assert owner.reason == "Flere kommuner"


async def test_who_chose_a_form_and_why_may_be_unknown(elvik: Graph) -> None:
    assert (await governed(elvik, "delvis")).gaps == (TaskGap.NO_CHOOSER, TaskGap.NO_REASON)


async def test_evidence_that_is_not_enough_covers_partly_and_says_what_is_missing(elvik: Graph) -> None:
    task = await governed(elvik, "delvis")
    assert {one.documented for one in task.principles} == {Documented.PARTLY}
    lacks = {each.element.id.removeprefix("elvik:"): each.lack for one in task.principles for each in one.evidence}
    assert lacks == {
        "uten-indikator": "ingen indikator måler målet",
        "halvt-vurdert": "risikoen er ikke vurdert",
        "revisjon-flere": "den var ikke gjort ennå",
        "revisjon-uten-dag": "det er ikke oppgitt når den ble gjort",
        "svar": "merknaden er fra en gjennomgang av flere, og kan gjelde noe annet",
        "uten-dag": "det er ikke oppgitt når den ble tatt i bruk",
    }


async def test_a_goal_that_stands_only_in_a_lapsed_plan_is_no_evidence(elvik: Graph) -> None:
    async def shown(day: date) -> set[str]:
        return {one.element.id for one in (await cell(elvik, "delvis", Principle.RESULTS, day)).evidence}

    assert await shown(date(2024, 12, 31)) == {"elvik:uten-indikator", "elvik:bortfalt", "elvik:besoek"}
    assert await shown(TODAY) == {"elvik:uten-indikator"}


async def test_what_was_not_done_yet_on_the_day_is_not_enough(elvik: Graph) -> None:
    for principle, first in (
        (Principle.RISK, date(2025, 2, 1)),
        (Principle.IMPROVEMENT, date(2025, 3, 1)),
    ):
        before = date.fromordinal(first.toordinal() - 1)
        assert (await cell(elvik, "veidrift", principle, before)).documented is Documented.PARTLY
        assert (await cell(elvik, "veidrift", principle, first)).documented is Documented.COVERED
    review = date(2026, 9, 1)
    assert (await cell(elvik, "delvis", Principle.CONTROL, date(2026, 8, 31))).documented is Documented.PARTLY
    assert (await cell(elvik, "delvis", Principle.CONTROL, review)).documented is Documented.COVERED


async def test_an_answer_to_a_deviation_in_the_task_is_an_improvement_of_it(elvik: Graph) -> None:
    found = await cell(elvik, "uten-kontroll", Principle.IMPROVEMENT)
    assert [(one.element.id, one.about) for one in found.evidence] == [("elvik:vanning", ("elvik:uten-kontroll",))]


async def test_a_unit_has_the_tasks_its_subtree_carries_or_answers_for(elvik: Graph) -> None:
    async def found(scope: str) -> list[str]:
        return [one.element.id.removeprefix("elvik:") for one in (await governance_matrix(elvik, scope, TODAY)).tasks]

    assert await found("elvik:park") == ["uten-kontroll"]
    assert await found("elvik:kultur") == ["delvis", "uten-form"]
    assert await found("elvik:teknisk") == ["avfall", "begge-deler", "skifter", "uten-kontroll", "veidrift"]
    assert len(await found("elvik:elvik")) == 7
    assert len(await found("elvik")) == 8  # nobody in a unit answers for brøyting, which is done by contract
    assert (await governance_matrix(elvik, "elvik:nedlagt", TODAY)).outcome is Outcome.EMPTY


async def test_the_matrix_counts_each_task_once_per_form_and_principle(elvik: Graph) -> None:
    answer = await governance_matrix(elvik, "elvik", TODAY)
    assert len(answer.matrix) == (len(FormKind) + 1) * len(Principle)
    for one in answer.matrix:
        kinds: list[set[FormKind]] = [{form.form for form in task.forms} for task in answer.tasks]
        under = [found for found in kinds if (one.form in found if one.form else not found)]
        assert one.covered + one.partly + one.missing == len(under)
    gaps = {one.gap: one.count for one in answer.gaps}
    assert set(gaps) == set(TaskGap)
    assert (gaps[TaskGap.NO_FORM], gaps[TaskGap.NO_CARRIER]) == (1, 0)


async def test_a_matrix_of_what_has_none_is_refused(elvik: Graph) -> None:
    with pytest.raises(QuestionError, match="prosjekt"):
        await governance_matrix(elvik, "elvik:sykkel", TODAY)
    with pytest.raises(NotFoundError, match="elvik:borte"):
        await governance_matrix(elvik, "elvik:borte", TODAY)
    assert (await governance_matrix(elvik, "elvik:avsluttet", TODAY)).outcome is Outcome.EMPTY


async def test_each_rule_finds_its_planted_defect_and_nothing_else(elvik: Graph) -> None:
    answer = await findings(elvik, "elvik", TODAY, rules=RULES)
    assert [(one.rule, one.subject.id) for one in answer.open] == [
        ("R-SAM-01", "elvik:plantet"),
        ("R-STY-01", "elvik:uten-kontroll"),
        ("R-STY-02", "elvik:uten-form"),
    ]
    assert answer.open[1].text == (
        "«Stell av parker» har valgt styringsform (linjestyring), men ingenting i grafen viser internkontroll."
    )
