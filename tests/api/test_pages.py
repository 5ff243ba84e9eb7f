"""The pages: what they show, and that they need nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI

from api.pages import site
from graph.connection import Graph
from graph.writer import create_nodes
from loaders.catalogues import shipped
from loaders.load import load
from tests.conftest import ROOT, empty

pytestmark = pytest.mark.anyio
STATIC = Path(site.__file__).with_name("static")
PAGES = ["/", "/search?q=vann", "/search", "/graphql", "/model", "/trace/lillevik:finnes-ikke", "/finnes-ikke"]
AUTHORITY_FORMS = ("/authority/decision", "/authority/unit", "/authority/oversight")
AUTHORITY = [
    "/authority/unit?id=lillevik:kommunen&on_date=2026-06-01",
    "/authority/oversight?id=lillevik:kommunedirektor",
    "/authority/decision?dataset=lillevik&action=vedtak&provision=koml.+%C2%A7+13-1&amount=1+000+000&vat=ekskl",
    "/authority/decision?dataset=&action=kontrakt&area=okonomi&principal=no&holder=lillevik:avdelingsleder-vei",
]
TRACES = ["/trace/11.6?direction=down&on_date=2026-06-01", "/trace/lillevik:A1"]


@pytest.fixture(scope="module", autouse=True)
async def lillevik(opened: Graph) -> None:
    await empty(opened)
    for path in (*shipped().values(), ROOT / "examples/lillevik"):
        await load(opened, path)


async def test_the_start_page_shows_each_dataset_with_what_it_holds(client: httpx2.AsyncClient) -> None:
    response = await client.get("/")
    assert response.status_code == 200
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.text))
    for said in ("Lillevik kommune", "FNs bærekraftsmål", "FN-delmål 169", "FN-mål 17", "lasting sdg@1"):
        assert said in text
    for address in ("/graphql", "/model", "/health", "/search", "/trace", *AUTHORITY_FORMS):
        assert f'="{address}"' in response.text


async def test_the_start_page_of_an_empty_graph_says_how_to_load(app: FastAPI, client: httpx2.AsyncClient) -> None:
    class Nothing:
        engine = app.state.graph.engine

        async def read(self, *_: object, **__: object) -> list[object]:
            return []

    app.state.graph = Nothing()
    assert "styring load" in (await client.get("/")).text


async def test_search_shows_hits_with_the_way_to_their_trace(client: httpx2.AsyncClient) -> None:
    text = (await client.get("/search", params={"q": "11.6"})).text
    assert 'href="/trace/sdg%3A11.6?direction=down"' in text
    assert "passer med «finnesikke»" in (await client.get("/search", params={"q": "finnesikke"})).text


async def test_what_is_searched_for_is_shown_as_text(client: httpx2.AsyncClient) -> None:
    text = (await client.get("/search", params={"q": "<script>alert(1)</script>\"'"})).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;" in text


async def test_names_from_the_data_are_shown_as_text(client: httpx2.AsyncClient, opened: Graph) -> None:
    body = {"id": "lillevik:farlig", "kind": "Goal", "dataset": "lillevik", "name": "<img src=x onerror=a> zq",
            "search": "zq", "level": "x", "sdg_status": "not_assessed", "certainty": "adopted"}  # fmt: skip
    await opened.write(lambda transaction: create_nodes(transaction, "Goal", [body]))
    for address in ("/search?q=zq", "/trace/lillevik:farlig"):
        assert "<img src=x" not in (await client.get(address)).text


@pytest.mark.parametrize("address", TRACES)
async def test_a_trace_is_a_page_in_either_direction(client: httpx2.AsyncClient, address: str) -> None:
    response = await client.get(address)
    assert response.status_code == 200
    assert "<table" in response.text
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("address", AUTHORITY)
async def test_a_picture_of_authority_is_a_page(client: httpx2.AsyncClient, address: str) -> None:
    response = await client.get(address)
    assert response.status_code == 200
    assert "De samme opplysningene som tabeller" in response.text
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


async def test_a_unit_shows_the_posts_of_all_that_is_part_of_it(client: httpx2.AsyncClient) -> None:
    text = (await client.get("/authority/unit", params={"id": "lillevik:kommunen", "on_date": "2026-06-01"})).text
    for said in ("Myndighet i Lillevik kommune", "Avdelingsleder for vann og avløp", "Testperson D, konstituert"):
        assert said in text
    text = (await client.get("/authority/unit", params={"id": "lillevik:vei-og-park", "on_date": "2026-06-01"})).text
    assert "Avdelingsleder for vei og park" in text
    assert "Avdelingsleder for vann og avløp" not in text


async def test_the_matter_of_the_form_is_the_matter_of_the_page(client: httpx2.AsyncClient) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", (await client.get(AUTHORITY[3])).text))
    assert "Kan Avdelingsleder for vei og park avgjøre saken?" in text
    for said in ("Handling Inngåelse av kontrakt", "Område Økonomi", "Beløp ikke oppgitt", "Prinsipiell Nei"):
        assert said in text


async def test_the_form_leads_to_the_address_of_the_trace(client: httpx2.AsyncClient) -> None:
    response = await client.get("/trace", params={"id": "11.6", "on_date": "31.12.2026", "direction": "down"})
    assert response.status_code == 303
    assert response.headers["location"] == "/trace/sdg%3A11.6?on_date=31.12.2026&direction=down"
    assert (await client.get(response.headers["location"])).status_code == 200
    response = await client.get("/trace", params={"id": "//evil.example", "direction": "up"})
    assert response.headers["location"] == "/trace///evil.example"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/trace/lillevik:finnes-ikke", 404, "En id skrives med datasettet foran"),
        ("/trace/lillevik:A1?on_date=i-dag", 422, "Skriv den som 2026-12-31"),
        ("/trace/lillevik:A1?on_date=31.02.2026", 422, "er ikke en dato"),
        ("/trace/lillevik:A1?direction=bort", 422, "Velg up eller down"),
        ("/trace?id=", 422, "Id-en mangler"),
        ("/trace/lillevik:A1/mer", 404, "En id skrives med datasettet foran"),
        ("/authority/unit?id=lillevik:finnes-ikke", 404, "Ingen enhet har id-en"),
        ("/authority/unit", 422, "Id-en mangler"),
        ("/authority/oversight?id=lillevik:finnes-ikke", 404, "Ingenting i grafen har id-en"),
        ("/authority/oversight?id=lillevik:kommunen", 422, "verken organ, stilling eller person"),
        ("/authority/oversight?id=lillevik:kommunedirektor&on_date=i-dag", 422, "Skriv den som 2026-12-31"),
        ("/authority/decision?dataset=lillevik&action=dans&area=fag", 422, "Velg vedtak"),
        ("/authority/decision?dataset=lillevik&area=fag", 422, "Velg vedtak"),
        ("/authority/decision?dataset=lillevik&action=vedtak", 422, "Oppgi provision"),
        ("/authority/decision?dataset=lillevik&action=vedtak&area=fag&amount=mye", 422, "er ikke et beløp"),
        ("/authority/decision?dataset=lillevik&action=vedtak&area=fag&amount=-1", 422, "er ikke et beløp"),
        ("/authority/decision?dataset=lillevik&action=vedtak&area=fag&amount=nan", 422, "er ikke et beløp"),
        ("/authority/decision?dataset=lillevik&action=vedtak&area=fag&principal=kanskje", 422, "Velg yes"),
        ("/authority/decision?dataset=lillevik&action=vedtak&provision=koml.+%C2%A7+99-9", 404, "finnes ikke"),
        ("/authority/decision?action=vedtak&area=fag", 422, "ikke sagt hvem"),
        ("/finnes-ikke", 404, "Siden finnes ikke"),
        ("/static/finnes-ikke.js", 404, "Siden finnes ikke"),
        ("/static/..%2f..%2fapp.py", 404, "Siden finnes ikke"),
    ],
)
async def test_what_cannot_be_shown_is_a_page_in_bokmaal_with_what_to_do(
    client: httpx2.AsyncClient, address: str, status: int, said: str
) -> None:
    response = await client.get(address)
    assert response.status_code == status
    assert 'lang="nb"' in response.text
    assert said in response.text


@pytest.mark.parametrize("address", PAGES)
async def test_a_page_fetches_nothing_from_elsewhere_and_runs_nothing_inline(
    client: httpx2.AsyncClient, address: str
) -> None:
    response = await client.get(address)
    for url in re.findall(r"""(?:src|href|action)\s*=\s*["']([^"']+)""", response.text):
        assert url.startswith(("/", "#")) and not url.startswith("//"), url
    for asset in re.findall(r"""["'](/static/[^"']+)""", response.text):
        assert (await client.get(asset)).status_code == 200, asset
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+\s*=", response.text)
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy and "http" not in policy


async def test_graphiql_has_a_new_mark_for_its_styles_each_time(client: httpx2.AsyncClient) -> None:
    marks = set()
    for _ in range(2):
        response = await client.get("/graphql", headers={"accept": "text/html"})
        mark = re.search(r'nonce="([^"]+)"', response.text)
        assert mark and f"style-src 'self' 'nonce-{mark[1]}'" in response.headers["content-security-policy"]
        marks.add(mark[1])
    assert len(marks) == 2


def test_stylesheets_and_our_own_script_name_no_other_address() -> None:
    for path in (*STATIC.glob("*.css"), STATIC / "graphiql-start.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"url\(\s*[\"']?(?!data:)|@import|https?://", text), path.name


def test_every_file_by_others_is_named_with_version_and_licence() -> None:
    text = (STATIC / "LICENSES.md").read_text(encoding="utf-8")
    assert all(path.name in text for path in STATIC.glob("*.min.*"))


async def test_health_tells_engine_version_and_counts(client: httpx2.AsyncClient, opened: Graph) -> None:
    response = await client.get("/health")
    assert response.status_code == 200
    found = response.json()
    assert found["status"] == "ok" and found["version"]
    assert found["engine"] == {"name": opened.engine.name, "version": opened.engine.version}
    assert found["counts"]["SdgTarget"] == 169
    assert [one["id"] for one in found["datasets"]] == ["lillevik", "lov", "sdg"]
