"""What of an answer is drawn: the elements, the links between them, and what is said about each."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from api.pictures.levels import assign_levels, closing_links
from queries.answers import Element
from queries.goals.thread import ThreadLink, Way
from queries.goals.trace_down import Effect, Effort, TraceDown
from queries.goals.trace_up import Reach, TraceUp
from schema.relationships import Contribution

MOST_DRAWN = 800
"""More elements than this cannot be told apart on a screen; the nearest are drawn, and the table has all."""


@dataclass(frozen=True)
class Drawing:
    """An answer's elements and links, before anything has a place.

    Attributes:
        start: Id of the element asked about.
        elements: By id, the nearest to the start first.
        links: Between those elements, each once, in order.
        notes: What to write under an element's name, by id.
        highlighted: The weakest links, where one link is weaker than the others on its way.
    """

    start: str
    elements: Mapping[str, Element]
    links: tuple[ThreadLink, ...]
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    highlighted: frozenset[ThreadLink] = frozenset()

    def stands_aside(self, link: ThreadLink) -> bool:
        """Whether a link arrives apart from the others: one that hinders."""
        return link.contribution == Contribution.HINDERS

    def closing(self) -> frozenset[ThreadLink]:
        """The links that close a cycle."""
        return closing_links(self.elements, self.links)

    def levels(self, upward: Iterable[ThreadLink]) -> dict[str, int]:
        """The level of each element, 0 at the top."""
        return assign_levels(self.elements, upward)


def reaches(answer: TraceUp) -> list[tuple[Effect, Reach]]:
    """Each goal and target of the answer once, with what is done for it by the best way."""
    lists = (
        (Effect.CONTRIBUTES, answer.reached),
        (Effect.SUPPORTS, answer.supported),
        (Effect.HINDERS, answer.hindered),
        (Effect.NOT_IN_FORCE, answer.not_in_force),
    )
    found: dict[str, tuple[Effect, Reach]] = {}
    for effect, members in lists:
        for reach in members:
            found.setdefault(reach.target.id, (effect, reach))
    return list(found.values())


def reach_text(effect: Effect, reach: Reach) -> str:
    """What is done for a goal or target, and whether it is hindered besides."""
    hindered_too = reach.hindered and effect != Effect.HINDERS
    return f"{effect.bokmaal}, hindres også" if hindered_too else effect.bokmaal


def effort_text(effort: Effort) -> str:
    """What an effort does, and whether it hinders besides."""
    return f"{effort.effect.bokmaal}, hindrer også" if effort.also_hinders else effort.effect.bokmaal


def draw_up(answer: TraceUp) -> Drawing:
    """Draw every way of the answer, those that support, hinder or are not in force too."""
    found = reaches(answer)
    ways = [way for _, reach in found for way in (*reach.ways, reach.shortest, reach.strongest)]
    ways += [goal.way for goal in answer.local_goals] + [end.way for end in answer.other_ends]
    notes = {reach.target.id: (reach_text(effect, reach),) for effect, reach in found}
    weakest = {
        reach.weakest_link
        for _, reach in found
        if reach.weakest_link and any(link.weakness != reach.weakest_link.weakness for link in reach.strongest.links)
    }
    return _drawing(answer.start, *_gathered(answer.start, ways), notes, frozenset(weakest))


def draw_down(answer: TraceDown) -> Drawing:
    """Draw every effort of the answer and every link between them."""
    elements = {answer.start.id: answer.start} | {one.element.id: one.element for one in answer.efforts}
    notes: dict[str, tuple[str, ...]] = {}
    for one in answer.efforts:
        words = [] if one.effect == Effect.CONTRIBUTES and not one.also_hinders else [effort_text(one)]
        notes[one.element.id] = (*words, *(["over frist"] if one.overdue else []))
    return _drawing(answer.start, elements, answer.links, notes, frozenset())


def _gathered(start: Element, ways: Iterable[Way]) -> tuple[dict[str, Element], list[ThreadLink]]:
    elements = {start.id: start}
    links: dict[ThreadLink, None] = {}
    for way in ways:
        for element in way.elements:
            elements.setdefault(element.id, element)
        links.update(dict.fromkeys(way.links))
    return elements, list(links)


def _drawing(
    start: Element,
    elements: Mapping[str, Element],
    links: Iterable[ThreadLink],
    notes: Mapping[str, tuple[str, ...]],
    highlighted: frozenset[ThreadLink],
) -> Drawing:
    between = {link for link in links if link.start in elements and link.finish in elements}
    ordered = sorted(between, key=lambda link: (link.order, link.illustrative, link.source or ""))
    nearest = {one: elements[one] for one in _nearest(start.id, elements, ordered)}
    return Drawing(start.id, nearest, tuple(ordered), notes, highlighted)


def bounded(drawing: Drawing, most: int = MOST_DRAWN) -> Drawing:
    """The part of the drawing that is nearest to the start, where there is more than can be told apart."""
    kept = dict(islice(drawing.elements.items(), most))
    links = tuple(link for link in drawing.links if link.start in kept and link.finish in kept)
    return replace(drawing, elements=kept, links=links)


def _nearest(start: str, elements: Mapping[str, Element], links: Iterable[ThreadLink]) -> list[str]:
    """Ids, the nearest to the start first, whichever way the links point; those without a link come last."""
    beside: dict[str, set[str]] = {one: set() for one in elements}
    for link in links:
        beside[link.start].add(link.finish)
        beside[link.finish].add(link.start)
    found = {start: None}
    queue = deque([start])
    while queue:
        for one in sorted(beside[queue.popleft()]):
            if one not in found:
                found[one] = None
                queue.append(one)
    return [*found, *sorted(elements.keys() - found.keys())]
