"""The root fields about forms of governance and samskaping."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

import strawberry

from api.graphql.answers import publish
from api.graphql.declaring import answered
from api.graphql.fetching import Info, OnDate, question_day
from api.ids import full_id
from queries.governance.collaboration import CollaborationForm, collaboration
from queries.governance.governance_matrix import GovernanceMatrix, governance_matrix

CollaborationId: TypeAlias = Annotated[strawberry.ID, strawberry.argument(description="Id of a collaboration.")]
TaskScope: TypeAlias = Annotated[
    strawberry.ID, strawberry.argument(description="Id of a municipality's dataset, a unit or a task.")
]


@strawberry.type(description="Forms of governance, and who leads what together. Bokmål: styringsformer.")
class GovernanceFormsQuery:
    """The root fields about forms of governance."""

    @answered(
        "Who leads each step of a collaboration, which form of samskaping does that make, and is it the declared one?",
        "Hvilken samskapingsform har samarbeidet, og stemmer den med hvem som leder stegene?",
        publish(CollaborationForm) | None,
    )
    async def collaboration(self, info: Info, id: CollaborationId, on_date: OnDate = None) -> Any:
        """CQ-25."""
        return await collaboration(info.context.graph, full_id(id), question_day(info, on_date))

    @answered(
        "Which form of governance has each task, who chose it and why, and what documents the four principles?",
        "Hvilken styringsform brukes for oppgaven, hvem valgte den, og er de fire prinsippene dokumentert?",
        publish(GovernanceMatrix) | None,
    )
    async def governance_matrix(self, info: Info, scope: TaskScope, on_date: OnDate = None) -> Any:
        """CQ-21."""
        return await governance_matrix(info.context.graph, full_id(scope), question_day(info, on_date))
