"""The root field about ownership."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

import strawberry

from api.graphql.answers import publish
from api.graphql.declaring import answered
from api.graphql.fetching import Info, OnDate, question_day
from api.ids import full_id
from queries.ownership.answer import OwnedCompanies
from queries.ownership.ownership import ownership

Owner: TypeAlias = Annotated[
    strawberry.ID,
    strawberry.argument(
        description="Id of a unit, a company or another actor; of a dataset, for the whole of its municipality."
    ),
]


@strawberry.type(description="Who owns and controls what. Bokmål: eierskap.")
class OwnershipQuery:
    """The root field about ownership."""

    @answered(
        "What does somebody own, directly and through other companies, who represents the owner, and is the "
        "eierskapsmelding in force?",
        "Hva eier noen, direkte og indirekte, hvem representerer eieren, og gjelder eierskapsmeldingen?",
        publish(OwnedCompanies) | None,
    )
    async def ownership(self, info: Info, actor: Owner, on_date: OnDate = None) -> Any:
        """CQ-24."""
        return await ownership(info.context.graph, full_id(actor), question_day(info, on_date))
