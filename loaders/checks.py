"""Each record by itself: is its kind known, are its fields right? What passes is staged, the rest are problems.

A record that is rejected is still staged as far as it can be read, so that the checks of the records together find what
else is wrong with it, and do not say of the records that point to it that they point to nothing. Nothing of it is ever
written: one problem, and nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from loaders import wording
from loaders.cleaning import as_links, as_text, cleaned, storable
from loaders.dataset import Description
from loaders.records import Record
from loaders.staging import Staging, canonical
from schema.base import Link, Node, RelationshipType
from schema.catalogue import (
    KIND_OF_COLLECTION,
    KINDS,
    RELATIONSHIP_OF_FIELD,
    RELATIONSHIPS,
    Kind,
    Property,
    link_properties,
)
from schema.errors import Place, Problem

KEPT_PROBLEMS = 1000
LONGEST_INDEXED = 2000
"""Longest text of an indexed property: Neo4j's index takes about 8,000 bytes, and a letter may be four."""


class Problems:
    """Collects problems; keeps the first thousand and counts the rest.

    `incomplete` is set where records could not be read at all: then it cannot be said that something is missing.
    """

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.total = 0
        self.incomplete = False

    def add(self, place: Place, value: Any, reason: str, remedy: str) -> None:
        """Note one problem."""
        self.keep(Problem(place, "" if value is None else str(value)[:200], reason, remedy))

    def keep(self, problem: Problem) -> None:
        """Note a problem that is described already."""
        self.total += 1
        if len(self.kept) < KEPT_PROBLEMS:
            self.kept.append(problem)


def _texts(properties: Iterable[Property]) -> frozenset[str]:
    return frozenset(item.name for item in properties if item.type is str)


