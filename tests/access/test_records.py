"""Facts that are written one at a time: follow-ups and accepted findings, beside the dataset that they are about."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from api.access.principals import Role
from api.writing.recording import FollowUp, follow_up
from graph import loads
from graph.connection import Graph
from graph.lent import reasons
from graph.neighbours import neighbours, nodes_by_id
from graph.settings import Settings
from loaders.load import load
from queries.findings.finding import findings
from schema.errors import InvalidDataError
from tests.access.conftest import VIKA, app_on, asking, load_vika, write
from tests.queries.small_authority import fingerprint

pytestmark = pytest.mark.anyio
TODAY = date.today()
FOLLOW_UP = {
    "dataset": "vika", "examines": ["vika:d2"], "reviewedOn": TODAY.isoformat(), "basedOn": "vika@1",
    "givenBy": "vika:kd", "text": "Gjennomgått med virksomhetslederen.", "reason": "Årlig oppfølging",
}  # fmt: skip


@pytest.fixture
async def vika(graph: Graph, tmp_path: Path) -> Graph:
    await load_vika(graph, tmp_path / "vika")
    return graph


@pytest.fixture
def app(vika: Graph, settings: Settings, keys_of: Any) -> tuple[FastAPI, dict[Role, dict[str, str]]]:
    path, headers = keys_of()
    return app_on(vika, settings.model_copy(update={"styring_keys_file": path, "styring_public": True})), headers


@pytest.fixture
async def auditor(app: tuple[FastAPI, dict[Role, dict[str, str]]]) -> AsyncIterator[httpx2.AsyncClient]:
    async with asking(app[0], **app[1][Role.AUDITOR]) as client:
        yield client


@pytest.fixture
async def editor(app: tuple[FastAPI, dict[Role, dict[str, str]]]) -> AsyncIterator[httpx2.AsyncClient]:
    async with asking(app[0], **app[1][Role.EDITOR]) as client:
        yield client


async def follow(client: httpx2.AsyncClient, **changed: Any) -> httpx2.Response:
    return await client.post("/follow-ups", json={k: v for k, v in (FOLLOW_UP | changed).items() if v is not None})


async def lacking_follow_up(graph: Graph) -> set[str]:
    found = await findings(graph, "vika", TODAY)
    return {one.subject.id for one in found.open if "oppfølging" in one.title.lower() or "påse" in one.title.lower()}


async def test_a_follow_up_is_recorded_and_the_finding_that_it_was_lacking_is_gone(
    vika: Graph, auditor: httpx2.AsyncClient
) -> None:
    assert await lacking_follow_up(vika) == {"vika:d1", "vika:d2"}
    response = await follow(auditor)
    assert response.status_code == 201, response.text
    made = response.json()
    assert made["load"]["id"] == "vika-oppfolging@1" and made["load"]["reason"] == "Årlig oppfølging"
    assert made["load"]["by"].startswith("program auditor (nøkkel ")
    review = (await nodes_by_id(vika, [made["id"]]))[made["id"]]
    assert (review["review_kind"], review["reviewed_on"]) == ("oppfolging", TODAY)
    assert (review["confidentiality"], review["text"]) == ("internal", FOLLOW_UP["text"])
    around = await neighbours(vika, "EXAMINES", [made["id"]], TODAY, incoming=False, each=5, most=5)
    assert [one.node["id"] for one in around[made["id"]]] == ["vika:d2"]
    assert await lacking_follow_up(vika) == {"vika:d1"}


async def test_it_is_still_there_after_the_next_load_of_the_dataset_that_it_is_about(
    vika: Graph, auditor: httpx2.AsyncClient, tmp_path: Path
) -> None:
    made = (await follow(auditor)).json()
    changed = VIKA["arbeid.yaml"].replace("Åpent tiltak", "Åpnere tiltak")
    report = await load(vika, write(tmp_path / "vika", {"arbeid.yaml": changed}))
    assert report.load and report.load.id == "vika@2"
    assert await nodes_by_id(vika, [made["id"]])
    assert await lacking_follow_up(vika) == {"vika:d1"}


async def test_what_it_is_about_cannot_be_taken_out_only_ended(
    vika: Graph, auditor: httpx2.AsyncClient, tmp_path: Path
) -> None:
    await follow(auditor)
    without = VIKA["myndighet.yaml"].partition("  - id: d2")[0]
    with pytest.raises(InvalidDataError) as refused:
        await load(vika, write(tmp_path / "vika", {"myndighet.yaml": without}))
    assert "valid_to" in str(refused.value.problems[0])
    ended = VIKA["myndighet.yaml"] + "    valid_to: 2026-12-31\n"
    assert (await load(vika, write(tmp_path / "vika", {"myndighet.yaml": ended}))).load


async def test_each_fact_is_a_load_and_those_before_are_kept(vika: Graph, auditor: httpx2.AsyncClient) -> None:
    first = (await follow(auditor)).json()
    second = (await follow(auditor, examines=["vika:d1"], reason="Også årlig", kind="intern", name="Kontroll")).json()
    assert second["load"]["id"] == "vika-oppfolging@2"
    assert set(await nodes_by_id(vika, [first["id"], second["id"]])) == {first["id"], second["id"]}
    assert await reasons(vika, "vika-oppfolging") == {
        "vika-oppfolging@1": "Årlig oppfølging", "vika-oppfolging@2": "Også årlig",
    }  # fmt: skip
    before = [row["node"]["id"] async for row in loads.records(vika, "vika-oppfolging@1") if "node" in row]
    assert before == [first["id"]]
    assert await lacking_follow_up(vika) == set()


async def test_all_that_write_at_the_same_time_are_written(vika: Graph, auditor: httpx2.AsyncClient) -> None:
    found = await asyncio.gather(*(follow(auditor, reason=f"nummer {number}") for number in range(3)))
    assert [one.status_code for one in found] == [201] * 3, [one.text for one in found]
    assert len(await nodes_by_id(vika, [one.json()["id"] for one in found])) == 3
    assert await loads.latest(vika, "vika-oppfolging") == "vika-oppfolging@3"
    assert set((await reasons(vika, "vika-oppfolging")).values()) == {"nummer 0", "nummer 1", "nummer 2"}


async def test_two_servers_on_one_graph_do_not_write_over_each_other(vika: Graph) -> None:
    wanted = FollowUp("vika", ("vika:d2",), TODAY, "vika@1")
    made = await asyncio.gather(
        *(follow_up(vika, wanted, today=TODAY, by="kari", reason=f"nummer {number}") for number in range(3))
    )
    assert {one.load.id for one in made} == {f"vika-oppfolging@{number}" for number in (1, 2, 3)}
    assert len(await nodes_by_id(vika, [one.id for one in made])) == 3


async def test_a_picture_that_is_stale_in_what_the_fact_is_about_is_refused_with_the_difference(
    vika: Graph, auditor: httpx2.AsyncClient, tmp_path: Path
) -> None:
    changed = VIKA["myndighet.yaml"].replace("Til virksomhetslederen", "Til virksomhetslederen, utvidet")
    await load(vika, write(tmp_path / "vika", {"myndighet.yaml": changed}))
    before = await fingerprint(vika)
    response = await follow(auditor)
    assert response.status_code == 409
    found = response.json()
    assert (found["error"]["code"], found["basedOn"]) == ("STALE", "vika@2")
    [change] = found["changes"]
    assert (change["what"], change["id"]) == ("changed", "vika:d2")
    assert change["fields"] == [
        {"name": "name", "before": "Til virksomhetslederen", "after": "Til virksomhetslederen, utvidet"}
    ]
    assert await fingerprint(vika) == before
    assert (await follow(auditor, basedOn=found["basedOn"])).status_code == 201


async def test_another_receiver_makes_the_picture_stale_too(
    vika: Graph, auditor: httpx2.AsyncClient, tmp_path: Path
) -> None:
    changed = VIKA["myndighet.yaml"].replace("to: leder", "to: kd")
    await load(vika, write(tmp_path / "vika", {"myndighet.yaml": changed}))
    found = (await follow(auditor)).json()
    assert {(one["what"], one["kind"], one["id"]) for one in found["changes"]} == {
        ("added", "TO", "vika:d2 → vika:kd"), ("removed", "TO", "vika:d2 → vika:leder"),
    }  # fmt: skip


async def test_changes_in_what_the_fact_is_not_about_do_not_stand_in_its_way(
    vika: Graph, auditor: httpx2.AsyncClient, tmp_path: Path
) -> None:
    changed = VIKA["arbeid.yaml"].replace("Åpent tiltak", "Åpnere tiltak")
    await load(vika, write(tmp_path / "vika", {"arbeid.yaml": changed}))
    assert (await follow(auditor)).status_code == 201


WRONG: dict[str, tuple[dict[str, Any], int, str]] = {
    "a post that is none": ({"givenBy": "vika:finnes-ikke"}, 422, "INVALID_DATA"),
    "a post that is a delegation": ({"givenBy": "vika:d1"}, 422, "INVALID_DATA"),
    "nothing that it is about": ({"examines": []}, 422, "BAD_QUESTION"),
    "something that does not exist": ({"examines": ["vika:d9"]}, 422, "INVALID_DATA"),
    "something that is no id": ({"examines": ["æ ø"]}, 422, "INVALID_DATA"),
    "a day that has not come": (
        {"reviewedOn": (TODAY + timedelta(days=1)).isoformat()}, 422, "BAD_QUESTION",
    ),
    "a day that is none": ({"reviewedOn": "i går"}, 422, "BAD_QUESTION"),
    "no reason": ({"reason": None}, 422, "BAD_QUESTION"),
    "an empty reason": ({"reason": "  "}, 422, "BAD_QUESTION"),
    "no picture": ({"basedOn": None}, 422, "BAD_QUESTION"),
    "a picture of another dataset": ({"basedOn": "lov@1"}, 422, "BAD_QUESTION"),
    "a picture that nobody has seen": ({"basedOn": "vika@7"}, 404, "NOT_FOUND"),
    "a dataset that does not exist": ({"dataset": "finnes-ikke"}, 404, "NOT_FOUND"),
    "the dataset beside": ({"dataset": "vika-oppfolging"}, 404, "NOT_FOUND"),
    "a kind that is none": ({"kind": "kaffe"}, 422, "BAD_QUESTION"),
    "a field that is none": ({"hemmelig": 1}, 422, "BAD_QUESTION"),
    "a field of the node's own": ({"certainty": "adopted"}, 422, "BAD_QUESTION"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
async def test_what_is_wrong_is_told_and_nothing_is_written(
    vika: Graph, auditor: httpx2.AsyncClient, what: str
) -> None:
    changed, status, code = WRONG[what]
    before = await fingerprint(vika)
    response = await follow(auditor, **changed)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code), response.text
    assert response.json()["error"]["remedy"]
    assert await fingerprint(vika) == before


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"{", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"", "application/json", 422),
        (b"{}", "text/plain", 415),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b'"' + b"x" * 100_001 + b'"', "application/json", 413),
        (b"[" * 50_000, "application/json", 422),
    ],
)
async def test_what_is_not_a_record_is_not_read(
    vika: Graph, editor: httpx2.AsyncClient, content: bytes, media: str, status: int
) -> None:
    for address in ("/follow-ups", "/findings/accept"):
        response = await editor.post(address, content=content, headers={"content-type": media})
        assert response.status_code == status, response.text
    assert await loads.latest(vika, "vika-oppfolging") == ""


async def finding_of(graph: Graph, subject: str) -> tuple[str, list[str]]:
    found = await findings(graph, "vika", TODAY)
    [rule] = {one.rule for one in found.open if one.subject.id == subject and "oppfølging" in one.title.lower()}
    return rule, [one.text for one in found.open if one.subject.id == subject and one.rule == rule]


async def accepting(client: httpx2.AsyncClient, graph: Graph, **changed: Any) -> httpx2.Response:
    rule, texts = await finding_of(graph, "vika:d2")
    sent = {
        "dataset": "vika", "rule": rule, "subject": "vika:d2", "texts": texts, "acceptedBy": "vika:kd",
        "until": (TODAY + timedelta(days=90)).isoformat(), "reason": "Ny leder følges opp fra nyttår",
    }  # fmt: skip
    return await client.post("/findings/accept", json=sent | changed)


async def test_a_finding_is_accepted_for_a_time_by_a_post(vika: Graph, editor: httpx2.AsyncClient) -> None:
    rule, _ = await finding_of(vika, "vika:d2")
    response = await accepting(editor, vika)
    assert response.status_code == 201, response.text
    made = response.json()
    node = (await nodes_by_id(vika, [made["id"]]))[made["id"]]
    assert (node["rule"], node["reason"]) == (rule, "Ny leder følges opp fra nyttår")
    assert (node["valid_from"], node["valid_to"]) == (TODAY, TODAY + timedelta(days=90))
    for name, end in (("ABOUT", "vika:d2"), ("ACCEPTED_BY", "vika:kd")):
        around = await neighbours(vika, name, [made["id"]], TODAY, incoming=False, each=5, most=5)
        assert [one.node["id"] for one in around[made["id"]]] == [end]
    assert (await reasons(vika, "vika-oppfolging"))["vika-oppfolging@1"] == "Ny leder følges opp fra nyttår"


@pytest.mark.parametrize(
    "changed",
    [{"texts": ["Noe annet"]}, {"subject": "vika:d1"}, {"subject": "vika:finnes-ikke"}],
)
async def test_a_finding_that_is_not_what_was_read_is_refused_with_what_it_is_now(
    vika: Graph, editor: httpx2.AsyncClient, changed: dict[str, Any]
) -> None:
    before = await fingerprint(vika)
    response = await accepting(editor, vika, **changed)
    assert response.status_code == 409
    found = response.json()
    assert found["error"]["code"] == "STALE" and found["basedOn"] == "vika@1"
    subject = changed.get("subject", "vika:d2")
    assert [one["subject"] for one in found["findings"]] == ([] if "finnes" in subject else [subject])
    assert await fingerprint(vika) == before


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"rule": "R-FINNES-IKKE"}, 422),
        ({"until": TODAY.isoformat()}, 422),
        ({"acceptedBy": "vika:d1"}, 422),
        ({"acceptedBy": "vika:finnes-ikke"}, 422),
        ({"reason": ""}, 422),
        ({"dataset": "finnes-ikke"}, 404),
    ],
)
async def test_what_cannot_be_accepted_is_not(
    vika: Graph, editor: httpx2.AsyncClient, changed: dict[str, Any], status: int
) -> None:
    before = await fingerprint(vika)
    assert (await accepting(editor, vika, **changed)).status_code == status
    assert await fingerprint(vika) == before


@pytest.mark.parametrize(
    ("role", "follows", "accepts"),
    [
        (Role.PUBLIC, 401, 401),
        (Role.READER, 403, 403),
        (Role.AUDITOR, 201, 403),
        (Role.EDITOR, 201, 201),
        (Role.ADMINISTRATOR, 201, 201),
    ],
)
async def test_who_may_record_and_who_may_accept(
    vika: Graph, app: tuple[FastAPI, dict[Role, dict[str, str]]], role: Role, follows: int, accepts: int
) -> None:
    before = await fingerprint(vika)
    async with asking(app[0], **app[1][role]) as client:
        assert (await accepting(client, vika)).status_code == accepts
        if accepts != 201:
            assert await fingerprint(vika) == before
        assert (await follow(client, examines=["vika:d1"])).status_code == follows
    assert (await fingerprint(vika) == before) == (follows != 201)
