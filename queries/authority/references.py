"""Provisions as people write them, such as `koml. § 5-3` or `opplæringsloven § 2-2 fjerde ledd`."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from graph.connection import Row, Transaction
from queries.texts import text
from schema.authority import ProvisionLevel
from schema.errors import NotFoundError

_ORDINALS = (
    ("første",), ("andre", "annet"), ("tredje",), ("fjerde",), ("femte",), ("sjette",), ("sjuende", "syvende"),
    ("åttende",), ("niende",), ("tiende",),
)  # fmt: skip
_NUMBER_OF = {word: str(place) for place, words in enumerate(_ORDINALS, start=1) for word in words}
_ORDINAL = rf"(?P<{{0}}>{'|'.join(_NUMBER_OF)}|\d{{{{1,2}}}}\.?)"
_WRITTEN = re.compile(
    r"^(?P<law>[^§]+?)\s*(?:§+\s*(?P<section>\d+(?:\s?-\s?\d+)?(?:\s?[a-z]\b)?)(?P<rest>.*))?$", re.IGNORECASE
)
_PARTS = (
    (ProvisionLevel.PARAGRAPH, re.compile(_ORDINAL.format("number") + r"\s+ledd", re.IGNORECASE)),
    (ProvisionLevel.LETTER, re.compile(r"bokstav\s+(?P<number>[a-zæøå])\b|\bnr\.?\s*(?P<item>\d+)", re.IGNORECASE)),
    (ProvisionLevel.SENTENCE, re.compile(_ORDINAL.format("number") + r"\s+punktum", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Reference:
    """What a written reference says: a law, and the numbers down to what is meant."""

    law: str
    parts: tuple[tuple[ProvisionLevel, str], ...]


def read_reference(written: str) -> Reference | None:
    """Read a reference, or return None where some of it has no form that people use.

    Nothing may be passed over: a reference that is read half would be to something wider than what was meant.
    """
    found = _WRITTEN.match(" ".join(written.split()))
    if found is None:
        return None
    parts: list[tuple[ProvisionLevel, str]] = []
    if found["section"]:
        parts.append((ProvisionLevel.SECTION, re.sub(r"\s", "", found["section"]).lower()))
        rest = found["rest"]
        for level, pattern in _PARTS:
            part = pattern.search(rest)
            if part:
                rest = rest[: part.start()] + rest[part.end() :]
                number = next(group for group in part.groups() if group).lower().rstrip(".")
                parts.append((level, _NUMBER_OF.get(number, number)))
        if rest.strip(" ,."):
            return None
    return Reference(found["law"].strip().lower(), tuple(parts))


async def provision_id(transaction: Transaction, written: str) -> str:
    """The id of the provision that somebody means.

    Args:
        transaction: Where to read.
        written: A full id, or a reference in the forms people write.

    Raises:
        NotFoundError: No such law or provision; the nearest is suggested.
    """
    if await transaction.run(text("authority/provision"), id=written):
        return written
    reference = read_reference(written)
    laws = await transaction.run(text("authority/laws"))
    if reference is None or re.match(r"^[a-z0-9-]+:", written):
        raise NotFoundError(f"Ingen lovbestemmelse har id-en «{written}».", _nearest_law(written, laws))
    law: str | None = next((row["id"] for row in laws if reference.law.rstrip(".") in _names(row)), None)
    if law is None:
        raise NotFoundError(f"Loven «{reference.law}» er ikke lagt inn.", _nearest_law(reference.law, laws))
    tree = await transaction.run(text("authority/law_tree"), law=law)
    here = law
    for level, number in reference.parts:
        here = _below(tree, here, level, number, written)
    return here


def _names(law: Row) -> set[str]:
    names: list[str] = [law["name"], *(law["abbreviations"] or []), law["id"].partition(":")[2]]
    return {name.lower().rstrip(".") for name in names}


def _nearest_law(written: str, laws: list[Row]) -> str:
    names = {name: row["name"] for row in laws for name in _names(row)}
    near = difflib.get_close_matches(written.lower().rstrip("."), names, n=1, cutoff=0.5)
    if near:
        return f"Mente du «{names[near[0]]}»?"
    return "Skriv loven med navn eller vanlig forkortelse, som koml. § 13-1, eller id-en, som lov:kommuneloven/13-1."


def _below(tree: list[Row], here: str, level: ProvisionLevel, number: str, written: str) -> str:
    """The provision at a level with a number, anywhere under another."""
    under = {here}
    grown = True
    while grown:
        more = {row["id"] for row in tree if row["above"] in under} - under
        under |= more
        grown = bool(more)
    candidates = {str(row["number"]).lower(): row for row in tree if row["id"] in under and row["level"] == level.value}
    if number in candidates:
        return str(candidates[number]["id"])
    near = difflib.get_close_matches(number, candidates, n=1, cutoff=0.3)
    remedy = (
        f"Mente du {candidates[near[0]]['name']}?"
        if near
        else "Den er ikke lagt inn så langt ned; spør om nivået over."
    )
    raise NotFoundError(f"«{written}» finnes ikke: {level.bokmaal.lower()} {number} er ikke i grafen.", remedy)
