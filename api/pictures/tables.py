"""The tables below the picture: the same facts for those who do not see it, and for paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.pictures.drawing import Drawing, effort_text, reach_text, reaches
from api.pictures.wording import NOTHING, day_text, heading, link_text, relationship_text, way_text
from queries.answers import Element
from queries.goals.fetching import Holder, Responsible
from queries.goals.thread import ThreadLink
from queries.goals.trace_down import Effort, EffortCount, MeasuredBy, TraceDown
from queries.goals.trace_up import LocalGoal, Reach, TraceUp, sdg_order
from schema.catalogue import KINDS
from schema.relationships import HoldingKind, ResponsibleRole


@dataclass(frozen=True)
class Table:
    """A table with a caption; the cell in place `name_column` is the heading of its row."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name_column: int = 0
    empty: str = ""


def tables_up(answer: TraceUp, drawing: Drawing) -> list[Table]:
    """The tables of a trace up."""
    found = [_targets(answer)]
    if answer.local_goals:
        found.append(_local_goals(answer))
    if answer.other_ends:
        found.append(_ends(one.element for one in answer.other_ends))
    return [*found, _links(drawing.links, drawing.elements), _elements(drawing.elements)]


def tables_down(answer: TraceDown, drawing: Drawing) -> list[Table]:
    """The tables of a trace down."""
    found = [_efforts(answer)]
    if answer.counts:
        found.append(_counts(answer))
    if answer.indicators:
        found.append(_indicators(answer, drawing.elements))
    return [*found, _links(drawing.links, drawing.elements), _elements(drawing.elements)]


def _targets(answer: TraceUp) -> Table:
    ordered = sorted(reaches(answer), key=lambda found: sdg_order(found[1].target.code or ""))
    headings = (
        heading(Element, "code"),
        heading(Reach, "target"),
        heading(Effort, "effect"),
        heading(Reach, "way_count"),
        heading(Reach, "shortest"),
        heading(Reach, "strongest"),
        heading(Reach, "weakest_link"),
        heading(Element, "certainty"),
    )
    rows = tuple(
        (
            reach.target.code or NOTHING,
            reach.target.name,
            reach_text(effect, reach),
            _way_count(reach),
            way_text(reach.shortest),
            "Den korteste" if reach.strongest == reach.shortest else way_text(reach.strongest),
            _weakest(reach),
            reach.strongest.certainty.bokmaal,
        )
        for effect, reach in ordered
    )
    return Table("FN-mål og FN-delmål som nås", headings, rows, 1, "Ingen FN-mål nås.")


def _way_count(reach: Reach) -> str:
    if reach.way_count is None:
        return f"Minst {len(reach.ways)} (dataene går i ring)"
    return str(reach.way_count) if reach.all_ways else f"{reach.way_count} ({len(reach.ways)} vises)"


def _weakest(reach: Reach) -> str:
    weakest = reach.weakest_link
    if weakest is None:
        return NOTHING
    said = f"{weakest.contribution.bokmaal}, {weakest.certainty.bokmaal.lower()}"
    links = reach.strongest.links
    if len(links) > 1 and all(link.weakness == weakest.weakness for link in links):
        return f"Alle ledd er like sterke ({said})"
    known = {element.id: element for element in reach.strongest.elements}
    return f"{link_text(weakest, known[weakest.start], known[weakest.finish])} – {said}"


def _local_goals(answer: TraceUp) -> Table:
    headings = (
        heading(LocalGoal, "goal"),
        heading(LocalGoal, "sdg_status"),
        heading(LocalGoal, "settled"),
        heading(Element, "standing"),
        heading(Element, "source"),
    )
    rows = tuple(
        (
            one.goal.label,
            one.sdg_status.bokmaal,
            _yes_no(one.settled),
            one.goal.standing.bokmaal,
            one.goal.source or NOTHING,
        )
        for one in answer.local_goals
    )
    return Table("Lokale mål: mål som ikke fører videre til FN-mål", headings, rows)


