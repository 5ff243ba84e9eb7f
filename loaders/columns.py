"""The columns of a collection or a relationship in a table, explained in bokmål for the person who fills it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from schema.base import Link, Node, RelationshipType
from schema.catalogue import KINDS, End, Kind, Property, link_properties
from schema.values import Code

HINTS = ("Navn", "Hva som skal stå her", "Lovlige verdier", "Må det fylles ut?")
_UNITS = {"NOK": "kroner", "years": "år", "months": "måneder", "days": "dager", "per cent": "prosent"}
_BOUNDS = {"ge": "minst", "gt": "mer enn", "le": "høyst", "lt": "mindre enn"}


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: The field name, as in the heading row.
        hints: One text for each of HINTS.
        choices: Values to choose from; empty where any will do.
        many: Several values may stand in a cell, separated by `;`.
        day: The values are days.
        text: The values are text or ids, and a spreadsheet must not take them for numbers.
    """

    name: str
    hints: tuple[str, str, str, str]
    choices: tuple[str, ...] = ()
    many: bool = False
    day: bool = False
    text: bool = False


def of_kind(kind: Kind) -> tuple[Column, ...]:
    """The columns of a collection: properties, then relationships."""
    properties = [_of_property(item, _bounds(kind.cls, item.name)) for item in kind.properties]
    first = [column for column in properties if column.name not in Node.model_fields or column.name in {"id", "name"}]
    last = [column for column in properties if column not in first]
    return (*first, *(_of_end(end) for end in kind.ends), *last)


def of_relationship(relationship: RelationshipType) -> tuple[Column, ...]:
    """The columns of a relationship that has a table of its own: from, to, and its properties."""
    ends = [(kind, end) for kind in KINDS.values() for end in kind.ends if end.relationship.name == relationship.name]
    starts = tuple(kind.name for kind, _ in ends)
    finishes = tuple(dict.fromkeys(name for _, end in ends for name in end.kinds))
    required = "Må fylles ut."
    return (
        Column("from", ("Fra", f"Id-en til {_any(starts)}.", "", required), text=True),
        Column("to", ("Til", f"Id-en til {_any(finishes)}.", "", required), text=True),
        *(_of_property(item, "") for item in link_properties(relationship.link)),
    )


def has_own_table(relationship: RelationshipType) -> bool:
    """Whether the relationship has properties of its own, beside those that all have."""
    return bool(set(relationship.link.model_fields) - set(Link.model_fields))


def _of_property(item: Property, bounds: str) -> Column:
    choices: tuple[str, ...] = ()
    if issubclass(item.type, Code):
        choices = tuple(str(member.value) for member in item.type)
    elif item.type is bool:
        choices = ("ja", "nei")
    return Column(
        item.name,
        (item.bokmaal, _what(item), _allowed(item) or bounds, _required(item)),
        choices,
        item.many,
        item.type is date,
        item.type is str,
    )


def _of_end(end: End) -> Column:
    relationship = end.relationship
    what = f"Id-en til {_any(end.kinds)}."
    if end.at_most != 1:
        what += " Flere skilles med semikolon."
    if has_own_table(relationship):
        what += f" Skal relasjonen ha egne opplysninger, skriv den i «{relationship.field_name}» i stedet."
    required = "Må fylles ut, her eller i egen tabell." if end.at_least else "Kan stå tom."
    return Column(
        relationship.field_name, (relationship.bokmaal.capitalize(), what, "", required), many=True, text=True
    )


def _any(kinds: tuple[str, ...]) -> str:
    return " eller ".join(KINDS[name].bokmaal.lower() for name in kinds if name in KINDS) or "hva som helst"


def _what(item: Property) -> str:
    if item.refers_to:
        return f"Id-en til {_any(item.refers_to)}."
    if item.codes_from:
        return f"En av kodene i «{KINDS[item.codes_from].collection}»."
    several = " Flere skilles med semikolon." if item.many else ""
    if issubclass(item.type, Code):
        return f"Et av valgene.{several}"
    unit = f" i {_UNITS.get(item.unit, item.unit)}" if item.unit else ""
    plain = {
        date: "Dato, som 2025-12-31 eller 31.12.2025.",
        int: f"Et helt tall{unit}.",
        float: f"Et tall{unit}.",
        bool: "ja eller nei.",
    }
    return plain.get(item.type, f"Tekst.{several}")


def _allowed(item: Property) -> str:
    if issubclass(item.type, Code):
        return ", ".join(f"{member.value} ({member.bokmaal})" for member in item.type)
    if item.type is bool:
        return "ja, nei"
    if item.name == "id":
        return "Bokstaver, tall, punktum, bindestrek, understrek og skråstrek."
    return ""


def _bounds(cls: type[Node], name: str) -> str:
    found = [
        f"{word} {getattr(limit, bound)}"
        for limit in cls.model_fields[name].metadata
        for bound, word in _BOUNDS.items()
        if getattr(limit, bound, None) is not None
    ]
    return ", ".join(found).capitalize()


def _required(item: Property) -> str:
    if item.required:
        return "Må fylles ut."
    if item.name in {"source", "certainty"}:
        return "Kan stå tom; da gjelder det som står for datasettet."
    if isinstance(item.default, bool):
        return f"Kan stå tom; da gjelder {'ja' if item.default else 'nei'}."
    if item.default in (None, []):
        return "Kan stå tom."
    return f"Kan stå tom; da gjelder {item.default}."
