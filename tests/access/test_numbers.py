"""Numbers tell of what is hidden, and the history of who loaded: they are for those who may see it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from api.access.principals import Role
from graph.connection import Graph
from graph.settings import Settings
from queries.findings.finding import findings
from tests.access.conftest import app_on, asking, load_vika

pytestmark = pytest.mark.anyio
HISTORY = "{ datasets { counts { count } relationships } loads { by reason counts { count } relationships } }"
TODAY = date.today()
Served = tuple[FastAPI, dict[Role, dict[str, str]]]


@pytest.fixture
async def served(graph: Graph, settings: Settings, keys_of: Any, tmp_path: Path) -> Served:
    await load_vika(graph, tmp_path / "vika")
    path, headers = keys_of()
    return app_on(graph, settings.model_copy(update={"styring_keys_file": path, "styring_public": True})), headers


@pytest.mark.parametrize("role", list(Role))
async def test_numbers_are_for_those_who_see_everything_and_names_not_for_the_public(
    served: Served, role: Role
) -> None:
    async with asking(served[0], **served[1][role]) as client:
        found = (await client.post("/graphql", json={"query": HISTORY})).json()["data"]
        page = (await client.get("/", headers={"accept": "text/html"})).text
    everything = role.access.everything
    for one in (*found["datasets"], *found["loads"]):
        assert bool(one["counts"]) == bool(one["relationships"]) == everything
        assert everything or (one["counts"], one["relationships"]) == (None, None)
    assert (found["loads"][0]["by"] is None) == (role is Role.PUBLIC)
    assert ("noder og" in page) == everything and ("Tiltak <b>" in page) == everything


async def test_an_accepted_finding_is_listed_apart_until_the_day_it_no_longer_is(graph: Graph, served: Served) -> None:
    open_now = (await findings(graph, "vika", TODAY)).open
    chosen = next(one for one in open_now if one.subject.id == "vika:d2")
    texts = [one.text for one in open_now if (one.rule, one.subject.id) == (chosen.rule, chosen.subject.id)]
    until = TODAY + timedelta(days=30)
    sent = {
        "dataset": "vika", "rule": chosen.rule, "subject": "vika:d2", "texts": texts, "acceptedBy": "vika:kd",
        "until": until.isoformat(), "reason": "Følges opp fra nyttår",
    }  # fmt: skip
    async with asking(served[0], **served[1][Role.EDITOR]) as client:
        assert (await client.post("/findings/accept", json=sent)).status_code == 201
        found = (await client.post("/graphql", json={"query": HISTORY})).json()["data"]["loads"]
        again = await client.post("/findings/accept", json=sent)
    assert [one["reason"] for one in found] == [None, "Følges opp fra nyttår"]
    assert again.status_code == 409, "it is not open any longer"
    now = await findings(graph, "vika", TODAY)
    assert [one.accepted and one.accepted.reason for one in now.accepted] == ["Følges opp fra nyttår"] * len(texts)
    assert len(now.open) == len(open_now) - len(texts)
    assert not (await findings(graph, "vika", until)).accepted
