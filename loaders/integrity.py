"""The records together: doubled ids, wrong kinds, too few and too many relationships, retired ends, unknown codes."""

from __future__ import annotations

from collections.abc import Callable

from loaders import cycles, unknown, wording
from loaders.checks import Problems
from loaders.staging import Staging
from loaders.unknown import kinds_text, shown
from schema.catalogue import KINDS, RELATIONSHIPS, End
from schema.errors import Place

Check = Callable[[Staging, Problems, str], None]

_OVERLAP = (
    "coalesce(a.valid_from, '0000') < coalesce(b.valid_to, '9999-99') "
    "AND coalesce(b.valid_from, '0000') < coalesce(a.valid_to, '9999-99')"
)


def check_all(staging: Staging, problems: Problems, dataset: str) -> None:
    """Run every check. What other datasets in the graph say must be staged by now (see surroundings.py).

    Where some records could not be read at all, nothing is said to be missing: it may stand in what was not read.
    """
    _stage_rules(staging)
    wrong: tuple[Check, ...] = (
        _doubled_ids,
        _doubled_links,
        _wrong_kinds,
        _too_many,
        _two_main_responsible,
        _retired_ends,
        cycles.check,
        unknown.check_other_datasets,
    )
    missing: tuple[Check, ...] = (unknown.check_own_dataset, _too_few, _no_main_responsible, _unknown_codes)
    for check in wrong if problems.incomplete else wrong + missing:
        check(staging, problems, dataset)


def _stage_rules(staging: Staging) -> None:
    staging.run("CREATE TABLE IF NOT EXISTS rule (kind TEXT, type TEXT, least INT, most INT)")
    for kind in KINDS.values():
        for end in kind.ends:
            if end.at_least or end.at_most:
                staging.add("rule", kind.name, end.relationship.name, end.at_least, end.at_most)


def _doubled_ids(staging: Staging, problems: Problems, dataset: str) -> None:
    rows = staging.rows(
        "SELECT later.id, later.file, later.sheet, later.row, first.file, first.sheet, first.row FROM node later "
        "JOIN node first ON first.rowid = (SELECT min(rowid) FROM node WHERE id = later.id) "
        "WHERE later.rowid > first.rowid"
    )
    for full, file, sheet, row, *first in rows:
        problems.add(
            Place(file, sheet, row, "id"),
            full,
            f"Id-en «{shown(full, dataset)}» står også i {Place(*first)}.",
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
            Place(*at),
            finish,
            f"Det står to ganger at «{shown(start, dataset)}» {RELATIONSHIPS[name].bokmaal} "
            f"«{shown(finish, dataset)}».",
            "Fjern den ene, eller gi dem ulik gyldighet.",
        )


