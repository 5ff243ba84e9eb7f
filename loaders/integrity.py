"""The records together: doubled ids, ids that point nowhere, wrong kinds, too many, retired ends, codes, cycles."""

from __future__ import annotations

from collections.abc import Callable

from loaders import wording
from loaders.checks import Problems
from loaders.staging import Staging, place
from schema.catalogue import ANY_KIND, KINDS, RELATIONSHIPS, THREAD, End

_ALWAYS, _NEVER = "0000-01-01", "9999-12-31"
_CANDIDATES = 20_000


def check_all(staging: Staging, problems: Problems, dataset: str) -> None:
    """Run every check. Nodes of other datasets that links point to must be in the table `known` by now."""
    checks: tuple[Callable[[Staging, Problems, str], None], ...] = (
        _doubled_ids,
        _doubled_links,
        _unknown_starts,
        _unknown_targets,
        _unknown_mentions,
        _wrong_kinds,
        _too_few,
        _too_many,
        _one_main_responsible,
        _retired_ends,
        _unknown_codes,
        _cycles,
    )
    for check in checks:
        check(staging, problems, dataset)


def _shown(full: str, dataset: str) -> str:
    return full.removeprefix(f"{dataset}:")


def _doubled_ids(staging: Staging, problems: Problems, dataset: str) -> None:
    rows = staging.rows(
        "SELECT later.id, later.file, later.sheet, later.row, first.file, first.sheet, first.row FROM node later "
        "JOIN node first ON first.rowid = (SELECT min(rowid) FROM node WHERE id = later.id) WHERE later.rowid > first.rowid"
    )
    for full, file, sheet, row, *first in rows:
        problems.add(
            place(file, sheet, row, "id"),
            full,
            f"Id-en «{_shown(full, dataset)}» står også i {place(*first)}.",
            "Gi den ene en annen id, eller fjern den.",
        )


def _doubled_links(staging: Staging, problems: Problems, dataset: str) -> None:
    rows = staging.rows(
        "SELECT later.type, later.start, later.finish, later.file, later.sheet, later.row, later.field FROM link later "
        "WHERE EXISTS (SELECT 1 FROM link first WHERE first.type = later.type AND first.start = later.start "
        "AND first.finish = later.finish AND first.key = later.key AND first.rowid < later.rowid)"
    )
    for name, start, finish, *at in rows:
        problems.add(
            place(*at),
            finish,
            f"Det står to ganger at «{_shown(start, dataset)}» {RELATIONSHIPS[name].bokmaal} «{_shown(finish, dataset)}».",
            "Fjern den ene, eller gi dem ulik gyldighet.",
        )


def _unknown_starts(staging: Staging, problems: Problems, dataset: str) -> None:
    rows = staging.rows(
        "SELECT start, file, sheet, row FROM link WHERE NOT EXISTS (SELECT 1 FROM node WHERE node.id = link.start)"
    )
    for start, file, sheet, row in rows:
        _unknown(staging, problems, dataset, start, place(file, sheet, row, "from"), ())


def _unknown_targets(staging: Staging, problems: Problems, dataset: str) -> None:
    rows = staging.rows(
        "SELECT link.type, node.kind, finish, link.file, link.sheet, link.row, field FROM link "
        "LEFT JOIN node ON node.id = link.start WHERE NOT EXISTS (SELECT 1 FROM node n WHERE n.id = finish) "
        "AND NOT EXISTS (SELECT 1 FROM known WHERE known.id = finish)"
    )
    for name, kind, finish, *at in rows:
        end = KINDS[kind].end(name) if kind else None
        _unknown(staging, problems, dataset, finish, place(*at), end.kinds if end else ())


