"""The declared model holds together, and one class is all it takes to add a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from graph.constraints import statements
from loaders.columns import of_kind
from loaders.template import write_template
from loaders.workbook import LONGEST_LIST, LONGEST_SHEET_NAME
from schema.base import Area, Link, Links, Node, RelationshipType, field, link
from schema.catalogue import (
    AREA_MODULES,
    KIND_OF_COLLECTION,
    KINDS,
    RELATIONSHIP_OF_FIELD,
    RELATIONSHIPS,
    Kind,
    Property,
    build,
    enumerations,
    link_properties,
)
from schema.errors import ModelError
from schema.reference import render
from schema.relationships import PART_OF, RESPONSIBLE, Responsibility
from schema.values import Text, Whole

NORWEGIAN_COLLECTIONS = {
    "Oppdrag": "oppdrag",
    "Tiltak": "tiltak",
    "Oppdragsbrev": "oppdragsbrev",
    "Lederavtale": "lederavtaler",
    "Eierskapsmelding": "eierskapsmeldinger",
}
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
each_relationship = pytest.mark.parametrize("relationship", RELATIONSHIPS.values(), ids=lambda item: item.name)


def properties() -> Iterator[tuple[str, Property]]:
    for kind in KINDS.values():
        for item in kind.properties:
            yield f"{kind.name}.{item.name}", item
    for name, relationship in RELATIONSHIPS.items():
        for item in link_properties(relationship.link):
            yield f"{name}.{item.name}", item


@each_kind
def test_a_kind_has_a_description_a_bokmaal_name_and_a_collection(kind: Kind) -> None:
    assert kind.description[0].isupper() and kind.description.endswith(".")
    assert kind.bokmaal and kind.bokmaal != "Node"
    assert kind.area in {area.value for area in Area}


@each_kind
def test_a_collection_is_the_label_in_snake_case_and_plural(kind: Kind) -> None:
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.name).lower()
    if kind.name in NORWEGIAN_COLLECTIONS:
        assert kind.collection == NORWEGIAN_COLLECTIONS[kind.name]
    elif snake.endswith("y"):
        assert kind.collection == snake[:-1] + "ies"
    else:
        assert kind.collection in {snake + "s", snake + "es"}
    assert KIND_OF_COLLECTION[kind.collection] is kind


@each_relationship
def test_a_relationship_has_names_in_both_directions_and_a_description(relationship: RelationshipType) -> None:
    assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", relationship.name)
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", relationship.inverse)
    assert relationship.bokmaal and relationship.bokmaal_inverse
    assert relationship.description[0].isupper() and relationship.description.endswith(".")


@each_relationship
def test_a_relationship_is_used_by_some_kind(relationship: RelationshipType) -> None:
    assert any(kind.end(relationship.name) for kind in KINDS.values())


def test_every_property_is_described_and_has_a_bokmaal_name() -> None:
    for name, item in properties():
        assert item.bokmaal and item.bokmaal[0].isupper(), name
        assert item.description and item.description.endswith("."), name


def test_every_choice_has_a_bokmaal_name_and_a_description() -> None:
    for enumeration in enumerations():
        assert enumeration.__doc__, enumeration
        names = [member.bokmaal for member in enumeration]
        assert len(set(names)) == len(names), enumeration
        for member in enumeration:
            assert member.bokmaal and member.description.endswith("."), member


def test_names_are_unique() -> None:
    for names in (
        [kind.bokmaal for kind in KINDS.values()],
        [kind.collection for kind in KINDS.values()],
        [item.field_name for item in RELATIONSHIPS.values()] + [item.inverse for item in RELATIONSHIPS.values()],
        [kind.name.lower() for kind in KINDS.values()] + [item.__name__.lower() for item in enumerations()],
    ):
        assert sorted(names) == sorted(set(names))


def test_a_relationship_with_properties_of_its_own_is_not_called_what_a_collection_is_called() -> None:
    # Each has a file of its own, named after it.
    shared = set(KIND_OF_COLLECTION) & set(RELATIONSHIP_OF_FIELD)
    assert [name for name in shared if RELATIONSHIP_OF_FIELD[name].link is not Link] == []


@each_kind
def test_the_fields_relationships_and_inverse_relationships_of_a_kind_have_different_names(kind: Kind) -> None:
    fields = [item.name for item in kind.properties] + [end.relationship.field_name for end in kind.ends]
    inverses = {end.relationship.inverse for start in KINDS.values() for end in start.ends if end.allows(kind.name)}
    names = [*fields, *inverses]
    assert sorted(names) == sorted(set(names))
    assert not {"from", "to", "kind", "dataset", "search", "key"} & {item.name for item in kind.properties}


def test_names_fit_on_a_sheet_and_choices_in_a_drop_down() -> None:
    names = [*KIND_OF_COLLECTION, *RELATIONSHIP_OF_FIELD]
    assert [name for name in names if len(name) > LONGEST_SHEET_NAME] == []
    assert not {"dataset", "veiledning"} & set(names)
    lists = {item.__name__: ",".join(str(member.value) for member in item) for item in enumerations()}
    assert {name: text for name, text in lists.items() if len(text) > LONGEST_LIST} == {}
    assert [name for name, text in lists.items() if '"' in text or ";" in text] == []


def test_only_the_limits_that_loading_knows_are_declared() -> None:
    for kind in KINDS.values():
        for end in kind.ends:
            assert end.at_least in (0, 1) and end.at_most in (None, 1), (kind.name, end.relationship.name)


def test_the_values_that_codes_are_taken_from_are_codes() -> None:
    for name, item in properties():
        if item.codes_from:
            assert "code" in {other.name for other in KINDS[item.codes_from].properties}, name
        assert all(kind in KINDS for kind in item.refers_to), name


def test_every_tiltak_has_a_deadline_and_a_responsible_and_every_goal_an_sdg_status() -> None:
    tiltak = KINDS["Tiltak"]
    assert next(item for item in tiltak.properties if item.name == "deadline").required
    responsible = tiltak.end("RESPONSIBLE")
    assert responsible is not None and responsible.at_least == 1 and responsible.kinds == ("Post",)
    assert next(item for item in KINDS["Goal"].properties if item.name == "sdg_status").required


# Adding a kind


@pytest.fixture
def area() -> ModuleType:
    """A module of its own with one new kind in it."""
    module = ModuleType("schema.lighthouses")

    class Lighthouse(Node, bokmaal="Fyrlykt", area=Area.GOVERNANCE):
        """A lighthouse that the municipality runs."""

        height: Whole = field("Høyde", "Height above the sea.", unit="months", ge=1, indexed=True)
        part_of: Links[Link] = link(PART_OF, "Unit", "Lighthouse", at_most=1)
        responsible: Links[Responsibility] = link(RESPONSIBLE, "Post", at_least=1)

    Lighthouse.__module__ = module.__name__
    vars(module)["Lighthouse"] = Lighthouse
    return module


@pytest.fixture
def with_lighthouses(area: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Kind:
    kinds = build((*AREA_MODULES, area), RELATIONSHIPS)
    monkeypatch.setitem(KINDS, "Lighthouse", kinds["Lighthouse"])
    return kinds["Lighthouse"]


def test_one_new_class_is_a_kind_with_collection_constraints_and_columns(with_lighthouses: Kind) -> None:
    assert with_lighthouses.collection == "lighthouses"
    assert "CREATE INDEX lighthouse_height IF NOT EXISTS FOR (n:Lighthouse) ON (n.height)" in list(statements())
    columns = {column.name: column for column in of_kind(with_lighthouses)}
    assert columns["height"].hints == ("Høyde", "Et helt tall i måneder.", "Minst 1", "Må fylles ut.")
    assert columns["part_of"].hints[1] == "Id-en til enhet eller fyrlykt."


def test_one_new_class_is_in_the_reference_in_both_directions(with_lighthouses: Kind) -> None:
    text = render()
    section = text.partition("### Lighthouse\n")[2].partition("\n### ")[0]
    assert "(Fyrlykt) A lighthouse that the municipality runs." in section
    assert "| `height` (Høyde) | whole number (months), ≥ 1 | yes | Height above the sea. |" in section
    assert "| `part_of` (er del av) | [Unit](#unit), [Lighthouse](#lighthouse) | at most one |" in section
    assert "| `has_part` (består av) | [Lighthouse](#lighthouse) |" in section
    unit = text.partition("### Unit\n")[2].partition("\n### ")[0]
    assert "[Lighthouse](#lighthouse)" in unit


def test_one_new_class_has_a_sheet_in_the_template(with_lighthouses: Kind, tmp_path: Path) -> None:
    write_template(tmp_path / "mal.xlsx", ["Lighthouse"])
    book = openpyxl.load_workbook(tmp_path / "mal.xlsx")
    assert book.sheetnames == ["veiledning", "dataset", "lighthouses", "responsible"]
    assert "height" in [cell.value for cell in book["lighthouses"][1]]


def test_one_new_class_checks_its_records(with_lighthouses: Kind) -> None:
    made = with_lighthouses.cls.model_validate({"id": "a", "name": "A", "height": "12", "part_of": "b"})
    assert (made.height, made.part_of[0].to) == (12, "b")  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        with_lighthouses.cls.model_validate({"id": "a", "name": "A", "height": 0})


# What the model refuses


def kinds_of(**classes: Any) -> dict[str, Kind]:
    module = ModuleType("schema.tried")
    for name, cls in classes.items():
        cls.__module__ = module.__name__
        vars(module)[name] = cls
    return build((module,), {"PART_OF": PART_OF, "RESPONSIBLE": RESPONSIBLE})


def test_a_kind_without_a_docstring_is_refused() -> None:
    class Silent(Node, bokmaal="Taus", area=Area.GOALS):
        pass

    with pytest.raises(ModelError, match="Silent has no docstring"):
        kinds_of(Silent=Silent)


def test_a_field_without_a_bokmaal_name_is_refused() -> None:
    class Bare(Node, bokmaal="Naken", area=Area.GOALS):
        """A kind with a bare field."""

        plain: Text | None = None

    with pytest.raises(ModelError, match=r"Bare\.plain has no bokmål name"):
        kinds_of(Bare=Bare)


def test_a_relationship_to_a_kind_that_nobody_declared_is_refused() -> None:
    class Lost(Node, bokmaal="Borte", area=Area.GOALS):
        """A kind that points to nothing."""

        part_of: Links[Link] = link(PART_OF, "Nowhere")

    with pytest.raises(ModelError, match=r"Lost\.part_of points to Nowhere"):
        kinds_of(Lost=Lost)


def test_a_relationship_under_another_name_or_with_other_properties_is_refused() -> None:
    class Renamed(Node, bokmaal="Omdøpt", area=Area.GOALS):
        """A kind with a field that is not called what its relationship is called."""

        within: Links[Link] = link(PART_OF, "Renamed")

    class Mixed(Node, bokmaal="Blandet", area=Area.GOALS):
        """A kind with the wrong properties for its relationship."""

        responsible: Links[Link] = link(RESPONSIBLE, "Mixed")

    with pytest.raises(ModelError, match="must be called part_of, after PART_OF"):
        kinds_of(Renamed=Renamed)
    with pytest.raises(ModelError, match=r"is Links\[Link\], but RESPONSIBLE has Responsibility"):
        kinds_of(Mixed=Mixed)


def test_a_field_of_a_type_that_cannot_be_stored_is_refused() -> None:
    class Odd(Node, bokmaal="Merkelig", area=Area.GOALS):
        """A kind with a field of an odd type."""

        odd: dict[str, str] = field("Merkelig", "A mapping.")

    with pytest.raises(ModelError, match="cannot be stored"):
        kinds_of(Odd=Odd)


def test_two_kinds_with_the_same_collection_are_refused() -> None:
    class First(Node, bokmaal="Første", area=Area.GOALS, collection="same"):
        """The first."""

    class Second(Node, bokmaal="Andre", area=Area.GOALS, collection="same"):
        """The second."""

    with pytest.raises(ModelError, match="share the collection same"):
        kinds_of(First=First, Second=Second)
