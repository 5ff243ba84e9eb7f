"""Projects, contracts and companies in the Asker example: the source's figures and sums, and what it leaves out."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import yaml

from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from queries.findings.finding import findings
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio

ASKER = ROOT / "examples/asker"
TODAY = date(2026, 6, 1)
OLD = date(2017, 6, 1)
LINE = "inv-"
STRATEGIC = "sp-"
INVENTED = "illustrative_portfolio"
Period = tuple[str, int, int]

PLANTED_FOR = {
    "R-PRO-01": "ill-prosjekt-droner",
    "R-PRO-02": "ill-prosjekt-mobilitetspunkt",  # the project that is to yield the benefit nobody takes out
    "R-PRO-03": "ill-prosjekt-uteskole",
    "R-PRO-05": "ill-prosjekt-sykkelvei",
    "R-PRO-06": "ill-prosjekt-laeringssenter",  # the project whose benefit is not measured
    "R-PRO-07": "ill-prosjekt-belysning",
    "R-RIS-01": "ill-risiko-flom-bygging",
    "R-RIS-02": "ill-risiko-droner",
    "R-RIS-03": "ill-risiko-saksbehandling",
    "R-RIS-04": "ill-risiko-gjeld",
    "R-EIE-02": "ill-selskap-kulturhus",
    "R-EIE-04": "ill-selskap-flerbrukshall",
    "R-SAM-01": "ill-samskaping-park",
    "R-STY-01": "ill-oppgave-park",
}


@dataclass(frozen=True)
class Amount:
    """An amount as it came into the graph."""

    of: str
    kind: str
    first: int
    last: int
    nok: float | None

    @property
    def period(self) -> Period:
        return self.kind, self.first, self.last


@pytest.fixture(scope="module", autouse=True)
async def asker(opened: Graph) -> Graph:
    await empty(opened)
    for path in (*shipped().values(), ASKER):
        await load(opened, path)
    return opened


async def rows(graph: Graph, text: str, **values: Any) -> list[list[Any]]:
    found = [list(row.values()) for row in await graph.read(text, **values)]
    return [[cell.removeprefix("asker:") if isinstance(cell, str) else cell for cell in row] for row in found]


async def amounts(graph: Graph) -> list[Amount]:
    text = (
        "MATCH (a:BudgetAmount {illustrative: false})-[:AMOUNT_OF]->(n) RETURN n.id, a.amount_kind, a.first_year, "
        "a.last_year, a.amount_nok ORDER BY a.id"
    )
    return [Amount(of, kind, first or 0, last, nok) for of, kind, first, last, nok in await rows(graph, text)]


def by_period(found: list[Amount]) -> dict[str, dict[Period, float | None]]:
    read: dict[str, dict[Period, float | None]] = defaultdict(dict)
    for one in found:
        read[one.of][one.period] = one.nok
    return read


def written(prefix: str = "") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """File, collection and record of every record in YAML."""
    for path in sorted(ASKER.glob(f"{prefix}*.yaml")):
        if path.name != "dataset.yaml":
            for collection, items in yaml.safe_load(path.read_text(encoding="utf-8")).items():
                yield from ((path.name, collection, item) for item in items)


async def test_there_are_52_investment_lines_and_nine_strategic_projects(asker: Graph) -> None:
    projects = await rows(
        asker, "MATCH (p:Project {illustrative: false})-[:IN_PORTFOLIO]->(o) RETURN o.id, count(p) ORDER BY o.id"
    )
    assert projects == [["investeringer-2017-2020", 52], ["strategiske-prosjekter-2016", 9]]
    areas = await rows(
        asker,
        "MATCH (p:Project)-[:NEEDED_IN]->(u) WHERE p.id STARTS WITH $line RETURN u.id, count(p) ORDER BY u.id",
        line=f"asker:{LINE}",
    )
    assert areas == [["to-administrasjon", 3], ["to-eiendom", 7], ["to-kultur", 25], ["to-teknikk", 17]]


async def test_every_line_is_in_a_phase_of_the_budget_and_the_collective_ones_are_no_projects(asker: Graph) -> None:
    found = await rows(
        asker,
        "MATCH (p:Project)-[:IN_PHASE]->(f) WHERE p.id STARTS WITH $line RETURN f.code, p.bulk_item, count(p) "
        "ORDER BY f.code",
        line=f"asker:{LINE}",
    )
    assert found == [["F0", False, 8], ["F1", False, 11], ["F2", False, 1], ["F3", False, 2], ["S", True, 30]]


async def test_strategic_projects_are_in_the_phases_of_prosjektveiviseren(asker: Graph) -> None:
    found = await rows(
        asker,
        "MATCH (p:Project)-[:IN_PHASE]->(f)-[:PHASE_OF]->(s) WHERE p.id STARTS WITH $one "
        "RETURN s.id, f.name, count(p) ORDER BY f.name",
        one=f"asker:{STRATEGIC}",
    )
    phases = {name: count for _, name, count in found}
    assert {scheme for scheme, *_ in found} == {"prosjektveiviseren"}
    assert phases == {"Gjennomføring": 1, "Konsept": 4, "Planlegging": 1, "Realisering": 3}


async def test_the_schemes_are_data_with_decision_points_and_few_interpreted_correspondences(asker: Graph) -> None:
    found = await rows(
        asker, "MATCH (f:Phase)-[:PHASE_OF]->(s) RETURN s.id, f.order, f.code, f.decision_point ORDER BY s.id, f.order"
    )
    points = {scheme: [point for name, _, _, point in found if name == scheme] for scheme, *_ in found}
    assert [code for scheme, _, code, _ in found if scheme == "budsjettmodenhet"] == ["S", "F0", "F1", "F2", "F3"]
    assert points["budsjettmodenhet"] == [None] * 5
    assert [str(point).partition(":")[0] for point in points["prosjektveiviseren"][:-1]] == [
        f"BP{number}" for number in range(1, 6)
    ]
    assert points["prosjektveiviseren"][-1] is None
    links = await rows(asker, "MATCH (a)-[r:CORRESPONDS_TO]->(b) RETURN a.code, b.code, r.certainty ORDER BY a.code")
    assert links == [["F0", "Idé", "interpreted"], ["F3", "Gjennomføring", "interpreted"]]


async def test_one_project_is_followed_in_both_schemes_at_once(asker: Graph) -> None:
    found = await rows(
        asker,
        "MATCH (:Project {id: 'asker:ill-prosjekt-lading'})-[r:IN_PHASE]->(f)-[:PHASE_OF]->(s) "
        "WHERE r.valid_from <= $day AND (r.valid_to IS NULL OR $day < r.valid_to) RETURN s.id, f.id ORDER BY s.id",
        day=TODAY,
    )
    assert found == [["budsjettmodenhet", "fase-f3"], ["prosjektveiviseren", "pv-gjennomforing"]]


async def test_the_years_of_every_line_come_to_the_sum_the_source_prints(asker: Graph) -> None:
    read = {of: periods for of, periods in by_period(await amounts(asker)).items() if of.startswith(LINE)}
    assert len(read) == 52
    for of, periods in read.items():
        parts = [nok for (kind, _, _), nok in periods.items() if kind in ("medgaatt", "budsjett") and nok is not None]
        assert sum(parts) == periods["sum", 0, 2020], of


async def test_the_lines_come_to_the_sum_lines_of_the_source_in_every_period_but_one(asker: Graph) -> None:
    read = by_period(await amounts(asker))
    counted: dict[str, list[str]] = defaultdict(list)
    for project, line in await rows(
        asker, "MATCH (p:Project {illustrative: false})-[:COUNTED_IN]->(s) RETURN p.id, s.id"
    ):
        counted[line].append(project)
    assert {line: len(projects) for line, projects in counted.items()} == {
        "sum-eiendom-eksisterende": 6,
        "sum-kultur-eksisterende": 22,
        "sum-kultur-nye": 3,
        "sum-administrasjon-eksisterende": 1,
        "sum-administrasjon-nye": 2,
        "sum-teknikk-eksisterende": 17,
    }
    differences = {
        (line, period): (stated, sum(read[project][period] or 0 for project in projects))
        for line, projects in counted.items()
        for period, stated in read[line].items()
        if stated is not None and stated != sum(read[project][period] or 0 for project in projects)
    }
    assert differences == {("sum-administrasjon-eksisterende", ("medgaatt", 0, 2016)): (20_600_000, 10_000_000)}
    new = read["inv-digital-satsing-i-skolen-1-10-trinn"]["medgaatt", 0, 2016]
    assert new == 20_600_000 - 10_000_000


@pytest.mark.parametrize("day", [OLD, TODAY])
async def test_the_one_sum_that_differs_is_a_finding(asker: Graph, day: date) -> None:
    found = await findings(asker, "asker", day, rules=["R-PRO-04"])
    assert [one.subject.id for one in found.open] == ["asker:sum-administrasjon-eksisterende"]
    assert not found.open[0].illustrative


async def test_what_stands_blank_in_the_source_is_kept_as_unknown(asker: Graph) -> None:
    blank = [(one.of, one.kind, one.last) for one in await amounts(asker) if one.nok is None]
    assert sorted(blank) == [
        ("inv-heggedal-torg-og-park", "budsjett", 2020),
        ("inv-heggedal-torg-og-park", "prognose", 2023),
        ("inv-koordineringspott-for-idrettsbygg", "medgaatt", 2016),
        ("inv-raadhuset-rehabilitering", "medgaatt", 2016),
        ("sum-administrasjon-nye", "medgaatt", 2016),
        ("sum-kultur-nye", "medgaatt", 2016),
    ]
    estimates = await rows(
        asker,
        "MATCH (p:Project {illustrative: false}) WHERE p.cost_estimate_nok IS NOT NULL RETURN count(p), "
        "sum(p.cost_estimate_nok)",
    )
    assert estimates == [[11, 798_000_000]]


async def test_no_day_is_invented_for_a_project_of_the_sources(asker: Graph) -> None:
    dated = (
        "MATCH (p:Project {illustrative: false}) WHERE p.start_on IS NOT NULL OR p.end_on IS NOT NULL "
        "OR p.valid_from IS NOT NULL OR p.valid_to IS NOT NULL OR p.status <> 'unknown' RETURN p.id"
    )
    assert await rows(asker, dated) == []
    phases = "MATCH (:Project {illustrative: false})-[r:IN_PHASE]->() WHERE r.decided_on IS NOT NULL RETURN count(r)"
    assert await rows(asker, phases) == [[0]]


async def test_contracts_have_the_days_and_options_of_the_source_and_no_more(asker: Graph) -> None:
    found = await rows(
        asker,
        "MATCH (c:Contract {illustrative: false}) RETURN c.id, toString(c.start_on), toString(c.end_on), c.value_nok, "
        "c.value_per_year_nok ORDER BY c.id",
    )
    assert found == [
        ["kontrakt-braset", None, None, None, None],
        ["kontrakt-kjoretoy", None, None, None, None],
        ["kontrakt-leie", None, None, None, 43_600_000],
        ["kontrakt-risenga", "2015-04-01", "2021-04-01", None, None],
        ["kontrakt-vestre-nes", None, "2015-09-01", None, None],
    ]
    options = await rows(
        asker,
        "MATCH (o:ContractOption {illustrative: false}) RETURN o.id, o.status, toString(o.end_on), o.exercise_by "
        "ORDER BY o.id",
    )
    assert options == [
        ["opsjon-risenga", "possible", "2025-04-01", None],
        ["opsjon-vestre-nes-1", "exercised", "2017-09-01", None],
        ["opsjon-vestre-nes-2", "possible", None, None],
    ]
    conditions = await rows(
        asker,
        "MATCH (:Contract {id: 'asker:kontrakt-braset'})-[:CONDITIONAL_ON]->(d) RETURN d.decided_on, d.certainty",
    )
    assert conditions == [[None, "proposed"], [None, "proposed"]]


async def test_shares_and_organisation_numbers_of_companies_are_unknown(asker: Graph) -> None:
    shares = await rows(
        asker,
        "MATCH (c:Company {illustrative: false})<-[:IN_COMPANY]-(o:Ownership) RETURN DISTINCT c.id, o.share, "
        "o.share_min, o.share_max, o.votes ORDER BY c.id",
    )
    assert len(shares) == 7
    assert all(cells == [None] * 4 for _, *cells in shares)
    numbers = "MATCH (n:Node {dataset: 'asker'}) WHERE n.organisation_number IS NOT NULL RETURN n.id"
    assert await rows(asker, numbers) == [["asker-kommune"]]


async def test_the_port_is_owned_for_two_sdgs_whose_numbers_are_interpreted(asker: Graph) -> None:
    found = await rows(
        asker,
        "MATCH (:Company {id: 'asker:havnevesenet'})-[r:BUILDS_ON]->(s) RETURN s.code, r.certainty ORDER BY s.code",
    )
    assert found == [["3", "interpreted"], ["9", "interpreted"]]


async def test_six_collaborations_have_their_host(asker: Graph) -> None:
    hosts = await rows(
        asker,
        "MATCH (c:Collaboration {collaboration_kind: 'paragraf27'})-[:HOSTED_BY]->(h) RETURN h.id, count(c) "
        "ORDER BY h.id",
    )
    assert hosts == [["asker-kommune-2019", 1], ["baerum", 5]]
    assert await rows(asker, "MATCH (c:Collaboration) WHERE c.members IS NOT NULL RETURN c.id, c.members") == [
        ["p27-vestregionen", 16]
    ]


async def test_two_decisions_are_behind_investments_beside_the_one_that_adopted_the_budget(asker: Graph) -> None:
    found = await rows(
        asker,
        "MATCH (p:Project {illustrative: false})-[r:ANCHORED_IN]->(d) RETURN d.id, count(p), min(r.certainty) "
        "ORDER BY d.id",
    )
    assert found == [
        ["vedtak-186-15", 1, "documented"],
        ["vedtak-55-16", 1, "documented"],
        ["vedtak-hp-2017", 52, "interpreted"],
    ]


def test_every_invented_record_says_so_and_the_files_have_what_pictures_need() -> None:
    found = list(written(INVENTED))
    assert all(item["illustrative"] is True for _, _, item in found)
    assert all(str(item["source"]).startswith("Oppdiktet") for _, _, item in found)
    counts = Counter(collection for _, collection, _ in found)
    assert counts["risks"] >= 25
    assert {item["form"] for _, collection, item in found if collection == "governance_forms"} == {
        "linje",
        "prosjekt",
        "kontrakt",
        "eier",
        "samstyring",
    }
    dimensions = {item["dimension"] for _, collection, item in found if collection == "assessments"}
    assert dimensions == {"fremdrift", "kostnad", "kvalitet", "gevinst"}


async def test_each_rule_finds_what_is_planted_for_it_and_nothing_else_invented(
    asker: Graph,
) -> None:
    answer = await findings(asker, "asker", TODAY, rules=sorted(PLANTED_FOR))
    found = [(one.rule, one.subject.id.removeprefix("asker:")) for one in answer.open if one.illustrative]
    assert sorted(found) == sorted(PLANTED_FOR.items())
    notes = {
        rule
        for _, _, item in written(INVENTED)
        for rule in PLANTED_FOR
        if f"Plantet for {rule};" in str(item.get("note", ""))
    }
    assert notes == set(PLANTED_FOR)


async def test_strategic_projects_lack_a_need_in_the_line_where_the_source_names_no_unit(asker: Graph) -> None:
    answer = await findings(asker, "asker", OLD, rules=["R-PRO-01"])
    assert sorted(one.subject.id.removeprefix("asker:") for one in answer.open) == [
        "sp-futurebuilt",
        "sp-innovasjonsstrategien",
        "sp-komminn",
        "sp-omraadeloft-borgen",
        "sp-tidstyver",
    ]


async def test_other_defects_are_planted_one_of_each(asker: Graph) -> None:
    """What the rules over contracts, ownership and collaboration have to find."""
    ill = "{illustrative: true}"
    assert await rows(asker, f"MATCH (c:Contract {ill}) WHERE NOT (c)-[:OWNED_IN_LINE_BY]->() RETURN c.id") == [
        ["ill-kontrakt-renhold"]
    ]
    passed = f"MATCH (o:ContractOption {ill}) WHERE o.status = 'possible' AND o.exercise_by < $day RETURN o.id"
    assert await rows(asker, passed, day=TODAY) == [["ill-opsjon-kantine-2"]]
    unstated = f"MATCH (c:Company {ill}) WHERE NOT (c)-[:STATED_IN]->() RETURN c.id"
    assert await rows(asker, unstated) == [["ill-selskap-flerbrukshall"]]
    ring = (
        "MATCH (a:Company)<-[:IN_COMPANY]-(:Ownership)-[:OWNER]->(b:Company)<-[:IN_COMPANY]-(:Ownership)-[:OWNER]->(a) "
        "RETURN a.id ORDER BY a.id"
    )
    assert await rows(asker, ring) == [["ill-selskap-kulturhus"], ["ill-selskap-scene"]]
    steered = "MATCH (u:Unit)-[r:LEADS_STEP]->(c:Collaboration) RETURN c.id, c.declared_form, count(r) ORDER BY c.id"
    assert await rows(asker, steered) == [["ill-samskaping-park", "likeverdig", 4]]
    unimproved = "MATCH (t:Task) WHERE NOT (t)<-[:IMPROVES]-() RETURN t.id"
    assert await rows(asker, unimproved) == [["ill-oppgave-park"]]


async def test_an_accepted_risk_is_accepted_by_a_post_that_may_but_for_the_planted_one(asker: Graph) -> None:
    accepted = await rows(
        asker, "MATCH (r:Risk {treatment: 'accept'})-[:ACCEPTED_BY]->(p) RETURN r.id, p.id ORDER BY r.id"
    )
    assert len(accepted) == 4
    answer = await findings(asker, "asker", TODAY, rules=["R-RIS-01"])
    assert [one.subject.id for one in answer.open] == ["asker:ill-risiko-flom-bygging"]


def test_tables_name_their_source_on_every_row() -> None:
    for name in ("projects", "needed_in", "counted_in", "anchored_in", "sum_lines", "budget_amounts", "takes_part_in"):
        with (ASKER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert all(row["source"].partition("https://")[2] for row in csv.DictReader(file, delimiter=";")), name
