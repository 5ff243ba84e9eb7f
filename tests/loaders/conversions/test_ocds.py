"""OCDS: contracts come out as they were on each day, and what was not understood is listed."""

from __future__ import annotations

import random
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.connection import Graph
from loaders.conversions.converted import Converted, read_json, write_dataset
from loaders.conversions.ocds import convert
from loaders.load import load
from queries.contracts.contracts import ContractGap, ContractShown, contracts
from queries.contracts.period import ContractState, OptionState
from schema.catalogue import KIND_OF_COLLECTION
from schema.errors import SourceError

pytestmark = pytest.mark.anyio
SAMPLE = Path(__file__).parent / "made_up_ocds_package.json"
NUMBER = "974760673"


def release(day: str, *, tag: str = "contractUpdate", **told: Any) -> dict[str, Any]:
    return {"ocid": "ocds-x-1", "id": f"r-{day}", "date": f"{day}T10:00:00Z", "tag": [tag], **told}


def contract(**told: Any) -> dict[str, Any]:
    return {"id": "k1", "awardID": "t1", **told}


def kroner(amount: float) -> dict[str, Any]:
    return {"amount": amount, "currency": "NOK"}


def package(*releases: dict[str, Any]) -> dict[str, Any]:
    return {"version": "1.1", "releases": list(releases)}


SUPPLIER = {"id": "p1", "name": "Nordlys AS", "identifier": {"scheme": "NO-BRC", "id": NUMBER}}
FIRST = release(
    "2024-01-10",
    parties=[SUPPLIER],
    awards=[{"id": "t1", "title": "Tildelt", "status": "active", "suppliers": [{"id": "p1", "name": "Nordlys"}]}],
    contracts=[
        contract(
            title="Renhold",
            status="active",
            value=kroner(100),
            period={"startDate": "2024-02-01T00:00:00Z", "endDate": "2025-12-31T23:59:00Z"},
        )
    ],
)
SECOND = release(
    "2025-03-01",
    contracts=[
        contract(
            value=kroner(150),
            amendments=[{"id": "e1", "date": "2025-02-15T00:00:00Z", "rationale": "Flere bygg"}],
        )
    ],
)
THIRD = release(
    "2025-09-01",
    contracts=[
        contract(
            value=kroner(170),
            period={"endDate": "2026-12-31T00:00:00Z"},
            amendments=[{"id": "e2", "date": "2025-08-20T00:00:00Z", "description": "Ett år til"}],
        )
    ],
)


def left(converted: Converted) -> dict[str, str]:
    return {one.path: one.why for one in converted.not_kept}


async def loaded(graph: Graph, document: Any, folder: Path) -> None:
    write_dataset(convert(document), folder / "ocds", "innkjop", "Innkjøp", "fil.json")
    await load(graph, folder / "ocds")


async def only(graph: Graph, day: date) -> ContractShown:
    [found] = (await contracts(graph, "innkjop", day)).contracts
    return found


async def test_a_package_with_all_that_the_standard_has_loads_and_is_answered_about(
    graph: Graph, tmp_path: Path
) -> None:
    await loaded(graph, read_json(SAMPLE), tmp_path)
    found = await only(graph, date(2011, 1, 10))
    assert found.element.name == "Bygging av en oppdiktet sykkelvei"
    assert (found.period.start_on, found.period.end_on) == (date(2010, 7, 1), date(2011, 6, 30))
    assert (found.period.value_nok, found.period.latest_end) == (None, date(2011, 12, 31))
    assert [one.name for one in found.suppliers] == ["Oppdiktet Sykkelbygg"]
    assert [one.state for one in found.options] == [OptionState.OPEN]
    assert {ContractGap.NO_OWNER, ContractGap.NO_RESPONSIBLE, ContractGap.VALUE_UNKNOWN} <= set(found.gaps)
    assert (await only(graph, date(2011, 7, 1))).options[0].state is OptionState.PASSED


