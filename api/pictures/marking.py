"""Where the words on links stand: on the link, off the boxes and off each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.pictures.appearance import Box
from api.pictures.levels import LinkT
from api.pictures.placing import Placement, Point

ROUNDNESS = 0.5
"""How vertical the ends of curves are, as vis-network counts it."""
_ALONG = (0.5, 0.58, 0.42, 0.66, 0.34, 0.74, 0.26, 0.82, 0.18, 0.9, 0.1)
_LETTER, _HEIGHT, _AROUND = 6.4, 17.0, 2.0
_CELL = 150.0
_STEP = 12.0

_Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class Mark:
    """Words on a link, around a point."""

    link: int
    text: str
    x: float
    y: float


def place_marks(
    placement: Placement[LinkT], boxes: Mapping[str, Box], texts: Sequence[str], needed: frozenset[int]
) -> list[Mark]:
    """Find a place for the text of each route; one that has no free place is left out, and is read by pointing at it.

    Args:
        placement: Where everything stands.
        boxes: The boxes, by id.
        texts: What to write on each route; empty for nothing.
        needed: The routes whose text is written also where it covers other links.
    """
    taken = _Taken()
    for one, spot in placement.spots.items():
        half_width, half_height = boxes[one].width / 2, boxes[one].height / 2
        taken.add((spot.x - half_width, spot.y - half_height, spot.x + half_width, spot.y + half_height))
    ways = [route.points for route in placement.routes]
    passing = _Passing(ways)
    found: list[Mark] = []
    for number in sorted(range(len(texts)), key=lambda number: (number not in needed, -len(texts[number]), number)):
        text = texts[number]
        places = [(x, y, _rectangle(text, x, y)) for x, y in _points(ways[number])] if text else []
        free = [place for place in places if taken.free(place[2])]
        if not free:
            continue
        x, y, around = min(free, key=lambda place: passing.others(number, place[2]))
        if number in needed or not passing.others(number, around):
            taken.add(around)
            found.append(Mark(number, text, round(x, 1), round(y, 1)))
    return sorted(found, key=lambda mark: mark.link)


def _rectangle(text: str, x: float, y: float) -> _Rectangle:
    half_width, half_height = len(text) * _LETTER / 2 + _AROUND, _HEIGHT / 2 + _AROUND
    return x - half_width, y - half_height, x + half_width, y + half_height


def _points(way: Sequence[Point]) -> Iterator[Point]:
    """Points on the route, the best places first: the middle of its last and first curve, then further along.

    The first and the last part go straight out of and into the boxes.
    """
    parts = list(pairwise(way))[1:-1]
    if not parts:
        return
    ordered = list(dict.fromkeys((parts[-1], parts[0], *parts)))
    for share in _ALONG:
        for start, finish in ordered:
            yield curve_point(start, finish, share)


def curve_point(start: Point, finish: Point, share: float) -> Point:
    """A point on the curve between two points, as vis-network draws it with vertical ends."""
    rise = finish[1] - start[1]
    before = 1 - share
    weights = before**3, 3 * before**2 * share, 3 * before * share**2, share**3
    xs = start[0], start[0], finish[0], finish[0]
    ys = start[1], start[1] + ROUNDNESS * rise, finish[1] - ROUNDNESS * rise, finish[1]
    return sum(w * x for w, x in zip(weights, xs, strict=True)), sum(w * y for w, y in zip(weights, ys, strict=True))


def _squares_under(one: _Rectangle) -> list[tuple[int, int]]:
    """The squares of the plane that a rectangle touches."""
    left, top, right, bottom = (int(side // _CELL) for side in one)
    return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]


class _Taken:
    """Rectangles that nothing more may stand on, in squares so that only the near ones are looked at."""

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[_Rectangle]] = {}

    def add(self, one: _Rectangle) -> None:
        for square in _squares_under(one):
            self._squares.setdefault(square, []).append(one)

    def free(self, one: _Rectangle) -> bool:
        return not any(
            one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
            for square in _squares_under(one)
            for other in self._squares.get(square, ())
        )


class _Passing:
    """Points along every route, to see which links pass a place."""

    def __init__(self, ways: Sequence[Sequence[Point]]) -> None:
        self._squares: dict[tuple[int, int], list[tuple[float, float, int]]] = {}
        for number, way in enumerate(ways):
            for start, finish in pairwise(way):
                steps = int((abs(start[0] - finish[0]) + abs(start[1] - finish[1])) // _STEP) + 1
                for step in range(steps + 1):
                    x, y = curve_point(start, finish, step / steps)
                    self._squares.setdefault((int(x // _CELL), int(y // _CELL)), []).append((x, y, number))

    def others(self, link: int, around: _Rectangle) -> int:
        """How many other links pass through the rectangle."""
        left, top, right, bottom = around
        return len(
            {
                number
                for square in _squares_under(around)
                for x, y, number in self._squares.get(square, ())
                if number != link and left < x < right and top < y < bottom
            }
        )
