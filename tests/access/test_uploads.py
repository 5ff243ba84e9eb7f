"""Uploading a dataset: tried out first, accepted second, by one who may, on the picture it was tried out on."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import stat
import zipfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from api.access.principals import Role
from api.writing.uploads import XLSX, ZIP
from graph import loads
from graph.connection import Graph
from graph.lent import reasons
from graph.settings import Settings
from loaders.export import export
from loaders.load import load
from tests.access.conftest import VIKA, app_on, asking, load_vika, write
from tests.queries.small_authority import fingerprint

pytestmark = pytest.mark.anyio
MORE = {"arbeid.yaml": VIKA["arbeid.yaml"].replace("Åpent tiltak", "Åpnere tiltak")}
LESS = {"arbeid.yaml": "tiltak: [{id: apent, name: Åpent tiltak, deadline: 2030-01-01, responsible: leder}]\n"}
WHY = "Vedtatt i kommunestyret, sak 12/26"


PLACE = """
unit_types: [{id: e, code: e, rank: 1, name: E}]
units: [{id: u, name: U, unit_type: e}]
posts: [{id: p, name: P, in_unit: u}]
"""


def packed(files: dict[str, str], folder: str = "vika/") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(folder + name, text)
    return content.getvalue()


@pytest.fixture
async def vika(graph: Graph, tmp_path: Path) -> Graph:
    await load_vika(graph, tmp_path / "vika")
    return graph


@pytest.fixture
def app(vika: Graph, settings: Settings, keys_of: Any) -> tuple[FastAPI, dict[Role, dict[str, str]]]:
    path, headers = keys_of()
    limited = {"styring_keys_file": path, "styring_public": True, "styring_max_file_mb": 1}
    return app_on(vika, settings.model_copy(update=limited)), headers


@pytest.fixture
async def editor(app: tuple[FastAPI, dict[Role, dict[str, str]]]) -> AsyncIterator[httpx2.AsyncClient]:
    async with asking(app[0], **app[1][Role.EDITOR]) as client:
        yield client


async def tried(client: httpx2.AsyncClient, content: bytes, media: str = ZIP) -> httpx2.Response:
    return await client.post("/datasets/dry-run", content=content, headers={"content-type": media})


async def accepted(
    client: httpx2.AsyncClient, content: bytes, answer: dict[str, Any], media: str = ZIP, **changed: str
) -> httpx2.Response:
    asked = {"sha256": answer["sha256"], "basedOn": answer["basedOn"], "reason": WHY, **changed}
    return await client.post("/datasets/accept", params=asked, content=content, headers={"content-type": media})


async def test_what_is_tried_out_is_told_and_not_written(vika: Graph, editor: httpx2.AsyncClient) -> None:
    before = await fingerprint(vika)
    response = await tried(editor, packed({**VIKA, **MORE}))
    assert response.status_code == 200, response.text
    found = response.json()
    assert found["basedOn"] == "vika@1" and found["dataset"] == {"id": "vika", "title": "Vika kommune"}
    assert found["difference"]["total"] == 1 and found["difference"]["nodes"] == {"Tiltak": {"changed": 1}}
    [change] = found["difference"]["changes"]
    assert change["id"] == "vika:apent"
    assert {"name": "name", "before": "Åpent tiltak", "after": "Åpnere tiltak"} in change["fields"]
    assert await fingerprint(vika) == before


async def test_what_is_accepted_is_written_with_who_and_why(
    vika: Graph, editor: httpx2.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    content = packed({**VIKA, **MORE})
    answer = (await tried(editor, content)).json()
    with caplog.at_level(logging.INFO, "styring.access"):
        response = await accepted(editor, content, answer)
    assert response.status_code == 200, response.text
    made = response.json()["load"]
    assert made["id"] == "vika@2" and made["reason"] == WHY and made["by"].startswith("program editor (nøkkel ")
    [_, last] = await loads.history(vika, "vika")
    assert (last.id, last.by) == ("vika@2", made["by"])
    assert await reasons(vika, "vika") == {"vika@1": "", "vika@2": WHY}
    [line] = [record for record in caplog.records if record.name == "styring.access"]
    told = line.__dict__
    assert (told["granted"], told["role"], told["load"], told["reason"]) == (True, "editor", "vika@2", WHY)
    again = (await tried(editor, content)).json()
    assert again["difference"]["total"] == 0 and again["basedOn"] == "vika@2"
    nothing = await accepted(editor, content, again)
    assert nothing.json()["load"] is None and await loads.latest(vika, "vika") == "vika@2"


async def test_a_first_load_is_based_on_nothing(vika: Graph, editor: httpx2.AsyncClient) -> None:
    content = packed({**VIKA, "dataset.yaml": VIKA["dataset.yaml"].replace("vika", "ny")}, folder="")
    answer = (await tried(editor, content)).json()
    assert answer["basedOn"] == "" and answer["difference"]["total"] > 10
    assert (await accepted(editor, content, answer)).json()["load"]["id"] == "ny@1"


async def test_a_workbook_is_a_dataset_too(vika: Graph, editor: httpx2.AsyncClient, tmp_path: Path) -> None:
    await export(vika, "vika", tmp_path / "ut.xlsx")
    content = (tmp_path / "ut.xlsx").read_bytes()
    answer = (await tried(editor, content, XLSX)).json()
    assert answer["difference"]["total"] == 0 and answer["basedOn"] == "vika@1"


async def test_a_stale_picture_is_refused_with_the_difference_as_it_is_now(
    vika: Graph, editor: httpx2.AsyncClient, tmp_path: Path
) -> None:
    content = packed({**VIKA, **MORE})
    answer = (await tried(editor, content)).json()
    await load(vika, write(tmp_path / "vika", LESS))
    before = await fingerprint(vika)
    response = await accepted(editor, content, answer)
    assert response.status_code == 409, response.text
    found = response.json()
    assert found["error"]["code"] == "STALE" and "vika@1" in found["error"]["message"]
    assert found["basedOn"] == "vika@2"
    assert found["difference"]["nodes"]["Tiltak"] == {"added": 2, "changed": 1}
    assert await fingerprint(vika) == before
    assert (await accepted(editor, content, found)).json()["load"]["id"] == "vika@3"


async def test_of_two_that_accept_at_the_same_time_one_is_refused(vika: Graph, editor: httpx2.AsyncClient) -> None:
    contents = [packed({**VIKA, **files}) for files in (MORE, LESS)]
    answers = [(await tried(editor, one)).json() for one in contents]
    found = await asyncio.gather(
        *(accepted(editor, one, answer) for one, answer in zip(contents, answers, strict=True))
    )
    assert sorted(one.status_code for one in found) == [200, 409], [one.text for one in found]
    [lost] = [one.json() for one in found if one.status_code == 409]
    assert lost["basedOn"] == "vika@2" and lost["difference"]["total"]
    assert await loads.latest(vika, "vika") == "vika@2"


async def test_questions_are_answered_while_a_dataset_is_read(vika: Graph, editor: httpx2.AsyncClient) -> None:
    many = "tiltak:\n" + "".join(
        f"  - {{id: t{number}, name: Tiltak {number}, deadline: 2030-01-01, responsible: p}}\n"
        for number in range(6000)
    )
    content = packed({"dataset.yaml": VIKA["dataset.yaml"].replace("vika", "mange"), "arbeid.yaml": PLACE + many})
    upload = asyncio.create_task(tried(editor, content))
    answered = 0
    while not upload.done():
        assert (await editor.get("/ready")).status_code == 200
        answered += not upload.done()
    assert (await upload).json()["difference"]["nodes"]["Tiltak"] == {"added": 6000}
    assert answered > 3


async def test_what_was_not_tried_out_is_not_accepted(vika: Graph, editor: httpx2.AsyncClient) -> None:
    answer = (await tried(editor, packed({**VIKA, **MORE}))).json()
    before = await fingerprint(vika)
    response = await accepted(editor, packed({**VIKA, **LESS}), answer)
    assert (response.status_code, response.json()["error"]["code"]) == (422, "BAD_QUESTION")
    assert await fingerprint(vika) == before


@pytest.mark.parametrize("left_out", ["sha256", "basedOn", "reason"])
async def test_accepting_names_what_on_which_picture_and_why(
    vika: Graph, editor: httpx2.AsyncClient, left_out: str
) -> None:
    content = packed({**VIKA, **MORE})
    answer = (await tried(editor, content)).json()
    asked = {"sha256": answer["sha256"], "basedOn": answer["basedOn"], "reason": WHY}
    for params in ({name: value for name, value in asked.items() if name != left_out}, {**asked, left_out: "  "}):
        response = await editor.post("/datasets/accept", params=params, content=content, headers={"content-type": ZIP})
        assert response.status_code in (409, 422), response.text
    assert await loads.latest(vika, "vika") == "vika@1"


async def test_everything_that_is_wrong_is_told_with_its_place_and_nothing_is_written(
    vika: Graph, editor: httpx2.AsyncClient
) -> None:
    wrong = """
