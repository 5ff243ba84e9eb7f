"""The root fields about authority."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, TypeAlias

import strawberry

from api.graphql.answers import publish
from api.graphql.declaring import FunctionT, answered
from api.graphql.fetching import Info, OnDate, question_day
from api.graphql.inputs import accept, given
from api.ids import full_id
from graph.connection import Readable, ReadableGraph
from loaders.known_at import as_known_at
from queries.authority.changes import AuthorityChanges, authority_changes
from queries.authority.deciding import MayDecide, WhoMayDecide, may_decide, who_may_decide
from queries.authority.holding import (
    AuthorityOf,
    DelegationChain,
    Oversight,
    authority_of,
    delegation_chain,
    oversight,
)
from queries.authority.mandate import Mandate, mandate
from queries.authority.matter import Matter
from queries.findings.finding import Findings, findings
from queries.what_if.trying import Change, WhatIf, ask_with, what_if
from schema.errors import QuestionError

Holder: TypeAlias = Annotated[strawberry.ID, strawberry.argument(description="Id of a body, a post or a person.")]
Id: TypeAlias = Annotated[strawberry.ID, strawberry.argument(description="Full id.")]
Dataset: TypeAlias = Annotated[str, strawberry.argument(description="Id of the municipality's dataset.")]
AskedMatter: TypeAlias = Annotated[
    Any,
    strawberry.argument(
        description="What is to be decided. A provision may be written as people do: `koml. § 13-1`.",
        graphql_type=accept(Matter),
    ),
]
_CHANGES: Any = list[accept(Change)]  # type: ignore[misc] # types made at run time
Changes: TypeAlias = Annotated[
    list[Any] | None,
    strawberry.argument(
        description="Ask as it would be after these changes on the day; nothing is written.",
        graphql_type=_CHANGES | None,
    ),
]
KnownAt: TypeAlias = Annotated[
    str | None,
    strawberry.argument(
        description="Ask of what was known at an earlier load, such as `asker@3`: its dataset as it was then, "
        "the others as they are now."
    ),
]

Question: TypeAlias = Callable[[Readable], Awaitable[Any]]


def _question(answer: type, english: str, bokmaal: str) -> Callable[[FunctionT], FunctionT]:
    return answered(english, bokmaal, publish(answer) | None)


async def _ask(
    graph: ReadableGraph, day: date, changes: list[Any] | None, known_at: str | None, question: Question
) -> Any:
    """Ask of the graph as it is, as it would be after some changes, or as it was known at an earlier load."""
    if changes and known_at:
        raise QuestionError("«whatIf» og «knownAt» kan ikke brukes sammen.", "Spør om én av dem om gangen.")
    if changes:
        return await ask_with(graph, [given(Change, one) for one in changes], day, question)
    if known_at:
        return await as_known_at(graph, known_at, question)
    return await question(graph)


@strawberry.type(description="Who may decide what, on which basis, on which day. Bokmål: myndighet.")
class AuthorityQuery:
    """The root fields about authority."""

    @_question(
        MayDecide,
        "May this body, post or person decide the matter, and why or why not?",
        "Kan dette organet, stillingen eller personen avgjøre saken, og hvorfor eller hvorfor ikke?",
    )
    async def may_decide(
        self,
        info: Info,
        holder: Holder,
        matter: AskedMatter,
        on_date: OnDate = None,
        what_if: Changes = None,
        known_at: KnownAt = None,
    ) -> Any:
        """CQ-11."""
        day, asked = question_day(info, on_date), given(Matter, matter)
        question: Question = lambda one: may_decide(one, full_id(holder), asked, day)  # noqa: E731 short
        return await _ask(info.context.graph, day, what_if, known_at, question)

    @_question(WhoMayDecide, "Who may decide the matter?", "Hvem kan avgjøre saken?")
    async def who_may_decide(
        self,
        info: Info,
        dataset: Dataset,
        matter: AskedMatter,
        on_date: OnDate = None,
        what_if: Changes = None,
        known_at: KnownAt = None,
    ) -> Any:
        """CQ-09."""
        day, asked = question_day(info, on_date), given(Matter, matter)
        question: Question = lambda one: who_may_decide(one, dataset, asked, day)  # noqa: E731 short
        return await _ask(info.context.graph, day, what_if, known_at, question)

    @_question(
        AuthorityOf,
        "What authority has this body, post or person, where does it come from, and what is barred?",
        "Hvilken myndighet har organet, stillingen eller personen, hvor kommer den fra, og hva er sperret?",
    )
    async def authority_of(
        self,
        info: Info,
        holder: Holder,
        on_date: OnDate = None,
        what_if: Changes = None,
        known_at: KnownAt = None,
    ) -> Any:
        """CQ-10."""
        day = question_day(info, on_date)
        question: Question = lambda one: authority_of(one, full_id(holder), day)  # noqa: E731 short
        return await _ask(info.context.graph, day, what_if, known_at, question)

    @_question(
        DelegationChain,
        "The chains from a delegation to where its authority begins.",
        "Kjedene fra en delegering til der myndigheten begynner.",
    )
    async def delegation_chain(self, info: Info, id: Id, on_date: OnDate = None, known_at: KnownAt = None) -> Any:
        """CQ-12."""
        day = question_day(info, on_date)
        question: Question = lambda one: delegation_chain(one, full_id(id), day)  # noqa: E731 short
        return await _ask(info.context.graph, day, None, known_at, question)

    @_question(
        Oversight,
        "Whom must this body, post or person oversee, by whom are they overseen, and has it been done?",
        "Hvem skal organet, stillingen eller personen påse, hvem påser dem, og er det gjort?",
    )
    async def oversight(self, info: Info, holder: Holder, on_date: OnDate = None, what_if: Changes = None) -> Any:
        """CQ-12."""
        day = question_day(info, on_date)
        question: Question = lambda one: oversight(one, full_id(holder), day)  # noqa: E731 short
        return await _ask(info.context.graph, day, what_if, None, question)

    @_question(
        Mandate,
        "Who answers for this, is she empowered to do it, by which chain, and towards which SDG targets?",
        "Hvem har ansvaret, har hun myndighet til å gjennomføre, gjennom hvilken kjede, og mot hvilke FN-delmål?",
    )
    async def mandate(
        self, info: Info, id: Id, on_date: OnDate = None, what_if: Changes = None, known_at: KnownAt = None
    ) -> Any:
        """CQ-16."""
        day = question_day(info, on_date)
        question: Question = lambda one: mandate(one, full_id(id), day)  # noqa: E731 short
        return await _ask(info.context.graph, day, what_if, known_at, question)

    @_question(Findings, "Which rules are broken, by what?", "Hvilke regler er brutt, og av hva?")
    async def findings(
        self,
        info: Info,
        dataset: Dataset,
        on_date: OnDate = None,
        rules: Annotated[
            list[str] | None, strawberry.argument(description="Ids of the rules to run; default is all.")
        ] = None,
        unit: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only what touches this unit and its subtree.")
        ] = None,
        known_at: KnownAt = None,
    ) -> Any:
        """CQ-13 to CQ-17."""
        day = question_day(info, on_date)
        question: Question = lambda one: findings(one, dataset, day, rules=rules or (), unit=unit or "")  # noqa: E731
        return await _ask(info.context.graph, day, None, known_at, question)

    @_question(
        AuthorityChanges,
        "Who gained, lost or changed authority from one day to another?",
        "Hvem fikk, mistet eller fikk endret myndighet fra én dag til en annen?",
    )
    async def authority_changes(
        self,
        info: Info,
        dataset: Dataset,
        from_date: Annotated[date, strawberry.argument(description="The day before.")],
        on_date: OnDate = None,
    ) -> Any:
        """CQ-30."""
        day = question_day(info, on_date)
        return await authority_changes(info.context.graph, dataset, from_date, day)

    @_question(
        WhatIf,
        "What would some changes do to findings and authority? Nothing is written.",
        "Hva ville noen endringer gjøre med funn og myndighet? Ingenting skrives.",
    )
    async def what_if(
        self,
        info: Info,
        dataset: Dataset,
        changes: Annotated[
            list[Any],
            strawberry.argument(description="The changes, in order.", graphql_type=_CHANGES),
        ],
        on_date: OnDate = None,
    ) -> Any:
        """CQ-29."""
        day = question_day(info, on_date)
        return await what_if(info.context.graph, dataset, [given(Change, one) for one in changes], day)
