"""Names and descriptions in GraphQL, made from the declared ones."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"Æ": "AE", "Ø": "OE", "Å": "AA", "æ": "ae", "ø": "oe", "å": "aa"})


def camel(name: str) -> str:
    """Return `carriesOut` for `carries_out`."""
    first, *rest = name.strip("_").split("_")
    return first + "".join(part.capitalize() for part in rest)


def enum_value(stored: str) -> str:
    """Return the stored value in upper case, as a name that GraphQL allows: `TIL_NIVAA` for `til_nivaa`."""
    plain = unicodedata.normalize("NFKD", stored.translate(_LETTERS)).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_").upper()
    return f"_{name}" if not name or name[0].isdigit() else name


def described(english: str, bokmaal: str) -> str:
    """Return both descriptions in one text; names of fields in it become those of GraphQL."""
    sentence = re.sub(r"`([a-z]+(?:_[a-z]+)+)`", lambda found: f"`{camel(found[1])}`", " ".join(english.split()))
    return f"{sentence} Bokmål: {bokmaal}{'' if bokmaal.endswith(('.', '?')) else '.'}"