def _ends(elements: Iterable[Element]) -> Table:
    rows = tuple((one.label, one.kind_label, one.standing.bokmaal, one.source or NOTHING) for one in elements)
    return Table("Andre ender: der tråden stopper uten å nå et mål", _element_headings(), rows)


def _element_headings() -> tuple[str, ...]:
    return "Element", *(heading(Element, name) for name in ("kind", "standing", "source"))


def _elements(elements: Mapping[str, Element]) -> Table:
    headings = ("Element", *(heading(Element, name) for name in _ELEMENT_FIELDS))
    rows = tuple(
        (
            one.label,
            one.kind_label,
            one.standing.bokmaal,
            one.certainty.bokmaal if one.certainty else NOTHING,
            _yes_no(one.illustrative),
            one.source or NOTHING,
            one.id,
        )
        for one in elements.values()
    )
    return Table("Alle elementer i svaret", headings, rows)


_ELEMENT_FIELDS = ("kind", "standing", "certainty", "illustrative", "source", "id")


def _links(links: Iterable[ThreadLink], elements: Mapping[str, Element]) -> Table:
    names = ("start", "type", "finish", "contribution", "certainty", "illustrative", "source")
    rows = tuple(
        (
            elements[link.start].label,
            relationship_text(link),
            elements[link.finish].label,
            link.contribution.bokmaal,
            link.certainty.bokmaal,
            _yes_no(link.illustrative),
            link.source or NOTHING,
        )
        for link in links
    )
    headings = tuple(heading(ThreadLink, name) for name in names)
    return Table("Alle relasjoner i svaret", headings, rows, empty="Ingen relasjoner.")


def _efforts(answer: TraceDown) -> Table:
    headings = (
        heading(Effort, "element"),
        heading(Element, "kind"),
        heading(Effort, "effect"),
        heading(Effort, "distance"),
        heading(Effort, "responsible"),
        heading(Element, "deadline"),
        heading(Effort, "overdue"),
        heading(Element, "status"),
        heading(Effort, "way"),
    )
    rows = tuple(
        (
            one.element.label,
            one.element.kind_label,
            effort_text(one),
            str(one.distance),
            "; ".join(responsible_text(post) for post in one.responsible) or "Ingen",
            day_text(one.element.deadline),
            _yes_no(one.overdue),
            one.element.status.bokmaal if one.element.status else NOTHING,
            way_text(one.way, down=True),
        )
        for one in answer.efforts
    )
    return Table("Innsatsen", headings, rows, empty="Ingenting fører hit.")


def responsible_text(post: Responsible) -> str:
    """A post with its holders, or «ledig»."""
    role = "" if post.role == ResponsibleRole.MAIN else f", {post.role.bokmaal.lower()}"
    return f"{post.name}{role}: {', '.join(map(_holder_text, post.holders)) or 'ledig'}"


def _holder_text(holder: Holder) -> str:
    permanent = holder.holding == HoldingKind.PERMANENT
    return holder.name if permanent else f"{holder.name} ({holder.holding.bokmaal.lower()})"


def _counts(answer: TraceDown) -> Table:
    headings = tuple(heading(EffortCount, name) for name in ("kind", "effect", "count"))
    rows = tuple(
        (KINDS[one.kind].bokmaal if one.kind in KINDS else one.kind, one.effect.bokmaal, str(one.count))
        for one in answer.counts
    )
    return Table("Antall, hvert element talt én gang", headings, rows)


def _indicators(answer: TraceDown, elements: Mapping[str, Element]) -> Table:
    headings = tuple(heading(MeasuredBy, name) for name in ("code", "name", "measures"))
    rows = tuple(
        (one.code or NOTHING, one.name, elements[one.measures].label if one.measures in elements else one.measures)
        for one in answer.indicators
    )
    return Table("Indikatorer", headings, rows, 1)


def _yes_no(value: bool) -> str:
    return "Ja" if value else "Nei"
