"""The invented municipality: it loads, says of itself that it is invented, and holds the cases its README promises."""

import re
from pathlib import Path
from typing import Any

import pytest

from graph.connection import Graph, Transaction
from loaders.catalogues import shipped
from loaders.dataset import READERS
from loaders.load import load

pytestmark = pytest.mark.anyio

LILLEVIK = Path(__file__).resolve().parents[2] / "examples" / "lillevik"
THREAD = "CARRIES_OUT|IMPLEMENTS|ADVANCES|INHERITS|DERIVES_FROM|PART_OF|BUILDS_ON"


@pytest.fixture(scope="module")
async def lillevik(opened: Graph) -> Graph:
    """Loaded once: the tests here only read, and a second load must change nothing."""

    async def remove(transaction: Transaction) -> int:
        found = await transaction.run("MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS removed")
        return int(found[0]["removed"]) if found else 0

    while await opened.write(remove):
        pass
    for path in (shipped()["sdg"], shipped()["lov"], LILLEVIK):
        await load(opened, path)
    return opened


async def ways(graph: Graph, tiltak: str, code: str) -> list[set[str]]:
    """The set of contributions on each way from the tiltak to the SDG target or goal."""
    rows = await graph.read(
        f"MATCH p = (:Tiltak {{id: $tiltak}})-[:{THREAD}*1..8]->({{id: $code}}) "
        "RETURN [r IN relationships(p) | r.contribution] AS contributions",
        tiltak=f"lillevik:{tiltak}",
        code=f"sdg:{code}",
    )
    return [{item for item in row["contributions"] if item} for row in rows]


async def rows(graph: Graph, text: str, **values: Any) -> list[list[Any]]:
    return [list(row.values()) for row in await graph.read(text, **values)]


def test_every_reader_is_used() -> None:
    suffixes = {path.suffix for path in LILLEVIK.iterdir()}
    assert {reader for suffix, reader in READERS.items() if suffix in suffixes} == set(READERS.values())


async def test_everything_the_readme_names_exists(lillevik: Graph) -> None:
    cases = (LILLEVIK / "README.md").read_text(encoding="utf-8").partition("## ")[2]
    named = {name if ":" in name else f"lillevik:{name}" for name in re.findall(r"`([^`]+)`", cases)}
    found = await rows(lillevik, "MATCH (n) WHERE n.id IN $named RETURN n.id", named=sorted(named))
    assert {id_ for (id_,) in found} == named


async def test_loads_after_the_catalogues_and_a_second_load_changes_nothing(lillevik: Graph) -> None:
    again = await load(lillevik, LILLEVIK)
    assert again.difference.total == 0


async def test_every_node_and_relationship_in_the_graph_is_marked_as_invented(lillevik: Graph) -> None:
    assert await rows(lillevik, "MATCH (n {dataset: 'lillevik'}) WHERE n.illustrative <> true RETURN n.id") == []
    unmarked = "MATCH (n {dataset: 'lillevik'})-[r]->(m) WHERE r.illustrative <> true RETURN n.id, type(r), m.id"
    assert await rows(lillevik, unmarked) == []


async def test_people_are_test_personas(lillevik: Graph) -> None:
    names = [name for (name,) in await rows(lillevik, "MATCH (l:Leader) RETURN l.name ORDER BY l.name")]
    assert names == [f"Testperson {letter}" for letter in "ABCD"]


async def test_goal_levels_are_its_own(lillevik: Graph) -> None:
    levels = await rows(lillevik, "MATCH (l:GoalLevel) RETURN l.code, l.coverage ORDER BY l.rank")
    assert levels == [["hoved", False], ["del", True], ["periode", False]]


async def test_several_ways_lead_to_the_same_target(lillevik: Graph) -> None:
    # sykkelnett -> A2.1 -> A2, sykkelnett -> A2.1 -> A1, sykkelnett -> A1.1 -> A1
    assert await ways(lillevik, "sykkelbyrute", "11.6") == [{"contributes"}] * 3
    assert await ways(lillevik, "stengt-storgate", "11.6") == [{"contributes"}] * 2


async def test_one_tiltak_stands_directly_on_a_delmaal(lillevik: Graph) -> None:
    assert await ways(lillevik, "kveldsapen-skole", "3.4") == [{"contributes"}]


async def test_support_and_hindrance_are_the_only_ways_of_their_tiltak(lillevik: Graph) -> None:
    assert await ways(lillevik, "nabolagsdag", "11.6") == [{"contributes", "supports"}]
    assert await ways(lillevik, "parkeringshus", "11.6") == [{"contributes", "hinders"}]