tiltak:
  - {id: a, name: A, deadline: 2030-01-01, responsible: finnes-ikke}
  - {id: b, name: '', deadline: i går, responsible: leder}
"""
    content = packed({**VIKA, "arbeid.yaml": wrong})
    before = await fingerprint(vika)
    for response in (await tried(editor, content), await accepted(editor, content, {"sha256": "0", "basedOn": ""})):
        assert response.status_code == 422
    found = (await tried(editor, content)).json()
    assert found["error"]["code"] == "INVALID_DATA" and found["total"] == len(found["problems"]) == 3
    assert {one["file"] for one in found["problems"]} == {"arbeid.yaml"}
    assert all(one["row"] and one["reason"] and one["remedy"] for one in found["problems"])
    assert await fingerprint(vika) == before


def linked() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("dataset.yaml", VIKA["dataset.yaml"])
        link = zipfile.ZipInfo("arbeid.yaml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return content.getvalue()


def twice() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("dataset.yaml", VIKA["dataset.yaml"])
        archive.writestr("dataset.yaml", "id: annet\n")
    return content.getvalue()


def lying() -> bytes:
    """Its head says ten bytes; what is packed are two million."""
    content = bytearray(packed({"dataset.yaml": "x" * 2_000_000}, folder=""))
    size = (2_000_000).to_bytes(4, "little")
    return bytes(content.replace(size, (10).to_bytes(4, "little")))


BAD: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "words": lambda: b"hei",
    "a ZIP file that is cut": lambda: packed(VIKA)[:-30],
    "an empty ZIP file": lambda: packed({}),
    "two folders": lambda: packed({"a/dataset.yaml": "x", "b/arbeid.yaml": "x"}, folder=""),
    "a folder in a folder": lambda: packed(VIKA, folder="a/b/"),
    "a way out of the folder": lambda: packed({"../dataset.yaml": VIKA["dataset.yaml"]}, folder=""),
    "a way to the root": lambda: packed({"/etc/dataset.yaml": VIKA["dataset.yaml"]}, folder=""),
    "a drive": lambda: packed({**VIKA, "C:ondt.yaml": "x"}),
    "a way with backslashes": lambda: packed({**VIKA, "..\\ondt.yaml": "x"}),
    "a link to a file of the server's": linked,
    "the same file twice": twice,
    "a bomb": lambda: packed({**VIKA, "arbeid.yaml": " " * 2_000_000}),
    "a bomb that says it is small": lying,
    "more files than anybody has": lambda: packed({f"{number}.yaml": "" for number in range(501)}),
    "no dataset.yaml": lambda: packed({"arbeid.yaml": VIKA["arbeid.yaml"]}),
    "a dataset.yaml that is none": lambda: packed({"dataset.yaml": "id: [\n"}),
    "a dataset of facts that are written one at a time": lambda: packed(
        {**VIKA, "dataset.yaml": VIKA["dataset.yaml"].replace("vika", "vika-oppfolging")}
    ),
}


@pytest.mark.parametrize("what", BAD)
async def test_a_file_that_is_no_dataset_is_refused_and_leaves_no_trace(
    vika: Graph, editor: httpx2.AsyncClient, what: str
) -> None:
    before = await fingerprint(vika)
    content = BAD[what]()
    for media in (ZIP, XLSX):
        response = await tried(editor, content, media)
        assert response.status_code == 422, response.text
        assert response.json()["error"]["remedy"]
        assert "/tmp" not in response.text and "styring-opplasting" not in response.text  # noqa: S108 what must not be
    assert await fingerprint(vika) == before


@pytest.mark.parametrize("media", ["", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"])
async def test_what_a_page_elsewhere_could_send_is_not_read(editor: httpx2.AsyncClient, media: str) -> None:
    response = await tried(editor, packed(VIKA), media)
    assert response.status_code == 415


async def test_a_file_that_is_too_large_is_refused(editor: httpx2.AsyncClient) -> None:
    assert (await tried(editor, b"x" * 1_000_001)).status_code == 413

    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 50_000

    response = await editor.post("/datasets/dry-run", content=in_pieces(), headers={"content-type": ZIP})
    assert response.status_code == 413


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.READER, Role.AUDITOR])
async def test_one_who_may_not_load_writes_nothing_and_the_log_says_that_she_tried(
    vika: Graph, app: tuple[FastAPI, dict[Role, dict[str, str]]], role: Role, caplog: pytest.LogCaptureFixture
) -> None:
    content = packed({**VIKA, **MORE})
    before = await fingerprint(vika)
    async with asking(app[0], **app[1][role]) as client:
        for response in (
            await tried(client, content),
            await accepted(client, content, {"sha256": "0", "basedOn": "vika@1"}),
        ):
            assert response.status_code == (401 if role is Role.PUBLIC else 403)
            assert response.headers["www-authenticate"].startswith('Bearer realm="styring"')
            assert response.json()["error"]["code"] in ("UNAUTHENTICATED", "FORBIDDEN")
    assert await fingerprint(vika) == before
    lines = [record.__dict__ for record in caplog.records if record.name == "styring.access"]
    assert len(lines) == 2 and not any(line["granted"] for line in lines)


async def test_the_log_is_one_line_whatever_the_reason_holds(
    vika: Graph, editor: httpx2.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    content = packed({**VIKA, **MORE})
    answer = (await tried(editor, content)).json()
    with caplog.at_level(logging.INFO, "styring.access"):
        response = await accepted(editor, content, answer, reason="fordi\nstyring.access granted administrator")
    assert response.status_code == 200
    assert not any("\n" in record.getMessage() for record in caplog.records)
    assert json.loads(response.text)["load"]["reason"] == "fordi styring.access granted administrator"