class _Shape:
    """What is needed again for every record of a kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.properties = {item.name: item for item in kind.properties}
        self.texts = _texts(kind.properties)
        self.ends = {end.relationship.field_name: end for end in kind.ends}
        self.attributes = {end.attribute for end in kind.ends}
        self.codes = [item for item in kind.properties if item.codes_from]
        self.searched = [name for name in ("name", "text", "code", "number") if name in self.properties]


class _LinkShape:
    """What is needed again for every relationship of a type."""

    def __init__(self, relationship: RelationshipType) -> None:
        self.relationship = relationship
        properties = link_properties(relationship.link)
        self.properties = {item.name: item for item in properties}
        self.texts = _texts(properties)
        self.mentions = [item for item in properties if item.refers_to]


_SHAPES = {kind.collection: _Shape(kind) for kind in KINDS.values()}
_LINK_SHAPES = {name: _LinkShape(relationship) for name, relationship in RELATIONSHIPS.items()}


class Checker:
    """Checks records one at a time and stages them."""

    def __init__(self, description: Description, staging: Staging, problems: Problems) -> None:
        self._dataset = description.id
        self._source = description.default_source
        self._certainty = str(description.default_certainty)
        self._staging = staging
        self._problems = problems
        self._told: set[tuple[str, ...]] = set()

    def check(self, record: Record) -> None:
        """Stage the record, and note its problems."""
        if record.collection in _SHAPES:
            self._check_node(record, _SHAPES[record.collection])
        elif record.collection in RELATIONSHIP_OF_FIELD:
            self._check_link_row(record, _LINK_SHAPES[RELATIONSHIP_OF_FIELD[record.collection].name])
        else:
            self._unknown_collection(record)

    def _full_id(self, local: str) -> str:
        return local if ":" in local else f"{self._dataset}:{local}"

    def _first_time(self, *what: str) -> bool:
        """Whether this is new: one wrong heading is one problem, however many rows stand under it."""
        new = what not in self._told
        self._told.add(what)
        return new

    def _unknown_collection(self, record: Record) -> None:
        self._problems.incomplete = True
        at = record.place
        if self._first_time(at.file, at.sheet, record.collection):
            self._problems.add(
                at,
                record.collection,
                f"«{record.collection}» er ikke en samling programmet kjenner.",
                wording.near(record.collection, [*KIND_OF_COLLECTION, *RELATIONSHIP_OF_FIELD])
                or "Samlingene står i docs/model.md; `styring template` lager en arbeidsbok med alle.",
            )

    def _check_node(self, record: Record, shape: _Shape) -> None:
        values = self._prepared(record, shape)
        try:
            node = shape.kind.cls.model_validate(values)
        except ValidationError as error:
            for detail in error.errors():
                self._note_node_error(record, shape, detail)
            failed = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]}
            self._stage_rejected(record, shape, values, failed)
        else:
            self._stage_node(record, shape, node)

    def _prepared(self, record: Record, shape: _Shape) -> dict[str, Any]:
        values: dict[str, Any] = cleaned(record.values)
        for name, value in values.items():
            if name in shape.ends:
                relationship = _LINK_SHAPES[shape.ends[name].relationship.name]
                values[name] = [_with_texts(item, relationship.texts) for item in as_links(value)]
        values = _with_texts(values, shape.texts)
        if isinstance(values.get("id"), str):
            values["id"] = values["id"].strip().removeprefix(f"{self._dataset}:")
        return values

    def _note_node_error(self, record: Record, shape: _Shape, detail: ErrorDetails) -> None:
        name = str(detail["loc"][0]) if detail["loc"] else ""
        if name in shape.ends:
            link_shape = _LINK_SHAPES[shape.ends[name].relationship.name]
            reason, remedy = wording.of_link(detail, link_shape.relationship, link_shape.properties)
        elif detail["type"] == "extra_forbidden":
            self._note_unknown_field(record, name, *wording.of_unknown_field(name, shape.kind))
            return
        else:
            reason, remedy = wording.of_field(detail, shape.properties.get(name), shape.kind.bokmaal)
        self._problems.add(record.at(name), _shown(detail), reason, remedy)

    def _note_unknown_field(self, record: Record, name: str, reason: str, remedy: str) -> None:
        at = record.at(name)
        if not record.heading:
            self._problems.add(at, name, reason, remedy)
        elif self._first_time(at.file, at.sheet, record.collection, name):
            self._problems.add(Place(at.file, at.sheet, record.heading, name), name, reason, remedy)

    def _stage_node(self, record: Record, shape: _Shape, node: Node) -> None:
        body = node.model_dump(mode="json", exclude_none=True, exclude=shape.attributes)
        body = {name: value for name, value in body.items() if value != []}
        self._note_unstorable(record, body, shape.properties)
        full = self._full_id(node.id)
        body.setdefault("source", self._source)
        body.setdefault("certainty", self._certainty)
        body.update(id=full, kind=shape.kind.name, dataset=self._dataset)
        body["search"] = " ".join([*(str(body[name]) for name in shape.searched if name in body), node.id]).lower()
        self._stage_body(record, shape, body)
        for name, end in shape.ends.items():
            for link in getattr(node, end.attribute):
                self._stage_link(record, name, _LINK_SHAPES[end.relationship.name], full, link, body)

    def _stage_body(self, record: Record, shape: _Shape, body: dict[str, Any]) -> None:
        at = record.place
        valid = body.get("valid_from"), body.get("valid_to")
        self._staging.add(
            "node", body["id"], shape.kind.name, canonical(_kept(body)), *valid, at.file, at.sheet, at.row
        )
        for item in shape.codes:
            if item.name in body:
                self._staging.add("code_use", item.codes_from, body[item.name], *_spread(record.at(item.name)))

    def _stage_rejected(self, record: Record, shape: _Shape, values: dict[str, Any], failed: set[str]) -> None:
        if "id" in failed or "id" not in values:
            return
        full = self._full_id(values["id"])
        codes = {"code", *(item.name for item in shape.codes)} - failed
        body = {name: value for name, value in values.items() if name in codes}
        self._stage_body(record, shape, {**body, "id": full})
        owner = {"source": self._source, "certainty": self._certainty, "illustrative": False}
        for name, end in shape.ends.items():
            for item in values.get(name, []):
                try:
                    link = end.relationship.link.model_validate(item)
                except ValidationError:
                    self._staging.add("unread", full, end.relationship.name)
                else:
                    self._stage_link(record, name, _LINK_SHAPES[end.relationship.name], full, link, owner)

    def _stage_link(
        self, record: Record, field: str, shape: _LinkShape, start: str, link: Link, owner: dict[str, Any]
    ) -> None:
        body = link.model_dump(mode="json", exclude_none=True, exclude={"to"})
        body = {name: value for name, value in body.items() if value != []}
        at = record.at(field)
        self._note_unstorable(record, body, shape.properties)
        for name in ("source", "certainty", "illustrative"):
            body.setdefault(name, owner[name])
        for item in shape.mentions:
            if item.name in body:
                body[item.name] = self._full_id(body[item.name])
                self._staging.add("mention", body[item.name], ",".join(item.refers_to), *_spread(at))
        key = "|".join(str(body.get(name, "")) for name in shape.relationship.link.KEY)
        self._staging.add(
            "link",
            shape.relationship.name,
            start,
            self._full_id(link.to),
            key,
            canonical(_kept({**body, "key": key})),
            body.get("valid_from"),
            body.get("valid_to"),
            *_spread(at),
        )

    def _note_unstorable(self, record: Record, body: dict[str, Any], properties: dict[str, Property]) -> None:
        for name, value in body.items():
            label = f"«{properties[name].bokmaal}» ({name})"
            if properties[name].indexed and isinstance(value, str) and len(value) > LONGEST_INDEXED:
                self._problems.add(
                    record.at(name),
                    value,
                    f"{label} er {len(value)} tegn, men kan være høyst {LONGEST_INDEXED}.",
                    "Kort den ned, og skriv det lange i «text».",
                )
            elif not storable(value):
                if isinstance(value, str | list):
                    reason, remedy = "har et tegn som ikke er tekst.", "Skriv teksten på nytt, uten styretegn."
                else:
                    reason, remedy = f"er «{value}», som ikke kan lagres.", "Skriv et tall av rimelig størrelse."
                self._problems.add(record.at(name), None, f"{label} {reason}", remedy)

    def _check_link_row(self, record: Record, shape: _LinkShape) -> None:
        values = _with_texts(cleaned(record.values), shape.texts | {"from", "to"})
        start = values.pop("from", None)
        if not isinstance(start, str):
            self._problems.add(record.at("from"), start, "«from» mangler.", "Skriv id-en som relasjonen går ut fra.")
        try:
            link = shape.relationship.link.model_validate(values)
        except ValidationError as error:
            for detail in error.errors():
                self._note_link_row_error(record, shape, detail)
            if isinstance(start, str):
                self._staging.add("unread", self._full_id(start.strip()), shape.relationship.name)
            return
        if isinstance(start, str):
            owner = {"source": self._source, "certainty": self._certainty, "illustrative": False}
            self._stage_link(record, "to", shape, self._full_id(start.strip()), link, owner)

    def _note_link_row_error(self, record: Record, shape: _LinkShape, detail: ErrorDetails) -> None:
        name = str(detail["loc"][0]) if detail["loc"] else ""
        reason, remedy = wording.of_link(detail, shape.relationship, shape.properties)
        if detail["type"] == "extra_forbidden":
            self._note_unknown_field(record, name, reason, remedy)
        else:
            self._problems.add(record.at(name), _shown(detail), reason, remedy)


def _with_texts(values: Any, texts: Iterable[str]) -> Any:
    """The values, those of text properties as text."""
    if not isinstance(values, dict):
        return values
    return {name: as_text(value) if name in texts else value for name, value in values.items()}


def _kept(body: dict[str, Any]) -> dict[str, Any]:
    """The body without what cannot be stored; that it is there has been noted as a problem."""
    return {name: value for name, value in body.items() if storable(value)}


def _spread(place: Place) -> tuple[str, str, int, str]:
    return place.file, place.sheet, place.row, place.column


def _shown(detail: ErrorDetails) -> Any:
    """The value that an error is about: none where a field is missing or the whole record is meant."""
    whole = detail["type"] in {"missing", "interval"} or not detail["loc"]
    return None if whole else detail["input"]
