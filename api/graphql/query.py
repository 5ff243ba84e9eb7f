"""The root fields: nodes, search, datasets, and the questions."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any, TypeAlias

import strawberry

from api.graphql.answers import publish
from api.graphql.authority import AuthorityQuery
from api.graphql.contracts import ContractsQuery
from api.graphql.declaring import FunctionT, answered
from api.graphql.enums import NodeKind
from api.graphql.fetching import DEFAULT_FIRST, MOST_FIRST, First, Info, OnDate, checked_first, node_by_id, question_day
from api.graphql.governance import GovernanceFormsQuery
from api.graphql.lists import (
    Dataset,
    LoadRecord,
    NodeConnection,
    NodeFilter,
    SearchResult,
    dataset_object,
    list_nodes,
    load_object,
    search_nodes,
)
from api.graphql.nodes import Node
from api.graphql.ownership import OwnershipQuery
from api.graphql.portfolio import PortfolioQuery
from api.ids import full_id
from graph import listing, loads
from queries.goals.coverage import Coverage, coverage
from queries.goals.outside_thread import OutsideThread, outside_thread
from queries.goals.trace_down import MOST_SHOWN, TraceDown, trace_down
from queries.goals.trace_up import MOST_WAYS, TraceUp, trace_up
from queries.plans.plans_in_force import PlansInForce, plans_in_force
from queries.plans.suspect_links import SuspectLinks, suspect_links

DEFAULT_WAYS = 10

Id: TypeAlias = Annotated[
    strawberry.ID,
    strawberry.argument(description="Full id, such as `asker:tiltak-1`; an SDG code alone, such as `11.6`, will do."),
]
Kind: TypeAlias = Annotated[Enum, strawberry.argument(description="The kind of the nodes.", graphql_type=NodeKind)]
Kinds: TypeAlias = Annotated[
    list[Enum] | None,
    strawberry.argument(description="Only nodes of these kinds.", graphql_type=list[NodeKind] | None),
]
Hits: TypeAlias = Annotated[int, strawberry.argument(description=f"How many hits to return, 1 to {MOST_FIRST}.")]
Filter: TypeAlias = Annotated[NodeFilter | None, strawberry.argument(description="Conditions that all must hold.")]
After: TypeAlias = Annotated[str | None, strawberry.argument(description="`endCursor` of the page before.")]
SearchText: TypeAlias = Annotated[
    str, strawberry.argument(description="Words that must all occur in name, text, code or id; or an exact code or id.")
]
OneDataset: TypeAlias = Annotated[str | None, strawberry.argument(description="Id of a dataset; default is all.")]
MaxPaths: TypeAlias = Annotated[
    int,
    strawberry.argument(
        description=f"How many ways to show for each target, 1 to {MOST_WAYS}. What is reached does not depend on it."
    ),
]
Shown: TypeAlias = Annotated[
    int, strawberry.argument(description=f"How many efforts to show, 1 to {MOST_SHOWN}; all of them are counted.")
]
Scope: TypeAlias = Annotated[
    strawberry.ID, strawberry.argument(description="Id of a dataset, or of what the question may be limited to.")
]


def _question(answer: type, english: str, bokmaal: str) -> Callable[[FunctionT], FunctionT]:
    return answered(english, bokmaal, publish(answer) | None)


@strawberry.type(
    description="What may be asked. A field that fails is null, with its error beside the data. Bokmål: spørsmål."
)
class Query(AuthorityQuery, OwnershipQuery, PortfolioQuery, ContractsQuery, GovernanceFormsQuery):
    """The root of every query. There is nothing to change here: data come by loading."""

    @answered(
        "The node with the id, whether or not it holds on the day; null where nothing has it.", "Én node", Node | None
    )
    async def node(self, info: Info, id: Id, on_date: OnDate = None) -> Any:
        """One node."""
        return await node_by_id(info.context, full_id(id), question_day(info, on_date))

    @answered("Nodes of a kind that hold on the day, page by page in the order of ids.", "Noder")
    async def nodes(
        self,
        info: Info,
        kind: Kind,
        filter: Filter = None,
        first: First = DEFAULT_FIRST,
        after: After = None,
        on_date: OnDate = None,
    ) -> NodeConnection | None:
        """A page of nodes."""
        return await list_nodes(info, kind.value, filter, first, after, question_day(info, on_date))

    @answered(
        "Nodes that a text is found in, whether or not they hold today: exact codes and ids first, then names that "
        "begin with it, names that have it in them, and the rest.",
        "Søk",
    )
    async def search(
        self,
        info: Info,
        text: SearchText,
        kinds: Kinds = None,
        dataset: OneDataset = None,
        first: Hits = DEFAULT_FIRST,
    ) -> SearchResult | None:
        """Search."""
        chosen = None if kinds is None else [kind.value for kind in kinds]
        return await search_nodes(info, text, chosen, dataset, first, question_day(info, None))

    @answered("The datasets in the graph.", "Datasettene i grafen")
    async def datasets(self, info: Info) -> list[Dataset] | None:
        """Every dataset."""
        access = info.context.access
        return [dataset_object(found, access) for found in await listing.datasets(info.context.graph)]

    @answered("Every accepted load, oldest first.", "Lastingene, eldste først")
    async def loads(self, info: Info, dataset: OneDataset = None) -> list[LoadRecord] | None:
        """The history."""
        access = info.context.access
        return [load_object(found, access) for found in await loads.history(info.context.graph, dataset or "")]

    @_question(
        TraceUp,
        "Which SDG goals and targets does this serve, and by which ways?",
        "Hvilke FN-mål tjener dette, og ad hvilke veier?",
    )
    async def trace_up(self, info: Info, id: Id, on_date: OnDate = None, max_paths: MaxPaths = DEFAULT_WAYS) -> Any:
        """CQ-01."""
        return await trace_up(info.context.graph, full_id(id), question_day(info, on_date), max_ways=max_paths)

    @_question(
        TraceDown,
        "What is done for this, who answers for it, and how does it go?",
        "Hva gjøres for dette, hvem har ansvaret, og hvordan går det?",
    )
    async def trace_down(
        self, info: Info, id: Id, on_date: OnDate = None, dataset: OneDataset = None, first: Shown = MOST_SHOWN
    ) -> Any:
        """CQ-02."""
        day, most = question_day(info, on_date), checked_first(first, MOST_SHOWN)
        return await trace_down(info.context.graph, full_id(id), day, dataset=dataset or "", most=most)

    @_question(
        Coverage,
        "Which goals lack strategy, oppdrag, tiltak, indicator or a responsible post?",
        "Hvilke mål mangler strategi, oppdrag, tiltak, indikator eller ansvarlig?",
    )
    async def coverage(self, info: Info, scope: Scope, on_date: OnDate = None) -> Any:
        """CQ-03."""
        return await coverage(info.context.graph, full_id(scope), question_day(info, on_date))

    @_question(
        OutsideThread,
        "Which tiltak serve no goal, and what are they anchored in then?",
        "Hvilke tiltak tjener ingen mål, og hva er de da forankret i?",
    )
    async def outside_thread(self, info: Info, scope: Scope, on_date: OnDate = None) -> Any:
        """CQ-04."""
        return await outside_thread(info.context.graph, full_id(scope), question_day(info, on_date))

    @_question(
        SuspectLinks,
        "What rests on the words that changed in a plan version, and must be gone through again?",
        "Hva hviler på ordlyd som er endret i en planversjon, og må gjennomgås på nytt?",
    )
    async def suspect_links(self, info: Info, plan_version: Id, on_date: OnDate = None) -> Any:
        """CQ-07."""
        return await suspect_links(info.context.graph, full_id(plan_version), question_day(info, on_date))

    @_question(
        PlansInForce,
        "Which plans apply on a day, what do they build on, and when are they due for revision?",
        "Hvilke planer gjelder, hva bygger de på, og når skal de revideres?",
    )
    async def plans_in_force(
        self,
        info: Info,
        dataset: Annotated[str, strawberry.argument(description="Id of the municipality's dataset.")],
        theme: Annotated[
            str | None, strawberry.argument(description="Only plans about this; part of a word is enough.")
        ] = None,
        unit: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only plans that apply to this unit.")
        ] = None,
        on_date: OnDate = None,
    ) -> Any:
        """CQ-19."""
        day = question_day(info, on_date)
        return await plans_in_force(info.context.graph, dataset, day, theme=theme or "", unit=unit or "")
