"""What every node kind and relationship has in common, and the words a kind is declared with.

A kind is a pydantic class that inherits Node. Its class name is the label, its docstring the English description, its
fields the properties; fields made with `link` are relationships. Nothing else is needed to add a kind: constraints,
validation, loading, GraphQL type, template and documentation follow from the class.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from schema.values import AnyId, Certainty, Code, Confidentiality, Day, LocalId, Text, YesNo, refused


class Area(Code):
    """The parts of governance that node kinds belong to."""

    SDG = "sdg", "FNs bærekraftsmål", "The United Nations' sustainable development goals."
    GOALS = "goals", "Målstruktur", "From vision to tiltak."
    PLANS = "plans", "Plansystem", "Plans, their versions and the documents that follow from them."
    ORGANISATION = "organisation", "Organisasjon", "Bodies, units, posts and the people who hold them."
    AUTHORITY = "authority", "Myndighet", "Law, original authority, delegations, bars and decisions."
    GOVERNANCE = "governance", "Styringsmodeller", "Line, projects, contracts, ownership and collaboration."
    PRINCIPLES = "principles", "Styringsprinsipper", "Indicators, risk, internal control and improvement."
    RHYTHM = "rhythm", "Årshjul og rapportering", "Activities, reports, assessments and dialogues."
    FRAMEWORK = "framework", "Rammeverk", "The framework for smart, sustainable communities."


def field(
    bokmaal: str,
    description: str,
    *,
    default: Any = ...,
    unit: str = "",
    indexed: bool = False,
    codes_from: str = "",
    refers_to: tuple[str, ...] = (),
    **constraints: Any,
) -> Any:
    """Declare a property: its bokmål name, its English description, and what pydantic should hold it to.

    Args:
        bokmaal: The name people see.
        description: One English sentence.
        default: Value when the record is silent; without it the property must be given.
        unit: Unit of a number, such as `NOK`, `years` or `per cent`.
        indexed: Whether the database keeps an index on it.
        codes_from: Name of a kind whose records' `code` values are the allowed values, where municipalities differ.
        refers_to: Kinds of node whose id the value is, for a property that names a third node.
        constraints: Passed on to pydantic, such as `ge=0`.
    """
    extra: dict[str, Any] = {
        "unit": unit,
        "indexed": indexed,
        "codes_from": codes_from,
        "refers_to": list(refers_to),
    }
    return Field(default, title=bokmaal, description=description, json_schema_extra=extra, **constraints)


class Validity(BaseModel):
    """A half-open interval of days: `valid_from` is the first day, `valid_to` the first day after. Missing is open."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    valid_from: Day | None = field("Gyldig fra", "First day the fact holds; missing means since always.", default=None)
    valid_to: Day | None = field("Gyldig til", "First day it no longer holds; missing means still.", default=None)

    @model_validator(mode="after")
    def _end_after_start(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise PydanticCustomError(
                "interval", "{end} is not after {start}", {"start": str(self.valid_from), "end": str(self.valid_to)}
            )
        return self


class Link(Validity):
    """A relationship from a record to another node. Source, certainty and illustrative default to the record's own."""

    to: AnyId = field("Til", "Id of the node the relationship points to.")
    source: Text | None = field("Kilde", "Document, page or case number the fact stands in.", default=None)
    certainty: Certainty | None = field("Sikkerhet", "How sure the fact is.", default=None)
    illustrative: YesNo | None = field("Illustrasjon", "True where the fact is made up as an example.", default=None)
    note: Text | None = field("Merknad", "Remark for the reader.", default=None)

    KEY: ClassVar[tuple[str, ...]] = ("valid_from",)
    """Properties that tell two relationships of the same type between the same two nodes apart."""


LinkT = TypeVar("LinkT", bound=Link)


def _as_links(value: Any) -> Any:
    """Read one id, ids separated by `;`, a list of ids, or a list of `{to: id, …}` as a list of mappings."""
    if value is None:
        return []
    if isinstance(value, str):
        return [{"to": part.strip()} for part in value.split(";") if part.strip()]
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        return [{"to": item} if isinstance(item, str | int | float) else item for item in value]
    return value


Links = Annotated[list[LinkT], BeforeValidator(_as_links)]


@dataclass(frozen=True)
class RelationshipType:
    """A relationship type, with its name in both directions.

    Attributes:
        name: The type as stored, `CARRIES_OUT`.
        inverse: Field name seen from the other end, `carried_out_by`.
        bokmaal: Read from start to end, "utfører".
        bokmaal_inverse: Read from end to start, "utføres av".
        description: One English sentence.
        link: Class of its properties.
        acyclic: A chain of this type that comes back to where it began is an error.
        thread: It is part of the red thread, from tiltak up to the SDGs.
        across_time: It joins the new to the old, or looks back: the one may begin when the other has ended.
    """

    name: str
    inverse: str
    bokmaal: str
    bokmaal_inverse: str
    description: str
    link: type[Link] = Link
    acyclic: bool = False
    thread: bool = False
    across_time: bool = False

    @property
    def field_name(self) -> str:
        """The name of the relationship in records and, in camel case, in GraphQL."""
        return self.name.lower()


def link(relationship: RelationshipType, *kinds: str, at_least: int = 0, at_most: int | None = None) -> Any:
    """Declare that a kind has a relationship to nodes of these kinds (`Node` alone: to any kind).

    `at_least` and `at_most` count the relationships that hold at the same time. A name that Python keeps for itself has
    an underscore after it in the class and none in records: `from_` is read from `from`.
    """
    extra: dict[str, Any] = {
        "relationship": relationship.name,
        "kinds": list(kinds),
        "at_least": at_least,
        "at_most": at_most,
    }
    return Field(
        default_factory=list,
        alias=relationship.field_name,
        title=relationship.bokmaal.capitalize(),
        description=relationship.description,
        json_schema_extra=extra,
    )


class Node(Validity):
    """What every node has: an id, a name, when it holds, where it is known from, how sure it is and who may see it."""

    id: LocalId = field("Id", "Identifier, unique within the dataset; stored with the dataset's id in front.")
    name: Text = field("Navn", "What people call it.", indexed=True)
    text: Text | None = field("Beskrivelse", "Longer text, where the name does not say it all.", default=None)
    source: Text | None = field(
        "Kilde", "The most official document, page or case number it stands in; default is the dataset's.", default=None
    )
    certainty: Certainty | None = field("Sikkerhet", "How sure it is; default is the dataset's.", default=None)
    illustrative: YesNo = field("Illustrasjon", "True where the record is made up as an example.", default=False)
    confidentiality: Confidentiality = field("Tilgang", "Who may see it.", default=Confidentiality.PUBLIC)
    note: Text | None = field("Merknad", "Remark for the reader.", default=None)

    ORDERED: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pairs of properties of which the second, where both are given, may not be less than the first."""

    OPEN: ClassVar[bool] = False
    """Whether it is public always. What authority and control are reckoned from must be: a bar, or a class of shares,
    that somebody may not see would turn a no into a yes for them."""

    BOKMAAL: ClassVar[str] = "Node"
    AREA: ClassVar[Area]
    COLLECTION: ClassVar[str]

    @model_validator(mode="after")
    def _open_to_all(self) -> Self:
        if self.OPEN and self.confidentiality is not Confidentiality.PUBLIC:
            raise refused(
                f"{self.BOKMAAL} kan ikke være {self.confidentiality.bokmaal.lower()}: noe regnes ut av det.",
                "Sett tilgangen (confidentiality) til public, og legg det som må skjermes, i en annen post.",
            )
        return self

    def __init_subclass__(
        cls, *, bokmaal: str = "", area: Area | None = None, collection: str = "", public: bool = False
    ) -> None:
        super().__init_subclass__()
        if area is not None:
            cls.OPEN = public
            cls.BOKMAAL = bokmaal
            cls.AREA = area
            cls.COLLECTION = collection or _plural(_snake(cls.__name__))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for low, high in self.ORDERED:
            first, last = getattr(self, low), getattr(self, high)
            if first is not None and last is not None and last < first:
                names = [type(self).model_fields[name].title for name in (low, high)]
                raise refused(
                    f"«{names[1]}» ({high}) er {last}, som er mindre enn «{names[0]}» ({low}), {first}.",
                    "Rett den ene, eller bytt dem om.",
                )
        return self


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def holds(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    """Whether the half-open interval holds the day."""
    return (valid_from is None or valid_from <= on) and (valid_to is None or on < valid_to)
