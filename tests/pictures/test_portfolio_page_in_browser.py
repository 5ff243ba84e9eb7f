from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.pictures.portfolio.page import PortfolioFacts, portfolio_facts, portfolio_page
from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from tests.conftest import ROOT, empty
from tests.pictures.driven_browser import BROWSER, DrivenBrowser, driven_browser

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(not BROWSER, reason="needs Chromium to run the page's script"),
]
READY = "document.documentElement?.dataset.ready === 'yes'"
SHOWN_ROWS = "[...document.querySelectorAll('#prosjekter tr[data-project]:not([hidden]) th')].map(e => e.textContent)"


@pytest.fixture(scope="module")
async def facts(opened: Graph) -> PortfolioFacts:
    await empty(opened)
    for path in (shipped()["sdg"], ROOT / "tests/datasets/nes"):
        await load(opened, path)
    return await portfolio_facts(opened, "nes", date(2026, 6, 1))


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[DrivenBrowser]:
    with driven_browser(tmp_path) as found:
        yield found


def opened_page(browser: DrivenBrowser, folder: Path, html: str, query: str = "") -> None:
    path = folder / "portefolje.html"
    path.write_text(html, encoding="utf-8")
    browser.open(path.as_uri() + query, ready=READY)


async def test_nothing_is_fetched_and_nobody_complains(
    facts: PortfolioFacts, browser: DrivenBrowser, tmp_path: Path
) -> None:
    opened_page(browser, tmp_path, portfolio_page(facts))
    assert browser.value("document.querySelector('#prosjektnett canvas').width") > 0
    assert [one for one in browser.requests if not one.startswith(("file:", "data:"))] == []
    assert browser.complaints == []


async def test_a_filter_narrows_every_picture_and_its_table_and_is_kept_in_the_address(
    facts: PortfolioFacts, browser: DrivenBrowser, tmp_path: Path
) -> None:
    opened_page(browser, tmp_path, portfolio_page(facts))
    browser.value("{const s = document.querySelector('[data-filter=light]'); s.value = 'red';"
                  "s.dispatchEvent(new Event('change'))}")  # fmt: skip
    assert browser.value("document.getElementById('antall').textContent") == "1 av 7 vises"
    assert browser.value(SHOWN_ROWS) == ["Gangbru"]
    assert browser.value("document.querySelectorAll('#tid g[data-project]:not([hidden])').length") == 1
    assert browser.value("location.search") == "?light=red"
    counts = "[...document.querySelectorAll('[data-board=\"1\"] .count')].map(e => e.textContent).filter(Boolean)"
    assert browser.value(counts) == ["1"]
    browser.value("document.getElementById('nullstill').click()")
    assert browser.value("document.getElementById('antall').textContent") == "7 av 7 vises"
    assert browser.value("location.search") == ""


async def test_with_a_filter_only_the_risks_that_threaten_what_is_left_are_counted(
    facts: PortfolioFacts, browser: DrivenBrowser, tmp_path: Path
) -> None:
    opened_page(browser, tmp_path, portfolio_page(facts), "?light=red")
    [bridge] = [one.element.id for one in facts.overview.projects if one.worst_light.value == "red"]
    expected = [one for one in facts.risks.risks if bridge in {each.id for each in one.threatens}]
    assert 0 < len(expected) < len(facts.risks.risks)
    shown = browser.value("document.querySelectorAll('[data-risk]:not([hidden])').length")
    counted = browser.value(
        "[...document.querySelectorAll('.matrix button:not([hidden])')].reduce((sum, e) => sum + +e.textContent, 0)"
        " + [...document.querySelectorAll('.outside:not([hidden]) span')].reduce((sum, e) => sum + +e.textContent, 0)"
    )
    assert shown == counted == len(expected)


async def test_the_keyboard_leads_to_the_filters_and_from_a_cell_of_the_matrix_to_its_risks_and_back(
    facts: PortfolioFacts, browser: DrivenBrowser, tmp_path: Path
) -> None:
    opened_page(browser, tmp_path, portfolio_page(facts))
    browser.press_until("Tab", "document.activeElement.dataset.filter === 'unit'")
    browser.press_until("Tab", "document.activeElement.id === 'nullstill'")
    browser.press_until("Tab", "document.activeElement.matches('.matrix button')")
    count = int(browser.value("document.activeElement.textContent"))
    browser.press("Enter")
    assert browser.value("document.activeElement.id") == "risikoliste"
    assert browser.value("document.querySelectorAll('#risikoliste li').length") == count
    assert browser.value("document.querySelectorAll('[data-risk]:not([hidden])').length") == count
    browser.press("Escape")
    assert browser.value("document.activeElement.matches('.matrix button')")
    assert browser.value("document.querySelectorAll('[data-risk]:not([hidden])').length") == len(facts.risks.risks)


async def test_a_page_that_is_cut_counts_all_and_says_what_is_not_on_it(
    facts: PortfolioFacts, browser: DrivenBrowser, tmp_path: Path
) -> None:
    template = next(one for one in facts.overview.projects if one.element.id == "nes:gangbru")
    many = tuple(
        replace(template, element=replace(template.element, id=f"nes:p{number:04}", name=f"Prosjekt {number}"))
        for number in range(3000)
    )
    cut = replace(facts, overview=replace(facts.overview, projects=many, programmes=()))
    opened_page(browser, tmp_path, portfolio_page(cut), "?light=red")
    assert browser.value("document.getElementById('antall').textContent") == "3000 av 3000 vises"
    counts = "[...document.querySelectorAll('[data-board=\"1\"] .count')].map(e => e.textContent).filter(Boolean)"
    assert browser.value(counts) == ["3000"]
    assert browser.value("document.querySelector('[data-board=\"1\"] .more:not([hidden])').textContent") == (
        "2900 til er ikke på siden"
    )
    assert not browser.value("document.getElementById('snevert').hidden")
    assert "3000 passer med filteret." in browser.value("document.getElementById('snevert').textContent")


async def test_a_name_with_a_script_in_it_does_not_run(
    facts: PortfolioFacts, browser: DrivenBrowser, tmp_path: Path
) -> None:
    name = "</script><script>document.title='kapret'</script><img src=x onerror=\"document.title='kapret'\">"
    projects = tuple(replace(one, element=replace(one.element, name=name)) for one in facts.overview.projects)
    opened_page(browser, tmp_path, portfolio_page(replace(facts, overview=replace(facts.overview, projects=projects))))
    browser.value("document.querySelector('.matrix button:not([hidden])').click()")
    assert browser.value("document.title") == f"Portefølje: {facts.overview.name}"
    assert browser.complaints == []
