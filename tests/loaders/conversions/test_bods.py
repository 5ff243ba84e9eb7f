"""BODS: what is written is read as the same ownerships, and what the format or the model cannot hold is listed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from graph.connection import Graph
from loaders.conversions.bods_reading import convert
from loaders.conversions.bods_writing import export_bods, statements_of
from loaders.conversions.converted import read_json, write_dataset
from loaders.load import load
from queries.ownership.answer import OwnedCompanies
from queries.ownership.ownership import ownership
from schema.errors import NotFoundError, SourceError
from tests.conftest import ROOT

pytestmark = pytest.mark.anyio
DAY = date(2026, 6, 1)
HERE = Path(__file__).parent
TYPES = {"registeredEntity", "legalEntity", "arrangement", "anonymousEntity", "unknownEntity", "state", "stateBody"}


def owned(answer: OwnedCompanies) -> dict[str, Any]:
    return {
        one.name: (one.form, one.direct, one.direct_votes, one.interest, one.control, len(one.other_owners))
        for one in answer.companies
    }


@pytest.mark.parametrize("day", [DAY, date(2026, 7, 1)])
async def test_what_is_written_is_read_as_the_same_ownerships(graph: Graph, tmp_path: Path, day: date) -> None:
    await load(graph, ROOT / "tests/datasets/eierskap")
    await export_bods(graph, "vassvik", tmp_path / "ut.json", DAY)
    read = convert(read_json(tmp_path / "ut.json"))
    assert read.not_kept == []
    write_dataset(read, tmp_path / "inn", "tilbake", "Tilbake", "ut.json")
    await load(graph, tmp_path / "inn")
    for actor in ("kommunen", "private", "nabo", "fylket", "kraft"):
        before = await ownership(graph, f"vassvik:{actor}", day)
        after = await ownership(graph, f"tilbake:vassvik-{actor}", day)
        expected = owned(before)
        if actor == "kommunen":
            expected.pop("Marina AS")  # the KF comes back as an actor of its own
        assert owned(after) == expected
    foretak = await ownership(graph, "tilbake:vassvik-havnen", day)
    assert owned(foretak) == owned(await ownership(graph, "vassvik:havnen", day))


async def test_the_statements_have_the_form_of_the_standard(graph: Graph) -> None:
    await load(graph, ROOT / "tests/datasets/eierskap")
    written = await statements_of(graph, "vassvik", DAY, "Vassvik kommune")
    sample = read_json(HERE / "made_up_bods_joint.json")
    seen: set[str] = set()
    for one in written.statements:
        assert set(sample[0]) <= set(one)
        assert 32 <= len(one["statementId"]) <= 64
        assert one["publicationDetails"] == {
            "publicationDate": "2026-06-01",
            "bodsVersion": "0.4",
            "publisher": {"name": "Vassvik kommune"},
        }
        details = one["recordDetails"]
        assert details["isComponent"] is False
        if one["recordType"] == "entity":
            assert details["entityType"]["type"] in TYPES
            seen.add(one["recordId"])
        else:
            assert {details["subject"], details["interestedParty"], one["declarationSubject"]} <= seen
            assert [interest["type"] for interest in details["interests"]] == ["shareholding", "votingRights"]
            for interest in details["interests"]:
                assert interest["directOrIndirect"] == "direct"
                assert interest["beneficialOwnershipOrControl"] is False
    assert len({one["statementId"] for one in written.statements}) == len(written.statements)


async def test_shares_are_exact_or_an_interval_with_its_ends(graph: Graph) -> None:
    await load(graph, ROOT / "tests/datasets/eierskap")
    written = await statements_of(graph, "vassvik", date(2026, 8, 1))
    by_id = {one["recordId"]: one for one in written.statements}

    def shares(name: str) -> list[Any]:
        return [interest.get("share") for interest in by_id[f"vassvik:{name}"]["recordDetails"]["interests"]]

    assert shares("k-kino") == [{"exact": 50, "minimum": 50, "maximum": 50}] * 2
    assert shares("k-renovasjon") == [{"minimum": 33, "maximum": 34}] * 2
    assert shares("k-vekst") == [{"exclusiveMinimum": 50, "maximum": 75}] * 2
    assert shares("k-fiber") == [None, None]
    assert shares("k-reiseliv") == [
        {"exact": 6, "minimum": 6, "maximum": 6},
        {"exact": 54, "minimum": 54, "maximum": 54},
    ]
    ended, begun = by_id["vassvik:k-buss-1"], by_id["vassvik:k-buss-2"]
    assert (ended["recordStatus"], begun["recordStatus"]) == ("closed", "new")
    assert ended["recordDetails"]["interests"][0]["endDate"] == "2026-07-01"
    assert begun["recordDetails"]["interests"][0]["startDate"] == "2026-07-01"


async def test_the_same_is_written_the_same_and_what_could_not_be_held_is_listed(graph: Graph) -> None:
    await load(graph, ROOT / "tests/datasets/eierskap")
    first, again = [await statements_of(graph, "vassvik", DAY) for _ in range(2)]
    assert first == again
    lost = {(one.path, one.value) for one in first.not_kept}
    assert ("vassvik:k-eiendom", "Tilbud om andel i Sentrumseiendom") in lost
    assert ("vassvik:k-reiseliv.of_class", "vassvik:reiseliv-a") in lost
    assert ("vassvik:kraft.purpose", "Lokal kraftforsyning") in lost
    assert ("vassvik:kraft.owner_body", "vassvik:kommunestyret") in lost
    assert ("vassvik:havnen.part_of", "vassvik:kommunen") in lost
    assert ("Representation", "11") in lost
    assert all(one.why for one in first.not_kept)


async def test_what_is_not_public_is_not_written(graph: Graph, folder: Path) -> None:
    (folder / "dataset.yaml").write_text("id: x\ntitle: X\ndefault_source: Oppdiktet\n", encoding="utf-8")
    (folder / "alt.yaml").write_text(
        "actors:\n"
        "  - {id: en, name: Hemmelig eier, confidentiality: restricted}\n"
        "  - {id: to, name: Åpen eier, illustrative: true}\n"
        "companies:\n"
        "  - {id: a, name: A AS, form: AS}\n"
        "ownerships:\n"
        "  - {id: en-a, name: Hemmelig eier i A, share: 10, owner: en, in_company: a}\n"
        "  - {id: to-a, name: Åpen eier i A, share: 20, owner: to, in_company: a}\n",
        encoding="utf-8",
    )
    await load(graph, folder)
    written = await statements_of(graph, "x", DAY)
    assert [one["recordId"] for one in written.statements] == ["x:a", "x:to", "x:to-a"]
    assert "Hemmelig" not in orjson.dumps(written.statements).decode()
    assert "x:en-a" in {one.path for one in written.not_kept}
    [actor] = convert(written.statements).records["actors"]
    assert actor["illustrative"] is True


async def test_a_dataset_without_ownerships_and_a_file_that_is_there_are_refused(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="ingen eierandeler"):
        await export_bods(graph, "borte", tmp_path / "ut.json", DAY)
    (tmp_path / "ut.json").write_text("[]", encoding="utf-8")
    with pytest.raises(SourceError, match="finnes allerede"):
        await export_bods(graph, "borte", tmp_path / "ut.json", DAY)


def test_a_file_from_elsewhere_is_read_and_what_was_not_kept_is_listed() -> None:
    found = convert(read_json(HERE / "made_up_bods_joint.json"))
    assert [(one["name"], one["form"]) for one in found.records["companies"]] == [
        ("PRØVEHOLMEN LTD", "annet"),
        ("Joint shareholding", "annet"),
    ]
    assert [one["name"] for one in found.records["actors"]] == ["Prøve Prøvesen", "Test Testesen"]
    assert [(one["owner"], one["in_company"], one["share"]) for one in found.records["ownerships"]] == [
        ("91b4236a7d89", "31c55e425764", 100),
        ("1accb8b18b99", "91b4236a7d89", 50),
        ("f040df24d9ec", "91b4236a7d89", 50),
    ]
    left = {one.path: one.why for one in found.not_kept}
    assert left["[0].recordDetails.identifiers[0]"] == "Bare ett norsk organisasjonsnummer kan tas med"
    assert "[0].recordDetails.addresses" in left


async def test_a_file_from_elsewhere_loads(graph: Graph, tmp_path: Path) -> None:
    found = convert(read_json(HERE / "made_up_bods_joint.json"))
    write_dataset(found, tmp_path / "inn", "chrinon", "Fra BODS", "made_up_bods_joint.json")
    await load(graph, tmp_path / "inn")
    answer = await ownership(graph, "chrinon:1accb8b18b99", DAY)
    assert [(one.name, one.interest.low) for one in answer.companies] == [
        ("Joint shareholding", 50),
        ("PRØVEHOLMEN LTD", 50),
    ]


def relationship(*interests: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    def entity(id_: str) -> dict[str, Any]:
        return {
            "recordId": id_,
            "recordType": "entity",
            "recordDetails": {"name": id_, "entityType": {"type": "legalEntity"}},
        }

    details = {"isComponent": False, "subject": "a", "interestedParty": "eier", "interests": list(interests)}
    return [
        entity("a"),
        entity("eier"),
        {"recordId": "r", "recordType": "relationship", "recordDetails": details, **more},
    ]


def held(type_: str, **share: Any) -> dict[str, Any]:
    return {"type": type_, "directOrIndirect": "direct", "share": share}


def fields(document: Any) -> dict[str, Any]:
    [found] = convert(document).records["ownerships"]
    return {name: value for name, value in found.items() if name.startswith(("share", "votes", "min_", "valid"))}


def test_shares_of_capital_without_votes_do_not_become_votes() -> None:
    assert fields(relationship(held("shareholding", exact=60))) == {"share": 60, "votes_max": 100}


def test_votes_without_shares_do_not_become_shares() -> None:
    assert fields(relationship(held("votingRights", exclusiveMinimum=50, maximum=75))) == {
        "votes_min": 50,
        "votes_max": 75,
        "min_exclusive": True,
    }


def test_a_lowest_share_is_exclusive_only_where_all_lowest_are() -> None:
    both = [held("shareholding", exclusiveMinimum=25, maximum=50), held("votingRights", minimum=25, maximum=50)]
    assert fields(relationship(*both)) == {"share_min": 25, "share_max": 50, "votes_min": 25, "votes_max": 50}
    assert "[2].recordDetails.interests[0].share.exclusiveMinimum" in {
        one.path for one in convert(relationship(*both)).not_kept
    }


def test_a_closed_record_ends_on_the_day_it_was_closed() -> None:
    document = relationship(held("shareholding", exact=5), recordStatus="closed", statementDate="2025-03-01")
    assert fields(document)["valid_to"] == "2025-03-01"


def test_the_latest_statement_of_a_record_holds_in_whatever_order_they_come() -> None:
    first = relationship(held("shareholding", exact=5), statementDate="2024-01-01")
    later = relationship(held("shareholding", exact=7), statementDate="2025-01-01", recordStatus="updated")
    assert fields([*first, later[2]])["share"] == 7
    assert fields([*later, first[2]])["share"] == 7


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"subject": {"reason": "unknown"}}, "Selskapet er ikke oppgitt i filen"),
        ({"interestedParty": {"reason": "interestedPartyUnknown"}}, "Eieren er ikke oppgitt i filen"),
        ({"interestedParty": "borte"}, "Eieren er ikke oppgitt i filen"),
        ({"interests": [held("boardMember")]}, "Bare andeler av kapital og stemmer kan tas med"),
        ({"interests": [{**held("shareholding"), "directOrIndirect": "indirect"}]}, "Indirekte andeler regnes ut"),
        ({"interests": "tull"}, "Bare andeler av kapital og stemmer kan tas med"),
    ],
)
def test_what_is_no_direct_share_is_listed(change: dict[str, Any], why: str) -> None:
    document = relationship(held("shareholding", exact=5))
    document[2]["recordDetails"] |= change
    found = convert(document)
    assert "ownerships" not in found.records
    assert any(one.why.startswith(why) for one in found.not_kept)


@pytest.mark.parametrize(
    ("share", "fields_of_it", "why"),
    [
        ({"minimum": 60, "maximum": 40}, {"share_max": 100}, "Intervallet er opp ned"),
        ({"exact": 140}, {"share_max": 100}, "Ikke en prosent"),
        ({"exact": "ti"}, {"share_max": 100}, "Ikke en prosent"),
        ({"minimum": 10, "exclusiveMaximum": 25}, {"share_min": 10, "share_max": 25}, "Føres som «høyst»"),
    ],
)
def test_an_impossible_share_is_unknown_and_told_of(
    share: dict[str, Any], fields_of_it: dict[str, Any], why: str
) -> None:
    document = relationship(held("shareholding", **share))
    assert fields(document) == fields_of_it | {"votes_max": 100}
    assert any(one.why.startswith(why) for one in convert(document).not_kept)


def test_persons_are_kept_by_name_only() -> None:
    found = convert(read_json(HERE / "made_up_bods_package.json"))
    assert [one["name"] for one in found.records["actors"]] == ["Eksempel Eksempelsen"]
    assert {one.path: one.value for one in found.not_kept}["[1].recordDetails.birthDate"] == "(ikke gjengitt)"
    assert "1978" not in orjson.dumps([one.value for one in found.not_kept]).decode()


@pytest.mark.parametrize("document", [None, 3, {}, [], ["x"], {"statements": 3}])
def test_what_is_no_list_of_statements_is_refused(document: Any) -> None:
    with pytest.raises(SourceError, match="BODS-utsagn"):
        convert(document)


def test_an_older_version_is_refused_by_name() -> None:
    with pytest.raises(SourceError, match=r"0\.4"):
        convert([{"statementID": "x", "statementType": "entityStatement"}])