async def test_what_is_not_understood_in_it_is_listed() -> None:
    found = left(convert(read_json(SAMPLE)))
    contract_id = "ocds-213czf-000-00001: contracts[ocds-213czf-000-00001-contract-01]"
    assert found[f"{contract_id}.value"] == "Bare kroner (NOK) kan tas med"
    assert "owned_in_line_by" in found["releases[0].buyer"]
    for path in ("items", "implementation", "dateSigned"):
        assert found[f"releases[0].contracts[0].{path}"]
    assert found["releases[0].parties[1].contactPoint"] == "Opplysninger om personer tas ikke med"
    told = orjson.dumps([one.value for one in convert(read_json(SAMPLE)).not_kept]).decode()
    assert "Oppdiktet avdeling" not in told


@pytest.mark.parametrize("order", [(FIRST, SECOND, THIRD), (THIRD, FIRST, SECOND), (SECOND, THIRD, FIRST)])
async def test_changes_out_of_order_count_by_their_days(
    graph: Graph, tmp_path: Path, order: tuple[dict[str, Any], ...]
) -> None:
    await loaded(graph, package(*order), tmp_path)
    days = [date(2025, 2, 14), date(2025, 2, 15), date(2025, 8, 19), date(2025, 8, 20)]
    found = [(await only(graph, day)).period for day in days]
    assert [one.value_nok for one in found] == [100, 150, 150, 170]
    assert [one.end_on for one in found] == [date(2025, 12, 31)] * 3 + [date(2026, 12, 31)]
    assert all(one.certain for one in found)
    assert [one.id for one in (await only(graph, days[-1])).suppliers] == [f"innkjop:org-{NUMBER}"]


def test_the_order_of_releases_and_of_changes_in_the_file_does_not_matter() -> None:
    both = deepcopy(THIRD)
    both["contracts"][0]["amendments"] = [*THIRD["contracts"][0]["amendments"], *SECOND["contracts"][0]["amendments"]]
    turned = deepcopy(both)
    turned["contracts"][0]["amendments"].reverse()
    made = [convert(package(FIRST, SECOND, both)).records, convert(package(turned, SECOND, FIRST)).records]
    assert made[0] == made[1]
    assert [one["amended_on"] for one in made[0]["contract_amendments"]] == ["2025-02-15", "2025-08-20"]


async def test_a_file_that_tells_only_the_end_of_it_knows_only_what_is_after_the_last_change(
    graph: Graph, tmp_path: Path
) -> None:
    told = deepcopy(FIRST)
    told["date"] = "2025-10-01T00:00:00Z"
    told["contracts"][0]["amendments"] = [{"id": "e2", "date": "2025-08-20"}, {"id": "e1", "date": "2025-02-15"}]
    await loaded(graph, package(told), tmp_path)
    days = [date(2025, 2, 14), date(2025, 5, 1), date(2025, 8, 20)]
    assert [(await only(graph, day)).period.value_nok for day in days] == [None, None, 100]


async def test_a_change_without_a_day_is_listed_and_makes_the_value_undetermined(graph: Graph, tmp_path: Path) -> None:
    told = deepcopy(SECOND)
    told["contracts"][0]["amendments"] = [{"id": "e1", "rationale": "Flere bygg"}]
    document = package(FIRST, told)
    found = left(convert(document))
    assert found["ocds-x-1: contracts[k1].amendments[e1]"].startswith("Endringen har ingen dato")
    assert found["ocds-x-1: contracts[k1].value"].startswith("Utgivelsene viser ikke når")
    await loaded(graph, document, tmp_path)
    shown = await only(graph, date(2025, 6, 1))
    assert (shown.period.value_nok, shown.period.certain) == (None, False)
    assert ContractGap.UNCLEAR_CHANGES in shown.gaps


def test_of_several_releases_the_latest_holds_and_one_without_a_date_is_listed() -> None:
    corrected = release("2024-05-01", contracts=[contract(title="Renhold av skoler", value=kroner(90))])
    undated = {**release("2026-01-01", contracts=[contract(title="Feil")]), "date": "snart"}
    converted = convert(package(corrected, undated, FIRST))
    [made] = converted.records["contracts"]
    assert (made["name"], made["value_nok"], made["start_on"]) == ("Renhold av skoler", 90, "2024-02-01")
    assert left(converted)["releases[1]"].startswith("Utgivelsen har ingen dato")
    told = next(one for one in converted.not_kept if one.path == "ocds-x-1: contracts[k1].value")
    assert told.value == "100.0, 90.0"


