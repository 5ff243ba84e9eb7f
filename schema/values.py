"""Value types that records may hold: days, numbers, kroner, yes/no, codes.

Spreadsheets and people write `31.12.2025`, `1 234,5` and `ja`; the types here read those forms next to the ISO ones, so
that every file format is treated alike.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

_NORWEGIAN_DAY = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_SPACES = str.maketrans("", "", " \u00a0\u202f")


class Code(str, Enum):
    """A closed list of values. Each member has the stored value, a bokmål name and an English description."""

    bokmaal: str
    description: str

    def __new__(cls, value: str, bokmaal: str = "", description: str = "") -> Self:
        """Make a member out of its stored value, its bokmål name and its English description."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.bokmaal = bokmaal
        member.description = description
        return member

    def __str__(self) -> str:
        return str(self.value)


def read_day(value: Any) -> Any:
    """Return a date for `2025-12-31`, `31.12.2025` or a spreadsheet's midnight; anything else is left for pydantic."""
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second) != (0, 0, 0):
            raise ValueError("a day may not have a time of day")
        return value.date()
    if isinstance(value, str):
        text = value.strip()
        norwegian = _NORWEGIAN_DAY.match(text)
        if norwegian:
            day, month, year = (int(part) for part in norwegian.groups())
            return date(year, month, day)
        if _ISO_DAY.match(text):
            return date.fromisoformat(text)
        raise ValueError("not a day")
    if isinstance(value, bool | int | float):
        raise ValueError("not a day")
    return value


def read_number(value: Any) -> Any:
    """Return text such as `1 234,5` or `-0,7` as text that pydantic reads as a number."""
    if isinstance(value, bool):
        raise ValueError("not a number")
    if isinstance(value, str):
        text = value.strip().translate(_SPACES).replace("\u2212", "-")
        if "," in text and "." in text:
            raise ValueError("both comma and full stop in a number")
        return text.replace(",", ".")
    return value


def read_yes_no(value: Any) -> Any:
    """Return True or False for the words people write in either language."""
    if isinstance(value, str):
        word = value.strip().lower()
        if word in {"ja", "j", "yes", "true", "sann", "1", "x"}:
            return True
        if word in {"nei", "n", "no", "false", "usann", "0"}:
            return False
    return value


_CHECK_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def check_digit(eight: str) -> str | None:
    """The ninth digit of an organisation number by its first eight, or None where no number begins so.

    Modulus 11 with the weights 3 2 7 6 5 4 3 2, as Enhetsregisteret describes it.
    """
    rest = sum(weight * int(digit) for weight, digit in zip(_CHECK_WEIGHTS, eight, strict=True)) % 11
    return {0: "0", 1: None}.get(rest, str(11 - rest))


def read_organisation_number(value: Any) -> Any:
    """Return the nine digits of an organisation number, without the spaces people write in it."""
    digits = str(value).translate(_SPACES)
    if not re.fullmatch(r"[0-9]{9}", digits):
        raise refused(f"«{value}» er ikke et organisasjonsnummer.", "Et organisasjonsnummer er ni sifre.")
    right = check_digit(digits[:8])
    if right is None:
        raise refused(
            f"Ingen organisasjonsnumre begynner med {digits[:8]}.", "Slå opp nummeret i Enhetsregisteret og rett det."
        )
    if digits[8] != right:
        raise refused(
            f"Kontrollsifferet i organisasjonsnummer {digits} stemmer ikke.",
            f"Er de åtte første sifrene riktige, er nummeret {digits[:8]}{right}. Slå det opp i Enhetsregisteret.",
        )
    return digits


def refused(reason: str, remedy: str) -> PydanticCustomError:
    """An error on a value with its own words, in bokmål, for the person who keeps the file."""
    return PydanticCustomError("refused", "{reason} {remedy}", {"reason": reason, "remedy": remedy})


def read_texts(value: Any) -> Any:
    """Return a list for one text, for a list, or for texts separated by semicolons as in a spreadsheet cell."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return value


Day = Annotated[date, BeforeValidator(read_day)]
Number = Annotated[float, BeforeValidator(read_number)]
Whole = Annotated[int, BeforeValidator(read_number)]
YesNo = Annotated[bool, BeforeValidator(read_yes_no)]
Texts = Annotated[list[str], BeforeValidator(read_texts)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
OrganisationNumber = Annotated[str, BeforeValidator(read_organisation_number)]

LOCAL_ID = r"[A-Za-z0-9ÆØÅæøå][A-Za-z0-9ÆØÅæøå._/\-]*"
DATASET_ID = r"[a-z0-9][a-z0-9\-]*"
LocalId = Annotated[str, StringConstraints(strip_whitespace=True, pattern=f"^{LOCAL_ID}$", max_length=200)]
AnyId = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=f"^({DATASET_ID}:)?{LOCAL_ID}$", max_length=260)
]


class Certainty(Code):
    """How sure a fact is, strongest first."""

    ADOPTED = "adopted", "Vedtatt", "Stands in a decision or law in force."
    DOCUMENTED = "documented", "Dokumentert", "Stands in a document from the municipality or another authority."
    INTERPRETED = "interpreted", "Tolket", "Read into a source that does not say it in words."
    PROPOSED = "proposed", "Foreslått", "Proposed, not adopted."


class Confidentiality(Code):
    """Who may see a fact."""

    PUBLIC = "public", "Offentlig", "Anyone may see it."
    INTERNAL = "internal", "Intern", "Employees and elected members may see it."
    RESTRICTED = "restricted", "Skjermet", "Only those with a special need may see it."
