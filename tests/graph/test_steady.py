"""An answer is of one state of the graph, also where something is loaded while it is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.connection import Graph, Transaction
from loaders.load import load
from schema.errors import GraphConflictError

pytestmark = pytest.mark.anyio


def edition(folder: Path, word: str) -> Path:
    (folder / "dataset.yaml").write_text("id: x\ntitle: X\ndefault_source: X\n", encoding="utf-8")
    visions = f"visions:\n- {{id: a, name: {word}}}\n- {{id: b, name: {word}}}\n"
    (folder / "v.yaml").write_text(visions, encoding="utf-8")
    return folder


async def name_of(transaction: Transaction, node: str) -> str:
    rows = await transaction.run("MATCH (n:Node {id: $id}) RETURN n.name AS name", id=node)
    return str(rows[0]["name"])


async def test_reads_with_a_load_between_them_are_done_again(graph: Graph, folder: Path) -> None:
    await load(graph, edition(folder, "gammel"))
    tries: list[tuple[str, str]] = []

    async def work(transaction: Transaction) -> tuple[str, str]:
        first = await name_of(transaction, "x:a")
        if not tries:
            await load(graph, edition(folder, "ny"))
        tries.append((first, await name_of(transaction, "x:b")))
        return tries[-1]

    await graph.read_together(lambda transaction: name_of(transaction, "x:a"))
    assert await graph.read_together(work) == ("ny", "ny")
    assert len(tries) == 2


async def test_reads_are_not_done_again_where_nothing_was_loaded(graph: Graph, folder: Path) -> None:
    await load(graph, edition(folder, "gammel"))
    times = 0

    async def work(transaction: Transaction) -> str:
        nonlocal times
        times += 1
        return await name_of(transaction, "x:a")

    await graph.read_together(work)
    times = 0
    assert await graph.read_together(work) == "gammel"
    assert times == 1


async def test_a_question_that_never_finds_rest_is_refused_and_not_answered_wrongly(graph: Graph, folder: Path) -> None:
    await load(graph, edition(folder, "a"))
    times = 0

    async def work(transaction: Transaction) -> str:
        nonlocal times
        times += 1
        await load(graph, edition(folder, f"nr{times}"))
        return await name_of(transaction, "x:a")

    with pytest.raises(GraphConflictError, match="gang på gang"):
        await graph.read_together(work)
    assert times == 5


async def test_several_questions_of_one_request_are_of_one_state(graph: Graph, folder: Path) -> None:
    await load(graph, edition(folder, "gammel"))
    tries = 0

    async def request() -> tuple[str, str]:
        nonlocal tries
        tries += 1
        first = await graph.read_together(lambda transaction: name_of(transaction, "x:a"))
        if tries == 1:
            await load(graph, edition(folder, "ny"))
        return first, await graph.read_together(lambda transaction: name_of(transaction, "x:b"))

    await graph.read_together(lambda transaction: name_of(transaction, "x:a"))
    assert await graph.steady(request) == ("ny", "ny")
    assert tries == 2


async def test_what_reads_nothing_asks_the_engine_nothing(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused() -> str:
        raise AssertionError

    monkeypatch.setattr(graph, "_read_turn", refused)

    async def work() -> str:
        return "svar"

    assert await graph.steady(work) == "svar"


async def test_what_fails_on_half_of_each_is_done_again_and_a_true_failure_is_not(graph: Graph, folder: Path) -> None:
    await load(graph, edition(folder, "gammel"))
    times = 0

    async def work(transaction: Transaction) -> str:
        nonlocal times
        times += 1
        first = await name_of(transaction, "x:a")
        if times == 1:
            await load(graph, edition(folder, "ny"))
        if first != await name_of(transaction, "x:b"):
            raise KeyError("does not fit together")
        return first

    await graph.read_together(lambda transaction: name_of(transaction, "x:a"))
    assert await graph.read_together(work) == "ny"
    assert times == 2

    async def broken(transaction: Transaction) -> str:
        nonlocal times
        times += 1
        await name_of(transaction, "x:a")
        raise KeyError("broken")

    with pytest.raises(KeyError, match="broken"):
        await graph.read_together(broken)
    assert times == 3


async def test_a_part_of_a_request_that_fails_on_half_of_each_is_no_fault_of_the_program(
    graph: Graph, folder: Path
) -> None:
    await load(graph, edition(folder, "gammel"))
    raised: list[type[Exception]] = []

    async def part(transaction: Transaction) -> str:
        await name_of(transaction, "x:a")
        if not raised:
            await load(graph, edition(folder, "ny"))
            raise KeyError("does not fit together")
        return await name_of(transaction, "x:b")

    async def request() -> str:
        try:
            return await graph.read_together(part)
        except Exception as error:
            raised.append(type(error))
            return "feil"

    await graph.read_together(lambda transaction: name_of(transaction, "x:a"))
    assert await graph.steady(request) == "ny"
    assert raised == [GraphConflictError]
