"""The schema with what guards it: bounds on queries, errors as they may be shown, and word of lists that were cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import strawberry
from graphql import GraphQLError, MaxIntrospectionDepthRule, OperationDefinitionNode
from strawberry.extensions import AddValidationRules, MaxTokensLimiter, ParserCache, SchemaExtension, ValidationCache
from strawberry.types import ExecutionResult
from strawberry.types.execution import ExecutionContext

from api.errors import shown
from api.graphql.answers import AnswerExecutor
from api.graphql.limits import MAX_TOKENS, Bounded
from api.graphql.nodes import NODE_TYPES
from api.graphql.query import Query


class _NamedOperation(SchemaExtension):
    """Refuses a document with several operations where nobody says which: the first is not what was meant."""

    def on_parse(self) -> Iterator[None]:
        yield
        document = self.execution_context.graphql_document
        several = document and sum(isinstance(one, OperationDefinitionNode) for one in document.definitions) > 1
        if several and self.execution_context._provided_operation_name is None:
            extensions = {"code": "BAD_REQUEST", "remedy": "Si med operationName hvilken som skal utføres."}
            raise GraphQLError("Dokumentet har flere operasjoner.", extensions=extensions)


class _CutLists(SchemaExtension):
    """Tells which lists hold less than there is."""

    def get_results(self) -> dict[str, Any]:
        cut = getattr(self.execution_context.context, "cut", [])
        return {"cut": sorted(cut, key=str)} if cut else {}


def as_shown(error: GraphQLError) -> GraphQLError:
    """Return an error as it may leave the program."""
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    if isinstance(cause, GraphQLError):
        return error
    seen = shown(cause)
    return GraphQLError(
        seen.message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions={**seen.extensions, "status": int(seen.status)},
    )


class _Schema(strawberry.Schema):
    async def execute(self, *arguments: Any, **named: Any) -> ExecutionResult:
        """Carry out a query. The program's own errors have their code and remedy; all but GraphQL's own are masked."""
        result = await super().execute(*arguments, **named)
        if result.errors:
            result.errors = [as_shown(error) for error in result.errors]
        return result

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Leave it to `as_shown`, which writes the log with the tracking id."""


SCHEMA = _Schema(
    Query,
    execution_context_class=AnswerExecutor,  # the same answers, read out directly
    types=NODE_TYPES,
    extensions=[
        _NamedOperation,
        _CutLists,
        lambda: MaxTokensLimiter(max_token_count=MAX_TOKENS),
        lambda: AddValidationRules([Bounded, MaxIntrospectionDepthRule]),
        lambda: ParserCache(maxsize=200),
        lambda: ValidationCache(maxsize=200),
    ],
)


def sdl() -> str:
    """Return the schema as text, as it stands in api/schema.graphql."""
    heading = "# Written by `python -m api.graphql` from the declarations. Changes made here are lost."
    return f"{heading}\n\n{SCHEMA.as_str()}\n"