def test_what_a_later_release_tells_as_null_is_gone() -> None:
    converted = convert(package(FIRST, release("2024-05-01", contracts=[contract(value=None, description=None)])))
    assert "value_nok" not in converted.records["contracts"][0]


def test_a_record_package_is_read_from_its_releases_or_else_from_the_compiled_one() -> None:
    expected = convert(package(FIRST, SECOND, THIRD)).records
    record = {"ocid": "ocds-x-1", "releases": [SECOND, FIRST, THIRD], "compiledRelease": FIRST}
    converted = convert({"version": "1.1", "records": [record]})
    assert converted.records == expected
    assert left(converted)["records[0].compiledRelease"] == "Regnes ut av utgivelsene selv"
    linked = {"ocid": "ocds-x-1", "releases": [{"url": "https://x", "date": "2024-01-10"}], "compiledRelease": FIRST}
    converted = convert({"version": "1.1", "records": [linked]})
    assert converted.records == convert(FIRST).records
    assert left(converted)["records[0].releases[0]"].startswith("Utgivelsen er bare lenket til")


@pytest.mark.parametrize(
    ("told", "path", "why"),
    [
        ({"value": {"amount": 5, "currency": "EUR"}}, ".value", "Bare kroner (NOK) kan tas med"),
        ({"value": {"amount": 5}}, ".value", "Bare kroner (NOK) kan tas med"),
        ({"value": {"amount": "5", "currency": "NOK"}}, ".value", "Ikke et beløp"),
        ({"value": kroner(-5)}, ".value", "Ikke et beløp"),
        ({"period": {"startDate": "2024-02-01", "endDate": "2024-01-31"}}, ".endDate", "Er før den første dagen"),
        ({"period": {"startDate": "1. februar"}}, ".startDate", "Ikke en dato"),
        ({"awardID": "borte"}, ".awardID", "Tildelingen er ikke i filen"),
        ({"status": "cancelled"}, "", "Kontrakten ble aldri inngått"),
    ],
)
def test_a_value_that_cannot_be_kept_is_listed_and_the_rest_is_kept(told: dict[str, Any], path: str, why: str) -> None:
    document = deepcopy(FIRST)
    document["contracts"][0] |= told
    converted = convert(package(document, release("2024-02-02", contracts=[{"id": "k2", "title": "Annen"}])))
    assert left(converted)[f"ocds-x-1: contracts[k1]{path}"].startswith(why)
    assert "Annen" in {one["name"] for one in converted.records["contracts"]}


def test_an_amount_in_another_currency_after_a_change_leaves_no_older_amount_to_be_believed() -> None:
    euro = release(
        "2025-03-01",
        contracts=[contract(value={"amount": 9, "currency": "EUR"}, amendments=[{"id": "e1", "date": "2025-02-15"}])],
    )
    converted = convert(package(FIRST, euro))
    assert "value_nok" not in converted.records["contracts"][0]
    assert "value_nok" not in converted.records["contract_amendments"][0]


async def test_a_contract_that_is_told_to_be_at_its_end_has_ended_by_the_day_of_that_release(
    graph: Graph, tmp_path: Path
) -> None:
    ended = release("2025-03-01", contracts=[contract(status="terminated", period={"maxExtentDate": "2027-12-31"})])
    later = release("2025-04-01", contracts=[contract(description="Sluttoppgjør")])
    document = package(FIRST, ended, later)
    assert left(convert(document))["ocds-x-1: contracts[k1].maxExtentDate"].startswith("Kontrakten er avsluttet")
    await loaded(graph, document, tmp_path)
    states = [(await only(graph, day)).period.state for day in (date(2025, 2, 1), date(2025, 3, 1), date(2025, 3, 2))]
    assert states == [ContractState.RUNNING, ContractState.RUNNING, ContractState.ENDED]


