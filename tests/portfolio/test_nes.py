"""A small made-up municipality with one of everything a director asks about."""

from __future__ import annotations

from datetime import date

import pytest

from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from queries.answers import Outcome
from queries.findings.finding import findings
from queries.portfolio.benefits import Realisation
from queries.portfolio.portfolio import PortfolioFilter, portfolio
from queries.portfolio.projects import Gap, ProjectShown
from queries.risk.risk_picture import risk_picture
from queries.risk.scale import RiskZone
from schema.errors import NotFoundError, QuestionError
from schema.rhythm import Light
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio
TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module", autouse=True)
async def nes(opened: Graph) -> Graph:
    await empty(opened)
    for path in (shipped()["sdg"], ROOT / "tests/datasets/nes"):
        await load(opened, path)
    return opened


async def project(graph: Graph, name: str, day: date = TODAY) -> ProjectShown:
    answer = await portfolio(graph, "nes", day)
    return next(one for one in (*answer.projects, *answer.bulk_items) if one.element.id == f"nes:{name}")


async def test_a_portfolio_has_the_projects_of_its_programmes_each_once_and_bulk_items_apart(nes: Graph) -> None:
    answer = await portfolio(nes, "nes:strategisk", TODAY)
    assert [one.element.id for one in answer.projects] == ["nes:gangbru", "nes:grunn", "nes:nettbrett"]
    assert [one.element.id for one in answer.bulk_items] == ["nes:smaatiltak"]
    assert [one.id for one in answer.projects[0].programmes] == ["nes:klima", "nes:skoleveier"]
    assert (answer.outcome, answer.complete) == (Outcome.FOUND, True)


async def test_an_empty_portfolio_is_empty_and_an_unknown_one_is_not_found(nes: Graph) -> None:
    assert (await portfolio(nes, "nes:tom", TODAY)).outcome is Outcome.EMPTY
    with pytest.raises(NotFoundError, match="nes:borte"):
        await portfolio(nes, "nes:borte", TODAY)


async def test_a_project_is_followed_in_two_schemes_at_once(nes: Graph) -> None:
    bridge = await project(nes, "gangbru")
    assert {(phase.scheme, phase.code) for phase in bridge.phases} == {
        ("Prosjektmodell", "G"),
        ("Budsjettmodenhet", "F3"),
    }
    before = await project(nes, "gangbru", date(2025, 6, 1))
    assert [phase.code for phase in before.phases] == ["K"]


async def test_every_phase_of_a_scheme_in_use_is_a_column_also_one_without_projects(nes: Graph) -> None:
    answer = await portfolio(nes, "nes:strategisk", TODAY)
    assert [(one.scheme, one.code, one.projects) for one in answer.phases] == [
        ("Budsjettmodenhet", "F0", 1),
        ("Budsjettmodenhet", "F3", 1),
        ("Prosjektmodell", "K", 0),
        ("Prosjektmodell", "G", 1),
        ("Prosjektmodell", "R", 1),
    ]


async def test_the_newest_assessment_of_each_dimension_counts_and_the_worst_leads(nes: Graph) -> None:
    bridge = await project(nes, "gangbru")
    assert [(one.dimension, one.light) for one in bridge.status] == [
        ("fremdrift", Light.RED),
        ("kostnad", Light.YELLOW),
    ]
    assert bridge.worst_light is Light.RED
    assert (await project(nes, "gangbru", date(2026, 4, 1))).worst_light is Light.GREEN
    assert (await project(nes, "grunn")).worst_light is Light.NOT_ASSESSED


