"""The law catalogue: kommuneloven whole, the parts of others that are needed, as a tree with the promised ids."""

import csv
import re

import pytest

from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load

pytestmark = pytest.mark.anyio

SECTIONS_OF_KOMMUNELOVEN = 187
SECTIONS_PER_CHAPTER = {
    **{1: 2, 2: 2, 3: 2, 4: 1, 5: 15, 6: 2, 7: 12, 8: 10, 9: 18, 10: 10, 11: 13, 12: 2, 13: 5, 14: 22, 15: 1, 16: 2},
    **{17: 1, 18: 4, 19: 4, 20: 10, 21: 1, 22: 1, 23: 7, 24: 10, 25: 2, 26: 1, 27: 4, 28: 6, 29: 4, 30: 7, 31: 6},
}
LAWS = {
    "kommuneloven": "LOV-2018-06-22-83",
    "pbl": "LOV-2008-06-27-71",
    "forvaltningsloven": "LOV-1967-02-10",
    "opplaringslova": "LOV-2023-06-09-30",
    "barnehageloven": "LOV-2005-06-17-64",
    "helse-og-omsorgstjenesteloven": "LOV-2011-06-24-30",
    "sosialtjenesteloven": "LOV-2009-12-18-131",
    "barnevernsloven": "LOV-2021-06-18-97",
    "folkehelseloven": "LOV-2011-06-24-29",
    "alkoholloven": "LOV-1989-06-02-27",
    "offentleglova": "LOV-2006-05-19-16",
    "anskaffelsesloven": "LOV-2016-06-17-73",
    "forurensningsloven": "LOV-1981-03-13-6",
    "matrikkellova": "LOV-2005-06-17-101",
    "eierseksjonsloven": "LOV-2017-06-16-65",
}
PROMISED = (
    *("kommuneloven/kap13", "kommuneloven/13-1", "kommuneloven/5-6/5", "kommuneloven/13-1/6", "kommuneloven/13-1/7"),
    *(f"kommuneloven/{section}/{letter}" for section in ("14-2", "25-1") for letter in "abcde"),
    *(
        f"pbl/{section}"
        for section in ("3-1", "5-2", "10-1", "11-1", "11-2", "11-4", "11-12", "11-14", "11-15", "12-1")
    ),
)


def provisions() -> dict[str, dict[str, str]]:
    with (shipped()["lov"] / "legal_provisions.csv").open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file, delimiter=";"))
    found = {record["id"]: record for record in records}
    assert len(found) == len(records)
    return found


PROVISIONS = provisions()


def test_both_catalogues_are_shipped_under_their_ids() -> None:
    assert list(shipped()) == ["lov", "sdg"]
    for name, path in shipped().items():
        assert re.search(rf"^id: {name}$", (path / "dataset.yaml").read_text(encoding="utf-8"), re.MULTILINE)


def test_kommuneloven_has_all_its_sections() -> None:
    numbers = [
        tuple(int(part) for part in record["number"].split("-"))
        for record in PROVISIONS.values()
        if record["level"] == "paragraf" and record["id"].startswith("kommuneloven/")
    ]
    expected = [(chapter, n) for chapter, count in SECTIONS_PER_CHAPTER.items() for n in range(1, count + 1)]
    assert numbers == expected
    assert len(numbers) == SECTIONS_OF_KOMMUNELOVEN


def test_laws_have_their_official_numbers_and_short_names() -> None:
    laws = {record["id"]: record for record in PROVISIONS.values() if record["level"] == "lov"}
    assert {id_: record["number"] for id_, record in laws.items()} == LAWS
    assert all(record["abbreviations"] and record["url"] for record in laws.values())
    assert laws["kommuneloven"]["abbreviations"] == "koml.;kommuneloven 2018"


def test_promised_ids_exist() -> None:
    assert [id_ for id_ in PROMISED if id_ not in PROVISIONS] == []


def test_sections_are_called_by_number_and_heading() -> None:
    for record in PROVISIONS.values():
        if record["level"] == "paragraf":
            assert re.match(rf"§ {record['number']} \S", record["name"]), record["id"]


def test_every_provision_hangs_on_the_level_above_it() -> None:
    above = {"kapittel": "lov", "paragraf": "kapittel", "ledd": "paragraf", "bokstav": "paragraf"}
    for record in PROVISIONS.values():
        if record["level"] == "lov":
            assert not record["part_of"]
        else:
            parent = PROVISIONS[record["part_of"]]
            assert parent["level"] == above[record["level"]], record["id"]
            assert record["id"].startswith(parent["id"].partition("/")[0] + "/")


def test_a_section_stands_in_the_chapter_its_number_names() -> None:
    for record in PROVISIONS.values():
        if record["level"] == "paragraf":
            law, _, number = record["id"].partition("/")
            assert record["number"] == number
            assert record["part_of"] == f"{law}/kap{number.partition('-')[0]}"


def test_siblings_have_different_names_and_places() -> None:
    names = [(record["part_of"], record["name"]) for record in PROVISIONS.values()]
    places = [(record["part_of"], record["order"]) for record in PROVISIONS.values()]
    assert len(set(names)) == len(set(places)) == len(PROVISIONS)


async def test_loads_and_a_second_load_changes_nothing(graph: Graph) -> None:
    first = await load(graph, shipped()["lov"])
    assert first.load is not None
    assert first.load.counts == {"LegalProvision": len(PROVISIONS), "relationships": len(PROVISIONS) - len(LAWS)}
    second = await load(graph, shipped()["lov"])
    assert second.difference.total == 0
    assert second.load is None


async def test_a_paragraph_leads_up_to_its_law_and_is_adopted(graph: Graph) -> None:
    await load(graph, shipped()["lov"])
    found = await graph.read(
        "MATCH (p:LegalProvision {id: 'lov:kommuneloven/13-1/6'})-[:PART_OF]->(s)-[:PART_OF]->(c)-[:PART_OF]->(l) "
        "RETURN p.certainty AS certainty, s.id AS section, c.id AS chapter, l.abbreviations AS abbreviations"
    )
    assert found == [
        {
            "certainty": "adopted",
            "section": "lov:kommuneloven/13-1",
            "chapter": "lov:kommuneloven/kap13",
            "abbreviations": ["koml.", "kommuneloven 2018"],
        }
    ]
