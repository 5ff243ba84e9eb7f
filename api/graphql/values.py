"""Values of properties written as text."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from api.graphql.names import enum_value
from schema.catalogue import Property
from schema.errors import QuestionError
from schema.values import Code, Day, Number, Text, Whole, YesNo

_READERS: dict[str, TypeAdapter[Any]] = {
    "str": TypeAdapter(Text),
    "int": TypeAdapter(Whole),
    "float": TypeAdapter(Number),
    "bool": TypeAdapter(YesNo),
    "date": TypeAdapter(Day),
}
_EXPECTED = {"str": "tekst", "int": "et helt tall", "float": "et tall", "bool": "true eller false", "date": "en dato"}


def read_value(item: Property, written: str) -> Any:
    """Return a property's value as stored, from text.

    Raises:
        QuestionError: The text is no such value.
    """
    if issubclass(item.type, Code):
        return _read_code(item, item.type, written)
    try:
        return _READERS[item.type.__name__].validate_python(written)
    except ValidationError as error:
        raise QuestionError(
            f"«{written}» passer ikke i feltet «{item.bokmaal}».", f"Skriv {_EXPECTED[item.type.__name__]}."
        ) from error


def _read_code(item: Property, codes: type[Code], written: str) -> str:
    for member in codes:
        if written in (member.value, enum_value(member.value)):
            return str(member.value)
    names = ", ".join(enum_value(member.value) for member in codes)
    raise QuestionError(f"«{written}» passer ikke i feltet «{item.bokmaal}».", f"Velg en av disse: {names}.")
