"""What cannot be true of a share or a company is refused when it is loaded, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.connection import Graph
from loaders.load import load
from schema.errors import InvalidDataError

pytestmark = pytest.mark.anyio
SOUND = """
actors: [{id: eier, name: Eier, organisation_number: "910000004"}]
companies: [{id: a, name: A AS, form: AS, organisation_number: "910000209"}]
ownerships: [{id: e-a, name: Eiers andel i A, share_min: 33, share_max: 34, owner: eier, in_company: a}]
"""


async def loaded(graph: Graph, folder: Path, records: str) -> None:
    (folder / "dataset.yaml").write_text("id: x\ntitle: X\ndefault_source: Oppdiktet\n", encoding="utf-8")
    (folder / "alt.yaml").write_text(records, encoding="utf-8")
    await load(graph, folder)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("share_min: 33", "share_min: 35", "mindre enn"),
        ("share_min: 33, share_max: 34", "votes_min: 60, votes_max: 40", "mindre enn"),
        ("share_max: 34", "share_max: 134", "100"),
        ("910000209", "910000200", "910000209"),
        ("910000004", "91000000", "ni sifre"),
        ("in_company: a}", "in_company: eier}", "Aktør"),
        ("owner: eier, ", "", "eier"),
    ],
    ids=[
        "upside down",
        "votes upside down",
        "over a hundred",
        "wrong check digit",
        "eight digits",
        "share in an actor",
        "no owner",
    ],
)
async def test_refused(graph: Graph, folder: Path, before: str, after: str, words: str) -> None:
    assert before in SOUND
    with pytest.raises(InvalidDataError) as refused:
        await loaded(graph, folder, SOUND.replace(before, after))
    assert any(words.lower() in str(problem).lower() for problem in refused.value.problems), refused.value.problems
    assert await graph.read("MATCH (n:Node) RETURN n.id AS id") == []


async def test_the_same_without_the_mistake_loads(graph: Graph, folder: Path) -> None:
    await loaded(graph, folder, SOUND)
    assert len(await graph.read("MATCH (n:Node) RETURN n.id AS id")) == 3
