"""Coverage, slow and obvious: every way down from the goal is listed, and each cell is judged from the list."""

from __future__ import annotations

from datetime import date

from tests.queries.plain_facts import (
    Facts,
    PlainWay,
    begun,
    holds,
    in_force,
    proposed,
    standing,
    subtree,
    version_standing,
    ways_from,
)

COLUMNS = {"strategy": "Strategy", "oppdrag": "Oppdrag", "tiltak": "Tiltak"}
FOLLOWED_UP_BY = {"Strategy": ("Oppdrag", "Tiltak"), "Oppdrag": ("Tiltak",)}

Cell = tuple[str, frozenset[str], bool]
"""Status, ids, and whether all of them are illustrations."""


def goals_in_scope(facts: Facts, scope: str, day: date) -> list[str]:
    """The goals that hold on the day and stand on a level where coverage is measured."""
    return sorted(one for one in _in_scope(facts, scope, day) if holds(facts.nodes[one], day) and _measured(facts, one))


def undecided(facts: Facts, scope: str, day: date) -> bool:
    """Whether it is a plan with a version that no source says is adopted or not: it may have goals in force."""
    versions = [facts.nodes[tie.start] for tie in facts.tied("VERSION_OF", finish=scope)]
    return any(version_standing(version, day, facts.nodes[scope]) == "unknown" for version in versions)


def _in_scope(facts: Facts, scope: str, day: date) -> set[str]:
    goals = {one.id for one in facts.of_kind("Goal")}
    kind = facts.nodes[scope].kind if scope in facts.nodes else "Dataset"
    if kind == "Dataset":
        return {one for one in goals if facts.nodes[one].dataset == scope}
    if kind in ("Goal", "FocusArea"):
        return goals & subtree(facts, scope, day)
    if kind == "Unit":
        units = subtree(facts, scope, day)
        return goals & {tie.start for tie in facts.tied("ALLOCATED_TO") if tie.finish in units and holds(tie, day)}
    if kind == "PlanVersion":
        return goals & {tie.start for tie in facts.tied("CONTAINED_IN", finish=scope) if holds(tie, day)}
    versions = {tie.start for tie in facts.tied("VERSION_OF", finish=scope)}
    return goals & {
        tie.start
        for tie in facts.tied("CONTAINED_IN")
        if tie.finish in versions and version_standing(facts.nodes[tie.finish], day, tie) == "in_force"
    }


def _measured(facts: Facts, goal: str) -> bool:
    levels = [one for one in facts.of_kind("GoalLevel") if one.dataset == facts.nodes[goal].dataset]
    if not levels:
        return True
    lowest = max(one.get("rank") for one in levels)
    marked = [one for one in levels if one.get("coverage")] or [one for one in levels if one.get("rank") == lowest]
    return facts.nodes[goal].get("level") in {one.get("code") for one in marked}


def cells(facts: Facts, goal: str, day: date) -> dict[str, Cell]:
    """What the goal is covered by on the day."""
    ways = list(ways_from(facts, goal, down=True))
    found = {column: _effort(facts, kind, ways, day) for column, kind in COLUMNS.items()}
    return found | {"indicator": _indicator(facts, goal, day), "responsible": _responsible(facts, goal, ways, day)}


def _live(facts: Facts, way: PlainWay, day: date) -> bool:
    """It holds on the day, nothing in it is cancelled, only proposed, or outside the plans in force."""
    return _alive(facts, way, day) and all(in_force(facts, one, day) for one in way.ids)


def _alive(facts: Facts, way: PlainWay, day: date) -> bool:
    nodes = [facts.nodes[one] for one in way.ids]
    return all(holds(one, day) and one.get("status") != "cancelled" for one in nodes) and all(
        holds(tie, day) and not proposed(tie) for tie in way.ties
    )


def _has_been(facts: Facts, way: PlainWay, day: date) -> bool:
    """Each part of it has been in force by the day; nothing is yet to come, only proposed, or of unknown standing."""
    return all(
        begun(facts.nodes[one], day) and standing(facts, one, day) not in ("proposed", "unknown") for one in way.ids
    ) and all(begun(tie, day) and not proposed(tie) for tie in way.ties)


def _effort(facts: Facts, kind: str, ways: list[PlainWay], day: date) -> Cell:
    best: dict[str, int] = {}
    past = set()
    for way in ways:
        end = way.ids[-1]
        if facts.nodes[end].kind != kind or way.rank == 2:
            continue
        if _live(facts, way, day):
            best[end] = min(way.rank, best.get(end, way.rank))
        elif _has_been(facts, way, day):
            past.add(end)
    done = {one for one in best if _followed_up(facts, one, day)}
    for status, ids in (
        ("covered", {one for one in done if best[one] == 0}),
        ("partly", done),
        ("shallow", set(best)),
        ("expired", past),
    ):
        if ids:
            return status, frozenset(ids), _illustrations(facts, ids)
    return "uncovered", frozenset(), False


def _followed_up(facts: Facts, one: str, day: date) -> bool:
    lower = FOLLOWED_UP_BY.get(facts.nodes[one].kind)
    return lower is None or any(
        facts.nodes[way.ids[-1]].kind in lower and way.rank < 2 and _live(facts, way, day)
        for way in ways_from(facts, one, down=True)
    )


def _illustrations(facts: Facts, ids: set[str]) -> bool:
    return bool(ids) and all(facts.nodes[one].get("illustrative") for one in ids)


def _indicator(facts: Facts, goal: str, day: date) -> Cell:
    """Indicators on the goal, or on the same goal where another plan in force has inherited it."""
    heirs = {goal} | {
        way.ids[-1]
        for way in ways_from(facts, goal, down=True)
        if way.ties
        and {tie.type for tie in way.ties} == {"INHERITS"}
        and _live(facts, PlainWay(way.ids[1:], way.ties), day)
    }
    active, past = set(), set()
    for tie in facts.tied("MEASURES"):
        indicator = facts.nodes[tie.start]
        if tie.finish not in heirs or proposed(tie) or proposed(indicator):
            continue
        if holds(tie, day) and holds(indicator, day):
            active.add(tie.start)
        elif begun(tie, day) and begun(indicator, day):
            past.add(tie.start)
    ids = active or past
    return "covered" if active else "expired" if past else "uncovered", frozenset(ids), _illustrations(facts, ids)


def _responsible(facts: Facts, goal: str, ways: list[PlainWay], day: date) -> Cell:
    def posts(one: str, role: str | None, judged: str) -> set[str]:
        found = set()
        for tie in facts.tied("RESPONSIBLE", start=one):
            post = facts.nodes[tie.finish]
            if proposed(tie) or proposed(post) or role not in (None, tie.get("role")):
                continue
            now = holds(tie, day) and holds(post, day)
            if now if judged == "now" else begun(tie, day) and begun(post, day):
                found.add(tie.finish)
        return found

    main = posts(goal, "main", "now")
    doing = {way.ids[-1] for way in ways if way.rank < 2 and _live(facts, way, day)}
    partly = posts(goal, None, "now").union(*(posts(one, None, "now") for one in doing))
    past = posts(goal, None, "past")
    for status, ids in (("covered", main), ("partly", partly), ("expired", past)):
        if ids:
            return status, frozenset(ids), _illustrations(facts, ids)
    return "uncovered", frozenset(), False