async def test_a_copy_leads_to_no_target_of_the_original(lillevik: Graph) -> None:
    assert await ways(lillevik, "varmekart", "11.6") == [{"contributes"}]
    reached = await rows(
        lillevik, f"MATCH ({{id: 'lillevik:E1'}})-[:{THREAD}*1..6]->(t:SdgTarget) RETURN DISTINCT t.id"
    )
    assert reached == [["sdg:7.3"]]


async def test_local_and_unassessed_goals_reach_no_sdg(lillevik: Graph) -> None:
    statuses = await rows(
        lillevik, "MATCH (g:Goal) WHERE g.sdg_status <> 'builds_on' RETURN g.id, g.sdg_status ORDER BY g.id"
    )
    assert statuses == [
        ["lillevik:C", "not_relevant"],
        ["lillevik:C1", "not_relevant"],
        ["lillevik:C2", "not_assessed"],
    ]
    for tiltak in ("byggeskikkveileder", "torgdager"):
        found = f"MATCH ({{id: $id}})-[:{THREAD}*1..8]->(s) WHERE s:SdgGoal OR s:SdgTarget RETURN s.id"
        assert await rows(lillevik, found, id=f"lillevik:{tiltak}") == []


async def test_one_delmaal_builds_on_a_whole_sdg_goal(lillevik: Graph) -> None:
    assert await rows(lillevik, "MATCH ({id: 'lillevik:B2'})-[:BUILDS_ON]->(s) RETURN s.id") == [["sdg:4"]]


async def test_tiltak_outside_the_thread_and_what_they_rest_on(lillevik: Graph) -> None:
    found = await rows(
        lillevik,
        "MATCH (t:Tiltak) WHERE NOT EXISTS { (t)-[:CARRIES_OUT]->() } OPTIONAL MATCH (t)-[:ANCHORED_IN]->(p) "
        "RETURN t.id, p.id, p.valid_to IS NULL AS in_force ORDER BY t.id",
    )
    assert found == [
        ["lillevik:internkontroll", "lov:kommuneloven/25-1", True],
        ["lillevik:skiltgodkjenning", "lillevik:skiltforskriften/3", False],
        ["lillevik:snobroyting", None, True],
    ]


async def test_the_only_tiltak_of_two_delmaal_are_cancelled_and_expired(lillevik: Graph) -> None:
    text = (
        "MATCH (g:Goal {id: $id})<-[:CARRIES_OUT|IMPLEMENTS|ADVANCES|PART_OF*1..4]-(t:Tiltak) "
        "RETURN t.id, t.status, t.valid_to IS NULL AS open"
    )
    assert await rows(lillevik, text, id="lillevik:A3") == [["lillevik:flomvoll", "cancelled", True]]
    assert await rows(lillevik, text, id="lillevik:B2") == [["lillevik:leksehjelp", "ongoing", False]]


async def test_one_delmaal_is_allocated_to_no_unit(lillevik: Graph) -> None:
    found = await rows(
        lillevik, "MATCH (g:Goal {level: 'del'}) WHERE NOT EXISTS { (g)-[:ALLOCATED_TO]->() } RETURN g.id"
    )
    assert found == [["lillevik:C2"]]


async def test_one_post_with_responsibility_is_vacant(lillevik: Graph) -> None:
    found = await rows(
        lillevik,
        "MATCH (p:Post) WHERE NOT EXISTS { MATCH (p)<-[h:HOLDS]-() WHERE h.valid_to IS NULL OR h.valid_to > "
        "date('2026-06-01') } MATCH (p)<-[:RESPONSIBLE]-(t:Tiltak) RETURN DISTINCT p.id",
    )
    assert found == [["lillevik:avdelingsleder-vann"]]


async def test_wording_changed_under_two_inherited_goals_and_not_under_the_third(lillevik: Graph) -> None:
    found = await rows(
        lillevik,
        "MATCH (e:Goal)-[r:INHERITS|COPY_OF]->(o:Goal) "
        "MATCH (o)-[then:CONTAINED_IN]->({id: 'lillevik:samfunnsplan-2019'}) "
        "MATCH (o)-[now:CONTAINED_IN]->({id: 'lillevik:samfunnsplan-2024'}) "
        "RETURN e.id, type(r), r.reviewed_version, then.wording <> now.wording AS changed ORDER BY e.id",
    )
    assert found == [
        ["lillevik:E1", "COPY_OF", "lillevik:samfunnsplan-2019", True],
        ["lillevik:K1", "INHERITS", "lillevik:samfunnsplan-2019", True],
        ["lillevik:K2", "INHERITS", "lillevik:samfunnsplan-2024", True],
        ["lillevik:K3", "INHERITS", "lillevik:samfunnsplan-2019", False],
    ]


