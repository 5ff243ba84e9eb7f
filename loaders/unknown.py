"""Ids that name no node: where they stand, and which id was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from loaders import wording
from loaders.checks import Problems
from loaders.staging import Staging
from schema.catalogue import ANY_KIND, KINDS
from schema.errors import Place

CANDIDATES = 20_000
_GUESSES = 100
_LISTED = 25
_STEM = re.compile(r"^(.*)([./-])[^./-]+$")
_NEITHER = (
    "NOT EXISTS (SELECT 1 FROM node n WHERE n.id = finish) AND NOT EXISTS (SELECT 1 FROM known WHERE known.id = finish)"
)


def shown(full: str, dataset: str) -> str:
    """The id as the dataset's own files write it."""
    return full.removeprefix(f"{dataset}:")


def kinds_text(kinds: tuple[str, ...]) -> str:
    """The kinds as a person reads them: `mål eller satsingsområde`."""
    names = [KINDS[kind].bokmaal.lower() for kind in kinds if kind in KINDS]
    return " eller ".join(names) or "en node"


def check_own_dataset(staging: Staging, problems: Problems, dataset: str) -> None:
    """Ids of this dataset that no record has."""
    guesses = _Guesses(staging, dataset)
    own = f"{dataset}:"
    rows = staging.rows(
        "SELECT start, file, sheet, row FROM link WHERE start LIKE ? "
        "AND NOT EXISTS (SELECT 1 FROM node WHERE node.id = start)",
        f"{own}%",
    )
    for start, file, sheet, row in rows:
        guesses.note(problems, start, Place(file, sheet, row, "from"), ())
    rows = staging.rows(
        "SELECT link.type, node.kind, finish, link.file, link.sheet, link.row, field FROM link "
        f"LEFT JOIN node ON node.id = link.start WHERE finish LIKE ? AND {_NEITHER}",
        f"{own}%",
    )
    for name, kind, finish, *at in rows:
        guesses.note(problems, finish, Place(*at), _allowed(name, kind))
    for target, kinds, kind, *at in _mentions(staging):
        if kind is None and target.startswith(own):
            guesses.note(problems, target, Place(*at), tuple(kinds.split(",")))


def check_other_datasets(staging: Staging, problems: Problems, dataset: str) -> None:
    """Ids of other datasets that are not in the graph, and ids in relationships' properties of the wrong kind."""
    guesses = _Guesses(staging, dataset)
    own = f"{dataset}:"
    rows = staging.rows("SELECT start, file, sheet, row, 'from' FROM link WHERE start NOT LIKE ?", f"{own}%")
    for start, *at in rows:
        problems.add(
            Place(*at),
            start,
            f"«{start}» hører til et annet datasett. En relasjon går ut fra en node i datasettet den står i.",
            "Skriv relasjonen i det andre datasettet, eller rett id-en.",
        )
    rows = staging.rows(
        "SELECT link.type, node.kind, finish, link.file, link.sheet, link.row, field FROM link "
        f"LEFT JOIN node ON node.id = link.start WHERE finish NOT LIKE ? AND {_NEITHER}",
        f"{own}%",
    )
    for name, kind, finish, *at in rows:
        guesses.note(problems, finish, Place(*at), _allowed(name, kind))
    for target, kinds, kind, *at in _mentions(staging):
        allowed = tuple(kinds.split(","))
        if kind is None and not target.startswith(own):
            guesses.note(problems, target, Place(*at), allowed)
        elif kind is not None and kind not in allowed:
            problems.add(
                Place(*at),
                target,
                f"«{shown(target, dataset)}» er {KINDS[kind].bokmaal.lower()}, men her skal det stå "
                f"{kinds_text(allowed)}.",
                "Pek på en node av riktig slag.",
            )


def _allowed(relationship: str, start_kind: str | None) -> tuple[str, ...]:
    end = KINDS[start_kind].end(relationship) if start_kind else None
    return end.kinds if end else ()


def _mentions(staging: Staging) -> Iterator[tuple[Any, ...]]:
    """Ids in relationships' properties that are unknown or of the wrong kind: target, kinds allowed, kind, place."""
    return staging.rows(
        "SELECT target, kinds, coalesce(node.kind, known.kind) AS found, mention.file, mention.sheet, mention.row, "
        "field FROM mention LEFT JOIN node ON node.id = target LEFT JOIN known ON known.id = target "
        "WHERE found IS NULL OR instr(',' || kinds || ',', ',' || found || ',') = 0"
    )


class _Guesses:
    """Which id was probably meant. Guessing takes time, so it stops after the first hundred."""

    def __init__(self, staging: Staging, dataset: str) -> None:
        self._staging = staging
        self._dataset = dataset
        self._left = _GUESSES

    def note(self, problems: Problems, full: str, at: Place, kinds: tuple[str, ...]) -> None:
        prefix, _, local = full.partition(":")
        guess = self._guess(full, prefix, kinds) if self._left > 0 else ""
        self._left -= 1
        if prefix == self._dataset:
            reason = f"«{local}» finnes ikke i datasettet."
            remedy = guess or f"Legg til {kinds_text(kinds)} med den id-en, eller rett id-en."
        else:
            reason = f"«{full}» finnes ikke i grafen."
            loaded = self._staging.count("SELECT count(*) FROM candidate WHERE id LIKE ?", f"{prefix}:%")
            remedy = guess or ("Rett id-en." if loaded else f"Last datasettet «{prefix}» først, eller rett id-en.")
        problems.add(at, full, reason, remedy)

    def _guess(self, full: str, prefix: str, kinds: tuple[str, ...]) -> str:
        own = prefix == self._dataset
        table = "node" if own else "candidate"
        siblings = "" if own else self._siblings(full)
        if siblings:
            return siblings
        marks = ",".join("?" * len(kinds))
        of_kind = f"AND kind IN ({marks})" if kinds and ANY_KIND not in kinds else ""
        rows = self._staging.rows(
            f"SELECT id FROM {table} WHERE id LIKE ? {of_kind} LIMIT {CANDIDATES}",
            f"{prefix}:%",
            *(kinds if of_kind else ()),
        )
        known = [shown(item, self._dataset) for (item,) in rows]
        return wording.near(shown(full, self._dataset), known)

    def _siblings(self, full: str) -> str:
        """What there is beside the id, where it is one of a short series such as the targets of an SDG."""
        found = _STEM.match(full)
        if not found:
            return ""
        stem, separator = found.groups()
        begins = f"{stem}{separator}"
        rows = self._staging.rows("SELECT id FROM candidate WHERE substr(id, 1, ?) = ? LIMIT 1000", len(begins), begins)
        beside = [item for (item,) in rows if not _STEM.match(item.removeprefix(begins))]
        if not 0 < len(beside) <= _LISTED:
            return ""
        names = sorted((item.partition(":")[2] for item in beside), key=_in_order)
        return f"Under «{stem}» finnes {', '.join(names)}."


def _in_order(name: str) -> list[tuple[int, int, str]]:
    """Sorts 11.2 before 11.10, and 11.10 before 11.a."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", name) if part]
