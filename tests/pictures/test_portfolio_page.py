"""The portfolio's page: its networks, what a filter leaves, what is cut, and its address."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import httpx2
import pytest

from api.app import create_app
from api.pictures.appearance import Look
from api.pictures.portfolio.axis import WIDTH, axis_for
from api.pictures.portfolio.board import MOST_LISTED, boards
from api.pictures.portfolio.columns import NetworkBox, Tie, network_in_columns
from api.pictures.portfolio.cost_benefit import MOST_DOTS, MOST_NAMED, cost_benefit
from api.pictures.portfolio.networks import project_network
from api.pictures.portfolio.ownership_network import MOST_COMPANIES, ownership_network
from api.pictures.portfolio.page import PortfolioFacts, portfolio_facts, portfolio_page
from api.pictures.portfolio.risks import risks_on_page
from api.pictures.portfolio.timeline import MOST_BARS, timeline
from api.pictures.portfolio.wording import cost_text, value_text
from graph.connection import Graph
from graph.settings import Settings
from loaders.catalogues import shipped
from loaders.load import load
from queries.answers import Outcome
from queries.ownership.answer import OtherOwner, OwnedCompanies, OwnedCompany, Share
from queries.ownership.control import ControlVerdict
from queries.portfolio.portfolio import PortfolioFilter, PortfolioOverview
from queries.portfolio.projects import ProjectShown
from schema.companies import CompanyForm
from schema.rhythm import Light
from tests.conftest import ROOT, empty
from tests.pictures.read_page import ReadPage

pytestmark = pytest.mark.anyio
TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
async def facts(opened: Graph) -> PortfolioFacts:
    await empty(opened)
    for path in (shipped()["sdg"], ROOT / "tests/datasets/nes"):
        await load(opened, path)
    return await portfolio_facts(opened, "nes", TODAY)


@pytest.fixture
async def client(facts: PortfolioFacts, opened: Graph, settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    app = create_app(settings)
    app.state.graph = opened
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client


def project(facts: PortfolioFacts, id: str) -> ProjectShown:
    return next(one for one in facts.overview.projects if one.element.id == f"nes:{id}")


def only(facts: PortfolioFacts, *projects: ProjectShown) -> PortfolioOverview:
    return replace(facts.overview, projects=projects, programmes=())


def page_data(html: str) -> dict[str, Any]:
    return dict(json.loads(ReadPage(html).scripts[0]))


def box(id: str) -> NetworkBox:
    return NetworkBox(id, (id,), "", Look("rectangle", "#FFFFFF", "#000000"), 200, id)


def test_boxes_of_a_column_never_cover_each_other_and_what_is_tied_stands_at_the_same_height() -> None:
    left, middle = [box(f"l{number}") for number in range(4)], [box(f"m{number}") for number in range(9)]
    drawn = network_in_columns((left, middle), [Tie("m8", "l0"), Tie("m0", "l3"), Tie("m0", "m8")])
    at = {node["id"]: (node["x"], node["y"]) for node in drawn["nodes"]}
    for column in (left, middle):
        ys = sorted((at[one.id][1], one.height) for one in column)
        for (y, height), (below, other) in pairwise(ys):
            assert below - y >= (height + other) / 2
    assert (at["m8"][1] < at["m0"][1]) == (at["l0"][1] < at["l3"][1])


def test_lines_beside_a_column_have_a_lane_each_where_they_would_meet() -> None:
    column = [box(f"m{number}") for number in range(5)]
    drawn = network_in_columns(([], column), [Tie("m0", "m3", "60 %"), Tie("m1", "m4", "15 %"), Tie("m4", "m1", "1 %")])
    lanes = {node["x"] for node in drawn["nodes"] if node["id"].startswith("·")}
    assert len(lanes) == 3
    assert max(lanes) <= drawn["width"]
    assert sorted(edge["label"] for edge in drawn["edges"] if edge.get("label")) == ["1 %", "15 %", "60 %"]


async def test_a_project_whose_cost_is_unknown_is_hollow_and_says_so(facts: PortfolioFacts) -> None:
    boxes = project_network(facts.overview)["boxes"]
    assert boxes["nes:nettbrett"]["hollow"]
    assert boxes["nes:nettbrett"]["note"] == "Ikke vurdert · kostnad ukjent"
    assert not boxes["nes:gangbru"]["hollow"]
    assert boxes["nes:gangbru"]["note"] == "Avvik · 9\u00a0000\u00a0000\u00a0kr"


async def test_a_sum_that_lacks_a_year_is_the_least_it_can_cost(facts: PortfolioFacts) -> None:
    money = replace(project(facts, "grunn").money, known_nok=500_000.0, unknown=1)
    assert cost_text(money) == "minst 500\u00a0000\u00a0kr, resten ukjent"


async def test_the_network_ties_projects_to_programmes_units_and_goals_and_to_what_they_wait_for(
    facts: PortfolioFacts,
) -> None:
    drawn = project_network(facts.overview)
    assert ["nes:gangbru", "nes:skoleveier"] in drawn["ties"]
    assert ["nes:gangbru", "nes:vei"] in drawn["ties"]
    assert ["nes:gangbru", "nes:trygg-vei"] in drawn["ties"]
    late = drawn["ties"].index(["nes:gangbru", "nes:grunn"])
    assert {(edge["dashes"], edge["color"]["color"]) for edge in drawn["edges"] if edge["tie"] == late} == {
        (True, "#B3001B")
    }


def share(low: float, high: float) -> Share:
    return Share(low, high, low == high, False)


def owned(count: int) -> OwnedCompanies:
    def company(number: int) -> OwnedCompany:
        return OwnedCompany(
            f"x:as-{number}", f"Selskap {number}", CompanyForm.AS, None, None, share(33, 34), share(33, 34),
            share(33, 34), None, ControlVerdict.UNDETERMINED, (), False, (), False, (), (), None,
            (OtherOwner("x:annen", "Actor", "Annen eier", share(0, 100), share(0, 100)),), None, None, False,
        )  # fmt: skip

    return OwnedCompanies(
        on_date=TODAY, outcome=Outcome.FOUND, complete=True, cut_by=(), remarks=(), actor="x:kommunen",
        name="Kommunen", companies=tuple(company(number) for number in range(count)), governed=(),
    )  # fmt: skip


async def test_shares_stand_on_the_arrows_as_intervals_and_as_unknown(facts: PortfolioFacts) -> None:
    drawn = ownership_network(owned(1))
    labels = {tuple(drawn["ties"][edge["tie"]]): edge["label"] for edge in drawn["edges"] if edge.get("label")}
    assert labels == {("x:kommunen", "x:as-0"): "33–34\u00a0%", ("x:annen", "x:as-0"): "ukjent"}
    html = portfolio_page(replace(facts, companies=owned(MOST_COMPANIES + 5)))
    assert f"Bildet viser {MOST_COMPANIES} av {MOST_COMPANIES + 5} selskaper." in html
    assert len(page_data(html)["ownership"]["boxes"]) == MOST_COMPANIES + 2


async def test_a_benefit_whose_starting_point_is_unknown_is_not_plotted(facts: PortfolioFacts) -> None:
    tablets = project(facts, "nettbrett")
    priced = replace(tablets, money=replace(tablets.money, cost_estimate_nok=250_000.0))
    unknown = tuple(replace(one, baseline=None) for one in priced.benefits)
    drawn = cost_benefit(only(facts, replace(priced, benefits=unknown)))
    assert drawn.dots == ()
    assert [why for _, why in drawn.not_drawn] == ["gevinsten i kroner er ukjent"]


async def test_names_in_the_scatter_cover_no_dot_and_no_other_name(facts: PortfolioFacts) -> None:
    tablets = project(facts, "nettbrett")
    near = tuple(
        replace(
            tablets,
            element=replace(tablets.element, id=f"nes:n{number}", name=f"Et prosjekt med nummer {number}"),
            money=replace(tablets.money, cost_estimate_nok=250_000.0 + number % 7 * 9_000),
        )
        for number in range(MOST_DOTS + 1)
    )
    crowd = cost_benefit(only(facts, *near))
    assert (len(crowd.dots), crowd.left_out, crowd.nameless) == (MOST_DOTS, 1, MOST_DOTS)
    drawn = cost_benefit(only(facts, *near[:MOST_NAMED]))
    named = [(dot, dot.label) for dot in drawn.dots if dot.label]
    assert named
    assert drawn.nameless == MOST_NAMED - len(named)
    spans = [
        (label.y, label.x - {"start": 0, "middle": 0.5, "end": 1}[label.anchor] * len(label.text) * 6.9, label.text)
        for _, label in named
    ]
    for number, (y, left, text) in enumerate(spans):
        for other_y, other_left, other in spans[number + 1 :]:
            apart = left + len(text) * 6.9 <= other_left or other_left + len(other) * 6.9 <= left
            assert apart or abs(y - other_y) >= 14
        for dot in drawn.dots:
            assert not (left < dot.x < left + len(text) * 6.9 and y - 11 < dot.y < y + 3)


def test_a_day_that_stands_for_ever_does_not_press_the_others_together() -> None:
    axis = axis_for([date(2024, 5, 1), date(9999, 12, 31)], TODAY)
    assert axis.clipped
    assert axis.x(date(9999, 12, 31)) == WIDTH
    assert axis.last.year < 2100
    assert len(axis.ticks) <= 22
    assert not axis_for([date(2024, 5, 1)], TODAY).clipped


async def test_decisions_are_drawn_on_their_day_and_what_it_is_is_told(facts: PortfolioFacts) -> None:
    drawn = timeline(facts.overview)
    [bridge] = [bar for bar in drawn.bars if bar.project == "nes:gangbru"]
    assert [each.title for each in bridge.decisions] == ["Besluttet 15. desember 2025: Gjennomføring"]
    assert bridge.decisions[0].x == drawn.axis.x(date(2025, 12, 15)) < bridge.x
    assert "besluttet 15. desember 2025, slutter med BP4" in bridge.title


async def test_where_there_are_too_many_bars_what_is_over_gives_way(facts: PortfolioFacts) -> None:
    bridge = project(facts, "gangbru")
    over = [
        replace(bridge, element=replace(bridge.element, id=f"nes:o{number}"), end_on=date(2026, 2, 1))
        for number in range(MOST_BARS)
    ]
    going = replace(bridge, worst_light=Light.GREEN)
    drawn = timeline(only(facts, *over, going))
    assert (len(drawn.bars), drawn.left_out) == (MOST_BARS, 1)
    assert "nes:gangbru" in {bar.project for bar in drawn.bars}


async def test_a_cell_of_the_board_counts_all_and_lists_some(facts: PortfolioFacts) -> None:
    bridge = project(facts, "gangbru")
    many = [replace(bridge, element=replace(bridge.element, id=f"nes:p{number}")) for number in range(400)]
    counted = [cell for board in boards(only(facts, *many)) for row in board.rows for cell in row.cells if cell.count]
    assert {cell.count for cell in counted} == {400}
    assert {len(cell.first) + len(cell.rest) for cell in counted} == {MOST_LISTED}
    html = portfolio_page(replace(facts, overview=only(facts, *many)))
    assert f"{400 - MOST_LISTED} til er ikke på siden" in html


async def test_a_filter_leaves_the_risks_that_threaten_what_is_left(facts: PortfolioFacts) -> None:
    every = risks_on_page(facts.risks, None)
    some = risks_on_page(facts.risks, ["nes:gangbru"])
    assert {one.element.id for one in every.risks} == {one.element.id for one in facts.risks.risks}
    threatening = {one.element.id for one in some.risks}
    assert 0 < len(threatening) < len(every.risks)
    for found in (every, some):
        placed = [risk for matrix in found.matrices for cell in matrix.cells for risk in cell.after]
        outside = [found.risks[number].element.id for number in found.outside_after]
        assert sorted({*placed, *outside}) == sorted(one.element.id for one in found.risks)
    assert risks_on_page(facts.risks, []).risks == ()


async def test_consequences_stand_under_their_own_heading(facts: PortfolioFacts) -> None:
    for matrix in facts.risks.matrices:
        html = portfolio_page(replace(facts, risks=replace(facts.risks, matrices=(matrix,))))
        rows = re.findall(r"<tr><th scope=\"row\">(\d+) [^<]*</th>\s*((?:<td.*?</td>\s*)+)</tr>", html)
        placed = re.findall(r"data-place=\"sannsynlighet (\d+), konsekvens (\d+)", html)
        assert placed
        for probability, cells in rows:
            for column, cell in enumerate(re.findall(r"<td.*?</td>", cells), start=1):
                for found in re.findall(r"data-place=\"sannsynlighet (\d+), konsekvens (\d+)", cell):
                    assert found == (probability, str(column))


async def test_the_data_of_the_page_names_each_id_once(facts: PortfolioFacts) -> None:
    data = page_data(portfolio_page(facts))
    for name in ("unit", "goal", "phase"):
        assert len(data[name]) == len(set(data[name]))
    [bridge] = [one for one in data["projects"] if data["lights"][one[1]] == "red"]
    assert [data["unit"][at] for at in bridge[2]] == [each.id for each in project(facts, "gangbru").within]


async def test_the_address_takes_a_filter_and_the_page_says_that_it_is_only_a_part(
    client: httpx2.AsyncClient, facts: PortfolioFacts
) -> None:
    whole = (await client.get("/portfolio/nes?on_date=2026-06-01")).text
    assert "Bare en del" not in whole
    response = await client.get("/portfolio/nes?on_date=2026-06-01&unit=nes:vei&light=red")
    assert response.status_code == 200
    data = page_data(response.text)
    assert data["asked"] == {"unit": "nes:vei", "light": "red"}
    assert [one[0] for one in data["projects"]] == [1]
    assert "Gangbru" in response.text
    assert "Grunnundersøkelse" not in re.sub(r"Venter på.*?</td>", "", response.text.partition('id="prosjekter"')[2])
    assert re.search(r"siden er hentet med filter \(enhet: [^,]+, status: Avvik\)", response.text)
    selected = re.findall(r'<option value="([^"]+)" selected>', response.text)
    assert selected == ["nes:vei", "red"]


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("light=lilla", 422, "Statusen «lilla» finnes ikke."),
        ("unit=nes:borte", 404, "Ingen enhet har id-en «nes:borte»."),
        ("on_date=i+dag", 422, "«i dag» er ikke en dato."),
    ],
)
async def test_a_filter_that_makes_no_sense_is_answered_with_what_to_do(
    client: httpx2.AsyncClient, query: str, status: int, said: str
) -> None:
    response = await client.get(f"/portfolio/nes?{query}")
    assert response.status_code == status
    assert said in response.text


async def test_a_filter_that_nothing_passes_gives_an_empty_page(opened: Graph, facts: PortfolioFacts) -> None:
    nothing = await portfolio_facts(opened, "nes", TODAY, PortfolioFilter(light=Light.GREEN, phase="nes:b0"))
    html = portfolio_page(nothing)
    assert "Ingen prosjekter følges i noen fase." in html
    assert "<strong>0</strong> prosjekter" in html
    assert page_data(html)["risks"] == []


async def test_an_empty_portfolio_is_a_page_too(opened: Graph, facts: PortfolioFacts) -> None:
    html = portfolio_page(await portfolio_facts(opened, "nes:tom", TODAY))
    assert ReadPage(html).elements
    assert "Ingen prosjekter." in html


def test_values_are_written_as_people_write_them() -> None:
    assert [value_text(one) for one in (None, 0.0, 12.5, 31_000_000.0)] == [
        "ukjent",
        "0",
        "12,5",
        "31\u00a0000\u00a0000",
    ]
