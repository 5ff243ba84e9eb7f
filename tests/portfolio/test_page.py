"""The page that a director looks at."""

from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from api.pictures.portfolio.axis import WIDTH, axis_for
from api.pictures.portfolio.cost_benefit import cost_benefit
from api.pictures.portfolio.networks import MOST_PROJECTS, project_network
from api.pictures.portfolio.page import MOST_ROWS, PortfolioFacts, portfolio_facts, portfolio_page
from api.pictures.portfolio.timeline import MOST_BARS, timeline
from api.pictures.portfolio.wording import kroner, per_cent
from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from queries.portfolio.portfolio import PortfolioOverview
from schema.errors import NotFoundError
from tests.conftest import ROOT, empty
from tests.pictures.read_page import ReadPage

pytestmark = pytest.mark.anyio
TODAY = date(2026, 6, 1)
BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or ""
NASTY = """</script><script>alert("1")</script><!-- & ' " {{ 7*7 }} \u2028 <b>"""


@pytest.fixture(scope="module")
async def facts(opened: Graph) -> PortfolioFacts:
    await empty(opened)
    for path in (shipped()["sdg"], ROOT / "tests/datasets/nes"):
        await load(opened, path)
    return await portfolio_facts(opened, "nes", TODAY)


def renamed(facts: PortfolioFacts, name: str) -> PortfolioFacts:
    projects = tuple(replace(one, element=replace(one.element, name=name)) for one in facts.overview.projects)
    return replace(facts, overview=replace(facts.overview, projects=projects, name=name))


def many(overview: PortfolioOverview, count: int) -> PortfolioOverview:
    template = next(one for one in overview.projects if one.element.id == "nes:gangbru")
    made = tuple(
        replace(template, element=replace(template.element, id=f"nes:p{number}", name=f"Prosjekt {number}"))
        for number in range(count)
    )
    return replace(overview, projects=made)


async def test_nothing_is_loaded_from_elsewhere_and_the_policy_allows_only_what_is_in_the_page(
    facts: PortfolioFacts,
) -> None:
    page = ReadPage(portfolio_page(facts))
    for _, attributes in page.elements:
        for name in ("src", "srcset", "href", "action", "data", "poster", "background"):
            assert not attributes.get(name) or str(attributes[name]).startswith("#")
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
    policy = next(str(meta["content"]) for meta in page.attributes("meta") if meta.get("http-equiv"))
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["script-src"].split() == [_hash(script) for script in page.scripts[1:]]
    assert rules["style-src"].split() == [_hash(style) for style in page.styles]
    assert not re.search(r"url\((?!#)|@import", "".join(page.styles))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


async def test_a_name_with_a_script_in_it_is_text(facts: PortfolioFacts) -> None:
    html = portfolio_page(renamed(facts, NASTY))
    assert len(ReadPage(html).scripts) == len(ReadPage(portfolio_page(facts)).scripts)
    assert "<script>alert" not in html


async def test_every_chart_has_a_heading_and_the_same_facts_as_a_table(facts: PortfolioFacts) -> None:
    html = portfolio_page(facts)
    for section in ("tavle", "nett", "tid", "risiko", "kost", "eier", "kontrakter", "prosjekter"):
        assert f'<section id="{section}" aria-labelledby="{section}-h">' in html
    for name in ("Gangbru", "Grunnundersøkelse", "Småtiltak på vei", "Ras", "Færre ulykker", "Drift av veier"):
        assert name in html


async def test_what_is_unknown_is_said_and_never_drawn_at_nothing(facts: PortfolioFacts) -> None:
    scatter = cost_benefit(facts.overview)
    assert [dot.project for dot in scatter.dots] == []
    assert {one.element.id for one, _ in scatter.not_drawn} >= {"nes:grunn", "nes:gangbru"}
    reasons = {one.element.id: why for one, why in scatter.not_drawn}
    assert reasons["nes:grunn"] == "kostnaden er ukjent og gevinsten er ikke oppgitt i kroner"
    assert "Ukjent slutt, og derfor ikke tegnet: Endret to ganger, Leie uten sluttdato." in portfolio_page(facts)
    drawn = timeline(facts.overview)
    assert {one.element.id for one in drawn.without_days} >= {"nes:uten-fase", "nes:to-faser"}


