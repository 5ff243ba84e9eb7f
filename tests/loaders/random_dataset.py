"""Makes random datasets that are right: any kind, any property, any relationship that the schema allows."""

from __future__ import annotations

import json
import string
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from schema.catalogue import ANY_KIND, KIND_OF_COLLECTION, KINDS, Kind, Property, link_properties
from schema.values import Code

WORDS = (
    "Blåbær",
    "Ærlig øy",
    "nei",
    "ja",
    "true",
    "null",
    "~",
    "11.10",
    "0301",
    "1e5",
    "2026-01-31",
    "31.12.2026",
    "12",
    "=1+1",
    "#REF!",
    "# merknad",
    "- a: b",
    "a: b # c",
    "'sitat' \"sitat\"",
    "«så» – nei",
    "to\nlinjer",
    "tre\n\nlinjer",
    "x\u2028y\u0085z",
    "tab\tinni",
    "@bruker",
    "%",
    "[a, b]",
    "{a}",
    "&anker *",
    "!!str x",
    "|",
    ">",
    "a;b",
    "1,5",
    "🌱 grønn",
    "<b>",
    "\\n",
    "a  b   c",
    "ord " * 60 + "slutt",
)
PATTERNED = {
    ("SdgGoal", "code"): ("1", "11", "17"),
    ("SdgGoal", "colour"): ("#FD9D24",),
    ("SdgTarget", "code"): ("11.6", "11.b"),
    ("SdgWording", "language"): ("nb", "en"),
}
ORGANISATION_NUMBERS = ("987654325", "920125298")