def _wrong_kinds(staging: Staging, problems: Problems, dataset: str) -> None:
    joined = (
        "FROM link JOIN node s ON s.id = link.start LEFT JOIN node f ON f.id = finish "
        "LEFT JOIN known k ON k.id = finish WHERE coalesce(f.kind, k.kind) IS NOT NULL"
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
            said = _no_such_end(name, start_kind, shown(start, dataset))
            if end is not None:
                said = _wrong_end(end, start_kind, finish_kind, shown(finish, dataset))
            problems.add(Place(*at), finish, *said)


def _no_such_end(name: str, kind: str, start: str) -> tuple[str, str]:
    return (
        f"{KINDS[kind].bokmaal} «{start}» kan ikke ha relasjonen «{RELATIONSHIPS[name].bokmaal}».",
        "Se docs/model.md for hvilke relasjoner som finnes.",
    )


def _wrong_end(end: End, start_kind: str, finish_kind: str, finish: str) -> tuple[str, str]:
    return (
        f"«{finish}» er {KINDS[finish_kind].bokmaal.lower()}. {KINDS[start_kind].bokmaal} "
        f"{end.relationship.bokmaal} {kinds_text(end.kinds)}.",
        "Pek på en node av riktig slag.",
    )


def _too_few(staging: Staging, problems: Problems, dataset: str) -> None:
    rows = staging.rows(
        "SELECT node.id, node.kind, rule.type, file, sheet, row FROM node JOIN rule ON rule.kind = node.kind "
        "WHERE (SELECT count(*) FROM link WHERE link.start = node.id AND link.type = rule.type) < least "
        "AND NOT EXISTS (SELECT 1 FROM unread WHERE unread.start = node.id AND unread.type = rule.type)"
    )
    for full, kind, name, file, sheet, row in rows:
        relationship, end = RELATIONSHIPS[name], KINDS[kind].end(name)
        problems.add(
            Place(file, sheet, row, relationship.field_name),
            None,
            f"{KINDS[kind].bokmaal} «{shown(full, dataset)}» mangler «{relationship.bokmaal}» "
            f"({relationship.field_name}).",
            f"Skriv id-en til {kinds_text(end.kinds if end else ())}.",
        )


def _too_many(staging: Staging, problems: Problems, dataset: str) -> None:
    rows = staging.rows(
        "SELECT b.start, node.kind, b.type, b.finish, (SELECT a.finish FROM link a WHERE a.start = b.start "
        f"AND a.type = b.type AND a.rowid < b.rowid AND {_OVERLAP} LIMIT 1) AS other, b.file, b.sheet, b.row, b.field "
        "FROM link b JOIN node ON node.id = b.start JOIN rule ON rule.kind = node.kind AND rule.type = b.type "
        "WHERE most = 1 AND other IS NOT NULL"
    )
    for start, kind, name, second, first, *at in rows:
        problems.add(
            Place(*at),
            second,
            f"{KINDS[kind].bokmaal} «{shown(start, dataset)}» {RELATIONSHIPS[name].bokmaal} både "
            f"«{shown(first, dataset)}» og «{shown(second, dataset)}» på samme tid, men kan bare ha én.",
            "Fjern den ene, eller gi dem ulik gyldighet.",
        )


_MAIN = "type = 'RESPONSIBLE' AND json_extract(body, '$.role') = 'main'"


def _two_main_responsible(staging: Staging, problems: Problems, dataset: str) -> None:
    staging.run(
        "CREATE TABLE main_responsible AS SELECT start, finish, valid_from, valid_to, file, sheet, row, field "
        f"FROM link WHERE {_MAIN} ORDER BY link.rowid"
    )
    staging.run("CREATE INDEX main_responsible_start ON main_responsible (start)")
    rows = staging.rows(
        "SELECT b.start, b.finish, (SELECT a.finish FROM main_responsible a WHERE a.start = b.start "
        f"AND a.rowid < b.rowid AND {_OVERLAP} LIMIT 1) AS other, b.file, b.sheet, b.row, b.field "
        "FROM main_responsible b WHERE other IS NOT NULL"
    )
    for start, second, first, *at in rows:
        problems.add(
            Place(*at),
            second,
            f"«{shown(start, dataset)}» har to hovedansvarlige på samme tid: «{shown(first, dataset)}» og "
            f"«{shown(second, dataset)}».",
            "Sett role: other på den ene.",
        )


def _no_main_responsible(staging: Staging, problems: Problems, dataset: str) -> None:
    rows = staging.rows(
        "SELECT start, file, sheet, row, field FROM link WHERE type = 'RESPONSIBLE' "
        "AND start NOT IN (SELECT start FROM main_responsible) "
        "AND start NOT IN (SELECT start FROM unread WHERE type = 'RESPONSIBLE') GROUP BY start"
    )
    for start, *at in rows:
        problems.add(
            Place(*at),
            None,
            f"«{shown(start, dataset)}» har medansvarlige, men ingen hovedansvarlig.",
            "Sett role: main på én av dem.",
        )


def _retired_ends(staging: Staging, problems: Problems, dataset: str) -> None:
    begins = "max(coalesce(link.valid_from, '0000'), coalesce(s.valid_from, '0000'), coalesce({0}.valid_from, '0000'))"
    ends = "min(coalesce(link.valid_to, '9999-99'), coalesce(s.valid_to, '9999-99'), coalesce({0}.valid_to, '9999-99'))"
    left_out = ",".join(f"'{name}'" for name, kind in RELATIONSHIPS.items() if kind.across_time)
    for table in ("node", "known"):
        rows = staging.rows(
            f"SELECT type, link.start, finish, {table}_end.valid_from, {table}_end.valid_to, "
            "link.file, link.sheet, link.row, field FROM link JOIN node s ON s.id = link.start "
            f"JOIN {table} {table}_end ON {table}_end.id = finish "
            f"WHERE type NOT IN ({left_out}) AND {begins.format(f'{table}_end')} >= {ends.format(f'{table}_end')}"
        )
        for name, start, finish, valid_from, valid_to, *at in rows:
            period = f"fra {valid_from or 'alltid'} til {valid_to or 'nå'}"
            problems.add(
                Place(*at),
                finish,
                f"«{shown(start, dataset)}» {RELATIONSHIPS[name].bokmaal} «{shown(finish, dataset)}», som gjelder "
                f"{period}; det er ingen dag da begge og relasjonen gjelder.",
                "Pek på det som gjelder nå, eller rett gyldigheten.",
            )


def _unknown_codes(staging: Staging, problems: Problems, dataset: str) -> None:
    codes: dict[str, list[str]] = {}
    for (kind,) in list(staging.rows("SELECT DISTINCT kind FROM code_use")):
        rows = staging.rows(
            "SELECT DISTINCT json_extract(body, '$.code') AS c FROM node WHERE kind = ? ORDER BY c", kind
        )
        codes[kind] = [code for (code,) in rows if code is not None]
    for kind, code, *at in staging.rows("SELECT kind, code, file, sheet, row, field FROM code_use"):
        if code not in codes[kind]:
            collection = KINDS[kind].collection
            known = f"Kjente koder: {', '.join(codes[kind])}." if codes[kind] else ""
            problems.add(
                Place(*at),
                code,
                f"«{code}» er ikke en kode i «{collection}».",
                wording.near(code, codes[kind]) or known or f"Legg til samlingen «{collection}» med kodene.",
            )
