from pathlib import Path

import pytest

import api
from api.graphql.enums import enum_of
from api.graphql.names import camel, described, enum_value
from api.graphql.schema import sdl
from api.ids import full_id
from schema.catalogue import enumerations
from schema.errors import ModelError, QuestionError
from schema.values import Code


def test_the_schema_file_is_what_the_declarations_give() -> None:
    path = Path(api.__file__).with_name("schema.graphql")
    assert path.read_text(encoding="utf-8") == sdl(), "api/schema.graphql is out of date: run `python -m api.graphql`"


@pytest.mark.parametrize(
    ("stored", "name"),
    [
        ("builds_on", "BUILDS_ON"),
        ("til_nivaa", "TIL_NIVAA"),
        ("AS", "AS"),
        ("på-høring", "PAA_HOERING"),
        ("1. gang", "_1_GANG"),
        ("é", "E"),
    ],
)
def test_a_stored_value_becomes_a_name_that_graphql_allows(stored: str, name: str) -> None:
    assert enum_value(stored) == name


def test_every_closed_list_becomes_an_enum_with_a_name_for_each_value() -> None:
    for codes in enumerations():
        made = enum_of(codes)
        assert [member.value for member in made] == [member.value for member in codes]
        assert all(member.name.isascii() and member.name.isidentifier() for member in made)


def test_two_values_with_the_same_name_are_an_error_in_the_declaration() -> None:
    class Doubled(Code):
        """Two that differ only in case."""

        LOWER = "as", "A", "A."
        UPPER = "AS", "B", "B."

    with pytest.raises(ModelError, match="Doubled"):
        enum_of(Doubled)


def test_names_and_descriptions() -> None:
    assert [camel(name) for name in ("carries_out", "from_", "valid_from", "id")] == [
        "carriesOut",
        "from",
        "validFrom",
        "id",
    ]
    assert described("See `cut_by`.", "Avkortet av") == "See `cutBy`. Bokmål: Avkortet av."
    assert described("Who?", "Hvem?") == "Who? Bokmål: Hvem?"


def test_ids_as_people_write_them() -> None:
    assert [full_id(text) for text in ("11", "11.6", "17.19", "3.D", "asker:11", "lov:kommuneloven/13-1", " x ")] == [
        "sdg:11", "sdg:11.6", "sdg:17.19", "sdg:3.d", "asker:11", "lov:kommuneloven/13-1", "x",
    ]  # fmt: skip
    for text in ("", "  ", "x" * 301):
        with pytest.raises(QuestionError):
            full_id(text)
