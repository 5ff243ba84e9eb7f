"""The root field about contracts."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, TypeAlias

import strawberry

from api.graphql.answers import publish
from api.graphql.declaring import answered
from api.graphql.enums import enum_of
from api.graphql.fetching import Info, OnDate, question_day
from queries.contracts.contracts import Contracts, contracts
from queries.contracts.period import ContractState

Months: TypeAlias = Annotated[
    int | None,
    strawberry.argument(description="Only contracts whose last day is within so many months; options not used apart."),
]
State: TypeAlias = Annotated[
    Enum | None,
    strawberry.argument(description="Only contracts in this state.", graphql_type=enum_of(ContractState) | None),
]


@strawberry.type(description="Contracts with suppliers. Bokmål: kontrakter.")
class ContractsQuery:
    """The root field about contracts."""

    @answered(
        "Which contracts are there, which expire soon, who owns them in the line, and what is missing?",
        "Hvilke kontrakter finnes, hvilke utløper snart, hvem eier dem i linjen, og hva mangler?",
        publish(Contracts) | None,
    )
    async def contracts(
        self,
        info: Info,
        dataset: Annotated[str, strawberry.argument(description="Id of the municipality's dataset.")],
        expiring_within: Months = None,
        unit: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only those owned in the line by this unit or what is part of it."),
        ] = None,
        supplier: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only those with this supplier.")
        ] = None,
        state: State = None,
        on_date: OnDate = None,
    ) -> Any:
        """CQ-23."""
        return await contracts(
            info.context.graph,
            dataset,
            question_day(info, on_date),
            expiring_within=expiring_within,
            unit=unit or "",
            supplier=supplier or "",
            state=None if state is None else ContractState(state.value),
        )
