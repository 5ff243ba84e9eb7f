"""Each record by itself: is its kind known, are its fields right? What passes is staged, the rest are problems."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from loaders import wording
from loaders.dataset import Description
from loaders.records import Record
from loaders.staging import Staging, canonical
from schema.base import Link, Node, RelationshipType
from schema.catalogue import KIND_OF_COLLECTION, KINDS, RELATIONSHIP_OF_FIELD, Kind, link_properties
from schema.errors import Place, Problem

KEPT_PROBLEMS = 1000
DATASET_SHEET = "dataset"


class Problems:
    """Collects problems; keeps the first thousand and counts the rest."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.total = 0

    def add(self, place: Place, value: Any, reason: str, remedy: str) -> None:
        """Note one problem."""
        self.total += 1
        if len(self.kept) < KEPT_PROBLEMS:
            self.kept.append(Problem(place, "" if value is None else str(value)[:200], reason, remedy))


class _Shape:
    """What is needed again for every record of a kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.properties = {item.name: item for item in kind.properties}
        self.ends = {end.relationship.field_name: end for end in kind.ends}
        self.attributes = {end.attribute for end in kind.ends}
        self.codes = [item for item in kind.properties if item.codes_from]
        self.searched = [name for name in ("name", "text", "code", "number") if name in self.properties]


SHAPES = {kind.collection: _Shape(kind) for kind in KINDS.values()}


class Checker:
    """Checks records one at a time and stages those that pass."""

    def __init__(self, description: Description, staging: Staging, problems: Problems) -> None:
        self._dataset = description.id
        self._source = description.default_source
        self._certainty = str(description.default_certainty)
        self._staging = staging
        self._problems = problems

    def full_id(self, local: str) -> str:
        """The id with its dataset in front."""
        return local if ":" in local else f"{self._dataset}:{local}"

    def check(self, record: Record) -> None:
        """Stage the record, or note its problems."""
        shape = SHAPES.get(record.collection)
        if shape is not None:
            self._check_node(record, shape)
        elif record.collection in RELATIONSHIP_OF_FIELD:
            self._check_link_row(record, RELATIONSHIP_OF_FIELD[record.collection])
        elif record.collection != DATASET_SHEET:
            self._unknown_collection(record)

    def _unknown_collection(self, record: Record) -> None:
        known = [*KIND_OF_COLLECTION, *RELATIONSHIP_OF_FIELD]
        hint = wording.near(record.collection, known)
        self._problems.add(
            record.place,
            record.collection,
            f"«{record.collection}» er ikke en samling programmet kjenner.",
            hint or "Samlingene står i docs/model.md; `styring template` lager en arbeidsbok med alle.",
        )

    def _check_node(self, record: Record, shape: _Shape) -> None:
        values = record.values
        if isinstance(values.get("id"), int | float):
            values = {**values, "id": str(values["id"])}
        texts = {name: str(value) for name, value in values.items() if self._is_text(shape, name) and _number(value)}
        try:
            node = shape.kind.cls.model_validate({**values, **texts})
        except ValidationError as error:
            for detail in error.errors():
                self._note_error(record, shape, detail)
            return
        self._stage_node(record, shape, node)

    def _is_text(self, shape: _Shape, name: str) -> bool:
        item = shape.properties.get(name)
        return item is not None and item.type is str and not item.many

    def _note_error(self, record: Record, shape: _Shape, detail: ErrorDetails) -> None:
        name = str(detail["loc"][0]) if detail["loc"] else ""
        place = record.at(name)
        if name in shape.ends:
            reason, remedy = _link_error(detail, shape.ends[name].relationship)
        elif detail["type"] == "extra_forbidden":
            reason, remedy = wording.of_unknown_field(name, shape.kind)
        else:
            reason, remedy = wording.of_field(detail, shape.properties.get(name), shape.kind.bokmaal)
        value = None if detail["type"] == "missing" else detail["input"]
        self._problems.add(place, value, reason, remedy)

    def _stage_node(self, record: Record, shape: _Shape, node: Node) -> None:
        body = node.model_dump(mode="json", exclude_none=True, exclude=shape.attributes)
        full = self.full_id(node.id)
        body.setdefault("source", self._source)
        body.setdefault("certainty", self._certainty)
        body.update(id=full, kind=shape.kind.name, dataset=self._dataset)
        body = {name: value for name, value in body.items() if value != []}
        searched = [str(body[name]) for name in shape.searched if name in body]
        body["search"] = " ".join([*searched, node.id]).lower()
        at = record.place
        self._staging.add(
            "node",
            full,
            shape.kind.name,
            canonical(body),
            body.get("valid_from"),
            body.get("valid_to"),
            at.file,
            at.sheet,
            at.row,
        )
        for item in shape.codes:
            if item.name in body:
                self._staging.add("code_use", item.codes_from, body[item.name], *_spread(record.at(item.name)))
        for name, end in shape.ends.items():
            for link in getattr(node, end.attribute):
                self._stage_link(record.at(name), end.relationship, full, link, body)

    def _stage_link(
        self, place: Place, relationship: RelationshipType, start: str, link: Link, owner: dict[str, Any]
    ) -> None:
        body = link.model_dump(mode="json", exclude_none=True, exclude={"to"})
        for name in ("source", "certainty", "illustrative"):
            body.setdefault(name, owner[name])
        for item in link_properties(relationship.link):
            if item.refers_to and item.name in body:
                body[item.name] = self.full_id(body[item.name])
                self._staging.add("mention", body[item.name], ",".join(item.refers_to), *_spread(place))
        body["key"] = "|".join(str(body.get(name, "")) for name in relationship.link.KEY)
        self._staging.add(
            "link",
            relationship.name,
            start,
            self.full_id(link.to),
            body["key"],
            canonical(body),
            body.get("valid_from"),
            body.get("valid_to"),
            *_spread(place),
        )

    def _check_link_row(self, record: Record, relationship: RelationshipType) -> None:
        values = {name: value for name, value in record.values.items() if name != "from"}
        start = record.values.get("from")
        if start is None:
            self._problems.add(record.at("from"), None, "«from» mangler.", "Skriv id-en som relasjonen går ut fra.")
            return
        if "to" in values:
            values["to"] = str(values["to"])
        try:
            link = relationship.link.model_validate(values)
        except ValidationError as error:
            for detail in error.errors():
                reason, remedy = _link_error(detail, relationship)
                name = str(detail["loc"][0]) if detail["loc"] else ""
                self._problems.add(record.at(name), detail["input"], reason, remedy)
            return
        owner = {"source": self._source, "certainty": self._certainty, "illustrative": False}
        self._stage_link(record.at("to"), relationship, self.full_id(str(start)), link, owner)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _spread(place: Place) -> tuple[str, str, int, str]:
    return place.file, place.sheet, place.row, place.column


def _link_error(detail: ErrorDetails, relationship: RelationshipType) -> tuple[str, str]:
    names = {item.name: item for item in link_properties(relationship.link)}
    last = next((str(part) for part in reversed(detail["loc"]) if isinstance(part, str)), "")
    if detail["type"] == "extra_forbidden":
        known = ["to", *names]
        hint = wording.near(last, known) or f"Feltene er {', '.join(known)}."
        return f"Relasjonen «{relationship.bokmaal}» har ikke noe felt som heter «{last}».", hint
    if last in names or detail["type"] == "interval":
        return wording.of_field(detail, names.get(last), f"Relasjonen «{relationship.bokmaal}»")
    if detail["type"] == "missing":
        return f"Relasjonen «{relationship.bokmaal}» mangler «{last}».", "Skriv id-en den peker på."
    return (
        f"«{detail['input']}» er ikke en id.",
        "En id er bokstaver, tall, punktum, bindestrek, understrek og skråstrek, med datasettets navn og kolon foran "
        "når den hører til et annet datasett (sdg:11.6).",
    )