def _unknown_mentions(staging: Staging, problems: Problems, dataset: str) -> None:
    rows = staging.rows(
        "SELECT target, kinds, coalesce(node.kind, known.kind), mention.file, mention.sheet, mention.row, field FROM mention "
        "LEFT JOIN node ON node.id = target LEFT JOIN known ON known.id = target"
    )
    for target, kinds, kind, *at in rows:
        allowed = tuple(kinds.split(","))
        if kind is None:
            _unknown(staging, problems, dataset, target, place(*at), allowed)
        elif kind not in allowed:
            problems.add(
                place(*at),
                target,
                f"«{_shown(target, dataset)}» er {KINDS[kind].bokmaal.lower()}, men her skal det stå "
                f"{_kinds(allowed)}.",
                "Pek på en node av riktig slag.",
            )


def _unknown(staging: Staging, problems: Problems, dataset: str, full: str, at: object, kinds: tuple[str, ...]) -> None:
    prefix, _, local = full.partition(":")
    if prefix == dataset:
        marks = ",".join("?" * len(kinds))
        where = f"WHERE kind IN ({marks})" if kinds and ANY_KIND not in kinds else ""
        values = kinds if where else ()
        known = [row[0] for row in staging.rows(f"SELECT id FROM node {where} LIMIT {_CANDIDATES}", *values)]
        hint = wording.near(local, [_shown(item, dataset) for item in known])
        remedy = hint or f"Legg til {_kinds(kinds)} med den id-en, eller rett id-en."
        reason = f"«{local}» finnes ikke i datasettet."
    else:
        known = [
            row[0] for row in staging.rows("SELECT id FROM known WHERE id LIKE ? LIMIT ?", f"{prefix}:%", _CANDIDATES)
        ]
        remedy = wording.near(full, known) or f"Last datasettet «{prefix}» først, eller rett id-en."
        reason = f"«{full}» finnes ikke i grafen."
    problems.add(at, full, reason, remedy)  # type: ignore[arg-type]


def _kinds(kinds: tuple[str, ...]) -> str:
    names = [KINDS[kind].bokmaal.lower() for kind in kinds if kind in KINDS]
    return " eller ".join(names) or "en node"


def _wrong_kinds(staging: Staging, problems: Problems, dataset: str) -> None:
    joined = (
        "FROM link JOIN node s ON s.id = link.start LEFT JOIN node f ON f.id = finish LEFT JOIN known k ON k.id = finish "
        "WHERE coalesce(f.kind, k.kind) IS NOT NULL"
    )
    combinations = list(staging.rows(f"SELECT DISTINCT type, s.kind, coalesce(f.kind, k.kind) {joined}"))
    for name, start_kind, finish_kind in combinations:
        end = KINDS[start_kind].end(name)
        if end is not None and end.allows(finish_kind):
            continue
        rows = staging.rows(
            f"SELECT link.start, finish, link.file, link.sheet, link.row, field {joined} "
            "AND type = ? AND s.kind = ? AND coalesce(f.kind, k.kind) = ?",
            name,
            start_kind,
            finish_kind,
        )
        for start, finish, *at in rows:
            problems.add(place(*at), finish, *_wrong_kind(name, start_kind, finish_kind, end, start, finish, dataset))


def _wrong_kind(
    name: str, start_kind: str, finish_kind: str, end: End | None, start: str, finish: str, dataset: str
) -> tuple[str, str]:
    relationship = RELATIONSHIPS[name]
    if end is None:
        return (
            f"{KINDS[start_kind].bokmaal} «{_shown(start, dataset)}» kan ikke ha relasjonen «{relationship.bokmaal}».",
            "Se docs/model.md for hvilke relasjoner som finnes.",
        )
    return (
        f"«{_shown(finish, dataset)}» er {KINDS[finish_kind].bokmaal.lower()}. {KINDS[start_kind].bokmaal} "
        f"{relationship.bokmaal} {_kinds(end.kinds)}.",
        "Pek på en node av riktig slag.",
    )


