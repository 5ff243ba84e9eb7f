"""Each rule over ownership finds its planted defect, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.connection import Graph
from loaders.load import load
from queries.findings.finding import Findings, findings
from queries.findings.ownership_rules import OWNERSHIP_RULES

pytestmark = pytest.mark.anyio
DAY = date(2026, 6, 1)
RULES = [rule.id for rule in OWNERSHIP_RULES]
Records = dict[str, list[dict[str, Any]]]

SOUND: Records = {
    "unit_types": [
        {"id": "type-kommune", "code": "kommune", "name": "Kommune", "rank": 1},
        {"id": "type-kf", "code": "kf", "name": "Kommunalt foretak", "rank": 2},
    ],
    "units": [
        {"id": "kommunen", "name": "Kommunen", "unit_type": "kommune"},
        {
            "id": "havnen",
            "name": "Havnen KF",
            "unit_type": "kf",
            "part_of": "kommunen",
            "organisation_number": "910000004",
        },
    ],
    "bodies": [{"id": "kst", "name": "Kommunestyret", "body_kind": "kommunestyre"}],
    "posts": [{"id": "ordforer", "name": "Ordfører", "in_unit": "kommunen"}],
    "actors": [{"id": "nabo", "name": "Nabo kommune"}],
    "eierskapsmeldinger": [{"id": "melding", "name": "Eierskapsmeldingen", "adopted_on": "2024-05-30"}],
    "companies": [
        {"id": "a", "name": "A AS", "form": "AS", "owner_body": "kst", "stated_in": "melding"},
        {"id": "b", "name": "B AS", "form": "AS"},
        {"id": "c", "name": "C AS", "form": "AS"},
        {"id": "museum", "name": "Museet", "form": "STI"},
    ],
    "share_classes": [{"id": "b-1", "name": "B-aksjer", "capital_share": 50, "votes_share": 10, "class_of": "b"}],
    "ownerships": [
        {"id": "k-a", "name": "Kommunens andel i A", "share": 60, "owner": "kommunen", "in_company": "a"},
        {"id": "n-a", "name": "Naboens andel i A", "share": 40, "owner": "nabo", "in_company": "a"},
        {"id": "a-b", "name": "As andel i B", "share": 80, "of_class": "b-1", "owner": "a", "in_company": "b"},
    ],
    "representations": [
        {"id": "gf-a", "name": "Generalforsamling i A", "responsible": "ordforer", "represents_in": "a"}
    ],
}


def share(id_: str, owner: str, company: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "name": f"Andelen {id_}", "owner": owner, "in_company": company, **more}


def one(records: Records, collection: str, id_: str) -> dict[str, Any]:
    return next(record for record in records[collection] if record["id"] == id_)


def over_whole(records: Records) -> None:
    records["ownerships"].append(share("h-a", "nabo", "a", share_min=10, share_max=20))


def class_over_whole(records: Records) -> None:
    records["ownerships"].append(share("n-b", "nabo", "b", share=30, of_class="b-1"))


def votes_over_whole(records: Records) -> None:
    one(records, "ownerships", "k-a")["votes"] = 70


def ring(records: Records) -> None:
    one(records, "ownerships", "n-a")["share"] = 30
    records["ownerships"].append(share("b-a", "b", "a", share=10))


def own_shares(records: Records) -> None:
    records["ownerships"].append(share("b-b", "b", "b", share=5))


def stiftelse(records: Records) -> None:
    records["ownerships"].append(share("k-museum", "kommunen", "museum", share=100))


def foretak_by_number(records: Records) -> None:
    one(records, "companies", "b")["organisation_number"] = "910 000 004"


def foretak_by_name(records: Records) -> None:
    one(records, "companies", "b").update(form="annet", name="Parkering KF")


def no_statement(records: Records) -> None:
    del one(records, "companies", "a")["stated_in"]


def old_statement(records: Records) -> None:
    one(records, "eierskapsmeldinger", "melding")["adopted_on"] = "2022-05-31"


def replaced_statement(records: Records) -> None:
    records["eierskapsmeldinger"].append(
        {"id": "ny", "name": "Den nye", "adopted_on": "2026-01-15", "replaces": "melding"}
    )


def no_body(records: Records) -> None:
    del one(records, "companies", "a")["owner_body"]


def no_representative(records: Records) -> None:
    one(records, "representations", "gf-a")["valid_to"] = "2026-06-01"


def closed_ring(records: Records) -> None:
    records["ownerships"] += [share("b-c", "b", "c", share=100), share("c-b", "c", "b", share=100)]
    one(records, "ownerships", "a-b").update(share_min=0, share_max=10)
    del one(records, "ownerships", "a-b")["share"]


PLANTED: dict[str, tuple[Callable[[Records], None], str, str, str]] = {
    "over whole": (over_whole, "R-EIE-01", "x:a", "Andelene i «A AS» er til sammen minst 110 %."),
    "a class over whole": (
        class_over_whole,
        "R-EIE-01",
        "x:b",
        "Andelene av «B-aksjer» i «B AS» er til sammen minst 110 %.",
    ),
    "votes over whole": (votes_over_whole, "R-EIE-01", "x:a", "Stemmene i «A AS» er til sammen minst 110 %."),
    "ring": (ring, "R-EIE-02", "x:a", "Selskapene eier hverandre: A AS → B AS → A AS."),
    "own shares": (own_shares, "R-EIE-02", "x:b", "«B AS» eier selv noe av seg selv."),
    "stiftelse": (stiftelse, "R-EIE-03", "x:k-museum", "Stiftelse har ingen eiere."),
    "foretak by number": (foretak_by_number, "R-EIE-03", "x:a-b", "samme organisasjonsnummer som «Havnen KF»"),
    "foretak by name": (foretak_by_name, "R-EIE-03", "x:a-b", "Etter navnet er det et kommunalt foretak"),
    "no statement": (no_statement, "R-EIE-04", "x:a", "selskapet står ikke i noen eierskapsmelding"),
    "old statement": (old_statement, "R-EIE-04", "x:a", "for mer enn fire år siden"),
    "replaced statement": (replaced_statement, "R-EIE-04", "x:a", "som ikke gjelder"),
    "no body": (no_body, "R-EIE-05", "x:a", "det er ikke registrert hvem som er eierorgan."),
    "no representative": (no_representative, "R-EIE-05", "x:a", "hvem som representerer kommunen."),
    "closed ring": (closed_ring, "R-EIE-06", "x:b", "Selskapene eier hverandre: B AS → C AS → B AS"),
}


async def audited(graph: Graph, folder: Path, plant: Callable[[Records], None] | None = None) -> Findings:
    records = deepcopy(SOUND)
    if plant:
        plant(records)
    (folder / "dataset.yaml").write_text("id: x\ntitle: X\ndefault_source: Oppdiktet\n", encoding="utf-8")
    (folder / "alt.yaml").write_text(yaml.safe_dump(records, allow_unicode=True), encoding="utf-8")
    await load(graph, folder)
    return await findings(graph, "x", DAY, rules=RULES)


async def test_a_sound_municipality_breaks_no_rule(graph: Graph, folder: Path) -> None:
    answer = await audited(graph, folder)
    assert [(found.rule, found.text) for found in answer.open] == []
    assert [count.rule for count in answer.counts] == RULES


@pytest.mark.parametrize("planted", PLANTED)
async def test_the_planted_defect_is_found_and_nothing_else(graph: Graph, folder: Path, planted: str) -> None:
    plant, rule, subject, words = PLANTED[planted]
    answer = await audited(graph, folder, plant)
    assert [(found.rule, found.subject.id) for found in answer.open] == [(rule, subject)]
    assert words in answer.open[0].text
    assert answer.open[0].correction


async def test_the_day_the_statement_is_four_years_old_is_not_too_late(graph: Graph, folder: Path) -> None:
    def four(records: Records) -> None:
        one(records, "eierskapsmeldinger", "melding")["adopted_on"] = "2022-06-01"

    assert not (await audited(graph, folder, four)).open


async def test_findings_are_each_about_one_municipality(graph: Graph, folder: Path, tmp_path: Path) -> None:
    await audited(graph, folder, ring)
    other = tmp_path / "other"
    other.mkdir()
    (other / "dataset.yaml").write_text("id: y\ntitle: Y\ndefault_source: Oppdiktet\n", encoding="utf-8")
    (other / "alt.yaml").write_text(
        "actors:\n  - {id: eier, name: Eier}\n"
        "ownerships:\n  - {id: y-b, name: Eiers andel i B, share: 1, owner: eier, in_company: 'x:b'}\n",
        encoding="utf-8",
    )
    await load(graph, other)
    assert not (await findings(graph, "y", DAY, rules=RULES)).open
