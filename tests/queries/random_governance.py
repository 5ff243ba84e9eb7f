"""Random governance to ask about: goals, work, plans, units and posts that change over time.

Relationships are those that the schema allows between the kinds; everything else may be as odd as imported data is.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from schema.catalogue import KINDS
from tests.queries.plain_facts import TODAY, Fact, Facts, Tie, all_facts
from tests.queries.plain_suspects import REVIEWED

YESTERDAY = TODAY - timedelta(days=1)
DAYS = st.sampled_from([TODAY, TODAY, YESTERDAY, date(2020, 6, 1), date(2027, 6, 1)])
PERIODS = st.sampled_from(
    [(None, None)] * 6
    + [
        (date(2020, 1, 1), None),
        (None, TODAY),
        (TODAY, None),
        (date(2020, 1, 1), date(2021, 1, 1)),
        (date(2027, 1, 1), None),
    ]
)
CERTAINTIES = st.sampled_from(["documented"] * 5 + ["adopted", "interpreted", "proposed"])
CONTRIBUTIONS = st.sampled_from(["contributes", "contributes", "contributes", "supports", "hinders"])
WORK = ("Strategy", "Oppdrag", "Tiltak")
ANCHORS = ("Decision", "LegalProvision", "Risk", "Deviation", "Remark", "Guideline")
VERSIONS: dict[str, dict[str, Any]] = {
    "adopted": {"status": "adopted", "valid_from": date(2020, 1, 1)},
    "undated": {"status": "adopted", "adopted_on": TODAY},
    "draft": {"status": "draft"},
    "hearing": {"status": "hearing", "valid_from": date(2020, 1, 1)},
    "replaced": {"status": "replaced", "valid_from": date(2010, 1, 1), "valid_to": TODAY},
    "abandoned": {"status": "lapsed", "valid_from": date(2010, 1, 1)},
    "unknown": {"status": "unknown"},
}
_OF_GOALS = frozenset(
    {"CARRIES_OUT", "IMPLEMENTS", "ADVANCES", "PART_OF", "BUILDS_ON", "INHERITS", "DERIVES_FROM", "COPY_OF"}
)


def period(draw: st.DrawFn) -> dict[str, Any]:
    first, end = draw(PERIODS)
    return {"valid_from": first, "valid_to": end}


@cache
def types_between(start: str, finish: str, among: frozenset[str]) -> tuple[str, ...]:
    """The relationship types that the schema allows from one kind to another."""
    ends = KINDS[start].ends
    return tuple(sorted(end.relationship.name for end in ends if end.relationship.name in among and end.allows(finish)))


@cache
def options(kinds: tuple[str, ...], among: frozenset[str]) -> tuple[tuple[int, int, str], ...]:
    """Every (place of start, place of finish, type) that the schema allows between elements of these kinds."""
    return tuple(
        (one, other, name)
        for one, start in enumerate(kinds)
        for other, finish in enumerate(kinds)
        if one != other
        for name in types_between(start, finish, among)
    )


@st.composite
def municipalities(draw: st.DrawFn) -> Facts:
    """A handful of goals with the work for them, and everything they can be asked about by."""
    kinds = ("Goal", "Tiltak", *draw(st.lists(st.sampled_from(_KINDS), min_size=1, max_size=7)))
    elements = [_element(draw, f"t:e{number}", kind) for number, kind in enumerate(kinds)]
    possible = options(kinds, _OF_GOALS)
    ties = [_thread_tie(draw, elements, one) for one in draw(_some(possible, 14))]
    nodes = [*elements, *_levels(draw), *_versions(), *_units(draw, ties), *_posts(draw, elements, ties)]
    nodes += _anchors(draw, elements, ties) + _indicators(draw, elements, ties)
    for one in elements:
        ties += _places(draw, one)
    return all_facts(nodes, ties)


_KINDS = ["Goal"] * 3 + ["FocusArea", "Strategy", "Strategy", "Oppdrag", "Oppdrag"] + ["Tiltak"] * 3 + ["SdgTarget"]


def _some(possible: tuple[Any, ...], most: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(possible), max_size=most) if possible else st.just([])


def _element(draw: st.DrawFn, name: str, kind: str) -> Fact:
    values = {"certainty": draw(CERTAINTIES), "illustrative": draw(st.booleans()), **period(draw)}
    if kind in WORK:
        values["status"] = draw(st.sampled_from(["planned", "ongoing", "done", "unknown", "cancelled"]))
    if kind == "Tiltak":
        values["work_type"] = draw(st.sampled_from([None, "drift", "utvikling"]))
    if kind == "Goal":
        values["level"] = draw(st.sampled_from(["over", "under", "under"]))
        values["sdg_status"] = draw(st.sampled_from(["builds_on", "not_relevant", "not_assessed"]))
    if kind == "SdgTarget":
        values = {"code": f"{name[-1]}.1"}
    return Fact(name, kind, values)


def _thread_tie(draw: st.DrawFn, elements: list[Fact], chosen: tuple[int, int, str]) -> Tie:
    start, finish, name = chosen
    values = {"certainty": draw(CERTAINTIES), **period(draw)}
    if name in ("CARRIES_OUT", "IMPLEMENTS", "ADVANCES"):
        values["contribution"] = draw(CONTRIBUTIONS)
    return Tie(name, elements[start].id, elements[finish].id, values)


def _levels(draw: st.DrawFn) -> list[Fact]:
    marked = draw(st.sampled_from([None, (), ("under",), ("over",), ("over", "under")]))
    ranks = {"over": 1, "under": 2}
    return [
        Fact(f"t:level-{code}", "GoalLevel", {"code": code, "rank": rank, "coverage": code in marked})
        for code, rank in ranks.items()
        if marked is not None
    ]


def _versions() -> list[Fact]:
    return [Fact("t:plan", "Plan"), *(Fact(f"t:{name}", "PlanVersion", values) for name, values in VERSIONS.items())]


def _places(draw: st.DrawFn, element: Fact) -> list[Tie]:
    """In which versions the element stands; only in the one in force for a time."""
    if element.kind == "SdgTarget":
        return []
    names = draw(st.lists(st.sampled_from(["adopted", "adopted", *VERSIONS]), max_size=2, unique=True))
    return [
        Tie("CONTAINED_IN", element.id, f"t:{name}", period(draw) if name == "adopted" else {})
        for name in names
        if draw(st.booleans())
    ]


def _units(draw: st.DrawFn, ties: list[Tie]) -> list[Fact]:
    """Three units, of which the last may move, and one that may be closed; one may have a plan of its own."""
    known = draw(st.booleans())
    ties += [Tie("VERSION_OF", f"t:{name}", "t:plan") for name in VERSIONS if name != "unknown" or not known]
    ties.append(Tie("PART_OF", "t:unit1", "t:unit0", period(draw)))
    ties += draw(
        st.sampled_from(
            [
                [],
                [Tie("PART_OF", "t:unit2", "t:unit1")],
                [
                    Tie("PART_OF", "t:unit2", "t:unit0", {"valid_to": TODAY}),
                    Tie("PART_OF", "t:unit2", "t:unit1", {"valid_from": TODAY}),
                ],
            ]
        )
    )
    if draw(st.booleans()):
        ties.append(Tie("APPLIES_TO", "t:plan", f"t:unit{draw(st.integers(0, 2))}", period(draw)))
    units = [Fact(f"t:unit{number}", "Unit") for number in range(3)]
    return [*units, Fact("t:unit3", "Unit", period(draw))]


def _posts(draw: st.DrawFn, elements: list[Fact], ties: list[Tie]) -> list[Fact]:
    for post in ("t:post0", "t:post1"):
        for unit in draw(st.lists(st.integers(0, 3), max_size=2)):
            ties.append(Tie(draw(st.sampled_from(["IN_UNIT", "LEADS"])), post, f"t:unit{unit}", period(draw)))
    answering = [one for one in elements if one.kind in ("Goal", *WORK)]
    for one in draw(_some(tuple(one.id for one in answering), 4)):
        role = draw(st.sampled_from(["main", "main", "other"]))
        values = {"role": role, "certainty": draw(CERTAINTIES), **period(draw)}
        ties.append(Tie("RESPONSIBLE", one, draw(st.sampled_from(["t:post0", "t:post1"])), values))
    for one in draw(_some(tuple(one.id for one in answering), 3)):
        ties.append(Tie("ALLOCATED_TO", one, f"t:unit{draw(st.integers(0, 2))}", period(draw)))
    return [Fact("t:post0", "Post"), Fact("t:post1", "Post", {"illustrative": True})]


def _anchors(draw: st.DrawFn, elements: list[Fact], ties: list[Tie]) -> list[Fact]:
    kinds = draw(st.lists(st.sampled_from(ANCHORS), max_size=3))
    anchors = [
        Fact(f"t:a{number}", kind, {"certainty": draw(CERTAINTIES), **period(draw)})
        for number, kind in enumerate(kinds)
    ]
    for anchor in anchors:
        resting = [one for one in elements if types_between(one.kind, anchor.kind, _RESTING)]
        for one in draw(_some(tuple(resting), 2)):
            (name,) = types_between(one.kind, anchor.kind, _RESTING)
            values = {"certainty": draw(CERTAINTIES), **period(draw)}
            if name == "IMPLEMENTS":
                values["contribution"] = draw(CONTRIBUTIONS)
            ties.append(Tie(name, one.id, anchor.id, values))
    return anchors


_RESTING = frozenset({"ANCHORED_IN", "IMPLEMENTS"})


def _indicators(draw: st.DrawFn, elements: list[Fact], ties: list[Tie]) -> list[Fact]:
    goals = tuple(one.id for one in elements if one.kind == "Goal")
    indicators = [
        Fact(f"t:i{number}", "Indicator", {"certainty": draw(CERTAINTIES), "illustrative": number == 1, **period(draw)})
        for number in range(draw(st.integers(0, 2)))
    ]
    for one in indicators:
        ties += [
            Tie("MEASURES", one.id, goal, {"certainty": draw(CERTAINTIES), **period(draw)})
            for goal in draw(_some(goals, 2))
        ]
    return indicators


@st.composite
def stated_again(draw: st.DrawFn, facts: st.SearchStrategy[Facts]) -> Facts:
    """The facts with most relationships once more between the same two, with other properties, and posts held."""
    given = draw(facts)
    posts = [one.id for one in given.of_kind("Post")]
    leaders = [Fact("t:leader0", "Leader"), Fact("t:leader1", "Leader")] if posts else []
    ties = list(given.ties)
    for one in given.ties:
        if draw(st.sampled_from([True, True, False])):
            ties.append(Tie(one.type, one.start, one.finish, {**one.values, **_told_otherwise(draw, one)}))
    for post in posts:
        for leader in draw(_some(tuple(one.id for one in leaders), 4)):
            kind = draw(st.sampled_from(["fast", "konstituert", "stedfortreder"]))
            ties.append(Tie("HOLDS", leader, post, {"kind": kind, "valid_from": draw(_SINCE)}))
    return all_facts([*given.nodes.values(), *leaders], ties)


_SINCE = st.sampled_from([None, date(2018, 1, 1), date(2019, 1, 1)])
_OTHERWISE = {
    "contribution": CONTRIBUTIONS,
    "certainty": CERTAINTIES,
    "role": st.sampled_from(["main", "other"]),
    "reviewed_version": st.sampled_from([None, "t:v0", "t:v1"]),
}


def _told_otherwise(draw: st.DrawFn, tie: Tie) -> dict[str, Any]:
    """What another source may say of the same relationship."""
    values = {name: draw(other) for name, other in _OTHERWISE.items() if name in tie.values}
    source = draw(st.sampled_from([None, "en kilde", "en annen"]))
    return {**values, "source": source, "illustrative": draw(st.booleans()), "valid_from": draw(_SINCE)}


WORDINGS = st.sampled_from(
    [None, "Luften er ren", "luften  er REN.", "«Luften er ren»", "Luften, er\nren!", "Luften er renere", "Vann"]
)
ADOPTIONS = [date(2012, 1, 1), date(2016, 1, 1), date(2020, 1, 1), date(2024, 1, 1)]
_REVIEWED = frozenset((*REVIEWED, "COPY_OF"))
_REVISED = ["Goal", "Goal", "FocusArea", "Strategy", "Oppdrag", "Tiltak", "Indicator"]


@st.composite
def revisions(draw: st.DrawFn) -> tuple[Facts, str]:
    """A plan in two to four versions, one beside it, and elements that rest on each other; and the new version."""
    nodes, ties = _plan_in_versions(draw)
    own = [one.id for one in nodes if one.kind == "PlanVersion" and one.id != "t:beside"]
    kinds = ("Goal", *draw(st.lists(st.sampled_from(_REVISED), min_size=2, max_size=6)))
    elements = [
        Fact(f"t:e{number}", kind, {"name": draw(WORDINGS) or f"Navn {number}", **period(draw)})
        for number, kind in enumerate(kinds)
    ]
    for one in elements:
        if one.kind != "Indicator":
            for version in draw(st.lists(st.sampled_from(own), max_size=3, unique=True)):
                ties.append(Tie("CONTAINED_IN", one.id, version, {"wording": draw(WORDINGS)}))
    for start, finish, name in draw(_some(options(kinds, _REVIEWED), 10)):
        reviewed_version = draw(st.sampled_from([None, None, "t:beside", *own]))
        reviewed_on = draw(st.sampled_from([None, None, *ADOPTIONS, date(2019, 12, 31), date(2023, 12, 31), TODAY]))
        values = {"reviewed_version": reviewed_version, "reviewed_on": reviewed_on, **period(draw)}
        ties.append(Tie(name, elements[start].id, elements[finish].id, values))
    for start, finish, name in draw(_some(options(kinds, frozenset({"REPLACES"})), 3)):
        ties.append(Tie(name, elements[start].id, elements[finish].id))
    return all_facts([*nodes, *elements], ties), draw(st.sampled_from(own))


def _plan_in_versions(draw: st.DrawFn) -> tuple[list[Fact], list[Tie]]:
    count = draw(st.integers(2, 4))
    days: list[date | None] = list(draw(st.permutations([*ADOPTIONS, None])))
    numbers = draw(st.permutations([1, 2, 5, 7]))
    how = draw(st.sampled_from(["numbered", "numbered", "half", "dated"]))
    versions = []
    for place in range(count):
        known = draw(st.sampled_from(["adopted_on", "valid_from"]))
        values: dict[str, Any] = {known: days[place], "status": "adopted"}
        if how == "numbered" or (how == "half" and place > 0):
            values["number"] = numbers[place]
        versions.append(Fact(f"t:v{place}", "PlanVersion", values))
    beside = Fact("t:beside", "PlanVersion", {"number": 9, "adopted_on": date(2025, 1, 1), "status": "adopted"})
    ties = [Tie("VERSION_OF", one.id, "t:plan") for one in versions] + [Tie("VERSION_OF", "t:beside", "t:other")]
    return [Fact("t:plan", "Plan"), Fact("t:other", "Plan"), *versions, beside], ties


THEMES = ["klima", "Klimatilpasning", "ENERGI", "energi", "sentrum"]


@st.composite
def plan_systems(draw: st.DrawFn) -> Facts:
    """Plans of two datasets, their types and versions, what they follow up, and the units they apply to."""
    ties: list[Tie] = []
    nodes = _units_of_plans(draw, ties) + _plan_types(draw, ties)
    plans = [f"t:plan{number}" for number in range(draw(st.integers(1, 3)))] + ["r:plan"]
    for place, plan in enumerate(plans):
        themes = draw(st.lists(st.sampled_from(THEMES), max_size=2, unique=True))
        nodes.append(Fact(plan, "Plan", {"themes": themes, **period(draw)}))
        ties += draw(
            st.sampled_from(
                [
                    [Tie("OF_TYPE", plan, "t:type0")],
                    [Tie("OF_TYPE", plan, "t:type1")],
                    [
                        Tie("OF_TYPE", plan, "t:type0", {"valid_to": TODAY}),
                        Tie("OF_TYPE", plan, "t:type1", {"valid_from": TODAY}),
                    ],
                ]
            )
        )
        for unit in draw(st.lists(st.integers(0, 2), max_size=2, unique=True)):
            ties.append(Tie("APPLIES_TO", plan, f"t:unit{unit}", period(draw)))
        for other in draw(st.lists(st.sampled_from(["t:guide", *plans[place + 1 :]]), max_size=2, unique=True)):
            ties.append(Tie("FOLLOWS_UP", plan, other, period(draw)))
        for number in range(draw(st.integers(0, 2))):
            nodes += _version_of_plan(draw, f"{plan}-v{number}", plan, plans, ties)
    return all_facts([*nodes, Fact("t:guide", "Guideline", period(draw))], ties)


def _units_of_plans(draw: st.DrawFn, ties: list[Tie]) -> list[Fact]:
    ties.append(Tie("PART_OF", "t:unit1", "t:unit0", period(draw)))
    ties.append(Tie("PART_OF", "t:unit2", "t:unit0", {"valid_to": TODAY}))
    ties.append(Tie("PART_OF", "t:unit2", "t:unit1", {"valid_from": TODAY}))
    return [Fact(f"t:unit{number}", "Unit") for number in range(3)]


def _plan_types(draw: st.DrawFn, ties: list[Tie]) -> list[Fact]:
    types = [
        Fact(
            f"t:type{number}",
            "PlanType",
            {"rank": draw(st.sampled_from([None, 1, 2, 3])), "cycle_years": draw(st.sampled_from([None, 1, 4, 12]))},
        )
        for number in range(2)
    ]
    provisions = [Fact(f"t:law{number}", "LegalProvision", period(draw)) for number in range(2)]
    for one in types:
        for law in draw(st.lists(st.integers(0, 1), max_size=2, unique=True)):
            ties.append(Tie("LEGAL_BASIS", one.id, f"t:law{law}", period(draw)))
    return types + provisions


def _version_of_plan(draw: st.DrawFn, name: str, plan: str, plans: list[str], ties: list[Tie]) -> list[Fact]:
    days = st.sampled_from([None, None, date(2016, 2, 29), date(2022, 6, 1), date(2025, 6, 1), YESTERDAY, TODAY])
    values = {
        "status": draw(st.sampled_from(["adopted"] * 4 + ["draft", "hearing", "replaced", "lapsed", "unknown"])),
        "adopted_on": draw(days),
        "revise_by": draw(st.sampled_from([None, None, YESTERDAY, TODAY, date(2028, 1, 1)])),
        **period(draw),
    }
    ties.append(Tie("VERSION_OF", name, plan))
    steps = [
        Fact(
            f"{name}-s{number}",
            "ProcessStep",
            {
                "step": draw(st.sampled_from(["adoption", "hearing"])),
                "day": draw(days),
                "planned": draw(st.booleans()),
            },
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    ties += [Tie("STEP_OF", one.id, name) for one in steps]
    for other in draw(st.lists(st.sampled_from(plans), max_size=1)):
        ties.append(Tie("CALLS_FOR_REVISION_OF", name, other, period(draw)))
    return [Fact(name, "PlanVersion", values), *steps]
