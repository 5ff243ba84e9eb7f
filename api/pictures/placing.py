"""Where everything stands: the same drawing always gives the same places.

Levels stand below each other. A level that is too wide is laid in several rows, column by column, so that what belongs
together stays together. In each level elements are ordered by the middle of what they are linked to, and drawn as near
to it as the others allow. Links that pass other rows do so between the boxes, never behind them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Generic, Protocol

from api.pictures.appearance import Box
from api.pictures.levels import Joining, LinkT, place_of_kind
from queries.answers import Element

_BETWEEN = 46
"""Between the widest boxes beside each other."""
LEVEL_GAP = 84
ROW_GAP = 52
MARGIN = 24
SCREEN = (1300, 1250)
"""Room for the picture, in pixels: as wide as a usual screen, and higher, because a page can be scrolled."""
_CLEAR = 0.8
"""A picture that fits the screen at this scale is easy to read; it need not be made narrower."""
_NARROWEST, _WIDEST = 5, 24
TITLE_ROOM = 170
"""To the left of the boxes, for the names of the levels."""
_OUT, _IN = 10, 17
"""How far above its row a link leaves straight up, and how far below it arrives: room for the arrow."""
_PORT_APART, _STANDING_ASIDE, _PARALLEL_ASIDE, _CYCLE_ASIDE = 26, 22, 14, -22
_LANES = (0, -12, 12, -6, 6)
_LANE_ROOM = 14
_FRAME = 8
_BESIDE_BOX = 9
_SWEEPS = 10

Point = tuple[float, float]


class Laid(Protocol[LinkT]):
    """What is given places: elements with links between them."""

    @property
    def start(self) -> str:
        """Id of the element that has a frame around it, or ""."""

    @property
    def elements(self) -> Mapping[str, Element]:
        """By id."""

    @property
    def links(self) -> tuple[LinkT, ...]:
        """Between those elements, each once."""

    def stands_aside(self, link: LinkT, /) -> bool:
        """Whether a link arrives apart from the others."""

    def closing(self) -> frozenset[LinkT]:
        """The links that close a cycle, so that the rest have none."""

    def levels(self, upward: Iterable[LinkT], /) -> dict[str, int]:
        """The level of each element, 0 at the top, with these links pointing upward."""


@dataclass(frozen=True)
class Spot:
    """The middle of a box, its level and its row within the level."""

    x: float
    y: float
    level: int
    row: int


@dataclass(frozen=True)
class Band:
    """A level: the kinds on it, and where it begins and ends."""

    title: str
    top: float
    bottom: float


@dataclass(frozen=True)
class Route(Generic[LinkT]):
    """The points a link passes, from the edge of the box it starts at to the edge of the one it points to."""

    link: LinkT
    points: tuple[Point, ...]
    closes_cycle: bool


@dataclass(frozen=True)
class Placement(Generic[LinkT]):
    """A drawing with a place for everything."""

    spots: Mapping[str, Spot]
    bands: tuple[Band, ...]
    routes: tuple[Route[LinkT], ...]


def place(drawing: Laid[LinkT], boxes: Mapping[str, Box]) -> Placement[LinkT]:
    """Give every element a spot and every link a route."""
    closing = drawing.closing()
    upward = [link for link in drawing.links if link not in closing]
    levels = drawing.levels(upward)
    rows = _rows(_members(drawing.elements, levels), boxes)
    grid = _Grid(rows, upward, levels, boxes)
    grid.arrange()
    spots, bands = grid.spots(drawing.elements)
    width = widest(boxes)
    router = _Router(drawing, spots, boxes, bands, _ports(drawing.links, closing, spots, width))
    return Placement(spots, bands, tuple(router.route(link, link in closing) for link in drawing.links))


def widest(boxes: Mapping[str, Box]) -> int:
    """How wide the columns of boxes must be."""
    return max(box.width for box in boxes.values())


def _members(elements: Mapping[str, Element], levels: Mapping[str, int]) -> list[list[str]]:
    """The ids on each level, in the order people would list them."""
    found: list[list[str]] = [[] for _ in range(max(levels.values()) + 1)]
    for one in sorted(elements, key=lambda one: _listed(elements[one])):
        found[levels[one]].append(one)
    return found


def _listed(element: Element) -> tuple[object, ...]:
    parts = re.findall(r"\d+|\D+", element.label)
    natural = tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.lower()) for part in parts)
    return place_of_kind(element.kind), element.kind, natural, element.id


def _rows(members: list[list[str]], boxes: Mapping[str, Box]) -> list[tuple[list[str], int]]:
    """Each level's members and in how many rows they are laid, so that the picture fits as large as it can."""
    height = sum(box.height for box in boxes.values()) / len(boxes)
    pitch = widest(boxes) + _BETWEEN

    def scale(most: int) -> float:
        counts = [_row_count(len(level), most) for level in members]
        columns = max(-(-len(level) // count) for level, count in zip(members, counts, strict=True))
        tall = sum(counts) * (height + ROW_GAP) + len(counts) * (LEVEL_GAP - ROW_GAP)
        return min(SCREEN[0] / (columns * pitch + TITLE_ROOM), SCREEN[1] / tall, _CLEAR)

    chosen = max(range(_NARROWEST, _WIDEST + 1), key=lambda most: (round(scale(most), 3), most))
    return [(level, _row_count(len(level), chosen)) for level in members]


def _row_count(size: int, most: int) -> int:
    return -(-size // most)


class _Grid:
    """Columns and rows of each level."""

    def __init__(
        self,
        rows: list[tuple[list[str], int]],
        links: Iterable[Joining],
        levels: Mapping[str, int],
        boxes: Mapping[str, Box],
    ) -> None:
        self._order = [level for level, _ in rows]
        self._row_counts = [count for _, count in rows]
        self._boxes = boxes
        self._pitch = widest(boxes) + _BETWEEN
        self._levels = levels
        self._links = list(links)
        self._above: dict[str, list[str]] = defaultdict(list)
        self._below: dict[str, list[str]] = defaultdict(list)
        for link in self._links:
            self._above[link.start].append(link.finish)
            self._below[link.finish].append(link.start)
        self._x: dict[str, float] = {}
        for level in range(len(self._order)):
            self._set_columns(level, dict.fromkeys(self._order[level], 0.0))

    def arrange(self) -> None:
        """Order the levels by what they are linked to, up and down in turn, and keep the best arrangement met."""
        best = self._cost(), [list(level) for level in self._order], dict(self._x)
        for sweep in range(_SWEEPS):
            down = sweep % 2 == 0
            numbers = range(len(self._order)) if down else range(len(self._order) - 1, -1, -1)
            for level in numbers:
                wanted = self._wanted(level, self._above if down else self._below)
                self._order[level].sort(key=lambda one, wanted=wanted: (wanted[one], self._x[one]))  # type: ignore[misc]
                self._set_columns(level, wanted)
            best = min(
                best, (self._cost(), [list(level) for level in self._order], dict(self._x)), key=lambda it: it[0]
            )
        _, self._order, self._x = best
        both = {one: self._above[one] + self._below[one] for level in self._order for one in level}
        for _ in range(4):
            for level in range(len(self._order)):
                self._set_columns(level, self._wanted(level, both))

    def _wanted(self, level: int, beside: Mapping[str, list[str]]) -> dict[str, float]:
        wanted = {}
        for one in self._order[level]:
            found = [self._x[other] for other in beside.get(one, ())]
            wanted[one] = sum(found) / len(found) if found else self._x[one]
        return wanted

    def _cost(self) -> float:
        """Length of all links sideways; the shorter, the fewer that cross."""
        return round(sum(abs(self._x[link.start] - self._x[link.finish]) for link in self._links), 3)

    def _columns(self, level: int) -> list[list[str]]:
        count = self._row_counts[level]
        order = self._order[level]
        return [order[place : place + count] for place in range(0, len(order), count)]

    def _set_columns(self, level: int, wanted: Mapping[str, float]) -> None:
        columns = self._columns(level)
        middles = [sum(wanted[one] for one in column) / len(column) for column in columns]
        for column, x in zip(columns, spread(middles, self._pitch), strict=True):
            for one in column:
                self._x[one] = round(x, 1)

    def spots(self, elements: Mapping[str, Element]) -> tuple[dict[str, Spot], tuple[Band, ...]]:
        """Every element's spot, and the bands of the levels."""
        spots: dict[str, Spot] = {}
        bands = []
        y = 0.0
        for level in range(len(self._order)):
            top = y
            columns = self._columns(level)
            for row in range(self._row_counts[level]):
                members = [column[row] for column in columns if row < len(column)]
                height = max(self._boxes[one].height for one in members)
                for one in members:
                    spots[one] = Spot(self._x[one], y + height / 2, level, row)
                y += height + ROW_GAP
            names = dict.fromkeys(
                one.kind_label for one in sorted(map(elements.__getitem__, self._order[level]), key=_listed)
            )
            bands.append(Band(", ".join(names), top, y - ROW_GAP))
            y += LEVEL_GAP - ROW_GAP
        return spots, tuple(bands)


def spread(wanted: Sequence[float], apart: float) -> list[float]:
    """The places nearest to those wanted, in the same order and at least so far apart (least squares)."""
    blocks: list[tuple[float, int]] = []
    for place, value in enumerate(wanted):
        total, count = value - place * apart, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    flat = [total / count for total, count in blocks for _ in range(count)]
    return [value + place * apart for place, value in enumerate(flat)]


def _ports(
    links: Iterable[LinkT], closing: frozenset[LinkT], spots: Mapping[str, Spot], width: int
) -> dict[LinkT, float]:
    """How far from the middle each link leaves the upper side of its lower box, in the order of where they go."""
    leaving: dict[str, list[tuple[float, int, LinkT]]] = defaultdict(list)
    for number, link in enumerate(links):
        lower, upper = _lower_and_upper(link, link in closing)
        leaving[lower].append((spots[upper].x, number, link))
    ports = {}
    for found in leaving.values():
        apart = min(_PORT_APART, (width - 60) / max(len(found) - 1, 1))
        for place, (_, _, link) in enumerate(sorted(found, key=lambda it: it[:2])):
            ports[link] = round((place - (len(found) - 1) / 2) * apart, 1)
    return ports


def _lower_and_upper(link: Joining, closes_cycle: bool) -> tuple[str, str]:
    return (link.finish, link.start) if closes_cycle else (link.start, link.finish)


class _Router(Generic[LinkT]):
    """Finds ways for the links between the boxes."""

    def __init__(
        self,
        drawing: Laid[LinkT],
        spots: Mapping[str, Spot],
        boxes: Mapping[str, Box],
        bands: Sequence[Band],
        ports: Mapping[LinkT, float],
    ) -> None:
        self._drawing = drawing
        self._width = widest(boxes)
        self._pitch = self._width + _BETWEEN
        self._spots = spots
        self._boxes = boxes
        self._ports = ports
        self._lanes: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
        self._parallel: dict[frozenset[str], int] = defaultdict(int)
        columns: dict[int, set[float]] = defaultdict(set)
        self._edges: dict[tuple[int, int], tuple[float, float]] = {}
        for one, spot in spots.items():
            columns[spot.level].add(spot.x)
            half = boxes[one].height / 2
            top, bottom = self._edges.get((spot.level, spot.row), (spot.y, spot.y))
            self._edges[spot.level, spot.row] = min(top, spot.y - half), max(bottom, spot.y + half)
        self._columns = {level: sorted(found) for level, found in columns.items()}
        self._last_row = [max(row for level, row in self._edges if level == number) for number in range(len(bands))]

    def route(self, link: LinkT, closes_cycle: bool) -> Route[LinkT]:
        """The route of a link; one that closes a cycle runs downward."""
        if link.start == link.finish:
            return Route(link, (), closes_cycle)
        lower, upper = _lower_and_upper(link, closes_cycle)
        asides = self._ports[link], self._aside(link, closes_cycle)
        start = self._spots[lower].x + asides[0], self._spots[lower].y - self._boxes[lower].height / 2
        finish = self._spots[upper].x + asides[1], self._spots[upper].y + self._bottom(upper)
        points = [start, *self._between(self._spots[lower], self._spots[upper], start[0], upper)]
        points += [(finish[0], self._edges[self._spots[upper].level, self._spots[upper].row][1] + _IN), finish]
        return Route(link, tuple(reversed(points)) if closes_cycle else tuple(points), closes_cycle)

    def _bottom(self, one: str) -> float:
        """How far below its middle a box ends, with the frame that the element asked about has around it."""
        return self._boxes[one].height / 2 + (_FRAME if one == self._drawing.start else 0)

    def _aside(self, link: LinkT, closes_cycle: bool) -> float:
        """How far from the middle of its upper box a link arrives: apart from those that do something else."""
        pair = frozenset((link.start, link.finish))
        own = _STANDING_ASIDE if self._drawing.stands_aside(link) else 0
        aside = own + _PARALLEL_ASIDE * self._parallel[pair] + (_CYCLE_ASIDE if closes_cycle else 0)
        self._parallel[pair] += 1
        return max(-self._width / 2 + 30, min(aside, self._width / 2 - 30))

    def _between(self, lower: Spot, upper: Spot, x: float, target: str) -> list[Point]:
        """Straight up out of the row, then past each level there is between, and up to below the upper row."""
        points: list[Point] = [(x, self._edges[lower.level, lower.row][0] - _OUT)]
        for level in range(lower.level, upper.level - 1, -1):
            first = upper.row + 1 if level == upper.level else 0
            last = lower.row - 1 if level == lower.level else self._last_row[level]
            if first > last:
                continue
            top, bottom = self._edges[level, first][0], self._edges[level, last][1]
            x = self._free(level, self._aim(level, lower, upper, points[-1], (top + bottom) / 2), target)
            points += [(x, bottom + _BESIDE_BOX), (x, top - _BESIDE_BOX)]
        return points

    def _free(self, level: int, aim: float, target: str) -> float:
        """The place nearest to the aim where no box of the level stands."""
        half = self._width / 2 + _BESIDE_BOX
        columns = self._columns[level]
        gaps = [(left + half, right - half) for left, right in pairwise(columns)]
        gaps += [(-inf, columns[0] - half), (columns[-1] + half, inf)]
        left, right = min(gaps, key=lambda gap: (max(gap[0] - aim, aim - gap[1], 0), gap))
        middle = min(max(aim, left + _LANE_ROOM), right - _LANE_ROOM)
        return round(middle + self._lane(level, middle, target), 1)

    def _lane(self, level: int, middle: float, target: str) -> int:
        """How far to the side of the others that pass here; links to the same element run together."""
        here = self._lanes[level, round(middle / (2 * _LANE_ROOM))]
        return here.setdefault(target, _LANES[len(here) % len(_LANES)])

    def _aim(self, level: int, lower: Spot, upper: Spot, here: Point, y: float) -> float:
        """Where a link would like to pass a level: beside its own column, else on the straight line to its end."""
        if level == lower.level:
            return lower.x + (self._pitch / 2 if upper.x >= lower.x else -self._pitch / 2)
        if level == upper.level:
            return upper.x + (self._pitch / 2 if here[0] >= upper.x else -self._pitch / 2)
        share = (here[1] - y) / ((here[1] - upper.y) or 1)
        return here[0] + (upper.x - here[0]) * share
