"""What is wrong with a value, in bokmål, for the person who keeps the file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic_core import ErrorDetails

from schema.base import RelationshipType
from schema.catalogue import Kind, Property
from schema.values import Code

_BOUNDS = {
    "greater_than_equal": ("ge", "minst"),
    "greater_than": ("gt", "større enn"),
    "less_than_equal": ("le", "høyst"),
    "less_than": ("lt", "mindre enn"),
}


def near(word: str, known: Iterable[str]) -> str:
    """Return `Mente du «x»?` for the nearest known word, or an empty text."""
    lowered = {item.lower(): item for item in known}
    matches = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return f"Mente du «{lowered[matches[0]]}»?" if matches else ""


def of_field(error: ErrorDetails, item: Property | None, owner: str) -> tuple[str, str]:
    """Return reason and remedy for a pydantic error on a property.

    Args:
        error: As pydantic reports it.
        item: The property, or None where the record has a field that nobody declared.
        owner: bokmål name of the kind or relationship.
    """
    kind, value = error["type"], error["input"]
    label = f"«{item.bokmaal}» ({item.name})" if item else "Feltet"
    if kind == "missing":
        return f"{label} mangler.", f"{owner} skal alltid ha det. Legg det til."
    if kind == "interval":
        context = error.get("ctx", {})
        return (
            f"Gyldig til ({context.get('end')}) er ikke etter gyldig fra ({context.get('start')}).",
            "Gyldig til er første dag det ikke gjelder lenger; sett den senere, eller la den stå tom.",
        )
    if kind == "refused":
        context = error.get("ctx", {})
        return context["reason"], context["remedy"]
    if kind in _BOUNDS:
        bound, word = _BOUNDS[kind]
        return f"{label} er «{value}», men skal være {word} {error.get('ctx', {}).get(bound)}.", "Rett tallet."
    if item is None:
        return f"Verdien «{_short(value)}» kan ikke brukes her.", "Se malen for hva feltet skal inneholde."
    return f"{label} er «{_short(value)}», {_why(item)}", _remedy(item, value)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _why(item: Property) -> str:
    if issubclass(item.type, Code):
        return "som ikke er et av valgene."
    if item.type is date:
        return "som ikke er en dato."
    if item.type is int:
        return "som ikke er et helt tall."
    if item.type is float:
        return "som ikke er et tall."
    if item.type is bool:
        return "som verken er ja eller nei."
    return "som ikke har riktig form."


def _remedy(item: Property, value: Any) -> str:
    if issubclass(item.type, Code):
        choices = [str(member.value) for member in item.type]
        return f"{near(str(value), choices)} Velg {', '.join(choices)}.".strip()
    if item.type is date:
        return "Skriv dagen som 2025-12-31 eller 31.12.2025."
    if item.type in (int, float):
        return "Skriv tallet med sifre, for eksempel 1500 eller 12,5, uten enhet."
    if item.type is bool:
        return "Skriv ja eller nei."
    if item.name == "id":
        return "En id er bokstaver, tall, punktum, bindestrek, understrek og skråstrek, uten mellomrom og kolon."
    return "Se malen for hva feltet skal inneholde."


def of_unknown_field(name: str, kind: Kind) -> tuple[str, str]:
    """Return reason and remedy for a field the kind does not have."""
    known = [item.name for item in kind.properties] + [end.relationship.field_name for end in kind.ends]
    hint = near(name, known) or f"Feltene er {', '.join(known)}."
    return f"{kind.bokmaal} har ikke noe felt som heter «{name}».", hint


def of_link(error: ErrorDetails, relationship: RelationshipType, properties: dict[str, Property]) -> tuple[str, str]:
    """Return reason and remedy for a pydantic error on a relationship.

    Args:
        error: As pydantic reports it.
        relationship: Its type.
        properties: What the relationship may say besides the id it points to.
    """
    name = f"Relasjonen «{relationship.bokmaal}»"
    field = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "")
    if error["type"] == "extra_forbidden":
        known = ["to", *properties]
        hint = near(field, known) or f"Feltene er {', '.join(known)}."
        return f"{name} har ikke noe felt som heter «{field}».", hint
    if field in properties or error["type"] == "interval":
        return of_field(error, properties.get(field), name)
    if error["type"] == "missing":
        return f"{name} mangler «{field}».", "Skriv id-en den peker på."
    return (
        f"«{_short(error['input'])}» er ikke en id.",
        "En id er bokstaver, tall, punktum, bindestrek, understrek og skråstrek, med datasettets navn og kolon foran "
        "når den hører til et annet datasett (sdg:11.6).",
    )