async def test_unknown_money_is_unknown_and_never_nothing(nes: Graph) -> None:
    ground = (await project(nes, "grunn")).money
    assert (ground.reckoned_nok, ground.known_nok, ground.unknown, ground.cost_estimate_nok) == (None, None, 1, None)
    bridge = (await project(nes, "gangbru")).money
    assert (bridge.reckoned_nok, bridge.stated_nok, bridge.differs_nok) == (9_000_000, 9_000_000, 0)
    answer = await portfolio(nes, "nes:strategisk", TODAY)
    assert [(one.last_year, one.known_nok, one.unknown) for one in answer.project_sums] == [
        (2026, 4_000_000, 1),
        (2027, 5_000_000, 0),
    ]


async def test_a_way_that_only_supports_serves_no_sdg(nes: Graph) -> None:
    assert [one.code for one in (await project(nes, "gangbru")).sdgs] == ["11", "11.2"]
    assert (await project(nes, "nettbrett")).sdgs == ()


async def test_a_benefit_is_realised_only_by_what_has_been_measured_by_the_day(nes: Graph) -> None:
    def how(one: ProjectShown) -> dict[str, Realisation]:
        return {each.element.id: each.realisation for each in one.benefits}

    assert how(await project(nes, "nettbrett")) == {
        "nes:tid": Realisation.REALISED,
        "nes:leseferdighet": Realisation.NOT_MEASURED,
    }
    assert how(await project(nes, "nettbrett", date(2026, 5, 30)))["nes:tid"] is Realisation.UNDER_WAY
    assert how(await project(nes, "nettbrett", date(2025, 12, 31)))["nes:tid"] is Realisation.NOT_MEASURED
    assert how(await project(nes, "gangbru")) == {"nes:faerre-ulykker": Realisation.NOT_DUE}


async def test_a_dependency_that_ends_too_late_is_told_with_the_days_that_must_lie_between(nes: Graph) -> None:
    bridge = await project(nes, "gangbru")
    assert [(one.id, one.in_time) for one in bridge.depends_on] == [("nes:grunn", False)]
    assert Gap.WAITS in bridge.gaps


async def test_filters_must_all_hold(nes: Graph) -> None:
    async def found(wanted: PortfolioFilter) -> list[str]:
        return [one.element.id for one in (await portfolio(nes, "nes", TODAY, wanted)).projects]

    assert await found(PortfolioFilter(unit="nes:teknisk")) == ["nes:gangbru"]
    assert await found(PortfolioFilter(unit="nes:nes")) == [
        "nes:gangbru",
        "nes:nettbrett",
        "nes:to-faser",
        "nes:uten-fase",
    ]
    assert await found(PortfolioFilter(goal="sdg:11")) == ["nes:gangbru"]
    assert await found(PortfolioFilter(phase="R")) == ["nes:nettbrett", "nes:to-faser"]
    assert await found(PortfolioFilter(programme="nes:klima")) == ["nes:gangbru"]
    assert await found(PortfolioFilter(light=Light.RED, phase="R")) == []
    with pytest.raises(NotFoundError, match="nes:borte"):
        await found(PortfolioFilter(unit="nes:borte"))


async def test_a_risk_counts_once_in_the_whole_and_in_each_unit_it_lies_in(nes: Graph) -> None:
    answer = await risk_picture(nes, "nes", TODAY)
    assert sum(one.after for one in answer.together.counts) == len(answer.risks) == 7
    parts = {one.element.id: set(one.risks) for one in answer.parts}
    assert parts["nes:teknisk"] == {"nes:ras", "nes:utenfor", "nes:uvurdert", "nes:verre"}
    assert parts["nes:oppvekst"] == {"nes:frafall"}
    inside = await risk_picture(nes, "nes:vei", TODAY)
    assert {one.element.id for one in inside.risks} == {"nes:ras", "nes:utenfor", "nes:uvurdert"}