async def test_a_benefit_in_kroner_is_as_large_when_a_cost_falls(facts: PortfolioFacts) -> None:
    [tablets] = [one for one in facts.overview.projects if one.element.id == "nes:nettbrett"]
    priced = replace(tablets, money=replace(tablets.money, cost_estimate_nok=250_000.0))
    only_time = replace(priced, benefits=tuple(one for one in priced.benefits if one.element.id == "nes:tid"))
    falling = replace(only_time.benefits[0], baseline=500_000.0, expected=0.0)
    for project in (only_time, replace(only_time, benefits=(falling,))):
        [dot] = cost_benefit(replace(facts.overview, projects=(project,), programmes=())).dots
        assert "koster 250\u00a0000\u00a0kr, ventet gevinst 500\u00a0000\u00a0kr" in dot.title


async def test_ten_thousand_projects_are_cut_to_what_can_be_read_and_it_is_said(facts: PortfolioFacts) -> None:
    overview = many(facts.overview, 10_000)
    html = portfolio_page(replace(facts, overview=overview))
    assert len(html) < 12_000_000
    projects = [node for node in project_network(overview)["nodes"] if node["id"].startswith("nes:p")]
    assert len(projects) == MOST_PROJECTS
    assert len(timeline(overview).bars) == MOST_BARS
    assert f"Bildet viser de {MOST_PROJECTS} med verst status" in html
    assert f"Tabellen viser de første {MOST_ROWS} av {10_000 + len(overview.programmes)}" in html


async def test_the_late_dependency_is_drawn_red_from_the_end_of_the_one_to_the_start_of_the_other(
    facts: PortfolioFacts,
) -> None:
    [arrow] = timeline(facts.overview).arrows
    assert (arrow.start, arrow.finish, arrow.late) == ("nes:grunn", "nes:gangbru", True)


def test_an_axis_holds_every_day_and_stops_at_its_edges() -> None:
    axis = axis_for([date(2024, 5, 1), None, date(2026, 2, 1)], TODAY)
    assert (axis.first, axis.last) == (date(2024, 1, 1), date(2027, 1, 1))
    assert (axis.x(date(2020, 1, 1)), axis.x(date(2040, 1, 1))) == (0, WIDTH)
    assert [tick.label for tick in axis.ticks[:5]] == ["2024", "4.", "7.", "10.", "2025"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (lambda: kroner(None), "ukjent"),
        (lambda: kroner(0), "0\u00a0kr"),
        (lambda: kroner(1_234_567), "1\u00a0234\u00a0567\u00a0kr"),
        (lambda: kroner(287_500_000), "287,5\u00a0mill.\u00a0kr".replace("mill.\u00a0", "mill. ")),
        (lambda: per_cent(0, 100), "ukjent"),
        (lambda: per_cent(60, 60), "60\u00a0%"),
        (lambda: per_cent(33, 34), "33–34\u00a0%"),
        (lambda: per_cent(63.157894, 63.157894), "63,16\u00a0%"),
    ],
)
def test_amounts_and_shares_are_written_as_people_write_them(written: Callable[[], str], expected: str) -> None:
    assert written() == expected


async def test_an_unknown_portfolio_is_not_found(facts: PortfolioFacts, opened: Graph) -> None:
    with pytest.raises(NotFoundError, match="nes:borte"):
        await portfolio_facts(opened, "nes:borte", TODAY)


@pytest.mark.skipif(not BROWSER, reason="there is no Chromium on this machine")
async def test_the_page_is_ready_in_a_browser_without_a_complaint_and_filters_by_its_address(
    facts: PortfolioFacts, tmp_path: Path
) -> None:
    path = tmp_path / "p.html"
    path.write_text(portfolio_page(facts), encoding="utf-8")
    done = subprocess.run(
        [
            BROWSER,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--enable-logging=stderr",
            "--virtual-time-budget=8000",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--dump-dom",
            f"{path.as_uri()}?light=red",
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert 'data-ready="yes"' in done.stdout
    assert "1 av 7 vises" in done.stdout
    assert not re.findall(r".*CONSOLE.*", done.stderr)
