"""A network in columns: what belongs together stands at the same height, and no name covers another."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyvis.network import Network

from api.pictures.appearance import Look, outline

LINE_HEIGHT, NOTE_HEIGHT, PADDING = 17, 15, 7
_BETWEEN = 12
"""Between boxes in a column, at the least."""
_GAP = 170
"""Between columns."""
_LANE, _LANE_WITH_LABEL = 18, 110
_TO_LANES = 46
_LANE_BELOW = 9
"""Below the middle of a box, where a line to another column may begin."""
_MARGIN = 14
_SWEEPS = 12
_EDGE, _LATE = "#7B858E", "#B3001B"
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    # The whole picture is always in view, so that a wheel or a finger moves the page and nothing else.
    "interaction": {"hover": True, "tooltipDelay": 150, "dragNodes": False, "dragView": False, "zoomView": False},
    "nodes": {"shape": "custom"},
    "edges": {
        "smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5},
        "font": {"size": 14, "color": "#16202A", "background": "#FFFFFF", "align": "horizontal", "strokeWidth": 0},
        "arrows": {"to": {"scaleFactor": 0.6}},
    },
}


@dataclass(frozen=True)
class NetworkBox:
    """What stands in a column.

    Attributes:
        id: Full id.
        lines: The name.
        note: What stands under the name.
        look: Shape and colours of the box.
        width: Of the box.
        title: What is told when it is pointed at.
        dashed: It is made up.
        sign: Name of the sign before the text, or "".
        size: Half the width of the sign.
        hollow: The sign is only an outline.
    """

    id: str
    lines: tuple[str, ...]
    note: str
    look: Look
    width: int
    title: str
    dashed: bool = False
    sign: str = ""
    size: float = 0
    hollow: bool = False

    @property
    def height(self) -> float:
        """Room for the text and the sign."""
        text = LINE_HEIGHT * len(self.lines) + (NOTE_HEIGHT if self.note else 0)
        return max(text, 2 * self.size) + 2 * PADDING


@dataclass(frozen=True)
class Tie:
    """A link from one box to another."""

    start: str
    finish: str
    label: str = ""
    dashed: bool = False
    late: bool = False


def network_in_columns(columns: Sequence[Sequence[NetworkBox]], ties: Sequence[Tie]) -> dict[str, Any]:
    """Place the boxes, and give what the page's script draws: pyvis' nodes, edges and options, and the boxes.

    Ties begin and end in the middle of the sides of boxes, at nodes without a box. Those within a column go beside it,
    each in a lane of its own.
    """
    ordered = _ordered(columns, ties)
    boxes = {box.id: box for column in ordered for box in column}
    column_of = {box.id: number for number, column in enumerate(ordered) for box in column}
    ys, height = _heights(ordered)
    lanes = _lanes([tie for tie in ties if column_of[tie.start] == column_of[tie.finish]], ys)
    placed = _Placed.of(ordered, column_of, ys, lanes)
    drawing = _Drawing(placed, Network(directed=True, cdn_resources="in_line"))
    drawing.network.set_options(json.dumps(_OPTIONS))
    for one, box in boxes.items():
        drawing.network.add_node(
            one, " ".join(box.lines), shape="custom", x=placed.middles[column_of[one]], y=ys[one], title=box.title
        )
    for number, tie in enumerate(ties):
        if tie not in lanes:
            drawing.across(number, tie)
    for number, tie in enumerate(ties):
        if tie in lanes:  # last, so that no other line goes over what stands on them
            drawing.beside(number, tie, lanes[tie])
    nodes, edges, _, _, _, options = drawing.network.get_network_data()
    return {
        "nodes": nodes,
        "edges": edges,
        "options": json.loads(options),
        "boxes": {one: _box_data(box) for one, box in boxes.items()},
        "ties": [[tie.start, tie.finish] for tie in ties],
        "corners": drawing.corners,
        "width": placed.width,
        "height": height,
    }


@dataclass(frozen=True)
class _Placed:
    """Where the columns stand. The lanes of a column are to the right of it."""

    middles: list[float]
    rights: list[float]
    widths: list[int]
    lanes_end: list[float]
    lane_width: int
    width: float
    column_of: Mapping[str, int]
    ys: Mapping[str, float]

    @classmethod
    def of(
        cls,
        columns: list[list[NetworkBox]],
        column_of: Mapping[str, int],
        ys: Mapping[str, float],
        lanes: Mapping[Tie, int],
    ) -> _Placed:
        lane_width = _LANE_WITH_LABEL if any(tie.label for tie in lanes) else _LANE
        widths = [max((box.width for box in column), default=0) for column in columns]
        middles, rights, ends, x = [], [], [], float(_MARGIN)
        for number, width in enumerate(widths):
            count = max((lane + 1 for tie, lane in lanes.items() if column_of[tie.start] == number), default=0)
            middles.append(x + width / 2)
            rights.append(x + width)
            ends.append(x + width + count * lane_width + (_TO_LANES if count else 0))
            x = ends[-1] + (_GAP if width else 0)
        return cls(middles, rights, widths, ends, lane_width, round(max(ends) + _MARGIN), column_of, ys)

    def side(self, one: str, *, right: bool, below: float = 0) -> tuple[float, float]:
        """The middle of a side of a box, or a little below it."""
        column = self.column_of[one]
        return self.middles[column] + self.widths[column] / (2 if right else -2), self.ys[one] + below


@dataclass
class _Drawing:
    """The network as it is drawn, and which boxes each node without a box belongs to."""

    placed: _Placed
    network: Network
    corners: dict[str, list[str]] = field(default_factory=dict)

    def _corner(self, id: str, at: tuple[float, float], of: list[str]) -> str:
        if id not in self.corners:
            self.corners[id] = of
            self.network.add_node(id, " ", shape="custom", x=round(at[0], 1), y=round(at[1], 1))
        return id

    def _side(self, one: str, *, right: bool) -> str:
        return self._corner(f"{'›' if right else '‹'}{one}", self.placed.side(one, right=right), [one])

    def across(self, number: int, tie: Tie) -> None:
        """Draw a tie from column to column, past the lanes of the one to the left."""
        first, last = self.placed.column_of[tie.start], self.placed.column_of[tie.finish]
        left, right = (tie.start, tie.finish) if first < last else (tie.finish, tie.start)
        column = self.placed.column_of[left]
        at_left, at_right = self._side(left, right=True), self._side(right, right=False)
        passed = at_left
        if self.placed.lanes_end[column] > self.placed.rights[column]:
            passed = self._corner(f"»{left}", (self.placed.lanes_end[column], self.placed.ys[left]), [left])
        ends = (passed, at_right) if first < last else (at_right, passed)
        arrow_last = first < last or passed == at_left
        self.network.add_edge(*ends, **_drawn(number, tie, arrow=arrow_last, label=True))
        if passed != at_left:
            straight = (at_left, passed) if first < last else (passed, at_left)
            self.network.add_edge(*straight, **_drawn(number, tie, arrow=first > last), smooth=False)

    def beside(self, number: int, tie: Tie, lane: int) -> None:
        """Draw a tie as three straight lines beside its column."""
        column = self.placed.column_of[tie.start]
        x = self.placed.rights[column] + _TO_LANES + lane * self.placed.lane_width
        both = [tie.start, tie.finish]
        ends, turns = [], []
        for at, one in enumerate(both):
            side, y = self.placed.side(one, right=True, below=_LANE_BELOW)
            ends.append(self._corner(f"›↓{one}", (side, y), [one]))
            turns.append(self._corner(f"·{number}.{at}", (x, y), both))
        (start, finish), (out, back) = ends, turns
        self.network.add_edge(start, out, **_drawn(number, tie, arrow=False), smooth=False)
        self.network.add_edge(out, back, **_drawn(number, tie, arrow=False, label=True), smooth=False)
        self.network.add_edge(back, finish, **_drawn(number, tie, arrow=True), smooth=False)


def _ordered(columns: Sequence[Sequence[NetworkBox]], ties: Sequence[Tie]) -> list[list[NetworkBox]]:
    """Move each box towards the middle of those it is tied to in other columns, again and again."""
    beside: dict[str, list[str]] = defaultdict(list)
    for tie in ties:
        beside[tie.start].append(tie.finish)
        beside[tie.finish].append(tie.start)
    found = [list(column) for column in columns]
    for sweep in range(_SWEEPS):
        number = sweep % len(found)
        places = {
            box.id: place / max(len(column), 1)
            for other, column in enumerate(found)
            if other != number
            for place, box in enumerate(column)
        }
        found[number] = _by_middle(found[number], beside, places)
    return found


def _by_middle(
    column: list[NetworkBox], beside: Mapping[str, list[str]], places: Mapping[str, float]
) -> list[NetworkBox]:
    wanted = {}
    for place, box in enumerate(column):
        known = [places[one] for one in beside[box.id] if one in places]
        # What is tied to nothing stands last, where it parts no lines.
        wanted[box.id] = (not known, sum(known) / len(known) if known else 0.0, place)
    return sorted(column, key=lambda box: wanted[box.id])


def _heights(columns: list[list[NetworkBox]]) -> tuple[dict[str, float], float]:
    """The middle of each box, and the height of all. Shorter columns are spread over the height of the tallest."""
    tallest = max((sum(box.height + _BETWEEN for box in column) for column in columns), default=0)
    ys = {}
    for column in columns:
        own = sum(box.height for box in column)
        between = (tallest - own) / max(len(column), 1)
        y = float(_MARGIN)
        for box in column:
            y += between / 2
            ys[box.id] = round(y + box.height / 2, 1)
            y += box.height + between / 2
    return ys, round(tallest + 2 * _MARGIN)


def _lanes(inside: Sequence[Tie], ys: Mapping[str, float]) -> dict[Tie, int]:
    """A lane for each tie within a column, such that two in the same lane never meet."""
    taken: list[list[tuple[float, float]]] = []
    found: dict[Tie, int] = {}
    for tie in sorted(inside, key=lambda one: (abs(ys[one.start] - ys[one.finish]), one.start, one.finish)):
        low, high = sorted((ys[tie.start], ys[tie.finish]))
        free = [number for number, spans in enumerate(taken) if all(high < a or b < low for a, b in spans)]
        lane = free[0] if free else len(taken)
        if not free:
            taken.append([])
        taken[lane].append((low - 6, high + 6))
        found[tie] = lane
    return found


def _drawn(number: int, tie: Tie, *, arrow: bool, label: bool = False) -> dict[str, Any]:
    return {
        "tie": number,
        "arrows": "to" if arrow else "",
        "dashes": tie.dashed,
        "width": 2 if tie.late else 1.2,
        "color": {"color": _LATE if tie.late else _EDGE, "inherit": False},
        **({"label": tie.label} if label and tie.label else {}),
    }


def _box_data(box: NetworkBox) -> dict[str, Any]:
    return {
        "path": outline(box.look.shape, box.width, box.height),
        "width": box.width,
        "height": box.height,
        "fill": box.look.fill,
        "line": box.look.line,
        "ink": box.look.ink,
        "lines": box.lines,
        "note": box.note,
        "dashed": box.dashed,
        **({"sign": box.sign, "size": round(box.size, 1), "hollow": box.hollow} if box.sign else {}),
    }
