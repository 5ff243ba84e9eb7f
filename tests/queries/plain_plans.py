"""Plans in force, slow and obvious."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date

from tests.queries.plain_facts import Fact, Facts, Tie, holds, version_standing


@dataclass(frozen=True)
class PlainPlan:
    """What is to be said of a plan version."""

    plan: str
    version: str
    standing: str
    type: str | None
    legal_basis: tuple[str, ...]
    applies_to: tuple[str, ...]
    builds_on: tuple[tuple[str, bool], ...]
    due: date | None
    by_rule: bool
    overdue: bool
    called_for_by: tuple[str, ...]
    disputed: bool


def plans(facts: Facts, dataset: str, day: date, theme: str, unit: str) -> list[PlainPlan]:
    """Every version of the plans asked about, highest plan type first."""
    found = []
    for plan in facts.of_kind("Plan"):
        if plan.dataset == dataset and _about(plan, theme) and _applies(facts, plan, unit, day):
            found += [
                _version(facts, plan, facts.nodes[tie.start], day) for tie in facts.tied("VERSION_OF", finish=plan.id)
            ]
    return sorted(found, key=lambda one: (_rank(facts, one.plan, day), one.plan, one.version))


def _about(plan: Fact, theme: str) -> bool:
    return any(theme.lower() in one.lower() for one in plan.get("themes")) or not theme


def _now(facts: Facts, type_: str, day: date, **ends: str) -> list[Tie]:
    return [tie for tie in facts.tied(type_, **ends) if holds(tie, day)]


def _applies(facts: Facts, plan: Fact, unit: str, day: date) -> bool:
    units = {tie.finish for tie in _now(facts, "APPLIES_TO", day, start=plan.id)}
    above = {unit}
    for _ in facts.nodes:
        above |= {tie.finish for tie in _now(facts, "PART_OF", day) if tie.start in above}
    return not unit or not units or bool(units & above)


def _type(facts: Facts, plan: str, day: date) -> Fact | None:
    return next((facts.nodes[tie.finish] for tie in _now(facts, "OF_TYPE", day, start=plan)), None)


def _rank(facts: Facts, plan: str, day: date) -> int:
    found = _type(facts, plan, day)
    rank = found.get("rank") if found else None
    return 1000 if rank is None else int(rank)


def _in_force(facts: Facts, plan: str, day: date) -> bool:
    return any(
        version_standing(facts.nodes[tie.start], day, facts.nodes[plan]) == "in_force"
        for tie in facts.tied("VERSION_OF", finish=plan)
    )


def _version(facts: Facts, plan: Fact, version: Fact, day: date) -> PlainPlan:
    type_ = _type(facts, plan.id, day)
    bases = [facts.nodes[tie.finish] for tie in _now(facts, "FOLLOWS_UP", day, start=plan.id)]
    basis_ids = sorted(one.id for one in bases)
    steps = [facts.nodes[tie.start] for tie in facts.tied("STEP_OF", finish=version.id)]
    days = {one.get("day") for one in steps if one.get("step") == "adoption"} | {version.get("adopted_on")}
    due, by_rule = version.get("revise_by"), False
    cycle = type_.get("cycle_years") if type_ else None
    if due is None and version.get("adopted_on") and cycle is not None:
        due, by_rule = _years_later(version.get("adopted_on"), cycle), True
    calling = [facts.nodes[tie.start] for tie in _now(facts, "CALLS_FOR_REVISION_OF", day, finish=plan.id)]
    return PlainPlan(
        plan.id,
        version.id,
        version_standing(version, day, plan),
        type_.id if type_ else None,
        tuple(sorted(_legal_basis(facts, type_, day))),
        tuple(sorted(tie.finish for tie in _now(facts, "APPLIES_TO", day, start=plan.id))),
        tuple(
            (one, _in_force(facts, one, day) if facts.nodes[one].kind == "Plan" else holds(facts.nodes[one], day))
            for one in basis_ids
        ),
        due,
        by_rule,
        due is not None and day > due,
        tuple(sorted(one.id for one in calling if version_standing(one, day, one) == "in_force")),
        len(days - {None}) > 1,
    )


def _legal_basis(facts: Facts, type_: Fact | None, day: date) -> list[str]:
    if type_ is None:
        return []
    ties = _now(facts, "LEGAL_BASIS", day, start=type_.id)
    return [tie.finish for tie in ties if holds(facts.nodes[tie.finish], day)]


def _years_later(day: date, years: int) -> date:
    """The same day so many years later; 28 February where that year has no 29th."""
    year = day.year + years
    leap_day = (day.month, day.day) == (2, 29)
    return date(year, 2, 28) if leap_day and not isleap(year) else date(year, day.month, day.day)


def shared_themes(facts: Facts, in_force: list[PlainPlan]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for one in in_force:
        for theme in facts.nodes[one.plan].get("themes"):
            found.setdefault(theme.lower(), set()).add(one.plan)
    return {theme: sorted(ids) for theme, ids in found.items() if len(ids) > 1}
