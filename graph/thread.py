"""Walking the red thread: statements derived from which relationship types the schema marks as part of it.

A walk takes all of one level before the next, and each element of a level once, so that its cost follows the number of
relationships and not the number of ways through them, on both engines: a variable-length pattern follows every way, and
with eight levels of six elements that is more than a million. A cycle cannot make it go on: it ends after DEPTH levels.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from graph.connection import Row, Transaction
from schema.catalogue import RELATIONSHIPS, THREAD

DEPTH = 14
"""Levels a walk goes. A thread from tiltak to SDG goal has about eight, more where elements inherit through plans."""

WIDEST = 50_000
"""Elements a level may have before the walk takes no more of them."""

# A list and not a map: ArcadeDB loses what stands beside `n {...}` in a map.
_ELEMENT = """[
    n {.id, .kind, .name, .text, .code, .colour, .number, .status, .deadline, .sdg_status, .work_type, .certainty,
       .illustrative, .source, .valid_from, .valid_to},
    COLLECT {
      MATCH (n)-[c:CONTAINED_IN]->(v:PlanVersion)
      RETURN {status: v.status, adopted_on: v.adopted_on, valid_from: v.valid_from, valid_to: v.valid_to,
              link_from: c.valid_from, link_to: c.valid_to}
    }]"""
"""A node `n`, with what it takes to show it and to judge whether the plans it stands in are in force."""

_BY_ID = f"UNWIND $ids AS id MATCH (n:Node {{id: id}}) RETURN {_ELEMENT} AS found"

_LEVEL = """
CALL (level) {{
  UNWIND level AS x
  MATCH {pattern}
  WHERE ($day IS NULL OR (
      (r.valid_from IS NULL OR r.valid_from <= $day) AND (r.valid_to IS NULL OR $day < r.valid_to)
      AND (y.valid_from IS NULL OR y.valid_from <= $day) AND (y.valid_to IS NULL OR $day < y.valid_to)))
    AND ($datasets IS NULL OR y.dataset IN $datasets)
  RETURN collect(DISTINCT y) AS next, collect(r) AS met
}}
WITH starts, next[..$widest] AS level, links + met AS links, cut OR size(next) > $widest AS cut"""

# One row with all of it: what is told apart in rows of its own takes the engines as long again.
_END = f"""
CALL (starts, links) {{
  UNWIND starts + [r IN links | startNode(r)] + [r IN links | endNode(r)] AS n
  WITH DISTINCT n
  RETURN collect({_ELEMENT}) AS elements
}}
CALL (links) {{
  UNWIND links AS r
  WITH DISTINCT r
  RETURN collect({{type: type(r), start: startNode(r).id, finish: endNode(r).id, contribution: r.contribution,
    certainty: r.certainty, illustrative: r.illustrative, source: r.source,
    valid_from: r.valid_from, valid_to: r.valid_to}}) AS met
}}
RETURN elements, met, cut"""


ElementRow = tuple[Row, list[Row]]
"""Properties of an element, and the plan versions it stands in."""


@dataclass(frozen=True)
class Walked:
    """What a walk met, in no order.

    Attributes:
        elements: The elements, those it began at with them.
        links: The relationships between them, each once, as {type, start, finish, contribution, certainty,
            illustrative, source, valid_from, valid_to}.
        cut: Whether a level was wider than was asked for.
    """

    elements: list[ElementRow]
    links: list[Row]
    cut: bool


@cache
def _statement(pattern: str) -> str:
    types = "|".join(RELATIONSHIPS[name].name for name in THREAD)
    begin = (
        "UNWIND $ids AS id MATCH (n:Node {id: id}) "
        "WITH collect(n) AS starts, collect(n) AS level, [] AS links, false AS cut"
    )
    return begin + _LEVEL.format(pattern=pattern.format(types=types)) * DEPTH + _END


async def elements_by_id(transaction: Transaction, ids: list[str]) -> list[ElementRow]:
    """Those of the elements that are there."""
    return [(row["found"][0], row["found"][1]) for row in await transaction.run(_BY_ID, ids=ids)]


async def walk(
    transaction: Transaction,
    ids: list[str],
    *,
    down: bool = False,
    day: date | None = None,
    datasets: list[str] | None = None,
    widest: int = WIDEST,
) -> Walked:
    """Fetch all of the red thread that is met when walking from some elements.

    Args:
        transaction: Where to read.
        ids: The elements to begin at; those that do not exist are passed over.
        down: Walk against the direction of the relationships, from the general to the concrete.
        day: Only relationships and elements that hold on the day; None takes all. Those it begins at are taken anyway.
        datasets: Only go to elements of these datasets; None takes all.
        widest: Elements a level may have.
    """
    pattern = "(x)<-[r:{types}]-(y:Node)" if down else "(x)-[r:{types}]->(y:Node)"
    rows = await transaction.run(_statement(pattern), ids=ids, day=day, datasets=datasets, widest=widest)
    if not rows:  # what the engines give where there is nothing to begin at is not the same
        return Walked([], [], False)
    return Walked([(one, versions) for one, versions in rows[0]["elements"]], rows[0]["met"], rows[0]["cut"])
