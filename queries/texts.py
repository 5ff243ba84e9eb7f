"""The named Cypher texts, read once from the .cypher files beside the questions."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def text(name: str) -> str:
    """Return the text of `goals/anchors`, read from queries/goals/anchors.cypher."""
    return files("queries").joinpath(*f"{name}.cypher".split("/")).read_text(encoding="utf-8")