def test_an_award_that_no_contract_is_told_of_stands_for_one_and_is_marked_as_read_into_it() -> None:
    awarded = deepcopy(FIRST)
    awarded["contracts"] = []
    awarded["awards"][0] |= {"value": kroner(80), "contractPeriod": {"startDate": "2024-03-01"}}
    lost = {"id": "t2", "status": "unsuccessful"}
    awarded["awards"].append(lost)
    converted = convert(package(awarded))
    [made] = converted.records["contracts"]
    assert (made["name"], made["value_nok"], made["start_on"]) == ("Tildelt", 80, "2024-03-01")
    assert (made["certainty"], made["supplied_by"]) == ("interpreted", [f"org-{NUMBER}"])
    assert left(converted)["ocds-x-1: awards[t2]"] == "Ingen fikk tildelingen"
    signed = convert(package(awarded, release("2024-02-01", contracts=[contract(title="Renhold")])))
    assert [one["name"] for one in signed.records["contracts"]] == ["Renhold"]
    assert left(signed)["releases[0].awards[0].value"].startswith("Der det er inngått en kontrakt")


def test_a_contract_that_is_not_signed_yet_is_proposed() -> None:
    document = deepcopy(FIRST)
    document["contracts"][0]["status"] = "pending"
    assert convert(document).records["contracts"][0]["certainty"] == "proposed"


def test_one_organisation_is_one_actor_and_two_with_the_same_local_id_are_two() -> None:
    other = deepcopy(FIRST) | {"ocid": "ocds-x-2", "id": "a"}
    other["parties"][0] |= {"name": "Nordlys Renhold AS"}
    local = deepcopy(FIRST) | {"ocid": "ocds-x-3", "id": "b"}
    local["parties"] = [{"id": "p1", "name": "En annen"}]
    converted = convert(package(FIRST, other, local))
    assert [one["id"] for one in converted.records["actors"]] == [f"org-{NUMBER}", "ocds-x-3-p1"]
    assert left(converted)["ocds-x-2: parties[p1].name"] == "Leverandøren er ført som «Nordlys AS»"


def test_a_wrong_organisation_number_is_listed_and_not_kept() -> None:
    document = deepcopy(FIRST)
    document["parties"][0]["identifier"]["id"] = "974760674"
    converted = convert(document)
    assert "organisation_number" not in converted.records["actors"][0]
    assert "Kontrollsifferet" in left(converted)["ocds-x-1: parties[p1].identifier"]


def test_a_call_off_draws_on_the_framework_agreement_in_the_same_file() -> None:
    def related(ocid: str) -> list[dict[str, Any]]:
        return [{"id": "1", "relationship": ["framework"], "scheme": "ocid", "identifier": ocid}]

    call_off = deepcopy(FIRST) | {"ocid": "ocds-x-2", "id": "a", "relatedProcesses": related("ocds-x-1")}
    lost = deepcopy(FIRST) | {"ocid": "ocds-x-3", "id": "b", "relatedProcesses": related("borte")}
    back = deepcopy(FIRST) | {"relatedProcesses": related("ocds-x-2")}
    converted = convert(package(FIRST, call_off, lost))
    made = {one["id"]: one for one in converted.records["contracts"]}
    assert made["ocds-x-1-k1"]["framework_agreement"] is True
    assert made["ocds-x-2-k1"]["calls_off"] == ["ocds-x-1-k1"]
    assert left(converted)["ocds-x-3.relatedProcesses[1]"] == "Rammeavtalen er ikke i filen som én kontrakt"
    ring = convert(package(back, call_off))
    assert sum("calls_off" in one for one in ring.records["contracts"]) == 1
    assert "En rammeavtale kan ikke selv være et avrop" in left(ring).values()


def test_what_cannot_be_told_apart_is_listed() -> None:
    document = deepcopy(FIRST)
    document["contracts"] += [contract(title="Samme id"), {"title": "Uten id"}, "tull"]
    converted = convert(package(document))
    assert [one["name"] for one in converted.records["contracts"]] == ["Renhold"]
    paths = left(converted)
    assert paths["releases[0].contracts[1]"].startswith("Utgivelsen har to med samme id")
    assert paths["releases[0].contracts[2]"].startswith("Har ingen id")
    assert paths["releases[0].contracts[3]"] == "Skulle vært et objekt"


