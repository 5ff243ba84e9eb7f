"""Random pieces of red thread, acyclic and cyclic, and how to put them in a graph without asking the loaders."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from graph.connection import Graph, Transaction
from graph.writer import create_links, create_nodes
from tests.queries.plain_thread import PlainElement, PlainLink

TODAY = date(2026, 6, 1)
_TYPES = {
    "CARRIES_OUT": True, "IMPLEMENTS": True, "ADVANCES": True, "CONTRIBUTES_TO": True, "PART_OF": False,
    "BUILDS_ON": False, "INHERITS": False, "DERIVES_FROM": False,
}  # fmt: skip
_PERIODS = [(None, None), (None, None), (None, None), (date(2020, 1, 1), None), (None, TODAY), (TODAY, None),
            (date(2020, 1, 1), date(2021, 1, 1)), (date(2027, 1, 1), None)]  # fmt: skip
_KINDS = ["Tiltak", "Oppdrag", "Strategy", "Goal", "Goal", "SdgTarget", "SdgTarget", "SdgGoal"]
VERSIONS = {
    "adopted": {"status": "adopted", "valid_from": "2020-01-01"},
    "draft": {"status": "draft"},
    "lapsed": {"status": "replaced", "valid_from": "2010-01-01", "valid_to": "2020-01-01"},
    "unknown": {"status": "unknown"},
}

Thread = tuple[dict[str, PlainElement], list[PlainLink]]


@st.composite
def threads(draw: st.DrawFn, *, acyclic: bool | None = None) -> Thread:
    """Up to eight elements and fourteen links. `acyclic=None` draws whether links may point back."""
    forward_only = draw(st.booleans()) if acyclic is None else acyclic
    count = draw(st.integers(2, 8))
    elements = [_element(draw, f"t:e{number}") for number in range(count)]
    links = [_link(draw, number, elements, forward_only) for number in range(draw(st.integers(1, 14)))]
    return {one.id: one for one in elements}, [link for link in links if link.start != link.finish]


def _element(draw: st.DrawFn, name: str) -> PlainElement:
    valid_from, valid_to = draw(st.sampled_from(_PERIODS))
    kind = draw(st.sampled_from(_KINDS))
    return PlainElement(
        name,
        kind,
        draw(st.sampled_from(["documented", "documented", "adopted", "interpreted", "proposed"])),
        valid_from,
        valid_to,
        draw(st.sampled_from([None, None, "adopted", "adopted", "draft", "lapsed", "unknown"])),
        draw(st.sampled_from(["builds_on", "not_relevant", "not_assessed"])) if kind == "Goal" else None,
    )


def _link(draw: st.DrawFn, number: int, elements: list[PlainElement], forward_only: bool) -> PlainLink:
    start = draw(st.integers(0, len(elements) - 1))
    finish = draw(st.integers(0, len(elements) - 1))
    if forward_only and finish < start:
        start, finish = finish, start
    name = draw(st.sampled_from(sorted(_TYPES)))
    valid_from, valid_to = draw(st.sampled_from(_PERIODS))
    return PlainLink(
        number,
        name,
        elements[start].id,
        elements[finish].id,
        draw(st.sampled_from(["contributes", "contributes", "supports", "hinders"])) if _TYPES[name] else None,
        draw(st.sampled_from(["documented", "documented", "adopted", "interpreted", "proposed"])),
        valid_from,
        valid_to,
    )


def _body(**values: Any) -> dict[str, Any]:
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {name: value for name, value in plain.items() if value is not None}


async def put(graph: Graph, thread: Thread) -> None:
    """Replace all that is in the graph by the thread."""
    elements, links = thread

    async def work(transaction: Transaction) -> None:
        await transaction.run("MATCH (n) DETACH DELETE n")
        versions = [
            _body(id=f"t:{name}", kind="PlanVersion", dataset="t", name=name, **body) for name, body in VERSIONS.items()
        ]
        await create_nodes(transaction, "PlanVersion", versions)
        for one in elements.values():
            body = _body(
                id=one.id, kind=one.kind, dataset="t", name=one.id, certainty=one.certainty, illustrative=False,
                valid_from=one.valid_from, valid_to=one.valid_to, sdg_status=one.sdg_status,
            )  # fmt: skip
            await create_nodes(transaction, one.kind, [body])
        standing = [(one.id, f"t:{one.version}", {"key": ""}) for one in elements.values() if one.version]
        if standing:
            await create_links(transaction, "CONTAINED_IN", standing)
        for link in links:
            body = _body(
                key=str(link.number), contribution=link.contribution, certainty=link.certainty, illustrative=False,
                valid_from=link.valid_from, valid_to=link.valid_to,
            )  # fmt: skip
            await create_links(transaction, link.type, [(link.start, link.finish, body)])

    await graph.write(work)
