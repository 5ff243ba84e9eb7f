"""Suspect links after a revision, slow and obvious: all links are gone through until nothing more is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.queries.plain_facts import Fact, Facts, Tie, holds

REVIEWED = ("INHERITS", "DERIVES_FROM", "ADVANCES", "IMPLEMENTS", "CARRIES_OUT", "CONTRIBUTES_TO", "MEASURES")
LAST_DAY = date.max


@dataclass(frozen=True)
class Expected:
    before: str | None
    changes: dict[str, tuple[str, frozenset[str]]]
    """What became of each changed element, and what stands in its place."""
    suspects: list[tuple[str, str, str, str | None, date | None, int]]
    """Element, what it rests on, type, the version and day it was reviewed, distance."""
    causes: dict[str, set[str]]
    """For each element, the nearest changed elements that it is suspect because of."""


def came(version: Fact) -> date:
    """The day a version came; a draft without days is the latest."""
    day: date = version.get("adopted_on") or version.get("valid_from") or LAST_DAY
    return day


def suspects(facts: Facts, new: str, day: date) -> Expected:
    plan = facts.tied("VERSION_OF", start=new)[0].finish
    versions = [facts.nodes[tie.start] for tie in facts.tied("VERSION_OF", finish=plan)]
    numbered = all(one.get("number") is not None for one in versions)
    place = {one.id: one.get("number") if numbered else came(one) for one in versions}
    earlier = [one for one in place if place[one] < place[new]]
    later = {one for one in place if place[one] >= place[new]}
    if not earlier:
        return Expected(None, {}, [], {})
    before = max(earlier, key=lambda one: place[one])
    changes = changed(facts, before, new)
    distance = dict.fromkeys(changes, 0)
    causes = {one: {one} for one in changes}
    unreviewed = [
        tie
        for tie in facts.tied(*REVIEWED)
        if holds(tie, day)
        and holds(facts.nodes[tie.start], day)
        and not reviewed(tie, later, came(facts.nodes[new]), day)
    ]
    for step in range(len(facts.nodes)):
        for tie in unreviewed:
            if distance.get(tie.finish) == step and distance.get(tie.start, step + 1) == step + 1:
                distance[tie.start] = step + 1
                causes[tie.start] = causes.get(tie.start, set()) | causes[tie.finish]
    found = [
        (tie.start, tie.finish, tie.type, tie.get("reviewed_version"), tie.get("reviewed_on"), distance[tie.finish] + 1)
        for tie in unreviewed
        if tie.finish in distance
    ]
    return Expected(before, changes, found, causes)


def reviewed(tie: Tie, since: set[str], came_on: date, day: date) -> bool:
    """Held against the new version or a later one, or gone through since it came; a review yet to come is none."""
    reviewed_on = tie.get("reviewed_on")
    if reviewed_on is not None and reviewed_on > day:
        return False
    return tie.get("reviewed_version") in since or (reviewed_on is not None and reviewed_on >= came_on)


def changed(facts: Facts, before: str, new: str) -> dict[str, tuple[str, frozenset[str]]]:
    old_texts, new_texts = texts(facts, before), texts(facts, new)
    in_place = {one: {tie.start for tie in facts.tied("REPLACES", finish=one)} & set(new_texts) for one in old_texts}
    found = {}
    for one, successors in in_place.items():
        others = [other for other in in_place if other != one and successors & in_place[other]]
        if len(successors) > 1:
            found[one] = "split"
        elif successors:
            found[one] = "merged" if others else "replaced"
        elif one not in new_texts:
            found[one] = "dropped"
        elif words(old_texts[one]) != words(new_texts[one]):
            found[one] = "reworded"
    return {one: (what, frozenset(in_place[one])) for one, what in found.items()}


def texts(facts: Facts, version: str) -> dict[str, str]:
    return {
        tie.start: tie.get("wording") or facts.nodes[tie.start].get("name") or tie.start
        for tie in facts.tied("CONTAINED_IN", finish=version)
    }


def words(text: str) -> list[str]:
    """The words, without case and punctuation."""
    return "".join(sign if sign.isalnum() else " " for sign in text.lower()).split()
