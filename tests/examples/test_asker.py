"""The Asker dataset: it loads after the catalogues, says what its sources say, and marks what is invented."""

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.connection import Graph, Row
from loaders.catalogues import shipped
from loaders.load import load
from schema.catalogue import KIND_OF_COLLECTION

pytestmark = pytest.mark.anyio

ASKER = Path(__file__).resolve().parents[2] / "examples" / "asker"
INVENTED = "illustrative_"
ENDING = " (illustrasjon)"
THREAD = "CARRIES_OUT|IMPLEMENTS|ADVANCES|INHERITS|DERIVES_FROM|PART_OF|BUILDS_ON"


@dataclass(frozen=True)
class Written:
    """A record as it stands in a file."""

    file: str
    collection: str
    values: dict[str, Any]

    @property
    def invented(self) -> bool:
        return self.file.startswith(INVENTED)


def written() -> Iterator[Written]:
    for path in sorted(ASKER.glob("*.yaml")):
        if path.name != "dataset.yaml":
            for collection, items in yaml.safe_load(path.read_text(encoding="utf-8")).items():
                yield from (Written(path.name, collection, item) for item in items)
    for path in sorted(ASKER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                yield Written(path.name, path.stem, {name: cell for name, cell in row.items() if cell})


def records(collection: str = "") -> list[Written]:
    return [item for item in written() if collection in ("", item.collection)]


@pytest.fixture
async def asker(graph: Graph) -> Graph:
    for path in (*shipped().values(), ASKER):
        await load(graph, path)
    return graph


async def ids(graph: Graph, text: str, **parameters: Any) -> list[str]:
    rows: list[Row] = await graph.read(text, **parameters)
    return sorted(str(row["id"]).removeprefix("asker:") for row in rows)


async def test_loading_twice_changes_nothing(asker: Graph) -> None:
    report = await load(asker, ASKER)
    assert report.difference.total == 0
    assert report.load is None


async def test_six_of_the_eight_focus_areas_build_on_an_sdg_and_only_two_links_are_documented(asker: Graph) -> None:
    areas = "MATCH (f:FocusArea)-[:CONTAINED_IN]->(:PlanVersion {id: 'asker:samfunnsdel/2020'})"
    assert len(await ids(asker, f"{areas} RETURN f.id AS id")) == 8
    rows = await asker.read(
        f"{areas} MATCH (f)-[r:BUILDS_ON]->(s:SdgGoal) RETURN s.code AS sdg, r.certainty AS certainty"
    )
    assert {row["sdg"]: row["certainty"] for row in rows} == {
        "3": "documented",
        "4": "documented",
        "9": "interpreted",
        "11": "interpreted",
        "13": "interpreted",
        "17": "interpreted",
    }
    assert len(rows) == 6


async def test_no_goal_from_a_source_claims_an_sdg_target(asker: Graph) -> None:
    links = "MATCH (g:Goal)-[:BUILDS_ON]->(:SdgTarget) WHERE g.illustrative = $invented RETURN DISTINCT g.id AS id"
    assert await ids(asker, links, invented=False) == []
    assert len(await ids(asker, links, invented=True)) == 9
    statuses = await asker.read("MATCH (g:Goal {illustrative: false}) RETURN g.sdg_status AS status")
    assert Counter(row["status"] for row in statuses) == {"not_assessed": 7}


async def test_every_pair_of_adjacent_framework_elements_stands_once(asker: Graph) -> None:
    places = await asker.read(
        "MATCH (e:FrameworkElement) RETURN e.id AS id, e.process_order AS row, e.phase_order AS col"
    )
    assert len(places) == 30
    expected = {
        (one["id"], other["id"])
        for one in places
        for other in places
        if one["id"] < other["id"] and max(abs(one["row"] - other["row"]), abs(one["col"] - other["col"])) == 1
    }
    pairs = await asker.read(
        "MATCH (a:FrameworkElement)-[:NEXT_TO]->(b:FrameworkElement) RETURN a.id AS start, b.id AS finish"
    )
    # A grid of 6 by 5: 6·4 along the rows, 5·5 along the columns, 2·5·4 diagonals.
    assert len(pairs) == len(expected) == 24 + 25 + 40
    assert {(pair["start"], pair["finish"]) for pair in pairs} == expected


async def test_both_adoption_days_of_samfunnsdelen_are_kept_with_a_source_each(asker: Graph) -> None:
    rows = await asker.read(
        "MATCH (s:ProcessStep {step: 'adoption'})-[:STEP_OF]->(:PlanVersion {id: 'asker:samfunnsdel/2020'}) "
        "RETURN s.day AS day, s.source AS source ORDER BY day"
    )
    assert [str(row["day"]) for row in rows] == ["2020-06-09", "2020-06-12"]
    assert rows[0]["source"] != rows[1]["source"]


async def test_a_hearing_of_handlingsprogrammet_ends_after_the_day_it_was_to_be_adopted(asker: Graph) -> None:
    rows = await asker.read(
        "MATCH (s:ProcessStep)-[:STEP_OF]->(:PlanVersion {id: 'asker:handlingsprogram/2021'}) "
        "RETURN s.step AS step, s.day AS day, s.last_day AS last_day, s.source AS source"
    )
    adoptions = {str(row["day"]): row["source"] for row in rows if row["step"] == "adoption"}
    hearings = {str(row["last_day"]): row["source"] for row in rows if row["step"] == "hearing"}
    assert sorted(adoptions) == ["2020-12-08", "2020-12-15"]
    assert sorted(hearings) == ["2020-09-30", "2020-12-10"]
    assert adoptions["2020-12-08"] != hearings["2020-12-10"]


async def test_three_old_plans_apply_side_by_side_each_in_its_area(asker: Graph) -> None:
    rows = await asker.read(
        "MATCH (p:Plan)-[:APPLIES_TO]->(u:Unit {unit_type: 'omraade'})-[:PART_OF]->(:Unit {id: 'asker:asker-kommune'}) "
        "RETURN p.id AS plan, u.id AS area"
    )
    assert {(row["plan"], row["area"]) for row in rows} == {
        (f"asker:kommuneplan-tidligere-{name}", f"asker:omraade-{name}") for name in ("asker", "royken", "hurum")
    }
    assert len(rows) == 3


async def test_the_plan_portfolio_has_nineteen_plans(asker: Graph) -> None:
    revised = await ids(
        asker,
        "MATCH (:PlanVersion {id: 'asker:planstrategi-tidligere-asker/2016'})-[:CALLS_FOR_REVISION_OF]->(p:Plan) "
        "RETURN p.id AS id",
    )
    new = await ids(
        asker, "MATCH (p:Plan)-[:FOLLOWS_UP]->(:Plan {id: 'asker:planstrategi-tidligere-asker'}) RETURN p.id AS id"
    )
    assert (len(revised), len(new)) == (11, 7)
    assert len({*revised, *new, "omraadeplan-dikemark"}) == 19


async def test_the_demo_tiltak_reaches_sdg_targets_by_several_ways(asker: Graph) -> None:
    paths = await asker.read(
        f"MATCH p = (:Tiltak {{id: 'asker:tiltak-utslippsfri-transport'}})-[:{THREAD}*1..8]->(s:SdgTarget) "
        "RETURN s.code AS target, [r IN relationships(p) | r.contribution] AS contributions"
    )
    counted = Counter(row["target"] for row in paths if not {"supports", "hinders"} & set(row["contributions"]))
    assert counted == {"11.2": 2, "11.6": 2, "13.2": 3, "9.4": 1}
    assert {row["target"] for row in paths if "supports" in row["contributions"]} == {"3.4"}
    assert {row["target"] for row in paths if "hinders" in row["contributions"]} == {"11.7"}


async def test_one_tiltak_rests_on_a_decision_only_one_on_law_only_and_one_on_nothing(asker: Graph) -> None:
    rows = await asker.read(
        "MATCH (t:Tiltak) WHERE NOT (t)-[:CARRIES_OUT]->() OPTIONAL MATCH (t)-[:ANCHORED_IN]->(a) "
        "RETURN t.id AS id, a.kind AS anchor"
    )
    assert {row["id"]: row["anchor"] for row in rows} == {
        "asker:ill-tiltak-benker": "Decision",
        "asker:ill-tiltak-rutiner": "LegalProvision",
        "asker:ill-tiltak-klimamat": None,
    }


async def test_what_is_linked_from_an_invented_record_is_invented_and_nothing_else_is(asker: Graph) -> None:
    rows = await asker.read(
        "MATCH (a:Node {dataset: 'asker'})-[r]->(:Node) RETURN DISTINCT a.illustrative AS node, r.illustrative AS link"
    )
    assert {(row["node"], row["link"]) for row in rows} == {(True, True), (False, False)}


async def test_without_the_invented_files_the_rest_loads(asker: Graph, folder: Path) -> None:
    for path in ASKER.iterdir():
        if not path.name.startswith(INVENTED):
            shutil.copy(path, folder)
    await load(asker, folder)
    kinds = await asker.read("MATCH (n:Node {dataset: 'asker'}) RETURN DISTINCT n.illustrative AS invented")
    assert [row["invented"] for row in kinds] == [False]
    assert await ids(asker, "MATCH (t:Tiltak) RETURN t.id AS id") == []


async def test_a_goal_reworded_in_the_draft_leaves_links_reviewed_against_the_old_version(asker: Graph) -> None:
    wordings = await asker.read(
        "MATCH (:Goal {id: 'asker:ill-dm-klima'})-[r:CONTAINED_IN]->(v:PlanVersion) WHERE r.wording IS NOT NULL "
        "RETURN v.status AS status, r.wording AS wording"
    )
    assert {row["status"] for row in wordings} == {"adopted", "draft"}
    assert len({row["wording"] for row in wordings}) == 2
    rows = await asker.read(
        "MATCH (a)-[r]->(:Goal {id: 'asker:ill-dm-klima'}) WHERE r.reviewed_version IS NOT NULL "
        "RETURN a.id AS id, r.reviewed_version AS version"
    )
    assert {row["id"] for row in rows if row["version"] == "asker:samfunnsdel/2020"} == {
        "asker:ill-strategi-transport",
        "asker:ill-strategi-anskaffelser",
        "asker:ill-dm-klima-arvet",
        "asker:ill-ind-utslipp",
    }
    assert [row["id"] for row in rows if row["version"] == "asker:samfunnsdel/utkast-illustrasjon"] == [
        "asker:ill-oppdrag-klimaplan"
    ]


async def test_one_responsible_post_is_vacant_and_only_personas_hold_posts(asker: Graph) -> None:
    vacant = await ids(
        asker,
        "MATCH (:Tiltak)-[:RESPONSIBLE]->(p:Post) WHERE NOT (:Leader)-[:HOLDS]->(p) RETURN DISTINCT p.id AS id",
    )
    assert vacant == ["ill-virksomhetsleder-anskaffelser"]
    names = [row["name"] for row in await asker.read("MATCH (l:Leader) RETURN l.name AS name ORDER BY name")]
    assert names == [f"Illustrativ leder {letter}{ENDING}" for letter in "ABCDEFGHIJKLMNOPQRSTUV"]


def test_every_record_of_an_illustrative_file_says_so_and_no_other_does() -> None:
    nodes = [item for item in records() if item.collection in KIND_OF_COLLECTION]
    assert sum(item.invented for item in nodes) > 60
    for item in nodes:
        name = str(item.values["name"])
        assert (item.values.get("illustrative") is True) == item.invented, item
        assert name.endswith(ENDING) == item.invented, item


def test_only_invented_records_lack_a_public_source() -> None:
    for item in records():
        source = str(item.values.get("source", ""))
        assert source.startswith("Oppdiktet") == item.invented, item


def test_the_yearly_wheel_has_the_activities_of_the_source() -> None:
    activities = [item.values for item in records("activities")]
    assert Counter(int(item["month"]) for item in activities) == {
        **{1: 2, 2: 1, 3: 3, 4: 1, 5: 4, 6: 5},
        **{9: 2, 10: 2, 11: 4, 12: 2},
    }
    assert Counter(item["activity_kind"] for item in activities) == {
        "political": 10,
        "administrative": 15,
        "external": 1,
    }
    assert {item["id"] for item in activities if "treated_by" in item} == {
        "aarshjul-aarsrapport-politisk",
        "aarshjul-handlingsprogrammet-politisk",
    }


def test_indicators_keep_two_sided_zones_and_results_without_a_figure() -> None:
    coded = [item.values for item in records("indicators") if not item.invented]
    assert len([item for item in coded if "code" in item]) == 15
    zones = Counter((item.values["zone_of"], item.values["zone_class"]) for item in records("zones"))
    two_sided = {indicator for (indicator, _), count in zones.items() if count == 2}
    assert two_sided == {"ind-s.1.1", "ind-s.1.2"}
    missing = {
        item.values["id"]: item.values["missing_reason"]
        for item in records("measurements")
        if "value" not in item.values
    }
    assert missing == {
        "maaling-s.1.1-2014": "new_indicator",
        "maaling-s.1.2-2014": "new_indicator",
        "maaling-s.1.4-2015": "not_measured",
        "ill-maaling-utslipp-2025": "not_measured",
    }


def test_committees_that_only_advise_may_not_decide() -> None:
    bodies = {item.values["id"]: item.values for item in records("bodies")}
    assert [bodies[name]["may_decide"] for name in ("psn", "oee")] == [False, False]
    assert {bodies[name]["subordinate_to"] for name in ("psn", "oee")} == {"formannskapet-2019"}
    assert (bodies["psn"]["members"], bodies["oee"]["members"]) == (7, 5)