def _too_few(staging: Staging, problems: Problems, dataset: str) -> None:
    for kind in KINDS.values():
        for end in kind.ends:
            if not end.at_least:
                continue
            rows = staging.rows(
                "SELECT id, file, sheet, row FROM node WHERE kind = ? AND "
                "(SELECT count(*) FROM link WHERE link.start = node.id AND type = ?) < ?",
                kind.name,
                end.relationship.name,
                end.at_least,
            )
            for full, file, sheet, row in rows:
                problems.add(
                    place(file, sheet, row, end.relationship.field_name),
                    None,
                    f"{kind.bokmaal} «{_shown(full, dataset)}» mangler «{end.relationship.bokmaal}» "
                    f"({end.relationship.field_name}).",
                    f"Skriv id-en til {_kinds(end.kinds)}.",
                )


_OVERLAP = (
    "coalesce(a.valid_from, '0000-01-01') < coalesce(b.valid_to, '9999-12-31') "
    "AND coalesce(b.valid_from, '0000-01-01') < coalesce(a.valid_to, '9999-12-31')"
)


def _too_many(staging: Staging, problems: Problems, dataset: str) -> None:
    for kind in KINDS.values():
        for end in kind.ends:
            if end.at_most != 1:
                continue
            rows = staging.rows(
                "SELECT a.start, a.finish, b.finish, b.file, b.sheet, b.row, b.field FROM link a "
                "JOIN link b ON b.start = a.start AND b.type = a.type AND b.rowid > a.rowid JOIN node ON node.id = a.start "
                f"WHERE a.type = ? AND node.kind = ? AND {_OVERLAP}",
                end.relationship.name,
                kind.name,
            )
            for start, first, second, *at in rows:
                problems.add(
                    place(*at),
                    second,
                    f"{kind.bokmaal} «{_shown(start, dataset)}» {end.relationship.bokmaal} både «{_shown(first, dataset)}» "
                    f"og «{_shown(second, dataset)}» på samme tid, men kan bare ha én.",
                    "Fjern den ene, eller gi dem ulik gyldighet.",
                )


def _one_main_responsible(staging: Staging, problems: Problems, dataset: str) -> None:
    main = "type = 'RESPONSIBLE' AND json_extract(body, '$.role') = 'main'"
    doubled = staging.rows(
        "SELECT a.start, a.finish, b.finish, b.file, b.sheet, b.row, b.field FROM "
        f"(SELECT rowid AS r, * FROM link WHERE {main}) a JOIN (SELECT rowid AS r, * FROM link WHERE {main}) b "
        f"ON a.start = b.start AND b.r > a.r WHERE {_OVERLAP}"
    )
    for start, first, second, *at in doubled:
        problems.add(
            place(*at),
            second,
            f"«{_shown(start, dataset)}» har to hovedansvarlige på samme tid: «{_shown(first, dataset)}» og "
            f"«{_shown(second, dataset)}».",
            "Sett role: other på den ene.",
        )
    without = staging.rows(
        "SELECT start, min(file), min(sheet), min(row), min(field) FROM link l WHERE type = 'RESPONSIBLE' AND NOT EXISTS "
        "(SELECT 1 FROM link m WHERE m.start = l.start AND m.type = 'RESPONSIBLE' "
        "AND json_extract(m.body, '$.role') = 'main') GROUP BY start"
    )
    for start, *at in without:
        problems.add(
            place(*at),
            None,
            f"«{_shown(start, dataset)}» har medansvarlige, men ingen hovedansvarlig.",
            "Sett role: main på én av dem.",
        )