class Maker:
    """Makes one dataset out of one source of randomness.

    `plain` leaves out what a cell of a table cannot hold: a semicolon inside a list.
    """

    def __init__(self, random: Random, *, most: int = 12, plain: bool = False) -> None:
        self._random = random
        self._plain = plain
        self._records: dict[str, dict[str, Any]] = {}
        self._kinds: dict[str, Kind] = {}
        self._order: dict[str, int] = {}
        for _ in range(random.randint(1, most)):
            self._node(random.choice(list(KINDS.values())))
        for full, kind in list(self._kinds.items()):
            self._optional_links(full, kind)

    def collections(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for full, record in self._records.items():
            found.setdefault(self._kinds[full].collection, []).append(record)
        return found

    def _node(self, kind: Kind) -> str:
        number = len(self._records)
        full = self._random.choice((f"n{number}", f"Å-{number}.x/y_{number}", f"{number}", f"{number}.10"))
        record: dict[str, Any] = {"id": full, "name": self._text()}
        self._records[full] = record
        self._kinds[full] = kind
        self._order[full] = number
        for item in kind.properties:
            if item.name in record or item.name in {"valid_from", "valid_to"}:
                continue
            if item.required or self._random.random() < 0.4:
                value = self._value(kind, item)
                if value not in (None, []):
                    record[item.name] = value
        if kind.cls.OPEN:
            record.pop("confidentiality", None)
        for low, high in kind.cls.ORDERED:
            if low in record and high in record:
                record[low], record[high] = sorted((record[low], record[high]))
        for end in kind.ends:
            if end.at_least:
                self._link(full, end.relationship.field_name, self._target(full, end.kinds, make=True))
        return full

    def _optional_links(self, full: str, kind: Kind) -> None:
        for end in kind.ends:
            if end.at_least or self._random.random() < 0.5:
                continue
            for _ in range(1 if end.at_most == 1 else self._random.randint(1, 3)):
                self._link(full, end.relationship.field_name, self._target(full, end.kinds, make=False))

    def _target(self, start: str, kinds: tuple[str, ...], *, make: bool) -> str:
        """A node the relationship may point to: an earlier one, so that there is no ring, or a new one."""
        allowed = list(KINDS) if ANY_KIND in kinds else list(kinds)
        there = [
            full
            for full, kind in self._kinds.items()
            if kind.name in allowed and self._order[full] < self._order[start]
        ]
        if there and self._random.random() < 0.7:
            return self._random.choice(there)
        if not make:
            return ""
        made = self._node(KINDS[self._random.choice(allowed)])
        self._order[made] = self._order[start] - 1 - len(self._order)  # counts as earlier from now on
        return made

    def _link(self, start: str, field: str, finish: str) -> None:
        if not finish:
            return
        end = next(end for end in self._kinds[start].ends if end.relationship.field_name == field)
        there: list[dict[str, Any]] = self._records[start].setdefault(field, [])
        if any(item["to"] == finish for item in there):
            return
        link: dict[str, Any] = {"to": finish}
        for item in link_properties(end.relationship.link):
            if self._plain and field in KIND_OF_COLLECTION:
                continue  # its table would be called what a collection is called
            needed = item.required or self._random.random() < 0.3
            if needed and item.name not in {"valid_from", "valid_to", "role"}:
                value = self._value(None, item)
                if value is not None:
                    link[item.name] = value
        if field == "responsible":
            link["role"] = "other" if there else "main"
        if self._random.random() < 0.3 and not (self._plain and field in KIND_OF_COLLECTION):
            start_day = date(2000, 1, 1) + timedelta(days=self._random.randint(0, 9000))
            link["valid_from"] = start_day
            if self._random.random() < 0.5:
                link["valid_to"] = start_day + timedelta(days=self._random.randint(1, 900))
        there.append(link)

    def _value(self, kind: Kind | None, item: Property) -> Any:
        if item.refers_to:
            there = [full for full, found in self._kinds.items() if found.name in item.refers_to]
            return self._random.choice(there) if there else None
        if item.codes_from:
            return self._code(item.codes_from)
        if item.many:
            texts = [self._single(kind, item) for _ in range(self._random.randint(1, 3))]
            return [text for text in texts if not (self._plain and ";" in text)] or ["x"]
        return self._single(kind, item)

    def _code(self, kind: str) -> str:
        there = [record["code"] for full, record in self._records.items() if self._kinds[full].name == kind]
        if there:
            return str(self._random.choice(there))
        return str(self._records[self._node(KINDS[kind])]["code"])

    def _single(self, kind: Kind | None, item: Property) -> Any:
        random = self._random
        if issubclass(item.type, Code):
            return random.choice([str(member.value) for member in item.type])
        if item.type is bool:
            return random.choice((True, False))
        if item.type is date:
            return date(1000, 1, 1) + timedelta(days=random.choice((0, 328_000, 376_000, 400_000, 3_000_000)))
        if item.type in (int, float):
            low, high = _bounds(kind, item.name)
            whole = random.randint(low, high)
            return (
                whole
                if item.type is int
                else random.choice((float(whole), whole - random.random() / 3 * (whole > low)))
            )
        if item.name == "organisation_number":
            return random.choice(ORGANISATION_NUMBERS)
        if kind and (kind.name, item.name) in PATTERNED:
            return random.choice(PATTERNED[kind.name, item.name])
        return self._text()

    def _text(self) -> str:
        if self._random.random() < 0.5:
            return self._random.choice(WORDS)
        letters = string.ascii_letters + string.digits + " æøåÆØÅ.,:-_/()\"'#&*!%@=+«»–"
        return "".join(self._random.choice(letters) for _ in range(self._random.randint(1, 30))).strip() or "x"


def _bounds(kind: Kind | None, name: str) -> tuple[int, int]:
    low, high = 0, 100
    for limit in kind.cls.model_fields[name].metadata if kind else ():
        low = int(getattr(limit, "ge", low))
        high = int(getattr(limit, "le", high))
    return low, max(low, high)


def write(folder: Path, random: Random, dataset: str = "prove", **options: Any) -> Path:
    """Write a random dataset as JSON, which holds every text as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    (folder / "dataset.yaml").write_text(
        f"id: {dataset}\ntitle: Tilfeldig\ndefault_source: Tilfeldig\n", encoding="utf-8"
    )
    content = json.dumps(Maker(random, **options).collections(), default=str, ensure_ascii=False)
    (folder / "alt.json").write_text(content, encoding="utf-8")
    return folder
