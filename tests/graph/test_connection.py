import pytest

from graph.connection import Graph

pytestmark = pytest.mark.anyio


async def test_a_written_value_is_read_back_with_norwegian_letters(graph: Graph) -> None:
    async def create(transaction):  # type: ignore[no-untyped-def]
        await transaction.run("CREATE (n:Node {id: 'a:æøå', name: $name})", name="Blåbærsyltetøy – «Ærlig»")

    await graph.write(create)
    rows = await graph.read("MATCH (n:Node {id: 'a:æøå'}) RETURN n.name AS name")
    assert rows == [{"name": "Blåbærsyltetøy – «Ærlig»"}]
