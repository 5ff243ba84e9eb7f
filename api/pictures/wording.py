"""Bokmål for links, ways, days and headings."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from queries.answers import Element
from queries.goals.thread import ThreadLink, Way
from schema.catalogue import KINDS, RELATIONSHIPS
from schema.relationships import Contribution
from schema.values import Certainty

_MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
           "desember")  # fmt: skip
UNSURE = frozenset({Certainty.INTERPRETED, Certainty.PROPOSED})
NOTHING = "–"
_PLURALS = {
    "FocusArea": "satsingsområder",
    "Strategy": "strategier",
    "Project": "prosjekter",
    "Programme": "programmer",
    "Benefit": "gevinster",
    "Contract": "kontrakter",
    "Company": "selskaper",
    "Plan": "planer",
    "Guideline": "føringer",
}
"""Kinds with a plural of their own; the others, such as mål and tiltak, are alike in both."""


def count_text(count: int, kind: str) -> str:
    """A number of elements of a kind, such as «3 strategier»."""
    one = KINDS[kind].bokmaal if kind in KINDS else kind
    name = _PLURALS.get(kind, one) if count != 1 else one
    return f"{count} {name if name.startswith('FN') else name.lower()}"


def heading(answer: type, name: str) -> str:
    """The bokmål heading that a field of an answer is declared with."""
    return next(str(field.metadata["bokmaal"]) for field in fields(answer) if field.name == name)


def day_text(day: date | None) -> str:
    """The day as people write it."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}" if day else NOTHING


def relationship_text(link: ThreadLink) -> str:
    """The relationship read from its start to its end, such as «utfører»."""
    known = RELATIONSHIPS.get(link.type)
    return known.bokmaal if known else link.type.lower().replace("_", " ")


def marks(link: ThreadLink) -> tuple[str, ...]:
    """What sets a link apart from a sure link that contributes."""
    return (
        *([link.contribution.bokmaal] if link.contribution != Contribution.CONTRIBUTES else []),
        *([link.certainty.bokmaal.lower()] if link.certainty in UNSURE else []),
    )


def link_text(link: ThreadLink, start: Element, finish: Element) -> str:
    """The link as a sentence without a full stop."""
    return f"«{start.label}» {verb(link)} «{finish.label}»"


def verb(link: ThreadLink) -> str:
    """The relationship, and in parentheses what sets the link apart."""
    said = marks(link)
    return f"{relationship_text(link)} ({', '.join(said)})" if said else relationship_text(link)


def way_text(way: Way, *, down: bool = False) -> str:
    """The way in words, from the concrete to the general: «A» utfører «B», som fremmer «C»."""
    elements, links = (way.elements[::-1], way.links[::-1]) if down else (way.elements, way.links)
    if not links:
        return "Elementet selv"
    steps = [f"{verb(link)} «{element.label}»" for link, element in zip(links, elements[1:], strict=True)]
    return f"«{elements[0].label}» " + ", som ".join(steps)
