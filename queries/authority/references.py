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
    ("første", "fyrste"), ("andre", "annet", "anna"), ("tredje",), ("fjerde",), ("femte",), ("sjette",),
    ("sjuende", "syvende", "sjuande"), ("åttende", "åttande"), ("niende", "niande"), ("tiende", "tiande"),
    ("ellevte",), ("tolvte",),
)  # fmt: skip
_NUMBER_OF = {word: str(place) for place, words in enumerate(_ORDINALS, start=1) for word in words}
_ORDINAL = rf"({'|'.join(_NUMBER_OF)}|\d{{1,2}}\.?)"
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-"})
_SECTION = r"(?:§|\bparagraf\b)\s*(?P<section>\d+(?:\s?-\s?\d+)?(?:\s?[a-z]\b)?)"
_CHAPTER = r"\b(?:kap\.|kap\b|kapittel\b|kapitlet\b)\s*(?P<chapter>\d+(?:\s?[a-z]\b)?)"
_WRITTEN = re.compile(rf"^(?P<law>[^§]+?)[\s,]*(?:(?:{_CHAPTER}|{_SECTION})(?P<rest>.*))?$", re.IGNORECASE)
_PARTS = (
    (ProvisionLevel.PARAGRAPH, re.compile(rf"{_ORDINAL}\s+ledd\b|\((\d{{1,2}})\)", re.IGNORECASE)),
    (ProvisionLevel.LETTER, re.compile(r"(?:bokstav|litra|lit\.)\s*([a-zæøå])\b\)?|nr\.?\s*(\d+)\b", re.IGNORECASE)),
    (ProvisionLevel.SENTENCE, re.compile(rf"{_ORDINAL}\s+(?:punktum\b|pkt\b\.?)", re.IGNORECASE)),
)
_PLACE = {level: place for place, (level, _) in enumerate(_PARTS)}
_SHOWN = 5


@dataclass(frozen=True)
class Reference:
    """What a written reference says: a law, and the numbers down to what is meant."""

    law: str
    parts: tuple[tuple[ProvisionLevel, str], ...]


def read_reference(written: str) -> Reference | None:
    """Read a reference, or return None where some of it has no form that people use.

    Nothing may be passed over: a reference that is read half would be to something wider than what was meant. So one to
    several provisions, `§§ 2-5`, is not read either.
    """
    found = _WRITTEN.match(" ".join(written.translate(_DASHES).split()))
    if found is None:
        return None
    parts: list[tuple[ProvisionLevel, str]] = []
    for level, number in ((ProvisionLevel.CHAPTER, found["chapter"]), (ProvisionLevel.SECTION, found["section"])):
        if number:
            parts.append((level, re.sub(r"\s", "", number).lower()))
    below = _below_section(found["rest"] or "")
    if below is None or (below and not found["section"]):
        return None
    return Reference(found["law"].strip(" ,").lower(), (*parts, *below))


def _below_section(rest: str) -> list[tuple[ProvisionLevel, str]] | None:
    """The parts of a section in the order they are written, from the larger to the smaller; None if it is not so."""
    parts: list[tuple[ProvisionLevel, str]] = []
    while rest := rest.lstrip(" ,"):
        if rest == ".":
            break
        level, part = next(
            ((level, part) for level, pattern in _PARTS if (part := pattern.match(rest))), (ProvisionLevel.LAW, None)
        )
        if part is None or (parts and not _comes_after(level, parts[-1][0])):
            return None
        number = next(group for group in part.groups() if group).lower().rstrip(".")
        parts.append((level, _NUMBER_OF.get(number, number)))
        rest = rest[part.end() :]
    return parts


def _comes_after(level: ProvisionLevel, above: ProvisionLevel) -> bool:
    """A number may stand under a letter: `bokstav b nr. 2`."""
    return _PLACE[level] > _PLACE[above] or level is above is ProvisionLevel.LETTER


async def find_provision(transaction: Transaction, written: str) -> Row:
    """The provision that somebody means, with what it is part of and what it replaced.

    Args:
        transaction: Where to read.
        written: A full id, or a reference in the forms people write.

    Raises:
        NotFoundError: No such law or provision, or more than one; the nearest are suggested.
    """
    written = written.strip()
    rows = await transaction.run(text("authority/provision"), id=written)
    if not rows:
        rows = await transaction.run(text("authority/provision"), id=await _meant(transaction, written))
    return rows[0]


async def provision_id(transaction: Transaction, written: str) -> str:
    """The id of the provision that somebody means.

    Raises:
        NotFoundError: No such law or provision, or more than one; the nearest are suggested.
    """
    return str((await find_provision(transaction, written))["id"])


