"""Lists of nodes: pages in the order of the ids, search in their texts, and what each dataset holds.

Labels and property names come from the catalogue; every value is bound.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.connection import ReadableGraph, Row
from schema.catalogue import KINDS, Property

_HOLDS = "(n.valid_from IS NULL OR n.valid_from <= $day) AND (n.valid_to IS NULL OR $day < n.valid_to)"

_SEARCH = """
MATCH (n:Node)
WHERE (all(word IN $words WHERE n.search CONTAINS word) OR toLower(n.id) = $sought){conditions}
WITH n, CASE
  WHEN toLower(n.id) = $sought OR toLower(substring(n.id, size(n.dataset) + 1)) = $sought
    OR toLower(toString(n.code)) = $sought OR toLower(toString(n.number)) = $sought THEN 0
  WHEN toLower(n.name) STARTS WITH $sought THEN 1
  WHEN toLower(n.name) CONTAINS $sought THEN 2
  ELSE 3 END AS rank
RETURN properties(n) AS node ORDER BY rank, n.id LIMIT $most"""

_DATASETS = """
MATCH (d:Dataset)
OPTIONAL MATCH (l:Load {id: d.load})
RETURN d.id AS id, d.title AS title, d.municipality_number AS municipality_number, d.language AS language,
  d.load AS load, l.at AS at, l.counts AS counts ORDER BY d.id"""


@dataclass(frozen=True)
class Selection:
    """Which nodes a list is about.

    Attributes:
        kind: Their kind.
        day: Only those that hold on the day; None takes all that ever held.
        dataset: Only of this dataset; empty takes all.
        name_contains: Only those whose name has this in it, in upper or lower case.
        equal: Properties of the kind, each with the value it shall have.
    """

    kind: str
    day: date | None = None
    dataset: str = ""
    name_contains: str = ""
    equal: tuple[tuple[Property, Any], ...] = ()

    def _conditions(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if self.day:
            yield _HOLDS, {"day": self.day}
        if self.dataset:
            yield "n.dataset = $dataset", {"dataset": self.dataset}
        if self.name_contains:
            yield "toLower(n.name) CONTAINS $name", {"name": self.name_contains.lower()}
        declared = {item.name: item for item in KINDS[self.kind].properties}
        for number, (item, value) in enumerate(self.equal):
            name, bound = declared[item.name].name, f"equal_{number}"
            yield f"${bound} IN n.{name}" if item.many else f"n.{name} = ${bound}", {bound: value}

    def matched(self, *more: str) -> tuple[str, dict[str, Any]]:
        """The beginning of a statement that finds the nodes as `n`, and the values it is bound to."""
        texts, values = list(more), {}
        for text, bound in self._conditions():
            texts.append(text)
            values.update(bound)
        where = f" WHERE {' AND '.join(texts)}" if texts else ""
        return f"MATCH (n:Node:{KINDS[self.kind].name}){where}", values


async def page(graph: ReadableGraph, selection: Selection, *, after: str, most: int) -> list[Row]:
    """The properties of the nodes that come after an id, in the order of the ids."""
    matched, values = selection.matched("n.id > $after")
    text = f"{matched} RETURN properties(n) AS node ORDER BY n.id LIMIT $most"
    return [row["node"] for row in await graph.read(text, after=after, most=most, **values)]


async def count(graph: ReadableGraph, selection: Selection) -> int:
    """How many nodes there are, on all pages together."""
    matched, values = selection.matched()
    rows = await graph.read(f"{matched} RETURN count(n) AS total", **values)
    return int(rows[0]["total"])


async def search(
    graph: ReadableGraph, sought: str, *, kinds: list[str] | None = None, dataset: str = "", most: int
) -> list[Row]:
    """The properties of the nodes in whose name, text, code or id every word of the text occurs.

    Those with exactly that code or id come first, then those whose name begins with it, those whose name has it in it,
    and the rest; within each, in the order of the ids.

    Args:
        graph: Where to read.
        sought: What to look for.
        kinds: Only nodes of these kinds; None for all.
        dataset: Only nodes of this dataset; empty for all.
        most: How many to fetch.
    """
    conditions = " AND n.kind IN $kinds" if kinds is not None else ""
    conditions += " AND n.dataset = $dataset" if dataset else ""
    values = {"kinds": kinds, "dataset": dataset}
    words = sought.lower().split()
    text = _SEARCH.format(conditions=conditions)
    rows = await graph.read(text, words=words, sought=" ".join(words), most=most, **values)
    return [row["node"] for row in rows]


@dataclass(frozen=True)
class DatasetSummary:
    """A dataset as it was last loaded.

    Attributes:
        load: Id of its latest accepted load.
        at: When that was, ISO 8601, UTC.
        counts: Number of nodes by kind.
        relationships: Number of relationships that start in it.
    """

    id: str
    title: str
    municipality_number: str | None
    language: str | None
    load: str
    at: str | None
    counts: dict[str, int]
    relationships: int


async def datasets(graph: ReadableGraph) -> list[DatasetSummary]:
    """Every dataset, with what it holds. Counts come from the latest load, so the cost does not follow their size."""
    return [_summary(row) for row in await graph.read(_DATASETS)]


def _summary(row: Row) -> DatasetSummary:
    counts = json.loads(row["counts"]) if row["counts"] else {}
    relationships = counts.pop("relationships", 0)
    return DatasetSummary(**{**row, "title": row["title"] or row["id"], "counts": counts}, relationships=relationships)