async def test_what_has_no_place_on_its_scale_is_unknown_and_stands_in_no_cell(nes: Graph) -> None:
    answer = await risk_picture(nes, "nes", TODAY)
    unknown = {one.element.id for one in answer.risks if one.after.zone is RiskZone.UNKNOWN}
    assert unknown == {"nes:utenfor", "nes:uvurdert", "nes:uten-skala"}
    placed = {risk for matrix in answer.matrices for cell in matrix.cells for risk in cell.after}
    assert placed == {"nes:ras", "nes:frafall", "nes:verre", "nes:uhaandtert"}
    assert [(one.scale.id, len(one.cells)) for one in answer.matrices] == [("nes:fem", 25), ("nes:tre", 9)]


async def test_the_same_product_is_read_on_the_scale_of_each_risk(nes: Graph) -> None:
    answer = await risk_picture(nes, "nes", TODAY)
    zones = {one.element.id: (one.after.product, one.after.zone) for one in answer.risks}
    assert zones["nes:frafall"] == (9, RiskZone.RED)
    assert zones["nes:verre"] == (9, RiskZone.YELLOW)


async def test_controls_that_change_one_level_leave_the_other_as_it_was(nes: Graph) -> None:
    answer = await risk_picture(nes, "nes:gangbru", TODAY)
    [landslide] = answer.risks
    assert (landslide.before.product, landslide.after.product) == (20, 10)
    assert [one.id for one in landslide.controls] == ["nes:sikring"]


async def test_a_goal_is_threatened_through_the_project_that_contributes_to_it(nes: Graph) -> None:
    answer = await risk_picture(nes, "nes:trygg-vei", TODAY)
    assert [one.element.id for one in answer.risks] == ["nes:ras"]
    assert [(one.goal.id, one.worst) for one in answer.goals] == [("nes:trygg-vei", RiskZone.YELLOW)]


async def test_a_portfolio_gathers_the_risks_of_its_programmes_and_projects(nes: Graph) -> None:
    answer = await risk_picture(nes, "nes:strategisk", TODAY)
    assert {one.element.id for one in answer.risks} == {"nes:ras", "nes:uten-skala"}
    assert {one.element.id for one in answer.parts} == {"nes:gangbru", "nes:skoleveier"}


async def test_a_risk_picture_of_what_has_none_is_refused(nes: Graph) -> None:
    with pytest.raises(QuestionError, match="stilling"):
        await risk_picture(nes, "nes:veisjef", TODAY)
    with pytest.raises(NotFoundError):
        await risk_picture(nes, "nes:borte", TODAY)


async def test_each_rule_finds_its_planted_defect_and_nothing_else(nes: Graph) -> None:
    rules = [f"R-PRO-0{number}" for number in range(1, 8)] + [f"R-RIS-0{number}" for number in range(1, 5)]
    answer = await findings(nes, "nes", TODAY, rules=rules)
    assert {(one.rule, one.subject.id) for one in answer.open} == {
        ("R-PRO-01", "nes:grunn"),
        ("R-PRO-02", "nes:nettbrett"),
        ("R-PRO-03", "nes:uten-fase"),
        ("R-PRO-04", "nes:smaatiltak"),
        ("R-PRO-04", "nes:parker"),
        ("R-PRO-05", "nes:gangbru"),
        ("R-PRO-06", "nes:nettbrett"),
        ("R-PRO-07", "nes:to-faser"),
        ("R-RIS-01", "nes:verre"),
        ("R-RIS-02", "nes:utenfor"),
        ("R-RIS-02", "nes:uten-skala"),
        ("R-RIS-03", "nes:verre"),
        ("R-RIS-04", "nes:uhaandtert"),
    }


async def test_a_sum_is_not_held_against_projects_of_which_one_is_unknown(nes: Graph) -> None:
    answer = await findings(nes, "nes", TODAY, rules=["R-PRO-04"])
    assert "nes:veier" not in {one.subject.id for one in answer.open}
    [parks] = [one for one in answer.open if one.subject.id == "nes:parker"]
    assert parks.text == (
        "«Parker i alt» har 700 000 kr i kilden for budsjett 2026, men det den er summen av, blir 500 000 kr."
    )
