"""The root fields about the portfolio and its risks."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

import strawberry

from api.graphql.answers import publish
from api.graphql.declaring import answered
from api.graphql.fetching import Info, OnDate, question_day
from api.graphql.inputs import accept, given
from api.ids import full_id
from queries.portfolio.portfolio import PortfolioFilter, PortfolioOverview, portfolio
from queries.risk.risk_picture import RiskPicture, risk_picture

Scope: TypeAlias = Annotated[
    strawberry.ID, strawberry.argument(description="Id of a portfolio, a programme or a municipality's dataset.")
]
RiskScope: TypeAlias = Annotated[
    strawberry.ID,
    strawberry.argument(description="Id of a dataset, unit, project, programme, portfolio, goal, contract or company."),
]
Wanted: TypeAlias = Annotated[
    Any,
    strawberry.argument(
        description="Only projects for which all of this holds.", graphql_type=accept(PortfolioFilter) | None
    ),
]


@strawberry.type(description="Projects, programmes and portfolios, and their risks. Bokmål: portefølje.")
class PortfolioQuery:
    """The root fields about the portfolio."""

    @answered(
        "Which projects are there: in which phase, at what cost and risk, towards which goals, with which benefits?",
        "Hvilke prosjekter finnes: fase, kostnad, risiko, mål og gevinster?",
        publish(PortfolioOverview) | None,
    )
    async def portfolio(self, info: Info, id: Scope, filter: Wanted = None, on_date: OnDate = None) -> Any:
        """CQ-22."""
        wanted = None if filter is None else given(PortfolioFilter, filter)
        return await portfolio(info.context.graph, full_id(id), question_day(info, on_date), wanted)

    @answered(
        "Which risks are there, how large before and after controls, and what do they threaten?",
        "Hva er risikobildet: hvor store er risikoene før og etter tiltak, og hva truer de?",
        publish(RiskPicture) | None,
    )
    async def risk_picture(self, info: Info, scope: RiskScope, on_date: OnDate = None) -> Any:
        """CQ-27."""
        return await risk_picture(info.context.graph, full_id(scope), question_day(info, on_date))
