"""The part of the red thread that an answer is about, and what can be told from it.

A thread is a graph of elements and links, with several parents and, in data that nobody checked, cycles. A *way* from
one element to another passes each element at most once. Its contribution is that of its weakest link: a hindering link
makes it hindering, a supporting link makes it supporting. It is in force when every element on it stands in a plan in
force (or in none) and no link is only proposed.

Which ends are reached and how is decided by walking, not by listing ways, so that it holds also where the ways are too
many to list.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import product

from queries.answers import COUNTS, Element, column
from schema.relationships import Contribution
from schema.values import Certainty

_CONTRIBUTIONS = (Contribution.CONTRIBUTES, Contribution.SUPPORTS, Contribution.HINDERS)
_CERTAINTIES = (Certainty.ADOPTED, Certainty.DOCUMENTED, Certainty.INTERPRETED, Certainty.PROPOSED)
RANK = {contribution: rank for rank, contribution in enumerate(_CONTRIBUTIONS)}
CERTAINTY_RANK = {certainty: rank for rank, certainty in enumerate(_CERTAINTIES)}
SEARCH_STEPS = 100_000
"""How many steps the search for ways to one end may take before it gives up and says so."""


@dataclass(frozen=True)
class ThreadLink:
    """A link of the red thread. Types without a contribution of their own count as contributing."""

    type: str = column("Relasjon", "Relationship type, such as CARRIES_OUT.")
    start: str = column("Fra", "Id of the element it starts at, the more concrete.")
    finish: str = column("Til", "Id of the element it points to, the more general.")
    contribution: Contribution = column("Bidrag", "What it does for what it points to.")
    certainty: Certainty = column("Sikkerhet", "How sure the link is.")
    illustrative: bool = column("Illustrasjon", "True where it is made up as an example.", default=False)
    source: str | None = column("Kilde", "Where the link stands.", default=None)
    valid_from: date | None = column("Gyldig fra", "First day it holds.", default=None)
    valid_to: date | None = column("Gyldig til", "First day it no longer holds.", default=None)

    @property
    def order(self) -> tuple[str, ...]:
        """What links are sorted by, so that answers come in the same order each time."""
        strength = f"{RANK[self.contribution]}{CERTAINTY_RANK[self.certainty]}"
        period = (str(self.valid_from or ""), str(self.valid_to or ""))
        return self.finish, self.start, self.type, strength, *period, self.source or "", str(self.illustrative)

    @property
    def weakness(self) -> tuple[int, int]:
        """Weaker links have higher values."""
        return RANK[self.contribution], CERTAINTY_RANK[self.certainty]


@dataclass(frozen=True)
class Way:
    """One way through the thread, each element at most once."""

    elements: tuple[Element, ...] = column("Elementer", "From the element asked about to the end.")
    links: tuple[ThreadLink, ...] = column("Relasjoner", "Between them, in the same order.")
    contribution: Contribution = column("Bidrag", "The weakest of its links.")
    certainty: Certainty = column("Sikkerhet", "The least sure of its links.")
    in_force: bool = column(
        "Gjelder", "Every element stands in a plan in force or in none, and no link is only proposed."
    )
    length: int = column("Lengde", "Number of links.")

    @property
    def weakness(self) -> tuple[bool, int, int]:
        """Weaker ways have higher values; one in force is stronger than any that is not."""
        return not self.in_force, RANK[self.contribution], CERTAINTY_RANK[self.certainty]


@dataclass(frozen=True)
class Met:
    """How an element is met when walking from another: by the best way, and whether any way is of each sort."""

    contributing: bool
    supporting: bool
    hindering: bool
    in_force: bool


_State = tuple[int, bool]


class Thread:
    """Elements and the links between them, walked up (the way links point) or down."""

    def __init__(self, elements: Iterable[Element], links: Iterable[ThreadLink], *, down: bool = False) -> None:
        self.elements = {element.id: element for element in elements}
        self._down = down
        self._kept: dict[tuple[tuple[int, int], bool], Thread] = {}
        self._back: dict[str, list[str]] | None = None
        self._shortest: dict[str, dict[str, ThreadLink]] = {}
        self._onward: dict[str, list[tuple[ThreadLink, str]]] = defaultdict(list)
        for link in sorted(links, key=lambda link: link.order):
            start, finish = (link.finish, link.start) if down else (link.start, link.finish)
            if start in self.elements and finish in self.elements:
                self._onward[start].append((link, finish))
        for onward in self._onward.values():
            onward.sort(key=lambda step: (step[1], step[0].order))

    def links(self) -> list[ThreadLink]:
        """Every link, in order."""
        return [link for start in sorted(self._onward) for link, _ in self._onward[start]]

    def onward(self, element: str) -> list[str]:
        """The elements one link on."""
        return [finish for _, finish in self._onward.get(element, [])]

    def distances(self, start: str) -> dict[str, int]:
        """Fewest links from the start to each element it reaches."""
        return _breadth_first(start, self.onward)

    def reached_from(self, starts: Iterable[str]) -> set[str]:
        """All that is reached from any of the starts, the starts with it."""
        found = {start for start in starts if start in self.elements}
        queue = deque(found)
        while queue:
            for finish in self.onward(queue.popleft()):
                if finish not in found:
                    found.add(finish)
                    queue.append(finish)
        return found

    def met_from(self, start: str) -> dict[str, Met]:
        """Walk from the start and tell how each element is met; the start itself is met contributing.

        Each element is passed at most once for each worst contribution so far, in force or not. In a cycle a walk may
        pick up a hindering link that no way has, because a way passes each element once; `hindering` is therefore
        checked against the ways where there is a cycle.
        """
        states = self._states(start)
        met = {
            element: Met((0, True) in found, (1, True) in found, (2, True) in found, any(live for _, live in found))
            for element, found in states.items()
        }
        doubtful = [element for element, one in met.items() if one.hindering] if self._has_cycle(states) else []
        for element in doubtful:
            if not self._hinders_on_a_way(start, element):
                met[element] = replace(met[element], hindering=False)
        return met

    def _states(self, start: str) -> dict[str, set[_State]]:
        begin: _State = (0, self.elements[start].standing in COUNTS)
        states: dict[str, set[_State]] = defaultdict(set, {start: {begin}})
        queue = deque([(start, begin)])
        while queue:
            here, (rank, live) = queue.popleft()
            for link, finish in self._onward.get(here, []):
                state = (max(rank, RANK[link.contribution]), live and self._counts(link, finish))
                if state not in states[finish]:
                    states[finish].add(state)
                    queue.append((finish, state))
        return dict(states)

    def _counts(self, link: ThreadLink, finish: str) -> bool:
        return link.certainty != Certainty.PROPOSED and self.elements[finish].standing in COUNTS

    def _has_cycle(self, among: Iterable[str]) -> bool:
        try:
            self._sorted(among)
        except CycleError:
            return True
        return False

    def _sorted(self, among: Iterable[str]) -> list[str]:
        """The elements so that each comes after all it leads to; raises CycleError where that cannot be."""
        inside = set(among)
        onward = {
            element: [finish for finish in self.onward(element) if finish in inside] for element in sorted(inside)
        }
        return list(TopologicalSorter(onward).static_order())

    def _hinders_on_a_way(self, start: str, end: str) -> bool:
        """Whether some way in force to the end hinders. Where the search gives up, the walk is believed."""
        search = _Search(self._onward, self.distances_to(end), end)
        ways = (self.way(start, links) for links in search.ways(start))
        return any(way.in_force and way.contribution == Contribution.HINDERS for way in ways) or search.gave_up

    def distances_to(self, end: str) -> dict[str, int]:
        """Fewest links to the end, for each element that leads to it."""
        if self._back is None:
            self._back = defaultdict(list)
            for start, steps in self._onward.items():
                for _, finish in steps:
                    self._back[finish].append(start)
        back = self._back
        return _breadth_first(end, lambda element: back.get(element, ()))

    def ways(self, start: str, end: str, most: int) -> tuple[list[Way], bool]:
        """List ways from the start to the end, the shortest first, those of equal length by the ids they pass.

        Returns:
            At most `most` ways, and whether those are all there are.
        """
        search = _Search(self._onward, self.distances_to(end), end)
        found: list[Way] = []
        for links in search.ways(start):
            if len(found) == most:
                return found, False
            found.append(self.way(start, links))
        return found, not search.gave_up

    def shortest_way(self, start: str, end: str) -> Way:
        """The shortest way to an element that is reached; of equals the first by the ids it passes, from the end."""
        if start not in self._shortest:
            self._shortest[start] = self._first_links(start)
        links: list[ThreadLink] = []
        here = end
        while here != start:
            link = self._shortest[start][here]
            links.append(link)
            here = link.finish if self._down else link.start
        return self.way(start, links[::-1])

    def _first_links(self, start: str) -> dict[str, ThreadLink]:
        """The link by which each element is first met, level by level."""
        found: dict[str, ThreadLink] = {}
        level = [start]
        while level:
            following: set[str] = set()
            for here in sorted(level):
                for link, finish in self._onward.get(here, []):
                    if finish != start and finish not in found:
                        found[finish] = link
                        following.add(finish)
            level = list(following)
        return found

    def count_ways(self, start: str, end: str) -> int | None:
        """Number of ways from the start to the end, or None where a cycle makes them too many to count."""
        inside = self.distances_to(end).keys() & self.distances(start).keys()
        counts = {end: 1}
        try:
            for element in self._sorted(inside - {end}):
                counts[element] = sum(counts.get(finish, 0) for finish in self.onward(element))
        except CycleError:
            return None
        return counts.get(start, 0)

    def strongest_way(self, start: str, end: str) -> Way | None:
        """The way with the strongest weakest link, one in force before any that is not; of those the shortest."""
        for live, weakest in product((True, False), sorted(product(range(3), range(4)))):
            if live and self.elements[start].standing not in COUNTS:
                continue
            found, _ = self._no_weaker_than(weakest, live).ways(start, end, 1)
            if found:
                return found[0]
        return None

    def _no_weaker_than(self, weakest: tuple[int, int], live: bool) -> Thread:
        """The thread without weaker links, and with `live` without what is not in force."""
        if (weakest, live) not in self._kept:
            self._kept[weakest, live] = self._filtered(weakest, live)
        return self._kept[weakest, live]

    def _filtered(self, weakest: tuple[int, int], live: bool) -> Thread:
        links = (
            link
            for steps in self._onward.values()
            for link, finish in steps
            if link.weakness[0] <= weakest[0]
            and link.weakness[1] <= weakest[1]
            and (not live or self._counts(link, finish))
        )
        return Thread(self.elements.values(), links, down=self._down)

    def way(self, start: str, links: list[ThreadLink]) -> Way:
        """The way that follows the links from the start."""
        ids = [start, *((link.start if self._down else link.finish) for link in links)]
        elements = tuple(self.elements[one] for one in ids)
        live = all(element.standing in COUNTS for element in elements)
        return Way(
            elements,
            tuple(links),
            max((link.contribution for link in links), key=RANK.__getitem__, default=Contribution.CONTRIBUTES),
            max((link.certainty for link in links), key=CERTAINTY_RANK.__getitem__, default=Certainty.ADOPTED),
            live and all(link.certainty != Certainty.PROPOSED for link in links),
            len(links),
        )


class _Search:
    """A search for the ways to one end, shortest first, that gives up after SEARCH_STEPS steps."""

    def __init__(self, onward: dict[str, list[tuple[ThreadLink, str]]], left_to_end: dict[str, int], end: str) -> None:
        self._onward = onward
        self._left_to_end = left_to_end
        self._end = end
        self._steps = 0
        self._longer = False
        self.gave_up = False

    def ways(self, start: str) -> Iterator[list[ThreadLink]]:
        """Yield the links of each way."""
        if start not in self._left_to_end:
            return
        length = self._left_to_end[start]
        self._longer = True
        while self._longer and not self.gave_up:
            self._longer = False
            yield from self._of_length(start, length, {start}, [])
            length += 1

    def _of_length(self, here: str, left: int, passed: set[str], links: list[ThreadLink]) -> Iterator[list[ThreadLink]]:
        if here == self._end:
            if left == 0:
                yield list(links)
            return
        for link, finish in self._onward.get(here, []):
            self._steps += 1
            if self._steps > SEARCH_STEPS:
                self.gave_up = True
                return
            if finish in passed or finish not in self._left_to_end:
                continue
            if self._left_to_end[finish] >= left:
                self._longer = True
                continue
            passed.add(finish)
            links.append(link)
            yield from self._of_length(finish, left - 1, passed, links)
            passed.discard(finish)
            links.pop()


def _breadth_first(start: str, onward: Callable[[str], Iterable[str]]) -> dict[str, int]:
    found = {start: 0}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for finish in onward(here):
            if finish not in found:
                found[finish] = found[here] + 1
                queue.append(finish)
    return found