async def test_plans_overlap_lapse_and_are_called_in_for_revision(lillevik: Graph) -> None:
    assert await rows(
        lillevik, "MATCH (p:Plan) WHERE 'klima' IN p.themes AND 'energi' IN p.themes RETURN p.id ORDER BY p.id"
    ) == [["lillevik:energiplan"], ["lillevik:klimaplan"]]
    assert await rows(
        lillevik, "MATCH (p)-[:FOLLOWS_UP]->(:Plan)<-[:VERSION_OF]-(v {status: 'lapsed'}) RETURN p.id, v.id"
    ) == [["lillevik:energiplan", "lillevik:sentrumsplan-2012"]]
    assert await rows(lillevik, "MATCH (v)-[:CALLS_FOR_REVISION_OF]->(p) RETURN v.id, p.id") == [
        ["lillevik:planstrategi-2024", "lillevik:klimaplan"]
    ]


async def test_two_sources_disagree_on_a_day_of_adoption(lillevik: Graph) -> None:
    steps = await rows(
        lillevik,
        "MATCH (s:ProcessStep {step: 'adoption'})-[:STEP_OF]->(v) RETURN v.id, toString(s.day) AS day ORDER BY day",
    )
    assert steps == [["lillevik:samfunnsplan-2024", "2024-09-19"], ["lillevik:samfunnsplan-2024", "2024-09-26"]]


async def test_decimal_comma_and_norwegian_days_are_read(lillevik: Graph) -> None:
    found = await rows(
        lillevik,
        "MATCH (m:Measurement) RETURN m.value, toString(m.measured_on), m.missing_reason ORDER BY m.id",
    )
    assert found == [[None, None, "not_measured"], [9.4, "2024-12-31", None], [8.75, "2025-12-31", None]]


async def test_five_projects_follow_a_phase_scheme_of_its_own(lillevik: Graph) -> None:
    found = await rows(
        lillevik,
        "MATCH (p:Project)-[r:IN_PHASE]->(f:Phase)-[:PHASE_OF]->(s:PhaseScheme) WHERE r.valid_to IS NULL "
        "RETURN s.id, p.id, f.name ORDER BY p.id",
    )
    assert found == [
        ["lillevik:byggemodellen", "lillevik:bibliotek", "Skisse"],
        ["lillevik:byggemodellen", "lillevik:fergekai", "Behov"],
        ["lillevik:byggemodellen", "lillevik:kulvert", "Bygging"],
        ["lillevik:byggemodellen", "lillevik:skolepaviljong", "Bygging"],
        ["lillevik:byggemodellen", "lillevik:turvei", "Bruk"],
    ]


async def test_one_amount_and_one_estimate_are_unknown_and_the_sum_line_agrees(lillevik: Graph) -> None:
    unknown = "MATCH (a:BudgetAmount) WHERE a.amount_nok IS NULL RETURN a.id"
    assert await rows(lillevik, unknown) == [["lillevik:fergekai-2027"]]
    assert await rows(lillevik, "MATCH (p:Project) WHERE p.cost_estimate_nok IS NULL RETURN p.id") == [
        ["lillevik:fergekai"]
    ]
    stated = await rows(lillevik, "MATCH (a:BudgetAmount)-[:AMOUNT_OF]->(:SumLine) RETURN a.last_year, a.amount_nok")
    own = await rows(
        lillevik,
        "MATCH (a:BudgetAmount)-[:AMOUNT_OF]->(:Project)-[:COUNTED_IN]->(:SumLine) WHERE a.last_year = 2026 "
        "RETURN a.last_year, sum(a.amount_nok)",
    )
    assert stated == own == [[2026, 15_600_000]]


async def test_three_risks_are_read_on_a_scale_of_four_by_four(lillevik: Graph) -> None:
    scales = await rows(
        lillevik,
        "MATCH (r:Risk)-[:ON_SCALE]->(s) RETURN s.id, size(s.probability_names), size(s.consequence_names), count(r)",
    )
    assert scales == [["lillevik:fire", 4, 4, 3]]


async def test_two_contracts_are_owned_in_the_line_and_one_has_an_option(lillevik: Graph) -> None:
    found = await rows(
        lillevik,
        "MATCH (c:Contract)-[:OWNED_IN_LINE_BY]->(u) OPTIONAL MATCH (c)<-[:OPTION_OF]-(o) "
        "RETURN c.id, u.id, o.status ORDER BY c.id",
    )
    assert found == [
        ["lillevik:gatelys-drift", "lillevik:vei-og-park", None],
        ["lillevik:renovasjon", "lillevik:vann-og-avlop", "possible"],
    ]


async def test_capital_and_votes_of_the_company_differ(lillevik: Graph) -> None:
    found = await rows(
        lillevik,
        "MATCH (c:Company)<-[:IN_COMPANY]-(o)-[:OWNER]->(w) RETURN c.form, w.id, o.share, o.votes ORDER BY w.id",
    )
    assert found == [["IKS", "lillevik:kommunen", 40, 50], ["IKS", "lillevik:storfjord", 60, 50]]
