"""The framework for smart, sustainable communities: six processes, each with five phases."""

from __future__ import annotations

from schema.base import Area, Link, Links, Node, field, link
from schema.relationships import NEXT_TO
from schema.values import Text, Whole


class FrameworkElement(Node, bokmaal="Rammeverkselement", area=Area.FRAMEWORK):
    """One of the 30 elements of the Bold City Vision framework (D3.1); it depends on the elements next to it."""

    process: Text = field("Prosess", "The process, such as «Utforme politikk».", indexed=True)
    process_order: Whole = field("Prosessens plass", "Row in the model, from the top.", ge=1)
    phase: Text = field("Fase", "The phase, such as «Engasjere».", indexed=True)
    phase_order: Whole = field("Fasens plass", "Column in the model, from the left.", ge=1)
    next_to: Links[Link] = link(NEXT_TO, "FrameworkElement")
