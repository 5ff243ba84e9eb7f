"""What writing answers with, as JSON."""

from __future__ import annotations

from typing import Any

from graph.loads import Load
from loaders.difference import Change, Difference, bokmaal
from schema.errors import GovernanceError, InvalidDataError, Problem

_SHOWN_PROBLEMS = 1000


def difference_shown(found: Difference) -> dict[str, Any]:
    """A difference: how many of each kind, and the first changes down to the field."""
    return {
        "total": found.total,
        "nodes": {name: dict(counts) for name, counts in sorted(found.nodes.items())},
        "relationships": {name: dict(counts) for name, counts in sorted(found.relationships.items())},
        "changes": [change_shown(change) for change in found.changes],
        "complete": len(found.changes) == found.total,
    }


def change_shown(change: Change) -> dict[str, Any]:
    """One change."""
    return {
        "what": change.what,
        "kind": change.kind,
        "kindLabel": bokmaal(change.kind),
        "id": change.id,
        "name": change.name,
        "fields": [{"name": name, "before": before, "after": after} for name, before, after in change.fields],
    }


def load_shown(load: Load, reason: str) -> dict[str, Any]:
    """An accepted load: what, when, by whom and why."""
    return {"id": load.id, "dataset": load.dataset, "at": load.at, "by": load.by, "reason": reason}


def error_shown(error: GovernanceError) -> dict[str, Any]:
    """What is wrong, with every problem where there are several."""
    content: dict[str, Any] = {"error": {"message": error.message, "code": error.code, "remedy": error.remedy}}
    if isinstance(error, InvalidDataError):
        content["problems"] = [_problem_shown(problem) for problem in error.problems[:_SHOWN_PROBLEMS]]
        content["total"] = error.total
    return content


def _problem_shown(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.place.file,
        "sheet": problem.place.sheet,
        "row": problem.place.row or None,
        "column": problem.place.column,
        "value": problem.value,
        "reason": problem.reason,
        "remedy": problem.remedy,
    }
