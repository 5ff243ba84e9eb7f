"""Answers over GraphQL are the same whether they are read out directly or taken through the ordinary executor."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types import ExecutionResult

from api.context import Context
from api.graphql.answers import AnswerExecutor
from api.graphql.schema import SCHEMA
from graph.connection import Graph
from tests.queries.plain_facts import TODAY, Facts, put_facts
from tests.queries.random_governance import DAYS, municipalities

pytestmark = pytest.mark.anyio
ASKED = """
query($day: Date!, $whole: Boolean!) {
  traceUp(id: "t:e1", onDate: $day) {
    outcome complete start { ...shown }
    reached { ...reach } supported { ...reach } hindered { ...reach } notInForce { ...reach }
    localGoals { goal { ...shown } sdgStatus way { ...way } }
  }
  again: traceUp(id: "t:e1", onDate: $day) { start { label id node { id } } localGoals { goal { kindLabel } } }
  traceDown(id: "t:e0", onDate: $day) {
    efforts { element { ...shown } way @include(if: $whole) { ...way } responsible { name role } }
    links { start finish __typename }
  }
  coverage(scope: "t", onDate: $day) { rows { goal { id } cells { by status ids } } counts { by status count } }
}
fragment reach on Reach { target { ...shown } wayCount ways { ...way } weakestLink { type certainty } }
fragment way on Way { inForce elements { ...shown } links { type contribution validFrom } }
fragment shown on Element { id key: kind standing code deadline validTo }
"""


async def asked(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, executor: type, text: str, **given: Any
) -> ExecutionResult:
    monkeypatch.setattr(SCHEMA, "execution_context_class", executor)
    return await SCHEMA.execute(text, variable_values=given, context_value=Context(graph, TODAY))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(facts=municipalities(), day=DAYS)
async def test_an_answer_is_the_same_read_out_or_taken_the_ordinary_way(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, facts: Facts, day: date
) -> None:
    await put_facts(graph, facts)
    for whole in (True, False):
        read, ordinary = [
            await asked(graph, monkeypatch, executor, ASKED, day=str(day), whole=whole)
            for executor in (AnswerExecutor, StrawberryGraphQLCoreExecutionContext)
        ]
        assert read.data == ordinary.data
        assert (read.errors, ordinary.errors) == (None, None)
        assert read.data
        assert all("way" in one for one in read.data["traceDown"]["efforts"]) or not whole