@pytest.mark.parametrize("document", [[], "x", {"version": "2.0", "releases": []}, {"projects": []}, {"a": 1}])
def test_what_is_not_ocds_is_refused(document: Any) -> None:
    with pytest.raises(SourceError):
        convert(document)


def test_what_is_nested_without_end_is_refused() -> None:
    inner: dict[str, Any] = {}
    document = package({**FIRST, "tender": inner})
    for _ in range(1000):
        inner["id"] = {}
        inner = inner["id"]
    with pytest.raises(SourceError, match="100 nivåer"):
        convert(document)


def test_a_package_without_contracts_is_not_written(tmp_path: Path) -> None:
    converted = convert(package(release("2024-01-01", tender={"id": "1"})))
    assert left(converted) == {"releases[0].tender": "Det som skjer før kontrakten, føres ikke"}
    with pytest.raises(SourceError, match="ingenting i kilden"):
        write_dataset(converted, tmp_path / "ut", "x", "X", "x.json")


@pytest.mark.parametrize("name", ["amendments", "amendment"])
def test_changes_without_ids_do_not_take_each_others_place(name: str) -> None:
    def told(day: str, amount: float, changed: str) -> dict[str, Any]:
        change = {"date": changed}
        return release(
            day, contracts=[contract(value=kroner(amount), **{name: change if name[-1] == "t" else [change]})]
        )

    converted = convert(package(FIRST, told("2025-09-01", 170, "2025-08-20"), told("2025-03-01", 150, "2025-02-15")))
    assert converted.records["contracts"][0]["value_nok"] == 100
    made = converted.records["contract_amendments"]
    assert [(one["amended_on"], one["value_nok"]) for one in made] == [("2025-02-15", 150), ("2025-08-20", 170)]
    assert len({one["id"] for one in made}) == 2


def test_a_change_that_is_told_both_in_the_list_and_alone_is_one() -> None:
    one = {"date": "2025-02-15", "rationale": "Flere bygg"}
    told = release("2025-03-01", contracts=[contract(amendments=[{"id": "e1", **one}], amendment=one)])
    [made] = convert(package(FIRST, told)).records["contract_amendments"]
    assert made["id"] == "ocds-x-1-k1-endring-e1"


def test_changes_with_the_same_id_that_disagree_are_kept_apart_and_listed() -> None:
    both = [{"id": "e1", "date": "2025-02-15"}, {"id": "e1", "date": "2025-02-20"}]
    made = [
        convert(package(FIRST, release("2025-03-01", contracts=[contract(value=kroner(150), amendments=told)])))
        for told in (both, both[::-1])
    ]
    assert made[0].records == made[1].records
    assert [one["amended_on"] for one in made[0].records["contract_amendments"]] == ["2025-02-15", "2025-02-20"]
    assert "value_nok" not in made[0].records["contracts"][0]
    assert left(made[0])["ocds-x-1: contracts[k1].amendments[e1]"].startswith("Utgivelsen har flere endringer")


async def test_two_changes_of_the_same_day_that_disagree_come_to_the_last_that_is_told_and_the_other_is_listed(
    graph: Graph, tmp_path: Path
) -> None:
    first = release(
        "2025-02-16", contracts=[contract(value=kroner(150), amendments=[{"id": "e1", "date": "2025-02-15"}])]
    )
    then = release(
        "2025-02-17", contracts=[contract(value=kroner(160), amendments=[{"id": "e2", "date": "2025-02-15"}])]
    )
    document = package(then, FIRST, first)
    told = next(one for one in convert(document).not_kept if one.path == "ocds-x-1: contracts[k1].value")
    assert told.value == "100.0, 150.0, 160.0"
    await loaded(graph, document, tmp_path)
    found = [(await only(graph, date(2025, 2, day))).period for day in (14, 15)]
    assert [(one.value_nok, one.certain) for one in found] == [(100, True), (160, True)]


@pytest.mark.parametrize("nothing", [[], "tull", ["tull"], {"id": "e9"}])
def test_a_list_that_tells_nothing_takes_nothing_away(nothing: Any) -> None:
    expected = convert(package(FIRST, SECOND)).records
    after = [
        release("2025-04-01", contracts=nothing),
        release("2025-04-02", parties=nothing, awards=nothing),
        release("2025-04-03", contracts=[contract(amendments=nothing)]),
    ]
    for one in after:
        assert convert(package(FIRST, SECOND, one)).records == expected


