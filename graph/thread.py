"""Walking the red thread: statements derived from which relationship types the schema marks as part of it.

A walk takes all of one level before the next, and each element of a level once, so that its cost follows the number of
relationships and not the number of ways through them, on both engines: a variable-length pattern follows every way, and
with eight levels of six elements that is more than a million. A cycle cannot make it go on: it ends after DEPTH levels.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from graph.connection import Row, Transaction
from schema.catalogue import RELATIONSHIPS, THREAD

DEPTH = 14
"""Levels a walk goes. A thread from tiltak to SDG goal has about eight, more where elements inherit through plans."""

WIDEST = 50_000
"""Elements a level may have before the walk takes no more of them."""

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
WITH next[..$widest] AS level, links + met AS links, cut OR size(next) > $widest AS cut"""

_END = """
UNWIND CASE WHEN size(links) = 0 THEN [null] ELSE links END AS r
WITH DISTINCT r, cut
RETURN type(r) AS type, startNode(r).id AS start, endNode(r).id AS finish, cut,
  r.contribution AS contribution, r.certainty AS certainty, r.illustrative AS illustrative, r.source AS source,
  r.valid_from AS valid_from, r.valid_to AS valid_to"""


@cache
def _statement(pattern: str) -> str:
    types = "|".join(RELATIONSHIPS[name].name for name in THREAD)
    begin = "UNWIND $ids AS id MATCH (n:Node {id: id}) WITH collect(n) AS level, [] AS links, false AS cut"
    return begin + _LEVEL.format(pattern=pattern.format(types=types)) * DEPTH + _END


async def walk(
    transaction: Transaction,
    ids: list[str],
    *,
    down: bool = False,
    day: date | None = None,
    datasets: list[str] | None = None,
    widest: int = WIDEST,
) -> tuple[list[Row], bool]:
    """Fetch every relationship of the red thread that is met when walking from some elements.

    Args:
        transaction: Where to read.
        ids: The elements to begin at; those that do not exist are passed over.
        down: Walk against the direction of the relationships, from the general to the concrete.
        day: Only relationships and elements that hold on the day; None takes all.
        datasets: Only go to elements of these datasets; None takes all.
        widest: Elements a level may have.

    Returns:
        The relationships as {type, start, finish, contribution, certainty, illustrative, source, valid_from, valid_to},
        in no order, each once, and whether a level was wider than `widest`.
    """
    pattern = "(x)<-[r:{types}]-(y:Node)" if down else "(x)-[r:{types}]->(y:Node)"
    rows = await transaction.run(_statement(pattern), ids=ids, day=day, datasets=datasets, widest=widest)
    cut = bool(rows and rows[0]["cut"])
    return [row for row in rows if row["type"] is not None], cut
