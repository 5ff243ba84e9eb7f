"""Lists of nodes: pages of one kind, search, and the datasets with their loads."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import strawberry

from api.graphql.declaring import answered
from api.graphql.fetching import Info, checked_first
from api.graphql.names import camel, described
from api.graphql.nodes import Node
from api.graphql.records import node_object
from api.graphql.values import read_value
from graph import listing
from graph.access import Access
from graph.listing import DatasetSummary, Selection
from graph.loads import Load
from schema.catalogue import KINDS, Kind, Property
from schema.errors import QuestionError


@strawberry.input(
    description=described("A property and the value it shall have.", "En egenskap og verdien den skal ha")
)
class PropertyEquals:
    """One condition of a filter."""

    field: str = strawberry.field(
        description=described("Name of an indexed property of the kind, as in GraphQL, such as `status`.", "Egenskap")
    )
    value: str = strawberry.field(
        description=described(
            "The value as text: a number, `true`, a date such as `2026-12-31`, or the name of an enum value.", "Verdi"
        )
    )


@strawberry.input(description=described("Which nodes to list.", "Utvalg"))
class NodeFilter:
    """Conditions, all of which must hold."""

    dataset: str | None = strawberry.field(
        default=None, description=described("Only nodes of this dataset.", "Bare dette datasettet")
    )
    name_contains: str | None = strawberry.field(
        default=None,
        description=described("Only nodes whose name has this in it, in upper or lower case.", "Navnet inneholder"),
    )
    where: list[PropertyEquals] | None = strawberry.field(
        default=None, description=described("Only nodes with these values.", "Bare disse verdiene")
    )
    any_day: bool = strawberry.field(
        default=False, description=described("Also nodes that do not hold on the day.", "Uansett gyldighet")
    )


@strawberry.type(description=described("Where in the list a page stands.", "Plass i listen"))
class PageInfo:
    """As Relay has it; pages go forwards only."""

    has_next_page: bool = strawberry.field(description=described("Whether there is more.", "Det finnes flere"))
    has_previous_page: bool = strawberry.field(
        description=described("Whether there is something before.", "Ikke første")
    )
    start_cursor: str | None = strawberry.field(description=described("Cursor of the first on the page.", "Første"))
    end_cursor: str | None = strawberry.field(
        description=described("Cursor of the last on the page; give it as `after` for the next.", "Siste")
    )


@strawberry.type(description=described("A node in a list.", "En node i listen"))
class NodeEdge:
    """A node and where it stands in the list."""

    node: Node = strawberry.field(description=described("The node.", "Noden"))
    cursor: str = strawberry.field(description=described("Where in the list it stands.", "Plassen i listen"))


@strawberry.type(description=described("A page of nodes of one kind, in the order of their ids.", "En side noder"))
class NodeConnection:
    """As Relay has it."""

    selection: strawberry.Private[Selection]
    edges: list[NodeEdge] = strawberry.field(description=described("The nodes with their cursors.", "Nodene"))
    page_info: PageInfo = strawberry.field(description=described("Where the page stands.", "Plass i listen"))

    @answered("The nodes without their cursors.", "Nodene uten plass", list[Node])
    def nodes(self) -> list[Any]:
        """The nodes alone."""
        return [edge.node for edge in self.edges]

    @answered("How many there are on all pages together.", "Antall i alt")
    async def total_count(self, info: Info) -> int:
        """Counted only where it is asked for."""
        return await listing.count(info.context.graph, self.selection)


@strawberry.type(description=described("What a search found, the best first.", "Søketreff"))
class SearchResult:
    """Hits, and whether they are all there are."""

    nodes: list[Node] = strawberry.field(description=described("The nodes found.", "Treffene"))
    complete: bool = strawberry.field(
        description=described("False where there are more than `first`.", "Alle treff er med")
    )


@strawberry.type(description=described("How many nodes there are of a kind.", "Antall av et slag"))
class KindCount:
    """A kind and a number."""

    kind: str = strawberry.field(description=described("The kind.", "Slag"))
    count: int = strawberry.field(description=described("How many.", "Antall"))

    @answered("What people call the kind.", "Slag")
    def kind_label(self) -> str:
        """The bokmål name; of a kind that is no longer declared, its label."""
        return KINDS[self.kind].bokmaal if self.kind in KINDS else self.kind


_COUNTED_FOR = "Null to those who may not see everything: a number tells of what is hidden."


@strawberry.type(description=described("A dataset as it was last loaded.", "Datasett"))
class Dataset:
    """A municipality or a catalogue."""

    id: strawberry.ID = strawberry.field(description=described("What its ids begin with.", "Id"))
    title: str = strawberry.field(description=described("What people call it.", "Tittel"))
    municipality_number: str | None = strawberry.field(
        description=described("Number of the municipality it is about.", "Kommunenummer")
    )
    language: str | None = strawberry.field(description=described("The language of its texts.", "Språk"))
    load: strawberry.ID = strawberry.field(description=described("Id of its latest accepted load.", "Siste lasting"))
    loaded_at: str | None = strawberry.field(description=described("When it was loaded, UTC.", "Lastet"))
    counts: list[KindCount] | None = strawberry.field(
        description=described(f"Nodes by kind. {_COUNTED_FOR}", "Antall noder etter slag")
    )
    relationships: int | None = strawberry.field(
        description=described(f"How many start in it. {_COUNTED_FOR}", "Antall relasjoner")
    )


@strawberry.type(name="Load", description=described("An accepted load of a dataset.", "Lasting"))
class LoadRecord:
    """Who loaded what, and when."""

    id: strawberry.ID = strawberry.field(description=described("The dataset and a running number.", "Id"))
    dataset: strawberry.ID = strawberry.field(description=described("The dataset.", "Datasett"))
    at: str = strawberry.field(description=described("When it was accepted, UTC.", "Tidspunkt"))
    by: str | None = strawberry.field(description=described("Who loaded it; null to the public.", "Lastet av"))
    reason: str | None = strawberry.field(
        description=described("Why, where somebody said; null to the public.", "Begrunnelse")
    )
    sha256: str = strawberry.field(
        description=described("Hash over the whole content; equal content has equal hashes.", "Sjekksum")
    )
    counts: list[KindCount] | None = strawberry.field(
        description=described(f"Nodes by kind. {_COUNTED_FOR}", "Antall noder etter slag")
    )
    relationships: int | None = strawberry.field(
        description=described(f"How many start in it. {_COUNTED_FOR}", "Antall relasjoner")
    )


def _kind_counts(counts: dict[str, int], access: Access) -> list[KindCount] | None:
    if not access.everything:
        return None
    return [KindCount(kind=kind, count=number) for kind, number in sorted(counts.items()) if kind != "relationships"]


def dataset_object(found: DatasetSummary, access: Access) -> Dataset:
    """Return a dataset as GraphQL shows it to one with some access."""
    return Dataset(
        id=strawberry.ID(found.id),
        title=found.title,
        municipality_number=found.municipality_number,
        language=found.language,
        load=strawberry.ID(found.load),
        loaded_at=found.at,
        counts=_kind_counts(found.counts, access),
        relationships=found.relationships if access.everything else None,
    )


def load_object(found: Load, access: Access) -> LoadRecord:
    """Return a load as GraphQL shows it to one with some access. Who loaded it is a person: not for the public."""
    nameless = "Leader" in access.hidden_kinds
    return LoadRecord(
        id=strawberry.ID(found.id),
        dataset=strawberry.ID(found.dataset),
        at=found.at,
        by=None if nameless else found.by,
        reason=None if nameless else found.reason or None,
        sha256=found.sha256,
        counts=_kind_counts(found.counts, access),
        relationships=found.counts.get("relationships", 0) if access.everything else None,
    )


@dataclass(frozen=True)
class _Cursor:
    """Where in a list a node stands: after the nodes with smaller ids."""

    id: str

    def written(self) -> str:
        return base64.urlsafe_b64encode(json.dumps({"id": self.id}, ensure_ascii=False).encode()).decode()

    @staticmethod
    def read(written: str) -> _Cursor:
        try:
            found = json.loads(base64.b64decode(written.encode(), altchars=b"-_", validate=True))
            if isinstance(found, dict) and isinstance(found.get("id"), str):
                return _Cursor(found["id"])
        except (binascii.Error, ValueError):
            pass
        raise QuestionError("«after» er ikke en plass i denne listen.", "Bruk «endCursor» fra forrige side, uendret.")


async def list_nodes(
    info: Info, kind: str, chosen: NodeFilter | None, first: int, after: str | None, day: date
) -> NodeConnection:
    """Return a page of the nodes of a kind."""
    chosen = chosen or NodeFilter()
    selection = Selection(
        kind,
        None if chosen.any_day else day,
        chosen.dataset or "",
        chosen.name_contains or "",
        tuple(_condition(KINDS[kind], one) for one in chosen.where or []),
    )
    begin = _Cursor.read(after).id if after else ""
    rows = await listing.page(info.context.graph, selection, after=begin, most=checked_first(first) + 1)
    edges = [NodeEdge(node=node_object(row, day), cursor=_Cursor(row["id"]).written()) for row in rows[:first]]
    where = PageInfo(
        has_next_page=len(rows) > first,
        has_previous_page=bool(after),
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return NodeConnection(selection=selection, edges=edges, page_info=where)


def _condition(kind: Kind, chosen: PropertyEquals) -> tuple[Property, Any]:
    found = next((item for item in kind.properties if camel(item.name) == chosen.field), None)
    if found is None or not found.indexed:
        names = ", ".join(camel(item.name) for item in kind.properties if item.indexed)
        reason = "har ikke feltet" if found is None else "kan ikke filtreres på"
        raise QuestionError(f"{kind.name} {reason} «{chosen.field}».", f"Felt som kan brukes: {names}.")
    return found, read_value(found, chosen.value)


async def search_nodes(
    info: Info, text: str, kinds: list[str] | None, dataset: str | None, first: int, day: date
) -> SearchResult:
    """Return the nodes that a text is found in."""
    if not text.strip():
        raise QuestionError("Søketeksten er tom.", "Skriv minst ett ord, en kode eller en id.")
    rows = await listing.search(
        info.context.graph, text, kinds=kinds, dataset=dataset or "", most=checked_first(first) + 1
    )
    return SearchResult(nodes=[node_object(row, day) for row in rows[:first]], complete=len(rows) <= first)