def test_what_a_later_release_takes_away_is_listed() -> None:
    converted = convert(package(FIRST, release("2025-04-01", contracts=None, awards=None)))
    assert converted.records == {}
    assert left(converted)["ocds-x-1: contracts[k1]"] == "En senere utgivelse sier at den er borte"


def test_a_contract_without_a_title_is_named_by_the_beginning_of_what_is_told_of_it() -> None:
    [made] = convert(release("2024-01-01", contracts=[{"id": "k1", "description": "ord " * 50}])).records["contracts"]
    assert made["name"].startswith("ord ord") and made["name"].endswith("…") and len(made["name"]) <= 120


def test_of_two_releases_of_the_same_moment_and_id_the_same_holds_whatever_their_order() -> None:
    other = release("2024-01-10", contracts=[contract(title="Renhold", value=kroner(111))])
    made = [convert(package(*order)) for order in ((FIRST, other), (other, FIRST))]
    assert made[0].records["contracts"][0]["value_nok"] == made[1].records["contracts"][0]["value_nok"]
    assert all(left(one)["ocds-x-1: contracts[k1].value"] for one in made)


@given(st.permutations([FIRST, SECOND, THIRD]), st.permutations(range(5)))
def test_no_order_of_what_is_in_the_file_gives_other_records(releases: list[dict[str, Any]], order: list[int]) -> None:
    every = [{"id": f"e{at}", "date": f"2025-10-{20 - at}"} for at in range(3)] + [{"date": "2025-10-01"}, {}]
    last = [release("2025-11-01", contracts=[contract(value=kroner(1), amendments=told)]) for told in (every, [])]
    last[1]["contracts"][0]["amendments"] = [every[at] for at in order]
    expected = convert(package(FIRST, SECOND, THIRD, last[0])).records
    assert convert(package(last[1], *releases)).records == expected


NAMES = ["ocid", "id", "date", "version", "releases", "records", "compiledRelease", "contracts", "awards", "parties"]
NAMES += ["suppliers", "amendments", "amendment", "period", "value", "amount", "currency", "identifier", "scheme"]
ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**64 - 1),
        st.text(max_size=5),
        st.sampled_from(["1.1", "2024-01-10"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=3)), inner)
    ),
    max_leaves=25,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING, st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=5))
def test_any_json_is_converted_or_refused(anything: Any, told: dict[str, Any]) -> None:
    stated = {"ocid": "ocds-x-1", "date": "2024-01-10"}
    for document in (
        anything,
        {"releases": anything},
        {"releases": [told | stated]},
        {"records": [{"releases": [told | stated]}]},
    ):
        try:
            converted = convert(document)
        except SourceError as error:
            assert error.remedy
            continue
        for name, records in converted.records.items():
            for record in records:
                KIND_OF_COLLECTION[name].cls.model_validate(record)


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=6),
    st.sampled_from(["2024-13-01", "2024-02-30T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]),
    st.lists(st.integers(0, 2), max_size=2),
    st.dictionaries(st.sampled_from(["id", "amount", "endDate"]), st.integers(0, 3), max_size=2),
)


def _places(value: Any) -> list[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, one in items for place in ((value, key), *_places(one))]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.lists(JUNK, min_size=1, max_size=4), st.booleans())
def test_nothing_wrong_in_a_file_stops_the_rest_from_being_read(
    chance: random.Random, junk: list[Any], sample: bool
) -> None:
    document = deepcopy(read_json(SAMPLE) if sample else package(THIRD, FIRST, SECOND))
    releases = document["releases"]
    for one in junk:
        owner, key = chance.choice(_places(releases))
        owner[key] = one
    converted = convert(document)
    for name, records in converted.records.items():
        for record in records:
            KIND_OF_COLLECTION[name].cls.model_validate(record)
            assert all(one in converted for one in record.get("supplied_by", ()))
    ids = [record["id"] for records in converted.records.values() for record in records]
    assert len(ids) == len(set(ids))
    assert all(one.path and one.why for one in converted.not_kept)
