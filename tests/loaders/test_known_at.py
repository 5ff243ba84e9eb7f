"""What was known at an earlier load: that dataset as it was, the others as they are, and nothing kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import loads
from graph.connection import Graph, Readable, Transaction
from loaders.catalogues import shipped
from loaders.known_at import as_known_at
from loaders.load import load
from queries.authority.deciding import may_decide
from queries.authority.matter import Verdict
from queries.authority.references import provision_id
from queries.findings.finding import Findings, findings
from schema.errors import NotFoundError, QuestionError
from tests.queries.small_authority import DAY, VIK, changed, fingerprint, load_vik, order

pytestmark = pytest.mark.anyio
LOWER = ("amount_max_nok: 500000", "amount_max_nok: 300000")
ANOTHER_UNIT = ("    within: skolen\n    from: rektor", "    within: barnehagen\n    from: rektor")


@pytest.fixture
async def vik(opened: Graph) -> Graph:
    await load_vik(opened)
    return opened


async def rektor(graph: Readable) -> Verdict:
    return (await may_decide(graph, "vik:rektor", order(400_000), DAY)).verdict


async def audit(graph: Readable) -> Findings:
    return await findings(graph, "vik", DAY)


async def test_an_earlier_load_gives_its_answer_and_now_gives_todays(vik: Graph, tmp_path: Path) -> None:
    first = await audit(vik)
    await load(vik, changed(tmp_path / "v2", LOWER, ANOTHER_UNIT))
    second = await audit(vik)
    assert first != second
    before = await fingerprint(vik)
    assert await as_known_at(vik, "vik@1", rektor) is Verdict.YES
    assert await as_known_at(vik, "vik@1", audit) == first
    assert await as_known_at(vik, "vik@2", audit) == second
    assert await rektor(vik) is Verdict.NO
    assert await audit(vik) == second
    assert await fingerprint(vik) == before


async def test_what_came_later_was_not_known_and_what_is_gone_was(vik: Graph, tmp_path: Path) -> None:
    gone = "  - {id: dag, name: Dag, holds: {to: direktor-oppvekst, valid_from: 2020-01-01}}\n"
    come = "  - {id: liv, name: Liv, holds: {to: direktor-oppvekst, valid_from: 2026-01-01}}\n"
    await load(vik, changed(tmp_path / "v2", (gone, come)))

    async def leaders(graph: Readable) -> set[str]:
        async def read(transaction: Transaction) -> set[str]:
            rows = await transaction.run(
                "MATCH (l:Leader)-[:HOLDS]->(:Post {id: 'vik:direktor-oppvekst'}) RETURN l.id AS id"
            )
            return {row["id"] for row in rows}

        return await graph.read_together(read)

    assert await as_known_at(vik, "vik@1", leaders) == {"vik:dag"}
    assert await leaders(vik) == {"vik:liv"}


async def test_other_datasets_are_as_they_are_now(vik: Graph, tmp_path: Path) -> None:
    """The law is amended between: the municipality as it was is asked under the law as it is."""
    law = tmp_path / "lov"
    law.mkdir()
    for file in shipped()["lov"].iterdir():
        content = file.read_text(encoding="utf-8")
        if file.suffix == ".csv":
            content = content.replace("§ 5-3 Kommunestyre og fylkesting. Intern delegering", "§ 5-3 Nytt navn")
        (law / file.name).write_text(content, encoding="utf-8")
    await load(vik, changed(tmp_path / "v2", LOWER))
    await load(vik, law)

    async def named(graph: Readable) -> str:
        async def read(transaction: Transaction) -> str:
            rows = await transaction.run("MATCH (l:LegalProvision {id: 'lov:kommuneloven/5-3'}) RETURN l.name AS name")
            return str(rows[0]["name"])

        return await graph.read_together(read)

    assert await as_known_at(vik, "vik@1", named) == "§ 5-3 Nytt navn"
    assert await as_known_at(vik, "vik@1", rektor) is Verdict.YES
    assert await as_known_at(vik, "lov@1", named) != "§ 5-3 Nytt navn"
    assert await as_known_at(vik, "lov@1", rektor) is Verdict.NO  # vik as it is now


async def test_a_provision_is_read_in_the_law_as_it_was(vik: Graph, tmp_path: Path) -> None:
    law = tmp_path / "lov"
    law.mkdir()
    for file in shipped()["lov"].iterdir():
        content = file.read_text(encoding="utf-8")
        lines = [line for line in content.splitlines(keepends=True) if not line.startswith("kommuneloven/25-1/e;")]
        (law / file.name).write_text("".join(lines), encoding="utf-8")
    await load(vik, law)

    async def read(graph: Readable) -> str:
        return await graph.read_together(lambda transaction: provision_id(transaction, "koml. § 25-1 bokstav e"))

    assert await as_known_at(vik, "lov@1", read) == "lov:kommuneloven/25-1/e"
    with pytest.raises(NotFoundError):
        await read(vik)


async def test_what_the_load_points_to_and_is_no_more_is_told_and_never_left_out(vik: Graph, tmp_path: Path) -> None:
    without = (
        ("covers: [lov:kommuneloven, lov:barnehageloven]", "covers: lov:kommuneloven"),
        ("    covers: lov:barnehageloven\n", "    covers: lov:kommuneloven\n"),
    )
    await load(vik, changed(tmp_path / "v2", *without))
    law = tmp_path / "lov"
    law.mkdir()
    for file in shipped()["lov"].iterdir():
        content = file.read_text(encoding="utf-8")
        lines = [line for line in content.splitlines(keepends=True) if not line.startswith("barnehageloven;")]
        (law / file.name).write_text("".join(lines), encoding="utf-8")
    await load(vik, law)
    before = await fingerprint(vik)
    with pytest.raises(QuestionError, match="«lov:barnehageloven», som ikke lenger er i grafen") as raised:
        await as_known_at(vik, "vik@1", rektor)
    assert raised.value.remedy
    assert await fingerprint(vik) == before


@pytest.mark.parametrize("load_id", ["vik@7", "vik", "finnes-ikke@1", ""])
async def test_an_unknown_load_is_refused(opened: Graph, load_id: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        await as_known_at(opened, load_id, rektor)
    assert f"«{load_id}»" in raised.value.message
    assert raised.value.remedy


async def test_nothing_is_kept_where_the_question_raises(vik: Graph, tmp_path: Path) -> None:
    await load(vik, changed(tmp_path / "v2", LOWER))
    before = await fingerprint(vik)

    async def fail(_: Readable) -> None:
        raise RuntimeError("midt i")

    with pytest.raises(RuntimeError):
        await as_known_at(vik, "vik@1", fail)
    assert await fingerprint(vik) == before
    assert await loads.latest(vik, "vik") == "vik@2"


async def test_the_municipality_can_be_loaded_after_it_was_asked_as_it_was(vik: Graph, tmp_path: Path) -> None:
    await load(vik, changed(tmp_path / "v2", LOWER))
    await as_known_at(vik, "vik@1", rektor)
    report = await load(vik, VIK)
    assert report.load is not None
    assert report.load.id == "vik@3"
    assert await rektor(vik) is Verdict.YES
