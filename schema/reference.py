"""The reference of the model, docs/model.md, written from the declarations. `styring docs` writes it anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from schema.base import Area, Link, Node
from schema.catalogue import (
    ANY_KIND,
    KINDS,
    RELATIONSHIPS,
    THREAD,
    End,
    Kind,
    Property,
    enumerations,
    incoming,
    link_properties,
)
from schema.values import Code

_TYPES: dict[type, str] = {str: "text", int: "whole number", float: "number", bool: "yes/no", date: "day"}
_BOUNDS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def render() -> str:
    """Return the reference: areas, kinds, fields, relationships in both directions, closed lists."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from (
        "# The model",
        "",
        "<!-- Written by `styring docs` from the declarations in schema/. Changes made here are lost. -->",
        "",
        f"{len(KINDS)} kinds of node and {len(RELATIONSHIPS)} types of relationship. Names people see stand in "
        "parentheses, in bokmål.",
        "",
        "Every kind also has the [common fields](#common-fields). A record's collection is the name it stands under in "
        "dataset files. Days are half-open: `valid_to` is the first day a fact no longer holds.",
        "",
        "| Area | Kinds |",
        "|---|---|",
    )
    for area in Area:
        links = ", ".join(f"[{kind.name}](#{kind.name.lower()})" for kind in _of_area(area))
        yield f"| {area.bokmaal} | {links} |"
    yield from ("", "## Common fields", "")
    common = next(iter(KINDS.values()))
    yield from _property_table([item for item in common.properties if item.name in Node.model_fields], Node)
    for area in Area:
        yield from ("", f"## {area.bokmaal}", "", area.description)
        for kind in _of_area(area):
            yield from _kind(kind)
    yield from _relationships()
    yield from _enumerations()


def _of_area(area: Area) -> list[Kind]:
    return [kind for kind in KINDS.values() if kind.area == area.value]


def _kind(kind: Kind) -> Iterator[str]:
    yield from ("", f"### {kind.name}", "", f"({kind.bokmaal}) {kind.description}", "")
    yield f"Collection: `{kind.collection}`"
    own = [item for item in kind.properties if item.name not in Node.model_fields]
    if own:
        yield ""
        yield from _property_table(own, kind.cls)
    if kind.ends:
        yield from ("", "| Relationship | To | How many | Meaning |", "|---|---|---|---|")
        for end in kind.ends:
            item = end.relationship
            yield (
                f"| `{item.field_name}` ({item.bokmaal}) | {_kinds(end.kinds)} | {_how_many(end)} "
                f"| {_cell(item.description)} |"
            )
    pointing = incoming(kind)
    if pointing:
        yield from ("", "| Seen from here | From |", "|---|---|")
        inverses: dict[str, list[str]] = {}
        for start, end in pointing:
            item = end.relationship
            inverses.setdefault(f"`{item.inverse}` ({item.bokmaal_inverse})", []).append(start.name)
        for name, starts in inverses.items():
            yield f"| {name} | {_kinds(starts)} |"


def _property_table(properties: Sequence[Property], cls: type[Node] | None) -> Iterator[str]:
    yield "| Field | Type | Required | Meaning |"
    yield "|---|---|---|---|"
    for item in properties:
        limits = _limits(cls, item.name) if cls else ""
        required = "yes" if item.required else "no" if item.default in (None, []) else f"no; `{_default(item)}`"
        yield (f"| `{item.name}` ({item.bokmaal}) | {_type(item)}{limits} | {required} | {_cell(item.description)} |")


def _default(item: Property) -> str:
    return str(item.default).lower() if isinstance(item.default, bool) else str(item.default)


def _type(item: Property) -> str:
    if item.refers_to:
        name = f"id of {_kinds(item.refers_to)}"
    elif item.codes_from:
        name = f"code of a {_kinds([item.codes_from])}"
    elif issubclass(item.type, Code):
        name = f"[{item.type.__name__}](#{item.type.__name__.lower()})"
    else:
        name = _TYPES[item.type]
    return f"{'list of ' if item.many else ''}{name}{f' ({item.unit})' if item.unit else ''}"


def _limits(cls: type[Node], name: str) -> str:
    found = []
    for limit in cls.model_fields[name].metadata:
        found += [f"{sign} {getattr(limit, bound)}" for bound, sign in _BOUNDS.items() if hasattr(limit, bound)]
    return f", {' and '.join(found)}" if found else ""


def _kinds(names: Sequence[str]) -> str:
    return ", ".join("any kind" if name == ANY_KIND else f"[{name}](#{name.lower()})" for name in names)


def _how_many(end: End) -> str:
    if end.at_least:
        return "exactly one" if end.at_most == 1 else "at least one"
    return "at most one" if end.at_most == 1 else "any number"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _relationships() -> Iterator[str]:
    yield from (
        "",
        "## Relationship types",
        "",
        "They point from the concrete to the general, from what depends to what it rests on. Those marked *thread* are "
        "followed from a tiltak up to the SDGs; those marked *no rings* may not come back to where they began. All may "
        "have `valid_from`, `valid_to`, `source`, `certainty`, `illustrative` and `note`.",
        "",
        "| Type | Read forwards | Read backwards | Marked | Properties of its own | Meaning |",
        "|---|---|---|---|---|---|",
    )
    common = {item.name for item in link_properties(Link)}
    for name, item in RELATIONSHIPS.items():
        marks = ", ".join(mark for mark, holds in (("thread", name in THREAD), ("no rings", item.acyclic)) if holds)
        own = ", ".join(
            f"`{each.name}` ({each.bokmaal}): {_type(each)}"
            for each in link_properties(item.link)
            if each.name not in common
        )
        yield (
            f"| `{name}` | {item.bokmaal} | `{item.inverse}` ({item.bokmaal_inverse}) | {marks} | {own} "
            f"| {_cell(item.description)} |"
        )


def _enumerations() -> Iterator[str]:
    yield from ("", "## Closed lists")
    for enumeration in enumerations():
        description = " ".join((enumeration.__doc__ or "").split())
        yield from ("", f"### {enumeration.__name__}", "", description, "")
        yield from ("| Value | Name | Meaning |", "|---|---|---|")
        for member in enumeration:
            yield f"| `{member.value}` | {member.bokmaal} | {_cell(member.description)} |"
