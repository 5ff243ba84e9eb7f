"""Evens out what file formats do differently, before a record is checked, and says what no engine can keep."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime
from typing import Any

_LINE_BREAK = re.compile(r"\r\n?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LARGEST_WHOLE = 2**63 - 1


def cleaned(value: Any) -> Any:
    """Return texts with composed letters (`å` as one sign) and one kind of line break, wherever they stand."""
    if isinstance(value, str):
        if "\r" in value:
            value = _LINE_BREAK.sub("\n", value)
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {name: cleaned(item) for name, item in value.items()}
    return value


def as_text(value: Any) -> Any:
    """Return a number or day as the text it was written as, for a property that holds text; a list piece by piece.

    A spreadsheet's own dates are left, and refused later: they are often something else that the spreadsheet took for
    a date, such as the number 1-2.
    """
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value


def as_links(value: Any) -> Any:
    """Return one id, ids separated by `;`, a list of ids or of `{to: id, …}` as a list of mappings."""
    if isinstance(value, str):
        return [{"to": part.strip()} for part in value.split(";") if part.strip()]
    items = value if isinstance(value, list) else [value]
    return [
        {**item, "to": as_text(item["to"])} if isinstance(item, dict) and "to" in item else _as_link(item)
        for item in items
    ]


def _as_link(item: Any) -> Any:
    return item if isinstance(item, dict) else {"to": as_text(item)}


def storable(value: Any) -> bool:
    """Whether a checked value can be kept: text without control characters, a finite number of 64 bits."""
    if isinstance(value, str):
        return value.isprintable() or not _CONTROL.search(value)  # nearly all are, and that is quicker told
    if isinstance(value, list):
        return all(storable(item) for item in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) <= _LARGEST_WHOLE