async def _meant(transaction: Transaction, written: str) -> str:
    laws = await transaction.run(text("authority/laws"))
    if re.match(r"^[a-z0-9-]+:\S+$", written):
        raise NotFoundError(
            f"Ingen lovbestemmelse har id-en «{written}».", await _nearest_id(transaction, written, laws)
        )
    reference = read_reference(written)
    if reference is None:
        raise NotFoundError(
            f"«{written}» kan ikke leses som én lovbestemmelse.",
            "Skriv loven først og én bestemmelse, som koml. § 5-3 eller koml. § 14-2 første ledd bokstav a.",
        )
    law = _law(reference.law, laws)
    tree = await transaction.run(text("authority/law_tree"), law=law)
    here = law
    for level, number in reference.parts:
        here = _below(tree, here, level, number, written)
    return here


def _law(name: str, laws: list[Row]) -> str:
    """The id of the law with a name."""
    found = [row for row in laws if _plain(name) in _names(row)]
    if len(found) == 1:
        return str(found[0]["id"])
    if found:
        raise NotFoundError(
            f"Flere lover heter «{name}».", f"Skriv id-en: {', '.join(str(row['id']) for row in found[:_SHOWN])}."
        )
    raise NotFoundError(f"Loven «{name}» er ikke lagt inn.", _nearest_law(name, laws))


def _plain(name: str) -> str:
    """A law's name without what differs from one who writes it to another: full stops, and -loven or -lova."""
    bare = " ".join(re.sub(r"[().,]", " ", name.lower()).split())
    return re.sub(r"lov(en|a)\b", "lov", bare)


def _names(row: Row) -> set[str]:
    names = [row["name"], row["number"], *(row["abbreviations"] or []), row["id"].partition(":")[2]]
    return {_plain(name) for name in names if name}


def _nearest_law(written: str, laws: list[Row]) -> str:
    names = {name: row["name"] for row in laws for name in _names(row)}
    near = difflib.get_close_matches(_plain(written), names, n=1, cutoff=0.7)
    if near:
        return f"Mente du «{names[near[0]]}»?"
    return "Skriv loven med navn eller vanlig forkortelse, som koml. § 13-1, eller id-en, som lov:kommuneloven/13-1."


async def _nearest_id(transaction: Transaction, written: str, laws: list[Row]) -> str:
    """The id nearest to one that does not exist, in the law it begins like."""
    law = next((str(row["id"]) for row in laws if written.startswith(f"{row['id']}/")), None)
    ids = [str(row["id"]) for row in laws]
    if law is not None:
        ids = [str(row["id"]) for row in await transaction.run(text("authority/law_tree"), law=law)]
    near = difflib.get_close_matches(written, ids, n=1, cutoff=0.5)
    return f"Mente du {near[0]}?" if near else "Skriv den som lov:kommuneloven/13-1, eller som koml. § 13-1."


def _below(tree: list[Row], here: str, level: ProvisionLevel, number: str, written: str) -> str:
    """The provision at a level with a number, right under another. Only chapters may be left out between.

    Laws are in the graph only as far down as somebody has needed. A part that is further down, under a part that was
    not named, may be another than what was meant.
    """
    of_level = [row for row in tree if row["level"] == level.value]
    under, further = _right_under(tree, here), _under(tree, here)
    found = sorted({str(row["id"]) for row in of_level if row["id"] in under and _number(row) == number})
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError(f"«{written}» kan være flere bestemmelser.", f"Skriv id-en: {', '.join(found[:_SHOWN])}.")
    names = {_number(row): str(row["name"]) for row in of_level if row["id"] in under}
    near = [str(row["name"]) for row in of_level if row["id"] in further - under and _number(row) == number]
    near = near or [names[one] for one in difflib.get_close_matches(number, names, n=1, cutoff=0.3)]
    if near:
        remedy = f"Mente du {' eller '.join(dict.fromkeys(near[:_SHOWN]))}?"
    elif names:
        remedy = f"Lagt inn er {', '.join(list(names.values())[:_SHOWN])}{' …' if len(names) > _SHOWN else '.'}"
    else:
        remedy = "Den er ikke lagt inn så langt ned; spør om nivået over."
    raise NotFoundError(f"«{written}» finnes ikke: {level.bokmaal.lower()} {number} er ikke i grafen.", remedy)


def _number(row: Row) -> str:
    return str(row["number"]).lower()


def _under(tree: list[Row], here: str) -> set[str]:
    """Everything that is part of a provision, and of its parts."""
    under = {here}
    while more := {row["id"] for row in tree if row["above"] in under} - under:
        under |= more
    return under - {here}


def _right_under(tree: list[Row], here: str) -> set[str]:
    """What is part of a provision itself, and of chapters that are."""
    chapters = {row["id"] for row in tree if row["level"] == ProvisionLevel.CHAPTER.value} & _under(tree, here)
    return {row["id"] for row in tree if row["above"] in {here, *chapters} and row["id"] != here}
