"""Tiltak outside the red thread, slow and obvious: every way up is listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.queries.plain_facts import Facts, PlainWay, Tie, holds, in_force, proposed, subtree, ways_from

ANCHORS = {
    "Decision": "decision",
    "LegalProvision": "law",
    "Risk": "risk",
    "Deviation": "deviation",
    "Remark": "deviation",
    "Guideline": "guideline",
}

Anchor = tuple[str, str, bool, str | None]
"""Kind, id, whether it holds, and the oppdrag that it is anchored through."""


@dataclass(frozen=True)
class Judged:
    """What a tiltak is anchored in, and how it meets goals."""

    kinds: frozenset[str]
    anchors: tuple[Anchor, ...]
    operation: bool
    hinders_only: bool | None
    """None where the words do not settle it: some ways hinder, and others are not in force."""
    not_in_force_only: bool


def tiltak_in_scope(facts: Facts, scope: str, day: date) -> list[str]:
    tiltak = {one.id for one in facts.of_kind("Tiltak") if holds(one, day)}
    if scope not in facts.nodes:
        return sorted(one for one in tiltak if facts.nodes[one].dataset == scope)
    found = set().union(*(tiltak_of_unit(facts, unit, day) for unit in subtree(facts, scope, day)))
    return sorted(tiltak & found)


def tiltak_of_unit(facts: Facts, unit: str, day: date) -> set[str]:
    """Laid on the unit, answered for by a post in it or leading it, or standing in a plan that applies to it."""

    def now(*types: str, start: str | None = None, finish: str | None = None) -> list[Tie]:
        return [tie for tie in facts.tied(*types, start=start, finish=finish) if holds(tie, day)]

    laid = {tie.start for tie in now("ALLOCATED_TO", finish=unit)}
    posts = {tie.start for tie in now("IN_UNIT", "LEADS", finish=unit)}
    answered = {tie.start for tie in now("RESPONSIBLE") if tie.finish in posts and tie.get("role") == "main"}
    plans = {tie.start for tie in now("APPLIES_TO", finish=unit)}
    versions = {
        tie.start for tie in facts.tied("VERSION_OF") if tie.finish in plans and holds(facts.nodes[tie.start], day)
    }
    planned = {tie.start for tie in now("CONTAINED_IN") if tie.finish in versions}
    return {one for one in laid | answered | planned if facts.nodes[one].kind == "Tiltak"}


def units_without_tiltak(facts: Facts, scope: str, day: date) -> list[str]:
    """Units that hold and have a post on the day, and no tiltak, whoever else shares in the work."""
    inside = subtree(facts, scope, day) if scope in facts.nodes else {one.id for one in facts.of_kind("Unit")}
    found = []
    for unit in inside:
        posts = {tie.start for tie in facts.tied("IN_UNIT", "LEADS", finish=unit) if holds(tie, day)}
        shared = {
            tie.start
            for tie in facts.tied("RESPONSIBLE")
            if tie.finish in posts and holds(tie, day) and facts.nodes[tie.start].kind == "Tiltak"
        }
        there = {one for one in tiltak_of_unit(facts, unit, day) | shared if holds(facts.nodes[one], day)}
        if posts and not there and holds(facts.nodes[unit], day):
            found.append(unit)
    return sorted(found)


def judge(facts: Facts, tiltak: str, day: date) -> Judged:
    ways = [way for way in ways_from(facts, tiltak, down=False) if _held(facts, way, day)]
    live = [way for way in ways if _live(facts, way, day)]
    to_goals = [way for way in ways if facts.nodes[way.ids[-1]].kind in ("Goal", "FocusArea")]
    live_to_goals = [way for way in live if way in to_goals]
    carried = {way.ids[-1] for way in live if facts.nodes[way.ids[-1]].kind == "Oppdrag" and way.rank < 2}
    anchors = tuple(
        (
            ANCHORS[facts.nodes[tie.finish].kind],
            tie.finish,
            _anchors(facts, tie, day),
            None if tie.start == tiltak else tie.start,
        )
        for tie in facts.tied("ANCHORED_IN", "IMPLEMENTS")
        if tie.start in {tiltak, *carried} and facts.nodes[tie.finish].kind in ANCHORS
    )
    kinds = {kind for kind, _, holding, _ in anchors if holding}
    if any(way.rank < 2 for way in live_to_goals):
        kinds.add("goal")
    hindering = [way.rank == 2 for way in to_goals]
    settled = not any(hindering) or len(live_to_goals) == len(to_goals)
    return Judged(
        frozenset(kinds or {"none"}),
        anchors,
        facts.nodes[tiltak].get("work_type") == "drift",
        (bool(hindering) and all(hindering)) if settled else None,
        bool(to_goals) and in_force(facts, tiltak, day) and not live_to_goals,
    )


def _held(facts: Facts, way: PlainWay, day: date) -> bool:
    return all(holds(facts.nodes[one], day) for one in way.ids) and all(holds(tie, day) for tie in way.ties)


def _live(facts: Facts, way: PlainWay, day: date) -> bool:
    return all(in_force(facts, one, day) for one in way.ids) and not any(proposed(tie) for tie in way.ties)


def _anchors(facts: Facts, tie: Tie, day: date) -> bool:
    """The anchor and the link to it hold, and neither is only proposed; what is hindered is no reason to do it."""
    anchor = facts.nodes[tie.finish]
    settled = not proposed(tie) and not proposed(anchor) and tie.get("contribution") != "hinders"
    return settled and holds(tie, day) and holds(anchor, day)
