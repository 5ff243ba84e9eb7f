"""What Enhetsregisteret tells becomes a dataset that loads, and all that is not kept is listed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from graph.connection import Graph
from loaders.conversions.converted import NOT_KEPT, read_json, write_dataset
from loaders.conversions.enhetsregisteret import SOURCE, convert
from loaders.load import load
from schema.errors import SourceError

pytestmark = pytest.mark.anyio


def unit(number: str, name: str, form: str, **more: Any) -> dict[str, Any]:
    return {
        "organisasjonsnummer": number,
        "navn": name,
        "organisasjonsform": {"kode": form, "beskrivelse": form, "_links": {}},
        **more,
    }


MUNICIPALITY = unit("910000004", "VASSVIK KOMMUNE", "KOMM")
FORETAK = unit("910000101", "VASSVIK HAVN KF", "KF", overordnetEnhet="910000004")
COMPANY = unit(
    "910000209",
    "VASSVIK KRAFT AS",
    "AS",
    stiftelsedato="1998-02-01",
    vedtektsfestetFormaal=["Produsere kraft", "og selge den."],
    antallAnsatte=12,
    underAvvikling=True,
    konkurs=False,
)
PARTNERSHIP = unit("910000306", "FJORDRENOVASJON IKS", "IKS")
ROLES = {
    "rollegrupper": [
        {
            "type": {"kode": "STYR", "beskrivelse": "Styre"},
            "roller": [
                {
                    "type": {"kode": "LEDE", "beskrivelse": "Styrets leder"},
                    "person": {
                        "fodselsdato": "1970-05-17",
                        "navn": {"fornavn": "Kari", "mellomnavn": "Test", "etternavn": "Nordmann"},
                        "erDoed": False,
                    },
                    "fratraadt": False,
                },
                {
                    "type": {"kode": "MEDL", "beskrivelse": "Styremedlem"},
                    "person": {"navn": {"fornavn": "Ola", "etternavn": "Nordmann"}},
                },
                {
                    "type": {"kode": "MEDL", "beskrivelse": "Styremedlem"},
                    "person": {"navn": {"fornavn": "Per", "etternavn": "Nordmann"}},
                },
                {
                    "type": {"kode": "MEDL", "beskrivelse": "Styremedlem"},
                    "person": {"navn": {"fornavn": "Gått", "etternavn": "Av"}},
                    "fratraadt": True,
                },
            ],
        },
        {
            "type": {"kode": "REVI", "beskrivelse": "Revisor"},
            "roller": [
                {
                    "type": {"kode": "REVI", "beskrivelse": "Revisor"},
                    "enhet": {"organisasjonsnummer": "910000403", "navn": ["REVISJON AS"]},
                }
            ],
        },
    ],
    "_links": {"self": {"href": "https://data.brreg.no/enhetsregisteret/api/enheter/910000209/roller"}},
}
PARTNERS = {
    "organisasjonsnummer": "910000306",
    "rollegrupper": [
        {
            "type": {"kode": "DELT", "beskrivelse": "Deltakere"},
            "roller": [
                {
                    "type": {"kode": "DTPR", "beskrivelse": "Deltaker med delt ansvar"},
                    "enhet": {
                        "organisasjonsnummer": "910000500",
                        "organisasjonsform": {"kode": "KOMM"},
                        "navn": ["NABO"],
                    },
                    "ansvarsandel": "1/3",
                }
            ],
        }
    ],
}


def test_each_form_of_unit_becomes_the_kind_it_is() -> None:
    found = convert({"fil": [MUNICIPALITY, FORETAK, COMPANY, unit("910000403", "SÆRLOV", "SÆR")]}).records
    assert [(one["id"], one["form"]) for one in found["companies"]] == [
        ("org-910000209", "AS"),
        ("org-910000403", "annet"),
    ]
    assert [(one["id"], one["unit_type"], one.get("part_of")) for one in found["units"]] == [
        ("org-910000004", "kommune", None),
        ("org-910000101", "kf", "org-910000004"),
    ]
    assert [one["code"] for one in found["unit_types"]] == ["kommune", "kf"]
    assert "actors" not in found


def test_a_municipality_without_its_foretak_is_an_actor() -> None:
    assert convert({"fil": MUNICIPALITY}).records["actors"][0]["actor_kind"] == "kommune"


def test_what_is_kept_of_a_company() -> None:
    [company] = convert({"fil": COMPANY}).records["companies"]
    assert company == {
        "id": "org-910000209",
        "name": "VASSVIK KRAFT AS",
        "text": "Produsere kraft og selge den.",
        "organisation_number": "910000209",
        "valid_from": "1998-02-01",
        "note": "Under avvikling",
        "form": "AS",
    }


@pytest.mark.parametrize(
    "document",
    [
        COMPANY,
        [COMPANY],
        {"_embedded": {"enheter": [COMPANY]}, "page": {"totalElements": 1}},
        {"enhet": COMPANY},
    ],
    ids=["one unit", "list", "page of units", "unit with a name"],
)
def test_every_form_of_document_is_read(document: Any) -> None:
    assert [one["id"] for one in convert({"fil": document}).records["companies"]] == ["org-910000209"]


def test_roles_of_persons_are_kept_by_name_and_role() -> None:
    found = convert({"enhet": COMPANY, "roller": ROLES})
    assert [
        (one["id"], one["holder_name"], one["body_name"], one["represents_in"])
        for one in found.records["representations"]
    ] == [
        (
            "org-910000209-styr-lede",
            "Kari Test Nordmann",
            "Styre",
            {"to": "org-910000209", "role": "Styrets leder"},
        ),
        ("org-910000209-styr-medl", "Ola Nordmann", "Styre", {"to": "org-910000209", "role": "Styremedlem"}),
        ("org-910000209-styr-medl-2", "Per Nordmann", "Styre", {"to": "org-910000209", "role": "Styremedlem"}),
    ]
    left = {one.path: one.why for one in found.not_kept}
    assert left["roller.rollegrupper[0].roller[3]"] == "Fratrådt eller avregistrert"
    assert left["roller.rollegrupper[1].roller[0]"] == "Revisor er ingen person, og eier ikke noe"


def test_a_day_of_birth_is_never_kept_and_said_to_be_left_out(tmp_path: Path) -> None:
    found = convert({"enhet": COMPANY, "roller": ROLES})
    assert [one.value for one in found.not_kept if "fodselsdato" in one.path] == ["(ikke gjengitt)"]
    write_dataset(found, tmp_path / "ut", "brreg", "Fra registeret", SOURCE)
    assert not any("1970" in file.read_text(encoding="utf-8") for file in (tmp_path / "ut").iterdir())


def test_partners_own_a_share_that_nobody_knows() -> None:
    found = convert({"enhet": PARTNERSHIP, "roller": PARTNERS})
    [share] = found.records["ownerships"]
    assert (share["owner"], share["in_company"]) == ("org-910000500", "org-910000306")
    assert not {"share", "share_min", "share_max"} & share.keys()
    assert found.records["actors"][0]["actor_kind"] == "kommune"
    assert ("roller.rollegrupper[0].roller[0].ansvarsandel", "1/3") in {(one.path, one.value) for one in found.not_kept}


def test_what_was_not_understood_is_listed_with_place_value_and_why() -> None:
    found = convert(
        {
            "fil": [
                COMPANY,
                COMPANY,
                unit("910000200", "FEIL SIFFER AS", "AS"),
                unit("910000500", "UKJENT", "QQQ"),
                unit("910000403", "FILIAL", "BEDR"),
            ]
        }
    )
    left = {one.path: (one.value, one.why) for one in found.not_kept}
    assert left["fil[0].antallAnsatte"] == ("12", "Modellen har ikke noe felt for det")
    assert left["fil[1]"] == ("910000209", "Enheten står flere ganger; bare den første er tatt med")
    assert left["fil[2].organisasjonsnummer"][1].startswith(
        "Kontrollsifferet i organisasjonsnummer 910000200 stemmer ikke"
    )
    assert left["fil[3]"][1] == "Organisasjonsformen er ukjent, og enheten er ikke tatt med"
    assert "Underenheten" in left["fil[4]"][1]
    assert [one["id"] for one in found.records["companies"]] == ["org-910000209"]


@pytest.mark.parametrize(
    "document", [{}, [], "tekst", 7, None, {"_embedded": {"enheter": 3}}, [[[[[[[[[[[[]]]]]]]]]]]]]
)
def test_a_document_without_units_is_refused(document: Any) -> None:
    with pytest.raises(SourceError, match="ingen enheter"):
        convert({"fil": document})


@pytest.mark.parametrize(
    "name", ["organisasjonsform", "navn", "stiftelsedato", "rollegrupper", "vedtektsfestetFormaal"]
)
@pytest.mark.parametrize("value", [None, 7, "tekst", [], [1, [2]], {}, {"kode": 3}])
def test_odd_values_never_stop_it(name: str, value: Any) -> None:
    odd = copy.deepcopy(COMPANY) | {name: value}
    convert({"fil": [odd, MUNICIPALITY]})


@pytest.mark.parametrize("place", ["type", "person", "enhet"])
@pytest.mark.parametrize("value", [None, 7, "tekst", [], {}, {"navn": 3}, {"organisasjonsnummer": "x"}])
def test_odd_roles_never_stop_it(place: str, value: Any) -> None:
    role = {"type": {"kode": "DTPR", "beskrivelse": "Deltaker"}, place: value}
    roles = {"organisasjonsnummer": "910000209", "rollegrupper": [3, {"roller": [role, 4]}]}
    convert({"fil": [COMPANY, roles]})


def test_a_file_that_is_not_json_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "fil.json").write_text('{"organisasjonsnummer": \n', encoding="utf-8")
    with pytest.raises(SourceError, match="linje"):
        read_json(tmp_path / "fil.json")
    with pytest.raises(SourceError, match="finnes ikke"):
        read_json(tmp_path / "borte.json")


async def test_the_folder_loads(graph: Graph, tmp_path: Path) -> None:
    found = convert({"enheter": [MUNICIPALITY, FORETAK, COMPANY, PARTNERSHIP], "roller": [ROLES, PARTNERS]})
    write_dataset(found, tmp_path / "ut", "brreg", "Fra registeret", SOURCE)
    report = await load(graph, tmp_path / "ut")
    assert report.notes == []
    rows = await graph.read("MATCH (n:Node {dataset: 'brreg'}) RETURN n.kind AS kind, count(*) AS count ORDER BY kind")
    assert {row["kind"]: row["count"] for row in rows} == {
        "Actor": 1,
        "Company": 2,
        "Ownership": 1,
        "Representation": 3,
        "Unit": 2,
        "UnitType": 2,
    }
    assert (tmp_path / "ut" / NOT_KEPT).is_file()


async def test_a_page_from_the_register_itself_loads(graph: Graph, tmp_path: Path) -> None:
    page = read_json(Path(__file__).with_name("made_up_register_page.json"))
    write_dataset(convert({"kommune": page}), tmp_path / "ut", "brreg", "Fra registeret", SOURCE)
    await load(graph, tmp_path / "ut")
    [row] = await graph.read("MATCH (a:Actor) RETURN a.id AS id, a.name AS name, a.actor_kind AS kind")
    assert row == {"id": "brreg:org-910000004", "name": "PRØVEVIK KOMMUNE", "kind": "kommune"}


def test_a_folder_with_something_in_it_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "noe.yaml").write_text("x: 1\n", encoding="utf-8")
    with pytest.raises(SourceError, match="ikke tom"):
        write_dataset(convert({"fil": COMPANY}), tmp_path, "brreg", "Tittel", SOURCE)
    with pytest.raises(SourceError, match="Brreg"):
        write_dataset(convert({"fil": COMPANY}), tmp_path / "ny", "Brreg!", "Tittel", SOURCE)
    with pytest.raises(SourceError, match="ingenting"):
        write_dataset(convert({"fil": unit("910000403", "X", "BEDR")}), tmp_path / "ny", "brreg", "Tittel", SOURCE)
