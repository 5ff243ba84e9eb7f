"""Provisions as people write them: the id that is meant, or a refusal with what is nearest. Never half of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.connection import Graph
from loaders.catalogues import shipped
from loaders.load import load
from queries.authority.references import provision_id, read_reference
from schema.errors import NotFoundError
from tests.conftest import empty

pytestmark = pytest.mark.anyio
# A law with the same number in several places, and one with the same name as another.
MADE_UP = """
legal_provisions:
- {id: proveloven, name: Prøveloven, level: lov, abbreviations: [prl.]}
- {id: proveloven/1, name: § 1, level: paragraf, number: '1', part_of: proveloven}
- {id: proveloven/1/1, name: § 1 første ledd, level: ledd, number: '1', part_of: proveloven/1}
- {id: proveloven/1/2, name: § 1 andre ledd, level: ledd, number: '2', part_of: proveloven/1}
- {id: proveloven/1/1/b, name: § 1 første ledd bokstav b, level: bokstav, number: b, part_of: proveloven/1/1}
- {id: proveloven/1/2/b, name: § 1 andre ledd bokstav b, level: bokstav, number: b, part_of: proveloven/1/2}
- {id: proveloven/1/2/b/2, name: § 1 andre ledd bokstav b nr. 2, level: bokstav, number: '2', part_of: proveloven/1/2/b}
- {id: proveloven/1/2/p1, name: § 1 andre ledd første punktum, level: punktum, number: '1', part_of: proveloven/1/2}
- {id: proveloven/2a, name: § 2 a, level: paragraf, number: 2a, part_of: proveloven}
- {id: delt-1, name: Delt lov, level: lov, abbreviations: [dl.]}
- {id: delt-2, name: Delt lov, level: lov}
"""
READ = {
    "lov:kommuneloven/5-3": "lov:kommuneloven/5-3",
    "  lov:kommuneloven/5-3 ": "lov:kommuneloven/5-3",
    "kommuneloven": "lov:kommuneloven",
    "koml. § 5-3": "lov:kommuneloven/5-3",
    "koml § 5-3": "lov:kommuneloven/5-3",
    "Koml.§5-3": "lov:kommuneloven/5-3",
    "KOMMUNELOVEN § 5-3": "lov:kommuneloven/5-3",
    "kommuneloven  §\u00a05-3.": "lov:kommuneloven/5-3",
    "kommuneloven § 5 - 3": "lov:kommuneloven/5-3",
    "kommuneloven § 5–3": "lov:kommuneloven/5-3",
    "kommuneloven § 5\u20113": "lov:kommuneloven/5-3",
    "kommuneloven paragraf 5-3": "lov:kommuneloven/5-3",
    "kommuneloven (2018) § 5-3": "lov:kommuneloven/5-3",
    "kommunelova § 5-3": "lov:kommuneloven/5-3",
    "LOV-2018-06-22-83 § 5-3": "lov:kommuneloven/5-3",
    "koml. kap. 5": "lov:kommuneloven/kap5",
    "kommuneloven kapittel 13": "lov:kommuneloven/kap13",
    "koml. § 13-1 sjette ledd": "lov:kommuneloven/13-1/6",
    "koml. § 13-1, 6. ledd": "lov:kommuneloven/13-1/6",
    "koml. § 13-1 (6)": "lov:kommuneloven/13-1/6",
    "koml. § 13-1 sjuande ledd": "lov:kommuneloven/13-1/7",
    "koml. § 13-1 syvende ledd": "lov:kommuneloven/13-1/7",
    "koml. § 14-2 bokstav a": "lov:kommuneloven/14-2/a",
    "koml. § 14-2 litra b)": "lov:kommuneloven/14-2/b",
    "plan- og bygningsloven": "lov:pbl",
    "opplæringsloven": "lov:opplaringslova",
    "prl. § 1 første ledd bokstav b": "prove:proveloven/1/1/b",
    "prl. § 1 (2) bokstav b nr. 2": "prove:proveloven/1/2/b/2",
    "prl. § 1 andre ledd første punktum": "prove:proveloven/1/2/p1",
    "prl. § 1 annet ledd 1. pkt.": "prove:proveloven/1/2/p1",
    "prl. § 2 a": "prove:proveloven/2a",
    "prl. § 2a": "prove:proveloven/2a",
}
REFUSED = {
    "koml. § 99-3": "§ 9-3",
    "koml. § 14-2 bokstav f": "Lagt inn er § 14-2 bokstav a",
    "koml. § 5-3 første ledd": "spør om nivået over",
    "koml. kap. 99": "Mente du Kapittel",
    "komunneloven § 5-3": "Mente du «Kommuneloven»?",
    "tulleloven § 1": "vanlig forkortelse",
    "lov:kommuneloven/5-33": "Mente du lov:kommuneloven/5-3",
    "lov:komuneloven": "Mente du lov:kommuneloven?",
    "koml. §§ 5-3 og 5-4": "én bestemmelse",
    "koml. §§ 5-3": "én bestemmelse",
    "koml. § 5-3 og § 5-4": "én bestemmelse",
    "koml. § 5-3 jf. § 5-4": "én bestemmelse",
    "koml. § 5-3 flg.": "én bestemmelse",
    "koml. § 13-1 sjette": "én bestemmelse",
    "koml. § 13-1 sjette ledd og sjuende ledd": "én bestemmelse",
    "koml. § 14-2 bokstav a og b": "én bestemmelse",
    "koml. § 14-2 bokstav a første ledd": "én bestemmelse",
    "§ 5-3": "Skriv loven først",
    "§ 5-3 i kommuneloven": "Skriv loven først",
    "": "Skriv loven først",
    "prl. § 1 bokstav b": "Mente du § 1 første ledd bokstav b eller § 1 andre ledd bokstav b?",
    "prl. § 1 første punktum": "Mente du § 1 andre ledd første punktum?",
    "delt lov § 1": "prove:delt-1, prove:delt-2",
}


@pytest.fixture(scope="module", autouse=True)
async def laws(opened: Graph, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder: Path = tmp_path_factory.mktemp("prove")
    (folder / "dataset.yaml").write_text("{id: prove, title: Prøve, default_source: Oppdiktet}", encoding="utf-8")
    (folder / "lover.yaml").write_text(MADE_UP, encoding="utf-8")
    await empty(opened)
    for path in (shipped()["lov"], folder):
        await load(opened, path)


async def meant(graph: Graph, written: str) -> str:
    return await graph.read_together(lambda transaction: provision_id(transaction, written))


@pytest.mark.parametrize("written", READ)
async def test_a_form_that_people_write_is_read_as_what_they_mean(opened: Graph, written: str) -> None:
    assert await meant(opened, written) == READ[written]


@pytest.mark.parametrize("written", REFUSED)
async def test_what_is_not_one_provision_in_the_graph_is_refused_with_the_nearest(opened: Graph, written: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        await meant(opened, written)
    assert f"«{written}»" in raised.value.message or f"«{written.partition(' §')[0]}»" in raised.value.message
    assert REFUSED[written] in raised.value.remedy


async def test_every_section_of_the_catalogue_is_read_from_its_own_number(opened: Graph) -> None:
    rows = await opened.read(
        "MATCH (s:LegalProvision {level: 'paragraf', dataset: 'lov'}) WHERE s.id STARTS WITH 'lov:kommuneloven/' "
        "RETURN s.id AS id, s.number AS number"
    )
    assert len(rows) > 150
    for row in rows[::20]:
        assert await meant(opened, f"koml. § {row['number']}") == row["id"]


@pytest.mark.parametrize(
    "more", [" og mer", " bokstav", " tredje", " nr", " § 2", " (", " 3", " kap. 2", " punktum", " -"]
)
def test_nothing_that_follows_is_passed_over(more: str) -> None:
    for whole in ("koml. § 5-3", "koml. § 13-1 sjette ledd", "koml. § 14-2 bokstav a", "koml. kap. 5"):
        assert read_reference(whole) is not None
        assert read_reference(whole + more) is None
