"""Answers made from the dataclasses, without a graph, for the tests of the pictures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from queries.answers import Cut, Element, Outcome, Standing
from queries.goals.fetching import Holder, Responsible
from queries.goals.thread import Thread, ThreadLink, Way
from queries.goals.trace_down import Effect, Effort, EffortCount, MeasuredBy, TraceDown
from queries.goals.trace_up import LocalGoal, OtherEnd, Reach, TraceUp
from schema.goals import SdgStatus, WorkStatus
from schema.relationships import Contribution, HoldingKind, ResponsibleRole
from schema.values import Certainty

DAY = date(2026, 6, 1)
_SDG = ("SdgGoal", "SdgTarget")


def made(one: str, kind: str, name: str = "", **more: Any) -> Element:
    """An element in force, unless the test says otherwise."""
    return Element(one, kind, name or f"{kind} {one}", more.pop("standing", Standing.IN_FORCE), **more)


def linked(
    start: str, type_: str, finish: str, contribution: Contribution = Contribution.CONTRIBUTES,
    certainty: Certainty = Certainty.ADOPTED, **more: Any,
) -> ThreadLink:  # fmt: skip
    """A sure link that contributes, unless the test says otherwise."""
    return ThreadLink(type_, start, finish, contribution, certainty, **more)


def up(
    start: str,
    elements: Iterable[Element],
    links: Iterable[ThreadLink],
    local: Iterable[Element] = (),
    ends: Iterable[Element] = (),
    cut_by: tuple[Cut, ...] = (),
    remarks: tuple[str, ...] = (),
    most: int = 50,
) -> TraceUp:
    """The answer to a trace up through these elements."""
    thread = Thread(elements, links)
    lists: dict[str, list[Reach]] = {"reached": [], "supported": [], "hindered": [], "not_in_force": []}
    for one, met in thread.met_from(start).items():
        if thread.elements[one].kind not in _SDG or one == start:
            continue
        reach = _reach(thread, start, one, met.hindering, most)
        if met.contributing:
            lists["reached"].append(reach)
        elif met.supporting:
            lists["supported"].append(reach)
        if met.hindering:
            lists["hindered"].append(reach)
        if not met.in_force:
            lists["not_in_force"].append(reach)
    found = any(lists[name] for name in ("reached", "supported", "hindered"))
    return TraceUp(
        on_date=DAY,
        outcome=Outcome.FOUND if found else Outcome.UNDETERMINED if lists["not_in_force"] else Outcome.EMPTY,
        complete=not cut_by,
        cut_by=cut_by,
        remarks=remarks,
        start=thread.elements[start],
        reached=tuple(lists["reached"]),
        supported=tuple(lists["supported"]),
        hindered=tuple(lists["hindered"]),
        not_in_force=tuple(lists["not_in_force"]),
        local_goals=tuple(
            LocalGoal(goal, goal.sdg_status or SdgStatus.NOT_ASSESSED, False, _way(thread, start, goal))
            for goal in local
        ),
        other_ends=tuple(OtherEnd(end, _way(thread, start, end)) for end in ends),
    )


def _way(thread: Thread, start: str, end: Element) -> Way:
    """The shortest way; where the test gives an end that the thread does not lead to, the end alone."""
    return thread.shortest_way(start, end.id) if end.id in thread.distances(start) else thread.way(start, [])


def _reach(thread: Thread, start: str, end: str, hindered: bool, most: int) -> Reach:
    ways, all_ways = thread.ways(start, end, most)
    strongest = thread.strongest_way(start, end) or ways[0]
    weakest = max(strongest.links, key=lambda link: link.weakness, default=None)
    count = thread.count_ways(start, end)
    return Reach(thread.elements[end], count, tuple(ways), all_ways, ways[0], strongest, weakest, hindered)


def down(start: str, elements: Iterable[Element], links: Iterable[ThreadLink], **effort: Any) -> TraceDown:
    """The answer to a trace down to these elements. `effort` gives responsible posts by element id."""
    thread = Thread(elements, links, down=True)
    responsible: dict[str, tuple[Responsible, ...]] = effort.get("responsible", {})
    efforts = []
    distances = thread.distances(start)
    met = thread.met_from(start)
    for one in sorted(distances, key=lambda one: (distances[one], one)):
        if one != start:
            way = thread.shortest_way(start, one)
            element = thread.elements[one]
            live = met[one].in_force
            effect = Effect.NOT_IN_FORCE if not live else Effect(way.contribution.value)
            overdue = bool(element.deadline and element.deadline < DAY and element.status != WorkStatus.DONE)
            efforts.append(Effort(element, effect, False, way.length, way, responsible.get(one, ()), overdue))
    kinds = sorted({(one.element.kind, one.effect) for one in efforts})
    return TraceDown(
        on_date=DAY,
        outcome=Outcome.FOUND if efforts else Outcome.EMPTY,
        complete=True,
        cut_by=(),
        remarks=(),
        start=thread.elements[start],
        efforts=tuple(efforts),
        links=tuple(thread.links()),
        counts=tuple(
            EffortCount(kind, effect, sum((one.element.kind, one.effect) == (kind, effect) for one in efforts))
            for kind, effect in kinds
        ),
        indicators=(MeasuredBy("t:i1", "Andel gående og syklende", "I-1", start),),
    )


def five() -> TraceUp:
    """A straight thread of five elements."""
    elements = [
        made("sdg:11", "SdgGoal", "Bærekraftige byer og lokalsamfunn", code="11", colour="#FD9D24"),
        made("sdg:11.2", "SdgTarget", "Trygg og tilgjengelig transport for alle", code="11.2"),
        made("t:dm-1", "Goal", "Flere går, sykler og reiser kollektivt", code="DM-3.1", source="Samfunnsdelen, s. 24"),
        made("t:o-1", "Oppdrag", "Bygge ut sammenhengende gang- og sykkelveier", illustrative=True),
        made(
            "t:t-1", "Tiltak", "Gang- og sykkelvei langs Slemmestadveien", illustrative=True, deadline=date(2027, 6, 1)
        ),
    ]
    links = [
        linked("t:t-1", "CARRIES_OUT", "t:o-1"),
        linked("t:o-1", "IMPLEMENTS", "t:dm-1", certainty=Certainty.DOCUMENTED),
        linked("t:dm-1", "BUILDS_ON", "sdg:11.2", certainty=Certainty.INTERPRETED, source="Samfunnsdelen, s. 12"),
        linked("sdg:11.2", "PART_OF", "sdg:11"),
    ]
    return up("t:t-1", elements, links)


_NAMES = {
    "Goal": (
        "Gode liv gjennom hele livsløpet",
        "Klimagassutslippene er kuttet",
        "Livskraftige lokalsamfunn der folk møtes",
        "Et inkluderende arbeidsliv",
        "Sammenhengende grønnstruktur",
        "Trygg skolevei for alle barn",
    ),
    "Strategy": (
        "Fortette rundt knutepunktene",
        "Samarbeide med frivilligheten om møteplasser",
        "Bruke innkjøp som klimaverktøy",
        "Bygge tett på kollektivtrafikken",
    ),
    "Oppdrag": (
        "Lage plan for snarveier",
        "Utrede felles tjenestebiler",
        "Revidere innkjøpsreglementet",
        "Kartlegge universell utforming",
        "Etablere ungdomsråd i alle lokalsamfunn",
    ),
    "Tiltak": (
        "Sykkelparkering ved stasjonen",
        "Elektriske tjenestebiler",
        "Kurs i klimabudsjett",
        "Nytt nærmiljøanlegg",
        "Ombrukssenter på gjenvinningsstasjonen",
        "Snarvei mellom skolen og idrettsparken",
    ),
}


def twenty_five() -> TraceUp:
    """A tiltak with several parents, links of every sort, and elements that are not in force."""
    goals = {"3": "#4C9F38", "11": "#FD9D24", "13": "#3F7E44"}
    elements = [made(f"sdg:{code}", "SdgGoal", f"FN-mål nummer {code}", code=code, colour=colour)
                for code, colour in goals.items()]  # fmt: skip
    targets = ["3.4", "3.6", "3.9", "11.2", "11.3", "11.6", "11.7", "13.1", "13.2"]
    elements += [made(f"sdg:{code}", "SdgTarget", f"Kort navn på delmål {code}", code=code) for code in targets]
    elements += [made("t:s1", "FocusArea", "Bærekraftig mobilitet"), made("t:s2", "FocusArea", "Klima og miljø")]
    elements += [made(f"t:g{n}", "Goal", _NAMES["Goal"][n], code=f"DM-{n}") for n in range(5)]
    elements += [
        made("t:st0", "Strategy", _NAMES["Strategy"][0], code="S1"),
        made("t:st1", "Strategy", _NAMES["Strategy"][1], code="S2", standing=Standing.PROPOSED),
        made("t:o0", "Oppdrag", _NAMES["Oppdrag"][0]),
        made("t:o1", "Oppdrag", _NAMES["Oppdrag"][1], illustrative=True),
        made("t:p", "Project", "Veipakke for fylkesveiene", standing=Standing.LAPSED),
        made("t:t", "Tiltak", _NAMES["Tiltak"][5], illustrative=True, source="Handlingsprogram 2026–2029, s. 41"),
    ]
    supports, hinders = Contribution.SUPPORTS, Contribution.HINDERS
    links = [linked(f"sdg:{code}", "PART_OF", f"sdg:{code.partition('.')[0]}") for code in targets]
    links += [
        linked("t:t", "CARRIES_OUT", "t:o0"),
        linked("t:t", "CARRIES_OUT", "t:o1", supports),
        linked("t:t", "CARRIES_OUT", "t:g4"),
        linked("t:t", "CARRIES_OUT", "t:g1", hinders, Certainty.DOCUMENTED),
        linked("t:t", "DERIVES_FROM", "t:p"),
        linked("t:p", "BUILDS_ON", "sdg:13.1"),
        linked("t:o0", "IMPLEMENTS", "t:st0"),
        linked("t:o0", "IMPLEMENTS", "t:g0", certainty=Certainty.INTERPRETED),
        linked("t:o1", "IMPLEMENTS", "t:st1"),
        linked("t:st0", "ADVANCES", "t:g2", certainty=Certainty.DOCUMENTED),
        linked("t:st0", "ADVANCES", "t:g3", supports, Certainty.INTERPRETED),
        linked("t:st1", "ADVANCES", "t:g3", certainty=Certainty.PROPOSED),
        linked("t:g2", "PART_OF", "t:s1"),
        linked("t:g1", "PART_OF", "t:s2"),
        linked("t:s1", "BUILDS_ON", "sdg:11.2"),
        linked("t:s2", "BUILDS_ON", "sdg:13.2"),
        linked("t:g0", "BUILDS_ON", "sdg:3.4"),
        linked("t:g0", "BUILDS_ON", "sdg:3.6", certainty=Certainty.INTERPRETED),
        linked("t:g1", "BUILDS_ON", "sdg:3.9", certainty=Certainty.DOCUMENTED),
        linked("t:g1", "BUILDS_ON", "sdg:11.6"),
        linked("t:g2", "BUILDS_ON", "sdg:11.3"),
        linked("t:g3", "BUILDS_ON", "sdg:11.7"),
        linked("t:g4", "BUILDS_ON", "sdg:11.7"),
    ]
    local = [made("t:lokalt", "Goal", "Trygg skolevei for alle barn", sdg_status=SdgStatus.NOT_RELEVANT)]
    ends = [made("t:v1", "Decision", "Vedtak om skoleveier, sak 12/26")]
    return up("t:t", elements, links, local, ends, remarks=("«Trygg skolevei» er vurdert som et lokalt mål.",))


def many(tiltak: int = 330) -> TraceDown:
    """Everything below SDG goal 11; with 330 tiltak, about 500 elements."""
    elements = [made("sdg:11", "SdgGoal", "Bærekraftige byer og lokalsamfunn", code="11", colour="#FD9D24")]
    links = []
    for number in range(10):
        code = f"11.{number + 1}"
        elements.append(made(f"sdg:{code}", "SdgTarget", f"Delmål {code} i korte ord", code=code))
        links.append(linked(f"sdg:{code}", "PART_OF", "sdg:11"))
    sizes = {"Goal": 28, "Strategy": 42, "Oppdrag": 90, "Tiltak": tiltak}
    types = {"Goal": "BUILDS_ON", "Strategy": "ADVANCES", "Oppdrag": "IMPLEMENTS", "Tiltak": "CARRIES_OUT"}
    above = [f"sdg:11.{number + 1}" for number in range(10)]
    for kind, size in sizes.items():
        members = [f"t:{kind.lower()}-{number}" for number in range(size)]
        for number, one in enumerate(members):
            elements.append(_one_of_many(one, kind, number))
            parents = {above[number * len(above) // size], above[(number * 7) % len(above)] if number % 9 == 0 else ""}
            for parent in sorted(parents - {""}):
                links.append(linked(one, types[kind], parent, *_sort_of_link(number)))
        above = members
    posts = {
        "t:tiltak-0": (
            Responsible("t:p0", "Virksomhetsleder vei", ResponsibleRole.MAIN,
                        (Holder("t:l0", "Kari Nordmann", HoldingKind.ACTING),)),
            Responsible("t:p1", "Prosjektleder", ResponsibleRole.OTHER, ()),
        )
    }  # fmt: skip
    return down("sdg:11", elements, links, responsible=posts)


def _one_of_many(one: str, kind: str, number: int) -> Element:
    names = _NAMES[kind]
    work = kind in ("Tiltak", "Oppdrag")
    return made(
        one, kind, f"{names[number % len(names)]} ({number})",
        standing=Standing.PROPOSED if number % 23 == 5 else Standing.IN_FORCE,
        code=f"{kind[0]}-{number}" if kind in ("Goal", "Strategy") else None,
        deadline=date(2026, 1 + number % 12, 1) if work else None,
        status=WorkStatus.ONGOING if work else None,
        illustrative=number % 4 == 0,
    )  # fmt: skip


def _sort_of_link(number: int) -> tuple[Contribution, Certainty]:
    contribution = Contribution.HINDERS if number % 37 == 3 else Contribution.SUPPORTS if number % 11 == 4 else None
    certainty = Certainty.INTERPRETED if number % 6 == 1 else Certainty.DOCUMENTED
    return contribution or Contribution.CONTRIBUTES, certainty
