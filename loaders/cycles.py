"""Chains that come back to where they began, also by way of nodes that other datasets hold."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.checks import Problems
from loaders.staging import Staging
from loaders.unknown import shown
from schema.catalogue import RELATIONSHIPS, THREAD
from schema.errors import Place

GROUPS: tuple[tuple[str, ...], ...] = (
    THREAD,
    *((name,) for name, item in RELATIONSHIPS.items() if item.acyclic and name not in THREAD),
)
"""Relationship types that may not form a ring: those of the red thread together, each of the others by itself."""

_ROUNDS = 60


def check(staging: Staging, problems: Problems, dataset: str) -> None:
    """Note the rings among what the dataset says and what others in the graph say."""
    for group in GROUPS:
        for ring in _rings(_leading_on(staging, group)):
            _note(staging, problems, dataset, group, ring)


def _leading_on(staging: Staging, group: tuple[str, ...]) -> dict[str, list[str]]:
    """For each node that may be in a ring, what it leads to.

    What leads nowhere is in no ring. It is stripped away in the store, so that memory holds only what is left: nothing,
    or close to it, for data without rings.
    """
    marks = ",".join("?" * len(group))
    staging.run("DROP TABLE IF EXISTS walk")
    staging.run(
        f"CREATE TABLE walk AS SELECT start, finish FROM link WHERE type IN ({marks}) "
        f"UNION SELECT start, finish FROM outside WHERE type IN ({marks})",
        *group,
        *group,
    )
    staging.run("CREATE INDEX walk_start ON walk (start)")
    for _ in range(_ROUNDS):
        if not staging.run("DELETE FROM walk WHERE finish NOT IN (SELECT start FROM walk)"):
            break
    leading_on: dict[str, list[str]] = {}
    for start, finish in staging.rows("SELECT start, finish FROM walk ORDER BY start, finish"):
        leading_on.setdefault(start, []).append(finish)
    return leading_on


def _rings(leading_on: dict[str, list[str]]) -> Iterator[list[str]]:
    """Walk depth first from every node; each step back onto the path closes a ring."""
    done: set[str] = set()
    for first in leading_on:
        if first in done:
            continue
        path, place = [first], {first: 0}
        ahead = [iter(leading_on[first])]
        while ahead:
            step = next(ahead[-1], None)
            if step is None:
                ahead.pop()
                done.add(path[-1])
                del place[path.pop()]
            elif step in place:
                yield path[place[step] :]
            elif step not in done and step in leading_on:
                place[step] = len(path)
                path.append(step)
                ahead.append(iter(leading_on[step]))


def _note(staging: Staging, problems: Problems, dataset: str, group: tuple[str, ...], ring: list[str]) -> None:
    marks = ",".join("?" * len(group))
    for number, start in enumerate(ring):
        turned = [*ring[number:], *ring[:number], start]
        at = next(
            staging.rows(
                "SELECT file, sheet, row, field FROM link "
                f"WHERE start = ? AND finish = ? AND type IN ({marks}) LIMIT 1",
                *turned[:2],
                *group,
            ),
            None,
        )
        if at is not None:  # begin where this dataset has a part in it; a ring among others is not its fault
            problems.add(
                Place(*at),
                turned[1],
                f"Ring: {' → '.join(shown(item, dataset) for item in turned)}.",
                "Fjern en av relasjonene; en slik kjede kan ikke komme tilbake til seg selv.",
            )
            return