def _retired_ends(staging: Staging, problems: Problems, dataset: str) -> None:
    latest = "max(coalesce(link.valid_from, :a), coalesce(s.valid_from, :a), coalesce(f.valid_from, k.valid_from, :a))"
    earliest = "min(coalesce(link.valid_to, :n), coalesce(s.valid_to, :n), coalesce(f.valid_to, k.valid_to, :n))"
    text = (
        (
            "SELECT type, link.start, finish, coalesce(f.valid_from, k.valid_from), coalesce(f.valid_to, k.valid_to), "
            "link.file, link.sheet, link.row, field FROM link JOIN node s ON s.id = link.start "
            "LEFT JOIN node f ON f.id = finish LEFT JOIN known k ON k.id = finish "
            f"WHERE {latest} >= {earliest}"
        )
        .replace(":a", f"'{_ALWAYS}'")
        .replace(":n", f"'{_NEVER}'")
    )
    for name, start, finish, valid_from, valid_to, *at in staging.rows(text):
        period = f"fra {valid_from or 'alltid'} til {valid_to or 'nå'}"
        problems.add(
            place(*at),
            finish,
            f"«{_shown(start, dataset)}» {RELATIONSHIPS[name].bokmaal} «{_shown(finish, dataset)}», som gjelder {period}; "
            "det er ingen dag da begge og relasjonen gjelder.",
            "Pek på det som gjelder nå, eller rett gyldigheten.",
        )


def _unknown_codes(staging: Staging, problems: Problems, dataset: str) -> None:
    rows = staging.rows(
        "SELECT kind, code, file, sheet, row, field FROM code_use WHERE NOT EXISTS (SELECT 1 FROM node "
        "WHERE node.kind = code_use.kind AND json_extract(node.body, '$.code') = code_use.code)"
    )
    for kind, code, *at in rows:
        known = [row[0] for row in staging.rows("SELECT json_extract(body, '$.code') FROM node WHERE kind = ?", kind)]
        collection = KINDS[kind].collection
        remedy = wording.near(code, known) or (
            f"Kjente koder: {', '.join(sorted(known))}." if known else f"Legg til samlingen «{collection}» med kodene."
        )
        problems.add(place(*at), code, f"«{code}» er ikke en kode i «{collection}».", remedy)


def _cycles(staging: Staging, problems: Problems, dataset: str) -> None:
    groups = [THREAD] + [(name,) for name, kind in RELATIONSHIPS.items() if kind.acyclic and name not in THREAD]
    for group in groups:
        marks = ",".join("?" * len(group))
        staging.run("DROP TABLE IF EXISTS walk")
        staging.run(
            f"CREATE TEMP TABLE walk AS SELECT DISTINCT start, finish FROM link WHERE type IN ({marks})", *group
        )
        if not staging.count("SELECT count(*) FROM walk"):
            continue
        staging.run("CREATE INDEX walk_start ON walk (start)")
        # What leads nowhere is in no cycle: strip it away until nothing more falls off. What is left leads to cycles.
        while staging.run("DELETE FROM walk WHERE finish NOT IN (SELECT start FROM walk)"):
            pass
        onwards: dict[str, list[str]] = {}
        for start, finish in staging.rows("SELECT start, finish FROM walk ORDER BY start, finish"):
            onwards.setdefault(start, []).append(finish)
        for cycle in _distinct_cycles(onwards):
            _note_cycle(staging, problems, dataset, group, cycle)


def _distinct_cycles(onwards: dict[str, list[str]]) -> list[list[str]]:
    """One cycle for each knot: from every node left, walk on until a node comes again."""
    seen: set[str] = set()
    cycles = []
    for first in onwards:
        path: list[str] = []
        node = first
        while node not in seen and node not in path:
            path.append(node)
            node = onwards[node][0]
        if node in path:
            cycles.append(path[path.index(node) :])
        seen.update(path)
    return cycles


def _note_cycle(staging: Staging, problems: Problems, dataset: str, group: tuple[str, ...], cycle: list[str]) -> None:
    marks = ",".join("?" * len(group))
    ring = [*cycle, cycle[0]]
    row = next(
        staging.rows(
            f"SELECT file, sheet, row, field FROM link WHERE start = ? AND finish = ? AND type IN ({marks})",
            ring[0],
            ring[1],
            *group,
        )
    )
    problems.add(
        place(*row),
        ring[1],
        f"Ring: {' → '.join(_shown(item, dataset) for item in ring)}.",
        "Fjern en av relasjonene; en rød tråd kan ikke komme tilbake til seg selv.",
    )
